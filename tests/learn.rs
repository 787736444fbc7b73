//! Learning from people, told by the whole program: first rubrics from keys, suggestions and fitted numbers from marks.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const KEYS: &str = "\
id,question,marking key,notes
boat,Why does a steel ship float?,It displaces as much water as it weighs. || The water it pushes aside weighs as much as the ship.,Do not accept: steel is lighter than water
ice,What happens when water freezes?,\"- (2 points) The molecules form a lattice
- (1 point) Ice takes more room OR the volume grows\",
empty,What is nothing?,and so on,
";

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    command.args(args).env("COLUMNS", "80").env_remove("NO_COLOR");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A folder with a bank drafted from the keys, and marked answers.
struct Class {
    folder: TempDir,
}

impl Class {
    fn new() -> Self {
        let class = Self { folder: TempDir::new().unwrap() };
        fs::write(class.path("keys.csv"), KEYS).unwrap();
        fs::write(class.path("marks.csv"), marks(false)).unwrap();
        let bank = class.name("bank");
        let drafted = run(&["suggest", "--from-key", &class.name("keys.csv"), "-o", &bank, "--scale", "poor,good"]);
        assert_eq!(drafted.status, 0, "{}", drafted.stderr);
        class
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn with_marks(&self, command: &str, args: &[&str]) -> Run {
        let (marks, bank) = (self.name("marks.csv"), self.name("bank"));
        run(&[&[command, &marks, "--rubrics", &bank, "--scale", "poor,good"], args].concat())
    }
}

/// Answers of which good ones say what the key does not have, and poor ones share a misconception.
fn marks(backwards: bool) -> String {
    let mut rows = Vec::new();
    for number in 0..24 {
        let filler = ["I think", "Well,", "In my view", "Clearly"][number % 4];
        let answer = match number % 6 {
            0 => "it displaces as much water as it weighs",
            1 | 2 => "the hollow hull holds mostly air inside, which buoyancy carries",
            3 => "big engines keep it up",
            _ => "steel sheets weigh next to nothing and engines pull it along",
        };
        let mark = if number % 6 < 3 { "good" } else { "poor" };
        let mut row = String::new();
        write!(row, "a{number:02},boat,\"{filler} {answer}.\",{mark}").unwrap();
        rows.push(row);
    }
    if backwards {
        rows.reverse();
    }
    format!("id,question,answer,mark\n{}\n", rows.join("\n"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_key_becomes_a_rubric_that_grades() {
    let class = Class::new();
    insta::assert_snapshot!("bank", read(&class.path("bank/bank.yaml")));
    insta::assert_snapshot!("boat", read(&class.path("bank/boat.yaml")));
    insta::assert_snapshot!("ice", read(&class.path("bank/ice.yaml")));
    assert!(!class.path("bank/empty.yaml").exists());
    let checked = run(&["check", "--rubrics", &class.name("bank")]);
    assert_eq!(checked.status, 0, "{}", checked.stdout);
    let tested = run(&["test", "--rubrics", &class.name("bank")]);
    assert_eq!(tested.status, 0, "{}", tested.stdout);
}

#[test]
fn a_new_bank_replaces_nothing() {
    let class = Class::new();
    let again = run(&["suggest", "--from-key", &class.name("keys.csv"), "-o", &class.name("bank")]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("is not empty; name a new folder"), "{}", again.stderr);
}

#[test]
fn a_key_without_its_column_says_what_to_type() {
    let class = Class::new();
    fs::write(class.path("odd.csv"), "number,question,wanted\n1,Why?,because\n").unwrap();
    let odd = run(&["suggest", "--from-key", &class.name("odd.csv")]);
    assert_eq!(odd.status, 2);
    assert!(odd.stderr.contains("name it with --key-column"), "{}", odd.stderr);
    let named = run(&["suggest", "--from-key", &class.name("odd.csv"), "--key-column", "wanted"]);
    assert_eq!(named.status, 2, "`because` has no content");
}

#[test]
fn what_good_and_poor_answers_say_is_suggested() {
    let class = Class::new();
    let found = class.with_marks("suggest", &["-f", "json"]);
    assert_eq!(found.status, 0, "{}", found.stderr);
    let report: Value = serde_json::from_str(&found.stdout).unwrap();
    let of = |kind: &str| {
        let all = report["suggestions"].as_array().unwrap().iter().filter(|one| one["kind"] == kind);
        all.map(|one| one["pattern"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" / ")
    };
    let (strong, wrong) = (of("strong"), of("wrong"));
    assert!(["hull", "air", "buoyancy", "hollow"].iter().any(|word| strong.contains(word)), "{strong}");
    assert!(["engines", "nothing", "sheets"].iter().any(|word| wrong.contains(word)), "{wrong}");
    assert!(!strong.contains("engines") && !wrong.contains("hull"), "{strong}; {wrong}");
    let first = &report["suggestions"][0];
    assert!(first["precision"].as_f64().unwrap() > 0.9 && !first["examples"].as_array().unwrap().is_empty(), "{first}");
    insta::assert_snapshot!("suggested", class.with_marks("suggest", &["--most", "3"]).stdout);
    insta::assert_snapshot!("suggested_md", class.with_marks("suggest", &["--most", "2", "-f", "md"]).stdout);
}

#[test]
fn suggestions_are_written_and_make_grades_better() {
    let class = Class::new();
    let kappa = || {
        let run = class.with_marks("agree", &["-f", "csv", "--resamples", "0"]);
        let row = run.stdout.lines().find(|line| line.starts_with("qwk,")).unwrap_or_default().to_owned();
        row.split(',').find_map(|cell| cell.parse::<f64>().ok()).unwrap_or(0.0)
    };
    let before = kappa();
    let patch = class.with_marks("suggest", &["-f", "patch"]).stdout;
    assert!(patch.contains("+++ b/") && patch.contains("+      - "), "{patch}");
    assert_eq!(class.with_marks("suggest", &["--write"]).status, 0);
    assert_eq!(class.with_marks("tune", &["--write", "--resamples", "0"]).status, 0);
    assert_eq!(run(&["check", "--rubrics", &class.name("bank")]).status, 0);
    let after = kappa();
    assert!(after > before && after > 0.8, "{before} {after}");
}

#[test]
fn numbers_are_fitted_and_the_gain_is_told() {
    let class = Class::new();
    let rubric = class.path("bank/boat.yaml");
    fs::write(&rubric, read(&rubric).replace("    points: 2\n", "    points: 2 # worth two\n")).unwrap();
    assert_eq!(class.with_marks("suggest", &["--write"]).status, 0);
    let report = class.with_marks("tune", &["--resamples", "100"]);
    assert_eq!(report.status, 0, "{}", report.stderr);
    insta::assert_snapshot!("tuned", report.stdout);
    insta::assert_snapshot!("tuned_md", class.with_marks("tune", &["--resamples", "100", "-f", "md"]).stdout);
    let json: Value = serde_json::from_str(&class.with_marks("tune", &["-f", "json"]).stdout).unwrap();
    for number in json["numbers"].as_array().unwrap() {
        assert!(number["new"].as_f64().unwrap() > 0.0, "{number}");
    }
    assert_eq!(class.with_marks("tune", &["--write"]).status, 0);
    assert!(read(&rubric).contains("# worth two"), "comments stay");
}

#[test]
fn the_order_of_answers_makes_no_difference() {
    let class = Class::new();
    let all = |class: &Class| ["suggest", "tune"].map(|command| class.with_marks(command, &["-f", "patch"]).stdout);
    let forwards = all(&class);
    fs::write(class.path("marks.csv"), marks(true)).unwrap();
    assert_eq!(forwards, all(&class));
}

#[test]
fn only_what_may_change_does() {
    let class = Class::new();
    assert_eq!(class.with_marks("suggest", &["--write"]).status, 0);
    let json = |args: &[&str]| -> Value { serde_json::from_str(&class.with_marks("tune", args).stdout).unwrap() };
    let bands = json(&["--only", "bands", "-f", "json"]);
    assert_eq!(bands["numbers"].as_array().unwrap().len(), 0);
    let weights = json(&["--only", "weights", "-f", "json"]);
    assert!(weights["numbers"].as_array().unwrap().iter().all(|number| number["number"] == "weight"));
    assert_eq!(weights["bands"].as_array().unwrap().len(), 0);
}

#[test]
fn where_there_is_nothing_to_learn_that_is_said() {
    let class = Class::new();
    let same: String = marks(false).replace(",good", ",poor");
    fs::write(class.path("marks.csv"), same).unwrap();
    let found = class.with_marks("suggest", &[]);
    assert_eq!((found.status, found.stdout.contains("nothing to suggest")), (0, true), "{}", found.stdout);
    let marks = class.name("marks.csv");
    fs::write(class.path("marks.csv"), "id,question,answer,mark\n1,gil,It is a lock.,3\n2,gil,No.,0\n").unwrap();
    let built_in = Command::cargo_bin("rubricate")
        .unwrap()
        .args(["tune", &marks, "--scale", "0-4", "--write"])
        .current_dir(class.folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&built_in.stderr).into_owned();
    assert!(told.contains("name a folder with --rubrics"), "{told}");
    assert_eq!(built_in.status.code(), Some(2));
}
