//! Phrases that answers share: single words, and pairs of words in one sentence with a small gap.
//!
//! Texts → [`Phrase`]s with the texts that have them. A phrase is told by the stems of its words, and by whether the first
//! denies what follows; the words that it is shown with are those that people used most. What somebody denies is no
//! occurrence of it.

use crate::text::Text;
use crate::text::denial::{denial_reach, is_denial};
use std::collections::{BTreeMap, BTreeSet};

/// A phrase, and who uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The stems of its words, in order: one or two.
    pub stems: Vec<String>,
    /// As a pattern: `terminals ...3 connected`.
    pub pattern: String,
    /// The indices of the texts that have it, in order.
    pub texts: Vec<usize>,
}

/// As many words that count stand between two words of a phrase at most.
const GAP: usize = 3;
/// So far a denial reaches, in words that count.
const DENIED: usize = 6;

/// Words that say nothing alone.
const EMPTY: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "am", "of", "to", "in", "on", "at", "by",
    "for", "from", "with", "as", "it", "its", "that", "this", "these", "those", "their", "there", "they", "them", "he",
    "she", "you", "i", "we", "his", "her", "your", "our", "my", "has", "have", "had", "do", "does", "did", "will",
    "would", "can", "could", "should", "may", "might", "must", "than", "then", "so", "because", "since", "when",
    "while", "if", "but", "which", "who", "what", "where", "why", "how", "into", "about", "just", "very", "up", "out",
    "and", "or", "also", "some", "any",
];

/// The phrases that at least `least` of the texts have, most used first.
#[must_use]
pub fn phrases(texts: &[&Text], least: usize) -> Vec<Phrase> {
    let mut found: BTreeMap<Vec<String>, Uses> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        for sentence in text.sentences() {
            occurrences(text, sentence.clone().collect(), |stems, words, near| {
                let uses = found.entry(stems).or_default();
                uses.texts.insert(index);
                *uses.spellings.entry(words).or_default() += 1;
                uses.near &= near;
            });
        }
    }
    let phrase = |(stems, uses): (Vec<String>, Uses)| {
        let joint = if uses.near { " " } else { " ...3 " };
        let words = uses.most_used();
        Phrase { stems, pattern: words.join(joint), texts: uses.texts.into_iter().collect() }
    };
    let shared = found.into_iter().filter(|(_, uses)| uses.texts.len() >= least);
    let mut phrases: Vec<Phrase> = shared.map(phrase).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.texts.len()));
    phrases
}

struct Uses {
    texts: BTreeSet<usize>,
    spellings: BTreeMap<Vec<String>, usize>,
    /// Whether the words always stand side by side.
    near: bool,
}

impl Default for Uses {
    fn default() -> Self {
        Self { texts: BTreeSet::new(), spellings: BTreeMap::new(), near: true }
    }
}

impl Uses {
    /// The spelling that was used most; of several the first by the alphabet.
    fn most_used(&self) -> &[String] {
        let most = self.spellings.values().max();
        let found = self.spellings.iter().find(|(_, count)| Some(*count) == most);
        found.map_or(&[], |(words, _)| words.as_slice())
    }
}

/// Whether a folded word says nothing alone.
#[must_use]
pub fn is_empty_word(form: &str) -> bool {
    EMPTY.contains(&form) || !form.chars().any(char::is_alphanumeric)
}

/// Hands on every phrase of a sentence: its stems, its words, and whether these stand side by side.
fn occurrences(text: &Text, words: Vec<usize>, mut take: impl FnMut(Vec<String>, Vec<String>, bool)) {
    let words: Vec<usize> = words.into_iter().filter(|&at| counts(text, at)).collect();
    let mut denied_until = 0;
    for (position, &first) in words.iter().enumerate() {
        let denied = position < denied_until;
        let reach = denial_reach(text, first, DENIED);
        if reach > 0 {
            denied_until = denied_until.max(position + 1 + reach);
        }
        let is_first_empty = is_empty_word(text.form(first));
        if !denied && !is_first_empty && reach == 0 {
            take(vec![text.stem(first).to_owned()], vec![text.form(first).to_owned()], true);
        }
        for (between, &second) in words[position + 1..].iter().take(GAP + 1).enumerate() {
            let empty = usize::from(is_first_empty) + usize::from(is_empty_word(text.form(second)));
            let says_something = empty == 0 || (empty == 1 && between == 0);
            let is_denied = (denied || position + 1 + between < denied_until) && reach == 0;
            if says_something && !is_denied && !is_denial(text, second) {
                let both = [first, second].map(|at| text.form(at).to_owned());
                take([first, second].map(|at| text.stem(at).to_owned()).to_vec(), both.to_vec(), between == 0);
            }
        }
    }
}

/// Whether a word can stand in a suggestion: a plain word or number.
fn counts(text: &Text, at: usize) -> bool {
    !text.words()[at].light && text.form(at).chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: &str) {
        let texts: Vec<Text> = texts.iter().map(|text| Text::new(text)).collect();
        let texts: Vec<&Text> = texts.iter().collect();
        let shown: Vec<_> =
            phrases(&texts, 2).iter().map(|phrase| format!("{} {:?}", phrase.pattern, phrase.texts)).collect();
        assert_eq!(shown.join(", "), expected);
    }

    #[test]
    fn what_several_texts_share_is_found() {
        check(&["The lock is released.", "It releases the lock", "Locks"], "lock [0, 1, 2], released [0, 1]");
        check(&["a closed path", "closed circuit path"], "closed [0, 1], closed ...3 path [0, 1], path [0, 1]");
    }

    #[test]
    fn what_is_denied_is_another_phrase() {
        check(&["It is not connected.", "not fully connected", "connected"], "not ...3 connected [0, 1]");
    }
}
