//! Practice on a terminal: the question, the scorecard of an answer, what to ask next, and what a session showed.
//!
//! Questions, graded answers, thin spots → text of so many columns. Bands come first, then the criteria that were heard
//! with their evidence, then those that were not. Nothing needs colour. [`progress`] shows a history.

pub mod progress;

use super::Rubrics;
use super::explain::deduction;
use super::kit::place;
use super::kit::text::Layout;
use super::pages::wrapped;
use super::table::{self, Detail, criteria, flags};
use super::terminal::{style_of, styled, visible, without_commands};
use crate::decimal::Decimal;
use crate::grade::Grade;
use crate::practice::day::Day;
use crate::practice::session::{Gap, Practised, Thin, thin_spots, to_read};
use crate::rubric::Question;
use crate::span::Span;
use crate::transcript::Passage;
use anstyle::Style;
use std::fmt::Write;

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was named.
    Named,
    /// It was begun before, and not finished.
    Begun,
    /// It is due.
    Due,
    /// It was never answered.
    New,
    /// It is not due yet, but nothing else is left.
    Early,
}

impl Standing {
    const fn words(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::Begun => Some("begun before"),
            Self::Due => Some("due"),
            Self::New => Some("new"),
            Self::Early => Some("not due yet"),
        }
    }
}

/// The question, with its number among so many.
#[must_use]
pub fn asked(
    (number, all): (usize, usize),
    question: &Question,
    standing: Standing,
    rubrics: Rubrics<'_>,
    layout: Layout,
) -> String {
    let level = question.level.map(|level| level.name().to_owned());
    let parts = [Some(format!("{number} of {all}")), Some(question.id.clone()), level, Some(place(question, rubrics))];
    let parts = parts.into_iter().flatten().chain(standing.words().map(str::to_owned));
    let mut sheet = Sheet::new(layout);
    sheet.rule();
    sheet.styled(&parts.collect::<Vec<_>>().join(" \u{b7} "), Style::new().dimmed());
    sheet.out.push('\n');
    sheet.styled(&question.question, Style::new().bold());
    sheet.out.push('\n');
    sheet.finish()
}

/// The question that follows up an answer.
#[must_use]
pub fn follow_up(question: &str, layout: Layout) -> String {
    let mut sheet = Sheet::new(layout);
    sheet.styled("Follow-up", Style::new().dimmed());
    sheet.styled(question, Style::new().bold());
    sheet.out.push('\n');
    sheet.finish()
}

/// An answer with its grade, for a card.
#[derive(Clone, Copy, Debug)]
pub struct Graded<'a> {
    /// Its question.
    pub question: &'a Question,
    /// What was said.
    pub answer: &'a str,
    /// How it did; it has a score.
    pub grade: &'a Grade,
    /// The score before the follow-up in tenths, where there was one.
    pub before: Option<u64>,
    /// How long it took, where somebody measured.
    pub seconds: Option<u64>,
}

/// The scorecard of an answer: band and score, what was heard, what was not.
#[must_use]
pub fn scorecard(graded: Graded<'_>, rubrics: Rubrics<'_>, layout: Layout) -> String {
    let Graded { question, answer, grade, .. } = graded;
    let Some(program) = rubrics.program.question(&question.id) else { return String::new() };
    let mut sheet = Sheet::new(layout);
    let _ = writeln!(sheet.out, "{}", result(graded, layout));
    sheet.out.push_str(&flags(grade, rubrics.program, layout.colour));
    let heard = program.criteria.iter().zip(&grade.criteria).filter(|(_, graded)| !graded.hits.is_empty());
    if heard.clone().next().is_some() {
        let wide = table::Layout {
            width: u16::try_from(sheet.width).unwrap_or(layout.width),
            colour: layout.colour,
            detail: Detail::Criteria,
        };
        let rows = criteria(heard, &Passage::plain(answer), wide);
        let _ = writeln!(sheet.out, "\n{rows}");
    }
    let silent = question.criteria.iter().zip(&grade.criteria).filter(|(_, graded)| graded.hits.is_empty());
    if silent.clone().next().is_some() {
        sheet.heading("Not heard");
        for (criterion, _) in silent {
            sheet.lines(&points(criterion.points, &criterion.title), "        ");
        }
    }
    sheet.out.push('\n');
    sheet.finish()
}

/// `strong 87.5 (58.3 before) in 1:43`
fn result(Graded { grade, before, seconds, .. }: Graded<'_>, layout: Layout) -> String {
    let band = grade.band.as_deref().unwrap_or_default();
    let score = grade.score.map_or_else(|| "\u{2013}".to_owned(), |score| score.to_string());
    let head = format!("{} {score}", visible(band));
    let head = styled(&head, style_of(band).bold(), layout.colour);
    let before = before.map(|tenths| format!(" ({} before the follow-up)", short(tenths))).unwrap_or_default();
    let time = seconds.map(|seconds| format!(" in {}:{:02}", seconds / 60, seconds % 60)).unwrap_or_default();
    format!("{head}{}{}", deduction(grade), styled(&format!("{before}{time}"), Style::new().dimmed(), layout.colour))
}

