//! When a question is due again: the SM-2 algorithm (Woźniak, "Optimization of learning", 1990, section 3.2).
//!
//! How an answer went, as a [`Quality`] → the next interval in whole days.
//!
//! - The first interval is 1 day, the second 6, each further one the last times the easiness, rounded up.
//! - The easiness begins at 2.5, changes with each answer of quality 3 or more, and is never below 1.3.
//! - Below 3 the question begins anew, with the easiness that it has.
//!
//! Two things are ours. The quality is told by the grade, not by the learner. And an answer that comes before its day and
//! goes well changes nothing, for it proves little; one that goes badly counts. Woźniak's repetition of weak items on the
//! same day is left out.
//!
//! A clock may have stood wrong. What was answered on a day that has not come yet is due at once, for that day may be far.

use super::day::Day;
use super::history::Record;
use crate::grade::Grade;
use crate::rubric::Band;
use std::collections::BTreeMap;

/// How an answer went, from 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quality(u8);

impl Quality {
    /// The number, if it is one of SM-2's.
    #[must_use]
    pub const fn of(number: u8) -> Option<Self> {
        if number <= 5 { Some(Self(number)) } else { None }
    }

    /// The number, 0 to 5.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// By the grade. In the highest band 5, or 4 in its lower half; in the lowest 1, or 0 with no point; in any between 3.
    /// Nothing where there is no score.
    #[must_use]
    pub fn of_grade(grade: &Grade, bands: &[Band]) -> Option<Self> {
        let (score, name) = (grade.score?, grade.band.as_deref()?);
        let at = bands.iter().position(|band| band.name == name)?;
        let half = u64::midpoint(bands[at].from.millionths(), 100_000_000) / 100_000;
        Some(Self(match at {
            0 if score.tenths() >= half => 5,
            0 => 4,
            _ if at + 1 < bands.len() => 3,
            _ if score.tenths() > 0 => 1,
            _ => 0,
        }))
    }
}

/// What is known of a question that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Good answers in a row.
    pub repetitions: u32,
    /// Days from the last answer that counted to the next.
    pub interval: u32,
    /// The easiness, in hundredths.
    pub easiness: u32,
    /// When it is to be asked again.
    pub due: Day,
}

/// The least easiness, in hundredths.
const HARDEST: u32 = 130;
/// No interval is longer; easy questions come back too.
const LONGEST: u32 = 365;

impl Card {
    /// A question that was never answered.
    #[must_use]
    pub const fn new(today: Day) -> Self {
        Self { repetitions: 0, interval: 0, easiness: 250, due: today }
    }

    /// After an answer on a day.
    #[must_use]
    pub fn answered(self, quality: Quality, today: Day) -> Self {
        if quality.0 < 3 {
            return Self { repetitions: 0, interval: 1, due: today.after(1), ..self };
        }
        if self.on(today).due > today {
            return self;
        }
        let easiness = easier(self.easiness, quality);
        let interval = match self.repetitions {
            0 => 1,
            1 => 6,
            _ => (self.interval * easiness).div_ceil(100),
        };
        let interval = interval.min(LONGEST);
        Self { repetitions: self.repetitions + 1, interval, easiness, due: today.after(interval) }
    }

    /// As it stands on a day. Only what was answered later than that can be due after more days than its interval has.
    fn on(self, today: Day) -> Self {
        if self.due > today.after(self.interval) { Self { due: today, ..self } } else { self }
    }
}

/// `EF + (0.1 − (5 − q)(0.08 + (5 − q)0.02))`, in hundredths.
fn easier(easiness: u32, Quality(quality): Quality) -> u32 {
    let short = 5 - u32::from(quality);
    (easiness + 10).saturating_sub(short * (8 + short * 2)).max(HARDEST)
}

