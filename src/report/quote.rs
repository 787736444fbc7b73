//! Evidence as a quote: the piece of the answer that was heard, with a few words around it and the matched words apart.

use crate::grade::CriterionGrade;
use crate::program::CriterionProgram;
use crate::rubric::Kind;
use crate::scan::{Hit, Piece, Stance};
use crate::span::Span;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A run of the answer's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// Not matched.
    Plain(&'a str),
    /// Matched.
    Marked(&'a str),
    /// Something was left out here.
    Cut,
}

/// Longest stretch between two matched words that is quoted whole, in bytes.
const WHOLE: usize = 120;
/// Words of context on either side.
const CONTEXT: usize = 4;

/// The runs of a quote, in order. Matched words with only white space between them are one mark.
#[must_use]
pub fn quote<'a>(piece: &Piece, answer: &'a str) -> Vec<Run<'a>> {
    let marks = marks(piece, answer);
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
        return Vec::new();
    };
    let before = back(answer, first.start);
    let after = on(answer, last.end);
    let mut runs = Vec::new();
    if before > 0 {
        runs.push(Run::Cut);
    }
    let mut at = before;
    for mark in &marks {
        let between = &answer[at..mark.start];
        if between.len() > WHOLE {
            let (left, right) = (on(answer, at), back(answer, mark.start));
            runs.extend([Run::Plain(&answer[at..left]), Run::Cut, Run::Plain(&answer[right..mark.start])]);
        } else if !between.is_empty() {
            runs.push(Run::Plain(between));
        }
        runs.push(Run::Marked(mark.of(answer)));
        at = mark.end;
    }
    if after > at {
        runs.push(Run::Plain(&answer[at..after]));
    }
    if !answer[after..].trim().is_empty() {
        runs.push(Run::Cut);
    }
    runs
}

/// The pieces of a criterion that are worth quoting, each with what is to be said before it. Those of one label stand
/// together, and of pieces that overlap only the first.
#[must_use]
pub fn quoted<'a>(criterion: &CriterionProgram, graded: &'a CriterionGrade) -> Vec<(Option<&'static str>, &'a Piece)> {
    let labelled = || {
        let pieces = |hit: &'a Hit| hit.pieces.iter().map(move |piece| (label(hit, piece, criterion), piece));
        graded.hits.iter().flat_map(pieces)
    };
    let mut labels: Vec<Option<&str>> = Vec::new();
    for (label, _) in labelled() {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut all = Vec::new();
    for label in labels {
        let mut chosen: Vec<&Piece> = Vec::new();
        for (_, piece) in labelled().filter(|(other, _)| *other == label) {
            let overlaps = |other: &&Piece| piece.span.start < other.span.end && other.span.start < piece.span.end;
            if !chosen.iter().any(overlaps) {
                chosen.push(piece);
            }
        }
        all.extend(chosen.into_iter().map(|piece| (label, piece)));
    }
    all
}

/// What is said of evidence that took a follow-up.
pub const AFTER_FOLLOW_UP: &str = "after a follow-up";

/// What is said before a quote; nothing before one that earns.
fn label(hit: &Hit, piece: &Piece, criterion: &CriterionProgram) -> Option<&'static str> {
    match (hit.stance, criterion.signals[hit.signal].kind) {
        (Stance::Said, Kind::Strong) if hit.is_after_follow_up(piece) => Some(AFTER_FOLLOW_UP),
        (Stance::Said, Kind::Strong) => None,
        (Stance::Said, kind) => Some(kind.name()),
        (stance, _) => Some(stance.name()),
    }
}

fn marks(piece: &Piece, answer: &str) -> Vec<Span> {
    let mut marks: Vec<Span> = Vec::new();
    for &word in &piece.words {
        match marks.last_mut() {
            Some(last)
                if word.start <= last.end || answer[last.end..word.start].chars().all(|c| c == ' ' || c == '-') =>
            {
                last.end = last.end.max(word.end);
            }
            _ => marks.push(word),
        }
    }
    marks
}

/// The start of the few words before `at`, on the same line.
fn back(answer: &str, at: usize) -> usize {
    let line = answer[..at].rfind('\n').map_or(0, |end| end + 1);
    let spaces = answer[line..at].trim_end().rmatch_indices(char::is_whitespace).nth(CONTEXT - 1);
    spaces.map_or(line, |(offset, space)| line + offset + space.len())
}

/// The end of the few words after `at`, on the same line.
fn on(answer: &str, at: usize) -> usize {
    let line = answer[at..].find('\n').map_or(answer.len(), |end| at + end);
    let text = &answer[at..line];
    let skipped = text.len() - text.trim_start().len();
    let spaces = text[skipped..].match_indices(char::is_whitespace).nth(CONTEXT - 1);
    spaces.map_or(line, |(offset, _)| at + skipped + offset)
}

/// The beginning and the end of a passage on one line of at most so many columns, what is between left out.
#[must_use]
pub fn excerpt(passage: &str, columns: usize) -> String {
    let words: Vec<&str> = passage.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.width() <= columns {
        return whole;
    }
    let half = columns.saturating_sub(1) / 2;
    let take = |room: usize, words: &mut dyn Iterator<Item = char>| {
        let mut left = room;
        words
            .take_while(|c| {
                c.width().unwrap_or(0) <= left && {
                    left -= c.width().unwrap_or(0);
                    true
                }
            })
            .collect::<String>()
    };
    let start = take(half, &mut whole.chars());
    let end: String = take(half, &mut whole.chars().rev()).chars().rev().collect();
    let start = start.rsplit_once(' ').map_or(start.as_str(), |(whole, _)| whole);
    let end = end.split_once(' ').map_or(end.as_str(), |(_, whole)| whole);
    format!("{start}\u{2026}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, words: &[&str], expected: &str) {
        let words: Vec<_> = words
            .iter()
            .map(|word| {
                let at = answer.find(word).unwrap();
                Span::new(at, at + word.len())
            })
            .collect();
        let span = words[0].to(words[words.len() - 1]);
        let shown: String = quote(&Piece { span, words, mended: Vec::new() }, answer)
            .iter()
            .map(|run| match run {
                Run::Plain(text) => (*text).to_owned(),
                Run::Marked(text) => format!("[{text}]"),
                Run::Cut => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn an_excerpt_keeps_both_ends() {
        assert_eq!(excerpt(" a  lock\nhere ", 20), "a lock here");
        assert_eq!(excerpt("one two three four five six seven", 20), "one two\u{2026}seven");
        assert_eq!(
            excerpt("\u{4e00}\u{4e00}\u{4e00}\u{4e00}\u{4e00}\u{4e00}", 9),
            "\u{4e00}\u{4e00}\u{2026}\u{4e00}\u{4e00}"
        );
    }

    #[test]
    fn quotes_show_a_little_around_what_matched() {
        check("threads wait", &["threads", "wait"], "[threads wait]");
        check(
            "one two three four five six seven eight nine ten eleven",
            &["six"],
            "…two three four five [six] seven eight nine ten…",
        );
        check("a CPU-bound b", &["CPU", "bound"], "a [CPU-bound] b");
        check("first line\nthe lock\nthird", &["lock"], "…the [lock]…");
        check(&format!("start {} end", "x ".repeat(200).trim()), &["start", "end"], "[start] x x x x…x x x x [end]");
    }
}
