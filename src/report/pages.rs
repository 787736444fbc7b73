//! The bank itself as something to read: a list of its questions, and a page for each, as text or Markdown.
//!
//! A page says what a strong and a thin answer contain without a word of the pattern language, so that somebody who
//! does not know the subject can ask the question and judge the answer.

use super::markdown::{cell, prose, quoted};
use super::terminal::{Colour, styled, visible};
use crate::rubric::{Bank, Criterion, Kind, Question};
use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use std::fmt::Write;

/// A line for each question, by level, layer and topic.
#[must_use]
pub fn list(questions: &[&Question], width: u16, colour: Colour) -> String {
    let bold = |text: &str| styled(text, Style::new().bold(), colour);
    let mut out = String::new();
    let mut sorted: Vec<_> = questions.to_vec();
    sorted.sort_by_key(|question| (question.level, question.layer, question.topics.clone(), question.id.clone()));
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(["Level", "Layer", "Topic", "Id", "Points", "Question"].map(|title| Cell::new(bold(title))));
    let mut before = [String::new(), String::new(), String::new()];
    for question in sorted {
        let place = [
            question.level.map(|level| level.name().to_owned()).unwrap_or_default(),
            question.layer.map(|layer| layer.name().to_owned()).unwrap_or_default(),
            question.topics.first().cloned().unwrap_or_default(),
        ];
        // What is as in the line above is left out, so that the groups show.
        let same = place.iter().zip(&before).take_while(|(a, b)| a == b).count();
        let mut cells: Vec<Cell> =
            place.iter().enumerate().map(|(at, name)| Cell::new(if at < same { "" } else { name })).collect();
        cells.push(Cell::new(&question.id));
        cells.push(Cell::new(question.possible()).set_alignment(CellAlignment::Right));
        cells.push(Cell::new(visible(&question.question)));
        table.add_row(cells);
        before = place;
    }
    let _ = writeln!(out, "{}", table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n"));
    out
}

/// One question as Markdown.
#[must_use]
pub fn markdown(question: &Question) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}\n", prose(&question.question));
    let place: Vec<_> = [question.level.map(|level| level.name()), question.layer.map(|layer| layer.name())]
        .into_iter()
        .flatten()
        .collect();
    let _ = writeln!(out, "`{}` · {} · {}\n", question.id, place.join(" · "), prose(&question.topics.join(", ")));
    if !question.wordings.is_empty() {
        let _ = writeln!(out, "Also asked as:\n");
        question.wordings.iter().for_each(|wording| {
            let _ = writeln!(out, "- {}", prose(wording));
        });
        out.push('\n');
    }
    let _ = writeln!(out, "| what to listen for | points | if it is thin, ask |\n|---|---:|---|");
    for criterion in &question.criteria {
        let ask = criterion.follow_up.as_deref().unwrap_or_default();
        let _ = writeln!(out, "| {} | {} | {} |", cell(&criterion.title), criterion.points, cell(ask));
    }
    out.push('\n');
    if let Some(answer) = &question.model_answer {
        let _ = writeln!(out, "**A strong answer**\n\n{}\n", quoted(answer));
    }
    for (heading, kind) in [("A thin answer", "weak"), ("A partial answer", "partial")] {
        if let Some(example) = question.examples.iter().find(|example| example.band == kind) {
            let _ = writeln!(out, "**{heading}**\n\n{}\n", quoted(&example.answer));
        }
    }
    out
}

/// The whole bank as one Markdown document, by topic.
#[must_use]
pub fn book(bank: &Bank) -> String {
    let mut out = format!("# {}\n\n{} questions.\n", prose(&bank.name), bank.questions.len());
    let mut topics: Vec<&str> =
        bank.questions.iter().filter_map(|question| question.topics.first()).map(String::as_str).collect();
    topics.sort_unstable();
    topics.dedup();
    for topic in topics {
        let _ = writeln!(out, "\n# {}\n", prose(topic));
        let mut questions: Vec<_> = bank
            .questions
            .iter()
            .filter(|question| question.topics.first().is_some_and(|first| first == topic))
            .collect();
        questions.sort_by_key(|question| (question.level, question.id.clone()));
        questions.iter().for_each(|question| out.push_str(&markdown(question)));
    }
    out
}

/// One question as a page for the terminal.
#[must_use]
pub fn page(question: &Question, width: u16, colour: Colour) -> String {
    let bold = |text: &str| styled(text, Style::new().bold(), colour);
    let dim = |text: &str| styled(text, Style::new().dimmed(), colour);
    let wrap = |text: &str, indent: &str| {
        wrapped(&visible(&text.replace('\n', " ")), usize::from(width.clamp(40, 110)), indent)
    };
    let mut out = String::new();
    let place: Vec<_> = [question.level.map(|level| level.name()), question.layer.map(|layer| layer.name())]
        .into_iter()
        .flatten()
        .collect();
    let _ = writeln!(
        out,
        "{}\n{}",
        bold(wrap(&question.question, "").trim_end()),
        dim(&format!("{} · {} · {}", question.id, place.join(" · "), question.topics.join(", ")))
    );
    if !question.wordings.is_empty() {
        let _ = writeln!(out, "\n{}", bold("Also asked as"));
        question.wordings.iter().for_each(|wording| out.push_str(&wrap(wording, "  ")));
    }
    let _ = writeln!(out, "\n{}", bold("What to listen for"));
    for criterion in &question.criteria {
        let _ = write!(out, "{}", wrap(&format!("{:>4}  {}", criterion.points.to_string(), criterion.title), "      "));
        if let Some(ask) = &criterion.follow_up {
            let _ = write!(out, "{}", dim(&wrap(&format!("      ask: {ask}"), "           ")));
        }
        let _ = write!(out, "{}", dim(&wrap(&counts(criterion), "      ")));
    }
    if let Some(answer) = &question.model_answer {
        let _ = writeln!(out, "\n{}\n{}", bold("A strong answer"), wrap(answer, "  ").trim_end());
    }
    for (heading, kind) in [("A partial answer", "partial"), ("A thin answer", "weak")] {
        if let Some(example) = question.examples.iter().find(|example| example.band == kind) {
            let _ = writeln!(out, "\n{}\n{}", bold(heading), wrap(&example.answer, "  ").trim_end());
        }
    }
    out
}

fn counts(criterion: &Criterion) -> String {
    let count = |kind| criterion.signals.iter().filter(|signal| signal.kind == kind).count();
    format!("      {} ways to earn it, {} misconceptions known", count(Kind::Strong), count(Kind::Wrong))
}

/// Words on lines of at most `width` columns; lines after the first begin with `indent`, and so does a first one that has none.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let lead = &text[..text.len() - text.trim_start().len()];
    let mut line = if lead.is_empty() { indent.to_owned() } else { lead.to_owned() };
    let mut out = String::new();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty
            && unicode_width::UnicodeWidthStr::width(line.as_str()) + 1 + unicode_width::UnicodeWidthStr::width(word)
                > width
        {
            out.push_str(line.trim_end());
            out.push('\n');
            line = indent.to_owned();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        // The points of a criterion stand apart from its title.
        line.push_str(word);
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}
