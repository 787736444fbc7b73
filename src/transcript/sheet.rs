//! Spreadsheets as CSV or TSV: a row an answer, or a row a person with a column a question.
//!
//! Lines → [`Splitter`] → rows of cells → [`Layout`], found from the header → [`Record`]s, as from JSONL.
//!
//! A header names its columns by what forms and learning platforms call them (Google Forms, Typeform, Moodle, Canvas,
//! Qualtrics), or the user names them, by name or by number. Where no column is called `answer` or the like, each column
//! whose header means a question holds its answers; where headers come in pairs (`Question 1`, `Response 1`), each
//! pair is an answer. Other columns are carried through.

use super::html;
use super::records::Record;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Which columns the user named, by header or by number from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The answer's id.
    pub id: Option<String>,
    /// Who answered.
    pub candidate: Option<String>,
    /// The question's id or wording.
    pub question: Option<String>,
    /// The answer.
    pub answer: Option<String>,
}

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

/// What separates the cells, as the first line tells: `sep=;` says so, else what stands most often outside of quotes.
#[must_use]
pub fn separator(head: &str) -> u8 {
    let line = first_line(head);
    if let Some(named) = declared_separator(line) {
        return named;
    }
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b',', 0), (b';', 0), (b'|', 0)];
    for byte in head.bytes() {
        if byte == b'\n' && !quoted {
            break;
        }
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(separator, _)| !quoted && *separator == byte).for_each(|(_, count)| *count += 1);
    }
    // Of several that stand there as often the first.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
        .map_or(b',', |&(separator, _)| separator)
}

/// The separator that a line `sep=;` names.
#[must_use]
pub fn declared_separator(line: &str) -> Option<u8> {
    let line = line.trim_start_matches('\u{feff}').trim_matches(['"', '\r', '\n']);
    let named = line.strip_prefix("sep=")?;
    (named.len() == 1).then(|| named.as_bytes()[0])
}

fn first_line(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default()
}

/// Whether a text looks like a sheet: its first line has several cells, one of which names what a column of answers
/// has beside it.
#[must_use]
pub fn is_sheet(head: &str) -> bool {
    let line = first_line(head);
    if declared_separator(line).is_some() {
        return true;
    }
    let header = cells(line, separator(head)).into_iter().next().unwrap_or_default();
    let roles = header.iter().filter_map(|cell| role(&heading(cell))).count();
    header.len() > 1 && roles > 0 && header.iter().all(|cell| cell.chars().count() <= 400)
}

/// What a column holds, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Id,
    Candidate,
    FirstName,
    LastName,
    Question,
    Answer,
}

fn role(heading: &str) -> Option<Role> {
    let heading = heading.to_lowercase().replace(['_', '-'], " ");
    // As forms ask for it: "First up, what's your name?"
    let asked = heading.trim_end_matches(['?', '*', ':', ' ']);
    if ["your name", "your full name", "your email", "your email address"].iter().any(|name| asked.ends_with(name)) {
        return Some(Role::Candidate);
    }
    Some(match heading.as_str() {
        "id" | "#" | "answer id" | "response id" | "responseid" | "submission id" | "respondent id" | "record id" => {
            Role::Id
        }
        "candidate" | "name" | "full name" | "student" | "student name" | "participant" | "respondent"
        | "applicant" | "candidate name" | "email" | "email address" | "e mail" | "username" | "user name"
        | "sis id" => Role::Candidate,
        "first name" | "firstname" | "given name" | "recipientfirstname" => Role::FirstName,
        "last name" | "lastname" | "surname" | "family name" | "recipientlastname" => Role::LastName,
        "question" | "question id" | "questionid" | "question text" | "prompt" | "item" => Role::Question,
        "answer" | "response" | "answer text" | "response text" | "reply" | "transcript" => Role::Answer,
        _ => return None,
    })
}

