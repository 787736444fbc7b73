//! One number after the other, each to where the scores agree best with the marks: coordinate descent on the law itself.
//!
//! What is made small is, for each threshold between two levels, how surely a score is on the wrong side of it: the logistic
//! loss over all thresholds (J. Rennie and N. Srebro, Loss functions for preference levels, 2005). On scales of many
//! levels it is the squared difference of score and mark.

use super::Sample;
use super::law::{CriterionNumbers, Heard, Numbers};
use crate::rubric::Kind;

/// What may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are what their names say")]
pub struct Free {
    pub weights: bool,
    pub points: bool,
    pub full_credit: bool,
}

/// How far a score is from agreeing with a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Loss {
    /// By thresholds between levels, lowest first: where marks are parted, and where scores are.
    Thresholds(Vec<(f64, f64)>),
    /// By the squared difference.
    Squared,
}

/// Scales of more levels are as good as continuous.
const MOST_LEVELS: usize = 11;
/// How steeply the loss rises around a threshold, for scales of two levels; for others as many times as there are thresholds.
const STEEP: f64 = 8.0;

/// What moving a number by its whole range costs, in answers that are wholly wrong.
const PULL: f64 = 0.5;
/// Steps of a weight or of full credit, and of points.
const STEP: f64 = 0.05;
const POINT: f64 = 0.5;
/// Moves that are tried from where a number is, in steps.
const MOVES: [f64; 10] = [-8.0, -4.0, -2.0, -1.0, 1.0, 2.0, 4.0, 8.0, 12.0, -12.0];
/// Full credit at less would let a word or two earn everything.
const LEAST_CREDIT: f64 = 0.2;
/// Sweeps over all numbers at most.
const SWEEPS: usize = 30;
/// A gain that is none.
const STILL: f64 = 1e-9;

/// The numbers with which the scores of `chosen` answers, by their index in the sample, agree best with their marks, and the model
/// answer still reaches `top`.
#[must_use]
pub fn fit(sample: &Sample<'_>, chosen: &[usize], free: Free, loss: &Loss, top: f64) -> Numbers {
    let heard: Vec<&Heard> = chosen.iter().map(|&at| &sample.heard[at]).collect();
    let mut numbers = sample.numbers.clone();
    let mut errors: Vec<f64> = heard.iter().map(|heard| loss.of(numbers.score(heard), heard.mark)).collect();
    let all = numbers_of(sample, free);
    for _ in 0..SWEEPS {
        let moved =
            all.iter().filter(|&&one| descend(sample, (&heard, loss, top), &mut numbers, &mut errors, one)).count();
        if moved == 0 {
            break;
        }
    }
    numbers
}

impl Loss {
    /// For levels that marks are parted from and scores from, both by thresholds of 1, lowest first.
    #[must_use]
    pub fn new(marks: &[f64], scores: &[f64]) -> Self {
        if marks.len() >= MOST_LEVELS {
            return Self::Squared;
        }
        Self::Thresholds(marks.iter().copied().zip(scores.iter().copied()).collect())
    }

    /// 0 where they agree, about 1 where they are as far from each other as can be.
    fn of(&self, score: f64, mark: f64) -> f64 {
        let Self::Thresholds(thresholds) = self else { return (score - mark).powi(2) };
        #[expect(clippy::cast_precision_loss, reason = "levels are few")]
        let count = thresholds.len() as f64;
        let side = |&(marks, scores): &(f64, f64)| {
            let margin = STEEP * count * (score - scores);
            (if mark >= marks { -margin } else { margin }).exp().ln_1p()
        };
        thresholds.iter().map(side).sum::<f64>() * 2.0 / (STEEP * count)
    }
}

/// A number, by the indices of its criterion and signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum One {
    Weight(usize, usize),
    Points(usize),
    FullCredit(usize),
}

