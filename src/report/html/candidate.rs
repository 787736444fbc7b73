//! A candidate's section: the total, how it is made up, the questions in a table, then every answer.

use super::answer::{article, result, wording};
use super::chart::{band_counts, bar, class, stack};
use super::shown::line;
use super::{Group, Numbered, Transcripts};
use crate::report::Rubrics;
use crate::rubric::Bank;
use crate::totals::{Candidate, Mean};
use maud::{Markup, html};

/// The section.
pub(super) fn section(group: &Group<'_>, rubrics: Rubrics<'_>, transcripts: Transcripts) -> Markup {
    let totals = group.totals;
    html! {
        section.candidate #{ "k" (group.number) } {
            header.result {
                p.score { b { (totals.total.to_string()) } " " span { "of 100" } }
                div {
                    h2 { (group.name()) }
                    p.about { (counts(totals)) }
                    @if totals.total.count() > 0 {
                        p.bands { (stack(totals, rubrics.bank)) " " span { (band_counts(totals, rubrics.bank)) } }
                    }
                }
            }
            @if group.answers.len() > 1 {
                (profile(totals))
                (questions(group, rubrics.bank))
            }
            @for &answer in &group.answers { (article(answer, rubrics, transcripts)) }
        }
    }
}

/// `7 answers graded, 1 not answered`.
fn counts(totals: &Candidate) -> String {
    let graded = match totals.total.count() {
        1 => "1 answer graded".to_owned(),
        count => format!("{count} answers graded"),
    };
    let rest =
        [(totals.empty, "not answered"), (totals.not_asked, "not asked"), (totals.failed, "could not be graded")];
    let rest = rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    [graded].into_iter().chain(rest).collect::<Vec<_>>().join(", ")
}

/// Means by level, by layer and by topic.
fn profile(totals: &Candidate) -> Markup {
    let levels: Vec<_> = totals.levels.iter().map(|(level, mean)| (level.name(), mean)).collect();
    let layers: Vec<_> = totals.layers.iter().map(|(layer, mean)| (layer.name(), mean)).collect();
    let topics: Vec<_> = totals.topics.iter().map(|(topic, mean)| (topic.as_str(), mean)).collect();
    html! {
        div.profile {
            div { (means("Level", &levels)) (means("Layer", &layers)) }
            (means("Topic", &topics))
        }
    }
}

fn means(what: &str, rows: &[(&str, &Mean)]) -> Markup {
    html! {
        @if !rows.is_empty() {
            table.means {
                caption.unseen { "Means by " (what.to_lowercase()) }
                thead {
                    tr { th scope="col" { (what) } th.picture aria-hidden="true" {} th.number scope="col" { "Mean" } th.number scope="col" { "Answers" } }
                }
                tbody {
                    @for (name, mean) in rows {
                        tr {
                            th scope="row" { (line(name)) }
                            td.picture aria-hidden="true" { (bar(mean)) }
                            td.number { (mean.to_string()) }
                            td.number { (mean.count()) }
                        }
                    }
                }
            }
        }
    }
}

/// The answers in a line each.
fn questions(group: &Group<'_>, bank: &Bank) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Answers in a line each" {
            table.questions {
                caption.unseen { "Answers in a line each" }
                thead {
                    tr {
                        th.number scope="col" { "Score" }
                        th scope="col" { "Band" }
                        th scope="col" { "Question" }
                        th scope="col" { "Flags" }
                    }
                }
                tbody { @for &answer in &group.answers { (row(answer, group, bank)) } }
            }
        }
    }
}

fn row(answer: Numbered<'_>, group: &Group<'_>, bank: &Bank) -> Markup {
    let grade = answer.item.grade();
    let band = grade.and_then(|grade| grade.band.as_deref());
    let flags = answer.item.flag_names();
    html! {
        tr {
            td.number { (result(answer.item)) }
            td { @if let Some(band) = band { b class=(class(band, bank)) { (line(band)) } } }
            th scope="row" {
                a href={ "#a" (answer.number) } {
                    @if group.is_named() { (wording(answer.item, bank)) } @else { bdi { (line(&answer.item.answer.id)) } }
                }
            }
            td { (flags.join(", ")) }
        }
    }
}
