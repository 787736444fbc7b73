//! The wordings of the bank's questions, and which of them a turn means.
//!
//! A question is recognised by its wording: how much of the weight of a known wording's words (or of its id's) is in
//! what the interviewer says, and how much of what they say is about it. A word weighs the more the fewer questions use
//! it (inverse document frequency, Spärck Jones 1972). Only a turn that asks can ask a question; an explanation
//! cannot. It takes a clearer wording to leave a question, or to come back to one, than to stay with it.

mod follow_ups;
mod known;

pub use follow_ups::FollowedUp;

use crate::catalog::Catalog;
use crate::rubric::{Bank, Question};
use crate::text::{Text, stem};
use follow_ups::FollowUps;
use known::{Known, Said, Wording};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The wordings of a bank's questions, ready to be recognised.
#[derive(Debug)]
pub struct Wordings {
    questions: Arc<Catalog<Question>>,
    /// Made when a wording is first looked for, since it takes all questions.
    known: OnceLock<Known>,
    follow_ups: FollowUps,
}

/// A question that was recognised, and how surely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The question's id.
    pub question: String,
    /// Thousandths: 1000 where every word is shared.
    pub likeness: u64,
}

/// Whether an id is a name as ids are spelt: `gil-and-threads` is `GIL_and_threads`.
fn is_spelt_as(id: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    name.len() >= id.len() && !name.contains(char::is_whitespace) && letters(id) == letters(name)
}

/// Below this likeness a turn asks none of the bank's questions.
const ASKED: u64 = 420;
/// Below this likeness a record's wording means none of them.
const MEANT: u64 = 250;
/// As like as this a turn must be to come back to a question that was left, or to be more than a follow-up.
const ASKED_AGAIN: u64 = 600;
/// By so much another question must be more like a turn than the one that is being answered.
const AHEAD: u64 = 50;
/// The same for a turn that still speaks of what the present question is about.
const FAR_AHEAD: u64 = 250;
/// A sentence with fewer words of the bank asks nothing that the bank might have: "Did you find the link?"
const LEAST_KNOWN: usize = 3;
impl Wordings {
    /// Those of a bank: the question, its other wordings and its id from each of its questions.
    #[must_use]
    pub fn new(bank: &Bank) -> Self {
        let questions = Arc::new(bank.questions.clone());
        Self { follow_ups: FollowUps::new(&questions), questions, known: OnceLock::new() }
    }

    fn known(&self) -> &Known {
        // Not while others wait: to make them takes all threads.
        self.questions.make_all();
        self.known.get_or_init(|| Known::new(&self.questions))
    }

    /// The question of this very id.
    #[must_use]
    pub fn id(&self, id: &str) -> Option<&str> {
        let mut ids = self.questions.names();
        let at = self.questions.position(id).or_else(|| ids.clone().position(|known| is_spelt_as(known, id)))?;
        ids.nth(at)
    }

    /// The id that a mistyped id or a far wording may have meant.
    #[must_use]
    pub fn suggest(&self, asked: &str) -> Option<String> {
        let near = crate::diagnostic::nearest(asked, self.questions.names());
        near.map(str::to_owned)
            .or_else(|| self.known().nearest(asked).filter(|near| near.likeness > 0).map(|near| near.question))
    }

    /// The question that a wording means, if it is like enough.
    #[must_use]
    pub fn recognise(&self, wording: &str) -> Option<Recognised> {
        self.known().nearest(wording).filter(|best| best.likeness >= ASKED)
    }

    /// The question that a record's wording means. It is surely meant for one, so less likeness will do.
    #[must_use]
    pub fn meant(&self, wording: &str) -> Option<Recognised> {
        self.known().nearest(wording).filter(|best| best.likeness >= MEANT)
    }

    /// The question that a turn asks while `current` is being answered and `left` were answered before.
    #[must_use]
    pub fn asked(&self, turn: &str, current: Option<&str>, left: &[&str]) -> Option<Recognised> {
        if !asks(turn) {
            return None;
        }
        let known = self.known();
        let stretches = known.stretches(turn);
        let likenesses = known.likenesses(&stretches);
        let here = current.map_or(0, |current| known.best(&likenesses, |question| question == current).likeness);
        let best = known.best(&likenesses, |_| true);
        let said = stretches.last()?;
        let stays =
            known.entries.iter().any(|entry| Some(entry.question.as_str()) == current && said.has_one_of(&entry.topic));
        let enough = if left.contains(&best.question.as_str()) || follows_up(turn) {
            ASKED_AGAIN
        } else if stays {
            ASKED.max(here + FAR_AHEAD)
        } else {
            ASKED.max(here + AHEAD)
        };
        (best.likeness >= enough && Some(best.question.as_str()) != current).then_some(best)
    }

