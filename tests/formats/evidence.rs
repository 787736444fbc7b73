//! Evidence leads back into its file: to the words at its place, and to the captions in which they were said.

use super::{CAPTIONS, PLAIN, SPEECH, STAMPED, TRANSCRIPTS, evidence, files, grade, number, text, utf16};
use serde_json::Value;
use std::fs;

/// The whole recording, in seconds.
const LENGTH: f64 = 230.0;

/// Line and column of the first word of all evidence, and its byte in the file.
#[test]
fn evidence_points_at_its_words_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let wide = folder.path().join("wide.txt");
    fs::write(&wide, utf16(&format!("\u{feff}{}", fs::read_to_string(PLAIN).unwrap()), u16::to_be_bytes)).unwrap();
    for file in files(TRANSCRIPTS).into_iter().chain([wide.to_str().unwrap().to_owned()]) {
        let bytes = fs::read(&file).unwrap();
        let is_wide = file.ends_with("wide.txt");
        let plain = if is_wide { fs::read(PLAIN).unwrap() } else { bytes.clone() };
        let plain = String::from_utf8(plain).unwrap();
        let lines: Vec<&str> = plain.trim_start_matches('\u{feff}').lines().collect();
        let graded = grade(&file, &[]);
        for found in graded.answers.iter().flat_map(evidence).flatten() {
            let word = text(&found["text"]).split_whitespace().next().unwrap();
            let (line, column) = (number(&found["line"]), number(&found["column"]));
            let there: String = lines[line - 1].chars().skip(column - 1).collect();
            assert!(there.starts_with(word), "{file}: {word} is not at {line}:{column}, but {there}");
            let word = if is_wide { utf16(word, u16::to_be_bytes) } else { word.into() };
            assert!(bytes[number(&found["byte"])..].starts_with(&word), "{file}: {found}");
        }
    }
}

#[test]
fn evidence_has_its_time_in_the_recording() {
    for file in CAPTIONS.iter().chain(&SPEECH).chain(&STAMPED) {
        for found in grade(&format!("{TRANSCRIPTS}/{file}"), &[]).answers.iter().flat_map(evidence) {
            let mut found: Vec<&Value> = found.iter().collect();
            found.sort_by_key(|found| number(&found["start"]));
            let times: Vec<(f64, f64)> = found
                .iter()
                .map(|found| (found["time"].as_f64().expect(file), found["time_end"].as_f64().expect(file)))
                .collect();
            assert!(times.iter().all(|&(start, end)| start <= end && end < LENGTH), "{file} {times:?}");
            assert!(times.is_sorted_by_key(|&(start, _)| start), "{file} {times:?}");
        }
    }
}

/// A caption's place in the file, its times in seconds, and its text as it stands there.
struct Cue {
    line: usize,
    start: f64,
    end: f64,
    text: String,
}

fn cues(file: &str) -> Vec<Cue> {
    let seconds = |time: &str| {
        let parts = time.replace(',', ".");
        parts.split(':').fold(0.0, |sum, part| sum * 60.0 + part.trim().parse::<f64>().unwrap())
    };
    let mut cues: Vec<Cue> = Vec::new();
    for (at, line) in fs::read_to_string(format!("{TRANSCRIPTS}/{file}")).unwrap().lines().enumerate() {
        let times = line.split_once(" --> ").or_else(|| if file.ends_with("sbv") { sbv(line) } else { None });
        match (times, cues.last_mut()) {
            (Some((start, end)), _) => {
                let end = end.split(' ').next().unwrap();
                cues.push(Cue { line: at + 1, start: seconds(start), end: seconds(end), text: String::new() });
            }
            (None, Some(cue)) => cue.text += line,
            (None, None) => {}
        }
    }
    cues
}

fn sbv(line: &str) -> Option<(&str, &str)> {
    line.split_once(',').filter(|_| line.starts_with("0:") && line.len() == "0:00:00.000,0:00:00.000".len())
}

#[test]
fn times_are_those_of_the_captions_with_these_words() {
    let same = |one: f64, other: f64| (one - other).abs() < 0.0005;
    for file in CAPTIONS {
        let cues = cues(file);
        for found in grade(&format!("{TRANSCRIPTS}/{file}"), &[]).answers.iter().flat_map(evidence).flatten() {
            let line = number(&found["line"]);
            let (start, end) = (found["time"].as_f64().unwrap(), found["time_end"].as_f64().unwrap());
            let first = cues.iter().rposition(|cue| cue.line < line).unwrap();
            assert!(same(cues[first].start, start), "{file}: {found}");
            let last = text(&found["text"]).split_whitespace().last().unwrap();
            let is_last = |cue: &Cue| same(cue.end, end) && cue.text.contains(last);
            assert!(cues.iter().any(is_last), "{file}: {found}");
        }
    }
}

/// "use a tuple as a" – "Mm-hm." – "dictionary key"
#[test]
fn words_around_an_interjection_are_heard_together() {
    for file in CAPTIONS.into_iter().filter(|file| *file != "youtube.vtt") {
        let graded = grade(&format!("{TRANSCRIPTS}/{file}"), &[]);
        let all: Vec<&Value> = graded.answers.iter().flat_map(evidence).flatten().collect();
        let found = all.iter().find(|found| text(&found["text"]).contains("tuple as a\ndictionary key"));
        let found = found.unwrap_or_else(|| panic!("{file}: {all:?}"));
        let cues = cues(file);
        let between = cues.iter().find(|cue| cue.text.contains("Mm-hm.")).unwrap();
        assert!(found["time"].as_f64().unwrap() < between.start, "{file}: {found}");
        assert!(between.end < found["time_end"].as_f64().unwrap(), "{file}: {found}");
    }
}
