//! JUnit, for CI: a suite with a case for each answer whose score or band moved, which fails where a gate does, and a suite
//! with a case for each change in words.

use super::super::junit::{attribute, element};
use super::reach;
use crate::diff::gates::FailOn;
use crate::diff::grades::Moved;
use crate::diff::{Comparison, Version};
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>) -> String {
    let Comparison { grades, gates, words, .. } = comparison;
    let failing = gates.failures(grades);
    let words_fail = gates.fail_on == Some(FailOn::Any);
    let failing_words = if words_fail { words.len() } else { 0 };
    let counts = |tests: usize, failures: usize| {
        format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\"")
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = counts(grades.moved.len() + words.len(), failing + failing_words);
    let _ = writeln!(out, "<testsuites name=\"rubricate diff\"{all}>");
    let _ = writeln!(out, "  <testsuite name=\"answers\"{}>", counts(grades.moved.len(), failing));
    grades.moved.iter().for_each(|moved| out.push_str(&answer(comparison, moved)));
    let _ = writeln!(out, "  </testsuite>\n  <testsuite name=\"words\"{}>", counts(words.len(), failing_words));
    for difference in *words {
        let subject = attribute(&difference.subject.to_string());
        let change = attribute(&difference.change.to_string());
        let _ = writeln!(out, "    <testcase classname=\"{subject}\" name=\"{change}\">");
        if words_fail {
            out.push_str("      <failure type=\"gate\" message=\"the rubrics change\"/>\n");
        }
        if let Some(reach) = reach(difference) {
            let _ = writeln!(out, "      <system-out>{}</system-out>", element(&reach));
        }
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn answer(comparison: &Comparison<'_>, moved: &Moved) -> String {
    let (question, name) = (attribute(&moved.answer.question), attribute(moved.name()));
    let mut out = format!("    <testcase classname=\"{question}\" name=\"{name}\">\n");
    let (was, is) = (moved.result(Version::Old), moved.result(Version::New));
    if let Some(reason) = comparison.gates.failure(moved) {
        let message = attribute(&format!("{reason}: {was} \u{2192} {is}"));
        let _ = writeln!(out, "      <failure type=\"gate\" message=\"{message}\"/>");
    }
    let mut lines = vec![format!("source {}", moved.answer.source), format!("{was} \u{2192} {is}, {}", moved.shift)];
    lines.extend(moved.accepted.then(|| "accepted".to_owned()));
    lines.extend(moved.wide.iter().map(ToString::to_string));
    lines.extend(
        moved.criteria.iter().flat_map(|shift| shift.causes.iter().map(|cause| format!("{}: {cause}", shift.id))),
    );
    let _ = writeln!(out, "      <system-out>{}</system-out>\n    </testcase>", element(&lines.join("\n")));
    out
}
