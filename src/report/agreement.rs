//! Agreement with people → bytes, one file a format. What is shown is put together here once, as sections; the formats
//! for people differ in how they draw them, [`json`] and [`csv`] have every figure.

pub mod csv;
pub mod html;
pub mod human;
pub mod json;
pub mod markdown;
mod sections;

use super::quote::{Run, quote, quoted};
use crate::agreement::bootstrap::Estimate;
use crate::agreement::measure::Measure;
use crate::agreement::{Agreement, Judged};
use crate::marks::scale::{Scale, ScaleKind};
use crate::program::{CriterionProgram, Program};

/// A table with what is to be said of it.
struct Section<'a> {
    title: &'static str,
    note: Option<String>,
    /// The columns; numbers stand on the right.
    header: Vec<String>,
    rows: Vec<Vec<Cell<'a>>>,
    /// How many rows are left out.
    left_out: usize,
}

/// What a cell holds.
#[derive(Clone, Debug)]
enum Cell<'a> {
    Text(String),
    Number(String),
    /// Something of a question: the question's id, and its own.
    Name(&'a str, &'a str),
    /// Quotes, a line each.
    Quotes(Vec<Vec<Run<'a>>>),
}

/// A number with so many digits after the point; `–` where there is none.
pub(super) fn number(value: Option<f64>, digits: usize) -> String {
    let Some(value) = value else { return "\u{2013}".to_owned() };
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !is_zero { format!("\u{2212}{text}") } else { text }
}

/// `0.62 to 0.71`
fn interval(estimate: Estimate) -> String {
    match estimate.interval {
        Some((low, high)) => format!("{} to {}", number(Some(low), 2), number(Some(high), 2)),
        None => "\u{2013}".to_owned(),
    }
}

/// To six digits after the point, so that it is the same on every machine.
pub(super) fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// The answer in a sentence.
fn headline(agreement: &Agreement<'_>) -> String {
    let one = |estimate: Estimate| match estimate.interval {
        Some(_) => format!("{} ({})", number(estimate.value, 3), interval(estimate)),
        None => number(estimate.value, 3),
    };
    let qwk = agreement.program.get(Measure::Qwk);
    let people = agreement.people.as_ref().map(|people| people.get(Measure::Qwk));
    let people = people.map(|people| format!("; between people {}", one(people))).unwrap_or_default();
    let length = number(agreement.length.get(Measure::Qwk).value, 3);
    format!("QWK {}{people}; by length {length}", one(qwk))
}

/// What was compared, in a sentence.
fn compared(agreement: &Agreement<'_>) -> String {
    let Agreement { program, raters, scale, settings, .. } = agreement;
    let raters = if raters.len() > 1 { format!(" by {} raters", raters.len()) } else { String::new() };
    let kind = match scale.kind {
        ScaleKind::Numbers => format!("{} levels, {}", scale.levels.len(), scale.described()),
        ScaleKind::Labels => levels(scale),
    };
    let empty = match agreement.empty() {
        0 => String::new(),
        empty => format!("; {empty} not answered, counted as the lowest level"),
    };
    format!("{} answers with marks{raters} ({kind}), compared by {}{empty}", program.answers, settings.by.name())
}

/// The levels of a scale of labels, lowest first.
fn levels(scale: &Scale) -> String {
    scale.levels.iter().map(|level| level.name.as_str()).collect::<Vec<_>>().join(" < ")
}

/// What people gave an answer, as a mark on the scale.
fn human_mark(agreement: &Agreement<'_>, judged: &Judged) -> String {
    judged.human.map_or_else(|| "\u{2013}".to_owned(), |human| mark(agreement.scale, human.value, human.level))
}

/// What the program gave an answer.
fn machine_mark(agreement: &Agreement<'_>, judged: &Judged) -> String {
    mark(agreement.scale, judged.machine.value, judged.machine.level)
}

fn mark(scale: &Scale, value: f64, level: usize) -> String {
    match scale.kind {
        ScaleKind::Labels => scale.levels[level].name.clone(),
        ScaleKind::Numbers if (value - scale.levels[level].value).abs() < 1e-9 => scale.levels[level].name.clone(),
        ScaleKind::Numbers => number(Some(value), 2),
    }
}

/// A criterion of an answer with what was heard for it.
struct Heard<'a> {
    program: &'a CriterionProgram,
    verdict: crate::grade::Verdict,
    earned: String,
    /// What people said of it: the share that was met.
    human: Option<f64>,
    quotes: Vec<Labelled<'a>>,
}

/// A quote with what is to be said before it.
type Labelled<'a> = (Option<&'static str>, Vec<Run<'a>>);

/// The criteria of an answer.
fn heard<'a>(judged: &'a Judged, program: &'a Program) -> Vec<Heard<'a>> {
    let answer = &judged.marked.answer;
    let Some(question) = program.question(&answer.question) else { return Vec::new() };
    let one = |(criterion, graded): (&'a CriterionProgram, &'a crate::grade::CriterionGrade)| Heard {
        program: criterion,
        verdict: graded.verdict,
        earned: format!("{}/{}", graded.earned, criterion.points),
        human: judged.marked.criteria.get(&criterion.id).copied(),
        quotes: quoted(criterion, graded)
            .into_iter()
            .map(|(label, piece)| (label, quote(piece, &answer.said.text)))
            .collect(),
    };
    question.criteria.iter().zip(&judged.grade.criteria).map(one).collect()
}

/// The score and band, or that nothing was answered.
fn result(judged: &Judged) -> String {
    match judged.grade.score {
        Some(score) => format!("score {score}, {}", judged.grade.band.as_deref().unwrap_or("no band")),
        None => "not answered".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let shown = [Some(0.7126), Some(-0.0004), Some(-1.25), None].map(|value| number(value, 3));
        assert_eq!(shown, ["0.713", "0.000", "\u{2212}1.250", "\u{2013}"]);
        assert_eq!(rounded(-1e-9).to_bits(), 0.0_f64.to_bits());
    }
}
