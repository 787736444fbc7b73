//! What a rubric compiles to, and what of it was heard in an answer.

use super::quote::{Run, quote};
use super::terminal::{Colour, styled, visible};
use crate::decimal::Decimal;
use crate::grade::Grade;
use crate::program::{Program, QuestionProgram, listing};
use crate::scan::Stance;
use crate::scan::near::{Miss, Near, near_misses};
use crate::text::Text;
use anstyle::Style;
use std::fmt::Write;

/// The program of a question.
#[must_use]
pub fn program(program: &Program, question: &QuestionProgram) -> String {
    listing::listing(program, question)
}

/// Every signal of a question, heard or not, with the words that made it.
#[must_use]
pub fn heard(question: &QuestionProgram, grade: &Grade, answer: &str, colour: Colour) -> String {
    let mut out = String::new();
    let Some(score) = grade.score else {
        return "nothing was answered\n".to_owned();
    };
    let _ = writeln!(
        out,
        "score {score}, {} of {} points{}, {}\n",
        score.earned,
        score.possible,
        deduction(grade),
        grade.band.as_deref().unwrap_or("no band")
    );
    let near = near_misses(question, answer, &Text::new(answer));
    for (number, (criterion, graded)) in question.criteria.iter().zip(&grade.criteria).enumerate() {
        let _ = writeln!(
            out,
            "{}  {} of {} points{}  {}",
            criterion.id,
            graded.earned,
            criterion.points,
            listing::full_credit(criterion),
            graded.verdict.name()
        );
        for (index, signal) in criterion.signals.iter().enumerate() {
            let hit = graded.hits.iter().find(|hit| hit.signal == index);
            let sign = match hit.map(|hit| hit.stance) {
                Some(Stance::Said) => "+".to_owned(),
                Some(Stance::Denied(cue) | Stance::Rejected(cue)) => {
                    format!("x {} by `{}`", hit.map_or("", |hit| hit.stance.name()), visible(cue.of(answer)))
                }
                Some(stance) => format!("x {}", stance.name()),
                None => "-".to_owned(),
            };
            let _ = writeln!(
                out,
                "  {sign} {:<6} {:<5} {}",
                signal.kind.name(),
                signal.weight.to_string(),
                visible(&signal.text)
            );
            if let Some(near) = near.iter().find(|near| (near.criterion, near.signal) == (number, index)) {
                let _ = writeln!(out, "        {}", miss(question, near, answer));
            }
            for piece in hit.into_iter().flat_map(|hit| &hit.pieces) {
                let _ = writeln!(out, "        {}", marked(&quote(piece, answer), colour));
            }
        }
    }
    out
}

/// What wrong claims cost, where they do.
#[must_use]
pub fn deduction(grade: &Grade) -> String {
    match grade.deducted {
        Decimal::ZERO => String::new(),
        deducted => format!(" after {deducted} for wrong claims"),
    }
}

/// How near a signal came, in a line: `nearly: 2 words too far apart: "threads", "take turns"`.
pub(super) fn miss(question: &QuestionProgram, near: &Near, answer: &str) -> String {
    let pattern = |op| visible(&listing::pattern(question, op)).into_owned();
    let why = match &near.why {
        Miss::TooFar(1) => "1 word too far apart".to_owned(),
        Miss::TooFar(words) => format!("{words} words too far apart"),
        Miss::OtherOrder => "in another order".to_owned(),
        Miss::Apart => "not near enough to each other".to_owned(),
        Miss::Missing(op) => format!("without {}", pattern(*op)),
        Miss::Unwanted(op) => format!("but with {}", pattern(*op)),
        Miss::Misspelt(word, op) => {
            format!("one edit too many from `{}` to {}", visible(word.of(answer)), pattern(*op))
        }
    };
    let there: Vec<_> = near.there.iter().map(|span| format!("\u{201c}{}\u{201d}", visible(span.of(answer)))).collect();
    format!("nearly, {why}: {}", there.join(", "))
}

/// A quote on one line, its matched words in bold and underlined, or between angle quotes.
#[must_use]
pub fn marked(runs: &[Run<'_>], colour: Colour) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Run::Plain(text) => out.push_str(&visible(text)),
            Run::Marked(text) if colour == Colour::Off => {
                let _ = write!(out, "\u{2039}{}\u{203a}", visible(text));
            }
            Run::Marked(text) => out.push_str(&styled(&visible(text), Style::new().bold().underline(), colour)),
            Run::Cut => out.push('\u{2026}'),
        }
    }
    out
}
