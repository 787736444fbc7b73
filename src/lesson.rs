//! Answers that people marked, graded: what the commands that learn from marks look at.
//!
//! [`MarkedAnswer`]s, graded against a [`Program`] → [`Lesson`]s. A mark is here a share of the scale: 0 for its lowest level,
//! 1 for its highest. An answer in which nothing is said, or that nobody marked as a whole, is not among them.

use crate::grade::Grade;
use crate::marks::MarkedAnswer;
use crate::marks::scale::Scale;
use crate::program::Program;
use crate::spoken::grade_spoken;
use crate::transcript::Answer;
use rayon::prelude::*;

/// An answer with its grade and its mark.
#[derive(Clone, Debug)]
pub struct Lesson<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The index of its question in the program.
    pub question: usize,
    /// Its grade; it has a score.
    pub grade: Grade,
    /// Its mark, from 0 to 1.
    pub mark: f64,
}

/// Grades the answers, on all cores; the order stays.
#[must_use]
pub fn lessons<'a>(program: &Program, scale: &Scale, answers: &'a [MarkedAnswer]) -> Vec<Lesson<'a>> {
    let lesson = |marked: &'a MarkedAnswer| {
        let answer = &marked.answer;
        let mark = scale.share(marked.reference(scale)?);
        let question = program.questions.position(&answer.question)?;
        let grade = grade_spoken(program, &program.questions[question], answer);
        grade.score.is_some().then_some(Lesson { answer, question, grade, mark })
    };
    answers.par_iter().filter_map(lesson).collect()
}
