//! The arguments of the commands that learn from what people gave: `suggest` and `tune`.

use super::marked::Marked;
use crate::tune::validate::Folds;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// `rubricate suggest`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate suggest marks.csv --answers answers/          what rubrics miss in these answers, as lines to add
  rubricate suggest marked.csv --write                    add all of it to the rubrics, to review and to `tune`
  rubricate suggest marked.csv -o suggested.patch         as a patch, for git apply
  rubricate suggest --from-key keys.csv -o rubrics/exam   first rubrics, from questions and their marking keys
  rubricate suggest --from-key keys.csv --scale 0-3 -o …  with a band for each mark

A key is a table with a row a question: columns `id`, `question`, `key` (or model answer, references, …) and, if there
are any, `notes`. Lines and bullets of a key become criteria; `||` parts wordings of the same thing.

Exit status: 0 done, 2 usage, rubric errors or nothing to learn from, 3 some marks or answers could not be used, 4 output could \
not be written.")]
pub struct Suggest {
    /// MARKS is a table of questions and marking keys, from which first rubrics are drafted
    #[arg(long, conflicts_with_all = ["answers", "write"])]
    pub from_key: bool,

    /// The column with the marking key, with `--from-key`
    #[arg(long, value_name = "COLUMN", requires = "from_key")]
    pub key_column: Option<String>,

    /// The column with scoring notes, with `--from-key`
    #[arg(long, value_name = "COLUMN", requires = "from_key")]
    pub notes_column: Option<String>,

    /// Marks and answers.
    #[command(flatten)]
    pub marked: Marked,

    /// At most so many suggestions a question
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,

    /// An answer counts for a suggestion only if at least so many others say it too
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub least: usize,

    /// Add everything to the rubrics' files
    #[arg(long)]
    pub write: bool,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: LearnFormat,

    /// Write a patch to this file; with `--from-key`, the new bank to this folder
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// `rubricate tune`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate tune marks.csv --answers answers/       what other weights, points and bands would gain
  rubricate tune marked.csv -o tuned.patch          the change as a patch, for git apply
  rubricate tune marked.csv --write                 make it in the rubrics' files
  rubricate tune marked.csv --only bands            move nothing but the thresholds of bands
  rubricate tune marked.csv --folds question        what is learnt from other questions

The gain is measured on answers that were not fitted: each tenth by numbers that the other nine tenths gave.

Exit status: 0 done, 2 usage, rubric errors or nothing to learn from, 3 some marks or answers could not be used, 4 output could \
not be written.")]
pub struct Tune {
    /// Marks and answers.
    #[command(flatten)]
    pub marked: Marked,

    /// Change only these
    #[arg(long, value_name = "WHAT,WHAT", value_delimiter = ',', default_values = ["weights", "points", "full-credit", "bands"])]
    pub only: Vec<Changeable>,

    /// Into how many parts answers are dealt to measure the gain, or `question`: each question by what is learnt from the others
    #[arg(long, value_name = "N", default_value = "10", value_parser = folds)]
    pub folds: Folds,

    /// Compare bands, or scores on the marks' scale
    #[arg(long, value_name = "WHAT")]
    pub by: Option<super::agree::ByWhat>,

    /// Another seed for the intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Drawings for the intervals; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub resamples: usize,

    /// Make the changes in the rubrics' files
    #[arg(long)]
    pub write: bool,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: LearnFormat,

    /// Write the change to this file, as a patch
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `tune` may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Changeable {
    /// What signals weigh
    Weights,
    /// What criteria are worth
    Points,
    /// Which sum of weights earns all points
    FullCredit,
    /// Where bands begin
    Bands,
}

fn folds(text: &str) -> Result<Folds, String> {
    match text {
        "question" | "questions" => Ok(Folds::Questions),
        text => match text.parse() {
            Ok(parts @ 2..=100) => Ok(Folds::Parts(parts)),
            _ => Err("a number from 2 to 100, or `question`".to_owned()),
        },
    }
}

/// Output formats of `suggest` and `tune`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LearnFormat {
    /// For reading
    Human,
    /// One object
    Json,
    /// Markdown, for a pull request
    Md,
    /// The change as a patch, for `git apply`
    Patch,
}
