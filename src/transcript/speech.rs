//! What speech recognisers write: the JSON of Whisper, WhisperX, Deepgram, AssemblyAI and Rev.
//!
//! In: a file's text, one JSON object. Out: its utterances with speaker and time, or which of these it is not.
//!
//! | maker | where the speech stands | unit of time |
//! |---|---|---|
//! | Whisper, WhisperX | `segments[]` with `text`, `start`, `end`, perhaps `speaker`; else `text` | seconds |
//! | Deepgram | `results.utterances[]` with `transcript`, `speaker`; else the words of `results.channels[].alternatives[0]` | seconds |
//! | AssemblyAI | `utterances[]` with `text`, `speaker`, `start`, `end`; else `text` | milliseconds |
//! | Rev | `monologues[]` with `speaker` and `elements[]`, each `value` with `ts`, `end_ts` | seconds |
//!
//! Where WhisperX heard several speakers in one segment, its words tell who said which. A text without speakers is one
//! voice, without a name. Places are those of the strings in the file.

use super::{Passage, Time, Utterance};
use crate::source::Source;
use crate::span::{Span, trim};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a recogniser's file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Whose format it is.
    pub maker: &'static str,
    /// What was said, in order.
    pub utterances: Vec<Utterance>,
}

/// All of the formats at once: each field is one maker's.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    segments: Option<Vec<Part<'a>>>,
    #[serde(borrow)]
    utterances: Option<Vec<Part<'a>>>,
    #[serde(borrow)]
    results: Option<Results<'a>>,
    #[serde(borrow)]
    monologues: Option<Vec<Monologue<'a>>>,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow)]
    utterances: Option<Vec<Part<'a>>>,
    #[serde(borrow, default)]
    channels: Vec<Channel<'a>>,
}

#[derive(Deserialize)]
struct Channel<'a> {
    #[serde(borrow, default)]
    alternatives: Vec<Part<'a>>,
}

#[derive(Deserialize)]
struct Monologue<'a> {
    speaker: Option<serde_json::Value>,
    #[serde(borrow, default)]
    elements: Vec<Element<'a>>,
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    ts: Option<f64>,
    end_ts: Option<f64>,
}

/// A stretch of speech, or one word.
#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, alias = "transcript", alias = "punctuated_word", alias = "word")]
    text: Option<&'a RawValue>,
    speaker: Option<serde_json::Value>,
    start: Option<f64>,
    end: Option<f64>,
    #[serde(borrow, default)]
    words: Vec<Word<'a>>,
}

#[derive(Deserialize)]
struct Word<'a> {
    #[serde(borrow)]
    word: Option<&'a RawValue>,
    #[serde(borrow)]
    punctuated_word: Option<&'a RawValue>,
    speaker: Option<serde_json::Value>,
    start: Option<f64>,
    end: Option<f64>,
}

/// How many milliseconds a unit of time has.
#[derive(Clone, Copy)]
enum Unit {
    Seconds,
    Milliseconds,
}

/// Reads it.
///
/// # Errors
/// Why it is none of these, in words.
pub fn read(source: &Source) -> Result<Speech, String> {
    let text = source.text.trim_start_matches('\u{feff}');
    let file: File<'_> = serde_json::from_str(text).map_err(|error| {
        let at = format!("line {} column {}", error.line(), error.column());
        format!("JSON that cannot be read at {at}: {}", super::records::reason(&error))
    })?;
    let speech = |maker, utterances| Ok(Speech { maker, utterances });
    if let Some(segments) = file.segments {
        let maker = if segments.iter().any(|part| part.speaker.is_some()) { "WhisperX" } else { "Whisper" };
        return speech(maker, segments.iter().flat_map(|part| by_word(part, source)).collect());
    }
    if let Some(results) = file.results {
        let parts = match results.utterances {
            Some(utterances) => utterances.iter().map(|part| part.utterance(source, Unit::Seconds)).collect(),
            None => {
                let best = results.channels.iter().filter_map(|channel| channel.alternatives.first());
                best.flat_map(|part| by_word(part, source)).collect()
            }
        };
        return speech("Deepgram", parts);
    }
    if let Some(utterances) = file.utterances {
        return speech(
            "AssemblyAI",
            utterances.iter().map(|part| part.utterance(source, Unit::Milliseconds)).collect(),
        );
    }
    if let Some(monologues) = file.monologues {
        return speech("Rev", monologues.iter().map(|monologue| monologue.utterance(source)).collect());
    }
    match file.text.and_then(|raw| passage(raw, source, None)) {
        Some(said) => speech("a recogniser", vec![Utterance { speaker: None, said }]),
        None => {
            Err("JSON without speech: there is no `segments`, `utterances`, `results`, `monologues` or `text`, nor a \
                     list of records with `question` and `answer`"
                .to_owned())
        }
    }
}

