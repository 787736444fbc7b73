//! Whether a word is English, so that nobody's word is taken for a mistyped other: a `threat` is not a `thread`.
//!
//! The list has the lower-case words of 4 to 16 letters of Debian's `wamerican` and `wbritish` 2020.12.07, which are
//! SCOWL's (Spell Checker Oriented Word Lists, by Kevin Atkinson); `english/COPYRIGHT` holds its terms. It is sorted and
//! searched as it lies, so that nothing has to be loaded; what was found is kept for the next time.

use super::memo::{Memo, Spelling};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

static KNOWN: Memo<Spelling, bool> = Memo::new(1 << 13);

const WORDS: &str = include_str!("english/words.txt");

/// Whether a folded word is in the list.
#[must_use]
pub fn is_english(word: &str) -> bool {
    let Some(key) = Spelling::new(word) else { return is_in_list(word) };
    KNOWN.tell(key, FxBuildHasher.hash_one(word), || is_in_list(word), |&known, _| known)
}

fn is_in_list(word: &str) -> bool {
    let (mut low, mut high) = (0, WORDS.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = WORDS[..middle].rfind('\n').map_or(0, |end| end + 1);
        let end = WORDS[start..].find('\n').map_or(WORDS.len(), |length| start + length);
        match WORDS[start..end].cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_found_and_no_other() {
        assert!(WORDS.lines().is_sorted());
        assert!(WORDS.lines().all(is_in_list));
        for word in ["lamda", "yeild", "", "a", "zzzz", "threa", "threads\n"] {
            assert!(!is_english(word), "{word}");
        }
        assert!(is_english("threat") && is_english("immutable") && is_english("serialise"));
    }
}
