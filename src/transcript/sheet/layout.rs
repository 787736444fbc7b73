//! Which columns of a sheet hold what, as its header says.

use super::Columns;
use crate::transcript::html;
use crate::transcript::records::Record;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a column holds, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The answer's id.
    Id,
    /// Who answered.
    Candidate,
    /// A part of their name.
    FirstName,
    /// The other part.
    LastName,
    /// The question's id or wording.
    Question,
    /// The answer.
    Answer,
}

/// What a column of this heading holds, where that is known.
#[must_use]
pub fn role(heading: &str) -> Option<Role> {
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
pub(super) fn heading(cell: &str) -> String {
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

/// The column of this name, or of this number from 1; by index.
///
/// # Errors
/// Why there is none, or which is nearest.
pub fn column(wanted: &str, names: &[String]) -> Result<usize, String> {
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
#[must_use]
pub fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let short = |name: &String| match name.char_indices().nth(40) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    };
    let rest = names.len().saturating_sub(MOST);
    let shown: Vec<_> = names.iter().take(MOST).map(short).collect();
    if rest > 0 { format!("{} and {rest} more", shown.join(", ")) } else { shown.join(", ") }
}
