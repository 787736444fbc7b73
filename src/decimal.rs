//! Exact decimals: points, weights and thresholds are read with up to three digits after the point, and the
//! product of two of them is kept whole with six.
//!
//! Grading adds and multiplies these as integers; no result depends on the rounding of floating-point numbers.

use std::fmt;

/// A number of millionths, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(u64);

const UNIT: u64 = 1_000_000;

impl Decimal {
    /// 0
    pub const ZERO: Self = Self(0);
    /// 1
    pub const ONE: Self = Self(UNIT);

    /// A whole number.
    #[must_use]
    pub const fn whole(number: u64) -> Self {
        Self(number * UNIT)
    }

    /// How many millionths.
    #[must_use]
    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// `some` of `all`, cut off after three digits.
    #[must_use]
    pub const fn part(some: u64, all: u64) -> Self {
        Self(some * 1000 / all * (UNIT / 1000))
    }

    /// The product, exact where both have at most three digits after the point; else rounded down.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        let product = u128::from(self.0) * u128::from(other.0) / u128::from(UNIT);
        Self(u64::try_from(product).unwrap_or(u64::MAX))
    }

    /// `some / all` of it, or the whole where `some` is at least `all`; cut off after six digits, so that less than all
    /// never becomes the whole. `all` is above 0.
    #[must_use]
    pub fn portion(self, some: Self, all: Self) -> Self {
        if some >= all {
            return self;
        }
        let portion = u128::from(self.0) * u128::from(some.0) / u128::from(all.0);
        Self(u64::try_from(portion).unwrap_or(u64::MAX))
    }

    /// A hundredth of it, exact for what was read with at most three digits after the point.
    #[must_use]
    pub const fn hundredth(self) -> Self {
        Self(self.0 / 100)
    }

    /// The difference, or 0 where it would be negative.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether it has at most one digit after the point, as scores do.
    #[must_use]
    pub const fn has_tenths_only(self) -> bool {
        self.0.is_multiple_of(UNIT / 10)
    }

    /// Reads digits with at most three after a point, as `4`, `0.5` or `.25`; at most 1,000,000.
    /// Nothing else is a decimal: no sign, no exponent, no `nan`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) || part.len() > 3 || whole.len() > 7
        {
            return None;
        }
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let part: u64 = format!("{part:0<3}").parse().ok()?;
        Some(whole * UNIT + part * 1000).filter(|&millionths| millionths <= 1_000_000 * UNIT).map(Self)
    }

    /// For CSV and JSON, where a number has to be a binary one.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "grades stay far below 2⁵³ millionths")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }
}

impl std::ops::Add for Decimal {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |sum, next| sum + next)
    }
}

/// Prints without superfluous zeros: `4`, `0.5`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / UNIT, self.0 % UNIT);
        let text =
            if part == 0 { whole.to_string() } else { format!("{whole}.{part:06}").trim_end_matches('0').to_owned() };
        f.pad_integral(true, "", &text)
    }
}

/// As a number: whole where it is whole.
impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(UNIT) {
            serializer.serialize_u64(self.0 / UNIT)
        } else {
            serializer.serialize_f64(self.to_f64())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_is_cut_off_and_whole_only_from_all_on() {
        let read = |text: &str| Decimal::parse(text).unwrap();
        for (points, some, all, portion) in [
            ("4", "0.5", "1", "2"),
            ("4", "0.5", "0.8", "2.5"),
            ("1", "0.1", "0.3", "0.333333"),
            ("4", "0.8", "0.8", "4"),
            ("4", "2", "0.8", "4"),
            ("0.001", "0.999", "1", "0.000999"),
            ("4", "0", "0.8", "0"),
        ] {
            assert_eq!(read(points).portion(read(some), read(all)).to_string(), portion, "{points} × {some} / {all}");
        }
        assert!(Decimal(7).portion(read("0.999"), read("1")) < Decimal(7));
    }

    #[test]
    fn decimals_read_and_print_exactly() {
        for (text, printed) in [
            ("4", "4"),
            ("0.5", "0.5"),
            (".25", "0.25"),
            ("1.", "1"),
            ("0.125", "0.125"),
            ("1.20", "1.2"),
            ("007", "7"),
        ] {
            assert_eq!(Decimal::parse(text).map(|d| d.to_string()).as_deref(), Some(printed), "{text}");
        }
        for text in ["", ".", "-1", "+1", "1e3", ".nan", "inf", "0x10", "1_000", "0.1234", "1 ", "high", "99999999"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
