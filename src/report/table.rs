//! The report for a terminal: first every answer with its score and band, then each one's criteria with the evidence.

use super::explain::{deduction, marked};
use super::quote::{excerpt, quote, quoted};
use super::spoken::spoken;
use super::terminal::{Colour, style_of, styled, visible, without_commands};
use super::{Item, Rubrics, Status};
use crate::flags::{Copied, Flag};
use crate::follow_ups::{FollowUp, follow_ups};
use crate::grade::{CriterionGrade, Grade, Verdict};
use crate::program::{CriterionProgram, Program};
use crate::transcript::Passage;
use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

/// How the report is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether styles are printed.
    pub colour: Colour,
    /// Whether the criteria follow the summary.
    pub detail: Detail,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The answers with score and band.
    Summary,
    /// Then each answer's criteria and evidence.
    Criteria,
}

/// Below this many columns a table cannot be read.
pub(super) const NARROWEST: u16 = 40;

/// The whole report.
#[must_use]
pub fn report(items: &[Item], rubrics: Rubrics<'_>, layout: Layout) -> String {
    let layout = Layout { width: layout.width.max(NARROWEST), ..layout };
    let mut out = summary(items, layout);
    if layout.detail == Detail::Criteria {
        for item in items {
            out.push('\n');
            out.push_str(&detail(item, rubrics.program, layout));
        }
    }
    without_commands(&out).into_owned()
}

fn summary(items: &[Item], layout: Layout) -> String {
    let mut table = table(layout);
    table.set_header(
        ["Candidate", "Question", "Score", "Band", "Criteria"]
            .map(|title| Cell::new(styled(title, Style::new().bold(), layout.colour))),
    );
    let mut previous = None;
    for item in items {
        let name = item.answer.candidate.as_deref().unwrap_or(&item.answer.id);
        // A candidate's name is said once, above all their answers.
        let shown = if previous == Some(name) && item.answer.candidate.is_some() {
            String::new()
        } else {
            visible(name).into_owned()
        };
        previous = Some(name);
        let (score, band, strip) = match item.grade() {
            Some(grade) => (
                grade.score.map_or_else(
                    || "\u{2013}".to_owned(),
                    |score| format!("{}.{}", score.tenths() / 10, score.tenths() % 10),
                ),
                grade.band.clone().unwrap_or_else(|| "no answer".to_owned()),
                strip(grade, layout.colour) + &flag_names(item, layout.colour),
            ),
            None => ("\u{2013}".to_owned(), item.status().words().to_owned(), failure(item)),
        };
        let band = styled(&visible(&band), style_of(&band), layout.colour);
        table.add_row([
            Cell::new(shown),
            Cell::new(visible(&item.answer.question)),
            Cell::new(score),
            Cell::new(band),
            Cell::new(strip),
        ]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let legend = Verdict::ALL.map(|verdict| format!("{} {}", glyph(verdict), verdict.name())).join("  ");
    let table = trimmed(&table).replace(UNBROKEN, " ");
    format!("{table}\n{}\n", styled(&format!(" {legend}"), Style::new().dimmed(), layout.colour))
}

fn failure(item: &Item) -> String {
    visible(item.failure().unwrap_or_default()).into_owned()
}

/// A space at which the table shall not break a line; in the end it is an ordinary one.
const UNBROKEN: &str = "\u{a0}";

/// One sign for each criterion.
fn strip(grade: &Grade, colour: Colour) -> String {
    grade
        .criteria
        .iter()
        .map(|criterion| styled(glyph(criterion.verdict), style_of(criterion.verdict.name()), colour))
        .collect::<Vec<_>>()
        .join(UNBROKEN)
}

fn flag_names(item: &Item, colour: Colour) -> String {
    let name = |name: &str| format!("  {}", styled(&format!("{FLAG}{UNBROKEN}{name}"), style_of("flag"), colour));
    item.flag_names().into_iter().map(name).collect()
}

/// A sign for a verdict.
pub(super) const fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Strong => "\u{25cf}",
        Verdict::Partial => "\u{25d0}",
        Verdict::Weak => "\u{25cb}",
        Verdict::Wrong => "\u{2717}",
        Verdict::Missing => "\u{b7}",
    }
}

fn detail(item: &Item, program: &Program, layout: Layout) -> String {
    let answer = &item.answer;
    let name = answer.candidate.as_deref().unwrap_or(&answer.id);
    let title = format!("{} \u{b7} {}", visible(name), visible(&answer.question));
    let head = styled(&title, Style::new().bold(), layout.colour);
    let source = |before: &str| source(&answer.source, before.width(), layout);
    if item.status() == Status::NotAsked {
        let words = styled("not asked", Style::new().dimmed(), layout.colour);
        return format!("{head}{}\n  {words}\n", source(&title));
    }
    let (Some(grade), Some(question)) = (item.grade(), program.question(&answer.question)) else {
        return format!("{head}{}\n  {}\n", source(&title), styled(&failure(item), style_of("error"), layout.colour));
    };
    let Some(score) = grade.score else {
        let words = styled("no answer", Style::new().dimmed(), layout.colour);
        return format!("{head}{}\n  {words}\n", source(&title));
    };
    let band = grade.band.as_deref().unwrap_or_default();
    let result = format!("{score} {}{}", visible(band), deduction(grade));
    let source = source(&format!("{title}  {result}"));
    let result = styled(&result, style_of(band), layout.colour);
    let flags = flags(grade, program, layout.colour);
    let rows = question.criteria.iter().zip(&grade.criteria);
    let given =
        spoken(grade).into_iter().map(|words| format!(" {}\n", styled(&words, Style::new().dimmed(), layout.colour)));
    let given: String = given.collect();
    let asked = ask_next(&follow_ups(question, grade, answer), layout);
    format!("{head}  {result}{source}\n{given}{flags}{}\n{asked}", criteria(rows, &answer.said, layout))
}

