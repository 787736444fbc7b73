//! Marks and answers → answers with their marks.
//!
//! By id: an answer's id, or `id/question` as sheets and interviews name theirs; where several answers have one id, the
//! question decides. By row: where each row holds its answer too; rows of one answer are put together by question and id.

use super::{CriterionMark, Form, Given, MarkedAnswer, Marks, Refused, Row};
use crate::rubric::{Bank, Question};
use crate::transcript::Answer;
use serde_json::Value;
use std::collections::BTreeMap;

/// What was joined, and what was not.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// Answers that were marked, in the order of the answers.
    pub answers: Vec<MarkedAnswer>,
    /// Ids in rows of marks for which there is no answer.
    pub without_answer: Vec<String>,
    /// Ids of answers that nobody marked.
    pub without_mark: Vec<String>,
    /// Marks that could not be given to an answer.
    pub refused: Vec<Refused>,
}

/// Joins by id. `means` tells which question of the bank an id or a wording means.
#[must_use]
pub fn by_id(marks: &Marks, answers: Vec<Answer>, bank: &Bank, means: &dyn Fn(&str) -> Option<String>) -> Joined {
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        by_id.entry(answer.id.as_str()).or_default().push(at);
    }
    let mut known: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let mut joined = Joined::default();
    let mut rows: Vec<Vec<&Row>> = vec![Vec::new(); answers.len()];
    for row in &marks.rows {
        let question = row.question.as_deref().map(|asked| known.entry(asked).or_insert_with(|| means(asked)).clone());
        let question = question.flatten();
        let named = question.as_ref().map(|question| format!("{}/{question}", row.id));
        let found = by_id.get(row.id.as_str()).or_else(|| by_id.get(named?.as_str())).map_or(&[][..], Vec::as_slice);
        let fits = |at: &&usize| row.question.is_none() || question.as_ref() == Some(&answers[**at].question);
        let found: Vec<usize> = found.iter().filter(fits).copied().collect();
        match found.as_slice() {
            [] => joined.without_answer.push(row.id.clone()),
            [at] => rows[*at].push(row),
            [_, ..] => {
                let reason = match row.question {
                    None => format!("`{}` is the id of {} answers; add a column `question`", row.id, found.len()),
                    Some(_) => format!("`{}` is the id of {} answers to that question", row.id, found.len()),
                };
                joined.refused.push(Refused { place: row.place.clone(), reason });
            }
        }
    }
    for (mut answer, rows) in answers.into_iter().zip(rows) {
        for (name, cell) in rows.iter().flat_map(|row| &row.extra) {
            answer.extra.entry(name).or_insert_with(|| Value::String(cell.clone()));
        }
        give(marks, answer, &rows, bank, &mut joined);
    }
    joined
}

/// Joins row by row: the marks are those of a table of these answers. In the long form the rows of one question and id are
/// one answer, the first.
#[must_use]
pub fn by_row(marks: &Marks, answers: Vec<Answer>, bank: &Bank) -> Joined {
    let mut joined = Joined::default();
    let mut groups: Vec<(Answer, Vec<&Row>)> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (answer, row) in answers.into_iter().zip(&marks.rows) {
        if marks.form == Form::Wide {
            groups.push((answer, vec![row]));
            continue;
        }
        let at = *known.entry((answer.question.clone(), answer.id.clone())).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((answer, vec![row])),
        }
    }
    for (answer, rows) in groups {
        give(marks, answer, &rows, bank, &mut joined);
    }
    joined
}

