//! Marks and answers, read and joined, for the commands that compare grades with what people gave.

use super::args::{Args, marked};
use super::inputs::{self, Event};
use super::{Ending, say, unusable};
use crate::decode;
use crate::diff::change::counted;
use crate::intake::{RepeatedIds, Taken};
use crate::marks::columns::Named;
use crate::marks::join::{self, Joined};
use crate::marks::scale::Scale;
use crate::marks::table::{self, Table};
use crate::marks::{MarkedAnswer, Marks, Refused, read as read_marks};
use crate::rubric::Bank;
use crate::transcript::Answer;
use crate::transcript::sheet::workbook;
use crate::wordings::Wordings;
use std::path::{Path, PathBuf};

/// Answers with their marks.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) scale: Scale,
    /// Who marked, in the order of each answer's marks.
    pub(super) raters: Vec<String>,
    /// At least one.
    pub(super) answers: Vec<MarkedAnswer>,
    pub(super) left_out: LeftOut,
}

/// What could not be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Answers that could not be read, or whose question is not in the bank.
    pub(super) answers: usize,
    /// Marks that are not on the scale, or that could not be given to one answer.
    pub(super) marks: usize,
    /// Rows of marks without an answer.
    pub(super) without_answer: usize,
    /// Answers that nobody marked.
    pub(super) without_mark: usize,
}

impl LeftOut {
    /// Whether something was there that could not be used.
    pub(super) const fn is_incomplete(self) -> bool {
        self.answers > 0 || self.marks > 0
    }
}

/// So many are named of what was left out.
const MOST_NAMED: usize = 5;

/// Reads marks and answers and joins them; says what was joined and what was not.
pub(super) fn read(args: &Args, options: &marked::Marked, bank: &Bank, wordings: &Wordings) -> Result<Marked, Ending> {
    let reading = &options.reading;
    if let Some(id) = reading.question.iter().chain(&reading.questions).find(|id| bank.question(id).is_none()) {
        return Err(unusable(super::grade::unknown_question(bank, id)));
    }
    let Found { marks, joined, unread } = if options.answers.is_empty() {
        together(args, options, bank, wordings)
    } else {
        apart(args, options, bank, wordings)
    }?;
    let refused: Vec<Refused> = marks.refused.into_iter().chain(joined.refused).collect();
    tell(&refused);
    let left_out = LeftOut {
        answers: unread,
        marks: refused.len(),
        without_answer: joined.without_answer.len(),
        without_mark: joined.without_mark.len(),
    };
    if !args.quiet {
        summary(&joined.answers, &marks.raters, unread);
        named_few("marks without an answer", &joined.without_answer);
        named_few("answers without a mark", &joined.without_mark);
    }
    Ok(Marked { scale: marks.scale, raters: marks.raters, answers: joined.answers, left_out })
}

/// Marks, what they were joined to, and how many answers could not be read.
struct Found {
    marks: Marks,
    joined: Joined,
    unread: usize,
}

/// Answers and marks of one file, row by row.
fn together(args: &Args, options: &marked::Marked, bank: &Bank, wordings: &Wordings) -> Result<Found, Ending> {
    let (answers, unread) = answers(args, options, std::slice::from_ref(&options.marks), wordings);
    if answers.is_empty() {
        return Err(unusable("there are no answers to compare with; name the files with the answers with --answers"));
    }
    if let Some(reason) = several_in_a_row(&answers) {
        return Err(unusable(reason));
    }
    // The reader of answers took id and question out of these already.
    let named = Named { id: None, question: None, ..named(options) };
    let marks = marks_of(options, &table::of_answers(&answers), &named, bank)?;
    let joined = join::by_row(&marks, answers, bank);
    if joined.answers.is_empty() {
        return Err(unusable("no answer has a mark"));
    }
    Ok(Found { marks, joined, unread })
}

/// Marks of one file, joined by id to answers of others.
fn apart(args: &Args, options: &marked::Marked, bank: &Bank, wordings: &Wordings) -> Result<Found, Ending> {
    let files = inputs::expand(&options.answers).map_err(unusable)?;
    // Marks that cannot be read are known before thousands of answers are.
    let table = table_of(&options.marks, options.reading.delimiter).map_err(unusable)?;
    let marks = marks_of(options, &table, &named(options), bank)?;
    let (answers, unread) = answers(args, options, &files, wordings);
    let Some(first) = answers.first().map(|answer| answer.id.clone()) else {
        return Err(unusable("there are no answers to compare with"));
    };
    let means = |asked: &str| wordings.id(asked).map(str::to_owned).or_else(|| Some(wordings.meant(asked)?.question));
    let joined = join::by_id(&marks, answers, bank, &means);
    if joined.answers.is_empty() {
        tell(&marks.refused);
        return Err(unusable(nothing_joined(&marks, &joined, &first)));
    }
    Ok(Found { marks, joined, unread })
}

