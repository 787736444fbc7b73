//! Changes of rubric files as people keep them: comments, order and layout stay, and only the bytes concerned change.
//!
//! A file's text and [`Change`]s → a new text, and the changes that could not be made. Each change is made on the text
//! that the ones before it left. The new text is read back and must say exactly what the change means, and nothing else;
//! one whose place the layout hides (aliases, dashes on lines of their own) is refused, and the others are made.
//! [`patch`] shows what is different, as a patch that other programs apply.

mod layout;
mod meaning;
pub mod patch;
mod places;
mod splice;
mod steps;

use super::load::role;
use super::write::{DraftCriterion, DraftSignal};
use super::yaml::{Node, parse};
use super::{Band, Kind};
use crate::decimal::Decimal;
use crate::diagnostic::replaced;
use meaning::{at, same};
use places::FileTree;

/// A change of one file. Criteria are those of the file: a question's own, or in `bank.yaml` the shared ones; where a
/// question takes one over with `use:`, its points and full credit can be changed there. Signals are counted from 0
/// among those of their kind in the criterion, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are what their names say")]
pub enum Change {
    /// What a strong or wrong signal weighs; above 0 and at most 1.
    Weight { criterion: String, kind: Kind, index: usize, weight: Decimal },
    /// What a criterion is worth; above 0 and at most 1000.
    Points { criterion: String, points: Decimal },
    /// Which sum of weights earns all points; above 0 and at most 1.
    FullCredit { criterion: String, full_credit: Decimal },
    /// Where a band begins; from 0 to 100, with at most one decimal.
    BandFrom { band: String, from: Decimal },
    /// All bands, highest first.
    Bands(Vec<Band>),
    /// A further signal, the last of its kind. Its comment is left out where the criterion stands on one line.
    Signal { criterion: String, kind: Kind, signal: DraftSignal },
    /// A further criterion, the last one.
    Criterion(DraftCriterion),
    /// A further pattern, or sentence of prose, of a signal.
    Wording { criterion: String, kind: Kind, index: usize, text: String },
    /// A further pattern of a term: of the glossary, or of the rubric's own.
    TermWording { term: String, text: String },
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The new text; the old one, byte for byte, where nothing was to be done.
    pub text: String,
    /// What was not changed.
    pub refused: Vec<Refusal>,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Index of the change.
    pub change: usize,
    /// The line of the text on which it would have been, from 1, where that is known.
    pub line: Option<usize>,
    /// Why, in a few words without a full stop.
    pub reason: String,
}

/// Makes all changes that can be made, one after the other. `name` is the file's name, which says what it holds.
#[must_use]
pub fn edit(name: &str, text: &str, changes: &[Change]) -> Edited {
    let mut edited = Edited { text: text.to_owned(), refused: Vec::new() };
    let mut root = parse(text).map_err(|error| (None, error.message));
    for (change, wanted) in changes.iter().enumerate() {
        let made = match &root {
            Ok(root) => make(name, &edited.text, root, wanted),
            Err(error) => Err(error.clone()),
        };
        match made {
            Ok((text, changed)) => (edited.text, root) = (text, Ok(changed)),
            Err((line, reason)) => edited.refused.push(Refusal { change, line, reason }),
        }
    }
    edited
}

/// Why not, and on which line.
type Refused = (Option<usize>, String);

fn make(name: &str, text: &str, root: &Node, change: &Change) -> Result<(String, Node), Refused> {
    let file = FileTree { role: role(name), root };
    let (mut text, mut root) = (text.to_owned(), root.clone());
    for step in file.steps(change).map_err(|reason| (None, reason))? {
        let place = at(&root, step.path()).span.start;
        let line = Some(text[..place].matches('\n').count() + 1);
        let fixes = step.fixes(&text, &root).map_err(|reason| (line, reason))?;
        let fixes: Vec<_> = fixes.iter().collect();
        let (new, made) = replaced(&text, &fixes);
        let read =
            parse(&new).map_err(|error| (line, format!("the file would not be read any more: {}", error.message)))?;
        if made.len() < fixes.len() || !same(&read, &step.meant(&root)) {
            return Err((line, "the way it is laid out, more would change than this".into()));
        }
        (text, root) = (new, read);
    }
    Ok((text, root))
}
