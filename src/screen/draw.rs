//! The draw: questions and how many of each layer → which.
//!
//! The seed gives every question a number, the first 8 bytes of the SHA-256 of seed and id, and by these they are sorted. A
//! choice costs something for each topic that repeats, very much more for each question of a neighbouring level, and so on,
//! see `Search::cost`. From the first places of the sorted list on, choices are tried by depth-first search with a bound (Land
//! and Doig 1960), scarce layers first; the first of the cheapest ones is taken. After `MOST_STEPS` it is the cheapest
//! one so far. A question that gives another of the choice away is never taken.

use super::Wishes;
use super::giveaway::Giveaways;
use crate::rubric::{Layer, Question};
use sha2::{Digest, Sha256};

/// So many choices are tried, whole or begun.
const MOST_STEPS: usize = 5_000;

/// What a question of a neighbouring level costs; a topic costs how often it was there before.
const OTHER_LEVEL: u64 = 1_000;
/// What a question of another layer costs.
const OTHER_LAYER: u64 = 100_000;
/// What a place costs that stays empty.
const NOBODY: u64 = 10_000_000;

/// Draws the questions; fewer than the shares, where no more go together.
#[must_use]
pub fn draw<'a>(
    pool: &[&'a Question],
    shares: &[(Layer, usize)],
    wishes: &Wishes,
    giveaways: &mut Giveaways<'a>,
) -> Vec<&'a Question> {
    let mut pool = pool.to_vec();
    pool.sort_by_cached_key(|&question| (number(wishes.seed, &question.id), &question.id));
    let mut places: Vec<Layer> = shares.iter().flat_map(|&(layer, share)| std::iter::repeat_n(layer, share)).collect();
    let own = |question: &&&Question| question.level.is_none_or(|level| level == wishes.level);
    let supply = |layer: Layer| pool.iter().filter(own).filter(|question| question.layer == Some(layer)).count();
    places.sort_by_key(|&layer| (supply(layer), layer));
    let least = least(&pool, &places, wishes);
    let mut search = Search { pool, places, wishes, giveaways, least, steps: MOST_STEPS, best: None };
    search.go_on(&mut Vec::new(), 0);
    search.best.map(|(_, chosen)| chosen.into_iter().flatten().collect()).unwrap_or_default()
}

fn number(seed: u64, id: &str) -> u64 {
    let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(id).finalize();
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// What any choice costs at least: topics in turn, and the questions that a layer of the level lacks.
fn least(pool: &[&Question], places: &[Layer], wishes: &Wishes) -> u64 {
    let mut topics: Vec<_> = pool.iter().flat_map(|question| topics(question, wishes)).collect();
    topics.sort_unstable();
    topics.dedup();
    let about_nothing = pool.iter().any(|question| question.topics.is_empty());
    let repeats = match topics.len() {
        _ if about_nothing => 0,
        0 => 0,
        count => (0..places.len()).map(|place| (place / count) as u64).sum(),
    };
    let of_level = |layer: Layer| {
        let own = |question: &&&Question| {
            question.level.is_none_or(|level| level == wishes.level) && question.layer.is_none_or(|own| own == layer)
        };
        pool.iter().filter(own).count()
    };
    let lacks = |&layer: &Layer| {
        let wanted = places.iter().filter(|&&place| place == layer).count();
        wanted.saturating_sub(of_level(layer)) as u64
    };
    repeats + OTHER_LEVEL * Layer::ALL.iter().map(lacks).sum::<u64>()
}

/// The topics that count: those that were named, or else all.
fn topics<'q>(question: &'q Question, wishes: &Wishes) -> impl Iterator<Item = &'q str> {
    let counts = |topic: &&String| wishes.topics.is_empty() || wishes.topics.contains(topic);
    question.topics.iter().filter(counts).map(String::as_str)
}

struct Search<'a, 'w> {
    /// In the order of the draw.
    pool: Vec<&'a Question>,
    /// The layers of the places to fill.
    places: Vec<Layer>,
    wishes: &'w Wishes,
    giveaways: &'w mut Giveaways<'a>,
    /// No choice costs less.
    least: u64,
    steps: usize,
    best: Option<(u64, Vec<Option<&'a Question>>)>,
}

impl<'a> Search<'a, '_> {
    /// Fills the next place in every way that may lead to a cheaper choice.
    fn go_on(&mut self, chosen: &mut Vec<Option<&'a Question>>, spent: u64) {
        if self.steps == 0 || self.best_cost() <= self.least {
            return;
        }
        self.steps -= 1;
        let Some(&layer) = self.places.get(chosen.len()) else {
            if spent < self.best_cost() {
                self.best = Some((spent, chosen.clone()));
            }
            return;
        };
        let free = self.pool.iter().filter(|question| !chosen.iter().flatten().any(|other| other.id == question.id));
        let mut options: Vec<_> = free.map(|&question| (self.cost(question, layer, chosen), question)).collect();
        options.sort_by_key(|&(cost, _)| cost);
        for (cost, question) in options {
            if spent + cost >= self.best_cost() {
                return;
            }
            if !chosen.iter().flatten().any(|other| self.giveaways.between(other, question)) {
                self.descend(chosen, Some(question), spent + cost);
            }
        }
        if spent + NOBODY < self.best_cost() {
            self.descend(chosen, None, spent + NOBODY);
        }
    }

    fn descend(&mut self, chosen: &mut Vec<Option<&'a Question>>, next: Option<&'a Question>, spent: u64) {
        chosen.push(next);
        self.go_on(chosen, spent);
        chosen.pop();
    }

    fn best_cost(&self) -> u64 {
        self.best.as_ref().map_or(u64::MAX, |&(cost, _)| cost)
    }

    /// What it costs to put a question into a place of this layer, beside those that were chosen.
    fn cost(&self, question: &Question, layer: Layer, chosen: &[Option<&Question>]) -> u64 {
        let before = |topic: &str| {
            let about = |other: &&&Question| topics(other, self.wishes).any(|known| known == topic);
            chosen.iter().flatten().filter(about).count() as u64
        };
        let repeats: u64 = topics(question, self.wishes).map(before).sum();
        let level = if question.level.is_none_or(|level| level == self.wishes.level) { 0 } else { OTHER_LEVEL };
        let layer = if question.layer.is_none_or(|own| own == layer) { 0 } else { OTHER_LAYER };
        repeats + level + layer
    }
}
