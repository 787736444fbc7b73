//! What tuning proposes and gains, printed: for reading, as Markdown, as JSON.
//!
//! The JSON object has
//!
//! | field | meaning |
//! |---|---|
//! | `answers`, `questions` | what was fitted to |
//! | `gains` | a list: `measure`, and `before`, `after` and `gain`, each with `value`, `low` and `high` (the 95 % interval) or null; `after` is of answers that were not fitted |
//! | `numbers` | what to change: `question`, `criterion`, `number` (`points`, `full_credit`, `weight`), `signal` (its number within its kind, as results have it) and `text` of a weight, `old`, `new` |
//! | `bands` | bands that begin elsewhere: `band`, `old`, `new` |

use super::agreement::{number, rounded};
use super::json::pretty;
use super::markdown::plain;
use super::terminal::{Colour, styled, visible, without_commands};
use crate::agreement::bootstrap::Estimate;
use crate::agreement::measure::Measure;
use crate::decimal::Decimal;
use crate::diff::change::counted;
use crate::tune::{Gain, Tuned, Tuning, What};
use anstyle::Style;
use serde::Serialize;

/// Changed numbers that are shown; the patch has all.
const SHOWN: usize = 25;

fn figure(value: Option<f64>) -> String {
    number(value, 3)
}

fn interval(estimate: Estimate) -> String {
    match estimate.interval {
        Some((low, high)) => format!("{} to {}", figure(Some(low)), figure(Some(high))),
        None => "\u{2013}".to_owned(),
    }
}

/// The answer in a sentence.
fn headline(tuning: &Tuning) -> String {
    let changed = tuning.tuned.len() + tuning.bands.len();
    if changed == 0 {
        return "nothing to change: no number would bring scores nearer to the marks".to_owned();
    }
    let gain = tuning.gains.iter().find(|gain| gain.measure == Measure::Qwk);
    let gain = gain.map(|gain| {
        let verdict = match gain.gain.interval {
            Some((low, _)) if low > 0.0 => "a gain",
            Some((_, high)) if high < 0.0 => "a loss: leave the rubrics as they are",
            _ => "no sure gain",
        };
        format!("; QWK {} \u{2192} {}, {verdict}", figure(gain.before.value), figure(gain.after.value))
    });
    format!("{} to change{}", counted(changed, "number"), gain.unwrap_or_default())
}

fn basis(tuning: &Tuning) -> String {
    format!(
        "fitted to {} of {}; what is gained is measured on answers that were not fitted",
        counted(tuning.answers, "answer"),
        counted(tuning.questions, "question")
    )
}

/// `cpu-versus-io  strong 2  0.5 → 0.35  threads … faster`
fn subject(tuned: &Tuned) -> (String, &str) {
    match &tuned.what {
        What::Points => (format!("{} points", tuned.criterion), ""),
        What::FullCredit => (format!("{} full credit", tuned.criterion), ""),
        What::Weight(kind, index, text) => (format!("{} {kind} {}", tuned.criterion, index + 1), text),
    }
}

/// For the terminal: the gain first, then what changes.
#[must_use]
pub fn human(tuning: &Tuning, colour: Colour) -> String {
    let dimmed = |text: &str| styled(&visible(text), Style::new().dimmed(), colour);
    let mut out = format!("{}\n{}\n", styled(&headline(tuning), Style::new().bold(), colour), dimmed(&basis(tuning)));
    out.push_str(&format!("\n{}\n", dimmed(&format!("{:24}  before   after    gain  95 %", ""))));
    for Gain { measure, before, after, gain } in &tuning.gains {
        let (before, after) = (figure(before.value), figure(after.value));
        let row = format!("{:24} {before:>7} {after:>7} {:>7}", measure.title(), figure(gain.value));
        out.push_str(&format!("{row}  {}\n", dimmed(&interval(*gain))));
    }
    let mut question = "";
    for tuned in tuning.tuned.iter().take(SHOWN) {
        if tuned.question != question {
            question = &tuned.question;
            out.push_str(&format!("\n{}\n", styled(&visible(question), Style::new().bold().underline(), colour)));
        }
        let (what, text) = subject(tuned);
        let text: String = text.chars().take(50).collect();
        let change = format!("{} \u{2192} {}", tuned.old, tuned.new);
        out.push_str(&format!("  {}  {change}  {}\n", visible(&what), dimmed(&text)));
    }
    if tuning.tuned.len() > SHOWN {
        out.push_str(&dimmed(&format!("and {} more; -f patch has all\n", tuning.tuned.len() - SHOWN)));
    }
    if !tuning.bands.is_empty() {
        out.push_str(&format!("\n{}\n", styled("bands", Style::new().bold().underline(), colour)));
        for (band, from) in &tuning.bands {
            out.push_str(&format!("  {} from {} \u{2192} {from}\n", visible(&band.name), band.from));
        }
    }
    without_commands(&out).into_owned()
}

