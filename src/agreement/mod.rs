//! How far the program's grades agree with the marks that people gave.
//!
//! [`MarkedAnswer`]s with their grades → [`Judged`] answers, each with two marks on one scale → [`Agreement`]: figures with
//! intervals, the same for people among themselves and for the length of answers alone, then by question, criterion, signal
//! and group, and the answers on which both differ most.
//!
//! - The human mark is the mean of the raters' values. Measures on levels take it rounded to the nearest level, half up;
//!   correlations, the mean absolute error and the standardised difference take it as it is. So with the program's mark.
//! - What is not defined, for nothing varies or nothing is there, is nothing: never 0.
//! - Intervals depend on the seed alone, not on threads.

pub mod alpha;
pub mod bootstrap;
pub mod criteria;
pub mod figures;
pub mod groups;
pub mod length;
pub mod machine;
pub mod measure;
mod moments;
pub mod people;
pub mod signals;
mod tally;

use crate::grade::Grade;
use crate::marks::MarkedAnswer;
use crate::marks::scale::Scale;
use crate::program::Program;
use alpha::Metric;
use bootstrap::{Estimate, Resampling};
use criteria::CriterionFigures;
use figures::{Pair, Set};
use groups::{Column, Pass, QuestionFigures};
use machine::By;
use measure::Measure;
use signals::SignalFigures;

/// A mark on the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Where on the scale.
    pub value: f64,
    /// The nearest level, by index.
    pub level: usize,
}

/// An answer with its grade and both marks.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The answer, with what each rater gave it.
    pub marked: MarkedAnswer,
    /// What the program found.
    pub grade: Grade,
    /// The people's mark; nothing where only criteria were marked.
    pub human: Option<Mark>,
    /// The program's.
    pub machine: Mark,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How grades become marks.
    pub by: By,
    /// The level of answers in which a wrong claim was heard.
    pub wrong_claim: Option<usize>,
    /// How intervals are found.
    pub resampling: Resampling,
    /// How many answers are shown of those on which both differ most.
    pub worst: usize,
    /// Columns by whose values the figures are told apart.
    pub columns: Vec<String>,
    /// What counts as passing.
    pub pass: Pass,
}

/// Figures in the order of [`Measure::ALL`], and of how many answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// Answers with both marks.
    pub answers: usize,
    /// One for each measure.
    pub estimates: Vec<Estimate>,
}

/// How well a level is told from the others: of the answers that the program gave it, how many people did (precision), and
/// the other way round (recall).
#[derive(Clone, Debug, PartialEq)]
pub struct LevelFigures {
    /// Answers to which people gave it.
    pub human: usize,
    /// Answers to which the program gave it.
    pub machine: usize,
    /// Correct of those given.
    pub precision: Estimate,
    /// Found of those to be found.
    pub recall: Estimate,
    /// Their harmonic mean.
    pub f1: Estimate,
}

/// All that is to be told.
#[derive(Clone, Debug)]
pub struct Agreement<'a> {
    /// The answers, in the order of the input.
    pub judged: &'a [Judged],
    /// The scale of the marks.
    pub scale: &'a Scale,
    /// Who marked.
    pub raters: &'a [String],
    /// What was asked for.
    pub settings: &'a Settings,
    /// The program against people.
    pub program: Compared,
    /// People among themselves, the mean over all pairs of raters; nothing with one rater.
    pub people: Option<Compared>,
    /// A mark that knows only how long the answer is, against people.
    pub length: Compared,
    /// By level, lowest first; none on a scale with very many.
    pub levels: Vec<LevelFigures>,
    /// How many answers got which level by people (outer) and by the program (inner); none on a scale with very many.
    pub confusion: Vec<Vec<usize>>,
    /// By question, in the order of their ids.
    pub questions: Vec<QuestionFigures>,
    /// By criterion, in the order of the rubrics.
    pub criteria: Vec<CriterionFigures>,
    /// By signal, in the order of the rubrics.
    pub signals: Vec<SignalFigures>,
    /// Indexes of the answers on which both differ most, worst first.
    pub worst: Vec<usize>,
    /// By the values of columns.
    pub columns: Vec<Column>,
}

