//! Grades → bytes, one file a format. Pure: nothing here opens a file or asks the terminal anything.
//!
//! Each format owns its escaping, for nothing a candidate wrote may act on a terminal or a
//! spreadsheet: [`terminal::visible`] for what is shown, [`csv`] for cells, JSON's own for [`json`].

pub mod csv;
pub mod diagnostics;
pub mod explain;
pub mod json;
pub mod pages;
pub mod quote;
pub mod table;
pub mod terminal;

use crate::grade::Grade;
use crate::transcript::Answer;

/// An answer with what became of it: the unit of every report.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The answer; of one that could not be read, what is known.
    pub answer: Answer,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was graded, or found empty: then the grade has no score.
    Graded(Grade),
    /// It could not be, for this reason.
    Failed(String),
}

impl Item {
    /// The grade, where there is one.
    #[must_use]
    pub const fn grade(&self) -> Option<&Grade> {
        match &self.outcome {
            Outcome::Graded(grade) => Some(grade),
            Outcome::Failed(_) => None,
        }
    }

    /// `graded`, `empty` or `error`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.grade().map(|grade| grade.score) {
            Some(Some(_)) => "graded",
            Some(None) => "empty",
            None => "error",
        }
    }
}
