//! What the user named → answers, one at a time, in order.
//!
//! Folders and globs become files. A file's first bytes decide whether it is a text at all, and its format; records are
//! then read line by line, so that memory does not grow with the file, everything else whole. What cannot be read becomes
//! an answer that was refused, with its reason; the rest goes on.

use crate::decode;
use crate::intake::{Intake, Sheet, Taken};
use crate::transcript::format::{Format, recognise};
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

/// Endings of files that are taken from a folder.
const TAKEN: [&str; 12] =
    ["txt", "md", "markdown", "jsonl", "ndjson", "json", "csv", "tsv", "tab", "vtt", "srt", "sbv"];
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
    let name = if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
    let read = open(path).and_then(begin);
    match read {
        // A filter to which nothing came has nothing to say.
        Ok(Begun { head, .. }) if head.is_empty() && path == Path::new("-") => Ok(()),
        Ok(Begun { head, input }) => {
            let mut input = BufReader::with_capacity(HEAD, input);
            file(&name, &head, &mut input, reading, take)
        }
        Err(error) => refuse(&name, unreadable(&error), take),
    }
}

type Input = Box<dyn Read + Send>;

fn open(path: &Path) -> io::Result<Input> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    // To open a named pipe that nobody writes to would wait for ever; one that a shell opened for us is fine.
    let opened_by_shell = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    if !metadata.is_file() && !opened_by_shell {
        return Err(io::Error::other("it is not a file; use `-` to read from a pipe"));
    }
    Ok(Box::new(File::open(path)?))
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

fn refuse(name: &str, reason: String, take: &mut Take<'_>) -> Result<(), Stopped> {
    take(Event::Taken(Box::new(Taken::refused(name, reason))))
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

fn file(
    name: &str,
    head: &[u8],
    input: &mut BufReader<Input>,
    reading: &Reading<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    if let Some((kind, help)) = decode::no_text(head) {
        return refuse(name, format!("looks like {kind}, not text; {help}"), take);
    }
    let text = decode::decode(head.to_vec()).text;
    let format = reading.format.unwrap_or_else(|| recognise(name, &text));
    if !matches!(format, Format::Jsonl | Format::Csv | Format::Tsv) {
        return whole(name, format, input, reading, take);
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() && head.len() < HEAD {
        return take(Event::Taken(Box::new(Taken::empty(name))));
    }
    match decode::utf16(head) {
        Some(order) => {
            let encoding = Some(order.encoding());
            let decoded: Input =
                Box::new(DecodeReaderBytesBuilder::new().encoding(encoding).build(OwnedReader::of(input)));
            lines(name, &text, format, &mut BufReader::with_capacity(HEAD, decoded), reading, take)
        }
        None => lines(name, &text, format, input, reading, take),
    }
}

/// What is left of an input, to be read through another reader.
struct OwnedReader(Input);

impl OwnedReader {
    fn of(input: &mut BufReader<Input>) -> Self {
        let rest: Input = std::mem::replace(input, BufReader::new(Box::new(io::empty()))).into_inner();
        Self(rest)
    }
}

impl Read for OwnedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

fn whole(
    name: &str,
    format: Format,
    input: &mut BufReader<Input>,
    reading: &Reading<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(reading.most_bytes + 1).read_to_end(&mut bytes) {
        return refuse(name, unreadable(&error), take);
    }
    if bytes.len() as u64 > reading.most_bytes {
        return refuse(name, too_large("it is", reading), take);
    }
    take(Event::Bytes(bytes.len() as u64))?;
    let whole = reading.intake.whole(name, bytes, format);
    whole.said.into_iter().try_for_each(|said| take(Event::Said(format!("{name}: {said}"))))?;
    whole.taken.into_iter().try_for_each(|taken| take(Event::Taken(Box::new(taken))))
}

fn too_large(what: &str, reading: &Reading<'_>) -> String {
    format!("{what} larger than {} bytes; raise the limit with --max-bytes", reading.most_bytes)
}

/// Line by line. A line that is too large ends the file, for what follows it cannot be told.
fn lines(
    name: &str,
    head: &str,
    format: Format,
    input: &mut BufReader<Input>,
    reading: &Reading<'_>,
    take: &mut Take<'_>,
) -> Result<(), Stopped> {
    let mut sheet = match format {
        Format::Csv | Format::Tsv => Some(Sheet::new(&reading.intake, name, head, format)),
        _ => None,
    };
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let waiting = sheet.as_ref().map_or(0, Sheet::waiting) as u64;
        let here = || format!("{name}:{number}");
        match input.by_ref().take(reading.most_bytes + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(length) if length as u64 + waiting > reading.most_bytes => {
                return refuse(&here(), too_large("the record is", reading), take);
            }
            Ok(length) => take(Event::Bytes(length as u64))?,
            Err(error) => return refuse(&here(), unreadable(&error), take),
        }
        let taken = match &mut sheet {
            Some(sheet) => match sheet.line(&bytes) {
                Ok(taken) => taken,
                Err(reason) => return refuse(name, reason, take),
            },
            None => reading.intake.line(name, number, &bytes).into_iter().collect(),
        };
        tell(name, sheet.as_mut(), taken, take)?;
        if input.buffer().is_empty() {
            take(Event::Pause)?;
        }
    }
    match sheet.as_mut().map(Sheet::end) {
        None => Ok(()),
        Some(Ok(taken)) => tell(name, sheet.as_mut(), taken, take),
        Some(Err(reason)) => refuse(name, reason, take),
    }
}

fn tell(name: &str, sheet: Option<&mut Sheet<'_>>, taken: Vec<Taken>, take: &mut Take<'_>) -> Result<(), Stopped> {
    let said = sheet.map(Sheet::said).unwrap_or_default();
    said.into_iter().try_for_each(|said| take(Event::Said(format!("{name}: {said}"))))?;
    taken.into_iter().try_for_each(|taken| take(Event::Taken(Box::new(taken))))
}
