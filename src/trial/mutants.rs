//! Mutants: a signal is broken on purpose, and some case should notice. A case notices if it passes with the rubric as it is,
//! and fails with the broken one.
//!
//! | change | what is broken | what notices |
//! |---|---|---|
//! | drop | the signal is never heard | an answer that needs it for its band |
//! | halve | its weight is half | an answer that needs all of it |
//! | negate | it is heard where it is not, and not where it is | an answer without it, near the next band |
//! | loosen | of each of its wordings the last part need not be said, of `2 of (…)` one less | an answer that says nearly this, and must not get it |
//!
//! Weak signals have no mutants: they change no score and no band, so that no case could notice. A signal of one part
//! cannot be loosened.
//!
//! Dropped, halved and negated signals need no second look at an answer: the law judges again from what was heard in it. The
//! loosened signals are compiled once, all together, and each answer is scanned once more for them.
//! The idea is from R. DeMillo, R. Lipton, F. Sayward: Hints on test data selection, Computer 11(4), 1978.

use super::{Heard, Tried, bare, loosen};
use crate::decimal::Decimal;
use crate::grade::{Score, weigh};
use crate::program::{CriterionProgram, Program, SignalProgram, compile::compile};
use crate::rubric::{Bank, Kind};
use crate::scan::{Hit, Stance, scan};
use crate::text::Text;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How a signal is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is never heard.
    Drop,
    /// Its weight is half.
    Halve,
    /// It is heard where it is not, and not where it is.
    Negate,
    /// Its last part need not be said.
    Loosen,
}

impl Change {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Drop, Self::Halve, Self::Negate, Self::Loosen];

    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Halve => "halve",
            Self::Negate => "negate",
            Self::Loosen => "loosen",
        }
    }
}

/// The mutants of a question.
#[derive(Clone, Debug)]
pub struct Mutants<'a> {
    /// The question's id.
    pub question: &'a str,
    /// How many there are of each change, and how many of these some case noticed.
    pub tally: Tally,
    /// Signals of which some mutant was not noticed, in the order of the rubric.
    pub survivors: Vec<Survivor<'a>>,
}

/// Mutants of each change: those that some case noticed, and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([(usize, usize); Change::ALL.len()]);

impl Tally {
    /// Over several questions.
    #[must_use]
    pub fn of(mutants: &[Mutants<'_>]) -> Self {
        let mut sum = Self::default();
        for (count, change) in mutants.iter().flat_map(|question| question.tally.0.into_iter().zip(Change::ALL)) {
            sum.add(change, count);
        }
        sum
    }

    fn add(&mut self, change: Change, (killed, all): (usize, usize)) {
        let count = &mut self.0[change as usize];
        *count = (count.0 + killed, count.1 + all);
    }

    /// Noticed, and all, of one change.
    #[must_use]
    pub const fn count(&self, change: Change) -> (usize, usize) {
        self.0[change as usize]
    }

    /// How many were noticed.
    #[must_use]
    pub fn killed(&self) -> usize {
        self.0.iter().map(|(killed, _)| killed).sum()
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> usize {
        self.0.iter().map(|(_, all)| all).sum()
    }

    /// How many of a hundred were noticed; nothing where there are none.
    #[must_use]
    pub fn percent(&self) -> Option<Score> {
        super::percent(self.killed(), self.all())
    }
}

/// A signal that can be broken without notice.
#[derive(Clone, Debug)]
pub struct Survivor<'a> {
    /// The signal.
    pub signal: &'a SignalProgram,
    /// In these ways.
    pub changes: Vec<Change>,
    /// What is left of it when it is loosened, where that is not noticed.
    pub loosened: Option<String>,
}

/// The mutants of each question, in the order given; `bank` is the one that was tried.
#[must_use]
pub fn mutants<'a>(bank: &Bank, program: &Program, tried: &[Tried<'a>]) -> Vec<Mutants<'a>> {
    let loose = compile(&loosen::bank(bank));
    tried.par_iter().map(|tried| of_question(program, &loose, tried)).collect()
}

fn of_question<'a>(program: &Program, loose: &Program, tried: &Tried<'a>) -> Mutants<'a> {
    let passing = tried.outcomes.iter().filter(|outcome| outcome.passed());
    let cases: Vec<_> = passing.filter_map(Heard::of).map(|case| (loosely(loose, &case), case)).collect();
    let mut mutants = Mutants { question: &tried.question.id, tally: Tally::default(), survivors: Vec::new() };
    for (at, (criterion, written)) in tried.compiled.criteria.iter().zip(&tried.question.criteria).enumerate() {
        for (index, (signal, written)) in criterion.signals.iter().zip(&written.signals).enumerate() {
            if signal.kind == Kind::Weak {
                continue;
            }
            let loosened = loosen::signal(written);
            let mut unnoticed = Vec::new();
            for change in Change::ALL {
                if change == Change::Loosen && loosened.is_none() {
                    continue;
                }
                let criteria = changed(&tried.compiled.criteria, (at, index), change);
                let notices = |(loose, case): &(Vec<Hit>, Heard<'_>)| {
                    notices(program, &criteria, case, loose, (at, index), change)
                };
                let noticed = cases.iter().any(notices);
                mutants.tally.add(change, (usize::from(noticed), 1));
                if !noticed {
                    unnoticed.push(change);
                }
            }
            if !unnoticed.is_empty() {
                let loosened = loosened.filter(|_| unnoticed.contains(&Change::Loosen));
                let loosened = loosened.map(|signal| loosen::text(&signal));
                mutants.survivors.push(Survivor { signal, changes: unnoticed, loosened });
            }
        }
    }
    mutants
}

/// What is heard in a case of the loosened signals.
fn loosely(loose: &Program, case: &Heard<'_>) -> Vec<Hit> {
    let answer = &case.outcome.case.answer;
    let question = loose.question(&case.outcome.case.question);
    let hits = question.map(|question| scan(question, answer, &Text::new(answer)));
    hits.unwrap_or_default().iter().map(bare).collect()
}

/// The criteria as the change has them: only weights differ, for what is heard is changed in the hits.
fn changed(
    criteria: &[CriterionProgram],
    (criterion, signal): (usize, usize),
    change: Change,
) -> Vec<CriterionProgram> {
    let mut criteria = criteria.to_vec();
    if change == Change::Halve {
        let weight = &mut criteria[criterion].signals[signal].weight;
        *weight = weight.times(Decimal::part(1, 2));
    }
    criteria
}

/// Whether a case that passes fails with the broken signal.
fn notices(
    program: &Program,
    criteria: &[CriterionProgram],
    case: &Heard<'_>,
    loose: &[Hit],
    place: (usize, usize),
    change: Change,
) -> bool {
    let heard = case.hit(place);
    let said = Hit {
        criterion: place.0,
        signal: place.1,
        stance: Stance::Said,
        coverage: Decimal::ONE,
        pieces: vec![],
        follow_up: None,
    };
    let hit = match change {
        Change::Drop => None,
        Change::Halve => heard.cloned(),
        Change::Negate if heard.is_some_and(|hit| hit.stance == Stance::Said) => None,
        Change::Negate => Some(said),
        Change::Loosen => loose.iter().find(|hit| (hit.criterion, hit.signal) == place).cloned(),
    };
    if hit.as_ref() == heard && change != Change::Halve {
        return false;
    }
    let grade = weigh(program, criteria, case.with(place, hit), case.flags.clone());
    !case.outcome.case.expected.met(&grade)
}
