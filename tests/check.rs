//! `rubricate check` with the whole program: what it reports of which files, how it ends, and what `--fix` mends.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use std::fs;
use std::path::Path;

/// What a run printed, and how it ended.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn check_in(folder: &Path, args: &[&str]) -> Run {
    let mut command = assert_cmd::Command::cargo_bin("rubricate").unwrap();
    let output = command.current_dir(folder).arg("check").args(args).output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn check(run: &Run, status: i32, in_stdout: &[&str], in_stderr: &str) {
    assert_eq!(run.status, status, "{}{}", run.stdout, run.stderr);
    for said in in_stdout {
        assert!(run.stdout.contains(said), "{said:?} is not in {}", run.stdout);
    }
    assert!(run.stderr.contains(in_stderr), "{}", run.stderr);
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of its own with these files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const SOUND: &str = "id: lock
question: What does a lock do?
criteria:
  - id: one
    title: One at a time
    points: 2
    strong: [only one thread]
    follow_up: Why?
";

#[test]
fn the_shipped_bank_has_no_finding() {
    let run = check_in(here(), &["--fail-on", "warning"]);
    check(&run, 0, &[], "126 questions: 0 errors, 0 warnings");
    assert_eq!(run.stdout, "");
}

#[test]
fn the_status_tells_what_was_found() {
    let run = |folder: &str, args: &[&str]| {
        check_in(here(), &[&["--rubrics", &format!("fixtures/mistakes/{folder}")], args].concat())
    };
    check(&run("none", &["--fail-on", "warning"]), 0, &[], "1 questions: 0 errors, 0 warnings");
    check(&run("unused-term", &[]), 0, &["warning[unused-term]"], "0 errors, 3 warnings");
    check(&run("unused-term", &["--fail-on", "warning"]), 1, &["warning[unused-term]"], "0 errors, 3 warnings");
    check(&run("model-answer", &[]), 1, &["error[model-answer]"], "1 errors, 0 warnings");
    check(&run("bad-weight", &[]), 2, &["error[bad-weight]"], "so that nothing was proved");
    check(&check_in(here(), &["--rubrics", "nowhere"]), 2, &[], "no such file or folder: nowhere");
}

/// What loading finds and what is proved come in one list, by place.
#[test]
fn mistakes_and_lints_come_in_the_order_of_the_file() {
    let rubric = SOUND.replace("[only one thread]", "[no, only one thread, Only one thread, on]");
    let run = check_in(folder(&[("sample.yaml", &rubric)]).path(), &["--rubrics", "."]);
    let places: Vec<_> = run.stdout.lines().filter(|line| line.contains("--> ")).map(str::trim).collect();
    assert_eq!(
        places,
        ["--> ./sample.yaml:7:14", "--> ./sample.yaml:7:35", "--> ./sample.yaml:7:52"],
        "{}",
        run.stdout
    );
}

#[test]
fn only_what_is_in_the_files_named_is_reported() {
    let bank = folder(&[
        ("bank.yaml", "name: Small\n"),
        ("a/glossary.yaml", "unused: nothing\n"),
        ("a/lock.yaml", SOUND),
        ("b/key.yaml", &SOUND.replace("id: lock", "id: key").replace("    follow_up: Why?\n", "")),
        ("elsewhere.txt", ""),
    ]);
    let run = |args: &[&str]| check_in(bank.path(), args);
    check(&run(&["b/key.yaml"]), 0, &["no follow-up"], "using Small");
    check(&run(&["b/key.yaml"]), 0, &[], "2 questions: 0 errors, 1 warnings");
    check(&run(&["./a/../b/key.yaml"]), 0, &[], "0 errors, 1 warnings");
    check(&run(&["a/lock.yaml"]), 0, &[], "0 errors, 0 warnings");
    check(&run(&["a"]), 0, &["no signal uses `<unused>`"], "0 errors, 1 warnings");
    check(&run(&["a", "b/key.yaml"]), 0, &[], "0 errors, 2 warnings");
    check(&run(&["a/lock.yaml", "elsewhere.txt"]), 2, &[], "elsewhere.txt is no file of the bank");
    check(&run(&["gone.yaml"]), 2, &[], "gone.yaml cannot be read");
    fs::write(
        bank.path().join("b/key.yaml"),
        SOUND.replace("id: lock", "id: key").replace("points: 2", "points: none"),
    )
    .unwrap();
    let other = run(&["a/lock.yaml"]);
    check(&other, 2, &[], "1 more in other files of the bank");
    assert_eq!(other.stdout, "");
}

/// All that can be mended in one run, with comments and layout kept; a second run has nothing to do.
#[test]
fn fix_mends_what_is_certain_and_nothing_else() {
    let bank = "\u{feff}# The bank.\r\ncriteria:\r\n  - {id: why, title: Why, points: 1, strong: [because], follow_up: Why?}\r\n";
    let glossary = "one-thread: only one thread   # kept\n";
    let sample = "id: lock
question: What does a lock do?
levl: seniro
criteria:
  # A comment  \t
  - id: one
    title:   One at a time
    points: 2
    strong: [no,   'yes', <one-thred>]   # no more
    wrong:
      - (many | all | many) threads
    folow_up: Why?
  - use: whi
examples:
  - {band: \"strog\", answer: Only one thread.}
critria: []";
    let folder = folder(&[("bank.yaml", bank), ("glossary.yaml", glossary), ("sample.yaml", sample)]);
    let run = check_in(folder.path(), &["--rubrics", ".", "--fix"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("bank.yaml"), bank[3..].replace('\r', ""));
    assert_eq!(read("glossary.yaml"), glossary);
    let expected = sample
        .replace("levl: seniro", "level: senior")
        .replace("comment  \t", "comment")
        .replace("[no,   'yes', <one-thred>]", "[\"no\",   'yes', <one-thread>]")
        .replace("all | many)", "all)")
        .replace("folow_up", "follow_up")
        .replace("whi\n", "why\n")
        .replace("\"strog\"", "strong");
    assert_eq!(read("sample.yaml"), expected + "\n");
    check(&run, 2, &["unknown key `critria`"], "mended ./bank.yaml: a byte-order mark");
    for said in [
        "mended ./bank.yaml: ends of lines other than LF",
        "mended ./sample.yaml: no end of the last line",
        "mended ./sample.yaml:3:1: unknown key `levl`",
        "mended ./sample.yaml:3:8: `seniro` is not a level",
        "mended ./sample.yaml:11:23: `many` a second time in one list",
    ] {
        assert!(run.stderr.contains(said), "{said:?} is not in {}", run.stderr);
    }
    let mended = read("sample.yaml");
    let again = check_in(folder.path(), &["--rubrics", ".", "--fix"]);
    assert!(!again.stderr.contains("mended"), "{}", again.stderr);
    assert_eq!(read("sample.yaml"), mended);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn fix_touches_only_the_files_named() {
    let untidy = SOUND.replace("Why?", "Why? ");
    let folder = folder(&[
        ("bank.yaml", "name: Small "),
        ("a.yaml", &untidy),
        ("b.yaml", &untidy.replace("id: lock", "id: key")),
    ]);
    check(&check_in(folder.path(), &["a.yaml", "--fix"]), 0, &[], "mended ./a.yaml: white space at the ends of lines");
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).unwrap(), SOUND);
    assert_eq!(fs::read_to_string(folder.path().join("bank.yaml")).unwrap(), "name: Small ");
    assert!(fs::read_to_string(folder.path().join("b.yaml")).unwrap().contains("Why? "));
}

#[test]
fn the_built_in_bank_cannot_be_mended() {
    let empty = folder(&[]);
    check(&check_in(empty.path(), &["--fix"]), 2, &[], "the built-in rubrics cannot be mended");
}
