//! Files that are known to be sound → a [`Bank`], of which no more is read than is asked for.
//!
//! A question is read when somebody looks at it, a term's wordings likewise. So to grade answers to a question takes no
//! longer in a bank of many.

use super::decode::{BankFile, Decoder};
use super::load::{Role, role};
use super::yaml::{self, Node, Scalar, Value};
use super::{Bank, Question, Term};
use crate::catalog::Catalog;
use crate::diagnostic::SourceId;
use rayon::prelude::*;
use std::sync::Arc;

/// A file of a bank: its path, and what is in it.
pub type SoundFile = (String, &'static str);

/// Opens the bank of these files. In them [`load`](super::load::load) must find no mistake, and the file of a question must
/// be called as its id is.
///
/// # Panics
/// If they are not so, here or when something of the bank is looked at.
#[must_use]
pub fn open(files: &[SoundFile]) -> Bank {
    let opened: Vec<_> = files.par_iter().enumerate().map(|(at, file)| Opened::new(SourceId(at), file)).collect();
    let mut bank_file = None;
    let (mut terms, mut questions) = (Vec::new(), Vec::new());
    for file in opened {
        match file {
            Opened::Bank(source, tree) => bank_file = Some(sound(source, |decoder| decoder.bank(&tree))),
            Opened::Glossary(source, tree) => terms.extend(of_glossary(source, tree)),
            Opened::Question(source, id, text) => questions.push((id, source, text)),
        }
    }
    let bank_file = Arc::new(bank_file.unwrap_or_default());
    let question = |(id, source, text)| {
        let bank_file = Arc::clone(&bank_file);
        (id, move || of_file(source, text, &bank_file))
    };
    bank_file.bank(Catalog::lazy(terms), Catalog::lazy(questions.into_iter().map(question)))
}

enum Opened {
    Bank(SourceId, Node),
    Glossary(SourceId, Node),
    Question(SourceId, String, &'static str),
}

impl Opened {
    fn new(source: SourceId, (name, text): &SoundFile) -> Self {
        match role(name) {
            Role::Bank => Self::Bank(source, tree(text)),
            Role::Glossary => Self::Glossary(source, tree(text)),
            Role::Question => Self::Question(source, stem(name).to_owned(), text),
        }
    }
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn tree(text: &str) -> Node {
    yaml::parse(text).expect("a sound file is YAML")
}

fn sound<T>(source: SourceId, decode: impl FnOnce(&mut Decoder<'_>) -> T) -> T {
    decode(&mut Decoder { source, found: &mut Vec::new() })
}

fn of_file(source: SourceId, text: &str, bank_file: &BankFile) -> Question {
    let tree = tree(text);
    let question = sound(source, |decoder| Some(bank_file.complete(decoder.question(&tree)?, decoder.found)));
    question.expect("a sound file holds a question")
}

/// The names of a glossary, each with how its term is read.
fn of_glossary(source: SourceId, tree: Node) -> Vec<(String, impl Fn() -> Term)> {
    let Value::Map(entries) = tree.value else { panic!("a sound glossary is a mapping") };
    let term = |(key, node): (Node, Node)| {
        let Value::Scalar(Scalar { text: name, .. }) = &key.value else { panic!("the name of a term is a text") };
        let name = name.clone();
        let read = move |name: &str| sound(source, |decoder| decoder.term(name, &key, &node)).expect("a sound term");
        (name.clone(), move || read(&name))
    };
    entries.into_iter().map(term).collect()
}
