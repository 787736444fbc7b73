//! Everything that was tried as one JSON object.
//!
//! | field | meaning |
//! |---|---|
//! | `passed`, `failed` | how many cases |
//! | `cases` | a list; each has `question`, `name`, `file`, `line`, `passed`, `expected` (with `band`, `score` or both; a score is its two ends) and `got`, the object that `grade -f json` gives of the answer, with the evidence |
//! | `coverage` | only where asked for: `signals`, `fire`, `decide`, `percent` (cut off after one decimal), and `questions` with `question` and `unneeded`, the signals that never fire or never decide: `signal`, `reach`, `text` |
//! | `mutants` | only where asked for: `killed`, `all`, `percent`, `changes` (for each `change` its `killed` and `all`), and `questions` with `question`, `killed`, `all` and `survivors`: `signal`, `changes`, `text`, and `add`, in words, the examples that would notice |

use super::super::Item;
use super::super::json::{escaped, line};
use super::{Trial, holes};
use crate::decimal::Decimal;
use crate::grade::Score;
use crate::item;
use crate::rubric::Bank;
use crate::transcript::{Answer, Passage};
use crate::trial::coverage::{self, Reach, Totals};
use crate::trial::mutants::{self, Change, Tally};
use crate::trial::{Expected, Outcome};
use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
struct Report<'a> {
    passed: usize,
    failed: usize,
    cases: Vec<Case<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<Mutants<'a>>,
}

#[derive(Serialize)]
struct Case<'a> {
    question: &'a str,
    name: &'a str,
    file: &'a str,
    line: usize,
    passed: bool,
    expected: Expectation<'a>,
    got: Box<RawValue>,
}

#[derive(Serialize)]
struct Expectation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<(Decimal, Decimal)>,
}

#[derive(Serialize)]
struct Coverage<'a> {
    signals: usize,
    fire: usize,
    decide: usize,
    percent: Option<Score>,
    questions: Vec<Unneeded<'a>>,
}

#[derive(Serialize)]
struct Unneeded<'a> {
    question: &'a str,
    unneeded: Vec<Signal<'a>>,
}

#[derive(Serialize)]
struct Signal<'a> {
    signal: &'a str,
    reach: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Mutants<'a> {
    killed: usize,
    all: usize,
    percent: Option<Score>,
    changes: [Broken; 4],
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Broken {
    change: &'static str,
    killed: usize,
    all: usize,
}

#[derive(Serialize)]
struct Question<'a> {
    question: &'a str,
    killed: usize,
    all: usize,
    survivors: Vec<Survivor<'a>>,
}

#[derive(Serialize)]
struct Survivor<'a> {
    signal: &'a str,
    changes: Vec<&'static str>,
    text: &'a str,
    add: Vec<String>,
}

/// The object, with a line break after it.
#[must_use]
pub fn report(trial: Trial<'_>) -> String {
    let outcomes = trial.tried.iter().flat_map(|tried| &tried.outcomes);
    let cases: Vec<_> = outcomes.map(|outcome| case(trial, outcome)).collect();
    let failed = cases.iter().filter(|case| !case.passed).count();
    let report = Report {
        passed: cases.len() - failed,
        failed,
        cases,
        coverage: trial.coverage.map(coverage),
        mutants: trial.mutants.map(|found| mutants(found, trial.rubrics.bank)),
    };
    escaped(serde_json::to_string(&report).expect("texts, numbers and lists of them")) + "\n"
}

fn case<'a>(trial: Trial<'_>, outcome: &'a Outcome) -> Case<'a> {
    let case = &outcome.case;
    let answer = Answer {
        id: case.name.clone(),
        source: format!("{}:{}", case.file, case.line),
        question: case.question.clone(),
        said: Passage::plain(case.answer.clone()),
        ..Answer::default()
    };
    let item = Item { answer, outcome: item::Outcome::Graded(outcome.grade.clone()) };
    let Expected { band, score } = &case.expected;
    Case {
        question: &case.question,
        name: &case.name,
        file: &case.file,
        line: case.line,
        passed: outcome.passed(),
        expected: Expectation { band: band.as_deref(), score: *score },
        got: RawValue::from_string(line(&item, trial.rubrics)).expect("it was just printed as JSON"),
    }
}

fn coverage<'a>(found: &'a [coverage::Coverage<'a>]) -> Coverage<'a> {
    let totals = Totals::of(found);
    let unneeded = |question: &'a coverage::Coverage<'a>| {
        let signals = question.signals.iter().filter(|(_, reach)| *reach != Reach::Decides);
        let signals =
            signals.map(|(signal, reach)| Signal { signal: &signal.id, reach: reach.name(), text: &signal.text });
        Unneeded { question: question.question, unneeded: signals.collect() }
    };
    Coverage {
        signals: totals.all,
        fire: totals.fire,
        decide: totals.decide,
        percent: totals.fire_percent(),
        questions: found.iter().map(unneeded).collect(),
    }
}

fn mutants<'a>(found: &'a [mutants::Mutants<'a>], bank: &Bank) -> Mutants<'a> {
    let tally = Tally::of(found);
    let survivor = |survivor: &'a mutants::Survivor<'a>| Survivor {
        signal: &survivor.signal.id,
        changes: survivor.changes.iter().map(|change| change.name()).collect(),
        text: &survivor.signal.text,
        add: holes::wishes(survivor, bank),
    };
    let question = |question: &'a mutants::Mutants<'a>| Question {
        question: question.question,
        killed: question.tally.killed(),
        all: question.tally.all(),
        survivors: question.survivors.iter().map(survivor).collect(),
    };
    let change = |change: Change| {
        let (killed, all) = tally.count(change);
        Broken { change: change.name(), killed, all }
    };
    Mutants {
        killed: tally.killed(),
        all: tally.all(),
        percent: tally.percent(),
        changes: Change::ALL.map(change),
        questions: found.iter().map(question).collect(),
    }
}
