//! Annotations of GitHub Actions, at the files of the rubrics: first the answers, a failing one as an error, another band
//! as a warning, another score as a notice; then each change in words as a notice.

use super::super::github::{Level, Place, annotation};
use super::super::terminal::{visible, visible_lines};
use super::reach;
use crate::diff::change::Difference;
use crate::diff::grades::{BandMove, Moved};
use crate::diff::{Comparison, Version};

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>) -> String {
    let fails = |moved: &&Moved| comparison.gates.failure(moved).is_some();
    let (failing, passing): (Vec<_>, Vec<_>) = comparison.grades.moved.iter().partition(fails);
    let answers = failing.into_iter().chain(passing).map(|moved| answer(comparison, moved));
    answers.chain(comparison.words.iter().map(|difference| word(comparison, difference))).collect()
}

fn answer(comparison: &Comparison<'_>, moved: &Moved) -> String {
    let failure = comparison.gates.failure(moved);
    let level = match failure {
        Some(_) => Level::Error,
        None if moved.band != BandMove::Same && !moved.accepted => Level::Warning,
        None => Level::Notice,
    };
    let criterion = moved.criteria.iter().find(|shift| shift.new.is_some()).map(|shift| shift.id.as_str());
    let place = comparison.new.place(&moved.answer.question, criterion);
    let place = place.map(|place| comparison.new.line(place));
    let (was, is) = (moved.result(Version::Old), moved.result(Version::New));
    let title = format!("{} \u{b7} {}: {was} \u{2192} {is}", moved.answer.question, moved.name());
    let mut lines: Vec<_> = failure.into_iter().collect();
    lines.extend(moved.accepted.then(|| "accepted".to_owned()));
    lines.push(format!("{was} \u{2192} {is}, {}, in {}", moved.shift, moved.answer.source));
    lines.extend(moved.wide.iter().map(ToString::to_string));
    lines.extend(
        moved.criteria.iter().flat_map(|shift| shift.causes.iter().map(|cause| format!("{}: {cause}", shift.id))),
    );
    let place = Place { file: place.map(|(file, _)| file), line: place.map(|(_, line)| line), columns: None };
    annotation(level, place, &visible(&title), &visible_lines(&lines.join("\n")))
}

fn word(comparison: &Comparison<'_>, difference: &Difference) -> String {
    // Of the old files there is no line to stand at.
    let place = difference.place.filter(|(version, _)| *version == Version::New);
    let place = place.map(|(version, place)| comparison.side(version).line(place));
    let place = Place { file: place.map(|(file, _)| file), line: place.map(|(_, line)| line), columns: None };
    let reach = reach(difference).map(|reach| format!("\n{reach}")).unwrap_or_default();
    let message = format!("{}{reach}", difference.change);
    annotation(Level::Notice, place, &visible(&difference.subject.to_string()), &visible_lines(&message))
}
