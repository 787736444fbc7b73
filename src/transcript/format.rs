//! Which format a file has, told by its content first and by its name second.

use super::{captions, sheet};
use serde_json::Value;
use std::fmt;

/// How answers are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A record a line.
    Jsonl,
    /// One JSON value: what a recogniser wrote, or a list of records.
    Json,
    /// A sheet with cells separated by commas, or whatever its first line shows.
    Csv,
    /// A sheet with cells separated by tabs.
    Tsv,
    /// Captions: WebVTT.
    Vtt,
    /// Captions: SubRip.
    Srt,
    /// Captions: SBV.
    Sbv,
    /// Text with labelled turns, or one answer.
    Text,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Jsonl => "JSON lines",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Vtt => "WebVTT",
            Self::Srt => "SubRip",
            Self::Sbv => "SBV",
            Self::Text => "text",
        })
    }
}

/// Lines that are looked at for the times of captions.
const LOOKED_AT: usize = 60;

/// The format of a file of this name that begins so.
#[must_use]
pub fn recognise(name: &str, head: &str) -> Format {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let head = head.trim_start_matches('\u{feff}');
    let begin = head.trim_start();
    match ending.as_str() {
        "jsonl" | "ndjson" => return Format::Jsonl,
        _ if begin.starts_with('{') => return if has_records(begin) { Format::Jsonl } else { Format::Json },
        _ if begin.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']'])) => {
            return Format::Json;
        }
        "json" => return Format::Json,
        _ if begin.starts_with("WEBVTT") => return Format::Vtt,
        _ => {}
    }
    let timing = head.lines().take(LOOKED_AT).find(|line| matches!(captions::timing(line), Some(Some(_))));
    match (timing, ending.as_str()) {
        (_, "vtt") => Format::Vtt,
        (_, "srt") => Format::Srt,
        (_, "sbv") => Format::Sbv,
        (_, "tsv" | "tab") => Format::Tsv,
        (_, "csv") => Format::Csv,
        (Some(line), _) if !line.contains("-->") => Format::Sbv,
        (Some(line), _) if line.contains(',') => Format::Srt,
        (Some(_), _) => Format::Vtt,
        (None, _) if sheet::is_sheet(head) => Format::Csv,
        (None, _) => Format::Text,
    }
}

/// Whether some line is a record; of one that is longer than the head only the names of its fields can tell.
fn has_records(head: &str) -> bool {
    let is_record = |line: &str| match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => fields.contains_key("answer") || fields.contains_key("question"),
        _ => false,
    };
    let endless = !head.contains('\n') && serde_json::from_str::<serde::de::IgnoredAny>(head).is_err();
    head.lines().any(is_record) || (endless && head.contains("\"answer\"") && !head.contains("\"segments\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_format() {
        for (name, head, expected) in [
            ("x", "{\"question\": \"gil\", \"answer\": \"x\"}\n", Format::Jsonl),
            ("x", "{\"id\": \"a\"\n{\"question\": \"gil\", \"answer\": \"x\"}\n", Format::Jsonl),
            ("x", "{\"answer\": \"never ends", Format::Jsonl),
            ("x.jsonl", "nonsense", Format::Jsonl),
            ("x.txt", "{\n \"segments\": []\n}", Format::Json),
            ("x.json", "{\"text\": \"x\", \"segments\": [{\"text\": \"a", Format::Json),
            ("x", "[\n {\"answer\": 1}]", Format::Json),
            ("x", "\u{feff}WEBVTT\n", Format::Vtt),
            ("x.txt", "1\n00:00:01,000 --> 00:00:02,000\nx\n", Format::Srt),
            ("x", "00:01.000 --> 00:02.000\nx\n", Format::Vtt),
            ("x", "0:00:00.378,0:00:11.378\nx\n", Format::Sbv),
            ("x.vtt", "nothing", Format::Vtt),
            ("-", "id;answer\n1;x\n", Format::Csv),
            ("-", "sep=,\n", Format::Csv),
            ("x.tsv", "a\tb\n", Format::Tsv),
            ("-", "[00:01] Ann: Hi\n", Format::Text),
            ("-", "Well, a name, I think, is a reference.", Format::Text),
            ("-", "", Format::Text),
        ] {
            assert_eq!(recognise(name, head), expected, "{name} {head}");
        }
    }
}
