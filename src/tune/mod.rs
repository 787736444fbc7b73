//! Numbers of rubrics, fitted to marks that people gave: weights, points, full credit and bands.
//!
//! Marked answers → [`law::Heard`], what counts of each, once → [`fit`] moves one number after the other where that brings
//! scores nearer to marks by more than the move costs → [`Tuned`], what to change; [`mod@validate`] says what that gains on answers
//! that were not fitted.
//!
//! - Monotone: a weight stays above 0, so a strong signal never lowers a score and a wrong one never raises it.
//! - Regularised: what is fitted are the differences to the numbers that the author chose, and each costs its square, as much
//!   as a share of an answer's error would; so few answers move little.
//! - The model answer keeps the highest band, where it has it.
//! - Deterministic: numbers move on a grid, in the order of the rubric.

pub mod bands;
pub mod fit;
pub mod law;
pub mod validate;

use crate::agreement::Mark;
use crate::agreement::alpha::Metric;
use crate::agreement::bootstrap::{Estimate, Resampling};
use crate::agreement::figures::{Pair, Set};
use crate::agreement::machine::{self, By};
use crate::agreement::measure::Measure;
use crate::decimal::Decimal;
use crate::grade::grade;
use crate::lesson::Lesson;
use crate::marks::scale::{Scale, ScaleKind};
use crate::program::Program;
use crate::rubric::{Band, Bank, Kind, Question};
use bands::Goal;
use fit::{Free, Loss};
use law::{Heard, Numbers};
use rayon::prelude::*;
use validate::{Folds, OutOfFold, Task, validate};

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Which numbers of criteria may be changed.
    pub free: Free,
    /// Whether bands may be.
    pub bands: bool,
    /// How the gain is found.
    pub folds: Folds,
    /// How grades become marks.
    pub by: By,
    /// How intervals are found.
    pub resampling: Resampling,
}

/// What tuning proposes, and what it gains.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// How many answers it was fitted to.
    pub answers: usize,
    /// And to how many questions.
    pub questions: usize,
    /// What is measured on answers that were not fitted.
    pub gains: Vec<Gain>,
    /// The numbers of criteria that should be others.
    pub tuned: Vec<Tuned>,
    /// The bands that should begin elsewhere, with where.
    pub bands: Vec<(Band, Decimal)>,
}

/// A measure before and after.
#[derive(Clone, Copy, Debug)]
pub struct Gain {
    /// What is measured.
    pub measure: Measure,
    /// With the rubrics as they are.
    pub before: Estimate,
    /// With fitted ones, each answer by rubrics that were fitted to others.
    pub after: Estimate,
    /// The difference, over the same drawings of answers.
    pub gain: Estimate,
}

/// The measures that are compared.
const MEASURES: [Measure; 5] = [Measure::Qwk, Measure::Exact, Measure::MacroF1, Measure::Pearson, Measure::Mae];

