//! The HTML report: a scorecard to keep, in one file that asks nothing of the network and runs nothing.
//!
//! In: graded items and what they were graded against. Out: a page with what was graded, a comparison of the candidates,
//! then for each of them the totals, every question, its criteria with the quotes that earned them, and the transcript
//! with the same words marked. A quote and its mark link to each other.
//!
//! - Nothing a candidate wrote is markup: all text is escaped, and made visible first, see `shown`. The page's policy
//!   forbids scripts and everything that would be loaded.
//! - Anchors are made by counting (`k2` a candidate, `a7` an answer, `a7-c2` its criterion, `a7-m3` a mark), never of text.
//! - Without its style sheet the page still says everything: colours only repeat words.
//! - No date and no path but those of the input: the same input gives the same bytes.

mod answer;
mod candidate;
mod chart;
mod comparison;
mod evidence;
mod overview;
pub(super) mod shown;
mod transcript;

use super::terminal::without_commands;
use super::{Item, Rubrics};
use crate::totals::{Candidate, Candidates};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shown::line;
use std::collections::BTreeMap;

const STYLE: &str = include_str!("html/style.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// With more answers than this, transcripts are left out: a browser would not open the page.
const MOST_TRANSCRIPTS: usize = 4000;

/// An item with the number that its anchors begin with.
#[derive(Clone, Copy)]
struct Numbered<'a> {
    number: usize,
    item: &'a Item,
}

/// A candidate with their answers. Answers that name nobody are one group, whose name is empty.
struct Group<'a> {
    number: usize,
    totals: &'a Candidate,
    answers: Vec<Numbered<'a>>,
}

/// Whether answers are shown whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transcripts {
    Shown,
    LeftOut,
}

/// The head of a page that loads nothing and runs nothing; `own` is what its style has beyond that of all pages.
pub(super) fn head(title: &str, own: &'static str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content={ "rubricate " (env!("CARGO_PKG_VERSION")) };
            title { (title) }
            style { (PreEscaped(STYLE)) (PreEscaped(own)) }
        }
    }
}

/// The whole report.
#[must_use]
pub fn report(items: &[Item], rubrics: Rubrics<'_>) -> String {
    let candidates = Candidates::of(items, rubrics.bank);
    let groups = groups(items, &candidates.list);
    let transcripts = if items.len() > MOST_TRANSCRIPTS { Transcripts::LeftOut } else { Transcripts::Shown };
    let title = title(rubrics);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, ""))
            body {
                (overview::header(&title, items, &groups, rubrics, transcripts))
                (overview::sections(&groups, items))
                main {
                    @if groups.iter().filter(|group| group.is_named()).count() > 1 {
                        (comparison::comparison(&groups, rubrics.bank))
                    }
                    @for group in &groups {
                        (candidate::section(group, rubrics, transcripts))
                    }
                    (overview::ungraded(items))
                }
            }
        }
    };
    without_commands(&page.into_string()).into_owned()
}

fn title(rubrics: Rubrics<'_>) -> String {
    match rubrics.bank.name.trim() {
        "" => "Scorecard".to_owned(),
        name => format!("{}: scorecard", line(name)),
    }
}

fn numbered(items: &[Item]) -> impl Iterator<Item = Numbered<'_>> {
    items.iter().enumerate().map(|(index, item)| Numbered { number: index + 1, item })
}

fn groups<'a>(items: &'a [Item], candidates: &'a [Candidate]) -> Vec<Group<'a>> {
    let mut answers: BTreeMap<&str, Vec<Numbered<'a>>> = BTreeMap::new();
    for numbered in numbered(items) {
        answers.entry(numbered.item.answer.candidate.as_deref().unwrap_or_default()).or_default().push(numbered);
    }
    let group = |(index, totals): (usize, &'a Candidate)| Group {
        number: index + 1,
        totals,
        answers: answers.remove(totals.name.as_str()).unwrap_or_default(),
    };
    candidates.iter().enumerate().map(group).collect()
}

impl Group<'_> {
    const fn is_named(&self) -> bool {
        !self.totals.name.is_empty()
    }

    /// The name, isolated, so that its direction of writing stays its own.
    fn name(&self) -> Markup {
        html! { @if self.is_named() { bdi { (line(&self.totals.name)) } } @else { "Answers that name nobody" } }
    }
}
