//! JSON: one object with every figure. What is not defined is null. Numbers are rounded to six digits after the point.
//!
//! | field | what it is |
//! |---|---|
//! | `answers` | how many were compared, and how many of them were `empty` |
//! | `scale` | `kind` (`numbers` or `labels`) and `levels`, lowest first, each with `name` and `value` |
//! | `raters`, `by` | who marked; `band` or `score` |
//! | `resamples`, `seed` | of the intervals |
//! | `program`, `people`, `length` | by measure (`qwk`, `kappa`, `alpha`, `exact`, `adjacent`, `pearson`, `spearman`, `mae`, `smd`, `macro_f1`): `value`, `low`, `high`; and `answers`. `people` is null with one rater |
//! | `levels` | for each level `people` and `program` (counts), `precision`, `recall`, `f1` |
//! | `confusion` | counts, people's levels outside, the program's inside; null on a scale with very many levels |
//! | `columns` | for each `--by-column` its `column` and `groups` |
//! | `questions`, `criteria`, `signals` | by these; a signal's `right` and `wrong` have up to three `quotes` |
//! | `worst` | the answers on which both differ most, with criteria and evidence |
//! | `version` | of this program |

use super::super::json::pretty;
use super::{heard, rounded};
use crate::agreement::bootstrap::Estimate;
use crate::agreement::criteria::{CriterionFigures, Found};
use crate::agreement::groups::{Group, QuestionFigures};
use crate::agreement::measure::Measure;
use crate::agreement::signals::{Sightings, SignalFigures};
use crate::agreement::{Agreement, Compared, Judged, Mark};
use crate::marks::scale::{Scale, ScaleKind};
use crate::report::Rubrics;
use crate::report::quote::Run;
use serde_json::{Map, Value, json};

/// The whole report.
#[must_use]
pub fn report(agreement: &Agreement<'_>, rubrics: Rubrics<'_>) -> String {
    let Agreement { settings, .. } = agreement;
    let columns: Vec<Value> = agreement
        .columns
        .iter()
        .map(|column| json!({ "column": column.name, "groups": column.groups.iter().map(group).collect::<Vec<_>>() }))
        .collect();
    let worst = agreement.worst.iter().map(|&at| answer(&agreement.judged[at], rubrics)).collect::<Vec<_>>();
    let whole = json!({
        "answers": { "compared": agreement.program.answers, "empty": agreement.empty() },
        "scale": scale(agreement.scale),
        "raters": agreement.raters,
        "by": settings.by.name(),
        "resamples": settings.resampling.times,
        "seed": settings.resampling.seed,
        "program": compared(&agreement.program),
        "people": agreement.people.as_ref().map(compared),
        "length": compared(&agreement.length),
        "levels": levels(agreement),
        "confusion": Some(&agreement.confusion).filter(|cells| !cells.is_empty()),
        "columns": columns,
        "questions": agreement.questions.iter().map(question).collect::<Vec<_>>(),
        "criteria": agreement.criteria.iter().map(criterion).collect::<Vec<_>>(),
        "signals": agreement.signals.iter().map(|figures| signal(agreement, figures)).collect::<Vec<_>>(),
        "worst": worst,
        "version": env!("CARGO_PKG_VERSION"),
    });
    pretty(&whole)
}

fn scale(scale: &Scale) -> Value {
    let kind = match scale.kind {
        ScaleKind::Numbers => "numbers",
        ScaleKind::Labels => "labels",
    };
    let levels: Vec<Value> =
        scale.levels.iter().map(|level| json!({ "name": level.name, "value": level.value })).collect();
    json!({ "kind": kind, "levels": levels })
}

fn number(value: Option<f64>) -> Option<f64> {
    value.map(rounded)
}

fn estimate(estimate: Estimate) -> Value {
    let (low, high) = estimate.interval.unzip();
    json!({ "value": number(estimate.value), "low": number(low), "high": number(high) })
}

fn compared(compared: &Compared) -> Value {
    let mut fields = Map::new();
    fields.insert("answers".to_owned(), compared.answers.into());
    for measure in Measure::ALL {
        fields.insert(measure.name().to_owned(), estimate(compared.get(measure)));
    }
    Value::Object(fields)
}

