//! Candidates compared: who is before whom, in all and by layer, topic and question, and on what that rests.
//!
//! In: [`Candidate`]s and their bank. Out: a [`Ranking`], whose lists have a place for each candidate, in their order.
//!
//! - A rank over several questions is over those that *all* were asked; where there are none, there is no rank. A rank on
//!   one question is among those who were asked it.
//! - What was not answered earns nothing here: else who keeps silent would be before who tries. What was not asked, or
//!   could not be graded, counts neither way: a question that somebody's answer to could not be graded is no common one.
//! - Places are those of a competition: 1, 2, 2, 4. Fractions are compared exactly, and only what is the same is a tie.
//! - Who has no name, or nothing that can be compared, has no place; nor has who would be alone.

use crate::decimal::Decimal;
use crate::item::Status;
use crate::rubric::{Bank, Layer};
use crate::totals::{Candidate, Points};
use std::collections::{BTreeMap, BTreeSet};

/// Where candidates stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// How many are compared.
    pub compared: usize,
    /// The questions that any of them was asked.
    pub asked: Vec<String>,
    /// Those that all of them were.
    pub common: Vec<String>,
    /// How many of their answers to these are missing, and count as nothing.
    pub unanswered: usize,
    /// How many questions of candidates cannot be compared, for the answer could not be graded.
    pub ungraded: usize,
    /// Over all common questions.
    pub all: Places,
    /// Over those of each layer.
    pub layers: BTreeMap<Layer, Places>,
    /// Over those of each topic.
    pub topics: BTreeMap<String, Places>,
    /// On each question, among those who were asked it.
    pub questions: BTreeMap<String, Places>,
}

/// A place for each candidate, in their order.
pub type Places = Vec<Option<Place>>;

/// Where a candidate stands, on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 for the best; as many stand before as are better.
    pub number: usize,
    /// What was compared.
    pub points: Points,
    /// Whether others have exactly as much.
    pub tied: bool,
    /// Whether less than the bank's margin separates it from the place before.
    pub within_margin: bool,
}

impl Ranking {
    /// That of some candidates.
    #[must_use]
    pub fn of(list: &[Candidate], bank: &Bank) -> Self {
        let scores: Vec<_> = list.iter().map(scores).collect();
        let compared: Vec<_> = scores.iter().filter(|scores| !scores.is_empty()).collect();
        let asked: BTreeSet<&str> = compared.iter().flat_map(|scores| scores.keys().copied()).collect();
        let common: Vec<_> =
            asked.iter().copied().filter(|id| compared.iter().all(|scores| scores.contains_key(id))).collect();
        let over = |ids: &[&str]| places(scores.iter().map(|scores| mean(scores, ids)).collect(), bank.margin);
        let mut layers: BTreeMap<Layer, Vec<&str>> = BTreeMap::new();
        let mut topics: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for question in common.iter().filter_map(|id| bank.question(id)) {
            question.layer.into_iter().for_each(|layer| layers.entry(layer).or_default().push(&question.id));
            let own: BTreeSet<_> = question.topics.iter().collect();
            own.into_iter().for_each(|topic| topics.entry(topic).or_default().push(&question.id));
        }
        Self {
            compared: compared.len(),
            unanswered: count(list, Status::Empty, |id| common.contains(&id)),
            ungraded: count(list, Status::Error, |_| true),
            all: over(&common),
            layers: layers.into_iter().map(|(layer, ids)| (layer, over(&ids))).collect(),
            topics: topics.into_iter().map(|(topic, ids)| (topic.to_owned(), over(&ids))).collect(),
            questions: asked.iter().map(|&id| (id.to_owned(), over(&[id]))).collect(),
            common: common.into_iter().map(str::to_owned).collect(),
            asked: asked.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether all who are compared were asked the same questions.
    #[must_use]
    pub const fn is_alike(&self) -> bool {
        self.common.len() == self.asked.len()
    }

    /// The candidates by their place, those without one last; of a tie, and of these, in their own order.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.all.len()).collect();
        order.sort_by_key(|&at| self.all[at].as_ref().map_or(usize::MAX, |place| place.number));
        order
    }
}

/// What a candidate has of each question that can be compared, with its weight.
type Scores<'a> = BTreeMap<&'a str, (Points, Decimal)>;

/// None of who has no name: those may be many.
fn scores(candidate: &Candidate) -> Scores<'_> {
    let questions = candidate.questions.iter().filter(|_| !candidate.name.is_empty());
    questions.filter_map(|(id, asked)| Some((id.as_str(), (asked.points()?, asked.weight)))).collect()
}

