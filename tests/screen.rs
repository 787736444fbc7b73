//! Interviews: what is drawn keeps its promises over many seeds, the kit says it, and `grade --plan` knows what was asked.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use calamine::{Data, Reader};
use rubricate::program::{Program, compile::compile};
use rubricate::rubric::load::{File, load};
use rubricate::rubric::{Bank, Layer, Level, Question};
use rubricate::screen::giveaway::Giveaways;
use rubricate::screen::share::{Supply, shares};
use rubricate::screen::{Length, Plan, Remark, Wishes, compose};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex};
use walkdir::WalkDir;

static BANK: LazyLock<(Bank, Program)> = LazyLock::new(|| bank("rubrics/python"));

/// What the tests found out about pairs so far.
static GIVEAWAYS: LazyLock<Mutex<Giveaways<'static>>> = LazyLock::new(|| Mutex::new(Giveaways::new(&BANK.0, &BANK.1)));

/// Composes an interview of the bank.
fn composed(wishes: &Wishes) -> Plan<'static> {
    compose(&BANK.0, wishes, &mut GIVEAWAYS.lock().unwrap())
}

fn clash(one: &str, other: &str) -> bool {
    let of = |id: &str| BANK.0.question(id).unwrap();
    GIVEAWAYS.lock().unwrap().between(of(one), of(other))
}

fn bank(folder: &str) -> (Bank, Program) {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"))
        .map(|entry| File { name: entry.path().display().to_string(), bytes: fs::read(entry.path()).unwrap() });
    let bank = load(files.collect()).bank;
    let program = compile(&bank);
    (bank, program)
}

fn wishes(level: Level, seed: u64) -> Wishes {
    Wishes { level, topics: Vec::new(), length: Length::Questions(6), excluded: Vec::new(), seed }
}

fn ids(plan: &Plan<'_>) -> Vec<String> {
    plan.questions.iter().map(|question| question.id.clone()).collect()
}

/// The shares that the weights give, where the bank has enough of each layer for the level and the levels beside it.
fn wanted(bank: &Bank, level: Level, count: usize) -> Vec<(Layer, usize)> {
    let near = |question: &&Question| (question.level.unwrap() as usize).abs_diff(level as usize) <= 1;
    let supply = |&layer: &Layer| Supply {
        layer,
        weight: bank.weights[&(level, layer)],
        most: bank.questions.iter().filter(near).filter(|question| question.layer == Some(layer)).count(),
    };
    shares(count, &Layer::ALL.iter().map(supply).collect::<Vec<_>>())
}

/// The number of questions about each topic.
fn topics(plan: &Plan<'_>) -> BTreeMap<String, usize> {
    let mut topics = BTreeMap::new();
    let all = plan.questions.iter().flat_map(|question| &question.topics);
    all.for_each(|topic| *topics.entry(topic.clone()).or_default() += 1);
    topics
}

#[test]
fn a_thousand_interviews_of_each_level_keep_the_promises() {
    let bank = &BANK.0;
    for &level in Level::ALL {
        let wanted = wanted(bank, level, 6);
        let mut drawn = BTreeSet::new();
        for seed in 0..1000 {
            let plan = composed(&wishes(level, seed));
            let named = ids(&plan);
            assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), 6, "{level} {seed}: {named:?}");
            for &(layer, share) in &wanted {
                let found = plan.questions.iter().filter(|question| question.layer == Some(layer)).count();
                assert_eq!(found, share, "{level} {seed}: {layer}, {named:?}");
            }
            assert!(topics(&plan).values().all(|&count| count == 1), "{level} {seed}: {named:?}");
            for (at, one) in plan.questions.iter().enumerate() {
                for other in &plan.questions[at + 1..] {
                    assert!(!clash(&one.id, &other.id), "{level} {seed}: {} {}", one.id, other.id);
                }
            }
            drawn.insert(named);
        }
        assert!(drawn.len() > 500, "{level}: only {} different ones", drawn.len());
    }
}

