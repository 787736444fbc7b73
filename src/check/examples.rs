//! The rubrics' own examples, graded.

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
