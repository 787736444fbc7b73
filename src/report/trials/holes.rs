//! Coverage and mutants for a terminal: the questions with the largest holes first, the totals last.

use super::super::terminal::{Colour, styled, visible};
use crate::rubric::{Bank, Kind};
use crate::trial::coverage::{Coverage, Reach, Totals};
use crate::trial::mutants::{Change, Mutants, Survivor, Tally};
use crate::trial::percent;
use anstyle::Style;
use std::fmt::Write;

/// Signals that never fire or never decide.
pub(super) fn coverage(coverage: &[Coverage<'_>], colour: Colour) -> String {
    let mut out = String::new();
    let mut worst: Vec<_> =
        coverage.iter().filter(|question| question.count(Reach::Decides) < question.signals.len()).collect();
    worst.sort_by_key(|question| share(question.count(Reach::Idle), question.signals.len()));
    for question in worst {
        let head = styled(&visible(question.question), Style::new().bold(), colour);
        let (fire, decide) = (question.count(Reach::Idle), question.count(Reach::Decides));
        let _ = writeln!(out, "{head}  {fire} of {} signals fire, {decide} decide", question.signals.len());
        for (signal, reach) in question.signals.iter().filter(|(_, reach)| *reach != Reach::Decides) {
            let _ =
                writeln!(out, "  {:<13}  {:<6}  {}", reach.name(), visible(&signal.id), dimmed(&signal.text, colour));
        }
    }
    let totals = Totals::of(coverage);
    if let Some(fire) = totals.fire_percent() {
        let decide = percent(totals.decide, totals.all).map_or_else(String::new, |share| share.to_string());
        let Totals { fire: firing, decide: deciding, all } = totals;
        let _ = writeln!(out, "coverage: {fire}% of {all} signals fire ({firing}), {decide}% decide ({deciding})");
    }
    out
}

/// What was noticed, and which example would notice the rest.
pub(super) fn mutants(mutants: &[Mutants<'_>], bank: &Bank, colour: Colour) -> String {
    let mut out = String::new();
    let mut worst: Vec<_> = mutants.iter().filter(|question| !question.survivors.is_empty()).collect();
    worst.sort_by_key(|question| share(question.tally.killed(), question.tally.all()));
    for question in worst {
        let head = styled(&visible(question.question), Style::new().bold(), colour);
        let _ = writeln!(out, "{head}  {} of {} mutants noticed", question.tally.killed(), question.tally.all());
        for survivor in &question.survivors {
            out.push_str(&self::survivor(survivor, bank, colour));
        }
    }
    if let Some(total) = total(mutants) {
        let _ = writeln!(out, "mutants: {total}");
    }
    out
}

/// `41 of 80 noticed (51.2%): drop 10 of 20, halve …`
pub(super) fn total(mutants: &[Mutants<'_>]) -> Option<String> {
    let tally = Tally::of(mutants);
    let of_change = |change: Change| {
        let (killed, all) = tally.count(change);
        format!("{} {killed} of {all}", change.name())
    };
    let changes = Change::ALL.map(of_change).join(", ");
    Some(format!("{} of {} noticed ({}%): {changes}", tally.killed(), tally.all(), tally.percent()?))
}

fn survivor(survivor: &Survivor<'_>, bank: &Bank, colour: Colour) -> String {
    let names = survivor.changes.iter().map(|change| change.name()).collect::<Vec<_>>().join(", ");
    let mut out = format!("  {}  unnoticed: {names}\n", visible(&survivor.signal.id));
    let _ = writeln!(out, "      {}", dimmed(&survivor.signal.text, colour));
    for wish in wishes(survivor, bank) {
        let _ = writeln!(out, "      add {}", visible(&wish));
    }
    out
}

/// The examples that would notice, in words, each with the beginning of its YAML.
pub(super) fn wishes(survivor: &Survivor<'_>, bank: &Bank) -> Vec<String> {
    let (top, bottom) = match bank.bands.as_slice() {
        [top, .., bottom] => (top.name.as_str(), bottom.name.as_str()),
        [only] => (only.name.as_str(), only.name.as_str()),
        [] => return Vec::new(),
    };
    let next = bank.bands.iter().rev().nth(1).map_or(top, |band| band.name.as_str());
    let has = |change| survivor.changes.contains(&change);
    let mut wishes = Vec::new();
    let mut wish = |band: &str, words: String| wishes.push(format!("{words}: - {{band: {band}, answer: \u{2026}}}"));
    match (survivor.signal.kind, has(Change::Drop) || has(Change::Halve)) {
        (Kind::Strong, true) => wish(next, format!("an answer that says this, and reaches {next} only by it")),
        (_, true) => wish(bottom, format!("an answer that says this, and stays under {next} only for it")),
        (_, false) => {}
    }
    match (survivor.signal.kind, has(Change::Negate)) {
        (Kind::Strong, true) => wish(bottom, format!("an answer that does not say this, and stays just under {next}")),
        (_, true) => wish(top, format!("an answer that does not say this, and just reaches {top}")),
        (_, false) => {}
    }
    if let Some(loosened) = &survivor.loosened {
        let (band, where_it_stays) = match survivor.signal.kind {
            Kind::Strong => (bottom, format!("stays just under {next}")),
            _ => (top, format!("just reaches {top}")),
        };
        wish(band, format!("an answer that says only `{loosened}`, and {where_it_stays}"));
    }
    wishes
}

/// Order of shares: tenths of a percent; of equal ones the order of the bank stays.
fn share(some: usize, all: usize) -> u64 {
    percent(some, all).map_or(0, |share| share.tenths())
}

fn dimmed(text: &str, colour: Colour) -> String {
    styled(&visible(text), Style::new().dimmed(), colour)
}
