//! What people said, as it comes: interviews in turns, and answers in records.
//!
//! [`labelled::read`] finds the turns of an interview, [`records::read`] one line of JSONL.
//! Nothing here knows the rubrics; which question a turn asks is found by [`crate::interview`].

pub mod labelled;
pub mod records;

use crate::source::LineColumn;
use crate::span::Span;

/// What one speaker says until another speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The label, as it stands there.
    pub speaker: String,
    /// What they say: bytes of the transcript, without the label, in order. Usually one stretch.
    pub said: Vec<Span>,
}

/// An answer ready to be graded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its name: a record's `id`, or what it is an answer of and to.
    pub id: String,
    /// Where it came from: a path, with the line for a record.
    pub source: String,
    /// Who gave it, where that is known.
    pub candidate: Option<String>,
    /// The id of its question.
    pub question: String,
    /// The words.
    pub text: String,
    /// From where its stretches came, in order.
    pub stretches: Vec<Stretch>,
    /// What else the record held, to be carried through.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// From one byte of an answer on, its text stands at this place of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Byte of the answer.
    pub from: usize,
    /// Where that byte is in the source.
    pub place: LineColumn,
}

impl Answer {
    /// Where the byte `offset` of the answer is in its source. For a record, whose source is the answer
    /// itself: line and column within the answer.
    #[must_use]
    pub fn place(&self, offset: usize) -> LineColumn {
        let start = Stretch { from: 0, place: LineColumn { line: 1, column: 1 } };
        let stretch = self.stretches.iter().rev().find(|stretch| stretch.from <= offset).copied().unwrap_or(start);
        let between = &self.text[stretch.from..offset];
        let breaks = between.matches('\n').count();
        match between.rfind('\n') {
            Some(last) => {
                LineColumn { line: stretch.place.line + breaks, column: between[last + 1..].chars().count() + 1 }
            }
            None => LineColumn { line: stretch.place.line, column: stretch.place.column + between.chars().count() },
        }
    }
}
