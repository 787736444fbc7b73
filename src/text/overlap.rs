//! Which words of a text another one has too, in passages.

use super::Text;
use std::collections::BTreeSet;

/// For each word of `text`, whether it stands in a run of at least `run` words that `other` has in the same order. If
/// `other` is shorter than that, all of it is the run.
#[must_use]
pub fn shared(text: &Text, other: &Text, run: usize) -> Vec<bool> {
    let forms: Vec<&str> = other.forms().collect();
    let run = run.min(forms.len()).max(1);
    let known: BTreeSet<&[&str]> = forms.windows(run).collect();
    let said: Vec<&str> = text.forms().collect();
    let mut marks = vec![false; said.len()];
    for (at, words) in said.windows(run).enumerate() {
        if known.contains(words) {
            marks[at..at + run].fill(true);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shared_in_passages() {
        let count =
            |a: &str, b: &str, run| shared(&Text::new(a), &Text::new(b), run).into_iter().filter(|&mark| mark).count();
        assert_eq!(count("a b c d e", "x a b c d y", 4), 4);
        assert_eq!(count("a b c d e", "a b c d e", 3), 5);
        assert_eq!(count("a b c", "c b a", 2), 0);
        assert_eq!(count("what is it", "what is it", 6), 3);
        assert_eq!(count("", "what", 6), 0);
    }
}
