//! The arguments of `rubricate agree`.

use super::marked::Marked;
use crate::agreement::machine::By;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// `rubricate agree`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate agree marked.csv                             one file with answers and marks
  rubricate agree marks.csv --answers interviews/        marks by id, answers elsewhere
  rubricate agree marks.xlsx --answers exam.csv --mark Ann --mark Bo    two raters, a column each
  rubricate agree marks.csv --answers exam.csv --rater-column rater     or a row each
  rubricate agree marked.jsonl --mark rating --scale 0-4
  rubricate agree marked.csv --scale 'incorrect|contradictory,correct'  labels, lowest first; two count as one
  rubricate agree marked.csv --scale incorrect,contradictory,correct --wrong-claim contradictory
  rubricate agree marked.csv --by-column school          figures by group, and the four-fifths comparison
  rubricate agree marked.csv -o report.html --fail-under 0.7

Columns called `mark`, `score`, `grade`, `label` and the like are found; `rater` and `criterion` too, and columns with the id of a \
criterion, or `question/criterion`, hold marks for these: 0 or 1, yes or no, or points.

Exit status: 0 done, 1 the gate failed, 2 usage, rubric errors or nothing to compare, 3 some answers or marks could not be \
used, 4 output could not be written.")]
pub struct Agree {
    /// Marks and answers.
    #[command(flatten)]
    pub marked: Marked,

    /// What of a grade is its mark: the band, where there are as many as levels of the scale, or the score
    #[arg(long, value_name = "WHAT", help_heading = "Marks")]
    pub by: Option<ByWhat>,

    /// The level of answers in which a wrong claim was heard, unless they have the highest
    #[arg(long, value_name = "LEVEL", help_heading = "Marks")]
    pub wrong_claim: Option<String>,

    /// Tell the figures apart by the values of this column of the answers or marks; can be given several times
    #[arg(long, value_name = "COLUMN", help_heading = "Figures")]
    pub by_column: Vec<String>,

    /// What counts as passing where groups are compared: a band or a level [default: the highest band]
    #[arg(long, value_name = "BAND", help_heading = "Figures")]
    pub pass: Option<String>,

    /// How many answers to show of those on which both differ most
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Figures")]
    pub worst: usize,

    /// How often answers are drawn anew for the 95 % intervals; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000, help_heading = "Figures")]
    pub resamples: usize,

    /// Where these drawings start from
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Figures")]
    pub seed: u64,

    /// How to print [default: human], and what `-o` writes where the ending of its name does not tell
    #[arg(short, long, value_name = "FORMAT", help_heading = "Printing")]
    pub format: Option<AgreeFormat>,

    /// Write to this file, in the format of its ending; can be given several times
    #[arg(short, long, value_name = "FILE", help_heading = "Printing")]
    pub output: Vec<PathBuf>,

    /// End with status 1 if the quadratic weighted kappa is below
    #[arg(long, value_name = "QWK", value_parser = kappa, allow_hyphen_values = true, help_heading = "Gates")]
    pub fail_under: Option<f64>,
}

/// What of a grade is its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByWhat {
    /// The band
    Band,
    /// The score, as far up the scale as it is up to 100
    Score,
}

impl ByWhat {
    /// What of a grade it means.
    #[must_use]
    pub const fn meant(self) -> By {
        match self {
            Self::Band => By::Band,
            Self::Score => By::Score,
        }
    }
}

/// Output formats of `agree`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AgreeFormat {
    /// For reading
    Human,
    /// Markdown, for a pull request or a paper
    Md,
    /// One object with all there is
    Json,
    /// A row a figure: measure, group, value, low, high, n
    Csv,
    /// A page for the browser and for print, in one file
    Html,
}

impl AgreeFormat {
    /// The format of files whose names end so.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" => Self::Human,
            "md" | "markdown" => Self::Md,
            "json" => Self::Json,
            "csv" => Self::Csv,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }
}

fn kappa(text: &str) -> Result<f64, String> {
    let kappa = text.parse().ok().filter(|kappa| (-1.0..=1.0).contains(kappa));
    kappa.ok_or_else(|| "a number from -1 to 1".to_owned())
}
