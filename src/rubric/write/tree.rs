//! Values that are to be written, as lines of YAML in the layout of the shipped rubrics.
//!
//! [`Tree`] → a text on one line, or lines with their indentation and without line breaks.

use super::scalar::{Around, inline, is_printable};
use crate::decimal::Decimal;

/// Longer lines are broken, where a value can be.
pub(crate) const WIDTH: usize = 128;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// A bare number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A list with an entry a line.
    List(Vec<Item>),
    /// A list on one line: `[a, b]`.
    Row(Vec<Tree>),
    /// A mapping with a key a line.
    Map(Vec<(String, Tree)>),
    /// A mapping on one line, where that is not too long: `{pattern: a, weight: 0.5}`.
    Record(Vec<(String, Tree)>),
}

/// An entry of a list, and what is said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) tree: Tree,
    pub(crate) comment: Option<String>,
    /// Whether an empty line stands before it, unless it is the first.
    pub(crate) apart: Apart,
}

/// How entries of a list stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apart {
    /// Line after line.
    No,
    /// With an empty line between.
    Yes,
}

/// How a file indents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indent {
    /// The column at which the value stands, from 0.
    pub(crate) column: usize,
    /// By how much the dashes of a list stand deeper than its key.
    pub(crate) dash: usize,
}

impl Item {
    pub(crate) const fn of(tree: Tree) -> Self {
        Self { tree, comment: None, apart: Apart::No }
    }
}

/// On one line, within a list or mapping on that line.
pub(crate) fn flow(tree: &Tree) -> String {
    match tree {
        Tree::Number(number) => number.to_string(),
        Tree::Text(text) => inline(text, Around::Flow),
        Tree::List(items) => format!("[{}]", items.iter().map(|item| flow(&item.tree)).collect::<Vec<_>>().join(", ")),
        Tree::Row(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Tree::Map(entries) | Tree::Record(entries) => {
            let entry = |(key, value): &(String, Tree)| format!("{}: {}", inline(key, Around::Flow), flow(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// `key: value`, the key at the column of `indent`.
pub(crate) fn entry(key: &str, value: &Tree, indent: Indent) -> Vec<String> {
    let head = format!("{}{}:", " ".repeat(indent.column), inline(key, Around::Block));
    match value {
        Tree::List(items) if !items.is_empty() => {
            let mut lines = vec![head];
            let indent = Indent { column: indent.column + indent.dash, ..indent };
            lines.extend(items_lines(items, indent));
            lines
        }
        Tree::Map(entries) if !entries.is_empty() => {
            let mut lines = vec![head];
            let indent = Indent { column: indent.column + 2, ..indent };
            lines.extend(entries.iter().flat_map(|(key, value)| entry(key, value, indent)));
            lines
        }
        Tree::Text(text) => scalar(&head, text, indent.column + 2),
        value => vec![format!("{head} {}", flow(value))],
    }
}

/// The entries of a list, their dashes at the column of `indent`.
pub(crate) fn items_lines(items: &[Item], indent: Indent) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 && item.apart == Apart::Yes {
            lines.push(String::new());
        }
        lines.extend(item_lines(item, indent));
    }
    lines
}

/// An entry of a list, its dash at the column of `indent`.
pub(crate) fn item_lines(item: &Item, indent: Indent) -> Vec<String> {
    let dash = format!("{}-", " ".repeat(indent.column));
    let inner = Indent { column: indent.column + 2, ..indent };
    let mut lines = match &item.tree {
        Tree::Map(entries) => block_map(&dash, entries, inner),
        Tree::Record(entries) => {
            let nested = entries.iter().any(|(_, value)| matches!(value, Tree::List(_) | Tree::Map(_)));
            let line = format!("{dash} {}", flow(&item.tree));
            if nested || line.chars().count() > WIDTH { block_map(&dash, entries, inner) } else { vec![line] }
        }
        Tree::Text(text) => scalar(&dash, text, indent.column + 2),
        tree => vec![format!("{dash} {}", flow(tree))],
    };
    if let Some(comment) = &item.comment {
        let comment = comment_text(comment);
        let first = lines[0].clone();
        // What stands after a `|` or within a text of several lines would be no comment.
        if lines.len() == 1 && first.chars().count() + comment.chars().count() < WIDTH {
            lines[0] = format!("{first}  {comment}");
        } else {
            lines.insert(0, format!("{}{comment}", " ".repeat(indent.column)));
        }
    }
    lines
}

/// `# …` on one line.
pub(crate) fn comment_text(comment: &str) -> String {
    let shown: String =
        comment.chars().map(|c| if is_printable(c.encode_utf8(&mut [0; 4])) { c } else { ' ' }).collect();
    format!("# {}", shown.split_whitespace().collect::<Vec<_>>().join(" ")).trim_end().to_owned()
}

fn block_map(dash: &str, entries: &[(String, Tree)], inner: Indent) -> Vec<String> {
    let mut lines: Vec<_> = entries.iter().flat_map(|(key, value)| entry(key, value, inner)).collect();
    match lines.first_mut() {
        Some(first) => *first = format!("{dash} {}", first.trim_start()),
        None => lines.push(format!("{dash} {{}}")),
    }
    lines
}

/// A text after its key or dash: on the same line, or as a block of lines at `column`.
fn scalar(head: &str, text: &str, column: usize) -> Vec<String> {
    let line = format!("{head} {}", inline(text, Around::Block));
    let body = text.strip_suffix('\n').unwrap_or(text);
    let fits = line.chars().count() <= WIDTH && !body.contains('\n');
    if fits || !can_be_block(body) {
        return vec![line];
    }
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(column)) };
    if body.contains('\n') {
        let sign = if body.len() < text.len() { "|" } else { "|-" };
        return std::iter::once(format!("{head} {sign}")).chain(body.split('\n').map(indented)).collect();
    }
    let sign = if body.len() < text.len() { ">" } else { ">-" };
    let lines = folded(body, WIDTH.saturating_sub(column).max(40));
    std::iter::once(format!("{head} {sign}")).chain(lines.iter().map(|line| indented(line))).collect()
}

/// Whether the lines of a text mean the same in a block: none ends with white space, and the first begins with none.
fn can_be_block(body: &str) -> bool {
    let tidy = |line: &str| line.trim_end() == line;
    is_printable(body) && !body.is_empty() && body.split('\n').all(tidy) && body.trim() == body
}

/// Broken at single spaces, as few lines as possible; a line break in a folded block reads as a space.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut length = 0;
    let mut after_blank = false;
    for (at, word) in text.split(' ').enumerate() {
        let long = word.chars().count();
        let line = lines.last_mut().expect("begins with one");
        if at > 0 && length + 1 + long > width && !word.is_empty() && !after_blank {
            lines.push(word.to_owned());
            length = long;
        } else {
            if at > 0 {
                line.push(' ');
            }
            line.push_str(word);
            length += long + usize::from(at > 0);
        }
        after_blank = word.is_empty();
    }
    lines
}
