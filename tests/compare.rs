//! Candidates compared: who is before whom, on which questions, and what is said where they cannot be compared.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use rubricate::grade::grade;
use rubricate::item::{Item, Outcome};
use rubricate::program::compile::compile;
use rubricate::ranking::Ranking;
use rubricate::report::candidates::notes;
use rubricate::rubric::load::{File, load};
use rubricate::totals::Candidates;
use rubricate::transcript::{Answer, Passage};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const BANK: &str = "\
name: Workshop
margin: 15
bands:
  - {name: good, from: 50}
  - {name: poor, from: 0}
";

/// A question of ten points, ten of which `w1` … `w10` earn one each.
fn question(id: &str, layer: &str, topic: &str) -> String {
    let point = |at: u32| format!("  - {{id: p{at}, title: Point {at}, points: 1, strong: [{}]}}\n", word(at));
    let head = format!("id: {id}\nquestion: What about {id}?\nlayer: {layer}\ntopics: [{topic}]\ncriteria:\n");
    head + &(0..10).map(point).collect::<String>()
}

const fn word(at: u32) -> &'static str {
    match at {
        0 => "anvil",
        1 => "bellows",
        2 => "chisel",
        3 => "drill",
        4 => "easel",
        5 => "file",
        6 => "gimlet",
        7 => "hammer",
        8 => "iron",
        _ => "jigsaw",
    }
}

/// What earns so many tenths of a question's points.
fn answer(points: u32) -> String {
    let said = (0..points).map(|at| format!("I would reach for the {} there.", word(at)));
    ["It depends on the work at hand.".to_owned()].into_iter().chain(said).collect::<Vec<_>>().join(" ")
}

/// A folder with the bank.
fn workshop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bank.yaml"), BANK).unwrap();
    for (id, layer, topic) in
        [("wood", "knowledge", "joints"), ("steel", "coding", "joints"), ("glass", "coding", "cuts")]
    {
        fs::write(folder.path().join(format!("{id}.yaml")), question(id, layer, topic)).unwrap();
    }
    folder
}

/// Somebody's answer: how many tenths, or none where nothing was answered.
type Given<'a> = (&'a str, &'a str, Option<u32>);

