//! Where a phrase belongs in a rubric.

use crate::diagnostic::Place;
use crate::pattern::parse;
use crate::rubric::{Criterion, Kind, PatternText, Question, Signal};
use crate::text::Text;
use std::collections::BTreeSet;

/// A pattern as a signal of full weight; nothing where it cannot be read.
pub(super) fn signal(pattern: &str, kind: Kind, place: Place) -> Option<Signal> {
    let wording = PatternText { text: pattern.to_owned(), pattern: parse(pattern).ok()?, place, verbatim: None };
    Some(Signal {
        kind,
        wordings: vec![wording],
        prose: Vec::new(),
        opening: None,
        weight: crate::decimal::Decimal::ONE,
    })
}

/// The index of the criterion that speaks of most of the words of a pattern; of several the one with most points, and of
/// those the first. What the bank shares among questions is not for one of them to change.
pub(super) fn criterion(question: &Question, pattern: &str) -> usize {
    let wanted = stems([pattern]);
    let shared = |criterion: &Criterion| wanted.intersection(&spoken_of(criterion)).count();
    let worth = |&at: &usize| (shared(&question.criteria[at]), question.criteria[at].points, std::cmp::Reverse(at));
    let is_own = |&at: &usize| question.owns(&question.criteria[at]);
    (0..question.criteria.len()).filter(is_own).max_by_key(worth).unwrap_or_default()
}

fn spoken_of(criterion: &Criterion) -> BTreeSet<String> {
    let texts = criterion.signals.iter().filter(|signal| signal.opening.is_none()).flat_map(Signal::texts);
    stems(texts.chain([criterion.title.as_str()]))
}

fn stems<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let of = |text: &str| Text::new(text).stems().map(str::to_owned).collect::<Vec<_>>();
    texts.into_iter().flat_map(of).collect()
}
