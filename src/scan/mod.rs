//! A program over an answer: where each signal is heard, as bytes of the answer.
//!
//! In: a question of a [program](crate::program), the answer's text. Out: [`Hit`]s, at most one a signal, each with
//! the spans of the words that made it. A hit is found once, here; scores, highlights and exports use its spans.
//!
//! **What matches, exactly.** Positions are words, see [`crate::text`].
//! - A *phrase* operation matches ranges of words within one sentence. `Word` matches one word of the
//!   form. `Any` matches what one of its parts matches. `Phrase` matches from the start of its first part to
//!   the end of its last, if each part begins where the one before ended, or after as many words *that count* as
//!   its gap allows; light words are passed over freely. A `Regex` matches the words that it touches.
//! - A *condition* holds in a stretch of the answer. `All` holds in the whole stretch, in one sentence of it, or
//!   in a window that begins at a match of one of its wanted parts and holds so many words that count; all
//!   wanted parts must be found there and no unwanted one, for which the window reaches as far back as it reaches
//!   forward. `AtLeast` likewise.
//! - An *opening* matches what one of its parts matches in the answer's opening, see `opening.rs`, as the speaker's claim.
//! - Of several matches the first in the answer counts, and of those that begin together the shortest.
//!
//! - A match that is denied or told as another's mistake, see `stance.rs`, is passed over if there is another; if not, it
//!   is the hit, and says so.
//!
//! Phrases are matched with sets of end positions as bit masks, so time is linear in the answer's length; a phrase
//! reaches over at most 127 words, light ones included.

mod evidence;
mod heard;
pub mod near;
mod opening;
mod phrase;
mod stance;

use heard::Heard;
use phrase::Match;

use crate::decimal::Decimal;
use crate::pattern::{Form, Scope};
use crate::program::{CoverUnit, Op, OpId, Possible, QuestionProgram, SignalProgram};
use crate::rubric::Kind;
use crate::span::Span;
use crate::text::Text;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// A signal that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the criterion in the question.
    pub criterion: usize,
    /// Index of the signal in the criterion.
    pub signal: usize,
    /// Whether the speaker stands by it.
    pub stance: Stance,
    /// How much of it was heard: all of a pattern, but some of a prose signal's weight.
    pub coverage: Decimal,
    /// What was heard: one piece for a phrase, one for each phrase of a condition, in the order of the answer.
    pub pieces: Vec<Piece>,
    /// Where it was not heard before a follow-up was asked, the byte before which that was. The words alone cannot tell, so
    /// [`crate::spoken`] does.
    pub follow_up: Option<usize>,
}

/// How the speaker stands to what was heard; only what was said counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// It is their claim.
    Said,
    /// They deny it, with the word that is here.
    Denied(Span),
    /// They tell it as another's view, or take it back, with the word that is here.
    Rejected(Span),
    /// It stands in a mere list of terms.
    Listed,
    /// It stands in the question given back.
    Echoed,
}

impl Hit {
    /// Whether a piece of it was said only after a follow-up.
    #[must_use]
    pub fn is_after_follow_up(&self, piece: &Piece) -> bool {
        self.follow_up.is_some_and(|from| piece.span.start >= from)
    }
}

impl Stance {
    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Denied(_) => "denied",
            Self::Rejected(_) => "rejected",
            Self::Listed => "listed",
            Self::Echoed => "echoed",
        }
    }
}

/// A [`Stance`] before its cue, an index of a word, becomes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Said,
    Denied(usize),
    /// The sentence says of it that it is not so; a denial that reaches mentions too.
    Untrue(usize),
    Rejected(usize),
    Listed,
    Echoed,
}

/// Which matches count while a signal is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Taken {
    /// Those that the speaker stands by, as the kind of the signal has it.
    Said(Kind),
    /// Those that stand in sentences, and not in one that calls them untrue. What a condition joins are mentions:
    /// "threads don't help CPU-bound work" speaks of CPU-bound work and denies something else.
    Mentioned,
    /// All.
    All,
}

/// One stretch of the answer that a signal was heard in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// From the first matched word to the last, in bytes of the answer.
    pub span: Span,
    /// The matched words alone.
    pub words: Vec<Span>,
    /// Words among them that were mended: where they stand, and the stem they were taken for.
    pub mended: Vec<(Span, String)>,
}

/// Of a prose signal less than this is not heard at all.
const LEAST_COVERED: Decimal = Decimal::part(1, 3);

