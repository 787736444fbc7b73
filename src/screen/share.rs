//! Weights → how many questions of each layer: the largest-remainder apportionment, within what there is.
//!
//! In: how many questions, and of each layer its weight and how many there are. Out: a number for each layer. Their sum is
//! what was asked for, or all there are. Where a layer has fewer than its share, it gives all, and the rest is
//! apportioned among the others.

use crate::decimal::Decimal;
use crate::rubric::Layer;

/// What a layer weighs, and what there is of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// The layer.
    pub layer: Layer,
    /// What it weighs; more than 0.
    pub weight: Decimal,
    /// So many questions there are.
    pub most: usize,
}

/// How many of each layer, in the order of `supplies`.
#[must_use]
pub fn shares(count: usize, supplies: &[Supply]) -> Vec<(Layer, usize)> {
    let mut scarce = vec![false; supplies.len()];
    loop {
        let taken: usize =
            supplies.iter().zip(&scarce).filter(|(_, scarce)| **scarce).map(|(supply, _)| supply.most).sum();
        let weight = |(supply, scarce): (&Supply, &bool)| if *scarce { 0 } else { supply.weight.millionths() };
        let weights: Vec<u64> = supplies.iter().zip(&scarce).map(weight).collect();
        let given = largest_remainders(count.saturating_sub(taken), &weights);
        let over: Vec<usize> = (0..given.len()).filter(|&at| !scarce[at] && given[at] > supplies[at].most).collect();
        if over.is_empty() {
            let share = |at: usize| if scarce[at] { supplies[at].most } else { given[at] };
            return (0..given.len()).map(|at| (supplies[at].layer, share(at))).collect();
        }
        over.into_iter().for_each(|at| scarce[at] = true);
    }
}

/// Each its quota cut off, and one more for those whose quota lost most (Hamilton 1792); of equal ones the first.
fn largest_remainders(count: usize, weights: &[u64]) -> Vec<usize> {
    let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let quotas = weights.iter().map(|&weight| count as u128 * u128::from(weight));
    let (mut given, lost): (Vec<usize>, Vec<u128>) =
        quotas.map(|quota| (usize::try_from(quota / total).unwrap_or(count), quota % total)).unzip();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(lost[at]));
    let left = count - given.iter().sum::<usize>();
    order.into_iter().take(left).for_each(|at| given[at] += 1);
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: usize, layers: [(u64, usize); 3], expected: [usize; 3]) {
        let supplies: Vec<_> = Layer::ALL
            .iter()
            .zip(layers)
            .map(|(&layer, (weight, most))| Supply { layer, weight: Decimal::whole(weight), most })
            .collect();
        let shares: Vec<_> = shares(count, &supplies).into_iter().map(|(_, share)| share).collect();
        assert_eq!(shares, expected, "{count} by {layers:?}");
    }

    #[test]
    fn layers_get_what_they_weigh() {
        check(6, [(3, 9), (2, 9), (1, 9)], [3, 2, 1]);
        check(5, [(3, 9), (2, 9), (1, 9)], [2, 2, 1]);
        check(8, [(1, 9), (2, 9), (3, 9)], [1, 3, 4]);
        check(7, [(2, 9), (2, 9), (2, 9)], [3, 2, 2]);
        check(0, [(2, 9), (2, 9), (2, 9)], [0, 0, 0]);
    }

    #[test]
    fn what_a_layer_lacks_the_others_give() {
        check(6, [(3, 9), (2, 1), (1, 9)], [4, 1, 1]);
        check(6, [(3, 9), (2, 0), (1, 0)], [6, 0, 0]);
        check(8, [(3, 2), (2, 1), (1, 1)], [2, 1, 1]);
        check(6, [(1, 9), (1, 1), (4, 1)], [4, 1, 1]);
    }
}
