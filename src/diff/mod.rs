//! What a change of rubrics does: two banks → what is different in words, and whose grades move because of it.
//!
//! [`words::differences`] compares what two banks say, [`grades::compare`] what they make of the same answers;
//! [`accepted`] tells which of these changes are meant, and [`gates`] which of them fail a run.

pub mod accepted;
pub mod change;
pub mod gates;
pub mod grades;
pub mod pairs;
mod reasons;
pub mod shift;
pub mod terms;
pub mod words;

use crate::diagnostic::Place;
use crate::program::Program;
use crate::rubric::{Bank, Question};
use crate::source::Source;

/// One of the two banks.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What the user called it.
    pub name: &'a str,
    /// What its files' names begin with where they were read from a revision; else empty.
    pub prefix: &'a str,
    /// The bank.
    pub bank: &'a Bank,
    /// The bank compiled.
    pub program: &'a Program,
    /// The texts of its files.
    pub sources: &'a [Source],
}

/// All that a change does.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// The bank before.
    pub old: Side<'a>,
    /// The bank now.
    pub new: Side<'a>,
    /// What is different in words: what concerns the whole bank first, then question by question.
    pub words: &'a [change::Difference],
    /// Whose grades move.
    pub grades: &'a grades::Grades,
    /// What fails.
    pub gates: gates::Gates,
}

/// Which of the two banks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The one before.
    Old,
    /// The one now.
    New,
}

impl<'a> Comparison<'a> {
    /// The bank of this version.
    #[must_use]
    pub const fn side(&self, version: Version) -> Side<'a> {
        match version {
            Version::Old => self.old,
            Version::New => self.new,
        }
    }

    /// Whether both banks say the same.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.words.is_empty()
    }
}

impl<'a> Side<'a> {
    /// The file in which a place is, without the revision, and the line.
    #[must_use]
    pub fn line(&self, place: Place) -> (&'a str, usize) {
        let source = &self.sources[place.source.0];
        let name = source.name.strip_prefix(self.prefix).unwrap_or(&source.name);
        (name, source.line_column(place.span.start).line)
    }

    /// Where a question, or a criterion of it, stands.
    #[must_use]
    pub fn place(&self, question: &str, criterion: Option<&str>) -> Option<Place> {
        let question: &Question = self.bank.question(question)?;
        let criterion = criterion.and_then(|id| question.criteria.iter().find(|criterion| criterion.id.as_str() == id));
        Some(criterion.map_or(question.place, |criterion| criterion.place))
    }
}
