//! Faults of files, names, outputs and terminals, tried with the whole program: stdout, stderr and exit status together.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const RUBRIC: &str = "\
id: lock
question: What does the lock do?
criteria:
  - {id: one-thread, title: Only one thread, points: 2, strong: [only one thread]}
  - {id: bytecode, title: Runs bytecode, points: 1, strong: [runs ... bytecode]}
";

/// A folder with the small rubric and an answer.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lock.yaml"), RUBRIC).unwrap();
    fs::write(folder.path().join("good.txt"), "Only one thread runs bytecode.").unwrap();
    folder
}

fn program() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("rubricate"));
    command.args(["grade", "--rubrics", "lock.yaml"]).env("COLUMNS", "80").env_remove("NO_COLOR");
    command
}

/// How a run ended, with what it printed; of stderr without what every run says, and without how long it took.
#[derive(Debug, PartialEq)]
struct Run {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, args: &[&str], stdin: &str) -> Run {
    let mut command = program();
    command.current_dir(folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Where the program ends before it reads, nobody is there to take it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    ended(output)
}

/// A command of the shell, in which `$0` is the program.
fn shell(folder: &Path, command: &str) -> Run {
    let mut shell = Command::new("bash");
    shell.args(["-c", command]).arg(assert_cmd::cargo::cargo_bin("rubricate")).current_dir(folder);
    ended(shell.output().unwrap())
}

fn ended(output: std::process::Output) -> Run {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let stderr = text(output.stderr);
    let lines = stderr.lines().filter(|line| !line.starts_with("using rubrics"));
    let stderr = lines.map(|line| line.split(" in 0.").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    Run { status: output.status.code(), stdout: text(output.stdout), stderr }
}

/// Runs the program in the folder: it prints these lines of CSV below the header, says this, and ends so.
#[track_caller]
fn check(folder: &Path, args: &[&str], status: i32, rows: &[&str], said: &str) {
    let run = run(folder, &[args, &["-q", "lock", "-f", "csv"]].concat(), "");
    let printed: Vec<_> = run.stdout.lines().skip(1).map(|line| line.trim_end_matches(',')).collect();
    assert_eq!((run.status, printed.as_slice(), run.stderr.as_str()), (Some(status), rows, said));
}

const GOOD: &str = "good.txt,good,,lock,graded,100,strong,3,3,0,very-short,,2,1";

fn record(fields: Value) -> String {
    let mut record = json!({"id": "a", "question": "lock", "answer": "Only one thread runs bytecode."});
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    record.to_string() + "\n"
}

const FORMATS: [&str; 8] = ["table", "md", "html", "junit", "json", "jsonl", "csv", "tsv"];

/// Nothing in an answer, its id, or the name of its file acts on a terminal.
#[test]
fn nothing_of_an_answer_acts_on_the_terminal() {
    let folder = folder();
    let evil = "\u{1b}[2J\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{8}\u{7f}\u{202e}\u{e0041}";
    let name = "\u{1b}]0;x\u{7}\u{9b}.jsonl";
    let answer = format!("{evil} only one thread {evil} runs {evil} bytecode {evil}");
    let records = record(json!({"id": evil, "candidate": evil, "answer": answer})) + "{\"id\"\u{1b}";
    fs::write(folder.path().join(name), records).unwrap();
    for format in &FORMATS[..6] {
        let run = run(folder.path(), &[name, "-f", format], "");
        assert_eq!(run.status, Some(3), "{}", run.stderr);
        let unseen = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{e0041}');
        for printed in [&run.stdout, &run.stderr] {
            assert!(!printed.contains(unseen), "{format}: {printed:?}");
        }
        if *format == "jsonl" {
            let graded: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
            assert_eq!((&graded["id"], &graded["source"]), (&json!(evil), &json!(format!("{name}:1"))));
        }
    }
}

/// A spreadsheet takes no text for a formula, and our own numbers stay numbers.
#[test]
fn no_cell_is_a_formula() {
    let folder = folder();
    for start in ["=1+1", "+1", "-1", "@x", "\t=1", "\u{200b}=1", "\u{ff1d}HYPERLINK(1)", " =1"] {
        let records = record(json!({"id": start, "candidate": start, "answer": format!("{start} only one thread")}));
        for shape in ["wide", "long", "evidence"] {
            let run = run(folder.path(), &["-", "-f", "csv", "--shape", shape], &records);
            let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
            let header = reader.headers().unwrap().clone();
            let row = reader.records().next().unwrap().unwrap();
            let cell = |name: &str| &row[header.iter().position(|other| other == name).unwrap()];
            assert_eq!((cell("id"), cell("candidate")), (&*format!("'{start}"), &*format!("'{start}")), "{shape}");
            let formula =
                |cell: &str| cell.trim_start_matches(['\u{200b}', ' ', '\t']).starts_with(['=', '+', '@', '\u{ff1d}']);
            assert!(!row.iter().any(formula), "{row:?}");
        }
        let run = run(folder.path(), &["-", "-f", "jsonl"], &records);
        assert_eq!(serde_json::from_str::<Value>(&run.stdout).unwrap()["id"], start);
        assert!(run.stdout.contains("\"score\":66.6"), "{}", run.stdout);
    }
}

/// What candidates write is no markup and no script, and no line of it is a command to a CI runner.
#[test]
fn no_text_is_markup_or_a_command() {
    let folder = folder();
    let evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>|`x`";
    let name = "::error::x.jsonl";
    let mut records =
        record(json!({"id": evil, "candidate": evil, "answer": format!("{evil} only one thread {evil}")}));
    for start in ["::error file=x::pwned", "  ##[error]pwned", "\u{a0}::warning::pwned"] {
        let answer = format!("{start}\n{start} only one thread\n{start}");
        records += &record(json!({"id": start, "candidate": start, "question": start}));
        records += &record(json!({"id": start, "candidate": start, "answer": answer}));
    }
    fs::write(folder.path().join(name), records).unwrap();
    for format in &FORMATS[..6] {
        for width in ["10", "80"] {
            let output = program().args([name, "-f", format]).env("COLUMNS", width).current_dir(folder.path()).output();
            let run = ended(output.unwrap());
            let command = |line: &&str| line.trim_start().starts_with("::") || line.trim_start().starts_with("##[");
            for printed in [&run.stdout, &run.stderr] {
                assert_eq!(printed.lines().find(command), None, "{format}");
            }
            if matches!(*format, "html" | "md" | "junit") {
                assert!(!run.stdout.contains("<script") && !run.stdout.contains("<img"), "{format}: {}", run.stdout);
            }
            if *format == "html" {
                assert!(run.stdout.contains("Content-Security-Policy"), "{}", run.stdout);
            }
        }
    }
    check(
        folder.path(),
        &["::error::y.txt", "good.txt"],
        3,
        &["::error::y.txt,::error::y,,,error,,,,,,,cannot be read: No such file or directory (os error 2)", GOOD],
        "\u{2237}error::y.txt: cannot be read: No such file or directory (os error 2)\n1 graded, 1 could not be graded",
    );
}

/// Whatever cannot be read is a row with the reason; nothing waits for ever, and the others are graded.
#[test]
fn unreadable_inputs_leave_the_others() {
    let folder = folder();
    fs::create_dir(folder.path().join("in")).unwrap();
    let inside = |name: &str| folder.path().join("in").join(name);
    fs::copy(folder.path().join("good.txt"), inside("good.txt")).unwrap();
    symlink("loop.txt", inside("loop.txt")).unwrap();
    symlink("nowhere", inside("lost.txt")).unwrap();
    symlink("..", inside("up")).unwrap();
    assert!(Command::new("mkfifo").arg(inside("pipe.txt")).status().unwrap().success());
    check(
        folder.path(),
        &["in/pipe.txt", "/dev/zero", "in/loop.txt", "in/lost.txt", "lost.txt", "in/good.txt"],
        3,
        &[
            "in/pipe.txt,pipe,,,error,,,,,,,cannot be read: it is not a file; use `-` to read from a pipe",
            "/dev/zero,zero,,,error,,,,,,,cannot be read: it is not a file; use `-` to read from a pipe",
            "in/loop.txt,loop,,,error,,,,,,,cannot be read: Too many levels of symbolic links (os error 40)",
            "in/lost.txt,lost,,,error,,,,,,,cannot be read: No such file or directory (os error 2)",
            "lost.txt,lost,,,error,,,,,,,cannot be read: No such file or directory (os error 2)",
            "in/good.txt,good,,lock,graded,100,strong,3,3,0,very-short,,2,1",
        ],
        "in/pipe.txt: cannot be read: it is not a file; use `-` to read from a pipe\n\
        /dev/zero: cannot be read: it is not a file; use `-` to read from a pipe\n\
        in/loop.txt: cannot be read: Too many levels of symbolic links (os error 40)\n\
        in/lost.txt: cannot be read: No such file or directory (os error 2)\n\
        lost.txt: cannot be read: No such file or directory (os error 2)\n\
        1 graded, 5 could not be graded",
    );
    let run = run(folder.path(), &["in", "-q", "lock", "-o", "out.csv"], "");
    assert_eq!(run.status, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("in/loop.txt: cannot be read") && run.stderr.contains("graded"), "{}", run.stderr);
}

/// Permissions are not for everybody to ignore.
#[test]
fn a_file_without_permission_leaves_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let shut = folder.path().join("shut.txt");
    fs::write(&shut, "x").unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&shut).is_ok() {
        return; // The administrator reads everything.
    }
    check(
        folder.path(),
        &["shut.txt", "good.txt"],
        3,
        &["shut.txt,shut,,,error,,,,,,,cannot be read: Permission denied (os error 13)", GOOD],
        "shut.txt: cannot be read: Permission denied (os error 13)\n1 graded, 1 could not be graded",
    );
}

