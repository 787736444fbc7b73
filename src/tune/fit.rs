//! One number after the other, each to where the scores come nearest to the marks: coordinate descent on the law itself.

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

/// What moving a number by its whole range costs, in squared errors of a whole answer.
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

/// The numbers that bring the scores of `chosen` answers, by their index in the sample, nearest to their marks.
#[must_use]
pub fn fit(sample: &Sample<'_>, chosen: &[usize], free: Free) -> Numbers {
    let heard: Vec<&Heard> = chosen.iter().map(|&at| &sample.heard[at]).collect();
    let mut numbers = sample.numbers.clone();
    let mut errors: Vec<f64> = heard.iter().map(|heard| error(&numbers, heard)).collect();
    let all = numbers_of(sample, free);
    for _ in 0..SWEEPS {
        let moved = all.iter().filter(|&&one| descend(sample, &heard, &mut numbers, &mut errors, one)).count();
        if moved == 0 {
            break;
        }
    }
    numbers
}

fn error(numbers: &Numbers, heard: &Heard) -> f64 {
    let difference = numbers.score(heard) - heard.mark;
    difference * difference
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
        let of = |criterion: usize| -> usize { criterion };
        match self {
            Self::Weight(criterion, signal) => numbers.criteria[of(criterion)].weights[signal] = value,
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
fn descend(sample: &Sample<'_>, heard: &[&Heard], numbers: &mut Numbers, errors: &mut [f64], one: One) -> bool {
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
        let there = touched.iter().map(|&at| error(numbers, heard[at])).sum::<f64>() + one.pull(author, value);
        if there < best.0 - STILL {
            best = (there, value);
        }
    }
    one.set(numbers, best.1);
    touched.iter().for_each(|&at| errors[at] = error(numbers, heard[at]));
    (best.1 - now).abs() > f64::EPSILON
}
