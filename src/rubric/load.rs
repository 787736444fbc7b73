//! Files → a [`Bank`], with the mistakes of all of them at once.
//!
//! The names decide what a file is: `bank.yaml`, `glossary.yaml` (any number, in any folder; all terms are the whole
//! bank's), any other `*.yaml` a question.

use super::decode::{BankFile, Decoder, QuestionFile};
use super::{Bank, Criterion, Question, Term, terms, yaml};
use crate::diagnostic::{Code, Diagnostic, Fix, Place, Severity, SourceId, certain};
use crate::source::Source;
use crate::span::Span;
use rayon::prelude::*;

/// A rubric file as it was found.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path, as messages shall show it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What loading yields.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The bank as far as it could be read; fit for use if nothing in `found` is an error.
    pub bank: Bank,
    /// The files' texts, for showing where a mistake is.
    pub sources: Vec<Source>,
    /// All mistakes, by file and place.
    pub found: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether the bank cannot be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}

/// Reads all files of one bank.
#[must_use]
pub fn load(files: Vec<File>) -> Loaded {
    let files: Vec<_> = files.into_par_iter().enumerate().map(|(index, file)| read(SourceId(index), file)).collect();
    let mut found = Vec::new();
    let mut sources = Vec::new();
    let mut bank_file = BankFile::default();
    let (mut terms, mut files_of_questions, mut questions) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        sources.push(file.source);
        found.extend(file.found);
        match file.content {
            Content::Bank(content) => bank_file = *content,
            Content::Glossary(of_file) => terms.extend(of_file),
            Content::Question(question) => files_of_questions.extend(question.map(|question| *question)),
            Content::Nothing => {}
        }
    }
    terms.sort_by_key(|term: &Term| term.place);
    files_of_questions
        .sort_by(|a: &QuestionFile, b| (&a.question.id, a.question.place).cmp(&(&b.question.id, b.question.place)));
    for file in files_of_questions {
        let previous = questions.last().filter(|previous: &&Question| previous.id == file.question.id);
        if let Some(previous) = previous {
            found.push(duplicate("question", &previous.id, file.question.place, previous.place));
            continue;
        }
        questions.push(bank_file.complete(file, &mut found));
    }
    let bank = bank_file.bank(terms.into_iter().collect(), questions.into_iter().collect());
    check_names(&bank, &mut found);
    terms::check(&bank, &mut found);
    found.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    // A shared criterion's mistakes are found once for each question that uses it.
    found.dedup();
    Loaded { bank, sources, found }
}

/// A file, as far as it could be read by itself.
struct Read {
    source: Source,
    found: Vec<Diagnostic>,
    content: Content,
}

enum Content {
    Bank(Box<BankFile>),
    Glossary(Vec<Term>),
    Question(Option<Box<QuestionFile>>),
    Nothing,
}

fn read(id: SourceId, file: File) -> Read {
    let mut found = Vec::new();
    let mut decoder = Decoder { source: id, found: &mut found };
    let source = decode_utf8(file, &mut decoder);
    let content = match yaml::parse(&source.text) {
        Ok(node) => match role(&source.name) {
            Role::Bank => Content::Bank(Box::new(decoder.bank(&node))),
            Role::Glossary => Content::Glossary(decoder.glossary(&node)),
            Role::Question => Content::Question(decoder.question(&node).map(Box::new)),
        },
        // Of a file in another encoding, only that is worth saying.
        Err(_) if !decoder.found.is_empty() => Content::Nothing,
        Err(error) => {
            let place = Place { source: decoder.source, span: error.span };
            decoder.found.push(Diagnostic::new(error.code, place, error.message));
            Content::Nothing
        }
    };
    Read { source, found, content }
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Bank,
    Glossary,
    Question,
}

pub(super) fn role(name: &str) -> Role {
    match name.rsplit(['/', '\\']).next() {
        Some("bank.yaml" | "bank.yml") => Role::Bank,
        Some("glossary.yaml" | "glossary.yml") => Role::Glossary,
        _ => Role::Question,
    }
}

/// The file's text; where it is not UTF-8, that is reported and the text is a stand-in for messages.
fn decode_utf8(file: File, decoder: &mut Decoder<'_>) -> Source {
    let error = match String::from_utf8(file.bytes) {
        Ok(text) => return Source::new(file.name, text),
        Err(error) => error,
    };
    let valid = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    let encoding = match bytes.as_slice() {
        [0xff, 0xfe, ..] => "UTF-16 (little-endian)",
        [0xfe, 0xff, ..] => "UTF-16 (big-endian)",
        bytes if bytes.iter().take(200).filter(|&&byte| byte == 0).count() > 10 => "UTF-16",
        _ => "Windows-1252 or another 8-bit encoding",
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let place = Place { source: decoder.source, span: Span::at(valid) };
    decoder.found.push(
        Diagnostic::new(Code::Encoding, place, format!("not UTF-8 at byte {valid}; it looks like {encoding}"))
            .help("save the file as UTF-8"),
    );
    Source::new(file.name, text)
}

fn duplicate(what: &str, id: &str, second: Place, first: Place) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, second, format!("a second {what} `{id}`"))
        .related(first, "the first is here")
        .help("give one of them another id")
}

/// Criteria, terms and bands are named once, and examples name bands that there are.
fn check_names(bank: &Bank, found: &mut Vec<Diagnostic>) {
    check_criteria(&bank.shared, found);
    for (first, second) in bank.terms.iter().zip(bank.terms.iter().skip(1)) {
        if first.name == second.name {
            found.push(duplicate("term", &second.name, second.place, first.place));
        }
    }
    for question in &bank.questions {
        check_criteria(&question.criteria, found);
        for term in &question.terms {
            if let Some(first) = bank.term(&term.name) {
                found.push(duplicate("term", &term.name, term.place, first.place));
            }
        }
        question.examples.iter().for_each(|example| check_band(bank, &example.band, example.place, found));
    }
    bank.caps.iter().for_each(|cap| check_band(bank, &cap.at_most, cap.place, found));
}

fn check_band(bank: &Bank, name: &str, place: Place, found: &mut Vec<Diagnostic>) {
    if bank.bands.iter().any(|band| band.name == name) {
        return;
    }
    let names = bank.bands.iter().map(|band| band.name.as_str());
    let shown: Vec<_> = names.clone().map(|name| format!("`{name}`")).collect();
    let help = format!("the bank's bands are {}", shown.join(", "));
    let bare = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let fix = certain(name, names).filter(bare);
    let fix = fix.map(|meant| Fix { span: place.span, replacement: meant.to_owned() });
    found.push(Diagnostic::new(Code::UnknownValue, place, format!("`{name}` is not a band")).help(help).fix(fix));
}

fn check_criteria(criteria: &[Criterion], found: &mut Vec<Diagnostic>) {
    for (index, criterion) in criteria.iter().enumerate() {
        if let Some(first) = criteria[..index].iter().find(|other| other.id == criterion.id) {
            found.push(duplicate("criterion", &criterion.id, criterion.place, first.place));
        }
    }
}
