//! A text as a YAML scalar: bare where every reader takes it for this text, else in double quotes.
//!
//! Text → what stands in the file. Whoever reads it back gets the same text, whatever characters it has.

use std::fmt::Write;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// After `- ` or `key: `, on a line of its own.
    Block,
    /// Between brackets or braces.
    Flow,
}

/// Characters with which a bare scalar cannot begin, or which make other readers take it for a number.
const NOT_FIRST: &[char] =
    &['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '~', '.', '+'];

/// The text on one line.
pub(crate) fn inline(text: &str, around: Around) -> String {
    if is_plain(text, around) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str, around: Around) -> bool {
    let flow = around == Around::Flow;
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(NOT_FIRST)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !(flow && text.contains([',', '[', ']', '{', '}', ':', '?', '#']))
        && !text.chars().any(must_be_escaped)
        && !is_taken_otherwise(text)
}

/// Words, numbers and dates that some reader of YAML takes for something other than a text.
fn is_taken_otherwise(text: &str) -> bool {
    let numeric = |c: char| c.is_ascii_hexdigit() || " :._+-xXoOtTzZ".contains(c);
    let word = text.to_ascii_lowercase();
    matches!(word.as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "=" | "<<")
        || (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(numeric))
}

/// Characters that do not show, or that end a line for some reader.
fn must_be_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
        || matches!(c, '\u{180e}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}')
}

/// Whether a text can stand as lines of a block, without quotes.
pub(super) fn is_printable(text: &str) -> bool {
    !text.chars().any(|c| c != '\n' && must_be_escaped(c))
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if must_be_escaped(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}
