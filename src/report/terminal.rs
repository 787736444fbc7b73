//! What may reach a terminal: text without control characters, and colour.

use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use std::fmt::Write;

/// The text with everything that a terminal would act on, or not show, replaced visibly: `␛` for ESC,
/// `<U+202E>` for a direction mark. Line breaks and tabs become spaces.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7f}' => shown.push('\u{2421}'),
            c if is_unseen(c) => {
                let _ = write!(shown, "<U+{:04X}>", c as u32);
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal would act on the character, or not show it.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || crate::text::fold::is_invisible(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// The same, but line breaks stay, each as one line feed.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// The text with no line in it that begins, also after spaces, as a command to a CI runner that reads the log: `::error`
/// becomes `∷error`, and `##[error]` becomes `⌗[error]`.
#[must_use]
pub fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| command(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let shown = text.split_inclusive('\n').map(|line| match command(line) {
        Some((spaces, sign, rest)) => format!("{spaces}{sign}{rest}"),
        None => line.to_owned(),
    });
    Cow::Owned(shown.collect())
}

/// The spaces before a command, a sign in place of what makes it one, and the rest of the line.
fn command(line: &str) -> Option<(&str, char, &str)> {
    let text = line.trim_start();
    let spaces = &line[..line.len() - text.len()];
    let rest = |(start, sign)| text.strip_prefix(start).map(|rest| (spaces, sign, rest));
    [("::", '\u{2237}'), ("##", '\u{2317}')].into_iter().find_map(rest)
}

/// Whether styles are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Yes.
    On,
    /// No; then marks are made with characters.
    Off,
}

/// How a verdict or a band is shown.
#[must_use]
pub fn style_of(name: &str) -> Style {
    match name {
        "strong" => Style::new().fg_color(Some(AnsiColor::Green.into())),
        "partial" => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
        "flag" => Style::new().fg_color(Some(AnsiColor::Magenta.into())),
        "wrong" | "error" => Style::new().fg_color(Some(AnsiColor::Red.into())),
        _ => Style::new().dimmed(),
    }
}

/// The text in a style, where there is colour.
#[must_use]
pub fn styled(text: &str, style: Style, colour: Colour) -> String {
    match colour {
        Colour::On => format!("{style}{text}{style:#}"),
        Colour::Off => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(visible("plain é"), "plain é");
        assert_eq!(visible("\u{1b}]52;c;x\u{7}"), "␛]52;c;x␇");
        assert_eq!(visible("a\u{202e}b\u{200b}\u{9b}1m"), "a<U+202E>b<U+200B><U+009B>1m");
        assert_eq!(visible("a\nb\tc\u{7f}"), "a b c␡");
        assert_eq!(visible_lines("a\r\nb\rc\n\u{fffe}"), "a\nb\nc\n<U+FFFE>");
    }

    #[test]
    fn no_line_commands_a_runner() {
        assert_eq!(without_commands("a ::error::b\n# c ##[error]"), "a ::error::b\n# c ##[error]");
        assert_eq!(without_commands("::error::b\n\u{a0} ##[error]c\n"), "\u{2237}error::b\n\u{a0} \u{2317}[error]c\n");
    }
}