/// The end of a session: every question with its score and next day, the thin spots, and what to read for each.
#[must_use]
pub fn summary(practised: &[(Practised<'_>, Option<Day>)], rubrics: Rubrics<'_>, layout: Layout) -> String {
    let mut sheet = Sheet::new(layout);
    sheet.rule();
    sheet.styled("This session", Style::new().bold());
    for (practised, due) in practised {
        let band = practised.grade.band.as_deref().unwrap_or_default();
        let before = practised.before.map(|before| format!("{} \u{2192} ", short(before))).unwrap_or_default();
        let tenths = practised.grade.score.map_or(0, crate::grade::Score::tenths);
        let due = due.map(|due| format!(" \u{b7} again on {due}")).unwrap_or_default();
        let line = format!("  {}: {before}{} {band}{due}", practised.question.id, short(tenths));
        sheet.lines(&line, "    ");
    }
    let only: Vec<_> = practised.iter().map(|(practised, _)| practised.clone()).collect();
    let thin = thin_spots(&only);
    if thin.is_empty() && !practised.is_empty() {
        sheet.out.push_str("\nNo thin spot: every point was earned.\n");
    }
    for thin in &thin {
        sheet.thin(thin, rubrics);
    }
    sheet.finish()
}

/// `   2.5  Identity means one and the same object`
fn points(points: Decimal, title: &str) -> String {
    format!(" {:>5}  {title}", points.to_string())
}

/// Tenths as a number, as scores are shown: `58`, `32.2`.
fn short(tenths: u64) -> String {
    number(tenths).trim_end_matches(".0").to_owned()
}

/// Tenths as a number with one decimal.
fn number(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

struct Sheet {
    out: String,
    width: usize,
    layout: Layout,
}

impl Sheet {
    fn new(layout: Layout) -> Self {
        Self { out: String::new(), width: usize::from(layout.width.clamp(40, 100)), layout }
    }

    fn thin(&mut self, thin: &Thin<'_>, rubrics: Rubrics<'_>) {
        let topic = if thin.topic.is_empty() { "no topic" } else { thin.topic };
        self.heading(&format!("Thin: {topic}, {} of {} points missed", thin.lost, thin.possible));
        let mut shown = Vec::new();
        for (question, gap) in &thin.gaps {
            self.gap(question, gap, &mut shown, rubrics);
        }
    }

    /// What is missing, and the sentences to read for it that were not shown yet.
    fn gap<'a>(
        &mut self,
        question: &'a Question,
        gap: &Gap<'_>,
        shown: &mut Vec<(&'a str, Span)>,
        rubrics: Rubrics<'_>,
    ) {
        self.lines(&points(gap.lost, &format!("{} ({})", gap.criterion.title, question.id)), "        ");
        let answer = question.model_answer.as_deref().unwrap_or_default();
        let read = to_read(rubrics.program, question, gap.criterion);
        let new: Vec<_> = read.iter().filter(|span| !shown.contains(&(&question.id, **span))).collect();
        for sentence in &new {
            self.quote(&visible(sentence.of(answer)));
        }
        if new.len() < read.len() {
            self.quote(if new.is_empty() { "(what stands above)" } else { "(and what stands above)" });
        }
        shown.extend(new.into_iter().map(|&span| (question.id.as_str(), span)));
    }

    fn quote(&mut self, text: &str) {
        for line in wrapped(text, self.width - 10, "").lines() {
            let line = styled(line, Style::new().italic(), self.layout.colour);
            let _ = writeln!(self.out, "        \u{2502} {line}");
        }
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        self.styled(text, Style::new().bold());
    }

    fn rule(&mut self) {
        let rule = styled(&"\u{2500}".repeat(self.width), Style::new().dimmed(), self.layout.colour);
        let _ = writeln!(self.out, "{rule}");
    }

    fn styled(&mut self, text: &str, style: Style) {
        let text = wrapped(&visible(text), self.width, "");
        // A style ends with its line, so that no other begins in it.
        for line in text.lines() {
            let _ = writeln!(self.out, "{}", styled(line, style, self.layout.colour));
        }
    }

    fn lines(&mut self, text: &str, indent: &str) {
        self.out.push_str(&wrapped(&visible(text), self.width, indent));
    }

    fn finish(self) -> String {
        without_commands(&self.out).into_owned()
    }
}
