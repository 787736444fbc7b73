//! Which follow-up of a question a turn asks.
//!
//! In: a turn that asks, and the question that is being answered. Out: the criterion whose follow-up the turn is most
//! like, and how like. Only the rubric's own follow-ups are found, in other words too; small talk is none, for it asks
//! nothing that a follow-up asks.

use super::{asks, content_words, plain};
use crate::catalog::Catalog;
use crate::rubric::{Criterion, Question};
use crate::text::Text;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The follow-ups of a bank's questions, by question.
#[derive(Debug)]
pub(super) struct FollowUps(Catalog<Vec<FollowUp>>);

#[derive(Debug)]
struct FollowUp {
    criterion: String,
    /// Its forms with spaces around them, so that it can be found in others.
    plain: String,
    words: BTreeSet<String>,
}

/// A follow-up that was recognised, and how surely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedUp {
    /// The id of its criterion.
    pub criterion: String,
    /// Thousandths: 1000 where it is asked as the rubric has it.
    pub likeness: u64,
}

/// Below this likeness a turn is no follow-up.
const FOLLOWS: u64 = 650;
/// As many words can stand around a follow-up that is asked as the rubric has it: "Okay, and …".
const AROUND: usize = 4;

impl FollowUps {
    pub(super) fn new(questions: &Arc<Catalog<Question>>) -> Self {
        let of = |criterion: &Criterion| {
            let text = criterion.follow_up.as_deref()?;
            let plain = format!(" {} ", plain(text));
            Some(FollowUp { criterion: criterion.id.clone(), plain, words: content_words(text) })
        };
        let question = |(at, id): (usize, &str)| {
            let questions = questions.clone();
            (id.to_owned(), move || questions[at].criteria.iter().filter_map(of).collect())
        };
        Self(Catalog::lazy(questions.names().enumerate().map(question)))
    }

    /// The first of those that some sentence of the turn, or all of it, is most like.
    pub(super) fn asked(&self, turn: &str, question: &str) -> Option<FollowedUp> {
        let known = self.0.get(question).filter(|known| !known.is_empty() && asks(turn))?;
        let said: Vec<_> = sentences(turn).into_iter().map(Said::new).collect();
        let likeness = |follow_up: &FollowUp| said.iter().map(|said| said.likeness(follow_up)).max().unwrap_or(0);
        let mut best: Option<FollowedUp> = None;
        for follow_up in known {
            let likeness = likeness(follow_up);
            if likeness >= best.as_ref().map_or(FOLLOWS, |best| best.likeness + 1) {
                best = Some(FollowedUp { criterion: follow_up.criterion.clone(), likeness });
            }
        }
        best
    }
}

struct Said {
    plain: String,
    words: BTreeSet<String>,
}

impl Said {
    fn new(text: &str) -> Self {
        Self { plain: format!(" {} ", plain(text)), words: content_words(text) }
    }

    /// In thousandths: the F-measure of the shared words, with recall twice as important as precision (van Rijsbergen
    /// 1979). One shared word is not enough.
    fn likeness(&self, follow_up: &FollowUp) -> u64 {
        let count = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
        let (own, all) = (count(&follow_up.plain), count(&self.plain));
        if self.plain.contains(&follow_up.plain) && all <= own + AROUND.min(own + 1) {
            return 1000;
        }
        let shared = self.words.intersection(&follow_up.words).count();
        if shared < 2 {
            return 0;
        }
        let share = 5000 * shared / (4 * follow_up.words.len() + self.words.len());
        u64::try_from(share).unwrap_or(1000).min(999)
    }
}

/// The sentences of a turn, and all of it.
fn sentences(turn: &str) -> Vec<&str> {
    let text = Text::new(turn);
    let words = text.words();
    let slice = |range: &std::ops::Range<usize>| {
        let (first, last) = (words.get(range.start)?, words.get(range.end.checked_sub(1)?)?);
        turn.get(first.span.start..last.span.end)
    };
    let mut all: Vec<_> = text.sentences().iter().filter_map(slice).collect();
    all.push(turn);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::load::{File, load};

    #[track_caller]
    fn check(turn: &str, expected: Option<&str>) {
        let rubric = "id: lock\nquestion: What does the lock do?\ncriteria:\n\
            - {id: kind, title: T, points: 1, strong: [kind], follow_up: 'For which kind of work does it not matter, and why?'}\n\
            - {id: use, title: T, points: 1, strong: [use], follow_up: When would threads still pay off?}\n\
            - {id: why, title: T, points: 1, strong: [because], follow_up: Why is that so?}\n";
        let loaded = load(vec![File { name: "lock.yaml".into(), bytes: rubric.into() }]);
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        let asked =
            FollowUps::new(&Arc::new(loaded.bank.questions.clone())).asked(turn, "lock").map(|asked| asked.criterion);
        assert_eq!(asked.as_deref(), expected, "{turn}");
    }

    #[test]
    fn follow_ups_are_found_by_their_wording() {
        check("When would threads still pay off?", Some("use"));
        check("Okay, so when would threads pay off then?", Some("use"));
        check("Good. And for what kind of work would it not matter?", Some("kind"));
        check("Okay, and why is that so?", Some("why"));
    }

    #[test]
    fn small_talk_is_no_follow_up() {
        for turn in [
            "Right, that kind of work is hard.",
            "Mm-hm.",
            "Can you hear me?",
            "Why?",
            "Threads, you mean?",
            "Take your time.",
        ] {
            check(turn, None);
        }
    }
}
