//! What to ask next, and what an answer got only after it was asked.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const LOCK: &str = "\
id: lock
question: What does the global lock do?
criteria:
  - id: one-thread
    title: Only one thread runs at a time
    points: 3
    strong: [only one thread]
    follow_up: How many threads run at the same moment?
  - id: waiting
    title: It is given up while waiting
    points: 4
    strong: [lets go ... waits]
    wrong: [held while waiting]
    follow_up: For which kind of work does it not matter, and why?
  - id: processes
    title: Processes get around it
    points: 2
    strong: [processes]
    weak: [more hardware]
    follow_up: How would you use all cores?
  - {id: why, title: Says why, points: 1, strong: [because], follow_up: Why is that so?}
  - {id: history, title: Knows where it comes from, points: 2, strong: [reference counts]}
";
/// Its wording is near to a follow-up of the other question.
const QUEUE: &str = "\
id: work-queue
question: For which kind of work would you use a queue?
criteria:
  - {id: order, title: First in first out, points: 2, strong: [first in first out], follow_up: In which order?}
  - {id: fair, title: It is fair, points: 2, strong: [fair & waits longest]}
";

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.0.path().join("rubrics")).unwrap();
        for (name, text) in [("rubrics/lock.yaml", LOCK), ("rubrics/work-queue.yaml", QUEUE)] {
            fs::write(folder.0.path().join(name), text).unwrap();
        }
        folder
    }

    fn grade(&self, interview: &str, args: &[&str]) -> String {
        fs::write(self.0.path().join("ann.txt"), interview).unwrap();
        let mut command = Command::cargo_bin("rubricate").unwrap();
        command.current_dir(self.0.path()).args(["grade", "ann.txt", "--quiet", "--color", "never"]).args(args);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }
}

