//! The tables that all formats for people show, in their order.

use super::{Cell, Section, interval, number};
use crate::agreement::groups::{Column, FEW, Group, Pass, QuestionFigures};
use crate::agreement::measure::Measure;
use crate::agreement::signals::SignalFigures;
use crate::agreement::{Agreement, Compared, MOST_LEVELS, criteria::CriterionFigures};
use crate::report::Rubrics;
use crate::report::quote::quote;
use std::cmp::Ordering;

/// All tables; of long ones at most so many rows.
pub(super) fn all<'a>(agreement: &'a Agreement<'_>, rubrics: Rubrics<'_>, most: usize) -> Vec<Section<'a>> {
    let mut sections = vec![measures(agreement)];
    sections.extend(levels(agreement));
    sections.extend(confusion(agreement));
    sections.extend(agreement.columns.iter().map(|column| groups(column, agreement, rubrics, most)));
    sections.push(questions(agreement, most));
    sections.extend(marked_criteria(agreement, most));
    sections.extend(other_criteria(agreement, most));
    sections.extend(signals(agreement, most));
    sections
}

fn text(text: impl Into<String>) -> Cell<'static> {
    Cell::Text(text.into())
}

fn figure(value: Option<f64>, digits: usize) -> Cell<'static> {
    Cell::Number(number(value, digits))
}

