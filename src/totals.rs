//! Grades → one number for many: means of scores, exactly, for each candidate and for all.
//!
//! A candidate's total is the mean of their scores, in which a question weighs what the bank says for its level and layer
//! (1 where it says nothing). What was not answered or could not be graded has no score and is no part of a mean; it is
//! counted beside it. A mean of nothing is nothing, not zero.

use crate::decimal::Decimal;
use crate::grade::Score;
use crate::item::{Item, Status};
use crate::rubric::{Bank, Layer, Level};
use num_rational::BigRational;
use std::collections::BTreeMap;
use std::fmt;

/// Exactly how many points on the scale to 100.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(BigRational);

impl Points {
    /// Of what earned nothing.
    #[must_use]
    pub fn zero() -> Self {
        Self(ratio(0, 1))
    }

    /// The mean of some, each with its weight; nothing of nothing.
    #[must_use]
    pub fn mean<'a>(all: impl IntoIterator<Item = (&'a Self, Decimal)>) -> Option<Self> {
        let (mut sum, mut weights) = (ratio(0, 1), 0);
        for (points, weight) in all {
            sum += &points.0 * ratio(weight.millionths().into(), 1);
            weights += u128::from(weight.millionths());
        }
        (weights > 0).then(|| Self(sum / ratio(weights, 1)))
    }

    /// Tenths of a point, cut off.
    #[must_use]
    pub fn tenths(&self) -> Option<u64> {
        u64::try_from((&self.0 * ratio(10, 1)).to_integer()).ok()
    }

    /// Whether they are at least `threshold`.
    #[must_use]
    pub fn reach(&self, threshold: Decimal) -> bool {
        self.0 >= ratio(threshold.millionths().into(), Decimal::ONE.millionths().into())
    }

    /// By how much they are more than `others`, which are not above them.
    #[must_use]
    pub fn above(&self, others: &Self) -> Self {
        Self(&self.0 - &others.0)
    }
}

/// `69.9`, cut off and never rounded up.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths().unwrap_or_default();
        f.pad(&format!("{}.{}", tenths / 10, tenths % 10))
    }
}

/// As a number with one decimal.
impl serde::Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenths = self.tenths().and_then(|tenths| u32::try_from(tenths).ok());
        tenths.map(|tenths| f64::from(tenths) / 10.0).serialize(serializer)
    }
}

fn ratio(above: u128, below: u128) -> BigRational {
    BigRational::new(above.into(), below.into())
}

/// A weighted mean of scores, kept as the fractions that it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    /// By the points that were possible, in millionths: the sum of weight times earned points.
    parts: BTreeMap<u64, u128>,
    weight: u128,
    count: usize,
}

impl Mean {
    /// Counts a score in.
    pub fn add(&mut self, score: Score, weight: Decimal) {
        let part = u128::from(weight.millionths()) * u128::from(score.earned.millionths());
        *self.parts.entry(score.possible.millionths()).or_default() += part;
        self.weight += u128::from(weight.millionths());
        self.count += 1;
    }

    /// How many scores were counted in.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// On the scale to 100.
    #[must_use]
    pub fn points(&self) -> Option<Points> {
        let sum = self.parts.iter().map(|(&possible, &part)| ratio(part, possible.into()));
        let sum = sum.fold(ratio(0, 1), |sum, part| sum + part);
        (self.weight > 0).then(|| Points(sum * ratio(100, self.weight)))
    }

    /// Tenths of a point on the scale to 100, cut off; nothing of nothing.
    #[must_use]
    pub fn tenths(&self) -> Option<u64> {
        self.points()?.tenths()
    }

    /// Whether it is at least `threshold`, exactly; nothing of nothing.
    #[must_use]
    pub fn reaches(&self, threshold: Decimal) -> Option<bool> {
        Some(self.points()?.reach(threshold))
    }
}

/// `69.9`, cut off and never rounded up; `–` of nothing.
impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.points() {
            Some(points) => points.fmt(f),
            None => f.pad("\u{2013}"),
        }
    }
}

/// As a number with one decimal, or null.
impl serde::Serialize for Mean {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.points().serialize(serializer)
    }
}

/// How a candidate did over all their answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The name; empty where answers have none.
    pub name: String,
    /// Over all questions.
    pub total: Mean,
    /// Over the questions of each level.
    pub levels: BTreeMap<Level, Mean>,
    /// Over the questions of each layer.
    pub layers: BTreeMap<Layer, Mean>,
    /// Over the questions of each topic; a question of two topics is in both.
    pub topics: BTreeMap<String, Mean>,
    /// How many answers reached each band.
    pub bands: BTreeMap<String, usize>,
    /// The questions that were asked, answered or not, and what became of each.
    pub questions: BTreeMap<String, Asked>,
    /// How many questions were not answered.
    pub empty: usize,
    /// How many questions were planned, but not asked.
    pub not_asked: usize,
    /// How many answers could not be graded.
    pub failed: usize,
}

