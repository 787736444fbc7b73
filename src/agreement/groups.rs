//! The same figures by question, and by what a column says of the answers or of those who gave them.
//!
//! A group's selection rate is the share of its answers that pass. Where it is under four fifths of the highest group's, that
//! is generally regarded as evidence of adverse impact (Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D,
//! 1978). The comparison is exact. It says little of few answers: under [`FEW`], chance alone can do it.

use super::alpha::Metric;
use super::figures::{Pair, Set};
use super::measure::Measure;
use super::moments::Moments;
use super::{Judged, Settings, machine::By, ratio};
use crate::marks::scale::Scale;
use crate::program::Program;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fewer answers than this are too few to compare rates.
pub const FEW: usize = 30;

/// How the answers to a question agree.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionFigures {
    /// The question's id.
    pub question: String,
    /// Answers with both marks.
    pub answers: usize,
    /// Quadratic weighted kappa.
    pub qwk: Option<f64>,
    /// The share with the same level.
    pub exact: Option<f64>,
    /// The mean mark by people.
    pub human: Option<f64>,
    /// The mean mark by the program.
    pub machine: Option<f64>,
}

impl QuestionFigures {
    /// How much more the program gives than people.
    #[must_use]
    pub fn bias(&self) -> Option<f64> {
        self.machine.zip(self.human).map(|(machine, human)| machine - human)
    }
}

/// What passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// This band, by index from the highest, or a higher one.
    Band(usize),
    /// This level or a higher one.
    Level(usize),
}

/// A column and the groups that its values make.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// By value.
    pub groups: Vec<Group>,
}

/// Answers with one value in a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The value; empty where there is none.
    pub value: String,
    /// Its answers with both marks.
    pub answers: usize,
    /// The mean mark by people.
    pub human: Option<f64>,
    /// The mean mark by the program.
    pub machine: Option<f64>,
    /// The standardised difference, on the group's own human marks.
    pub smd: Option<f64>,
    /// Quadratic weighted kappa.
    pub qwk: Option<f64>,
    /// How many pass by the program.
    pub passed: usize,
    /// How many pass by people's marks, where those say.
    pub passed_human: Option<usize>,
    /// Its rate over the highest group's.
    pub impact: Option<f64>,
    /// Whether that is under four fifths.
    pub adverse: bool,
}

impl Group {
    /// The share that passes by the program.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        ratio(self.passed, self.answers)
    }

    /// The share that passes by people's marks.
    #[must_use]
    pub fn rate_human(&self) -> Option<f64> {
        ratio(self.passed_human?, self.answers)
    }
}

/// By question, in the order of their ids.
#[must_use]
pub fn questions(judged: &[Judged], scale: &Scale, metric: Metric) -> Vec<QuestionFigures> {
    let groups = grouped(judged, |judged| judged.marked.answer.question.clone());
    let figures = |(question, answers): (String, Vec<usize>)| {
        let (figures, means) = of(judged, &answers, scale, metric);
        QuestionFigures {
            question,
            answers: answers.len(),
            qwk: figures[Measure::Qwk as usize],
            exact: figures[Measure::Exact as usize],
            human: means.mean_x(),
            machine: means.mean_y(),
        }
    };
    groups.into_iter().map(figures).collect()
}

/// By the values of the columns that were asked for.
#[must_use]
pub fn columns(judged: &[Judged], program: &Program, scale: &Scale, settings: &Settings) -> Vec<Column> {
    let column = |name: &String| {
        let groups = grouped(judged, |judged| value(judged, name));
        let group = |(value, answers): (String, Vec<usize>)| group(judged, value, &answers, program, scale, settings);
        let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
        compare(&mut groups);
        Column { name: name.clone(), groups }
    };
    settings.columns.iter().map(column).collect()
}

/// What an answer has in a column: a field of it, or of its marks.
fn value(judged: &Judged, name: &str) -> String {
    let answer = &judged.marked.answer;
    match answer.extra.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
        None if name == "candidate" => answer.candidate.clone().unwrap_or_default(),
        None => String::new(),
    }
}