/// A header as a person reads it: without tags, and without the number that Canvas puts before a question.
fn heading(cell: &str) -> String {
    let text = html::text(cell);
    let text = match text.split_once(": ") {
        Some((number, rest)) if number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => &text,
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number that `Response 3` and `Question 3` end with.
fn numbered<'a>(heading: &'a str, names: &[&str]) -> Option<&'a str> {
    let (name, number) = heading.rsplit_once(' ')?;
    let known = names.iter().any(|known| name.eq_ignore_ascii_case(known));
    (known && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// Where a row has its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the id.
    id: Option<usize>,
    /// Columns that together name the candidate.
    candidate: Vec<usize>,
    /// The answers in a row.
    pub slots: Vec<Slot>,
    /// The other columns, with unique names.
    extra: Vec<(usize, String)>,
    /// How many cells a row has.
    width: usize,
    /// What the columns are called.
    pub headings: Vec<String>,
}

/// A place for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The column with the answer.
    pub answer: usize,
    /// What it answers.
    pub asked: Asked,
}

/// How a slot tells its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is this one, by id.
    Question(String),
    /// The cell of this column says.
    Column(usize),
    /// Nothing does.
    Unsaid,
}

impl Layout {
    /// Finds the layout of a sheet. `headers` are its header rows: one, or the three of Qualtrics, of which the second has
    /// the wordings. `means` tells which question a heading means; `order` names the questions of numbered columns.
    ///
    /// # Errors
    /// A sentence, where a named column is missing or no column holds answers.
    pub fn new(
        headers: &[Vec<String>],
        columns: &Columns,
        means: impl Fn(&str) -> Option<String>,
        order: &[String],
    ) -> Result<Self, String> {
        let names: Vec<String> = headers[0].iter().map(|cell| heading(cell)).collect();
        // The rows of headers may differ in length; the first one's is the sheet's.
        let wording = |at: usize| headers.get(1).and_then(|wordings| wordings.get(at)).map(|cell| heading(cell));
        let headings: Vec<String> =
            (0..names.len()).map(|at| wording(at).unwrap_or_else(|| names[at].clone())).collect();
        let named = |wanted: &Option<String>| wanted.as_deref().map(|wanted| column(wanted, &names)).transpose();
        let with_role = |wanted: Role| {
            let by_name = names.iter().position(|name| role(name) == Some(wanted));
            by_name.or_else(|| headings.iter().position(|name| role(name) == Some(wanted)))
        };
        let id = named(&columns.id)?.or_else(|| with_role(Role::Id));
        let answer = named(&columns.answer)?.or_else(|| with_role(Role::Answer));
        let question = named(&columns.question)?.or_else(|| with_role(Role::Question));
        let candidate = match named(&columns.candidate)? {
            Some(column) => vec![column],
            None => match (with_role(Role::FirstName), with_role(Role::LastName)) {
                (Some(first), Some(last)) => vec![first, last],
                _ => with_role(Role::Candidate).into_iter().collect(),
            },
        };
        let slots = match answer {
            Some(answer) => {
                vec![Slot { answer, asked: question.map_or(Asked::Unsaid, Asked::Column) }]
            }
            None => slots(&headings, &means, order)?,
        };
        if slots.is_empty() {
            return Err(format!(
                "no column holds answers; the columns are {}; name one with --answer-column, or the questions of \
                 numbered columns with --questions",
                listed(&headings)
            ));
        }
        let mut used: BTreeSet<usize> = candidate.iter().copied().chain(id).collect();
        for slot in &slots {
            used.insert(slot.answer);
            used.extend(match slot.asked {
                Asked::Column(column) => Some(column),
                _ => None,
            });
        }
        let mut seen = BTreeSet::new();
        let mut unique = |name: &str| {
            let name = if name.is_empty() { "column" } else { name };
            let mut numbered = (1..).map(|n: usize| if n == 1 { name.to_owned() } else { format!("{name} ({n})") });
            numbered.find(|name| seen.insert(name.clone())).unwrap_or_default()
        };
        let extra = (0..names.len()).filter(|at| !used.contains(at)).map(|at| (at, unique(&names[at]))).collect();
        Ok(Self { id, candidate, slots, extra, width: names.len(), headings })
    }

