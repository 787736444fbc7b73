//! Which words of a text stand in passages that other texts have too.

use super::Text;
use super::number::{Filter, row};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Texts whose passages are looked for in many others.
#[derive(Debug, Default)]
pub struct Passages {
    /// How many there are.
    texts: usize,
    /// The lengths of their runs of words, each once.
    lengths: Vec<usize>,
    /// The texts that have a run, by its number.
    runs: FxHashMap<u64, Vec<usize>>,
    /// The words of all of them.
    words: Filter,
}

/// A run of words that one of the texts has too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which of them.
    pub text: usize,
    /// The words.
    pub words: Range<usize>,
}

impl Passages {
    /// Adds a text, of which runs of `run` words count; if it is shorter, all of it is the run.
    pub fn add(&mut self, text: &Text, run: usize) {
        let numbers: Vec<_> = (0..text.words().len()).map(|at| text.form_number(at)).collect();
        let length = run.min(numbers.len()).max(1);
        if !self.lengths.contains(&length) {
            self.lengths.push(length);
        }
        numbers.iter().for_each(|&number| self.words.add(number));
        for run in numbers.windows(length) {
            let users = self.runs.entry(row(run.iter().copied())).or_default();
            if users.last() != Some(&self.texts) {
                users.push(self.texts);
            }
        }
        self.texts += 1;
    }

    /// The runs that stand in `text`, with each text that has them.
    #[must_use]
    pub fn find(&self, text: &Text) -> Vec<Run> {
        let mut found = Vec::new();
        for &length in &self.lengths {
            for (words, number) in self.words.rows(text.words().len(), |at| text.form_number(at), length) {
                let users = self.runs.get(&number).into_iter().flatten();
                found.extend(users.map(|&text| Run { text, words: words.clone() }));
            }
        }
        found
    }
}

/// For each of so many words, whether it stands in one of the runs.
pub fn marks<'a>(runs: impl Iterator<Item = &'a Run>, words: usize) -> Vec<bool> {
    let mut marks = vec![false; words];
    runs.for_each(|run| marks[run.words.clone()].fill(true));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// For each word of `text`, whether it stands in a run that `other` has, letter by letter.
    fn shared(text: &Text, other: &Text, run: usize) -> Vec<bool> {
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

    fn check(text: &str, others: &[&str], run: usize) -> Vec<usize> {
        let text = Text::new(text);
        let mut passages = Passages::default();
        others.iter().for_each(|other| passages.add(&Text::new(other), run));
        let found = passages.find(&text);
        let marks = |other: usize| {
            let marks = marks(found.iter().filter(|run| run.text == other), text.words().len());
            assert_eq!(marks, shared(&text, &Text::new(others[other]), run), "{other}");
            marks.into_iter().filter(|&mark| mark).count()
        };
        (0..others.len()).map(marks).collect()
    }

    #[test]
    fn words_are_shared_in_passages() {
        assert_eq!(check("a b c d e", &["another text with b", "x a b c d y", "a b c d e"], 4), [0, 4, 5]);
        assert_eq!(check("a b c", &["c b a"], 2), [0]);
        assert_eq!(check("what is it", &["what is it", "", "it"], 6), [3, 0, 1]);
        assert_eq!(check("", &["what"], 6), [0]);
    }

    proptest! {
        #[test]
        fn passages_are_what_comparing_words_finds(
            text in "([a-d] ){0,30}", others in prop::collection::vec("([a-e] ){0,12}", 0..5), run in 1_usize..6
        ) {
            check(&text, &others.iter().map(String::as_str).collect::<Vec<_>>(), run);
        }
    }
}
