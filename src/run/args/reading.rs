//! The options of reading answers, which several commands share.

use crate::run::inputs::MOST_BYTES;
use clap::ValueEnum;

/// How answers are read.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// The question that plain text answers; for records, that those without a question of their own answer
    #[arg(short, long, value_name = "ID", help_heading = "Reading")]
    pub question: Option<String>,

    /// The questions in the order in which they were asked, where their wording does not tell
    #[arg(long, value_name = "ID,ID", value_delimiter = ',', conflicts_with = "question", help_heading = "Reading")]
    pub questions: Vec<String>,

    /// The label of the candidate, where the labels do not tell
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub speaker: Option<String>,

    /// The format of the inputs, where their content does not tell
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    pub input_format: Option<InputFormat>,

    /// In sheets, the column with the answer, by name or by number from 1
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub answer_column: Option<String>,

    /// The column with the question's id or wording
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub question_column: Option<String>,

    /// The column with who answered
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub candidate_column: Option<String>,

    /// The column with the answer's id
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub id_column: Option<String>,

    /// What separates the cells of sheets, one character or `tab`
    #[arg(long, value_name = "CHAR", value_parser = delimiter, help_heading = "Reading")]
    pub delimiter: Option<u8>,

    /// Refuse inputs that are not valid UTF-8 or UTF-16, rather than guess or replace
    #[arg(long, help_heading = "Reading")]
    pub strict_encoding: bool,

    /// Refuse transcripts and records that are larger
    #[arg(long, value_name = "BYTES", default_value_t = MOST_BYTES, help_heading = "Reading")]
    pub max_bytes: u64,
}

/// A single character, or the name of one that is hard to type.
fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("one ASCII character, or `tab`".to_owned()),
    }
}

/// Formats of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// A record a line
    Jsonl,
    /// What a speech recogniser wrote, or a list of records
    Json,
    /// A sheet
    Csv,
    /// A sheet with tabs
    Tsv,
    /// Captions
    Vtt,
    /// Captions
    Srt,
    /// Captions
    Sbv,
    /// Text with labelled turns, or one answer
    Text,
}
