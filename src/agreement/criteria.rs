//! Criteria against people: where those marked criteria, how often both found the same; else how a criterion goes with the
//! marks, and what it adds.
//!
//! A criterion counts as found by the program with at least half of its points, by people with at least half of it met.
//! What it adds: by how much the correlation of the question's points with the marks falls when the criterion is left out.

use super::moments::Moments;
use super::{Judged, ratio};
use crate::program::Program;
use std::collections::BTreeMap;

/// How a criterion agrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CriterionFigures {
    /// The question's id.
    pub question: String,
    /// The criterion's id.
    pub criterion: String,
    /// The idea in a few words.
    pub title: String,
    /// Answers to the question that were marked.
    pub answers: usize,
    /// Of these, how many earn at least half of its points.
    pub found: usize,
    /// Where people marked the criterion.
    pub marked: Option<Found>,
    /// How the share that is earned goes with the marks: Pearson's r.
    pub correlation: Option<f64>,
    /// What it adds to the correlation of the question's points with the marks.
    pub adds: Option<f64>,
}

/// What both found, and only one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// By both.
    pub both: usize,
    /// By the program alone.
    pub only_machine: usize,
    /// By people alone.
    pub only_human: usize,
    /// By neither.
    pub neither: usize,
}

impl Found {
    /// Of what the program found, what people found.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.both, self.both + self.only_machine)
    }

    /// Of what people found, what the program found.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.both, self.both + self.only_human)
    }

    /// The harmonic mean of both.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.both, 2 * self.both + self.only_machine + self.only_human)
    }

    fn add(&mut self, machine: bool, human: bool) {
        *match (machine, human) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_machine,
            (false, true) => &mut self.only_human,
            (false, false) => &mut self.neither,
        } += 1;
    }
}

/// The criteria of the questions that were answered.
#[must_use]
pub fn figures(judged: &[Judged], program: &Program) -> Vec<CriterionFigures> {
    let mut by_question: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in judged {
        by_question.entry(judged.marked.answer.question.as_str()).or_default().push(judged);
    }
    let mut figures = Vec::new();
    for (id, answers) in by_question {
        let Some(question) = program.question(id) else { continue };
        let points: Vec<f64> = question.criteria.iter().map(|criterion| criterion.points.to_f64()).collect();
        for (at, criterion) in question.criteria.iter().enumerate() {
            let mut one = CriterionFigures {
                question: id.to_owned(),
                criterion: criterion.id.clone(),
                title: criterion.title.clone(),
                answers: answers.len(),
                ..CriterionFigures::default()
            };
            fill(&mut one, &answers, at, &points);
            figures.push(one);
        }
    }
    figures
}

fn fill(figures: &mut CriterionFigures, answers: &[&Judged], at: usize, points: &[f64]) {
    let (mut own, mut whole, mut rest) = (Moments::default(), Moments::default(), Moments::default());
    for judged in answers {
        // What was not answered earns nothing.
        let earned: Vec<f64> = match judged.grade.criteria.as_slice() {
            [] => vec![0.0; points.len()],
            criteria => criteria.iter().map(|criterion| criterion.earned.to_f64()).collect(),
        };
        let found = earned[at] * 2.0 >= points[at];
        figures.found += usize::from(found);
        if let Some(share) = judged.marked.criteria.get(&figures.criterion) {
            figures.marked.get_or_insert_default().add(found, *share >= 0.5);
        }
        if let Some(human) = judged.human {
            let total: f64 = earned.iter().sum();
            own.add(1.0, earned[at] / points[at], human.value);
            whole.add(1.0, total, human.value);
            rest.add(1.0, total - earned[at], human.value);
        }
    }
    figures.correlation = own.correlation();
    figures.adds = whole.correlation().zip(rest.correlation()).map(|(whole, rest)| whole - rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_and_recall_are_of_what_was_found() {
        let mut found = Found::default();
        for (machine, human) in [(true, true), (true, true), (true, false), (false, true), (false, false)] {
            found.add(machine, human);
        }
        assert_eq!(found, Found { both: 2, only_machine: 1, only_human: 1, neither: 1 });
        assert_eq!([found.precision(), found.recall(), found.f1()], [Some(2.0 / 3.0); 3]);
        assert_eq!(Found::default().f1(), None);
    }
}