/// Where an answer comes from: after a heading of so many columns, or below it where both do not fit into a line.
fn source(source: &str, before: usize, layout: Layout) -> String {
    let source = visible(source);
    let apart = if before + 2 + source.width() <= usize::from(layout.width) { "  " } else { "\n " };
    format!("{apart}{}", styled(&source, Style::new().dimmed(), layout.colour))
}

/// A row for each criterion, with its evidence.
pub(super) fn criteria<'a>(
    rows: impl Iterator<Item = (&'a CriterionProgram, &'a CriterionGrade)>,
    said: &Passage,
    layout: Layout,
) -> String {
    let mut table = table(layout);
    for (criterion, graded) in rows {
        let verdict = format!("{} {}", glyph(graded.verdict), graded.verdict.name());
        table.add_row([
            Cell::new(visible(&criterion.title)),
            Cell::new(styled(&verdict, style_of(graded.verdict.name()), layout.colour)),
            Cell::new(format!("{}/{}", graded.earned, criterion.points)),
            Cell::new(evidence(criterion, graded, said, layout.colour)),
        ]);
    }
    let title = layout.width / 4;
    table.set_constraints([
        ColumnConstraint::UpperBoundary(Width::Fixed(title)),
        ColumnConstraint::ContentWidth,
        ColumnConstraint::ContentWidth,
        ColumnConstraint::LowerBoundary(Width::Fixed(layout.width / 3)),
    ]);
    trimmed(&table)
}

fn ask_next(follow_ups: &[FollowUp<'_>], layout: Layout) -> String {
    if follow_ups.is_empty() {
        return String::new();
    }
    let mut table = table(layout);
    for (at, follow_up) in follow_ups.iter().enumerate() {
        let heading = if at == 0 { "ask next:" } else { "" };
        let cells = [heading, &visible(follow_up.question)];
        table.add_row(cells.map(|cell| Cell::new(styled(cell, Style::new().dimmed().italic(), layout.colour))));
    }
    table.set_constraints([ColumnConstraint::ContentWidth]);
    format!("{}\n", trimmed(&table))
}

/// A line for each flag.
pub(super) fn flags(grade: &Grade, program: &Program, colour: Colour) -> String {
    let line = |flag: &Flag| {
        let cap = program.cap(flag.kind).map(|band| format!("; at most {}", visible(&band.name))).unwrap_or_default();
        let text = format!("{FLAG} {}: {}{cap}", flag.kind, visible(&flag.detail));
        let passages = flag.copied.as_ref().map(|copied| passages(copied, colour)).unwrap_or_default();
        format!(" {}\n{passages}", styled(&text, style_of("flag"), colour))
    };
    grade.flags.iter().map(line).collect()
}

/// How much of a passage is shown, in columns; the other formats have all.
const PASSAGE: usize = 64;

/// The words here, and below them those of the other text.
fn passages(copied: &Copied, colour: Colour) -> String {
    let line = |place: &str, text: &str| {
        let text = visible(text);
        let quote = styled(&format!("\u{201c}{}\u{201d}", excerpt(&text, PASSAGE)), Style::new().dimmed(), colour);
        format!("   {place} {quote}\n")
    };
    line("here: ", &copied.said) + &line("there:", &copied.other.text)
}

const FLAG: char = '\u{2691}';

/// Quotes of one kind that are shown of a criterion; the other formats have all.
const QUOTES: usize = 2;

/// The quotes of what was heard, wrong and weak ones said to be so.
fn evidence(criterion: &CriterionProgram, graded: &CriterionGrade, answer: &Passage, colour: Colour) -> String {
    let quoted = quoted(criterion, graded);
    let mut lines = Vec::new();
    for like in quoted.chunk_by(|(label, _), (next, _)| label == next) {
        lines.extend(like.iter().take(QUOTES).map(|(label, piece)| {
            let time = answer.time(piece.span).map(|time| styled(&format!(" {time}"), Style::new().dimmed(), colour));
            let text = marked(&quote(piece, &answer.text), colour) + &time.unwrap_or_default();
            match label {
                None => text,
                Some(label) => format!("{}: {text}", styled(label, style_of(label), colour)),
            }
        }));
        if like.len() > QUOTES {
            lines.push(styled(&format!("and {} more", like.len() - QUOTES), Style::new().dimmed(), colour));
        }
    }
    lines.join("\n")
}

pub(super) fn table(layout: Layout) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(layout.width);
    table
}

/// The table's lines without the spaces at their ends.
pub(super) fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
