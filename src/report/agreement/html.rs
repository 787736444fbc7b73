//! The page: one file that asks nothing of the network and runs nothing, in the look of the scorecard.
//!
//! All text is escaped, and made visible first. The pictures say nothing that a table beside them does not, so screen readers
//! pass them over; points are moved a little from one another by counting, so the same input gives the same bytes.

use super::super::table::glyph;
use super::super::terminal::{visible, without_commands};
use super::{Cell, Heard, Section, compared, headline, heard, human_mark, machine_mark, result, sections};
use crate::agreement::{Agreement, Judged};
use crate::report::Rubrics;
use crate::report::html::head;
use crate::report::quote::Run;
use maud::{DOCTYPE, Markup, html};

const OWN_STYLE: &str = include_str!("style.css");
/// Rows of a long table.
const MOST_ROWS: usize = 200;
/// With more points the picture is a blot, and the page large.
const MOST_POINTS: usize = 4000;

/// The whole page.
#[must_use]
pub fn report(agreement: &Agreement<'_>, rubrics: Rubrics<'_>) -> String {
    let title = format!("{}: agreement with people", visible(rubrics.bank.name.trim()));
    let sections = sections::all(agreement, rubrics, MOST_ROWS);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, OWN_STYLE))
            body {
                header {
                    h1 { (title) }
                    p.headline { (headline(agreement)) }
                    p.note { (visible(&compared(agreement))) }
                }
                main {
                    section {
                        h2 { "Marks" }
                        (scatter(agreement))
                    }
                    @for part in &sections { (section(part)) }
                    (worst(agreement, rubrics))
                }
            }
        }
    };
    without_commands(&page.into_string()).into_owned()
}

fn section(section: &Section<'_>) -> Markup {
    let number = |at: usize| section.rows.iter().any(|row| matches!(row[at], Cell::Number(_)));
    let confused = section.title.starts_with("People (rows)");
    let most = section.rows.iter().flatten().filter_map(counted).max().unwrap_or(1).max(1);
    html! {
        section {
            h2 { (section.title) }
            @if let Some(note) = &section.note { p.note { (visible(note)) } }
            div.scroll tabindex="0" role="region" aria-label=(section.title) {
                table.confusion[confused] {
                    thead { tr {
                        @for (at, name) in section.header.iter().enumerate() {
                            th scope="col" class=[number(at).then_some("number")] { (visible(name)) }
                        }
                    } }
                    tbody {
                        @for row in &section.rows {
                            tr {
                                @for (at, one) in row.iter().enumerate() {
                                    @if at == 0 { th scope="row" { (cell(one)) } }
                                    @else if confused { (shaded(one, most)) }
                                    @else { td class=[number(at).then_some("number")] { (cell(one)) } }
                                }
                            }
                        }
                    }
                }
            }
            @if section.left_out > 0 { p.note { "and " (section.left_out) " more; JSON and CSV have all" } }
        }
    }
}

fn counted(cell: &Cell<'_>) -> Option<usize> {
    match cell {
        Cell::Number(number) => number.parse().ok(),
        _ => None,
    }
}

/// A count with a tint as deep as it is large.
fn shaded(cell_of: &Cell<'_>, most: usize) -> Markup {
    let percent = counted(cell_of).unwrap_or_default() * 70 / most;
    html! {
        td.number style={ "background: color-mix(in srgb, var(--fill) " (percent) "%, transparent)" } { (cell(cell_of)) }
    }
}

fn cell(cell: &Cell<'_>) -> Markup {
    html! {
        @match cell {
            Cell::Text(text) => bdi { (visible(text)) },
            Cell::Number(number) => (number),
            Cell::Name(question, own) => { bdi { (visible(question)) } " · " bdi { (visible(own)) } },
            Cell::Quotes(quotes) => @for runs in quotes { (quote(runs, "weak")) " " },
        }
    }
}

