//! A table of texts: of a sheet, of JSON, or of answers that carry their marks with them.
//!
//! Every row has a cell for every column; what a row does not have is blank.

use crate::transcript::Answer;
use crate::transcript::sheet::{self, Splitter};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A header and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<TableRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Where it stands: file and line.
    pub place: String,
    /// As many cells as there are columns.
    pub cells: Vec<String>,
}

/// Reads the text of a file: JSON lines, a JSON list of objects, or a sheet. `separator` is what stands between the cells of
/// a sheet, where the user said so.
///
/// # Errors
/// Why it is no table.
pub fn read(name: &str, text: &str, separator: Option<u8>) -> Result<Table, String> {
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().chars().next() {
        None => Err(format!("{name} is empty")),
        Some('{') => of_lines(name, text),
        Some('[') => of_list(name, text),
        Some(_) => Ok(of_sheet(name, text, separator.unwrap_or_else(|| sheet::separator(text)))),
    }
}

/// The answers' own fields: `id`, `question`, and all that they carry with them. A row an answer, in their order.
#[must_use]
pub fn of_answers(answers: &[Answer]) -> Table {
    let record = |answer: &Answer| {
        let mut fields = Map::new();
        fields.insert("id".to_owned(), Value::String(answer.id.clone()));
        fields.insert("question".to_owned(), Value::String(answer.question.clone()));
        for (name, value) in &answer.extra {
            fields.entry(name).or_insert_with(|| value.clone());
        }
        (answer.source.clone(), fields)
    };
    of_objects(answers.iter().map(record).collect())
}

fn of_lines(name: &str, text: &str) -> Result<Table, String> {
    let mut objects = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{name}:{}", at + 1);
        match serde_json::from_str(line) {
            Ok(fields) => objects.push((place, fields)),
            Err(error) => return Err(format!("{place}: not an object at column {}", error.column())),
        }
    }
    Ok(of_objects(objects))
}

fn of_list(name: &str, text: &str) -> Result<Table, String> {
    let objects: Vec<Map<String, Value>> = serde_json::from_str(text)
        .map_err(|error| format!("{name}: not a list of objects at line {} column {}", error.line(), error.column()))?;
    Ok(of_objects(objects.into_iter().map(|fields| (name.to_owned(), fields)).collect()))
}

fn of_objects(objects: Vec<(String, Map<String, Value>)>) -> Table {
    let mut header: Vec<String> = Vec::new();
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::with_capacity(objects.len());
    for (place, fields) in objects {
        let mut cells = vec![String::new(); header.len()];
        for (name, value) in fields {
            let column = *columns.entry(name).or_insert_with_key(|name| {
                header.push(name.clone());
                header.len() - 1
            });
            cells.resize(header.len(), String::new());
            cells[column] = cell(value);
        }
        rows.push(TableRow { place, cells });
    }
    rows.iter_mut().for_each(|row| row.cells.resize(header.len(), String::new()));
    Table { header, rows }
}

/// A value as the text of a cell.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn of_sheet(name: &str, text: &str, separator: u8) -> Table {
    let mut splitter = Splitter::new(separator);
    let mut rows = Vec::new();
    for line in text.split_inclusive('\n') {
        let Some(row) = splitter.line(line.as_bytes()) else { continue };
        let text = String::from_utf8_lossy(&row.bytes);
        if row.line == 1 && sheet::declared_separator(&text).is_some() {
            continue;
        }
        let cells = sheet::cells(&text, separator).into_iter();
        rows.extend(cells.map(|cells| TableRow { place: format!("{name}:{}", row.line), cells }));
    }
    if rows.is_empty() {
        return Table::default();
    }
    let header: Vec<String> = rows.remove(0).cells.iter().map(|cell| cell.trim().to_owned()).collect();
    if rows.get(1).is_some_and(|row| sheet::is_import_header(&row.cells)) {
        rows.drain(..2);
    }
    rows.iter_mut().for_each(|row| row.cells.resize(header.len(), String::new()));
    Table { header, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let table = read("m", text, None);
        let shown = table.map_or_else(
            |reason| reason,
            |table| {
                let rows = table.rows.iter().map(|row| format!("{} {}", row.place, row.cells.join(",")));
                [table.header.join(",")].into_iter().chain(rows).collect::<Vec<_>>().join(" / ")
            },
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn tables_come_in_several_forms() {
        check("\u{feff}id;mark\na;1\n\nb;2;\n", "id,mark / m:2 a,1 / m:4 b,2");
        check("sep=|\nid|mark\n\"a\nb\"|1\nc\n", "id,mark / m:3 a\nb,1 / m:5 c,");
        check("{\"id\": 1, \"x\": null}\n\n{\"mark\": 2.5, \"id\": \"b\"}\n", "id,x,mark / m:1 1,, / m:3 b,,2.5");
        check("[{\"id\": true}, {\"y\": [1]}]", "id,y / m true, / m ,[1]");
        check(" \n", "m is empty");
        check("{\"id\": 1}\n[2]\n", "m:2: not an object at column 0");
        check("[1]", "m: not a list of objects at line 1 column 2");
    }
}
