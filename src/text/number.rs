//! Words as numbers, the same on every machine: what has to be compared often is compared as one.
//!
//! Two words with one number are so unlikely (2⁻⁶⁴) that nothing is compared again.

use std::ops::Range;

/// The number of a word: FNV-1a, mixed.
#[must_use]
pub fn number(word: &str) -> u64 {
    let fnv = |so_far: u64, byte: u8| (so_far ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mixed(word.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// The number of some words in a row, from theirs.
pub fn row(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |so_far, word| mixed(so_far ^ word))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): each bit of the one number changes half of the other's.
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A Bloom filter (Bloom 1970) over words, whose numbers are hashes already: it tells at once of most words that they are not
/// among some hundred.
#[derive(Clone, Debug)]
pub struct Filter([u64; 64]);

impl Default for Filter {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Filter {
    const fn place(number: u64) -> (usize, u64) {
        ((number >> 6 & 63) as usize, 1 << (number & 63))
    }

    /// Adds a word.
    pub const fn add(&mut self, number: u64) {
        let (at, bit) = Self::place(number);
        self.0[at] |= bit;
    }

    /// Whether the word may be one of them.
    #[must_use]
    pub const fn may_have(&self, number: u64) -> bool {
        let (at, bit) = Self::place(number);
        self.0[at] & bit != 0
    }

    /// The rows of `length` of so many words in which each may be one of these, with their numbers; `number` is each word's.
    pub fn rows(
        &self,
        words: usize,
        number: impl Fn(usize) -> u64,
        length: usize,
    ) -> impl Iterator<Item = (Range<usize>, u64)> {
        let mut known = 0;
        (1..=words).filter_map(move |end| {
            known = if self.may_have(number(end - 1)) { known + 1 } else { 0 };
            (known >= length).then(|| (end - length..end, row((end - length..end).map(&number))))
        })
    }
}
