//! A spreadsheet, line by line: its layout is found from its header, then each row yields what it answers.

use super::{Intake, RepeatedIds, Taken, shortened};
use crate::decode;
use crate::transcript::format::Format;
use crate::transcript::sheet::{self, Layout, Splitter};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A spreadsheet, line by line.
#[derive(Debug)]
pub struct Sheet<'a> {
    intake: &'a Intake<'a>,
    name: String,
    separator: u8,
    splitter: Splitter,
    /// Rows that may be headers, until it is known how many are.
    waiting: Vec<Row>,
    layout: Option<Layout>,
    /// By the hashes of the ids that were given: the last number that was tried for it.
    ids: HashMap<u64, usize>,
    renamed: usize,
    rows: usize,
    /// Whether it was said that a row is oddly encoded.
    noted: bool,
    said: Vec<String>,
}

/// A row: the line where it begins, its cells, and what was odd about its bytes.
#[derive(Debug)]
struct Row {
    line: usize,
    cells: Vec<String>,
    note: Option<String>,
}

/// The most headers that a sheet has (Qualtrics).
const MOST_HEADERS: usize = 3;

impl<'a> Sheet<'a> {
    /// Begins a sheet that begins so.
    #[must_use]
    pub fn new(intake: &'a Intake<'a>, name: &str, head: &str, format: Format) -> Self {
        let separator = intake.separator.unwrap_or(match format {
            Format::Tsv => b'\t',
            _ => sheet::separator(head),
        });
        Self::separated(intake, name, separator)
    }

    /// Begins a sheet whose cells this byte separates.
    #[must_use]
    pub fn separated(intake: &'a Intake<'a>, name: &str, separator: u8) -> Self {
        Self {
            intake,
            name: name.to_owned(),
            separator,
            splitter: Splitter::new(separator),
            waiting: Vec::new(),
            layout: None,
            ids: HashMap::new(),
            renamed: 0,
            rows: 0,
            noted: false,
            said: Vec::new(),
        }
    }

