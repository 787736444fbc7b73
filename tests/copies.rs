//! Passages learnt by heart or copied: from the model answer, from known texts, between candidates.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// About twice as long as what counts as a passage.
const PASSAGE: &str = "Reference counting frees an object the moment its last name goes away, which the collector of cycles \
cannot do, and since two threads could count at once the interpreter lets a single one of them run at any given time.";

/// The same with a word here and there changed.
const TOUCHED_UP: &str = "Reference counting frees an object the moment its last name vanishes, which the collector of cycles \
can never do, and since two threads might count at once the interpreter lets a single one of them work at any given time.";

/// The same in other words.
const PARAPHRASE: &str = "As soon as nothing refers to a thing any longer it is gone, cycles aside, because every object has a \
counter. Were several threads to change those counters together they would break, so only one thread gets to run.";

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn grade(folder: &Path, args: &[&str], stdin: &str) -> Run {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    command.arg("grade").args(args).current_dir(folder).env("COLUMNS", "80").write_stdin(stdin);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The answers as JSON lines.
fn graded(folder: &Path, args: &[&str], stdin: &str) -> Vec<Value> {
    let run = grade(folder, &[&["-", "-f", "jsonl", "--quiet"], args].concat(), stdin);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The flags of this kind.
fn flags<'a>(graded: &'a Value, kind: &str) -> Vec<&'a Value> {
    graded["flags"].as_array().unwrap().iter().filter(|flag| flag["flag"] == kind).collect()
}

fn record(candidate: &str, answer: &str) -> String {
    json!({"id": format!("{candidate}/gil"), "candidate": candidate, "question": "gil", "answer": answer}).to_string()
        + "\n"
}

/// Words of somebody's own, the same for the same number.
fn own_words(number: usize) -> String {
    const WORDS: [&str; 24] = [
        "queue", "once", "we", "measured", "slow", "because", "job", "printer", "nobody", "waits", "team", "river",
        "green", "sometimes", "moves", "fast", "paper", "every", "night", "calls", "two", "boxes", "under", "load",
    ];
    let mut state = number as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[usize::try_from(state >> 33).unwrap() % WORDS.len()]
    };
    let words: Vec<_> = (0..40).map(|_| next()).collect();
    words.join(" ") + ". "
}

#[test]
fn of_a_hundred_candidates_the_two_who_share_a_passage_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let answer = |at: usize| match at {
        17 => own_words(at) + PASSAGE,
        62 => TOUCHED_UP.to_owned() + " " + &own_words(at),
        80 => own_words(at) + PARAPHRASE,
        _ => own_words(at),
    };
    let lines: Vec<String> = (0..100).map(|at| record(&format!("c{at}"), &answer(at))).collect();
    let found = graded(folder.path(), &["--copies"], &lines.concat());
    assert_eq!(found.len(), 100);
    let named: Vec<_> = found.iter().filter(|graded| !flags(graded, "shared-passage").is_empty()).collect();
    assert_eq!(named.iter().map(|graded| &graded["candidate"]).collect::<Vec<_>>(), ["c17", "c62"]);
    let (one, other) = (flags(named[0], "shared-passage")[0], flags(named[1], "shared-passage")[0]);
    assert_eq!(one["text"], PASSAGE.trim_end_matches('.'));
    assert_eq!(one["other"]["text"], TOUCHED_UP.trim_end_matches('.'));
    assert_eq!(one["other"]["candidate"], "c62");
    assert_eq!(one["other"]["id"], "c62/gil");
    assert_eq!(one["other"]["source"], "<stdin>:63");
    assert_eq!((&one["text"], &one["other"]["text"]), (&other["other"]["text"], &other["text"]));
    let (start, end) = (one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap());
    let range = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
    assert_eq!(one["text"], answer(17)[range]);
    // Nobody is compared unless that is asked for, and the rest of the grades stays the same.
    let mut plain = graded(folder.path(), &[], &lines.concat());
    assert!(plain.iter().all(|graded| flags(graded, "shared-passage").is_empty()));
    for at in [17, 62] {
        plain[at]["flags"] = found[at]["flags"].clone();
    }
    assert_eq!(plain, found);
    // The order of the answers does not matter.
    let reversed: Vec<String> = lines.iter().rev().cloned().collect();
    let again = graded(folder.path(), &["--copies", "-j1"], &reversed.concat());
    assert_eq!(flags(&again[82], "shared-passage")[0]["text"], one["text"]);
    assert_eq!(again.iter().filter(|graded| !flags(graded, "shared-passage").is_empty()).count(), 2);
}

#[test]
fn honest_answers_share_nothing() {
    let answers = fs::read_to_string("fixtures/answers/python.jsonl").unwrap();
    let found = graded(Path::new("."), &["--copies"], &answers);
    assert_eq!(found.len(), 729);
    for graded in found {
        assert!(flags(&graded, "shared-passage").is_empty(), "{}: {}", graded["id"], graded["flags"]);
    }
}

/// Whether two candidates who say this are flagged.
#[track_caller]
fn check(one: &str, other: &str, expected: bool) {
    let folder = tempfile::tempdir().unwrap();
    let lines = record("a", &(own_words(1) + one)) + &record("b", &(other.to_owned() + " " + &own_words(2)));
    let found = graded(folder.path(), &["--copies"], &lines);
    for graded in found {
        assert_eq!(!flags(&graded, "shared-passage").is_empty(), expected, "{one} / {other}: {}", graded["flags"]);
    }
}

