//! What people said, as it comes: transcripts in turns, and answers in records.
//!
//! Every reader of a transcript's format yields [`Utterance`]s in the order in which they were said: a caption, a line, a
//! paragraph, each with its words, where those stand in the file, and when they were said. [`merge`] makes [`Turn`]s
//! of them, so that nothing later knows captions. [`records::read`] reads one line of JSONL.
//! Nothing here knows the rubrics; which question a turn asks is found by [`crate::wordings`].

pub mod captions;
pub mod clock;
pub mod format;
pub mod html;
pub mod labelled;
pub mod labels;
pub mod records;
pub mod sheet;
pub mod speech;

use crate::source::{Encoding, LineColumn, Source};
use crate::span::Span;
use std::fmt;

/// Words, and where each stretch of them came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words, without labels, tags and escapes.
    pub text: String,
    /// From where its stretches came, in order; none for a text that has no file of its own.
    pub stretches: Vec<Stretch>,
    /// How the file that they stand in is encoded.
    pub encoding: Encoding,
}

/// From one byte of a passage on, its text stands at this place of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Byte of the passage.
    pub from: usize,
    /// Where that byte is in the source.
    pub place: LineColumn,
    /// Which byte of the file it is.
    pub byte: usize,
    /// When it was said, where that is known.
    pub time: Option<Time>,
}

/// When something was said, in milliseconds from the beginning of the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// When it began.
    pub start: u64,
    /// When it ended; the same where only the beginning is known.
    pub end: u64,
}

/// What somebody said without a pause: a caption, a line, a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Utterance {
    /// The label, as it stands there; nobody's continues whoever spoke before.
    pub speaker: Option<String>,
    /// What they said.
    pub said: Passage,
}

/// What one speaker says until another speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The label; empty where nobody is named.
    pub speaker: String,
    /// What they say.
    pub said: Passage,
}

/// What a reader made of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// What was said, in order.
    pub turns: Vec<Turn>,
    /// What the user should know: dropped blocks, captions out of order.
    pub notes: Vec<String>,
}

/// An answer ready to be graded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its name: a record's `id`, or what it is an answer of and to.
    pub id: String,
    /// Where it came from: a path, with the line for a record.
    pub source: String,
    /// Who gave it, where that is known.
    pub candidate: Option<String>,
    /// The id of its question.
    pub question: String,
    /// The candidate's words.
    pub said: Passage,
    /// What the interviewer said in between, in order.
    pub prompts: Vec<Prompt>,
    /// What else the record held, to be carried through.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// What was odd about reading it, such as a guessed encoding.
    pub notes: Vec<String>,
}

/// What the interviewer said before the candidate went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Byte of the answer before which it was said; 0 for the question itself.
    pub from: usize,
    /// The interviewer's label.
    pub speaker: String,
    /// Their words.
    pub text: String,
    /// The id of the criterion whose follow-up it is; nothing for the question itself and for small talk.
    pub follow_up: Option<String>,
}

impl Answer {
    /// The byte from which on all is said after a follow-up; nothing where none was asked after the first words.
    #[must_use]
    pub fn first_follow_up(&self) -> Option<usize> {
        let follow_up = |prompt: &&Prompt| prompt.from > 0 && prompt.follow_up.is_some();
        self.prompts.iter().find(follow_up).map(|prompt| prompt.from)
    }
}

impl Passage {
    /// The bytes of a source under `span`, as they stand there.
    #[must_use]
    pub fn of(source: &Source, span: Span, time: Option<Time>) -> Self {
        let mut passage = Self { encoding: source.encoding, ..Self::default() };
        passage.push(source, span, source.slice(span), time);
        passage
    }

    /// Words with no file of their own; places count within them.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Adds what the bytes under `span` stand for, which may be spelt otherwise there (`&amp;`).
    pub fn push(&mut self, source: &Source, span: Span, text: &str, time: Option<Time>) {
        self.encoding = source.encoding;
        let verbatim = text.len() == span.end - span.start;
        let mut from = 0;
        // After what was not valid in the file, bytes are counted anew.
        let breaks = source.replaced(span).filter(|_| verbatim);
        let breaks: Vec<_> = breaks.map(|at| at - span.start + '\u{fffd}'.len_utf8()).collect();
        for to in breaks.into_iter().chain([text.len()]) {
            if from < to || text.is_empty() {
                let at = span.start + from;
                let stretch =
                    Stretch { from: self.text.len(), place: source.line_column(at), byte: source.byte(at), time };
                self.stretches.push(stretch);
                self.text.push_str(&text[from..to]);
            }
            from = to;
        }
    }