/// A file that goes away while another is read is a row like any other.
#[test]
fn a_file_removed_during_the_run_leaves_the_others() {
    let folder = folder();
    fs::write(folder.path().join("gone.txt"), "x").unwrap();
    let args = ["-", "gone.txt", "good.txt", "-q", "lock", "-f", "jsonl"];
    let mut child = begin(folder.path(), &args);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(record(json!({})).as_bytes()).unwrap();
    let mut stdout = child.stdout.take().unwrap();
    // The first row shows that the list of files was made.
    stdout.read_exact(&mut [0]).unwrap();
    fs::remove_file(folder.path().join("gone.txt")).unwrap();
    drop(stdin);
    let mut rows = String::new();
    stdout.read_to_string(&mut rows).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let rows: Vec<_> = rows.lines().skip(1).collect();
    assert!(rows[0].contains("\"status\":\"error\"") && rows[1].contains("\"score\":100"), "{rows:#?}");
}

fn begin(folder: &Path, args: &[&str]) -> std::process::Child {
    let mut command = program();
    command.current_dir(folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Where nothing is to be graded, a build is not green.
#[test]
fn nothing_to_grade_is_a_mistake() {
    let folder = folder();
    fs::create_dir(folder.path().join("none")).unwrap();
    fs::write(folder.path().join("none/answer.docx"), "x").unwrap();
    let run = |args: &[&str]| run(folder.path(), args, "");
    for args in [&["none"][..], &["no-*.txt"], &["none", "--fail-under", "1"], &["good.txt", "no-*.txt", "-q", "lock"]]
    {
        let run = run(args);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.stderr.starts_with("error: 0 files "), "{}", run.stderr);
    }
}

/// A reader that goes away ends the run quietly; a full disk is told, for little output and for much.
#[test]
#[cfg(target_os = "linux")]
fn outputs_that_take_nothing_are_told() {
    let folder = folder();
    fs::write(folder.path().join("many.jsonl"), record(json!({})).repeat(2000)).unwrap();
    let grade = "\"$0\" grade --rubrics lock.yaml -q lock";
    let closed = shell(folder.path(), &format!("set -o pipefail; {grade} many.jsonl -f jsonl | head -n 1 > /dev/null"));
    assert_eq!((closed.status, closed.stderr.as_str()), (Some(141), ""));
    for format in FORMATS {
        let full = shell(folder.path(), &format!("{grade} good.txt -f {format} > /dev/full"));
        let said = "error: the output could not be written: No space left on device (os error 28)";
        assert_eq!((full.status, full.stderr.as_str()), (Some(4), said), "{format}");
    }
    for (args, name) in
        [("many.jsonl -f jsonl > /dev/full", "the output"), ("good.txt -f csv -o /dev/full", "/dev/full")]
    {
        let full = shell(folder.path(), &format!("{grade} {args}"));
        let said = format!("error: {name} could not be written: No space left on device (os error 28)");
        assert_eq!((full.status, full.stderr), (Some(4), said), "{args}");
    }
}

/// What cannot be written leaves what was there, and nothing else.
#[test]
fn outputs_that_cannot_be_written_change_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let missing = run(folder.path(), &["good.txt", "-q", "lock", "-o", "kept.csv", "-o", "no/x.csv"], "");
    let said = "error: no/x.csv could not be written: No such file or directory (os error 2)";
    assert_eq!(missing, Run { status: Some(4), stdout: String::new(), stderr: said.into() });
    assert!(unfinished(folder.path()).is_empty() && !folder.path().join("kept.csv").exists());
    let shut = folder.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::write(shut.join("x.csv"), "old").unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("y"), "").is_err() {
        let refused = run(folder.path(), &["good.txt", "-q", "lock", "-o", "shut/x.csv"], "");
        assert_eq!(refused.status, Some(4), "{}", refused.stderr);
        assert_eq!(fs::read_to_string(shut.join("x.csv")).unwrap(), "old");
    }
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
}

