//! Which words of a text another one has too, in passages.

use super::Text;
use rustc_hash::{FxHashMap, FxHashSet};
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

/// Texts whose passages are looked for in many others: [`shared`], with the work done once that depends on them alone.
#[derive(Debug, Default)]
pub struct Passages {
    /// The words of all of them, numbered.
    words: FxHashMap<String, u32>,
    texts: Vec<Runs>,
}

/// The runs of words of a text.
#[derive(Debug)]
struct Runs {
    length: usize,
    known: FxHashSet<Box<[u32]>>,
}

/// The number of a word that none of the texts has.
const UNKNOWN: u32 = u32::MAX;

impl Passages {
    /// Adds a text, of which runs of at least `run` words count.
    pub fn add(&mut self, text: &Text, run: usize) {
        let mut forms = Vec::new();
        for form in text.forms() {
            let next = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
            forms.push(*self.words.entry(form.to_owned()).or_insert(next));
        }
        let length = run.min(forms.len()).max(1);
        self.texts.push(Runs { length, known: forms.windows(length).map(Box::from).collect() });
    }

    /// The words of a text by their numbers among those of the texts, to be handed to [`shared`](Self::shared).
    #[must_use]
    pub fn numbers(&self, text: &Text) -> Vec<u32> {
        text.forms().map(|form| self.words.get(form).copied().unwrap_or(UNKNOWN)).collect()
    }

    /// For each word of a text, whether it stands in a run that the `which`th text has too.
    #[must_use]
    pub fn shared(&self, which: usize, numbers: &[u32]) -> Vec<bool> {
        let Runs { length, known } = &self.texts[which];
        let mut marks = vec![false; numbers.len()];
        let mut at = 0;
        while at + length <= numbers.len() {
            let run = &numbers[at..at + length];
            match run.iter().rposition(|&number| number == UNKNOWN) {
                Some(last) => at += last + 1,
                None => {
                    if known.contains(run) {
                        marks[at..at + length].fill(true);
                    }
                    at += 1;
                }
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shared_in_passages() {
        let count = |a: &str, b: &str, run| {
            let (text, other) = (Text::new(a), Text::new(b));
            let marks = shared(&text, &other, run);
            let mut passages = Passages::default();
            passages.add(&Text::new("another text with b and what in it"), run);
            passages.add(&other, run);
            assert_eq!(passages.shared(1, &passages.numbers(&text)), marks);
            marks.into_iter().filter(|&mark| mark).count()
        };
        assert_eq!(count("a b c d e", "x a b c d y", 4), 4);
        assert_eq!(count("a b c d e", "a b c d e", 3), 5);
        assert_eq!(count("a b c", "c b a", 2), 0);
        assert_eq!(count("what is it", "what is it", 6), 3);
        assert_eq!(count("", "what", 6), 0);
    }
}
