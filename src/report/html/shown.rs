//! Text as a reader can see it: what has no shape, or would turn the text around, replaced by its name.
//!
//! Escaping is not done here: the markup escapes all text that it is given.

use super::super::terminal::visible;
use std::borrow::Cow;

/// On one line.
pub(in crate::report) fn line(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// With its line breaks and tabs.
pub(super) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut shown = String::with_capacity(text.len());
    for part in text.split_inclusive(['\n', '\t']) {
        let words = part.strip_suffix(['\n', '\t']).unwrap_or(part);
        shown.push_str(&visible(words));
        shown.push_str(&part[words.len()..]);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_stay_and_controls_show() {
        assert_eq!(lines("a\r\n\tb\rc\0\u{202e}d\n"), "a\n\tb\nc␀<U+202E>d\n");
        assert_eq!(line("a\nb\u{1b}"), "a b␛");
    }
}
