//! What a rubric promises, proved by grading its own texts before anybody else is graded by it.
//!
//! The model answer and the wordings of the question are graded as they are. What signals do to an answer is told by
//! `signals`.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::grade::{Grade, grade};

/// The proofs that need no samples.
pub(super) fn of_question(subject: Subject<'_>) -> Vec<Diagnostic> {
    model_answer(subject).into_iter().chain(echo(subject)).collect()
}

pub(super) fn graded(subject: Subject<'_>, answer: &str) -> Grade {
    grade(subject.program, subject.compiled, answer)
}

fn model_answer(subject: Subject<'_>) -> Option<Diagnostic> {
    let top = subject.bank.bands.first()?.name.as_str();
    let grade = graded(subject, subject.question.model_answer.as_deref()?);
    if grade.band.as_deref() == Some(top) {
        return None;
    }
    let score = grade.score.map(|score| score.to_string()).unwrap_or_default();
    let message = format!("the model answer of `{}` scores {score}, not `{top}`", subject.question.id);
    Some(
        Diagnostic::new(Code::ModelAnswer, subject.question.place, message)
            .help("see what is not heard: rubricate explain ID --answer FILE"),
    )
}

/// The first wording that earns something.
fn echo(subject: Subject<'_>) -> Option<Diagnostic> {
    subject.compiled.wordings.iter().find_map(|wording| {
        let score = graded(subject, wording).score.filter(|score| score.tenths() > 0)?;
        let message = format!("`{wording}`, given back as the answer to `{}`, scores {score}", subject.question.id);
        Some(
            Diagnostic::new(Code::EchoEarns, subject.question.place, message)
                .help("ask it in other words than those that a strong signal listens for"),
        )
    })
}
