//! A text as numbers: one for each word's stem, one for each few words in a row.
//!
//! [`Text`] → [`Words`] → fingerprints, and which of them are kept. The numbers are the same on every machine, see
//! [`mod@crate::text::number`].

use super::GRAM;
use crate::span::Span;
use crate::text::Text;
use crate::text::number::row;
use std::ops::Range;

/// The words of a text that count, as numbers of their stems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub(super) stems: Vec<u64>,
    spans: Vec<Span>,
}

impl Words {
    /// The words of `text` without light ones.
    #[must_use]
    pub fn new(text: &Text) -> Self {
        let most = text.words().len();
        let mut words = Self { stems: Vec::with_capacity(most), spans: Vec::with_capacity(most) };
        for (at, word) in text.words().iter().enumerate().filter(|(_, word)| !word.light) {
            words.stems.push(text.stem_number(at));
            words.spans.push(word.span);
        }
        words
    }

    /// Words of which only the numbers are known.
    #[cfg(test)]
    pub(super) fn of_stems(stems: &[u64]) -> Self {
        Self { stems: stems.to_vec(), spans: (0..stems.len()).map(|at| Span::new(at, at + 1)).collect() }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// The bytes of the original text from the first to the last word of a range that is not empty.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.spans[range.start].to(self.spans[range.end - 1])
    }

    /// A number for every [`GRAM`] words in a row, in order.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<u64> {
        self.stems.windows(GRAM).map(|stems| row(stems.iter().copied())).collect()
    }
}

/// Which fingerprints are kept: the least of each `window` neighbours, the last of equal ones; of fewer, the least.
#[must_use]
pub fn winnow(fingerprints: &[u64], window: usize) -> Vec<usize> {
    let window = window.min(fingerprints.len()).max(1);
    let mut kept: Vec<usize> = Vec::new();
    for (start, near) in fingerprints.windows(window).enumerate() {
        let least = (0..near.len()).rev().min_by_key(|&at| near[at]).map(|at| start + at);
        kept.extend(least.filter(|at| kept.last() != Some(at)));
    }
    kept
}

/// Fingerprints that mean nothing where they are found again: those of what everybody was given to read or to hear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boilerplate {
    /// In order, each once.
    fingerprints: Vec<u64>,
}

impl Boilerplate {
    /// All of these texts.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a Words>) -> Self {
        Self::from_fingerprints(texts.into_iter().flat_map(Words::fingerprints).collect())
    }

    pub(super) fn from_fingerprints(mut fingerprints: Vec<u64>) -> Self {
        fingerprints.sort_unstable();
        fingerprints.dedup();
        Self { fingerprints }
    }

    pub(super) fn has(&self, fingerprint: u64) -> bool {
        self.fingerprints.binary_search(&fingerprint).is_ok()
    }

    /// For each word of a text with these fingerprints, whether it stands in boilerplate.
    pub(super) fn marks(&self, fingerprints: &[u64]) -> Vec<bool> {
        let mut marks = vec![false; if fingerprints.is_empty() { 0 } else { fingerprints.len() + GRAM - 1 }];
        for (at, &fingerprint) in fingerprints.iter().enumerate() {
            if self.has(fingerprint) {
                marks[at..at + GRAM].fill(true);
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_window_is_kept() {
        assert_eq!(winnow(&[77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98], 4), [3, 6, 8, 11, 15]);
        assert_eq!(winnow(&[5, 3], 4), [1]);
        assert_eq!(winnow(&[1, 1, 1], 2), [1, 2]);
        assert_eq!(winnow(&[], 4), [0; 0]);
        assert_eq!(winnow(&[4, 2, 9], 1), [0, 1, 2]);
    }

    #[test]
    fn words_are_compared_by_their_stems() {
        let stems = |text: &str| Words::new(&Text::new(text)).stems;
        assert_eq!(stems("The lock is SHARED, um, by threads."), stems("lock is sharing by thread"));
        assert_ne!(stems("shared by"), stems("by shared"));
    }
}
