//! The hooks for pre-commit and the action for GitHub use commands and options that there are.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use regex::Regex;
use rubricate::rubric::yaml;
use std::fs;

/// Every call of the program in a file: the command, and the rest of its line.
fn commands(text: &str) -> Vec<(String, String)> {
    let call = Regex::new(r"(?m)^ +(?:run: |entry: )?rubricate ([a-z]+)(.*)$").unwrap();
    call.captures_iter(text).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

#[track_caller]
fn check(file: &str, expected: &[&str]) {
    let text = fs::read_to_string(file).unwrap();
    yaml::parse(&text).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    let commands = commands(&text);
    assert_eq!(commands.iter().map(|(command, _)| command.as_str()).collect::<Vec<_>>(), expected, "{file}");
    let option = Regex::new("--[a-z][a-z-]*").unwrap();
    for (command, rest) in commands {
        let output = Command::cargo_bin("rubricate").unwrap().args([&command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        for option in option.find_iter(&rest) {
            assert!(help.contains(option.as_str()), "{file}: {command} has no {}", option.as_str());
        }
    }
}

#[test]
fn hooks_and_action_run_what_there_is() {
    check(".pre-commit-hooks.yaml", &["check", "test"]);
    check("action.yml", &["check", "test", "diff"]);
}

/// What an input holds must not be read as a part of a command.
#[test]
fn inputs_of_the_action_reach_commands_as_variables_alone() {
    let text = fs::read_to_string("action.yml").unwrap();
    let variable = Regex::new(r"^ +[A-Z_]+: \$\{\{ inputs\.[a-z-]+ \}\}$").unwrap();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains("${{")) {
        assert!(variable.is_match(line), "{}: {line}", at + 1);
    }
}
