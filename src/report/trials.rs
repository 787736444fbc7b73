//! What became of the cases of a bank, for a terminal: the failures with their evidence, then which signals the cases do
//! not need, and which can be broken without notice. The other formats are in the folder: [`json`], [`github`], [`junit`].

pub mod github;
mod holes;
pub mod json;
pub mod junit;

use super::Rubrics;
use super::explain::{deduction, marked, miss};
use super::quote::{quote, quoted};
use super::table::{flags, glyph};
use super::terminal::{Colour, style_of, styled, visible, without_commands};
use crate::grade::{CriterionGrade, Grade, Verdict};
use crate::program::CriterionProgram;
use crate::rubric::{Bank, Kind};
use crate::scan::near::{Near, near_misses};
use crate::text::Text;
use crate::trial::coverage::Coverage;
use crate::trial::mutants::Mutants;
use crate::trial::{Case, Outcome, Tried};
use anstyle::Style;
use std::fmt::Write;

/// Everything that was tried.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'a> {
    /// The bank and its program.
    pub rubrics: Rubrics<'a>,
    /// The questions with their cases.
    pub tried: &'a [Tried<'a>],
    /// The coverage of each, where it was asked for.
    pub coverage: Option<&'a [Coverage<'a>]>,
    /// The mutants of each, where they were asked for.
    pub mutants: Option<&'a [Mutants<'a>]>,
}

impl<'a> Trial<'a> {
    /// The cases that did not get what they must.
    pub fn failures(&self) -> impl Iterator<Item = (&'a Tried<'a>, &'a Outcome)> + use<'a> {
        let outcomes = self.tried.iter().flat_map(|tried| tried.outcomes.iter().map(move |outcome| (tried, outcome)));
        outcomes.filter(|(_, outcome)| !outcome.passed())
    }
}

/// The whole report; empty where nothing failed and nothing else was asked for.
#[must_use]
pub fn human(trial: Trial<'_>, colour: Colour) -> String {
    let failures = trial.failures().map(|(tried, outcome)| failure(trial.rubrics, tried, outcome, colour) + "\n");
    let mut out: String = failures.collect();
    if let Some(coverage) = trial.coverage {
        out.push_str(&holes::coverage(coverage, colour));
    }
    if let Some(mutants) = trial.mutants {
        out.push_str(&holes::mutants(mutants, trial.rubrics.bank, colour));
    }
    without_commands(&out).into_owned()
}

/// `gil, example 3`
fn title(case: &Case) -> String {
    format!("{}, {}", case.question, case.name)
}

/// `expected strong, got partial: score 41.6, 5 of 12 points`
fn told(outcome: &Outcome) -> String {
    let Outcome { case, grade } = outcome;
    let got = match grade.score {
        None => "nothing: there are no words in it".to_owned(),
        Some(score) => format!(
            "{}: score {score}, {} of {} points{}",
            grade.band.as_deref().unwrap_or("no band"),
            score.earned,
            score.possible,
            deduction(grade)
        ),
    };
    format!("expected {}, got {got}", case.expected)
}

fn failure(rubrics: Rubrics<'_>, tried: &Tried<'_>, outcome: &Outcome, colour: Colour) -> String {
    let Outcome { case, grade } = outcome;
    let head = styled(&visible(&title(case)), Style::new().bold(), colour);
    let place = styled(&visible(&format!("{}:{}", case.file, case.line)), Style::new().dimmed(), colour);
    let mut out = format!("{head}  {place}\n  {}\n", styled(&visible(&told(outcome)), style_of("wrong"), colour));
    for flag in flags(grade, rubrics.program, colour).lines() {
        let _ = writeln!(out, " {flag}");
    }
    let near = if falls_short(rubrics.bank, outcome) { nearest(tried, outcome) } else { Vec::new() };
    for (index, (criterion, graded)) in tried.compiled.criteria.iter().zip(&grade.criteria).enumerate() {
        let verdict = graded.verdict.name();
        let sign = styled(&format!("{} {verdict:<7}", glyph(graded.verdict)), style_of(verdict), colour);
        let points = format!("{}/{}", graded.earned, criterion.points);
        let line = format!(
            "  {sign} {points:>7}  {}  {}",
            visible(&criterion.id),
            heard(criterion, graded, &case.answer, colour)
        );
        let _ = writeln!(out, "{}", line.trim_end());
        for near in near.iter().filter(|near| near.criterion == index) {
            let miss = miss(tried.compiled, near, &case.answer);
            let _ = writeln!(out, "      {}", styled(&miss, Style::new().dimmed(), colour));
        }
    }
    out
}

/// Quotes that are shown of a criterion.
const QUOTES: usize = 3;

/// What was heard of a criterion.
fn heard(criterion: &CriterionProgram, graded: &CriterionGrade, answer: &str, colour: Colour) -> String {
    let quotes = quoted(criterion, graded).into_iter().take(QUOTES).map(|(label, piece)| {
        let text = marked(&quote(piece, answer), colour);
        match label {
            None => text,
            Some(label) => format!("{}: {text}", styled(label, style_of(label), colour)),
        }
    });
    quotes.collect::<Vec<_>>().join(" \u{b7} ")
}

/// Whether a case got less than it must, and not more.
fn falls_short(bank: &Bank, outcome: &Outcome) -> bool {
    let Outcome { case, grade } = outcome;
    let rank = |name: &Option<String>| bank.bands.iter().position(|band| Some(&band.name) == name.as_ref());
    let lower_band = case.expected.band.is_some() && rank(&case.expected.band) < rank(&grade.band);
    let lower_score = case.expected.score.zip(grade.score).is_some_and(|((low, _), score)| !score.reaches(low));
    lower_band || lower_score
}

/// Near misses that are shown of a case.
const MISSES: usize = 3;

/// The strong signals that came nearest, at most one a criterion, where there are points left.
fn nearest(tried: &Tried<'_>, outcome: &Outcome) -> Vec<Near> {
    let answer = &outcome.case.answer;
    let mut near = near_misses(tried.compiled, answer, &Text::new(answer));
    let open = |grade: &Grade, near: &Near| grade.criteria[near.criterion].verdict != Verdict::Strong;
    near.retain(|near| {
        let signal = &tried.compiled.criteria[near.criterion].signals[near.signal];
        signal.kind == Kind::Strong && open(&outcome.grade, near)
    });
    near.dedup_by_key(|near| near.criterion);
    near.truncate(MISSES);
    near
}
