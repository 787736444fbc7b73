//! The arguments of `rubricate grade`.

use super::reading::Reading;
use crate::decimal::Decimal;
use clap::{Parser, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// `rubricate grade`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate grade interviews/                 every transcript, as a table
  rubricate grade interviews/ -o report.html  also .xlsx, .csv, .md, .json, …
  rubricate grade interviews/ -o all.xlsx -f table    several at once
  rubricate grade interviews/ -o cards/ -f html       a file for each candidate
  rubricate grade forms.csv --by candidate    totals and places, of a sheet
  rubricate grade meeting.vtt --speaker 'Ann Lee'     the candidate's label
  rubricate grade talk.vtt --plan plan.json   what of a plan was asked
  rubricate grade exam.csv --fail-under 60    status 1 if the mean is below
  rubricate grade --question gil answer.txt   a single answer
  rubricate grade interviews/ --copies        passages that two candidates have
  rubricate grade exam.csv --known wiki/      passages of published texts
  pbpaste | rubricate grade --question gil -  one answer, from the clipboard
  producer | rubricate grade -f jsonl - | consumer    a line for each record

The format of each file is told by its content: captions (WebVTT, SubRip, SBV), text and Markdown with labelled turns, the JSON of \
speech recognisers, CSV, TSV and Excel workbooks, JSON lines with `question` (id or wording) and `answer`. In transcripts the questions \
are found by their wording, and only the candidate's words count; what came only after a follow-up is marked, and each answer ends \
with what to ask next. Where there are times, it is told how long an answer took and how fast it was spoken (`delivery:` in bank.yaml).

Exit status: 0 done, 1 a gate failed, 2 usage, rubric errors or nothing to grade, 3 some inputs could not be graded, \
4 output could not be written.")]
pub struct Grade {
    /// Files, folders, globs, or `-` for stdin
    #[arg(required = true, value_name = "ANSWERS")]
    pub answers: Vec<PathBuf>,

    /// How answers are read.
    #[command(flatten)]
    pub reading: Reading,

    /// The plan of the interview, as `screen` wrote it: what was not asked is listed, and what is not in it is flagged
    #[arg(long, value_name = "FILE", conflicts_with = "question", help_heading = "Reading")]
    pub plan: Option<PathBuf>,

    /// Let empty answers pass; else they end the run with status 3
    #[arg(long, help_heading = "Reading")]
    pub allow_empty: bool,

    /// Flag passages that stand nearly word for word in this text: a plain text or Markdown file, a folder, a quoted glob. Can
    /// be given several times
    #[arg(long, value_name = "FILE", help_heading = "Copying")]
    pub known: Vec<PathBuf>,

    /// Flag passages that two candidates' answers to a question share. Nothing is printed before all answers are read
    #[arg(long, help_heading = "Copying")]
    pub copies: bool,

    /// How to print [default: table], and what `-o` writes where the ending of its name does not tell
    #[arg(short, long, value_name = "FORMAT", help_heading = "Printing")]
    pub format: Option<Format>,

    /// Write to this file, in the format of its ending; a folder gets a file for each candidate. Can be given several times
    #[arg(short, long, value_name = "FILE", help_heading = "Printing")]
    pub output: Vec<PathBuf>,

    /// What a row of CSV and TSV is
    #[arg(long, value_name = "SHAPE", default_value = "wide", help_heading = "Printing")]
    pub shape: Shape,

    /// Begin CSV and TSV with a byte-order mark, for Excel
    #[arg(long, help_heading = "Printing")]
    pub bom: bool,

    /// Totals, weighted by the bank, in place of single answers
    #[arg(long, value_name = "WHOM", help_heading = "Printing")]
    pub by: Option<By>,

    /// In the table, only the answers with score and band
    #[arg(long, help_heading = "Printing")]
    pub summary: bool,

    /// End with status 1 if the mean score is below
    #[arg(long, value_name = "SCORE", value_parser = score, help_heading = "Gates")]
    pub fail_under: Option<Decimal>,

    /// End with status 1 if any answer's score is below
    #[arg(long, value_name = "SCORE", value_parser = score, help_heading = "Gates")]
    pub fail_any_under: Option<Decimal>,

    /// Threads to grade with; all cores if not given. The results are the same
    #[arg(short, long, value_name = "N", help_heading = "Running")]
    pub jobs: Option<NonZeroUsize>,
}

/// A score on the scale to 100.
pub(super) fn score(text: &str) -> Result<Decimal, String> {
    let score = Decimal::parse(text).filter(|score| *score <= Decimal::whole(100));
    score.ok_or_else(|| "a number from 0 to 100, with at most three decimals".to_owned())
}

/// What a row of CSV is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// An answer, with a column a criterion
    Wide,
    /// A criterion of an answer
    Long,
    /// A stretch of an answer in which a signal was heard
    Evidence,
}

/// What is totalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// All answers of one candidate
    Candidate,
}

/// Output formats of `grade`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// For spreadsheets and data frames; `--shape` says what a row is
    Csv,
    /// The same, with tabs
    Tsv,
    /// One array of objects
    Json,
    /// One object a line, as it comes
    Jsonl,
    /// Markdown, for a pull request or a wiki
    Md,
    /// A scorecard for the browser and for print, in one file
    Html,
    /// A workbook for Excel and LibreOffice
    Xlsx,
    /// JUnit XML, for CI
    Junit,
}

impl Format {
    /// The format of files whose names end so.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" => Self::Table,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "md" | "markdown" => Self::Md,
            "html" | "htm" => Self::Html,
            "xlsx" => Self::Xlsx,
            "xml" => Self::Junit,
            _ => return None,
        })
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Md => "md",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Junit => "xml",
        }
    }
}