/// Over these questions; nothing of who was not asked all of them.
fn mean(scores: &Scores<'_>, ids: &[&str]) -> Option<Points> {
    let all: Option<Vec<_>> = ids.iter().map(|id| scores.get(id)).collect();
    Points::mean(all?.into_iter().map(|(points, weight)| (points, *weight)))
}

/// How many of these questions came out so, over all who have a name.
fn count(list: &[Candidate], status: Status, counts: impl Fn(&str) -> bool) -> usize {
    let of = |candidate: &Candidate| {
        candidate.questions.iter().filter(|(id, asked)| counts(id) && asked.status() == status).count()
    };
    list.iter().filter(|candidate| !candidate.name.is_empty()).map(of).sum()
}

fn places(points: Vec<Option<Points>>, margin: Decimal) -> Places {
    let mut order: Vec<_> = points.iter().enumerate().filter_map(|(at, points)| Some((at, points.as_ref()?))).collect();
    order.sort_by(|(_, one), (_, other)| other.cmp(one));
    let mut places = vec![None; points.len()];
    if order.len() < 2 {
        return places;
    }
    let (mut number, mut before) = (1, None::<&Points>);
    for like in order.chunk_by(|(_, one), (_, other)| one == other) {
        let (_, here) = like[0];
        let within_margin = before.is_some_and(|before| !before.above(here).reach(margin));
        let place = Place { number, points: here.clone(), tied: like.len() > 1, within_margin };
        like.iter().for_each(|&(at, _)| places[at] = Some(place.clone()));
        number += like.len();
        before = Some(here);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::Score;

    /// Places of points, 1 = 1 of 3: `1 =2 ≈=2`.
    #[track_caller]
    fn check(thirds: &[Option<u64>], margin: u64, expected: &str) {
        let points = |earned: u64| {
            let mut mean = crate::totals::Mean::default();
            mean.add(Score { earned: Decimal::whole(earned), possible: Decimal::whole(3) }, Decimal::ONE);
            mean.points()
        };
        let given = thirds.iter().map(|earned| earned.and_then(points)).collect();
        let said = places(given, Decimal::whole(margin)).into_iter().map(|place| {
            place.map_or_else(
                || "-".to_owned(),
                |place| {
                    let (near, tie) = (if place.within_margin { "≈" } else { "" }, if place.tied { "=" } else { "" });
                    format!("{near}{tie}{}", place.number)
                },
            )
        });
        assert_eq!(said.collect::<Vec<_>>().join(" "), expected, "{thirds:?}");
    }

    #[test]
    fn places_are_those_of_a_competition() {
        check(&[Some(3), Some(1), Some(1), Some(0)], 5, "1 =2 =2 4");
        check(&[Some(0), Some(3), Some(3)], 5, "3 =1 =1");
        check(&[Some(2), None, Some(1)], 5, "1 - 2");
        check(&[Some(2)], 5, "-");
        check(&[Some(2), None], 5, "- -");
        check(&[], 5, "");
    }

    #[test]
    fn less_than_the_margin_is_marked_and_as_much_is_not() {
        check(&[Some(3), Some(2), Some(2), Some(0)], 34, "1 ≈=2 ≈=2 4");
        check(&[Some(3), Some(2)], 33, "1 2");
        check(&[Some(3), Some(0)], 100, "1 2");
        check(&[Some(2), Some(0)], 67, "1 ≈2");
    }
}