    /// The follow-up of `question` that a turn asks.
    #[must_use]
    pub fn follow_up(&self, turn: &str, question: &str) -> Option<FollowedUp> {
        self.follow_ups.asked(turn, question)
    }

    /// The question whose wording is most like `text`, however little.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<Recognised> {
        self.known().nearest(text)
    }

    /// Whether some sentence of a turn asks in the words of the bank, and not about the question that is being answered.
    pub(crate) fn asks_else(&self, turn: &str, current: Option<&str>) -> bool {
        if !turn.contains('?') || follows_up(turn) || !asks(turn) {
            return false;
        }
        let known = self.known();
        let stretches = known.stretches(turn);
        let about = |entry: &Wording| {
            Some(entry.question.as_str()) == current && stretches.iter().any(|said| said.has_one_of(&entry.words))
        };
        let in_its_words = |said: &Said| said.known.len() >= LEAST_KNOWN && said.known.len() > 2 * said.unknown;
        stretches.iter().any(in_its_words) && !known.entries.iter().any(about)
    }

    /// How like `text` is to some wording of this question.
    pub(crate) fn likeness_to(&self, question: &str, text: &str) -> u64 {
        let known = self.known();
        known.best(&known.likenesses(&known.stretches(text)), |other| other == question).likeness
    }
}

/// Whether a turn goes on from what was said: "and why …", "so what if …".
fn follows_up(turn: &str) -> bool {
    let text = Text::new(turn);
    let first =
        text.forms().find(|form| !matches!(*form, "ok" | "okay" | "right" | "mm" | "hm" | "sure" | "yes" | "um"));
    matches!(first, Some("and" | "so" | "but" | "why" | "such"))
}

/// Whether a turn asks something, rather than explain or agree.
pub(crate) fn asks(turn: &str) -> bool {
    const ASKING: &[&str] = &[
        "what", "how", "why", "tell", "explain", "describe", "talk", "walk", "define", "compare", "say", "can",
        "could", "would", "do", "does", "is", "are", "have", "give", "name", "question",
    ];
    let text = Text::new(turn);
    turn.contains('?')
        || text.words().iter().enumerate().any(|(at, word)| {
            let first = word.parted
                || text.words()[..at].iter().rev().take_while(|before| before.light).any(|before| before.parted);
            let before = at.checked_sub(1).map_or("", |before| text.form(before));
            let after = if at + 1 < text.words().len() { text.form(at + 1) } else { "" };
            match text.form(at) {
                // "tell me about the lock so what is it", without punctuation; but not "that's what it does".
                "what" | "why" | "question" => first || !matches!(before, "is" | "s" | "not" | "of"),
                "when" | "where" | "which" | "how" => {
                    first
                        || matches!(after, "would" | "do" | "does" | "did" | "should" | "can" | "could" | "is" | "are")
                }
                form => first && ASKING.contains(&form),
            }
        })
}

fn plain(text: &str) -> String {
    Text::new(text).forms().collect::<Vec<_>>().join(" ")
}

fn content_words(text: &str) -> BTreeSet<String> {
    Text::new(text).forms().flat_map(name_parts).filter_map(content_word).collect()
}

/// `__init_subclass__` is asked for as `init subclass` too.
fn name_parts(form: &str) -> impl Iterator<Item = &str> {
    form.split('_').filter(|part| !part.is_empty())
}

/// The stem of a word that says what a question is about.
fn content_word(form: &str) -> Option<String> {
    const EMPTY: &[&str] = &[
        "a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "from", "at", "by", "as", "it", "its",
        "is", "are", "was", "be", "do", "does", "did", "you", "your", "i", "me", "my", "we", "us", "they", "them",
        "that", "this", "these", "those", "there", "what", "when", "why", "how", "which", "who", "would", "could",
        "can", "should", "will", "not", "if", "so", "about", "tell", "explain", "python", "have", "has", "one", "ok",
        "okay", "right", "great", "thanks", "next", "question", "um", "uh", "well", "like", "just", "let", "some",
        "any", "then", "than", "more", "very", "really", "say", "mean", "know", "want", "between", "into", "describe",
    ];
    let stem = stem::stem(form);
    (!EMPTY.contains(&form) && !EMPTY.contains(&stem.as_ref())).then(|| stem.into_owned())
}
