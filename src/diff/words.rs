//! Two banks → what is different in them, in words.
//!
//! Questions are paired by their ids, criteria by theirs, signals by their texts, see [`super::pairs`]. The order of
//! signals, wordings and terms changes no grade and is no difference; places and comments are none either. What a
//! shared criterion undergoes is told once, with the questions that it reaches.

use super::change::{Change, Difference, Edit, Subject};
use super::pairs::{pairs, text};
use super::{Version, terms};
use crate::decimal::Decimal;
use crate::diagnostic::Place;
use crate::rubric::{Bank, Criterion, FlagKind, Layer, Level, Question};
use std::collections::BTreeSet;

/// All differences: of the bank, of what questions share, then of the questions by id.
#[must_use]
pub fn differences(old: &Bank, new: &Bank) -> Vec<Difference> {
    let mut all: Vec<_> = bank(old, new)
        .into_iter()
        .map(|change| Difference { subject: Subject::Bank, change, place: None, reaches: Vec::new() })
        .collect();
    let ids: BTreeSet<_> = old.questions.iter().chain(&new.questions).map(|question| question.id.as_str()).collect();
    let mut shared: Vec<Difference> = Vec::new();
    let mut own = Vec::new();
    for id in ids {
        for difference in question_differences(id, old.question(id), new.question(id)) {
            if difference.subject != Subject::Shared {
                own.push(difference);
            } else if let Some(same) = shared.iter_mut().find(|same| same.change == difference.change) {
                same.reaches.extend(difference.reaches);
            } else {
                shared.push(difference);
            }
        }
    }
    all.extend(shared);
    all.extend(terms::differences(old, new));
    all.extend(own);
    all
}

/// The questions of the new bank that the differences touch in any way; those that were added are not among them.
#[must_use]
pub fn changed(differences: &[Difference]) -> BTreeSet<&str> {
    let came_or_went = |change: &Change| matches!(change, Change::QuestionAdded(_) | Change::QuestionRemoved(_));
    let mut changed = BTreeSet::new();
    for difference in differences.iter().filter(|difference| !came_or_went(&difference.change)) {
        if let Subject::Question(id) = &difference.subject {
            changed.insert(id.as_str());
        }
        changed.extend(difference.reaches.iter().map(String::as_str));
    }
    changed
}

fn bank(old: &Bank, new: &Bank) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.name != new.name {
        changes.push(Change::Name { old: old.name.clone(), new: new.name.clone() });
    }
    let from = |bank: &Bank, name: &str| bank.bands.iter().find(|band| band.name == name).map(|band| band.from);
    let gone = old.bands.iter().filter(|band| from(new, &band.name).is_none());
    for name in new.bands.iter().chain(gone).map(|band| &band.name) {
        let (before, now) = (from(old, name), from(new, name));
        if before != now {
            changes.push(Change::Band { name: name.clone(), old: before, new: now });
        }
    }
    if old.wrong_claim_costs != new.wrong_claim_costs {
        changes.push(Change::WrongClaimCosts { old: old.wrong_claim_costs, new: new.wrong_claim_costs });
    }
    let cap =
        |bank: &Bank, flag: FlagKind| bank.caps.iter().find(|cap| cap.flag == flag).map(|cap| cap.at_most.clone());
    for &flag in FlagKind::ALL {
        let (before, now) = (cap(old, flag), cap(new, flag));
        if before != now {
            changes.push(Change::Cap { flag, old: before, new: now });
        }
    }
    let weight = |bank: &Bank, place: (Level, Layer)| bank.weights.get(&place).copied().unwrap_or(Decimal::ONE);
    for &level in Level::ALL {
        for &layer in Layer::ALL {
            let (before, now) = (weight(old, (level, layer)), weight(new, (level, layer)));
            if before != now {
                changes.push(Change::QuestionWeight { level, layer, old: before, new: now });
            }
        }
    }
    changes
}

fn question_differences(id: &str, old: Option<&Question>, new: Option<&Question>) -> Vec<Difference> {
    let own = |change, place| Difference {
        subject: Subject::Question(id.to_owned()),
        change,
        place: Some(place),
        reaches: Vec::new(),
    };
    match (old, new) {
        (Some(old), None) => {
            vec![own(Change::QuestionRemoved(old.question.clone()), (Version::Old, old.place))]
        }
        (None, Some(new)) => vec![own(Change::QuestionAdded(new.question.clone()), (Version::New, new.place))],
        (Some(old), Some(new)) => {
            let here = (Version::New, new.place);
            let mut all: Vec<_> = question(old, new).into_iter().map(|change| own(change, here)).collect();
            for (_, term, change) in terms::changes(&old.terms, &new.terms) {
                let version = if matches!(change, Change::TermRemoved(_)) { Version::Old } else { Version::New };
                all.push(own(change, (version, term.place)));
            }
            all.extend(criteria(old, new));
            all
        }
        (None, None) => Vec::new(),
    }
}

