//! What a change of rubrics does, told by the whole program: in words, in grades, in every format, and by its exit.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const LOCK: &str = "\
id: lock
question: What does the lock do?
criteria:
  - id: one-thread
    title: Only one thread runs at a time
    points: 3
    strong: [only one thread]
  - id: waiting
    title: It is given up while waiting
    points: 1
    strong:
      - {pattern: <gives-up> ... wait, weight: 0.5}
      - while ... network
    wrong: [held while waiting]
examples:
  - {band: strong, answer: 'Only one thread runs, and it lets go when it waits.'}
  - {band: weak, answer: It is held while waiting.}
";
const QUEUE: &str = "\
id: queue
question: What is a queue?
criteria:
  - {id: order, title: First in first out, points: 2, strong: [first in first out]}
examples:
  - {band: strong, answer: First in first out.}
";
const GLOSSARY: &str = "gives-up: [gives up, lets go]\n";

/// A folder with a bank in a repository of git, one commit on the branch `main`.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self(folder);
        repository.write("rubrics/lock.yaml", LOCK);
        repository.write("rubrics/queue.yaml", QUEUE);
        repository.write("rubrics/glossary.yaml", GLOSSARY);
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit();
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, args: &[&str]) {
        let mut git = std::process::Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
        let output = git.args(args).current_dir(self.0.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "change"]);
    }

    fn diff(&self, args: &[&str]) -> Run {
        diff(self.0.path(), args)
    }

    /// The working tree with the lock's rubric changed so, against the commit.
    #[track_caller]
    fn changed(from: &str, to: &str) -> Self {
        let repository = Self::new();
        assert!(LOCK.contains(from), "{from}");
        repository.write("rubrics/lock.yaml", &LOCK.replace(from, to));
        repository
    }
}

#[derive(Debug)]
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn diff(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    command.arg("diff").args(args).current_dir(folder).env("COLUMNS", "80").env_remove("GITHUB_ACTIONS");
    let output = command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} is not in its place in {text}"));
        rest = &rest[at + part.len()..];
    }
}

