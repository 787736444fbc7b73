//! What shows a match: the words and the code that it is made of.
//!
//! An operation, and words that it matches → the [`Leaf`]s of that match, each part as early as it can be → a [`Piece`].

use super::phrase::{bit, bits};
use super::{Piece, Reader};
use crate::program::{Op, OpId, Step};
use crate::span::Span;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A word, or what a regular expression matched: words and bytes.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) words: Range<usize>,
    span: Span,
}

impl Reader<'_> {
    /// The evidence for a match of a phrase.
    pub(super) fn piece(&self, id: OpId, words: Range<usize>) -> Option<Piece> {
        let mut leaves = Vec::new();
        self.leaves(id, words, &mut leaves).then_some(())?;
        let mended = leaves.iter().filter_map(|leaf| {
            let stem = self.stem(self.heard.mended(leaf.words.start)?)?;
            Some((leaf.span, stem.to_owned()))
        });
        let mended = mended.collect();
        let mut words: Vec<_> = leaves.into_iter().map(|leaf| leaf.span).collect();
        words.sort_unstable();
        words.dedup();
        let span = words.iter().copied().reduce(Span::to)?;
        Some(Piece { span, words, mended })
    }

    /// What makes up a match of exactly these words; each part as early as it can be.
    pub(super) fn leaves(&self, id: OpId, words: Range<usize>, leaves: &mut Vec<Leaf>) -> bool {
        match self.question.op(id) {
            Op::Word(_) => {
                let fits = self.matches_exactly(id, &words);
                if fits {
                    let all = &self.heard.text.words()[words.clone()];
                    leaves.push(Leaf { span: all[0].span.to(all[all.len() - 1].span), words });
                }
                fits
            }
            Op::Regex(_) => {
                let found = self.code.iter().find(|(other, touched, _)| *other == id && *touched == words);
                leaves.extend(found.map(|(_, _, span)| Leaf { span: *span, words }));
                found.is_some()
            }
            Op::Any(parts) => {
                parts.iter().any(|&part| self.matches_exactly(part, &words) && self.leaves(part, words.clone(), leaves))
            }
            Op::Phrase(steps) => self.step_leaves(steps, words.start, words, leaves, &mut FxHashSet::default()),
            Op::All { .. } | Op::AtLeast { .. } | Op::Opening(_) | Op::Cover(_) => false,
        }
    }

    /// Places the steps one after the other from `from`, so that the last one ends with the range. From what is `dead`, by the
    /// number of steps and the word, that was tried in vain.
    fn step_leaves(
        &self,
        steps: &[Step],
        from: usize,
        words: Range<usize>,
        leaves: &mut Vec<Leaf>,
        dead: &mut FxHashSet<(usize, usize)>,
    ) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return from == words.end;
        };
        if dead.contains(&(steps.len(), from)) {
            return false;
        }
        for found in self.after(*step, from, words.end) {
            for length in bits(found.ends_by(words.end)) {
                let before = leaves.len();
                let end = found.start + length;
                if self.step_leaves(rest, end, words.clone(), leaves, dead)
                    && self.leaves(step.op, found.start..end, leaves)
                {
                    return true;
                }
                leaves.truncate(before);
            }
        }
        dead.insert((steps.len(), from));
        false
    }

    /// Whether an operation has a match of just these words.
    fn matches_exactly(&self, id: OpId, words: &Range<usize>) -> bool {
        self.match_at(id, words.start).is_some_and(|found| found.ends & bit(words.len()) != 0)
    }
}
