//! The cases as JUnit XML: a suite a question, a case an example or a golden answer.
//!
//! A case that does not get what it must fails, with what was heard; there are no times in it, so that the same grades make
//! the same bytes.

use super::super::junit::{attribute, element};
use super::super::terminal::Colour;
use super::{Trial, failure, told};
use crate::trial::{Outcome, Tried};
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn report(trial: Trial<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = trial.tried.iter().flat_map(|tried| &tried.outcomes);
    let _ = writeln!(out, "<testsuites name=\"rubricate test\"{}>", counts(all));
    for tried in trial.tried.iter().filter(|tried| !tried.outcomes.is_empty()) {
        let name = attribute(&tried.question.id);
        let _ = writeln!(out, "  <testsuite name=\"{name}\"{}>", counts(&tried.outcomes));
        tried.outcomes.iter().for_each(|outcome| out.push_str(&case(trial, tried, outcome)));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn counts<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> String {
    let (mut tests, mut failures) = (0, 0);
    for outcome in outcomes {
        tests += 1;
        failures += usize::from(!outcome.passed());
    }
    format!(" tests=\"{tests}\" failures=\"{failures}\"")
}

fn case(trial: Trial<'_>, tried: &Tried<'_>, outcome: &Outcome) -> String {
    let case = &outcome.case;
    let (question, name, file) = (attribute(&case.question), attribute(&case.name), attribute(&case.file));
    let head = format!("    <testcase classname=\"{question}\" name=\"{name}\" file=\"{file}\" line=\"{}\"", case.line);
    if outcome.passed() {
        return format!("{head}/>\n");
    }
    let evidence = failure(trial.rubrics, tried, outcome, Colour::Off);
    format!(
        "{head}>\n      <failure type=\"expected\" message=\"{}\">{}</failure>\n    </testcase>\n",
        attribute(&told(outcome)),
        element(&evidence)
    )
}
