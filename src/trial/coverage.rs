//! Coverage: which signals the cases need.
//!
//! A signal of a question **fires** if in some case it is heard and the speaker stands by it. It **decides** if without it
//! some case would get another score, another band or another verdict on a criterion. Weak and wrong signals count as strong
//! ones do; a signal of a shared criterion counts in every question that uses it.

use super::{Heard, Tried};
use crate::grade::{Grade, Score, Verdict, weigh};
use crate::program::{Program, SignalProgram};
use crate::scan::Stance;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How far the cases of a question reach.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    /// The question's id.
    pub question: &'a str,
    /// All signals, in the order of the rubric, with what they do.
    pub signals: Vec<(&'a SignalProgram, Reach)>,
}

/// What a signal does in the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nothing: it is never heard.
    Silent,
    /// It is heard, but nothing hangs on it.
    Idle,
    /// Some case would come out differently without it.
    Decides,
}

impl Reach {
    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Silent => "never fires",
            Self::Idle => "never decides",
            Self::Decides => "decides",
        }
    }
}

impl Coverage<'_> {
    /// How many of the signals reach as far, or further.
    #[must_use]
    pub fn count(&self, reach: Reach) -> usize {
        self.signals.iter().filter(|(_, found)| *found >= reach).count()
    }
}

/// Signals that fire, signals that decide, and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many fire.
    pub fire: usize,
    /// How many of these decide.
    pub decide: usize,
    /// How many there are.
    pub all: usize,
}

impl Totals {
    /// Over several questions.
    #[must_use]
    pub fn of(coverage: &[Coverage<'_>]) -> Self {
        let sum = |count: fn(&Coverage<'_>) -> usize| coverage.iter().map(count).sum();
        Self {
            fire: sum(|question| question.count(Reach::Idle)),
            decide: sum(|question| question.count(Reach::Decides)),
            all: sum(|question| question.signals.len()),
        }
    }

    /// How many of a hundred fire; nothing where there are no signals.
    #[must_use]
    pub fn fire_percent(self) -> Option<Score> {
        super::percent(self.fire, self.all)
    }
}

/// The coverage of each question.
#[must_use]
pub fn coverage<'a>(program: &Program, tried: &[Tried<'a>]) -> Vec<Coverage<'a>> {
    tried.par_iter().map(|tried| cover(program, tried)).collect()
}

fn cover<'a>(program: &Program, tried: &Tried<'a>) -> Coverage<'a> {
    let cases: Vec<_> = tried.outcomes.iter().filter_map(Heard::of).collect();
    let mut signals = Vec::new();
    for (criterion, compiled) in tried.compiled.criteria.iter().enumerate() {
        for (index, signal) in compiled.signals.iter().enumerate() {
            let place = (criterion, index);
            let fires = |case: &&Heard<'_>| case.hit(place).is_some_and(|hit| hit.stance == Stance::Said);
            let firing: Vec<_> = cases.iter().filter(fires).collect();
            let silent = firing.is_empty();
            let decides = |case: &Heard<'_>| {
                let without = weigh(program, &tried.compiled.criteria, case.with(place, None), case.flags.clone());
                shown(&without) != shown(&case.outcome.grade)
            };
            let reach = match firing.into_iter().any(decides) {
                true => Reach::Decides,
                false if silent => Reach::Silent,
                false => Reach::Idle,
            };
            signals.push((signal, reach));
        }
    }
    Coverage { question: &tried.question.id, signals }
}

/// What a grade says.
fn shown(grade: &Grade) -> (Option<Score>, Option<&str>, Vec<Verdict>) {
    let verdicts = grade.criteria.iter().map(|criterion| criterion.verdict).collect();
    (grade.score, grade.band.as_deref(), verdicts)
}
