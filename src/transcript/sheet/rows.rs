//! Lines → rows → cells.

/// Puts lines together to rows: a cell in quotes may hold line breaks.
#[derive(Debug)]
pub struct Splitter {
    separator: u8,
    state: State,
    /// The row so far, and the line it began in.
    row: Vec<u8>,
    began: usize,
    line: usize,
    /// Where the last quote was opened.
    opened: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Bare,
    Quoted,
    /// After a quote within quotes: the end, or the first of two.
    Quote,
}

/// A row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line in which it begins, from 1.
    pub line: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Splitter {
    /// For cells that this byte separates.
    #[must_use]
    pub const fn new(separator: u8) -> Self {
        Self { separator, state: State::CellStart, row: Vec::new(), began: 1, line: 0, opened: 0 }
    }

    /// Takes the next line with its ending; gives the row that it completes.
    pub fn line(&mut self, line: &[u8]) -> Option<Row> {
        self.line += 1;
        if self.row.is_empty() {
            self.began = self.line;
        }
        for &byte in line {
            self.state = match (self.state, byte) {
                (State::Quoted, b'"') => State::Quote,
                (State::Quoted, _) => State::Quoted,
                (State::Quote, b'"') => State::Quoted,
                (State::CellStart, b'"') => {
                    self.opened = self.line;
                    State::Quoted
                }
                (_, byte) if byte == self.separator || matches!(byte, b'\n' | b'\r') => State::CellStart,
                // The mark at the beginning of a file does not belong to its first cell.
                (State::CellStart, 0xef | 0xbb | 0xbf) if self.line == 1 => State::CellStart,
                _ => State::Bare,
            };
        }
        self.row.extend_from_slice(line);
        (self.state != State::Quoted).then(|| self.take())
    }

    fn take(&mut self) -> Row {
        self.state = State::CellStart;
        Row { line: self.began, bytes: std::mem::take(&mut self.row) }
    }

    /// At the end of the file: the line of a quote that was never closed.
    #[must_use]
    pub fn unclosed(&self) -> Option<usize> {
        (self.state == State::Quoted).then_some(self.opened)
    }

    /// How many bytes wait for a quote to be closed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.row.len()
    }
}

/// The cells of a row; several rows where lines end with a lone CR.
#[must_use]
pub fn cells(row: &str, separator: u8) -> Vec<Vec<String>> {
    let row = row.strip_prefix('\u{feff}').unwrap_or(row);
    let reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(row.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let rows = reader.into_records().filter_map(Result::ok).map(cells);
    rows.filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty())).collect()
}
