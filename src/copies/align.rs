//! Which words of one text are which of another, from places where a few words in a row agree.
//!
//! Two [`Words`] and seeds (places of equal fingerprints) → [`Shared`]. Every seed lies in exactly one run, a run cannot be
//! made longer on either side, and the same input gives the same passages in whatever order the seeds come.

use super::{BRIDGE, GAP, GRAM, Words};
use std::collections::BTreeSet;
use std::ops::Range;

/// A passage that two texts have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Its words in the one text, by index; never empty.
    pub here: Range<usize>,
    /// Its words in the other.
    pub there: Range<usize>,
    /// How many words agree that are no boilerplate.
    pub words: usize,
}

impl Shared {
    /// The same, seen from the other text.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { here: self.there, there: self.here, words: self.words }
    }
}

/// Words that agree one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    here: usize,
    there: usize,
    length: usize,
}

/// The passages with at least `least` words in common that are not marked as boilerplate, the ones with most of them first.
#[must_use]
pub fn shared(
    here: &Words,
    there: &Words,
    seeds: Vec<(usize, usize)>,
    boilerplate: &[bool],
    least: usize,
) -> Vec<Shared> {
    let mut passages = passages(&bridged(&here.stems, &there.stems, &runs(here, there, seeds)), boilerplate);
    passages.retain(|passage| passage.words >= least);
    passages.sort_by_key(|passage| (usize::MAX - passage.words, passage.here.start, passage.there.start));
    let mut kept: Vec<Shared> = Vec::new();
    for passage in passages {
        let told = |other: &Shared| within(&passage.here, &other.here) && within(&passage.there, &other.there);
        if !kept.iter().any(told) {
            kept.push(passage);
        }
    }
    kept
}

fn within(one: &Range<usize>, other: &Range<usize>) -> bool {
    other.start <= one.start && one.end <= other.end
}

/// The seeds, each grown both ways as far as the words agree.
fn runs(here: &Words, there: &Words, mut seeds: Vec<(usize, usize)>) -> Vec<Run> {
    // Those with the same shift stand together, so that the ones inside a run are seen to be.
    seeds.sort_unstable_by_key(|&(here, there)| (here.wrapping_sub(there), here));
    let mut runs: Vec<Run> = Vec::new();
    for (at, other) in seeds {
        let inside = |run: &Run| {
            at.wrapping_sub(other) == run.here.wrapping_sub(run.there)
                && (run.here..run.here + run.length).contains(&at)
        };
        if !runs.last().is_some_and(inside) {
            runs.push(grown(&here.stems, &there.stems, at, other));
        }
    }
    runs
}

/// The runs, in order, with those that are reached from them over small gaps.
fn bridged(here: &[u64], there: &[u64], runs: &[Run]) -> Vec<Run> {
    let mut all: BTreeSet<Run> = runs.iter().copied().collect();
    for &run in runs {
        for next in [after as fn(&[u64], &[u64], Run) -> Option<Run>, before] {
            let mut last = run;
            while let Some(found) = next(here, there, last).filter(|&found| all.insert(found)) {
                last = found;
            }
        }
    }
    all.into_iter().collect()
}

/// Gaps on both sides, small ones first.
fn gaps() -> impl Iterator<Item = (usize, usize)> {
    (1..=2 * GAP)
        .flat_map(|both| (0..=both).map(move |one| (one, both - one)))
        .filter(|&(one, other)| one.max(other) <= GAP)
}

fn after(here: &[u64], there: &[u64], run: Run) -> Option<Run> {
    let ends = (run.here + run.length, run.there + run.length);
    gaps().map(|(one, other)| (ends.0 + one, ends.1 + other)).find_map(|(one, other)| {
        let agree = (0..BRIDGE).all(|at| here.get(one + at).is_some_and(|stem| there.get(other + at) == Some(stem)));
        agree.then(|| grown(here, there, one, other))
    })
}

fn before(here: &[u64], there: &[u64], run: Run) -> Option<Run> {
    let starts = gaps().filter_map(|(one, other)| Some((run.here.checked_sub(one)?, run.there.checked_sub(other)?)));
    starts.into_iter().find_map(|(one, other)| {
        let agree = (1..=BRIDGE).all(|at| one >= at && other >= at && here[one - at] == there[other - at]);
        agree.then(|| grown(here, there, one - 1, other - 1))
    })
}

fn grown(here: &[u64], there: &[u64], at: usize, other: usize) -> Run {
    let agree = |(one, other): &(&u64, &u64)| one == other;
    let before = here[..at].iter().rev().zip(there[..other].iter().rev()).take_while(agree).count();
    let after = here[at..].iter().zip(&there[other..]).take_while(agree).count();
    Run { here: at - before, there: other - before, length: before + after }
}

/// Runs that follow each other in both texts, put together. At least one of each passage is of [`GRAM`] words.
fn passages(runs: &[Run], boilerplate: &[bool]) -> Vec<Shared> {
    let mut passages: Vec<(Shared, usize)> = Vec::new();
    for &run in runs {
        let (here, there) = (run.here..run.here + run.length, run.there..run.there + run.length);
        let counted = |from: usize| (from..here.end).filter(|&at| boilerplate.get(at) != Some(&true)).count();
        match passages.iter_mut().rev().find(|(passage, _)| follows(passage, run)) {
            Some((passage, longest)) => {
                passage.words += counted(here.start.max(passage.here.end));
                passage.here.end = here.end;
                // The runs may overlap, and the later one begin before.
                passage.there = passage.there.start.min(there.start)..there.end;
                *longest = run.length.max(*longest);
            }
            None => passages.push((Shared { words: counted(here.start), here, there }, run.length)),
        }
    }
    passages.into_iter().filter(|(_, longest)| *longest >= GRAM).map(|(passage, _)| passage).collect()
}

/// Whether the run begins near the passage's end, in both texts, and goes beyond it. They may overlap a little: a word
/// that was left out can agree on both sides of the gap.
fn follows(passage: &Shared, run: Run) -> bool {
    let near = |end: usize, start: usize| start <= end + GAP && start + GRAM > end && start + run.length > end;
    near(passage.here.end, run.here) && near(passage.there.end, run.there)
}
