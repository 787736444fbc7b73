//! Texts in any format → answers: which reader, whose words, which questions.
//!
//! [`Intake::whole`] takes a transcript or a list of records, [`Intake::line`] one record of JSONL, and [`Sheet`] the lines
//! of a spreadsheet. Each yields [`Taken`]s, in the order of the file: an answer, or why there is none; what cannot be
//! taken is told and the rest goes on. What was decided on the way is said, for the user to see.

mod sheet;

pub use sheet::Sheet;

use crate::decode::{self, Decoded};
use crate::interview::{self, Interview, file_stem};
use crate::source::{LineColumn, Source};
use crate::span::Span;
use crate::transcript::format::Format;
use crate::transcript::labels::HEADING;
use crate::transcript::records::{self, Record};
use crate::transcript::sheet::Columns;
use crate::transcript::{Answer, Passage, Turn, captions, labelled, merge, speech};
use crate::wordings::Wordings;
use serde_json::value::RawValue;

/// What the user said about how to read, and the questions that can be found.
#[derive(Debug)]
pub struct Intake<'a> {
    /// The wordings of the bank's questions.
    pub wordings: &'a Wordings,
    /// What everything answers that does not say so itself.
    pub question: Option<String>,
    /// The questions in the order in which they were asked.
    pub order: Vec<String>,
    /// The label of the candidate.
    pub speaker: Option<String>,
    /// The columns of sheets.
    pub columns: Columns,
    /// What separates the cells of sheets.
    pub separator: Option<u8>,
    /// What becomes of bytes that are no valid text.
    pub odd_bytes: OddBytes,
    /// What becomes of an id that stands in a sheet again.
    pub repeated_ids: RepeatedIds,
}

/// What becomes of an id that stands in a sheet again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatedIds {
    /// It gets a number, so that no two results have one name.
    Numbered,
    /// It stays, for others refer to it.
    Kept,
}

/// What becomes of a text whose encoding had to be guessed, or of which some bytes were not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddBytes {
    /// It is graded, with a note.
    Noted,
    /// It is refused.
    Refused,
}

/// An answer, or one that could not be taken, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The answer; of one that could not be taken, what is known.
    pub answer: Answer,
    /// Why it could not be.
    pub refused: Option<String>,
}

/// What a whole file yields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole {
    /// Its answers.
    pub taken: Vec<Taken>,
    /// What was decided, in words.
    pub said: Vec<String>,
}

impl Taken {
    /// An answer.
    #[must_use]
    pub const fn answer(answer: Answer) -> Self {
        Self { answer, refused: None }
    }

    /// What could not be taken from the source of this name.
    #[must_use]
    pub fn refused(source: &str, reason: impl Into<String>) -> Self {
        let answer = Answer { id: file_stem(source).to_owned(), source: source.to_owned(), ..Answer::default() };
        Self { answer, refused: Some(reason.into()) }
    }

    /// A source in which nothing was said.
    #[must_use]
    pub fn empty(source: &str) -> Self {
        Self { refused: None, ..Self::refused(source, "") }
    }
}

impl<'a> Intake<'a> {
    /// One that finds all out for itself.
    #[must_use]
    pub fn new(wordings: &'a Wordings) -> Self {
        Self {
            wordings,
            question: None,
            order: Vec::new(),
            speaker: None,
            columns: Columns::default(),
            separator: None,
            odd_bytes: OddBytes::Noted,
            repeated_ids: RepeatedIds::Numbered,
        }
    }

    /// Takes the answers of a file that is read as a whole.
    #[must_use]
    pub fn whole(&self, name: &str, bytes: Vec<u8>, format: Format) -> Whole {
        let decoded = decode::decode(bytes);
        if let Some(note) = self.refusal(&decoded) {
            return Whole { taken: vec![Taken::refused(name, note)], said: Vec::new() };
        }
        let note = decoded.note.clone();
        let source = decoded.named(name);
        let mut whole = match (format, source.text.trim_start_matches('\u{feff}').trim()) {
            (_, "") => Whole { taken: vec![Taken::empty(name)], said: Vec::new() },
            (Format::Json, text) if text.starts_with('[') => self.list(&source),
            _ => self.transcript(&source, format),
        };
        if let Some(note) = note {
            whole.taken.iter_mut().for_each(|taken| taken.answer.notes.push(note.clone()));
            whole.said.push(note);
        }
        whole
    }

