//! What the user named → answers, one at a time, in order.
//!
//! Folders and globs become files. A file's first bytes decide whether it is a text at all, and its format; records are
//! then read line by line, so that memory does not grow with the file, everything else whole. What cannot be read becomes
//! an answer that was refused, with its reason; the rest goes on.

use super::args::{self, reading::InputFormat};
use super::mistake;
use crate::decode;
use crate::intake::{Intake, OddBytes, RepeatedIds, Sheet, Taken, Whole};
use crate::transcript::format::{Format, recognise};
use crate::transcript::sheet::{Columns, workbook};
use crate::wordings::Wordings;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What happens while inputs are read.
#[derive(Debug)]
pub(super) enum Event {
    /// An answer, or one that was refused.
    Taken(Box<Taken>),
    /// Something the user should know.
    Said(String),
    /// Nothing more is there yet: what was taken should be graded.
    Pause,
    /// So many bytes were read.
    Bytes(u64),
}

/// The reader of events went away.
pub(super) struct Stopped;

/// Where events go.
type Take<'a> = dyn FnMut(Event) -> Result<(), Stopped> + 'a;

/// How inputs are read.
pub(super) struct Reading<'a> {
    pub(super) intake: Intake<'a>,
    /// The format of all of them, where the user said so.
    pub(super) format: Option<Format>,
    /// A larger transcript, or record, is refused.
    pub(super) most_bytes: u64,
}

/// How the options say that answers are read.
pub(super) fn reading<'a>(
    options: &args::reading::Reading,
    wordings: &'a Wordings,
    repeated_ids: RepeatedIds,
) -> Reading<'a> {
    let intake = Intake {
        wordings,
        question: options.question.clone(),
        order: options.questions.clone(),
        speaker: options.speaker.clone(),
        columns: Columns {
            id: options.id_column.clone(),
            candidate: options.candidate_column.clone(),
            question: options.question_column.clone(),
            answer: options.answer_column.clone(),
        },
        separator: options.delimiter,
        repeated_ids,
        odd_bytes: if options.strict_encoding { OddBytes::Refused } else { OddBytes::Noted },
    };
    let format = options.input_format.map(|format| match format {
        InputFormat::Jsonl => Format::Jsonl,
        InputFormat::Json => Format::Json,
        InputFormat::Csv => Format::Csv,
        InputFormat::Tsv => Format::Tsv,
        InputFormat::Vtt => Format::Vtt,
        InputFormat::Srt => Format::Srt,
        InputFormat::Sbv => Format::Sbv,
        InputFormat::Text => Format::Text,
    });
    Reading { intake, format, most_bytes: options.max_bytes }
}

/// Endings of files that are taken from a folder.
const TAKEN: [&str; 12] =
    ["txt", "md", "markdown", "jsonl", "ndjson", "json", "csv", "tsv", "tab", "vtt", "srt", "sbv"];
/// What `most_bytes` is where the user does not say.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// What is looked at to recognise a format.
const HEAD: usize = 1 << 16;

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
                let endings = TAKEN.map(|ending| format!("*.{ending}")).join(", ");
                return Err(format!("0 files in {text}: looked for {endings}"));
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

/// How many bytes the files hold together; nothing where one is a stream.
pub(super) fn size(files: &[PathBuf]) -> Option<u64> {
    let size =
        |file: &PathBuf| if file == Path::new("-") { None } else { file.metadata().ok().map(|found| found.len()) };
    files.iter().map(size).sum()
}

/// Reads one file, or stdin for `-`, and hands on what happens; stops early when nobody takes it.
pub(super) fn read(path: &Path, reading: &Reading<'_>, take: &mut Take<'_>) -> Result<(), Stopped> {
    let name = if path == Path::new("-") { "<stdin>" } else { &path.display().to_string() };
    guarded(name, take, |take| {
        let mut reader = Reader { name: name.to_owned(), reading, take };
        match open(path).and_then(begin) {
            // A filter to which nothing came has nothing to say.
            Ok(Begun { head, .. }) if head.is_empty() && path == Path::new("-") => Ok(()),
            Ok(begun) => reader.file(begun),
            Err(error) => reader.refuse(unreadable(&error)),
        }
    })
}

