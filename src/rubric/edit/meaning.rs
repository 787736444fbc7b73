//! What a file says, apart from how it is laid out: ways to the nodes of its tree, and trees compared.

use super::layout::is_flow;
use crate::rubric::write::tree::Tree;
use crate::rubric::yaml::{Node, Scalar, Value};
use crate::span::Span;

/// The way to a node: of each list the place of the entry, of each mapping that of the key.
pub(super) type Path = Vec<usize>;

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

/// The node at the end of a way that was found in this tree.
pub(super) fn at<'n>(root: &'n Node, path: &[usize]) -> &'n Node {
    path.iter().fold(root, |node, &index| match &node.value {
        Value::List(items) => &items[index],
        Value::Map(entries) => &entries[index].1,
        _ => node,
    })
}

pub(super) fn at_mut<'n>(root: &'n mut Node, path: &[usize]) -> &'n mut Node {
    let Some((&index, rest)) = path.split_first() else { return root };
    match &mut root.value {
        Value::List(items) => at_mut(&mut items[index], rest),
        Value::Map(entries) => at_mut(&mut entries[index].1, rest),
        _ => unreachable!("paths are made from the tree"),
    }
}

/// What is written, as it is read.
pub(super) fn node(tree: &Tree) -> Node {
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

/// Sets a key of a mapping, whether it stands there or not.
pub(super) fn put(map: &mut Node, key: &str, value: &Tree) {
    let Value::Map(entries) = &mut map.value else { return };
    match entries.iter_mut().find(|(other, _)| is_key(other, key)) {
        Some((_, place)) => *place = node(value),
        None => entries.push((node(&Tree::Text(key.to_owned())), node(value))),
    }
}

/// Whether it is this text.
pub(super) fn is_key(node: &Node, key: &str) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.text == key)
}

/// The key of a value in a mapping.
pub(super) fn owner<'n>(root: &'n Node, path: &[usize]) -> Option<&'n (Node, Node)> {
    let (&index, above) = path.split_last()?;
    match &at(root, above).value {
        Value::Map(entries) => entries.get(index),
        _ => None,
    }
}

/// Whether it stands within brackets or braces.
pub(super) fn in_flow(root: &Node, path: &[usize]) -> bool {
    (0..path.len()).any(|length| is_flow(at(root, &path[..length])))
}
