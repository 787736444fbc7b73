//! Whether what was heard is the speaker's own claim: said, denied, or told as somebody else's mistaken view.
//!
//! After ConText (Harkema et al. 2009): a cue before or after a phrase governs it unless a word that turns the
//! sentence stands between. Measured on graded answers, strong points are hardly ever denied by accident, while good
//! answers often name a misconception to reject it; so the reach differs with what is at stake:
//!
//! - a **strong** or weak signal is denied only by a cue in its own clause, at most 4 words before it or between its
//!   words, or by `is not`, `does not` right after it;
//! - a **wrong** signal is no longer held against the speaker if a cue stands up to 8 words before it or 3 after it,
//!   whatever commas lie between; if the view is attributed ("people think", "it's a myth", "I used to believe"),
//!   unreal ("if it had no …, it would"), or rejected afterwards ("…, but that's not true", "… They aren't.").
//!
//! "It is not true that …" denies all that follows in its sentence, up to a word that turns it: mentions too, of which a
//! condition asks no more than that they are made.
//!
//! A cue that the pattern itself asks for denies nothing. Sentences that are mere lists of terms, or give
//! the question or a follow-up back, say nothing at all.

use super::Standing;
use crate::program::QuestionProgram;
use crate::rubric::Kind;
use crate::text::Text;
use crate::text::denial::{denial_reach, is_denial};
use crate::text::overlap::marks;
use crate::text::roles::Role;
use std::ops::Range;

/// How a match stands, given the words that made it; `leaves` are their indices, in order.
pub(super) fn stance(text: &Text, leaves: &[usize], kind: Kind, empty: &[Option<Empty>]) -> Standing {
    let (Some(&first), Some(&last)) = (leaves.first(), leaves.last()) else {
        return Standing::Said;
    };
    let sentence_at = sentence_at(text, first);
    match empty[sentence_at] {
        Some(Empty::List) => return Standing::Listed,
        Some(Empty::Echo) => return Standing::Echoed,
        None => {}
    }
    let context = Context { text, sentence: text.sentences()[sentence_at].clone(), leaves, kind };
    if let Some((_, judged)) = context.called_untrue(first).filter(|(cue, _)| !leaves.contains(cue)) {
        return judged;
    }
    let asks_for_denial = leaves.iter().any(|&at| context.is_denial(at));
    if !asks_for_denial && let Some(cue) = context.denied_before().or_else(|| context.denied_after(last)) {
        return Standing::Denied(cue);
    }
    if kind == Kind::Wrong {
        let rejected = context
            .attributed(first)
            .or_else(|| context.supposed(first))
            .or_else(|| context.rejected_after(last, sentence_at));
        if let Some(cue) = rejected {
            return Standing::Rejected(cue);
        }
    }
    Standing::Said
}

pub(super) fn sentence_at(text: &Text, word: usize) -> usize {
    text.sentences().partition_point(|sentence| sentence.end <= word)
}

struct Context<'a> {
    text: &'a Text,
    sentence: Range<usize>,
    leaves: &'a [usize],
    kind: Kind,
}

