//! Files that are known to be sound → a [`Bank`], of which no more is read than is asked for.
//!
//! A question is read when somebody looks at it, a term's wordings likewise. So to grade answers to a question takes no
//! longer in a bank of many.

use super::decode::{BankFile, Decoder};
use super::load::{Role, role};
use super::yaml::{self, Node, Value};
use super::{Bank, Question, Term};
use crate::catalog::Catalog;
use crate::diagnostic::SourceId;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A file of a bank: its path, and what is in it.
pub type SoundFile = (String, &'static [u8]);

/// Opens the bank of these files. In them [`load`](super::load::load) must find no mistake, and the file of a question must
/// be called as its id is.
///
/// # Panics
/// If they are not so, here or when something of the bank is looked at.
#[must_use]
pub fn open(files: &[SoundFile]) -> Bank {
    let mut bank_file = BankFile::default();
    let (mut terms, mut questions) = (Vec::new(), Vec::new());
    for (at, &(ref name, bytes)) in files.iter().enumerate() {
        let source = SourceId(at);
        match role(name) {
            Role::Bank => bank_file = sound(source, |decoder| decoder.bank(&tree(text(bytes)))),
            Role::Glossary => {
                terms.extend(entries(text(bytes)).into_iter().map(|entry| (source, text(bytes), entry)));
            }
            Role::Question => questions.push((stem(name).to_owned(), source, bytes)),
        }
    }
    let term = |(source, text, (name, bytes)): (SourceId, &'static str, Entry)| {
        (name.to_owned(), move || term(source, name, text, bytes.clone()))
    };
    let terms = Catalog::lazy(terms.into_iter().map(term));
    let bank_file = Arc::new(bank_file);
    let question = |(id, source, bytes)| {
        let bank_file = Arc::clone(&bank_file);
        (id, move || of_file(source, bytes, &bank_file))
    };
    bank_file.bank(terms, Catalog::lazy(questions.into_iter().map(question)))
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(OsStr::to_str).expect("a sound file has a name")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a sound file is UTF-8")
}

fn tree(text: &str) -> Node {
    yaml::parse(text).expect("a sound file is YAML")
}

fn sound<T>(source: SourceId, decode: impl FnOnce(&mut Decoder<'_>) -> T) -> T {
    decode(&mut Decoder { source, found: &mut Vec::new() })
}

fn of_file(source: SourceId, bytes: &[u8], bank_file: &BankFile) -> Question {
    let tree = tree(text(bytes));
    let question = sound(source, |decoder| Some(bank_file.complete(decoder.question(&tree)?, decoder.found)));
    question.expect("a sound file holds a question")
}

/// A name in a glossary, and the bytes of its entry.
type Entry = (&'static str, Range<usize>);

/// The names of a glossary, each with the bytes of its entry: what is not indented in the YAML of a mapping is a name, a
/// comment, or an item of a list.
fn entries(text: &'static str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.split_once(':').filter(|(name, _)| name.starts_with(char::is_alphanumeric));
        match (name, entries.last_mut()) {
            (Some((name, _)), _) => entries.push((name, at..at + line.len())),
            (None, Some((_, entry))) => entry.end += line.len(),
            (None, None) => {}
        }
        at += line.len();
    }
    entries
}

fn term(source: SourceId, name: &str, text: &str, entry: Range<usize>) -> Term {
    let Value::Map(entries) = tree(&text[entry.clone()]).moved(entry.start).value else {
        panic!("an entry is a mapping")
    };
    let term = entries.first().and_then(|(key, node)| sound(source, |decoder| decoder.term(name, key, node)));
    term.expect("a sound entry is a term")
}