/// What is the question's, beside its criteria.
fn question(old: &Question, new: &Question) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.question != new.question {
        changes.push(Change::Question { old: old.question.clone(), new: new.question.clone() });
    }
    changes.extend(terms::edits(&old.wordings, &new.wordings).into_iter().map(Change::Wording));
    if old.level != new.level {
        changes.push(Change::Level { old: old.level, new: new.level });
    }
    if old.layer != new.layer {
        changes.push(Change::Layer { old: old.layer, new: new.layer });
    }
    changes.extend(terms::edits(&old.topics, &new.topics).into_iter().map(Change::Topic));
    if old.model_answer != new.model_answer {
        changes.push(Change::ModelAnswer);
    }
    let answers =
        |question: &Question| question.examples.iter().map(|example| example.answer.clone()).collect::<Vec<_>>();
    let edits = terms::edits(&answers(old), &answers(new));
    let added = edits.iter().filter(|edit| matches!(edit, Edit::Added(_))).count();
    if !edits.is_empty() {
        changes.push(Change::Examples { added, removed: edits.len() - added });
    }
    for (at, example) in new.examples.iter().enumerate() {
        let before = old.examples.iter().find(|before| before.answer == example.answer);
        if let Some(before) = before.filter(|before| before.band != example.band) {
            let (old, new) = (before.band.clone(), example.band.clone());
            changes.push(Change::ExampleBand { number: at + 1, old, new });
        }
    }
    changes
}

fn criteria(old: &Question, new: &Question) -> Vec<Difference> {
    let mut all = Vec::new();
    let find = |question: &'_ Question, id: &str| question.criteria.iter().position(|criterion| criterion.id == id);
    let own = |change, version, place: Place| Difference {
        subject: Subject::Question(new.id.clone()),
        change,
        place: Some((version, place)),
        reaches: Vec::new(),
    };
    for gone in old.criteria.iter().filter(|criterion| find(new, &criterion.id).is_none()) {
        let Criterion { id, title, points, .. } = gone;
        let change = Change::CriterionRemoved { criterion: id.clone(), title: title.clone(), points: *points };
        all.push(own(change, Version::Old, gone.place));
    }
    for criterion in &new.criteria {
        let Criterion { id, title, points, .. } = criterion;
        let Some(before) = find(old, id).map(|at| &old.criteria[at]) else {
            let change = Change::CriterionAdded { criterion: id.clone(), title: title.clone(), points: *points };
            all.push(own(change, Version::New, criterion.place));
            continue;
        };
        if before.points != *points {
            let change = Change::Points { criterion: id.clone(), old: before.points, new: *points };
            all.push(own(change, Version::New, criterion.place));
        }
        let shared = before.place.source != old.place.source && criterion.place.source != new.place.source;
        all.extend(changes_within(before, criterion).into_iter().map(|change| {
            let mut difference = own(change, Version::New, criterion.place);
            if shared {
                difference.subject = Subject::Shared;
                difference.reaches = vec![new.id.clone()];
            }
            difference
        }));
    }
    all.extend(moved(old, new).into_iter().map(|(change, place)| own(change, Version::New, place)));
    all
}

/// The criteria that stand elsewhere among those that both questions have.
fn moved(old: &Question, new: &Question) -> Vec<(Change, Place)> {
    let order = |question: &Question, other: &Question| {
        let both = |criterion: &&Criterion| other.criteria.iter().any(|in_other| in_other.id == criterion.id);
        question.criteria.iter().filter(both).map(|criterion| criterion.id.clone()).collect::<Vec<_>>()
    };
    let (before, now) = (order(old, new), order(new, old));
    let differs = |(at, id): &(usize, &String)| before.get(*at) != Some(id);
    let change = |(at, id): (usize, &String)| {
        let was = before.iter().position(|other| other == id)?;
        let place = new.criteria.iter().find(|criterion| criterion.id == *id)?.place;
        Some((Change::CriterionMoved { criterion: id.clone(), old: was + 1, new: at + 1 }, place))
    };
    now.iter().enumerate().filter(differs).filter_map(change).collect()
}

/// What changed within a criterion, beside its points and its place.
fn changes_within(old: &Criterion, new: &Criterion) -> Vec<Change> {
    let criterion = || new.id.clone();
    let mut changes = Vec::new();
    if old.title != new.title {
        changes.push(Change::CriterionRetitled {
            criterion: criterion(),
            old: old.title.clone(),
            new: new.title.clone(),
        });
    }
    if old.follow_up != new.follow_up {
        changes.push(Change::FollowUp { criterion: criterion() });
    }
    let texts = |criterion: &Criterion| criterion.signals.iter().map(text).collect::<Vec<_>>();
    let (before, now) = (texts(old), texts(new));
    let before: Vec<_> = old.signals.iter().zip(&before).map(|(signal, text)| (signal.kind, text.as_str())).collect();
    let now: Vec<_> = new.signals.iter().zip(&now).map(|(signal, text)| (signal.kind, text.as_str())).collect();
    for pair in pairs(&before, &now) {
        let was = pair.old.map(|at| (before[at], old.signals[at].weight));
        let is = pair.new.map(|at| (now[at], new.signals[at].weight));
        match (was, is) {
            (Some(((kind, text), weight)), None) => {
                changes.push(Change::SignalRemoved { criterion: criterion(), kind, text: text.to_owned(), weight });
            }
            (None, Some(((kind, text), weight))) => {
                changes.push(Change::SignalAdded { criterion: criterion(), kind, text: text.to_owned(), weight });
            }
            (Some(((old_kind, old), old_weight)), Some(((kind, text), weight))) => {
                if old != text {
                    let (old, new) = (old.to_owned(), text.to_owned());
                    changes.push(Change::SignalReworded { criterion: criterion(), kind, old, new });
                }
                let text = text.to_owned();
                if old_kind != kind {
                    let text = text.clone();
                    changes.push(Change::SignalKind { criterion: criterion(), text, old: old_kind, new: kind });
                }
                if old_weight != weight {
                    let (old, new) = (old_weight, weight);
                    changes.push(Change::SignalWeight { criterion: criterion(), kind, text, old, new });
                }
            }
            (None, None) => {}
        }
    }
    changes
}
