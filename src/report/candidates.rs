//! What a table of candidates shows, whatever the format: [`Candidate`]s → columns, each with its cell for a candidate.
//!
//! Only what occurs has a column. Bands stand in the order of the bank, levels and layers in theirs, topics by name.

use crate::rubric::{Bank, Layer, Level};
use crate::totals::{Candidate, Mean};
use std::collections::BTreeSet;

/// A column after the name, the counts and the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// How many answers reached a band.
    Band(&'a str),
    /// How many questions of a plan were not asked.
    NotAsked,
    /// The mean over the questions of a level.
    Level(Level),
    /// The mean over the questions of a layer.
    Layer(Layer),
    /// The mean over the questions of a topic.
    Topic(&'a str),
}

/// A candidate's cell in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// How many.
    Count(usize),
    /// A mean.
    Mean(&'a Mean),
    /// There is nothing to count or to take the mean of.
    Nothing,
}

/// The columns that some candidates need.
#[must_use]
pub fn columns<'a>(list: &'a [Candidate], bank: &'a Bank) -> Vec<Column<'a>> {
    let bands = bank.bands.iter().map(|band| band.name.as_str());
    let bands = bands.filter(|band| list.iter().any(|candidate| candidate.bands.contains_key(*band)));
    let not_asked = list.iter().any(|candidate| candidate.not_asked > 0).then_some(Column::NotAsked);
    let levels: BTreeSet<Level> = list.iter().flat_map(|candidate| candidate.levels.keys().copied()).collect();
    let layers: BTreeSet<Layer> = list.iter().flat_map(|candidate| candidate.layers.keys().copied()).collect();
    let topics: BTreeSet<&str> =
        list.iter().flat_map(|candidate| candidate.topics.keys().map(String::as_str)).collect();
    bands
        .map(Column::Band)
        .chain(not_asked)
        .chain(levels.into_iter().map(Column::Level))
        .chain(layers.into_iter().map(Column::Layer))
        .chain(topics.into_iter().map(Column::Topic))
        .collect()
}

impl<'a> Column<'a> {
    /// What kind of thing its name is one of.
    #[must_use]
    pub const fn group(self) -> &'static str {
        match self {
            Self::Band(_) => "band",
            Self::NotAsked => "questions",
            Self::Level(_) => "level",
            Self::Layer(_) => "layer",
            Self::Topic(_) => "topic",
        }
    }

    /// The band, level, layer or topic.
    #[must_use]
    pub const fn name(self) -> &'a str {
        match self {
            Self::Band(name) | Self::Topic(name) => name,
            Self::NotAsked => "not asked",
            Self::Level(level) => level.name(),
            Self::Layer(layer) => layer.name(),
        }
    }

    /// A candidate's cell. No answer in a band is a count of 0; no answer on a topic is no mean.
    #[must_use]
    pub fn of(self, candidate: &Candidate) -> Value<'_> {
        let mean = match self {
            Self::Band(name) => return Value::Count(candidate.bands.get(name).copied().unwrap_or_default()),
            Self::NotAsked => return Value::Count(candidate.not_asked),
            Self::Level(level) => candidate.levels.get(&level),
            Self::Layer(layer) => candidate.layers.get(&layer),
            Self::Topic(name) => candidate.topics.get(name),
        };
        mean.map_or(Value::Nothing, Value::Mean)
    }
}