    /// The headings of the columns that are carried through and look like questions.
    pub fn unmatched(&self) -> impl Iterator<Item = &str> {
        let asks = |heading: &&str| heading.contains('?') || heading.split(' ').count() > 4;
        self.extra.iter().map(|(at, _)| self.headings[*at].as_str()).filter(asks)
    }

    /// The answers of a row.
    ///
    /// # Errors
    /// How the row differs from the header.
    pub fn records(&self, cells: &[String], line: usize) -> Result<Vec<Record>, String> {
        let over = cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty());
        if cells.len() < self.width || over {
            return Err(format!("the row has {} cells, the header {}", cells.len(), self.width));
        }
        let filled = |at: usize| Some(cells[at].trim().to_owned()).filter(|text| !text.is_empty());
        let names: Vec<String> = self.candidate.iter().filter_map(|&at| filled(at)).collect();
        let candidate = Some(names.join(" ")).filter(|name| !name.is_empty());
        let id = self.id.and_then(filled).or_else(|| if self.slots.len() > 1 { candidate.clone() } else { None });
        let id = id.unwrap_or_else(|| line.to_string());
        let extra: Map<String, Value> =
            self.extra.iter().map(|(at, name)| (name.clone(), Value::String(cells[*at].clone()))).collect();
        let record = |slot: &Slot| {
            let question = match &slot.asked {
                Asked::Question(id) => Some(id.clone()),
                Asked::Column(column) => {
                    filled(*column).map(|cell| if html::is_fragment(&cell) { html::text(&cell) } else { cell })
                }
                Asked::Unsaid => None,
            };
            let id = match (&slot.asked, &question) {
                _ if self.slots.len() == 1 => id.clone(),
                (Asked::Question(question), _) => format!("{id}/{question}"),
                _ => format!("{id}/{}", self.headings[slot.answer]),
            };
            let cell = &cells[slot.answer];
            let answer = if html::is_fragment(cell) { html::text(cell) } else { cell.clone() };
            Record { id: Some(id), candidate: candidate.clone(), question, answer, extra: extra.clone() }
        };
        Ok(self.slots.iter().map(record).collect())
    }
}

/// Columns that hold answers, where none is called so.
fn slots(headings: &[String], means: &impl Fn(&str) -> Option<String>, order: &[String]) -> Result<Vec<Slot>, String> {
    const ANSWERS: &[&str] = &["response", "answer"];
    let answers: Vec<(usize, &str)> =
        headings.iter().enumerate().filter_map(|(at, heading)| Some((at, numbered(heading, ANSWERS)?))).collect();
    if !order.is_empty() {
        let columns: Vec<usize> = if answers.is_empty() {
            let is_numbered = |heading: &str| {
                heading.len() > 1
                    && heading.starts_with(['Q', 'q'])
                    && heading[1..].bytes().all(|byte| byte.is_ascii_digit())
            };
            (0..headings.len()).filter(|&at| is_numbered(&headings[at])).collect()
        } else {
            answers.iter().map(|&(at, _)| at).collect()
        };
        if columns.len() != order.len() {
            return Err(format!(
                "{} questions were named, but {} columns are numbered (`Response 1`, `Answer 1`, `Q1`, …); the columns are {}",
                order.len(),
                columns.len(),
                listed(headings)
            ));
        }
        let slot = |(answer, question): (usize, &String)| Slot { answer, asked: Asked::Question(question.clone()) };
        return Ok(columns.into_iter().zip(order).map(slot).collect());
    }
    let question = |number: &str| headings.iter().position(|heading| numbered(heading, &["question"]) == Some(number));
    let pairs: Vec<Slot> = answers
        .iter()
        .filter_map(|&(answer, number)| Some(Slot { answer, asked: Asked::Column(question(number)?) }))
        .collect();
    if !pairs.is_empty() {
        return Ok(pairs);
    }
    let mut taken = BTreeSet::new();
    let found = headings.iter().enumerate().filter(|(_, heading)| role(heading).is_none());
    let found = found.filter_map(|(at, heading)| means(heading).map(|question| (at, question)));
    // A question that two columns seem to mean is the first one's.
    Ok(found
        .filter(|(_, question)| taken.insert(question.clone()))
        .map(|(answer, question)| Slot { answer, asked: Asked::Question(question) })
        .collect())
}

