//! Candidates compared, for a terminal: the totals in the order of the places, the questions side by side, and on what the
//! ranks rest. Topics are many and left to the other formats; of several candidates so are bands and levels.

use super::{Column, NOTHING, Value, columns, differs, mark, notes, on_layer, on_question};
use crate::ranking::Ranking;
use crate::report::table::{Layout, NARROWEST, table, trimmed};
use crate::report::terminal::{styled, visible, without_commands};
use crate::rubric::Bank;
use crate::totals::Candidate;
use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, Width};
use unicode_width::UnicodeWidthStr;

/// The whole report.
#[must_use]
pub fn report(list: &[Candidate], bank: &Bank, layout: Layout) -> String {
    let layout = Layout { width: layout.width.max(NARROWEST), ..layout };
    let ranking = Ranking::of(list, bank);
    let mut out = totals(list, &ranking, bank, layout);
    if ranking.compared > 1 {
        out.push_str(&side_by_side(list, &ranking, layout));
    }
    let notes = notes(list, &ranking, bank.margin);
    for (at, note) in notes.iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        out.push_str(&format!("{gap}{}", lines(note, layout)));
    }
    without_commands(&out).into_owned()
}

fn totals(list: &[Candidate], ranking: &Ranking, bank: &Bank, layout: Layout) -> String {
    let several = list.len() > 1;
    let columns: Vec<_> = columns(list, bank).into_iter().filter(|column| is_shown(*column, list.len())).collect();
    let compared = differs(list, ranking);
    let titles = ["Candidate"].into_iter().chain(several.then_some("Place")).chain(compared.then_some("Compared"));
    let titles = titles.chain(["Total", "Answers"]).map(str::to_owned);
    let titles = titles.chain(columns.iter().map(|column| visible(column.name()).into_owned()));
    let mut table = table(layout);
    table.set_header(titles.map(|title| bold(&title, layout)));
    for at in ranking.order() {
        let (candidate, place) = (&list[at], ranking.all[at].as_ref());
        let or_nothing = |text: Option<String>| number(text.unwrap_or_else(|| NOTHING.to_owned()));
        let mut cells = vec![Cell::new(name(candidate))];
        cells.extend(several.then(|| or_nothing(place.map(mark))));
        cells.extend(compared.then(|| or_nothing(place.map(|place| place.points.to_string()))));
        cells.extend([candidate.total.to_string(), answers(candidate)].map(number));
        cells.extend(columns.iter().map(|column| number(cell(*column, ranking, at, candidate))));
        table.add_row(cells);
    }
    format!("{}\n", trimmed(&table))
}

const fn is_shown(column: Column<'_>, candidates: usize) -> bool {
    match column {
        Column::Layer(_) | Column::NotAsked => true,
        Column::Band(_) | Column::Level(_) => candidates < 2,
        Column::Topic(_) => false,
    }
}

fn cell(column: Column<'_>, ranking: &Ranking, at: usize, candidate: &Candidate) -> String {
    match (column, column.of(candidate)) {
        (Column::Layer(layer), _) => on_layer(ranking, at, layer, candidate),
        (_, Value::Count(count)) => count.to_string(),
        (_, Value::Mean(mean)) => mean.to_string(),
        (_, Value::Nothing) => NOTHING.to_owned(),
    }
}

fn answers(candidate: &Candidate) -> String {
    let rest = [(candidate.empty, "empty"), (candidate.failed, "not graded")];
    let rest = rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(" + {count} {what}"));
    format!("{}{}", candidate.total.count(), rest.collect::<String>())
}

/// Columns of the terminal for the questions, and for a candidate: a score with its place fits, and most names do.
const QUESTION: u16 = 26;
const CANDIDATE: std::ops::RangeInclusive<u16> = 13..=18;

/// A row a question and a column a candidate, as many tables of these as are needed.
fn side_by_side(list: &[Candidate], ranking: &Ranking, layout: Layout) -> String {
    let order: Vec<_> = ranking.order().into_iter().filter(|&at| !list[at].name.is_empty()).collect();
    let longest = order.iter().map(|&at| name(&list[at]).width() + 2).max().unwrap_or_default();
    let each = u16::try_from(longest).unwrap_or(u16::MAX).clamp(*CANDIDATE.start(), *CANDIDATE.end());
    let beside = usize::from(layout.width.saturating_sub(QUESTION) / each).max(1);
    order.chunks(beside).map(|some| block(list, ranking, some, each, layout)).collect()
}

fn block(list: &[Candidate], ranking: &Ranking, some: &[usize], each: u16, layout: Layout) -> String {
    let mut table = table(layout);
    let names = some.iter().map(|&at| bold(&name(&list[at]), layout).set_alignment(CellAlignment::Right));
    table.set_header([bold("Question", layout)].into_iter().chain(names));
    for question in &ranking.asked {
        let cells = some.iter().map(|&at| number(on_question(ranking, at, question, &list[at])));
        table.add_row([Cell::new(visible(question))].into_iter().chain(cells));
    }
    let upper = |width| ColumnConstraint::UpperBoundary(Width::Fixed(width));
    table.set_constraints([upper(QUESTION)].into_iter().chain(some.iter().map(|_| upper(each))));
    format!("\n{}\n", trimmed(&table))
}

fn name(candidate: &Candidate) -> String {
    let name = if candidate.name.is_empty() { "(nobody named)" } else { &candidate.name };
    visible(name).into_owned()
}

fn bold(title: &str, layout: Layout) -> Cell {
    Cell::new(styled(title, Style::new().bold(), layout.colour))
}

fn number(text: String) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

/// A sentence on as many lines as it needs.
fn lines(note: &str, layout: Layout) -> String {
    let mut table = table(layout);
    table.add_row([Cell::new(styled(note, Style::new().dimmed(), layout.colour))]);
    format!("{}\n", trimmed(&table))
}
