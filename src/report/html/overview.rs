//! What is at the two ends of the page: what was graded and with what, and at the end what could not be.

use super::shown::line;
use super::{Group, Numbered, Transcripts, numbered};
use crate::grade::Verdict;
use crate::item::{Item, Status};
use crate::report::Rubrics;
use crate::report::table::glyph;
use maud::{Markup, html};

/// With more candidates than this, the comparison alone leads to them.
const MOST_NAMES: usize = 12;

/// Title and figures.
pub(super) fn header(
    title: &str,
    items: &[Item],
    groups: &[Group<'_>],
    rubrics: Rubrics<'_>,
    transcripts: Transcripts,
) -> Markup {
    let count = |status| items.iter().filter(|item| item.status() == status).count();
    let flagged = items.iter().filter(|item| item.grade().is_some_and(|grade| !grade.flags.is_empty())).count();
    let named = groups.iter().filter(|group| group.is_named()).count();
    let figures = [
        ("Candidates", named),
        ("Answers graded", count(Status::Graded)),
        ("Not answered", count(Status::Empty)),
        ("Not asked", count(Status::NotAsked)),
        ("Could not be graded", count(Status::Error)),
        ("Flagged", flagged),
    ];
    html! {
        header #top {
            h1 { (title) }
            dl.figures {
                @for (name, figure) in figures {
                    @if figure > 0 || !matches!(name, "Candidates" | "Not asked") {
                        div { dt { (name) } dd { (figure) } }
                    }
                }
            }
            (legend(rubrics))
            @if transcripts == Transcripts::LeftOut {
                p.note { "There are too many answers to show each of them whole; quotes are shown. Grade fewer at a time for transcripts." }
            }
        }
    }
}

fn legend(rubrics: Rubrics<'_>) -> Markup {
    let bands: Vec<_> =
        rubrics.bank.bands.iter().map(|band| format!("{} from {}", line(&band.name), band.from)).collect();
    let verdicts = Verdict::ALL.map(|verdict| format!("{} {}", glyph(verdict), verdict.name())).join(", ");
    html! {
        details.legend {
            summary { "How to read this" }
            p {
                "A score is what an answer earned of the points that its rubric gives, from 0 to 100; bands: "
                (bands.join(", ")) ". Every point is earned by words that were said: a quote leads to its place in the "
                "transcript, and a mark in the transcript leads back to its criterion, whose number stands after it. "
                "Scores are cut off after one decimal, never rounded up. A question that was not answered has no score."
            }
            p {
                "Criteria: " (verdicts) ". Marks: " mark.strong { "earns" } ", " mark.weak { "weak" } " (too thin to earn), "
                mark.wrong { "wrong" } " (costs points), " mark.unclaimed { "not claimed" }
                " (denied, rejected, merely listed, or the question’s own words)."
            }
            p {
                "Graded by rubricate " (env!("CARGO_PKG_VERSION")) " with “" (line(&rubrics.bank.name)) "” ("
                (rubrics.bank.questions.len()) " questions). The same input gives the same report."
            }
        }
    }
}

/// Links to the sections.
pub(super) fn sections(groups: &[Group<'_>], items: &[Item]) -> Markup {
    let named = groups.iter().filter(|group| group.is_named()).count();
    html! {
        nav aria-label="Sections" {
            ul {
                @if named > 1 { li { a href="#comparison" { "Comparison" } } }
                @if groups.len() <= MOST_NAMES {
                    @for group in groups { li { a href={ "#k" (group.number) } { (group.name()) } } }
                }
                @if items.iter().any(|item| item.status() != Status::Graded) {
                    li { a href="#ungraded" { "Without a score" } }
                }
            }
        }
    }
}

/// What has no score, and why.
pub(super) fn ungraded(items: &[Item]) -> Markup {
    let ungraded: Vec<_> = numbered(items).filter(|numbered| numbered.item.status() != Status::Graded).collect();
    html! {
        @if !ungraded.is_empty() {
            section #ungraded {
                h2 { "Without a score" }
                div.scroll tabindex="0" role="region" aria-label="Answers without a score" {
                    table {
                        caption { "Not answered is not zero: these answers are no part of any total." }
                        thead { tr { th scope="col" { "Answer" } th scope="col" { "Candidate" } th scope="col" { "From" } th scope="col" { "Why" } } }
                        tbody { @for numbered in ungraded { (row(numbered)) } }
                    }
                }
            }
        }
    }
}

fn row(numbered: Numbered<'_>) -> Markup {
    let answer = &numbered.item.answer;
    let name = [&answer.question, &answer.id].into_iter().find(|name| !name.is_empty());
    html! {
        tr {
            th scope="row" { a href={ "#a" (numbered.number) } { bdi { (line(name.map_or("unnamed", String::as_str))) } } }
            td { bdi { (line(answer.candidate.as_deref().unwrap_or("–"))) } }
            td { bdi { (line(&answer.source)) } }
            td { (line(why(numbered.item))) }
        }
    }
}

fn why(item: &Item) -> &str {
    match item.status() {
        Status::NotAsked => "it was planned, but not asked",
        Status::Graded | Status::Empty | Status::Error => item.failure().unwrap_or("nothing was answered"),
    }
}
