//! An Excel workbook → the CSV text of its first sheet, which the readers of sheets take.

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Whether a file that begins so is a workbook.
#[must_use]
pub fn is_one(head: &[u8]) -> bool {
    crate::decode::no_text(head).is_some_and(|(kind, _)| kind == "XLSX")
}

/// The first sheet as CSV: a line a row, from the sheet's first row on. Numbers stand as Excel shows them without a format:
/// `3`, not `3.0`.
///
/// # Errors
/// Why it cannot be read.
pub fn to_csv(bytes: Vec<u8>) -> Result<String, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("a workbook that cannot be read: {error}");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let sheet =
        workbook.worksheet_range_at(0).ok_or("a workbook without sheets")?.map_err(|error| unreadable(&error))?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Rows above the first one that is used count, so that line numbers are those of the sheet.
    for _ in 0..sheet.start().map_or(0, |(row, _)| row) {
        writer.write_record([""]).map_err(|error| unreadable(&error))?;
    }
    for row in sheet.rows() {
        writer.write_record(row.iter().map(cell)).map_err(|error| unreadable(&error))?;
    }
    let csv = writer.into_inner().map_err(|error| unreadable(&error))?;
    String::from_utf8(csv).map_err(|error| unreadable(&error))
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        other => other.to_string(),
    }
}
