//! Plain values out of the nodes of a file: texts, numbers, ids, lists and mappings, each with what is wrong with it.

use super::decode::Decoder;
use super::yaml::{Node, Scalar, Value};
use crate::decimal::Decimal;
use crate::diagnostic::{Code, Diagnostic, Fix, Place, certain, nearest};
use crate::span::Span;

/// The entries of one mapping, its duplicate and unknown keys already reported.
pub(super) struct Fields<'n> {
    pub(super) entries: Vec<(&'n str, &'n Node)>,
    /// What the mapping is, and where: for what is missing.
    pub(super) what: &'static str,
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(name, _)| *name == key).map(|&(_, node)| node)
    }
}

impl Decoder<'_> {
    pub(super) fn points(&mut self, node: &Node) -> Option<Decimal> {
        self.decimal(node, Code::BadPoints, "points", 1000)
    }

    /// A decimal above 0 and at most `most`.
    pub(super) fn decimal(&mut self, node: &Node, code: Code, what: &str, most: u64) -> Option<Decimal> {
        let scalar = self.scalar(node, what)?;
        let bare = scalar.verbatim == Some(node.span.start);
        let number = Decimal::parse(&scalar.text)
            .filter(|number| bare && *number > Decimal::ZERO && *number <= Decimal::whole(most));
        if number.is_none() {
            let quoted = Decimal::parse(&scalar.text).is_some() && !bare;
            let message = if quoted {
                format!("`\"{}\"` is a text", scalar.text)
            } else {
                format!("`{}` is out of range", scalar.text)
            };
            let message = if !quoted && Decimal::parse(&scalar.text).is_none() {
                format!("`{}` is not such a number", scalar.text)
            } else {
                message
            };
            self.report(
                code,
                node.span,
                message,
                format!("{what}: a bare decimal number above 0 and at most {most}, with at most three decimals"),
            );
        }
        number
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        node: &Node,
        key: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = &self.scalar(node, &format!("`{key}`"))?.text;
        let found = all.iter().copied().find(|&value| name(value) == text);
        if found.is_none() {
            let names: Vec<_> = all.iter().map(|&value| name(value)).collect();
            let help = match nearest(text, names.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => {
                    format!("one of {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
                }
            };
            let fix = certain(text, names).map(|name| Fix { span: node.span, replacement: name.to_owned() });
            let message = format!("`{text}` is not a {key}");
            self.found.push(Diagnostic::new(Code::UnknownValue, self.place(node.span), message).help(help).fix(fix));
        }
        found
    }

    pub(super) fn id(&mut self, node: &Node) -> Option<String> {
        let text = self.scalar(node, "an id")?.text.clone();
        self.check_id(&text, node.span)?;
        Some(text)
    }

    pub(super) fn check_id(&mut self, text: &str, span: Span) -> Option<()> {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= 80 && text.split('-').all(word) {
            return Some(());
        }
        self.report(
            Code::BadId,
            span,
            format!("`{text}` is not an id"),
            "lower-case letters and digits, in words joined by hyphens: `cpu-bound`",
        );
        None
    }

    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        let text = self.scalar(node, what)?.text.trim().to_owned();
        if text.is_empty() {
            self.report(Code::MissingKey, node.span, format!("{what} is empty"), "write it, or leave the key out");
            return None;
        }
        Some(text)
    }

    pub(super) fn texts(&mut self, node: Option<&Node>, what: &str) -> Vec<String> {
        self.list(node, what).iter().filter_map(|node| self.text(node, "an entry of the list")).collect()
    }

    pub(super) fn scalar<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Scalar> {
        match &node.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::Nothing => {
                self.report(Code::MissingKey, node.span, format!("{what} is empty"), "write it, or leave the key out");
                None
            }
            _ => {
                self.wrong_type(node, what, "a text");
                None
            }
        }
    }

    pub(super) fn list<'n>(&mut self, node: Option<&'n Node>, what: &str) -> &'n [Node] {
        match node.map(|node| &node.value) {
            Some(Value::List(items)) => items,
            None | Some(Value::Nothing) => &[],
            Some(_) => {
                self.wrong_type(
                    node.expect("matched above"),
                    what,
                    "a list: one line for each entry, beginning with `- `",
                );
                &[]
            }
        }
    }

    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &'static str, known: &[&str]) -> Option<Fields<'n>> {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node, what, &format!("a mapping with the keys {}", known.join(", ")));
            return None;
        };
        let mut fields = Fields { entries: Vec::new(), what, span: node.span };
        let entries = self.unique(entries);
        let mut taken: Vec<&str> = entries.iter().map(|&(name, ..)| name).collect();
        for (name, key, value) in entries {
            if known.contains(&name) {
                fields.entries.push((name, value));
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{what} has the keys {}", known.join(", ")),
            };
            let meant = certain(name, known.iter().copied()).filter(|meant| !taken.contains(meant));
            taken.extend(meant);
            let fix = meant.map(|meant| Fix { span: key.span, replacement: meant.to_owned() });
            let message = format!("unknown key `{name}`");
            self.found.push(Diagnostic::new(Code::UnknownKey, self.place(key.span), message).help(help).fix(fix));
        }
        Some(fields)
    }

    /// The entries of a mapping under their first keys; later ones of the same name are reported.
    pub(super) fn unique<'n>(&mut self, entries: &'n [(Node, Node)]) -> Vec<(&'n str, &'n Node, &'n Node)> {
        let mut seen: Vec<(&str, &Node, &Node)> = Vec::new();
        for (key, value) in entries {
            let Value::Scalar(Scalar { text: name, .. }) = &key.value else {
                self.wrong_type(key, "a key", "a text");
                continue;
            };
            match seen.iter().find(|(other, ..)| other == name) {
                Some((_, first, _)) => {
                    let first = self.place(first.span);
                    let diagnostic =
                        Diagnostic::new(Code::DuplicateKey, self.place(key.span), format!("`{name}` a second time"))
                            .related(first, "first here")
                            .help("merge the two, or remove one");
                    self.found.push(diagnostic);
                }
                None => seen.push((name, key, value)),
            }
        }
        seen
    }

    pub(super) fn require<'n>(&mut self, fields: &Fields<'n>, key: &str) -> Option<&'n Node> {
        let node = fields.get(key);
        if node.is_none() {
            let place = Span::new(fields.span.start, fields.span.start.min(fields.span.end));
            self.report(
                Code::MissingKey,
                place,
                format!("{} has no `{key}`", fields.what),
                format!("add a line `{key}: …`"),
            );
        }
        node
    }

    pub(super) fn wrong_type(&mut self, node: &Node, what: &str, expected: &str) {
        let got = match node.value {
            Value::Nothing => "nothing",
            Value::Scalar(_) => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        };
        self.report(Code::WrongType, node.span, format!("{what} cannot be {got}"), format!("write {expected}"));
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::new(code, self.place(span), message).help(help);
        self.found.push(diagnostic);
    }

    pub(super) const fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }
}
