//! Mistakes in rubrics as a table in Markdown, for the summary of a run in CI.

use super::{path, region, severity, source, worst_first};
use crate::diagnostic::Diagnostic;
use crate::report::markdown::{cell, plain};
use crate::source::Source;
use std::fmt::Write;

/// A heading with how many there are, and a row for each, errors first.
#[must_use]
pub fn summary(found: &[Diagnostic], sources: &[Source]) -> String {
    let mut out = format!("## Rubrics: {} found\n\n", found.len());
    if found.is_empty() {
        let _ = writeln!(out, "Nothing is wrong in {} files.\n", sources.len());
        return out;
    }
    out.push_str("| severity | code | place | what is wrong | what to do |\n|---|---|---|---|---|\n");
    for diagnostic in worst_first(found) {
        let start = region(diagnostic.place, sources).start;
        let _ = writeln!(
            out,
            "| {} | `{}` | {}:{}:{} | {} | {} |",
            severity(diagnostic.severity()),
            diagnostic.code,
            plain(&path(&source(diagnostic.place, sources).name)),
            start.line,
            start.column,
            cell(&diagnostic.message),
            cell(diagnostic.help.as_deref().unwrap_or_default()),
        );
    }
    out.push('\n');
    out
}
