//! Bad rubrics, tried with the whole program: what is said of them, how the run ends, and that it ends soon.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const SOUND: &str = "\
id: lock
question: What does the lock do?
criteria:
  - id: one-thread
    title: Only one thread runs at a time
    points: 2
    strong: [only one thread]
    follow_up: How many run at a time?
";

/// The sound rubric with another list of signals.
fn listening_for(signals: &str) -> String {
    SOUND.replace("[only one thread]", signals)
}

/// How a run ended, with all that it printed.
struct Run {
    status: i32,
    printed: String,
}

fn rubricate(args: &[&str], folder: &Path, stdin: &str) -> Run {
    let output = Command::cargo_bin("rubricate").unwrap().args(args).current_dir(folder).write_stdin(stdin).output();
    let output = output.unwrap();
    let printed = [output.stdout, output.stderr].concat();
    Run { status: output.status.code().unwrap(), printed: String::from_utf8(printed).unwrap() }
}

/// Runs `rubricate check` on a rubric: it ends so and says this, within bounds of time and without a control character.
#[track_caller]
fn check(rubric: impl AsRef<[u8]>, status: i32, said: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sample.yaml"), rubric).unwrap();
    let began = Instant::now();
    let run = rubricate(&["check", "--rubrics", "sample.yaml"], folder.path(), "");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let beginning: String = run.printed.chars().take(2000).collect();
    assert_eq!(run.status, status, "{beginning}");
    for said in said {
        assert!(run.printed.contains(said), "{said:?} is not in {beginning}");
    }
    let unseen = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{9b}');
    assert!(!run.printed.contains(unseen), "{beginning:?}");
}

/// A byte-order mark, Windows' line endings and those of old Macs change no grade, and not even the rubric's digest.
#[test]
fn line_endings_of_a_rubric_do_not_matter() {
    let graded = |rubric: String| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sample.yaml"), rubric).unwrap();
        let args = ["grade", "-", "--rubrics", "sample.yaml", "-q", "lock", "-f", "jsonl"];
        let run = rubricate(&args, folder.path(), "Only one thread, I think.");
        assert_eq!(run.status, 0, "{}", run.printed);
        run.printed.lines().find(|line| line.starts_with('{')).unwrap().to_owned()
    };
    let text = format!("{SOUND}model_answer: |\n  Only one thread.\n  At a time.\n");
    let plain = graded(text.clone());
    for variant in [format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
        assert_eq!(graded(variant.clone()), plain, "{variant:?}");
    }
}

/// Rubrics are UTF-8; what else it looks like is said, with the byte.
#[test]
fn another_encoding_is_named() {
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(SOUND.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check(wide, 2, &["error[encoding]: not UTF-8 at byte 0; it looks like UTF-16", "save the file as UTF-8"]);
    let old: Vec<u8> = SOUND.replace("lock do?", "caf\u{e9} do?").chars().map(|c| c as u8).collect();
    check(old, 2, &["error[encoding]: not UTF-8 at byte 36; it looks like Windows-1252", "save the file as UTF-8"]);
}

/// What is there twice is told at the second place, with the first.
#[test]
fn duplicates_are_told_with_both_places() {
    check(format!("{SOUND}question: Again?\n"), 2, &["error[duplicate-key]", "sample.yaml:9:1", "2 | question: What"]);
    let criterion = "  - id: one-thread\n    title: Again\n    points: 1\n    strong: [a lock]\n    follow_up: Why?\n";
    check(
        format!("{SOUND}{criterion}"),
        2,
        &["error[duplicate-id]: a second criterion `one-thread`", "the first is here"],
    );
    let both = listening_for("[only one thread]\n    wrong: [only one THREAD]");
    check(both, 0, &["warning[same-signal]", "is both strong and wrong", "strong here"]);
}

/// One run tells all unknown keys, and what each may have been meant to be.
#[test]
fn all_unknown_keys_are_told_at_once() {
    let rubric = format!("{SOUND}levle: mid\ntopic: [locks]\n").replace("points", "pionts");
    check(rubric, 2, &["did you mean `level`?", "did you mean `topics`?", "did you mean `points`?"]);
}

/// YAML would make a truth value or a number of them; they are what was written.
#[test]
fn bare_scalars_are_heard_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    for written in ["no", "0123", "1.20", "null", "0x1F"] {
        fs::write(folder.path().join("sample.yaml"), listening_for(&format!("[{written}]"))).unwrap();
        let args = ["grade", "-", "--rubrics", "sample.yaml", "-q", "lock", "-f", "jsonl"];
        let run = rubricate(&args, folder.path(), &format!("I would say {written} here."));
        assert_eq!(run.status, 0, "{}", run.printed);
        assert!(run.printed.contains("\"score\":100") && run.printed.contains("warning[quote-it]"), "{}", run.printed);
    }
}

