//! Golden answers: records as `grade` reads them, with what they must get beside them.
//!
//! `{"question": "gil", "answer": "…", "expect": {"band": "strong", "score": [55, 70]}}`, a line each: `expect` has `band`,
//! `score`, or both; a score is a range of two numbers from 0 to 100, which both belong to it. Lines of JSONL →
//! [`read`] → [`Case`]s and [`Mistake`]s. [`change`] says what a failing case gets now, and [`accept`] writes that into the
//! text it came from: only the band and the range that were not met, and no other byte.

use super::{Case, Expected, Outcome};
use crate::decimal::Decimal;
use crate::diagnostic::nearest;
use crate::grade::{Grade, Score};
use crate::intake::Intake;
use crate::rubric::Bank;
use crate::span::Span;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `file:line`.
    pub place: String,
    /// What, in words.
    pub reason: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// The cases in a file of this name, and every mistake in it.
#[must_use]
pub fn read(name: &str, text: &str, bank: &Bank, intake: &Intake<'_>) -> (Vec<Case>, Vec<Mistake>) {
    let (mut cases, mut mistakes) = (Vec::new(), Vec::new());
    for (line, number) in text.split('\n').zip(1..) {
        let Some(taken) = intake.line(name, number, line.as_bytes()) else { continue };
        let answer = taken.answer;
        let expected = match taken.refused {
            Some(reason) => Err(reason),
            None => expected(answer.extra.get("expect"), bank),
        };
        match expected {
            Ok(expected) => cases.push(Case {
                question: answer.question,
                name: if answer.id == number.to_string() { format!("line {number}") } else { answer.id },
                file: name.to_owned(),
                line: number,
                answer: answer.said.text,
                expected,
            }),
            Err(reason) => mistakes.push(Mistake { place: format!("{name}:{number}"), reason }),
        }
    }
    (cases, mistakes)
}

const FORM: &str = "{\"band\": \"strong\"}, {\"score\": [55, 70]} or both";

fn expected(value: Option<&Value>, bank: &Bank) -> Result<Expected, String> {
    let fields = match value {
        None => return Err(format!("no field `expect`; add {FORM}")),
        Some(Value::Object(fields)) if fields.is_empty() => return Err(format!("`expect` is empty; write {FORM}")),
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err(format!("`expect` is no object; write {FORM}")),
    };
    let mut expected = Expected::default();
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("band", Value::String(name)) => expected.band = Some(band(name, bank)?),
            ("band", _) => return Err("`band` in `expect` is not a text".to_owned()),
            ("score", value) => expected.score = Some(range(value)?),
            (other, _) => return Err(format!("`expect` has `band` and `score`, but no `{other}`")),
        }
    }
    Ok(expected)
}

fn band(name: &str, bank: &Bank) -> Result<String, String> {
    let names = || bank.bands.iter().map(|band| band.name.as_str());
    if names().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    Err(match nearest(name, names()) {
        Some(near) => format!("`{name}` is not a band; did you mean `{near}`?"),
        None => {
            let names: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            format!("`{name}` is not a band; the bank's bands are {}", names.join(", "))
        }
    })
}

fn range(value: &Value) -> Result<(Decimal, Decimal), String> {
    let hundred = Decimal::whole(100);
    let number = |value: &Value| {
        let number = value.as_number().and_then(|number| Decimal::parse(&number.to_string()));
        number.filter(|&number| number <= hundred)
    };
    let ends = match value.as_array().map(Vec::as_slice) {
        Some([low, high]) => number(low).zip(number(high)),
        _ => None,
    };
    match ends {
        Some((low, high)) if low <= high => Ok((low, high)),
        Some(_) => Err("the first number of `score` in `expect` is the lower one".to_owned()),
        None => Err("`score` in `expect` is not two numbers from 0 to 100, such as [55, 70]".to_owned()),
    }
}

/// What a failing golden case gets now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The line, from 1.
    pub line: usize,
    /// What to expect from now on.
    pub expected: Expected,
}

