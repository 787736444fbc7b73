//! The bytes of a file that a step has to change, and what shall stand there.
//!
//! Text, its tree and a place in it → [`Fix`]es. What is new is laid out as its surroundings are: in brackets and braces on one
//! line, elsewhere on lines with the file's indentation. An error says why the layout does not allow it.

use super::layout::{
    colon, column, dash, dash_of, dash_offset, end, entry_end, is_flow, line_end, line_start, newline, rest_is_free,
    start,
};
use super::meaning::{at, in_flow, is_key, node, owner, same};
use crate::diagnostic::Fix;
use crate::rubric::write::tree::{Indent, Item, Tree, WIDTH, comment_text, entry, flow, item_lines, items_lines};
use crate::rubric::yaml::{Node, Value};
use crate::span::Span;

const UNCLEAR: &str = "its end cannot be told";

fn insertion(at: usize, text: String) -> Fix {
    Fix { span: Span::at(at), replacement: text }
}

/// Lines after the line on which something ends.
fn lines_after(text: &str, end: usize, lines: &[String]) -> Result<Fix, String> {
    if !rest_is_free(text, end) {
        return Err("something else follows on its line".into());
    }
    let newline = newline(text);
    Ok(insertion(line_end(text, end), lines.iter().map(|line| format!("{newline}{line}")).collect()))
}

pub(super) fn replace(text: &str, node: &Node, tree: &Tree) -> Result<Vec<Fix>, String> {
    let end = end(text, node).ok_or(UNCLEAR)?;
    Ok(vec![Fix { span: Span::new(start(text, node), end), replacement: flow(tree) }])
}

pub(super) fn replace_list(text: &str, node: &Node, items: &[Item]) -> Result<Vec<Fix>, String> {
    let end = end(text, node).ok_or(UNCLEAR)?;
    let Value::List(old) = &node.value else { return Err("it is no list".into()) };
    if is_flow(node) {
        let list = flow(&Tree::List(items.to_vec()));
        return Ok(vec![Fix { span: Span::new(node.span.start, end), replacement: list }]);
    }
    let first = old.first().and_then(|first| dash_of(text, first)).ok_or("its dashes stand on lines of their own")?;
    let from = line_start(text, first);
    if !text[from..first].trim().is_empty() || !rest_is_free(text, end) {
        return Err("something else stands on its lines".into());
    }
    let to = line_end(text, end);
    let indent = Indent { column: column(text, first), dash: 2 };
    let items: Vec<_> = items.iter().map(|item| noted(text, item, old)).collect();
    let mut lines: Vec<String> =
        text[from..to].lines().filter(|line| line.trim_start().starts_with('#')).map(str::to_owned).collect();
    lines.extend(items_lines(&items, indent));
    Ok(vec![Fix { span: Span::new(from, to), replacement: lines.join(newline(text)) }])
}

/// The entry, with what is said beside the old one of its name.
fn noted(text: &str, item: &Item, old: &[Node]) -> Item {
    let first = |node: &Node| match &node.value {
        Value::Map(entries) => entries.first().map(|(_, value)| value.clone()),
        _ => None,
    };
    let name = first(&node(&item.tree));
    let alike = old.iter().find(|old| name.as_ref().zip(first(old)).is_some_and(|(name, other)| same(name, &other)));
    let after = alike.and_then(|old| end(text, old)).map(|end| text[end..line_end(text, end)].trim());
    let comment = after.and_then(|after| after.strip_prefix('#')).map(|comment| comment.trim().to_owned());
    Item { comment: item.comment.clone().or(comment), ..item.clone() }
}

pub(super) fn insert_key(
    text: &str,
    map: &Node,
    (key, value): (&str, &Tree),
    before: &[&str],
    indent: Indent,
) -> Result<Vec<Fix>, String> {
    let Value::Map(entries) = &map.value else { return Err("it is no mapping".into()) };
    let (first, _) = entries.first().ok_or("it is empty")?;
    let indent = Indent { column: column(text, first.span.start), ..indent };
    let stands = |name: &str| entries.iter().find(|(key, _)| is_key(key, name));
    let flow_entry = || format!("{key}: {}", flow(value));
    let Some((name, last)) = before.iter().rev().find_map(|name| stands(name)) else {
        let from = line_start(text, first.span.start);
        if is_flow(map) {
            return Ok(vec![insertion(first.span.start, format!("{}, ", flow_entry()))]);
        }
        if !text[from..first.span.start].trim_start_matches('\u{feff}').trim().is_empty() {
            return Err("there is no line before it".into());
        }
        let lines: String = entry(key, value, indent).iter().map(|line| format!("{line}{}", newline(text))).collect();
        return Ok(vec![insertion(first.span.start - indent.column, lines)]);
    };
    let end = entry_end(text, name, last).ok_or(UNCLEAR)?;
    if is_flow(map) {
        return Ok(vec![insertion(end, format!(", {}", flow_entry()))]);
    }
    Ok(vec![lines_after(text, end, &entry(key, value, indent))?])
}

