//! Characters made comparable, each with the bytes it came from.
//!
//! In: a text as it was typed or recognised. Out: its characters after the Unicode full case folding
//! and compatibility decomposition, with accents, soft hyphens and zero-width characters gone,
//! typographic quotes and dashes made plain, and every line ending a `\n`.
//! So `Ｃａｆé`, `cafe` and `ca\u{ad}fe\u{301}` fold alike.
//!
//! Most texts are plain ASCII, where a byte is a character and folds to one: they are read as they lie.

use crate::span::Span;
use caseless::Caseless;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// One folded character and the bytes of the original it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Char {
    /// The folded character.
    char: char,
    /// How many bytes it takes in the original.
    length: u8,
    /// The first of them; several characters can share them (`ﬁ` folds to two).
    start: usize,
}

impl Char {
    /// Its bytes in the original.
    const fn span(self) -> Span {
        Span::new(self.start, self.start + self.length as usize)
    }
}

/// The characters of a folded text.
#[derive(Debug)]
pub enum Folded<'a> {
    /// A text in which each byte is a character.
    Plain(&'a str),
    /// Any text.
    Chars(Vec<Char>),
}

/// Folds a text.
#[must_use]
pub fn fold(original: &str) -> Folded<'_> {
    if original.is_ascii() && !original.contains('\r') {
        Folded::Plain(original)
    } else {
        Folded::Chars(fold_chars(original))
    }
}

impl Folded<'_> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            Self::Chars(chars) => chars.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The folded character at `at`.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> Option<char> {
        match self {
            Self::Plain(text) => text.as_bytes().get(at).map(|byte| byte.to_ascii_lowercase().into()),
            Self::Chars(chars) => chars.get(at).map(|c| c.char),
        }
    }

    /// The bytes of the original that the character at `at` stands for.
    ///
    /// # Panics
    /// If there are fewer characters.
    #[must_use]
    pub fn span(&self, at: usize) -> Span {
        match self {
            Self::Plain(text) => {
                assert!(at < text.len(), "a character of the text");
                Span::new(at, at + 1)
            }
            Self::Chars(chars) => chars[at].span(),
        }
    }

    /// The end of the run of characters from `at` that satisfy `belongs`.
    #[must_use]
    #[inline]
    pub fn run_end(&self, at: usize, belongs: impl Fn(char) -> bool) -> usize {
        let length = match self {
            Self::Plain(text) => {
                text.as_bytes()[at..].iter().position(|byte| !belongs(byte.to_ascii_lowercase().into()))
            }
            Self::Chars(chars) => chars[at..].iter().position(|c| !belongs(c.char)),
        };
        length.map_or(self.len(), |length| at + length)
    }

    /// Adds the characters from one to before another to a text.
    pub fn add(&self, from: usize, to: usize, out: &mut String) {
        match self {
            Self::Plain(text) => {
                let start = out.len();
                out.push_str(&text[from..to]);
                out[start..].make_ascii_lowercase();
            }
            Self::Chars(chars) => out.extend(chars[from..to].iter().map(|c| c.char)),
        }
    }

    /// The characters from one to before another.
    pub fn chars(&self, from: usize, to: usize) -> impl Iterator<Item = char> + Clone {
        (from..to).filter_map(|at| self.get(at))
    }
}

/// Folds a text, character by character.
fn fold_chars(original: &str) -> Vec<Char> {
    let mut folded = Vec::with_capacity(original.len());
    for (start, char) in original.char_indices() {
        let length = char.len_utf8() as u8;
        let mut push = |char| folded.push(Char { char, length, start });
        match char {
            '\r' if original[start + 1..].starts_with('\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => push('\n'),
            _ if char.is_ascii() => push(char.to_ascii_lowercase()),
            _ => fold_char(char, push),
        }
    }
    folded
}

fn fold_char(char: char, mut emit: impl FnMut(char)) {
    if is_invisible(char) {
        return;
    }
    decompose_compatible(char, |part| {
        for part in std::iter::once(part).default_case_fold() {
            // Folding case can bring a new accent (`İ` becomes `i` and a dot), hence the second look.
            decompose_compatible(part, |part| {
                if canonical_combining_class(part) == 0 {
                    emit(plain(part));
                }
            });
        }
    });
}

/// Quotes and dashes as a keyboard has them.
const fn plain(char: char) -> char {
    match char {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{02bc}' | '\u{00b4}' | '\u{ff07}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{00ab}' | '\u{00bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        _ => char,
    }
}

/// Characters that show nothing: Unicode's Default_Ignorable_Code_Point, which holds soft hyphens,
/// zero-width spaces and joiners, direction marks, variation selectors and tags.
#[must_use]
pub const fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(original: &str, expected: &str) {
        let folded = fold_chars(original);
        let text = fold(original);
        assert!((0..=folded.len()).all(|at| text.get(at) == folded.get(at).map(|c| c.char)));
        assert!((0..folded.len()).all(|at| text.span(at) == folded[at].span()));
        assert_eq!(text.len(), folded.len());
        assert_eq!(folded.iter().map(|c| c.char).collect::<String>(), expected);
        assert!(folded.is_sorted_by_key(|c| c.start));
        assert!(folded.iter().all(|c| original.get(c.span().start..c.span().end).is_some()));
    }

    #[test]
    fn what_looks_alike_folds_alike() {
        check("GIL", "gil");
        check("ＧＩＬ", "gil");
        check("café", "cafe");
        check("cafe\u{301}", "cafe");
        check("ﬁle", "file");
        check("Straße", "strasse");
        check("İ", "i");
        check("multi\u{ad}pro\u{200b}cessing", "multiprocessing");
        check("don’t “share”", "don't \"share\"");
        check("CPU–bound", "cpu-bound");
        check("a\r\nb\rc\u{2028}d", "a\nb\nc\nd");
        check("\u{feff}x", "x");
        check("x\u{a0}y", "x y");
    }
}
