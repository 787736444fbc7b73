//! What was copied, as flags: from texts that the user named, or by one candidate from another.
//!
//! Graded [`Item`]s → the same with flags `known-text` and `shared-passage`, each with the passage here and the passage
//! there. An answer gets at most [`MOST_TOLD`] flags of a kind, for its longest passages. Who copied from whom cannot be
//! told, so both are flagged.

use crate::copies::batch::{Member, Pair, compare};
use crate::copies::index::Index;
use crate::copies::{LEAST, WINDOW, Words};
use crate::flags::{Copied, Flag, FlagKind, Other};
use crate::item::{Item, Outcome};
use crate::program::Program;
use crate::span::Span;
use crate::text::Text;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many passages of an answer are told; of more, how many there are.
pub const MOST_TOLD: usize = 3;

/// A published text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownText {
    /// Its file.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// Published texts, to look answers up in.
#[derive(Clone, Debug)]
pub struct Known {
    texts: Vec<KnownText>,
    index: Index,
}

/// A passage with its length, which decides whether it is told.
struct Found {
    words: usize,
    copied: Copied,
}

impl Known {
    /// All of these.
    #[must_use]
    pub fn new(texts: Vec<KnownText>) -> Self {
        let words = texts.par_iter().map(|known| Words::new(&Text::new(&known.text))).collect();
        Self { texts, index: Index::new(words, WINDOW) }
    }

    /// Flags what an answer has in common with them, the wordings and follow-ups of its question left out.
    pub fn flag(&self, item: &mut Item, program: &Program) {
        let Some(question) = program.question(&item.answer.question) else { return };
        let answer = item.answer.said.text.as_str();
        let words = Words::new(&Text::new(answer));
        let found = self.index.find(&words, question.given(), LEAST).into_iter().map(|(text, passage)| {
            let there = self.index.text(text).span(&passage.there);
            let KnownText { name, text } = &self.texts[text];
            let other = Other { source: name.clone(), id: None, candidate: None, text: there.of(text).to_owned() };
            Found { words: passage.words, copied: copied(answer, words.span(&passage.here), other) }
        });
        let flags = flags(FlagKind::KnownText, found.collect());
        raise(item, program, flags);
    }
}

/// Flags what the answers to a question have in common with each other, if different candidates gave them.
pub fn flag_among(items: &mut [Item], program: &Program) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if item.grade().is_some_and(|grade| grade.score.is_some()) {
            groups.entry(&item.answer.question).or_default().push(at);
        }
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let found: Vec<(usize, Found)> =
        groups.par_iter().flat_map_iter(|(question, group)| among(items, question, group, program)).collect();
    let mut by_item: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
    for (at, found) in found {
        by_item.entry(at).or_default().push(found);
    }
    for (at, found) in by_item {
        raise(&mut items[at], program, flags(FlagKind::SharedPassage, found));
    }
}

/// What the answers to one question share: each passage twice, once for either answer.
fn among(items: &[Item], question: &str, group: &[usize], program: &Program) -> Vec<(usize, Found)> {
    let Some(question) = program.question(question) else { return Vec::new() };
    let authors: Vec<String> = group.iter().map(|&at| author(&items[at])).collect();
    let words = |&at: &usize| Words::new(&Text::new(&items[at].answer.said.text));
    let members = group.par_iter().map(words).zip(&authors).map(|(words, author)| Member { words, author });
    let members: Vec<Member<'_>> = members.collect();
    let pairs = compare(&members, question.given());
    pairs.into_iter().flat_map(|pair| both(items, group, &members, pair)).collect()
}

fn both(items: &[Item], group: &[usize], members: &[Member<'_>], pair: Pair) -> [(usize, Found); 2] {
    let Pair { one, other, shared } = pair;
    let here = members[one].words.span(&shared.here);
    let there = members[other].words.span(&shared.there);
    let (one, other) = (group[one], group[other]);
    let seen = |from: (usize, Span), to: (usize, Span)| {
        let copied = copied(&items[from.0].answer.said.text, from.1, passage(&items[to.0], to.1));
        (from.0, Found { words: shared.words, copied })
    };
    [seen((one, here), (other, there)), seen((other, there), (one, here))]
}

/// Who gave an answer; one that names nobody is its own.
fn author(item: &Item) -> String {
    let answer = &item.answer;
    answer.candidate.clone().unwrap_or_else(|| format!("{}\n{}", answer.source, answer.id))
}

fn passage(item: &Item, span: Span) -> Other {
    let answer = &item.answer;
    Other {
        source: answer.source.clone(),
        id: Some(answer.id.clone()),
        candidate: answer.candidate.clone(),
        text: span.of(&answer.said.text).to_owned(),
    }
}

fn copied(answer: &str, here: Span, other: Other) -> Copied {
    Copied { here, said: here.of(answer).to_owned(), other }
}

/// The longest passages as flags; the last one says how many more there are.
fn flags(kind: FlagKind, mut found: Vec<Found>) -> Vec<Flag> {
    found.sort_by_key(|found| std::cmp::Reverse(found.words));
    let more = found.len().saturating_sub(MOST_TOLD);
    found.truncate(MOST_TOLD);
    let last = found.len();
    let flag = |(at, Found { words, copied }): (usize, Found)| {
        let Other { source, id, candidate, .. } = &copied.other;
        let whose = match candidate.as_ref().or(id.as_ref()) {
            Some(name) if name != source => format!("{name} ({source})"),
            _ => source.clone(),
        };
        let more = if more > 0 && at + 1 == last { format!("; and {more} more passages") } else { String::new() };
        Flag { kind, detail: format!("{words} words as in {whose}{more}"), copied: Some(copied) }
    };
    found.into_iter().enumerate().map(flag).collect()
}

fn raise(item: &mut Item, program: &Program, flags: Vec<Flag>) {
    match &mut item.outcome {
        Outcome::Graded(grade) => grade.raise(program, flags),
        Outcome::NotAsked | Outcome::Failed(_) => {}
    }
}
