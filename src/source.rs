//! A text with a name, and the way from its bytes to lines and columns.
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
    line_starts: Vec<usize>,
}

/// A place for a person to look at: both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The character within it.
    pub column: usize,
}

impl Source {
    /// Takes the text as it is; a byte-order mark stays, so that spans count the file's own bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = line_starts(&text);
        Self { name: name.into(), text, line_starts }
    }

    /// Where the byte `offset` is; past the end counts as the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        let column = self.text[start..offset].chars().filter(|&c| c != '\u{feff}').count() + 1;
        LineColumn { line, column }
    }

    /// The text under `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
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
}