/// The column of this name, or of this number.
fn column(wanted: &str, names: &[String]) -> Result<usize, String> {
    let same = |name: &&String| name.eq_ignore_ascii_case(wanted.trim());
    let mut found = names.iter().enumerate().filter(|(_, name)| same(name));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => return Ok(at),
        (Some(_), Some(_)) => {
            return Err(format!("several columns are called `{wanted}`; name it by its number, from 1"));
        }
        _ => {}
    }
    match wanted.trim().parse::<usize>() {
        Ok(number) if (1..=names.len()).contains(&number) => Ok(number - 1),
        _ => Err(match crate::diagnostic::nearest(wanted, names.iter().map(String::as_str)) {
            Some(near) => format!("no column is called `{wanted}`; did you mean `{near}`?"),
            None => format!("no column is called `{wanted}`; the columns are {}", listed(names)),
        }),
    }
}

/// Names in back-ticks; long ones cut, many counted.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let short = |name: &String| match name.char_indices().nth(40) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    };
    let rest = names.len().saturating_sub(MOST);
    let shown: Vec<_> = names.iter().take(MOST).map(short).collect();
    if rest > 0 { format!("{} and {rest} more", shown.join(", ")) } else { shown.join(", ") }
}

/// Whether a row is the third header of Qualtrics, which names the columns to its import.
#[must_use]
pub fn is_import_header(cells: &[String]) -> bool {
    cells.iter().any(|cell| cell.trim_start().starts_with("{\"ImportId\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: u8) -> (Vec<(usize, Vec<String>)>, Option<usize>) {
        let mut splitter = Splitter::new(separator);
        let mut all = Vec::new();
        for line in text.as_bytes().split_inclusive(|&byte| byte == b'\n') {
            if let Some(row) = splitter.line(line) {
                let text = String::from_utf8(row.bytes).unwrap();
                all.extend(cells(&text, separator).into_iter().map(|cells| (row.line, cells)));
            }
        }
        (all, splitter.unclosed())
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_become_rows() {
        let (all, unclosed) = rows("\u{feff}\"a\",b\r\n1,\"two\r\n\"\"lines\"\"\"\r\n\r\n5\" pipe,x\n", b',');
        assert_eq!(all, [row(1, &["a", "b"]), row(2, &["1", "two\r\n\"lines\""]), row(5, &["5\" pipe", "x"])]);
        assert_eq!(unclosed, None);
        let (all, unclosed) = rows("a,b\n1,2\n3,\"open\n4,5\n", b',');
        assert_eq!((all.len(), unclosed), (2, Some(3)));
        assert_eq!(rows("a\tb\r1\t2\r", b'\t').0, [row(1, &["a", "b"]), row(1, &["1", "2"])]);
    }

    #[test]
    fn separators_are_seen() {
        for (head, expected) in [
            ("id;answer\n", b';'),
            ("id\tanswer, long\n", b'\t'),
            ("id,answer\n", b','),
            ("sep=|\nid|answer\n", b'|'),
            ("\"a;b;c\",answer\n", b','),
            ("answer\n", b','),
        ] {
            assert_eq!(separator(head), expected, "{head}");
        }
    }

    /// Slots as `column=question`, or the reason why there are none.
    #[track_caller]
    fn check(header: &str, order: &[&str], expected: &str) {
        let header = cells(header, b',').remove(0);
        let means =
            |heading: &str| heading.strip_prefix("What is the ").map(|rest| rest.trim_end_matches('?').to_owned());
        let order: Vec<String> = order.iter().map(ToString::to_string).collect();
        let layout = Layout::new(&[header], &Columns::default(), means, &order);
        let slot = |slot: &Slot| match &slot.asked {
            Asked::Question(question) => format!("{}={question}", slot.answer),
            Asked::Column(column) => format!("{}={column}", slot.answer),
            Asked::Unsaid => format!("{}=?", slot.answer),
        };
        let shown = layout.map(|layout| layout.slots.iter().map(slot).collect::<Vec<_>>().join(" "));
        assert_eq!(shown.unwrap_or_else(|reason| reason), expected);
    }

    #[test]
    fn layouts_of_forms_and_platforms() {
        check("id,question,answer", &[], "2=1");
        check("Response ID,Answer", &[], "1=?");
        check("Timestamp,Email Address,What is the gil?,Comments,What is the lock?", &[], "2=gil 4=lock");
        check(
            "name,id,submitted,\"1234567: <p>What is the&nbsp;gil?</p>\n\",1.0,\"1234568: What is the lock?\",1.0",
            &[],
            "3=gil 5=lock",
        );
        check("Last name,First name,Question 1,Response 1,Question 2,Response 2", &[], "3=2 5=4");
        check("#,\"Hi, what's your name?\",What is the gil?", &[], "2=gil");
        check("Last name,Response 1,Response 2", &["gil", "lock"], "1=gil 2=lock");
        check("name,Q1,Q2", &["gil", "lock"], "1=gil 2=lock");
        check(
            "name,Q1",
            &["gil", "lock"],
            "2 questions were named, but 1 columns are numbered (`Response 1`, `Answer 1`, `Q1`, …); the columns are `name`, `Q1`",
        );
        check(
            "a,b",
            &[],
            "no column holds answers; the columns are `a`, `b`; name one with --answer-column, or the questions of numbered columns with --questions",
        );
    }

    #[test]
    fn rows_of_headers_may_differ_in_length() {
        let means = |heading: &str| heading.strip_prefix("What is the ").map(str::to_owned);
        let layout = |rows: &str| Layout::new(&cells(rows, b','), &Columns::default(), means, &[]);
        let short = layout("name,Q1,Q2\nName,What is the gil\n").unwrap();
        assert_eq!((short.headings.len(), short.slots.len(), short.unmatched().count()), (3, 1, 0));
        let row = |text: &str| cells(text, b',').remove(0);
        assert_eq!(short.records(&row("Bo,A lock,x"), 4).unwrap()[0].answer, "A lock");
        assert!(layout("name\nName,What is the gil\n").unwrap_err().starts_with("no column holds answers"));
    }

    #[test]
    fn columns_can_be_named() {
        let names = ["One".to_owned(), "Two".to_owned(), "two".to_owned()];
        assert_eq!(column("one", &names), Ok(0));
        assert_eq!(column("3", &names), Ok(2));
        assert!(column("two", &names).unwrap_err().contains("several columns"));
        assert!(column("Onne", &names).unwrap_err().contains("did you mean `One`?"));
        assert!(column("9", &names).unwrap_err().contains("the columns are `One`"));
    }

    #[test]
    fn rows_become_records() {
        let header = vec![cells("First name,Last name,What is the gil?,1.0,What is the lock?,1.0", b',').remove(0)];
        let means =
            |heading: &str| heading.strip_prefix("What is the ").map(|rest| rest.trim_end_matches('?').to_owned());
        let layout = Layout::new(&header, &Columns::default(), means, &[]).unwrap();
        let row = |text: &str| layout.records(&cells(text, b',')[0], 7);
        let records = row("Bo,Lee,<p>A lock</p>,1,,0").unwrap();
        assert_eq!((records[0].id.as_deref(), records[0].answer.as_str()), (Some("Bo Lee/gil"), "A lock"));
        assert_eq!((records[1].candidate.as_deref(), records[1].answer.as_str()), (Some("Bo Lee"), ""));
        assert_eq!(serde_json::to_string(&records[0].extra).unwrap(), "{\"1.0\":\"1\",\"1.0 (2)\":\"0\"}");
        assert_eq!(row("Bo,Lee,x").unwrap_err(), "the row has 3 cells, the header 6");
        assert!(row("Bo,Lee,x,1,y,0,,").is_ok() && row("Bo,Lee,x,1,y,0,z").is_err());
    }
}