/// Fits the numbers of a bank to marked answers.
#[must_use]
pub fn tune(bank: &Bank, program: &Program, scale: &Scale, lessons: &[Lesson<'_>], settings: Settings) -> Tuning {
    let samples = samples(bank, program, lessons);
    let marks: Vec<usize> = lessons.iter().map(|lesson| scale.nearest(scale.value(lesson.mark))).collect();
    let starts = starts(scale, &bank.bands, settings.by);
    let goal = match scale.kind {
        _ if !settings.bands || settings.by == By::Score => None,
        ScaleKind::Numbers => Some(Goal::Kappa),
        ScaleKind::Labels => Some(Goal::MacroF1),
    };
    let loss = Loss::new(&self::starts(scale, &bank.bands, By::Score), &starts);
    let top = bank.bands.first().map_or(0.0, |band| band.from.to_f64() / 100.0);
    let task = Task { marks: &marks, starts: &starts, goal, free: settings.free, loss: &loss, top };
    let held_out = validate(&samples, lessons, settings.folds, task);
    let fitted: Vec<Numbers> = samples
        .par_iter()
        .map(|sample| fit::fit(sample, &(0..sample.answers.len()).collect::<Vec<_>>(), settings.free, &loss, top))
        .collect();
    let tuned = samples.iter().zip(&fitted).flat_map(|(sample, fitted)| changes(sample, fitted)).collect();
    let thresholds = goal.map(|goal| within(thresholds(&samples, &fitted, &marks, &starts, goal), &samples, &fitted));
    Tuning {
        answers: lessons.len(),
        questions: samples.len(),
        gains: gains(program, scale, lessons, &held_out, settings),
        tuned,
        bands: thresholds.map(|thresholds| moved(&bank.bands, &thresholds)).unwrap_or_default(),
    }
}

/// Where each level but the lowest begins now, of 1: where its band does, or half way from the level below.
fn starts(scale: &Scale, bands: &[Band], by: By) -> Vec<f64> {
    match by {
        By::Band => bands.iter().rev().skip(1).map(|band| band.from.to_f64() / 100.0).collect(),
        By::Score => {
            let half = |pair: &[crate::marks::scale::Level]| scale.share(f64::midpoint(pair[0].value, pair[1].value));
            scale.levels.windows(2).map(half).collect()
        }
    }
}

fn thresholds(samples: &[Sample<'_>], fitted: &[Numbers], marks: &[usize], starts: &[f64], goal: Goal) -> Vec<f64> {
    let (mut scores, mut given) = (Vec::new(), Vec::new());
    for (sample, numbers) in samples.iter().zip(fitted) {
        scores.extend(sample.heard.iter().map(|heard| numbers.score(heard)));
        given.extend(sample.answers.iter().map(|&at| marks[at]));
    }
    bands::fit(&scores, &given, starts, goal)
}

/// Thresholds of which the highest lets the model answers pass.
fn within(mut thresholds: Vec<f64>, samples: &[Sample<'_>], fitted: &[Numbers]) -> Vec<f64> {
    let models = samples.iter().zip(fitted).filter_map(|(sample, numbers)| Some(numbers.score(sample.model.as_ref()?)));
    let least = models.fold(1.0, f64::min);
    if let Some(top) = thresholds.last_mut() {
        *top = top.min((least * 100.0).floor() / 100.0);
    }
    thresholds
}

/// The bands, highest first, whose thresholds, lowest first, are others.
fn moved(bands: &[Band], thresholds: &[f64]) -> Vec<(Band, Decimal)> {
    let both = bands.iter().zip(thresholds.iter().rev().map(|&threshold| bands::percent(threshold)));
    both.filter(|(band, from)| band.from != *from).map(|(band, from)| (band.clone(), from)).collect()
}

/// The measures with the rubrics as they are, and out of fold.
fn gains(
    program: &Program,
    scale: &Scale,
    lessons: &[Lesson<'_>],
    held_out: &OutOfFold,
    settings: Settings,
) -> Vec<Gain> {
    let human = |at: usize| {
        let value = scale.value(lessons[at].mark);
        Mark { value, level: scale.nearest(value) }
    };
    let set = |machine: &dyn Fn(usize) -> Mark| {
        let pair = |at: usize| Pair { answer: at, human: human(at), machine: machine(at) };
        Set::new((0..lessons.len()).map(pair).collect(), scale, Metric::of(scale))
    };
    let before = set(&|at| machine::mark(&lessons[at].grade, program, scale, settings.by, None));
    let after = set(&|at| {
        let level = held_out.levels[at];
        let value = match settings.by {
            By::Band => scale.levels[level].value,
            By::Score => scale.value(held_out.scores[at]),
        };
        Mark { value, level }
    });
    // Behind the measures stand the figures of each level.
    let count = before.figures(&vec![1; lessons.len()]).len();
    let estimates = settings.resampling.estimates(lessons.len(), |weights| {
        let (before, after) = (before.figures(weights), after.figures(weights));
        let gain: Vec<Option<f64>> =
            before.iter().zip(&after).map(|(before, after)| Some((*after)? - (*before)?)).collect();
        [before, after, gain].concat()
    });
    let of = |measure: Measure| {
        let at = Measure::ALL.iter().position(|one| *one == measure).unwrap_or_default();
        Gain { measure, before: estimates[at], after: estimates[count + at], gain: estimates[2 * count + at] }
    };
    MEASURES.map(of).to_vec()
}

/// A number that should be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuned {
    /// The question's id.
    pub question: String,
    /// The criterion's id.
    pub criterion: String,
    /// Which of its numbers.
    pub what: What,
    /// What it is.
    pub old: Decimal,
    /// What it should be.
    pub new: Decimal,
}

/// A number of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// What it is worth.
    Points,
    /// The sum of weights that earns all its points.
    FullCredit,
    /// What a signal weighs: its kind, its index among those of the kind, and its text.
    Weight(Kind, usize, String),
}

/// The answers of a question, as the fit sees them.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its numbers, as the author has them.
    pub numbers: Numbers,
    /// Indices of the answers among the lessons.
    pub answers: Vec<usize>,
    /// What was heard in each, in the same order.
    pub heard: Vec<Heard>,
    /// What is heard in the model answer, where it reaches the highest band: it shall keep that.
    pub model: Option<Heard>,
}

/// The answers by question; those of the program's questions that have none are left out.
#[must_use]
pub fn samples<'a>(bank: &'a Bank, program: &Program, lessons: &[Lesson<'_>]) -> Vec<Sample<'a>> {
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); bank.questions.len()];
    lessons.iter().enumerate().for_each(|(at, lesson)| answers[lesson.question].push(at));
    let of = |(index, answers): (usize, Vec<usize>)| {
        let compiled = &program.questions[index];
        let heard = answers.iter().map(|&at| Heard::of(&lessons[at].grade, lessons[at].mark, compiled)).collect();
        let numbers = Numbers::of(compiled, program.wrong_claim_costs);
        let model = compiled.model_answer.as_deref().map(|answer| grade(program, compiled, answer));
        let top = program.bands.first().map(|band| band.name.as_str());
        let model = model.filter(|grade| grade.band.as_deref() == top).map(|grade| Heard::of(&grade, 1.0, compiled));
        Sample { question: &bank.questions[index], numbers, answers, heard, model }
    };
    let all = answers.into_iter().enumerate().filter(|(_, answers)| !answers.is_empty());
    all.map(of).collect()
}

/// What is different between a question's numbers and fitted ones.
#[must_use]
pub fn changes(sample: &Sample<'_>, fitted: &Numbers) -> Vec<Tuned> {
    let mut tuned = Vec::new();
    let both = sample.numbers.criteria.iter().zip(&fitted.criteria).zip(&sample.question.criteria);
    for ((old, new), criterion) in both {
        let mut tell = |what, old: f64, new: f64| {
            if (old - new).abs() > f64::EPSILON {
                let (old, new) = (law::decimal(old), law::decimal(new));
                tuned.push(Tuned {
                    question: sample.question.id.clone(),
                    criterion: criterion.id.clone(),
                    what,
                    old,
                    new,
                });
            }
        };
        tell(What::Points, old.points, new.points);
        tell(What::FullCredit, old.full_credit, new.full_credit);
        for (at, signal) in criterion.signals.iter().enumerate() {
            let before = criterion.signals[..at].iter().filter(|other| other.kind == signal.kind).count();
            let text: Vec<&str> = signal.texts().collect();
            tell(What::Weight(signal.kind, before, text.join(" | ")), old.weights[at], new.weights[at]);
        }
    }
    tuned
}
