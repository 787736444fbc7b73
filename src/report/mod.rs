//! Grades → bytes, one file a format. Pure: nothing here opens a file or asks the terminal anything.
//!
//! Each format owns its escaping, for nothing a candidate wrote may act on a terminal or a
//! spreadsheet: [`terminal::visible`] for what is shown, [`csv`] for cells, JSON's own for [`json`].

pub mod agreement;
pub mod candidates;
pub mod changes;
pub mod csv;
pub mod diagnostics;
pub mod explain;
pub mod file_name;
pub mod findings;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod kit;
pub mod markdown;
pub mod pages;
pub mod practice;
pub mod quote;
pub mod spoken;
pub mod suggestions;
pub mod table;
pub mod terminal;
pub mod trials;
pub mod tuning;
pub mod xlsx;

pub use crate::item::{Item, Outcome, Status};
use crate::program::Program;
use crate::rubric::Bank;

/// What answers were graded against: the bank for what questions are about, its program for their criteria.
#[derive(Clone, Copy, Debug)]
pub struct Rubrics<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// The bank compiled.
    pub program: &'a Program,
}
