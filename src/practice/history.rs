//! The history: graded answers as lines of JSON, the oldest first.
//!
//! Bytes of a file ↔ [`Record`]s. A line that is none is skipped and its number kept, so that nothing is lost by one that
//! was cut off; fields that are not known are ignored. A line is:
//!
//! ```json
//! {"day":"2026-01-05","bank":"Python interview questions","question":"gil","followed_up":false,"score":87.5,"band":"strong",
//!  "quality":5,"seconds":143,"missing":["cpu-versus-io"],"answer":"It is a lock …"}
//! ```
//!
//! `followed_up` says that the answer holds what was said after the follow-up question; `quality` is that of
//! [`Quality`](super::spacing::Quality); `seconds` is left out where nobody measured; `missing` names the criteria that did
//! not earn all their points.

use super::day::Day;
use serde::{Deserialize, Serialize};

/// One graded answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub day: Day,
    /// Name of the bank.
    pub bank: String,
    /// Id of the question.
    pub question: String,
    /// Whether the answer to the follow-up is in it.
    #[serde(default)]
    pub followed_up: bool,
    /// 0 to 100, with one decimal.
    pub score: f64,
    /// The band reached.
    pub band: String,
    /// How it went, 0 to 5.
    pub quality: u8,
    /// How long it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// Ids of criteria that did not earn all their points.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What was said.
    #[serde(default)]
    pub answer: String,
}

impl Record {
    /// The score in tenths; 1000 for full marks.
    #[must_use]
    pub fn tenths(&self) -> u64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 1000")]
        let tenths = (self.score * 10.0).round().clamp(0.0, 1000.0) as u64;
        tenths
    }

    /// The record as a line, with its end.
    ///
    /// # Panics
    /// Never: what is in it can be written as JSON.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("plain values are JSON") + "\n"
    }
}

/// What was answered so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// In the order of the file.
    pub records: Vec<Record>,
    /// Numbers, from 1, of the lines that are no records.
    pub skipped: Vec<usize>,
    /// Whether the last line has no end, so that a new one must not be joined to it.
    pub unended: bool,
}

impl History {
    /// The records of one bank.
    pub fn of<'a>(&'a self, bank: &'a str) -> impl Iterator<Item = &'a Record> + Clone {
        self.records.iter().filter(move |record| record.bank == bank)
    }
}

/// Reads a history; never fails.
#[must_use]
pub fn read(bytes: &[u8]) -> History {
    let mut history = History { unended: bytes.last().is_some_and(|&last| last != b'\n'), ..History::default() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(record) => history.records.push(record),
            Err(_) => history.skipped.push(index + 1),
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(question: &str) -> Record {
        Record {
            day: "2026-01-05".parse().unwrap(),
            bank: "B".into(),
            question: question.into(),
            followed_up: false,
            score: 87.5,
            band: "strong".into(),
            quality: 5,
            seconds: Some(143),
            missing: vec!["a".into()],
            answer: "Two\nlines, \"quoted\" \u{1b}[2J\u{2028}".into(),
        }
    }

    /// Which questions are read, and which lines are skipped.
    #[track_caller]
    fn check(bytes: &[u8], questions: &[&str], skipped: &[usize], unended: bool) {
        let history = read(bytes);
        let found: Vec<_> = history.records.iter().map(|record| record.question.as_str()).collect();
        assert_eq!((found.as_slice(), history.skipped.as_slice(), history.unended), (questions, skipped, unended));
    }

    #[test]
    fn what_was_written_reads_back() {
        let records = [record("a"), Record { seconds: None, followed_up: true, ..record("b") }];
        let text: String = records.iter().map(Record::line).collect();
        assert_eq!(text.lines().count(), 2);
        assert_eq!(read(text.as_bytes()), History { records: records.to_vec(), ..History::default() });
    }

    #[test]
    fn damage_costs_the_damaged_lines_only() {
        let (a, b) = (record("a").line(), record("b").line());
        check(b"", &[], &[], false);
        check(format!("\u{feff}{a}\r\n\n{b}").as_bytes(), &["a", "b"], &[], false);
        check(format!("{a}{}", &b[..40]).as_bytes(), &["a"], &[2], true);
        check(format!("{a}{}\n{b}", &a[..40]).as_bytes(), &["a", "b"], &[2], false);
        check(&[a.as_bytes(), b"\xff\xfe\0\n", b.as_bytes()].concat(), &["a", "b"], &[2], false);
        check(a.trim_end().as_bytes(), &["a"], &[], true);
        check(a.replace("2026-01-05", "2026-02-30").as_bytes(), &[], &[1], false);
        check(a.replace("\"day\"", "\"new\":[1],\"day\"").as_bytes(), &["a"], &[], false);
    }
}