    fn refusal(&self, decoded: &Decoded) -> Option<String> {
        let note = decoded.note.as_ref().filter(|_| self.odd_bytes == OddBytes::Refused)?;
        Some(format!("{note}; save it as UTF-8, or leave out --strict-encoding"))
    }

    /// A JSON list of records.
    fn list(&self, source: &Source) -> Whole {
        let text = source.text.trim_start_matches('\u{feff}');
        let records: Vec<&RawValue> = match serde_json::from_str(text) {
            Ok(records) => records,
            Err(error) => {
                let place = format!("line {} column {}", error.line(), error.column());
                let reason = format!("JSON that cannot be read at {place}: {}", records::reason(&error));
                return Whole { taken: vec![Taken::refused(&source.name, reason)], said: Vec::new() };
            }
        };
        let said = vec![format!("JSON, {}", counted(records.len(), "record"))];
        if records.is_empty() {
            return Whole { taken: vec![Taken::empty(&source.name)], said };
        }
        let take = |(at, raw): (usize, &&RawValue)| {
            let start = raw.get().as_ptr() as usize - source.text.as_ptr() as usize;
            let LineColumn { line, .. } = source.line_column(start);
            self.record(records::read(raw.get()), &format!("{}:{line}", source.name), at + 1)
        };
        Whole { taken: records.iter().enumerate().map(take).collect(), said }
    }

    fn transcript(&self, source: &Source, format: Format) -> Whole {
        let mut said = Vec::new();
        let turns = match format {
            Format::Vtt | Format::Srt | Format::Sbv => {
                let captions = captions::read(source);
                said.push(format!("{format} captions"));
                said.extend(captions.notes);
                merge(captions.utterances, " ")
            }
            Format::Json => match speech::read(source) {
                Ok(speech) => {
                    said.push(format!("JSON of {}", speech.maker));
                    merge(speech.utterances, " ")
                }
                Err(reason) => return Whole { taken: vec![Taken::refused(&source.name, reason)], said },
            },
            Format::Text | Format::Jsonl | Format::Csv | Format::Tsv => merge(labelled::read(source), "\n"),
        };
        if format == Format::Text {
            if turns.is_empty() {
                return Whole { taken: vec![self.plain(source)], said };
            }
            said.push("text with labelled turns".to_owned());
        }
        if turns.is_empty() {
            return Whole { taken: vec![Taken::empty(&source.name)], said };
        }
        let taken = match self.answers(&source.name, &turns, &mut said) {
            Ok(answers) => answers,
            Err(reason) => vec![Taken::refused(&source.name, reason)],
        };
        Whole { taken, said }
    }

    /// The answers in the turns of a transcript.
    fn answers(&self, name: &str, turns: &[Turn], said: &mut Vec<String>) -> Result<Vec<Taken>, String> {
        let first =
            turns.iter().map(|turn| turn.speaker.as_str()).find(|speaker| *speaker != HEADING).unwrap_or_default();
        let one_voice = turns.iter().all(|turn| turn.speaker == first);
        if let Some(question) = &self.question {
            let candidate = match &self.speaker {
                Some(_) => interview::voices(turns, self.wordings, self.speaker.as_deref())?.candidate,
                None if one_voice => first.to_owned(),
                None => {
                    return Err(format!(
                        "this is an interview, with several voices; leave out --question {question}, and its questions are \
                         found by their wording, or name the candidate with --speaker"
                    ));
                }
            };
            let answer = interview::monologue(name, turns, &candidate);
            let mut taken = self.answering(answer, Some(question));
            interview::mark_follow_ups(&mut taken.answer, self.wordings);
            return Ok(vec![taken]);
        }
        if first.is_empty() && one_voice {
            return Err(
                "nobody is named in it, so the candidate's words cannot be told from the interviewer's; if all of it \
                        is one answer, name its question with --question ID"
                    .to_owned(),
            );
        }
        let voices = interview::voices(turns, self.wordings, self.speaker.as_deref())?;
        let Interview { answers, unmatched } = if self.order.is_empty() {
            interview::by_wording(name, turns, &voices, self.wordings)
        } else {
            let order: Vec<&str> = self.order.iter().map(String::as_str).collect();
            let answers = interview::by_order(name, turns, &voices, self.wordings, &order)?;
            Interview { answers, unmatched: Vec::new() }
        };
        let asked = |turn: &Turn| {
            format!("line {} \u{201c}{}\u{201d}", turn.said.place(0).line, shortened(question(&turn.said.text)))
        };
        let unmatched: Vec<_> = unmatched.iter().map(|&at| asked(&turns[at])).collect();
        if answers.is_empty() {
            let heard = if unmatched.is_empty() { String::new() } else { format!("; asked: {}", unmatched.join(", ")) };
            return Err(format!(
                "none of the bank's questions is asked in it{heard}; give their order with --questions ID,ID,\u{2026}"
            ));
        }
        said.push(format!("`{}` is the candidate; {} found", voices.candidate, counted(answers.len(), "question")));
        if !unmatched.is_empty() {
            said.push(format!("asked, but not in the bank: {}", unmatched.join(", ")));
        }
        Ok(answers.into_iter().map(Taken::answer).collect())
    }

