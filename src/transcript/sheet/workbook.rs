//! An Excel workbook → the CSV text of its first sheet, which the readers of sheets take.
//!
//! Only cells that hold something are kept, so that a stray one far to the right or far below costs nothing.

use calamine::{DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Cursor;

/// No sheet of answers has more columns.
const MOST_COLUMNS: u32 = 2000;
/// Nor a text of more bytes; a small file can claim one.
const MOST_BYTES: usize = 256 << 20;

/// Whether a file that begins so is a workbook.
#[must_use]
pub fn is_one(head: &[u8]) -> bool {
    crate::decode::no_text(head).is_some_and(|(kind, _)| kind == "XLSX")
}

/// The first sheet as CSV with commas: a line a row, from the sheet's first row on, all of one length. Numbers stand as Excel
/// shows them without a format: `3`, not `3.0`.
///
/// # Errors
/// Why it cannot be read.
pub fn to_csv(bytes: Vec<u8>) -> Result<String, String> {
    let rows = rows(bytes)?;
    let width = rows.values().flat_map(BTreeMap::keys).max().map_or(0, |last| last + 1);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut line = 0;
    for (row, cells) in rows {
        // Rows that are empty count, so that line numbers are those of the sheet.
        for _ in line..row {
            writer.write_record([""]).map_err(|error| unreadable(&error))?;
        }
        let cell = |column| cells.get(&column).map_or("", String::as_str);
        writer.write_record((0..width).map(cell)).map_err(|error| unreadable(&error))?;
        line = row + 1;
    }
    let csv = writer.into_inner().map_err(|error| unreadable(&error))?;
    String::from_utf8(csv).map_err(|error| unreadable(&error))
}

/// By row and column, both from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

fn rows(bytes: Vec<u8>) -> Result<Cells, String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let name = workbook.sheet_names().first().cloned().ok_or("a workbook without sheets")?;
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(|error| unreadable(&error))?;
    let (mut rows, mut length) = (Cells::new(), 0);
    while let Some(found) = reader.next_cell().map_err(|error| unreadable(&error))? {
        let ((row, column), text) = (found.get_position(), text(found.get_value()));
        if text.is_empty() {
            continue;
        }
        length += text.len();
        if column >= MOST_COLUMNS || length > MOST_BYTES {
            return Err(
                "a workbook whose first sheet is too large; export what is needed of it as CSV (UTF-8)".to_owned()
            );
        }
        rows.entry(row).or_default().insert(column, text);
    }
    Ok(rows)
}

fn unreadable(error: &dyn Display) -> String {
    format!("a workbook that cannot be read: {error}; export it as CSV (UTF-8)")
}

fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(date) => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sheet_becomes_csv() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "id").unwrap().write_string(0, 1, "mark").unwrap();
        sheet.write_string(2, 0, "a, \"b\"\nc").unwrap().write_number(2, 1, 3.0).unwrap();
        sheet.write_number(3, 1, 2.5).unwrap().write_boolean(3, 2, true).unwrap();
        workbook.add_worksheet().write_string(0, 0, "other").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        assert!(is_one(&bytes[..2048.min(bytes.len())]));
        assert_eq!(to_csv(bytes).unwrap(), "id,mark,\n\"\"\n\"a, \"\"b\"\"\nc\",3,\n,2.5,true\n");
    }

    #[test]
    fn what_is_no_workbook_or_too_large_is_told() {
        assert!(to_csv(b"PK\x03\x04 broken".to_vec()).unwrap_err().starts_with("a workbook that cannot be read: "));
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write_string(1_048_575, 16_383, "far").unwrap();
        let reason = to_csv(workbook.save_to_buffer().unwrap()).unwrap_err();
        assert!(reason.contains("too large"), "{reason}");
    }
}
