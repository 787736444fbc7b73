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
use crate::grade::weigh;
use crate::program::Program;
use crate::rubric::{Band, Bank, Question};
use crate::scan::scan;
use crate::text::Text;
use std::collections::BTreeMap;

/// What is known of pairs so far.
#[derive(Debug)]
pub struct Giveaways<'a> {
    bank: &'a Bank,
    program: &'a Program,
    known: BTreeMap<(&'a str, &'a str), bool>,
    /// What is said about a question: in asking it, and in answering it well.
    said: BTreeMap<&'a str, [Said; 2]>,
}

/// A text, and the same folded.
#[derive(Debug)]
struct Said(String, Text);

impl Said {
    fn new(text: String) -> Self {
        let folded = Text::new(&text);
        Self(text, folded)
    }
}

impl<'a> Giveaways<'a> {
    /// Nothing is known yet. The program is the bank's, compiled.
    #[must_use]
    pub const fn new(bank: &'a Bank, program: &'a Program) -> Self {
        Self { bank, program, known: BTreeMap::new(), said: BTreeMap::new() }
    }

    /// Whether one of them gives the other away.
    pub fn between(&mut self, one: &'a Question, other: &'a Question) -> bool {
        let (one, other) = if one.id <= other.id { (one, other) } else { (other, one) };
        if let Some(&known) = self.known.get(&(one.id.as_str(), other.id.as_str())) {
            return known;
        }
        let gives = self.gives_away(one, other) || self.gives_away(other, one);
        self.known.insert((&one.id, &other.id), gives);
        gives
    }

    /// Whether who hears or answers `first` knows what `second` asks for.
    fn gives_away(&mut self, first: &'a Question, second: &Question) -> bool {
        let answer = || first.model_answer.clone().unwrap_or_default();
        let [asked, answered] =
            self.said.entry(&first.id).or_insert_with(|| [Said::new(asked(first)), Said::new(answer())]);
        let bands = &self.bank.bands;
        reaches(self.program, second, asked, bands.iter().rev().nth(1))
            || reaches(self.program, second, answered, bands.first())
    }
}

/// Whether the words, as an answer, reach the band; nothing reaches one that begins at 0.
fn reaches(program: &Program, question: &Question, Said(said, text): &Said, band: Option<&Band>) -> bool {
    let band = band.filter(|band| band.from > Decimal::ZERO && !text.words().is_empty());
    let (Some(band), Some(question)) = (band, program.question(&question.id)) else { return false };
    let grade = weigh(program, &question.criteria, scan(question, said, text), Vec::new());
    grade.score.is_some_and(|score| score.reaches(band.from))
}

/// All that an interviewer may say of a question.
fn asked(question: &Question) -> String {
    let follow_ups = question.criteria.iter().filter_map(|criterion| criterion.follow_up.as_deref());
    [question.question.as_str()].into_iter().chain(follow_ups).collect::<Vec<_>>().join("\n")
}
