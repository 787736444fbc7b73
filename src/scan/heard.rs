//! The words of an answer as symbols, with what a hasty typist or a recogniser did to them undone.

use crate::program::{Lexicon, Program, Symbol};
use crate::text::Text;
use std::collections::BTreeMap;

/// An answer's words, and which wishes of the program each fulfils.
pub(super) struct Heard {
    /// The words; those that were run together are parted.
    pub(super) text: Text,
    /// Words that were mended, by index, with the stem they were taken for.
    pub(super) mended: BTreeMap<usize, String>,
    /// Each symbol with the word at which it is heard and the number of words it takes, in order.
    index: Vec<(Symbol, usize, usize)>,
}

/// As many words at most make one that patterns ask for: `thread pool executor`.
const MOST_JOINED: usize = 3;

impl Heard {
    pub(super) fn new(program: &Program, answer: &str, text: &Text) -> Self {
        let lexicon = &program.lexicon;
        let mut heard = Self { text: text.clone(), mended: BTreeMap::new(), index: Vec::new() };
        let unknown = heard.look_up(lexicon, answer);
        let part = |&at: &usize| Some((at, lexicon.part(text.form(at))?));
        let splits: Vec<_> = unknown.iter().filter_map(part).collect();
        let unknown = if splits.is_empty() {
            unknown
        } else {
            heard.text = text.with_words_split(&splits);
            heard.look_up(lexicon, answer)
        };
        for at in unknown {
            if let Some((stem, symbol)) = lexicon.mend(heard.text.form(at)) {
                heard.mended.insert(at, stem.to_owned());
                heard.index.push((symbol, at, 1));
            }
        }
        heard.join(lexicon);
        heard.index.sort_unstable();
        heard
    }

    /// Lists the symbols of all words; the words that have none are handed back.
    fn look_up(&mut self, lexicon: &Lexicon, answer: &str) -> Vec<usize> {
        self.index.clear();
        let mut unknown = Vec::new();
        let mut symbols = Vec::new();
        for (at, word) in self.text.words().iter().enumerate() {
            symbols.clear();
            lexicon.look_up(self.text.form(at), word.span.of(answer), &mut symbols);
            if symbols.is_empty() {
                unknown.push(at);
            }
            self.index.extend(symbols.iter().map(|&symbol| (symbol, at, 1)));
        }
        unknown
    }

    /// Adds the words that several together make, where no punctuation parts them.
    fn join(&mut self, lexicon: &Lexicon) {
        let words = self.text.words();
        for at in 0..words.len() {
            for length in 2..=MOST_JOINED.min(words.len() - at) {
                if words[at + length - 1].parted {
                    break;
                }
                let parts: Vec<_> = (at..at + length).map(|at| self.text.form(at)).collect();
                self.index.extend(lexicon.join(&parts).map(|symbol| (symbol, at, length)));
            }
        }
    }

    /// Where a symbol is heard.
    pub(super) fn places(&self, symbol: Symbol) -> impl Iterator<Item = usize> {
        let first = self.index.partition_point(|&(other, ..)| other < symbol);
        self.index[first..].iter().take_while(move |&&(other, ..)| other == symbol).map(|&(_, at, _)| at)
    }

    /// How many words the symbol takes at this word, where it is heard there.
    pub(super) fn lengths(&self, at: usize, symbol: Symbol) -> impl Iterator<Item = usize> {
        let first = self.index.partition_point(|&(other, place, _)| (other, place) < (symbol, at));
        let here = self.index[first..].iter().take_while(move |&&(other, place, _)| (other, place) == (symbol, at));
        here.map(|&(.., length)| length)
    }
}
