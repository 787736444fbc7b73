//! The scale that marks are on: its levels, lowest first, and the value of each.
//!
//! `0-4`, `0-5/0.5` or labels, lowest first → [`Scale::parse`]; or the marks themselves → [`Scale::of`].
//! A level has at least one spelling, and their values rise. Numbers are their own values; labels are 0, 1, 2, ….

use std::collections::BTreeSet;

/// The levels that a mark can have.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// At least two, lowest first.
    pub levels: Vec<Level>,
    /// What its marks look like.
    pub kind: ScaleKind,
}

/// What marks look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleKind {
    /// Numbers, whose distances count.
    Numbers,
    /// Names, of which only the order counts.
    Labels,
}

/// One level.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What it is called; several labels that count as one are joined by `|`.
    pub name: String,
    /// Where it is on the scale.
    pub value: f64,
}

/// More levels than this are no levels.
const MOST_LEVELS: usize = 10_001;
/// Labels that are listed in a message.
const MOST_LISTED: usize = 12;

/// Labels that need no explanation, lowest first.
const PAIRS: [[&str; 2]; 5] =
    [["no", "yes"], ["false", "true"], ["fail", "pass"], ["incorrect", "correct"], ["wrong", "right"]];

impl Scale {
    /// Reads what the user typed: `0-4`, `0-5/0.5`, or labels, lowest first: `weak,partial,strong`, `a|b,c`.
    ///
    /// # Errors
    /// What is wrong with it, and what to type.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(scale) = range(text) {
            return scale;
        }
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        let spellings: Vec<String> = names.iter().flat_map(|name| name.split('|')).map(folded).collect();
        if names.len() < 2 || spellings.iter().any(String::is_empty) {
            return Err("two numbers such as `0-4` or `0-5/0.5`, or labels, lowest first: `weak,partial,strong`".into());
        }
        let distinct: BTreeSet<&String> = spellings.iter().collect();
        if distinct.len() < spellings.len() {
            return Err("the same label twice".to_owned());
        }
        Ok(Self::labels(names))
    }

    /// The scale of these marks, as they stand in a table. `bands` are the names of the bank's bands, lowest first.
    ///
    /// # Errors
    /// Which labels were found, and what to type.
    pub fn of<'a>(marks: impl IntoIterator<Item = &'a str>, bands: &[String]) -> Result<Self, String> {
        let marks: BTreeSet<&str> = marks.into_iter().map(str::trim).filter(|mark| !mark.is_empty()).collect();
        let numbers: Option<Vec<f64>> = marks.iter().map(|mark| number(mark)).collect();
        if let Some(numbers) = numbers {
            return Self::of_numbers(numbers);
        }
        let folded_marks: BTreeSet<String> = marks.iter().map(|mark| folded(mark)).collect();
        let known = |names: &[String]| folded_marks.iter().all(|mark| names.iter().any(|name| folded(name) == *mark));
        if known(bands) {
            return Ok(Self::labels(bands.to_vec()));
        }
        let pairs = PAIRS.iter().map(|pair| pair.map(str::to_owned).to_vec());
        if let Some(pair) = pairs.into_iter().find(|pair| known(pair)) {
            return Ok(Self::labels(pair));
        }
        let listed: Vec<String> = marks.iter().take(MOST_LISTED).map(|mark| format!("`{mark}`")).collect();
        let more = marks.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Err(format!(
            "the order of the marks {}{more} is not known; type `--scale a,b,c`, lowest first, `a|b` for labels that count \
             as one; or name another column with --mark",
            listed.join(", ")
        ))
    }

    /// All whole numbers from the least to the greatest; of others those that occur.
    fn of_numbers(mut numbers: Vec<f64>) -> Result<Self, String> {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let (Some(&least), Some(&most)) = (numbers.first(), numbers.last()) else {
            return Err("there are no marks".to_owned());
        };
        if least >= most {
            return Err(format!("all marks are {least}; say what the scale is, such as `--scale 0-4`"));
        }
        if numbers.iter().all(|number| number.fract() == 0.0) {
            return stepped(least, most, 1.0);
        }
        if numbers.len() > MOST_LEVELS {
            return Err(format!("there are {} different marks; type a scale, such as `--scale 0-100`", numbers.len()));
        }
        Ok(Self::numbers(numbers))
    }

    fn numbers(values: Vec<f64>) -> Self {
        let level = |value: f64| Level { name: value.to_string(), value };
        Self { levels: values.into_iter().map(level).collect(), kind: ScaleKind::Numbers }
    }

    fn labels(names: Vec<String>) -> Self {
        let values = std::iter::successors(Some(0.0), |value| Some(value + 1.0));
        let levels = names.into_iter().zip(values).map(|(name, value)| Level { name, value }).collect();
        Self { levels, kind: ScaleKind::Labels }
    }

    /// The level that a mark means; `3.0` is `3`, and case does not count.
    #[must_use]
    pub fn level(&self, mark: &str) -> Option<usize> {
        if self.kind == ScaleKind::Numbers {
            let value = number(mark)?;
            return self.levels.iter().position(|level| (level.value - value).abs() < 1e-9);
        }
        let mark = folded(mark);
        self.levels.iter().position(|level| level.name.split('|').any(|name| folded(name) == mark))
    }

    /// The least value.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.levels.first().map_or(0.0, |level| level.value)
    }

    /// The greatest value.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.levels.last().map_or(0.0, |level| level.value)
    }

    /// How far up the scale a value is: 0 at its least, 1 at its greatest.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        (value - self.least()) / (self.most() - self.least())
    }

    /// The value that is so far up the scale, 0 to 1.
    #[must_use]
    pub fn value(&self, share: f64) -> f64 {
        self.least() + share * (self.most() - self.least())
    }

    /// The level nearest to a value; of two as near the higher one.
    #[must_use]
    pub fn nearest(&self, value: f64) -> usize {
        // Sums of decimals miss the middle by a little.
        let above = self.levels.partition_point(|level| level.value < value);
        match (above.checked_sub(1), self.levels.get(above)) {
            (None, _) => 0,
            (Some(below), None) => below,
            (Some(below), Some(upper)) => {
                let nearer_below = value - self.levels[below].value < upper.value - value - 1e-9;
                if nearer_below { below } else { above }
            }
        }
    }

    /// In words, for messages: `0 to 4`, `weak, partial or strong`.
    #[must_use]
    pub fn described(&self) -> String {
        match (self.kind, self.levels.as_slice()) {
            (ScaleKind::Numbers, [first, .., last]) => format!("{} to {}", first.name, last.name),
            (_, levels) => {
                let names: Vec<&str> = levels.iter().map(|level| level.name.as_str()).collect();
                let (last, others) = names.split_last().unwrap_or((&"", &[]));
                format!("{} or {last}", others.join(", "))
            }
        }
    }
}

