//! The options of reading answers with what people gave them, which several commands share.

use super::reading::Reading;
use crate::marks::scale::Scale;
use std::path::PathBuf;

/// Marks, and the answers that they are for.
#[derive(Debug, clap::Args)]
pub struct Marked {
    /// A file with marks: CSV, TSV, XLSX, JSON lines; with the answers too, unless `--answers` names those
    #[arg(value_name = "MARKS")]
    pub marks: PathBuf,

    /// A file, folder or quoted glob with the answers, joined to the marks by id. Can be given several times
    #[arg(long, value_name = "ANSWERS")]
    pub answers: Vec<PathBuf>,

    /// The column with the marks, where its heading does not tell; given several times, each is a rater's
    #[arg(long, value_name = "COLUMN", help_heading = "Marks")]
    pub mark: Vec<String>,

    /// The scale, `0-4` or `0-5/0.5`, or its labels, lowest first: `weak,partial,strong`; `a|b` count as one
    #[arg(long, value_name = "SCALE", value_parser = Scale::parse, help_heading = "Marks", allow_hyphen_values = true)]
    pub scale: Option<Scale>,

    /// The column with who marked, where a row is one rater's mark
    #[arg(long, value_name = "COLUMN", help_heading = "Marks")]
    pub rater_column: Option<String>,

    /// The column with the criterion, where a row is one criterion's mark
    #[arg(long, value_name = "COLUMN", help_heading = "Marks")]
    pub criterion_column: Option<String>,

    /// How answers are read.
    #[command(flatten)]
    pub reading: Reading,
}
