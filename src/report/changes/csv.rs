//! CSV: a row for each answer whose score or band moved. Cells are as everywhere, see [`csv`](super::super::csv).
//!
//! `shift` is cut off after one decimal, toward zero; `criteria` has the ids of those that earn otherwise, `causes` what is to
//! blame, a line each.

use super::super::csv::{Separator, text, write};
use super::went;
use crate::diff::Comparison;
use crate::diff::grades::Moved;
use crate::grade::Score;
use csv::StringRecord;

const HEADER: [&str; 17] = [
    "source", "id", "candidate", "question", "old_score", "new_score", "shift", "old_points", "old_possible",
    "new_points", "new_possible", "old_band", "new_band", "band_went", "accepted", "criteria", "causes",
];

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>) -> String {
    let rows = comparison.grades.moved.iter().map(row);
    let bytes = write([StringRecord::from(HEADER.as_slice())].into_iter().chain(rows), Separator::Comma);
    String::from_utf8(bytes).expect("texts")
}

fn row(moved: &Moved) -> StringRecord {
    let Moved { answer, old, new, shift, .. } = moved;
    let score = |score: Option<Score>| score.map(|score| score.to_string()).unwrap_or_default();
    let points = |score: Option<Score>| {
        score.map_or_else(Default::default, |score| [score.earned.to_string(), score.possible.to_string()])
    };
    let [old_points, old_possible] = points(old.score);
    let [new_points, new_possible] = points(new.score);
    let ids: Vec<_> = moved.criteria.iter().map(|shift| shift.id.as_str()).collect();
    let wide = moved.wide.iter().map(ToString::to_string);
    let causes =
        moved.criteria.iter().flat_map(|shift| shift.causes.iter().map(|cause| format!("{}: {cause}", shift.id)));
    let causes: Vec<_> = wide.chain(causes).collect();
    let tenths = shift.tenths();
    let sign = if tenths < 0 { "-" } else { "" };
    StringRecord::from(vec![
        text(&answer.source),
        text(&answer.id),
        text(answer.candidate.as_deref().unwrap_or_default()),
        text(&answer.question),
        score(old.score),
        score(new.score),
        format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10),
        old_points,
        old_possible,
        new_points,
        new_possible,
        text(old.band.as_deref().unwrap_or_default()),
        text(new.band.as_deref().unwrap_or_default()),
        went(moved.band).to_owned(),
        if moved.accepted { "yes" } else { "no" }.to_owned(),
        text(&ids.join(" ")),
        text(&causes.join("\n")),
    ])
}
