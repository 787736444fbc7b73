//! How far a score moves: an exact difference of two fractions.

use crate::decimal::Decimal;
use crate::grade::Score;
use num_rational::BigRational;
use std::fmt;

/// A difference on the scale to 100, with its sign.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift(BigRational);

impl Shift {
    /// None.
    #[must_use]
    pub fn zero() -> Self {
        Self(ratio(0, 1))
    }

    /// From a score to another.
    #[must_use]
    pub fn between(old: Score, new: Score) -> Self {
        Self(value(new) - value(old))
    }

    /// The mean of so many, of which only some are not zero.
    #[must_use]
    pub fn mean<'a>(moved: impl Iterator<Item = &'a Self>, count: usize) -> Option<Self> {
        let sum = moved.fold(ratio(0, 1), |sum, shift| sum + &shift.0);
        (count > 0).then(|| Self(sum / ratio(count as u64, 1)))
    }

    /// Without its sign.
    #[must_use]
    pub fn size(&self) -> Self {
        if self.is_down() { Self(-self.0.clone()) } else { self.clone() }
    }

    /// Whether the score falls.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.0 < ratio(0, 1)
    }

    /// Whether it stays.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0 == ratio(0, 1)
    }

    /// Whether it is by more than this, either way, exactly.
    #[must_use]
    pub fn exceeds(&self, most: Decimal) -> bool {
        self.size().0 > ratio(most.millionths(), Decimal::ONE.millionths())
    }

    /// Tenths of a point, cut off toward zero.
    #[must_use]
    pub fn tenths(&self) -> i32 {
        i32::try_from((&self.0 * ratio(10, 1)).to_integer()).unwrap_or_default()
    }
}

fn ratio(above: u64, below: u64) -> BigRational {
    BigRational::new(above.into(), below.into())
}

/// On the scale to 100.
fn value(score: Score) -> BigRational {
    ratio(score.earned.millionths(), score.possible.millionths()) * ratio(100, 1)
}

/// `+12.5`, `−3`, cut off after one decimal; `+<0.1` for what would be printed as nothing and is not.
impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_down() { "\u{2212}" } else { "+" };
        let tenths = self.tenths().unsigned_abs();
        f.pad(&match (tenths / 10, tenths % 10) {
            (0, 0) if self.is_zero() => "0".to_owned(),
            (0, 0) => format!("{sign}<0.1"),
            (whole, 0) => format!("{sign}{whole}"),
            (whole, tenth) => format!("{sign}{whole}.{tenth}"),
        })
    }
}

/// As a number with one decimal.
impl serde::Serialize for Shift {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.tenths()) / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_are_exact() {
        let score = |earned, possible| Score { earned: Decimal::whole(earned), possible: Decimal::whole(possible) };
        let shift = |old, new| Shift::between(old, new);
        assert_eq!(shift(score(1, 2), score(5, 8)).to_string(), "+12.5");
        assert_eq!(shift(score(2, 3), score(1, 3)).to_string(), "\u{2212}33.3");
        assert_eq!(shift(score(1, 3), score(2, 6)).to_string(), "0");
        assert_eq!(shift(score(4999, 10000), score(1, 2)).to_string(), "+<0.1");
        assert!(!shift(score(1, 20), score(0, 20)).exceeds(Decimal::whole(5)));
        assert!(shift(score(501, 10000), score(0, 20)).exceeds(Decimal::whole(5)));
        let moved = [shift(score(0, 1), score(1, 1)), shift(score(1, 1), score(1, 2))];
        assert_eq!(Shift::mean(moved.iter(), 3).unwrap().to_string(), "+16.6");
        assert_eq!(Shift::mean(moved.iter(), 0), None);
    }
}
