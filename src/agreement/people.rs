//! People among themselves: what agreement can be hoped for.
//!
//! Each pair of raters is compared on the answers that both marked, at least two; a figure is the mean over the pairs in which
//! it is defined. Alpha takes all raters at once. A standardised difference there is not, for neither is the standard.

use super::alpha::{Metric, alpha};
use super::bootstrap::Resampling;
use super::figures::{Pair, Set};
use super::measure::Measure;
use super::{Compared, Judged, Mark, real};
use crate::marks::scale::Scale;
use std::collections::BTreeMap;

/// The figures; nothing where no two raters marked the same answers.
#[must_use]
pub fn compared(
    judged: &[Judged],
    scale: &Scale,
    metric: Metric,
    raters: usize,
    resampling: Resampling,
) -> Option<Compared> {
    if raters < 2 {
        return None;
    }
    let values: Vec<f64> = scale.levels.iter().map(|level| level.value).collect();
    let units: Vec<Vec<usize>> =
        judged.iter().map(|judged| judged.marked.marks.iter().flatten().copied().collect()).collect();
    let sets = sets(judged, scale, metric);
    if sets.is_empty() {
        return None;
    }
    let figures = |weights: &[u32]| {
        let each: Vec<_> = sets.iter().map(|set| set.figures(weights)).collect();
        let mut means: Vec<Option<f64>> =
            (0..Measure::ALL.len()).map(|at| mean(each.iter().filter_map(|figures| figures[at]))).collect();
        let units = weights.iter().copied().zip(units.iter().map(Vec::as_slice));
        means[Measure::Alpha as usize] = alpha(units, &values, metric);
        means[Measure::Smd as usize] = None;
        means
    };
    let answers = units.iter().filter(|levels| levels.len() > 1).count();
    Some(Compared { answers, estimates: resampling.estimates(judged.len(), figures) })
}

/// For each pair of raters what both marked.
fn sets(judged: &[Judged], scale: &Scale, metric: Metric) -> Vec<Set> {
    let mut pairs: BTreeMap<(usize, usize), Vec<Pair>> = BTreeMap::new();
    let mark = |level: usize| Mark { value: scale.levels[level].value, level };
    for (answer, judged) in judged.iter().enumerate() {
        let given: Vec<(usize, usize)> =
            judged.marked.marks.iter().enumerate().filter_map(|(rater, level)| Some((rater, (*level)?))).collect();
        for (at, &(one, level)) in given.iter().enumerate() {
            for &(other, other_level) in &given[at + 1..] {
                let pair = Pair { answer, human: mark(level), machine: mark(other_level) };
                pairs.entry((one, other)).or_default().push(pair);
            }
        }
    }
    pairs.into_values().filter(|pairs| pairs.len() > 1).map(|pairs| Set::new(pairs, scale, metric)).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / real(count))
}