impl Context<'_> {
    fn form(&self, at: usize) -> &str {
        if self.sentence.contains(&at) { self.text.form(at) } else { "" }
    }

    fn has(&self, at: usize, role: Role) -> bool {
        self.sentence.contains(&at) && self.text.has(at, role)
    }

    fn is_denial(&self, at: usize) -> bool {
        self.sentence.contains(&at) && is_denial(self.text, at)
    }

    /// Whether a cue at `cue` reaches forward to the word at `to`.
    fn reaches(&self, cue: usize, to: usize) -> bool {
        let own_clause = self.kind != Kind::Wrong;
        (cue + 1..=to).all(|at| {
            let pronoun = matches!(self.form(at + 1), "they" | "it" | "you" | "we" | "i" | "there" | "that");
            let turns = self.has(at, Role::Turn)
                || (self.form(at) == "and" && pronoun)
                || (own_clause && (self.text.words()[at].parted || matches!(self.form(at), "and" | "or" | "then")));
            !turns || self.leaves.contains(&at) && !self.text.words()[at].parted
        })
    }

    /// A cue before the match, or between its words, that governs the matched word after it.
    fn denied_before(&self) -> Option<usize> {
        let reach = if self.kind == Kind::Wrong { 8 } else { 4 };
        let (first, last) = (self.leaves[0], self.leaves[self.leaves.len() - 1]);
        let place = |at: usize| self.text.words()[at].place;
        let cues = (self.sentence.start..last).rev().take_while(|&at| at > first || place(first) - place(at) <= reach);
        cues.filter(|cue| !self.leaves.contains(cue)).find(|&cue| {
            // Between the matched words it governs only what is next to it: "things that don't change can be a key".
            let reach = denial_reach(self.text, cue, if cue > first && self.kind != Kind::Wrong { 2 } else { reach });
            let governed = self.leaves.iter().copied().find(|&leaf| leaf > cue);
            reach > 0 && governed.is_some_and(|leaf| place(leaf) - place(cue) <= reach && self.reaches(cue, leaf))
        })
    }

    /// `… is not`, `… does not`, right after the match.
    fn denied_after(&self, last: usize) -> Option<usize> {
        let within = if self.kind == Kind::Wrong { 3 } else { 2 };
        let end = (last + 1 + within).min(self.sentence.end);
        let cue = (last + 1..end).find(|&at| self.is_denial(at))?;
        let own_clause = (last + 1..=cue)
            .all(|at| !self.text.words()[at].parted && !self.has(at, Role::Turn) && self.form(at) != "and");
        let verb_before = matches!(
            self.form(cue - 1),
            "is" | "are" | "was" | "were" | "do" | "does" | "did" | "can" | "could" | "will" | "would"
        );
        (own_clause && (self.kind == Kind::Wrong || (verb_before && cue > last + 1 && self.form(cue) == "not")))
            .then_some(cue)
    }

    /// How a match stands that a sentence calls untrue, and the word that does: "It is not true that …" denies all that follows in the sentence, up to where the speaker turns to what is so.
    fn called_untrue(&self, first: usize) -> Option<(usize, Standing)> {
        let that =
            (self.sentence.start..first).rev().find(|&at| self.form(at) == "that" && self.judges(at).is_some())?;
        let turns = |at: usize| {
            let pronoun = matches!(self.form(at), "they" | "it" | "you" | "we" | "i" | "there" | "that" | "this");
            self.has(at, Role::Turn) || (self.text.words()[at].parted && pronoun)
        };
        (that + 1..=first).all(|at| !turns(at)).then(|| self.judges(that)).flatten()
    }

    /// The word by which "not true", "not the case" or "false" before a `that` calls untrue what comes after it. What somebody
    /// does not think they deny as well, but speak of.
    fn judges(&self, that: usize) -> Option<(usize, Standing)> {
        let from = self.sentence.start.max(that.saturating_sub(5));
        let denial = (from..that).rev().find(|&at| self.is_denial(at));
        match self.form(that.checked_sub(1)?) {
            "true" | "case" | "correct" | "right" | "fact" => Some((denial?, Standing::Untrue(denial?))),
            "think" | "believe" | "agree" => Some((denial?, Standing::Denied(denial?))),
            "false" | "untrue" | "wrong" | "incorrect" if denial.is_none() => {
                Some((that - 1, Standing::Untrue(that - 1)))
            }
            _ => None,
        }
    }

    /// A holder of views other than the speaker now, in the same sentence before the match.
    fn attributed(&self, first: usize) -> Option<usize> {
        let start = self.sentence.start.max(first.saturating_sub(22));
        (start..first).rev().find(|&at| {
            let form = self.form(at);
            let near = |words: &[&str], from: usize, to: usize| {
                (from..to.min(first)).any(|near| words.contains(&self.form(near)))
            };
            self.has(at, Role::Mistaken)
                || (self.has(at, Role::Other)
                    && (at + 1..(at + 5).min(first)).any(|near| self.has(near, Role::Holding)))
                || (self.has(at, Role::Held) && near(&["that", "is", "was", "thinking", "believing"], at + 1, at + 3))
                || (matches!(form, "often" | "commonly" | "sometimes" | "widely")
                    && near(&["said", "told", "heard", "believed", "claimed"], at + 1, at + 2))
                || (form == "mistake" && near(&["think", "believe", "assume", "expect", "say"], at + 1, at + 3))
                || (form == "you" && near(&["hear", "read", "think", "expect", "assume"], at + 1, at + 4))
                || (form == "i"
                    && near(
                        &[
                            "thought", "believed", "assumed", "heard", "read", "reading", "hearing", "expected",
                            "told", "used",
                        ],
                        at + 1,
                        at + 4,
                    )
                    && !near(&["think"], at + 1, at + 2))
        })
    }

    /// "If it had no lock, it would …": what would be so is not.
    fn supposed(&self, first: usize) -> Option<usize> {
        let cue = (self.sentence.start..first).find(|&at| self.form(at) == "if")?;
        let unreal =
            (cue..first).any(|at| self.is_denial(at)) && (cue..self.sentence.end).any(|at| self.form(at) == "would");
        unreal.then_some(cue)
    }

    /// Said, and then taken back: later in the sentence, or in a short reply at the start of the next.
    fn rejected_after(&self, last: usize, sentence_at: usize) -> Option<usize> {
        let place = |at: usize| self.text.words()[at].place;
        let later = (last + 1..self.sentence.end).take_while(|&at| place(at) <= place(last) + 14).find(|&at| {
            let takes_back =
                |from: usize| (from..from + 5).any(|at| self.is_denial(at) || self.has(at, Role::Rejection));
            match self.form(at) {
                // "…, which is why there is no cost" goes on with the claim.
                "which" if matches!((self.form(at + 1), self.form(at + 2)), ("is", "why") | ("means", _)) => false,
                "but" | "which" | "though" | "although" | "yet" => {
                    matches!(
                        self.form(at + 1),
                        "that"
                            | "it"
                            | "they"
                            | "this"
                            | "those"
                            | "is"
                            | "are"
                            | "in"
                            | "actually"
                            | "really"
                            | "no"
                            | "not"
                            | "i"
                    ) && takes_back(at + 1)
                }
                "and" => matches!(self.form(at + 1), "that" | "i" | "they") && takes_back(at + 2),
                // "… is what my teacher said"
                "is" => self.form(at + 1) == "what" && (at + 2..at + 7).any(|at| self.has(at, Role::Holding)),
                // "that is wrong", "it's a myth"; but not "a wrong type".
                form if self.has(at, Role::Rejection) => match self.form(at - 1) {
                    "is" | "are" | "was" | "plain" | "simply" | "just" | "not" => true,
                    "a" | "common" => matches!(form, "myth" | "mistake" | "misconception"),
                    _ => false,
                },
                _ => false,
            }
        });
        later.or_else(|| self.reply(sentence_at + 1))
    }

    /// A sentence that begins by rejecting the one before: "No, …", "That's wrong", "They aren't.", "I don't buy it".
    fn reply(&self, sentence_at: usize) -> Option<usize> {
        let sentence = self.text.sentences().get(sentence_at)?.clone();
        let form = |on: usize| sentence.clone().nth(on).map_or("", |at| self.text.form(at));
        let parted = |on: usize| sentence.clone().nth(on).is_none_or(|at| self.text.words()[at].parted);
        let start = usize::from(matches!(form(0), "well" | "actually" | "but" | "and" | "so" | "in" | "really"));
        let (one, two, three) = (form(start), form(start + 1), form(start + 2));
        let pronoun = matches!(one, "it" | "they" | "that" | "this" | "those" | "he" | "she" | "neither");
        let bare_denial = pronoun
            && three == "not"
            && (parted(start + 3)
                || matches!(form(start + 3), "true" | "right" | "so" | "how" | "what" | "the" | "because" | "since"));
        let judged = pronoun
            && (start + 1..start + 6)
                .any(|on| sentence.clone().nth(on).is_some_and(|at| self.text.has(at, Role::Rejection)));
        let disowned = one == "i"
            && matches!((two, three), ("do", "not") | ("would", "not") | ("disagree", _))
            && matches!(form(start + 3), "agree" | "buy" | "think" | "believe" | "accept" | "");
        let blunt = (matches!(one, "no" | "nope" | "wrong" | "false" | "nonsense")
            && (parted(start + 1) || one != "no"))
            || (one == "not" && matches!(two, "so" | "true" | "really" | "quite" | "at"));
        (bare_denial || judged || disowned || blunt).then_some(sentence.start)
    }
}

/// Why a sentence says nothing, whatever words are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    /// It is a list of terms.
    List,
    /// It gives the question back.
    Echo,
}

/// For each sentence, whether and why it says nothing.
pub(super) fn empty_sentences(text: &Text, question: &QuestionProgram) -> Vec<Option<Empty>> {
    let runs = question.passages().find(text);
    let of = |asked: usize| runs.iter().filter(move |run| run.text == asked);
    let asked = question.asked().filter(|&asked| of(asked).next().is_some());
    let echoes: Vec<_> = asked.map(|asked| marks(of(asked), text.words().len())).collect();
    let is_echo = |sentence: &Range<usize>| {
        let echoed = |marks: &Vec<bool>| marks[sentence.clone()].iter().filter(|&&mark| mark).count();
        echoes.iter().any(|marks| echoed(marks) * 10 >= sentence.len() * 9)
    };
    let why = |(sentence, &list): (&Range<usize>, &bool)| match list {
        _ if is_echo(sentence) => Some(Empty::Echo),
        true => Some(Empty::List),
        false => None,
    };
    text.sentences().iter().zip(text.lists()).map(why).collect()
}
