//! Byte spans: the one way a place is told, from the first byte read to the last byte printed.
//!
//! A span is half-open and counts bytes of UTF-8 in *one* text; which text is said where it is kept.

/// The bytes `start..end` of some text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`; `start` must not be greater than `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The empty span at `place`.
    #[must_use]
    pub const fn at(place: usize) -> Self {
        Self::new(place, place)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span in a text that has `by` bytes more in front of it.
    #[must_use]
    pub const fn moved(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text under the span. Panics where the span is not one of `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The lines of a text, without their endings: LF, CRLF or a lone CR.
pub fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let length = text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
        let line = Span::new(start, start + length);
        start = line.end + if text[line.end..].starts_with("\r\n") { 2 } else { 1 };
        Some(line)
    })
}

/// The span without the white space at its ends.
#[must_use]
pub fn trim(span: Span, text: &str) -> Span {
    let inner = span.of(text);
    let start = span.start + inner.len() - inner.trim_start().len();
    Span::new(start, start + inner.trim().len())
}
