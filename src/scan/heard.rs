//! The words of an answer as a question asks for them, with what a hasty typist or a recogniser did to them undone.

use crate::program::{Lexicon, OpId, QuestionProgram};
use crate::text::Text;
use std::borrow::Cow;

/// Whether a word is written like a name in code, such as `KeyError`: nobody ran its words together by mistake.
fn is_name(original: &str) -> bool {
    original.chars().skip(1).any(char::is_uppercase) && original.chars().any(char::is_lowercase)
}

/// An answer's words, and which of the question's words each is heard as.
pub(super) struct Heard<'a> {
    /// The words; those that were run together are parted.
    pub(super) text: Cow<'a, Text>,
    /// Words that were mended, by index, with the word they were taken for.
    mended: Vec<(usize, OpId)>,
    /// Each word operation with the word at which it is heard and the number of words it takes, in order.
    index: Vec<(OpId, usize, usize)>,
}

impl<'a> Heard<'a> {
    pub(super) fn new(question: &QuestionProgram, answer: &str, text: &'a Text) -> Self {
        let index = Vec::with_capacity(text.words().len());
        let mut heard = Self { text: Cow::Borrowed(text), mended: Vec::new(), index };
        let splits = heard.look_up(question.lexicon(), answer);
        if !splits.is_empty() {
            heard.text = Cow::Owned(text.with_words_split(&splits));
            heard.mended.clear();
            heard.index.clear();
            heard.look_up(question.lexicon(), answer);
        }
        heard.index.sort_unstable();
        heard
    }

    /// Lists what all words are heard as; hands back where words fall apart.
    fn look_up(&mut self, lexicon: &Lexicon, answer: &str) -> Vec<(usize, usize)> {
        let mut splits = Vec::new();
        let mut joined = String::new();
        let text = &*self.text;
        for (at, word) in text.words().iter().enumerate() {
            let (before, original) = (self.index.len(), word.span.of(answer));
            lexicon.tell(text, at, |meaning| {
                self.index.extend(meaning.heard.iter().map(|&op| (op, at, 1)));
                self.index.extend(lexicon.cased(original).map(|op| (op, at, 1)));
                if self.index.len() == before {
                    if let Some(length) = meaning.part.filter(|_| !is_name(original)) {
                        splits.push((at, length));
                    } else if let Some(meant) = meaning.meant {
                        self.mended.push((at, meant));
                        self.index.push((meant, at, 1));
                    }
                }
                if at + 1 < text.words().len() && meaning.may_join(text.form(at + 1)) {
                    self.index.extend(lexicon.joined(text, at, &mut joined).map(|(op, length)| (op, at, length)));
                }
            });
        }
        splits
    }

    /// The word that the one at this index was mended to.
    pub(super) fn mended(&self, at: usize) -> Option<OpId> {
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
