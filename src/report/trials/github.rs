//! Failures as annotations of GitHub Actions, at the line where the case stands; totals as notices.

use super::super::github::{Level, Place, annotation};
use super::{Trial, holes, title, told};
use crate::trial::coverage::Totals;

/// All annotations.
#[must_use]
pub fn report(trial: Trial<'_>) -> String {
    let failure = |case: &crate::trial::Case, message: &str| {
        let place = Place { file: Some(&case.file), line: Some(case.line), columns: None };
        annotation(Level::Error, place, &title(case), message)
    };
    let mut out: String = trial.failures().map(|(_, outcome)| failure(&outcome.case, &told(outcome))).collect();
    let mut notice =
        |title: &str, message: String| out.push_str(&annotation(Level::Notice, Place::default(), title, &message));
    if let Some((totals, share)) =
        trial.coverage.map(Totals::of).and_then(|totals| Some((totals, totals.fire_percent()?)))
    {
        let Totals { fire, decide, all } = totals;
        notice("coverage", format!("{share}% of {all} signals fire ({fire}), {decide} decide"));
    }
    if let Some(total) = trial.mutants.and_then(holes::total) {
        notice("mutants", total);
    }
    out
}
