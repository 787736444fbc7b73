//! Reads records and does nothing with them: what grading is measured against, see `benches/README.md`.
//!
//! `parse_only FILE` parses each line of a JSONL file into a struct, and says how many bytes of answers there were.

#![expect(clippy::disallowed_methods, reason = "a program by itself: it reads a file and prints")]

use serde::Deserialize;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    question: Cow<'a, str>,
    #[serde(borrow)]
    answer: Cow<'a, str>,
}

fn main() -> io::Result<()> {
    let path = std::env::args_os().nth(1).ok_or_else(|| io::Error::other("name a file"))?;
    let mut input = BufReader::with_capacity(1 << 16, File::open(path)?);
    let (mut line, mut records, mut bytes) = (Vec::new(), 0, 0);
    while input.read_until(b'\n', &mut line)? > 0 {
        let record: Record<'_> = serde_json::from_slice(&line)?;
        records += usize::from(!record.id.is_empty() && !record.question.is_empty());
        bytes += record.answer.len();
        line.clear();
    }
    writeln!(io::stdout(), "{records} records, {bytes} bytes of answers")
}
