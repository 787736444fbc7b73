//! The wordings of the bank's questions, and which of them a turn means.
//!
//! A question is recognised by its wording: how much of the weight of a known wording's words (or of its id's) is in
//! what the interviewer says, and how much of what they say is about it. A word weighs the more the fewer questions use
//! it (inverse document frequency, Spärck Jones 1972). Only a turn that asks can ask a question; an explanation
//! cannot. It takes a clearer wording to leave a question, or to come back to one, than to stay with it.

mod follow_ups;

pub use follow_ups::FollowedUp;

use crate::rubric::{Bank, Question};
use crate::text::mend::mend;
use crate::text::{Text, stem};
use follow_ups::FollowUps;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// The wordings of a bank's questions, ready to be recognised.
#[derive(Debug)]
pub struct Wordings {
    entries: Vec<Wording>,
    /// The ids of the questions.
    ids: BTreeSet<String>,
    /// Every word of the wordings: its id and what it weighs.
    words: BTreeMap<String, (WordId, u64)>,
    /// What a word weighs, and which wordings have it, by its id.
    weights: Vec<u64>,
    users: Vec<Vec<usize>>,
    follow_ups: FollowUps,
    /// The first wording that reads so.
    plain: BTreeMap<String, usize>,
    /// What unknown words were mended to; it only saves time.
    mended: Mutex<HashMap<String, Option<(WordId, u64)>>>,
}

/// Index of a word among those of the wordings.
type WordId = u32;

#[derive(Debug)]
struct Wording {
    question: String,
    /// In order, none twice.
    words: Vec<WordId>,
    /// What they weigh together.
    weight: u64,
    /// What the question is about: the words of its id, and code that it names.
    topic: Vec<WordId>,
}

/// The content words of a stretch of speech, none twice.
#[derive(Debug, Default)]
struct Said {
    /// In order.
    known: Vec<WordId>,
    /// How many there are that no wording has.
    unknown: usize,
    /// What all of them weigh.
    weight: u64,
}

impl Said {
    const fn len(&self) -> usize {
        self.known.len() + self.unknown
    }

    fn has_one_of(&self, words: &[WordId]) -> bool {
        words.iter().any(|word| self.known.binary_search(word).is_ok())
    }
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
/// So many mended words are remembered.
const MOST_MENDED: usize = 1 << 14;

impl Wordings {
    /// Takes the question, its other wordings and its id from each question of the bank.
    #[must_use]
    pub fn new(bank: &Bank) -> Self {
        let mut used_by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut texts = Vec::new();
        for question in &bank.questions {
            let topic = topic(question);
            for wording in [&question.question, &question.id].into_iter().chain(&question.wordings) {
                let words = content_words(wording);
                for word in words.iter().chain(&topic) {
                    used_by.entry(word.clone()).or_default().insert(&question.id);
                }
                texts.push((question, wording, words, topic.clone()));
            }
        }
        let weigh = |users: &BTreeSet<&str>| weight(bank.questions.len(), users.len());
        let words: BTreeMap<String, (WordId, u64)> =
            (0..).zip(&used_by).map(|(id, (word, users))| (word.clone(), (id, weigh(users)))).collect();
        let ids = |of: &BTreeSet<String>| of.iter().map(|word| words[word].0).collect::<Vec<_>>();
        let mut wordings = Self {
            entries: Vec::new(),
            ids: bank.questions.iter().map(|question| question.id.clone()).collect(),
            weights: words.values().map(|&(_, weight)| weight).collect(),
            users: vec![Vec::new(); words.len()],
            follow_ups: FollowUps::new(bank),
            plain: BTreeMap::new(),
            mended: Mutex::default(),
            words: BTreeMap::new(),
        };
        for (at, (question, wording, of, topic)) in texts.into_iter().enumerate() {
            let entry = Wording {
                question: question.id.clone(),
                words: ids(&of),
                weight: of.iter().map(|word| words[word].1).sum(),
                topic: ids(&topic),
            };
            entry.words.iter().for_each(|&word| wordings.users[word as usize].push(at));
            wordings.plain.entry(plain(wording)).or_insert(at);
            wordings.entries.push(entry);
        }
        wordings.words = words;
        wordings
    }

