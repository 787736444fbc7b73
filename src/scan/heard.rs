//! The words of an answer as symbols, with what a hasty typist or a recogniser did to them undone.

use crate::program::{Lexicon, OpId, Program, QuestionProgram, Symbol};
use crate::text::Text;
use std::borrow::Cow;

/// An answer's words, and which wishes of the question each fulfils.
pub(super) struct Heard<'a> {
    /// The words; those that were run together are parted.
    pub(super) text: Cow<'a, Text>,
    /// Words that were mended, by index, with the stem they were taken for.
    mended: Vec<(usize, Symbol)>,
    /// Each word operation with the word at which it is heard and the number of words it takes, in order.
    index: Vec<(OpId, usize, usize)>,
}

/// As many words at most make one that patterns ask for: `thread pool executor`.
const MOST_JOINED: usize = 3;

impl<'a> Heard<'a> {
    pub(super) fn new(program: &Program, question: &QuestionProgram, answer: &str, text: &'a Text) -> Self {
        let lexicon = &program.lexicon;
        let index = Vec::with_capacity(text.words().len());
        let mut heard = Self { text: Cow::Borrowed(text), mended: Vec::new(), index };
        let splits = heard.look_up(lexicon, question, answer);
        if !splits.is_empty() {
            heard.text = Cow::Owned(text.with_words_split(&splits));
            heard.mended.clear();
            heard.index.clear();
            heard.look_up(lexicon, question, answer);
        }
        heard.index.sort_unstable();
        heard
    }

    /// Lists what all words are heard as; hands back where words fall apart.
    fn look_up(&mut self, lexicon: &Lexicon, question: &QuestionProgram, answer: &str) -> Vec<(usize, usize)> {
        let mut splits = Vec::new();
        let mut joined = String::new();
        for at in 0..self.text.words().len() {
            let form = self.text.form(at);
            let known = lexicon.known(form);
            let cased = lexicon.cased(self.text.words()[at].span.of(answer));
            let symbols = lexicon.symbols(form, known).chain(cased);
            self.index.extend(symbols.filter_map(|symbol| Some((question.word(symbol)?, at, 1))));
            if cased.is_none() {
                splits.extend(known.parts.map(|length| (at, usize::from(length))));
                if let Some(meant) = known.meant {
                    self.mended.push((at, meant));
                    self.index.extend(question.word(meant).map(|op| (op, at, 1)));
                }
            }
            if known.begins {
                self.join(lexicon, question, at, &mut joined);
            }
        }
        splits
    }

    /// Adds the words that this one and the next together make, where no punctuation parts them.
    fn join(&mut self, lexicon: &Lexicon, question: &QuestionProgram, at: usize, joined: &mut String) {
        let words = self.text.words();
        for length in 2..=MOST_JOINED.min(words.len() - at) {
            if words[at + length - 1].parted {
                break;
            }
            let parts = (at..at + length).map(|at| self.text.form(at));
            if lexicon.put_together(parts, joined).is_some() && question.beginnings.may_have(joined) {
                let op = lexicon.joined(joined).and_then(|symbol| question.word(symbol));
                self.index.extend(op.map(|op| (op, at, length)));
            }
        }
    }

    /// The stem that the word at this index was mended to.
    pub(super) fn mended(&self, at: usize) -> Option<Symbol> {
        let found = self.mended.binary_search_by_key(&at, |&(at, _)| at).ok()?;
        Some(self.mended[found].1)
    }

    /// The word operations that are heard, each once for each place, with the word.
    pub(super) fn ops(&self) -> impl Iterator<Item = (OpId, usize)> + Clone {
        self.index.iter().map(|&(op, at, _)| (op, at))
    }

    /// Where a word operation is heard, and how many words it takes there, in order.
    pub(super) fn places(&self, op: OpId) -> impl Iterator<Item = (usize, usize)> {
        let first = self.index.partition_point(|&(other, ..)| other < op);
        self.index[first..].iter().take_while(move |&&(other, ..)| other == op).map(|&(_, at, length)| (at, length))
    }
}