#[test]
fn copies_are_told_from_what_everybody_says() {
    check(PASSAGE, PASSAGE, true);
    check(PASSAGE, &PASSAGE.to_uppercase().replace(' ', "  \n"), true);
    check(PASSAGE, TOUCHED_UP, true);
    check(PASSAGE, PARAPHRASE, false);
    check("It depends on what you are trying to do.", "It depends on what you are trying to do.", false);
    let question = "What does CPython's global interpreter lock do, and when does it matter? Can you explain the GIL and what it means for concurrency in Python?";
    check(question, question, false);
}

#[test]
fn known_texts_are_found_in_files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("wiki")).unwrap();
    fs::write(folder.path().join("wiki/gil.md"), format!("# The lock\n\n> {PASSAGE}\n\nMore of it.\n")).unwrap();
    fs::write(folder.path().join("other.txt"), own_words(7)).unwrap();
    let lines = record("a", &(own_words(1) + TOUCHED_UP)) + &record("b", PARAPHRASE);
    let found = graded(folder.path(), &["--known", "other.txt", "--known", "wiki"], &lines);
    let known = flags(&found[0], "known-text");
    assert_eq!(known.len(), 1);
    assert_eq!(known[0]["detail"], "31 words as in wiki/gil.md");
    assert_eq!(known[0]["text"], TOUCHED_UP.trim_end_matches('.'));
    assert_eq!(
        known[0]["other"],
        json!({"source": "wiki/gil.md", "id": null, "candidate": null, "text": PASSAGE.trim_end_matches('.')})
    );
    assert!(flags(&found[1], "known-text").is_empty());
}

#[test]
fn a_known_text_that_cannot_be_read_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("paper.txt"), b"%PDF-1.7 ...").unwrap();
    let lines = record("a", PASSAGE);
    for (name, reason) in [
        ("gone.md", "error: --known: gone.md cannot be read: "),
        (
            "paper.txt",
            "error: --known: paper.txt looks like PDF; save it as plain text (UTF-8) or Markdown and name that",
        ),
        ("*.md", "error: --known: 0 files match *.md"),
    ] {
        let run = grade(folder.path(), &["-", "--known", name], &lines);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
    fs::write(folder.path().join("out.csv"), PASSAGE).unwrap();
    let run = grade(folder.path(), &["-", "--known", "out.csv", "-o", "out.csv"], &lines);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("is one of the inputs"), "{}", run.stderr);
}

const BANK: &str = "name: Small
bands: [{name: strong, from: 50}, {name: weak, from: 0}]
flags:
  shared-passage: {at_most: weak}
";

const RUBRIC: &str = "id: counts
question: Why does the interpreter have a lock?
model_answer: The lock keeps the counts of references right when several threads run, for a count is read, changed and written.
criteria:
  - id: counts
    title: Protects reference counts
    points: 2
    strong: [reference ... counting]
";

/// A bank of one question, in which a shared passage caps the band.
fn with_bank() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bank")).unwrap();
    fs::write(folder.path().join("bank/bank.yaml"), BANK).unwrap();
    fs::write(folder.path().join("bank/counts.yaml"), RUBRIC).unwrap();
    fs::write(folder.path().join("<b>@wiki\u{1b}.md"), PASSAGE).unwrap();
    folder
}

fn two(hostile: &str) -> String {
    let line = |candidate: &str, answer: &str| {
        json!({"candidate": candidate, "question": "counts", "answer": answer}).to_string() + "\n"
    };
    line("=Ann<script>", &format!("Well. {PASSAGE}")) + &line("Bo", &format!("{TOUCHED_UP} {hostile}"))
}

#[test]
fn both_passages_stand_in_every_report() {
    let folder = with_bank();
    let args = |format| ["-", "--rubrics", "bank", "--copies", "--known", "<b>@wiki\u{1b}.md", "-f", format];
    let hostile = "<script>alert(1)</script> \u{1b}[31m";
    let run = |format| {
        let run = grade(folder.path(), &args(format), &two(hostile));
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(!run.stdout.contains('\u{1b}'), "{format}");
        run.stdout
    };
    insta::assert_snapshot!("copies_table", run("table"));
    insta::assert_snapshot!("copies_markdown", run("md"));
    insta::assert_snapshot!("copies_junit", run("junit"));
    let html = run("html");
    assert!(!html.contains("<script"), "a name became markup");
    for text in [PASSAGE, TOUCHED_UP] {
        let quote = format!("<blockquote><bdi>{}</bdi></blockquote>", text.trim_end_matches('.'));
        assert!(html.matches(&quote).count() >= 2, "{quote}");
    }
    assert!(run("csv").contains("known-text shared-passage"), "{}", run("csv"));
}

#[test]
fn the_model_answer_by_heart_is_shown_with_its_words() {
    let folder = with_bank();
    let said = "So the lock keeps the count of references right when several threads run, for a count is read, changed and written";
    let line = json!({"question": "counts", "answer": format!("{said}. I think.")}).to_string();
    let found = graded(folder.path(), &["--rubrics", "bank"], &line);
    let flag = flags(&found[0], "model-answer")[0];
    assert_eq!(flag["text"], said.strip_prefix("So the ").unwrap());
    assert_eq!(flag["other"]["source"], "model answer");
    assert_eq!(flag["other"]["id"], "counts");
    assert!(RUBRIC.contains(flag["other"]["text"].as_str().unwrap()));
}
