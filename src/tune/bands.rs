//! Thresholds between the levels of a scale, for scores.

use crate::decimal::Decimal;

/// What thresholds are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Quadratic weighted kappa: for scales on which distances count.
    Kappa,
    /// The mean F1 of the levels: for labels.
    MacroF1,
}

/// Scores up to here, in hundredths of the whole.
const GRID: usize = 100;
/// Rounds over all thresholds at most.
const ROUNDS: usize = 10;

/// The thresholds above which each level but the lowest begins, rising, in hundredths of all points: those that bring the levels
/// of the scores (0 to 1) nearest to the marks (indices of levels), each moved in turn from where it `starts`.
#[must_use]
pub fn fit(scores: &[f64], marks: &[usize], starts: &[f64], goal: Goal) -> Vec<f64> {
    let tally = Tally::new(scores, marks, starts.len() + 1);
    let mut at: Vec<usize> = starts.iter().map(|start| hundredth(*start)).collect();
    let mut best = tally.measure(&at, goal);
    for _ in 0..ROUNDS {
        let before = best;
        for one in 0..at.len() {
            let least = one.checked_sub(1).map_or(1, |below| at[below] + 1);
            let most = at.get(one + 1).map_or(GRID, |above| above - 1);
            let start = at[one];
            let mut chosen = start;
            for place in least..=most {
                at[one] = place;
                let reached = tally.measure(&at, goal);
                // Of equally good places the one nearest to where it was.
                let nearer = place.abs_diff(start) < chosen.abs_diff(start);
                if reached > best + 1e-9 || (nearer && reached > best - 1e-9) {
                    (best, chosen) = (reached, place);
                }
            }
            at[one] = chosen;
        }
        if best <= before + 1e-9 {
            break;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "at most 100")]
    at.into_iter().map(|place| place as f64 / GRID as f64).collect()
}

/// The level of a score.
#[must_use]
pub fn level(score: f64, thresholds: &[f64]) -> usize {
    thresholds.iter().filter(|threshold| score + 1e-9 >= **threshold).count()
}

/// A threshold as `bank.yaml` has it.
#[must_use]
pub fn percent(threshold: f64) -> Decimal {
    Decimal::whole(hundredth(threshold) as u64)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
fn hundredth(share: f64) -> usize {
    (share * 100.0).round() as usize
}

/// How many answers have a score and a mark.
struct Tally {
    /// By the score in hundredths, cut off: for each level how many.
    counts: Vec<Vec<f64>>,
    levels: usize,
}

impl Tally {
    fn new(scores: &[f64], marks: &[usize], levels: usize) -> Self {
        let mut counts = vec![vec![0.0; levels]; GRID + 1];
        for (score, &mark) in scores.iter().zip(marks) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
            let cut = ((score * 100.0) + 1e-7) as usize;
            counts[cut.min(GRID)][mark] += 1.0;
        }
        Self { counts, levels }
    }

    fn measure(&self, thresholds: &[usize], goal: Goal) -> f64 {
        let mut confusion = vec![vec![0.0; self.levels]; self.levels];
        for (score, counts) in self.counts.iter().enumerate() {
            let given = thresholds.iter().filter(|&&threshold| score >= threshold).count();
            for (mark, count) in counts.iter().enumerate() {
                confusion[mark][given] += count;
            }
        }
        match goal {
            Goal::Kappa => kappa(&confusion),
            Goal::MacroF1 => macro_f1(&confusion),
        }
    }
}

/// Quadratic weighted kappa; 0 where it is not defined.
fn kappa(confusion: &[Vec<f64>]) -> f64 {
    let rows: Vec<f64> = confusion.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> = (0..confusion.len()).map(|at| confusion.iter().map(|row| row[at]).sum()).collect();
    let all: f64 = rows.iter().sum();
    let (mut seen, mut expected) = (0.0, 0.0);
    for (one, row) in confusion.iter().enumerate() {
        for (other, cell) in row.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "levels are few")]
            let apart = (one.abs_diff(other) as f64).powi(2);
            seen += apart * cell;
            expected += apart * rows[one] * columns[other] / all;
        }
    }
    if expected > 0.0 { 1.0 - seen / expected } else { 0.0 }
}

fn macro_f1(confusion: &[Vec<f64>]) -> f64 {
    let f1 = |at: usize| {
        let given: f64 = confusion.iter().map(|row| row[at]).sum();
        let meant: f64 = confusion[at].iter().sum();
        if given + meant > 0.0 { 2.0 * confusion[at][at] / (given + meant) } else { 0.0 }
    };
    #[expect(clippy::cast_precision_loss, reason = "levels are few")]
    let mean = (0..confusion.len()).map(f1).sum::<f64>() / confusion.len() as f64;
    mean
}
