//! What the system can refuse or get wrong: descriptors, sizes, readers of the output, files that are none, the clock. The
//! shell sets the limits; status and messages are compared.

#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const RUBRIC: &str = "\
id: lock
question: What does the lock do?
criteria:
  - {id: one-thread, title: Only one thread, points: 2, strong: [only one thread], follow_up: And?}
";

/// A folder with a small rubric and as many answers.
fn folder(answers: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lock.yaml"), RUBRIC).unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for at in 0..answers {
        fs::write(folder.path().join(format!("in/{at:03}.txt")), "Only one thread runs.").unwrap();
    }
    folder
}

/// Runs a command of the shell, in which `rubricate` is the program and `grade` grades; status, stdout and stderr.
fn shell(folder: &Path, command: &str) -> (Option<i32>, String, String) {
    let program = assert_cmd::cargo::cargo_bin("rubricate");
    let functions = "rubricate() { \"$0\" \"$@\"; }; grade() { rubricate grade --rubrics lock.yaml -q lock \"$@\"; }";
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("{functions}; {command}")]).arg(program).current_dir(folder).env("COLUMNS", "80");
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// It ends with this status and says this.
#[track_caller]
fn check(folder: &Path, command: &str, status: i32, said: &str) {
    let (code, _, stderr) = shell(folder, command);
    assert_eq!(code, Some(status), "{command}: {stderr}");
    assert!(stderr.contains(said), "{command}: {stderr}");
}

/// Files are open one at a time; where not even one can be, each is told.
#[test]
fn few_descriptors_are_enough_and_none_is_told() {
    let folder = folder(300);
    check(folder.path(), "ulimit -n 16; grade in -f csv", 0, "300 graded");
    check(folder.path(), "ulimit -n 4; grade in -o out.csv", 3, "0 graded, 300 could not be graded");
    check(folder.path(), "ulimit -n 4; grade in -o out.csv", 3, "in/299.txt: cannot be read: Too many open files");
}

/// An endless device or a pipe to which nobody writes is refused wherever a file is expected; a pipe that the shell opened is
/// read.
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = folder(1);
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    for name in ["pipe", "/dev/zero"] {
        for command in [
            "explain lock --rubrics lock.yaml --answer",
            "practice --rubrics lock.yaml --history",
            "suggest --from-key",
            "diff lock.yaml lock.yaml --accepted",
            "test --rubrics lock.yaml --golden",
            "grade --rubrics lock.yaml in/000.txt --plan",
        ] {
            let run = format!("ulimit -v 4000000; timeout 20 \"$0\" {command} {name}");
            check(folder.path(), &run, 2, "it is not a file; use `-` to read from a pipe");
        }
    }
    check(folder.path(), "rubricate explain lock --rubrics lock.yaml --answer <(echo only one thread)", 0, "");
    check(folder.path(), "rubricate explain lock --rubrics lock.yaml --answer in", 2, "cannot read in: it is a folder");
    check(folder.path(), "rubricate practice --rubrics lock.yaml --history in", 2, "in cannot be read: it is a folder");
}

/// Whatever is printed: a reader that went away ends the run quietly.
#[test]
fn readers_that_go_away_end_each_command_quietly() {
    let folder = folder(1);
    for command in [
        "grade in",
        "rubricate questions --rubrics lock.yaml",
        "rubricate explain lock --rubrics lock.yaml",
        "rubricate schema rubric",
        "rubricate check --rubrics lock.yaml -f json",
        "rubricate test --rubrics lock.yaml -f json",
    ] {
        let (_, _, stderr) =
            shell(folder.path(), &format!("{{ sleep 0.1; {command}; echo \"ended $?\" >&2; }} | true"));
        let said: Vec<_> = stderr.lines().filter(|line| !line.starts_with("using ")).collect();
        assert_eq!(said, ["ended 141"], "{command}");
    }
}

