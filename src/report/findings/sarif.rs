//! Mistakes in rubrics as SARIF 2.1.0, as GitHub's code scanning and editors take it.
//!
//! One run. Its rules are all of [`Code::ALL`], found or not, in that order, so that `ruleIndex` is the same in every file
//! and a list of rules can be shown. A result's `primaryLocationLineHash` is made of the code and the trimmed text of
//! its line, then which of its like in the file it is: it stays when lines move, so that a mistake that was dismissed is
//! not new again.

use super::super::json::pretty;
use super::{path, region, severity, source, told, worst_first};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::report::terminal::visible;
use crate::source::Source;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// More than GitHub takes of one run.
const MOST_RESULTS: usize = 25_000;

/// The whole log, errors first, with a line break after it.
#[must_use]
pub fn sarif(found: &[Diagnostic], sources: &[Source]) -> String {
    let mut seen = BTreeMap::new();
    let results: Vec<_> = worst_first(found)
        .into_iter()
        .take(MOST_RESULTS)
        .map(|diagnostic| result(diagnostic, sources, &mut seen))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "rubricate",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|&code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    pretty(&log)
}

fn rule(code: Code) -> Value {
    let full = code.explained();
    // What follows the colon is an example.
    let short = full.split_once(": `").map_or(full, |(short, _)| short).trim_end_matches('.');
    json!({
        "id": code.name(),
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {"text": format!("{full}\n\n`rubricate check` shows each place, with what to write instead.")},
        "defaultConfiguration": {"level": severity(code.severity())},
    })
}

/// How often a code was found on lines of one text, by file, code and text.
type Seen<'a> = BTreeMap<(usize, Code, &'a str), usize>;

fn result<'a>(diagnostic: &Diagnostic, sources: &'a [Source], seen: &mut Seen<'a>) -> Value {
    let code = diagnostic.code;
    let mut result = json!({
        "ruleId": code.name(),
        "ruleIndex": code as usize,
        "level": severity(diagnostic.severity()),
        "message": {"text": told(diagnostic)},
        "locations": [{"physicalLocation": location(diagnostic.place, sources)}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint(code, diagnostic.place, sources, seen)},
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().enumerate().map(|(index, (place, note))| {
            json!({
                "id": index + 1,
                "physicalLocation": location(*place, sources),
                "message": {"text": visible(note)},
            })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &diagnostic.fix {
        let physical = location(Place { span: fix.span, ..diagnostic.place }, sources);
        result["fixes"] = json!([{
            "description": {"text": diagnostic.help.as_deref().map_or_else(|| "mend it".into(), visible)},
            "artifactChanges": [{
                "artifactLocation": physical["artifactLocation"],
                "replacements": [{"deletedRegion": physical["region"], "insertedContent": {"text": fix.replacement}}],
            }],
        }]);
    }
    result
}

fn location(place: Place, sources: &[Source]) -> Value {
    let region = region(place, sources);
    json!({
        "artifactLocation": {"uri": uri(&source(place, sources).name)},
        "region": {
            "startLine": region.start.line,
            "startColumn": region.start.column,
            "endLine": region.end.line,
            "endColumn": region.end.column,
        },
    })
}

fn fingerprint<'a>(code: Code, place: Place, sources: &'a [Source], seen: &mut Seen<'a>) -> String {
    let line = line(source(place, sources), place.span.start).trim();
    let count = seen.entry((place.source.0, code, line)).or_default();
    *count += 1;
    let hash = Sha256::digest(format!("{code}\n{line}"));
    let mut out = String::new();
    hash.iter().take(8).for_each(|byte| _ = write!(out, "{byte:02x}"));
    format!("{out}:{count}")
}

/// The line in which a byte stands.
fn line(source: &Source, at: usize) -> &str {
    let text = &source.text;
    let at = text.floor_char_boundary(at);
    let is_break = |c| matches!(c, '\n' | '\r');
    let start = text[..at].rfind(is_break).map_or(0, |found| found + 1);
    let end = text[at..].find(is_break).map_or(text.len(), |found| at + found);
    &text[start..end]
}

/// A relative reference; of a path from the root, a `file:` URI.
fn uri(name: &str) -> String {
    let path = path(name);
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let mut out = String::new();
    if path.starts_with('/') || drive {
        out.push_str(if drive { "file:///" } else { "file://" });
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_makes_a_uri() {
        for (name, expected) in [
            ("rubrics/io/csv.yaml", "rubrics/io/csv.yaml"),
            ("./a b/é#?%.yaml", "a%20b/%C3%A9%23%3F%25.yaml"),
            ("http://x", "http%3A//x"),
            ("/tmp/x.yaml", "file:///tmp/x.yaml"),
            ("C:/x.yaml", "file:///C%3A/x.yaml"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }

    #[test]
    fn a_line_is_found_by_a_byte_of_it() {
        let source = Source::new("x", "ab\r\ncd\re");
        for (at, expected) in [(0, "ab"), (2, "ab"), (4, "cd"), (6, "cd"), (7, "e"), (8, "e"), (99, "e")] {
            assert_eq!(line(&source, at), expected, "{at}");
        }
    }
}
