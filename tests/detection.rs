//! What is found in real speech: typing and recognition errors, prose signals, odd answers, near misses.

use rubricate::flags::FlagKind;
use rubricate::grade::{Grade, grade};
use rubricate::program::compile::compile;
use rubricate::report::{explain, terminal::Colour};
use rubricate::rubric::load::{File, load};
use rubricate::scan::Stance;

const RUBRIC: &str = "
id: gil
question: What is the global interpreter lock, and when does it matter?
model_answer: Only one thread at a time holds the lock and runs bytecode, so threads do not speed up a calculation at all.
criteria:
  - id: lock
    title: One thread runs
    points: 2
    strong: [one thread ... run ... bytecode]
    wrong: [threads ... run ... parallel]
  - id: way-out
    title: Multiprocessing
    points: 2
    strong:
      - multiprocessing &6 core
      - {pattern: pickle ...2 argument, weight: 0.5}
  - id: note
    title: Prose
    points: 4
    strong:
      - prose: distinguishes CPU-bound from IO-bound work and names multiprocessing or async
";

fn graded(answer: &str) -> (Grade, String) {
    let loaded = load(vec![File { name: "gil.yaml".into(), bytes: RUBRIC.into() }]);
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
    let program = compile(&loaded.bank);
    let question = program.question("gil").unwrap();
    let grade = grade(&program, question, answer);
    let explained = explain::heard(question, &grade, answer, Colour::Off);
    (grade, explained)
}

/// The points of the three criteria.
#[track_caller]
fn earns(answer: &str, expected: [&str; 3]) {
    let (grade, explained) = graded(answer);
    let points: Vec<_> = grade.criteria.iter().map(|criterion| criterion.earned.to_string()).collect();
    assert_eq!(points, expected, "{explained}");
}

#[test]
fn errors_of_typists_and_recognisers_are_undone_and_told() {
    earns("One thred runs the bytecode.", ["2", "0", "0"]);
    earns("One thread um runs the byte code.", ["2", "0", "0"]);
    earns("One thread runs bytecode, multi processing uses every core.", ["2", "2", "0"]);
    earns("It has to pickel arguments.", ["0", "1", "0"]);
    earns("A threat runs the bytecode.", ["0", "0", "0"]);
    let (grade, _) = graded("One thred runs the bytecode.");
    let piece = &grade.criteria[0].hits[0].pieces[0];
    assert_eq!(piece.mended.iter().map(|(_, stem)| stem.as_str()).collect::<Vec<_>>(), ["thread"]);
}

#[test]
fn prose_is_graded_by_what_of_it_is_said() {
    earns("CPU-bound differs from IO-bound: use multiprocessing.", ["0", "0", "3.808"]);
    earns("CPU-bound work and IO-bound work, with asyncio or async code.", ["0", "0", "3.236"]);
    earns("CPU-bound differs from IO-bound.", ["0", "0", "2.284"]);
    earns("Nothing to do with it.", ["0", "0", "0"]);
}

#[track_caller]
fn flagged(answer: &str, expected: &[FlagKind]) {
    let (grade, _) = graded(answer);
    let kinds: Vec<_> = grade.flags.iter().map(|flag| flag.kind).collect();
    assert_eq!(kinds, expected, "{answer}");
}

#[test]
fn odd_answers_are_flagged() {
    use FlagKind::{
        Contradiction, Denied, Disguised, Echo, InvisibleCharacters, MixedScript, ModelAnswer, Repetition, TermList,
        VeryShort,
    };
    flagged("It is a lock, and it matters when you compute, because threads take turns then.", &[]);
    flagged("GIL, mutex, CPU-bound, threads, bytecode, multiprocessing, asyncio, pool, release, wait", &[TermList]);
    flagged(
        "Well, only one thread at a time holds the lock and runs bytecode, so threads do not help.",
        &[ModelAnswer],
    );
    flagged("What is the global interpreter lock, and when does it matter?", &[Echo]);
    flagged(
        "It is a lock that matters a lot. It is a lock that matters a lot. It is a lock that matters a lot.",
        &[Repetition],
    );
    flagged("It is a lоck, and it matters when you compute, because threads take turns.", &[MixedScript]);
    flagged("It is a lo\u{200b}ck, and it matters when you compute, because they take turns.", &[InvisibleCharacters]);
    let hidden = "Thr\u{200b}eads t\u{200b}ake tu\u{200b}rns, and the lo\u{200b}ck is there for that, I would say.";
    flagged(hidden, &[InvisibleCharacters, Disguised]);
    flagged("The \u{202e}kcol\u{202c} is a good thing to have.", &[InvisibleCharacters, VeryShort]);
    flagged(
        "\u{202e}kcol eht\u{202c} is \u{202e}daerht\u{202c} and so on, as it were.",
        &[InvisibleCharacters, Disguised],
    );
    flagged("One thread runs. Multiprocessing. Prose. That is it.", &[Echo, VeryShort]);
    flagged("It is not true that locks are bad. It is not true that queues are better than that.", &[Repetition]);
    flagged(
        "A lock is the best of the tools that I know. A pool is the worst of the things that we had.",
        &[Repetition],
    );
    flagged("A lock.", &[VeryShort]);
    flagged(
        "One thread runs bytecode, but threads run in parallel all the same, they say at least here.",
        &[Contradiction],
    );
    flagged("It is not true that one thread runs bytecode, as far as we have seen it at work here.", &[Denied]);
}