/// A file that grows over the limit of its user is one that cannot be written, and nothing of it stays.
#[test]
fn a_limit_of_a_files_size_is_told() {
    let folder = folder(300);
    let too_large = |name: &str| format!("{name} could not be written: File too large");
    check(folder.path(), "ulimit -f 1; grade in -o out.csv", 4, &too_large("out.csv"));
    check(folder.path(), "ulimit -f 1; grade in -o out.html", 4, &too_large("out.html"));
    check(folder.path(), "ulimit -f 1; grade in -f csv > rows.csv", 4, &too_large("the output"));
    let practise =
        "seq 5000 | xargs echo only one thread | \"$0\" practice --rubrics lock.yaml --history practised.jsonl";
    check(folder.path(), &format!("ulimit -f 1; {practise}"), 4, &too_large("practised.jsonl"));
    let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["in", "lock.yaml", "practised.jsonl", "rows.csv"]);
}

/// Names need not be UTF-8; a name of an output stays the very bytes.
#[test]
fn names_are_any_bytes() {
    let folder = folder(0);
    let path = |name: &[u8]| {
        use std::os::unix::ffi::OsStrExt;
        folder.path().join(std::ffi::OsStr::from_bytes(name))
    };
    fs::write(path(b"in/\xff.txt"), "Only one thread.").unwrap();
    let (status, stdout, stderr) = shell(folder.path(), r"grade in -f csv; grade in -o $'out\xff.csv'");
    assert_eq!(
        (status, stdout.lines().nth(1)),
        (Some(0), Some("in/\u{fffd}.txt,\u{fffd},,lock,graded,100,strong,2,2,0,very-short,,2")),
        "{stderr}"
    );
    assert!(path(b"out\xff.csv").is_file());
}

/// A file that is cut short before its turn comes is one in which nothing was said.
#[test]
fn a_file_cut_short_during_the_run_is_empty() {
    let folder = folder(2);
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("rubricate"));
    command.args(["grade", "--rubrics", "lock.yaml", "-q", "lock", "-f", "jsonl", "-", "in"]);
    let mut child = command
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"id\": \"a\", \"question\": \"lock\", \"answer\": \"Only one thread.\"}\n").unwrap();
    let mut stdout = child.stdout.take().unwrap();
    // The first row shows that the list of files was made.
    stdout.read_exact(&mut [0]).unwrap();
    fs::write(folder.path().join("in/000.txt"), "").unwrap();
    drop(stdin);
    let mut rows = String::new();
    stdout.read_to_string(&mut rows).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let rows: Vec<_> = rows.lines().skip(1).collect();
    assert!(rows[0].contains("\"status\":\"empty\"") && rows[1].contains("\"score\":100"), "{rows:#?}");
}

/// What a program sees of the clock when this is loaded before it: `CLOCK` seconds after 1970, and `STEP` more at each look.
#[cfg(target_env = "gnu")]
const CLOCK: &str = r#"
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
    static long looks;
    const char *step = getenv("STEP");
    at->tv_sec = atol(getenv("CLOCK")) + (step ? atol(step) * looks++ : 0);
    at->tv_nsec = 0;
    return 0;
}
"#;

/// In this folder `LD_PRELOAD=./clock.so CLOCK=0` lets the clock stand in 1970.
#[cfg(target_env = "gnu")]
fn clock(folder: &Path) {
    fs::write(folder.join("clock.c"), CLOCK).unwrap();
    let mut compiler = Command::new("cc");
    let built = compiler.args(["-shared", "-fPIC", "-o", "clock.so", "clock.c"]).current_dir(folder).status();
    assert!(built.unwrap().success());
}

