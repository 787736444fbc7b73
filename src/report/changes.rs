//! What a change of rubrics does → bytes, one file a format: the summary first, then the answers whose band or score moved,
//! largest first, then what changed in words.

pub mod csv;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;

use super::quote::{Run, quote, quoted};
use super::terminal::Colour;
use crate::diff::change::{Change, Difference, Subject, counted};
use crate::diff::grades::{BandMove, CriterionShift, Heard, Moved, criterion};
use crate::diff::{Comparison, Side, Version, words};

/// How the report for people is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether styles are printed.
    pub colour: Colour,
}

/// What is said where both banks say the same.
pub const NOTHING: &str = "Nothing changed: both banks say the same.";

/// What changed, in a few sentences: questions, answers, scores, bands.
fn summary(comparison: &Comparison<'_>) -> Vec<String> {
    let Comparison { words, grades, .. } = comparison;
    let count = |wanted: fn(&Change) -> bool| words.iter().filter(|word| wanted(&word.change)).count();
    let added = count(|change| matches!(change, Change::QuestionAdded(_)));
    let removed = count(|change| matches!(change, Change::QuestionRemoved(_)));
    let questions = [(words::changed(words).len(), "changed"), (added, "added"), (removed, "removed")];
    let mut lines = vec![format!("questions {}", listed(&questions))];
    let rest = [
        (grades.compared, "compared"),
        (grades.empty, "empty"),
        (grades.to_added, "to added questions"),
        (grades.to_removed, "to removed questions"),
    ];
    lines.push(format!("answers {}", listed(&rest)));
    let (up, down) = grades.scores();
    let size = match (grades.largest(), &grades.mean) {
        (Some(largest), Some(mean)) if up + down > 0 => format!("; mean shift {mean}, largest {largest}"),
        _ => String::new(),
    };
    lines.push(format!("scores {}{size}", listed(&[(up, "up"), (down, "down")])));
    let bands = [
        (grades.bands(BandMove::Up), "up"),
        (grades.bands(BandMove::Down), "down"),
        (grades.bands(BandMove::Renamed), "renamed"),
    ];
    lines.push(format!("bands {}", listed(&bands)));
    let accepted = grades.moved.iter().filter(|moved| moved.accepted).count();
    if accepted > 0 {
        lines.push(format!("accepted {}", counted(accepted, "change")));
    }
    lines
}

/// `2 up, 1 down`; `none` where all are 0.
fn listed(counts: &[(usize, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let some: Vec<_> = some.collect();
    if some.is_empty() { "none changed".to_owned() } else { some.join(", ") }
}

/// The differences of each subject.
fn by_subject(words: &[Difference]) -> impl Iterator<Item = (&Subject, &[Difference])> {
    words.chunk_by(|one, next| one.subject == next.subject).map(|chunk| (&chunk[0].subject, chunk))
}

/// Which questions a difference reaches, in words; nothing where it is one question's own.
fn reach(difference: &Difference) -> Option<String> {
    const NAMED: usize = 6;
    let Difference { subject, change, reaches, .. } = difference;
    match (subject, reaches.len()) {
        (Subject::Glossary, 0) if !matches!(change, Change::TermRemoved(_)) => Some("used by no question".to_owned()),
        (_, 0) => None,
        (_, all) => {
            let named = reaches.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = if all > NAMED { format!(" and {} more", all - NAMED) } else { String::new() };
            Some(format!("used by {}: {named}{more}", counted(all, "question")))
        }
    }
}

/// Points under a version: `1.2/4`; `–` where there is no such criterion.
fn points(heard: Option<&Heard>) -> String {
    heard.map_or_else(|| "\u{2013}".to_owned(), |heard| format!("{}/{}", heard.grade.earned, heard.points))
}

/// A quote with what is to be said before it.
type Quote<'a> = (Option<&'static str>, Vec<Run<'a>>);

/// The evidence of a criterion under a version.
fn evidence<'a>(side: Side<'_>, moved: &'a Moved, heard: Option<&Heard>) -> Vec<Quote<'a>> {
    let Some(heard) = heard else { return Vec::new() };
    let Some(program) = criterion(side.program, &moved.answer.question, heard) else { return Vec::new() };
    let pieces = quoted(program, &heard.grade);
    pieces.into_iter().map(|(label, piece)| (label, quote(piece, &moved.answer.said.text))).collect()
}

/// The criterion as it is under a version.
fn heard(shift: &CriterionShift, version: Version) -> Option<&Heard> {
    match version {
        Version::Old => shift.old.as_ref(),
        Version::New => shift.new.as_ref(),
    }
}

/// What a version is called in a table.
const fn when(version: Version) -> &'static str {
    match version {
        Version::Old => "before",
        Version::New => "now",
    }
}

/// A band's move in a word.
const fn went(band: BandMove) -> &'static str {
    match band {
        BandMove::Same => "same",
        BandMove::Up => "up",
        BandMove::Down => "down",
        BandMove::Renamed => "renamed",
    }
}
