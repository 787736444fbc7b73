//! Laws of the readers, for every input: they never panic, and what they read leads back into the file.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use proptest::prelude::*;
use proptest::sample::Index;
use rubricate::decode::decode;
use rubricate::intake::{Intake, Sheet, Taken};
use rubricate::rubric::load::{File, load};
use rubricate::source::Source;
use rubricate::span::Span;
use rubricate::transcript::format::{Format, recognise};
use rubricate::transcript::{Passage, Turn, captions, labelled, merge, speech};
use rubricate::wordings::Wordings;
use std::fs;
use std::sync::LazyLock;

const FORMATS: [Format; 8] =
    [Format::Jsonl, Format::Json, Format::Csv, Format::Tsv, Format::Vtt, Format::Srt, Format::Sbv, Format::Text];

static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| {
    let question = |id: &str, question: &str| File {
        name: format!("{id}.yaml"),
        bytes: format!("id: {id}\nquestion: {question}\ncriteria: [{{id: a, title: A, points: 1, strong: [lock]}}]\n")
            .into(),
    };
    let loaded = load(vec![
        question("list-vs-tuple", "How does a list differ from a tuple, and why care?"),
        question("gil", "What is the global interpreter lock (GIL)?"),
    ]);
    Wordings::new(&loaded.bank)
});

/// Name and text of each fixture; of large ones the beginning.
static FIXTURES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    const MOST: usize = 6000;
    let folders = ["fixtures/transcripts", "fixtures/sheets"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| {
        let text = decode(fs::read(path).unwrap()).text;
        let cut = (0..=MOST).rev().find(|&at| text.is_char_boundary(at)).filter(|_| text.len() > MOST);
        let text = match (cut, path.extension().and_then(|ending| ending.to_str())) {
            (Some(_), Some("json")) => shortened(&text),
            (Some(cut), _) => text[..cut].to_owned(),
            (None, _) => text,
        };
        (path.display().to_string(), text)
    };
    paths.iter().map(text).collect()
});

