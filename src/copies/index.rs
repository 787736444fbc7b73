//! Texts in which passages of others are looked for.
//!
//! [`Words`] of many texts → [`Index`] → the [`Shared`] passages of another text. A look costs what is found, not how much
//! there is to search.

use super::align::shared;
use super::words::winnow;
use super::{Boilerplate, GRAM, Shared, Words};
use crate::text::number::Filter;

/// Texts by their fingerprints.
#[derive(Clone, Debug, Default)]
pub struct Index {
    texts: Vec<Words>,
    /// Fingerprint, text and word, in order.
    places: Vec<(u64, usize, usize)>,
    /// The stems of all of them.
    stems: Filter,
}

/// So many places of one fingerprint are looked at.
const MOST_PLACES: usize = 64;

impl Index {
    /// Of these texts, with one fingerprint kept of each `window`; with a window of 1 all are, and no run of
    /// [`super::GRAM`] words is missed.
    #[must_use]
    pub fn new(texts: Vec<Words>, window: usize) -> Self {
        let (mut places, mut stems) = (Vec::new(), Filter::default());
        for (text, words) in texts.iter().enumerate() {
            words.stems.iter().for_each(|&stem| stems.add(stem));
            let fingerprints = words.fingerprints();
            places.extend(winnow(&fingerprints, window).into_iter().map(|at| (fingerprints[at], text, at)));
        }
        places.sort_unstable();
        Self { texts, places, stems }
    }

    /// The words of the text of this number.
    #[must_use]
    pub fn text(&self, number: usize) -> &Words {
        &self.texts[number]
    }

    /// Passages of `words` with at least `least` words in common with one of the texts, each with that text's number; in
    /// the order of the texts, of each the longest first.
    #[must_use]
    pub fn find(&self, words: &Words, boilerplate: &Boilerplate, least: usize) -> Vec<(usize, Shared)> {
        let mut seeds: Vec<(usize, usize, usize)> = Vec::new();
        for (run, fingerprint) in self.stems.rows(words.len(), |at| words.stems[at], GRAM) {
            let places = self.places_of(fingerprint).iter().take(MOST_PLACES);
            let places = places.map(|&(_, text, place)| (text, run.start, place));
            seeds.extend(places.filter(|_| !boilerplate.has(fingerprint)));
        }
        if seeds.is_empty() {
            return Vec::new();
        }
        seeds.sort_unstable();
        let marks = boilerplate.marks(&words.fingerprints());
        let mut found = Vec::new();
        for of_text in seeds.chunk_by(|one, other| one.0 == other.0) {
            let (text, pairs) = (of_text[0].0, of_text.iter().map(|&(_, at, place)| (at, place)).collect());
            let passages = shared(words, &self.texts[text], pairs, &marks, least);
            found.extend(passages.into_iter().map(|passage| (text, passage)));
        }
        found
    }

    fn places_of(&self, fingerprint: u64) -> &[(u64, usize, usize)] {
        let start = self.places.partition_point(|place| place.0 < fingerprint);
        let length = self.places[start..].iter().take_while(|place| place.0 == fingerprint).count();
        &self.places[start..start + length]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GRAM, WINDOW};
    use super::*;
    use proptest::prelude::*;
    use std::ops::Range;

    fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
        one.start < other.end && other.start < one.end
    }

    /// All runs of at least `least` words in common that cannot be made longer, found by looking everywhere.
    fn runs(here: &[u64], there: &[u64], least: usize) -> Vec<(Range<usize>, Range<usize>)> {
        let mut runs = Vec::new();
        for (at, other) in (0..here.len()).flat_map(|at| (0..there.len()).map(move |other| (at, other))) {
            if at > 0 && other > 0 && here[at - 1] == there[other - 1] {
                continue;
            }
            let length = here[at..].iter().zip(&there[other..]).take_while(|(one, other)| one == other).count();
            if length >= least {
                runs.push((at..at + length, other..other + length));
            }
        }
        runs
    }

    fn texts() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
        (2_u64..40).prop_flat_map(|words| {
            let text = move |most| prop::collection::vec(0..words, 0..most);
            (text(30), text(20), text(30), text(30), text(30)).prop_map(|(shared, before, after, other, end)| {
                ([before, shared.clone(), after].concat(), [other, shared, end].concat())
            })
        })
    }

    proptest! {
        /// The guarantee of winnowing: shared runs of `GRAM + WINDOW - 1` words are found, shorter ones than `GRAM` never.
        #[test]
        fn long_runs_are_found_and_short_ones_never((here, there) in texts()) {
            let index = Index::new(vec![Words::of_stems(&there)], WINDOW);
            let found = index.find(&Words::of_stems(&here), &Boilerplate::default(), GRAM);
            for (one, other) in runs(&here, &there, GRAM + WINDOW - 1) {
                let told = found.iter().any(|(_, passage)| overlap(&passage.here, &one) && overlap(&passage.there, &other));
                prop_assert!(told, "{one:?} {other:?} of {found:?}");
            }
            for (_, Shared { here: one, there: other, .. }) in found {
                prop_assert!(!runs(&here[one], &there[other], GRAM).is_empty());
            }
        }

        /// The same where both sides keep only some fingerprints.
        #[test]
        fn both_sides_keep_one_fingerprint_of_a_long_run((here, there) in texts()) {
            let kept = |stems: &[u64]| {
                let fingerprints = Words::of_stems(stems).fingerprints();
                winnow(&fingerprints, WINDOW).into_iter().map(|at| fingerprints[at]).collect::<Vec<_>>()
            };
            if !runs(&here, &there, GRAM + WINDOW - 1).is_empty() {
                let there = kept(&there);
                prop_assert!(kept(&here).iter().any(|fingerprint| there.contains(fingerprint)));
            }
        }
    }

    #[test]
    fn a_passage_runs_over_changed_words_and_ends_where_the_text_does() {
        let there: Vec<u64> = (0..40).collect();
        let mut here = [vec![90, 91], (5..35).collect(), vec![92]].concat();
        (here[12], here[20], here[21]) = (70, 71, 72);
        let found = Index::new(vec![Words::of_stems(&there)], WINDOW).find(
            &Words::of_stems(&here),
            &Boilerplate::default(),
            16,
        );
        assert_eq!(found, [(0, Shared { here: 2..32, there: 5..35, words: 27 })]);
    }

    #[test]
    fn what_everybody_was_given_does_not_count() {
        let given: Vec<u64> = (100..120).collect();
        let text = |own: Range<u64>| Words::of_stems(&[given.clone(), own.collect()].concat());
        let find = |own: Range<u64>, least| {
            Index::new(vec![text(own.clone())], 1).find(&text(own), &Boilerplate::of([&Words::of_stems(&given)]), least)
        };
        assert_eq!(find(0..5, 6), []);
        let found = find(0..10, 6);
        assert_eq!(found, [(0, Shared { here: 0..30, there: 0..30, words: 10 })]);
        assert_eq!(find(0..10, 11), []);
    }
}
