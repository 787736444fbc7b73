//! A grade → a mark on the people's scale: by its band, or by its score.
//!
//! By band: the lowest band is the lowest level, and so on. By score: as far up the scale as the score is up to 100.
//! An answer in which nothing was said gets the lowest level.

use super::Mark;
use crate::grade::Grade;
use crate::marks::scale::{Scale, ScaleKind};
use crate::program::Program;
use crate::rubric::Band;

/// What of a grade is taken for its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The band.
    Band,
    /// The score.
    Score,
}

impl By {
    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Score => "score",
        }
    }

    /// What suits a scale: the band, where there are as many as levels, which have names. `wanted` is what the user asked for.
    ///
    /// # Errors
    /// Why it cannot be the band.
    pub fn choose(
        wanted: Option<Self>,
        scale: &Scale,
        bands: &[Band],
        wrong_claim: Option<usize>,
    ) -> Result<Self, String> {
        let same_count = bands.len() == by_bands(scale, bands.len(), wrong_claim).len();
        match wanted {
            Some(Self::Band) if !same_count => Err(format!(
                "the bank has {} bands and the scale {} levels ({}); join levels by `|` in --scale, or use --by score",
                bands.len(),
                scale.levels.len(),
                scale.described()
            )),
            Some(wanted) => Ok(wanted),
            None if same_count && (scale.kind == ScaleKind::Labels || by_name(scale, bands).is_some()) => {
                Ok(Self::Band)
            }
            None => Ok(Self::Score),
        }
    }
}

/// For each band, highest first, the level of its name; nothing where they are called otherwise.
fn by_name(scale: &Scale, bands: &[Band]) -> Option<Vec<usize>> {
    bands.iter().map(|band| scale.level(&band.name)).collect()
}

/// The levels that bands stand for, lowest first. Where there is one band less than levels, the level of wrong claims has none:
/// it is not between the others.
fn by_bands(scale: &Scale, bands: usize, wrong_claim: Option<usize>) -> Vec<usize> {
    let apart = wrong_claim.filter(|_| bands + 1 == scale.levels.len());
    (0..scale.levels.len()).filter(|level| Some(*level) != apart).collect()
}

/// The mark of a grade. `wrong_claim` is the level of an answer in which a wrong claim was heard, unless it has the highest.
#[must_use]
pub fn mark(grade: &Grade, program: &Program, scale: &Scale, by: By, wrong_claim: Option<usize>) -> Mark {
    let at = |level: usize| Mark { value: scale.levels[level].value, level };
    let Some(score) = grade.score else { return at(0) };
    let mark = match by {
        By::Band => {
            let reached = program.bands.iter().position(|band| grade.band.as_ref() == Some(&band.name));
            let reached = reached.unwrap_or(program.bands.len() - 1);
            let named = by_name(scale, &program.bands).map(|levels| levels[reached]);
            let levels = by_bands(scale, program.bands.len(), wrong_claim);
            at(named.unwrap_or_else(|| levels[levels.len().saturating_sub(1 + reached)]))
        }
        By::Score => {
            let value = scale.value(score.share());
            Mark { value, level: scale.nearest(value) }
        }
    };
    let wrong = grade.criteria.iter().any(|criterion| criterion.wrong) && mark.level + 1 < scale.levels.len();
    wrong_claim.filter(|_| wrong).map_or(mark, at)
}