fn count(count: usize) -> Cell<'static> {
    Cell::Number(count.to_string())
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn measures(agreement: &Agreement<'_>) -> Section<'static> {
    let mut names = header(&["", "program", "95 %"]);
    if agreement.people.is_some() {
        names.extend(header(&["people", "95 %"]));
    }
    names.push("length".to_owned());
    let cells = |compared: &Compared, measure| {
        let estimate = compared.get(measure);
        [figure(estimate.value, 3), Cell::Number(interval(estimate))]
    };
    let row = |measure: Measure| {
        let mut row = vec![text(measure.title())];
        row.extend(cells(&agreement.program, measure));
        row.extend(agreement.people.iter().flat_map(|people| cells(people, measure)));
        row.push(figure(agreement.length.get(measure).value, 3));
        row
    };
    let people = match &agreement.people {
        Some(people) => {
            format!("People: the mean over all pairs of raters, on {} answers that several marked. ", people.answers)
        }
        None => String::new(),
    };
    let note = format!("{people}Length: the marks that the number of words best predicts, fitted on these answers.");
    Section {
        title: "Agreement",
        note: Some(note),
        header: names,
        rows: Measure::ALL.into_iter().map(row).collect(),
        left_out: 0,
    }
}

fn levels(agreement: &Agreement<'_>) -> Option<Section<'static>> {
    let levels = agreement.scale.levels.iter().zip(&agreement.levels);
    let rows: Vec<_> = levels
        .map(|(level, figures)| {
            vec![
                text(level.name.clone()),
                count(figures.human),
                count(figures.machine),
                figure(figures.precision.value, 3),
                figure(figures.recall.value, 3),
                figure(figures.f1.value, 3),
                Cell::Number(interval(figures.f1)),
            ]
        })
        .collect();
    let header = header(&["level", "people", "program", "precision", "recall", "F1", "95 %"]);
    (!rows.is_empty()).then_some(Section { title: "By level", note: None, header, rows, left_out: 0 })
}

/// With more levels than this, a table of all pairs cannot be read.
const MOST_CONFUSED: usize = 12;

fn confusion(agreement: &Agreement<'_>) -> Option<Section<'static>> {
    let names = || agreement.scale.levels.iter().map(|level| level.name.clone());
    if agreement.confusion.is_empty() || agreement.confusion.len() > MOST_CONFUSED.min(MOST_LEVELS) {
        return None;
    }
    let row = |(name, cells): (String, &Vec<usize>)| {
        let mut row = vec![text(name)];
        row.extend(cells.iter().map(|&cell| count(cell)));
        row
    };
    Some(Section {
        title: "People (rows) and program (columns)",
        note: None,
        header: [String::new()].into_iter().chain(names()).collect(),
        rows: names().zip(&agreement.confusion).map(row).collect(),
        left_out: 0,
    })
}

fn groups(column: &Column, agreement: &Agreement<'_>, rubrics: Rubrics<'_>, most: usize) -> Section<'static> {
    let row = |group: &Group| {
        let value = if group.value.is_empty() { "(blank)" } else { &group.value };
        let flag = match (group.adverse, group.answers < FEW) {
            (true, true) => "under 4/5, few",
            (true, false) => "under 4/5",
            (false, true) => "few",
            (false, false) => "",
        };
        vec![
            text(value),
            count(group.answers),
            figure(group.human, 2),
            figure(group.machine, 2),
            figure(group.smd, 2),
            figure(group.qwk, 2),
            figure(group.rate(), 2),
            figure(group.rate_human(), 2),
            figure(group.impact, 2),
            text(flag),
        ]
    };
    let names = [column.name.as_str(), "n", "people", "program", "SMD", "QWK", "pass", "by people", "ratio", ""];
    let passing = match &agreement.settings.pass {
        Pass::Band(band) => format!("the band {}", rubrics.bank.bands[*band].name),
        Pass::Level(level) => format!("the level {}", agreement.scale.levels[*level].name),
    };
    let note = format!(
        "Passing is to reach {passing}. A rate under four fifths of the highest is generally regarded as evidence of adverse \
         impact (29 CFR 1607.4 D); of fewer than {FEW} answers it says little."
    );
    limited(
        Section {
            title: "By group",
            note: Some(note),
            header: header(&names),
            rows: column.groups.iter().map(row).collect(),
            left_out: 0,
        },
        most,
    )
}

fn limited(mut section: Section<'_>, most: usize) -> Section<'_> {
    section.left_out = section.rows.len().saturating_sub(most);
    section.rows.truncate(most);
    section
}

fn questions(agreement: &Agreement<'_>, most: usize) -> Section<'static> {
    let bias = |figures: &QuestionFigures| figures.bias().map_or(0.0, f64::abs);
    let mut ordered: Vec<&QuestionFigures> = agreement.questions.iter().collect();
    ordered.sort_by(|one, other| bias(other).total_cmp(&bias(one)));
    let row = |figures: &&QuestionFigures| {
        vec![
            text(figures.question.clone()),
            count(figures.answers),
            figure(figures.qwk, 2),
            figure(figures.exact, 2),
            figure(figures.human, 2),
            figure(figures.machine, 2),
            figure(figures.bias(), 2),
        ]
    };
    limited(
        Section {
            title: "By question",
            note: Some("Those first on which the program is furthest from people, in the mean.".to_owned()),
            header: header(&["question", "n", "QWK", "exact", "people", "program", "bias"]),
            rows: ordered.iter().map(row).collect(),
            left_out: 0,
        },
        most,
    )
}

/// The criteria that people marked, those of least F1 first.
fn marked_criteria<'a>(agreement: &'a Agreement<'_>, most: usize) -> Option<Section<'a>> {
    let found = |figures: &CriterionFigures| figures.marked.unwrap_or_default();
    let mut ordered: Vec<&CriterionFigures> =
        agreement.criteria.iter().filter(|figures| figures.marked.is_some()).collect();
    ordered.sort_by(|one, other| last(found(one).f1()).total_cmp(&last(found(other).f1())));
    let row = |figures: &&'a CriterionFigures| {
        let found = found(figures);
        vec![
            Cell::Name(&figures.question, &figures.criterion),
            count(found.both),
            count(found.only_machine),
            count(found.only_human),
            count(found.neither),
            figure(found.precision(), 2),
            figure(found.recall(), 2),
            figure(found.f1(), 2),
        ]
    };
    let names = ["criterion", "both", "program", "people", "neither", "precision", "recall", "F1"];
    let note = "Found by both, by one alone, by neither: by the program with half of the points, by people with half of it met.";
    let section = Section {
        title: "By criterion",
        note: Some(note.to_owned()),
        header: header(&names),
        rows: ordered.iter().map(row).collect(),
        left_out: 0,
    };
    (!ordered.is_empty()).then(|| limited(section, most))
}

/// The criteria that people did not mark, those first that add least.
fn other_criteria<'a>(agreement: &'a Agreement<'_>, most: usize) -> Option<Section<'a>> {
    let goes_with = |figures: &&CriterionFigures| figures.marked.is_none() && figures.correlation.is_some();
    let mut ordered: Vec<&CriterionFigures> = agreement.criteria.iter().filter(goes_with).collect();
    ordered.sort_by(|one, other| last(one.adds).total_cmp(&last(other.adds)));
    let row = |figures: &&'a CriterionFigures| {
        vec![
            Cell::Name(&figures.question, &figures.criterion),
            count(figures.found),
            count(figures.answers),
            figure(figures.correlation, 2),
            figure(figures.adds, 2),
        ]
    };
    let note = "How the points of a criterion go with the marks (r), and what they add to the correlation of the question's \
                points with them. Those that add least stand first.";
    let section = Section {
        title: "Criteria and marks",
        note: Some(note.to_owned()),
        header: header(&["criterion", "found", "of", "r", "adds"]),
        rows: ordered.iter().map(row).collect(),
        left_out: 0,
    };
    (!ordered.is_empty()).then(|| limited(section, most))
}

/// What is not defined stands last.
fn last(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::INFINITY)
}

/// Signals with which people disagree, most often first.
fn signals<'a>(agreement: &'a Agreement<'_>, most: usize) -> Option<Section<'a>> {
    let mut ordered: Vec<&SignalFigures> = agreement.signals.iter().filter(|signal| signal.wrong.count > 0).collect();
    let share = |one: &SignalFigures, other: &SignalFigures| -> Ordering {
        (one.wrong.count * other.heard).cmp(&(other.wrong.count * one.heard))
    };
    ordered.sort_by(|one, other| other.wrong.count.cmp(&one.wrong.count).then(share(other, one)));
    let row = |signal: &&'a SignalFigures| {
        let quotes = signal.wrong.quotes.iter().take(1);
        let text_of = |answer: usize| agreement.judged[answer].marked.answer.said.text.as_str();
        vec![
            Cell::Name(&signal.question, &signal.signal),
            count(signal.heard),
            count(signal.right.count),
            count(signal.wrong.count),
            figure(signal.mean_heard, 2),
            figure(signal.mean_other, 2),
            Cell::Quotes(quotes.map(|sighting| quote(&sighting.piece, text_of(sighting.answer))).collect()),
        ]
    };
    let names = ["signal", "heard", "right", "wrong", "mean", "other", "where people see it otherwise"];
    let section = Section {
        title: "Signals that people see otherwise",
        note: Some("Strong signals heard in answers marked below the middle, wrong ones in answers marked at or above it (by the criterion's mark, where there is one). Mean: the mark where it is heard, and of the other answers.".to_owned()),
        header: header(&names),
        rows: ordered.iter().map(row).collect(),
        left_out: 0,
    };
    (!ordered.is_empty()).then(|| limited(section, most))
}
