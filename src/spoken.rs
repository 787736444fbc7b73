//! Answers as they were given → their grades: with what the follow-ups brought, and how they were spoken.
//!
//! In: an answer with what the interviewer said in between, and the times of its transcript. Out: its [`Grade`], with
//! the same points as its words alone earn. What was said before the first follow-up is heard for itself too: that is the
//! unprompted score, and a signal that is not heard there took a follow-up. Of a text without interviewer or times, the grade is that of [`crate::grade::grade`].

use crate::delivery::delivery;
use crate::flags;
use crate::grade::{Grade, weigh};
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
    let mut hits = scan(question, said, &text);
    let unprompted = answer.first_follow_up().and_then(|from| {
        let before = scan(question, &said[..from], &Text::new(&said[..from]));
        mark(&mut hits, &before, from);
        weigh(program, &question.criteria, before, Vec::new()).score
    });
    let delivery = delivery(answer, &text, program.limits);
    let mut flags = flags::of_text(question, said, &text);
    flags.extend(flags::of_recital(&question.criteria, &hits, text.words().len()));
    flags.extend(delivery.and_then(|delivery| flags::of_delivery(delivery, program.limits)));
    Grade { unprompted, delivery, ..weigh(program, &question.criteria, hits, flags) }
}

/// Marks the hits that are not among those `before` the first follow-up, which was asked before the byte `from`.
fn mark(hits: &mut [Hit], before: &[Hit], from: usize) {
    let heard = |hit: &Hit| (hit.criterion, hit.signal, hit.stance.name());
    for hit in hits {
        let took_it = !before.iter().any(|earlier| heard(earlier) == heard(hit));
        hit.follow_up = took_it.then_some(from);
    }
}
