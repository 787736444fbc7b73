//! Percentile bootstrap intervals: how far a figure would move with other answers of the same kind.
//!
//! B. Efron, *Bootstrap methods: another look at the jackknife*, 1979: the answers are drawn anew, with replacement, so many
//! times; of the figures that this gives, in order, the interval has the middle 95 %. Whole answers are drawn, with all their
//! marks. Each drawing has a generator of its own (PCG-32, the drawing's number as its stream), so results do not depend on
//! threads, and are the same on every machine.

use super::real;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// A figure with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// On all answers; nothing where it is not defined.
    pub value: Option<f64>,
    /// Lower and upper end of the 95 % interval; nothing where most drawings leave it undefined.
    pub interval: Option<(f64, f64)>,
}

/// How often answers are drawn anew, and from where the generator starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// How many times; 0 for no intervals.
    pub times: usize,
    /// Another seed, other drawings.
    pub seed: u64,
}

/// The share of drawings beyond either end.
const TAIL: f64 = 0.025;

impl Resampling {
    /// The figures of `count` answers. `figures` computes them from how often each answer counts; always as many.
    #[must_use]
    pub fn estimates(self, count: usize, figures: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync) -> Vec<Estimate> {
        let values = figures(&vec![1; count]);
        let drawn: Vec<Vec<Option<f64>>> =
            (0..self.times).into_par_iter().map(|number| figures(&self.draw(number, count))).collect();
        let estimate = |(at, value): (usize, Option<f64>)| {
            let interval =
                value.and_then(|_| interval(drawn.iter().filter_map(|figures| figures[at]).collect(), self.times));
            Estimate { value, interval }
        };
        values.into_iter().enumerate().map(estimate).collect()
    }

    /// How often each answer is in a drawing.
    fn draw(self, number: usize, count: usize) -> Vec<u32> {
        let mut generator = Pcg32::new(self.seed, number as u64);
        let mut weights = vec![0; count];
        for _ in 0..count {
            // Of 2³² numbers, an answer has as many as another but for one: no matter for thousands.
            let at = (u64::from(generator.next_u32()) * count as u64) >> 32;
            weights[usize::try_from(at).expect("an index")] += 1;
        }
        weights
    }
}

fn interval(mut figures: Vec<f64>, times: usize) -> Option<(f64, f64)> {
    if figures.len() * 2 < times || figures.is_empty() {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    let below = (real(figures.len()) * TAIL) as usize;
    Some((figures[below], figures[figures.len() - 1 - below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64], times: usize, seed: u64) -> Estimate {
        let figure = |weights: &[u32]| {
            let sum: f64 = values.iter().zip(weights).map(|(value, &weight)| value * f64::from(weight)).sum();
            vec![(!values.is_empty()).then(|| sum / real(values.len()))]
        };
        Resampling { times, seed }.estimates(values.len(), figure)[0]
    }

    /// The mean of 400 zeros and ones has a standard error of 0.025.
    #[test]
    fn the_interval_of_a_mean_is_two_standard_errors() {
        let values: Vec<f64> = (0..400).map(|at| f64::from(at % 2)).collect();
        let estimate = mean(&values, 1000, 1);
        let (low, high) = estimate.interval.unwrap();
        assert_eq!(estimate.value, Some(0.5));
        assert!((low - 0.451).abs() < 0.006 && (high - 0.549).abs() < 0.006, "{low} {high}");
        assert_eq!(mean(&values, 1000, 1), estimate);
        assert_ne!(mean(&values, 1000, 2), estimate);
    }

    #[test]
    fn nothing_has_no_interval() {
        assert_eq!(mean(&[], 10, 1), Estimate::default());
        assert_eq!(mean(&[1.0], 0, 1), Estimate { value: Some(1.0), interval: None });
    }
}