impl Part<'_> {
    fn utterance(&self, source: &Source, unit: Unit) -> Utterance {
        let time = time(self.start, self.end, unit);
        let said = self.text.and_then(|raw| passage(raw, source, time)).unwrap_or_default();
        Utterance { speaker: speaker(self.speaker.as_ref()), said }
    }
}

/// A part whole, or its words by speaker where they tell of several.
fn by_word(part: &Part<'_>, source: &Source) -> Vec<Utterance> {
    let own = |word: &Word<'_>| speaker(word.speaker.as_ref());
    let several = part.words.iter().filter_map(own).any(|other| Some(other) != speaker(part.speaker.as_ref()));
    if !several {
        return vec![part.utterance(source, Unit::Seconds)];
    }
    let mut utterances: Vec<Utterance> = Vec::new();
    for word in &part.words {
        let time = time(word.start, word.end, Unit::Seconds);
        let Some(said) = word.punctuated_word.or(word.word).and_then(|raw| passage(raw, source, time)) else {
            continue;
        };
        let speaker = own(word).or_else(|| speaker(part.speaker.as_ref()));
        match utterances.last_mut() {
            Some(last) if last.speaker == speaker || speaker.is_none() => last.said.join(" ", &said),
            _ => utterances.push(Utterance { speaker, said }),
        }
    }
    utterances
}

impl Monologue<'_> {
    /// The elements hold their own spaces and punctuation.
    fn utterance(&self, source: &Source) -> Utterance {
        let mut said = Passage::default();
        for element in &self.elements {
            let time = time(element.ts, element.end_ts, Unit::Seconds);
            if let Some(word) = element.value.and_then(|raw| whole(raw, source, time)) {
                said.join("", &word);
            }
        }
        Utterance { speaker: speaker(self.speaker.as_ref()), said }
    }
}

/// `Speaker 0` of a number, `Speaker A` of a letter, and names as they are.
fn speaker(value: Option<&serde_json::Value>) -> Option<String> {
    match value? {
        serde_json::Value::Number(number) => Some(format!("Speaker {number}")),
        serde_json::Value::String(name) if name.trim().is_empty() => None,
        serde_json::Value::String(name) if name.trim().chars().count() == 1 => Some(format!("Speaker {}", name.trim())),
        serde_json::Value::String(name) => Some(name.trim().to_owned()),
        _ => None,
    }
}