/// What is printed depends neither on the language of the system, nor on its zone, nor on what its clock shows.
#[cfg(target_env = "gnu")]
#[test]
fn locale_and_clock_change_nothing() {
    let folder = folder(30);
    clock(folder.path());
    let printed = |environment: &str| {
        let run = format!(
            "export {environment}; grade in -f csv; grade in -f html; grade in -f xlsx; \
             rubricate screen --rubrics lock.yaml --level mid --seed 1; \
             echo only one thread | rubricate practice --rubrics lock.yaml --today 2026-01-05 --history h.jsonl; \
             rubricate practice --rubrics lock.yaml --today 2026-01-06 --progress --history h.jsonl; cat h.jsonl; rm h.jsonl"
        );
        shell(folder.path(), &run).1
    };
    let expected = printed("LC_ALL=C.UTF-8 TZ=UTC");
    for shown in ["in/029.txt,029,,lock,graded", "</html>", "PK\u{3}", "1 of 1", "2026-01-05  100.0", "{\"day\""] {
        assert!(expected.contains(shown), "{shown}");
    }
    for environment in [
        "LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8",
        "LC_ALL=C",
        "TZ=Pacific/Kiritimati",
        "SOURCE_DATE_EPOCH=0",
        "LD_PRELOAD=./clock.so CLOCK=0",
        "LD_PRELOAD=./clock.so CLOCK=4102444800",
        "LD_PRELOAD=./clock.so CLOCK=9000000000000000000",
        "LD_PRELOAD=./clock.so CLOCK=4102444800 STEP=-3600",
        "LD_PRELOAD=./clock.so CLOCK=4102444800 STEP=3600",
    ] {
        assert!(printed(environment) == expected, "{environment}");
    }
}

/// Without a day that it is told, practice takes that of the clock; there is one whatever the clock shows.
#[cfg(target_env = "gnu")]
#[test]
fn practice_has_a_day_whatever_the_clock_shows() {
    let folder = folder(0);
    clock(folder.path());
    for (seconds, day) in [
        ("0", "1970-01-01"),
        ("-86400000", "1970-01-01"),
        ("1767657599", "2026-01-05"),
        ("4102444800", "2100-01-01"),
        ("253402300800", "9999-12-31"),
        ("9000000000000000000", "9999-12-31"),
    ] {
        let clock = format!("export LD_PRELOAD=./clock.so CLOCK={seconds} TZ=Pacific/Kiritimati");
        let practise = "rubricate practice lock --rubrics lock.yaml --history h.jsonl";
        let run = format!("{clock}; echo only one thread | {practise} > /dev/null && tail -n 1 h.jsonl");
        let (status, stdout, stderr) = shell(folder.path(), &run);
        assert_eq!(status, Some(0), "{seconds}: {stderr}");
        assert!(stdout.starts_with(&format!("{{\"day\":\"{day}\"")), "{seconds}: {stdout}");
        assert!(!stderr.contains("not a line"), "{seconds}: {stderr}");
    }
}

/// The library for workbooks panics where the clock stands before 1970: the run ends as where the output cannot be
/// written, says so in our words, and what was there stays.
#[cfg(target_env = "gnu")]
#[test]
fn a_panic_is_told_once_and_leaves_nothing_behind() {
    let folder = folder(3);
    clock(folder.path());
    fs::write(folder.path().join("old.xlsx"), "as it was").unwrap();
    let run = "export LD_PRELOAD=./clock.so CLOCK=-1; grade in -o old.xlsx -o new.xlsx -o new.csv";
    for (backtrace, panics) in [("unset RUST_BACKTRACE", 0), ("export RUST_BACKTRACE=1", 1)] {
        let (status, stdout, stderr) = shell(folder.path(), &format!("{backtrace}; {run}"));
        assert_eq!((status, stdout.as_str()), (Some(4), ""), "{stderr}");
        assert_eq!(stderr.matches("panicked").count(), panics, "{stderr}");
        assert_eq!(stderr.matches("error: internal: rubricate failed").count(), 1, "{stderr}");
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<_> = names.filter(|name| !name.starts_with("clock.")).collect();
    left.sort();
    assert_eq!(left, ["in", "lock.yaml", "old.xlsx"]);
    assert_eq!(fs::read_to_string(folder.path().join("old.xlsx")).unwrap(), "as it was");
}
