//! What a rubric compiles to, and what of it was heard in an answer.

use super::quote::{Run, quote};
use super::terminal::{Colour, styled, visible};
use crate::grade::Grade;
use crate::program::{Program, QuestionProgram, listing};
use crate::scan::Stance;
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
        "score {score}, {} of {} points, {}\n",
        score.earned,
        score.possible,
        grade.band.as_deref().unwrap_or("no band")
    );
    for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
        let _ = writeln!(
            out,
            "{}  {} of {} points  {}",
            criterion.id,
            graded.earned,
            criterion.points,
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
            for piece in hit.into_iter().flat_map(|hit| &hit.pieces) {
                let _ = writeln!(out, "        {}", marked(&quote(piece, answer), colour));
            }
        }
    }
    out
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
