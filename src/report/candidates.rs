//! What a table of candidates shows, whatever the format: [`Candidate`]s → columns, each with its cell for a candidate;
//! and a [`Ranking`] → what is to be said of it. [`text`] and [`markdown`] are such tables.
//!
//! Only what occurs has a column. Bands stand in the order of the bank, levels and layers in theirs, topics by name.

pub mod markdown;
pub mod text;

use crate::decimal::Decimal;
use crate::item::Status;
use crate::ranking::{Place, Ranking};
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

/// What stands in the cell of a candidate who was not asked, or of whom there is nothing to say.
const NOTHING: &str = "\u{2013}";

/// A place: `2`, a tie `=2`, and less than the margin behind the place before `≈2`.
#[must_use]
pub fn mark(place: &Place) -> String {
    let (near, tie) = (if place.within_margin { "\u{2248}" } else { "" }, if place.tied { "=" } else { "" });
    format!("{near}{tie}{}", place.number)
}

/// What was compared, with its place: `83.3 (=2)`.
fn placed(place: &Place) -> String {
    format!("{} ({})", place.points, mark(place))
}

/// What a candidate has on a layer: as it was compared where it was, else over their own questions.
fn on_layer(ranking: &Ranking, at: usize, layer: Layer, candidate: &Candidate) -> String {
    let place = ranking.layers.get(&layer).and_then(|places| places[at].as_ref());
    let own = || candidate.layers.get(&layer).map_or_else(|| NOTHING.to_owned(), Mean::to_string);
    place.map_or_else(own, placed)
}

/// What a candidate has on a question: the score with its place, or in a word why there is none.
fn on_question(ranking: &Ranking, at: usize, question: &str, candidate: &Candidate) -> String {
    let Some(asked) = candidate.questions.get(question) else { return NOTHING.to_owned() };
    let place = ranking.questions.get(question).and_then(|places| places[at].as_ref());
    match (asked.status(), place) {
        (Status::Graded, Some(place)) => placed(place),
        (Status::Graded, None) => asked.mean.to_string(),
        (Status::Empty | Status::NotAsked, _) => "no answer".to_owned(),
        (Status::Error, _) => "error".to_owned(),
    }
}

/// Whether some candidate's total is over more or less than what was compared, so that both are to be shown.
fn differs(list: &[Candidate], ranking: &Ranking) -> bool {
    let of = |(place, candidate): (&Option<Place>, &Candidate)| {
        place.as_ref().is_some_and(|place| candidate.total.points().as_ref() != Some(&place.points))
    };
    ranking.all.iter().zip(list).any(of)
}

/// Sentences about the ranks: what they rest on, and what their signs mean. None of one candidate alone.
#[must_use]
pub fn notes(list: &[Candidate], ranking: &Ranking, margin: Decimal) -> Vec<String> {
    if list.len() < 2 {
        return Vec::new();
    }
    let mut notes = vec![basis(ranking)];
    if ranking.compared > 1 && ranking.unanswered > 0 {
        let are = if ranking.unanswered == 1 { "answer is" } else { "answers are" };
        notes.push(format!("{} {are} missing: 0 in ranks, no part of totals.", ranking.unanswered));
    }
    if ranking.compared > 1 && ranking.ungraded > 0 {
        let what = match ranking.ungraded {
            1 => "1 answer could not be graded: its question is".to_owned(),
            count => format!("{count} answers could not be graded: their questions are"),
        };
        notes.push(format!("{what} no part of ranks over several."));
    }
    let left_out = list.len() - ranking.compared;
    if ranking.compared > 1 && left_out > 0 {
        notes.push(format!("{left_out} without a name or an answer to compare: no place."));
    }
    let groups = [&ranking.all].into_iter().chain(ranking.layers.values()).chain(ranking.questions.values());
    let places: Vec<_> = groups.flatten().flatten().collect();
    if places.iter().any(|place| place.tied) {
        notes.push("= is a tie, exactly.".to_owned());
    }
    if places.iter().any(|place| place.within_margin) {
        notes.push(format!("\u{2248} is less than {margin} behind the place before: within the margin."));
    }
    notes
}

fn basis(ranking: &Ranking) -> String {
    let Ranking { compared, common, asked, .. } = ranking;
    let plural = if asked.len() == 1 { "question" } else { "questions" };
    let who = if *compared == 2 { "both candidates".to_owned() } else { format!("all {compared} candidates") };
    match (compared, common.len()) {
        (0 | 1, _) => "Not ranked: fewer than two have a name and an answer to compare.".to_owned(),
        (_, 0) => {
            format!("Not ranked: no question was put to {who}. Totals are over each one's own.")
        }
        (_, all) if ranking.is_alike() => {
            format!("Ranked on {all} {plural}, which {who} were asked.")
        }
        (_, some) => format!(
            "Ranked on the {some} of {} {plural} that {who} were asked. Totals are over each one's own.",
            asked.len()
        ),
    }
}
