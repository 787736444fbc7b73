//! `rubricate test`, with the whole program on small banks: what passes, what fails and why, golden answers, coverage and
//! mutants counted by hand, and runs after every save.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Worth 4 points in all; two strong signals of one criterion, a weak and a wrong one, and a second criterion.
const FRUIT: &str = "\
id: fruit
question: What do you eat?
criteria:
  - id: both
    title: Eats both
    points: 3
    strong:
      - {pattern: apples & pears, weight: 0.5}
      - {pattern: grapes, weight: 0.5}
    weak: [fruit]
    wrong: [tulips]
    follow_up: What else?
  - id: drink
    title: Drinks
    points: 1
    strong: [drink ... juice]
    follow_up: And to drink?
examples:
";

/// A folder with a bank of one question, that has these examples.
struct Bank(TempDir);

/// What a run printed and how it ended.
struct Run {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Bank {
    fn new(rubric: &str, examples: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("rubrics")).unwrap();
        let bank =
            "name: Small\nbands: [{name: strong, from: 75}, {name: partial, from: 37.5}, {name: weak, from: 0}]\n";
        fs::write(folder.path().join("rubrics/bank.yaml"), bank).unwrap();
        let bank = Self(folder);
        let examples = examples.iter().map(|(band, answer)| format!("  - {{band: {band}, answer: \"{answer}\"}}\n"));
        bank.write("rubrics/fruit.yaml", &(rubric.to_owned() + &examples.collect::<String>()));
        bank
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin("rubricate"));
        command.arg("test").args(args).current_dir(self.0.path()).env_remove("NO_COLOR").env("COLUMNS", "100");
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(&[args, &["-f", "json"]].concat()).stdout).unwrap()
    }
}

#[track_caller]
fn check(run: &Run, status: i32, stdout: &[&str], stderr: &str) {
    assert_eq!(run.status, Some(status), "{}{}", run.stdout, run.stderr);
    for part in stdout {
        assert!(run.stdout.contains(part), "{part:?} is not in:\n{}", run.stdout);
    }
    assert!(run.stderr.contains(stderr), "{stderr:?} is not in:\n{}", run.stderr);
}

const BOTH: &str = "I eat apples and I like pears.";
const ALL: &str = "I eat apples and I like pears. At night I want grapes, and I drink a glass of juice.";
const NOTHING: &str = "I would rather not talk about this here.";

#[test]
fn examples_that_pass_are_counted_and_nothing_else_is_said() {
    let run = Bank::new(FRUIT, &[("strong", ALL), ("partial", BOTH), ("weak", NOTHING)]).run(&[]);
    check(&run, 0, &[], "3 passed, 0 failed in ");
    assert_eq!(run.stdout, "");
    let none = Bank::new(&FRUIT.replace("examples:\n", ""), &[]).run(&[]);
    check(&none, 2, &[], "no examples to run");
}

#[test]
fn a_failure_shows_what_was_heard_and_what_nearly_was() {
    let bank =
        Bank::new(FRUIT, &[("weak", NOTHING), ("strong", "I eat apples and pears. I drink water, never juice.")]);
    let run = bank.run(&[]);
    let expected = [
        "fruit, example 2  rubrics/fruit.yaml:20\n",
        "  expected strong, got partial: score 37.5, 1.5 of 4 points\n",
        "1.5/3  both  I eat \u{2039}apples\u{203a} and pears. I drink\u{2026} \u{b7} I eat apples and \u{2039}pears\u{203a}",
        "0/1  drink  denied: ",
    ];
    check(&run, 1, &expected, "1 passed, 1 failed in ");
    let above = Bank::new(FRUIT, &[("weak", BOTH)]).run(&[]);
    check(&above, 1, &["expected weak, got partial: score 37.5"], "0 passed, 1 failed");
    assert!(!above.stdout.contains("nearly"), "{}", above.stdout);
    let near = Bank::new(FRUIT, &[("strong", "I eat apples and nothing else.")]).run(&[]);
    check(&near, 1, &["      nearly, without pear: \u{201c}apples\u{201d}\n"], "");
}

/// What a golden answer of 37.5 gets, with this `expect`.
#[track_caller]
fn golden(expect: &str, status: i32, stderr: &str) {
    let bank = Bank::new(FRUIT, &[]);
    bank.write(
        "golden.jsonl",
        &format!("\n{{\"id\": \"g\", \"question\": \"fruit\", \"answer\": \"{BOTH}\", \"expect\": {expect}}}\n"),
    );
    let run = bank.run(&["--golden", "golden.jsonl"]);
    let shown: &[&str] = if status == 1 { &["fruit, g  golden.jsonl:2\n"] } else { &[] };
    check(&run, status, shown, stderr);
}