/// A mistake of ours in one file does not take the others with it.
fn guarded(
    name: &str,
    take: &mut Take<'_>,
    read: impl FnOnce(&mut Take<'_>) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let read = mistake::guarded(|| read(&mut |event| take(event)));
    read.unwrap_or_else(|reason| take(Event::Taken(Box::new(Taken::refused(name, reason)))))
}

/// All bytes of a file that is read at once, or of stdin for `-`. What is no file is not waited for.
pub(super) fn all_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All bytes of a file, likewise.
pub(super) fn file_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All of a text, likewise; `-` is stdin.
pub(super) fn all_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

type Input = Box<dyn Read + Send>;

fn open(path: &Path) -> io::Result<Input> {
    if path == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(open_file(path)?)) }
}

fn open_file(path: &Path) -> io::Result<File> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    // To open a named pipe that nobody writes to would wait for ever; one that a shell opened for us is fine.
    let opened_by_shell = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    if !metadata.is_file() && !opened_by_shell {
        return Err(io::Error::other("it is not a file; use `-` to read from a pipe"));
    }
    File::open(path)
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

struct Begun {
    head: Vec<u8>,
    /// All of it, the head included.
    input: Input,
}

/// Reads the head: as much as a pipe gives until its first record is whole, else a buffer full.
fn begin(mut input: Input) -> io::Result<Begun> {
    let mut head = Vec::new();
    let mut buffer = vec![0; HEAD];
    while head.len() < HEAD {
        let length = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        head.extend_from_slice(&buffer[..length]);
        if head.starts_with(b"{") && head.ends_with(b"\n") && is_record(&head) {
            break;
        }
    }
    let input = Box::new(Cursor::new(head.clone()).chain(input));
    Ok(Begun { head, input })
}

fn is_record(head: &[u8]) -> bool {
    std::str::from_utf8(head).is_ok_and(|head| recognise("", head) == Format::Jsonl)
}

/// One file being read.
struct Reader<'a, 'b> {
    name: String,
    reading: &'a Reading<'b>,
    take: &'a mut Take<'a>,
}