/// Milliseconds of whatever unit. Times that are not finite or below 0 are none.
fn time(start: Option<f64>, end: Option<f64>, unit: Unit) -> Option<Time> {
    let millis = |time: f64| {
        let time = match unit {
            Unit::Seconds => time * 1000.0,
            Unit::Milliseconds => time,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in this range")]
        (0.0..1e12).contains(&time).then(|| time.round() as u64)
    };
    let start = millis(start?)?;
    Some(Time { start, end: end.and_then(millis).unwrap_or(start).max(start) })
}

/// The text of a JSON string with its place, without the spaces around it; nothing of anything else.
fn passage(raw: &RawValue, source: &Source, time: Option<Time>) -> Option<Passage> {
    Some(spoken(trim(inner(raw, source)?, &source.text), source, time)).filter(|said| !said.text.trim().is_empty())
}

/// The same with the spaces.
fn whole(raw: &RawValue, source: &Source, time: Option<Time>) -> Option<Passage> {
    Some(spoken(inner(raw, source)?, source, time))
}

/// What is between the quotes, if it can be read.
fn inner(raw: &RawValue, source: &Source) -> Option<Span> {
    serde_json::from_str::<String>(raw.get()).ok()?;
    // The raw value is a part of the file's text, so the distance of the two is its place there.
    let start = raw.get().as_ptr() as usize - source.text.as_ptr() as usize + 1;
    Some(Span::new(start, start + raw.get().len() - 2))
}

/// Stretches as they stand there, and what each escape between them stands for.
fn spoken(span: Span, source: &Source, time: Option<Time>) -> Passage {
    let mut said = Passage::default();
    let mut at = span.start;
    while at < span.end {
        let rest = &source.text[at..span.end];
        let (length, text) = match rest.find('\\') {
            Some(0) => escape(rest),
            Some(plain) => (plain, rest[..plain].to_owned()),
            None => (rest.len(), rest.to_owned()),
        };
        said.push(source, Span::new(at, at + length), &text, time);
        at += length;
    }
    said
}

/// The escape that a valid string begins with: its length, two where they are the halves of one character, and what it
/// stands for.
fn escape(text: &str) -> (usize, String) {
    let lengths = [2, 6, 12].into_iter().filter(|&length| length <= text.len());
    let read = |length: usize| Some((length, serde_json::from_str(&format!("\"{}\"", text.get(..length)?)).ok()?));
    lengths.filter_map(read).next().unwrap_or((text.len(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::merge;

    /// The maker, then turns as `Speaker|start|text`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::new("t.json", text);
        let speech = read(&source).unwrap();
        let turns = merge(speech.utterances, " ");
        let start = |said: &Passage| said.time(Span::new(0, 1)).map_or("-".to_owned(), |time| time.start.to_string());
        let turns = turns.iter().map(|turn| format!("{}|{}|{}", turn.speaker, start(&turn.said), turn.said.text));
        let shown: Vec<_> = std::iter::once(speech.maker.to_owned()).chain(turns).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn each_maker() {
        check(
            r#"{"text":" A lock. So.","segments":[{"id":0,"start":0.5,"end":1.0,"text":" A lock."},{"id":1,"start":1.0,"end":2.0,"text":" So."}],"language":"en"}"#,
            &["Whisper", "|500|A lock. So."],
        );
        check(
            r#"{"segments":[{"start":0.5,"end":1.0,"text":" What? A","speaker":"SPEAKER_00","words":[{"word":"What?","start":0.5,"end":0.6,"speaker":"SPEAKER_00"},{"word":"A","start":0.9,"end":1.0,"speaker":"SPEAKER_01"}]},{"start":1.1,"end":1.4,"text":"lock.","speaker":"SPEAKER_01"}]}"#,
            &["WhisperX", "SPEAKER_00|500|What?", "SPEAKER_01|900|A lock."],
        );
        check(
            r#"{"metadata":{},"results":{"utterances":[{"start":0.1,"end":1.2,"transcript":"What \"is\" it?","speaker":0},{"start":1.5,"end":2,"transcript":"A lock.","speaker":1}]}}"#,
            &["Deepgram", "Speaker 0|100|What \"is\" it?", "Speaker 1|1500|A lock."],
        );
        check(
            r#"{"results":{"channels":[{"alternatives":[{"transcript":"what a lock","words":[{"word":"what","punctuated_word":"What?","start":0.1,"end":0.2,"speaker":0},{"word":"a","start":1,"end":1.1,"speaker":1},{"word":"lock","start":1.1,"end":1.2,"speaker":1}]}]}]}}"#,
            &["Deepgram", "Speaker 0|100|What?", "Speaker 1|1000|a lock"],
        );
        check(
            r#"{"id":"x","text":"What? A lock.","utterances":[{"speaker":"A","start":250,"end":900,"text":"What?","words":[]},{"speaker":"B","start":1000,"end":2000,"text":"A lock."}]}"#,
            &["AssemblyAI", "Speaker A|250|What?", "Speaker B|1000|A lock."],
        );
        check(
            r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"What","ts":0.3,"end_ts":0.5},{"type":"punct","value":"?"}]},{"speaker":1,"elements":[{"type":"text","value":"A","ts":1.0,"end_ts":1.1},{"type":"punct","value":" "},{"type":"text","value":"lock","ts":1.1,"end_ts":1.4},{"type":"punct","value":"."}]}]}"#,
            &["Rev", "Speaker 0|300|What?", "Speaker 1|1000|A lock."],
        );
        check(r#"{"text":"A lock.","utterances":null}"#, &["a recogniser", "|-|A lock."]);
    }

    #[test]
    fn places_are_those_in_the_file() {
        let source = Source::new("t", "{\n \"segments\": [\n  {\"text\": \" A lock.\", \"start\": 1}\n ]\n}");
        let said = read(&source).unwrap().utterances.remove(0).said;
        assert_eq!((said.text.as_str(), said.byte(2)), ("A lock.", source.text.find("lock")));
        assert_eq!((said.place(2).line, said.place(2).column), (3, 16));
        let source = Source::new("t", r#"{"text": "\u00a0 A \"b\" \ud83d\ude00 lock\n"}"#);
        let said = read(&source).unwrap().utterances.remove(0).said;
        let lock = said.text.find("lock").unwrap();
        assert_eq!((said.text.trim(), said.byte(lock)), ("A \"b\" \u{1f600} lock", source.text.find("lock")));
    }

    #[test]
    fn what_is_no_speech_is_told() {
        let refuse = |text: &str| read(&Source::new("t", text)).expect_err(text);
        assert!(refuse("{\"a\": 1}").starts_with("JSON without speech"));
        assert!(refuse("{\"segments\": [").starts_with("JSON that cannot be read at line 1 column 14"));
        assert!(refuse("{\"text\": \"  \"}").starts_with("JSON without speech"));
    }
}
