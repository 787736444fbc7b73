//! JSON: one object. Fields are never renamed or removed without a change of the first version number; new ones may come.
//!
//! | field | meaning |
//! |---|---|
//! | `old`, `new` | the banks: objects with `name` (what it was called), `bank` and `questions`, how many it has |
//! | `questions` | how many were `changed`, `added` and `removed` |
//! | `answers` | how many were `compared`, are `empty`, are `to_added` or `to_removed` questions |
//! | `scores` | how many went `up` and `down`; `mean_shift` over all that were compared and `largest_shift`, or null |
//! | `bands` | how many went `up` and `down`, or were `renamed` |
//! | `failed` | which gates failed: a list of texts |
//! | `moved` | the answers whose score or band moved, a change of the band first, then by the size of the shift |
//! | `words` | the changes in words |
//! | `version` | of this program |
//!
//! A `moved` answer: `id`, `source`, `candidate`, `question`; `shift` (with one decimal, cut off toward zero), `band_went` (`same`, `up`,
//! `down`, `renamed`), `accepted`, `fails`; `old` and `new`, with `score`, `band`, `points`, `possible`, `deducted`, `rubric`
//! (digest); `causes`, texts on what moved all of it; and `criteria`, those that earn otherwise: `id`, `title`, `causes` (texts), and `old`
//! and `new`, null where there is no such criterion, else `points`, `possible`, `verdict` and `evidence`, the stretches of the answer that
//! the signals to blame were heard in: `start`, `end` (bytes, half-open), `text`, `signal`, `kind`, `stance`.
//!
//! A change in words: `of` (`bank`, `shared`, `glossary` or `question`), `question` (id or null), `criterion` (id or null), `change` (its kind, such
//! as `signal-removed`), `text` (for people: of long texts only where they differ), `reaches` (ids of the questions it reaches, where it is not one question's own), `file` and
//! `line`, or null.

use super::super::json::pretty;
use super::{heard, went};
use crate::decimal::Decimal;
use crate::diff::change::{Change, Difference, Subject};
use crate::diff::grades::{BandMove, CriterionShift, Moved, criterion};
use crate::diff::{Comparison, Side, Version, gates, words};
use crate::grade::{Grade, Score};
use serde_json::{Value, json};

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>) -> String {
    let Comparison { grades, words, .. } = comparison;
    let count = |wanted: fn(&Change) -> bool| words.iter().filter(|word| wanted(&word.change)).count();
    let (up, down) = grades.scores();
    let whole = json!({
        "old": side(comparison.old),
        "new": side(comparison.new),
        "questions": {
            "changed": words::changed(words).len(),
            "added": count(|change| matches!(change, Change::QuestionAdded(_))),
            "removed": count(|change| matches!(change, Change::QuestionRemoved(_))),
        },
        "answers": {
            "compared": grades.compared,
            "empty": grades.empty,
            "to_added": grades.to_added,
            "to_removed": grades.to_removed,
        },
        "scores": { "up": up, "down": down, "mean_shift": grades.mean, "largest_shift": grades.largest() },
        "bands": {
            "up": grades.bands(BandMove::Up),
            "down": grades.bands(BandMove::Down),
            "renamed": grades.bands(BandMove::Renamed),
        },
        "failed": gates::failed(comparison),
        "moved": grades.moved.iter().map(|moved| answer(comparison, moved)).collect::<Vec<_>>(),
        "words": words.iter().map(|difference| word(comparison, difference)).collect::<Vec<_>>(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    pretty(&whole)
}

fn side(side: Side<'_>) -> Value {
    json!({ "name": side.name, "bank": side.bank.name, "questions": side.bank.questions.len() })
}

fn answer(comparison: &Comparison<'_>, moved: &Moved) -> Value {
    let Moved { answer, old, new, shift, band, wide, criteria, accepted } = moved;
    json!({
        "id": answer.id,
        "source": answer.source,
        "candidate": answer.candidate,
        "question": answer.question,
        "shift": shift,
        "band_went": went(*band),
        "accepted": accepted,
        "fails": comparison.gates.failure(moved),
        "old": grade(comparison.old, &answer.question, old),
        "new": grade(comparison.new, &answer.question, new),
        "causes": wide.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "criteria": criteria.iter().map(|shift| criterion_shift(comparison, moved, shift)).collect::<Vec<_>>(),
    })
}

fn grade(side: Side<'_>, question: &str, grade: &Grade) -> Value {
    let points = |of: fn(Score) -> Decimal| grade.score.map(of);
    json!({
        "score": grade.score,
        "band": grade.band,
        "points": points(|score| score.earned),
        "possible": points(|score| score.possible),
        "deducted": grade.deducted,
        "rubric": side.program.question(question).map(|question| side.program.digest(question)),
    })
}

fn criterion_shift(comparison: &Comparison<'_>, moved: &Moved, shift: &CriterionShift) -> Value {
    json!({
        "id": shift.id,
        "title": shift.title,
        "causes": shift.causes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "old": under(comparison, moved, shift, Version::Old),
        "new": under(comparison, moved, shift, Version::New),
    })
}

fn under(comparison: &Comparison<'_>, moved: &Moved, shift: &CriterionShift, version: Version) -> Option<Value> {
    let heard = heard(shift, version)?;
    let program = criterion(comparison.side(version).program, &moved.answer.question, heard)?;
    let mut evidence = Vec::new();
    for hit in &heard.grade.hits {
        let signal = &program.signals[hit.signal];
        evidence.extend(hit.pieces.iter().map(|piece| {
            json!({
                "start": piece.span.start,
                "end": piece.span.end,
                "text": piece.span.of(&moved.answer.said.text),
                "signal": signal.id,
                "kind": signal.kind.name(),
                "stance": hit.stance.name(),
            })
        }));
    }
    Some(json!({
        "points": heard.grade.earned,
        "possible": heard.points,
        "verdict": heard.grade.verdict.name(),
        "evidence": evidence,
    }))
}

fn word(comparison: &Comparison<'_>, difference: &Difference) -> Value {
    let Difference { subject, change, place, reaches } = difference;
    let (of, question) = match subject {
        Subject::Bank => ("bank", None),
        Subject::Shared => ("shared", None),
        Subject::Glossary => ("glossary", None),
        Subject::Question(id) => ("question", Some(id)),
    };
    let line = place.map(|(version, place)| comparison.side(version).line(place));
    json!({
        "of": of,
        "question": question,
        "criterion": change.criterion(),
        "change": change.name(),
        "text": change.to_string(),
        "reaches": reaches,
        "file": line.map(|(file, _)| file),
        "line": line.map(|(_, line)| line),
    })
}
