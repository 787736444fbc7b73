//! An interview composed from the bank, and what of it was asked.
//!
//! A [`Bank`], [`Wishes`] and a seed → a [`Plan`]: questions of one level, in the order in which they are to be asked.
//!
//! - Every layer has its share, by the weights of the level: the largest-remainder apportionment, see [`share`].
//! - Of all such choices one is drawn in which topics repeat as little as they can, and no question gives another away
//!   ([`giveaway`], [`draw`]).
//! - Questions of a neighbouring level fill up only where the level has too few of a layer. What could not be had as it was
//!   wished is a [`Remark`].
//! - The order is knowledge, coding, judgment, and within a layer the easier first: the lower level, then fewer points. So
//!   the first question is an easy one, and the open ones come when the candidate has warmed up.
//!
//! [`mod@file`] reads the questions of a plan, and [`followed`] tells which of them a candidate was asked.

pub mod draw;
pub mod file;
pub mod followed;
pub mod giveaway;
pub mod share;

use crate::decimal::Decimal;
use crate::rubric::{Bank, Layer, Level, Question};
use giveaway::Giveaways;
use share::Supply;
use std::fmt;

/// What kind of interview it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// For whom.
    pub level: Level,
    /// About what; about anything, where none is named.
    pub topics: Vec<String>,
    /// How long.
    pub length: Length,
    /// Ids of questions that were used before.
    pub excluded: Vec<String>,
    /// Another seed draws another interview, the same one the same, also when other questions come into the bank.
    pub seed: u64,
}

/// How long an interview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many questions.
    Questions(usize),
    /// As many questions as fit into so many minutes, but at most [`MOST_FITTED`].
    Minutes(u64),
}

/// More questions than this make no interview, however long it lasts.
pub const MOST_FITTED: usize = 8;

/// An interview.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// For whom.
    pub level: Level,
    /// What it was drawn with.
    pub seed: u64,
    /// What to ask, in this order.
    pub questions: Vec<&'a Question>,
    /// What is not as it was wished.
    pub remarks: Vec<Remark>,
}

/// What could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Fewer questions than were wished.
    Fewer {
        /// So many were wished.
        wanted: usize,
        /// So many there are.
        found: usize,
    },
    /// A layer without its share.
    Layer {
        /// Which.
        layer: Layer,
        /// So many the weights give it.
        wanted: usize,
        /// So many there are.
        found: usize,
    },
    /// A question of another level.
    Level {
        /// The question's id.
        question: String,
        /// Its level.
        level: Level,
        /// Its layer, of which there are too few.
        layer: Option<Layer>,
        /// The level that was wished.
        wished: Level,
    },
    /// Nothing about a topic.
    Topic(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fewer { wanted, found } => {
                write!(f, "{found} questions where {wanted} were wished: the bank has no more that fit")
            }
            Self::Layer { layer, wanted, found } => {
                write!(
                    f,
                    "{found} {layer} questions where the weights ask for {wanted}: the bank has no others that fit"
                )
            }
            Self::Level { question, level, layer, wished } => {
                let layer = layer.map(|layer| format!("{layer} ")).unwrap_or_default();
                write!(f, "`{question}` is a question for {level}: there are too few {layer}questions for {wished}")
            }
            Self::Topic(topic) => write!(f, "nothing about `{topic}`"),
        }
    }
}

/// Composes an interview; one without questions, where none fits.
#[must_use]
pub fn compose<'a>(bank: &'a Bank, wishes: &Wishes, giveaways: &mut Giveaways<'a>) -> Plan<'a> {
    let pool: Vec<_> = bank.questions.iter().filter(|question| fits(question, wishes)).collect();
    let supplies = supplies(bank, &pool, wishes.level);
    let count = match wishes.length {
        Length::Questions(count) => count,
        Length::Minutes(minutes) => fitting(bank, &supplies, Decimal::whole(minutes)),
    };
    let shares = share::shares(count, &supplies);
    let mut questions = draw::draw(&pool, &shares, wishes, giveaways);
    questions.sort_by_key(|question| (question.layer, question.level, question.possible(), &question.id));
    let remarks = remarks(&questions, count, &supplies, wishes);
    Plan { level: wishes.level, seed: wishes.seed, questions, remarks }
}

/// How many minutes the questions of a plan take.
#[must_use]
pub fn minutes(bank: &Bank, questions: &[&Question]) -> Decimal {
    questions.iter().map(|question| bank.minutes(question.layer)).sum()
}

/// Whether it may be asked at all: of the level or one beside it, about a topic that was named, and not used before.
fn fits(question: &Question, wishes: &Wishes) -> bool {
    let near = |level: Level| (level as usize).abs_diff(wishes.level as usize) <= 1;
    question.level.is_none_or(near)
        && (wishes.topics.is_empty() || question.topics.iter().any(|topic| wishes.topics.contains(topic)))
        && !wishes.excluded.contains(&question.id)
}

/// What there is of each layer; a question without a layer is of any.
fn supplies(bank: &Bank, pool: &[&Question], level: Level) -> Vec<Supply> {
    let supply = |&layer: &Layer| Supply {
        layer,
        weight: bank.weights.get(&(level, layer)).copied().unwrap_or(Decimal::ONE),
        most: pool.iter().filter(|question| question.layer.is_none_or(|own| own == layer)).count(),
    };
    Layer::ALL.iter().map(supply).collect()
}

/// How many questions fit into the time.
fn fitting(bank: &Bank, supplies: &[Supply], minutes: Decimal) -> usize {
    let takes = |count: usize| -> Decimal {
        let shares = share::shares(count, supplies);
        shares.iter().map(|&(layer, share)| bank.minutes(Some(layer)).times(Decimal::whole(share as u64))).sum()
    };
    (1..=MOST_FITTED).rev().find(|&count| takes(count) <= minutes).unwrap_or(0)
}

fn remarks(questions: &[&Question], count: usize, supplies: &[Supply], wishes: &Wishes) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if questions.len() < count {
        remarks.push(Remark::Fewer { wanted: count, found: questions.len() });
    }
    let unlimited: Vec<_> = supplies.iter().map(|supply| Supply { most: usize::MAX, ..*supply }).collect();
    for (layer, wanted) in share::shares(count, &unlimited) {
        let found = questions.iter().filter(|question| question.layer.is_none_or(|own| own == layer)).count();
        if found < wanted {
            remarks.push(Remark::Layer { layer, wanted, found });
        }
    }
    for question in questions {
        if let Some(level) = question.level.filter(|&level| level != wishes.level) {
            let (question, layer) = (question.id.clone(), question.layer);
            remarks.push(Remark::Level { question, level, layer, wished: wishes.level });
        }
    }
    let about = |topic: &&String| !questions.iter().any(|question| question.topics.contains(topic));
    remarks.extend(wishes.topics.iter().filter(about).cloned().map(Remark::Topic));
    remarks
}