#[test]
fn golden_answers_have_a_band_a_range_or_both() {
    golden("{\"band\": \"partial\"}", 0, "1 passed");
    golden("{\"band\": \"weak\"}", 1, "1 failed");
    golden("{\"score\": [37.5, 40]}", 0, "1 passed");
    golden("{\"score\": [30, 37.5]}", 0, "1 passed");
    golden("{\"score\": [37.5, 37.50]}", 0, "1 passed");
    golden("{\"score\": [37.501, 40]}", 1, "1 failed");
    golden("{\"score\": [0, 37.499]}", 1, "1 failed");
    golden("{\"band\": \"partial\", \"score\": [40, 50]}", 1, "1 failed");
}

#[test]
fn mistakes_in_golden_answers_are_told_with_their_lines() {
    golden("{}", 2, "error: golden.jsonl:2: `expect` is empty");
    golden("7", 2, "error: golden.jsonl:2: `expect` is no object");
    golden("{\"band\": \"stron\"}", 2, "error: golden.jsonl:2: `stron` is not a band; did you mean `strong`?");
    golden("{\"score\": [70, 55]}", 2, "the first number of `score` in `expect` is the lower one");
    golden("{\"score\": [5]}", 2, "is not two numbers from 0 to 100, such as [55, 70]");
    golden("{\"score\": [5, 101]}", 2, "is not two numbers from 0 to 100");
    golden("{\"grade\": 1}", 2, "`expect` has `band` and `score`, but no `grade`");
    let bank = Bank::new(FRUIT, &[("weak", NOTHING)]);
    bank.write(
        "golden.jsonl",
        "{\"question\": \"fruit\", \"answer\": \"x\"}\nx\n{\"question\": \"zebra\", \"answer\": \"x\"}",
    );
    let run = bank.run(&["--golden", "golden.jsonl"]);
    for told in ["golden.jsonl:1: no field `expect`", "golden.jsonl:2: not JSON", "golden.jsonl:3: no question `zebra`"]
    {
        check(&run, 2, &[], told);
    }
    check(&bank.run(&["--golden", "rubrics"]), 2, &[], "no golden answers in rubrics: there is no .jsonl file");
    check(&bank.run(&["--golden", "none.jsonl"]), 2, &[], "cannot read none.jsonl");
}

#[test]
fn accepting_rewrites_only_what_was_expected() {
    let bank = Bank::new(FRUIT, &[("weak", NOTHING)]);
    fs::create_dir(bank.path("golden")).unwrap();
    let record = |expect: &str| {
        format!("{{ \"expect\" :{expect},\"answer\":\"{BOTH}\" , \"question\":\"fruit\",\"x\":[1.0, 2] }}\r\n")
    };
    let other = "{\"question\": \"fruit\", \"answer\": \"Grapes!\", \"expect\": {\"band\": \"partial\"}}";
    let before = record("{ \"score\":[ 0, 10.0 ],  \"band\" : \"strong\"}") + "\n" + other;
    bank.write("golden/a.jsonl", &before);
    check(
        &bank.run(&["--golden", "golden"]),
        1,
        &["expected strong, 0 to 10, got partial: score 37.5"],
        "2 passed, 1 failed",
    );
    let run = bank.run(&["--golden", "golden", "--accept"]);
    let shown = "golden/a.jsonl:1: fruit: strong, 0 to 10 \u{2192} partial, 37.5 to 37.5\n";
    check(&run, 0, &[shown], "3 passed, 0 failed, 1 accepted in ");
    let after = record("{ \"score\":[37.5, 37.5],  \"band\" : \"partial\"}") + "\n" + other;
    assert_eq!(fs::read_to_string(bank.path("golden/a.jsonl")).unwrap(), after);
    assert_eq!(fs::read_dir(bank.path("golden")).unwrap().count(), 1);
    check(&bank.run(&["--golden", "golden"]), 0, &[], "3 passed, 0 failed in ");
}

