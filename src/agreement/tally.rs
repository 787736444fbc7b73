//! Counts of pairs of marks → the figures that follow from counts alone.

use super::figures::Kind;
use super::moments::Moments;
use super::real;

/// What is counted of pairs.
pub(super) struct Tally {
    /// Of the levels' values.
    levels: Moments,
    /// Of the marks as they are.
    pub(super) marks: Moments,
    /// How many have the same level.
    pub(super) exact: f64,
    /// How many have the same or the next.
    pub(super) adjacent: f64,
    /// The sum of absolute differences.
    pub(super) error: f64,
    /// By level: given by people, by what they are compared with, by both.
    given: Vec<[f64; 3]>,
}

impl Tally {
    pub(super) fn new(levels: usize) -> Self {
        Self {
            levels: Moments::default(),
            marks: Moments::default(),
            exact: 0.0,
            adjacent: 0.0,
            error: 0.0,
            given: vec![[0.0; 3]; levels],
        }
    }

    pub(super) fn add(&mut self, weight: f64, pair: &Kind, values: &[f64]) {
        let [human, machine] = pair.levels;
        self.levels.add(weight, values[human], values[machine]);
        self.marks.add(weight, pair.human.value, pair.machine.value);
        self.error += weight * (pair.human.value - pair.machine.value).abs();
        self.given[human][0] += weight;
        self.given[machine][1] += weight;
        if human == machine {
            self.exact += weight;
            self.given[human][2] += weight;
        }
        if human.abs_diff(machine) <= 1 {
            self.adjacent += weight;
        }
    }

    pub(super) fn share(&self, part: f64) -> Option<f64> {
        (self.levels.count > 0.0).then(|| part / self.levels.count)
    }

    pub(super) fn qwk(&self) -> Option<f64> {
        self.levels.qwk()
    }

    pub(super) fn smd(&self) -> Option<f64> {
        self.marks.standardised()
    }

    pub(super) fn kappa(&self) -> Option<f64> {
        let count = self.levels.count;
        let chance: f64 = self.given.iter().map(|[human, machine, _]| human * machine).sum::<f64>() / (count * count);
        let observed = self.share(self.exact)?;
        (chance < 1.0 - 1e-12).then(|| (observed - chance) / (1.0 - chance))
    }

    /// Precision, recall and F1 of a level.
    pub(super) fn level(&self, level: usize) -> [Option<f64>; 3] {
        let [human, machine, both] = self.given[level];
        let part = |all: f64| (all > 0.0).then(|| both / all);
        [part(machine), part(human), part((human + machine) / 2.0)]
    }

    pub(super) fn macro_f1(&self) -> Option<f64> {
        let each: Vec<f64> = (0..self.given.len()).filter_map(|level| self.level(level)[2]).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / real(each.len()))
    }
}
