//! A step of an edit: what it makes of the tree, and which bytes of the text have to change for that.
//!
//! Every step says both, so that the new text can be read back and compared with what it shall mean.

use super::layout::{
    colon, column, dash, dash_of, dash_offset, end, entry_end, is_flow, line_end, line_start, newline, rest_is_free,
    start,
};
use crate::diagnostic::Fix;
use crate::rubric::write::tree::{Indent, Item, Tree, WIDTH, comment_text, entry, flow, item_lines, items_lines};
use crate::rubric::yaml::{Node, Scalar, Value};
use crate::span::Span;

/// The way to a node: of each list the place of the entry, of each mapping that of the key.
pub(super) type Path = Vec<usize>;

/// A change of one node.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Another scalar or flow value in its place.
    Replace(Path, Tree),
    /// Another list of entries; comments on lines of their own stay before them, those beside an entry go with its name.
    ReplaceList(Path, Vec<Item>),
    /// A key that is not there yet, after the last of those that stand before it in rubrics.
    Put { map: Path, key: &'static str, before: &'static [&'static str], value: Tree },
    /// A further entry at the end of a list.
    Append(Path, Item),
    /// A text in a list becomes a mapping: `foo` → `{pattern: foo, …}`.
    Wrap { scalar: Path, key: &'static str, more: Vec<(&'static str, Tree)> },
    /// A text becomes a list of itself and another.
    ToList(Path, Tree),
}

impl Step {
    /// The node that it concerns.
    pub(super) fn path(&self) -> &[usize] {
        match self {
            Self::Replace(path, _)
            | Self::ReplaceList(path, _)
            | Self::Put { map: path, .. }
            | Self::Append(path, _)
            | Self::Wrap { scalar: path, .. }
            | Self::ToList(path, _) => path,
        }
    }

    /// The tree with the step made; its spans mean nothing there.
    pub(super) fn meant(&self, root: &Node) -> Node {
        let mut root = root.clone();
        match self {
            Self::Replace(path, tree) => *at_mut(&mut root, path) = node(tree),
            Self::ReplaceList(path, items) => *at_mut(&mut root, path) = node(&Tree::List(items.clone())),
            Self::Put { map, key, value, .. } => put(at_mut(&mut root, map), key, value),
            Self::Append(path, item) => match &mut at_mut(&mut root, path).value {
                Value::List(items) => items.push(node(&item.tree)),
                nothing => *nothing = Value::List(vec![node(&item.tree)]),
            },
            Self::Wrap { scalar, key, more } => {
                let place = at_mut(&mut root, scalar);
                let mut entries = vec![(node(&Tree::Text((*key).to_owned())), place.clone())];
                entries.extend(more.iter().map(|(key, value)| (node(&Tree::Text((*key).to_owned())), node(value))));
                place.value = Value::Map(entries);
            }
            Self::ToList(path, tree) => {
                let place = at_mut(&mut root, path);
                place.value = Value::List(vec![place.clone(), node(tree)]);
            }
        }
        root
    }

    /// The bytes to change.
    ///
    /// # Errors
    /// Why the layout does not allow it.
    pub(super) fn fixes(&self, text: &str, root: &Node) -> Result<Vec<Fix>, String> {
        match self {
            Self::Replace(path, tree) => replace(text, at(root, path), tree),
            Self::ReplaceList(path, items) => replace_list(text, at(root, path), items),
            Self::Put { map, key, before, value } => {
                let indent = Indent { column: 0, dash: dash_offset(text, root) };
                insert_key(text, at(root, map), (key, value), before, indent)
            }
            Self::Append(path, item) => append(text, root, path, item),
            Self::Wrap { scalar, key, more } => wrap(text, root, scalar, key, more),
            Self::ToList(path, tree) => to_list(text, root, path, tree),
        }
    }
}

/// Whether two trees say the same, wherever they stand. Of mappings the order counts not.
pub(super) fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => one.text == other.text,
        (Value::Nothing, Value::Nothing) => true,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let has = |(key, value): &(Node, Node)| other.iter().any(|(k, v)| same(key, k) && same(value, v));
            one.len() == other.len() && one.iter().all(has)
        }
        _ => false,
    }
}

pub(super) fn at<'n>(root: &'n Node, path: &[usize]) -> &'n Node {
    path.iter().fold(root, |node, &index| match &node.value {
        Value::List(items) => &items[index],
        Value::Map(entries) => &entries[index].1,
        _ => node,
    })
}

fn at_mut<'n>(root: &'n mut Node, path: &[usize]) -> &'n mut Node {
    let Some((&index, rest)) = path.split_first() else { return root };
    match &mut root.value {
        Value::List(items) => at_mut(&mut items[index], rest),
        Value::Map(entries) => at_mut(&mut entries[index].1, rest),
        _ => unreachable!("paths are made from the tree"),
    }
}

fn node(tree: &Tree) -> Node {
    let scalar = |text: String| Value::Scalar(Scalar { text, verbatim: None, ambiguous: false });
    let entry = |(key, value): &(String, Tree)| (node(&Tree::Text(key.clone())), node(value));
    let value = match tree {
        Tree::Number(number) => scalar(number.to_string()),
        Tree::Text(text) => scalar(text.clone()),
        Tree::List(items) => Value::List(items.iter().map(|item| node(&item.tree)).collect()),
        Tree::Row(items) => Value::List(items.iter().map(node).collect()),
        Tree::Map(entries) | Tree::Record(entries) => Value::Map(entries.iter().map(entry).collect()),
    };
    Node { value, span: Span::at(0) }
}

fn put(map: &mut Node, key: &str, value: &Tree) {
    let Value::Map(entries) = &mut map.value else { return };
    match entries.iter_mut().find(|(other, _)| is_key(other, key)) {
        Some((_, place)) => *place = node(value),
        None => entries.push((node(&Tree::Text(key.to_owned())), node(value))),
    }
}

pub(super) fn is_key(node: &Node, key: &str) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.text == key)
}

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

fn replace(text: &str, node: &Node, tree: &Tree) -> Result<Vec<Fix>, String> {
    let end = end(text, node).ok_or(UNCLEAR)?;
    Ok(vec![Fix { span: Span::new(start(text, node), end), replacement: flow(tree) }])
}

fn replace_list(text: &str, node: &Node, items: &[Item]) -> Result<Vec<Fix>, String> {
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

fn insert_key(
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

fn append(text: &str, root: &Node, path: &[usize], item: &Item) -> Result<Vec<Fix>, String> {
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

/// The key of a value in a mapping.
fn owner<'n>(root: &'n Node, path: &[usize]) -> Option<&'n (Node, Node)> {
    let (&index, above) = path.split_last()?;
    match &at(root, above).value {
        Value::Map(entries) => entries.get(index),
        _ => None,
    }
}

fn in_flow(root: &Node, path: &[usize]) -> bool {
    (0..path.len()).any(|length| is_flow(at(root, &path[..length])))
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

fn wrap(text: &str, root: &Node, path: &[usize], key: &str, more: &[(&str, Tree)]) -> Result<Vec<Fix>, String> {
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

fn to_list(text: &str, root: &Node, path: &[usize], tree: &Tree) -> Result<Vec<Fix>, String> {
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
