//! Proofs about a bank, by running the grader on its own texts: what a rubric promises must hold before anybody is graded by it.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::grade::grade;
use crate::program::Program;
use crate::rubric::{Bank, Question};

/// What became of one example.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// Whose example it is.
    pub question: &'a Question,
    /// Which of them, from 1.
    pub number: usize,
    /// The band it got, if it got one.
    pub got: Option<String>,
    /// Its score, as printed.
    pub score: Option<String>,
}

impl Outcome<'_> {
    /// Whether it got the band that it should.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.got.as_deref() == Some(&self.question.examples[self.number - 1].band)
    }
}

/// Whether the model answers earn the top band, and every criterion has its follow-up. (That the question given back earns
/// nothing holds for every bank, see [`crate::scan::Stance::Echoed`].)
#[must_use]
pub fn prove(bank: &Bank, program: &Program) -> Vec<Diagnostic> {
    bank.questions.iter().flat_map(|question| prove_question(bank, program, question)).collect()
}

fn prove_question(bank: &Bank, program: &Program, question: &Question) -> Vec<Diagnostic> {
    let Some(compiled) = program.question(&question.id) else { return Vec::new() };
    let mut found = Vec::new();
    let mut report =
        |code, place: Place, message: String, help: &str| found.push(Diagnostic::new(code, place, message).help(help));
    let top = bank.bands.first().map(|band| band.name.as_str());
    if let Some(answer) = &question.model_answer {
        let grade = grade(program, compiled, answer);
        if grade.band.as_deref() != top {
            let score = grade.score.map(|score| score.to_string()).unwrap_or_default();
            let message =
                format!("the model answer of `{}` scores {score}, not `{}`", question.id, top.unwrap_or_default());
            report(
                Code::ModelAnswer,
                question.place,
                message,
                "see what is not heard: rubricate explain ID --answer FILE",
            );
        }
    }
    for criterion in question.criteria.iter().filter(|criterion| criterion.follow_up.is_none()) {
        let message = format!("no follow-up for `{}`", criterion.id);
        report(
            Code::NoFollowUp,
            criterion.place,
            message,
            "add `follow_up:` with what an interviewer asks when this is thin",
        );
    }
    found
}

/// Grades the examples of all questions.
#[must_use]
pub fn test<'a>(bank: &'a Bank, program: &Program) -> Vec<Outcome<'a>> {
    let mut outcomes = Vec::new();
    for question in &bank.questions {
        let Some(compiled) = program.question(&question.id) else { continue };
        for (index, example) in question.examples.iter().enumerate() {
            let grade = grade(program, compiled, &example.answer);
            let score = grade.score.map(|score| score.to_string());
            outcomes.push(Outcome { question, number: index + 1, got: grade.band, score });
        }
    }
    outcomes
}