fn levels(agreement: &Agreement<'_>) -> Vec<Value> {
    let levels = agreement.scale.levels.iter().zip(&agreement.levels);
    levels
        .map(|(level, figures)| {
            json!({
                "level": level.name,
                "people": figures.human,
                "program": figures.machine,
                "precision": estimate(figures.precision),
                "recall": estimate(figures.recall),
                "f1": estimate(figures.f1),
            })
        })
        .collect()
}

fn group(group: &Group) -> Value {
    json!({
        "value": Some(&group.value).filter(|value| !value.is_empty()),
        "answers": group.answers,
        "mean_people": number(group.human),
        "mean_program": number(group.machine),
        "smd": number(group.smd),
        "qwk": number(group.qwk),
        "passed": group.passed,
        "selection_rate": number(group.rate()),
        "selection_rate_people": number(group.rate_human()),
        "impact_ratio": number(group.impact),
        "under_four_fifths": group.adverse,
    })
}

fn question(figures: &QuestionFigures) -> Value {
    json!({
        "question": figures.question,
        "answers": figures.answers,
        "qwk": number(figures.qwk),
        "exact": number(figures.exact),
        "mean_people": number(figures.human),
        "mean_program": number(figures.machine),
        "bias": number(figures.bias()),
    })
}

fn criterion(figures: &CriterionFigures) -> Value {
    let marked = |found: Found| {
        json!({
            "both": found.both,
            "only_program": found.only_machine,
            "only_people": found.only_human,
            "neither": found.neither,
            "precision": number(found.precision()),
            "recall": number(found.recall()),
            "f1": number(found.f1()),
        })
    };
    json!({
        "question": figures.question,
        "criterion": figures.criterion,
        "title": figures.title,
        "answers": figures.answers,
        "found": figures.found,
        "marked": figures.marked.map(marked),
        "pearson": number(figures.correlation),
        "adds": number(figures.adds),
    })
}

fn signal(agreement: &Agreement<'_>, figures: &SignalFigures) -> Value {
    let sightings = |sightings: &Sightings| {
        let quote = |sighting: &crate::agreement::signals::Sighting| {
            let answer = &agreement.judged[sighting.answer].marked.answer;
            let span = sighting.piece.span;
            let text = span.of(&answer.said.text);
            json!({ "id": answer.id, "source": answer.source, "start": span.start, "end": span.end, "text": text })
        };
        json!({ "count": sightings.count, "quotes": sightings.quotes.iter().map(quote).collect::<Vec<_>>() })
    };
    json!({
        "question": figures.question,
        "criterion": figures.criterion,
        "signal": figures.signal,
        "kind": figures.kind.name(),
        "text": figures.text,
        "answers": figures.answers,
        "heard": figures.heard,
        "mean_heard": number(figures.mean_heard),
        "mean_other": number(figures.mean_other),
        "right": sightings(&figures.right),
        "wrong": sightings(&figures.wrong),
    })
}

fn answer(judged: &Judged, rubrics: Rubrics<'_>) -> Value {
    let answer = &judged.marked.answer;
    let mark = |mark: Mark| json!({ "value": rounded(mark.value), "level": mark.level });
    let criteria: Vec<Value> = heard(judged, rubrics.program)
        .iter()
        .map(|one| {
            let text = |run: &Run<'_>| match run {
                Run::Plain(text) | Run::Marked(text) => (*text).to_owned(),
                Run::Cut => "\u{2026}".to_owned(),
            };
            let quotes: Vec<Value> = one
                .quotes
                .iter()
                .map(|(label, runs)| json!({ "label": label, "text": runs.iter().map(text).collect::<String>() }))
                .collect();
            json!({
                "criterion": one.program.id,
                "title": one.program.title,
                "verdict": one.verdict.name(),
                "points": one.earned,
                "people": number(one.human),
                "quotes": quotes,
            })
        })
        .collect();
    json!({
        "id": answer.id,
        "source": answer.source,
        "candidate": answer.candidate,
        "question": answer.question,
        "people": judged.human.map(mark),
        "program": mark(judged.machine),
        "score": judged.grade.score,
        "band": judged.grade.band,
        "criteria": criteria,
    })
}
