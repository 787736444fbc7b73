//! The structure of an answer (claim, reason, example) as criteria that a bank switches on for all its questions.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use rubricate::diagnostic::Code;
use rubricate::grade::grade;
use rubricate::program::Program;
use rubricate::program::compile::compile;
use rubricate::program::listing::listing;
use rubricate::rubric::load::{File, Loaded, load};
use rubricate::scan::Stance;
use std::fs;

const BANK: &str = "fixtures/banks/structure";

fn run(args: &[&str], input: &str) -> String {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    let output = command.args(args).args(["--rubrics", BANK]).write_stdin(input).output().unwrap();
    assert!(output.status.success(), "{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn fixture() -> Program {
    let file = |name: &str| File { name: name.into(), bytes: fs::read(format!("{BANK}/{name}")).unwrap() };
    let loaded = load(["bank.yaml", "bread.yaml", "umbrella.yaml"].map(file).into());
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
    compile(&loaded.bank)
}

/// The words with which an answer opens; nothing where it does not open with what the question's own criteria credit.
#[track_caller]
fn check(question: &str, answer: &str, opens: Option<&str>) {
    let program = fixture();
    let question = program.question(question).unwrap();
    let at = question.criteria.iter().position(|criterion| criterion.id == "claim-first").unwrap();
    let graded = grade(&program, question, answer).criteria.remove(at);
    let heard = graded.hits.iter().find(|hit| hit.stance == Stance::Said);
    let words = heard.map(|hit| hit.pieces.iter().map(|piece| piece.span.of(answer)).collect::<Vec<_>>().join(" … "));
    assert_eq!(words.as_deref(), opens, "{answer}");
    assert_eq!(graded.earned == question.criteria[at].points, opens.is_some(), "{answer}");
}

#[test]
fn an_answer_opens_with_its_claim() {
    check("bread", "In a paper bag. Otherwise it dries out.", Some("paper bag"));
    check("bread", "So, well, that's a good question. In a paper bag, I think.", Some("paper bag"));
    check("bread", "Hello! Yes. Um, the freezer, and a cloth bag too.", Some("freezer"));
    check("bread", "How do you keep bread fresh? In a paper bag.", Some("paper bag"));
    check("bread", "I have always liked bread. I keep it in a paper bag.", None);
    check("bread", "Not in a paper bag. In the freezer.", None);
    check("bread", "Because bread dries out, for example on the table. A paper bag is good.", None);
    check(
        "umbrella",
        "An umbrella turns over in the wind, so no. I need my hands too.",
        Some("umbrella … turns … turns over … over … wind"),
    );
    check("umbrella", "A jacket. The wind breaks an umbrella.", None);
}

/// Whoever adds words behind an opening does not lose it.
#[test]
fn what_follows_takes_no_opening_away() {
    let program = fixture();
    for question in &program.questions {
        let at = question.criteria.iter().position(|criterion| criterion.id == "claim-first").unwrap();
        let answer = question.model_answer.as_deref().unwrap();
        let ends = answer.char_indices().filter(|&(_, c)| c == '.').map(|(end, _)| &answer[..=end]);
        for part in ends.chain([answer]) {
            let graded = grade(&program, question, part);
            assert_eq!(graded.criteria[at].earned, question.criteria[at].points, "{part}");
        }
    }
}

#[test]
fn all_three_are_graded_in_every_report() {
    assert_eq!(run(&["check", "--fail-on", "warning"], ""), "");
    run(&["test"], "");
    let answer = "In a paper bag. The reason is that bread must breathe. For example, a loaf in plastic sweats.";
    let record = serde_json::json!({"question": "bread", "answer": answer}).to_string();
    let graded: serde_json::Value = serde_json::from_str(&run(&["grade", "-f", "jsonl", "-"], &record)).unwrap();
    let criteria = graded["criteria"].as_array().unwrap();
    let told: Vec<_> = criteria.iter().map(|of| format!("{} {}", of["id"], of["verdict"]).replace('"', "")).collect();
    assert_eq!(told, ["wrapped strong", "frozen missing", "claim-first strong", "reason strong", "example strong"]);
    let opening = criteria.iter().find(|criterion| criterion["id"] == "claim-first").unwrap();
    assert_eq!(opening["evidence"][0]["signal"], "claim-first.strong.1", "{opening:#}");
    assert_eq!(opening["evidence"][0]["text"], "paper bag", "{opening:#}");
    for format in ["csv", "md", "html", "table"] {
        let report = run(&["grade", "-f", format, "-"], &record);
        assert!(report.contains(if format == "csv" { "claim-first" } else { "Opens with" }), "{report}");
    }
    let explained = run(&["explain", "umbrella"], "");
    insta::assert_snapshot!(explained);
}

/// A question of its own entry for a criterion keeps that, and its points.
#[test]
fn a_bank_switches_criteria_on_after_the_own_ones() {
    let program = fixture();
    let all = |id: &str| {
        let criteria = program.question(id).unwrap().criteria.iter();
        criteria.map(|criterion| format!("{} {}", criterion.id, criterion.points)).collect::<Vec<_>>()
    };
    assert_eq!(all("bread"), ["wrapped 4", "frozen 3", "claim-first 1", "reason 1", "example 1"]);
    assert_eq!(all("umbrella"), ["hands 3", "wind 3", "example 2", "claim-first 1", "reason 1"]);
}

/// The mistakes in a bank with this under `use:`, and of a question with these criteria.
#[track_caller]
fn mistakes(everywhere: &str, signal: &str, criteria: &str, expected: &[(Code, &str)]) {
    let bank = format!("use: {everywhere}\ncriteria:\n  - {{id: first, title: F, points: 1, strong: [{signal}]}}\n");
    let question = format!("id: q\nquestion: Q?\ncriteria: [{criteria}]\n");
    let file = |name: &str, text: String| File { name: name.into(), bytes: text.into() };
    let Loaded { found, .. } = load(vec![file("bank.yaml", bank), file("q.yaml", question)]);
    let found: Vec<_> = found.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn mistakes_are_told() {
    let own = "{id: own, title: O, points: 1, strong: [a lock]}";
    mistakes("[first]", "{opening: strong}", own, &[]);
    mistakes("[]", "{opening: strong}", own, &[]);
    mistakes(
        "[frist]",
        "{opening: strong}",
        own,
        &[(Code::UnknownCriterion, "the bank has no shared criterion `frist`")],
    );
    mistakes("[]", "{opening: weak}", own, &[(Code::UnknownValue, "`weak` is not a kind of signal to open with")]);
    mistakes(
        "[]",
        "{opening: strong, pattern: a lock}",
        own,
        &[(Code::UnknownKey, "a signal with both `pattern` and `opening`")],
    );
    mistakes(
        "[]",
        "a lock",
        "{use: first}, {id: own, title: O, points: 1, strong: [{opening: strong}]}",
        &[(Code::NothingToEarn, "`q` has no strong signals of its own that an answer could open with")],
    );
    mistakes(
        "[]",
        "a lock",
        "{id: own, title: O, points: 1, strong: [a lock], wrong: [{opening: strong}]}",
        &[(Code::MissingKey, "the signal has no `pattern`"), (Code::UnknownKey, "unknown key `opening`")],
    );
}

/// What an opening listens for is part of the rubric, so results name it.
#[test]
fn an_opening_is_in_the_listing() {
    let program = fixture();
    let listing = listing(&program, program.question("bread").unwrap());
    assert!(listing.contains("opening  %"), "{listing}");
}
