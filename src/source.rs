//! A text with a name, and the way from its bytes to lines and columns, and to the bytes of the file it was decoded from.
//!
//! Lines end with LF, CRLF or a lone CR; lines and columns count from 1, columns in characters.

use crate::span::Span;

/// A named text, usually a file's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What to call it in messages: a path as the user gave it, or `<stdin>`.
    pub name: String,
    /// All of it.
    pub text: String,
    /// How the file was encoded.
    pub encoding: Encoding,
    line_starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`]th byte, so that columns of long lines are found at once.
    characters: Vec<usize>,
    replaced: Vec<Replaced>,
}

const STRIDE: usize = 1024;

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// One to four bytes a character.
    #[default]
    Utf8,
    /// Two or four bytes a character, after a mark of two bytes.
    Utf16,
    /// One byte a character.
    Windows1252,
}

/// Where a replacement character stands for bytes that were not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Byte of the text.
    pub at: usize,
    /// Byte of the file.
    pub byte: usize,
    /// How many bytes of the file it stands for.
    pub length: usize,
}

/// A place for a person to look at: both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The character within it.
    pub column: usize,
}

impl Encoding {
    /// How many bytes a text takes.
    #[must_use]
    pub fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => 2 * text.encode_utf16().count(),
            Self::Windows1252 => text.chars().count(),
        }
    }
}

impl Source {
    /// Takes the text as it is; a byte-order mark stays, so that spans count the file's own bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::decoded(name, text, Encoding::Utf8, Vec::new())
    }

    /// A text that was decoded, with the places where bytes were not valid.
    #[must_use]
    pub fn decoded(
        name: impl Into<String>,
        text: impl Into<String>,
        encoding: Encoding,
        replaced: Vec<Replaced>,
    ) -> Self {
        let text = text.into();
        let line_starts = line_starts(&text);
        let mut before = 0;
        let characters = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let here = before;
            before += begun(chunk);
            here
        });
        let characters = characters.collect();
        Self { name: name.into(), text, encoding, line_starts, characters, replaced }
    }

    /// Where the byte `offset` is; past the end counts as the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        let mark = start == 0 && offset > 0 && self.text.starts_with('\u{feff}');
        let column = self.characters_before(offset) - self.characters_before(start) + 1 - usize::from(mark);
        LineColumn { line, column }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let counted = self.characters.get(stride).copied();
        counted.map_or_else(
            || begun(self.text.as_bytes()),
            |counted| counted + begun(&self.text.as_bytes()[stride * STRIDE..offset]),
        )
    }

    /// Which byte of the file the byte `offset` of the text is.
    #[must_use]
    pub fn byte(&self, offset: usize) -> usize {
        let before = self.replaced.partition_point(|replaced| replaced.at < offset);
        let (text, file) = match self.replaced[..before].last() {
            Some(last) => (last.at + '\u{fffd}'.len_utf8(), last.byte + last.length),
            None => (0, 0),
        };
        file + self.encoding.length(&self.text[text..offset])
    }

    /// The bytes of the text under `span` at which a replacement character stands for what was not valid, in order.
    pub fn replaced(&self, span: Span) -> impl Iterator<Item = usize> {
        let at = |offset| self.replaced.partition_point(|replaced| replaced.at < offset);
        self.replaced[at(span.start)..at(span.end)].iter().map(|replaced| replaced.at)
    }

    /// The text under `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

/// How many characters begin in some bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        let lone_cr = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if byte == b'\n' || lone_cr {
            starts.push(at + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, line: usize, column: usize) {
        assert_eq!(Source::new("t", text).line_column(offset), LineColumn { line, column });
    }

    #[test]
    fn places_count_lines_of_every_ending_and_columns_in_characters() {
        check("", 0, 1, 1);
        check("ab\ncd", 4, 2, 2);
        check("ab\r\ncd", 4, 2, 1);
        check("ab\rcd", 3, 2, 1);
        check("é→x", 5, 1, 3);
        check("\u{feff}id", 3, 1, 1);
        check("ab", 99, 1, 3);
    }

    #[test]
    fn bytes_are_those_of_the_file() {
        let wide = Source::decoded("t", "\u{feff}aé→x", Encoding::Utf16, Vec::new());
        assert_eq!(wide.byte(wide.text.find('x').unwrap()), 8);
        let broken = Replaced { at: 1, byte: 1, length: 2 };
        let lossy = Source::decoded("t", "a\u{fffd}bc", Encoding::Utf8, vec![broken]);
        assert_eq!((lossy.byte(1), lossy.byte(4), lossy.byte(5)), (1, 3, 4));
    }
}