    /// The question of this very id.
    #[must_use]
    pub fn id(&self, id: &str) -> Option<&str> {
        let spelt_so = || self.ids.iter().find(|known| is_spelt_as(known, id));
        self.ids.get(id).or_else(spelt_so).map(String::as_str)
    }

    /// The id that a mistyped id or a far wording may have meant.
    #[must_use]
    pub fn suggest(&self, asked: &str) -> Option<String> {
        let near = crate::diagnostic::nearest(asked, self.entries.iter().map(|entry| entry.question.as_str()));
        near.map(str::to_owned)
            .or_else(|| self.nearest(asked).filter(|near| near.likeness > 0).map(|near| near.question))
    }

    /// The question that a wording means, if it is like enough.
    #[must_use]
    pub fn recognise(&self, wording: &str) -> Option<Recognised> {
        self.nearest(wording).filter(|best| best.likeness >= ASKED)
    }

    /// The question that a record's wording means. It is surely meant for one, so less likeness will do.
    #[must_use]
    pub fn meant(&self, wording: &str) -> Option<Recognised> {
        self.nearest(wording).filter(|best| best.likeness >= MEANT)
    }

    /// The question that a turn asks while `current` is being answered and `left` were answered before.
    #[must_use]
    pub fn asked(&self, turn: &str, current: Option<&str>, left: &[&str]) -> Option<Recognised> {
        if !asks(turn) {
            return None;
        }
        let stretches = self.stretches(turn);
        let likenesses = self.likenesses(&stretches);
        let here = current.map_or(0, |current| self.best(&likenesses, |question| question == current).likeness);
        let best = self.best(&likenesses, |_| true);
        let said = stretches.last()?;
        let stays =
            self.entries.iter().any(|entry| Some(entry.question.as_str()) == current && said.has_one_of(&entry.topic));
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

    /// Whether some sentence of a turn asks in the words of the bank, and not about the question that is being answered.
    pub(crate) fn asks_else(&self, turn: &str, current: Option<&str>) -> bool {
        if !turn.contains('?') || follows_up(turn) || !asks(turn) {
            return false;
        }
        let stretches = self.stretches(turn);
        let about = |entry: &Wording| {
            Some(entry.question.as_str()) == current && stretches.iter().any(|said| said.has_one_of(&entry.words))
        };
        let in_its_words = |said: &Said| said.known.len() >= LEAST_KNOWN && said.known.len() > 2 * said.unknown;
        stretches.iter().any(in_its_words) && !self.entries.iter().any(about)
    }

    /// How like `text` is to some wording of this question.
    pub(crate) fn likeness_to(&self, question: &str, text: &str) -> u64 {
        self.best(&self.likenesses(&self.stretches(text)), |other| other == question).likeness
    }

    /// The question whose wording is most like `text`, however little.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<Recognised> {
        if let Some(&same) = self.plain.get(&plain(text)) {
            return Some(Recognised { question: self.entries[same].question.clone(), likeness: 1000 });
        }
        Some(self.best(&self.likenesses(&self.stretches(text)), |_| true)).filter(|best| !best.question.is_empty())
    }