fn quote(runs: &[Run<'_>], class: &str) -> Markup {
    html! {
        q {
            @for run in runs {
                @match run {
                    Run::Plain(text) => (visible(text)),
                    Run::Marked(text) => mark class=(class) { (visible(text)) },
                    Run::Cut => "…",
                }
            }
        }
    }
}

/// A point an answer: people's mark to the right, the program's upward.
fn scatter(agreement: &Agreement<'_>) -> Markup {
    let scale = agreement.scale;
    let points: Vec<(f64, f64)> = agreement
        .judged
        .iter()
        .filter_map(|judged| Some((scale.share(judged.human?.value), scale.share(judged.machine.value))))
        .collect();
    let every = points.len().div_ceil(MOST_POINTS).max(1);
    let shown: Vec<(usize, (f64, f64))> = points.iter().copied().step_by(every).enumerate().collect();
    let levels: Vec<_> = scale.levels.iter().map(|level| (scale.share(level.value), &level.name)).collect();
    let named = levels.len() <= crate::agreement::MOST_LEVELS;
    html! {
        svg.scatter viewBox="0 0 520 460" role="img" aria-label="People's marks against the program's, a point an answer; the tables below say the same in numbers" {
            line.diagonal x1=(at_x(0.0)) y1=(at_y(0.0)) x2=(at_x(1.0)) y2=(at_y(1.0)) {}
            @if named {
                @for (share, name) in &levels {
                    line.grid x1=(at_x(*share)) y1=(at_y(0.0)) x2=(at_x(*share)) y2=(at_y(1.0)) {}
                    line.grid x1=(at_x(0.0)) y1=(at_y(*share)) x2=(at_x(1.0)) y2=(at_y(*share)) {}
                    text x=(at_x(*share)) y="436" text-anchor="middle" { (visible(name)) }
                    text x="72" y=(at_y(*share)) text-anchor="end" dominant-baseline="middle" { (visible(name)) }
                }
            }
            @for (number, (human, machine)) in &shown {
                circle cx=(moved(at(*human, 90.0, 410.0), *number, 0.618_034)) cy=(moved(400.0 - at(*machine, 0.0, 380.0), *number, 0.754_878)) r="3" {}
            }
            text x="295" y="456" text-anchor="middle" { "people" }
            text x="14" y="210" text-anchor="middle" transform="rotate(-90 14 210)" { "program" }
        }
        @if every > 1 { p.note { "Of " (points.len()) " answers every " (every) "th is shown." } }
    }
}

fn at(share: f64, start: f64, length: f64) -> f64 {
    start + share.clamp(0.0, 1.0) * length
}

fn at_x(share: f64) -> String {
    format!("{:.1}", at(share, 90.0, 410.0))
}

fn at_y(share: f64) -> String {
    format!("{:.1}", 400.0 - at(share, 0.0, 380.0))
}

/// A place moved by up to seven, evenly spread over the numbers.
fn moved(place: f64, number: usize, step: f64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "points are few")]
    let share = (number as f64 * step).fract();
    format!("{:.1}", place + (share - 0.5) * 14.0)
}

fn worst(agreement: &Agreement<'_>, rubrics: Rubrics<'_>) -> Markup {
    html! {
        @if !agreement.worst.is_empty() {
            section {
                h2 { "Where both differ most" }
                @for &at in &agreement.worst { (answer(agreement, &agreement.judged[at], rubrics)) }
            }
        }
    }
}

fn answer(agreement: &Agreement<'_>, judged: &Judged, rubrics: Rubrics<'_>) -> Markup {
    let answer = &judged.marked.answer;
    html! {
        article {
            h3 { bdi { (visible(&answer.question)) } " · " bdi { (visible(&answer.id)) } }
            p {
                "People " b { (visible(&human_mark(agreement, judged))) } ", program " b { (visible(&machine_mark(agreement, judged))) }
                " (" (visible(&result(judged))) "). " small { (visible(&answer.source)) }
            }
            ol.criteria { @for one in heard(judged, rubrics.program) { (criterion(&one)) } }
            details { summary { "The answer" } p.said { bdi { (said(&answer.said.text)) } } }
        }
    }
}

fn said(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn criterion(one: &Heard<'_>) -> Markup {
    html! {
        li {
            p.criterion {
                b { (visible(&one.program.title)) } " "
                span.points { (one.earned) } " "
                span class={ "verdict " (one.verdict.name()) } { (glyph(one.verdict)) " " (one.verdict.name()) }
            }
            @if let Some(human) = one.human { p.ask { "People: " (super::number(Some(human), 2)) } }
            ul {
                @for (label, runs) in &one.quotes {
                    li { @if let Some(label) = label { b { (label) ": " } } (quote(runs, class(*label))) }
                }
            }
        }
    }
}

/// How a quote's words are marked.
fn class(label: Option<&str>) -> &'static str {
    match label {
        None => "strong",
        Some("weak") => "weak",
        Some("wrong") => "wrong",
        Some(_) => "unclaimed",
    }
}