/// A question of another level comes only where the level has no other of the layer left.
#[test]
fn neighbours_fill_up_only_what_is_missing() {
    let bank = &BANK.0;
    for &level in Level::ALL {
        for seed in 0..30 {
            let plan = composed(&wishes(level, seed));
            let remarked = plan.remarks.iter().filter(|remark| matches!(remark, Remark::Level { .. })).count();
            let others = plan.questions.iter().filter(|question| question.level != Some(level));
            assert_eq!(others.clone().count(), remarked, "{level} {seed}");
            for other in others {
                let own = bank.questions.iter().filter(|own| own.level == Some(level) && own.layer == other.layer);
                let mut left = own.filter(|own| !plan.questions.iter().any(|question| question.id == own.id));
                let clashes = |own: &Question| {
                    let mut rest = plan.questions.iter().filter(|question| question.id != other.id);
                    rest.any(|question| clash(&question.id, &own.id))
                };
                assert!(left.all(clashes), "{level} {seed}: {}", other.id);
            }
        }
    }
}

/// Questions that tell each other's answers are known; others are not accused.
#[test]
fn giveaways_are_told_by_content() {
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
    let question = |id: &str, asked: &str, strong: &str, answer: &str| {
        format!(
            "id: {id}\nquestion: {asked}\nmodel_answer: {answer}\ncriteria:\n  - {{id: a, title: A, points: 1, strong: [{strong}]}}\n"
        )
    };
    let files = vec![
        file(
            "a.yaml",
            &question("a", "Why is a tuple hashable?", "cannot change", "It cannot change once it is made."),
        ),
        file(
            "b.yaml",
            &question("b", "A tuple cannot change. When is that good?", "as a key", "When I want it as a key."),
        ),
        file("c.yaml", &question("c", "What is a set?", "no duplicates", "It has no duplicates.")),
        file(
            "d.yaml",
            &question("d", "Where do you use tuples?", "record", "For a record, or as a key in a dictionary."),
        ),
    ];
    let loaded = load(files);
    let program = compile(&loaded.bank);
    let mut giveaways = Giveaways::new(&loaded.bank, &program);
    for (one, other, expected) in
        [("a", "b", true), ("b", "a", true), ("b", "d", true), ("a", "c", false), ("a", "d", false), ("c", "d", false)]
    {
        let of = |id: &str| loaded.bank.question(id).unwrap();
        assert_eq!(giveaways.between(of(one), of(other)), expected, "{one} {other}");
    }
}

#[test]
fn topics_take_turns_and_time_is_kept() {
    let bank = &BANK.0;
    for seed in 0..50 {
        let topics_of = |topics: &[&str]| Wishes {
            topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
            ..wishes(Level::Mid, seed)
        };
        let plan = composed(&topics_of(&["oop", "concurrency"]));
        assert_eq!(topics(&plan).into_values().collect::<Vec<_>>(), [3, 3], "{seed}: {:?}", ids(&plan));
        let short = Wishes { length: Length::Minutes(20), ..wishes(Level::Senior, seed) };
        let plan = composed(&short);
        let minutes = rubricate::screen::minutes(bank, &plan.questions);
        assert!(!plan.questions.is_empty() && minutes <= rubricate::decimal::Decimal::whole(20), "{minutes}");
        let long = Wishes { length: Length::Minutes(400), ..wishes(Level::Senior, seed) };
        assert_eq!(composed(&long).questions.len(), 8);
    }
}

/// What is new in the bank, or left out, changes nothing of a draw that it is no part of.
#[test]
fn a_draw_does_not_depend_on_what_is_not_drawn() {
    let bank = &BANK.0;
    let plan = composed(&wishes(Level::Mid, 7));
    let before = ids(&plan);
    let others = bank.questions.iter().map(|question| question.id.clone()).filter(|id| !before.contains(id));
    let without = Wishes { excluded: others.step_by(3).collect(), ..wishes(Level::Mid, 7) };
    assert_eq!(ids(&composed(&without)), before);
    let next = Wishes { excluded: before.clone(), ..wishes(Level::Mid, 7) };
    let next = ids(&composed(&next));
    assert!(next.len() == 6 && next.iter().all(|id| !before.contains(id)), "{next:?}");
}

/// What a run printed and how it ended.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(args: &[&str]) -> Run {
    let output = Command::cargo_bin("rubricate").unwrap().args(args).env("COLUMNS", "80").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[track_caller]
fn check(run: &Run, status: i32, in_stderr: &str) {
    assert_eq!(run.status, status, "{}", run.stderr);
    assert!(run.stderr.contains(in_stderr), "{}", run.stderr);
}

const FIRST_AID: &str = "fixtures/banks/first-aid";
const KIT: [&str; 9] = ["screen", "--rubrics", FIRST_AID, "--level", "junior", "--count", "3", "--seed", "1"];

