//! What a history shows: the mean score of each day as bars, the topics, and what is due.
//!
//! Records of one bank and a day → text. Only answers before a follow-up count, as for the spacing. Bars are eighths of
//! blocks with their numbers beside them.

use super::{Sheet, number};
use crate::practice::day::Day;
use crate::practice::history::Record;
use crate::practice::spacing::{Card, cards};
use crate::report::kit::text::Layout;
use crate::report::terminal::visible;
use crate::rubric::{Bank, Question};
use anstyle::Style;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use std::collections::BTreeMap;

/// So many days are shown, the last ones.
const DAYS: usize = 14;
/// Cells of a bar.
const CELLS: u64 = 20;
/// So many questions are shown that are due later.
const LATER: usize = 5;
/// So many scores of a question are shown, the last ones.
const SCORES: usize = 12;

/// The whole page.
#[must_use]
pub fn page(records: &[&Record], bank: &Bank, today: Day, layout: Layout) -> String {
    let records: Vec<&Record> = records.iter().copied().filter(|record| !record.followed_up).collect();
    let mut sheet = Sheet::new(layout);
    let mut days: BTreeMap<Day, Vec<u64>> = BTreeMap::new();
    let mut questions: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for record in &records {
        days.entry(record.day).or_default().push(record.tenths());
        questions.entry(&record.question).or_default().push(record.tenths());
    }
    sheet.styled(&format!("Progress: {}", bank.name), Style::new().bold());
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let [answers, asked, practised] =
        [(records.len(), "answer"), (questions.len(), "question"), (days.len(), "day")].map(|(n, what)| count(n, what));
    let about = format!("{answers} to {asked} of {} on {practised}", bank.questions.len());
    sheet.styled(&about, Style::new().dimmed());
    sheet.heading("Mean score by day");
    for (day, scores) in days.iter().skip(days.len().saturating_sub(DAYS)) {
        let line = format!("  {day}  {}  {}", bar(mean(scores)), count(scores.len(), "answer"));
        sheet.lines_as_they_are(&line);
    }
    sheet.topics(bank, &questions);
    sheet.due(bank, &records, &questions, today);
    sheet.finish()
}

impl Sheet {
    fn lines_as_they_are(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// The mean of the last scores about each topic, the lowest first.
    fn topics(&mut self, bank: &Bank, questions: &BTreeMap<&str, Vec<u64>>) {
        let mut topics: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for question in &bank.questions {
            let last = questions.get(question.id.as_str()).and_then(|scores| scores.last());
            if let (Some(&last), Some(topic)) = (last, question.topics.first()) {
                topics.entry(topic).or_default().push(last);
            }
        }
        let mut topics: Vec<_> = topics.iter().map(|(topic, scores)| (mean(scores), *topic, scores.len())).collect();
        topics.sort_unstable();
        let width = topics.iter().map(|(_, topic, _)| topic.chars().count()).max().unwrap_or_default().min(24);
        self.heading("Last scores by topic");
        for (mean, topic, count) in topics {
            let of = bank.questions.iter().filter(|question| question.topics.first().is_some_and(|own| own == topic));
            let topic: String = visible(topic).chars().take(width).collect();
            self.lines_as_they_are(&format!("  {topic:width$}  {}  {count} of {} answered", bar(mean), of.count()));
        }
    }

    fn due(&mut self, bank: &Bank, records: &[&Record], scores: &BTreeMap<&str, Vec<u64>>, today: Day) {
        let cards = cards(records.iter().copied(), today);
        let mut known: Vec<(&Card, &Question)> =
            cards.iter().filter_map(|(id, card)| Some((card, bank.question(id)?))).collect();
        known.sort_by_key(|(card, question)| (card.due, question.id.clone()));
        let due = known.iter().filter(|(card, _)| card.due <= today).count();
        self.heading(&match due {
            0 => "Nothing is due today; next come".to_owned(),
            1 => "1 question is due".to_owned(),
            due => format!("{due} questions are due"),
        });
        let mut table = Table::new();
        let width = u16::try_from(self.width).unwrap_or(80);
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        for (card, question) in known.iter().take(due + LATER) {
            let scores = scores.get(question.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            table.add_row([
                Cell::new(format!(" {}", visible(&question.id))),
                Cell::new(when(card.due, today)),
                Cell::new(sparkline(scores)),
                Cell::new(scores.last().map_or_else(|| "\u{2013}".to_owned(), |&last| number(last)))
                    .set_alignment(CellAlignment::Right),
            ]);
        }
        table.lines().for_each(|line| self.lines_as_they_are(line.trim_end()));
        let more = known.len().saturating_sub(due + LATER);
        if more > 0 {
            self.styled(&format!("  and {more} more later"), Style::new().dimmed());
        }
    }
}

/// Cut off; of at least one score.
fn mean(scores: &[u64]) -> u64 {
    scores.iter().sum::<u64>() / scores.len().max(1) as u64
}

fn when(due: Day, today: Day) -> String {
    match (due.since(today), today.since(due)) {
        (0, 0) => "today".to_owned(),
        (1, _) => "tomorrow".to_owned(),
        (0, 1) => "since yesterday".to_owned(),
        (0, days) => format!("since {days} days"),
        (days, _) => format!("in {days} days"),
    }
}

/// A score as a bar with its number: ` 62.5 ████████████▌       `.
fn bar(tenths: u64) -> String {
    let eighths = tenths * CELLS * 8 / 1000;
    let mut cells = "\u{2588}".repeat(usize::try_from(eighths / 8).unwrap_or_default());
    let part = u32::try_from(eighths % 8).unwrap_or_default();
    cells.extend(char::from_u32(0x2590 - part).filter(|_| part > 0));
    format!("{:>5} {cells:<20}", number(tenths))
}

/// Scores as one sign each, from `▁` to `█`.
fn sparkline(scores: &[u64]) -> String {
    let sign = |&tenths: &u64| char::from_u32(0x2581 + u32::try_from(tenths * 7 / 1000).unwrap_or_default().min(7));
    scores[scores.len().saturating_sub(SCORES)..].iter().filter_map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        for (tenths, expected) in [
            (0, "  0.0                     "),
            (625, " 62.5 ████████████▌       "),
            (1000, "100.0 ████████████████████"),
            (7, "  0.7 ▏                   "),
        ] {
            assert_eq!(bar(tenths), expected);
        }
        assert_eq!(sparkline(&[0, 143, 500, 999, 1000]), "▁▂▄▇█");
        assert_eq!(sparkline(&[1000; 20]).chars().count(), SCORES);
    }

    #[test]
    fn days_are_said_from_today() {
        let day = Day::since_1970;
        for (due, expected) in
            [(98, "since 2 days"), (99, "since yesterday"), (100, "today"), (101, "tomorrow"), (102, "in 2 days")]
        {
            assert_eq!(when(day(due), day(100)), expected);
        }
    }
}
