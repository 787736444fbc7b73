//! Where phrases match: for each start the set of ends, as a bit mask, so that time is linear in the answer.

use super::Reader;
use crate::program::{Op, OpId, Step};
use std::ops::Range;

/// Sets of ends, relative to a start: bit `n` for an end `n` words on.
pub(super) type Ends = u128;

/// Where an operation matches from one word on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// The word.
    pub(super) start: usize,
    /// Where the matches end, within the sentence; at least one.
    pub(super) ends: Ends,
    /// Whether a match has this word. If not, it is one that a phrase may pass over before its first.
    pub(super) begins: bool,
}

impl Match {
    /// The shortest of them.
    pub(super) const fn words(&self) -> Range<usize> {
        self.start..self.start + self.ends.trailing_zeros() as usize
    }

    /// Those that end by `limit`.
    pub(super) const fn ends_by(&self, limit: usize) -> Ends {
        let longest = limit.saturating_sub(self.start);
        if longest + 1 < Ends::BITS as usize { self.ends & ((1 << (longest + 1)) - 1) } else { self.ends }
    }
}

impl Reader<'_> {
    /// All matches of a word, an expression, a phrase, or alternatives of these, by start; none of a condition.
    pub(super) fn matches(&self, id: OpId) -> &[Match] {
        match self.possible.number(id).filter(|_| self.possible.has(id)) {
            Some(number) => self.found[number].get_or_init(|| self.look_for(id)),
            None => &[],
        }
    }

    /// The match that starts at this word.
    pub(super) fn match_at(&self, id: OpId, start: usize) -> Option<&Match> {
        let matches = self.matches(id);
        matches.binary_search_by_key(&start, |found| found.start).ok().map(|at| &matches[at])
    }

    /// The matches that start at this word or later.
    fn matches_from(&self, id: OpId, start: usize) -> &[Match] {
        let matches = self.matches(id);
        &matches[matches.partition_point(|found| found.start < start)..]
    }

    fn look_for(&self, id: OpId) -> Vec<Match> {
        match self.question.op(id) {
            Op::Word(_) => united(self.heard.places(id).map(word_match).collect()),
            Op::Regex(_) => united(self.code_matches(id)),
            Op::Any(parts) => united(parts.iter().flat_map(|&part| self.matches(part)).copied().collect()),
            Op::Phrase(steps) => self.starts(steps[0]).into_iter().filter_map(|at| self.phrase_at(steps, at)).collect(),
            Op::All { .. } | Op::AtLeast { .. } | Op::Opening(_) | Op::Cover(_) => Vec::new(),
        }
    }

    fn code_matches(&self, id: OpId) -> Vec<Match> {
        let found =
            self.code.iter().filter(|(other, words, _)| *other == id && words.end <= self.sentence(words.start).end);
        let matches = found.map(|(_, words, _)| word_match((words.start, words.len())));
        matches.filter(|found| found.ends != 0).collect()
    }

    /// The words from which a phrase that begins with this step can match: those that the step matches at, and those
    /// before them that it passes over.
    fn starts(&self, step: Step) -> Vec<usize> {
        let words = self.heard.text.words();
        let mut starts = Vec::new();
        for found in self.matches(step.op) {
            let nearest = words[found.start].place.saturating_sub(step.gap);
            let before = (self.sentence(found.start).start..=found.start).rev();
            starts.extend(before.take_while(|&at| words[at].place >= nearest));
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Each part begins where one before it ended, or after as many words that count as its gap allows; which of the
    /// ends before it is the last one tells.
    fn phrase_at(&self, steps: &[Step], at: usize) -> Option<Match> {
        let words = self.heard.text.words();
        let limit = self.sentence(at).end;
        let mut reached: Ends = 1;
        for step in steps {
            let mut ends = 0;
            for found in self.matches_from(step.op, at).iter().take_while(|found| found.start < limit) {
                let on = found.start - at;
                let before = reached & up_to(on);
                if on >= Ends::BITS as usize {
                    break;
                }
                if before != 0 && words[found.start].place <= words[at + last(before)].place + step.gap {
                    ends |= found.ends << on;
                }
            }
            reached = ends;
            if reached == 0 {
                return None;
            }
        }
        let begins = self.match_at(steps[0].op, at).is_some_and(|found| found.begins);
        Some(Match { start: at, ends: reached, begins })
    }

    /// The matches of a step that follow an end at the word `from`, in order.
    pub(super) fn after(&self, step: Step, from: usize, limit: usize) -> impl Iterator<Item = &Match> {
        let words = self.heard.text.words();
        let nearest =
            move |found: &&Match| found.start < limit && words[found.start].place <= words[from].place + step.gap;
        self.matches_from(step.op, from).iter().take_while(nearest)
    }

    /// The sentence of a word; where there is none, nothing from it on.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let sentences = self.heard.text.sentences();
        sentences.get(sentences.partition_point(|sentence| sentence.end <= at)).cloned().unwrap_or(at..at)
    }
}

const fn word_match((start, length): (usize, usize)) -> Match {
    Match { start, ends: bit(length), begins: true }
}

/// One match for each start, in order.
fn united(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|found| found.start);
    matches.dedup_by(|next, kept| {
        let same = next.start == kept.start;
        if same {
            kept.ends |= next.ends;
            kept.begins |= next.begins;
        }
        same
    });
    matches
}

pub(super) const fn bit(at: usize) -> Ends {
    if at < Ends::BITS as usize { 1 << at } else { 0 }
}

/// All ends as far as `at`.
const fn up_to(at: usize) -> Ends {
    if at + 1 < Ends::BITS as usize { (1 << (at + 1)) - 1 } else { Ends::MAX }
}

/// The furthest of some ends.
const fn last(ends: Ends) -> usize {
    (Ends::BITS - 1 - ends.leading_zeros()) as usize
}

pub(super) fn bits(mut set: Ends) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = set.trailing_zeros();
        (at < Ends::BITS).then(|| {
            set &= set - 1;
            at as usize
        })
    })
}
