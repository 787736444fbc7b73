//! The arguments of `rubricate screen`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// `rubricate screen`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate screen --level senior              six questions, what to listen for
  rubricate screen -l junior --minutes 30      as many as fit, at most 8
  rubricate screen -l mid -t oop -t typing     about these topics only
  rubricate screen -l mid --seed 7 -o kit.html to print; also .md, .txt, .json
  rubricate screen -l mid --seed 7 -o plan.json -o kit.html
  rubricate grade talk.vtt --plan plan.json    what of the plan was asked
  rubricate screen -l mid --exclude plan.json  without the questions of that one

The layers (knowledge, coding, judgment) have the shares that the bank's `weights` give them for the level. Topics do not \
repeat while others are left, and no question gives away what another asks for. The same seed draws the same interview; \
without one a seed is drawn, and said.

Exit status: 0 done, 2 usage, rubric errors or no question that fits, 4 output could not be written.")]
pub struct Screen {
    /// For whom: junior, mid or senior
    #[arg(short, long, value_name = "LEVEL")]
    pub level: String,

    /// Only questions about this topic. Can be given several times; then the topics take turns
    #[arg(short, long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// How many questions; 5 to 8 make a good interview
    #[arg(short = 'n', long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=12))]
    pub count: u8,

    /// As many questions as fit into so many minutes, at most 8; the bank says how long one takes
    #[arg(long, value_name = "MINUTES", conflicts_with = "count", value_parser = clap::value_parser!(u16).range(1..=480))]
    pub minutes: Option<u16>,

    /// Questions that were used before: ids, plans, or files with an id a line
    #[arg(short = 'x', long, value_name = "FILE|ID,…", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Draw the interview that this number stands for
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// How to print [default: text], and what `-o` writes where the ending of its name does not tell
    #[arg(short, long, value_name = "FORMAT", help_heading = "Printing")]
    pub format: Option<KitFormat>,

    /// Write to this file, in the format of its ending. Can be given several times
    #[arg(short, long, value_name = "FILE", help_heading = "Printing")]
    pub output: Vec<PathBuf>,
}

/// Output formats of `screen`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KitFormat {
    /// Pages for the terminal
    Text,
    /// Markdown, with lists to tick
    Md,
    /// For the browser and for print: a page a question
    Html,
    /// The plan, for `grade --plan` and for programs
    Json,
}

impl KitFormat {
    /// The format of files whose names end so.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" => Self::Text,
            "md" | "markdown" => Self::Md,
            "html" | "htm" => Self::Html,
            "json" => Self::Json,
            _ => return None,
        })
    }
}
