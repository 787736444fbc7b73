//! A step of an edit: what it makes of the tree, and which bytes of the text have to change for that.
//!
//! Every step says both, so that the new text can be read back and compared with what it shall mean.

use super::layout::dash_offset;
use super::meaning::{Path, at, at_mut, node, put};
use super::splice::{append, insert_key, replace, replace_list, to_list, wrap};
use crate::diagnostic::Fix;
use crate::rubric::write::tree::{Indent, Item, Tree};
use crate::rubric::yaml::{Node, Value};

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
