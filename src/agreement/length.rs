//! The baseline that any grader must beat: a mark that knows only how many words an answer has.
//!
//! A line of least squares from the logarithm of the number of words to the marks, fitted on the very answers that it is
//! compared on, which favours it; cut off at the ends of the scale.

use super::alpha::Metric;
use super::figures::{Pair, Set};
use super::{Judged, Mark, real};
use crate::marks::scale::Scale;

/// The people's marks against those of the line.
#[must_use]
pub fn set(judged: &[Judged], scale: &Scale, metric: Metric) -> Set {
    let marked: Vec<(usize, Mark, f64)> = judged
        .iter()
        .enumerate()
        .filter_map(|(answer, judged)| Some((answer, judged.human?, length(judged))))
        .collect();
    let (slope, start) = line(marked.iter().map(|(_, human, length)| (*length, human.value)));
    let pair = |&(answer, human, length): &(usize, Mark, f64)| {
        let value = (start + slope * length).clamp(scale.least(), scale.most());
        Pair { answer, human, machine: Mark { value, level: scale.nearest(value) } }
    };
    Set::new(marked.iter().map(pair).collect(), scale, metric)
}

fn length(judged: &Judged) -> f64 {
    real(judged.marked.answer.said.text.split_whitespace().count() + 1).ln()
}

/// Slope and start of the line with the least squares; flat where nothing varies.
fn line(points: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, f64) {
    let count = real(points.clone().count()).max(1.0);
    let (x, y) = points.clone().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    let (x, y) = (x / count, y / count);
    let (mut xx, mut xy) = (0.0, 0.0);
    for point in points {
        xx += (point.0 - x) * (point.0 - x);
        xy += (point.0 - x) * (point.1 - y);
    }
    let slope = if xx > 1e-9 { xy / xx } else { 0.0 };
    (slope, y - slope * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_that_of_least_squares() {
        assert_eq!(line([(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)].into_iter()), (2.0, 1.0));
        assert_eq!(line([(1.0, 1.0), (1.0, 3.0)].into_iter()), (0.0, 2.0));
        assert_eq!(line([].into_iter()), (0.0, 0.0));
    }
}
