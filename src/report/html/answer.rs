//! An answer: the question, the score, what to look at, the criteria with their quotes, the transcript.

use super::chart::class;
use super::evidence::{Segment, Stretch, mark_of, segments, stretches};
use super::shown::{line, lines};
use super::transcript::{place, transcript, turns};
use super::{Numbered, Transcripts};
use crate::flags::{Copied, Flag, Other};
use crate::follow_ups::follow_ups;
use crate::grade::{CriterionGrade, Grade};
use crate::item::{Item, Status};
use crate::program::{CriterionProgram, QuestionProgram};
use crate::report::Rubrics;
use crate::report::explain::deduction;
use crate::report::quote::{AFTER_FOLLOW_UP, Run, quote};
use crate::report::spoken::spoken;
use crate::report::table::glyph;
use crate::rubric::Bank;
use crate::transcript::Answer;
use maud::{Markup, html};

/// The score with one decimal, or in a word why there is none.
pub(super) fn result(item: &Item) -> String {
    match (item.status(), item.grade().and_then(|grade| grade.score)) {
        (Status::Graded, Some(score)) => format!("{}.{}", score.tenths() / 10, score.tenths() % 10),
        (status, _) => status.words().to_owned(),
    }
}

/// The question as it is asked; of one that is not in the bank, what is known.
pub(super) fn wording(item: &Item, bank: &Bank) -> String {
    let answer = &item.answer;
    let asked = bank.question(&answer.question).map(|question| question.question.as_str());
    let known = [asked.unwrap_or_default(), &answer.question, &answer.id];
    let known = known.into_iter().find(|name| !name.trim().is_empty());
    line(known.unwrap_or("Unknown question")).into_owned()
}

/// The article.
pub(super) fn article(answer: Numbered<'_>, rubrics: Rubrics<'_>, transcripts: Transcripts) -> Markup {
    let Numbered { number, item } = answer;
    let question = rubrics.program.question(&item.answer.question);
    let graded = item.grade().filter(|grade| grade.score.is_some()).zip(question);
    let stretches = graded.map(|(grade, question)| stretches(question, grade)).unwrap_or_default();
    let turns = turns(&item.answer);
    let cuts = turns.iter().flat_map(|turn| [turn.said.start, turn.said.end]);
    let segments = segments(item.answer.said.text.len(), &stretches, cuts);
    let criteria = graded.map(|(grade, question)| Criteria {
        number,
        answer: &item.answer,
        question,
        grade,
        stretches: &stretches,
        segments: &segments,
        transcripts,
    });
    html! {
        article #{ "a" (number) } {
            (header(item, rubrics))
            div.evidence {
                @if let Some(criteria) = criteria { (criteria.list()) }
                @if transcripts == Transcripts::Shown { (transcript(answer, &turns, &segments, &stretches)) }
            }
            (footer(item, question.map(|question| rubrics.program.digest(question))))
        }
    }
}

fn header(item: &Item, rubrics: Rubrics<'_>) -> Markup {
    let bank = rubrics.bank;
    let grade = item.grade();
    let score = grade.and_then(|grade| grade.score.map(|score| (grade, score)));
    let question = bank.question(&item.answer.question);
    let topics = question.map(|question| question.topics.as_slice()).unwrap_or_default();
    let place = question.and_then(|question| question.level).map(|level| level.name());
    let layer = question.and_then(|question| question.layer).map(|layer| layer.name());
    let about = [Some(item.answer.question.as_str()), place, layer].into_iter().flatten();
    let about = about.chain(topics.iter().map(String::as_str)).filter(|word| !word.is_empty());
    let about: Vec<_> = about.map(line).collect();
    html! {
        header.result {
            p.score {
                @match score {
                    Some((grade, score)) => {
                        b { (score.to_string()) }
                        @if let Some(band) = &grade.band { " " span class=(class(band, bank)) { (line(band)) } }
                    }
                    None => b.none { (result(item)) },
                }
            }
            div {
                h3 { (wording(item, bank)) }
                p.about {
                    (about.join(" · "))
                    @if let Some((grade, score)) = score {
                        " · " (score.earned.to_string()) " of " (score.possible.to_string()) " points" (deduction(grade))
                    }
                }
                @for words in grade.map(spoken).unwrap_or_default() { p.about { (words) } }
                @if let Some(reason) = item.failure() { p.failure { "Could not be graded: " (line(reason)) } }
                @if let Some(grade) = grade { (flags(&grade.flags, rubrics)) }
            }
        }
    }
}