/// No output takes the place of an input, of the rubrics, or of another output.
#[test]
fn outputs_that_are_inputs_are_refused() {
    let folder = folder();
    let inside = |name: &str| folder.path().join(name);
    symlink("good.txt", inside("link.txt")).unwrap();
    fs::hard_link(inside("good.txt"), inside("hard.csv")).unwrap();
    symlink("out.csv", inside("other.csv")).unwrap();
    fs::write(inside("out.csv"), "old").unwrap();
    fs::create_dir(inside("cards")).unwrap();
    fs::copy(inside("good.txt"), inside("cards/good.txt")).unwrap();
    let one = "is one of the inputs; name another output";
    for (args, said) in [
        (&["good.txt", "-o", "good.txt"][..], format!("good.txt {one}")),
        (&["good.txt", "-o", "./good.txt"], format!("./good.txt {one}")),
        (&["good.txt", "-o", "link.txt"], format!("link.txt {one}")),
        (&["good.txt", "-o", "hard.csv"], format!("hard.csv {one}")),
        (&["good.txt", "-o", "lock.yaml", "-f", "csv"], format!("lock.yaml {one}")),
        (&["cards", "-o", "cards", "-f", "table"], format!("cards/good.txt {one}")),
        (&["good.txt", "-o", "out.csv", "-o", "out.csv"], "out.csv is named twice".into()),
        (&["good.txt", "-o", "out.csv", "-o", "./out.csv"], "./out.csv is named twice".into()),
        (&["good.txt", "-o", "out.csv", "-o", "other.csv"], "other.csv is named twice".into()),
    ] {
        let run = run(folder.path(), &[args, &["-q", "lock"]].concat(), "");
        assert_eq!(run, Run { status: Some(2), stdout: String::new(), stderr: format!("error: {said}") });
    }
    assert_eq!(fs::read_to_string(inside("lock.yaml")).unwrap(), RUBRIC);
    assert_eq!(fs::read_to_string(inside("out.csv")).unwrap(), "old");
    assert!(fs::read_to_string(inside("good.txt")).unwrap().starts_with("Only one"));
}

