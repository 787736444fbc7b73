//! The kit as a page for the browser and for print, in the look of the scorecard: a page a question, nothing that runs.

use super::super::Rubrics;
use super::super::html::head;
use super::super::html::shown::line;
use super::super::terminal::without_commands;
use super::{IMPRESSIONS, about, place, points, weak};
use crate::rubric::{Criterion, Question};
use crate::screen::Plan;
use maud::{DOCTYPE, Markup, html};

const OWN_STYLE: &str = include_str!("style.css");

/// Ruled lines for notes; those without room are cut off.
const LINES: usize = 40;

/// The whole page.
#[must_use]
pub fn page(plan: &Plan<'_>, rubrics: Rubrics<'_>) -> String {
    let title = format!("Interview: {}", line(&rubrics.bank.name));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, OWN_STYLE))
            body.kit {
                header {
                    h1 { (title) }
                    p.about { (about(plan, rubrics)) }
                    p.fields { span { "Candidate" } span { "Date" } span { "Interviewer" } }
                }
                main {
                    (contents(plan, rubrics))
                    @for (index, question) in plan.questions.iter().enumerate() {
                        (section(index + 1, question, rubrics))
                    }
                }
            }
        }
    };
    without_commands(&page.into_string()).into_owned()
}

fn contents(plan: &Plan<'_>, rubrics: Rubrics<'_>) -> Markup {
    html! {
        nav aria-label="Questions" {
            ol.contents {
                @for (index, question) in plan.questions.iter().enumerate() {
                    li {
                        a href={ "#q" (index + 1) } { (line(&question.question)) }
                        small { (line(&place(question, rubrics))) }
                        span.tick aria-hidden="true" { @for (number, _) in IMPRESSIONS { span { (number) } } }
                    }
                }
            }
        }
    }
}

fn section(number: usize, question: &Question, rubrics: Rubrics<'_>) -> Markup {
    html! {
        section.asking #{ "q" (number) } {
            p.about { (number) " · " (line(&question.id)) " · " (line(&place(question, rubrics))) }
            h2 { (line(&question.question)) }
            @if let Some(wording) = question.wordings.first() { p.about { "Or: " (line(wording)) } }
            div.sides {
                div.to-hear {
                    h3 { "A strong answer says" }
                    @for (importance, criteria) in points(question) {
                        h4 { (importance.words()) }
                        ul.points-to-hear { @for criterion in criteria { (point(criterion)) } }
                    }
                    h3 { "Notes" }
                    div.notes { @for _ in 0..LINES { i {} } }
                }
                div {
                    @for weak in weak(question, rubrics) {
                        h3 { (weak.heading) }
                        p.example { (line(weak.answer)) }
                        @if !weak.untrue.is_empty() {
                            ul.untrue { @for words in &weak.untrue { li { b { "Not true: " } q { "“" (line(words)) "”" } } } }
                        }
                    }
                    @if let Some(answer) = &question.model_answer {
                        h3 { "A strong answer, whole" }
                        p.example { (line(answer)) }
                    }
                }
            }
            p.impression { @for (number, words) in IMPRESSIONS { span { i {} b { (number) } " " (words) } } }
        }
    }
}

fn point(criterion: &Criterion) -> Markup {
    html! {
        li {
            i {}
            b { (line(&criterion.title)) }
            @if let Some(ask) = &criterion.follow_up { p.ask { "If missing, ask: " (line(ask)) } }
        }
    }
}
