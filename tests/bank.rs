//! The shipped bank keeps its promises: every model answer earns the top band, the question given back and an empty answer
//! earn nothing, every example reaches its band, every wording finds its own question.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use rubricate::flags::FlagKind;
use rubricate::grade::grade;
use rubricate::program::{Program, compile::compile};
use rubricate::report::{diagnostics, terminal::Colour};
use rubricate::rubric::Bank;
use rubricate::rubric::load::{File, load};
use rubricate::wordings::Wordings;
use std::sync::LazyLock;
use walkdir::WalkDir;

static BANK: LazyLock<(Bank, Program)> = LazyLock::new(|| {
    let entries = WalkDir::new("rubrics").sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| File { name: entry.path().display().to_string(), bytes: std::fs::read(entry.path()).unwrap() });
    let loaded = load(files.collect());
    assert!(loaded.found.is_empty(), "{}", diagnostics::render(&loaded.found, &loaded.sources, Colour::Off));
    let program = compile(&loaded.bank);
    (loaded.bank, program)
});

/// Grades and returns score in tenths and band.
fn graded(question: &str, answer: &str) -> (Option<u64>, Option<String>, Vec<FlagKind>) {
    let program = &BANK.1;
    let grade = grade(program, program.question(question).unwrap(), answer);
    (grade.score.map(|score| score.tenths()), grade.band, grade.flags.iter().map(|flag| flag.kind).collect())
}

#[test]
fn it_has_its_126_questions() {
    assert_eq!(BANK.0.questions.len(), 126);
    for question in &BANK.0.questions {
        let complete = question.level.is_some()
            && question.layer.is_some()
            && question.wordings.len() >= 2
            && question.criteria.len() >= 3
            && question.criteria.iter().all(|criterion| criterion.follow_up.is_some())
            && question.examples.len() >= 5;
        assert!(complete, "{} lacks something", question.id);
    }
}

#[test]
fn model_answers_earn_the_top_band_and_the_flag() {
    let top = &BANK.0.bands[0].name;
    let failing: Vec<_> = BANK
        .0
        .questions
        .iter()
        .filter(|question| {
            let (_, band, flags) = graded(&question.id, question.model_answer.as_deref().unwrap());
            band.as_ref() != Some(top) || !flags.contains(&FlagKind::ModelAnswer)
        })
        .map(|question| &question.id)
        .collect();
    assert!(failing.is_empty(), "{failing:?}");
}

#[test]
fn echoes_and_silence_earn_nothing() {
    for question in &BANK.0.questions {
        for wording in std::iter::once(&question.question).chain(&question.wordings) {
            assert_eq!(graded(&question.id, wording).0, Some(0), "{}: {wording}", question.id);
        }
        assert_eq!(graded(&question.id, " \n").0, None);
    }
}

#[test]
fn examples_reach_their_bands() {
    let examples =
        BANK.0.questions.iter().flat_map(|question| question.examples.iter().map(move |example| (question, example)));
    let failing: Vec<_> = examples
        .filter_map(|(question, example)| {
            let (score, band, _) = graded(&question.id, &example.answer);
            (band.as_deref() != Some(&example.band))
                .then(|| format!("{}: {:?} {score:?}, not {}: {:.60}", question.id, band, example.band, example.answer))
        })
        .collect();
    assert!(failing.is_empty(), "{}", failing.join("\n"));
}

#[test]
fn wordings_find_their_own_question() {
    let wordings = Wordings::new(&BANK.0);
    let samples = std::fs::read_to_string("fixtures/wordings/samples.jsonl").unwrap();
    let samples: Vec<(String, String)> = samples.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own = BANK.0.questions.iter().flat_map(|question| {
        std::iter::once(&question.question)
            .chain(&question.wordings)
            .map(|wording| (question.id.clone(), wording.clone()))
    });
    let asked: Vec<_> = own.chain(samples).collect();
    let lost: Vec<_> = asked
        .iter()
        .filter(|(id, wording)| wordings.meant(wording).is_none_or(|found| found.question != *id))
        .collect();
    assert!(
        lost.len() * 100 <= asked.len(),
        "{} of {}: {:#?}",
        lost.len(),
        asked.len(),
        lost.iter().map(|(id, wording)| (id, wording, wordings.nearest(wording))).collect::<Vec<_>>()
    );
}

/// What the sample answers get is written beside them: a change of it is a decision, `--accept`ed by who makes it.
#[test]
fn sample_answers_get_what_is_written() {
    let run = assert_cmd::Command::cargo_bin("rubricate")
        .unwrap()
        .args(["test", "--golden", "fixtures/answers"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stderr).contains(" 0 failed"));
}
