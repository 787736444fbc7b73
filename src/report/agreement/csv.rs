//! CSV in the long form: a row a figure. Cells are as everywhere, see [`csv`](super::super::csv).
//!
//! `measure` is what was measured; `group` on what: `program`, `people`, `length`, `level/L`, `question/Q`, `criterion/Q/C`,
//! `signal/Q/S`, `COLUMN/VALUE`; `value` is empty where it is not defined, as are `low` and `high`, the 95 % interval, where there
//! is none; `n` counts the answers. Numbers are rounded to six digits after the point.

use super::super::csv::{Separator, text, write};
use super::rounded;
use crate::agreement::bootstrap::Estimate;
use crate::agreement::criteria::{CriterionFigures, Found};
use crate::agreement::groups::{Group, QuestionFigures};
use crate::agreement::measure::Measure;
use crate::agreement::signals::SignalFigures;
use crate::agreement::{Agreement, Compared};
use csv::StringRecord;

const HEADER: [&str; 6] = ["measure", "group", "value", "low", "high", "n"];

/// The whole report.
#[must_use]
pub fn report(agreement: &Agreement<'_>) -> String {
    let mut rows = vec![StringRecord::from(HEADER.as_slice())];
    let people = agreement.people.as_ref().map(|people| ("people", people));
    let all = [("program", &agreement.program)].into_iter().chain(people).chain([("length", &agreement.length)]);
    rows.extend(all.flat_map(|(group, one)| compared(group, one)));
    for (level, figures) in agreement.scale.levels.iter().zip(&agreement.levels) {
        let group = format!("level/{}", level.name);
        let each = [("precision", figures.precision), ("recall", figures.recall), ("f1", figures.f1)];
        rows.extend(each.map(|(measure, estimate)| row(measure, &group, estimate, figures.human)));
    }
    for column in &agreement.columns {
        rows.extend(column.groups.iter().flat_map(|one| group(&column.name, one)));
    }
    rows.extend(agreement.questions.iter().flat_map(question));
    rows.extend(agreement.criteria.iter().flat_map(criterion));
    rows.extend(agreement.signals.iter().flat_map(signal));
    String::from_utf8(write(rows, Separator::Comma)).expect("texts")
}

fn row(measure: &str, group: &str, Estimate { value, interval }: Estimate, count: usize) -> StringRecord {
    let number = |value: Option<f64>| value.map(|value| rounded(value).to_string()).unwrap_or_default();
    let (low, high) = interval.unzip();
    StringRecord::from(vec![
        measure.to_owned(),
        text(group),
        number(value),
        number(low),
        number(high),
        count.to_string(),
    ])
}

/// A figure without an interval.
fn plain(measure: &str, group: &str, value: Option<f64>, count: usize) -> StringRecord {
    row(measure, group, Estimate { value, interval: None }, count)
}

fn compared(group: &str, compared: &Compared) -> Vec<StringRecord> {
    let one = |measure: Measure| row(measure.name(), group, compared.get(measure), compared.answers);
    Measure::ALL.into_iter().map(one).collect()
}

fn group(column: &str, group: &Group) -> Vec<StringRecord> {
    let name = format!("{column}/{}", group.value);
    let figures = [
        ("mean_people", group.human),
        ("mean_program", group.machine),
        ("smd", group.smd),
        ("qwk", group.qwk),
        ("selection_rate", group.rate()),
        ("selection_rate_people", group.rate_human()),
        ("impact_ratio", group.impact),
    ];
    figures.into_iter().map(|(measure, value)| plain(measure, &name, value, group.answers)).collect()
}

fn question(figures: &QuestionFigures) -> Vec<StringRecord> {
    let name = format!("question/{}", figures.question);
    let each = [
        ("qwk", figures.qwk),
        ("exact", figures.exact),
        ("mean_people", figures.human),
        ("mean_program", figures.machine),
        ("bias", figures.bias()),
    ];
    each.into_iter().map(|(measure, value)| plain(measure, &name, value, figures.answers)).collect()
}

fn criterion(figures: &CriterionFigures) -> Vec<StringRecord> {
    let name = format!("criterion/{}/{}", figures.question, figures.criterion);
    let mut each = vec![("pearson", figures.correlation), ("adds", figures.adds)];
    if let Some(found) = figures.marked {
        each.extend([("precision", Found::precision(found)), ("recall", found.recall()), ("f1", found.f1())]);
    }
    each.into_iter().map(|(measure, value)| plain(measure, &name, value, figures.answers)).collect()
}

fn signal(figures: &SignalFigures) -> Vec<StringRecord> {
    let name = format!("signal/{}/{}", figures.question, figures.signal);
    #[expect(clippy::cast_precision_loss, reason = "counts of answers")]
    let count = |count: usize| Some(count as f64);
    let each = [
        ("heard", count(figures.heard)),
        ("right", count(figures.right.count)),
        ("wrong", count(figures.wrong.count)),
        ("mean_heard", figures.mean_heard),
        ("mean_other", figures.mean_other),
    ];
    each.into_iter().map(|(measure, value)| plain(measure, &name, value, figures.answers)).collect()
}
