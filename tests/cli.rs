//! The whole program, as its users run it: stdout, stderr and exit status together.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What a run printed and how it ended.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(args: &[&str], stdin: &str) -> Run {
    let output = Command::cargo_bin("rubricate")
        .unwrap()
        .args(args)
        .env_remove("NO_COLOR")
        .env("COLUMNS", "100")
        .write_stdin(stdin)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Grades JSONL given on stdin and returns the objects that come out.
fn grade_lines(lines: &str, args: &[&str]) -> (Run, Vec<Value>) {
    let run = run(&[&["grade", "-", "-f", "jsonl"], args].concat(), lines);
    let values = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (run, values)
}

#[track_caller]
fn check(run: &Run, status: i32, in_stderr: &str) {
    assert_eq!(run.status, status, "{}", run.stderr);
    assert!(run.stderr.contains(in_stderr), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn an_interview_becomes_one_answer_a_question() {
    let run = run(&["grade", "fixtures/interviews/amara-okafor.txt", "-f", "jsonl"], "");
    check(&run, 0, "graded");
    let text = fs::read_to_string("fixtures/interviews/amara-okafor.txt").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut evidence_seen = 0;
    for line in run.stdout.lines() {
        let graded: Value = serde_json::from_str(line).unwrap();
        assert_eq!(graded["candidate"], "amara-okafor");
        for evidence in graded["criteria"].as_array().unwrap().iter().flat_map(|c| c["evidence"].as_array().unwrap()) {
            let (line, column) = (evidence["line"].as_u64().unwrap(), evidence["column"].as_u64().unwrap());
            let start: String =
                lines[usize::try_from(line).unwrap() - 1].chars().skip(usize::try_from(column).unwrap() - 1).collect();
            let quoted = evidence["text"].as_str().unwrap().lines().next().unwrap();
            assert!(start.starts_with(quoted), "{quoted:?} is not at {line}:{column}");
            evidence_seen += 1;
        }
    }
    assert!(evidence_seen > 20, "{evidence_seen}");
}

/// What the interviewer explains is not the candidate's knowledge.
#[test]
fn the_interviewers_words_earn_nothing() {
    let interview = |explained: &str| {
        format!(
            "Interviewer: What is the GIL and when does it matter?\nCandidate: No idea, sorry.\nInterviewer: {explained}\nCandidate: Right, makes sense.\n"
        )
    };
    let told =
        "It is a lock so that only one thread runs bytecode at a time, so threads do not speed up CPU-bound work.";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.txt");
    fs::write(&path, interview(told)).unwrap();
    let run = run(&["grade", path.to_str().unwrap(), "-f", "jsonl"], "");
    let graded: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((graded["question"].as_str(), graded["score"].as_f64()), (Some("gil"), Some(0.0)), "{}", run.stdout);
}

/// The law of the contract: every piece of evidence is exactly the bytes it says, on all sample answers.
#[test]
fn evidence_reslices_to_its_text_on_all_sample_answers() {
    let path = "fixtures/answers/python.jsonl";
    let run = run(&["grade", path, "-f", "jsonl"], "");
    let inputs: Vec<Value> =
        fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outputs: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(inputs.len(), outputs.len());
    let mut seen = 0;
    for (input, output) in inputs.iter().zip(&outputs) {
        assert_eq!(input["id"], output["id"]);
        assert_eq!(input["kind"], output["kind"], "other fields are carried through");
        let answer = input["answer"].as_str().unwrap();
        for evidence in output["criteria"].as_array().unwrap().iter().flat_map(|c| c["evidence"].as_array().unwrap()) {
            let at = |name: &str| usize::try_from(evidence[name].as_u64().unwrap()).unwrap();
            assert_eq!(&answer[at("start")..at("end")], evidence["text"].as_str().unwrap());
            let before = &answer[..at("start")];
            assert_eq!(at("line"), before.matches('\n').count() + 1);
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn records_that_cannot_be_graded_leave_the_others() {
    let lines = concat!(
        "{\"id\":\"a\",\"question\":\"gil\",\"answer\":\"Only one thread runs bytecode at a time.\",\"team\":7}\n",
        "{\"id\":\"b\",\"question\":\"gil\"\n",
        "\n",
        "{\"id\":\"c\",\"question\":\"gli\",\"answer\":\"x\"}\n",
        "{\"id\":\"d\",\"question\":\"gil\",\"answer\":null}\n",
        "{\"id\":\"e\",\"answer\":\"x\"}\n",
        "{\"id\":\"f\",\"question\":\"What does CPython's global interpreter lock do, and when does it matter?\",\"answer\":\"x\"}",
    );
    let (run, out) = grade_lines(lines, &[]);
    check(&run, 3, "2 graded (mean 9.6), 1 not answered, 3 could not be graded");
    let status: Vec<_> =
        out.iter().map(|line| (line["id"].as_str().unwrap(), line["status"].as_str().unwrap())).collect();
    assert_eq!(
        status,
        [("a", "graded"), ("<stdin>:2", "error"), ("c", "error"), ("d", "empty"), ("e", "error"), ("f", "graded")]
    );
    assert_eq!(out[0]["team"], 7);
    assert_eq!(out[3]["score"], Value::Null);
    assert_eq!(out[5]["question"], "gil");
    assert!(run.stderr.contains("<stdin>:2: not JSON at column 26"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `gil`?"), "{}", run.stderr);
}

#[test]
fn exit_codes_tell_what_happened() {
    let graded = "{\"question\":\"gil\",\"answer\":\"a lock\"}";
    check(&grade_lines(graded, &[]).0, 0, "1 graded");
    let empty = "{\"question\":\"gil\",\"answer\":\" \"}";
    check(&grade_lines(empty, &[]).0, 3, "1 not answered");
    check(&grade_lines(empty, &["--allow-empty"]).0, 0, "1 not answered");
    check(&run(&["grade", "no-such-file.txt"], ""), 3, "no-such-file.txt: cannot be read");
    check(&run(&["grade", "no-such-*.txt"], ""), 2, "0 files match no-such-*.txt");
    check(&run(&["grade", "fixtures/mistakes/none"], ""), 3, "1 not answered");
    check(&run(&["grade", "src/report"], ""), 2, "0 files in src/report");
    check(&run(&["grade", "-", "--question", "gli"], "x"), 2, "did you mean `gil`?");
    check(&run(&["grade", "-"], "Just a text."), 3, "name the question it answers with --question");
    check(&run(&["grade", "-", "--rubrics", "nowhere"], "x"), 2, "no such file or folder: nowhere");
    check(&run(&["grade", "-", "--rubrics", "fixtures/mistakes/unknown-key"], "x"), 2, "did you mean `follow_up`?");
    check(&run(&["grade"], ""), 2, "Usage: rubricate grade");
    check(&run(&["explain", "gli"], ""), 2, "did you mean `gil`?");
    check(
        &run(&["grade", "fixtures/interviews/ben-hughes.txt", "--speaker", "Anna"], ""),
        3,
        "the speakers are `Priya`, `Ben`",
    );
}

#[test]
fn a_single_answer_needs_only_its_question() {
    let run = run(&["grade", "-", "--question", "gil"], "A lock, so only one thread runs Python bytecode at a time.");
    check(&run, 0, "1 graded");
    assert!(run.stdout.contains("‹"), "{}", run.stdout);
}

#[test]
fn csv_is_one_row_a_criterion_and_no_formula() {
    let line = "{\"id\":\"=1+1\",\"question\":\"gil\",\"answer\":\"Only one thread runs bytecode at a time.\"}\n{\"id\":\"e\",\"question\":\"gil\",\"answer\":\"\"}";
    let run = run(&["grade", "-", "-f", "csv", "--shape", "long"], line);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| header.iter().position(|other| other == name).unwrap();
    assert!(rows.len() > 3);
    assert_eq!(&rows[0][column("id")], "'=1+1");
    assert!(rows[0][column("score")].parse::<f64>().is_ok());
    let last = rows.last().unwrap();
    assert_eq!((&last[column("status")], &last[column("score")], &last[column("criterion")]), ("empty", "", ""));
}

#[test]
fn nothing_a_candidate_wrote_acts_on_the_terminal() {
    let line = "{\"id\":\"\\u001b[2J\\u202e\",\"candidate\":\"\\u009b31m\",\"question\":\"gil\",\"answer\":\"only one thread runs \\u001b]52;c;x\\u0007 bytecode at a time\"}";
    let run = run(&["grade", "-"], line);
    assert!(!run.stdout.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{:?}", run.stdout);
}

#[test]
fn the_bank_is_built_in_and_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let graded = |args: &[&str], dir: &Path| {
        let output = Command::cargo_bin("rubricate")
            .unwrap()
            .args(args)
            .current_dir(dir)
            .write_stdin("{\"question\":\"gil\",\"answer\":\"Only one thread runs bytecode at a time.\"}")
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let args = ["grade", "-", "-f", "jsonl"];
    let (built_in, said) = graded(&args, folder.path());
    assert!(said.contains("(built in, "), "{said}");
    let (found, said) = graded(&args, Path::new("tests"));
    assert!(said.contains("rubrics, "), "{said}");
    assert_eq!(built_in, found);
    fs::create_dir(folder.path().join("rubrics")).unwrap();
    fs::write(
        folder.path().join("rubrics/gil.yaml"),
        "id: gil\nquestion: Q?\ncriteria: [{id: a, title: A, points: 1, strong: [bytecode]}]\n",
    )
    .unwrap();
    let (own, said) = graded(&args, folder.path());
    assert!(said.contains("using rubrics (rubrics, 1 questions)"), "{said}");
    assert!(own.contains("\"score\":100"), "{own}");
}

/// BOM, line endings and composed or decomposed accents change no grade.
#[test]
fn encodings_of_one_text_get_one_grade() {
    let plain = "Interviewer: What is the GIL?\nCandidate: It’s a lock: only one thread runs\nbytecode at a time. Naïve, I know.\n";
    let score = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        fs::write(&path, text).unwrap();
        let run = run(&["grade", path.to_str().unwrap(), "-f", "jsonl"], "");
        serde_json::from_str::<Value>(run.stdout.trim()).unwrap()["score"].clone()
    };
    let expected = score(plain);
    assert!(expected.as_f64().unwrap() > 0.0);
    for variant in [
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        plain.replace('ï', "i\u{308}"),
        plain.replace("only", "on\u{ad}ly"),
        plain.replace("thread", "ｔｈｒｅａｄ"),
    ] {
        assert_eq!(score(&variant), expected, "{variant:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_not() {
    let shell = |command: &str| {
        let program = assert_cmd::cargo::cargo_bin("rubricate");
        let output = std::process::Command::new("bash")
            .args(["-c", &command.replace("RUBRICATE", program.to_str().unwrap())])
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, stderr) = shell("RUBRICATE grade fixtures/interviews -f jsonl > /dev/full");
    assert_eq!(status, 4, "{stderr}");
    assert!(stderr.contains("the output could not be written"), "{stderr}");
    let (status, stderr) =
        shell("echo '{\"question\":\"gil\",\"answer\":\"x\"}' | RUBRICATE grade - -f jsonl > /dev/full");
    assert_eq!(status, 4, "{stderr}");
    let (status, stderr) = shell("set -o pipefail; RUBRICATE grade fixtures/answers -f jsonl | head -n 1 > /dev/null");
    assert_eq!(status, 141, "{stderr}");
    assert!(!stderr.contains("error"), "{stderr}");
}

#[test]
fn check_and_test_judge_a_bank() {
    check(&run(&["check", "--rubrics", "fixtures/mistakes/none"], ""), 0, "1 questions: 0 errors, 0 warnings");
    let failed = run(&["check", "--rubrics", "fixtures/mistakes/model-answer"], "");
    check(&failed, 1, "1 questions: 1 errors");
    assert!(failed.stdout.contains("error[model-answer]"), "{}", failed.stdout);
    check(&run(&["check", "--rubrics", "fixtures/mistakes/bad-weight"], ""), 2, "so that nothing was proved");
    check(&run(&["test", "--rubrics", "fixtures/mistakes/none"], ""), 0, "1 passed, 0 failed");
    check(&run(&["test", "--rubrics", "fixtures/mistakes/encoding"], ""), 2, "not UTF-8");
    check(&run(&["test", "--rubrics", "fixtures/mistakes/model-answer"], ""), 2, "no examples to run");
    check(&run(&["test", "gli"], ""), 2, "did you mean `gil`?");
}

#[test]
fn the_bank_can_be_read() {
    let list = run(&["questions", "--level", "senior", "--layer", "coding"], "");
    check(&list, 0, "using");
    assert!(list.stdout.contains("rate-limiter") && !list.stdout.contains("list-vs-tuple"), "{}", list.stdout);
    let page = run(&["questions", "gil"], "");
    assert!(page.stdout.contains("What to listen for") && page.stdout.contains("A strong answer"), "{}", page.stdout);
    let book = run(&["questions", "-f", "md"], "");
    assert_eq!(book.stdout.matches("\n## ").count(), 126);
    check(&run(&["questions", "--level", "expert"], ""), 2, "there are junior, mid, senior");
    check(&run(&["questions", "--topic", "cooking"], ""), 2, "no question in the bank is like that");
}
