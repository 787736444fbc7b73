//! Mends what can be mended for certain, by changing nothing but the bytes concerned: comments and layout stay.
//!
//! Files → the same files, some with new text, and what was mended in them. The changes are the
//! [`Fix`]es of the mistakes found, over and over until none is left, and before them plain
//! tidiness: LF as the end of each line and of the file, no byte-order mark, no white space at the ends of lines.

use super::alternatives;
use crate::diagnostic::{Diagnostic, Fix, replaced};
use crate::rubric::load::{File, Loaded, load};
use crate::source::Source;
use crate::span::{Span, lines};

/// What was mended, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Index of the file.
    pub file: usize,
    /// `file:line:column`, where it is a matter of places.
    pub place: String,
    /// What was wrong.
    pub message: String,
}

/// One change can make another possible, but not often.
const ROUNDS: usize = 20;

/// Mends those of the files of a bank that are `chosen`, by their indices.
#[must_use]
pub fn mend(mut files: Vec<File>, chosen: &[usize]) -> (Vec<File>, Vec<Mended>) {
    let mut mended = Vec::new();
    for &file in chosen {
        let name = files[file].name.clone();
        let told = |message: &&str| Mended { file, place: name.clone(), message: (*message).to_owned() };
        if let Some((text, messages)) = tidy(&files[file].bytes) {
            files[file].bytes = text.into_bytes();
            mended.extend(messages.iter().map(told));
        }
    }
    let mut loaded = load(files.clone());
    for _ in 0..ROUNDS {
        let (changed, told) = round(&files, &loaded, chosen);
        if told.is_empty() {
            break;
        }
        let reloaded = load(changed.clone());
        // A change that makes matters worse was none for certain.
        if errors(&reloaded) > errors(&loaded) {
            break;
        }
        (files, loaded) = (changed, reloaded);
        mended.extend(told);
    }
    (files, mended)
}

fn errors(loaded: &Loaded) -> usize {
    loaded.found.iter().filter(|diagnostic| diagnostic.severity() == crate::diagnostic::Severity::Error).count()
}

/// Makes the changes that do not overlap.
fn round(files: &[File], loaded: &Loaded, chosen: &[usize]) -> (Vec<File>, Vec<Mended>) {
    let repeated = alternatives::repeated(&loaded.bank);
    let found: Vec<&Diagnostic> = loaded.found.iter().chain(&repeated).collect();
    let mut files = files.to_vec();
    let mut told = Vec::new();
    for &file in chosen {
        let own = found.iter().filter(|diagnostic| diagnostic.place.source.0 == file);
        let fixes: Vec<_> = own.filter_map(|diagnostic| Some((diagnostic.fix.as_ref()?, *diagnostic))).collect();
        let Some((text, made)) = apply(&loaded.sources[file], &files[file].bytes, &fixes) else { continue };
        files[file].bytes = text.into_bytes();
        told.extend(made.into_iter().map(|diagnostic| mended(&loaded.sources[file], diagnostic)));
    }
    (files, told)
}

fn mended(source: &Source, diagnostic: &Diagnostic) -> Mended {
    let place = source.line_column(diagnostic.place.span.start);
    Mended {
        file: diagnostic.place.source.0,
        place: format!("{}:{}:{}", source.name, place.line, place.column),
        message: diagnostic.message.clone(),
    }
}

/// The text with the changes made that do not overlap; nothing where there is none, or where the text is not what is in the
/// file.
fn apply<'a>(source: &Source, bytes: &[u8], fixes: &[(&Fix, &'a Diagnostic)]) -> Option<(String, Vec<&'a Diagnostic>)> {
    if fixes.is_empty() || source.text.as_bytes() != bytes {
        return None;
    }
    let changes: Vec<_> = fixes.iter().map(|(fix, _)| *fix).collect();
    let (text, made) = replaced(&source.text, &changes);
    Some((text, made.into_iter().map(|at| fixes[at].1).collect()))
}

/// The text with plain ends of lines, and what was wrong with them; nothing where it is tidy, or no text.
fn tidy(bytes: &[u8]) -> Option<(String, Vec<&'static str>)> {
    let original = std::str::from_utf8(bytes).ok()?;
    let text = original.strip_prefix('\u{feff}').unwrap_or(original);
    let kept = |line: Span| line.of(text).trim_end_matches([' ', '\t']);
    let tidied: String = lines(text).flat_map(|line| [kept(line), "\n"]).collect();
    let messages = [
        (text.len() < original.len(), "a byte-order mark"),
        (text.contains('\r'), "ends of lines other than LF"),
        (lines(text).any(|line| kept(line).len() < line.of(text).len()), "white space at the ends of lines"),
        (!text.is_empty() && !text.ends_with(['\n', '\r']), "no end of the last line"),
    ];
    let messages: Vec<_> = messages.into_iter().filter(|(wrong, _)| *wrong).map(|(_, message)| message).collect();
    (!messages.is_empty()).then_some((tidied, messages))
}