/// Answers with both marks, by a text.
fn grouped(judged: &[Judged], text: impl Fn(&Judged) -> String) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in judged.iter().enumerate().filter(|(_, one)| one.human.is_some()) {
        groups.entry(text(one)).or_default().push(at);
    }
    groups
}

fn of(judged: &[Judged], answers: &[usize], scale: &Scale, metric: Metric) -> (Vec<Option<f64>>, Moments) {
    let mut moments = Moments::default();
    let mut pairs = Vec::with_capacity(answers.len());
    for (answer, &at) in answers.iter().enumerate() {
        let Some(human) = judged[at].human else { continue };
        let machine = judged[at].machine;
        moments.add(1.0, human.value, machine.value);
        pairs.push(Pair { answer, human, machine });
    }
    let figures = Set::new(pairs, scale, metric).figures(&vec![1; answers.len()]);
    (figures, moments)
}

fn group(
    judged: &[Judged],
    value: String,
    answers: &[usize],
    program: &Program,
    scale: &Scale,
    settings: &Settings,
) -> Group {
    let (figures, means) = of(judged, answers, scale, Metric::of(scale));
    let own = || answers.iter().map(|&at| &judged[at]);
    let human_from = match settings.pass {
        Pass::Level(level) => Some(level),
        Pass::Band(band) if settings.by == By::Band => Some(scale.levels.len() - 1 - band),
        Pass::Band(_) => None,
    };
    let by_people = |from| own().filter(|judged| judged.human.is_some_and(|human| human.level >= from)).count();
    Group {
        value,
        answers: answers.len(),
        human: means.mean_x(),
        machine: means.mean_y(),
        smd: means.standardised(),
        qwk: figures[Measure::Qwk as usize],
        passed: own().filter(|judged| passes(judged, program, &settings.pass)).count(),
        passed_human: human_from.map(by_people),
        impact: None,
        adverse: false,
    }
}

/// Whether the program lets an answer pass.
fn passes(judged: &Judged, program: &Program, pass: &Pass) -> bool {
    match *pass {
        Pass::Level(level) => judged.machine.level >= level,
        Pass::Band(band) => {
            let reached = program.bands.iter().position(|known| judged.grade.band.as_ref() == Some(&known.name));
            reached.is_some_and(|reached| reached <= band)
        }
    }
}

/// Each group's rate against the highest.
fn compare(groups: &mut [Group]) {
    let rate = |group: &Group| (group.passed, group.answers);
    let higher = |one: &(usize, usize), other: &(usize, usize)| (one.0 * other.1).cmp(&(other.0 * one.1));
    let Some(highest) = groups.iter().map(rate).max_by(higher).filter(|highest| highest.0 > 0) else { return };
    if groups.len() < 2 {
        return;
    }
    for group in groups {
        let (own, best) = (group.passed * highest.1, highest.0 * group.answers);
        group.impact = ratio(own, best);
        group.adverse = 5 * own < 4 * best;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(passed: usize, answers: usize) -> Group {
        Group {
            value: String::new(),
            answers,
            human: None,
            machine: None,
            smd: None,
            qwk: None,
            passed,
            passed_human: None,
            impact: None,
            adverse: false,
        }
    }

    /// 48 of 80 against 12 of 40, the example of the questions and answers on the guidelines: an impact ratio of 50 %.
    #[test]
    fn rates_are_compared_by_four_fifths() {
        let mut groups = [group(48, 80), group(12, 40), group(24, 50), group(2399, 5000)];
        compare(&mut groups);
        let impacts: Vec<_> = groups.iter().map(|group| (group.impact.unwrap(), group.adverse)).collect();
        assert_eq!(impacts[..3], [(1.0, false), (0.5, true), (0.8, false)]);
        assert!(impacts[3].1);
        let mut none = [group(0, 3), group(0, 4)];
        compare(&mut none);
        assert_eq!(none[0].impact, None);
    }
}
