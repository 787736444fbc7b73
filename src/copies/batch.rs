//! Passages that the answers to one question share.
//!
//! [`Member`]s → [`Pair`]s, without comparing every answer with every other: only those that share a fingerprint meet.
//!
//! - What everybody was given ([`Boilerplate`]) and what many write of themselves ([`COMMON_SHARE`]) counts for nothing.
//! - Nobody copies from themselves.
//! - The pairs do not depend on the order of the answers, and a pair is the same from both sides.
//! - The cost grows with the answers, not with their square: where more than [`FEW`] share a fingerprint, each is compared
//!   with the next of them alone. Copies of one text agree in what comes next, so each of them is still found.

use super::align::shared;
use super::words::winnow;
use super::{Boilerplate, LEAST, Shared, WINDOW, Words};

/// An answer among others.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its words.
    pub words: Words,
    /// Who gave it.
    pub author: &'a str,
}

/// Two answers with a passage in common, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one; `shared.here` are its words.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// The passage.
    pub shared: Shared,
}

/// A fingerprint that more than one in so many authors have is common; it must be more than [`FEW`] of them too.
pub const COMMON_SHARE: usize = 4;
/// Among so many that share a fingerprint, each is compared with each.
pub const FEW: usize = 10;
/// So many places of a fingerprint in one answer are looked at.
const MOST_PLACES: usize = 16;

/// A kept fingerprint: its number, the answer's rank, the word.
type Place = (u64, usize, usize);

/// The pairs, each once, in the order of the answers.
#[must_use]
pub fn compare(answers: &[Member<'_>], given: &Boilerplate) -> Vec<Pair> {
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by(|&one, &other| key(&answers[one]).cmp(&key(&answers[other])));
    let ranked: Vec<&Member<'_>> = order.iter().map(|&at| &answers[at]).collect();
    let places = places(&ranked, given);
    let common = common(&places, &ranked);
    let mut pairs = Vec::new();
    for seeds in seeds(&places, &ranked, &common).chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (one, other) = (seeds[0].0, seeds[0].1);
        let here = &ranked[one].words;
        let mut marks = given.marks(&here.fingerprints());
        common.marks(&here.fingerprints()).iter().zip(&mut marks).for_each(|(&common, mark)| *mark |= common);
        let seeds = seeds.iter().map(|&(_, _, at, place)| (at, place)).collect();
        for shared in shared(here, &ranked[other].words, seeds, &marks, LEAST) {
            pairs.push(in_order(Pair { one: order[one], other: order[other], shared }));
        }
    }
    pairs.sort_by_key(|pair| (pair.one, pair.other, pair.shared.here.start, pair.shared.there.start));
    pairs
}

fn key<'a>(member: &'a Member<'_>) -> (&'a [u64], &'a str) {
    (&member.words.stems, member.author)
}

fn in_order(pair: Pair) -> Pair {
    if pair.one < pair.other {
        return pair;
    }
    Pair { one: pair.other, other: pair.one, shared: pair.shared.turned() }
}

/// What is kept of each answer, by fingerprint.
fn places(ranked: &[&Member<'_>], given: &Boilerplate) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (rank, member) in ranked.iter().enumerate() {
        let fingerprints = member.words.fingerprints();
        let kept = winnow(&fingerprints, WINDOW).into_iter().map(|at| (fingerprints[at], rank, at));
        places.extend(kept.filter(|place| !given.has(place.0)));
    }
    places.sort_unstable();
    places
}

/// What more than a few, and more than their share of authors have.
fn common(places: &[Place], ranked: &[&Member<'_>]) -> Boilerplate {
    let authors = |ranks: &mut dyn Iterator<Item = usize>| {
        let mut authors: Vec<&str> = ranks.map(|rank| ranked[rank].author).collect();
        authors.sort_unstable();
        authors.dedup();
        authors.len()
    };
    let all = authors(&mut (0..ranked.len()));
    let same = places.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > FEW);
    let many = same.filter(|same| {
        let having = authors(&mut same.iter().map(|place| place.1));
        having > FEW && having * COMMON_SHARE > all
    });
    Boilerplate::from_fingerprints(many.map(|same| same[0].0).collect())
}

