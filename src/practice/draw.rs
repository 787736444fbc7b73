//! The questions of a session: what is due first, then new ones, drawn as an interview is.
//!
//! A bank, [`Wishes`], the [`Card`]s of what was answered, a day → a [`Draw`].
//!
//! - What is due comes first, the longest overdue before the others; of those only questions about the wished topics, and
//!   [`Back`] says of which levels.
//! - New ones are drawn as [`compose`] does, without those that were ever answered, and without those that give one that
//!   is due away, or are given away by it.
//! - Where neither is enough, those that are due soonest fill up.

use super::day::Day;
use super::spacing::Card;
use crate::decimal::Decimal;
use crate::rubric::{Bank, Question};
use crate::screen::giveaway::Giveaways;
use crate::screen::{Length, Wishes, compose};
use std::collections::BTreeMap;

/// What to ask, and why.
#[derive(Clone, Debug)]
pub struct Draw<'a> {
    /// In this order.
    pub questions: Vec<&'a Question>,
    /// So many of them are due, the first ones.
    pub due: usize,
    /// So many are new, after them.
    pub new: usize,
}

/// Of which levels questions come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Of the one that was wished, or of none.
    OfLevel,
    /// Of any.
    OfAny,
}

/// Draws a session; one without questions, where none fits.
#[must_use]
pub fn draw<'a>(
    bank: &'a Bank,
    wishes: &Wishes,
    back: Back,
    cards: &BTreeMap<&str, Card>,
    today: Day,
    giveaways: &mut Giveaways<'a>,
) -> Draw<'a> {
    let known = known(bank, wishes, back, cards);
    let mut room = Room { bank, length: wishes.length };
    let mut questions: Vec<_> = known.iter().filter(|&&(day, _)| day <= today).map(|&(_, question)| question).collect();
    questions.retain(|question| room.takes(question));
    let due = questions.len();
    let mut excluded = wishes.excluded.clone();
    excluded.extend(cards.keys().map(|&id| id.to_owned()));
    if room.is_left() {
        excluded.extend(told(bank, &questions, giveaways));
    }
    let new = compose(bank, &Wishes { length: room.length, excluded, ..wishes.clone() }, giveaways).questions;
    let count = new.len();
    new.iter().for_each(|question| {
        room.takes(question);
    });
    questions.extend(new);
    let later = known.iter().filter(|&&(day, _)| day > today).map(|&(_, question)| question);
    questions.extend(later.filter(|question| room.takes(question)));
    Draw { questions, due, new: count }
}

/// The questions that say what one of those that are due asks for, or the other way round.
fn told<'a>(bank: &'a Bank, due: &[&'a Question], giveaways: &mut Giveaways<'a>) -> Vec<String> {
    let mut clashes =
        |other: &&'a Question| due.iter().any(|question| question.id != other.id && giveaways.between(question, other));
    bank.questions.iter().filter(|other| clashes(other)).map(|question| question.id.clone()).collect()
}

/// The questions that were answered before and are wished, with the day on which each is due, by that day.
fn known<'a>(bank: &'a Bank, wishes: &Wishes, back: Back, cards: &BTreeMap<&str, Card>) -> Vec<(Day, &'a Question)> {
    let fits = |question: &&Question| {
        (back == Back::OfAny || question.level.is_none_or(|level| level == wishes.level))
            && (wishes.topics.is_empty() || question.topics.iter().any(|topic| wishes.topics.contains(topic)))
            && !wishes.excluded.contains(&question.id)
    };
    let dated = |question: &'a Question| Some((cards.get(question.id.as_str())?.due, question));
    let mut known: Vec<_> = bank.questions.iter().filter(fits).filter_map(dated).collect();
    known.sort_by_key(|&(day, question)| (day, &question.id));
    known
}

/// The room that is left in a session.
struct Room<'a> {
    bank: &'a Bank,
    length: Length,
}