fn flags(flags: &[Flag], rubrics: Rubrics<'_>) -> Markup {
    let cap = |flag: &Flag| rubrics.program.cap(flag.kind).map(|band| line(&band.name));
    html! {
        @if !flags.is_empty() {
            ul.flags {
                @for flag in flags {
                    li {
                        b { "⚑ " (flag.kind.name()) } ": " bdi { (line(&flag.detail)) }
                        @if let Some(band) = cap(flag) { "; at most " (band) }
                        @if let Some(copied) = &flag.copied { (passages(copied)) }
                    }
                }
            }
        }
    }
}

/// The words here beside those of the other text.
fn passages(copied: &Copied) -> Markup {
    let Other { source, id, candidate, text } = &copied.other;
    let whose = candidate.as_ref().or(id.as_ref()).filter(|name| *name != source);
    html! {
        div.copied {
            figure { figcaption { "Here" } blockquote { bdi { (lines(&copied.said)) } } }
            figure {
                figcaption { @if let Some(name) = whose { bdi { (line(name)) } " · " } bdi { (line(source)) } }
                blockquote { bdi { (lines(text)) } }
            }
        }
    }
}

fn footer(item: &Item, digest: Option<&str>) -> Markup {
    html! {
        footer {
            bdi { (line(&item.answer.source)) }
            @if let Some(digest) = digest { " · rubric " (digest) }
            @for note in &item.answer.notes { " · " (line(note)) }
        }
    }
}

/// What the criteria of an answer are shown from.
struct Criteria<'a> {
    number: usize,
    answer: &'a Answer,
    question: &'a QuestionProgram,
    grade: &'a Grade,
    stretches: &'a [Stretch],
    segments: &'a [Segment],
    transcripts: Transcripts,
}

impl Criteria<'_> {
    fn list(&self) -> Markup {
        let criteria = self.question.criteria.iter().zip(&self.grade.criteria).enumerate();
        html! {
            div {
                ol.criteria { @for (index, (criterion, graded)) in criteria { (self.criterion(index, criterion, graded)) } }
                (self.follow_ups())
            }
        }
    }

    fn follow_ups(&self) -> Markup {
        let follow_ups = follow_ups(self.question, self.grade, self.answer);
        html! {
            @if !follow_ups.is_empty() {
                div.ask {
                    p { "Ask next:" }
                    ol { @for follow_up in &follow_ups { li { (line(follow_up.question)) } } }
                }
            }
        }
    }

    fn criterion(&self, index: usize, criterion: &CriterionProgram, graded: &CriterionGrade) -> Markup {
        let stretches = self.stretches.iter().enumerate().filter(|(_, stretch)| stretch.criterion == index);
        let quotes: Vec<_> = stretches.map(|(at, stretch)| self.quoted(at, stretch)).collect();
        html! {
            li #{ "a" (self.number) "-c" (index + 1) } {
                p.criterion {
                    b { (line(&criterion.title)) } " "
                    span.points { (graded.earned.to_string()) " / " (criterion.points.to_string()) } " "
                    span class={ "verdict " (graded.verdict.name()) } { (glyph(graded.verdict)) " " (graded.verdict.name()) }
                }
                @if !quotes.is_empty() { ul { @for quote in &quotes { (quote) } } }
            }
        }
    }

    fn quoted(&self, at: usize, stretch: &Stretch) -> Markup {
        let text = self.answer.said.text.as_str();
        let mark = mark_of(at, self.segments).filter(|_| self.transcripts == Transcripts::Shown);
        let quote = runs(&quote(&stretch.piece, text), stretch.manner.look().class());
        html! {
            li {
                @if let Some(words) = stretch.manner.words() { b class=(stretch.manner.look().class()) { (words) ": " } }
                @match mark {
                    Some(mark) => a href={ "#a" (self.number) "-m" (mark) } { (quote) },
                    None => (quote),
                }
                @if let Some(place) = place(&self.answer.said, stretch.piece.span.start) { small { " " (place) } }
                @if stretch.manner.after_follow_up { small { " \u{b7} " (AFTER_FOLLOW_UP) } }
                @for (span, read) in &stretch.piece.mended {
                    small { " “" (line(span.of(text))) "” read as “" (line(read)) "”" }
                }
            }
        }
    }
}

fn runs(runs: &[Run<'_>], class: &str) -> Markup {
    html! {
        q {
            @for run in runs {
                @match run {
                    Run::Plain(text) => (line(text)),
                    Run::Marked(text) => mark class=(class) { (line(text)) },
                    Run::Cut => "…",
                }
            }
        }
    }
}
