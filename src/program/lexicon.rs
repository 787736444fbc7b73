//! Words to symbols: which of the spellings that patterns ask for a word of an answer is.
//!
//! A pattern asks for a stem, an exact spelling, a spelling in its case, or a beginning; each such wish is a
//! [`Symbol`]. A word of an answer has the symbols of all wishes that it fulfils, usually none.
//!
//! Words that nobody knows are mended toward the vocabulary of the bank, the stems that patterns ask for:
//! - a mistyped word is the nearest stem, see [`mod@crate::text::mend`];
//! - two words that a recogniser wrote as one are parted where both halves are known (`cpubound`);
//! - words that it parted, or spelled out, are also heard as one (`multi processing`, `c p u`).
//!
//! A word that is English, or that some pattern asks for, is never mended.
//!
//! All this depends on the spelling alone (and on the case, where a pattern asks for that), so it is found out once a
//! spelling: [`Lexicon::known`].

use super::memo::Memo;
use crate::pattern::Form;
use crate::text::mend::mend;
use crate::text::{english::is_english, stem};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Bound;

/// One wish for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// No two words make a longer one; to try every place in a token without spaces would take for ever.
const LONGEST_PARTED: usize = 60;

/// All wishes of a program.
#[derive(Debug, Default)]
pub struct Lexicon {
    forms: Vec<Form>,
    stems: FxHashMap<String, Symbol>,
    exact: FxHashMap<String, Symbol>,
    cased: FxHashMap<String, Symbol>,
    prefixes: BTreeMap<String, Symbol>,
    /// The bytes of the longest of them.
    longest_prefix: usize,
    /// The stems once more, in order.
    vocabulary: BTreeMap<String, Symbol>,
    known: Memo<Known>,
    joined: Memo<Option<Symbol>>,
}

/// What a lexicon makes of a spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The wish for its stem.
    stem: Option<Symbol>,
    /// The wish for its very spelling.
    exact: Option<Symbol>,
    /// Whether there are wishes for words that begin as it does.
    prefixed: bool,
    /// Where it falls apart, if it fulfils no wish.
    pub parts: Option<u8>,
    /// The wish for the stem that it was meant to be, if it fulfils none and does not fall apart.
    pub meant: Option<Symbol>,
    /// Whether it can be the beginning of a word that was parted.
    pub begins: bool,
}

impl Lexicon {
    /// The symbol for a wish; the same for the same wish.
    pub fn symbol(&mut self, form: &Form) -> Symbol {
        let known = match form {
            Form::Inflected(stem) => self.stems.get(stem),
            Form::Exact(spelling) => self.exact.get(spelling),
            Form::Cased(spelling) => self.cased.get(spelling),
            Form::Prefix(beginning) => self.prefixes.get(beginning),
        };
        known.copied().unwrap_or_else(|| self.add(form))
    }

    fn add(&mut self, form: &Form) -> Symbol {
        let symbol = Symbol(u32::try_from(self.forms.len()).expect("fewer than 2³² words in all rubrics"));
        (self.known, self.joined) = Default::default();
        self.forms.push(form.clone());
        match form {
            Form::Inflected(stem) => {
                self.vocabulary.insert(stem.clone(), symbol);
                self.stems.insert(stem.clone(), symbol);
            }
            Form::Exact(spelling) => {
                self.exact.insert(spelling.clone(), symbol);
            }
            Form::Cased(spelling) => {
                self.cased.insert(spelling.clone(), symbol);
            }
            Form::Prefix(beginning) => {
                self.longest_prefix = self.longest_prefix.max(beginning.len());
                self.prefixes.insert(beginning.clone(), symbol);
            }
        }
        symbol
    }

    /// The stem that a symbol wishes for, if it is one.
    #[must_use]
    pub fn stem(&self, symbol: Symbol) -> Option<&str> {
        match self.form(symbol) {
            Form::Inflected(stem) => Some(stem),
            Form::Exact(_) | Form::Cased(_) | Form::Prefix(_) => None,
        }
    }

    /// What a symbol wishes for.
    #[must_use]
    pub fn form(&self, symbol: Symbol) -> &Form {
        &self.forms[symbol.0 as usize]
    }

    /// What a word is, `form` as it was folded.
    #[must_use]
    pub fn known(&self, form: &str) -> Known {
        self.known.get(form, || {
            let stem = self.stems.get(stem::stem(form).as_ref()).copied();
            let exact = self.exact.get(form).copied();
            let prefixed = self.prefixes(form).next().is_some();
            let unknown = stem.is_none() && exact.is_none() && !prefixed;
            let parts = if unknown { self.part(form).and_then(|length| u8::try_from(length).ok()) } else { None };
            let meant = if unknown && parts.is_none() { self.mend(form) } else { None };
            Known { stem, exact, prefixed, parts, meant, begins: self.begins(form) }
        })
    }

