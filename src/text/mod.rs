//! An answer as the matcher sees it: folded words in sentences, each with its bytes in the original.
//!
//! `&str` → [`fold`] (characters: case, compatibility forms, quotes, invisible ones)
//! → `words` (words, code operators, contractions, sentence borders) → [`Text`]; a word's
//! dictionary form is [`stem::stem`]'s.
//!
//! Patterns go through the very same steps, so that what is written in a rubric and what is said
//! meet in one form. Folding may change letters, never places: every [`Word::span`] is a span of the
//! original text, and spans never run backwards.

pub mod denial;
pub mod english;
pub mod fold;
pub mod lists;
pub(crate) mod memo;
pub mod mend;
pub mod number;
pub mod overlap;
pub mod roles;
mod spelling;
pub mod stem;
mod words;

use crate::span::Span;
use roles::{Role, Roles};
use spelling::Facts;
use std::ops::Range;
use std::sync::OnceLock;

/// A folded text: its words, and the sentences they stand in.
#[derive(Clone, Debug, Default)]
pub struct Text {
    forms: String,
    words: Vec<Word>,
    sentences: Vec<Range<usize>>,
    lists: OnceLock<Vec<bool>>,
}

/// One word, or one operator of code such as `==`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the original text.
    pub span: Span,
    /// How many words that count for distance stand before it.
    pub place: usize,
    /// Whether it is passed over when distance is counted: articles, fillers, repetitions, operators.
    pub light: bool,
    /// Whether a comma, colon, bracket, quote or dash parts it from the word before, or a sentence begins.
    pub parted: bool,
    roles: Roles,
    form: Span,
    stem: Span,
    form_number: u64,
    stem_number: u64,
    /// A small number of its spelling, where that is kept.
    spelling: Option<u32>,
}

impl Text {
    /// Folds `original` and splits it. Takes time and memory linear in its length.
    #[must_use]
    pub fn new(original: &str) -> Self {
        words::split(&fold::fold(original))
    }

    /// All words, in order.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The sentences, as ranges of words; together they hold every word, and none is empty.
    #[must_use]
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// For each sentence, whether it is a mere list of terms, see [`mod@lists`].
    #[must_use]
    pub fn lists(&self) -> &[bool] {
        self.lists.get_or_init(|| lists::lists(self))
    }

    /// The folded form of the word at `index`: lower case, without accents.
    #[must_use]
    pub fn form(&self, index: usize) -> &str {
        self.words[index].form.of(&self.forms)
    }

    /// The folded forms of all words, in order.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.form.of(&self.forms))
    }

    /// The [stem](stem::stem) of the word at `index`.
    #[must_use]
    pub fn stem(&self, index: usize) -> &str {
        self.words[index].stem.of(&self.forms)
    }

    /// The stems of all words, in order.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.stem.of(&self.forms))
    }

    /// The [number](number::number) of the word's form.
    #[must_use]
    pub fn form_number(&self, index: usize) -> u64 {
        self.words[index].form_number
    }

    /// The [number](number::number) of the word's stem.
    #[must_use]
    pub fn stem_number(&self, index: usize) -> u64 {
        self.words[index].stem_number
    }

    /// A small number that no word of another form has in this run of the program; some words have none.
    pub(crate) fn spelling(&self, index: usize) -> Option<u32> {
        self.words[index].spelling
    }

    /// Whether the word at `index` can play this part.
    #[must_use]
    pub fn has(&self, index: usize, role: Role) -> bool {
        self.words[index].roles.has(role)
    }

    /// How many words that count stand in `range`.
    #[must_use]
    pub fn distance(&self, range: Range<usize>) -> usize {
        self.place(range.end).saturating_sub(self.place(range.start))
    }

    fn place(&self, index: usize) -> usize {
        match self.words.get(index) {
            Some(word) => word.place,
            None => self.words.last().map_or(0, |last| last.place + usize::from(!last.light)),
        }
    }

    /// Takes each word of `splits` for two, of which the first has so many bytes of its folded form. The words stand in
    /// order.
    #[must_use]
    pub fn with_words_split(&self, splits: &[(usize, usize)]) -> Self {
        let moved = |at: usize| at + splits.partition_point(|&(split, _)| split < at);
        let sentences = self.sentences.iter().map(|sentence| moved(sentence.start)..moved(sentence.end)).collect();
        let words = Vec::with_capacity(self.words.len() + splits.len());
        let mut split = Self { forms: self.forms.clone(), words, sentences, lists: OnceLock::new() };
        let mut coming = splits.iter().peekable();
        let mut further = 0;
        for (at, &word) in self.words.iter().enumerate() {
            let word = Word { place: word.place + further, ..word };
            match coming.next_if(|&&(split, _)| split == at) {
                Some(&(_, length)) => {
                    for half in halves(word, length) {
                        let Word { span, place, light, parted, form, .. } = half;
                        let word = split.word(form.of(&self.forms), span, parted);
                        split.words.push(Word { place, light, ..word });
                    }
                    further += usize::from(!word.light);
                }
                None => split.words.push(word),
            }
        }
        split
    }

    fn push(&mut self, form: &str, span: Span, parted: bool) {
        let word = self.word(form, span, parted);
        self.words.push(word);
    }

    /// A word of this form, which is added to the forms.
    fn word(&mut self, form: &str, span: Span, parted: bool) -> Word {
        let form_number = number::number(form);
        let added = self.added(form);
        Facts::tell(form, form_number, |facts, spelling| {
            let Facts { stem_number, roles, .. } = *facts;
            let stem = facts.stem().map_or(added, |stem| self.added(stem));
            Word { span, place: 0, light: false, parted, roles, form: added, stem, form_number, stem_number, spelling }
        })
    }

    fn added(&mut self, form: &str) -> Span {
        let start = self.forms.len();
        self.forms.push_str(form);
        Span::new(start, self.forms.len())
    }
}

/// The two words that a word is made of, the first with `length` bytes of its folded form.
fn halves(word: Word, length: usize) -> [Word; 2] {
    let parts = |span: Span| (Span::new(span.start, span.start + length), Span::new(span.start + length, span.end));
    let (first, second) = parts(word.form);
    // Where folding changed lengths, both halves span the whole word.
    let same_length = word.span.end - word.span.start == word.form.end - word.form.start;
    let (first_span, second_span) = if same_length { parts(word.span) } else { (word.span, word.span) };
    [
        Word { span: first_span, form: first, ..word },
        Word { span: second_span, form: second, parted: false, place: word.place + usize::from(!word.light), ..word },
    ]
}
