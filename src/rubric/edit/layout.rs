//! Where things stand in a file as it is laid out: ends of values, lines, columns and dashes.
//!
//! The tree knows the bytes of scalars, and where brackets and braces open; the rest is read off the text.

use crate::rubric::yaml::{Node, Value};

/// How the lines of a text end.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Whether it is written in brackets or braces.
pub(super) const fn is_flow(node: &Node) -> bool {
    matches!(node.value, Value::List(_) | Value::Map(_)) && node.span.start < node.span.end
}

/// Where the line with this byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where it ends, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// In characters, from 0; a byte-order mark takes no place.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().filter(|&c| c != '\u{feff}').count()
}

/// Where a value begins as it is written: a block of lines at its `|` or `>`.
pub(super) fn start(text: &str, node: &Node) -> usize {
    let line = line_start(text, node.span.start);
    let is_block = matches!(node.value, Value::Scalar(_)) && text[line..node.span.start].trim().is_empty();
    if !is_block {
        return node.span.start;
    }
    let before = text[..line].trim_end();
    let last = &text[line_start(text, before.len())..before.len()];
    let header = last.rsplit([' ', '\t']).next().unwrap_or_default();
    let sign = header.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    if matches!(sign, "|" | ">") { before.len() - header.len() } else { node.span.start }
}

/// Where a value ends; nothing where that cannot be told.
pub(super) fn end(text: &str, node: &Node) -> Option<usize> {
    let children_end = match &node.value {
        Value::Scalar(_) => return Some(node.span.start + node.span.of(text).trim_end().len()),
        Value::Nothing => return Some(node.span.end),
        Value::List(items) => items.last().map(|item| end(text, item)),
        Value::Map(entries) => entries.last().map(|(key, value)| entry_end(text, key, value)),
    };
    match children_end {
        Some(at) if is_flow(node) => closing(text, at?),
        Some(at) => at,
        None => closing(text, node.span.end),
    }
}

/// Where a value ends, or its key's colon where there is none.
pub(super) fn entry_end(text: &str, key: &Node, value: &Node) -> Option<usize> {
    if value.value == Value::Nothing { colon(text, key) } else { end(text, value) }
}

/// The byte after the colon of a key.
pub(super) fn colon(text: &str, key: &Node) -> Option<usize> {
    let rest = &text[key.span.end..];
    rest.trim_start_matches([' ', '\t']).starts_with(':').then(|| key.span.end + rest.find(':').unwrap_or(0) + 1)
}

/// The byte after the bracket or brace that closes what ends with `from`.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        at += rest.len() - next.len();
        match next.chars().next()? {
            ']' | '}' => return Some(at + 1),
            '#' => at = line_end(text, at),
            _ => return None,
        }
    }
}

/// The column of the dashes of a list; nothing where it has none on the lines of its entries.
pub(super) fn dash(text: &str, items: &[Node]) -> Option<usize> {
    items.iter().find_map(|item| dash_of(text, item).map(|at| column(text, at)))
}

/// Where the dash of an entry stands.
pub(super) fn dash_of(text: &str, item: &Node) -> Option<usize> {
    let first = match &item.value {
        Value::Map(entries) if !is_flow(item) => entries.first().map_or(item.span.start, |(key, _)| key.span.start),
        _ => start(text, item),
    };
    let before = text[line_start(text, first)..first].trim_end_matches([' ', '\t']);
    before.ends_with('-').then(|| line_start(text, first) + before.len() - 1)
}

/// By how much the file's lists stand deeper than their keys; the first that shows it tells, else 2.
pub(super) fn dash_offset(text: &str, root: &Node) -> usize {
    first_offset(text, root).unwrap_or(2)
}

fn first_offset(text: &str, node: &Node) -> Option<usize> {
    match &node.value {
        Value::List(items) if !is_flow(node) => items.iter().find_map(|item| first_offset(text, item)),
        Value::Map(entries) if !is_flow(node) => entries.iter().find_map(|(key, value)| match &value.value {
            Value::List(items) if !is_flow(value) => {
                dash(text, items)?.checked_sub(column(text, key.span.start)).or_else(|| first_offset(text, value))
            }
            _ => first_offset(text, value),
        }),
        _ => None,
    }
}

/// Whether nothing but a comment follows on the line.
pub(super) fn rest_is_free(text: &str, at: usize) -> bool {
    let rest = text[at..line_end(text, at)].trim_start();
    rest.is_empty() || rest.starts_with('#')
}
