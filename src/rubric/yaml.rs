//! YAML → a tree in which every key and every value knows its bytes. The only module that knows the YAML library.
//!
//! Scalars keep the text as it was written: a bare `no`, `0123` or `1.20` is that text, not a truth value or
//! a number, so that a pattern is never changed by what YAML makes of it. Duplicate keys are all kept, for the
//! decoder to report. Aliases and nesting are bounded, so that no small file can become a large one.

use crate::diagnostic::Code;
use crate::span::Span;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use std::fmt;

/// A value and its bytes in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes; for a scalar with its quotes.
    pub span: Span,
}

/// The three shapes of YAML, and nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A key without a value.
    Nothing,
    /// A text, a number, anything on its own.
    Scalar(Scalar),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping: keys and values in the order of the file, duplicates included.
    Map(Vec<(Node, Node)>),
}

/// A scalar as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, without quotes and with escapes resolved.
    pub text: String,
    /// Where the text begins in the file, if it stands there byte for byte; else only the whole span is known.
    pub verbatim: Option<usize>,
    /// Whether it was written bare although YAML readers would take it for something other than a text.
    pub ambiguous: bool,
}

/// Why a file is no YAML that we can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Whether it is malformed, empty, or several documents.
    pub code: Code,
    /// Where the reader gave up.
    pub span: Span,
    /// What it says.
    pub message: String,
}

impl Node {
    /// The same, of a text that begins so many bytes into another, with the places there.
    pub(super) fn moved(self, by: usize) -> Self {
        let value = match self.value {
            Value::Nothing => Value::Nothing,
            Value::Scalar(scalar) => Value::Scalar(Scalar { verbatim: scalar.verbatim.map(|at| at + by), ..scalar }),
            Value::List(items) => Value::List(items.into_iter().map(|item| item.moved(by)).collect()),
            Value::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (key.moved(by), value.moved(by))).collect())
            }
        };
        Self { value, span: self.span.moved(by) }
    }
}

/// Reads one document.
///
/// # Errors
/// The first place where it is not YAML, or that it is not exactly one document.
pub fn parse(text: &str) -> Result<Node, YamlError> {
    let options = serde_yaml::options! {
        // More than any rubric needs, and little enough to refuse a bomb at once.
        budget: serde_yaml::budget! {
            max_events: 400_000,
            max_aliases: 1_000,
            max_anchors: 1_000,
            max_depth: 32,
            max_documents: 2,
            max_nodes: 200_000,
            max_total_scalar_bytes: 16 << 20,
        },
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::PassThrough,
        merge_keys: serde_yaml::MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::PassThrough,
    };
    let mut documents: Vec<Spanned<Raw>> =
        serde_yaml::from_multiple_with_options(text, options).map_err(|error| syntax_error(&error, text))?;
    match documents.len() {
        1 => Ok(node(documents.remove(0), text)),
        0 => Err(YamlError { code: Code::NotOneDocument, span: Span::at(0), message: "this file is empty".into() }),
        _ => Err(YamlError {
            code: Code::NotOneDocument,
            span: bytes(&documents[1].referenced, text),
            message: "a second YAML document begins here".into(),
        }),
    }
}

fn syntax_error(error: &serde_yaml::Error, text: &str) -> YamlError {
    let place = error.location().map_or(0, |location| match location.span().byte_offset() {
        Some(at) => text.floor_char_boundary(to_usize(at)),
        None => offset_of(text, to_usize(location.line()), to_usize(location.column())),
    });
    let message = error.without_snippet().to_string();
    // The place is shown apart from the message.
    let message = message.lines().next().unwrap_or_default();
    let message = match message.split(" at line ").next().unwrap_or(message).trim_end_matches('.') {
        breached if breached.starts_with("budget breached") => "more nesting, values or aliases than a rubric may have",
        "recursion limit exceeded" => "nested too deeply for a rubric",
        "recursive references require weak recursion types" => "an alias within its own anchor",
        message => message,
    };
    YamlError { code: Code::YamlSyntax, span: Span::at(place), message: message.to_owned() }
}