/// Listens for all signals of a question; `text` is `answer` folded.
#[must_use]
pub fn scan(question: &QuestionProgram, answer: &str, text: &Text) -> Vec<Hit> {
    listen(question, answer, text, |_, _| true)
}

/// Listens for those signals that are `wanted`, by the indices of their criterion and in it.
#[must_use]
pub(crate) fn listen(
    question: &QuestionProgram,
    answer: &str,
    text: &Text,
    wanted: impl Fn(usize, usize) -> bool,
) -> Vec<Hit> {
    let reader = Reader::new(question, answer, text);
    let mut hits = Vec::new();
    for (criterion, compiled) in question.criteria.iter().enumerate() {
        for (signal, compiled) in compiled.signals.iter().enumerate().filter(|&(signal, _)| wanted(criterion, signal)) {
            let hit = reader.hear(compiled).map(|(stance, pieces)| (stance, Decimal::ONE, pieces));
            if let Some((stance, coverage, pieces)) = hit.or_else(|| reader.cover(compiled)) {
                hits.push(Hit { criterion, signal, stance, coverage, pieces, follow_up: None });
            }
        }
    }
    hits
}

/// A phrase's operation, and the words that match it.
type Phrase = (OpId, Range<usize>);

/// An operation that was asked for in a stretch of words.
type Asked = (OpId, Range<usize>, Taken);

/// An answer made ready for one question's operations.
struct Reader<'a> {
    question: &'a QuestionProgram,
    heard: Heard<'a>,
    /// What the regular expressions matched: words, and bytes of the answer.
    code: Vec<(OpId, Range<usize>, Span)>,
    /// The operations that need not be looked for in vain.
    possible: Possible,
    /// The matches of phrases that were asked for before, by the number of the operation.
    found: Vec<OnceCell<Vec<Match>>>,
    /// What was asked for before of operations that are asked often; else terms of terms would take for ever.
    held: RefCell<FxHashMap<Asked, Option<Vec<Phrase>>>>,
    /// Which sentences say nothing, and why.
    empty: Vec<Option<stance::Empty>>,
}

impl<'a> Reader<'a> {
    fn new(question: &'a QuestionProgram, answer: &str, text: &'a Text) -> Self {
        let heard = Heard::new(question, answer, text);
        let code = question.code().matches(answer).into_iter().map(|(id, bytes)| {
            let span = Span::new(bytes.start, bytes.end);
            (id, words_touched(&heard.text, span), span)
        });
        let code: Vec<_> = code.collect();
        let expressions = code.iter().map(|(id, words, _)| (*id, words.start));
        let there = heard.ops().chain(expressions).map(|(op, word)| (op, stance::sentence_at(&heard.text, word)));
        let possible = question.needs().possible(&question.ops, there);
        let found = vec![OnceCell::new(); possible.count()];
        let empty = stance::empty_sentences(&heard.text, question);
        Self { question, heard, code, possible, found, held: RefCell::default(), empty }
    }

    /// What was heard of a signal: what the speaker stands by, or else what they do not.
    fn hear(&self, signal: &SignalProgram) -> Option<(Stance, Vec<Piece>)> {
        if !self.possible.has(signal.op) {
            return None;
        }
        let whole = 0..self.heard.text.words().len();
        let said = self.find(signal.op, whole.clone(), Taken::Said(signal.kind));
        let mut found = said.clone().or_else(|| self.find(signal.op, whole, Taken::All))?;
        found.sort_by_key(|(_, words)| (words.start, words.end));
        let standing = match said {
            Some(_) => Standing::Said,
            None => found
                .iter()
                .map(|(op, words)| self.standing(*op, words.clone(), signal.kind))
                .find(|standing| *standing != Standing::Said)?,
        };
        let mut pieces: Vec<_> = found.into_iter().filter_map(|(op, words)| self.piece(op, words)).collect();
        pieces.dedup();
        let word = |at: usize| self.heard.text.words()[at].span;
        let stance = match standing {
            Standing::Said => Stance::Said,
            Standing::Denied(cue) | Standing::Untrue(cue) => Stance::Denied(word(cue)),
            Standing::Rejected(cue) => Stance::Rejected(word(cue)),
            Standing::Listed => Stance::Listed,
            Standing::Echoed => Stance::Echoed,
        };
        Some((stance, pieces))
    }