fn answers(interview: &str, args: &[&str]) -> Vec<Value> {
    let lines = Folder::new().grade(interview, &[&["-f", "jsonl"], args].concat());
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The criteria with evidence, those that took a follow-up with a plus.
fn credited(answer: &Value) -> String {
    let mut shown = Vec::new();
    for criterion in answer["criteria"].as_array().unwrap() {
        let evidence = criterion["evidence"].as_array().unwrap();
        if !evidence.is_empty() {
            let after = evidence.iter().any(|evidence| evidence["after_follow_up"] == json!(true));
            shown.push(format!("{}{}", if after { "+" } else { "" }, criterion["id"].as_str().unwrap()));
        }
    }
    shown.join(" ")
}

/// Of the answer to the first question: its criteria, its score and that before any follow-up.
#[track_caller]
fn check(after: &str, expected: &str, score: f64, unprompted: Option<f64>) {
    let interview = format!(
        "Interviewer: What does the global lock do?\nCandidate: Only one thread runs, because of it.\n{after}\n"
    );
    for args in [&[][..], &["--questions", "lock"], &["--question", "lock", "--speaker", "candidate"]] {
        let answer = &answers(&interview, args)[0];
        assert_eq!(answer["question"], "lock");
        assert_eq!(credited(answer), expected, "{after} {args:?}");
        let scores = (answer["score"].as_f64(), answer["score_unprompted"].as_f64());
        assert_eq!(scores, (Some(score), unprompted), "{after} {args:?}");
    }
}

#[test]
fn what_a_follow_up_brought_is_credited_and_marked() {
    check("Candidate: It lets go when it waits.", "one-thread waiting why", 66.6, None);
    let asked = "Interviewer: Good. For what kind of work would it not matter?\n";
    check(&format!("{asked}Candidate: It lets go when it waits."), "one-thread +waiting why", 66.6, Some(33.3));
    check(&format!("{asked}Candidate: No idea."), "one-thread why", 33.3, Some(33.3));
    check(
        &format!("{asked}Candidate: As I said, when it waits.\nCandidate: It lets go when it waits."),
        "one-thread +waiting why",
        66.6,
        Some(33.3),
    );
    check(&format!("{asked}Candidate: Again, only one thread runs."), "one-thread why", 33.3, Some(33.3));
    check(&format!("{asked}Candidate: It is held while waiting."), "one-thread +waiting why", 33.3, Some(33.3));
    let all = "Interviewer: How do you use all the cores then?\nCandidate: With processes.";
    check(
        &format!("{asked}Candidate: It lets go when it waits.\n{all}"),
        "one-thread +waiting +processes why",
        83.3,
        Some(33.3),
    );
}

#[test]
fn what_needs_words_from_both_sides_took_a_follow_up() {
    let interview = "\
Interviewer: For which kind of work would you use a queue?
Candidate: It is fair.
Interviewer: In which order?
Candidate: What waits longest goes next.
";
    let answer = answers(interview, &[]).remove(0);
    assert_eq!((credited(&answer), answer["score_unprompted"].as_f64()), ("+fair".to_owned(), Some(0.0)));
}

#[test]
fn small_talk_is_no_follow_up() {
    for talk in ["Mm-hm.", "Right, that kind of work is hard.", "Is my sound all right?", "Please go on."] {
        let after = format!("Interviewer: {talk}\nCandidate: It lets go when it waits.");
        check(&after, "one-thread waiting why", 66.6, None);
    }
}

#[test]
fn another_question_is_no_follow_up() {
    let interview = "\
Interviewer: What does the global lock do?
Candidate: Only one thread runs.
Interviewer: For which kind of work does it not matter?
Candidate: It lets go when it waits.
Interviewer: Fine. For which kind of work would you use a queue?
Candidate: First in first out.
Interviewer: In which order?
Candidate: As I said.
";
    let answers = answers(interview, &[]);
    let shown: Vec<_> = answers.iter().map(|answer| (answer["question"].as_str().unwrap(), credited(answer))).collect();
    assert_eq!(shown, [("lock", "one-thread +waiting".to_owned()), ("work-queue", "order".to_owned())]);
}

#[test]
fn the_thinnest_criteria_are_asked_after_first() {
    let asked = |after: &str| {
        let interview = format!("Interviewer: What does the global lock do?\nCandidate: It is a lock.\n{after}");
        let answer = answers(&interview, &[]).remove(0);
        let criteria = answer["follow_ups"].as_array().unwrap().iter().map(|ask| ask["criterion"].as_str().unwrap());
        criteria.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(asked(""), "waiting one-thread processes");
    assert_eq!(asked("Candidate: It lets go when it waits."), "one-thread processes why");
    assert_eq!(asked("Candidate: Buy more hardware, because of only one thread."), "waiting processes");
    let again = "Interviewer: For which kind of work does it not matter?\nCandidate: Who knows.";
    assert_eq!(asked(again), "one-thread processes why", "what was asked is not asked again");
}

const INTERVIEW: &str = "\
Interviewer: What does the global lock do?
Candidate: Only one thread runs.
Interviewer: And for which kind of work does it not matter?
Candidate: It lets go when it waits.
";

#[test]
fn people_read_it_in_every_report() {
    let folder = Folder::new();
    let table = folder.grade(INTERVIEW, &["-f", "table"]);
    assert_snapshot!(table, @r"
     Candidate  Question  Score  Band     Criteria
     ann        lock       58.3  partial  ● ● · · ·
     ● strong  ◐ partial  ○ weak  ✗ wrong  · missing

    ann · lock  58.3 partial  ann.txt
     25 before any follow-up
     Only one thread runs at  ● strong   3/3  ‹Only one thread› runs.…
     a time
     It is given up while     ● strong   4/4  after a follow-up: …It ‹lets go› when it ‹waits›.
     waiting
     Processes get around it  · missing  0/2
     Says why                 · missing  0/1
     Knows where it comes     · missing  0/2
     from
     ask next:  How would you use all cores?
                Why is that so?
    ");
    assert_snapshot!(folder.grade(INTERVIEW, &["-f", "md"]), @r"
    # Grades

    | candidate | question | score | band | flags |
    |---|---|---:|---|---|
    | ann | lock | 58.3 | partial |  |

    ## ann · lock

    **58.3** partial, 7 of 12 points. Source: ann.txt

    _25 before any follow-up._

    | criterion | verdict | points | evidence |
    |---|---|---:|---|
    | Only one thread runs at a time | strong | 3/3 | **Only one thread** runs.… |
    | It is given up while waiting | strong | 4/4 | _after a follow-up:_ …It **lets go** when it **waits**. |
    | Processes get around it | missing | 0/2 |  |
    | Says why | missing | 0/1 |  |
    | Knows where it comes from | missing | 0/2 |  |

    Ask next:

    - How would you use all cores?
    - Why is that so?
    ");
    let html = folder.grade(INTERVIEW, &["-f", "html"]);
    for part in
        ["25 before any follow-up", "<small> · after a follow-up</small>", "Ask next:", "How would you use all cores?"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
}
