//! Words to operations: which of the words that a question's patterns ask for a word of an answer is.
//!
//! A pattern asks for a stem, an exact spelling, a spelling in its case, or a beginning, each by an operation
//! [`Op::Word`]. A word of an answer is heard as all those that it fulfils, usually none.
//!
//! What nobody asked for may be what somebody asked for, written by a hasty typist or a recogniser:
//! - a mistyped word is the nearest stem, see [`mod@crate::text::mend`];
//! - two words that were run together are parted where both halves are asked for (`cpubound`), but no names (`KeyError`);
//! - words that were parted, or spelled out, are also heard as one (`multi processing`, `c p u`).
//!
//! A word that is English, or that the question asks for, is never mended.

use super::meaning::{self, Meaning};
use super::{Op, OpId};
use crate::pattern::Form;
use crate::text::english::is_english;
use crate::text::memo::Memo;
use crate::text::mend::mend;
use crate::text::{Text, stem::stem};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Bound;

/// No two words make a longer one; to try every place in a token without spaces would take for ever.
const LONGEST_PARTED: usize = 60;
/// As many words at most make one that a pattern asks for: `thread pool executor`.
const MOST_JOINED: usize = 3;

/// The words that a question asks for.
#[derive(Debug)]
pub(crate) struct Lexicon {
    stems: FxHashMap<String, OpId>,
    exact: FxHashMap<String, OpId>,
    cased: FxHashMap<String, OpId>,
    prefixes: FxHashMap<String, OpId>,
    /// The bytes of the longest of them.
    longest_prefix: usize,
    /// The stems once more, in order.
    vocabulary: BTreeMap<String, OpId>,
    beginnings: Beginnings,
    /// What is known of the spellings that were met.
    pub(super) meanings: Memo<u32, Meaning>,
}

impl Lexicon {
    /// The words among these operations.
    pub(super) fn new(ops: &[Op]) -> Self {
        let mut lexicon = Self {
            stems: FxHashMap::default(),
            exact: FxHashMap::default(),
            cased: FxHashMap::default(),
            prefixes: FxHashMap::default(),
            longest_prefix: 0,
            vocabulary: BTreeMap::new(),
            beginnings: Beginnings::default(),
            meanings: Memo::new(meaning::ROOM),
        };
        for (id, op) in (0..).map(OpId).zip(ops) {
            if let Op::Word(form) = op {
                lexicon.add(form, id);
            }
        }
        lexicon.beginnings = Beginnings::of(lexicon.stems.keys());
        lexicon
    }

    fn add(&mut self, form: &Form, id: OpId) {
        match form {
            Form::Inflected(stem) => {
                self.vocabulary.insert(stem.clone(), id);
                self.stems.insert(stem.clone(), id);
            }
            Form::Exact(spelling) => {
                self.exact.insert(spelling.clone(), id);
            }
            Form::Cased(spelling) => {
                self.cased.insert(spelling.clone(), id);
            }
            Form::Prefix(beginning) => {
                self.longest_prefix = self.longest_prefix.max(beginning.len());
                self.prefixes.insert(beginning.clone(), id);
            }
        }
    }

    /// What the word at `at` is heard as in any case.
    pub(crate) fn heard(&self, text: &Text, at: usize) -> impl Iterator<Item = OpId> {
        let form = text.form(at);
        let stem = self.stems.get(text.stem(at));
        let exact = if self.exact.is_empty() { None } else { self.exact.get(form) };
        stem.into_iter().chain(exact).copied().chain(self.prefixes(form))
    }

    fn prefixes(&self, form: &str) -> impl Iterator<Item = OpId> {
        let ends = form.char_indices().skip(3).map(|(at, _)| at).chain([form.len()]);
        let beginnings = ends.take_while(|&end| end <= self.longest_prefix).map(|end| &form[..end]);
        beginnings.filter_map(|beginning| self.prefixes.get(beginning).copied())
    }

    /// The letters that come after this beginning in stems.
    pub(super) fn continued(&self, beginning: &str) -> impl Iterator<Item = char> {
        let stems = self.vocabulary.range::<str, _>((Bound::Included(beginning), Bound::Unbounded));
        stems.map_while(move |(stem, _)| stem.strip_prefix(beginning)).filter_map(|rest| rest.chars().next())
    }

    /// What a word is heard as with its case, `original` as the answer has it.
    pub(crate) fn cased(&self, original: &str) -> Option<OpId> {
        if self.cased.is_empty() { None } else { self.cased.get(original).copied() }
    }

    /// The stem that a word which nobody asked for was most likely meant to be, see [`mod@crate::text::mend`].
    pub(crate) fn mend(&self, form: &str) -> Option<OpId> {
        mend(form, &self.vocabulary).map(|(_, &id)| id)
    }

