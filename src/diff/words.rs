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
use crate::rubric::{Bank, Criterion, FlagKind, Kind, Layer, Level, Question};
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
    if old.margin != new.margin {
        changes.push(Change::Margin { old: old.margin, new: new.margin });
    }
    let cap =
        |bank: &Bank, flag: FlagKind| bank.caps.iter().find(|cap| cap.flag == flag).map(|cap| cap.at_most.clone());
    for &flag in FlagKind::ALL {
        let (before, now) = (cap(old, flag), cap(new, flag));
        if before != now {
            changes.push(Change::Cap { flag, old: before, new: now });
        }
    }
    if old.limits != new.limits {
        changes.push(Change::Delivery { old: old.limits, new: new.limits });
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
            for (_, term, change) in terms::changes(old.terms.iter(), new.terms.iter()) {
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
        if before.full_credit != criterion.full_credit {
            let (old, new) = (before.full_credit, criterion.full_credit);
            all.push(own(Change::FullCredit { criterion: id.clone(), old, new }, Version::New, criterion.place));
        }
        let shared = !old.owns(before) && !new.owns(criterion);
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

/// The criteria that left the order in which the others stayed, of those that both questions have; as few as possible.
fn moved(old: &Question, new: &Question) -> Vec<(Change, Place)> {
    let shared = |criterion: &&Criterion| find(old, &criterion.id).is_some();
    let both: Vec<_> = new.criteria.iter().filter(shared).collect();
    let was: Vec<_> = both.iter().map(|criterion| find(old, &criterion.id).unwrap_or_default()).collect();
    // For each the longest run of rising old places that ends there, and the one before it in the run.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    for at in 0..was.len() {
        let before = (0..at).filter(|&before| was[before] < was[at]).max_by_key(|&before| runs[before].0);
        runs.push((before.map_or(1, |before| runs[before].0 + 1), before));
    }
    let mut stayed = BTreeSet::new();
    let mut end = (0..runs.len()).max_by_key(|&at| runs[at].0);
    while let Some(at) = end {
        stayed.insert(at);
        end = runs[at].1;
    }
    let change = |(at, criterion): (usize, &&Criterion)| {
        let place = find(new, &criterion.id).unwrap_or_default();
        let change = Change::CriterionMoved { criterion: criterion.id.clone(), old: was[at] + 1, new: place + 1 };
        (change, criterion.place)
    };
    both.iter().enumerate().filter(|(at, _)| !stayed.contains(at)).map(change).collect()
}

/// Where a criterion stands in its question.
fn find(question: &Question, id: &str) -> Option<usize> {
    question.criteria.iter().position(|criterion| criterion.id == id)
}

/// What changed within a criterion, beside its points, its full credit and its place.
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
                // A weak signal earns nothing, whatever it weighs.
                if old_weight != weight && old_kind != Kind::Weak && kind != Kind::Weak {
                    let (old, new) = (old_weight, weight);
                    changes.push(Change::SignalWeight { criterion: criterion(), kind, text, old, new });
                }
            }
            (None, None) => {}
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::load::{File, load};

    const OLD: &str = "\
id: lock
question: What does it do?
level: mid
criteria:
  - {id: a, title: A, points: 1, strong: [one thread runs at a time]}
  - {id: b, title: B, points: 2, strong: [{pattern: lock ... bytecode, weight: 0.5}, second way], weak: [slow]}
  - {id: c, title: C, points: 3, strong: [<term>]}
