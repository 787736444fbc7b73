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
use std::borrow::Cow;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The wishes that it fulfils in any case.
    pub symbols: Box<[Symbol]>,
    /// Where it falls apart, if it fulfils none.
    pub parts: Option<usize>,
    /// The wish for the stem that it was meant to be, if it fulfils none and does not fall apart.
    pub meant: Option<Symbol>,
    /// Whether it can be the beginning of a word that was parted.
    pub begins: bool,
}

impl Lexicon {
    /// The symbol for a wish; the same for the same wish.
    pub fn symbol(&mut self, form: &Form) -> Symbol {
        let next = Symbol(u32::try_from(self.forms.len()).expect("fewer than 2³² words in all rubrics"));
        let symbol = match form {
            Form::Inflected(stem) => *self.stems.entry(stem.clone()).or_insert(next),
            Form::Exact(spelling) => *self.exact.entry(spelling.clone()).or_insert(next),
            Form::Cased(spelling) => *self.cased.entry(spelling.clone()).or_insert(next),
            Form::Prefix(beginning) => *self.prefixes.entry(beginning.clone()).or_insert(next),
        };
        if symbol == next {
            (self.known, self.joined) = Default::default();
            self.forms.push(form.clone());
            match form {
                Form::Inflected(stem) => {
                    self.vocabulary.insert(stem.clone(), symbol);
                }
                Form::Prefix(beginning) => self.longest_prefix = self.longest_prefix.max(beginning.len()),
                Form::Exact(_) | Form::Cased(_) => {}
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
    pub fn known(&self, form: &str) -> Cow<'_, Known> {
        self.known.get(form, || {
            let symbols = self.symbols(form);
            let parts = if symbols.is_empty() { self.part(form) } else { None };
            let unknown = symbols.is_empty() && parts.is_none();
            Known {
                symbols: symbols.into(),
                parts,
                meant: if unknown { self.mend(form) } else { None },
                begins: self.begins(form),
            }
        })
    }

    fn symbols(&self, form: &str) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        symbols.extend(self.stems.get(stem::stem(form).as_ref()));
        symbols.extend(self.exact.get(form));
        let ends = form.char_indices().skip(3).map(|(at, _)| at).chain([form.len()]);
        let beginnings = ends.take_while(|&end| end <= self.longest_prefix).map(|end| &form[..end]);
        symbols.extend(beginnings.filter_map(|beginning| self.prefixes.get(beginning)));
        symbols
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

    /// The symbol of the word that two or three words make when they are written as one; the first of them
    /// [`begins`](Known::begins) one. `joined` is room for that word.
    #[must_use]
    pub fn join<'a>(&self, parts: impl Iterator<Item = &'a str> + Clone, joined: &mut String) -> Option<Symbol> {
        let spelled_out = parts.clone().all(|part| part.len() == 1);
        if !spelled_out && parts.clone().any(|part| part.len() < 2) {
            return None;
        }
        joined.clear();
        joined.extend(parts);
        if joined.len() < 5 && !spelled_out {
            return None;
        }
        *self.joined.get(joined, || self.stems.get(stem::stem(joined).as_ref()).copied())
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
        let join = |words: &str| lexicon.join(words.split(' '), &mut String::new());
        assert!(join("multi processing").is_some());
        assert!(join("thread pool executor").is_some());
        assert!(join("multi thread").is_none());
        assert!(lexicon.known("multi").begins && !lexicon.known("processing").begins);
    }
}
