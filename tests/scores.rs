//! What the sample answers and interviews get, in one small file: a line a question with its scores by kind of answer, and a
//! digest of every point and word that was heard. A change of any score is seen there, and is a decision.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// All sample answers, as they are graded.
fn graded(folder: &str) -> Vec<Value> {
    let output = Command::cargo_bin("rubricate")
        .unwrap()
        .args(["grade", "--quiet", "--allow-empty", "-f", "jsonl", folder])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// Tenths of a point of 100.
fn tenths(answer: &Value) -> u64 {
    (answer["score"].as_f64().unwrap_or_default() * 10.0).round() as u64
}

fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The kind of a sample answer is the part of its id after `#`.
fn kind(answer: &Value) -> &str {
    answer["id"].as_str().unwrap().split_once('#').unwrap().1
}

fn text<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer[field].as_str().unwrap_or("-")
}

/// All kinds in a line, each with its width.
fn line(table: &mut String, kinds: &[&str], name: &str, cells: &BTreeMap<&str, u64>) {
    write!(table, "{name:<26}").unwrap();
    for kind in kinds {
        let score = cells.get(kind).map_or_else(|| "-".to_owned(), |&score| decimal(score));
        write!(table, " {score:>width$}", width = kind.len()).unwrap();
    }
    table.push('\n');
}

/// Scores of the answers to each question by kind, and their means.
fn by_question(answers: &[Value]) -> String {
    let mut kinds: Vec<_> = answers.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut scores: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for answer in answers {
        scores.entry(text(answer, "question")).or_default().insert(kind(answer), tenths(answer));
        *sums.entry(kind(answer)).or_default() += tenths(answer);
    }
    let mut table = format!("{:<26} {}\n", "question", kinds.join(" "));
    sums.values_mut().for_each(|sum| *sum /= scores.len() as u64);
    line(&mut table, &kinds, "mean", &sums);
    scores.iter().for_each(|(question, cells)| line(&mut table, &kinds, question, cells));
    table
}

/// Names everything that the points hang on: what was heard, where, how the speaker stands to it, and what it earned.
fn digest(answers: &[Value]) -> String {
    let mut hash = Sha256::new();
    for answer in answers {
        for field in ["question", "score", "band", "criteria", "flags"] {
            hash.update(answer[field].to_string());
        }
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_change_of_scores_is_seen() {
    let (answers, interviews) = (graded("fixtures/answers"), graded("fixtures/interviews"));
    let mut table = by_question(&answers);
    writeln!(table, "\n{:<16} {:<26} score band", "candidate", "question").unwrap();
    for answer in &interviews {
        let (candidate, question) = (text(answer, "candidate"), text(answer, "question"));
        writeln!(table, "{candidate:<16} {question:<26} {:>5} {}", decimal(tenths(answer)), text(answer, "band"))
            .unwrap();
    }
    let all = [answers, interviews].concat();
    writeln!(table, "\n{} answers, digest {}", all.len(), digest(&all)).unwrap();
    insta::assert_snapshot!("scores", table);
}
