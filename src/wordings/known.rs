//! What all wordings of a bank say: each as words with weights, and how like a stretch of speech is to it.

use super::{Recognised, content_word, content_words, name_parts, plain};
use crate::catalog::Catalog;
use crate::rubric::Question;
use crate::text::Text;
use crate::text::mend::mend;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// The wordings of a bank's questions, ready to be recognised.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) entries: Vec<Wording>,
    /// Every word of the wordings: its id and what it weighs.
    words: BTreeMap<String, (WordId, u64)>,
    /// What a word weighs, and which wordings have it, by its id.
    weights: Vec<u64>,
    users: Vec<Vec<usize>>,
    /// The first wording that reads so.
    plain: BTreeMap<String, usize>,
    /// What unknown words were mended to; it only saves time.
    mended: Mutex<HashMap<String, Option<(WordId, u64)>>>,
}

/// Index of a word among those of the wordings.
type WordId = u32;

#[derive(Debug)]
pub(super) struct Wording {
    pub(super) question: String,
    /// In order, none twice.
    pub(super) words: Vec<WordId>,
    /// What they weigh together.
    weight: u64,
    /// What the question is about: the words of its id, and code that it names.
    pub(super) topic: Vec<WordId>,
}

/// The content words of a stretch of speech, none twice.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// In order.
    pub(super) known: Vec<WordId>,
    /// How many there are that no wording has.
    pub(super) unknown: usize,
    /// What all of them weigh.
    weight: u64,
}

impl Said {
    const fn len(&self) -> usize {
        self.known.len() + self.unknown
    }

    pub(super) fn has_one_of(&self, words: &[WordId]) -> bool {
        words.iter().any(|word| self.known.binary_search(word).is_ok())
    }
}

/// So many mended words are remembered.
const MOST_MENDED: usize = 1 << 14;

impl Known {
    /// Takes the question, its other wordings and its id from each question of the bank.
    pub(super) fn new(questions: &Catalog<Question>) -> Self {
        let mut used_by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut texts = Vec::new();
        for question in questions {
            let topic = topic(question);
            for wording in [&question.question, &question.id].into_iter().chain(&question.wordings) {
                let words = content_words(wording);
                for word in words.iter().chain(&topic) {
                    used_by.entry(word.clone()).or_default().insert(&question.id);
                }
                texts.push((question, wording, words, topic.clone()));
            }
        }
        let weigh = |users: &BTreeSet<&str>| weight(questions.len(), users.len());
        let words: BTreeMap<String, (WordId, u64)> =
            (0..).zip(&used_by).map(|(id, (word, users))| (word.clone(), (id, weigh(users)))).collect();
        let ids = |of: &BTreeSet<String>| of.iter().map(|word| words[word].0).collect::<Vec<_>>();
        let mut known = Self {
            entries: Vec::new(),
            weights: words.values().map(|&(_, weight)| weight).collect(),
            users: vec![Vec::new(); words.len()],
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
            entry.words.iter().for_each(|&word| known.users[word as usize].push(at));
            known.plain.entry(plain(wording)).or_insert(at);
            known.entries.push(entry);
        }
        known.words = words;
        known
    }

    /// The question whose wording is most like `text`, however little.
    pub(super) fn nearest(&self, text: &str) -> Option<Recognised> {
        if let Some(&same) = self.plain.get(&plain(text)) {
            return Some(Recognised { question: self.entries[same].question.clone(), likeness: 1000 });
        }
        Some(self.best(&self.likenesses(&self.stretches(text)), |_| true)).filter(|best| !best.question.is_empty())
    }

    /// The first of those wordings that are most like what was said.
    pub(super) fn best(&self, likenesses: &[u64], of: impl Fn(&str) -> bool) -> Recognised {
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
    pub(super) fn stretches(&self, text: &str) -> Vec<Said> {
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
    pub(super) fn likenesses(&self, stretches: &[Said]) -> Vec<u64> {
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
