//! A bank about another subject works as the built-in one does, and nothing of Python shows through.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use std::process::Output;

const BANK: &str = "fixtures/banks/first-aid";
const ANSWERS: &str = "fixtures/banks/first-aid/answers.jsonl";

/// Runs a command on the bank; it must end well, and speak of the bank's own subject alone.
#[track_caller]
fn run(args: &[&str]) -> String {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    let Output { status, stdout, stderr } = command.args(args).args(["--rubrics", BANK]).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_eq!(status.code(), Some(0), "{args:?}\n{stdout}\n{stderr}");
    for text in [&stdout, &stderr] {
        assert!(!text.to_lowercase().contains("python"), "{args:?}\n{text}");
    }
    stdout
}

#[test]
fn it_has_no_mistakes_and_passes_its_own_tests() {
    assert_eq!(run(&["check", "--fail-on", "warning"]), "");
    run(&["test"]);
}

#[test]
fn every_answer_gets_the_band_that_a_first_aider_would_give() {
    let graded = run(&["grade", "-f", "jsonl", ANSWERS]);
    let graded: Vec<Value> = graded.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(graded.len(), 24);
    for answer in &graded {
        assert_eq!(answer["band"], answer["expect"]["band"], "{answer:#}");
    }
}

#[test]
fn its_reports_and_pages_are_about_first_aid() {
    for format in ["table", "md", "html", "csv", "junit"] {
        let report = run(&["grade", "-f", format, ANSWERS]);
        assert!(report.contains("recovery-position"), "{format}\n{report}");
    }
    let totals = run(&["grade", "--by", "candidate", "-f", "csv", ANSWERS]);
    assert_eq!(totals.lines().count(), 5, "{totals}");
    assert!(run(&["questions"]).contains("cardiac-arrest"));
    assert!(run(&["questions", "burn"]).contains("cling film"));
    assert!(run(&["questions", "-f", "md"]).starts_with("# First aid for everybody"));
}
