//! A day of the calendar, as one number.
//!
//! `2026-01-05` ↔ days since 1970-01-01. The arithmetic is that of Hinnant, "chrono-compatible low-level date algorithms"
//! (2013), in the proleptic Gregorian calendar.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A day: how many have passed since 1970-01-01. None is later than 9999-12-31, so that each can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

/// 9999-12-31.
const LAST: u32 = 2_932_896;
/// Days from 0000-03-01, where the count of a year begins, to 1970-01-01.
const TO_1970: u32 = 719_468;
/// Days in 400 years.
const ERA: u32 = 146_097;

impl Day {
    /// The day so many whole days after 1970-01-01, or the last one.
    #[must_use]
    pub const fn since_1970(days: u32) -> Self {
        Self(if days < LAST { days } else { LAST })
    }

    /// So many days later.
    #[must_use]
    pub const fn after(self, days: u32) -> Self {
        Self::since_1970(self.0.saturating_add(days))
    }

    /// How many days lie between an earlier day and this one; 0 where it is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    fn of(year: u32, month: u32, day: u32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year / 400, year % 400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - TO_1970)
    }

    fn parts(self) -> (u32, u32, u32) {
        let days = self.0 + TO_1970;
        let (era, of_era) = (days / ERA, days % ERA);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (era * 400 + year + u32::from(month <= 2), month, day)
    }
}

/// As `2026-01-05`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `2026-01-05`, from 1970 on.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no day; write one like 2026-01-05");
        let shape = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let numbers: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        let &[year, month, day] = numbers.as_slice() else { return Err(wrong()) };
        if !shape || year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(wrong());
        }
        // A day that a month does not have comes back as another.
        let found = Self::of(year, month, day);
        if found.to_string() == text { Ok(found) } else { Err(wrong()) }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1970-12-31", 364),
            ("2000-02-29", 11_016),
            ("2026-01-05", 20_458),
            ("2100-03-01", 47_541),
        ] {
            let day = Day::since_1970(days);
            assert_eq!((day.to_string().as_str(), text.parse()), (text, Ok(day)));
        }
        for wrong in ["2026-02-29", "2026-1-5", "1969-12-31", "2026-13-01", "2026-00-10", "today", "", "2026-01-05-"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_day_reads_back() {
        for days in (0..60_000).step_by(7) {
            let day = Day::since_1970(days);
            assert_eq!(day.to_string().parse(), Ok(day));
        }
        for last in [Day::since_1970(LAST), Day::since_1970(u32::MAX), Day::since_1970(LAST).after(1)] {
            assert_eq!((last.to_string().as_str(), "9999-12-31".parse()), ("9999-12-31", Ok(last)));
        }
    }
}
