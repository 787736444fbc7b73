//! The command line, as clap sees it: raw values; what they mean is the commands' own.

pub mod agree;
pub mod grade;
pub mod keep;
pub mod learn;
pub mod marked;
pub mod practice;
pub mod reading;
pub mod screen;

use crate::report::terminal::Colour;
use agree::Agree;
use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use grade::Grade;
use keep::{Check, Diff, Schema, Test};
use learn::{Suggest, Tune};
use practice::Practice;
use screen::Screen;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Grade written or spoken answers against rubrics: every point backed by the words that earned it.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "\
Exit status: 0 done, 1 a gate failed, 2 usage, rubric errors or nothing to grade, 3 some inputs could not be graded, \
4 output could not be written."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Folder or file with rubrics, instead of a `rubrics` folder found upward from here, instead of the built-in bank
    #[arg(long, global = true, value_name = "DIR")]
    pub rubrics: Option<PathBuf>,

    /// Say nothing on stderr but what went wrong
    #[arg(long, global = true)]
    pub quiet: bool,

    /// When to print in colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Grade answers: transcripts of interviews, sheets, single answers
    Grade(Grade),
    /// Show what a rubric compiles to and, with an answer, what of it was heard
    Explain(Explain),
    /// Check rubrics: every mistake at once, and what a rubric promises proved by grading
    Check(Check),
    /// Run the rubrics' own examples, and golden answers
    Test(Test),
    /// Show what a change of rubrics does: in words, and to whose grades
    Diff(Diff),
    /// Say what rubrics miss, from marked answers; draft first rubrics from marking keys
    Suggest(Suggest),
    /// Fit weights, points and bands to marked answers, and say what that gains
    Tune(Tune),
    /// Compare grades with marks that people gave: agreement, with intervals, and where it breaks
    Agree(Agree),
    /// Print the JSON Schema of rubric files, for editors
    Schema(Schema),
    /// List the questions of the bank, or show one
    Questions(Questions),
    /// Compose an interview, with what its interviewer should listen for
    Screen(Screen),
    /// Practise: answer questions, read the scorecard, find the thin spots
    Practice(Practice),
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
A signal can also be prose: `prose: names LEGB and connects it to closures`;
or `opening: strong`: the first sentence holds one of the other strong signals.

Signs before a signal: + heard; x heard, but not claimed; - not heard.")]
pub struct Explain {
    /// The question's id
    #[arg(value_name = "QUESTION")]
    pub question: String,

    /// A file with an answer, or `-` for stdin
    #[arg(long, value_name = "FILE")]
    pub answer: Option<PathBuf>,
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

    /// How many threads shall work; 0 for as many as there are cores.
    pub(super) fn threads(&self) -> usize {
        match &self.command {
            Command::Grade(options) => options.jobs.map_or(0, NonZeroUsize::get),
            _ => 0,
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
