//! Glossary terms that changed, and the questions whose patterns they reach, also through other terms.

use super::Version;
use super::change::{Change, Difference, Edit, Subject};
use super::pairs::{Pair, pairs};
use crate::pattern::Pattern;
use crate::rubric::{Bank, Kind, Question, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The changes of the glossary.
#[must_use]
pub fn differences(old: &Bank, new: &Bank) -> Vec<Difference> {
    let changes = changes(old.terms.iter(), new.terms.iter());
    if changes.is_empty() {
        return Vec::new();
    }
    let (users_before, users_now) = (users(old), users(new));
    let difference = |(version, term, change): (Version, &Term, Change)| {
        let users = match version {
            Version::Old => &users_before,
            Version::New => &users_now,
        };
        let reaches = users.get(term.name.as_str()).into_iter().flatten().map(|id| (*id).to_owned()).collect();
        Difference { subject: Subject::Glossary, change, place: Some((version, term.place)), reaches }
    };
    changes.into_iter().map(difference).collect()
}

/// What came, went or changed between two lists of terms, by name.
#[must_use]
pub fn changes<'a>(
    old: impl Iterator<Item = &'a Term>,
    new: impl Iterator<Item = &'a Term>,
) -> Vec<(Version, &'a Term, Change)> {
    let before: BTreeMap<_, _> = old.map(|term| (term.name.as_str(), term)).collect();
    let now: BTreeMap<_, _> = new.map(|term| (term.name.as_str(), term)).collect();
    let names: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
    let change = |name: &str| match (before.get(name), now.get(name)) {
        (Some(old), None) => Some((Version::Old, *old, Change::TermRemoved(name.to_owned()))),
        (None, Some(new)) => Some((Version::New, *new, Change::TermAdded(name.to_owned()))),
        (Some(old), Some(new)) => {
            let texts = |term: &Term| term.wordings.iter().map(|wording| wording.text.clone()).collect::<Vec<_>>();
            let edits = paired(edits(&texts(old), &texts(new)));
            (!edits.is_empty()).then(|| (Version::New, *new, Change::Term { name: name.to_owned(), edits }))
        }
        (None, None) => None,
    };
    names.into_iter().filter_map(change).collect()
}

/// What a list lost, then what it gained; the order of a list means nothing.
#[must_use]
pub fn edits(old: &[String], new: &[String]) -> Vec<Edit> {
    let removed = old.iter().filter(|text| !new.contains(text)).cloned().map(Edit::Removed);
    let added = new.iter().filter(|text| !old.contains(text)).cloned().map(Edit::Added);
    removed.chain(added).collect()
}

/// What came and what went, as one where the texts are alike.
fn paired(edits: Vec<Edit>) -> Vec<Edit> {
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for edit in edits {
        match edit {
            Edit::Removed(text) => gone.push(text),
            Edit::Added(text) => came.push(text),
            Edit::Reworded { .. } => {}
        }
    }
    let edit = |pair: Pair| match (pair.old.map(|at| gone[at].clone()), pair.new.map(|at| came[at].clone())) {
        (Some(old), Some(new)) => Some(Edit::Reworded { old, new }),
        (Some(old), None) => Some(Edit::Removed(old)),
        (None, Some(new)) => Some(Edit::Added(new)),
        (None, None) => None,
    };
    pairs(&of_one_kind(&gone), &of_one_kind(&came)).into_iter().filter_map(edit).collect()
}

fn of_one_kind(texts: &[String]) -> Vec<(Kind, &str)> {
    texts.iter().map(|text| (Kind::Strong, text.as_str())).collect()
}

/// For each term of the glossary the questions that use it, by id.
fn users(bank: &Bank) -> BTreeMap<&str, Vec<&str>> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for question in &bank.questions {
        for term in used(bank, question) {
            users.entry(term).or_default().push(&question.id);
        }
    }
    users
}

/// The terms that a question's patterns name, or that these are made of.
fn used<'a>(bank: &'a Bank, question: &'a Question) -> BTreeSet<&'a str> {
    let signals = question.criteria.iter().flat_map(|criterion| &criterion.signals);
    let mut waiting: Vec<&Pattern> = signals.flat_map(|signal| &signal.wordings).map(|text| &text.pattern).collect();
    let mut seen = BTreeSet::new();
    while let Some(pattern) = waiting.pop() {
        for (name, _) in pattern.terms() {
            if let Some(term) = question.term(bank, name)
                && seen.insert(term.name.as_str())
            {
                waiting.extend(term.wordings.iter().map(|wording| &wording.pattern));
            }
        }
    }
    seen
}
