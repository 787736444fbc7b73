//! Markdown, for a pull request or a paper. The escaping is that of [`markdown`](super::super::markdown).

use super::super::markdown::{plain, run};
use super::{Cell, Heard, Section, compared, headline, heard, human_mark, machine_mark, result, sections};
use crate::agreement::{Agreement, Judged};
use crate::report::Rubrics;
use std::fmt::Write;

/// Rows of a long table.
const MOST_ROWS: usize = 25;

/// The whole report.
#[must_use]
pub fn report(agreement: &Agreement<'_>, rubrics: Rubrics<'_>) -> String {
    let mut out =
        format!("## Agreement with people\n\n**{}**\n\n{}\n", plain(&headline(agreement)), plain(&compared(agreement)));
    for part in sections::all(agreement, rubrics, MOST_ROWS) {
        out.push_str(&section(&part));
    }
    if !agreement.worst.is_empty() {
        out.push_str("\n### Where both differ most\n\n");
        for &at in &agreement.worst {
            out.push_str(&answer(agreement, &agreement.judged[at], rubrics));
        }
    }
    out
}

fn section(section: &Section<'_>) -> String {
    let mut out = format!("\n### {}\n\n", section.title);
    let names: Vec<_> = section.header.iter().map(|name| plain(name)).collect();
    let number = |at: usize| section.rows.iter().any(|row| matches!(row[at], Cell::Number(_)));
    let rules: String = (0..names.len()).map(|at| if number(at) { "--:|" } else { "---|" }).collect();
    let _ = writeln!(out, "| {} |\n|{rules}", names.join(" | "));
    for row in &section.rows {
        let cells: Vec<_> = row.iter().map(cell).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    if section.left_out > 0 {
        let _ = writeln!(out, "\nand {} more", section.left_out);
    }
    if let Some(note) = &section.note {
        let _ = writeln!(out, "\n{}", plain(note));
    }
    out
}

fn cell(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => plain(text),
        Cell::Number(number) => number.clone(),
        Cell::Name(question, own) => format!("{} \u{b7} {}", plain(question), plain(own)),
        Cell::Quotes(quotes) => {
            quotes.iter().map(|runs| runs.iter().map(run).collect::<String>()).collect::<Vec<_>>().join("<br>")
        }
    }
}

fn answer(agreement: &Agreement<'_>, judged: &Judged, rubrics: Rubrics<'_>) -> String {
    let answer = &judged.marked.answer;
    let mut out = format!(
        "#### {} \u{b7} {}\n\nPeople {}, program {} ({}). Source: {}\n\n| criterion | verdict | points | heard |\n|---|---|--:|---|\n",
        plain(&answer.question),
        plain(&answer.id),
        plain(&human_mark(agreement, judged)),
        plain(&machine_mark(agreement, judged)),
        plain(&result(judged)),
        plain(&answer.source)
    );
    for one in heard(judged, rubrics.program) {
        let title = plain(&one.program.title);
        let _ = writeln!(out, "| {title} | {} | {} | {} |", one.verdict.name(), one.earned, evidence(&one));
    }
    out + "\n"
}

fn evidence(one: &Heard<'_>) -> String {
    let quote = |(label, runs): &super::Labelled<'_>| {
        let quote: String = runs.iter().map(run).collect();
        label.map_or_else(|| quote.clone(), |label| format!("_{label}:_ {quote}"))
    };
    one.quotes.iter().map(quote).collect::<Vec<_>>().join("<br>")
}
