//! The report for a terminal: the answer first, then calm tables, last the answers on which both differ most.

use super::super::changes::Layout;
use super::super::explain::marked;
use super::super::table::glyph;
use super::super::terminal::{Colour, style_of, styled, visible, without_commands};
use super::{Cell, Heard, Section, compared, headline, heard, human_mark, machine_mark, result, sections};
use crate::agreement::{Agreement, Judged};
use crate::report::Rubrics;
use anstyle::Style;
use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

/// Rows of a long table.
const MOST_ROWS: usize = 12;
/// Below this many columns nothing can be read.
const NARROWEST: u16 = 40;

/// The whole report.
#[must_use]
pub fn report(agreement: &Agreement<'_>, rubrics: Rubrics<'_>, layout: Layout) -> String {
    let layout = Layout { width: layout.width.max(NARROWEST), ..layout };
    let mut out = format!(
        "{}\n{}\n",
        styled(&headline(agreement), Style::new().bold(), layout.colour),
        wrapped(&visible(&compared(agreement)), layout)
    );
    for part in sections::all(agreement, rubrics, MOST_ROWS) {
        out.push_str(&section(&part, layout));
    }
    if !agreement.worst.is_empty() {
        out.push_str(&heading("Where both differ most", layout.colour));
        for &at in &agreement.worst {
            out.push_str(&answer(agreement, &agreement.judged[at], rubrics, layout));
        }
    }
    without_commands(&out).into_owned()
}

fn heading(title: &str, colour: Colour) -> String {
    format!("\n{}\n", styled(title, Style::new().bold().underline(), colour))
}

fn dimmed(text: &str, colour: Colour) -> String {
    styled(text, Style::new().dimmed(), colour)
}

fn section(section: &Section<'_>, layout: Layout) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(layout.width);
    let number = |at: usize| section.rows.iter().any(|row| matches!(row[at], Cell::Number(_)));
    let names = section.header.iter().enumerate().map(|(at, name)| {
        let cell = TableCell::new(dimmed(&visible(name), layout.colour));
        if number(at) { cell.set_alignment(CellAlignment::Right) } else { cell }
    });
    table.add_row(names);
    for row in &section.rows {
        // Beside quotes there is no room for long names.
        let joint = if row.iter().any(|one| matches!(one, Cell::Quotes(_))) { "\n  " } else { " \u{b7} " };
        table.add_row(row.iter().map(|one| cell(one, joint, layout.colour)));
    }
    if section.rows.iter().any(|row| matches!(row.first(), Some(Cell::Name(..)))) {
        table.set_constraints([ColumnConstraint::ContentWidth]);
    }
    let mut out = heading(section.title, layout.colour);
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if section.left_out > 0 {
        let more = format!("and {} more; -f json or csv has all", section.left_out);
        out.push_str(&format!(" {}\n", dimmed(&more, layout.colour)));
    }
    if let Some(note) = &section.note {
        out.push_str(&format!("{}\n", dimmed(&wrapped(&visible(note), layout), layout.colour)));
    }
    out
}

fn cell(cell: &Cell<'_>, joint: &str, colour: Colour) -> TableCell {
    match cell {
        Cell::Text(text) => TableCell::new(visible(text)),
        Cell::Number(number) => TableCell::new(number).set_alignment(CellAlignment::Right),
        Cell::Name(question, own) => TableCell::new(format!("{}{joint}{}", visible(question), visible(own))),
        Cell::Quotes(quotes) => {
            TableCell::new(quotes.iter().map(|runs| marked(runs, colour)).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// Lines that fit, as a table of one cell wraps them.
fn wrapped(text: &str, layout: Layout) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(layout.width);
    table.add_row([text]);
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn answer(agreement: &Agreement<'_>, judged: &Judged, rubrics: Rubrics<'_>, layout: Layout) -> String {
    let answer = &judged.marked.answer;
    let name = format!("{} \u{b7} {}", visible(&answer.question), visible(&answer.id));
    let marks = format!(
        "people {}, program {} ({})",
        human_mark(agreement, judged),
        machine_mark(agreement, judged),
        result(judged)
    );
    let mut out = format!(
        "\n{}  {}\n {}\n",
        styled(&name, Style::new().bold(), layout.colour),
        visible(&marks),
        dimmed(&visible(&answer.source), layout.colour)
    );
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(layout.width);
    for one in heard(judged, rubrics.program) {
        let verdict = format!("{} {}", glyph(one.verdict), one.verdict.name());
        table.add_row([
            TableCell::new(visible(&one.program.title)),
            TableCell::new(styled(&verdict, style_of(one.verdict.name()), layout.colour)),
            TableCell::new(&one.earned),
            TableCell::new(evidence(&one, layout.colour)),
        ]);
    }
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Quotes of a criterion that are shown.
const QUOTES: usize = 2;

fn evidence(one: &Heard<'_>, colour: Colour) -> String {
    let mut lines: Vec<String> = one
        .quotes
        .iter()
        .take(QUOTES)
        .map(|(label, runs)| match label {
            None => marked(runs, colour),
            Some(label) => format!("{}: {}", styled(label, style_of(label), colour), marked(runs, colour)),
        })
        .collect();
    if let Some(human) = one.human {
        lines.push(dimmed(&format!("people: {}", super::number(Some(human), 2)), colour));
    }
    lines.join("\n")
}