pub(super) fn append(text: &str, root: &Node, path: &[usize], item: &Item) -> Result<Vec<Fix>, String> {
    let list = at(root, path);
    let offset = dash_offset(text, root);
    let items = match &list.value {
        Value::List(items) => items,
        Value::Nothing => {
            let (key, _) = owner(root, path).ok_or("it is no list")?;
            let end = colon(text, key).ok_or(UNCLEAR)?;
            if in_flow(root, path) {
                return Ok(vec![insertion(end, format!(" [{}]", flow(&item.tree)))]);
            }
            let indent = Indent { column: column(text, key.span.start) + offset, dash: offset };
            return Ok(vec![lines_after(text, end, &item_lines(item, indent))?]);
        }
        _ => return Err("it is no list".into()),
    };
    if is_flow(list) {
        return append_flow(text, list, items, item);
    }
    let column = dash(text, items).ok_or("its dashes stand on lines of their own")?;
    let mut lines = item_lines(item, Indent { column, dash: offset });
    if items.len() > 1 && items.last().is_some_and(|last| is_apart(text, last)) {
        lines.insert(0, String::new());
    }
    Ok(vec![lines_after(text, end(text, list).ok_or(UNCLEAR)?, &lines)?])
}

/// Whether an empty line stands before an entry of a list.
fn is_apart(text: &str, item: &Node) -> bool {
    let Some(dash) = dash_of(text, item) else { return false };
    let before = line_start(text, dash).saturating_sub(1);
    text[line_start(text, before)..before].trim().is_empty()
}

fn append_flow(text: &str, list: &Node, items: &[Node], item: &Item) -> Result<Vec<Fix>, String> {
    let closed = end(text, list).ok_or(UNCLEAR)?;
    let tree = flow(&item.tree);
    let mut fixes = match items.last() {
        Some(last) => vec![insertion(end(text, last).ok_or(UNCLEAR)?, format!(", {tree}"))],
        None => vec![insertion(list.span.end, tree)],
    };
    if let Some(comment) = &item.comment {
        let comment = comment_text(comment);
        let after = line_end(text, closed);
        let above = line_start(text, list.span.start);
        fixes.push(if text[closed..after].trim().is_empty() {
            insertion(after, format!("  {comment}"))
        } else {
            let rest = &text[above..];
            let blank = rest.len() - rest.trim_start_matches(' ').len();
            insertion(above, format!("{}{comment}{}", &rest[..blank], newline(text)))
        });
    }
    Ok(fixes)
}

/// Each line of a value but the first moved to the right.
fn deeper(text: &str, from: usize, to: usize, by: usize) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let mut at = from;
    while let Some(next) = text[at..to].find('\n') {
        at += next + 1;
        if !text[at..line_end(text, at)].trim().is_empty() {
            fixes.push(insertion(at, " ".repeat(by)));
        }
    }
    fixes
}

pub(super) fn wrap(
    text: &str,
    root: &Node,
    path: &[usize],
    key: &str,
    more: &[(&str, Tree)],
) -> Result<Vec<Fix>, String> {
    let node = at(root, path);
    let Value::Scalar(scalar) = &node.value else { return Err("it is no text".into()) };
    let (from, to) = (start(text, node), end(text, node).ok_or(UNCLEAR)?);
    let written = &text[from..to];
    let mut entries = vec![(key.to_owned(), Tree::Text(scalar.text.clone()))];
    entries.extend(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    let record = flow(&Tree::Record(entries));
    let nested = more.iter().any(|(_, value)| matches!(value, Tree::List(_)));
    let fits = column(text, from) + record.chars().count() <= WIDTH;
    if in_flow(root, path) || (fits && !nested && !written.contains('\n')) {
        return Ok(vec![Fix { span: Span::new(from, to), replacement: record }]);
    }
    let indent = Indent { column: column(text, from), dash: dash_offset(text, root) };
    let lines: Vec<_> = more.iter().flat_map(|(key, value)| entry(key, value, indent)).collect();
    let mut fixes = vec![insertion(from, format!("{key}: "))];
    fixes.extend(deeper(text, from, to, 2));
    fixes.push(lines_after(text, to, &lines)?);
    Ok(fixes)
}

pub(super) fn to_list(text: &str, root: &Node, path: &[usize], tree: &Tree) -> Result<Vec<Fix>, String> {
    let node = at(root, path);
    let (from, to) = (start(text, node), end(text, node).ok_or(UNCLEAR)?);
    if in_flow(root, path) {
        return Ok(vec![insertion(from, "[".into()), insertion(to, format!(", {}]", flow(tree)))]);
    }
    let (key, _) = owner(root, path).ok_or("it stands under no key")?;
    let after = colon(text, key).ok_or(UNCLEAR)?;
    if !text[after..from].trim().is_empty() {
        return Err("something stands between it and its key".into());
    }
    let offset = dash_offset(text, root);
    let indent = Indent { column: column(text, key.span.start) + offset, dash: offset };
    let dash = format!("{}{}- ", newline(text), " ".repeat(indent.column));
    let mut fixes = vec![Fix { span: Span::new(after, from), replacement: dash }];
    fixes.extend(deeper(text, from, to, offset + 2));
    fixes.push(lines_after(text, to, &item_lines(&Item::of(tree.clone()), indent))?);
    Ok(fixes)
}
