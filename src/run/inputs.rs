//! What the user named → the answers in it, one at a time, in order.
//!
//! Folders and globs become files; a file's content decides whether it holds records, an interview or one answer.
//! What cannot be read becomes an answer that failed, with its reason; the rest goes on.

use crate::interview::{self, Wordings, file_stem};
use crate::source::Source;
use crate::span::Span;
use crate::transcript::records::{self, Record};
use crate::transcript::{Answer, Passage, labelled, merge};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// An answer, or one that could not be read with the reason.
pub(super) type Read1 = (Answer, Result<(), String>);

/// How inputs are read.
pub(super) struct Reading<'a> {
    pub(super) wordings: &'a Wordings,
    pub(super) question: Option<&'a str>,
    pub(super) speaker: Option<&'a str>,
}

/// Endings of files that are taken from a folder.
const TAKEN: [&str; 5] = ["txt", "md", "markdown", "jsonl", "ndjson"];
/// A larger transcript is refused; records are read line by line and may be any number.
const MOST_BYTES: u64 = 64 << 20;

/// The files that the arguments name. A folder is searched in the order of names; a pattern that no shell expanded
/// is expanded. Each must name something.
pub(super) fn expand(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for argument in arguments {
        let text = argument.to_string_lossy();
        if argument.is_dir() {
            let before = files.len();
            let entries = WalkDir::new(argument).follow_links(true).sort_by_file_name().into_iter();
            for entry in entries {
                match entry {
                    Ok(entry) if entry.file_type().is_file() && is_taken(entry.path()) => files.push(entry.into_path()),
                    Ok(_) => {}
                    // A loop of links or a folder without permission shows as what it is when it is read.
                    Err(error) => files.extend(error.path().map(Path::to_path_buf)),
                }
            }
            if files.len() == before {
                return Err(format!(
                    "0 files in {text}: looked for {}",
                    TAKEN.map(|ending| format!("*.{ending}")).join(", ")
                ));
            }
        } else if !argument.exists() && text.contains(['*', '?', '[']) {
            let paths = glob::glob(&text).map_err(|error| format!("{text}: {error}"))?;
            let before = files.len();
            files.extend(paths.filter_map(Result::ok).filter(|path| path.is_file()));
            if files.len() == before {
                return Err(format!("0 files match {text}"));
            }
        } else {
            files.push(argument.clone());
        }
    }
    Ok(files)
}

fn is_taken(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| TAKEN.contains(&extension.to_ascii_lowercase().as_str()))
}

/// Reads one file, or stdin for `-`, and hands each answer on; stops early when `take` fails.
pub(super) fn read<E>(
    path: &Path,
    reading: &Reading<'_>,
    take: &mut impl FnMut(Read1) -> Result<(), E>,
) -> Result<(), E> {
    let name = if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
    match open(path) {
        Ok(input) => read_from(&name, input, reading, take),
        Err(error) => take(failed(&name, format!("cannot be read: {error}"))),
    }
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a file"));
    }
    File::open(path).map(|file| Box::new(BufReader::with_capacity(1 << 16, file)) as Box<dyn BufRead>)
}

fn failed(name: &str, reason: impl Into<String>) -> Read1 {
    (Answer { id: file_stem(name).to_owned(), source: name.to_owned(), ..Answer::default() }, Err(reason.into()))
}

fn read_from<E>(
    name: &str,
    mut input: Box<dyn BufRead>,
    reading: &Reading<'_>,
    take: &mut impl FnMut(Read1) -> Result<(), E>,
) -> Result<(), E> {
    let start = match input.fill_buf() {
        Ok(start) => start,
        Err(error) => return take(failed(name, format!("cannot be read: {error}"))),
    };
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    let ends_as_records = name.ends_with(".jsonl") || name.ends_with(".ndjson");
    if first == Some(&b'{') || (ends_as_records && first.is_some()) {
        return read_records(name, input, reading, take);
    }
    let mut bytes = Vec::new();
    if let Err(error) = input.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        return take(failed(name, format!("cannot be read: {error}")));
    }
    if bytes.len() as u64 > MOST_BYTES {
        return take(failed(name, format!("larger than {} MB", MOST_BYTES >> 20)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => read_text(Source::new(name, text), reading, take),
        Err(error) => take(failed(name, format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to()))),
    }
}