/// Ranks of two answers with a word in each from which the same few words follow, in order.
fn seeds(places: &[Place], ranked: &[&Member<'_>], common: &Boilerplate) -> Vec<(usize, usize, usize, usize)> {
    let mut seeds = Vec::new();
    for same in places.chunk_by(|one, other| one.0 == other.0).filter(|same| !common.has(same[0].0)) {
        let answers: Vec<&[Place]> = same.chunk_by(|one, other| one.1 == other.1).collect();
        let reach = if answers.len() > FEW { 1 } else { FEW };
        for (at, one) in answers.iter().enumerate() {
            let others = answers[at + 1..].iter().filter(|other| ranked[other[0].1].author != ranked[one[0].1].author);
            for other in others.take(reach) {
                let (here, there) = (one.iter().take(MOST_PLACES), other.iter().take(MOST_PLACES));
                let across = here.flat_map(|one| there.clone().map(|other| (one.1, other.1, one.2, other.2)));
                seeds.extend(across);
            }
        }
    }
    seeds.sort_unstable();
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ops::Range;

    /// Answers put together from blocks of words, so that many share some.
    fn answers(blocks: &[Vec<u64>]) -> Vec<Words> {
        let block = |&block: &u64| (0..20).map(move |at| block * 100 + at);
        blocks.iter().map(|blocks| Words::of_stems(&blocks.iter().flat_map(block).collect::<Vec<_>>())).collect()
    }

    type Told = (String, Range<usize>, String, Range<usize>, usize);

    /// The pairs by name, each seen from both sides.
    fn told(answers: &[(Words, String)]) -> Vec<Told> {
        let members: Vec<_> = answers.iter().map(|(words, author)| Member { words: words.clone(), author }).collect();
        let mut told = Vec::new();
        for Pair { one, other, shared } in compare(&members, &Boilerplate::default()) {
            let (one, other) = (members[one].author.to_owned(), members[other].author.to_owned());
            told.push((one.clone(), shared.here.clone(), other.clone(), shared.there.clone(), shared.words));
            told.push((other, shared.there, one, shared.here, shared.words));
        }
        told.sort_by(|one, other| format!("{one:?}").cmp(&format!("{other:?}")));
        told
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_order_of_the_answers_does_not_matter(
            (blocks, order) in prop::collection::vec(prop::collection::vec(0_u64..60, 0..5), 0..30)
                .prop_flat_map(|blocks| {
                    let order = Just((0..blocks.len()).collect::<Vec<_>>()).prop_shuffle();
                    (Just(blocks), order)
                })
        ) {
            let named: Vec<_> = answers(&blocks).into_iter().zip((0..).map(|at| format!("c{at}"))).collect();
            let shuffled: Vec<_> = order.iter().map(|&at| named[at].clone()).collect();
            prop_assert_eq!(told(&named), told(&shuffled));
        }
    }

    /// How many of so many answers of four blocks, of which the first `copies` have one block in common, are in a pair.
    #[track_caller]
    fn check(all: u64, copies: u64, expected: usize) {
        let first = |at: u64| if at < copies { 1_000_000 } else { 4 * at };
        let blocks: Vec<_> = (0..all).map(|at| vec![4 * at + 1, first(at), 4 * at + 2, 4 * at + 3]).collect();
        let named: Vec<_> = answers(&blocks).into_iter().zip((0..).map(|at| format!("c{at}"))).collect();
        let mut names: Vec<_> = told(&named).into_iter().map(|told| told.0).collect();
        names.dedup();
        assert_eq!(names.len(), expected);
    }

    #[test]
    fn copies_are_found_unless_everybody_has_them() {
        check(100, 0, 0);
        check(100, 1, 0);
        check(100, 2, 2);
        check(2, 2, 2);
        check(100, 10, 10);
        check(100, 25, 25);
        check(100, 26, 0);
        check(11, 11, 0);
    }

    #[test]
    fn nobody_copies_from_themselves() {
        let words = answers(&[vec![1], vec![1]]);
        let named =
            |names: [&str; 2]| told(&words.iter().cloned().zip(names.map(str::to_owned)).collect::<Vec<_>>()).len();
        assert_eq!((named(["a", "b"]), named(["a", "a"])), (2, 0));
    }
}