/// On a scale with more levels, single levels are not told apart.
pub const MOST_LEVELS: usize = 20;

impl Compared {
    /// The estimate of a measure.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Estimate {
        self.estimates.get(measure as usize).copied().unwrap_or_default()
    }
}

impl Agreement<'_> {
    /// Answers in which nothing was said.
    #[must_use]
    pub fn empty(&self) -> usize {
        self.judged.iter().filter(|judged| judged.grade.score.is_none()).count()
    }
}

/// Gives each answer its marks.
#[must_use]
pub fn judge(
    answers: Vec<(MarkedAnswer, Grade)>,
    program: &Program,
    scale: &Scale,
    settings: &Settings,
) -> Vec<Judged> {
    let judged = |(marked, grade): (MarkedAnswer, Grade)| {
        let human = marked.reference(scale).map(|value| Mark { value, level: scale.nearest(value) });
        let machine = machine::mark(&grade, program, scale, settings.by, settings.wrong_claim);
        Judged { marked, grade, human, machine }
    };
    answers.into_iter().map(judged).collect()
}

/// Compares both marks.
#[must_use]
pub fn agree<'a>(
    judged: &'a [Judged],
    program: &Program,
    scale: &'a Scale,
    raters: &'a [String],
    settings: &'a Settings,
) -> Agreement<'a> {
    let metric = Metric::of(scale);
    let pairs: Vec<Pair> = judged
        .iter()
        .enumerate()
        .filter_map(|(answer, judged)| Some(Pair { answer, human: judged.human?, machine: judged.machine }))
        .collect();
    let set = Set::new(pairs, scale, metric);
    let estimates = settings.resampling.estimates(judged.len(), |weights| set.figures(weights));
    let (measures, levels) = estimates.split_at(Measure::ALL.len());
    let by_length = length::set(judged, scale, metric);
    let length = settings.resampling.estimates(judged.len(), |weights| by_length.figures(weights));
    Agreement {
        judged,
        scale,
        raters,
        settings,
        program: Compared { answers: set.len(), estimates: measures.to_vec() },
        people: people::compared(judged, scale, metric, raters.len(), settings.resampling),
        length: Compared { answers: set.len(), estimates: length[..Measure::ALL.len()].to_vec() },
        levels: level_figures(&set, levels),
        confusion: set.confusion(),
        questions: groups::questions(judged, scale, metric),
        criteria: criteria::figures(judged, program),
        signals: signals::figures(judged, program, scale),
        worst: worst(judged, settings.worst),
        columns: groups::columns(judged, program, scale, settings),
    }
}

fn level_figures(set: &Set, estimates: &[Estimate]) -> Vec<LevelFigures> {
    let counts = set.counts();
    let figures = |(&[precision, recall, f1], (human, machine)): (&[Estimate; 3], (usize, usize))| LevelFigures {
        human,
        machine,
        precision,
        recall,
        f1,
    };
    estimates.as_chunks::<3>().0.iter().zip(counts).map(figures).collect()
}

/// The answers with the greatest difference, first those that come first.
fn worst(judged: &[Judged], most: usize) -> Vec<usize> {
    let difference = |judged: &Judged| judged.human.map_or(0.0, |human| (human.value - judged.machine.value).abs());
    let mut all: Vec<usize> = (0..judged.len()).filter(|&at| difference(&judged[at]) > 0.0).collect();
    all.sort_by(|&one, &other| difference(&judged[other]).total_cmp(&difference(&judged[one])).then(one.cmp(&other)));
    all.truncate(most);
    all
}

/// A count as a number to compute with.
#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2⁵³")]
const fn real(count: usize) -> f64 {
    count as f64
}

/// `some` of `all`; nothing of nothing.
fn ratio(some: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| real(some) / real(all))
}