/// A number as people type it: `3`, `3.0`, `3,5`.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    if !text.chars().all(digits) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.replacen(',', ".", 1).parse().ok()
}

fn folded(label: &str) -> String {
    label.trim().to_lowercase()
}

/// `0-4` and `0-5/0.5`; nothing where it is neither.
fn range(text: &str) -> Option<Result<Scale, String>> {
    let (ends, step) = text.split_once('/').unwrap_or((text, "1"));
    let (least, most) = ends.split_once('-')?;
    let (least, most, step) = (number(least)?, number(most)?, number(step)?);
    Some(stepped(least, most, step))
}

fn stepped(least: f64, most: f64, step: f64) -> Result<Scale, String> {
    let steps = (most - least) / step;
    if !(step > 0.0 && steps > 0.0) {
        return Err(format!(
            "from {least} to {most} in steps of {step} there are no levels; type it as `0-4` or `0-5/0.5`"
        ));
    }
    if (steps - steps.round()).abs() > 1e-9 {
        return Err(format!("steps of {step} from {least} do not lead to {most}"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a small whole number")]
    let count = steps.round().min(1e9) as u32;
    if count as usize >= MOST_LEVELS {
        return Err(format!("more than {MOST_LEVELS} levels from {least} to {most}; type a scale with larger steps"));
    }
    // A sum of decimals is cut to what was meant.
    let value = |at: u32| ((least + f64::from(at) * step) * 1e9).round() / 1e9;
    Ok(Scale::numbers((0..=count).map(value).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(scale: &Scale) -> String {
        scale.levels.iter().map(|level| format!("{}={}", level.name, level.value)).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(Scale::parse(typed).map_or_else(|reason| reason, |scale| names(&scale)), expected);
    }

    #[test]
    fn scales_are_read_as_they_are_typed() {
        check("0-2", "0=0 1=1 2=2");
        check("0-1/0.25", "0=0 0.25=0.25 0.5=0.5 0.75=0.75 1=1");
        check("weak, strong", "weak=0 strong=1");
        check("incorrect|contradictory,correct", "incorrect|contradictory=0 correct=1");
        check("a-b,c", "a-b=0 c=1");
        check("4-0", "from 4 to 0 in steps of 1 there are no levels; type it as `0-4` or `0-5/0.5`");
        check("0-1/0.3", "steps of 0.3 from 0 do not lead to 1");
        check("a,A", "the same label twice");
        check("only", "two numbers such as `0-4` or `0-5/0.5`, or labels, lowest first: `weak,partial,strong`");
        check("0-99999999999", "more than 10001 levels from 0 to 99999999999; type a scale with larger steps");
    }

    #[track_caller]
    fn found(marks: &[&str], expected: &str) {
        let bands = ["weak", "partial", "strong"].map(str::to_owned);
        let scale = Scale::of(marks.iter().copied(), &bands);
        assert!(scale.clone().map_or_else(|reason| reason, |scale| names(&scale)).starts_with(expected), "{scale:?}");
    }

    #[test]
    fn scales_are_found_from_marks() {
        found(&["3", "1.0", ""], "1=1 2=2 3=3");
        found(&["0.5", "2", "1,5"], "0.5=0.5 1.5=1.5 2=2");
        found(&["Strong", "weak"], "weak=0 partial=1 strong=2");
        found(&["Yes", "NO"], "no=0 yes=1");
        found(
            &["good", "bad"],
            "the order of the marks `bad`, `good` is not known; type `--scale a,b,c`, lowest first",
        );
        found(&["2", "2.0"], "all marks are 2;");
        found(&["", " "], "there are no marks");
    }

    #[test]
    fn marks_find_their_level() {
        let scale = Scale::parse("0-2/0.5").unwrap();
        assert_eq!(
            ["1", "1.50", " 0,5", "3", "1.2", "x"].map(|mark| scale.level(mark)),
            [Some(2), Some(3), Some(1), None, None, None]
        );
        assert_eq!([-1.0, 0.24, 0.25, 0.75, 1.1, 9.0].map(|value| scale.nearest(value)), [0, 0, 1, 2, 2, 4]);
        let scale = Scale::parse("no|maybe,yes").unwrap();
        assert_eq!(["Maybe", "yes ", "0"].map(|mark| scale.level(mark)), [Some(0), Some(1), None]);
        assert_eq!(scale.described(), "no|maybe or yes");
        assert_eq!((scale.share(0.5), scale.value(0.5)), (0.5, 0.5));
    }
}
