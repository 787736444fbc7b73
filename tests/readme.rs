//! The README's promises: its commands run, its rubric loads, its patterns mean what it says.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use rubricate::pattern::parse;
use rubricate::rubric::load::{File, load};
use std::fs;

fn readme() -> String {
    fs::read_to_string("README.md").unwrap()
}

/// The contents of the fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let mut parts = text.split("```");
    parts.next();
    parts.step_by(2).filter_map(|block| block.strip_prefix(&format!("{language}\n")).map(str::to_owned)).collect()
}

#[test]
fn its_commands_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("answer.txt"), "A lock, so only one thread runs bytecode at a time.").unwrap();
    let mut ran = 0;
    for block in blocks("console") {
        let mut lines = block.lines();
        let command = lines.next().and_then(|line| line.strip_prefix("$ ")).expect("a command");
        let args = match command.strip_prefix("cargo run --release -- ").or_else(|| command.strip_prefix("rubricate "))
        {
            Some(args) => args.replace("answer.txt", folder.path().join("answer.txt").to_str().unwrap()),
            None => {
                assert_eq!(command, "cargo test", "a command that nobody tries");
                continue;
            }
        };
        let output =
            Command::cargo_bin("rubricate").unwrap().args(args.split(' ')).env_remove("COLUMNS").output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(!printed.is_empty(), "{command}");
        shows(&printed, lines);
        ran += 1;
    }
    assert!(ran >= 2, "{ran}");
}

/// The lines stand in the output in this order; `…` stands for any that are left out, and without it they follow at once.
#[track_caller]
fn shows<'a>(printed: &str, lines: impl Iterator<Item = &'a str>) {
    let mut rest = printed.lines();
    let mut left_out = false;
    for line in lines {
        if line == "…" {
            left_out = true;
            continue;
        }
        let found = if left_out {
            rest.find(|printed| *printed == line)
        } else {
            rest.next().filter(|printed| *printed == line)
        };
        assert!(found.is_some(), "not printed, or not here: {line}");
        left_out = false;
    }
}

#[test]
fn its_rubric_loads() {
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
    let glossary = "cpu-bound: [cpu bound]\nio-bound: [io bound]\nthreads: thread\nnot: not\nfaster: fast\n";
    let bank = "name: B\ncriteria:\n  - {id: reason, title: Why, points: 1, strong: [because &9 <topic>]}\n";
    let loaded =
        load(vec![file("bank.yaml", bank), file("glossary.yaml", glossary), file("gil.yaml", &blocks("yaml")[0])]);
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
}

#[test]
fn its_patterns_can_be_read() {
    let text = readme();
    let table = text.split("| pattern | hears |").nth(1).unwrap().split("\n\n").next().unwrap();
    let mut tried = 0;
    for cell in
        table.lines().skip(2).map(|row| row.split(" | ").next().unwrap().trim_start_matches("| ").replace("\\|", "|"))
    {
        let patterns: Vec<String> = match cell.strip_prefix("`` ") {
            Some(code) => vec![code.trim_end_matches(" ``").to_owned()],
            None => cell.split('`').skip(1).step_by(2).map(str::to_owned).collect(),
        };
        for pattern in patterns.iter().filter(|pattern| !pattern.contains('…')) {
            assert!(parse(pattern).is_ok(), "{pattern}: {:?}", parse(pattern));
            tried += 1;
        }
    }
    assert!(tried > 12, "{tried}");
}