#[test]
fn coverage_is_counted_by_hand() {
    // Five signals: `both` has two strong, one weak and one wrong, `drink` one strong.
    let covered = |examples: &[(&str, &str)]| {
        let json = Bank::new(FRUIT, examples).json(&["--coverage"]);
        let coverage = &json["coverage"];
        let count = |name: &str| coverage[name].as_u64().unwrap();
        let unneeded = coverage["questions"][0]["unneeded"].as_array().unwrap();
        let unneeded: Vec<_> =
            unneeded.iter().map(|signal| format!("{} {}", signal["signal"], signal["reach"])).collect();
        (count("signals"), count("fire"), count("decide"), unneeded.join(", ").replace('"', ""))
    };
    let (signals, fire, decide, unneeded) = covered(&[("weak", NOTHING)]);
    assert_eq!((signals, fire, decide, unneeded.matches("never fires").count()), (5, 0, 0, 5));
    // The weak signal is heard, but where points are earned it makes no difference.
    let (_, fire, decide, unneeded) = covered(&[("partial", "I eat fruit: I like apples and I buy pears.")]);
    let never = "both.weak.1 never decides, both.wrong.1 never fires, drink.strong.1 never fires";
    assert_eq!((fire, decide, unneeded), (2, 1, format!("both.strong.2 never fires, {never}")));
    // Alone it decides between weak and missing.
    let (_, fire, decide, _) = covered(&[("strong", ALL), ("weak", "I eat fruit, that is all of it.")]);
    assert_eq!((fire, decide), (4, 4));
    let (_, fire, decide, _) =
        covered(&[("strong", ALL), ("weak", "I eat grapes and tulips."), ("weak", "I eat fruit.")]);
    assert_eq!((fire, decide), (5, 5));
}

#[test]
fn the_least_coverage_is_a_gate() {
    let bank = Bank::new(FRUIT, &[("strong", ALL)]);
    check(&bank.run(&["--min-coverage", "60"]), 0, &[], "1 passed");
    check(&bank.run(&["--min-coverage", "60.1"]), 1, &[], "failed: 3 of 5 signals fire, 60%, under 60.1%");
    check(&bank.run(&["--coverage"]), 0, &["coverage: 60% of 5 signals fire (3), 60% decide (3)\n"], "");
}

