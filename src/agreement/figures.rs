//! Pairs of marks → figures of agreement, those of [`measure`](super::measure). An answer can count several times, as drawings
//! with replacement need it.

use super::alpha::{Metric, alpha};
use super::moments::Moments;
use super::tally::Tally;
use super::{MOST_LEVELS, Mark};
use crate::marks::scale::Scale;

/// An answer's two marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Index of the answer among all.
    pub answer: usize,
    /// What people gave.
    pub human: Mark,
    /// What it is compared with.
    pub machine: Mark,
}

/// Pairs of marks on one scale, ready to be counted again and again: of thousands of pairs only some hundred are different.
#[derive(Clone, Debug)]
pub struct Set {
    /// The different pairs, by their values.
    kinds: Vec<Kind>,
    /// For each pair its answer, and the kind that it is.
    members: Vec<(usize, usize)>,
    values: Vec<f64>,
    metric: Metric,
}

/// Two marks that some answers have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) human: Mark,
    pub(super) machine: Mark,
    /// Both levels.
    pub(super) levels: [usize; 2],
    /// Which of the different values either is, from the least.
    ranks: [usize; 2],
}

impl Set {
    /// The set of these pairs.
    #[must_use]
    pub fn new(mut pairs: Vec<Pair>, scale: &Scale, metric: Metric) -> Self {
        let order = |one: &Pair, other: &Pair| {
            let human = one.human.value.total_cmp(&other.human.value);
            human
                .then(one.machine.value.total_cmp(&other.machine.value))
                .then(one.machine.level.cmp(&other.machine.level))
        };
        pairs.sort_by(order);
        let human = different(pairs.iter().map(|pair| pair.human.value).collect());
        let machine = different(pairs.iter().map(|pair| pair.machine.value).collect());
        let rank = |values: &[f64], value: f64| values.partition_point(|other| *other < value);
        let (mut kinds, mut members) = (Vec::new(), Vec::with_capacity(pairs.len()));
        for like in pairs.chunk_by(|one, other| order(one, other).is_eq()) {
            let Pair { human: given, machine: found, .. } = like[0];
            members.extend(like.iter().map(|pair| (pair.answer, kinds.len())));
            kinds.push(Kind {
                human: given,
                machine: found,
                levels: [given.level, found.level],
                ranks: [rank(&human, given.value), rank(&machine, found.value)],
            });
        }
        // The order of memory, in which drawings count them.
        members.sort_unstable();
        Self { kinds, members, values: scale.levels.iter().map(|level| level.value).collect(), metric }
    }

    /// How many pairs.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How often each level was given: by people, and by what they are compared with.
    #[must_use]
    pub fn counts(&self) -> Vec<(usize, usize)> {
        let mut counts = vec![(0, 0); self.values.len()];
        for &(_, kind) in &self.members {
            let [human, machine] = self.kinds[kind].levels;
            counts[human].0 += 1;
            counts[machine].1 += 1;
        }
        counts
    }

    /// How often which two levels met; nothing with very many levels.
    #[must_use]
    pub fn confusion(&self) -> Vec<Vec<usize>> {
        if self.values.len() > MOST_LEVELS {
            return Vec::new();
        }
        let mut cells = vec![vec![0; self.values.len()]; self.values.len()];
        for &(_, kind) in &self.members {
            let [human, machine] = self.kinds[kind].levels;
            cells[human][machine] += 1;
        }
        cells
    }

    /// The measures in the order of `Measure::ALL`, then precision, recall and F1 of each level, unless they are very many.
    /// `weights` say how often each answer counts.
    #[must_use]
    pub fn figures(&self, weights: &[u32]) -> Vec<Option<f64>> {
        let mut counts = vec![0_u32; self.kinds.len()];
        self.members.iter().for_each(|&(answer, kind)| counts[kind] += weights[answer]);
        let mut tally = Tally::new(self.values.len());
        for (&count, kind) in counts.iter().zip(&self.kinds) {
            tally.add(f64::from(count), kind, &self.values);
        }
        let units = counts.iter().copied().zip(self.kinds.iter().map(|kind| kind.levels.as_slice()));
        let alpha = alpha(units, &self.values, self.metric);
        let mut figures = vec![
            tally.qwk(),
            tally.kappa(),
            alpha,
            tally.share(tally.exact),
            tally.share(tally.adjacent),
            tally.marks.correlation(),
            self.spearman(&counts),
            tally.share(tally.error),
            tally.smd(),
            tally.macro_f1(),
        ];
        if self.values.len() <= MOST_LEVELS {
            figures.extend((0..self.values.len()).flat_map(|level| tally.level(level)));
        }
        figures
    }

