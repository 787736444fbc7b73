//! Answers as they were given → their grades: with what the follow-ups brought, and how they were spoken.
//!
//! In: an answer with what the interviewer said in between, and the times of its transcript. Out: its [`Grade`], with
//! the same points as its words alone earn. A hit of which all lies behind a follow-up took one; without these hits the
//! score is what it was unprompted. Of a text without interviewer or times, the grade is that of [`crate::grade::grade`].

use crate::delivery::delivery;
use crate::flags;
use crate::grade::{Grade, Score, weigh};
use crate::program::{Program, QuestionProgram};
use crate::scan::{Hit, scan};
use crate::text::Text;
use crate::transcript::Answer;

/// Grades an answer to a question.
#[must_use]
pub fn grade_spoken(program: &Program, question: &QuestionProgram, answer: &Answer) -> Grade {
    let said = answer.said.text.as_str();
    let text = Text::new(said);
    if text.words().is_empty() {
        return Grade::nothing_said(question.possible());
    }
    let hits = marked(scan(program, question, said, &text), answer);
    let unprompted = answer.first_follow_up().and_then(|_| unprompted(program, question, &hits));
    let delivery = delivery(answer, &text, program.limits);
    let mut flags = flags::of_text(question, said, &text);
    flags.extend(delivery.and_then(|delivery| flags::of_delivery(delivery, program.limits)));
    Grade { unprompted, delivery, ..weigh(program, &question.criteria, hits, flags) }
}

/// The hits, with those marked that took a follow-up.
fn marked(mut hits: Vec<Hit>, answer: &Answer) -> Vec<Hit> {
    if let Some(from) = answer.first_follow_up() {
        for hit in &mut hits {
            hit.after_follow_up = hit.pieces.iter().map(|piece| piece.span.start).min() >= Some(from);
        }
    }
    hits
}

/// The score without what took a follow-up.
fn unprompted(program: &Program, question: &QuestionProgram, hits: &[Hit]) -> Option<Score> {
    let hits = hits.iter().filter(|hit| !hit.after_follow_up).cloned().collect();
    weigh(program, &question.criteria, hits, Vec::new()).score
}