/// Runs `screen` on a bank that is read in no time.
fn screen(args: &[&str]) -> Run {
    run(&[&["screen", "--rubrics", FIRST_AID], args].concat())
}

/// A bank with the few questions of the shipped one that these tests name.
fn few() -> String {
    static FEW: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let all = WalkDir::new("rubrics/python").into_iter().map(Result::unwrap);
        for path in all.map(walkdir::DirEntry::into_path) {
            let name = path.file_name().unwrap().to_str().unwrap();
            if NAMED.contains(&name) {
                let topic = path.parent().unwrap().file_name().unwrap();
                fs::create_dir_all(folder.path().join(topic)).unwrap();
                fs::copy(&path, folder.path().join(topic).join(name)).unwrap();
            }
        }
        folder
    });
    FEW.path().to_str().unwrap().to_owned()
}

const NAMED: [&str; 12] = [
    "bank.yaml",
    "glossary.yaml",
    "gil.yaml",
    "lambda.yaml",
    "list-vs-tuple.yaml",
    "is-vs-equals.yaml",
    "decorators.yaml",
    "generators.yaml",
    "multiprocessing-when.yaml",
    "executors.yaml",
    "gather-vs-wait.yaml",
    "json-vs-pickle.yaml",
];

#[test]
fn the_kit_reads_well_in_every_format() {
    for format in ["text", "md", "json"] {
        let kit = run(&[&KIT[..], &["-f", format]].concat());
        check(&kit, 0, "using First aid for everybody");
        assert!(kit.stdout.lines().all(|line| format != "text" || line.chars().count() <= 80), "{}", kit.stdout);
        insta::assert_snapshot!(format!("kit_{format}"), kit.stdout);
    }
    let page = run(&[&KIT[..], &["-f", "html"]].concat()).stdout;
    assert_eq!(page.matches("<section class=\"asking\"").count(), 3, "{page}");
    assert!(!page.contains("<script") && page.contains("default-src 'none'"), "{page}");
    assert!(page.contains("Not true: ") && page.contains("If missing, ask: "), "{page}");
}

#[test]
fn nothing_in_a_rubric_acts_on_who_reads_the_kit() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\"<script>x</script> \\e[31m @team ::error::y\"";
    let rubric = format!(
        "id: a\nquestion: {text}\nmodel_answer: {text}\ntopics: [\"<img>\"]\ncriteria:\n  - {{id: a, title: {text}, points: 1, strong: [one], follow_up: {text}}}\nexamples:\n  - {{band: weak, answer: {text}}}\n"
    );
    fs::write(folder.path().join("a.yaml"), rubric).unwrap();
    for format in ["text", "md", "html", "json"] {
        let kit = run(&["screen", "--rubrics", folder.path().to_str().unwrap(), "-l", "mid", "-f", format]);
        assert_eq!(kit.status, 0, "{}", kit.stderr);
        assert!(!kit.stdout.contains('\u{1b}'), "{format}: {}", kit.stdout);
        assert!(!kit.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {}", kit.stdout);
        let markup = matches!(format, "md" | "html");
        assert!(
            !markup || !(kit.stdout.contains("<script>") || kit.stdout.contains("<img>")),
            "{format}: {}",
            kit.stdout
        );
        assert!(format != "md" || !kit.stdout.contains(" @team"), "{}", kit.stdout);
    }
}

#[test]
fn a_seed_is_an_interview() {
    let drawn = screen(&["--level", "mid", "-f", "json"]);
    check(&drawn, 0, "drawn with seed ");
    let seed = serde_json::from_str::<Value>(&drawn.stdout).unwrap()["seed"].to_string();
    assert!(drawn.stderr.contains(&format!("--seed {seed} draws it again")), "{}", drawn.stderr);
    let again = screen(&["--level", "mid", "-f", "json", "--seed", &seed]);
    assert_eq!(again.stdout, drawn.stdout);
    check(&again, 0, "using ");
    assert!(!again.stderr.contains("drawn"), "{}", again.stderr);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    check(&screen(&["--level", "expert"]), 2, "there are junior, mid, senior");
    check(&screen(&["--level", "mid", "--topic", "airways"]), 2, "did you mean `airway`?");
    check(&screen(&["--level", "mid", "--minutes", "1"]), 2, "no question that fits into 1 minutes");
    check(&screen(&["--level", "mid", "--exclude", "birn"]), 2, "no such file, and no question `birn`");
    check(&screen(&["--level", "mid", "-o", "kit.pdf"]), 2, "no format for kit.pdf");
    check(
        &screen(&["--level", "mid", "--exclude", "Cargo.toml", "-o", "Cargo.toml", "-f", "text"]),
        2,
        "is one of the inputs",
    );
    check(&run(&["screen"]), 2, "--level");
    check(&screen(&["--level", "senior", "--topic", "burns"]), 2, "no question for senior is left on these topics");
    check(&screen(&["--level", "mid", "--topic", "burns", "--seed", "1"]), 0, "the bank has no more that fit");
}

