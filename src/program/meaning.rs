//! What a word of an answer is to a question: found out once a spelling.

use super::{Lexicon, OpId};
use crate::text::Text;
use crate::text::mend::letter;

/// What a spelling is to a question.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// What it is heard as, whatever its case.
    pub(crate) heard: Box<[OpId]>,
    /// If it is heard as nothing: how many bytes the first of two words has that it falls apart into.
    pub(crate) part: Option<usize>,
    /// If it is heard as nothing: the word that it was most likely meant to be.
    pub(crate) meant: Option<OpId>,
    /// The letters that come after it at the beginning of stems.
    continued: u32,
}

/// As many spellings are kept of each question.
pub(super) const ROOM: usize = 1 << 11;

impl Meaning {
    fn new(lexicon: &Lexicon, text: &Text, at: usize) -> Self {
        let form = text.form(at);
        let heard: Box<[_]> = lexicon.heard(text, at).collect();
        let unheard = Some(form).filter(|_| heard.is_empty());
        Self {
            part: unheard.and_then(|form| lexicon.part(form)),
            meant: unheard.and_then(|form| lexicon.mend(form)),
            continued: lexicon.continued(form).fold(0, |letters, next| letters | letter(next)),
            heard,
        }
    }

    /// Whether a stem may begin with it and this word after it.
    pub(crate) fn may_join(&self, next: &str) -> bool {
        self.continued != 0 && next.chars().next().is_some_and(|next| self.continued & letter(next) != 0)
    }
}

impl Lexicon {
    /// Tells what the word at `at` is to the question.
    pub(crate) fn tell<R>(&self, text: &Text, at: usize, tell: impl FnOnce(&Meaning) -> R) -> R {
        let find_out = || Meaning::new(self, text, at);
        match text.spelling(at) {
            Some(spelling) => self.meanings.tell(spelling, text.form_number(at), find_out, |meaning, _| tell(meaning)),
            None => tell(&find_out()),
        }
    }
}
