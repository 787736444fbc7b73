//! Mistakes in rubrics as JUnit XML: a suite, a case a file, a failure a mistake, its type the severity.
//!
//! Files without mistakes are cases that pass, so that a run over many files counts them all. Some readers show only the
//! first failure of a case, so errors come first.

use super::{path, region, severity, worst_first};
use crate::diagnostic::{Diagnostic, SourceId};
use crate::report::junit::{attribute, element};
use crate::source::Source;
use std::fmt::Write;

/// The whole report. `failures` counts the cases that fail, not the mistakes.
#[must_use]
pub fn junit(found: &[Diagnostic], sources: &[Source]) -> String {
    let worst = worst_first(found);
    let of_file = |index| worst.iter().copied().filter(move |diagnostic| diagnostic.place.source == SourceId(index));
    let failing = (0..sources.len()).filter(|&index| of_file(index).next().is_some()).count();
    let counts = format!("tests=\"{}\" failures=\"{failing}\" errors=\"0\" skipped=\"0\"", sources.len());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"rubricate check\" {counts}>");
    let _ = writeln!(out, "  <testsuite name=\"rubrics\" {counts}>");
    for (index, source) in sources.iter().enumerate() {
        let _ = writeln!(out, "    <testcase classname=\"rubrics\" name=\"{}\">", attribute(&path(&source.name)));
        of_file(index).for_each(|diagnostic| out.push_str(&failure(diagnostic, sources)));
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn failure(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let start = region(diagnostic.place, sources).start;
    let mut told = format!("{} at line {}, column {}", diagnostic.code, start.line, start.column);
    if let Some(help) = &diagnostic.help {
        let _ = write!(told, "\nhelp: {help}");
    }
    format!(
        "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
        severity(diagnostic.severity()),
        attribute(&diagnostic.message),
        element(&told)
    )
}