    /// C. Spearman 1904: the correlation of ranks, those of equal values averaged.
    fn spearman(&self, counts: &[u32]) -> Option<f64> {
        let average = |which: usize| {
            let mut ranks = vec![0.0; self.kinds.iter().map(|kind| kind.ranks[which] + 1).max().unwrap_or(0)];
            counts.iter().zip(&self.kinds).for_each(|(&count, kind)| ranks[kind.ranks[which]] += f64::from(count));
            let mut below = 0.0;
            for rank in &mut ranks {
                below += *rank;
                *rank = below - *rank / 2.0;
            }
            ranks
        };
        let (human, machine) = (average(0), average(1));
        let mut moments = Moments::default();
        for (&count, kind) in counts.iter().zip(&self.kinds) {
            moments.add(f64::from(count), human[kind.ranks[0]], machine[kind.ranks[1]]);
        }
        moments.correlation()
    }
}

/// The different values, from the least.
fn different(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::super::measure::Measure;
    use super::super::real;
    use super::*;

    /// Figures of pairs of levels, each so many times.
    fn figures(levels: usize, cells: &[(usize, usize, u32)]) -> Vec<Option<f64>> {
        let scale = Scale::parse(&format!("0-{}", levels - 1)).unwrap();
        let mark = |level: usize| Mark { value: real(level), level };
        let pair = |(answer, &(human, machine, _)): (usize, &(usize, usize, u32))| Pair {
            answer,
            human: mark(human),
            machine: mark(machine),
        };
        let set = Set::new(cells.iter().enumerate().map(pair).collect(), &scale, Metric::Interval);
        set.figures(&cells.iter().map(|&(_, _, weight)| weight).collect::<Vec<_>>())
    }

    #[track_caller]
    fn check(figures: &[Option<f64>], measure: Measure, expected: f64) {
        let found = figures[measure as usize];
        assert!(found.is_some_and(|found| (found - expected).abs() < 0.0006), "{measure:?} {found:?}");
    }

    /// Of a hundred proposals two readers both say yes to 45 and no to 15: the usual example of a kappa of 0.13.
    #[test]
    fn kappa_is_agreement_beyond_chance() {
        let found = figures(2, &[(1, 1, 45), (1, 0, 15), (0, 1, 25), (0, 0, 15)]);
        check(&found, Measure::Kappa, 0.1304);
        check(&found, Measure::Exact, 0.6);
        // With two levels the weights change nothing.
        check(&found, Measure::Qwk, 0.1304);
        check(&found, Measure::MacroF1, f64::midpoint(90.0 / 130.0, 30.0 / 70.0));
    }

    /// Cohen 1960: two judges, three categories, 200 cases.
    #[test]
    fn cohens_own_example() {
        let found = figures(
            3,
            &[(0, 0, 88), (0, 1, 14), (0, 2, 18), (1, 0, 10), (1, 1, 40), (1, 2, 10), (2, 0, 2), (2, 1, 6), (2, 2, 12)],
        );
        check(&found, Measure::Exact, 0.70);
        check(&found, Measure::Kappa, 0.492);
    }

    /// By the definition: 1 − Σ w o / Σ w e, over all cells.
    #[test]
    fn qwk_is_what_its_matrix_gives() {
        let cells = [(0, 0, 5), (0, 1, 3), (1, 0, 1), (1, 2, 7), (2, 2, 4), (3, 1, 2), (3, 3, 6)];
        let (mut human, mut machine, mut observed, mut all) = ([0.0; 4], [0.0; 4], 0.0, 0.0);
        for (one, other, weight) in cells {
            let weight = f64::from(weight);
            human[one] += weight;
            machine[other] += weight;
            all += weight;
            observed += weight * (real(one) - real(other)).powi(2);
        }
        let mut expected = 0.0;
        for (one, given) in human.iter().enumerate() {
            for (other, found) in machine.iter().enumerate() {
                expected += given * found / all * (real(one) - real(other)).powi(2);
            }
        }
        check(&figures(4, &cells), Measure::Qwk, 1.0 - observed / expected);
    }

    /// Ranks 1 2.5 2.5 4 against 1 2 3.5 3.5.
    #[test]
    fn correlations_and_differences() {
        let found = figures(5, &[(0, 1, 1), (2, 2, 1), (2, 4, 1), (3, 4, 1)]);
        check(&found, Measure::Spearman, 0.8333);
        check(&found, Measure::Pearson, 0.8389);
        check(&found, Measure::Mae, 1.0);
        check(&found, Measure::Smd, 1.0 / (19.0_f64 / 12.0).sqrt());
        check(&found, Measure::Adjacent, 0.75);
    }

    #[test]
    fn what_is_not_defined_is_nothing() {
        let none = figures(3, &[]);
        assert!(none.iter().all(Option::is_none), "{none:?}");
        let same = figures(3, &[(1, 1, 9)]);
        let defined: Vec<_> = Measure::ALL.into_iter().filter(|measure| same[*measure as usize].is_some()).collect();
        assert_eq!(defined, [Measure::Exact, Measure::Adjacent, Measure::Mae, Measure::MacroF1]);
        assert_eq!(same[Measure::ALL.len()..], [None, None, None, Some(1.0), Some(1.0), Some(1.0), None, None, None]);
    }
}