#[test]
fn files_are_written_whole_and_exclude_what_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (plan, kit) = (path("plan.json"), path("kit.html"));
    let first = screen(&["--level", "mid", "-n", "2", "--seed", "7", "-o", &plan, "-o", &kit]);
    check(&first, 0, "");
    assert!(first.stdout.is_empty() && fs::read_to_string(&kit).unwrap().starts_with("<!DOCTYPE html>"));
    let named = |json: &str| -> Vec<String> {
        let plan: Value = serde_json::from_str(json).unwrap();
        plan["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| question["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let used = named(&fs::read_to_string(&plan).unwrap());
    let next = screen(&["--level", "mid", "--seed", "7", "--exclude", &plan, "-f", "json"]);
    let next = named(&next.stdout);
    assert!(next.iter().all(|id| !used.contains(id)), "{used:?} {next:?}");
    let one = screen(&["--level", "mid", "--seed", "7", "-x", &format!("{},{}", used[0], used[1]), "-f", "json"]);
    assert!(named(&one.stdout).iter().all(|id| *id != used[0] && *id != used[1]));
}

fn graded(args: &[&str]) -> (Run, Vec<Value>) {
    let run = run(&[&["grade", "-f", "jsonl", "--rubrics", &few()], args].concat());
    let items = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (run, items)
}

#[test]
fn a_plan_knows_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json").to_str().unwrap().to_owned();
    let wishes = ["--level", "senior", "--topic", "concurrency", "--seed", "3", "-o", &plan];
    check(&run(&[&["screen", "--rubrics", &few()], &wishes[..]].concat()), 0, "");
    let planned: Value = serde_json::from_str(&fs::read_to_string(&plan).unwrap()).unwrap();
    let planned: BTreeSet<String> =
        planned["questions"].as_array().unwrap().iter().map(|q| q["id"].as_str().unwrap().to_owned()).collect();
    let interview = "fixtures/interviews/amara-okafor.txt";
    let (_, before) = graded(&[interview]);
    let (with, mut items) = graded(&[interview, "--plan", &plan]);
    check(&with, 0, " not asked in ");
    let asked: BTreeSet<String> = before.iter().map(|item| item["question"].as_str().unwrap().to_owned()).collect();
    let left: Vec<Value> = items.split_off(before.len());
    let left_ids: BTreeSet<String> = left.iter().map(|item| item["question"].as_str().unwrap().to_owned()).collect();
    assert_eq!(left_ids, planned.difference(&asked).cloned().collect());
    for item in &left {
        assert_eq!((&item["status"], &item["score"]), (&Value::from("not-asked"), &Value::Null), "{item}");
        assert_eq!(item["candidate"], "amara-okafor");
    }
    for (item, before) in items.iter_mut().zip(&before) {
        let flags = item["flags"].as_array_mut().unwrap();
        let planned = planned.contains(before["question"].as_str().unwrap());
        let flagged = flags.last().is_some_and(|flag| flag["flag"] == "not-in-plan");
        assert_eq!(flagged, !planned, "{item}");
        if flagged {
            item["flags"].as_array_mut().unwrap().pop();
        }
        assert_eq!(item, before, "a plan changed more than its flag");
    }
}

const TALK: &str = "\
Interviewer: What does CPython's global interpreter lock do, and when does it matter?
Candidate: Only one thread runs bytecode at a time, so threads do not speed up CPU-bound work.
Interviewer: What is a lambda, and when do you use one?
Candidate: A small function without a name, as a key for sorting.
Interviewer: What is the difference between a list and a tuple?
";