fn json(repository: &Repository, args: &[&str]) -> Value {
    let run = repository.diff(&[args, &["-f", "json"]].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

/// A signal that the shipped bank's examples rely on, gone.
#[test]
fn a_change_of_the_shipped_bank_is_told_in_words_and_scores() {
    let repository = Repository(tempfile::tempdir().unwrap());
    for name in ["bank.yaml", "glossary.yaml", "concurrency/glossary.yaml", "concurrency/gil.yaml"] {
        repository.write(&format!("rubrics/{name}"), &fs::read_to_string(format!("rubrics/python/{name}")).unwrap());
    }
    repository.git(&["init", "-q", "-b", "main"]);
    repository.commit();
    let rubric = fs::read_to_string("rubrics/python/concurrency/gil.yaml").unwrap();
    let fewer = rubric.replacen("      - <one-at-a-time>\n", "", 1);
    assert_ne!(fewer, rubric);
    repository.write("rubrics/concurrency/gil.yaml", &fewer);
    repository.commit();
    let run = repository.diff(&["HEAD~1..HEAD"]);
    assert_eq!(run.status, 0, "{run:?}");
    says(
        &run.stdout,
        &[
            "questions 1 changed\n",
            "Only one thread runs Python bytecode at a time  3/3 \u{2192} 0/3\n",
            "removed: strong \u{201c}<one-at-a-time>\u{201d}\n",
            "before",
            "now     nothing heard\n",
            "In words\n\ngil  rubrics/concurrency/gil.yaml\n",
            "one-thread: strong signal removed: \u{201c}<one-at-a-time>\u{201d}\n",
        ],
    );
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    assert_eq!(run.stdout, repository.diff(&["HEAD~1..HEAD"]).stdout);
}

#[test]
fn points_that_moved_show_in_scores_and_bands() {
    let repository = Repository::changed("points: 3", "points: 1");
    let run = repository.diff(&["HEAD"]);
    assert_eq!(
        run.stdout,
        "\
questions 1 changed
answers   3 compared
scores    1 down; mean shift \u{2212}4.1, largest \u{2212}12.5
bands     none changed

Scores that changed

lock \u{b7} example 1  87.5 strong \u{2192} 75 strong  \u{2212}12.5  rubrics/lock.yaml:16
  possible points 4 \u{2192} 2
  Only one thread runs at a time  3/3 \u{2192} 1/1
    worth 3 \u{2192} 1 points

In words

lock  rubrics/lock.yaml
  one-thread: points 3 \u{2192} 1
"
    );
    assert!(
        run.stderr.starts_with("old: HEAD (rubrics, 2 questions)\nnew: rubrics (rubrics, 2 questions)\n"),
        "{run:?}"
    );
}

#[test]
fn a_term_reaches_the_questions_that_use_it() {
    let repository = Repository::new();
    repository.write("rubrics/glossary.yaml", "gives-up: [gives up]\n");
    let run = repository.diff(&["main"]);
    says(
        &run.stdout,
        &[
            "bands     none changed",
            "87.5 strong \u{2192} 75 strong",
            "not counted any more: strong",
            "<gives-up> ... wait",
            "lets go",
            "nothing heard",
            "the glossary",
            "term <gives-up> changed: removed: \u{201c}lets go\u{201d}",
            "used by 1 question: lock",
        ],
    );
}

#[test]
fn folders_files_and_revisions_can_be_mixed() {
    let repository = Repository::changed("[only one thread]", "[only two threads]");
    repository.git(&["tag", "v1"]);
    repository.commit();
    repository.write("old/lock.yaml", LOCK);
    repository.write("old/glossary.yaml", GLOSSARY);
    let moved = |args: &[&str]| {
        let printed = json(&repository, args);
        let moved = printed["moved"].as_array().unwrap();
        let all = moved.iter().map(|moved| (moved["old"]["score"].to_string(), moved["new"]["score"].to_string()));
        (all.collect::<Vec<_>>(), printed["questions"]["added"].as_u64().unwrap())
    };
    let fell = |added| (vec![("87.5".to_owned(), "12.5".to_owned())], added);
    assert_eq!(moved(&["v1..HEAD"]), fell(0));
    assert_eq!(moved(&["v1...main"]), fell(0));
    assert_eq!(moved(&["v1.."]), fell(0));
    assert_eq!(moved(&["v1", "HEAD"]), fell(0));
    assert_eq!(moved(&["v1"]), fell(0));
    assert_eq!(moved(&["old", "rubrics"]), fell(1));
    assert_eq!(moved(&["old/lock.yaml", "rubrics/lock.yaml"]), fell(0));
    assert_eq!(moved(&["old/lock.yaml"]), fell(0));
    assert_eq!(moved(&["old", "HEAD"]), fell(1));
}

#[test]
fn answers_of_ones_own_are_compared() {
    let repository = Repository::changed("[only one thread]", "[only two threads]");
    fs::remove_file(repository.path("rubrics/queue.yaml")).unwrap();
    repository.write(
        "answers.jsonl",
        concat!(
            "{\"id\": \"a\", \"candidate\": \"Ann\", \"question\": \"lock\", \"answer\": \"Only one thread runs.\"}\n",
            "{\"id\": \"b\", \"question\": \"lock\", \"answer\": \"Nothing of that.\"}\n",
            "{\"id\": \"c\", \"question\": \"What is a queue?\", \"answer\": \"First in first out.\"}\n",
            "{\"id\": \"d\", \"question\": \"lock\", \"answer\": \"\"}\n",
        ),
    );
    let printed = json(&repository, &["HEAD", "--answers", "answers.jsonl"]);
    let counts = serde_json::json!({"compared": 2, "empty": 1, "to_added": 0, "to_removed": 1});
    assert_eq!(printed["answers"], counts);
    assert_eq!(printed["scores"], serde_json::json!({"up": 0, "down": 1, "mean_shift": -37.5, "largest_shift": -75.0}));
    let moved = &printed["moved"][0];
    assert_eq!((&moved["id"], &moved["candidate"], &moved["band_went"]), (&"a".into(), &"Ann".into(), &"down".into()));
    let criterion = &moved["criteria"][0];
    assert_eq!(criterion["old"]["evidence"][0]["text"], "Only one thread");
    assert_eq!(criterion["new"]["evidence"], serde_json::json!([]));
    let words: Vec<_> = printed["words"].as_array().unwrap().iter().map(|word| &word["change"]).collect();
    assert_eq!(words, ["signal-reworded", "question-removed"]);
    assert_eq!((&printed["words"][0]["file"], &printed["words"][0]["line"]), (&"rubrics/lock.yaml".into(), &4.into()));
    let csv = repository.diff(&["HEAD", "--answers", "answers.jsonl", "-f", "csv"]).stdout;
    says(
        &csv,
        &["source,id,candidate,", "\nanswers.jsonl:1,a,Ann,lock,75,0,-75.0,3,4,0,4,strong,weak,down,no,one-thread,"],
    );
}

#[test]
fn gates_are_exact_and_say_why() {
    let repository = Repository::changed("points: 3", "points: 1");
    let ends = |args: &[&str]| {
        let run = repository.diff(&[&["HEAD"], args].concat());
        let failed = run.stderr.lines().filter(|line| line.starts_with("failed: ")).map(str::to_owned);
        (run.status, failed.collect::<Vec<_>>().join("\n"))
    };
    let passes = (0, String::new());
    assert_eq!(ends(&[]), passes);
    assert_eq!(ends(&["--max-shift", "12.5"]), passes);
    assert_eq!(ends(&["--fail-on", "band"]), passes);
    assert_eq!(ends(&["--max-shift", "12.4"]), (1, "failed: 1 score moved by more than 12.4".to_owned()));
    assert_eq!(ends(&["--fail-on", "score"]), (1, "failed: 1 score changed".to_owned()));
    assert_eq!(ends(&["--fail-on", "any"]), (1, "failed: 1 score changed\nfailed: 1 change in words".to_owned()));
}

#[test]
fn changes_that_are_meant_are_accepted() {
    let repository = Repository::changed("points: 3", "points: 1");
    let gated = ["HEAD", "--fail-on", "score", "--accepted", "accepted.jsonl"];
    assert_eq!(repository.diff(&gated).status, 2);
    let run = repository.diff(&[&gated[..], &["--accept"]].concat());
    assert_eq!(run.status, 0, "{run:?}");
    let written = fs::read_to_string(repository.path("accepted.jsonl")).unwrap();
    says(&written, &["{\"question\":\"lock\",\"answer\":\"", "\"old\":\"3.5/4 strong\",\"new\":\"1.5/2 strong\"}\n"]);
    let run = repository.diff(&gated);
    assert_eq!(run.status, 0, "{run:?}");
    says(&run.stdout, &["accepted  1 change\n", "\u{2212}12.5  accepted"]);
    repository.diff(&[&gated[..], &["--accept"]].concat());
    assert_eq!(fs::read_to_string(repository.path("accepted.jsonl")).unwrap(), written);
    repository.write("rubrics/lock.yaml", &LOCK.replace("points: 3", "points: 2"));
    let run = repository.diff(&gated);
    assert_eq!(run.status, 1, "{run:?}");
    says(&run.stderr, &["accepted.jsonl: no longer a change: lock, answer ", "3.5/4 strong \u{2192} 1.5/2 strong"]);
    repository.write("accepted.jsonl", "\n{\"question\": 1}\n");
    let run = repository.diff(&gated);
    assert_eq!(run.status, 2, "{run:?}");
    says(&run.stderr, &["error: accepted.jsonl: line 2: "]);
}

#[test]
fn nothing_changed_is_one_line() {
    let repository = Repository::new();
    repository.write("rubrics/lock.yaml", &format!("# a comment\n{LOCK}"));
    let run = repository.diff(&["HEAD", "--fail-on", "any"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "Nothing changed: both banks say the same.\n"));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let repository = Repository::new();
    #[track_caller]
    fn check(run: Run, said: &[&str]) {
        assert_eq!(run.status, 2, "{run:?}");
        assert_eq!(run.stdout, "");
        says(&run.stderr, said);
    }
    check(repository.diff(&["mian"]), &["`mian` is no file, no folder and no revision; did you mean `main`?"]);
    check(repository.diff(&["../nowhere"]), &["`../nowhere` is no file, no folder"]);
    check(repository.diff(&["main..nowhere"]), &["`nowhere` is no file"]);
    check(repository.diff(&["main..HEAD", "rubrics"]), &["gives both sides"]);
    check(repository.diff(&["--", "--output=x"]), &["it begins with a hyphen"]);
    check(repository.diff(&["main..--output=x"]), &["it begins with a hyphen"]);
    check(repository.diff(&["rubrics/glossary.yaml"]), &["is not the rubric of a question"]);
    fs::create_dir(repository.path("empty")).unwrap();
    check(repository.diff(&["empty"]), &["no rubrics in empty"]);
    check(repository.diff(&["main", "--rubrics", "empty"]), &["at `main` there are no rubrics in empty"]);
    repository.write("main/lock.yaml", "id: lock\n");
    let run = repository.diff(&["main"]);
    check(run, &["`main` is a folder and a revision; the folder is taken", "in the old bank, main:", "missing-key"]);
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("rubrics")).unwrap();
    fs::write(outside.path().join("rubrics/queue.yaml"), QUEUE).unwrap();
    check(diff(outside.path(), &["HEAD"]), &["no revision can be read", "not a git repository"]);
}

#[test]
fn nothing_in_a_text_acts_on_whoever_reads_it() {
    let hostile = "only one thread <script>@torvalds #1 | `x` \u{1b}[2J\u{202e}";
    let repository = Repository::changed("title: Only one thread runs at a time", "title: '<b>|@org #2 = &'");
    let rubric = fs::read_to_string(repository.path("rubrics/lock.yaml")).unwrap();
    repository.write("rubrics/lock.yaml", &rubric.replace("[only one thread]", "[only two threads]"));
    let record = |id: &str| serde_json::json!({"id": id, "question": "lock", "answer": hostile}).to_string();
    repository.write("answers.jsonl", &[record("=1+1"), record("</summary>::error::\u{1b}[m@x")].join("\n"));
    let print = |format: &str| repository.diff(&["HEAD", "--answers", "answers.jsonl", "-f", format]).stdout;
    for format in ["human", "md", "json", "github", "junit"] {
        let printed = print(format);
        assert!(!printed.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{format}: {printed}");
        assert!(printed.contains("answers.jsonl:1"), "{format}: {printed}");
    }
    let markdown = print("md");
    for part in ["<script", "</summary>::", "<b>|", " @", " #1"] {
        assert!(!markdown.contains(part), "{part}: {markdown}");
    }
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    assert!(print("csv").contains(",'=1+1,"));
    let (human, github) = (print("human"), print("github"));
    assert!(!human.lines().any(|line| line.trim_start().starts_with("::")), "{human}");
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
    let junit = print("junit");
    let read = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(read.descendants().filter(|node| node.has_tag_name("testcase")).count(), 4);
}

#[test]
fn continuous_integration_sees_what_failed() {
    let repository = Repository::changed("[only one thread]", "[only two threads]");
    let junit = repository.diff(&["HEAD", "-f", "junit", "--fail-on", "band"]);
    assert_eq!(junit.status, 1);
    let read = roxmltree::Document::parse(&junit.stdout).unwrap();
    let failure = read.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.attribute("message"), Some("the band changes: 87.5 strong \u{2192} 12.5 weak"));
    let github = repository.diff(&["HEAD", "-f", "github", "--fail-on", "band"]).stdout;
    assert!(github.starts_with("::error file=rubrics/lock.yaml,line=4,title=lock"), "{github}");
    let github = repository.diff(&["HEAD", "-f", "github"]).stdout;
    assert!(github.starts_with("::warning file=rubrics/lock.yaml,line=4,title=lock"), "{github}");
}

#[test]
fn a_long_comment_is_cut_where_a_pull_request_cuts_it() {
    let repository = Repository::changed("[only one thread]", "[only two threads]");
    let answers: String = (0..400)
        .map(|number| format!("{{\"id\": \"{number}\", \"question\": \"lock\", \"answer\": \"only one thread\"}}\n"))
        .collect();
    repository.write("answers.jsonl", &answers);
    let markdown = repository.diff(&["HEAD", "--answers", "answers.jsonl", "-f", "md"]).stdout;
    assert!(markdown.len() < 65_000, "{}", markdown.len());
    says(&markdown, &["| answers | 400 compared |", "</details>\nand ", " more answers\n", "### In words"]);
}
