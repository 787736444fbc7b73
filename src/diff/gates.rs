//! Which changes fail a run. Equality passes, what is compared is exact, and a change that is accepted does not fail.

use super::Comparison;
use super::change::counted;
use super::grades::{BandMove, Grades, Moved};
use crate::decimal::Decimal;

/// What the user wants to fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gates {
    /// The kind of change that does.
    pub fail_on: Option<FailOn>,
    /// A larger shift of a score does.
    pub max_shift: Option<Decimal>,
}

/// The kind of change that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Of the band of an answer.
    Band,
    /// Of the score of an answer, or of its band.
    Score,
    /// Any, in words too.
    Any,
}

impl Gates {
    /// Why an answer that moved fails, if it does.
    #[must_use]
    pub fn failure(self, moved: &Moved) -> Option<String> {
        if moved.accepted {
            return None;
        }
        if let Some(most) = self.max_shift.filter(|&most| moved.shift.exceeds(most)) {
            return Some(format!("the score moves by {}, more than {most}", moved.shift));
        }
        match self.fail_on? {
            FailOn::Band if moved.band == BandMove::Same => None,
            _ if moved.band != BandMove::Same => Some("the band changes".to_owned()),
            _ => Some("the score changes".to_owned()),
        }
    }

    /// How many answers fail.
    #[must_use]
    pub fn failures(self, grades: &Grades) -> usize {
        grades.moved.iter().filter(|moved| self.failure(moved).is_some()).count()
    }

    /// Whether answers are needed to tell.
    #[must_use]
    pub const fn judges_answers(self) -> bool {
        self.fail_on.is_some() || self.max_shift.is_some()
    }
}

/// What fails, a line each.
#[must_use]
pub fn failed(comparison: &Comparison<'_>) -> Vec<String> {
    let Comparison { grades, gates, words, .. } = comparison;
    let mut failed = Vec::new();
    if words.is_empty() {
        return failed;
    }
    if gates.judges_answers() && grades.compared == 0 && grades.to_added + grades.to_removed == 0 {
        failed.push("no answer was compared, so nothing shows that grades stay".to_owned());
    }
    let over = |moved: &&Moved| !moved.accepted && gates.max_shift.is_some_and(|most| moved.shift.exceeds(most));
    let count = |wanted: &dyn Fn(&&Moved) -> bool| grades.moved.iter().filter(wanted).count();
    if let (Some(most), over @ 1..) = (gates.max_shift, count(&over)) {
        failed.push(format!("{} moved by more than {most}", counted(over, "score")));
    }
    let meant = |moved: &&Moved| !moved.accepted;
    let bands = count(&|moved| meant(moved) && moved.band != BandMove::Same);
    let scores = count(&|moved| meant(moved) && !moved.shift.is_zero());
    if gates.fail_on.is_some() && bands > 0 {
        failed.push(format!("{} changed", counted(bands, "band")));
    }
    if matches!(gates.fail_on, Some(FailOn::Score | FailOn::Any)) && scores > 0 {
        failed.push(format!("{} changed", counted(scores, "score")));
    }
    if gates.fail_on == Some(FailOn::Any) {
        failed.push(format!("{} in words", counted(words.len(), "change")));
    }
    failed
}