#[test]
fn a_sentence_that_is_called_untrue_earns_nothing() {
    earns("It is not true that as far as anybody here knows one thread runs bytecode.", ["0", "0", "0"]);
    earns("It's not the case that multiprocessing needs a core.", ["0", "0", "0"]);
    earns("It is false that multiprocessing needs a core.", ["0", "0", "0"]);
    earns("I do not believe that as a rule in most programs one thread runs bytecode.", ["0", "0", "0"]);
    earns("It is not true that it is slow, because one thread runs bytecode.", ["2", "0", "0"]);
    earns("It is true that one thread runs bytecode, and that multiprocessing uses each core.", ["2", "2", "0"]);
}

#[test]
fn an_echoed_question_and_a_list_earn_nothing() {
    for answer in [
        "What is the global interpreter lock, and when does it matter?",
        "one thread, run bytecode, multiprocessing, core, CPU-bound, IO-bound, async, pickle argument",
    ] {
        let (grade, explained) = graded(answer);
        let said = |criterion: &rubricate::grade::CriterionGrade| {
            criterion
                .hits
                .iter()
                .any(|hit| hit.stance == Stance::Said && hit.signal == 0 && criterion.earned.millionths() > 0)
        };
        assert!(!grade.criteria[..2].iter().any(said), "{explained}");
    }
}

/// A misconception costs beside its own criterion what the bank says, and never more than was earned.
#[test]
fn a_wrong_claim_costs_the_answer() {
    let score = |cost: &str, answer: &str| {
        let bank = format!("name: B\nwrong_claim_costs: {cost}\n");
        let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
        let loaded = load(vec![file("bank.yaml", &bank), file("gil.yaml", RUBRIC)]);
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        let program = compile(&loaded.bank);
        let grade = grade(&program, program.question("gil").unwrap(), answer);
        (grade.score.unwrap().to_string(), grade.deducted.to_string())
    };
    let answer = "Multiprocessing uses every core. Threads run in parallel.";
    assert_eq!(score("12.5", answer), ("12.5".into(), "1".into()));
    assert_eq!(score("50", answer), ("0".into(), "4".into()));
    assert_eq!(score("12.5", "Multiprocessing uses every core."), ("25".into(), "0".into()));
}

#[track_caller]
fn nearly(answer: &str, expected: &str) {
    let (_, explained) = graded(answer);
    assert!(explained.contains(expected), "{expected}\n{explained}");
}

#[test]
fn near_misses_say_what_kept_them() {
    nearly(
        "One thread of all those that are there and that would want to run bytecode.",
        "nearly, 3 words too far apart: “One”, “thread”, “run”, “bytecode”",
    );
    nearly("One thread runs Python.", "nearly, without bytecod: “One”, “thread”, “runs”");
    nearly("Bytecode is run by one thread.", "nearly, in another order");
    nearly(
        "There is one thread here. It runs all that there is. That is bytecode.",
        "nearly, not near enough to each other",
    );
    nearly("Multiprocessing is the way to go whenever you have more than one core.", "nearly, not near enough");
    nearly("It must pickle all of those many long arguments.", "nearly, 3 words too far apart");
    nearly("One thread does not run bytecode.", "x denied by `not`");
}

/// The digest changes with whatever can change a grade, and with nothing else.
#[test]
fn a_digest_names_what_an_answer_was_graded_by() {
    let digest = |files: &[(&str, &str)]| {
        let file = |&(name, text): &(&str, &str)| File { name: name.into(), bytes: text.into() };
        let loaded = load(files.iter().map(file).collect());
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        let program = compile(&loaded.bank);
        program.digest(program.question("gil").unwrap()).to_owned()
    };
    let plain = digest(&[("gil.yaml", RUBRIC)]);
    let other =
        "id: a\nquestion: Other?\ncriteria: [{id: x, title: X, points: 1, strong: [runs bytecode, pickle one]}]\n";
    assert_eq!(digest(&[("a.yaml", other), ("gil.yaml", RUBRIC)]), plain);
    assert_eq!(digest(&[("gil.yaml", &format!("# a comment\n{RUBRIC}"))]), plain);
    for (from, to) in [
        ("What is the global", "What does the global"),
        ("at all.", "at all, then."),
        ("weight: 0.5", "weight: 0.25"),
        ("...2 argument", "...3 argument"),
        ("points: 4", "points: 3"),
    ] {
        assert_ne!(digest(&[("gil.yaml", &RUBRIC.replace(from, to))]), plain, "{from}");
    }
    assert_ne!(digest(&[("bank.yaml", "name: B\nwrong_claim_costs: 5\n"), ("gil.yaml", RUBRIC)]), plain);
}
