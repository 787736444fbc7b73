//! The report for a terminal. Evidence before and now stands side by side where there is room for it.

use super::super::explain::marked;
use super::super::terminal::{Colour, style_of, styled, visible, without_commands};
use super::{Layout, NOTHING, by_subject, evidence, heard, points, reach, summary, when};
use crate::diff::grades::{BandMove, CriterionShift, Moved};
use crate::diff::{Comparison, Version};
use anstyle::Style;
use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

/// From this many columns on, evidence stands side by side.
const WIDE: u16 = 100;
/// Below this many columns nothing can be read.
const NARROWEST: u16 = 40;
/// Quotes of a criterion that are shown of either version.
const QUOTES: usize = 2;

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>, layout: Layout) -> String {
    let layout = Layout { width: layout.width.max(NARROWEST), ..layout };
    if comparison.is_nothing() {
        return format!("{NOTHING}\n");
    }
    let mut out = String::new();
    for line in summary(comparison) {
        let (what, rest) = line.split_once(' ').unwrap_or((&line, ""));
        out.push_str(&format!("{} {rest}\n", styled(&format!("{what:<9}"), Style::new().dimmed(), layout.colour)));
    }
    let (bands, scores): (Vec<_>, Vec<_>) =
        comparison.grades.moved.iter().partition(|moved| moved.band != BandMove::Same);
    for (title, answers) in [("Bands that changed", bands), ("Scores that changed", scores)] {
        if !answers.is_empty() {
            out.push_str(&heading(title, layout.colour));
            answers.iter().for_each(|moved| out.push_str(&answer(comparison, moved, layout)));
        }
    }
    out.push_str(&heading("In words", layout.colour));
    out.push_str(&words(comparison, layout));
    without_commands(&out).into_owned()
}

fn heading(title: &str, colour: Colour) -> String {
    format!("\n{}\n", styled(title, Style::new().bold().underline(), colour))
}

fn answer(comparison: &Comparison<'_>, moved: &Moved, layout: Layout) -> String {
    let colour = layout.colour;
    let dimmed = |text: &str| styled(text, Style::new().dimmed(), colour);
    let name = format!("{} \u{b7} {}", visible(&moved.answer.question), visible(moved.name()));
    let result = |version| {
        let band = match version {
            Version::Old => &moved.old.band,
            Version::New => &moved.new.band,
        };
        styled(&visible(&moved.result(version)), style_of(band.as_deref().unwrap_or_default()), colour)
    };
    let accepted = if moved.accepted { "  accepted" } else { "" };
    let was_and_is = [Version::Old, Version::New].map(|version| moved.result(version));
    let source = visible(&moved.answer.source);
    let plain = format!("{name}{}{}{}{accepted}{source}", was_and_is[0], was_and_is[1], moved.shift);
    // Between them stand nine more columns.
    let fits = plain.width() + 9 <= usize::from(layout.width);
    let mut out = format!(
        "\n{}  {} \u{2192} {}  {}{}{}{}\n",
        styled(&name, Style::new().bold(), colour),
        result(Version::Old),
        result(Version::New),
        moved.shift,
        dimmed(accepted),
        if fits { "  " } else { "\n  " },
        dimmed(&source)
    );
    for wide in &moved.wide {
        out.push_str(&wrapped(&wide.to_string(), 2, layout.width));
    }
    moved.criteria.iter().for_each(|shift| out.push_str(&criterion(comparison, moved, shift, layout)));
    out
}

fn criterion(comparison: &Comparison<'_>, moved: &Moved, shift: &CriterionShift, layout: Layout) -> String {
    let points = [Version::Old, Version::New].map(|version| points(heard(shift, version))).join(" \u{2192} ");
    let mut out = wrapped(&format!("{}  {points}", visible(&shift.title)), 2, layout.width);
    for cause in &shift.causes {
        out.push_str(&wrapped(&visible(&cause.to_string()), 4, layout.width));
    }
    let [before, now] = [Version::Old, Version::New].map(|version| quotes(comparison, moved, shift, version, layout));
    let heard_of = |version| heard(shift, version).is_some_and(|heard| !heard.grade.hits.is_empty());
    if !heard_of(Version::Old) && !heard_of(Version::New) {
        return out;
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(layout.width - 3);
    let title = |version| styled(when(version), Style::new().dimmed(), layout.colour);
    if layout.width >= WIDE {
        let half = ColumnConstraint::Absolute(Width::Fixed((layout.width - 3) / 2));
        table.add_row([Cell::new(title(Version::Old)), Cell::new(title(Version::New))]);
        table.add_row([Cell::new(before), Cell::new(now)]);
        table.set_constraints([half, half]);
    } else {
        table.add_row([Cell::new(title(Version::Old)), Cell::new(before)]);
        table.add_row([Cell::new(title(Version::New)), Cell::new(now)]);
    }
    for line in table.lines() {
        out.push_str(&format!("   {}\n", line.trim_end()));
    }
    out
}

/// The quotes, those that earn nothing said to be so.
fn quotes(
    comparison: &Comparison<'_>,
    moved: &Moved,
    shift: &CriterionShift,
    version: Version,
    layout: Layout,
) -> String {
    let quotes = evidence(comparison.side(version), moved, heard(shift, version));
    if quotes.is_empty() {
        return styled("nothing heard", Style::new().dimmed(), layout.colour);
    }
    let mut lines: Vec<_> = quotes
        .iter()
        .take(QUOTES)
        .map(|(label, runs)| {
            let quote = marked(runs, layout.colour);
            label.map_or_else(
                || quote.clone(),
                |label| format!("{}: {quote}", styled(label, style_of(label), layout.colour)),
            )
        })
        .collect();
    if quotes.len() > QUOTES {
        lines.push(styled(&format!("and {} more", quotes.len() - QUOTES), Style::new().dimmed(), layout.colour));
    }
    lines.join("\n")
}

fn words(comparison: &Comparison<'_>, layout: Layout) -> String {
    let mut out = String::new();
    for (subject, differences) in by_subject(comparison.words) {
        let name = styled(&visible(&subject.to_string()), Style::new().bold(), layout.colour);
        let place = differences.iter().find_map(|difference| difference.place);
        let place = place.map(|(version, place)| comparison.side(version).line(place).0);
        let place = styled(&visible(place.unwrap_or_default()), Style::new().dimmed(), layout.colour);
        out.push_str(format!("\n{name}  {place}").trim_end());
        out.push('\n');
        for difference in differences {
            out.push_str(&wrapped(&visible(&difference.change.to_string()), 2, layout.width));
            if let Some(reach) = reach(difference) {
                out.push_str(&wrapped(&visible(&reach), 4, layout.width));
            }
        }
    }
    out
}

/// A paragraph, its first line indented by so much and the others by two more.
fn wrapped(text: &str, indent: u16, width: u16) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.saturating_sub(indent + 2)).add_row([Cell::new(text)]);
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 0));
    }
    let indent = usize::from(indent);
    let line = |(at, line): (usize, String)| {
        let more = if at == 0 { 0 } else { 2 };
        format!("{:indent$}{:more$}{}\n", "", "", line.trim_end())
    };
    table.lines().enumerate().map(line).collect()
}
