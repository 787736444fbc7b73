//! Candidates side by side: a row each, a column a question, in every cell the score.
//!
//! Questions that more candidates were asked stand further left. A question that somebody was not asked is `–`; one that
//! they did not answer, or were to be asked by a plan, is said to be so.

use super::answer::result;
use super::chart::{band_counts, bar, class, stack};
use super::shown::line;
use super::{Group, Numbered};
use crate::item::Status;
use crate::ranking::{Place, Ranking};
use crate::report::candidates::{mark, notes};
use crate::rubric::Bank;
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The section. Answers without a name are no part of it.
pub(super) fn comparison(groups: &[Group<'_>], bank: &Bank) -> Markup {
    let groups: Vec<_> = groups.iter().filter(|group| group.is_named()).collect();
    let questions = questions(&groups);
    let list: Vec<_> = groups.iter().map(|group| group.totals.clone()).collect();
    let ranking = Ranking::of(&list, bank);
    let notes = notes(&list, &ranking, bank.margin);
    html! {
        section #comparison {
            h2 { "Comparison" }
            div.scroll tabindex="0" role="region" aria-label="Comparison of candidates" {
                table.comparison {
                    caption { (caption(&groups, &questions, &notes)) }
                    thead {
                        tr {
                            th scope="col" { "Candidate" }
                            th.number scope="col" { "Place" }
                            th.number scope="col" { "Total" }
                            th scope="col" { "Bands" }
                            @for (question, _) in &questions {
                                th.turned scope="col" { span { (line(question)) } }
                            }
                        }
                    }
                    tbody { @for (group, place) in groups.iter().zip(&ranking.all) { (row(group, place.as_ref(), &questions, bank)) } }
                }
            }
        }
    }
}

/// The questions that were asked and how many candidates were: those of most first, then in the order of the input.
fn questions<'a>(groups: &[&Group<'a>]) -> Vec<(&'a str, usize)> {
    let mut order = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups {
        let mut own = BTreeSet::new();
        for answer in &group.answers {
            let question = answer.item.answer.question.as_str();
            if !question.is_empty() && own.insert(question) {
                let count = counts.entry(question).or_insert_with(|| {
                    order.push(question);
                    0
                });
                *count += usize::from(answer.item.status() != Status::NotAsked);
            }
        }
    }
    let mut questions: Vec<_> = order.into_iter().map(|question| (question, counts[question])).collect();
    questions.sort_by_key(|&(_, count)| Reverse(count));
    questions
}

/// What the numbers are, what the places rest on, and what the dash of a question that somebody was not asked means.
fn caption(groups: &[&Group<'_>], questions: &[(&str, usize)], notes: &[String]) -> String {
    let total = "A total is the mean of a candidate's scores, weighed as the bank says.";
    let alike = questions.iter().all(|(_, count)| *count == groups.len());
    let dash = (!alike).then_some("\u{2013} is a question that was not asked.");
    [total].into_iter().chain(notes.iter().map(String::as_str)).chain(dash).collect::<Vec<_>>().join(" ")
}

fn row(group: &Group<'_>, place: Option<&Place>, questions: &[(&str, usize)], bank: &Bank) -> Markup {
    let mut answers: BTreeMap<&str, Vec<Numbered<'_>>> = BTreeMap::new();
    for &answer in &group.answers {
        answers.entry(&answer.item.answer.question).or_default().push(answer);
    }
    html! {
        tr {
            th scope="row" { a href={ "#k" (group.number) } { (group.name()) } }
            td.number { (place.map_or_else(|| "–".to_owned(), mark)) }
            td.number { b { (group.totals.total.to_string()) } (bar(&group.totals.total)) }
            td.bands { (stack(group.totals, bank)) span { (band_counts(group.totals, bank)) } }
            @for (question, _) in questions { (cell(answers.get(question), bank)) }
        }
    }
}

fn cell(answers: Option<&Vec<Numbered<'_>>>, bank: &Bank) -> Markup {
    match answers.map(Vec::as_slice) {
        None | Some([]) => html! { td.number { "–" } },
        Some([answer]) => html! { td class={ "number " (tint(*answer, bank)) } { (score(*answer, bank)) } },
        Some(answers) => html! { td.number { @for answer in answers { (score(*answer, bank)) " " } } },
    }
}

fn score(answer: Numbered<'_>, bank: &Bank) -> Markup {
    html! { a class=(tint(answer, bank)) href={ "#a" (answer.number) } { (result(answer.item)) } }
}

fn tint(answer: Numbered<'_>, bank: &Bank) -> &'static str {
    match (answer.item.status(), answer.item.grade().and_then(|grade| grade.band.as_deref())) {
        (Status::Graded, Some(band)) => class(band, bank),
        _ => "none",
    }
}
