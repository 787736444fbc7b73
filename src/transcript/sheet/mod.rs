//! Spreadsheets as CSV or TSV: a row an answer, or a row a person with a column a question.
//!
//! Lines → [`Splitter`] → rows of cells → [`Layout`], found from the header → [`Record`](super::records::Record)s, as from JSONL.
//!
//! A header names its columns by what forms and learning platforms call them (Google Forms, Typeform, Moodle, Canvas,
//! Qualtrics), or the user names them, by name or by number. Where no column is called `answer` or the like, each column
//! whose header means a question holds its answers; where headers come in pairs (`Question 1`, `Response 1`), each
//! pair is an answer. Other columns are carried through.

mod layout;
mod rows;
pub mod workbook;

pub use layout::{Asked, Layout, Role, Slot, column, listed, role};
pub use rows::{Row, Splitter, cells};

use layout::heading;

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
