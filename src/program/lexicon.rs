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

use crate::pattern::Form;
use crate::text::mend::mend;
use crate::text::{english::is_english, stem};
use std::collections::{BTreeMap, HashMap};
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
    stems: HashMap<String, Symbol>,
    exact: HashMap<String, Symbol>,
    cased: HashMap<String, Symbol>,
    prefixes: BTreeMap<String, Symbol>,
    /// The bytes of the longest of them.
    longest_prefix: usize,
    /// The stems once more, in order.
    vocabulary: BTreeMap<String, Symbol>,
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

    /// Adds the symbols of a word: `form` as folded, `original` as the answer has it.
    pub fn look_up(&self, form: &str, original: &str, symbols: &mut Vec<Symbol>) {
        symbols.extend(self.stems.get(stem::stem(form).as_ref()));
        symbols.extend(self.exact.get(form));
        symbols.extend(self.cased.get(original));
        if !self.prefixes.is_empty() {
            let ends = form.char_indices().skip(3).map(|(at, _)| at).chain([form.len()]);
            let beginnings = ends.take_while(|&end| end <= self.longest_prefix).map(|end| &form[..end]);
            symbols.extend(beginnings.filter_map(|beginning| self.prefixes.get(beginning)));
        }
    }

    /// The stem that an unknown word was most likely meant to be, see [`mod@crate::text::mend`].
    #[must_use]
    pub fn mend(&self, form: &str) -> Option<(&str, Symbol)> {
        mend(form, &self.vocabulary).map(|(stem, &symbol)| (stem, symbol))
    }

    /// Where an unknown word falls apart into two that patterns ask for, each of at least three letters.
    #[must_use]
    pub fn part(&self, form: &str) -> Option<usize> {
        let plain = (6..=LONGEST_PARTED).contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || is_english(form) {
            return None;
        }
        let known = |word: &str| self.stems.contains_key(stem::stem(word).as_ref());
        (3..=form.len() - 3).find(|&at| known(&form[..at]) && known(&form[at..]))
    }

    /// The symbol of the word that two or three words make when they are written as one.
    #[must_use]
    pub fn join(&self, parts: &[&str]) -> Option<Symbol> {
        let spelled_out = parts.iter().all(|part| part.len() == 1);
        let begins = self.vocabulary.range::<str, _>((Bound::Included(parts[0]), Bound::Unbounded)).next();
        if (!spelled_out && parts.iter().any(|part| part.len() < 2))
            || !begins.is_some_and(|(stem, _)| stem.starts_with(parts[0]))
        {
            return None;
        }
        let joined = parts.concat();
        if joined.len() < 5 && !spelled_out {
            return None;
        }
        self.stems.get(stem::stem(&joined).as_ref()).copied()
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
        assert!(lexicon.join(&["multi", "processing"]).is_some());
        assert!(lexicon.join(&["thread", "pool", "executor"]).is_some());
        assert!(lexicon.join(&["multi", "thread"]).is_none());
    }
}
