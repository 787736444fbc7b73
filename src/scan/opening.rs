//! The opening of an answer, and what it claims there.
//!
//! An answer's words → the range of its opening: the first sentence that is not mere politeness ("Good question.", "So,
//! let me think.") and does not give the question back, and of it the first [`LONGEST`] words that count, for a recogniser
//! that hears no full stops writes one sentence. An answer of nothing else has an empty opening.

use super::stance::Empty;
use super::{LEAST_COVERED, Phrase, Reader, Taken};
use crate::program::{Op, OpId};
use crate::rubric::Kind;
use crate::text::Text;
use crate::text::roles::Role;
use std::ops::Range;

/// An opening has at most so many words that count: as many as a long spoken sentence has.
const LONGEST: usize = 40;

/// Beside fillers, the words of sentences that only lead up to an answer.
const POLITE: [&str; 40] = [
    "yes", "no", "yep", "yup", "sure", "absolutely", "definitely", "certainly", "alright", "hi", "hello", "hey",
    "thanks", "thank", "you", "sorry", "good", "great", "nice", "fun", "interesting", "excellent", "tricky",
    "question", "one", "that", "this", "it", "is", "i", "me", "let", "us", "see", "think", "to", "start", "for",
    "asking", "now",
];

/// Its words; `empty` says which sentences say nothing.
fn opening(text: &Text, empty: &[Option<Empty>]) -> Range<usize> {
    let polite = |at: usize| text.has(at, Role::Filler) || POLITE.contains(&text.form(at));
    let says_something =
        |&(sentence, why): &(&Range<usize>, &Option<Empty>)| *why != Some(Empty::Echo) && !sentence.clone().all(polite);
    let Some((sentence, _)) = text.sentences().iter().zip(empty).find(says_something) else { return 0..0 };
    let words = text.words();
    let last = words[sentence.start].place + LONGEST;
    sentence.start..sentence.start + words[sentence.clone()].partition_point(|word| word.place < last)
}

impl Reader<'_> {
    /// What the answer opens with of these, the first that it ends; only what is claimed counts.
    pub(super) fn opens_with(&self, parts: &[OpId], taken: Taken) -> Option<Vec<Phrase>> {
        let Taken::Said(kind) = taken else { return None };
        let opening = opening(&self.heard.text, &self.empty);
        let claimed = parts.iter().filter_map(|&part| match self.question.op(part) {
            Op::Cover(units) => {
                let (coverage, phrases) = self.covered(units, Kind::Strong, opening.clone());
                (coverage >= LEAST_COVERED).then_some(phrases)
            }
            _ => self.find(part, opening.clone(), Taken::Said(kind)),
        });
        claimed.min_by_key(|phrases| phrases.iter().map(|(_, words)| (words.end, words.start)).max())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, expected: &str) {
        let text = Text::new(answer);
        let found = opening(&text, &vec![None; text.sentences().len()]);
        let words = &text.words()[found];
        let span = words.first().zip(words.last()).map(|(first, last)| first.span.to(last.span));
        assert_eq!(span.map_or("", |span| span.of(answer)), expected, "{answer}");
    }

    #[test]
    fn politeness_is_no_opening() {
        check("It is a lock. Threads wait.", "It is a lock");
        check("Well, that's a good question. So, it is a lock. Threads wait.", "So, it is a lock");
        check("Yes. Um, okay. Let me think. It is a lock!", "It is a lock");
        check("Good question. Thank you.", "");
        check("", "");
    }

    #[test]
    fn without_full_stops_an_opening_ends_all_the_same() {
        let endless = "one lock and then ".repeat(30);
        let text = Text::new(&endless);
        let found = opening(&text, &[None]);
        assert_eq!(text.distance(found.clone()), LONGEST, "{found:?}");
    }
}
