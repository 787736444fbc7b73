//! What is odd about an answer, for a person to look at.
//!
//! In: the answer, its words, what was heard in it. Out: [`Flag`]s, each with a detail in words. Flags change no points;
//! what one does to the band is written in `bank.yaml`.
//!
//! | flag | raised when |
//! |---|---|
//! | `term-list` | at least half of the words stand in sentences that are mere lists of terms, or in stretches of 20 words with hardly one that sentences are built with; code is none |
//! | `model-answer` | at least 30 % of the words stand in passages of 6 words or more that the model answer has too, see [`crate::copies`] |
//! | `known-text` | a passage stands in a text that the user named; raised by [`crate::copied`] |
//! | `shared-passage` | a passage stands in another candidate's answer; raised by [`crate::copied`] |
//! | `echo` | at least 60 % of the words stand in passages of 4 words or more that a wording of the question or a follow-up has too, or the names of three of its criteria |
//! | `repetition` | at least 30 % of the words stand in sentences of 4 words or more that were said before, or are built like one before: with the same five words at the beginning, or the same five in a row of those that join others, whatever stands between |
//! | `mixed-script` | a word has Latin letters and letters of another script |
//! | `invisible-characters` | there are zero-width, direction or tag characters, or letters under three accents or more |
//! | `disguised` | at least a fifth of the words are hidden: by invisible characters within them, a change of direction, or letters under three accents or more |
//! | `recited` | of 12 strong signals or more, at least 95 % are heard, or 85 % and 15 in 100 words: no answer of one's own says all that a rubric listens for |
//! | `very-short` | there are fewer than 10 words |
//! | `contradiction` | in one criterion a strong and a wrong signal are heard |
//! | `denied` | a strong signal is heard only where it is denied |
//! | `overlong` | speaking took longer than the bank's `delivery` allows, up to the first follow-up |
//! | `not-in-plan` | not here: [`crate::screen::followed`] raises it where a plan of the interview does not have the question |

use crate::copies::{GRAM, Words};
use crate::delivery::Delivery;
use crate::program::{CriterionProgram, QuestionProgram};
pub use crate::rubric::FlagKind;
use crate::rubric::{Kind, Limits};
use crate::scan::{Hit, Stance};
use crate::span::Span;
use crate::text::Text;
use crate::text::fold::is_invisible;
use crate::text::lists::in_rows;
use crate::text::number::row;
use crate::text::overlap::{Run, marks};
use crate::text::roles::Role;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_normalization::char::canonical_combining_class;
use unicode_script::{Script, UnicodeScript};

/// As many names of criteria, one after the other, are the rubric given back.
const SEVERAL: usize = 3;
/// As many words at the beginning, or joining words in the same row, show that two sentences were cast in one mould.
const MOULD: usize = 5;

/// Something odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What.
    pub kind: FlagKind,
    /// How much, or where, in a few words.
    pub detail: String,
    /// Of words that stand elsewhere too: which, and where.
    pub copied: Option<Copied>,
}

/// A passage of an answer, and nearly the same passage elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its bytes in the answer.
    pub here: Span,
    /// Exactly those.
    pub said: String,
    /// Where else it stands.
    pub other: Other,
}

/// A passage of another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Where the text came from: a path, with the line for a record; `model answer`.
    pub source: String,
    /// Which answer it is, or of the model answer the question; files have none.
    pub id: Option<String>,
    /// Whose it is, where that is known.
    pub candidate: Option<String>,
    /// The words that stand there.
    pub text: String,
}

impl Flag {
    pub(crate) const fn new(kind: FlagKind, detail: String) -> Self {
        Self { kind, detail, copied: None }
    }
}

/// Raises the flags that an answer's words alone call for.
#[must_use]
pub fn of_text(question: &QuestionProgram, answer: &str, text: &Text) -> Vec<Flag> {
    let words = text.words().len();
    let mut flags = Vec::new();
    let mut raise = |kind, detail: String| flags.push(Flag::new(kind, detail));
    let percent = |part: usize| part * 100 / words.max(1);

    let listed = text.sentences().iter().zip(text.lists()).filter(|(_, list)| **list);
    let listed: usize = listed.map(|(sentence, _)| sentence.len()).sum();
    let listed = if is_code(answer, words) { listed } else { listed.max(in_rows(text)) };
    if listed * 2 >= words {
        raise(FlagKind::TermList, format!("{}% of the words are terms in a row", percent(listed)));
    }
    flags.extend(of_model_answer(question, answer, text));
    let mut raise = |kind, detail: String| flags.push(Flag::new(kind, detail));
    let runs = question.passages().find(text);
    let (asked, titles) = (Given::of(&runs, question.asked()), Given::of(&runs, question.titles()));
    if asked.words * 10 >= words * 6 {
        raise(FlagKind::Echo, format!("{}% word for word from the question", percent(asked.words)));
    } else if titles.texts >= SEVERAL && titles.words * 10 >= words * 6 {
        raise(FlagKind::Echo, format!("{}% word for word from the names of its criteria", percent(titles.words)));
    }
    let repeated = repeated_words(text);
    if repeated * 10 >= words * 3 {
        raise(FlagKind::Repetition, format!("{}% was said before", percent(repeated)));
    }
    flags.extend(of_characters(answer));
    if words < 10 {
        flags.push(Flag::new(FlagKind::VeryShort, format!("{words} words")));
    }
    flags
}

