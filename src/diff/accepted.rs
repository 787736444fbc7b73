//! Changes that are meant: a file of JSON Lines that names them, so that they are shown and do not fail.
//!
//! A line is an answer, with these fields; a change is accepted if all of them are as they stand there.
//!
//! | field | meaning |
//! |---|---|
//! | `question` | the question's id |
//! | `answer` | sixteen hexadecimal digits that name the answer's text, wherever it is kept |
//! | `old`, `new` | points and band under either bank: `7.5/12 strong`; points are exact, where a score's digits are cut off |
//!
//! Lines are sorted, and each stands there once, so that the same changes make the same file.

use super::grades::{Grades, Moved};
use crate::grade::Grade;
use serde::{Deserialize, Serialize};
use sha2::Digest;
use std::collections::BTreeSet;

/// An accepted change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The question's id.
    pub question: String,
    /// Names the answer's text.
    pub answer: String,
    /// Points and band before.
    pub old: String,
    /// Points and band now.
    pub new: String,
}

/// Reads a file of them; a mistake is told with its line.
///
/// # Errors
/// The first line that is no accepted change, and why.
pub fn read(text: &str) -> Result<BTreeSet<Accepted>, String> {
    let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| {
                let reason = error.to_string();
                let reason = reason.split(" at line ").next().unwrap_or_default();
                format!("line {number}: {reason}")
            })
        })
        .collect()
}

/// The file that accepts all that moved.
#[must_use]
pub fn write(grades: &Grades) -> String {
    let all: BTreeSet<_> = grades.moved.iter().map(accepting).collect();
    all.iter().map(|accepted| serde_json::to_string(accepted).expect("texts") + "\n").collect()
}

/// Marks what is accepted; gives the entries that name no change.
#[must_use]
pub fn mark(grades: &mut Grades, accepted: &BTreeSet<Accepted>) -> Vec<Accepted> {
    let mut used = BTreeSet::new();
    for moved in &mut grades.moved {
        let entry = accepting(moved);
        moved.accepted = accepted.contains(&entry);
        used.insert(entry);
    }
    accepted.difference(&used).cloned().collect()
}

fn accepting(moved: &Moved) -> Accepted {
    Accepted {
        question: moved.answer.question.clone(),
        answer: digest(&moved.answer.said.text),
        old: result(&moved.old),
        new: result(&moved.new),
    }
}

fn result(grade: &Grade) -> String {
    let points = grade.score.map(|score| format!("{}/{}", score.earned, score.possible)).unwrap_or_default();
    format!("{points} {}", grade.band.as_deref().unwrap_or_default())
}

/// Names a text, whatever white space stands around its words.
fn digest(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    sha2::Sha256::digest(words).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