/// Line by line, so that memory does not grow with the file.
fn read_records<E>(
    name: &str,
    mut input: Box<dyn BufRead>,
    reading: &Reading<'_>,
    take: &mut impl FnMut(Read1) -> Result<(), E>,
) -> Result<(), E> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        number += 1;
        let source = format!("{name}:{number}");
        match input.by_ref().take(MOST_BYTES + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => return Ok(()),
            Ok(length) if length as u64 > MOST_BYTES => {
                return take(failed(&source, format!("a line larger than {} MB", MOST_BYTES >> 20)));
            }
            Ok(_) => {}
            Err(error) => return take(failed(&source, format!("cannot be read: {error}"))),
        }
        let line = match std::str::from_utf8(&bytes) {
            Ok(line) => line.trim(),
            Err(error) => {
                take(failed(&source, format!("not UTF-8 at byte {} of the line", error.valid_up_to())))?;
                continue;
            }
        };
        if line.is_empty() {
            continue;
        }
        let read = match records::read(line) {
            Ok(record) => record_answer(record, &source, number, reading),
            Err(reason) => failed(&source, reason),
        };
        take(read)?;
    }
}

fn record_answer(record: Record, source: &str, number: usize, reading: &Reading<'_>) -> Read1 {
    let Record { id, candidate, question, answer: text, extra } = record;
    let asked = question.as_deref().or(reading.question);
    let mut answer = Answer {
        id: id.unwrap_or_else(|| number.to_string()),
        source: source.to_owned(),
        candidate,
        said: Passage::plain(text),
        extra,
        ..Answer::default()
    };
    let found = match asked {
        None => Err("no field `question`; add it, or name the question with --question".to_owned()),
        Some(asked) => reading.question_of(asked),
    };
    let outcome = found.map(|question| answer.question = question);
    (answer, outcome)
}

impl Reading<'_> {
    /// The question that an id or a wording means.
    fn question_of(&self, asked: &str) -> Result<String, String> {
        if let Some(id) = self.wordings.id(asked) {
            return Ok(id.to_owned());
        }
        match self.wordings.meant(asked) {
            Some(recognised) => Ok(recognised.question),
            None => Err(match self.wordings.suggest(asked) {
                Some(near) => format!("no question `{asked}` in the bank; did you mean `{near}`?"),
                None => format!("no question `{asked}` in the bank"),
            }),
        }
    }
}

fn read_text<E>(source: Source, reading: &Reading<'_>, take: &mut impl FnMut(Read1) -> Result<(), E>) -> Result<(), E> {
    let name = source.name.clone();
    let turns = merge(labelled::read(&source), "\n");
    if turns.is_empty() {
        return take(plain(source, reading));
    }
    if let Some(question) = reading.question {
        return take(failed(
            &name,
            format!(
                "this is an interview, with labelled turns; leave out --question {question}, and its questions are found by their wording"
            ),
        ));
    }
    let voices = match interview::voices(&turns, reading.wordings, reading.speaker) {
        Ok(voices) => voices,
        Err(reason) => return take(failed(&name, reason)),
    };
    let answers = interview::by_wording(&name, &turns, &voices, reading.wordings).answers;
    if answers.is_empty() {
        return take(failed(&name, "none of the bank's questions is asked in it"));
    }
    answers.into_iter().try_for_each(|answer| take((answer, Ok(()))))
}

/// A text without turns is one answer.
fn plain(source: Source, reading: &Reading<'_>) -> Read1 {
    let Some(question) = reading.question else {
        return failed(&source.name, "a text without labelled turns; name the question it answers with --question ID");
    };
    let said = Passage::of(&source, Span::new(0, source.text.len()), None);
    let mut answer = Answer { id: file_stem(&source.name).to_owned(), source: source.name, said, ..Answer::default() };
    let outcome = reading.question_of(question).map(|question| answer.question = question);
    (answer, outcome)
}
