//! Prose signals: a plain sentence from a scoring note, read as a list of things to be said.
//!
//! "distinguishes CPU-bound from IO-bound work and names multiprocessing or async" is read as
//! `cpu bound` · `io bound` · (`work`) · `multiprocessing | async`: words that instruct the reader (*names*,
//! *distinguishes*) and words that every sentence has are dropped; hyphenated words are a phrase; `or` and `/` make
//! alternatives; a word under *not*, *no* or *without* is to be denied. How much of the weight is heard in an answer is how
//! much of the signal is earned. [`crate::scan`] does the hearing.

use super::{Form, Kind, Pattern, Step};
use crate::span::Span;
use crate::text::Text;
use crate::text::denial::denial_reach;

/// One thing to be said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// Any of these; each is a word or a phrase of hyphenated words.
    pub alternatives: Vec<Pattern>,
    /// How much it counts against the others: 4 for a word with content, 1 for one that could be left out.
    pub weight: u32,
    /// Whether it is to be denied.
    pub denied: bool,
}

impl Unit {
    /// Whether it is more than a word that could be left out.
    #[must_use]
    pub const fn has_content(&self) -> bool {
        self.weight == CONTENT
    }
}

/// What a word with content weighs.
const CONTENT: u32 = 4;

/// Words that tell the reader what to do, or that could be left out.
const FAINT: &[&str] = &[
    "thing", "way", "work", "kind", "use", "used", "uses", "using", "keyword", "keywords", "concept", "idea", "fact",
    "term", "terms", "case", "cases", "example", "general", "main", "real", "certain", "various", "good", "proper",
    "properly", "still", "also",
];
/// Words that instruct whoever marks, or that every sentence has.
const EMPTY: &[&str] = &[
    "names", "name", "naming", "explains", "explain", "explaining", "describes", "describe", "mentions", "mention",
    "mentioning", "says", "say", "states", "state", "stating", "gives", "give", "giving", "shows", "show", "knows",
    "know", "understands", "understand", "distinguishes", "distinguish", "identifies", "identify", "discusses",
    "discuss", "recognises", "recognizes", "notes", "points", "connects", "connect", "relates", "links", "grounds",
    "contrasts", "compares", "compare", "answer", "answers", "candidate", "strong", "weak", "clearly", "correctly",
    "least", "or", "and", "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as", "is",
    "are", "was", "were", "be", "been", "being", "am", "it", "its", "that", "this", "these", "those", "their", "there",
    "they", "them", "he", "she", "you", "i", "we", "his", "her", "your", "our", "my", "has", "have", "had", "does",
    "do", "did", "will", "would", "can", "could", "should", "may", "might", "must", "than", "then", "so", "because",
    "since", "when", "while", "if", "but", "which", "who", "what", "where", "why", "how", "into", "about", "each",
    "both", "such", "only", "just", "very", "between", "out", "up", "not", "no", "without", "never", "nor", "neither",
    "eg", "ie", "etc",
];
/// As many words after a denial are denied, unless the clause ends before.
const DENIED_WORDS: usize = 6;

/// Reads a sentence; nothing is left where it has no word with content.
#[must_use]
pub fn read(sentence: &str) -> Vec<Unit> {
    let text = Text::new(sentence);
    let mut units: Vec<Unit> = Vec::new();
    let mut denied_until = 0;
    let mut joins = false;
    let mut previous_end: Option<usize> = None;
    for (at, word) in text.words().iter().enumerate() {
        let form = text.form(at);
        if word.parted {
            denied_until = at;
        }
        let reach = denial_reach(&text, at, DENIED_WORDS);
        if reach > 0 {
            denied_until = at + 1 + reach;
        }
        joins |= form == "or" || form == "/";
        if EMPTY.contains(&form) || !form.chars().any(char::is_alphanumeric) {
            // `global/nonlocal` and `==` are told from words by their signs.
            if form.chars().any(char::is_alphanumeric) || form == "/" {
                previous_end = None;
                continue;
            }
        }
        let pattern = Pattern { kind: Kind::Word(Form::Inflected(text.stem(at).to_owned())), span: word.span };
        let hyphenated = previous_end.is_some_and(|end| sentence.get(end..word.span.start) == Some("-"));
        previous_end = Some(word.span.end);
        let weight = if FAINT.contains(&form) { 1 } else { CONTENT };
        match units.last_mut() {
            Some(unit) if hyphenated => extend(unit, pattern),
            Some(unit) if joins => unit.alternatives.push(pattern),
            _ => units.push(Unit { alternatives: vec![pattern], weight, denied: at < denied_until }),
        }
        joins = false;
    }
    units
}

/// Makes the last alternative a phrase that goes on with the word.
fn extend(unit: &mut Unit, word: Pattern) {
    let Some(last) = unit.alternatives.pop() else { return };
    let span = Span::new(last.span.start, word.span.end);
    let step = |pattern| Step { gap: 0, optional: false, pattern };
    let steps = match last.kind {
        Kind::Phrase(mut steps) => {
            steps.push(step(word));
            steps
        }
        _ => vec![step(last), step(word)],
    };
    unit.alternatives.push(Pattern { kind: Kind::Phrase(steps), span });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &str) {
        let shown: Vec<_> = read(sentence)
            .iter()
            .map(|unit| {
                let alternatives: Vec<_> = unit.alternatives.iter().map(ToString::to_string).collect();
                let sign = if unit.denied { "!" } else { "" };
                format!("{}{sign}{}", if unit.weight == 4 { "" } else { "~" }, alternatives.join("|"))
            })
            .collect();
        assert_eq!(shown.join(" · "), expected, "{sentence}");
    }

    #[test]
    fn scoring_notes_are_read_as_things_to_be_said() {
        check(
            "distinguishes CPU-bound from IO-bound work and names multiprocessing or async",
            "cpu bind · io bind · ~work · multiprocess|async",
        );
        check(
            "names LEGB and connects it to closures or to the global/nonlocal keywords",
            "legb · closur|global|nonloc · ~keyword",
        );
        check("The terminals are not connected.", "termin · !connect");
        check("explains it", "");
        // One character can be several words, which then stand in the same place.
        check("half is \u{bd}", "half · 1 · 2");
    }
}
