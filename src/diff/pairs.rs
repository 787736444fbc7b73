//! Which signal of a criterion became which: like texts first, then those that are most similar.

use crate::rubric::{Kind, Signal};

/// A signal before and now, as indices; one of the two may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Before.
    pub old: Option<usize>,
    /// Now.
    pub new: Option<usize>,
}

/// Texts that are less alike than this (Sørensen–Dice over pairs of letters) are two signals, not one that was reworded.
const ALIKE: f64 = 0.5;

/// What a signal listens for, in one text, as its rubric has it.
#[must_use]
pub fn text(signal: &Signal) -> String {
    let patterns = signal.wordings.iter().map(|wording| wording.text.trim().to_owned());
    let prose = signal.prose.iter().map(|sentence| format!("prose: {}", sentence.text.trim()));
    let opening = signal.opening.map(|_| "opening: strong".to_owned());
    patterns.chain(prose).chain(opening).collect::<Vec<_>>().join(" | ")
}

/// Pairs two lists of signals: in the order of the new ones, then those that are gone.
#[must_use]
pub fn pairs(old: &[(Kind, &str)], new: &[(Kind, &str)]) -> Vec<Pair> {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut of_old: Vec<Option<usize>> = vec![None; old.len()];
    let mut join = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
        for (before, now) in pairs {
            if of_old[before].is_none() && of_new[now].is_none() {
                (of_old[before], of_new[now]) = (Some(now), Some(before));
            }
        }
    };
    let all = || (0..old.len()).flat_map(|before| (0..new.len()).map(move |now| (before, now)));
    join(&mut all().filter(|&(before, now)| old[before] == new[now]));
    join(&mut all().filter(|&(before, now)| old[before].1 == new[now].1));
    let of_a_kind = all().filter(|&(before, now)| old[before].0 == new[now].0);
    let ranked = of_a_kind.map(|(before, now)| (strsim::sorensen_dice(old[before].1, new[now].1), (before, now)));
    let mut ranked: Vec<_> = ranked.filter(|(alike, _)| *alike >= ALIKE).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    join(&mut ranked.into_iter().map(|(_, pair)| pair));
    let kept = of_new.iter().enumerate().map(|(now, before)| Pair { old: *before, new: Some(now) });
    let gone = of_old.iter().enumerate().filter(|(_, now)| now.is_none());
    let gone = gone.map(|(before, _)| Pair { old: Some(before), new: None });
    kept.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &[(Kind, &str)], new: &[(Kind, &str)], expected: &[(Option<usize>, Option<usize>)]) {
        let pairs: Vec<_> = pairs(old, new).iter().map(|pair| (pair.old, pair.new)).collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn the_most_similar_signals_are_one() {
        use Kind::{Strong, Wrong};
        let (one, two) = ("only one thread", "lock ... bytecode");
        check(
            &[(Strong, one), (Strong, two)],
            &[(Strong, two), (Strong, one)],
            &[(Some(1), Some(0)), (Some(0), Some(1))],
        );
        check(&[(Strong, one)], &[(Strong, "only one thread runs")], &[(Some(0), Some(0))]);
        check(&[(Strong, one)], &[(Strong, two)], &[(None, Some(0)), (Some(0), None)]);
        check(&[(Strong, one)], &[(Wrong, one)], &[(Some(0), Some(0))]);
        check(&[(Strong, one)], &[(Wrong, "only one thread runs")], &[(None, Some(0)), (Some(0), None)]);
    }
}