/// Gives an answer what its rows say.
fn give(marks: &Marks, answer: Answer, rows: &[&Row], bank: &Bank, joined: &mut Joined) {
    let mut levels = vec![None; marks.raters.len()];
    let mut shares: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in rows {
        let mut refuse = |reason| joined.refused.push(Refused { place: row.place.clone(), reason });
        for &(rater, level) in &row.marks {
            match levels[rater] {
                None => levels[rater] = Some(level),
                Some(_) => {
                    refuse(format!("a second mark for `{}` by `{}`; the first counts", answer.id, marks.raters[rater]))
                }
            }
        }
        let Some(question) = bank.question(&answer.question) else { continue };
        for mark in row.criteria.iter().filter(|mark| mark.question.as_ref().is_none_or(|id| *id == question.id)) {
            match share(question, mark) {
                Ok(share) => shares.entry(mark.criterion.clone()).or_default().push(share),
                // A column may be that of another question's criterion.
                Err(_) if marks.form == Form::Wide && question.criteria.iter().all(|own| own.id != mark.criterion) => {}
                Err(reason) => refuse(reason),
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "raters are few")]
    let mean = |shares: Vec<f64>| shares.iter().sum::<f64>() / shares.len() as f64;
    let criteria: BTreeMap<String, f64> = shares.into_iter().map(|(id, shares)| (id, mean(shares))).collect();
    if criteria.is_empty() && levels.iter().all(Option::is_none) {
        joined.without_mark.push(answer.id);
    } else {
        joined.answers.push(MarkedAnswer { answer, marks: levels, criteria });
    }
}

/// The share of a criterion that was met.
fn share(question: &Question, mark: &CriterionMark) -> Result<f64, String> {
    let Some(criterion) = question.criteria.iter().find(|criterion| criterion.id == mark.criterion) else {
        return Err(format!("the question `{}` has no criterion `{}`", question.id, mark.criterion));
    };
    match mark.given {
        Given::Share(share) => Ok(share),
        Given::Points(points) if (0.0..=criterion.points.to_f64()).contains(&points) => {
            Ok(points / criterion.points.to_f64())
        }
        Given::Points(points) => {
            Err(format!("{points} points for the criterion `{}`; expected 0 to {}", criterion.id, criterion.points))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::columns::Named;
    use crate::marks::{read, table};
    use crate::rubric::load::{File, load};
    use crate::transcript::Passage;

    fn bank() -> Bank {
        let question = |id: &str| {
            format!("id: {id}\nquestion: Why {id}?\ncriteria:\n  - {{id: c, title: T, points: 2, strong: [because]}}\n")
        };
        let file = |id: &str| File { name: format!("{id}.yaml"), bytes: question(id).into() };
        load(vec![file("q"), file("r")]).bank
    }

    fn answer(id: &str, question: &str) -> Answer {
        let said = Passage::plain("x");
        Answer { id: id.to_owned(), question: question.to_owned(), said, ..Answer::default() }
    }

    fn shown(joined: &Joined) -> String {
        let one = |marked: &MarkedAnswer| {
            let marks: Vec<_> =
                marked.marks.iter().map(|mark| mark.map_or("-".into(), |mark| mark.to_string())).collect();
            let criteria: String = marked.criteria.iter().map(|(id, share)| format!(" {id}={share}")).collect();
            format!("{}:{} {}{criteria}", marked.answer.question, marked.answer.id, marks.join("/"))
        };
        let answers: Vec<_> = joined.answers.iter().map(one).collect();
        let refused: Vec<_> =
            joined.refused.iter().map(|refused| format!("{} {}", refused.place, refused.reason)).collect();
        format!(
            "{} | {} | {} | {}",
            answers.join(", "),
            joined.without_answer.join(","),
            joined.without_mark.join(","),
            refused.join(",")
        )
    }

    #[track_caller]
    fn check(marks: &str, answers: &[(&str, &str)], expected: &str) {
        let bank = bank();
        let table = table::read("m", marks, None).unwrap();
        let marks = read::read(&table, &Named::default(), None, &bank).unwrap();
        let answers = answers.iter().map(|(id, question)| answer(id, question)).collect();
        let means = |asked: &str| bank.question(asked).map(|question| question.id.clone());
        assert_eq!(shown(&by_id(&marks, answers, &bank, &means)), expected);
    }

    #[test]
    fn marks_find_their_answers_by_id() {
        check("id,mark\na,1\nb,0\n", &[("b", "q"), ("c", "q"), ("a", "r")], "q:b 0, r:a 1 |  | c | ");
        check(
            "id,mark\na,1\nz,0\n",
            &[("a", "q"), ("a", "r")],
            " | z | a,a | m:2 `a` is the id of 2 answers; add a column `question`",
        );
        check("id,question,mark\na,q,1\na,r,0\n", &[("a", "q"), ("a", "r")], "q:a 1, r:a 0 |  |  | ");
        check("id,question,mark\nBo,q,1\nBo,r,0\n", &[("Bo/q", "q"), ("Bo/r", "r")], "q:Bo/q 1, r:Bo/r 0 |  |  | ");
    }

    #[test]
    fn several_rows_can_be_of_one_answer() {
        check("id,rater,mark\na,Bo,1\na,Al,0\nb,Al,1\n", &[("a", "q"), ("b", "q")], "q:a 0/1, q:b 1/- |  |  | ");
        check(
            "id,criterion,mark\na,,3\na,c,1\nb,c,0.5\nb,d,1\nb,,4\n",
            &[("a", "q"), ("b", "q")],
            "q:a 0 c=0.5, q:b 1 c=0.25 |  |  | m:5 the question `q` has no criterion `d`",
        );
        check(
            "id,mark\na,1\na,0\n",
            &[("a", "q")],
            "q:a 1 |  |  | m:3 a second mark for `a` by `mark`; the first counts",
        );
    }

    #[test]
    fn criteria_can_have_columns() {
        check("id,c,r/c\na,yes,1\nb,no,0\n", &[("a", "q"), ("b", "r")], "q:a  c=1, r:b  c=0 |  |  | ");
        check(
            "id,c\na,2\nb,3\n",
            &[("a", "q"), ("b", "q")],
            "q:a  c=1 |  | b | m:3 3 points for the criterion `c`; expected 0 to 2",
        );
    }

    #[test]
    fn rows_with_their_answers_are_joined_in_place() {
        let bank = bank();
        let with = |id: &str, fields: &[(&str, &str)]| {
            let extra = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
            Answer { extra, ..answer(id, "q") }
        };
        let join = |answers: Vec<Answer>| {
            let marks = read::read(&table::of_answers(&answers), &Named::default(), None, &bank).unwrap();
            shown(&by_row(&marks, answers, &bank))
        };
        assert_eq!(join(vec![with("a", &[("mark", "1")]), with("a", &[("mark", "3")])]), "q:a 0, q:a 2 |  |  | ");
        let rated = |rater, mark| with("a", &[("rater", rater), ("mark", mark)]);
        assert_eq!(join(vec![rated("B", "1"), rated("A", "2")]), "q:a 1/0 |  |  | ");
    }
}
