//! Interviews and records → answers to the bank's questions.
//!
//! A question is recognised by its wording: how much of the weight of a known wording's words is in what the
//! interviewer says, and how much of what they say is about it. A word weighs the more the fewer questions use it
//! (inverse document frequency). What a candidate says from there until the next question is the answer; the
//! interviewer's other turns (follow-ups, "mm-hm") leave it going on.

use crate::rubric::Bank;
use crate::source::Source;
use crate::text::{Text, stem};
use crate::transcript::labelled::{HEADING, Role, role};
use crate::transcript::{Answer, Stretch, Turn};
use std::collections::{BTreeMap, BTreeSet};

/// The wordings of a bank's questions, ready to be recognised.
#[derive(Debug)]
pub struct Wordings {
    entries: Vec<Wording>,
    weights: BTreeMap<String, f64>,
}

#[derive(Debug)]
struct Wording {
    question: String,
    plain: String,
    words: BTreeSet<String>,
}

/// A question that was recognised, and how surely: 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// The question's id.
    pub question: String,
    /// How much of its wording was there.
    pub likeness: f64,
}

/// Below this likeness a turn asks none of the bank's questions.
const ASKED: f64 = 0.42;

impl Wordings {
    /// Takes the question, its other wordings and its id from each question of the bank.
    #[must_use]
    pub fn new(bank: &Bank) -> Self {
        let mut entries = Vec::new();
        let mut used_by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for question in &bank.questions {
            for wording in std::iter::once(&question.question).chain(&question.wordings) {
                let words = content_words(wording);
                for word in &words {
                    used_by.entry(word.clone()).or_default().insert(&question.id);
                }
                entries.push(Wording {
                    question: question.id.clone(),
                    plain: plain(wording),
                    words,
                });
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a few hundred questions")]
        let weigh = |users: usize| (1.0 + bank.questions.len() as f64 / users as f64).ln();
        let weights = used_by
            .into_iter()
            .map(|(word, users)| (word, weigh(users.len())))
            .collect();
        Self { entries, weights }
    }

    /// The question of this very id.
    #[must_use]
    pub fn id(&self, id: &str) -> Option<&str> {
        self.entries
            .iter()
            .map(|entry| entry.question.as_str())
            .find(|known| *known == id)
    }

    /// The id that a mistyped id or a far wording may have meant.
    #[must_use]
    pub fn suggest(&self, asked: &str) -> Option<String> {
        let near = crate::diagnostic::nearest(asked, self.entries.iter().map(|entry| entry.question.as_str()));
        near.map(str::to_owned).or_else(|| {
            self.nearest(asked)
                .filter(|near| near.likeness > 0.0)
                .map(|near| near.question)
        })
    }

    /// The question that a turn asks, if it asks one.
    #[must_use]
    pub fn recognise(&self, turn: &str) -> Option<Recognised> {
        self.nearest(turn).filter(|best| best.likeness >= ASKED)
    }

    /// The question whose wording is most like `text`, however little.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<Recognised> {
        let said = plain(text);
        if let Some(same) = self.entries.iter().find(|entry| entry.plain == said) {
            return Some(Recognised {
                question: same.question.clone(),
                likeness: 1.0,
            });
        }
        // An interviewer says more than the question, so a sentence that asks counts for the whole turn.
        let folded = Text::new(text);
        let sentences = folded.sentences().iter().map(|sentence| {
            sentence
                .clone()
                .filter_map(|at| content_word(folded.form(at)))
                .collect::<BTreeSet<_>>()
        });
        let stretches: Vec<_> = sentences.chain([content_words(text)]).collect();
        let mut best: Option<Recognised> = None;
        for entry in &self.entries {
            for words in &stretches {
                let likeness = self.likeness(&entry.words, words);
                if best.as_ref().is_none_or(|best| likeness > best.likeness) {
                    best = Some(Recognised {
                        question: entry.question.clone(),
                        likeness,
                    });
                }
            }
        }
        best
    }

    /// The weight that both share, as a part of each: the harmonic mean of the two, which leans to the wording's.
    fn likeness(&self, wording: &BTreeSet<String>, said: &BTreeSet<String>) -> f64 {
        let weigh = |words: &mut dyn Iterator<Item = &String>| {
            words
                .map(|word| self.weights.get(word).copied().unwrap_or(0.0))
                .sum::<f64>()
        };
        let shared = weigh(&mut wording.intersection(said));
        if shared == 0.0 {
            return 0.0;
        }
        let covered = shared / weigh(&mut wording.iter());
        let about = shared / weigh(&mut said.iter());
        // F-measure with recall twice as important as precision (van Rijsbergen 1979).
        5.0 * covered * about / (4.0 * about + covered)
    }
}

fn plain(text: &str) -> String {
    Text::new(text).forms().collect::<Vec<_>>().join(" ")
}

fn content_words(text: &str) -> BTreeSet<String> {
    Text::new(text).forms().filter_map(content_word).collect()
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
    (!EMPTY.contains(&form)).then(|| stem::stem(form).into_owned())
}

/// Who speaks for the candidate, and which turns ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voices {
    /// The label of the candidate.
    pub candidate: String,
}

