//! Mistakes in rubrics as annotations of GitHub Actions, a line each, errors first.

use super::{path, region, source, told, worst_first};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::github::{Level, Place, annotation};
use crate::report::terminal::visible;
use crate::source::Source;

/// All of them; GitHub shows ten of a kind a step.
#[must_use]
pub fn github(found: &[Diagnostic], sources: &[Source]) -> String {
    worst_first(found).into_iter().map(|diagnostic| line(diagnostic, sources)).collect()
}

fn line(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    let file = path(&source(diagnostic.place, sources).name);
    let region = region(diagnostic.place, sources);
    let place = Place {
        file: Some(&visible(&file)),
        line: Some(region.start.line),
        // GitHub takes columns within one line alone.
        columns: (region.start.line == region.end.line).then_some((region.start.column, region.end.column)),
    };
    annotation(level, place, diagnostic.code.name(), &told(diagnostic))
}
