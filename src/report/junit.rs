//! The JUnit report, for CI: a suite a file of answers, a case an answer.
//!
//! A case fails where its score does not reach the gate, is an error where it could not be graded, and is skipped where
//! nothing was answered or asked. Without a gate no case fails. Whatever the text, it is well-formed XML 1.0; there are no
//! times in it, so that the same grades make the same bytes.

use super::terminal::{visible, visible_lines};
use super::{Item, Rubrics, Status};
use crate::decimal::Decimal;
use crate::grade::{Grade, Score};
use crate::item::file;
use std::fmt::Write;

/// The whole report; `gate` is the least score that each answer must reach.
#[must_use]
pub fn report(items: &[Item], rubrics: Rubrics<'_>, gate: Option<Decimal>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"rubricate\"{}>", counts(items, gate));
    for (file, items) in suites(items) {
        let _ = writeln!(out, "  <testsuite name=\"{}\"{}>", attribute(file), counts(items.iter().copied(), gate));
        items.iter().for_each(|item| out.push_str(&case(item, rubrics, gate)));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// The answers of each file, in the order in which the files first came.
fn suites(items: &[Item]) -> Vec<(&str, Vec<&Item>)> {
    let mut suites: Vec<(&str, Vec<&Item>)> = Vec::new();
    let mut by_file = std::collections::BTreeMap::new();
    for item in items {
        let file = file(&item.answer.source);
        let at = *by_file.entry(file).or_insert(suites.len());
        if at == suites.len() {
            suites.push((file, Vec::new()));
        }
        suites[at].1.push(item);
    }
    suites
}

/// What a case is to CI.
enum Ending {
    Passed,
    /// With the score, and the gate that it does not reach.
    Failed(Score, Decimal),
    Errored,
    /// And why.
    Skipped(&'static str),
}

fn ending(item: &Item, gate: Option<Decimal>) -> Ending {
    match (item.status(), item.grade().and_then(|grade| grade.score).zip(gate)) {
        (Status::Error, _) => Ending::Errored,
        (Status::Empty, _) => Ending::Skipped("nothing was answered"),
        (Status::NotAsked, _) => Ending::Skipped("it was not asked"),
        (Status::Graded, Some((score, gate))) if !score.reaches(gate) => Ending::Failed(score, gate),
        (Status::Graded, _) => Ending::Passed,
    }
}

fn counts<'a>(items: impl IntoIterator<Item = &'a Item>, gate: Option<Decimal>) -> String {
    let [mut tests, mut failures, mut errors, mut skipped] = [0_usize; 4];
    for item in items {
        tests += 1;
        match ending(item, gate) {
            Ending::Passed => {}
            Ending::Failed(..) => failures += 1,
            Ending::Errored => errors += 1,
            Ending::Skipped(_) => skipped += 1,
        }
    }
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
}

fn case(item: &Item, rubrics: Rubrics<'_>, gate: Option<Decimal>) -> String {
    let answer = &item.answer;
    let mut out =
        format!("    <testcase classname=\"{}\" name=\"{}\">\n", attribute(&answer.question), attribute(&answer.id));
    match ending(item, gate) {
        Ending::Passed => {}
        Ending::Failed(score, gate) => {
            // The points are exact where the score's printed digits are cut off.
            let Score { earned, possible } = score;
            let message = format!("score {score} ({earned} of {possible} points) is below {gate}");
            let _ = writeln!(out, "      <failure type=\"gate\" message=\"{}\"/>", attribute(&message));
        }
        Ending::Errored => {
            let reason = attribute(item.failure().unwrap_or_default());
            let _ = writeln!(out, "      <error type=\"not-graded\" message=\"{reason}\"/>");
        }
        Ending::Skipped(why) => {
            let _ = writeln!(out, "      <skipped message=\"{why}\"/>");
        }
    }
    if let Some((grade, score)) = item.grade().and_then(|grade| Some((grade, grade.score?))) {
        let _ = writeln!(out, "      <system-out>{}</system-out>", element(&told(item, grade, score, rubrics)));
    }
    out.push_str("    </testcase>\n");
    out
}

/// Score, band, flags and criteria, a line each.
fn told(item: &Item, grade: &Grade, score: Score, rubrics: Rubrics<'_>) -> String {
    let answer = &item.answer;
    let mut lines = vec![format!("source {}", answer.source)];
    lines.extend(answer.candidate.as_ref().map(|candidate| format!("candidate {candidate}")));
    let band = grade.band.as_deref().unwrap_or("no band");
    let deduction = super::explain::deduction(grade);
    lines.push(format!("score {score} {band}, {} of {} points{deduction}", score.earned, score.possible));
    lines.extend(grade.flags.iter().map(|flag| format!("flag {}: {}", flag.kind, flag.detail)));
    let criteria = rubrics.program.question(&answer.question).map_or(&[][..], |question| &question.criteria);
    lines.extend(criteria.iter().zip(&grade.criteria).map(|(criterion, graded)| {
        format!("{} {}/{} {}", graded.verdict.name(), graded.earned, criterion.points, criterion.id)
    }));
    lines.join("\n")
}

/// Within double quotes, on one line.
pub(super) fn attribute(text: &str) -> String {
    escaped(&visible(text))
}

/// Within an element.
pub(super) fn element(text: &str) -> String {
    escaped(&visible_lines(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
