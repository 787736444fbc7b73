//! How long an answer took, how fast it was spoken and where it paused, from the times of a transcript.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const LOCK: &str = "\
id: lock
question: What does the global lock do?
criteria:
  - {id: one-thread, title: Only one thread runs at a time, points: 3, strong: [only one thread], follow_up: How many threads run at the same moment?}
";
/// 20 words in 8 s and 2 s, with pauses of 1 s, 4 s and, while another speaks, 3 s; then 90 s after a follow-up.
const CAPTIONS: &str = "\
WEBVTT

00:00:01.000 --> 00:00:04.000
Interviewer: What does the global lock do?

00:00:06.000 --> 00:00:07.000
Candidate: Well, it is a lock for the whole

00:00:08.000 --> 00:00:09.000
Candidate: interpreter,

00:00:13.000 --> 00:00:14.000
Candidate: one for everything that runs.

00:00:15.000 --> 00:00:16.000
Interviewer: Mm-hm.

00:00:17.000 --> 00:00:19.000
Candidate: And it is not very fast.

00:00:20.000 --> 00:00:21.000
Interviewer: So how many threads run at the same moment?

00:00:22.000 --> 00:01:52.000
Candidate: Only one thread does.
";

/// Runs `grade` on captions with a bank of one question and this `bank.yaml`.
fn grade(captions: &str, bank: &str, args: &[&str]) -> String {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("rubrics")).unwrap();
    write("rubrics/lock.yaml", LOCK);
    write("rubrics/bank.yaml", bank);
    write(if captions.starts_with("WEBVTT") { "ann.vtt" } else { "ann.txt" }, captions);
    let mut command = Command::cargo_bin("rubricate").unwrap();
    command.current_dir(folder.path()).args(["grade", "--color", "never", "ann.*"]).args(args);
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    if output.status.success() { String::from_utf8(output.stdout).unwrap() } else { stderr }
}

const PLAIN: &str = "name: B\n";

fn answer(captions: &str, bank: &str) -> Value {
    serde_json::from_str(&grade(captions, bank, &["-f", "jsonl"])).unwrap()
}

#[track_caller]
fn check(captions: &str, bank: &str, expected: &Value) {
    assert_eq!(answer(captions, bank)["delivery"], *expected);
}

#[test]
fn an_answer_is_measured_up_to_the_first_follow_up() {
    let pause = |pauses: usize, longest: Option<f64>| json!({"seconds": 10.0, "words": 20, "words_per_minute": 120, "pauses": pauses, "longest_pause": longest});
    check(CAPTIONS, PLAIN, &pause(1, Some(4.0)));
    check(CAPTIONS, "delivery: {pause: 1}\n", &pause(2, Some(4.0)));
    check(CAPTIONS, "delivery: {pause: 4.1}\n", &pause(0, None));
}

#[test]
fn without_times_nothing_is_measured() {
    check("Interviewer: What does the global lock do?\nCandidate: Only one thread runs.\n", PLAIN, &Value::Null);
    let starts = "[0:01] Interviewer: What does the global lock do?\n[0:02] Candidate: Only one thread runs.\n";
    check(starts, PLAIN, &Value::Null);
    let blocks = "### 00:00:00\n\n**Interviewer:** What does the global lock do?\n\n**Candidate:** Only one thread runs.\n\n\
        ### 00:05:00\n\n**Interviewer:** Thanks.\n";
    check(blocks, PLAIN, &Value::Null);
}

/// The flags, and the band.
fn flags(captions: &str, bank: &str) -> (Vec<String>, String) {
    let answer = answer(captions, bank);
    let flag = |flag: &Value| format!("{}: {}", flag["flag"].as_str().unwrap(), flag["detail"].as_str().unwrap());
    (answer["flags"].as_array().unwrap().iter().map(flag).collect(), answer["band"].as_str().unwrap().to_owned())
}

#[test]
fn an_answer_that_takes_too_long_is_flagged() {
    let long =
        CAPTIONS.replace("00:00:19.000", "00:01:39.500").replace("00:00:2", "00:01:4").replace("00:01:52", "00:01:59");
    let found = |detail: &str| vec![format!("overlong: {detail}")];
    assert_eq!(flags(CAPTIONS, PLAIN).0, [""; 0]);
    assert_eq!(flags(&long, PLAIN), (found("90 s, over 90"), "strong".into()));
    assert_eq!(flags(CAPTIONS, "delivery: {longest: 10}\n").0, [""; 0], "equality passes");
    let capped = "delivery: {longest: 9.5}\nflags:\n  overlong: {at_most: partial}\n";
    assert_eq!(flags(CAPTIONS, capped), (found("10 s, over 9.5"), "partial".into()));
}

#[test]
fn mistakes_in_the_limits_are_told() {
    for (bank, message) in [
        ("delivery: {longest: -1}\n", "the seconds of the longest answer"),
        ("delivery: {pauses: 3}\n", "did you mean `pause`?"),
        ("delivery: 90\n", "`delivery`"),
    ] {
        let said = grade(CAPTIONS, bank, &[]);
        assert!(said.contains(message), "{message} in {said}");
    }
}

#[test]
fn sheets_have_it_where_there_are_times() {
    let sheet = grade(CAPTIONS, PLAIN, &["-f", "csv"]);
    assert_snapshot!(sheet, @r"
    source,id,candidate,question,status,score,band,points,possible,deducted,flags,error,one-thread,seconds,words,words_per_minute
    ann.vtt,ann/lock,ann,lock,graded,100,strong,3,3,0,,,3,10.000,20,120
    ");
    let plain =
        grade("Interviewer: What does the global lock do?\nCandidate: Only one thread runs.\n", PLAIN, &["-f", "csv"]);
    assert!(plain.lines().next().unwrap().ends_with(",error,one-thread"), "{plain}");
}

#[test]
fn people_read_it_beside_the_score() {
    let said = "spoken in 10 s, 120 words a minute, a pause of 4.0 s";
    for format in ["table", "md", "html"] {
        let report = grade(CAPTIONS, PLAIN, &["-f", format]);
        assert!(report.contains(said), "{format}: {report}");
        assert!(report.contains("0 before any follow-up"), "{format}: {report}");
    }
}
