//! Which questions cannot stand in one interview, for one says what the other asks for.
//!
//! Two questions of a bank and its program → whether one gives the other away, told by grading the bank's own texts:
//!
//! - the question as it is asked, with its follow-ups, graded as an answer to the other: it reaches a band above the
//!   lowest;
//! - the model answer graded as an answer to the other: it reaches the top band. Who answered the one well has by then
//!   answered the other.
//!
//! Each pair is graded once, when it is first asked for.

use crate::decimal::Decimal;
use crate::grade::grade;
use crate::program::Program;
use crate::rubric::{Band, Bank, Question};
use std::collections::BTreeMap;

/// What is known of pairs so far.
#[derive(Debug)]
pub struct Giveaways<'a> {
    bank: &'a Bank,
    program: &'a Program,
    known: BTreeMap<(&'a str, &'a str), bool>,
}

impl<'a> Giveaways<'a> {
    /// Nothing is known yet. The program is the bank's, compiled.
    #[must_use]
    pub const fn new(bank: &'a Bank, program: &'a Program) -> Self {
        Self { bank, program, known: BTreeMap::new() }
    }

    /// Whether one of them gives the other away.
    pub fn between(&mut self, one: &'a Question, other: &'a Question) -> bool {
        let pair = if one.id <= other.id { (one, other) } else { (other, one) };
        let (bank, program) = (self.bank, self.program);
        let gives = || gives_away(bank, program, pair.0, pair.1) || gives_away(bank, program, pair.1, pair.0);
        *self.known.entry((&pair.0.id, &pair.1.id)).or_insert_with(gives)
    }
}

/// Whether who hears or answers `first` knows what `second` asks for.
fn gives_away(bank: &Bank, program: &Program, first: &Question, second: &Question) -> bool {
    let Some(second) = program.question(&second.id) else { return false };
    let reaches = |said: &str, band: Option<&Band>| {
        let band = band.filter(|band| band.from > Decimal::ZERO);
        let score = band.and_then(|_| grade(program, second, said).score);
        band.zip(score).is_some_and(|(band, score)| score.reaches(band.from))
    };
    reaches(&asked(first), bank.bands.iter().rev().nth(1))
        || first.model_answer.as_ref().is_some_and(|answer| reaches(answer, bank.bands.first()))
}

/// All that an interviewer may say of a question.
fn asked(question: &Question) -> String {
    let follow_ups = question.criteria.iter().filter_map(|criterion| criterion.follow_up.as_deref());
    [question.question.as_str()].into_iter().chain(follow_ups).collect::<Vec<_>>().join("\n")
}