fn marks_of(options: &marked::Marked, table: &Table, named: &Named, bank: &Bank) -> Result<Marks, Ending> {
    let marks = read_marks::read(table, named, options.scale.as_ref(), bank);
    marks.map_err(|reason| unusable(format!("{}: {reason}", options.marks.display())))
}

/// The table of a file: a workbook, or a text.
pub(super) fn table_of(path: &Path, separator: Option<u8>) -> Result<Table, String> {
    let name = path.display().to_string();
    let bytes = inputs::all_bytes(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
    if workbook::is_one(&bytes) {
        let csv = workbook::to_csv(bytes).map_err(|reason| format!("{name}: {reason}"))?;
        return table::read(&name, &csv, Some(b','));
    }
    if let Some((kind, help)) = decode::no_text(&bytes) {
        return Err(format!("{name} looks like {kind}, not text; {help}"));
    }
    table::read(&name, &decode::decode(bytes).text, separator)
}

fn named(options: &marked::Marked) -> Named {
    Named {
        id: options.reading.id_column.clone(),
        question: options.reading.question_column.clone(),
        marks: options.mark.clone(),
        rater: options.rater_column.clone(),
        criterion: options.criterion_column.clone(),
    }
}

/// The answers of the files, and how many could not be taken.
fn answers(args: &Args, options: &marked::Marked, files: &[PathBuf], wordings: &Wordings) -> (Vec<Answer>, usize) {
    let reading = inputs::reading(&options.reading, wordings, RepeatedIds::Kept);
    let (mut answers, mut refused) = (Vec::new(), 0);
    let mut take = |event| {
        match event {
            Event::Taken(taken) => match *taken {
                Taken { answer, refused: Some(reason) } => {
                    refused += 1;
                    if refused <= MOST_NAMED {
                        say(format_args!("{}: {reason}", answer.source));
                    }
                }
                Taken { answer, refused: None } => answers.push(answer),
            },
            Event::Said(said) if !args.quiet => say(said),
            Event::Said(_) | Event::Pause | Event::Bytes(_) => {}
        }
        Ok(())
    };
    for file in files {
        // What takes the events never stops.
        let _ = inputs::read(file, &reading, &mut take);
    }
    if refused > MOST_NAMED {
        say(format_args!("and {} more answers were left out", refused - MOST_NAMED));
    }
    // A file in which nothing stands is an answer of nothing to no question.
    answers.retain(|answer| !answer.question.is_empty());
    (answers, refused)
}

/// Why marks cannot be told apart, where a row holds the answers to several questions.
fn several_in_a_row(answers: &[Answer]) -> Option<String> {
    let is_one_row = |pair: &[Answer]| {
        let [one, next] = pair else { return false };
        one.source == next.source && next.id.ends_with(&format!("/{}", next.question))
    };
    let pair = answers.windows(2).find(|pair| is_one_row(pair))?;
    Some(format!(
        "{} holds several answers, so it is not known which its mark is for; give marks a row an answer in a file of their \
         own, with columns `id` and `question`, and name this file with --answers",
        pair[1].source
    ))
}

fn nothing_joined(marks: &Marks, joined: &Joined, answer: &str) -> String {
    match (joined.without_answer.first(), joined.refused.first()) {
        _ if marks.rows.iter().all(|row| row.id.is_empty()) => {
            "the marks have no column with ids; name it with --id-column".to_owned()
        }
        (Some(mark), _) => format!(
            "no mark could be joined to an answer: an id of the marks is `{mark}`, one of the answers `{answer}`; name the \
             columns with --id-column and --question-column"
        ),
        (None, Some(refused)) => format!("no mark could be joined to an answer: {}", refused.reason),
        (None, None) => "no answer has a mark".to_owned(),
    }
}

fn tell(refused: &[Refused]) {
    for Refused { place, reason } in refused.iter().take(MOST_NAMED) {
        say(format_args!("{place}: {reason}"));
    }
    if refused.len() > MOST_NAMED {
        say(format_args!("and {} more marks were left out", refused.len() - MOST_NAMED));
    }
}

fn summary(answers: &[MarkedAnswer], raters: &[String], refused: usize) {
    let whole: usize = answers.iter().map(|answer| answer.marks.iter().flatten().count()).sum();
    let criteria: usize = answers.iter().map(|answer| answer.criteria.len()).sum();
    let of = if raters.len() > 1 { format!(" of {} raters", raters.len()) } else { String::new() };
    let mut parts = vec![format!("{} with {}{of}", counted(answers.len(), "answer"), counted(whole, "mark"))];
    if criteria > 0 {
        parts.push(format!("{} for criteria", counted(criteria, "mark")));
    }
    if refused > 0 {
        parts.push(format!("{} left out", counted(refused, "answer")));
    }
    say(parts.join(", "));
}

fn named_few(what: &str, ids: &[String]) {
    if ids.is_empty() {
        return;
    }
    let shown: Vec<String> = ids.iter().take(MOST_NAMED).map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > MOST_NAMED { ", \u{2026}" } else { "" };
    say(format_args!("{what}: {} ({}{more})", ids.len(), shown.join(", ")));
}