    /// A text without turns is one answer.
    fn plain(&self, source: &Source) -> Taken {
        if self.question.is_none() {
            let reason = "a text without labelled turns; name the question it answers with --question ID, or say what it is with --input-format";
            return Taken::refused(&source.name, reason);
        }
        let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let said = Passage::of(source, Span::new(start, source.text.len()), None);
        let id = file_stem(&source.name).to_owned();
        self.answering(Answer { id, source: source.name.clone(), said, ..Answer::default() }, None)
    }

    /// Takes one line of JSONL, the `number`th of its source.
    #[must_use]
    pub fn line(&self, name: &str, number: usize, bytes: &[u8]) -> Option<Taken> {
        let source = format!("{name}:{number}");
        let decoded = decode::decode(bytes.to_vec());
        if let Some(reason) = self.refusal(&decoded) {
            return Some(Taken::refused(&source, reason));
        }
        let line = decoded.text.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            return None;
        }
        let mut taken = self.record(records::read(line), &source, number);
        taken.answer.notes.extend(decoded.note);
        Some(taken)
    }

    fn record(&self, record: Result<Record, String>, source: &str, number: usize) -> Taken {
        match record {
            Ok(Record { id, candidate, question, answer, extra }) => {
                let id = id.unwrap_or_else(|| number.to_string());
                let said = Passage::plain(answer);
                let answer = Answer { id, source: source.to_owned(), candidate, said, extra, ..Answer::default() };
                self.answering(answer, question.as_deref())
            }
            Err(reason) => Taken::refused(source, reason),
        }
    }

    /// The answer with its question: the one that was asked, or else the one that everything answers.
    fn answering(&self, mut answer: Answer, asked: Option<&str>) -> Taken {
        let found = match asked.or(self.question.as_deref()) {
            None => Err("no field `question`; add it, or name the question with --question".to_owned()),
            Some(asked) => self.question_of(asked),
        };
        let refused = match found {
            Ok(question) => {
                answer.question = question;
                None
            }
            Err(reason) => Some(reason),
        };
        Taken { answer, refused }
    }

    /// The question that an id or a wording means.
    fn question_of(&self, asked: &str) -> Result<String, String> {
        if let Some(id) = self.wordings.id(asked) {
            return Ok(id.to_owned());
        }
        match self.wordings.meant(asked) {
            Some(recognised) => Ok(recognised.question),
            None => Err(match self.wordings.suggest(asked) {
                Some(near) => format!("no question `{asked}` in the bank; did you mean `{near}`?"),
                None => format!("no question `{asked}` in the bank"),
            }),
        }
    }
}

/// `1 question`, `2 questions`
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The last sentence of a turn that asks.
fn question(turn: &str) -> &str {
    let Some(end) = turn.rfind('?') else { return turn };
    let before = turn[..end].rfind(['.', '!', '?']).map_or(0, |stop| stop + 1);
    &turn[before..=end]
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}\u{2026}", text[..end].trim_end()),
        None => text,
    }
}
