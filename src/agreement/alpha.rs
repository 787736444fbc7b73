//! Krippendorff's alpha: agreement of any number of raters, of whom some may be missing.
//!
//! K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, 2011: `1 − Do/De`, what is observed to differ within
//! answers against what would differ if marks were dealt out at random. Answers with fewer than two marks do not count.
//! The ordinal difference of two levels, `Σ n_g − (n_c + n_k)/2` over the levels from c to k, is that of their mean ranks;
//! so ordinal alpha is interval alpha of mean ranks, and neither needs a matrix of coincidences.

use super::real;
use crate::marks::scale::{Scale, ScaleKind};

/// How far apart two levels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// The same or not.
    Nominal,
    /// By how many marks stand between them.
    Ordinal,
    /// By the difference of their values.
    Interval,
}

impl Metric {
    /// The one that suits a scale: of labels only the order counts.
    #[must_use]
    pub const fn of(scale: &Scale) -> Self {
        match scale.kind {
            ScaleKind::Numbers => Self::Interval,
            ScaleKind::Labels => Self::Ordinal,
        }
    }
}

/// Alpha of `units`: for each answer how often it counts, and the levels that it was given. `values` are the levels' values.
/// Nothing where no answer has two marks, or all marks are equal.
pub fn alpha<'a>(
    units: impl Iterator<Item = (u32, &'a [usize])> + Clone,
    values: &[f64],
    metric: Metric,
) -> Option<f64> {
    let paired = units.filter(|(weight, levels)| *weight > 0 && levels.len() > 1);
    let mut counts = vec![0.0; values.len()];
    for (weight, levels) in paired.clone() {
        levels.iter().for_each(|&level| counts[level] += f64::from(weight));
    }
    let all: f64 = counts.iter().sum();
    let positions = positions(&counts, values, metric);
    let mut observed = 0.0;
    for (weight, levels) in paired {
        let within = match metric {
            Metric::Nominal => unequal(levels),
            Metric::Ordinal | Metric::Interval => spread(levels.iter().map(|&level| (1.0, positions[level]))),
        };
        observed += f64::from(weight) * within / (real(levels.len()) - 1.0);
    }
    let expected = match metric {
        Metric::Nominal => all * all - counts.iter().map(|count| count * count).sum::<f64>(),
        Metric::Ordinal | Metric::Interval => spread(counts.iter().copied().zip(positions.iter().copied())),
    };
    (expected > 1e-9).then(|| 1.0 - observed * (all - 1.0) / expected)
}

/// Where the levels stand.
fn positions(counts: &[f64], values: &[f64], metric: Metric) -> Vec<f64> {
    match metric {
        Metric::Nominal | Metric::Interval => values.to_vec(),
        Metric::Ordinal => {
            let mut below = 0.0;
            let rank = |count: &f64| {
                below += count;
                below - count / 2.0
            };
            counts.iter().map(rank).collect()
        }
    }
}

/// The sum of squared differences over all ordered pairs.
fn spread(positions: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let count: f64 = positions.clone().map(|(count, _)| count).sum();
    let mean = positions.clone().map(|(count, at)| count * at).sum::<f64>() / count;
    2.0 * count * positions.map(|(count, at)| count * (at - mean) * (at - mean)).sum::<f64>()
}

/// How many ordered pairs differ.
fn unequal(levels: &[usize]) -> f64 {
    let pairs = levels.iter().map(|one| levels.iter().filter(|other| *other != one).count());
    real(pairs.sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Krippendorff 2011, part C: four observers, twelve units, values 1 to 5, some missing.
    fn units() -> Vec<Vec<usize>> {
        let table = [
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ];
        let cells: Vec<Vec<&str>> = table.iter().map(|row| row.split(' ').collect()).collect();
        let unit =
            |at: usize| cells.iter().filter_map(|row| row[at].parse::<usize>().ok()).map(|value| value - 1).collect();
        (0..12).map(unit).collect()
    }

    #[test]
    fn it_is_what_its_author_computes() {
        let units = units();
        let of = |metric| {
            alpha(units.iter().map(|levels| (1, levels.as_slice())), &[1.0, 2.0, 3.0, 4.0, 5.0], metric).unwrap()
        };
        for (metric, expected) in [(Metric::Nominal, 0.743), (Metric::Ordinal, 0.815), (Metric::Interval, 0.849)] {
            assert!((of(metric) - expected).abs() < 0.0005, "{metric:?} {}", of(metric));
        }
    }

    #[test]
    fn it_is_nothing_where_nothing_differs() {
        let of = |units: &[&[usize]]| alpha(units.iter().map(|unit| (1, *unit)), &[0.0, 1.0], Metric::Interval);
        assert_eq!(of(&[&[1, 1], &[1, 1]]), None);
        assert_eq!(of(&[&[1], &[0]]), None);
        assert_eq!(of(&[&[1, 1], &[0, 0]]), Some(1.0));
    }
}
