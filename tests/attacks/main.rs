//! What answers without understanding get from the shipped bank: each kind of cheat is tried on all its questions.
//!
//! The law: no answer without understanding reaches the highest band, but for what [`EXCEPTIONS`] lists.
//! All figures stand in a snapshot, so that a change of them is seen, and in short in the README.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

mod answers;

use answers::{Attack, Target};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rubricate::check::sample::{Samples, spellings};
use rubricate::flags::FlagKind;
use rubricate::grade::{Grade, grade};
use rubricate::program::compile::compile;
use rubricate::rubric::load::{File, load};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;
use walkdir::WalkDir;

/// Answers that are no cheat's own, but in which there is understanding.
const UNDERSTOOD: &[(Attack, &str)] = &[
    (Attack::SameTopic, "what is true of a neighbouring question is often an answer to this one"),
    (Attack::OtherTopic, "a few questions leave the subject to the candidate, and any good explanation answers them"),
    (
        Attack::HalfSentences,
        "half of the model answer is half of the model answer; each such answer is flagged as that",
    ),
];

/// Questions whose highest band an attack reaches, and why that is bearable.
const EXCEPTIONS: &[(Attack, &[&str], &str)] = &[];

/// What one kind of attack got, on every question.
struct Row {
    attack: Attack,
    name: &'static str,
    got: Vec<(String, Got)>,
}

/// What one answer got.
#[derive(Clone)]
struct Got {
    /// Tenths of a point of 100.
    tenths: u64,
    /// The band's index, 0 for the highest.
    band: usize,
    flags: Vec<FlagKind>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let entries = WalkDir::new("rubrics").sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| File { name: entry.path().display().to_string(), bytes: std::fs::read(entry.path()).unwrap() });
    let bank = load(files.collect()).bank;
    let (program, spellings) = (compile(&bank), spellings(&bank));
    let of_question = |question: &_| {
        let question: &rubricate::rubric::Question = question;
        let compiled = program.question(&question.id).unwrap();
        let target = Target::new(&bank, question, compiled, &Samples::new(compiled, &spellings));
        let band = |grade: &Grade| program.bands.iter().position(|band| Some(&band.name) == grade.band.as_ref());
        let got = |&(attack, _): &(Attack, _)| {
            let grade = grade(&program, compiled, &target.answer(attack));
            let tenths = grade.score.map_or(0, |score| score.tenths());
            let band = band(&grade).unwrap_or(program.bands.len());
            Got { tenths, band, flags: grade.flags.iter().map(|flag| flag.kind).collect() }
        };
        Attack::ALL.iter().map(got).collect::<Vec<_>>()
    };
    let of_questions: Vec<_> = bank.questions.par_iter().map(of_question).collect();
    let rows = Attack::ALL.iter().enumerate().map(|(at, &(attack, name))| {
        let got =
            bank.questions.iter().zip(&of_questions).map(|(question, got)| (question.id.clone(), got[at].clone()));
        Row { attack, name, got: got.collect() }
    });
    rows.collect()
});

impl Row {
    fn reach(&self, band: usize) -> impl Iterator<Item = &(String, Got)> {
        self.got.iter().filter(move |(_, got)| got.band <= band)
    }

    fn mean(&self) -> u64 {
        self.got.iter().map(|(_, got)| got.tenths).sum::<u64>() / self.got.len() as u64
    }

    fn sorted(&self) -> Vec<(u64, &str)> {
        let mut sorted: Vec<_> = self.got.iter().map(|(id, got)| (got.tenths, id.as_str())).collect();
        sorted.sort_unstable();
        sorted
    }

    /// How many answers have each flag, most frequent first.
    fn flags(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, got) in &self.got {
            let mut kinds = got.flags.clone();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.iter().for_each(|kind| *counts.entry(kind.name()).or_default() += 1);
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    }
}

fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[test]
fn what_each_attack_gets() {
    let mut table = String::from("  mean median  worst strong partial  attack; the worst; flags\n");
    for row in ROWS.iter() {
        let sorted = row.sorted();
        let (worst, id) = sorted[sorted.len() - 1];
        let (mean, median) = (decimal(row.mean()), decimal(sorted[sorted.len() / 2].0));
        let (strong, partial) = (row.reach(0).count(), row.reach(1).count());
        let (worst, flags) = (decimal(worst), row.flags());
        writeln!(table, "{mean:>6} {median:>6} {worst:>6} {strong:>6} {partial:>7}  {}; {id}; {flags}", row.name)
            .unwrap();
    }
    insta::assert_snapshot!("attacks", table);
}

#[test]
fn the_readme_says_so() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let shown = |row: &&Row| row.reach(0).count() > 0 || readme.contains(&format!("\n| {} |", row.name));
    let rows: Vec<_> = ROWS.iter().filter(shown).collect();
    let mut table = String::from("| handed in | mean | worst | strong |\n|---|---:|---:|---:|\n");
    for row in &rows {
        let (worst, _) = row.sorted()[row.got.len() - 1];
        writeln!(table, "| {} | {} | {} | {} |", row.name, decimal(row.mean()), decimal(worst), row.reach(0).count())
            .unwrap();
    }
    assert!(rows.len() > 5 && readme.contains(&table), "the README does not have this table:\n{table}");
}

/// The law.
#[test]
fn no_answer_without_understanding_reaches_the_highest_band() {
    let mut through = Vec::new();
    for row in ROWS.iter().filter(|row| UNDERSTOOD.iter().all(|(attack, _)| *attack != row.attack)) {
        let excepted = EXCEPTIONS.iter().filter(|(attack, ..)| *attack == row.attack).flat_map(|(_, ids, _)| *ids);
        let excepted: Vec<_> = excepted.collect();
        let reached = row.reach(0).filter(|(id, _)| !excepted.contains(&&id.as_str()));
        through.extend(reached.map(|(id, got)| format!("{}: {id} {}", row.name, decimal(got.tenths))));
    }
    assert!(through.is_empty(), "{}", through.join("\n"));
}

/// An exception that is none any more has to go.
#[test]
fn exceptions_are_needed() {
    for (attack, ids, why) in EXCEPTIONS {
        let row = ROWS.iter().find(|row| row.attack == *attack).unwrap();
        let reached: Vec<_> = row.reach(0).map(|(id, _)| id.as_str()).collect();
        assert!(ids.iter().all(|id| reached.contains(id)), "{}, {why}: only {reached:?}", row.name);
    }
}

/// What is copied from the model answer is told, whatever band it reaches.
#[test]
fn halves_of_the_model_answer_are_flagged() {
    let row = ROWS.iter().find(|row| row.attack == Attack::HalfSentences).unwrap();
    let unflagged: Vec<_> = row.got.iter().filter(|(_, got)| !got.flags.contains(&FlagKind::ModelAnswer)).collect();
    assert!(unflagged.is_empty(), "{:?}", unflagged.iter().map(|(id, _)| id).collect::<Vec<_>>());
}
