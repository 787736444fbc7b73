//! The arguments of the commands for those who look after rubrics: `check`, `test`, `diff`, `schema`.

use super::grade::score;
use super::reading::Reading;
use crate::decimal::Decimal;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// `rubricate check`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate check                              every mistake in all rubrics, with what to write instead
  rubricate check rubrics/io/csv.yaml          only what is found in this file
  rubricate check --fail-on warning            warnings fail too
  rubricate check --fix                        mend what can be mended for certain, comments kept
  rubricate check -f sarif > rubrics.sarif     for GitHub code scanning; -f github for annotations

Exit status: 0 nothing found that fails, 1 something was, 2 the rubrics cannot be read.")]
pub struct Check {
    /// Files of the bank: only what is found in these is reported
    #[arg(value_name = "FILES")]
    pub files: Vec<PathBuf>,

    /// What ends the run with status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,

    /// Mend what can be mended for certain, in the files; comments and layout are kept
    #[arg(long)]
    pub fix: bool,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingFormat,
}

/// What fails a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
}

/// Output formats of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// With source lines and carets
    Human,
    /// One array of objects
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML
    Junit,
}

/// `rubricate test`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate test                               all examples of all rubrics
  rubricate test gil decorators                those of two questions
  rubricate test --golden golden/              answers of your own with what they must get, too
  rubricate test --golden golden/ --accept     write what they get now, after showing it
  rubricate test --coverage                    signals that no example makes fire, or lets decide
  rubricate test --mutants                     break each signal: does an example notice?
  rubricate test --watch                       again after every save

Exit status: 0 all pass, 1 some fail, 2 the rubrics cannot be used.")]
pub struct Test {
    /// Ids of questions; all where none is named
    #[arg(value_name = "QUESTION")]
    pub questions: Vec<String>,

    /// JSONL files, or folders of them, with answers and what they must get: `expect` with `band`, `score` or both
    #[arg(long, value_name = "PATH")]
    pub golden: Vec<PathBuf>,

    /// Show what changed in golden answers, and write it to their files
    #[arg(long, requires = "golden", conflicts_with = "watch")]
    pub accept: bool,

    /// Show which signals never fire and which never decide
    #[arg(long)]
    pub coverage: bool,

    /// End with status 1 if fewer of the signals fire, in percent
    #[arg(long, value_name = "PERCENT", value_parser = score)]
    pub min_coverage: Option<Decimal>,

    /// Drop, halve, negate and loosen each signal, and show which of these changes no example notices
    #[arg(long)]
    pub mutants: bool,

    /// Run again whenever a file of the bank, or one with golden answers, changes
    #[arg(long)]
    pub watch: bool,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: TestFormat,
}

/// Output formats of `test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// Failures with their evidence
    Human,
    /// One object
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML
    Junit,
}

/// `rubricate diff`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate diff main..HEAD                          what a branch changes, by the rubrics' own examples
  rubricate diff HEAD~3 rubrics --answers answers/   what the files here change for these answers
  rubricate diff old/ new/ -f md                     two folders, as a comment for a pull request
  rubricate diff main..HEAD --fail-on band           status 1 if any answer changes its band
  rubricate diff main..HEAD --max-shift 5            status 1 if any score moves by more

Exit status: 0 done, 1 a gate failed, 2 one of the banks cannot be read.")]
pub struct Diff {
    /// A folder, a file, a revision of git, or two revisions `A..B`
    #[arg(value_name = "OLD")]
    pub old: String,

    /// A folder, a file or a revision; the files here if not given
    #[arg(value_name = "NEW")]
    pub new: Option<String>,

    /// Answers to grade under both; the rubrics' own examples if not given
    #[arg(long, value_name = "ANSWERS")]
    pub answers: Vec<PathBuf>,

    /// How answers are read.
    #[command(flatten)]
    pub reading: Reading,

    /// What ends the run with status 1
    #[arg(long, value_name = "CHANGE")]
    pub fail_on: Option<Change>,

    /// End with status 1 if any score moves by more than this
    #[arg(long, value_name = "POINTS", value_parser = score)]
    pub max_shift: Option<Decimal>,

    /// A file with changes that are meant, and do not fail; `--accept` writes it
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,

    /// Write all changes to the file of `--accepted`
    #[arg(long, requires = "accepted")]
    pub accept: bool,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
}

/// What may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Change {
    /// The band of some answer
    Band,
    /// The score of some answer
    Score,
    /// Anything, a wording too
    Any,
}

/// Output formats of `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For reading
    Human,
    /// Markdown, for a pull request
    Md,
    /// One object
    Json,
    /// A row an answer that changed
    Csv,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML
    Junit,
}

/// `rubricate schema`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate schema rubric > rubric.schema.json

In an editor with the YAML language server, begin a rubric with
  # yaml-language-server: $schema=rubric.schema.json")]
pub struct Schema {
    /// Which file it describes
    #[arg(value_name = "FILE", default_value = "rubric")]
    pub file: Described,
}

/// Files that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// A question
    Rubric,
    /// `bank.yaml`
    Bank,
    /// `glossary.yaml`
    Glossary,
}
