//! Candidates compared, in Markdown: the totals in the order of the places, on what the ranks rest, and the questions side
//! by side. Topics would make the tables too wide to read; the sheets have them.

use super::{Column, NOTHING, Value, columns, differs, mark, notes, on_layer, on_question};
use crate::ranking::Ranking;
use crate::report::markdown::plain;
use crate::rubric::Bank;
use crate::totals::Candidate;
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn report(list: &[Candidate], bank: &Bank) -> String {
    let ranking = Ranking::of(list, bank);
    totals(list, &ranking, bank) + &side_by_side(list, &ranking)
}

/// A table with a row a candidate: the place where there are several, how many answers were graded or not, the total,
/// bands, levels and layers.
#[must_use]
pub fn totals(list: &[Candidate], ranking: &Ranking, bank: &Bank) -> String {
    let mut columns = columns(list, bank);
    columns.retain(|column| !matches!(column, Column::Topic(_)));
    let compared = differs(list, ranking);
    let titles = ["candidate"].into_iter().chain((list.len() > 1).then_some("place"));
    let titles = titles.chain(["graded", "not answered", "not graded"]).chain(compared.then_some("compared"));
    let titles = titles.chain(["total"]).chain(columns.iter().map(|column| column.name()));
    let mut out = header(titles.map(plain).collect());
    for at in ranking.order() {
        let (candidate, place) = (&list[at], ranking.all[at].as_ref());
        let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
        let mut cells = vec![plain(&candidate.name)];
        cells.extend((list.len() > 1).then(|| or_nothing(place.map(mark))));
        cells.extend([candidate.total.count(), candidate.empty, candidate.failed].map(|count| count.to_string()));
        cells.extend(compared.then(|| or_nothing(place.map(|place| place.points.to_string()))));
        cells.push(candidate.total.to_string());
        cells.extend(columns.iter().map(|column| match (*column, column.of(candidate)) {
            (Column::Layer(layer), _) => on_layer(ranking, at, layer, candidate),
            (_, Value::Count(count)) => count.to_string(),
            (_, Value::Mean(mean)) => mean.to_string(),
            (_, Value::Nothing) => NOTHING.to_owned(),
        }));
        row(&mut out, &cells);
    }
    let notes: Vec<_> = notes(list, ranking, bank.margin).iter().map(|note| plain(note)).collect();
    if !notes.is_empty() {
        let _ = writeln!(out, "\n{}", notes.join(" "));
    }
    out
}

/// A row a question and a column a candidate, with a heading; nothing of one alone.
fn side_by_side(list: &[Candidate], ranking: &Ranking) -> String {
    if ranking.compared < 2 {
        return String::new();
    }
    let order: Vec<_> = ranking.order().into_iter().filter(|&at| !list[at].name.is_empty()).collect();
    let names = order.iter().map(|&at| plain(&list[at].name));
    let mut out = format!("\n{}", header(["question".to_owned()].into_iter().chain(names).collect()));
    for question in &ranking.asked {
        let cells = order.iter().map(|&at| on_question(ranking, at, question, &list[at]));
        row(&mut out, &[plain(question)].into_iter().chain(cells).collect::<Vec<_>>());
    }
    out
}

fn header(titles: Vec<String>) -> String {
    let mut out = String::new();
    row(&mut out, &titles);
    let _ = writeln!(out, "|---|{}", "---:|".repeat(titles.len() - 1));
    out
}

fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}