impl Reader<'_, '_> {
    fn file(&mut self, Begun { head, input }: Begun) -> Result<(), Stopped> {
        if workbook::is_one(&head) {
            return self.workbook(input);
        }
        if let Some((kind, help)) = decode::no_text(&head) {
            return self.refuse(format!("looks like {kind}, not text; {help}"));
        }
        let text = decode::decode(head.clone()).text;
        let format = self.reading.format.unwrap_or_else(|| recognise(&self.name, &text));
        if !matches!(format, Format::Jsonl | Format::Csv | Format::Tsv) {
            return self.whole(format, input);
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() && head.len() < HEAD {
            return self.taken(Taken::empty(&self.name));
        }
        let sheet = match format {
            Format::Csv | Format::Tsv => Some(Sheet::new(&self.reading.intake, &self.name, &text, format)),
            _ => None,
        };
        let input: Input = match decode::utf16(&head) {
            Some(order) => Box::new(DecodeReaderBytesBuilder::new().encoding(Some(order.encoding())).build(input)),
            None => input,
        };
        self.lines(sheet, BufReader::with_capacity(HEAD, input))
    }

    /// All bytes, or why they cannot be had.
    fn bytes(&self, input: Input) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        input.take(self.reading.most_bytes + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > self.reading.most_bytes { Err(self.too_large("it is")) } else { Ok(bytes) }
    }

    /// The first sheet of a workbook, as a sheet of its own.
    fn workbook(&mut self, input: Input) -> Result<(), Stopped> {
        let bytes = match self.bytes(input) {
            Ok(bytes) => bytes,
            Err(reason) => return self.refuse(reason),
        };
        let length = bytes.len() as u64;
        let csv = match workbook::to_csv(bytes) {
            Ok(csv) => csv,
            Err(reason) => return self.refuse(reason),
        };
        (self.take)(Event::Bytes(length))?;
        let intake = &self.reading.intake;
        let mut sheet = Sheet::separated(intake, &self.name, b',');
        for line in csv.as_bytes().split_inclusive(|&byte| byte == b'\n') {
            match sheet.line(line) {
                Ok(taken) => self.tell(sheet.said(), taken)?,
                Err(reason) => return self.refuse(reason),
            }
        }
        self.ended(sheet)
    }

    fn whole(&mut self, format: Format, input: Input) -> Result<(), Stopped> {
        let bytes = match self.bytes(input) {
            Ok(bytes) => bytes,
            Err(reason) => return self.refuse(reason),
        };
        (self.take)(Event::Bytes(bytes.len() as u64))?;
        let Whole { taken, said } = self.reading.intake.whole(&self.name, bytes, format);
        self.tell(said, taken)
    }

    /// Line by line. A line that is too large ends the file, for what follows it cannot be told.
    fn lines(&mut self, mut sheet: Option<Sheet<'_>>, mut input: BufReader<Input>) -> Result<(), Stopped> {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            let waiting = sheet.as_ref().map_or(0, Sheet::waiting) as u64;
            let refused = match input.by_ref().take(self.reading.most_bytes + 1).read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(length) if length as u64 + waiting > self.reading.most_bytes => {
                    Some(self.too_large("the record is"))
                }
                Ok(_) => None,
                Err(error) => Some(unreadable(&error)),
            };
            if let Some(reason) = refused {
                return self.taken(Taken::refused(&format!("{}:{number}", self.name), reason));
            }
            (self.take)(Event::Bytes(bytes.len() as u64))?;
            match &mut sheet {
                Some(sheet) => match sheet.line(&bytes) {
                    Ok(taken) => self.tell(sheet.said(), taken)?,
                    Err(reason) => return self.refuse(reason),
                },
                None => {
                    let taken = self.reading.intake.line(&self.name, number, &bytes);
                    taken.into_iter().try_for_each(|taken| self.taken(taken))?;
                }
            }
            if input.buffer().is_empty() {
                (self.take)(Event::Pause)?;
            }
        }
        sheet.map_or(Ok(()), |sheet| self.ended(sheet))
    }

    fn ended(&mut self, mut sheet: Sheet<'_>) -> Result<(), Stopped> {
        match sheet.end() {
            Ok(taken) => self.tell(sheet.said(), taken),
            Err(reason) => self.refuse(reason),
        }
    }

    fn too_large(&self, what: &str) -> String {
        format!("{what} larger than {} bytes; raise the limit with --max-bytes", self.reading.most_bytes)
    }

    fn refuse(&mut self, reason: String) -> Result<(), Stopped> {
        self.taken(Taken::refused(&self.name, reason))
    }

    fn taken(&mut self, taken: Taken) -> Result<(), Stopped> {
        (self.take)(Event::Taken(Box::new(taken)))
    }

    fn tell(&mut self, said: Vec<String>, taken: Vec<Taken>) -> Result<(), Stopped> {
        said.into_iter().try_for_each(|said| (self.take)(Event::Said(format!("{}: {said}", self.name))))?;
        taken.into_iter().try_for_each(|taken| self.taken(taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_of_ours_is_one_files() {
        let mut events = Vec::new();
        let mut take = |event| {
            events.push(event);
            Ok(())
        };
        let read = guarded("a.txt", &mut take, |take| {
            take(Event::Bytes(3))?;
            panic!("only a test")
        });
        assert!(read.is_ok());
        let [Event::Bytes(3), Event::Taken(taken)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((taken.answer.source.as_str(), taken.refused.as_deref()), ("a.txt", Some(mistake::ON_THIS)));
    }
}
