//! What people gave: marks from a table, on a scale, joined to the answers that they are for.
//!
//! Bytes or answers → [`table::Table`] → [`columns::Columns`], found from its header → [`Marks`], on a [`scale::Scale`] →
//! [`join`] → [`MarkedAnswer`]s.
//!
//! - A mark is for a whole answer, by one of the [`Marks::raters`]; a blank is no mark.
//! - Where a criterion was marked, it is by the share of it that was met, 0 to 1: yes and no, or points.
//! - What is not on the scale is refused, with its place and what was expected; the rest goes on.

pub mod columns;
pub mod join;
pub mod read;
pub mod scale;
pub mod table;

use crate::transcript::Answer;
use scale::Scale;
use std::collections::BTreeMap;

/// The marks of a table.
#[derive(Clone, Debug)]
pub struct Marks {
    /// The scale of the marks for whole answers.
    pub scale: Scale,
    /// Who marked: the columns of marks, or the names in the column of raters, sorted.
    pub raters: Vec<String>,
    /// Its rows; those without a mark too.
    pub rows: Vec<Row>,
    /// Marks that could not be taken.
    pub refused: Vec<Refused>,
    /// What a row is.
    pub form: Form,
}

/// What a row of marks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An answer.
    Wide,
    /// What one rater gave an answer, or what one criterion of it was given.
    Long,
}

/// A row of marks.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Where it stands: file and line.
    pub place: String,
    /// The id of the answer; empty where the table has no ids.
    pub id: String,
    /// Id or wording of the question, where the table says.
    pub question: Option<String>,
    /// Marks for the whole answer: rater and level, both by index.
    pub marks: Vec<(usize, usize)>,
    /// Marks for criteria.
    pub criteria: Vec<CriterionMark>,
    /// The other columns, with their names.
    pub extra: Vec<(String, String)>,
}

/// A criterion's mark.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionMark {
    /// The question that it is of, where the column says.
    pub question: Option<String>,
    /// The criterion's id.
    pub criterion: String,
    /// What it was given.
    pub given: Given,
}

/// What a criterion was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given {
    /// The share that was met, 0 or 1.
    Share(f64),
    /// Points of those that the rubric has for it.
    Points(f64),
}

/// A mark that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands: file and line.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// An answer with what people gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedAnswer {
    /// The answer; other columns of the marks are among its `extra`.
    pub answer: Answer,
    /// The level that each rater gave, by their order; nothing where they gave none.
    pub marks: Vec<Option<usize>>,
    /// By the criterion's id, the share of it that was met, 0 to 1: the mean of all who marked it.
    pub criteria: BTreeMap<String, f64>,
}

impl MarkedAnswer {
    /// The mark to compare with: the mean of its raters' values. Nothing where nobody marked the whole answer.
    #[must_use]
    pub fn reference(&self, scale: &Scale) -> Option<f64> {
        let values: Vec<f64> = self.marks.iter().flatten().map(|&level| scale.levels[level].value).collect();
        #[expect(clippy::cast_precision_loss, reason = "raters are few")]
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}