fn compared(given: &[Given<'_>], args: &[&str], columns: &str) -> String {
    let line = |(candidate, question, points): &Given<'_>| {
        let said = points.map(answer).unwrap_or_default();
        json!({"candidate": candidate, "question": question, "answer": said}).to_string() + "\n"
    };
    let bank = workshop();
    let output = Command::cargo_bin("rubricate")
        .unwrap()
        .args(["--rubrics", bank.path().to_str().unwrap(), "grade", "-", "--by", "candidate", "--allow-empty"])
        .args(args)
        .env_remove("NO_COLOR")
        .env("COLUMNS", columns)
        .write_stdin(given.iter().map(line).collect::<String>())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Each candidate's place with its marks, and over how many questions of how many it is: `ann 1 2/3`.
#[track_caller]
fn check(given: &[Given<'_>], places: &[&str], said: &str) {
    let lines = compared(given, &["-f", "jsonl"], "80");
    let place = |line: &str| {
        let of: Value = serde_json::from_str(line).unwrap();
        let mark = |name: &str, sign: &'static str| if of[name] == true { sign } else { "" };
        let marks = mark("within_margin", "≈").to_owned() + mark("tied", "=");
        format!("{} {marks}{} {}/{}", of["candidate"].as_str().unwrap(), of["place"], of["ranked_on"], of["ranked_of"])
    };
    assert_eq!(lines.lines().map(place).collect::<Vec<_>>(), places);
    for format in ["table", "md"] {
        let report = compared(given, &["-f", format], "200").replace("&gt;", ">");
        assert!(report.contains(said), "{report}");
    }
}

#[test]
fn the_same_total_is_a_tie_and_less_than_the_margin_is_said() {
    let given = [
        ("ann", "wood", Some(6)),
        ("bo", "wood", Some(9)),
        ("cy", "wood", Some(8)),
        ("di", "wood", Some(6)),
        ("ed", "wood", Some(5)),
    ];
    check(
        &given,
        &["ann =3 1/1", "bo 1 1/1", "cy ≈2 1/1", "di =3 1/1", "ed ≈5 1/1"],
        "less than 15 behind the place before",
    );
    check(&given[..2], &["ann 2 1/1", "bo 1 1/1"], "Ranked on 1 question, which both candidates were asked.");
}

#[test]
fn only_what_all_were_asked_is_compared_and_that_is_said() {
    // Over all her questions ann has more than bo; on the one that both were asked she has less.
    let given =
        [("ann", "wood", Some(5)), ("ann", "glass", Some(10)), ("bo", "wood", Some(7)), ("bo", "steel", Some(0))];
    check(
        &given,
        &["ann 2 1/3", "bo 1 1/3"],
        "Ranked on the 1 of 3 questions that both candidates were asked. Totals are over each one's own.",
    );
    let apart = [("ann", "wood", Some(5)), ("bo", "glass", Some(7))];
    check(&apart, &["ann null null/2", "bo null null/2"], "Not ranked: no question was put to both candidates.");
}

#[test]
fn silence_is_never_before_an_answer() {
    let given = [("ann", "wood", Some(4)), ("ann", "glass", Some(2)), ("bo", "wood", Some(5)), ("bo", "glass", None)];
    check(&given, &["ann 1 2/2", "bo ≈2 2/2"], "1 answer is missing: 0 in ranks, no part of totals.");
    let lines = compared(&given, &["-f", "json"], "80");
    let all: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!((&all[1]["total"], &all[1]["ranked_score"]), (&json!(50.0), &json!(25.0)));
    assert_eq!(all[1]["scores"], json!({"glass": null, "wood": 50.0}));
    assert_eq!(all[1]["places"]["questions"]["wood"]["place"], 1);
}

/// Who knows what an answer says that cannot be graded? It is no silence, whatever else was sent in.
#[test]
fn what_could_not_be_graded_is_said_and_not_scored() {
    let bank = workshop();
    let mut candidates = Candidates::default();
    let loaded = load(Vec::from(["bank", "wood", "glass"].map(|name| File {
        name: format!("{name}.yaml"),
        bytes: fs::read(bank.path().join(format!("{name}.yaml"))).unwrap(),
    })));
    let program = compile(&loaded.bank);
    let mut add = |candidate: &str, question: &str, said: &str, refused: Option<&str>| {
        let (candidate, question) = (Some(candidate.to_owned()), question.to_owned());
        let said = Passage::plain(said.to_owned());
        let answer = Answer { candidate, question, said, ..Answer::default() };
        let grade = || Outcome::Graded(grade(&program, program.question(&answer.question).unwrap(), &answer.said.text));
        let outcome = refused.map_or_else(grade, |reason| Outcome::Failed(reason.to_owned()));
        candidates.add(&Item { answer, outcome }, &loaded.bank);
    };
    add("ann", "wood", &answer(4), None);
    add("ann", "glass", "", None);
    add("ann", "glass", "", Some("bytes that are no text"));
    add("bo", "wood", &answer(5), None);
    add("bo", "glass", &answer(1), None);
    let ranking = Ranking::of(&candidates.list, &loaded.bank);
    assert_eq!((ranking.common.as_slice(), ranking.unanswered, ranking.ungraded), (&["wood".to_owned()][..], 0, 1));
    assert_eq!(ranking.questions["glass"], [None, None]);
    let notes = notes(&candidates.list, &ranking, loaded.bank.margin).join(" ");
    assert!(notes.contains("1 answer could not be graded: its question is no part of ranks over several."), "{notes}");
}

#[test]
fn one_alone_has_no_place() {
    let given = [("ann", "wood", Some(4)), ("ann", "glass", Some(2))];
    let table = compared(&given, &[], "80");
    assert!(!table.contains("Place") && !table.contains("anked"), "{table}");
    check(&given, &["ann null null/2"], "ann");
}

/// Who stands where does not hang on who came first.
#[test]
fn the_order_of_the_answers_changes_no_place() {
    let given = full();
    let place = |given: &[Given<'_>]| {
        let lines = compared(given, &["-f", "jsonl"], "80");
        let mut lines: Vec<_> = lines.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let before = place(&given);
    let turned: Vec<_> = given.iter().copied().rev().collect();
    assert_eq!(place(&turned), before);
}

fn full() -> Vec<Given<'static>> {
    vec![
        ("Ann Lee", "wood", Some(6)),
        ("Ann Lee", "steel", Some(8)),
        ("Ann Lee", "glass", Some(4)),
        ("Bo", "wood", Some(6)),
        ("Bo", "steel", Some(9)),
        ("Bo", "glass", Some(5)),
        ("Cy", "wood", Some(2)),
        ("Cy", "steel", None),
        ("Di", "wood", Some(6)),
        ("Di", "steel", Some(8)),
    ]
}

#[test]
fn reports_of_a_comparison() {
    insta::assert_snapshot!("table_80", compared(&full(), &[], "80"));
    insta::assert_snapshot!("table_120", compared(&full(), &[], "120"));
    insta::assert_snapshot!("md", compared(&full(), &["-f", "md"], "80"));
    insta::assert_snapshot!("json", compared(&full(), &["-f", "json"], "80"));
    insta::assert_snapshot!("csv", compared(&full(), &["-f", "csv"], "80"));
}

#[test]
fn the_page_says_the_places_too() {
    let page = compared(&full(), &["-f", "html"], "80");
    assert!(page.contains("Ranked on the 2 of 3 questions that all 4 candidates were asked."), "{page}");
    assert!(page.contains("<td class=\"number\">≈=2</td>"), "{page}");
    assert_eq!(page.matches("questions that").count(), 1, "{page}");
    assert!(page.contains("– is a question that was not asked."), "{page}");
}
