//! Words to symbols: which of the spellings that patterns ask for a word of an answer is.
//!
//! A pattern asks for a stem, an exact spelling, a spelling in its case, or a beginning; each such wish is a
//! [`Symbol`]. A word of an answer has the symbols of all wishes that it fulfils, usually none.

use crate::pattern::Form;
use crate::text::stem;
use std::collections::{BTreeMap, HashMap};

/// One wish for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// All wishes of a program.
#[derive(Debug, Default)]
pub struct Lexicon {
    forms: Vec<Form>,
    stems: HashMap<String, Symbol>,
    exact: HashMap<String, Symbol>,
    cased: HashMap<String, Symbol>,
    prefixes: BTreeMap<String, Symbol>,
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
        }
        symbol
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
            let beginnings = form.char_indices().skip(3).map(|(at, _)| &form[..at]).chain([form]);
            symbols.extend(beginnings.filter_map(|beginning| self.prefixes.get(beginning)));
        }
    }
}