/// A weight is a plain number within bounds.
#[test]
fn impossible_weights_are_refused() {
    for weight in [".nan", ".inf", "-1", "0", "1e308", "\"2\"", "high"] {
        check(
            listening_for(&format!("[{{pattern: a lock, weight: {weight}}}]")),
            2,
            &["error[bad-weight]", "sample.yaml:7"],
        );
    }
    check(SOUND.replace("points: 2", "points: 1e308"), 2, &["error[bad-points]", "sample.yaml:6"]);
}

/// No small file becomes a large one, and nothing nests so deeply that a reader of it falls over.
#[test]
fn bombs_are_refused_at_once() {
    let aliases = (1..30).fold(String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n"), |text, at| {
        text + &format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 9].join(","))
    });
    let too_much = "more nesting, values or aliases than a rubric may have";
    check(aliases, 2, &["error[yaml-syntax]", too_much]);
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(150_000), vec!["*a"; 900].join(","));
    check(long, 2, &["error[yaml-syntax]", too_much]);
    check("[".repeat(100_000), 2, &["error[yaml-syntax]: nested too deeply"]);
    check(
        (0..2000).fold(String::new(), |text, at| text + &" ".repeat(at) + "a:\n"),
        2,
        &["error[yaml-syntax]", too_much],
    );
    check("a: &a [*a]\n", 2, &["error[yaml-syntax]: an alias within its own anchor"]);
}

/// Memory stays within bounds too.
#[test]
#[cfg(target_os = "linux")]
fn bombs_take_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(300_000), vec!["*a"; 900].join(","));
    fs::write(folder.path().join("sample.yaml"), long).unwrap();
    let output = std::process::Command::new("bash")
        .args(["-c", "ulimit -v 400000; exec \"$0\" check --rubrics sample.yaml"])
        .arg(assert_cmd::cargo::cargo_bin("rubricate"))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Terms that name each other twice, forty times over, stand for more words than there are atoms.
#[test]
fn terms_of_terms_take_no_longer() {
    let terms = (1..40).fold("terms:\n  t0: (lock | mutex)\n".to_owned(), |text, at| {
        text + &format!("  t{at}: (<t{0}> <t{0}> | <t{0}>)\n", at - 1)
    });
    check(listening_for("[<t39>]") + &terms, 0, &["1 questions: 0 errors"]);
    let held = terms.replace("(lock | mutex)", "lock & mutex");
    check(listening_for("[a <t39>]") + &held, 2, &["holds a condition"]);
}

/// Terms that stand on each other hundreds deep would exhaust the stack; a thousand in a ring are shown in part.
#[test]
fn terms_stand_on_few_others() {
    let chain = |first: &str, length: usize| {
        let terms = (1..length).map(|at| format!("  t{at}: <t{}>\n", at - 1));
        terms.fold(format!("terms:\n  t0: {first}\n"), |text, term| text + &term)
    };
    check(listening_for("[<t99>]") + &chain("lock", 100), 0, &["1 questions: 0 errors"]);
    check(
        listening_for("[<t9999>]") + &chain("lock", 10_000),
        2,
        &["error[pattern-syntax]: `t256` stands on terms of terms, more than 256 patterns deep"],
    );
    check(
        listening_for("[<t9999>]") + &chain("<t9999>", 10_000),
        2,
        &["error[term-cycle]: `t0` needs itself: `t0` \u{2192} `t9999`"],
    );
    check(
        listening_for("[<t9999>]") + &chain("<t0> lock", 10_000),
        2,
        &["error[term-cycle]: `t0` needs itself: `t0` \u{2192} `t0`"],
    );
}

