//! The arguments of the commands that learn from what people gave: `suggest` and `tune`.

use super::marked::Marked;
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
    #[arg(long, value_name = "N", default_value_t = 12)]
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