/// What to expect from now on of a case that fails; nothing where it passes, or has no band and score.
#[must_use]
pub fn change(outcome: &Outcome) -> Option<Change> {
    if outcome.passed() {
        return None;
    }
    let Outcome { case, grade } = outcome;
    let expected = Expected {
        band: case.expected.band.as_ref().and(grade.band.clone()),
        score: match case.expected.score {
            Some(_) if case.expected.score_met(grade) => case.expected.score,
            Some(_) => grade.score.map(around),
            None => None,
        },
    };
    (expected.met(grade) && usable(grade)).then_some(Change { line: case.line, expected })
}

const fn usable(grade: &Grade) -> bool {
    grade.score.is_some() && grade.band.is_some()
}

/// The narrowest range with one digit after the point that holds a score.
fn around(score: Score) -> (Decimal, Decimal) {
    let tenths = |tenths| Decimal::part(tenths, 10);
    let low = tenths(score.tenths());
    let exact = score.against(low).is_eq();
    (low, if exact { low } else { tenths(score.tenths() + 1) })
}

/// The text with the changes in it; `text` is the one that the cases were read from.
#[must_use]
pub fn accept(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len());
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        match changes.iter().find(|change| change.line == number) {
            Some(change) => out.push_str(&rewritten(line, &change.expected)),
            None => out.push_str(line),
        }
    }
    out
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    expect: Fields<'a>,
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    band: Option<&'a RawValue>,
    #[serde(borrow)]
    score: Option<&'a RawValue>,
}

/// The line with other values in its `expect`.
fn rewritten(line: &str, expected: &Expected) -> String {
    let json = line.trim_start_matches('\u{feff}').trim();
    let Ok(Line { expect }) = serde_json::from_str::<Line<'_>>(json) else { return line.to_owned() };
    let span = |raw: &RawValue| {
        let start = raw.get().as_ptr() as usize - line.as_ptr() as usize;
        Span::new(start, start + raw.get().len())
    };
    let band =
        expect.band.zip(expected.band.as_ref()).map(|(raw, band)| (span(raw), Value::from(band.as_str()).to_string()));
    let score = expect.score.zip(expected.score).filter(|(raw, range)| self::range_of(raw) != Some(*range));
    let score = score.map(|(raw, (low, high))| (span(raw), format!("[{low}, {high}]")));
    let mut edits: Vec<_> = band.into_iter().chain(score).collect();
    edits.sort_by_key(|(span, _)| *span);
    let (mut out, mut at) = (String::new(), 0);
    for (span, text) in edits {
        out.push_str(&line[at..span.start]);
        out.push_str(&text);
        at = span.end;
    }
    out.push_str(&line[at..]);
    out
}

/// A range that is met stays in its own spelling.
fn range_of(raw: &RawValue) -> Option<(Decimal, Decimal)> {
    range(&serde_json::from_str(raw.get()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_not_met_is_rewritten() {
        let text =
            "{\"id\":1 }\r\n {\"expect\" : { \"score\":[ 5.0,10 ], \"band\" :\"weak\"}, \"x\": \"[1]\" }\r\n\n{}";
        let expected = Expected { band: Some("strong".into()), score: Some((Decimal::whole(5), Decimal::whole(10))) };
        let accepted = accept(text, &[Change { line: 2, expected }]);
        assert_eq!(accepted, text.replace("\"weak\"", "\"strong\""));
        let expected =
            Expected { band: Some("weak".into()), score: Some((Decimal::part(623, 10), Decimal::part(624, 10))) };
        let accepted = accept(text, &[Change { line: 2, expected }]);
        assert_eq!(accepted, text.replace("[ 5.0,10 ]", "[62.3, 62.4]"));
    }

    #[test]
    fn the_range_around_a_score_holds_it() {
        let score = |earned, possible| Score { earned: Decimal::whole(earned), possible: Decimal::whole(possible) };
        assert_eq!(around(score(2, 3)), (Decimal::part(666, 10), Decimal::part(667, 10)));
        assert_eq!(around(score(1, 2)), (Decimal::whole(50), Decimal::whole(50)));
    }
}
