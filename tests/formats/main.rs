//! One interview in every format that its readers know: the same grades, and evidence that leads back into each file.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

mod evidence;

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::sync::LazyLock;

const TRANSCRIPTS: &str = "fixtures/transcripts";
const SHEETS: &str = "fixtures/sheets";
const PLAIN: &str = "fixtures/transcripts/labelled.txt";
const CAPTIONS: [&str; 7] =
    ["zoom.vtt", "teams.vtt", "stream.vtt", "meet.vtt", "youtube.vtt", "subrip.srt", "captions.sbv"];
const SPEECH: [&str; 5] = ["whisper.json", "deepgram.json", "deepgram-words.json", "assemblyai.json", "rev.json"];
const STAMPED: [&str; 5] = ["otter.txt", "riverside.txt", "rev.txt", "bracketed.txt", "meet.md"];

/// What a run said on stderr, and the answers that it graded.
struct Graded {
    said: String,
    answers: Vec<Value>,
}

fn run(paths: &[&str], args: &[&str]) -> Graded {
    let output = Command::cargo_bin("rubricate")
        .unwrap()
        .args(["grade", "-f", "jsonl"])
        .args(paths)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let answers = text(output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Graded { said: text(output.stderr), answers }
}

/// All fixtures in one run, for each start of the program reads the whole bank.
static FIXTURES: LazyLock<Graded> = LazyLock::new(|| run(&[TRANSCRIPTS, SHEETS], &[]));

/// What the program makes of a file, with these arguments.
fn grade(path: &str, args: &[&str]) -> Graded {
    if !path.starts_with("fixtures/") || !args.is_empty() {
        return run(&[path], args);
    }
    let from = |source: &str| source.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    let answers = FIXTURES.answers.iter().filter(|answer| from(text(&answer["source"])));
    let said = FIXTURES.said.lines().filter(|line| from(line)).map(|line| format!("{line}\n"));
    Graded { said: said.collect(), answers: answers.cloned().collect() }
}

/// `gil 54.8 partial one-thread=strong …`, a line an answer.
fn scores(graded: &Graded) -> String {
    let criterion = |criterion: &Value| format!(" {}={}", text(&criterion["id"]), text(&criterion["verdict"]));
    let score = |answer: &Value| {
        let criteria: String = list(&answer["criteria"]).iter().map(criterion).collect();
        format!("{} {} {}{criteria}\n", text(&answer["question"]), answer["score"], text(&answer["band"]))
    };
    graded.answers.iter().map(score).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// All evidence of an answer, a list a criterion.
fn evidence(answer: &Value) -> impl Iterator<Item = &[Value]> {
    list(&answer["criteria"]).iter().map(|criterion| list(&criterion["evidence"]))
}

static EXPECTED: LazyLock<String> = LazyLock::new(|| scores(&grade(PLAIN, &[])));

#[track_caller]
fn check(path: &str, args: &[&str]) -> Graded {
    let graded = grade(path, args);
    assert_eq!(scores(&graded), *EXPECTED, "{path} {args:?}: {}", graded.said);
    graded
}

#[test]
fn the_interview_has_something_of_everything() {
    assert_eq!(EXPECTED.lines().count(), 4, "{}", *EXPECTED);
    for part in [" strong ", " partial ", " weak ", "=strong", "=partial", "=wrong", "=missing"] {
        assert!(EXPECTED.contains(part), "{part} in {}", *EXPECTED);
    }
}

#[test]
fn every_transcript_gets_the_same_grades() {
    let files = files(TRANSCRIPTS);
    assert_eq!(files.len(), CAPTIONS.len() + SPEECH.len() + STAMPED.len() + 2);
    for file in files {
        check(&file, &[]);
    }
}

#[test]
fn every_sheet_gets_the_same_grades() {
    let files = files(SHEETS);
    assert_eq!(files.len(), 13);
    for file in files {
        let graded = check(&file, &[]);
        assert!(graded.answers.iter().all(|answer| text(&answer["candidate"]).contains(['@', 'W'])), "{file}");
    }
}

fn files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> = entries.map(|path| path.to_str().unwrap().replace('\\', "/")).collect();
    files.sort();
    files
}

#[test]
fn what_was_decided_is_said() {
    for (file, expected) in [
        ("zoom.vtt", "WebVTT captions"),
        ("teams.vtt", "captions out of order were put in order"),
        ("youtube.vtt", "repeated lines were read once"),
        ("youtube.vtt", "`Speaker 1` is the candidate; 4 questions found"),
        ("subrip.srt", "SubRip captions"),
        ("captions.sbv", "SBV captions"),
        ("whisper.json", "JSON of WhisperX"),
        ("deepgram.json", "JSON of Deepgram"),
        ("assemblyai.json", "JSON of AssemblyAI"),
        ("assemblyai.json", "`Speaker B` is the candidate; 4 questions found"),
        ("rev.json", "JSON of Rev"),
        ("otter.txt", "text with labelled turns"),
        ("labelled.md", "`Candidate` is the candidate; 4 questions found"),
    ] {
        let said = grade(&format!("{TRANSCRIPTS}/{file}"), &[]).said;
        let found = |line: &str| line.starts_with(&format!("{TRANSCRIPTS}/{file}: ")) && line.ends_with(expected);
        assert!(said.lines().any(found), "{expected} in {said}");
    }
    let said = grade("fixtures/sheets/windows-1252.csv", &[]).said;
    assert_eq!(said.matches("encoding: windows-1252 (guessed)").count(), 1, "{said}");
}

#[test]
fn what_was_decided_can_be_overruled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    fs::copy(PLAIN, &path).unwrap();
    check(path.to_str().unwrap(), &["--input-format", "text"]);
    assert!(grade(PLAIN, &["--input-format", "jsonl"]).said.contains("labelled.txt:1: not JSON"));
    check(PLAIN, &["--speaker", "jonas weber"]);
    check("fixtures/transcripts/youtube.vtt", &["--speaker", "Speaker 1"]);
    let said = grade(PLAIN, &["--speaker", "Anna"]).said;
    assert!(said.contains("nobody is called `Anna`; the speakers are `Priya Raman`, `Jonas Weber`"), "{said}");
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn only_the_candidates_own_words_earn() {
    let document = fs::read_to_string("fixtures/transcripts/meet.md").unwrap();
    let begins = document.lines().position(|line| line.ends_with("Transcript")).unwrap();
    for (file, lines) in [("meet.md", document.clone()), ("labelled.txt", fs::read_to_string(PLAIN).unwrap())] {
        let lines: Vec<&str> = lines.lines().collect();
        for found in check(&format!("{TRANSCRIPTS}/{file}"), &[]).answers.iter().flat_map(evidence).flatten() {
            let line = number(&found["line"]);
            assert!(lines[line - 1].trim_start_matches('*').starts_with("Jonas Weber:"), "{found}");
            assert!(file != "meet.md" || line > begins, "{found}");
        }
    }
    // What the machine wrote would have been worth something.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.txt");
    let summary = document.lines().find(|line| line.starts_with("* **Global")).unwrap();
    fs::write(&path, summary).unwrap();
    let graded = grade(path.to_str().unwrap(), &["--question", "gil"]);
    assert!(graded.answers[0]["score"].as_f64() > Some(20.0), "{}", graded.said);
}

#[test]
fn questions_can_be_told_by_their_order() {
    let ids: Vec<&str> = EXPECTED.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let order = ids.join(",");
    check(PLAIN, &["--questions", &order]);
    let unknown = fs::read_to_string(PLAIN).unwrap();
    let unknown: String = unknown.lines().map(|line| format!("{}\n", hidden(line))).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.txt");
    fs::write(&path, unknown).unwrap();
    let path = path.to_str().unwrap();
    assert!(grade(path, &[]).said.contains("none of the bank's questions is asked"));
    check(path, &["--questions", &order]);
}

/// The same turn, with a question that nobody can recognise, and no other questions.
fn hidden(line: &str) -> &str {
    const ASKED: [&str; 4] =
        ["Python has a list", "suppose I write a == b", "talk about the GIL", "what's a generator"];
    match line.strip_prefix("Priya Raman: ") {
        None => line,
        Some(turn) if ASKED.iter().any(|asked| turn.contains(asked)) => {
            "Priya Raman: Would you turn over the card on top?"
        }
        Some(_) => "Priya Raman: I see.",
    }
}

#[test]
fn clean_forms_change_nothing() {
    let plain = fs::read_to_string(PLAIN).unwrap().replace("weekend", "weekend in Orléans");
    let wide = |c: char| if c.is_ascii_alphanumeric() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    let decomposed = plain.replace('é', "e\u{301}");
    let soft = |word: &str| {
        if word.len() > 7 && word.is_ascii() { format!("{}\u{ad}{}", &word[..3], &word[3..]) } else { word.to_owned() }
    };
    let latin: Vec<u8> = plain.replace('\'', "\u{92}").chars().map(|c| u8::try_from(c).unwrap()).collect();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("as it is", plain.clone().into()),
        ("BOM", format!("\u{feff}{plain}").into()),
        ("CRLF", plain.replace('\n', "\r\n").into()),
        ("lone CR", plain.replace('\n', "\r").into()),
        ("NFD", decomposed.into()),
        ("typographic apostrophes", plain.replace('\'', "\u{2019}").into()),
        ("full width", plain.chars().map(wide).collect::<String>().into()),
        ("soft hyphens", plain.split(' ').map(soft).collect::<Vec<_>>().join(" ").into()),
        ("UTF-16LE", utf16(&plain, u16::to_le_bytes)),
        ("UTF-16BE", utf16(&plain, u16::to_be_bytes)),
        ("UTF-16LE, BOM", utf16(&format!("\u{feff}{plain}"), u16::to_le_bytes)),
        ("UTF-16BE, BOM", utf16(&format!("\u{feff}{plain}"), u16::to_be_bytes)),
        ("Windows-1252", latin),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = |form: &str| folder.path().join(format!("{form}.txt")).to_str().unwrap().to_owned();
    forms.iter().for_each(|(form, bytes)| fs::write(path(form), bytes).unwrap());
    let graded = run(&[folder.path().to_str().unwrap()], &[]);
    for (form, _) in &forms {
        let answers = graded.answers.iter().filter(|answer| text(&answer["source"]) == path(form)).cloned().collect();
        assert_eq!(scores(&Graded { said: String::new(), answers }), *EXPECTED, "{form}: {}", graded.said);
    }
}
