//! A table → marks: every cell on the scale, or refused with its place and what was expected.

use super::columns::{Columns, CriterionColumn, Named};
use super::scale::{Scale, number};
use super::table::{Table, TableRow};
use super::{CriterionMark, Form, Given, Marks, Refused, Row};
use crate::rubric::Bank;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the marks of a table. Without a `scale` it is found from them.
///
/// # Errors
/// Why there are no marks in it, and what to type.
pub fn read(table: &Table, named: &Named, scale: Option<&Scale>, bank: &Bank) -> Result<Marks, String> {
    let columns = Columns::find(&table.header, named, bank)?;
    let is_whole = |row: &&TableRow| columns.criterion.is_none_or(|at| row.cells[at].trim().is_empty());
    let whole = table.rows.iter().filter(is_whole).flat_map(|row| columns.marks.iter().map(|&at| row.cells[at].trim()));
    let whole: Vec<&str> = whole.filter(|mark| !mark.is_empty()).collect();
    let scale = match scale {
        Some(scale) => scale.clone(),
        // Where only criteria were marked, no answer has a mark on it.
        None if whole.is_empty() && (columns.criterion.is_some() || !columns.criteria.is_empty()) => {
            Scale::parse("0-1")?
        }
        None => {
            let bands: Vec<String> = bank.bands.iter().rev().map(|band| band.name.clone()).collect();
            Scale::of(whole, &bands)?
        }
    };
    let raters = raters(table, &columns);
    let judgements = Judgements::of(table, &columns);
    let mut marks = Marks { scale, raters, rows: Vec::new(), refused: Vec::new(), form: form(&columns) };
    for row in &table.rows {
        let read = row_of(table, row, &columns, &judgements, &mut marks);
        marks.rows.push(read);
    }
    Ok(marks)
}

const fn form(columns: &Columns) -> Form {
    if columns.rater.is_some() || columns.criterion.is_some() { Form::Long } else { Form::Wide }
}

fn raters(table: &Table, columns: &Columns) -> Vec<String> {
    match columns.rater {
        Some(at) => {
            let names: BTreeSet<&str> = table.rows.iter().map(|row| row.cells[at].trim()).collect();
            names.into_iter().map(str::to_owned).collect()
        }
        None => columns.marks.iter().map(|&at| table.header[at].clone()).collect(),
    }
}

fn row_of(table: &Table, row: &TableRow, columns: &Columns, judgements: &Judgements, marks: &mut Marks) -> Row {
    let filled = |at: usize| Some(row.cells[at].trim()).filter(|text| !text.is_empty());
    let mut read = Row {
        place: row.place.clone(),
        id: columns.id.and_then(filled).unwrap_or_default().to_owned(),
        question: columns.question.and_then(filled).map(str::to_owned),
        extra: columns.extra.iter().map(|&at| (table.header[at].clone(), row.cells[at].clone())).collect(),
        ..Row::default()
    };
    let mut refuse = |reason: String| marks.refused.push(Refused { place: row.place.clone(), reason });
    let criterion = columns.criterion.and_then(filled);
    for (index, &at) in columns.marks.iter().enumerate() {
        let Some(mark) = filled(at) else { continue };
        let rater = columns.rater.map_or(index, |at| {
            marks.raters.binary_search_by(|rater| rater.as_str().cmp(row.cells[at].trim())).unwrap_or_default()
        });
        match (criterion, marks.scale.level(mark)) {
            (Some(criterion), _) => match judgements.given(criterion, mark) {
                Ok(given) => read.criteria.push(criterion_mark(criterion, given)),
                Err(reason) => refuse(reason),
            },
            (None, Some(level)) => read.marks.push((rater, level)),
            (None, None) => refuse(format!("`{mark}` is not on the scale; expected {}", marks.scale.described())),
        }
    }
    for CriterionColumn { column, question, criterion } in &columns.criteria {
        let Some(mark) = filled(*column) else { continue };
        match judgements.given(&table.header[*column], mark) {
            Ok(given) => {
                read.criteria.push(CriterionMark { question: question.clone(), criterion: criterion.clone(), given })
            }
            // A column of texts with such a name is none of marks.
            Err(_) if !judgements.has_marks(&table.header[*column]) => {
                read.extra.push((table.header[*column].clone(), mark.to_owned()));
            }
            Err(reason) => refuse(reason),
        }
    }
    read
}

/// `criterion`, or `question/criterion`.
fn criterion_mark(name: &str, given: Given) -> CriterionMark {
    match name.split_once('/') {
        Some((question, criterion)) => {
            CriterionMark { question: Some(question.to_owned()), criterion: criterion.to_owned(), given }
        }
        None => CriterionMark { question: None, criterion: name.to_owned(), given },
    }
}

/// How the marks of criteria are to be read, by the name that the table has for the criterion.
struct Judgements(BTreeMap<String, Judgement>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Judgement {
    /// No cell is a mark.
    Text,
    /// All marks are 0 or 1, yes or no: it was met, or not.
    Met,
    /// Some mark is another number: they are points.
    Points,
}

impl Judgements {
    fn of(table: &Table, columns: &Columns) -> Self {
        let mut all: BTreeMap<String, Judgement> = BTreeMap::new();
        let mut see = |name: &str, mark: &str| {
            let judgement = match (met(mark), number(mark)) {
                (Some(_), _) => Judgement::Met,
                (None, Some(_)) => Judgement::Points,
                (None, None) => Judgement::Text,
            };
            let known = all.entry(name.to_owned()).or_insert(judgement);
            *known = judgement.max(*known);
        };
        for row in &table.rows {
            if let (Some(criterion), Some(&mark)) = (columns.criterion, columns.marks.first()) {
                see(row.cells[criterion].trim(), row.cells[mark].trim());
            }
            for CriterionColumn { column, .. } in &columns.criteria {
                see(&table.header[*column], row.cells[*column].trim());
            }
        }
        Self(all)
    }

    fn has_marks(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|judgement| *judgement != Judgement::Text)
    }

    fn given(&self, name: &str, mark: &str) -> Result<Given, String> {
        let given = match self.0.get(name) {
            Some(Judgement::Points) => number(mark).map(Given::Points),
            _ => met(mark).map(Given::Share),
        };
        given.ok_or_else(|| format!("`{mark}` for the criterion `{name}`; expected 0 or 1, yes or no, or points"))
    }
}

/// Whether a criterion was met, in a word or a digit.
fn met(mark: &str) -> Option<f64> {
    match mark.to_lowercase().as_str() {
        "1" | "1.0" | "yes" | "y" | "true" | "met" | "x" => Some(1.0),
        "0" | "0.0" | "no" | "n" | "false" | "unmet" | "not met" => Some(0.0),
        _ => None,
    }
}