#[test]
fn every_report_tells_not_asked_from_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("talk.txt"), TALK).unwrap();
    fs::write(path("plan.txt"), "gil\nlist-vs-tuple\ndecorators\n").unwrap();
    let (talk, plan) = (path("talk.txt"), path("plan.txt"));
    let outputs: Vec<String> =
        ["csv", "md", "html", "xml", "xlsx", "json"].iter().map(|ending| path(&format!("out.{ending}"))).collect();
    let few = few();
    let mut args = vec!["grade", "--rubrics", &few, &talk, "--plan", &plan, "-f", "table", "--summary"];
    outputs.iter().for_each(|output| args.extend(["-o", output]));
    let table = run(&args);
    check(&table, 3, "2 graded (mean ");
    check(&table, 3, "1 not answered, 1 not asked in ");
    insta::assert_snapshot!(table.stdout, @r"
    Candidate  Question       Score  Band       Criteria
    talk       gil             45.1  partial    ● ● · · · · ·
               lambda          20.0  weak       ● ◐ · · ·  ⚑ not-in-plan
               list-vs-tuple      –  no answer
               decorators         –  not asked
    ● strong  ◐ partial  ○ weak  ✗ wrong  · missing
    ");
    let read = |ending: &str| fs::read_to_string(path(&format!("out.{ending}"))).unwrap();
    for (ending, texts) in [
        ("csv", &[",list-vs-tuple,empty,", ",decorators,not-asked,,,,,,,", ",not-in-plan,"][..]),
        (
            "md",
            &[
                "| list-vs-tuple | \u{2013} | no answer |",
                "| decorators | \u{2013} | not asked |",
                "not-in-plan",
                "Not asked. Source: ",
            ],
        ),
        (
            "html",
            &["<dt>Not asked</dt><dd>1</dd>", "it was planned, but not asked", "nothing was answered", "not-in-plan"],
        ),
        ("xml", &["message=\"it was not asked\"", "message=\"nothing was answered\"", "skipped=\"2\""]),
        ("json", &["\"status\":\"not-asked\"", "\"status\":\"empty\""]),
    ] {
        let report = read(ending);
        texts.iter().for_each(|text| assert!(report.contains(text), "{text} is not in {report}"));
    }
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path("out.xlsx")).unwrap();
    let summary = workbook.worksheet_range("summary").unwrap();
    let words: Vec<_> = summary.rows().map(|row| row[7].clone()).collect();
    assert_eq!(words, ["Status", "graded", "graded", "empty", "not-asked"].map(|word| Data::String(word.into())));
}

#[test]
fn a_sheet_is_an_interview_of_each_candidate() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let rows = "candidate,question,answer\nAnn,gil,Only one thread runs bytecode at a time.\nBob,gil,\nBob,lambda,A function without a name.\n";
    fs::write(path("a.csv"), rows).unwrap();
    fs::write(path("plan.txt"), "gil\nlambda\n").unwrap();
    let (sheet, plan) = (path("a.csv"), path("plan.txt"));
    let (run, items) = graded(&[&sheet, "--plan", &plan, "--allow-empty"]);
    check(&run, 0, "1 not answered, 1 not asked");
    let word = |item: &Value| {
        ["candidate", "question", "status"].map(|name| item[name].as_str().unwrap().to_owned()).join(" ")
    };
    assert_eq!(
        items.iter().map(word).collect::<Vec<_>>(),
        ["Ann gil graded", "Bob gil empty", "Bob lambda graded", "Ann lambda not-asked"]
    );
    let (totals, by) = graded(&[&sheet, "--plan", &plan, "--allow-empty", "--by", "candidate"]);
    check(&totals, 0, "");
    assert_eq!((&by[0]["not_asked"], &by[1]["not_asked"]), (&Value::from(1), &Value::Null));
}

#[test]
fn a_plan_that_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |text: &str| {
        let path = folder.path().join("plan.json");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let graded = |args: &[&str]| run(&[&["grade", "--rubrics", FIRST_AID, "Cargo.toml", "--plan"], args].concat());
    check(&graded(&["no-such.json"]), 2, "no-such.json cannot be read");
    check(&graded(&[&plan("{}")]), 2, "no plan: missing field");
    check(&graded(&[&plan("birn\n")]), 2, "did you mean `burn`?");
    check(&graded(&[&plan("")]), 2, "a plan without questions");
    let path = plan("burn\n");
    check(&graded(&[&path, "-o", &path]), 2, "is one of the inputs");
    assert!(Path::new(&path).exists());
}