/// The cards of all questions that were answered, by id, as they stand today. What was asked after a follow-up was no
/// recall, and does not count.
#[must_use]
pub fn cards<'a>(records: impl IntoIterator<Item = &'a Record>, today: Day) -> BTreeMap<&'a str, Card> {
    let mut cards = BTreeMap::new();
    for record in records {
        let quality = Quality::of(record.quality).filter(|_| !record.followed_up);
        if let Some(quality) = quality {
            let card = cards.entry(record.question.as_str()).or_insert_with(|| Card::new(record.day));
            *card = card.answered(quality, record.day);
        }
    }
    cards.values_mut().for_each(|card| *card = card.on(today));
    cards
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Decimal;
    use crate::grade::Score;

    fn quality(number: u8) -> Quality {
        Quality::of(number).unwrap()
    }

    /// The intervals of a question that is answered on each day when it is due.
    #[track_caller]
    fn check(qualities: &[u8], intervals: &[u32], easiness: u32) {
        let mut card = Card::new(Day::since_1970(20_000));
        let found: Vec<_> = qualities
            .iter()
            .map(|&number| {
                card = card.answered(quality(number), card.due);
                card.interval
            })
            .collect();
        assert_eq!((found.as_slice(), card.easiness), (intervals, easiness), "{qualities:?}");
    }

    #[test]
    fn intervals_are_those_of_the_source() {
        check(&[4, 4, 4, 4, 4], &[1, 6, 15, 38, 95], 250);
        check(&[5, 5, 5], &[1, 6, 17], 280);
        check(&[3, 3, 3, 3], &[1, 6, 13, 26], 194);
        check(&[4, 4, 4, 1, 4, 4], &[1, 6, 15, 1, 1, 6], 250);
        check(&[4, 4, 4, 4, 4, 4, 4], &[1, 6, 15, 38, 95, 238, 365], 250);
        check(&[3; 12], &[1, 6, 13, 26, 47, 79, 121, 167, 218, 284, 365, 365], 130);
    }

    #[test]
    fn easiness_changes_as_in_the_source() {
        for (number, expected) in [(5, 260), (4, 250), (3, 236), (2, 218), (1, 196), (0, 170)] {
            assert_eq!(easier(250, quality(number)), expected, "{number}");
        }
        assert_eq!(easier(135, quality(3)), HARDEST);
        assert_eq!(Quality::of(6), None);
    }

    #[test]
    fn an_early_answer_counts_only_if_it_goes_badly() {
        let today = Day::since_1970(20_000);
        let card = Card::new(today).answered(quality(4), today);
        assert_eq!(card.answered(quality(5), today), card);
        assert_eq!(card.answered(quality(5), today.after(1)).interval, 6);
        assert_eq!(card.answered(quality(0), today).due, today.after(1));
        assert_eq!(card.answered(quality(0), today).repetitions, 0);
    }

    #[test]
    fn an_answer_of_a_day_to_come_holds_nothing_back() {
        let (today, later) = (Day::since_1970(20_000), Day::since_1970(47_000));
        let card = Card::new(later).answered(quality(4), later).answered(quality(4), later.after(1));
        assert_eq!(card.on(later.after(1)), card);
        assert_eq!(card.on(today), Card { due: today, ..card });
        assert_eq!(card.answered(quality(4), today).due, today.after(15));
        assert_eq!(card.answered(quality(1), today).due, today.after(1));
    }

    #[test]
    fn quality_follows_the_bands() {
        let band = |name: &str, from| Band { name: name.into(), from: Decimal::whole(from) };
        let bands = [band("strong", 55), band("partial", 27), band("weak", 0)];
        for (score, name, expected) in [
            (100, "strong", 5),
            (78, "strong", 5),
            (77, "strong", 4),
            (55, "strong", 4),
            (54, "partial", 3),
            (90, "partial", 3),
            (26, "weak", 1),
            (0, "weak", 0),
        ] {
            let mut grade = Grade::nothing_said(Decimal::whole(100));
            assert_eq!(Quality::of_grade(&grade, &bands), None);
            grade.score = Some(Score { earned: Decimal::whole(score), possible: Decimal::whole(100) });
            grade.band = Some(name.to_owned());
            assert_eq!(Quality::of_grade(&grade, &bands), Some(quality(expected)), "{score} {name}");
        }
    }
}