/// Decides which label is the candidate's: the one that was named, the one whose role says so, or the one other than
/// who asks the bank's questions.
///
/// # Errors
/// A sentence that lists the labels, where it cannot be told.
pub fn voices(turns: &[Turn], text: &str, wordings: &Wordings, speaker: Option<&str>) -> Result<Voices, String> {
    let mut labels: Vec<&str> = Vec::new();
    for turn in turns.iter().filter(|turn| turn.speaker != HEADING) {
        if !labels.contains(&turn.speaker.as_str()) {
            labels.push(&turn.speaker);
        }
    }
    let listed = || {
        labels
            .iter()
            .map(|label| format!("`{label}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = |label: &str| {
        Ok(Voices {
            candidate: label.to_owned(),
        })
    };
    if let Some(speaker) = speaker {
        return match labels.iter().find(|label| label.eq_ignore_ascii_case(speaker)) {
            Some(label) => found(label),
            None => Err(format!("nobody is called `{speaker}`; the speakers are {}", listed())),
        };
    }
    if let Some(label) = labels.iter().find(|label| role(label) == Some(Role::Candidate)) {
        return found(label);
    }
    let asks = |label: &str| {
        turns
            .iter()
            .filter(|turn| {
                turn.speaker == label && turn.said.iter().any(|said| wordings.recognise(said.of(text)).is_some())
            })
            .count()
    };
    let interviewer = labels
        .iter()
        .find(|label| role(label) == Some(Role::Interviewer))
        .or_else(|| {
            labels
                .iter()
                .filter(|label| asks(label) > 0)
                .max_by_key(|label| asks(label))
        });
    let others: Vec<_> = labels
        .iter()
        .filter(|label| Some(label) != interviewer.as_ref())
        .collect();
    match (interviewer, others.as_slice()) {
        (Some(_), [candidate]) => found(candidate),
        _ => Err(format!(
            "cannot tell who the candidate is among {}; name them with --speaker",
            listed()
        )),
    }
}

/// Takes an interview apart: one answer for each question of the bank that was asked, in the order of asking.
#[must_use]
pub fn answers(source: &Source, turns: &[Turn], voices: &Voices, wordings: &Wordings) -> Vec<Answer> {
    let stem = file_stem(&source.name);
    let candidate = if role(&voices.candidate).is_some() {
        stem.to_owned()
    } else {
        voices.candidate.clone()
    };
    let mut answers: Vec<Answer> = Vec::new();
    let mut current: Option<usize> = None;
    for turn in turns {
        let text = turn
            .said
            .iter()
            .map(|said| said.of(&source.text))
            .collect::<Vec<_>>()
            .join("\n");
        if turn.speaker != voices.candidate {
            let Some(asked) = wordings.recognise(&text) else {
                continue;
            };
            let known = answers.iter().position(|answer| answer.question == asked.question);
            current = Some(known.unwrap_or_else(|| {
                answers.push(Answer {
                    id: format!("{stem}/{}", asked.question),
                    source: source.name.clone(),
                    candidate: Some(candidate.clone()),
                    question: asked.question,
                    ..Answer::default()
                });
                answers.len() - 1
            }));
        } else if let Some(current) = current {
            for said in &turn.said {
                append(&mut answers[current], source, *said);
            }
        }
    }
    answers
}

fn append(answer: &mut Answer, source: &Source, said: crate::span::Span) {
    if !answer.text.is_empty() {
        answer.text.push('\n');
    }
    answer.stretches.push(Stretch {
        from: answer.text.len(),
        place: source.line_column(said.start),
    });
    answer.text.push_str(said.of(&source.text));
}

/// `interviews/amara-okafor.txt` → `amara-okafor`
#[must_use]
pub fn file_stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}