/// Raises the flags that odd characters call for. Of ASCII none is odd.
fn of_characters(answer: &str) -> Vec<Flag> {
    let mut flags = Vec::new();
    if answer.is_ascii() {
        return flags;
    }
    let mut raise = |kind, detail: String| flags.push(Flag::new(kind, detail));
    if let Some(word) = answer.split_whitespace().find(|word| mixes_scripts(word)) {
        raise(FlagKind::MixedScript, format!("`{word}`"));
    }
    let text = answer.strip_prefix('\u{feff}').unwrap_or(answer);
    let unseen = text.chars().filter(|&c| is_invisible(c) && c != '\u{ad}').count();
    if unseen > 0 {
        raise(FlagKind::InvisibleCharacters, format!("{unseen} of them"));
    } else if is_overaccented(answer) {
        raise(FlagKind::InvisibleCharacters, "letters under many accents".into());
    }
    if is_disguised(answer) {
        raise(FlagKind::Disguised, "words that nobody can read as they are heard".into());
    }
    flags
}

/// Raises the flags that depend on what was heard; `hits` are those of each criterion.
pub fn of_hits<'a>(criteria: &[CriterionProgram], hits: impl Iterator<Item = &'a [Hit]>) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut raise = |kind, detail: &str| flags.push(Flag::new(kind, detail.to_owned()));
    for (criterion, hits) in criteria.iter().zip(hits) {
        let kind = |hit: &Hit| criterion.signals[hit.signal].kind;
        let said = |wanted: Kind| hits.iter().any(|hit| hit.stance == Stance::Said && kind(hit) == wanted);
        if said(Kind::Strong) && said(Kind::Wrong) {
            raise(FlagKind::Contradiction, &criterion.id);
        }
        let denied = |hit: &Hit| matches!(hit.stance, Stance::Denied(_)) && kind(hit) == Kind::Strong;
        if !said(Kind::Strong) && hits.iter().any(denied) {
            raise(FlagKind::Denied, &criterion.id);
        }
    }
    flags
}

/// Raises the flag of an answer with so many words that says nearly all that the rubric listens for.
#[must_use]
pub fn of_recital(criteria: &[CriterionProgram], hits: &[Hit], words: usize) -> Option<Flag> {
    let kind = |hit: &Hit| criteria[hit.criterion].signals[hit.signal].kind;
    let heard = hits.iter().filter(|hit| hit.stance == Stance::Said && kind(hit) == Kind::Strong).count();
    let all = criteria.iter().flat_map(|criterion| &criterion.signals);
    let all = all.filter(|signal| signal.kind == Kind::Strong).count();
    let dense = heard * 100 >= words * 15;
    let recited = all >= 12 && heard * 100 >= all * if dense { 85 } else { 95 };
    recited.then(|| Flag::new(FlagKind::Recited, format!("{heard} of {all} strong signals")))
}

/// What stands in the model answer, with the longest passage.
fn of_model_answer(question: &QuestionProgram, answer: &str, text: &Text) -> Option<Flag> {
    let (index, model) = question.indexed_model_answer().zip(question.model_answer.as_deref())?;
    let words = Words::new(text);
    let passages = index.find(&words, question.given(), GRAM);
    let (text, longest) = passages.first()?;
    // A passage that stands there twice is told twice.
    let copied = passages.iter().map(|(_, passage)| passage.words).sum::<usize>().min(words.len());
    let here = words.span(&longest.here);
    let other = Other {
        source: "model answer".to_owned(),
        id: Some(question.id.clone()),
        candidate: None,
        text: index.text(*text).span(&longest.there).of(model).to_owned(),
    };
    let percent = copied * 100 / words.len().max(1);
    (copied * 10 >= words.len() * 3).then(|| Flag {
        kind: FlagKind::ModelAnswer,
        detail: format!("{percent}% word for word from the model answer"),
        copied: Some(Copied { here, said: here.of(answer).to_owned(), other }),
    })
}