    /// What was heard of a prose signal, if it is a third at least.
    fn cover(&self, signal: &SignalProgram) -> Option<(Stance, Decimal, Vec<Piece>)> {
        if !self.possible.has(signal.op) {
            return None;
        }
        let sentences = match self.question.op(signal.op) {
            Op::Any(parts) => parts,
            _ => std::slice::from_ref(&signal.op),
        };
        let covers = sentences.iter().filter_map(|&part| match self.question.op(part) {
            Op::Cover(units) => Some(self.covered(units, signal.kind, 0..self.heard.text.words().len())),
            _ => None,
        });
        let (coverage, phrases) = covers.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let mut pieces: Vec<_> = phrases.into_iter().filter_map(|(op, words)| self.piece(op, words)).collect();
        pieces.sort();
        (coverage >= LEAST_COVERED).then_some((Stance::Said, coverage, pieces))
    }

    /// The part of the weight that is said in the stretch as it is to be said, less what is said the other way round; and
    /// the phrases that show it.
    fn covered(&self, units: &[CoverUnit], kind: Kind, stretch: Range<usize>) -> (Decimal, Vec<Phrase>) {
        let (mut said, mut opposed, mut all) = (0, 0, 0);
        let mut shown = Vec::new();
        for unit in units {
            all += unit.weight;
            let mut matches = self.phrases(&[unit.op], &stretch);
            let agrees = |(id, words): &Phrase| match self.standing(*id, words.clone(), kind) {
                Standing::Said => Some(!unit.denied),
                Standing::Denied(_) | Standing::Untrue(_) => Some(unit.denied),
                _ => None,
            };
            let stances: Vec<_> = matches.iter().map(agrees).collect();
            if let Some(at) = stances.iter().position(|agrees| *agrees == Some(true)) {
                said += unit.weight;
                shown.push(matches.swap_remove(at));
            } else if stances.contains(&Some(false)) {
                opposed += unit.weight;
            }
        }
        (Decimal::part(u64::from(said.saturating_sub(opposed)), u64::from(all)), shown)
    }

    /// All matches of the operations' phrases in the stretch.
    fn phrases(&self, ids: &[OpId], stretch: &Range<usize>) -> Vec<Phrase> {
        let (mut seen, mut found) = (FxHashSet::default(), Vec::new());
        ids.iter().for_each(|&id| self.add_phrases(id, stretch, &mut seen, &mut found));
        found
    }

    fn add_phrases(&self, id: OpId, stretch: &Range<usize>, seen: &mut FxHashSet<OpId>, found: &mut Vec<Phrase>) {
        if !seen.insert(id) {
            return;
        }
        match self.question.op(id) {
            Op::Word(_) | Op::Regex(_) | Op::Phrase(_) => {
                found.extend(self.inside(id, stretch).map(|words| (id, words)))
            }
            Op::Any(parts) | Op::AtLeast { parts, .. } | Op::All { wanted: parts, .. } => {
                parts.iter().for_each(|&part| self.add_phrases(part, stretch, seen, found));
            }
            Op::Opening(_) | Op::Cover(_) => {}
        }
    }

    /// The matches of a phrase within the stretch, in order.
    fn inside(&self, id: OpId, stretch: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let matches = self.matches(id);
        let Range { start, end } = *stretch;
        let first = matches.partition_point(|found| found.start < start);
        let matches = matches[first..].iter().take_while(move |found| found.start < end);
        matches.filter(|found| found.begins).map(Match::words).filter(move |words| words.end <= end)
    }

    /// How the speaker stands to a match.
    fn standing(&self, id: OpId, words: Range<usize>, kind: Kind) -> Standing {
        let mut leaves = Vec::new();
        self.leaves(id, words, &mut leaves);
        let mut words: Vec<_> = leaves.into_iter().flat_map(|leaf| leaf.words).collect();
        words.sort_unstable();
        words.dedup();
        stance::stance(&self.heard.text, &words, kind, &self.empty)
    }

    /// Whether the operation holds in the stretch of words, and the phrases that show it.
    fn find(&self, id: OpId, stretch: Range<usize>, taken: Taken) -> Option<Vec<Phrase>> {
        if !self.possible.has(id) {
            return None;
        }
        let op = self.question.op(id);
        if !self.question.needs().asked_often(op, id) {
            return self.look(id, op, stretch, taken);
        }
        let asked = (id, stretch.clone(), taken);
        if let Some(known) = self.held.borrow().get(&asked) {
            return known.clone();
        }
        let found = self.look(id, op, stretch, taken);
        self.held.borrow_mut().insert(asked, found.clone());
        found
    }