";
    const BANK: &str = "criteria:\n  - {id: why, title: Why, points: 1, strong: [because]}\n";

    fn bank(rubric: &str, glossary: &str, bank: &str) -> Bank {
        let file = |name: &str, text: &str| File { name: name.to_owned(), bytes: text.into() };
        let files = vec![file("bank.yaml", bank), file("glossary.yaml", glossary), file("lock.yaml", rubric)];
        let loaded = load(files);
        assert!(!loaded.has_errors(), "{:?}", loaded.found);
        loaded.bank
    }

    /// What is said where the old rubric has one of these texts replaced by the other.
    #[track_caller]
    fn check(from: &str, to: &str, expected: &[&str]) {
        let glossary = "term: [word]\n";
        assert!(OLD.contains(from), "{from}");
        let (old, new) = (bank(OLD, glossary, BANK), bank(&OLD.replace(from, to), glossary, BANK));
        let said: Vec<_> = differences(&old, &new).iter().map(|difference| difference.change.to_string()).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn each_change_is_told_in_words() {
        check("id: a", "id: a", &[]);
        check("What does it do?", "What for?", &["question reworded: “What does it do?” → “What for?”"]);
        check("level: mid", "level: senior\nlayer: coding", &["level mid → senior", "layer none → coding"]);
        check("level: mid", "level: mid\ntopics: [x]\nwordings: [y]", &["wording added: “y”", "topic added: “x”"]);
        check("level: mid", "level: mid\nmodel_answer: x", &["model answer changed"]);
        check("points: 3", "points: 4", &["c: points 3 → 4"]);
        check("points: 3", "points: 3, full_credit: 0.8", &["c: full credit at 1 → 0.8"]);
        check("title: A", "title: An A", &["a: retitled: “A” → “An A”"]);
        check(
            "one thread runs at a time",
            "one thread runs",
            &["a: strong signal reworded: “one thread runs at a time” → “one thread runs”"],
        );
        check("weight: 0.5", "weight: 0.4", &["b: weight 0.5 → 0.4 of strong signal “lock ... bytecode”"]);
        check(", second way", "", &["b: strong signal removed: “second way”"]);
        check("weak: [slow]", "wrong: [slow]", &["b: signal weak → wrong: “slow”"]);
        check(
            "[<term>]",
            "[{prose: the word}]",
            &["c: strong signal added: “prose: the word”", "c: strong signal removed: “<term>”"],
        );
        check("criteria:\n", "criteria:\n  - use: why\n", &["why: criterion added, worth 1: Why"]);
        check("  - {id: c, title: C, points: 3, strong: [<term>]}\n", "", &["c: criterion removed, worth 3: C"]);
        let first = "  - {id: a, title: A, points: 1, strong: [one thread runs at a time]}\n";
        let last = "  - {id: c, title: C, points: 3, strong: [<term>]}\n";
        let (old, new) = (OLD, OLD.replace(first, "") + first);
        assert!(old.ends_with(last));
        check(old, &new, &["a: moved, place 1 → 3"]);
    }

    #[test]
    fn what_questions_share_is_told_once() {
        let rubric = format!("{OLD}  - use: why\n");
        let terms = "term: [<inner>]\ninner: [word]\n";
        let old = bank(&rubric, terms, BANK);
        let said = |new: &Bank| {
            let differences = differences(&old, new);
            let said = differences.iter().map(|it| format!("{} {} {}", it.subject, it.change, it.reaches.join(",")));
            said.collect::<Vec<_>>()
        };
        let reworded = bank(&rubric, &terms.replace("word", "words, other"), BANK);
        assert_eq!(
            said(&reworded),
            ["the glossary term <inner> changed: reworded: “word” → “words”; added: “other” lock"]
        );
        let because = bank(&rubric, terms, &BANK.replace("because", "due to"));
        assert_eq!(
            said(&because),
            [
                "shared criteria why: strong signal added: “due to” lock",
                "shared criteria why: strong signal removed: “because” lock",
            ]
        );
        let costs = bank(
            &rubric,
            terms,
            &format!("wrong_claim_costs: 5\nmargin: 2.5\nflags:\n  echo: {{at_most: weak}}\n{BANK}"),
        );
        assert_eq!(
            said(&costs),
            [
                "the bank a wrong claim costs 0 → 5 ",
                "the bank the margin between totals 5 → 2.5 ",
                "the bank flag echo: no limit → at most weak "
            ]
        );
        assert_eq!(changed(&differences(&old, &reworded)).len(), 1);
    }
}