/// A recogniser's file with the first two members of each of its lists.
fn shortened(json: &str) -> String {
    fn shorten(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(members) => {
                members.truncate(2);
                members.iter_mut().for_each(shorten);
            }
            serde_json::Value::Object(fields) => fields.values_mut().for_each(shorten),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(json).unwrap();
    shorten(&mut value);
    serde_json::to_string(&value).unwrap()
}

/// What becomes of a fixture.
#[derive(Clone, Debug)]
enum Mutation {
    /// The characters between two places go.
    Cut(Index, Index),
    /// A line stands there twice.
    Double(Index),
    /// Two lines change places.
    Swap(Index, Index),
    /// Characters are put in.
    Splice(Index, String),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<Index>;
    let odd = prop::sample::select(vec![
        "\"", "\\", "\r", "\n\n", "-->", ">> ", "&gt;&gt; ", "&amp;", "<v ", "</v>", "<c>", ":", "(AB)", "[", "{", "}",
        ",", "00:00:01.000 --> ", "WEBVTT", "NOTE ", "# Transcript", "\u{feff}", "\u{a0}", "\u{3000}", "\\n",
        "\\ud83d", "İ", "é", "**", "0:01", "\0", ";", "\t", "sep=,\n",
    ]);
    prop_oneof![
        (index(), index()).prop_map(|(from, to)| Mutation::Cut(from, to)),
        index().prop_map(Mutation::Double),
        (index(), index()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        (index(), any::<String>()).prop_map(|(at, text)| Mutation::Splice(at, text)),
        (index(), odd).prop_map(|(at, text)| Mutation::Splice(at, text.to_owned())),
    ]
}

fn mutated(text: &str, mutation: &Mutation) -> String {
    let place = |index: &Index| {
        let at = index.index(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    };
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    match mutation {
        Mutation::Cut(one, other) => {
            let (one, other) = (place(one), place(other));
            // Short cuts leave something to read.
            let (from, to) = (one.min(other), one.max(other));
            let to = (from..=to.min(from + 40)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(from);
            format!("{}{}", &text[..from], &text[to..])
        }
        Mutation::Splice(at, new) => format!("{}{new}{}", &text[..place(at)], &text[place(at)..]),
        _ if lines.is_empty() => String::new(),
        Mutation::Double(line) => {
            let at = line.index(lines.len());
            let line = lines[at];
            lines.insert(at, line);
            lines.concat()
        }
        Mutation::Swap(one, other) => {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
            lines.concat()
        }
    }
}

/// A name, and a text that may be what the name says.
fn input() -> impl Strategy<Value = (String, String)> {
    let changed = (any::<Index>(), prop::collection::vec(mutation(), 0..5)).prop_map(|(fixture, mutations)| {
        let (name, text) = fixture.get(&FIXTURES);
        (name.clone(), mutations.iter().fold(text.clone(), |text, mutation| mutated(&text, mutation)))
    });
    prop_oneof![1 => any::<String>().prop_map(|text| ("x.txt".to_owned(), text)), 6 => changed]
}

/// Stretches rise and lie on borders of characters, each stands at its place and byte, and every offset has a place.
fn check_passage(said: &Passage, source: &Source) -> Result<(), TestCaseError> {
    let borders: Vec<usize> = (0..=said.text.len()).filter(|&at| said.text.is_char_boundary(at)).collect();
    let step = borders.len() / 100 + 1;
    for &at in borders.iter().step_by(step).chain(borders.last()) {
        let _ = (said.place(at), said.byte(at), said.time(Span::new(at, said.text.len())), said.time(Span::at(at)));
    }
    prop_assert!(said.stretches.is_sorted_by_key(|stretch| stretch.from));
    let ends = said.stretches.iter().skip(1).map(|stretch| stretch.from).chain([said.text.len()]);
    for (stretch, end) in said.stretches.iter().zip(ends) {
        let words = said.text.get(stretch.from..end);
        prop_assert!(words.is_some(), "{:?}", stretch);
        prop_assert_eq!(source.line_column(stretch.byte), stretch.place);
        let there = source.text.get(stretch.byte..);
        prop_assert!(there.is_some(), "{:?}", stretch);
        // What joins it to the next one is no part of it, and an escape stands for something else.
        let (words, there) = (words.unwrap_or_default().trim_end(), there.unwrap_or_default());
        prop_assert!(there.starts_with(words) || there.starts_with(['&', '\\']), "{:?} is not at {:?}", words, there);
    }
    Ok(())
}

fn check_turns(turns: &[Turn], source: &Source) -> Result<(), TestCaseError> {
    turns.iter().try_for_each(|turn| check_passage(&turn.said, source))
}

fn intake() -> Intake<'static> {
    Intake::new(&WORDINGS)
}

fn sheet(intake: &Intake<'_>, name: &str, bytes: &[u8], format: Format) -> Vec<Taken> {
    let head = String::from_utf8_lossy(bytes);
    let mut sheet = Sheet::new(intake, name, &head, format);
    let rows: Result<Vec<_>, _> = bytes.split_inclusive(|&byte| byte == b'\n').map(|line| sheet.line(line)).collect();
    let rest = sheet.end();
    rows.into_iter().flatten().flatten().chain(rest.unwrap_or_default()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn turns_lead_back_into_the_file((name, text) in input()) {
        let source = Source::new(name, text);
        check_turns(&merge(captions::read(&source).utterances, " "), &source)?;
        check_turns(&merge(labelled::read(&source), "\n"), &source)?;
        if let Ok(speech) = speech::read(&source) {
            check_turns(&merge(speech.utterances, " "), &source)?;
        }
    }

    #[test]
    fn answers_lead_back_into_the_file((name, text) in input(), format in prop::sample::select(FORMATS.to_vec())) {
        let source = Source::new(name.as_str(), text.as_str());
        for format in [format, recognise(&name, &text)] {
            let mut intake = intake();
            for order in [Vec::new(), vec!["gil".to_owned()]] {
                intake.order = order;
                for taken in intake.whole(&name, text.clone().into_bytes(), format).taken {
                    if !taken.answer.said.stretches.is_empty() {
                        check_passage(&taken.answer.said, &source)?;
                    }
                }
            }
            intake.question = Some("gil".to_owned());
            let _ = intake.whole(&name, text.clone().into_bytes(), format);
        }
    }

    #[test]
    fn sheets_and_records_are_taken_or_refused((name, text) in input(), odd in any::<Vec<u8>>(), at in any::<Index>()) {
        let intake = intake();
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..at, odd);
        for format in [Format::Csv, Format::Tsv] {
            for taken in sheet(&intake, &name, &bytes, format) {
                prop_assert!(taken.refused.is_some() || !taken.answer.id.is_empty() || taken.answer.question.is_empty());
            }
        }
        for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            let _ = intake.line(&name, at + 1, line);
        }
        for format in FORMATS {
            let _ = intake.whole(&name, bytes.clone(), format);
        }
    }
}