/// How many mutants of each change are noticed: drop, halve, negate, loosen.
#[track_caller]
fn noticed(rubric: &str, examples: &[(&str, &str)], killed: [u64; 4], all: [u64; 4]) {
    let json = Bank::new(rubric, examples).json(&["--mutants"]);
    assert_eq!(json["failed"], 0, "{json}");
    let changes = json["mutants"]["changes"].as_array().unwrap();
    let names: Vec<_> = changes.iter().map(|change| change["change"].as_str().unwrap()).collect();
    assert_eq!(names, ["drop", "halve", "negate", "loosen"]);
    let counts = |name: &str| changes.iter().map(|change| change[name].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!((counts("killed").as_slice(), counts("all").as_slice()), (&killed[..], &all[..]), "{json}");
}

/// One signal that earns everything, one that costs half.
const PAIR: &str = "\
id: fruit
question: What do you eat?
criteria:
  - id: both
    title: Eats both
    points: 2
    strong: [apples & pears]
    wrong: [{pattern: tulips, weight: 0.5}]
    follow_up: What else?
examples:
";

#[test]
fn each_mutant_is_noticed_by_the_example_made_for_it() {
    let all = [2, 2, 2, 1];
    // An answer with nothing notices that the strong signal is turned round.
    noticed(PAIR, &[("weak", NOTHING)], [0, 0, 1, 0], all);
    // One that needs it notices when it is gone, weaker or turned round; that the wrong one is turned round, too.
    noticed(PAIR, &[("strong", BOTH)], [1, 1, 2, 0], all);
    // One that says half of it must not get it.
    noticed(PAIR, &[("weak", "I eat apples and nothing else.")], [0, 0, 1, 1], all);
    // One that the wrong signal brings down: half of it costs too little to leave the band below.
    let wrong = "I eat apples, I like pears, and I also eat tulips.";
    noticed(PAIR, &[("partial", wrong)], [2, 2, 2, 0], all);
    // A case that fails notices nothing, and a weak signal has no mutants.
    noticed(
        &PAIR.replace("wrong: [{pattern: tulips, weight: 0.5}]", "weak: [tulips]"),
        &[("strong", BOTH)],
        [1, 1, 1, 0],
        [1, 1, 1, 1],
    );
}

#[test]
fn a_range_notices_what_a_band_does_not() {
    let bank = Bank::new(FRUIT, &[]);
    let record = |expect: &str| {
        bank.write("g.jsonl", &format!("{{\"question\": \"fruit\", \"answer\": \"{ALL}\", \"expect\": {expect}}}"));
        bank.json(&["--golden", "g.jsonl", "--mutants"])["mutants"]["changes"][0]["killed"].as_u64()
    };
    assert_eq!(record("{\"band\": \"strong\"}"), Some(2), "without the juice 75 remain");
    assert_eq!(record("{\"score\": [100, 100]}"), Some(3));
}

#[test]
fn survivors_come_with_the_example_to_add() {
    let run = Bank::new(PAIR, &[("weak", NOTHING)]).run(&["--mutants"]);
    let shown = [
        "fruit  1 of 7 mutants noticed\n  both.strong.1  unnoticed: drop, halve, loosen\n      apples & pears\n",
        "      add an answer that says this, and reaches partial only by it: - {band: partial, answer: \u{2026}}\n",
        "      add an answer that says only `appl`, and stays just under partial: - {band: weak, answer: \u{2026}}\n",
        "mutants: 1 of 7 noticed (14.2%): drop 0 of 2, halve 0 of 2, negate 1 of 2, loosen 0 of 1\n",
    ];
    check(&run, 0, &shown, "1 passed, 0 failed");
}

#[test]
fn programs_read_the_results() {
    let bank = Bank::new(FRUIT, &[("strong", "<I> eat \\u0007apples & \\\"pears\\\"."), ("weak", NOTHING)]);
    let json = bank.json(&[]);
    assert_eq!((&json["passed"], &json["failed"]), (&Value::from(1), &Value::from(1)));
    let case = &json["cases"][0];
    assert_eq!((&case["expected"]["band"], &case["line"]), (&Value::from("strong"), &Value::from(19)));
    assert_eq!((&case["got"]["band"], &case["got"]["score"]), (&Value::from("partial"), &Value::from(37.5)));
    assert_eq!(case["got"]["criteria"][0]["evidence"][0]["text"], "apples");
    let github = bank.run(&["-f", "github"]);
    let annotation =
        "::error file=rubrics/fruit.yaml,line=19,title=fruit%2C example 1::expected strong, got partial: score 37.5";
    check(&github, 1, &[annotation], "");
    let junit = bank.run(&["-f", "junit"]);
    let document = roxmltree::Document::parse(&junit.stdout).unwrap();
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(
        (suite.attribute("name"), suite.attribute("tests"), suite.attribute("failures")),
        (Some("fruit"), Some("2"), Some("1"))
    );
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert!(failure.text().unwrap().contains("\u{2039}apples\u{203a}"), "{:?}", failure.text());
}

#[test]
fn the_same_bank_makes_the_same_bytes() {
    let run = |threads: &str| {
        let bank = Bank::new(FRUIT, &[("strong", BOTH), ("weak", NOTHING)]);
        let mut command = bank.command(&["--coverage", "--mutants", "-f", "json"]);
        command.env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
    };
    assert_eq!(run("1"), run("4"));
}

#[test]
fn a_save_runs_them_again() {
    let bank = Bank::new(FRUIT, &[("weak", NOTHING)]);
    let mut child = bank.command(&["--watch"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let (sender, said) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut buffer) {
            let _ = sender.send(String::from_utf8_lossy(&buffer[..length]).into_owned());
        }
    });
    let mut all = String::new();
    let mut wait_for = |text: &str| {
        let begun = Instant::now();
        while !all.contains(text) {
            assert!(begun.elapsed() < Duration::from_secs(20), "{text:?} never came:\n{all}");
            all.extend(said.recv_timeout(Duration::from_millis(200)));
        }
    };
    wait_for("1 passed, 0 failed");
    bank.write(
        "rubrics/fruit.yaml",
        &format!("{FRUIT}  - {{band: strong, answer: {NOTHING}}}\n  - {{band: weak, answer: {BOTH}}}\n"),
    );
    wait_for("\u{2500}\u{2500} rubrics/fruit.yaml changed \u{2500}\u{2500}\n");
    wait_for("0 passed, 2 failed");
    bank.write("rubrics/fruit.yaml", "id: [");
    wait_for("error");
    bank.write("rubrics/fruit.yaml", &format!("{FRUIT}  - {{band: partial, answer: {BOTH}}}\n"));
    wait_for("1 passed, 0 failed in ");
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
}