/// The byte at a line and a column, both from 1, the column in characters.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The tree as the library yields it; scalars are looked up in the source afterwards.
enum Raw {
    Nothing,
    Text(String),
    /// A bare scalar that the library took for a truth value or a number.
    Typed,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

fn bytes(location: &serde_yaml::Location, text: &str) -> Span {
    let start = location.span().byte_offset().map_or(0, |at| at as usize).min(text.len());
    let length = location.span().byte_len().map_or(0, to_usize);
    let start = text.floor_char_boundary(start);
    Span::new(start, text.floor_char_boundary((start + length).min(text.len())).max(start))
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = bytes(&raw.referenced, text);
    let written = bytes(&raw.defined, text).of(text);
    let value = match raw.value {
        Raw::Nothing if written.trim().is_empty() => Value::Nothing,
        Raw::Nothing | Raw::Typed => Value::Scalar(Scalar {
            text: written.to_owned(),
            verbatim: Some(span.start).filter(|_| span.of(text) == written),
            ambiguous: true,
        }),
        Raw::Text(value) => Value::Scalar(Scalar {
            verbatim: (span.start..=span.start + 1)
                .find(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(&value))),
            ambiguous: written == value && is_yaml_1_1_boolean(&value),
            text: value,
        }),
        Raw::List(items) => Value::List(items.into_iter().map(|item| node(item, text)).collect()),
        Raw::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (node(key, text), node(value, text))).collect())
        }
    };
    Node { value, span }
}

/// Words that YAML 1.1 readers take for truth values.
fn is_yaml_1_1_boolean(text: &str) -> bool {
    ["y", "n", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(text: &str, key: &str) -> (String, Option<usize>, bool, String) {
        let Value::Map(entries) = parse(text).unwrap().value else { panic!("no map") };
        let (_, node) = entries.into_iter().find(|(k, _)| k.span.of(text) == key).unwrap();
        let Value::Scalar(scalar) = node.value else { panic!("no scalar: {node:?}") };
        (scalar.text, scalar.verbatim, scalar.ambiguous, node.span.of(text).to_owned())
    }

    #[test]
    fn scalars_are_what_was_written() {
        for (written, ambiguous) in [
            ("no", true),
            ("0123", true),
            ("1.20", true),
            ("null", true),
            ("~", true),
            ("true", true),
            (".nan", true),
            ("evaluated once", false),
        ] {
            let text = format!("k: {written}\n");
            assert_eq!(scalar(&text, "k"), (written.into(), Some(3), ambiguous, written.into()), "{text}");
        }
        assert_eq!(scalar("k: 'no'\n", "k"), ("no".into(), Some(4), false, "'no'".into()));
        assert_eq!(scalar("k: \"a b\"\n", "k"), ("a b".into(), Some(4), false, "\"a b\"".into()));
        assert_eq!(scalar("k: \"a\\tb\"\n", "k").1, None);
    }

    #[test]
    fn places_are_the_files_own_bytes() {
        assert_eq!(scalar("\u{feff}k: xy\n", "k").1, Some(6));
        assert_eq!(scalar("a: é\r\nk: xy\r\n", "k").1, Some(10));
        assert_eq!(scalar("a: é\rk: xy\r", "k").1, Some(9));
    }

    #[test]
    fn duplicates_are_kept_and_nothing_is_nothing() {
        let Value::Map(entries) = parse("k: 1\nk: 2\nl:\n").unwrap().value else { panic!() };
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[2].1.value, Value::Nothing);
    }

    #[track_caller]
    fn refuse(text: &str, code: Code) {
        let error = parse(text).expect_err("refused");
        assert_eq!(error.code, code, "{error:?}");
    }

    #[test]
    fn what_is_no_rubric_is_refused() {
        refuse("", Code::NotOneDocument);
        refuse("# nothing\n", Code::NotOneDocument);
        refuse("a: 1\n---\nb: 2\n", Code::NotOneDocument);
        refuse("a: [1\n", Code::YamlSyntax);
        refuse(&"[".repeat(100_000), Code::YamlSyntax);
        refuse(&(0..2000).fold(String::new(), |s, i| s + &" ".repeat(i) + "a:\n"), Code::YamlSyntax);
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for i in 1..30 {
            bomb += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(","));
        }
        refuse(&bomb, Code::YamlSyntax);
        refuse("a: &a [*a]\n", Code::YamlSyntax);
    }
}