    /// Adds another passage behind `joint`; an empty one adds nothing.
    pub fn join(&mut self, joint: &str, other: &Self) {
        if other.text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(joint);
        }
        self.encoding = other.encoding;
        let from = self.text.len();
        self.stretches.extend(other.stretches.iter().map(|stretch| Stretch { from: from + stretch.from, ..*stretch }));
        self.text.push_str(&other.text);
    }

    fn stretch(&self, offset: usize) -> Option<&Stretch> {
        self.stretches[..self.stretches.partition_point(|stretch| stretch.from <= offset)].last()
    }

    /// Where the byte `offset` of the passage is in its source. Without a source: line and column within the passage.
    #[must_use]
    pub fn place(&self, offset: usize) -> LineColumn {
        let (from, place) = match self.stretch(offset) {
            Some(stretch) => (stretch.from, stretch.place),
            None => (0, LineColumn { line: 1, column: 1 }),
        };
        let between = &self.text[from..offset];
        match between.rfind('\n') {
            Some(last) => {
                let breaks = between[..=last].bytes().filter(|&byte| byte == b'\n').count();
                LineColumn { line: place.line + breaks, column: between[last + 1..].chars().count() + 1 }
            }
            None => LineColumn { line: place.line, column: place.column + between.chars().count() },
        }
    }

    /// Which byte of its file the byte `offset` of the passage is; nothing without a file.
    #[must_use]
    pub fn byte(&self, offset: usize) -> Option<usize> {
        let stretch = self.stretch(offset)?;
        Some(stretch.byte + self.encoding.length(&self.text[stretch.from..offset]))
    }

    /// When the bytes under `span` were said: from the beginning of the first stretch to the end of the last.
    #[must_use]
    pub fn time(&self, span: Span) -> Option<Time> {
        let start = self.stretch(span.start)?.time?;
        let end = self.stretch(span.end.saturating_sub(1).max(span.start))?.time?;
        Some(Time { start: start.start, end: end.end.max(start.end) })
    }
}

/// Joins what one speaker says in a row. `joint` stands between two utterances: a space between captions, which cut
/// sentences, a line break elsewhere.
#[must_use]
pub fn merge(utterances: impl IntoIterator<Item = Utterance>, joint: &str) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for Utterance { speaker, said } in utterances {
        match turns.last_mut() {
            Some(turn) if speaker.as_ref().is_none_or(|speaker| *speaker == turn.speaker) => {
                turn.said.join(joint, &said);
            }
            _ => turns.push(Turn { speaker: speaker.unwrap_or_default(), said }),
        }
    }
    turns.retain(|turn| !turn.said.text.trim().is_empty());
    turns
}

/// `0:01:02.5`, with hours only where there are some, and tenths only where they are asked for: `{:.1}`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.start / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            write!(f, "{hours}:{minutes:02}:{seconds:02}")?;
        } else {
            write!(f, "{minutes}:{seconds:02}")?;
        }
        if f.precision().is_some() { write!(f, ".{}", self.start / 100 % 10) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(source: &Source, speaker: &str, text: &str, start: u64) -> Utterance {
        let at = source.text.find(text).unwrap();
        let time = Some(Time { start, end: start + 900 });
        let speaker = Some(speaker.to_owned()).filter(|speaker| !speaker.is_empty());
        Utterance { speaker, said: Passage::of(source, Span::new(at, at + text.len()), time) }
    }

    #[test]
    fn a_turn_knows_the_place_and_time_of_each_of_its_words() {
        let source = Source::new("t", "1\nAnn: only one\n\n2\nthread runs\n\n3\nBo: Hm\n");
        let turns = merge(
            [
                said(&source, "Ann", "only one", 0),
                said(&source, "", "thread runs", 1000),
                said(&source, "Bo", "Hm", 2000),
            ],
            " ",
        );
        let said = &turns[0].said;
        assert_eq!((turns.len(), said.text.as_str()), (2, "only one thread runs"));
        let thread = Span::new(5, 15);
        assert_eq!(said.place(thread.start), LineColumn { line: 2, column: 11 - 5 + 5 });
        assert_eq!(said.place(9), LineColumn { line: 5, column: 1 });
        assert_eq!(said.byte(9), source.text.find("thread"));
        assert_eq!(said.time(thread), Some(Time { start: 0, end: 1900 }));
        assert_eq!(Time { start: 3_723_456, end: 0 }.to_string(), "1:02:03");
        assert_eq!(format!("{:.1}", Time { start: 62_510, end: 0 }), "1:02.5");
    }
}