/// The numbers that may be changed. Signals that the bank shares are not for one question to change, and points make a
/// difference only among several criteria.
fn numbers_of(sample: &Sample<'_>, free: Free) -> Vec<One> {
    let mut all = Vec::new();
    let several = sample.question.criteria.len() > 1;
    for (at, criterion) in sample.question.criteria.iter().enumerate() {
        let own = criterion.place.source == sample.question.place.source;
        if free.points && several {
            all.push(One::Points(at));
        }
        if free.full_credit && own {
            all.push(One::FullCredit(at));
        }
        let signals = criterion.signals.iter().enumerate().filter(|(_, signal)| signal.kind != Kind::Weak);
        all.extend(signals.filter(|_| free.weights && own).map(|(signal, _)| One::Weight(at, signal)));
    }
    all
}

impl One {
    fn of(self, numbers: &Numbers) -> f64 {
        match self {
            Self::Weight(criterion, signal) => numbers.criteria[criterion].weights[signal],
            Self::Points(criterion) => numbers.criteria[criterion].points,
            Self::FullCredit(criterion) => numbers.criteria[criterion].full_credit,
        }
    }

    fn set(self, numbers: &mut Numbers, value: f64) {
        match self {
            Self::Weight(criterion, signal) => numbers.criteria[criterion].weights[signal] = value,
            Self::Points(criterion) => numbers.criteria[criterion].points = value,
            Self::FullCredit(criterion) => numbers.criteria[criterion].full_credit = value,
        }
    }

    /// The nearest value of the grid that is allowed.
    fn allowed(self, value: f64) -> f64 {
        let (step, least, most) = match self {
            Self::Weight(..) => (STEP, STEP, 1.0),
            Self::Points(_) => (POINT, POINT, 1000.0),
            Self::FullCredit(_) => (STEP, LEAST_CREDIT, 1.0),
        };
        ((value / step).round() * step).clamp(least, most)
    }

    const fn step(self) -> f64 {
        match self {
            Self::Points(_) => POINT,
            Self::Weight(..) | Self::FullCredit(_) => STEP,
        }
    }

    /// Whether it can make a difference to an answer.
    fn touches(self, heard: &Heard) -> bool {
        match self {
            Self::Weight(criterion, signal) => heard.criteria[criterion].iter().any(|hit| hit.signal == signal),
            Self::FullCredit(criterion) => !heard.criteria[criterion].is_empty(),
            Self::Points(_) => true,
        }
    }

    /// What it costs to be so far from what the author chose.
    fn pull(self, chosen: &CriterionNumbers, value: f64) -> f64 {
        let far = match self {
            Self::Weight(_, signal) => value - chosen.weights[signal],
            Self::Points(_) => (value - chosen.points) / chosen.points.max(1.0),
            Self::FullCredit(_) => value - chosen.full_credit,
        };
        PULL * far * far
    }

    const fn criterion(self) -> usize {
        match self {
            Self::Weight(criterion, _) | Self::Points(criterion) | Self::FullCredit(criterion) => criterion,
        }
    }
}

/// Moves one number to the best of the places that are tried; whether it moved.
fn descend(
    sample: &Sample<'_>,
    (heard, loss, top): (&[&Heard], &Loss, f64),
    numbers: &mut Numbers,
    errors: &mut [f64],
    one: One,
) -> bool {
    let error = |numbers: &Numbers, heard: &Heard| loss.of(numbers.score(heard), heard.mark);
    let touched: Vec<usize> = (0..heard.len()).filter(|&at| one.touches(heard[at])).collect();
    if touched.is_empty() {
        return false;
    }
    let author = &sample.numbers.criteria[one.criterion()];
    let now = one.of(numbers);
    let here = touched.iter().map(|&at| errors[at]).sum::<f64>() + one.pull(author, now);
    let mut best = (here, now);
    let places = MOVES.iter().map(|moved| one.allowed(now + moved * one.step()));
    for value in places.chain([one.of(&sample.numbers)]) {
        one.set(numbers, value);
        if sample.model.as_ref().is_some_and(|model| numbers.score(model) < top) {
            continue;
        }
        let there = touched.iter().map(|&at| error(numbers, heard[at])).sum::<f64>() + one.pull(author, value);
        if there < best.0 - STILL {
            best = (there, value);
        }
    }
    one.set(numbers, best.1);
    touched.iter().for_each(|&at| errors[at] = error(numbers, heard[at]));
    (best.1 - now).abs() > f64::EPSILON
}