    /// The first of those wordings that are most like what was said.
    fn best(&self, likenesses: &[u64], of: impl Fn(&str) -> bool) -> Recognised {
        let mut best: Option<(u64, &Wording)> = None;
        for (entry, &likeness) in self.entries.iter().zip(likenesses).filter(|(entry, _)| of(&entry.question)) {
            if best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, entry));
            }
        }
        let (likeness, question) = best.map_or((0, ""), |(likeness, entry)| (likeness, entry.question.as_str()));
        Recognised { question: question.to_owned(), likeness }
    }

    /// The content words of each sentence, and of the whole: an interviewer says more than the question. Unknown words
    /// are mended toward those of the wordings.
    fn stretches(&self, text: &str) -> Vec<Said> {
        let folded = Text::new(text);
        let mut all = (BTreeSet::new(), BTreeSet::new());
        let mut stretches = Vec::new();
        for sentence in folded.sentences() {
            let (mut known, mut unknown) = (BTreeSet::new(), BTreeSet::new());
            for form in sentence.clone().flat_map(|at| name_parts(folded.form(at))) {
                let Some(word) = content_word(form) else { continue };
                match self.word(form, &word) {
                    Some(id) => known.insert(id),
                    None => unknown.insert(word),
                };
            }
            stretches.push(self.said(&known, unknown.len()));
            all.0.extend(known);
            all.1.extend(unknown);
        }
        stretches.push(self.said(&all.0, all.1.len()));
        stretches
    }

    fn said(&self, known: &BTreeSet<(WordId, u64)>, unknown: usize) -> Said {
        let weight = known.iter().map(|(_, weight)| weight).sum::<u64>() + UNKNOWN * unknown as u64;
        Said { known: known.iter().map(|&(id, _)| id).collect(), unknown, weight }
    }

    /// The word of the wordings that a form is, or was meant to be.
    fn word(&self, form: &str, stem: &str) -> Option<(WordId, u64)> {
        if let Some(&known) = self.words.get(stem) {
            return Some(known);
        }
        let mut mended = self.mended.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = mended.get(form) {
            return known;
        }
        let found = mend(form, &self.words).map(|(_, &word)| word);
        if mended.len() < MOST_MENDED {
            mended.insert(form.to_owned(), found);
        }
        found
    }

    /// How like each wording is to the stretch that is most like it, in thousandths: the F-measure of the weight that both
    /// share, with recall twice as important as precision (van Rijsbergen 1979). One shared word is not enough, unless it
    /// is what the question is about and little else is said.
    fn likenesses(&self, stretches: &[Said]) -> Vec<u64> {
        let mut most = vec![0; self.entries.len()];
        let mut shared: Vec<(usize, u64)> = vec![(0, 0); self.entries.len()];
        for said in stretches {
            shared.fill((0, 0));
            for &word in &said.known {
                for &user in &self.users[word as usize] {
                    shared[user].0 += 1;
                    shared[user].1 += self.weights[word as usize];
                }
            }
            for ((entry, &(count, weight)), most) in self.entries.iter().zip(&shared).zip(&mut most) {
                let enough = match count {
                    0 => false,
                    1 => {
                        let all = entry.words.len() == 1 || entry.topic.len() == 1;
                        let only = entry.words.iter().find(|word| said.known.binary_search(word).is_ok());
                        only.is_some_and(|only| entry.topic.contains(only))
                            && (said.len() == 1 || (all && said.len() <= 5))
                    }
                    _ => true,
                };
                if enough {
                    let whole = 4 * entry.weight + said.weight;
                    *most = (5000 * weight).checked_div(whole).unwrap_or(0).max(*most);
                }
            }
        }
        most
    }
}

/// What a word weighs that no wording has: it is about something else, but may be small talk.
const UNKNOWN: u64 = 40;

/// Sixteenths of the binary logarithm of `1 + questions / users`, in whole numbers so that it is the same everywhere.
fn weight(questions: usize, users: usize) -> u64 {
    let ratio = 16 * (questions + users) as u128 / users as u128;
    u64::from(ratio.pow(4).ilog2() * 4).saturating_sub(64)
}

/// The words of a question's id, and the operators in its wording.
fn topic(question: &Question) -> BTreeSet<String> {
    let wording = Text::new(&question.question);
    let code = wording.forms().filter(|form| !form.chars().any(char::is_alphanumeric)).map(str::to_owned);
    content_words(&question.id).into_iter().chain(code).collect()
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
