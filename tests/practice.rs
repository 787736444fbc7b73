//! Practice through the program: whole sessions with answers from a stream, and what becomes of the history.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use rubricate::practice::history::{History, read};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A place for a history.
struct Place {
    _folder: TempDir,
    history: PathBuf,
}

/// What a run printed and how it ended.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("new/history.jsonl");
        Self { _folder: folder, history }
    }

    fn run(&self, day: &str, args: &[&str], answers: &str) -> Run {
        let bank = ["--rubrics", "fixtures/banks/first-aid", "--today", day, "--history"];
        run(&[&["practice"], args, &bank, &[self.history.to_str().unwrap()]].concat(), answers)
    }

    fn history(&self) -> History {
        read(&fs::read(&self.history).unwrap())
    }

    /// What the program printed, with the path of the history as it is on any machine.
    fn told(&self, run: &Run) -> String {
        let path = self.history.display().to_string();
        format!("{}--- stderr\n{}", run.stdout, run.stderr).replace(&path, "HISTORY")
    }
}

fn run(args: &[&str], answers: &str) -> Run {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    let output = command.args(args).env("COLUMNS", "80").write_stdin(answers).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[track_caller]
fn check(run: &Run, status: i32, in_stderr: &str) {
    assert_eq!(run.status, status, "{}", run.stderr);
    assert!(run.stderr.contains(in_stderr), "{}", run.stderr);
}

const ANSWERS: &str = "\
I hold the hand under cool running water for twenty minutes and take off the rings.
But I would put ice on it.
.
I would not use butter, and I leave the blisters closed. If it is larger than a hand I call an ambulance.
.
I let them cough while they can.
Then five back blows with the heel of my hand between the shoulder blades.
.
";

/// The ids of the questions that a session asked, in its order.
fn asked(run: &Run) -> Vec<(String, String)> {
    let heads = run.stdout.lines().filter(|line| line.contains(" of ") && line.contains(" minutes \u{b7} "));
    let parts = heads.map(|line| line.split(" \u{b7} ").map(str::to_owned).collect::<Vec<_>>());
    parts.map(|parts| (parts[1].clone(), parts[parts.len() - 1].clone())).collect()
}

#[test]
fn a_whole_session_reads_well() {
    let place = Place::new();
    let session = place.run("2026-01-05", &["burn", "choking"], ANSWERS);
    check(&session, 0, "2 questions; the history is in");
    insta::assert_snapshot!("session", place.told(&session));
    let records = place.history().records;
    let kept: Vec<_> = records.iter().map(|record| (record.question.as_str(), record.followed_up)).collect();
    assert_eq!(kept, [("burn", false), ("burn", true), ("choking", false)]);
    assert!(records[1].answer.starts_with(&records[0].answer) && records[1].answer.contains("I would not use butter"));
    assert!(records[1].tenths() > records[0].tenths());
}

#[test]
fn progress_reads_well() {
    let place = Place::new();
    for (day, answers) in [
        ("2026-01-05", ANSWERS),
        ("2026-01-06", "Cool it with running water for twenty minutes.\n.\n.\nPat them on the back.\n.\n"),
        ("2026-01-07", "Cool it with running water for twenty minutes, and take off rings.\n.\n.\n"),
    ] {
        check(&place.run(day, &["burn", "choking"], answers), 0, "");
    }
    let progress = place.run("2026-01-08", &["--progress"], "");
    check(&progress, 0, "");
    insta::assert_snapshot!("progress", place.told(&progress));
    assert!(progress.stdout.lines().all(|line| line.chars().count() <= 80), "{}", progress.stdout);
}

#[test]
fn what_is_due_comes_first_and_then_new_ones() {
    let place = Place::new();
    let answer = "I call an ambulance.\n.\n.\n";
    let drawn = |day: &str, count: &str, answers: &str| {
        let args = ["--level", "junior", "--count", count, "--seed", "1"];
        place.run(day, &args, answers)
    };
    let first = drawn("2026-01-05", "1", answer);
    let [(known, why)] = asked(&first).try_into().unwrap();
    assert_eq!(why, "new");
    // Not due on the same day: a new one comes.
    let [(other, why)] = asked(&drawn("2026-01-05", "1", answer)).try_into().unwrap();
    assert!(why == "new" && other != known, "{known} {other} {why}");
    let both = drawn("2026-01-06", "3", &answer.repeat(3));
    check(&both, 0, "3 questions (2 due, 1 new)");
    let mut due: Vec<_> = asked(&both)[..2].to_vec();
    due.sort();
    let mut expected = [(known.clone(), "due".to_owned()), (other.clone(), "due".to_owned())];
    expected.sort();
    assert_eq!(due, expected);
    let ids = ["bleeding", "burn", "cardiac-arrest", "choking", "recovery-position", "stroke"];
    let others: Vec<_> = ids.into_iter().filter(|id| *id != known && *id != other).collect();
    let early = place.run("2026-01-06", &["--level", "junior", "--exclude", &others.join(",")], answer);
    check(&early, 0, "2 questions (2 not due yet)");
    // What is due comes back whatever its level, where none is asked for.
    check(&place.run("2026-01-09", &["--count", "2"], answer), 0, "2 questions (2 due)");
}

#[test]
fn a_good_answer_lets_a_question_rest() {
    let place = Place::new();
    let burn = fs::read_to_string("fixtures/banks/first-aid/burn.yaml").unwrap();
    let model = burn.split("model_answer: |\n").nth(1).unwrap().split("\ncriteria").next().unwrap();
    let own = model.replace("I get the hand", "I keep it").replace("Then I cover it loosely", "After this I cover it");
    for (day, next) in [
        ("2026-01-05", "2026-01-06"),
        ("2026-01-06", "2026-01-12"),
        ("2026-01-07", "2026-01-12"),
        ("2026-01-12", "2026-01-29"),
    ] {
        let session = place.run(day, &["burn"], &own);
        check(&session, 0, "");
        assert!(session.stdout.contains(&format!("again on {next}")), "{day}: {}", session.stdout);
    }
}

/// A clock that stood in the future, and then in the past, keeps no question back.
#[test]
fn a_clock_that_stood_wrong_keeps_nothing_back() {
    let place = Place::new();
    let args = ["--level", "junior", "--count", "1", "--seed", "1"];
    let answer = "I call an ambulance.\n.\n.\n";
    let mut known = Vec::new();
    for (day, standing) in [
        ("2100-01-01", "new"),
        ("2026-01-05", "due"),
        ("2026-01-05", "new"),
        ("1970-01-01", "due"),
        ("9999-12-31", "due"),
    ] {
        let session = place.run(day, &args, answer);
        let [(question, why)] = asked(&session).try_into().unwrap();
        assert_eq!(why, standing, "{day}");
        assert_eq!(known.contains(&question), standing == "due", "{day}");
        known.push(question);
        check(&place.run(day, &["--progress"], ""), 0, "");
    }
    assert!(place.history().skipped.is_empty());
}

#[test]
fn a_damaged_history_loses_nothing() {
    let place = Place::new();
    check(&place.run("2026-01-05", &["burn"], "Cool it with water.\n"), 0, "");
    let whole = fs::read_to_string(&place.history).unwrap();
    fs::write(&place.history, format!("{whole}{}", &whole[..60])).unwrap();
    let session = place.run("2026-01-06", &["burn"], "Cool it with water.\n");
    check(&session, 0, ":2: not a line of a history; it is left as it is, and not counted");
    let after = fs::read_to_string(&place.history).unwrap();
    assert!(after.starts_with(&format!("{whole}{}\n", &whole[..60])), "{after}");
    let history = place.history();
    assert_eq!((history.records.len(), history.skipped.as_slice(), history.unended), (2, &[2][..], false));
}

#[test]
fn nothing_that_is_said_acts_on_the_terminal() {
    let place = Place::new();
    let answer = "::error::x \u{1b}[2J\u{202e} cool it with \u{1b}]0;x\u{7} running water.\n::error::x\n";
    let session = place.run("2026-01-05", &["burn"], answer);
    check(&session, 0, "");
    let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!session.stdout.contains(acts), "{}", session.stdout);
    assert!(!session.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", session.stdout);
    assert_eq!(place.history().records[0].answer, answer.trim_end());
}

#[test]
fn what_cannot_be_done_is_said() {
    let place = Place::new();
    let on = |args: &[&str], answers: &str| place.run("2026-01-05", args, answers);
    check(&on(&["--progress"], ""), 2, "begin with `rubricate practice`");
    check(&on(&["burns"], ""), 2, "did you mean `burn`?");
    check(&on(&["--topic", "burn"], ""), 2, "did you mean `burns`?");
    check(&on(&["--level", "boss"], ""), 2, "there are junior, mid, senior");
    check(&on(&["burn", "--level", "mid"], ""), 2, "cannot be used with");
    check(&on(&["--minutes", "1"], ""), 2, "more minutes");
    check(&on(&["burn"], ""), 2, "no answer was given");
    check(&on(&["burn"], "?!\n.\n"), 2, "there is no word in that");
    assert!(place.history().records.is_empty());
    let nowhere = ["practice", "gil", "--today", "2026-01-05", "--history", "tests"];
    check(&run(&nowhere, "A lock.\n"), 2, "tests cannot be read");
    let below_a_file = ["practice", "gil", "--history", "Cargo.toml/history.jsonl"];
    let refused = run(&below_a_file, "A lock.\n");
    assert!(matches!(refused.status, 2 | 4) && refused.stdout.is_empty(), "{}", refused.stderr);
    assert!(!Path::new("tests.drafts").exists());
}

/// The README shows a session; its lines are printed in this order.
#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string("README.md").unwrap();
    let block =
        readme.split("## Practice").nth(1).unwrap().split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let (command, shown) = block.split_once('\n').unwrap();
    let parts: Vec<_> = command.split('"').collect();
    let id = parts[2].trim().strip_prefix("| rubricate practice ").unwrap();
    let place = Place::new();
    let session =
        run(&["practice", id, "--today", "2026-01-05", "--history", place.history.to_str().unwrap()], parts[1]);
    check(&session, 0, "");
    let mut printed = session.stdout.lines();
    for line in shown.lines().filter(|line| *line != "\u{2026}") {
        assert!(printed.any(|printed| printed == line), "not printed, or not here: {line}");
    }
}