/// A character that YAML does not have is told, also beside one that stands for broken bytes.
#[test]
fn no_rubric_is_dropped_silently() {
    check(SOUND.replace("What does", "What\u{fffd} \u{7f}does"), 2, &["error[yaml-syntax]"]);
}

/// A file is one rubric.
#[test]
fn a_file_is_one_document() {
    check("", 2, &["error[not-one-document]: this file is empty"]);
    check("# Nothing yet.\n", 2, &["error[not-one-document]: this file is empty"]);
    check(format!("{SOUND}---\n{SOUND}"), 2, &["a second YAML document begins here", "sample.yaml:10:1"]);
}

/// What would be heard in any answer is a mistake.
#[test]
fn patterns_that_hear_everything_are_refused() {
    for pattern in ["\"\"", "\"\u{2014}\"", "\"\\u200b\"", "(a lock | )"] {
        check(listening_for(&format!("\n      - {pattern}")), 2, &["error[empty-pattern]", "sample.yaml:8:"]);
    }
    check(listening_for("\n      - /x*/"), 2, &["error[bad-regex]", "sample.yaml:8:"]);
}

/// Regular expressions are bounded, and a mistake in one is shown where it is.
#[test]
fn bad_regular_expressions_are_refused() {
    check(listening_for("\n      - /lock(/"), 2, &["error[bad-regex]", "sample.yaml:8:14"]);
    check(listening_for("\n      - /\\w{900}{900}/"), 2, &["error[bad-regex]"]);
    check(listening_for(&format!("\n      - '/{}/'", "(".repeat(9_000))), 2, &["error[bad-regex]"]);
}

/// A phrase has its bounds; that there are very many is no mistake.
#[test]
fn endless_phrases_are_refused_and_many_are_read() {
    check(
        listening_for(&format!("[{}]", "lock ".repeat(200_000))),
        2,
        &["a pattern of", "split it into several signals"],
    );
    let many = (0..40_000).fold("\n".to_owned(), |text, at| text + &format!("      - word{at} lock\n"));
    check(listening_for(many.trim_end()), 0, &["1 questions: 0 errors"]);
}

/// What a rubric, the name of its file, or a path brings along does not act on the terminal or on a CI runner.
#[test]
fn nothing_in_a_rubric_acts_on_the_terminal() {
    check(
        "id: lock\n\"k\\e[2J\\u202e\\0\": 1\n\"\\e]0;x\\a\": 2\n",
        2,
        &["error[unknown-key]", "\u{241b}[2J<U+202E>\u{2400}"],
    );
    check("id: lock\nquestion: a\0b\n", 2, &["error[yaml-syntax]"]);
    check("id: lock\nquestion: a\u{9b}31mb\n", 2, &["error[yaml-syntax]", "a\u{fffd}31mb"]);
    check(SOUND.replace("What does", "What\u{202e} does").replace("points", "points\u{200b}"), 2, &["error["]);
    let folder = tempfile::tempdir().unwrap();
    let missing = rubricate(&["check", "--rubrics", "\u{1b}[2Jx\n::error::y"], folder.path(), "");
    assert_eq!(
        (missing.status, missing.printed.as_str()),
        (2, "error: no such file or folder: \u{241b}[2Jx ::error::y\n")
    );
    let named = "name: \"\\e[2J\\u202ebank\"\n";
    fs::write(folder.path().join("bank.yaml"), named).unwrap();
    fs::write(folder.path().join("sample.yaml"), SOUND).unwrap();
    let run = rubricate(&["check", "--rubrics", "."], folder.path(), "");
    assert_eq!(run.status, 0, "{}", run.printed);
    assert!(run.printed.starts_with("using \u{241b}[2J<U+202E>bank (., 1 questions)"), "{}", run.printed);
}