    /// How many bytes the first of two words has that a word which nobody asked for falls apart into: both are asked for,
    /// and have at least three letters.
    pub(crate) fn part(&self, form: &str) -> Option<usize> {
        let plain = (6..=LONGEST_PARTED).contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || !self.begins(&form[..3]) || is_english(form) {
            return None;
        }
        let known = |word: &str| self.stems.contains_key(stem(word).as_ref());
        (3..=form.len() - 3).find(|&at| known(&form[..at]) && known(&form[at..]))
    }

    /// What the words from `at` on are heard as when they are put together, and how many they are, where no punctuation parts
    /// them. The first of them and the next letter must begin a stem. The buffer is only there to be used again.
    pub(crate) fn joined(&self, text: &Text, at: usize, buffer: &mut String) -> impl Iterator<Item = (OpId, usize)> {
        let first = text.form(at);
        let unparted = move |length: &usize| text.words().get(at + length - 1).is_some_and(|word| !word.parted);
        let begun = self.beginnings.may_have(first) && text.words().get(at + 1).is_some_and(|next| !next.parted) && {
            let next = text.form(at + 1).chars().next();
            buffer.clear();
            buffer.push_str(first);
            buffer.extend(next);
            self.begins(buffer)
        };
        let most = if begun { MOST_JOINED } else { 1 };
        (2..=most).take_while(unparted).filter_map(move |length| {
            let parts = (at..at + length).map(|at| text.form(at));
            let id = put_together(parts, buffer).and_then(|()| self.stems.get(stem(buffer).as_ref()))?;
            Some((*id, length))
        })
    }

    /// Whether some stem begins so.
    fn begins(&self, beginning: &str) -> bool {
        self.beginnings.may_have(beginning) && {
            let next = self.vocabulary.range::<str, _>((Bound::Included(beginning), Bound::Unbounded)).next();
            next.is_some_and(|(stem, _)| stem.starts_with(beginning))
        }
    }
}

/// Puts words together into `joined`, if they can be one that was parted.
fn put_together<'a>(parts: impl Iterator<Item = &'a str> + Clone, joined: &mut String) -> Option<()> {
    let spelled_out = parts.clone().all(|part| part.len() == 1);
    if !spelled_out && parts.clone().any(|part| part.len() < 2) {
        return None;
    }
    joined.clear();
    joined.extend(parts);
    (joined.len() >= 5 || spelled_out).then_some(())
}

/// A Bloom filter (Bloom 1970) over all beginnings of stems: it tells at once of most words that no stem begins so.
#[derive(Debug, Default)]
struct Beginnings(Vec<u64>);

impl Beginnings {
    fn of<'a>(stems: impl Iterator<Item = &'a String> + Clone) -> Self {
        let letters: usize = stems.clone().map(String::len).sum();
        // Eight bits each, so that one in eight is not told from a beginning, or fewer.
        let mut filter = Self(vec![0; (letters / 8).next_power_of_two()]);
        for stem in stems {
            for end in stem.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let (at, bit) = filter.place(&stem[..end]);
                filter.0[at] |= bit;
            }
        }
        filter
    }

    /// Whether some stem may begin so.
    fn may_have(&self, beginning: &str) -> bool {
        let (at, bit) = self.place(beginning);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn place(&self, beginning: &str) -> (usize, u64) {
        let hash = FxBuildHasher.hash_one(beginning);
        ((hash >> 6) as usize & self.0.len().saturating_sub(1), 1 << (hash & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &str) -> Lexicon {
        let ops: Vec<_> = words.split(' ').map(|word| Op::Word(Form::Inflected(stem(word).into_owned()))).collect();
        Lexicon::new(&ops)
    }

    #[test]
    fn words_are_parted_and_joined() {
        let lexicon = lexicon("cpu bound multiprocessing byte code executor thread pool threadpoolexecutor");
        assert_eq!(lexicon.part("cpubound"), Some(3));
        assert_eq!(lexicon.part("bytecode"), Some(4));
        assert_eq!(lexicon.part("threaded"), None);
        let joined =
            |words: &str| lexicon.joined(&Text::new(words), 0, &mut String::new()).map(|(_, length)| length).last();
        assert_eq!(joined("multi processing"), Some(2));
        assert_eq!(joined("thread pool executors"), Some(3));
        assert_eq!(joined("c p u"), Some(3));
        assert_eq!(joined("multi thread"), None);
        assert_eq!(joined("multi, processing"), None);
        assert_eq!(joined("multi"), None);
    }

    #[test]
    fn words_are_heard_as_what_is_asked_for() {
        let ops = [
            Op::Word(Form::Inflected("share".into())),
            Op::Word(Form::Exact("shared".into())),
            Op::Word(Form::Cased("Shared".into())),
            Op::Word(Form::Prefix("sha".into())),
        ];
        let lexicon = Lexicon::new(&ops);
        let heard = |word: &str| lexicon.heard(&Text::new(word), 0).map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(heard("Shared"), [0, 1, 3]);
        assert_eq!(heard("sharing"), [0, 3]);
        assert_eq!(heard("sham"), [3]);
        assert!(heard("own").is_empty());
        assert_eq!((lexicon.cased("Shared"), lexicon.cased("shared")), (Some(OpId(2)), None));
    }
}