/// Names of files that are being written.
fn unfinished(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".rubricate-")).collect()
}

/// Waits until the program has begun its output, and sends it a signal while it waits for more; how it ended.
fn stopped_by(signal: &str, folder: &Path) -> std::process::ExitStatus {
    let mut child = begin(folder, &["-", "-o", "out.csv"]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(record(json!({})).as_bytes()).unwrap();
    let began = Instant::now();
    while unfinished(folder).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "it never began");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    child.wait().unwrap()
}

/// A run that is stopped leaves no half file under the name of a whole one, and removes what it had begun if it can.
#[test]
fn a_run_that_is_stopped_leaves_no_half_file() {
    for (signal, status, left) in [("-INT", Some(130), 0), ("-TERM", Some(130), 0), ("-KILL", None, 1)] {
        let folder = folder();
        assert_eq!(stopped_by(signal, folder.path()).code(), status, "{signal}");
        assert!(!folder.path().join("out.csv").exists(), "{signal}");
        assert_eq!(unfinished(folder.path()).len(), left, "{signal}");
    }
}

/// Candidates choose their names, but not where their files are.
#[test]
fn names_of_candidates_stay_in_the_folder() {
    let folder = folder();
    let long = "x".repeat(5000);
    let names = ["../../evil", "/etc/passwd", "a/b", "..", "CON", "a\0\u{1b}b", "Ann", "ann", long.as_str(), ""];
    let records: String = names.iter().map(|name| record(json!({"id": "id", "candidate": name}))).collect();
    let run = run(folder.path(), &["-", "-o", "cards/", "-f", "html"], &records);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    let mut cards: Vec<_> = fs::read_dir(folder.path().join("cards"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    cards.sort();
    assert_eq!(cards.len(), names.len(), "{cards:#?}");
    assert!(
        cards.iter().all(|name| name.len() < 140 && name.ends_with(".html") && !name.starts_with('.')),
        "{cards:#?}"
    );
    assert!(!folder.path().join("evil.html").exists() && !folder.path().parent().unwrap().join("evil.html").exists());
}

/// Threads, language, time zone and terminal change no byte of a result.
#[test]
fn surroundings_change_nothing() {
    let folder = folder();
    let records: String = (0..1500)
        .map(|at| record(json!({"id": format!("n{at}"), "answer": "Only one thread. ".repeat(at % 7)})))
        .collect();
    fs::write(folder.path().join("many.jsonl"), records).unwrap();
    let bytes = |format: &str, jobs: &str, surroundings: &[(&str, &str)]| {
        let mut command = program();
        command.args(["many.jsonl", "--allow-empty", "-f", format, "-j", jobs]).current_dir(folder.path());
        let output = command.envs(surroundings.iter().copied()).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        output.stdout
    };
    for format in ["jsonl", "csv", "table"] {
        let expected = bytes(format, "1", &[]);
        assert!(!expected.contains(&0x1b), "colour is for terminals");
        assert_eq!(bytes(format, "4", &[]), expected, "{format}");
        let elsewhere = [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("NO_COLOR", "1"), ("TERM", "dumb")];
        assert_eq!(bytes(format, "2", &elsewhere), expected, "{format}");
    }
}

/// A table in a very narrow window, or none, can still be read.
#[test]
fn a_narrow_table_can_be_read() {
    let folder = folder();
    for columns in ["10", "0", "1", "-5", "x", "65535"] {
        let output =
            program().args(["good.txt", "-q", "lock"]).env("COLUMNS", columns).current_dir(folder.path()).output();
        let run = ended(output.unwrap());
        assert_eq!(run.status, Some(0), "{}", run.stderr);
        assert!(
            run.stdout.contains("100.0  strong") && run.stdout.contains("\u{2039}Only one"),
            "{columns}: {}",
            run.stdout
        );
    }
}

/// Equality passes; what is compared is not rounded; and of several ways to end, the gravest counts.
#[test]
fn gates_compare_exactly_and_the_gravest_status_counts() {
    let folder = folder();
    let half = record(json!({"id": "a", "answer": "Only one thread."}));
    let third = record(json!({"id": "b", "answer": "It runs the bytecode."}));
    let both = half.clone() + &third;
    let (bad, empty) = ("{\n".to_owned(), record(json!({"answer": ""})));
    for (records, args, status, said) in [
        (&both, &["--fail-under", "50"][..], 0, ""),
        (&both, &["--fail-under", "50.001"], 1, "failed: the mean 50.0 is under 50.001"),
        (&half, &["--fail-under", "66.666"], 0, ""),
        (&half, &["--fail-under", "66.667"], 1, "failed: the mean 66.6 is under 66.667"),
        (&both, &["--fail-any-under", "33.333"], 0, ""),
        (&both, &["--fail-any-under", "33.334"], 1, "failed: 1 under 33.334: b 33.3"),
        (&empty, &["--fail-any-under", "0", "--allow-empty"], 1, "failed: nothing was graded, so nothing reaches 0"),
        (&empty, &["--fail-under", "0", "--allow-empty"], 1, "failed: the mean \u{2013} is under 0"),
        (&(both.clone() + &empty), &["--fail-under", "90"], 3, "failed: the mean 50.0 is under 90"),
        (&(both.clone() + &bad), &["--fail-under", "90"], 3, "failed: the mean 50.0 is under 90"),
        (&bad, &["-q", "locks"], 2, "did you mean `lock`?"),
        (&bad, &["--fail-under", "101"], 2, "a number from 0 to 100"),
        (&bad, &["--fail-under", "NaN"], 2, "a number from 0 to 100"),
        (&(both.clone() + &bad), &["--fail-under", "90", "-o", "no/x.csv"], 4, "could not be written"),
    ] {
        let run = run(folder.path(), &[&["-"], args].concat(), records);
        assert_eq!(run.status, Some(status), "{args:?}: {}", run.stderr);
        assert!(
            run.stderr.contains(said) && run.stderr.contains("failed:") == said.starts_with("failed:"),
            "{}",
            run.stderr
        );
    }
}