impl Room<'_> {
    fn is_left(&self) -> bool {
        !matches!(self.length, Length::Questions(0) | Length::Minutes(0))
    }

    /// Whether the question still goes in; then there is less room.
    fn takes(&mut self, question: &Question) -> bool {
        match &mut self.length {
            Length::Questions(0) => false,
            Length::Questions(count) => {
                *count -= 1;
                true
            }
            Length::Minutes(left) => {
                let takes = self.bank.minutes(question.layer);
                let fits = takes <= Decimal::whole(*left);
                if fits {
                    *left -= takes.millionths().div_ceil(1_000_000);
                }
                fits
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::compile::compile;
    use crate::rubric::Level;
    use crate::rubric::load::{File, load};

    /// Of the questions a to e, which are drawn, given the days from today on which some are due.
    #[track_caller]
    fn check(length: Length, due: &[(&'static str, i32)], expected: &[&str], counts: (usize, usize)) {
        let question = |id: &str| {
            let text = format!(
                "id: {id}\nquestion: What is {id}?\nlevel: mid\nlayer: knowledge\ntopics: [{id}]\ncriteria:\n  - {{id: x, title: X, points: 1, strong: [thing{id}]}}\n"
            );
            File { name: format!("{id}.yaml"), bytes: text.into() }
        };
        let loaded = load(["a", "b", "c", "d", "e"].map(question).into());
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        let (bank, program) = (&loaded.bank, compile(&loaded.bank));
        let today = Day::since_1970(100);
        let card = |&(id, days): &(&'static str, i32)| {
            (id, Card { due: Day::since_1970((100 + days).unsigned_abs()), ..Card::new(today) })
        };
        let cards = due.iter().map(card).collect();
        let wishes = Wishes { level: Level::Mid, topics: Vec::new(), length, excluded: vec!["e".into()], seed: 1 };
        let drawn = draw(bank, &wishes, Back::OfLevel, &cards, today, &mut Giveaways::new(bank, &program));
        let mut ids: Vec<_> = drawn.questions.iter().map(|question| question.id.as_str()).collect();
        // New ones come as they are drawn.
        ids[drawn.due..drawn.due + drawn.new].sort_unstable();
        assert_eq!((ids.as_slice(), (drawn.due, drawn.new)), (expected, counts));
    }

    /// Of two new questions, of which one says what a due one asks for, the other is drawn.
    #[test]
    fn what_is_due_is_not_given_away() {
        let question = |id: &str, asked: &str| {
            let text = format!(
                "id: {id}\nquestion: {asked}\nlevel: mid\nlayer: knowledge\ntopics: [{id}]\ncriteria:\n  - {{id: x, title: X, points: 1, strong: [thing{id}]}}\n"
            );
            File { name: format!("{id}.yaml"), bytes: text.into() }
        };
        let files =
            [question("a", "What is it?"), question("b", "When do you like the thinga?"), question("c", "And?")];
        let bank = load(files.into()).bank;
        let program = compile(&bank);
        let today = Day::since_1970(100);
        let cards = BTreeMap::from([("a", Card::new(today))]);
        for seed in 0..8 {
            let length = Length::Questions(2);
            let wishes = Wishes { level: Level::Mid, topics: Vec::new(), length, excluded: Vec::new(), seed };
            let drawn = draw(&bank, &wishes, Back::OfLevel, &cards, today, &mut Giveaways::new(&bank, &program));
            let ids: Vec<_> = drawn.questions.iter().map(|question| question.id.as_str()).collect();
            assert_eq!(ids, ["a", "c"], "{seed}");
        }
    }

    #[test]
    fn due_ones_come_first_then_new_ones_then_early_ones() {
        check(Length::Questions(3), &[("c", 0), ("d", -5), ("b", 2)], &["d", "c", "a"], (2, 1));
        check(Length::Questions(4), &[("c", 0), ("d", -5), ("b", 2)], &["d", "c", "a", "b"], (2, 1));
        check(Length::Questions(1), &[("c", 0), ("d", -5)], &["d"], (1, 0));
        check(Length::Questions(3), &[("a", 9), ("b", 3), ("c", 4), ("d", 5)], &["b", "c", "d"], (0, 0));
        check(Length::Questions(4), &[("e", -9)], &["a", "b", "c", "d"], (0, 4));
        check(Length::Minutes(12), &[("a", 0), ("b", 0), ("c", 0)], &["a", "b"], (2, 0));
    }
}
