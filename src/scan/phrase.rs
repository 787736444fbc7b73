//! Where phrases match: for each start the set of ends, as a bit mask, so that time is linear in the answer.

use super::Reader;
use crate::program::{Op, OpId};
use std::ops::Range;
use std::rc::Rc;

/// Sets of ends, relative to a start: bit `n` for an end `n` words on.
pub(super) type Ends = u128;

impl Reader<'_> {
    /// The matches of a word, an expression or a phrase, by start; of those that begin together the shortest.
    pub(super) fn matches(&self, id: OpId) -> Rc<[Range<usize>]> {
        if let Some(found) = self.found.borrow().get(&id) {
            return Rc::clone(found);
        }
        let mut starts = Vec::new();
        self.first_words(id, &mut starts);
        starts.sort_unstable();
        starts.dedup();
        let found: Rc<[_]> = starts
            .into_iter()
            .filter_map(|start| {
                let ends = self.ends(id, start, self.sentence_end(start));
                (ends != 0).then(|| start..start + ends.trailing_zeros() as usize)
            })
            .collect();
        self.found.borrow_mut().insert(id, Rc::clone(&found));
        found
    }

    /// The words at which a match can begin.
    pub(super) fn first_words(&self, id: OpId, starts: &mut Vec<usize>) {
        match self.program.op(id) {
            Op::Word(symbol) => starts.extend(self.heard.places(*symbol)),
            Op::Regex(regex) => {
                starts.extend(self.code.iter().filter(|(id, ..)| id == regex).map(|(_, words, _)| words.start))
            }
            Op::Phrase(steps) => self.first_words(steps[0].op, starts),
            Op::Any(parts) => parts.iter().for_each(|&part| self.first_words(part, starts)),
            Op::All { .. } | Op::AtLeast { .. } | Op::Cover(_) => {}
        }
    }

    pub(super) fn sentence_end(&self, at: usize) -> usize {
        let sentences = self.heard.text.sentences();
        sentences[sentences.partition_point(|sentence| sentence.end <= at)].end
    }

    /// Where matches that begin at the word `at` end, up to `limit`.
    pub(super) fn ends(&self, id: OpId, at: usize, limit: usize) -> Ends {
        if at >= limit {
            return 0;
        }
        match self.program.op(id) {
            Op::Word(symbol) => {
                let lengths = self.heard.lengths(at, *symbol).filter(|length| at + length <= limit);
                lengths.fold(0, |ends, length| ends | bit(length))
            }
            Op::Regex(regex) => self
                .code
                .iter()
                .filter(|(id, words, _)| id == regex && words.start == at && words.end <= limit)
                .fold(0, |ends, (_, words, _)| ends | bit(words.len())),
            Op::Any(parts) => parts.iter().fold(0, |ends, &part| ends | self.ends(part, at, limit)),
            Op::Phrase(steps) => steps.iter().fold(1, |reached, step| {
                let starts = self.begins(reached, at, step.gap, limit);
                bits(starts).fold(0, |ends, start| {
                    ends | (self.ends(step.op, at + start, limit).checked_shl(start as u32).unwrap_or(0))
                })
            }),
            Op::All { .. } | Op::AtLeast { .. } | Op::Cover(_) => 0,
        }
    }

    /// Where a part may begin whose predecessors ended at one of `reached`, with so many words between.
    pub(super) fn begins(&self, reached: Ends, at: usize, gap: usize, limit: usize) -> Ends {
        let words = self.heard.text.words();
        bits(reached).fold(0, |begins, end| {
            let Some(first) = words.get(at + end) else {
                return begins;
            };
            let near = words[at + end..limit.max(at + end)].iter().take_while(|word| word.place <= first.place + gap);
            (0..near.count()).fold(begins, |begins, on| begins | bit(end + on))
        })
    }
}

pub(super) const fn bit(at: usize) -> Ends {
    if at < Ends::BITS as usize { 1 << at } else { 0 }
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
