//! What tuning gains on answers that were not fitted: cross-validation.

use super::fit::{Free, Loss, fit};
use super::{Sample, bands};
use crate::lesson::Lesson;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Which answers are left out together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folds {
    /// So many parts of each question's answers, each with as many good and poor ones as the others.
    Parts(usize),
    /// All answers of one question: what is learnt from the others' helps it only by what they share.
    Questions,
}

/// The scores of all lessons, each by numbers that it had no part in; and the thresholds likewise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutOfFold {
    /// From 0 to 1.
    pub scores: Vec<f64>,
    /// The level that each reaches.
    pub levels: Vec<usize>,
}

/// What else a validation needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The level of each lesson, as people gave it.
    pub marks: &'a [usize],
    /// The thresholds as they are.
    pub starts: &'a [f64],
    /// What thresholds are chosen for; they stay where there is no goal.
    pub goal: Option<bands::Goal>,
    /// What may be changed.
    pub free: Free,
    /// What is made small.
    pub loss: &'a Loss,
    /// Where the highest band begins, of 1.
    pub top: f64,
}

/// Fits on all folds but one, and scores that one, for each.
#[must_use]
pub fn validate(samples: &[Sample<'_>], lessons: &[Lesson<'_>], folds: Folds, task: Task<'_>) -> OutOfFold {
    let fold_of = folds_of(samples, lessons, folds);
    let names: BTreeSet<usize> = fold_of.iter().copied().collect();
    let parts: Vec<Vec<(usize, f64, usize)>> =
        names.into_iter().collect::<Vec<_>>().into_par_iter().map(|fold| one(samples, &fold_of, fold, task)).collect();
    let mut found = OutOfFold { scores: vec![0.0; lessons.len()], levels: vec![0; lessons.len()] };
    for (at, score, level) in parts.concat() {
        (found.scores[at], found.levels[at]) = (score, level);
    }
    found
}

/// The answers of a fold, each with its score and level.
fn one(samples: &[Sample<'_>], fold_of: &[usize], fold: usize, task: Task<'_>) -> Vec<(usize, f64, usize)> {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for sample in samples {
        let (held, kept): (Vec<usize>, Vec<usize>) =
            (0..sample.answers.len()).partition(|&at| fold_of[sample.answers[at]] == fold);
        let numbers = if kept.is_empty() || held.is_empty() && task.goal.is_none() {
            sample.numbers.clone()
        } else {
            fit(sample, &kept, task.free, task.loss, task.top)
        };
        let score = |at: usize| (sample.answers[at], numbers.score(&sample.heard[at]));
        inside.extend(held.into_iter().map(score));
        outside.extend(kept.into_iter().map(score));
    }
    let thresholds = match task.goal {
        Some(goal) => {
            let scores: Vec<f64> = outside.iter().map(|&(_, score)| score).collect();
            let marks: Vec<usize> = outside.iter().map(|&(at, _)| task.marks[at]).collect();
            bands::fit(&scores, &marks, task.starts, goal)
        }
        None => task.starts.to_vec(),
    };
    inside.into_iter().map(|(at, score)| (at, score, bands::level(score, &thresholds))).collect()
}

/// The fold of each answer. Answers are dealt out in the order of their marks, those of one mark in the order of their ids.
fn folds_of(samples: &[Sample<'_>], lessons: &[Lesson<'_>], folds: Folds) -> Vec<usize> {
    let mut fold_of = vec![0; lessons.len()];
    for (number, sample) in samples.iter().enumerate() {
        let mut order = sample.answers.clone();
        order.sort_by(|&one, &other| {
            let marks = lessons[one].mark.total_cmp(&lessons[other].mark);
            marks.then_with(|| lessons[one].answer.id.cmp(&lessons[other].answer.id))
        });
        for (place, at) in order.into_iter().enumerate() {
            fold_of[at] = match folds {
                Folds::Parts(parts) => place % parts,
                Folds::Questions => number,
            };
        }
    }
    fold_of
}