/// For a pull request.
#[must_use]
pub fn markdown(tuning: &Tuning) -> String {
    let mut out = format!("**{}**\n\n{}\n\n", plain(&headline(tuning)), plain(&basis(tuning)));
    out.push_str("| | before | after | gain | 95 % |\n|---|--:|--:|--:|--:|\n");
    for Gain { measure, before, after, gain } in &tuning.gains {
        let [before, after, change] = [before, after, gain].map(|estimate| figure(estimate.value));
        out.push_str(&format!("| {} | {before} | {after} | {change} | {} |\n", measure.title(), interval(*gain)));
    }
    if !tuning.tuned.is_empty() || !tuning.bands.is_empty() {
        out.push_str("\n| question | number | now | then |\n|---|---|--:|--:|\n");
    }
    for tuned in &tuning.tuned {
        let (what, _) = subject(tuned);
        out.push_str(&format!("| {} | {} | {} | {} |\n", plain(&tuned.question), plain(&what), tuned.old, tuned.new));
    }
    for (band, from) in &tuning.bands {
        out.push_str(&format!("| | band {} from | {} | {from} |\n", plain(&band.name), band.from));
    }
    out
}

#[derive(Serialize)]
struct Report<'a> {
    answers: usize,
    questions: usize,
    gains: Vec<GainRow>,
    numbers: Vec<Number<'a>>,
    bands: Vec<BandRow<'a>>,
}

#[derive(Serialize)]
struct GainRow {
    measure: &'static str,
    before: Range,
    after: Range,
    gain: Range,
}

#[derive(Serialize)]
struct Range {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct Number<'a> {
    question: &'a str,
    criterion: &'a str,
    number: &'static str,
    signal: Option<String>,
    text: Option<&'a str>,
    old: Decimal,
    new: Decimal,
}

#[derive(Serialize)]
struct BandRow<'a> {
    band: &'a str,
    old: Decimal,
    new: Decimal,
}

/// For programs.
#[must_use]
pub fn json(tuning: &Tuning) -> String {
    let range = |estimate: Estimate| Range {
        value: estimate.value.map(rounded),
        low: estimate.interval.map(|(low, _)| rounded(low)),
        high: estimate.interval.map(|(_, high)| rounded(high)),
    };
    let gain = |gain: &Gain| GainRow {
        measure: gain.measure.name(),
        before: range(gain.before),
        after: range(gain.after),
        gain: range(gain.gain),
    };
    let report = Report {
        answers: tuning.answers,
        questions: tuning.questions,
        gains: tuning.gains.iter().map(gain).collect(),
        numbers: tuning.tuned.iter().map(row).collect(),
        bands: tuning
            .bands
            .iter()
            .map(|(band, from)| BandRow { band: &band.name, old: band.from, new: *from })
            .collect(),
    };
    pretty(&report)
}

fn row(tuned: &Tuned) -> Number<'_> {
    let Tuned { question, criterion, what, old, new } = tuned;
    let (number, signal, text) = match what {
        What::Points => ("points", None, None),
        What::FullCredit => ("full_credit", None, None),
        What::Weight(kind, at, text) => ("weight", Some(format!("{criterion}.{kind}.{}", at + 1)), Some(text.as_str())),
    };
    Number { question, criterion, number, signal, text, old: *old, new: *new }
}