    fn look(&self, id: OpId, op: &Op, stretch: Range<usize>, taken: Taken) -> Option<Vec<Phrase>> {
        let taken = match (op, taken) {
            (Op::All { .. } | Op::AtLeast { .. }, Taken::Said(Kind::Strong | Kind::Weak)) => Taken::Mentioned,
            _ => taken,
        };
        match op {
            Op::Word(_) | Op::Regex(_) | Op::Phrase(_) => {
                let found = self.inside(id, &stretch).find(|words| match taken {
                    Taken::All => true,
                    Taken::Mentioned => {
                        let standing = self.standing(id, words.clone(), Kind::Strong);
                        !matches!(standing, Standing::Listed | Standing::Echoed | Standing::Untrue(_))
                    }
                    Taken::Said(kind) => self.standing(id, words.clone(), kind) == Standing::Said,
                })?;
                Some(vec![(id, found)])
            }
            Op::Any(parts) => {
                let found = parts.iter().filter_map(|&part| self.find(part, stretch.clone(), taken));
                found.min_by_key(|phrases| phrases.iter().map(|(_, words)| (words.end, words.start)).max())
            }
            Op::Opening(parts) => self.opens_with(parts, taken),
            Op::All { scope, wanted, unwanted } => self.in_scope(*scope, wanted, stretch, |inner, around| {
                if unwanted.iter().any(|&part| self.find(part, around.clone(), Taken::All).is_some()) {
                    return None;
                }
                let found: Option<Vec<_>> = wanted.iter().map(|&part| self.find(part, inner.clone(), taken)).collect();
                found.map(distinct)
            }),
            Op::Cover(_) => None,
            Op::AtLeast { count, scope, parts } => self.in_scope(*scope, parts, stretch, |inner, _| {
                let found = parts.iter().filter_map(|&part| self.find(part, inner.clone(), taken));
                let mut found: Vec<_> = found.collect();
                found.sort_by_key(|phrases| phrases.iter().map(|(_, words)| words.end).max());
                found.truncate(*count);
                (found.len() == *count).then(|| distinct(found))
            }),
        }
    }

    /// The first part of the stretch that the scope allows and in which `holds`; it is told the part and
    /// what lies around it.
    fn in_scope<T>(
        &self,
        scope: Scope,
        parts: &[OpId],
        stretch: Range<usize>,
        holds: impl Fn(Range<usize>, Range<usize>) -> Option<T>,
    ) -> Option<T> {
        match scope {
            Scope::Whole => holds(stretch.clone(), stretch),
            Scope::Sentence => {
                let sentences = self.heard.text.sentences();
                let first = sentences.partition_point(|sentence| sentence.end <= stretch.start);
                sentences[first..].iter().take_while(|sentence| sentence.start < stretch.end).find_map(|sentence| {
                    let part = sentence.start.max(stretch.start)..sentence.end.min(stretch.end);
                    holds(part.clone(), part)
                })
            }
            Scope::Window(words) => {
                let mut starts: Vec<_> =
                    self.phrases(parts, &stretch).into_iter().map(|(_, words)| words.start).collect();
                starts.sort_unstable();
                starts.dedup();
                starts.into_iter().find_map(|start| {
                    let end = self.words_on(start, words).min(stretch.end);
                    let before = self.words_back(start, words).max(stretch.start);
                    holds(start..end, before..end)
                })
            }
        }
    }

    /// One past the last of `count` words that count, from `start`.
    fn words_on(&self, start: usize, count: usize) -> usize {
        let words = self.heard.text.words();
        start + words[start..].partition_point(|word| word.place < words[start].place + count)
    }

    /// The first of `count` words that count before `end`.
    fn words_back(&self, end: usize, count: usize) -> usize {
        let words = self.heard.text.words();
        words[..end].partition_point(|word| word.place + count < words[end].place)
    }

    /// The stem that an operation asks for, if that is all it is.
    fn stem(&self, id: OpId) -> Option<&str> {
        match self.question.op(id) {
            Op::Word(Form::Inflected(stem)) => Some(stem),
            _ => None,
        }
    }
}

/// What several parts were found by, each phrase once: a part that is asked for twice adds nothing.
fn distinct(found: Vec<Vec<Phrase>>) -> Vec<Phrase> {
    let mut kept = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for phrase in found.into_iter().flatten() {
        if !kept.contains(&phrase) {
            kept.push(phrase);
        }
    }
    kept
}

/// The words that some bytes touch; where they touch none, the word before them, or the first.
fn words_touched(text: &Text, span: Span) -> Range<usize> {
    let words = text.words();
    let start = words.partition_point(|word| word.span.end <= span.start);
    let end = words.partition_point(|word| word.span.start < span.end);
    if start < end { start..end } else { start.saturating_sub(1)..start.max(1).min(words.len()) }
}
