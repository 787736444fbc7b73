//! Which phrases together tell good answers from poor ones, beside what the rubric hears already.
//!
//! Columns (which answers have a phrase, and whether it speaks for them) and marks → a weight for each, most 0. It is a
//! logistic regression on the marks whose weights have the sign that they must have and are drawn toward 0 (the elastic net:
//! Zou and Hastie 2005; by coordinate descent: Friedman, Hastie and Tibshirani, Journal of Statistical Software 33(1),
//! 2010). The rubric's score takes part, without a penalty, so that a phrase is chosen only for what the score misses.
//! Deterministic: the order of the columns is that of the descent.

/// A phrase that could be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// 1 if it speaks for an answer, -1 if against.
    pub sign: f64,
    /// The answers that have it, by index, and how much of it they have: 0 to 1.
    pub answers: Vec<(usize, f64)>,
}

/// What was fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What a column adds to the share of all points, or takes from it; 0 for one that is not chosen.
    pub weights: Vec<f64>,
}

/// How much a weight costs: by its size, so that few are chosen, and by its square, so that none is large.
const LASSO: f64 = 0.5;
const RIDGE: f64 = 0.05;
/// Sweeps over all columns at most, and the change of a margin that is none.
const SWEEPS: usize = 60;
const STILL: f64 = 1e-3;
/// What the score counts at least: else a rubric that hears little would make every phrase decide alone.
const LEAST_SLOPE: f64 = 2.0;

/// Fits `marks` (0 to 1) of answers with these `scores` (0 to 1).
#[must_use]
pub fn fit(scores: &[f64], marks: &[f64], columns: &[Column]) -> Fit {
    let mut state = State { marks, margins: scores.iter().map(|score| 4.0 * score - 2.0).collect() };
    let (mut slope, mut weights) = (4.0_f64, vec![0.0_f64; columns.len()]);
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        let constant = state.step(state.marks.iter().enumerate().map(|(at, _)| (at, 1.0)), 0.0, 0.0);
        state.add((0..marks.len()).map(|at| (at, 1.0)), constant);
        let all = || scores.iter().copied().enumerate();
        let wanted = (slope + state.step(all(), 0.0, 0.0)).max(LEAST_SLOPE);
        state.add(all(), wanted - slope);
        moved = moved.max((wanted - slope).abs()).max(constant.abs());
        slope = wanted;
        for (weight, column) in weights.iter_mut().zip(columns) {
            let signed = || column.answers.iter().map(|&(at, share)| (at, column.sign * share));
            let wanted = (*weight + state.step(signed(), *weight, LASSO)).max(0.0);
            if (wanted - *weight).abs() > 0.0 {
                state.add(signed(), wanted - *weight);
                moved = moved.max((wanted - *weight).abs());
                *weight = wanted;
            }
        }
        if moved < STILL {
            break;
        }
    }
    Fit { weights: weights.into_iter().map(|weight| weight / slope).collect() }
}

/// The margins so far: the log-odds of a good mark.
struct State<'a> {
    marks: &'a [f64],
    margins: Vec<f64>,
}

impl State<'_> {
    /// How far a weight moves that adds `values` to the margins, by Newton's method.
    fn step(&self, values: impl Iterator<Item = (usize, f64)>, weight: f64, lasso: f64) -> f64 {
        let (mut slope, mut curvature) = (0.0, 0.0);
        for (at, value) in values {
            let expected = 1.0 / (1.0 + (-self.margins[at]).exp());
            slope += value * (self.marks[at] - expected);
            curvature += value * value * (expected * (1.0 - expected)).max(0.05);
        }
        let penalty = if lasso > 0.0 { lasso + 2.0 * RIDGE * weight } else { 0.0 };
        let bend = if lasso > 0.0 { 2.0 * RIDGE } else { 1e-9 };
        ((slope - penalty) / (curvature + bend)).clamp(-2.0, 2.0)
    }

    fn add(&mut self, values: impl Iterator<Item = (usize, f64)>, change: f64) {
        values.for_each(|(at, value)| self.margins[at] += change * value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(sign: f64, answers: &[usize]) -> Column {
        Column { sign, answers: answers.iter().map(|&at| (at, 1.0)).collect() }
    }

    #[test]
    fn a_phrase_is_chosen_for_what_the_score_misses() {
        let marks: Vec<f64> = (0..40).map(|at| f64::from(u8::from(at < 20))).collect();
        let scores: Vec<f64> = (0..40).map(|at| f64::from(u8::from(at < 10))).collect();
        let heard = (0..10).collect::<Vec<_>>();
        let missed = (10..20).collect::<Vec<_>>();
        let poor = (25..40).collect::<Vec<_>>();
        let noise = (0..40).step_by(2).collect::<Vec<_>>();
        let columns = [column(1.0, &heard), column(1.0, &missed), column(-1.0, &poor), column(1.0, &noise)];
        let fit = fit(&scores, &marks, &columns);
        assert!(fit.weights[1] > 0.2 && fit.weights[1] > 3.0 * fit.weights[0], "{:?}", fit.weights);
        assert!(fit.weights[2] > 0.0 && fit.weights[3] < 0.05, "{:?}", fit.weights);
    }

    #[test]
    fn what_speaks_against_its_sign_is_not_chosen() {
        let marks: Vec<f64> = (0..20).map(|at| f64::from(u8::from(at < 10))).collect();
        let good = (0..10).collect::<Vec<_>>();
        assert_eq!(fit(&[0.5; 20], &marks, &[column(-1.0, &good)]).weights, [0.0]);
    }
}
