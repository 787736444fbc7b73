//! A bank tried on answers of which somebody said what they must get.
//!
//! [`Bank`] with the texts of its files → [`examples`], and lines of JSONL → [`golden::read`]: [`Case`]s. [`run`] grades them,
//! question by question on all cores: [`Tried`]. From these [`coverage`] counts the signals that the cases need, and
//! [`mutants`] breaks each signal and asks whether a case notices.

pub mod coverage;
pub mod golden;
mod loosen;
pub mod mutants;

use crate::grade::{Grade, Score, grade};
use crate::program::{Program, QuestionProgram};
use crate::rubric::{Bank, Question};
use crate::scan::Hit;
use crate::source::Source;
use crate::{decimal::Decimal, flags::FlagKind};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::fmt;

/// An answer with what it must get.
#[derive(Clone, Debug)]
pub struct Case {
    /// Id of the question that it answers.
    pub question: String,
    /// What it is called: `example 3`, a record's id, or `line 3` of a record without one.
    pub name: String,
    /// The file in which it stands.
    pub file: String,
    /// The line there, from 1.
    pub line: usize,
    /// The answer.
    pub answer: String,
    /// What it must get.
    pub expected: Expected,
}

/// What an answer must get; one of both is asked for at least.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// This band.
    pub band: Option<String>,
    /// A score from the first to the second, both included, compared exactly.
    pub score: Option<(Decimal, Decimal)>,
}

/// A case with the grade it got.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The case.
    pub case: Case,
    /// What it got.
    pub grade: Grade,
}

/// A question with what became of its cases.
#[derive(Clone, Debug)]
pub struct Tried<'a> {
    /// The question.
    pub question: &'a Question,
    /// The question compiled.
    pub compiled: &'a QuestionProgram,
    /// Its examples, then golden answers to it.
    pub outcomes: Vec<Outcome>,
}

impl Expected {
    /// Whether a grade is what was asked for.
    #[must_use]
    pub fn met(&self, grade: &Grade) -> bool {
        self.band_met(grade) && self.score_met(grade)
    }

    fn band_met(&self, grade: &Grade) -> bool {
        self.band.is_none() || self.band == grade.band
    }

    fn score_met(&self, grade: &Grade) -> bool {
        let within = |(low, high), score: Score| score.reaches(low) && score.against(high).is_le();
        self.score.is_none_or(|range| grade.score.is_some_and(|score| within(range, score)))
    }
}

/// `partial`, `55 to 70`, or `partial, 55 to 70`.
impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.band, self.score) {
            (Some(band), Some((low, high))) => write!(f, "{band}, {low} to {high}"),
            (Some(band), None) => f.write_str(band),
            (None, Some((low, high))) => write!(f, "{low} to {high}"),
            (None, None) => Ok(()),
        }
    }
}

impl Outcome {
    /// Whether it got what it must.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.case.expected.met(&self.grade)
    }
}

/// The cases that the rubrics bring with them.
#[must_use]
pub fn examples(bank: &Bank, sources: &[Source]) -> Vec<Case> {
    let mut cases = Vec::new();
    for question in &bank.questions {
        for (index, example) in question.examples.iter().enumerate() {
            let source = &sources[example.place.source.0];
            cases.push(Case {
                question: question.id.clone(),
                name: format!("example {}", index + 1),
                file: source.name.clone(),
                line: source.line_column(example.place.span.start).line,
                answer: example.answer.clone(),
                expected: Expected { band: Some(example.band.clone()), score: None },
            });
        }
    }
    cases
}

/// Grades all cases; the questions come in the order of the bank, the cases of each in the order given.
#[must_use]
pub fn run<'a>(bank: &'a Bank, program: &'a Program, cases: Vec<Case>) -> Vec<Tried<'a>> {
    let mut grouped: Vec<Vec<Case>> = bank.questions.iter().map(|_| Vec::new()).collect();
    for case in cases {
        if let Some(at) = bank.questions.position(&case.question) {
            grouped[at].push(case);
        }
    }
    let questions: Vec<_> = bank.questions.iter().zip(grouped).collect();
    let tried = questions.into_par_iter().filter_map(|(question, cases)| {
        let compiled = program.question(&question.id)?;
        let graded = |case: Case| Outcome { grade: grade(program, compiled, &case.answer), case };
        Some(Tried { question, compiled, outcomes: cases.into_iter().map(graded).collect() })
    });
    tried.collect()
}

/// `some` of `all` in percent, exactly; nothing where there are none.
#[must_use]
pub fn percent(some: usize, all: usize) -> Option<Score> {
    let count = |number: usize| Decimal::whole(number as u64);
    (all > 0).then(|| Score { earned: count(some), possible: count(all) })
}

/// What was heard in a case, without its words: as much as the law needs to judge again. Nothing of one in which nothing
/// was said, for nothing can be heard there.
struct Heard<'a> {
    outcome: &'a Outcome,
    hits: Vec<Hit>,
    flags: Vec<crate::flags::Flag>,
}

impl<'a> Heard<'a> {
    fn of(outcome: &'a Outcome) -> Option<Self> {
        let grade = &outcome.grade;
        grade.score?;
        let hits = grade.criteria.iter().flat_map(|criterion| &criterion.hits).map(bare).collect();
        let of_text = |flag: &&crate::flags::Flag| !matches!(flag.kind, FlagKind::Contradiction | FlagKind::Denied);
        Some(Self { outcome, hits, flags: grade.flags.iter().filter(of_text).cloned().collect() })
    }

    /// What is heard of a signal.
    fn hit(&self, (criterion, signal): (usize, usize)) -> Option<&Hit> {
        self.hits.iter().find(|hit| (hit.criterion, hit.signal) == (criterion, signal))
    }

    /// What else is heard, and this in its place.
    fn with(&self, place: (usize, usize), hit: Option<Hit>) -> Vec<Hit> {
        let mut hits: Vec<Hit> =
            self.hits.iter().filter(|hit| (hit.criterion, hit.signal) != place).cloned().chain(hit).collect();
        hits.sort_by_key(|hit| (hit.criterion, hit.signal));
        hits
    }
}

fn bare(hit: &Hit) -> Hit {
    Hit { pieces: Vec::new(), ..*hit }
}