/// What became of a question that a candidate was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Over the candidate's answers to it, of which there is one as a rule.
    pub mean: Mean,
    /// What it weighs in a total.
    pub weight: Decimal,
    /// Whether an answer to it could not be graded.
    pub failed: bool,
}

impl Asked {
    /// What it counts where candidates are compared: nothing earned where it was not answered; none where an answer could
    /// not be graded, for then nobody knows.
    #[must_use]
    pub fn points(&self) -> Option<Points> {
        match self.status() {
            Status::Empty => Some(Points::zero()),
            _ => self.mean.points(),
        }
    }

    /// What became of it, over all of the candidate's answers to it. Of one that could not be graded and one without words
    /// nobody knows what they say.
    #[must_use]
    pub const fn status(&self) -> Status {
        match (self.mean.count(), self.failed) {
            (0, true) => Status::Error,
            (0, false) => Status::Empty,
            _ => Status::Graded,
        }
    }
}

/// The candidates, in the order in which they first came.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Each of them.
    pub list: Vec<Candidate>,
    by_name: BTreeMap<String, usize>,
}

impl Candidates {
    /// Those of some items.
    #[must_use]
    pub fn of<'a>(items: impl IntoIterator<Item = &'a Item>, bank: &Bank) -> Self {
        let mut candidates = Self::default();
        items.into_iter().for_each(|item| candidates.add(item, bank));
        candidates
    }

    /// Counts an item in with its candidate.
    pub fn add(&mut self, item: &Item, bank: &Bank) {
        let name = item.answer.candidate.as_deref().unwrap_or_default();
        let at = match self.by_name.get(name) {
            Some(&at) => at,
            None => {
                self.list.push(Candidate { name: name.to_owned(), ..Candidate::default() });
                self.by_name.insert(name.to_owned(), self.list.len() - 1);
                self.list.len() - 1
            }
        };
        self.list[at].add(item, bank);
    }
}

impl Candidate {
    fn asked(&mut self, item: &Item, score: Option<Score>, weight: Decimal) {
        let id = &item.answer.question;
        if id.is_empty() {
            return;
        }
        let asked = self.questions.entry(id.clone()).or_default();
        asked.weight = weight;
        asked.failed |= item.status() == Status::Error;
        score.into_iter().for_each(|score| asked.mean.add(score, Decimal::ONE));
    }

    fn add(&mut self, item: &Item, bank: &Bank) {
        match item.status() {
            Status::Empty => self.empty += 1,
            Status::Error => self.failed += 1,
            Status::NotAsked => {
                self.not_asked += 1;
                return;
            }
            Status::Graded => {}
        }
        let question = bank.question(&item.answer.question);
        let weight = question.map_or(Decimal::ONE, |question| bank.weight(question));
        let score = item.grade().and_then(|grade| grade.score);
        self.asked(item, score, weight);
        let (Some(grade), Some(score)) = (item.grade(), score) else { return };
        self.total.add(score, weight);
        if let Some(question) = question {
            if let Some(level) = question.level {
                self.levels.entry(level).or_default().add(score, weight);
            }
            if let Some(layer) = question.layer {
                self.layers.entry(layer).or_default().add(score, weight);
            }
            for topic in &question.topics {
                self.topics.entry(topic.clone()).or_default().add(score, weight);
            }
        }
        if let Some(band) = &grade.band {
            *self.bands.entry(band.clone()).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(earned: u64, possible: u64) -> Score {
        Score { earned: Decimal::whole(earned), possible: Decimal::whole(possible) }
    }

    #[test]
    fn a_mean_is_exact_and_cut_off() {
        let mut mean = Mean::default();
        assert_eq!((mean.tenths(), mean.reaches(Decimal::ZERO), mean.to_string().as_str()), (None, None, "–"));
        mean.add(score(1, 3), Decimal::ONE);
        mean.add(score(2, 3), Decimal::ONE);
        assert_eq!((mean.tenths(), mean.reaches(Decimal::whole(50))), (Some(500), Some(true)), "thirds add up");
        mean.add(score(0, 7), Decimal::whole(1));
        assert_eq!(mean.to_string(), "33.3");
        assert_eq!(mean.reaches(Decimal::parse("33.34").unwrap()), Some(false));
        mean.add(score(5, 5), Decimal::whole(3));
        assert_eq!(mean.to_string(), "66.6", "a weight counts");
    }
}