    /// What was decided since it was asked last.
    pub fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// How many bytes wait for a quote to be closed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.splitter.waiting()
    }

    /// Takes the next line, with its ending; gives what the row yields that it completes.
    ///
    /// # Errors
    /// Why nothing of the sheet can be read.
    pub fn line(&mut self, line: &[u8]) -> Result<Vec<Taken>, String> {
        let Some(row) = self.splitter.line(line) else { return Ok(Vec::new()) };
        let decoded = decode::decode(row.bytes);
        if let Some(reason) = self.intake.refusal(&decoded) {
            if self.layout.is_none() && self.waiting.is_empty() {
                return Err(format!("its header: {reason}"));
            }
            let mut taken = self.settle()?;
            self.rows += 1;
            taken.push(Taken::refused(&format!("{}:{}", self.name, row.line), reason));
            return Ok(taken);
        }
        if row.line == 1 && sheet::declared_separator(&decoded.text).is_some() {
            return Ok(Vec::new());
        }
        if let Some(note) = decoded.note.as_ref().filter(|_| !std::mem::replace(&mut self.noted, true)) {
            self.said.push(format!("line {}: {note}", row.line));
        }
        let mut taken = Vec::new();
        for cells in sheet::cells(&decoded.text, self.separator) {
            taken.extend(self.row(Row { line: row.line, cells, note: decoded.note.clone() })?);
        }
        Ok(taken)
    }

    /// At the end of the file.
    ///
    /// # Errors
    /// Why nothing of the sheet can be read.
    pub fn end(&mut self) -> Result<Vec<Taken>, String> {
        let mut taken = self.settle()?;
        if let Some(line) = self.splitter.unclosed() {
            let reason = "a quote that is opened here is never closed; the rows before it were graded";
            taken.push(Taken::refused(&format!("{}:{line}", self.name), reason));
        } else if self.rows == 0 {
            self.said.push("no row below the header".to_owned());
            taken.push(Taken::empty(&self.name));
        }
        if self.renamed > 0 {
            self.said.push(format!("{} ids that stood there before were numbered", self.renamed));
        }
        Ok(taken)
    }

    fn row(&mut self, row: Row) -> Result<Vec<Taken>, String> {
        if self.layout.is_some() {
            return Ok(self.records(&row));
        }
        self.waiting.push(row);
        if self.waiting.len() == MOST_HEADERS { self.settle() } else { Ok(Vec::new()) }
    }

    /// Finds the layout from the rows that wait, and takes those that are no headers.
    fn settle(&mut self) -> Result<Vec<Taken>, String> {
        if self.layout.is_some() || self.waiting.is_empty() {
            return Ok(Vec::new());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let headers = if waiting.get(MOST_HEADERS - 1).is_some_and(|row| sheet::is_import_header(&row.cells)) {
            MOST_HEADERS
        } else {
            1
        };
        let rows: Vec<Vec<String>> = waiting[..headers].iter().map(|row| row.cells.clone()).collect();
        let means = |heading: &str| {
            let known = self.intake.wordings.id(heading).map(str::to_owned);
            known.or_else(|| self.intake.wordings.recognise(heading).map(|found| found.question))
        };
        let layout = Layout::new(&rows, &self.intake.columns, means, &self.intake.order)?;
        self.said.push(self.described(&layout));
        let unmatched: Vec<_> =
            layout.unmatched().map(|heading| format!("\u{201c}{}\u{201d}", shortened(heading))).collect();
        if !unmatched.is_empty() {
            self.said.push(format!("columns that mean no question of the bank: {}", unmatched.join(", ")));
        }
        self.layout = Some(layout);
        Ok(waiting[headers..].iter().flat_map(|row| self.records(row)).collect())
    }

    fn described(&self, layout: &Layout) -> String {
        use sheet::Asked;
        let separator = match self.separator {
            b',' => "commas".to_owned(),
            b';' => "semicolons".to_owned(),
            b'\t' => "tabs".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        let slot = |slot: &sheet::Slot| match &slot.asked {
            Asked::Question(question) => {
                format!("\u{201c}{}\u{201d} is {question}", shortened(&layout.headings[slot.answer]))
            }
            Asked::Column(column) => {
                format!("answers in `{}`, questions in `{}`", layout.headings[slot.answer], layout.headings[*column])
            }
            Asked::Unsaid => format!("answers in `{}`", layout.headings[slot.answer]),
        };
        let shape = if layout.slots.len() > 1 { "a row a person" } else { "a row an answer" };
        let slots: Vec<_> = layout.slots.iter().map(slot).collect();
        format!("a sheet with {separator}, {shape}: {}", slots.join("; "))
    }

    fn records(&mut self, row: &Row) -> Vec<Taken> {
        let &Row { line, ref cells, ref note } = row;
        self.rows += 1;
        let source = format!("{}:{line}", self.name);
        let Some(layout) = &self.layout else { return Vec::new() };
        let records = match layout.records(cells, line) {
            Ok(records) => records,
            Err(reason) => return vec![Taken::refused(&source, reason)],
        };
        let mut taken = Vec::with_capacity(records.len());
        for mut record in records {
            let wanted = record.id.take().unwrap_or_default();
            let unique = match self.intake.repeated_ids {
                RepeatedIds::Numbered => unique(&mut self.ids, &wanted),
                RepeatedIds::Kept => wanted.clone(),
            };
            self.renamed += usize::from(unique != wanted);
            record.id = Some(unique);
            let mut answer = self.intake.record(Ok(record), &source, line);
            answer.answer.notes.extend(note.clone());
            taken.push(answer);
        }
        taken
    }
}

/// The id, or where it was given before, the id with the next number that makes it another.
fn unique(ids: &mut HashMap<u64, usize>, wanted: &str) -> String {
    let mut number = ids.get(&hash(wanted)).copied().unwrap_or(0);
    let id = loop {
        number += 1;
        let id = if number == 1 { wanted.to_owned() } else { format!("{wanted} ({number})") };
        if !ids.contains_key(&hash(&id)) {
            break id;
        }
    };
    ids.insert(hash(&id), 1);
    ids.insert(hash(wanted), number);
    id
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
