//! How much more often good answers say something than poor ones: the log-odds ratio with an informative Dirichlet prior, and
//! its z-score (Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 16(4), 2008, equations 15, 16 and 22).
//!
//! The prior is how often all answers say it, so that what few say counts for little.

/// How often something is said, in answers of which each counts as good by its mark and as poor by the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Good answers that say it.
    pub good: f64,
    /// Poor answers that say it.
    pub poor: f64,
}

/// As many answers the prior is worth.
const PRIOR: f64 = 10.0;

/// The z-score of the log-odds of `said` in all answers `of`: above 0 where good answers say it more. 0 where all answers are
/// alike.
#[must_use]
pub fn z_score(said: Counts, of: Counts) -> f64 {
    let all = of.good + of.poor;
    if all <= 0.0 || of.good <= 0.0 || of.poor <= 0.0 {
        return 0.0;
    }
    let prior = PRIOR * (said.good + said.poor) / all;
    let (good, poor) = (said.good + prior, said.poor + prior);
    let log_odds = |said: f64, of: f64| (said / (of - said + PRIOR).max(f64::MIN_POSITIVE)).ln();
    let difference = log_odds(good, of.good) - log_odds(poor, of.poor);
    difference / (1.0 / good + 1.0 / poor).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_good_answers_say_more_often_is_above_nought() {
        let of = Counts { good: 50.0, poor: 50.0 };
        let z = |good, poor| z_score(Counts { good, poor }, of);
        assert!((z(10.0, 10.0)).abs() < 1e-12);
        assert!(z(20.0, 2.0) > 1.96 && z(2.0, 20.0) < -1.96);
        assert!((z(20.0, 2.0) + z(2.0, 20.0)).abs() < 1e-12);
        assert!(z(2.0, 0.0) < z(20.0, 0.0));
        assert!(z_score(Counts { good: 1.0, poor: 0.0 }, Counts { good: 9.0, poor: 0.0 }).abs() < 1e-12);
    }
}
