//! The command line, as clap sees it.

use crate::report::terminal::Colour;
use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Grade written or spoken answers against rubrics: every point backed by the words that earned it.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "\
Exit status: 0 done, 2 usage, rubric errors or nothing to grade, 3 some inputs could not be graded, 4 output could not be written."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Folder or file with rubrics, instead of a `rubrics` folder found upward from here, instead of the built-in bank
    #[arg(long, global = true, value_name = "DIR")]
    pub rubrics: Option<PathBuf>,

    /// When to print in colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Grade answers: interviews as text, single answers, or JSONL
    Grade(Grade),
    /// Show what a rubric compiles to and, with an answer, what of it was heard
    Explain(Explain),
    /// Check rubrics: every mistake at once, and whether the model answers earn the top band
    Check,
    /// Run the rubrics' own examples
    Test(Test),
    /// List the questions of the bank, or show one
    Questions(Questions),
}

/// `rubricate grade`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate grade interviews/                          every transcript in a folder, as a table
  rubricate grade interviews/ -f csv > scores.csv      one row a criterion, for a spreadsheet
  rubricate grade answers.jsonl -f jsonl               one line an answer, for other programs
  rubricate grade --question gil answer.txt            a single answer
  pbpaste | rubricate grade --question gil -           the same, from the clipboard

An interview is a text or Markdown file with labelled turns (`Interviewer: …`, `Candidate: …`, `**Ann:** …`, `Q:`, `A:`); \
its questions are found by their wording. A JSONL record has `question` (a question's id or its wording), `answer`, and \
perhaps `id` and `candidate`; its other fields are carried through.

Exit status: 0 done, 2 usage, rubric errors or nothing to grade, 3 some inputs could not be graded, 4 output could not be written.")]
pub struct Grade {
    /// Files, folders, globs, or `-` for stdin
    #[arg(required = true, value_name = "ANSWERS")]
    pub answers: Vec<PathBuf>,

    /// The question that plain text answers; for JSONL, that records without a `question` answer
    #[arg(short, long, value_name = "ID")]
    pub question: Option<String>,

    /// The label of the candidate, where the labels do not tell
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,

    /// In the table, only the answers with score and band
    #[arg(long)]
    pub summary: bool,

    /// Let empty answers pass; else they end the run with status 3
    #[arg(long)]
    pub allow_empty: bool,
}

/// `rubricate explain`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate explain gil                         what the rubric compiles to
  rubricate explain gil --answer answer.txt     what was heard, and near misses

The language of patterns:
  evaluated once            these words in order, in any inflection
  shared ... calls          up to 8 words between; ...3 up to 3
  (fast | quick) [key] x    alternatives; a part that may be missing
  <cpu-bound>               a term of the glossary or the rubric
  list & tuple              both; &. in a sentence, &12 in 12 words
  2 of (list | dict | set)  at least so many; also 2 of. (…) and 2 of12 (…)
  yield & !return           one without the other
  =mutable  =GIL            this spelling only (and case)
  serial*                   words that begin so
  `O(n)`  /\\[:\\]/           code in this spelling; a regular expression
  two threads               digits and words are one
A signal can also be prose: `prose: names LEGB and connects it to closures`.

Signs before a signal: + heard; x heard, but not claimed; - not heard.")]
pub struct Explain {
    /// The question's id
    #[arg(value_name = "QUESTION")]
    pub question: String,

    /// A file with an answer, or `-` for stdin
    #[arg(long, value_name = "FILE")]
    pub answer: Option<PathBuf>,
}

/// `rubricate test`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate test                 all examples of all rubrics
  rubricate test gil decorators  those of two questions

Exit status: 0 all pass, 1 some fail, 2 the rubrics cannot be used.")]
pub struct Test {
    /// Ids of questions; all where none is named
    #[arg(value_name = "QUESTION")]
    pub questions: Vec<String>,
}

/// `rubricate questions`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate questions                       all of them, by level, layer and topic
  rubricate questions --level senior        those for seniors
  rubricate questions gil                   what to listen for, what to ask, a strong and a thin answer
  rubricate questions -f md > bank.md       the whole bank, to publish")]
pub struct Questions {
    /// Ids of questions to show; without, they are listed
    #[arg(value_name = "QUESTION")]
    pub questions: Vec<String>,

    /// Only those of this level
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<String>,

    /// Only those of this layer
    #[arg(long, value_name = "LAYER")]
    pub layer: Option<String>,

    /// Only those of this topic
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,

    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub format: PageFormat,
}

/// Output formats of `questions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For the terminal
    Text,
    /// Markdown, for publishing
    Md,
}

/// Output formats of `grade`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// For spreadsheets
    Csv,
    /// The same, with tabs
    Tsv,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// Markdown
    Md,
    /// A scorecard for the browser, in one file
    Html,
    /// For Excel and LibreOffice
    Xlsx,
    /// For CI
    Junit,
}

impl Args {
    /// The colour choice for this run; `NO_COLOR` and dumb terminals are heeded where it is `auto`.
    #[must_use]
    pub fn colour(&self) -> anstream::ColorChoice {
        match self.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }
}

/// Whether what is printed to `stream` shall be in colour.
pub(crate) fn colour_of(stream: &impl anstream::stream::RawStream) -> Colour {
    match anstream::AutoStream::choice(stream) {
        anstream::ColorChoice::Never => Colour::Off,
        _ => Colour::On,
    }
}
