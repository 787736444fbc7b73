//! A text that is being typed: where the cursor is, what keys do to it, and how it lies on rows of a terminal.
//!
//! Positions are bytes of the text, always between characters. What is shown is made harmless, see `visible`; so a
//! character may take more columns than one.

use crate::report::terminal::visible;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The text and the place where the next character goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    text: String,
    cursor: usize,
}

/// Where the cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Left,
    Right,
    Up,
    Down,
    LineStart,
    LineEnd,
}

/// What is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remove {
    /// The character before the cursor.
    Before,
    /// The character behind it.
    Behind,
    /// The word before it.
    Word,
    /// What is before it on its line.
    Line,
}

impl Draft {
    /// A text with the cursor at its end.
    pub(super) fn new(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Self { cursor: text.len(), text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Puts a typed or pasted text in, and the cursor behind it.
    pub(super) fn insert(&mut self, text: &str) {
        let Self { text, .. } = Self::new(text);
        self.text.insert_str(self.cursor, &text);
        self.cursor += text.len();
    }

    pub(super) fn remove(&mut self, what: Remove) {
        let before = &self.text[..self.cursor];
        let range = match what {
            Remove::Before => self.left()..self.cursor,
            Remove::Behind => self.cursor..self.right(),
            Remove::Word => {
                let word = before.trim_end();
                word.rfind(char::is_whitespace).map_or(0, |at| at + word[at..].chars().next().map_or(0, char::len_utf8))
                    ..self.cursor
            }
            Remove::Line => self.line_start()..self.cursor,
        };
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    /// Moves the cursor; up and down go by rows of this width.
    pub(super) fn go(&mut self, direction: Move, width: usize) {
        self.cursor = match direction {
            Move::Left => self.left(),
            Move::Right => self.right(),
            Move::LineStart => self.line_start(),
            Move::LineEnd => self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at),
            Move::Up | Move::Down => self.beside(direction, width),
        };
    }

    fn left(&self) -> usize {
        self.text[..self.cursor].char_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.text[self.cursor..].chars().next().map_or(self.cursor, |c| self.cursor + c.len_utf8())
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    /// The place in the row above or below that is nearest to the cursor's column.
    fn beside(&self, direction: Move, width: usize) -> usize {
        let rows = rows(&self.text, width);
        let (row, column) = self.place(&rows);
        let next = if direction == Move::Up { row.checked_sub(1) } else { Some(row + 1) };
        let Some(row) = next.and_then(|next| rows.get(next)) else { return self.cursor };
        let text = &self.text[row.clone()];
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        row.start + ends.take_while(|&at| columns(&text[..at]) <= column).last().unwrap_or_default()
    }

    /// The row and the column of the cursor, from 0.
    pub(super) fn place(&self, rows: &[Range<usize>]) -> (usize, usize) {
        let row = rows.iter().rposition(|row| row.start <= self.cursor).unwrap_or_default();
        let start = rows.get(row).map_or(0, |row| row.start);
        (row, columns(&self.text[start..self.cursor]))
    }
}

/// How many columns the text takes, as it is shown.
pub(super) fn columns(text: &str) -> usize {
    visible(text).width()
}

/// The rows on which a text lies, at least one: it is broken behind a space, or where a word is longer than a row.
pub(super) fn rows(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let (mut row, mut space, mut used) = (start, None, 0);
        for (at, c) in line.char_indices().map(|(at, c)| (start + at, c)) {
            let takes = columns(&text[at..at + c.len_utf8()]);
            if used + takes > width && at > row {
                let cut = space.unwrap_or(at);
                rows.push(row..cut);
                used = columns(&text[cut..at]);
                (row, space) = (cut, None);
            }
            used += takes;
            if c == ' ' {
                space = Some(at + 1);
            }
        }
        rows.push(row..end);
        start = end + 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_rows(text: &str, width: usize, expected: &[&str]) {
        let found: Vec<_> = rows(text, width).into_iter().map(|row| &text[row]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn rows_break_between_words() {
        check_rows("", 5, &[""]);
        check_rows("one two", 5, &["one ", "two"]);
        check_rows("one\n\ntwo\n", 5, &["one", "", "two", ""]);
        check_rows("abcdefgh ij", 5, &["abcde", "fgh ", "ij"]);
        check_rows("日本語日本", 5, &["日本", "語日", "本"]);
        check_rows("a\u{202e}b", 5, &["a", "\u{202e}", "b"]);
    }

    /// Does to a text what the signs say; `|` is the cursor.
    #[track_caller]
    fn check(text: &str, act: impl Fn(&mut Draft), expected: &str) {
        let read = |text: &str| Draft { text: text.replace('|', ""), cursor: text.find('|').unwrap() };
        let mut draft = read(text);
        act(&mut draft);
        assert_eq!(draft, read(expected), "{text}");
    }

    #[test]
    fn keys_do_what_they_do_elsewhere() {
        check("a|b", |draft| draft.insert("x\r\ny"), "ax\ny|b");
        check("aé|b", |draft| draft.remove(Remove::Before), "a|b");
        check("|b", |draft| draft.remove(Remove::Before), "|b");
        check("a|éb", |draft| draft.remove(Remove::Behind), "a|b");
        check("one two  |x", |draft| draft.remove(Remove::Word), "one |x");
        check("one|", |draft| draft.remove(Remove::Word), "|");
        check("a\nbc|d", |draft| draft.remove(Remove::Line), "a\n|d");
        check("é|", |draft| draft.go(Move::Left, 9), "|é");
        check("|é", |draft| draft.go(Move::Right, 9), "é|");
        check("é|", |draft| draft.go(Move::Right, 9), "é|");
        check("a\nb|c\nd", |draft| draft.go(Move::LineStart, 9), "a\n|bc\nd");
        check("a\nb|c\nd", |draft| draft.go(Move::LineEnd, 9), "a\nbc|\nd");
        check("abc\nab|c\na", |draft| draft.go(Move::Up, 9), "ab|c\nabc\na");
        check("abc\nab|c\na", |draft| draft.go(Move::Down, 9), "abc\nabc\na|");
        check("one tw|o", |draft| draft.go(Move::Up, 5), "on|e two");
    }
}