/// Raises the flag that an answer calls for which took too long.
#[must_use]
pub fn of_delivery(delivery: Delivery, limits: Limits) -> Option<Flag> {
    let detail = || format!("{} s, over {}", delivery.milliseconds / 1000, limits.longest);
    let over = delivery.milliseconds > limits.longest_milliseconds();
    over.then(|| Flag::new(FlagKind::Overlong, detail()))
}

/// What an answer has of some given texts.
struct Given {
    /// Words in passages of them.
    words: usize,
    /// Texts of which there is a passage.
    texts: usize,
}

impl Given {
    fn of(runs: &[Run], which: Range<usize>) -> Self {
        let runs = runs.iter().filter(|run| which.contains(&run.text));
        let texts: BTreeSet<_> = runs.clone().map(|run| run.text).collect();
        let words = runs.clone().map(|run| run.words.end).max().unwrap_or(0);
        Self { words: marks(runs, words).into_iter().filter(|&mark| mark).count(), texts: texts.len() }
    }
}

fn repeated_words(text: &Text) -> usize {
    let (mut seen, mut begun, mut built) = (FxHashSet::default(), FxHashSet::default(), FxHashSet::default());
    let mut repeated = 0;
    for sentence in text.sentences().iter().filter(|sentence| sentence.len() >= 4) {
        let row = |words: Range<usize>| row(words.map(|at| text.form_number(at)));
        let begins = sentence.len() >= MOULD && !begun.insert(row(sentence.start..sentence.start + MOULD));
        let again = !seen.insert(row(sentence.clone())) || begins;
        let moulds = moulds(text, sentence.clone());
        if again || moulds.iter().any(|mould| built.contains(mould)) {
            repeated += sentence.len();
        }
        built.extend(moulds);
    }
    repeated
}

/// How a sentence is built: each row of five words that join others.
fn moulds(text: &Text, sentence: Range<usize>) -> Vec<u64> {
    let roles = [Role::Structural, Role::Relating, Role::Filler];
    let joining = sentence.filter(|&at| roles.iter().any(|&role| text.has(at, role)));
    let joining = joining.filter(|&at| !matches!(text.form(at), "and" | "or"));
    let joining: Vec<_> = joining.map(|at| text.form_number(at)).collect();
    joining.windows(MOULD).map(|words| row(words.iter().copied())).collect()
}

/// Whether there are so many signs of code that prose cannot be expected.
fn is_code(answer: &str, words: usize) -> bool {
    answer.bytes().filter(|c| matches!(c, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'=')).count() * 5 >= words
}

/// Whether many words are not read as they are heard.
fn is_disguised(answer: &str) -> bool {
    let words = answer.split_whitespace().count();
    answer.split_whitespace().map(disguises).sum::<usize>() * 5 >= words
}

/// How many words are hidden in what stands between two spaces.
fn disguises(word: &str) -> usize {
    let hides = |c: char| is_invisible(c) && c != '\u{ad}';
    let turns = word.chars().filter(|c| matches!(c, '\u{202d}' | '\u{202e}')).count();
    let within = word.trim_matches(|c: char| !c.is_alphanumeric());
    let parts = within.split(hides).filter(|part| part.chars().any(char::is_alphanumeric)).count();
    turns + parts.saturating_sub(1) + usize::from(is_overaccented(word))
}

fn mixes_scripts(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let scripts: BTreeSet<_> = word.chars().filter(|c| c.is_alphabetic()).map(|c| c.script().full_name()).collect();
    let real = |name: &&&str| **name != Script::Common.full_name() && **name != Script::Inherited.full_name();
    scripts.iter().filter(real).count() > 1 && scripts.contains(Script::Latin.full_name())
}

fn is_overaccented(answer: &str) -> bool {
    let mut accents = 0;
    answer.chars().any(|c| {
        accents = if c.is_ascii() || canonical_combining_class(c) == 0 { 0 } else { accents + 1 };
        accents >= 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_are_told_from_foreign_words() {
        assert!(mixes_scripts("thrеad"), "a Cyrillic e");
        assert!(!mixes_scripts("naïve") && !mixes_scripts("поток") && !mixes_scripts("O(1)"));
        assert!(is_overaccented("t\u{301}\u{302}\u{303}hread") && !is_overaccented("cafe\u{301}"));
    }
}