    /// The wishes that a word fulfils in any case.
    pub fn symbols(&self, form: &str, known: Known) -> impl Iterator<Item = Symbol> {
        let prefixes = known.prefixed.then(|| self.prefixes(form));
        known.stem.into_iter().chain(known.exact).chain(prefixes.into_iter().flatten())
    }

    fn prefixes(&self, form: &str) -> impl Iterator<Item = Symbol> {
        let ends = form.char_indices().skip(3).map(|(at, _)| at).chain([form.len()]);
        let beginnings = ends.take_while(|&end| end <= self.longest_prefix).map(|end| &form[..end]);
        beginnings.filter_map(|beginning| self.prefixes.get(beginning).copied())
    }

    /// The wish that a word fulfils with its case, as the answer has it.
    #[must_use]
    pub fn cased(&self, original: &str) -> Option<Symbol> {
        self.cased.get(original).copied()
    }

    /// The stem that an unknown word was most likely meant to be, see [`mod@crate::text::mend`].
    fn mend(&self, form: &str) -> Option<Symbol> {
        mend(form, &self.vocabulary).map(|(_, &symbol)| symbol)
    }

    /// Where an unknown word falls apart into two that patterns ask for, each of at least three letters.
    fn part(&self, form: &str) -> Option<usize> {
        let plain = (6..=LONGEST_PARTED).contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || is_english(form) {
            return None;
        }
        let known = |word: &str| self.stems.contains_key(stem::stem(word).as_ref());
        (3..=form.len() - 3).find(|&at| known(&form[..at]) && known(&form[at..]))
    }

    /// Whether some stem begins with the word.
    fn begins(&self, form: &str) -> bool {
        let next = self.vocabulary.range::<str, _>((Bound::Included(form), Bound::Unbounded)).next();
        next.is_some_and(|(stem, _)| stem.starts_with(form))
    }

    /// Puts two or three words together into `joined`, if they can be one that was parted.
    pub(crate) fn put_together<'a>(
        &self,
        parts: impl Iterator<Item = &'a str> + Clone,
        joined: &mut String,
    ) -> Option<()> {
        let spelled_out = parts.clone().all(|part| part.len() == 1);
        if !spelled_out && parts.clone().any(|part| part.len() < 2) {
            return None;
        }
        joined.clear();
        joined.extend(parts);
        (joined.len() >= 5 || spelled_out).then_some(())
    }

    /// The symbol of a word that was parted; its first part [`begins`](Known::begins) one.
    pub(crate) fn joined(&self, joined: &str) -> Option<Symbol> {
        self.joined.get(joined, || self.stems.get(stem::stem(joined).as_ref()).copied())
    }
}

/// The first two letters of stems, to see at once that a word has none of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beginnings([u64; 16]);

impl Beginnings {
    pub(super) fn add(&mut self, stem: &str) {
        let (at, bit) = Self::place(stem);
        self.0[at] |= bit;
    }

    /// Whether some stem may be this word's.
    pub(crate) fn may_have(&self, word: &str) -> bool {
        let (at, bit) = Self::place(word);
        self.0[at] & bit != 0 || word.len() < 5 || stem::is_irregular(word)
    }

    fn place(word: &str) -> (usize, u64) {
        let letter = |at: usize| word.as_bytes().get(at).map_or(0, |byte| usize::from(byte % 32));
        let place = letter(0) * 32 + letter(1);
        (place / 64, 1 << (place % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for word in words.split(' ') {
            lexicon.symbol(&Form::Inflected(stem::stem(word).into_owned()));
        }
        lexicon
    }

    #[test]
    fn words_are_parted_and_joined() {
        let lexicon = lexicon("cpu bound multiprocessing byte code executor thread pool threadpoolexecutor");
        assert_eq!(lexicon.part("cpubound"), Some(3));
        assert_eq!(lexicon.part("bytecode"), Some(4));
        assert_eq!(lexicon.part("threaded"), None);
        let join = |words: &str| {
            let mut joined = String::new();
            lexicon.put_together(words.split(' '), &mut joined).and_then(|()| lexicon.joined(&joined))
        };
        assert!(join("multi processing").is_some());
        assert!(join("thread pool executor").is_some());
        assert!(join("multi thread").is_none());
        assert!(lexicon.known("multi").begins && !lexicon.known("processing").begins);
    }
}
