//! Sums over pairs of numbers, and what follows from them: means, correlations, kappa with quadratic weights.
//!
//! What does not vary, but for rounding, has no correlation.

/// Sums from which means, variances and correlations follow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub(super) count: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Moments {
    /// Counts two values in, so many times.
    pub(super) fn add(&mut self, weight: f64, x: f64, y: f64) {
        self.count += weight;
        self.x += weight * x;
        self.y += weight * y;
        self.xx += weight * x * x;
        self.yy += weight * y * y;
        self.xy += weight * x * y;
    }

    /// The difference of the means, the second less the first.
    pub(super) fn difference(&self) -> Option<f64> {
        (self.count > 0.0).then(|| (self.y - self.x) / self.count)
    }

    /// The mean of the first.
    pub(super) fn mean_x(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.x / self.count)
    }

    /// The mean of the second.
    pub(super) fn mean_y(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.y / self.count)
    }

    /// The sum of squares about the mean; nothing where all is equal but for rounding.
    fn about_mean(&self, sum: f64, squares: f64) -> Option<f64> {
        let about = squares - sum * sum / self.count;
        (self.count > 0.0 && about > squares * 1e-12).then_some(about)
    }

    /// Pearson's r (K. Pearson 1895); nothing where either does not vary.
    pub(super) fn correlation(&self) -> Option<f64> {
        let (x, y) = (self.about_mean(self.x, self.xx)?, self.about_mean(self.y, self.yy)?);
        Some(((self.xy - self.x * self.y / self.count) / (x * y).sqrt()).clamp(-1.0, 1.0))
    }

    /// The difference of the means in standard deviations of the first, with n − 1.
    pub(super) fn standardised(&self) -> Option<f64> {
        let variance = self.about_mean(self.x, self.xx)? / (self.count - 1.0);
        Some(self.difference()? / variance.sqrt())
    }

    /// Kappa with quadratic weights.
    pub(super) fn qwk(&self) -> Option<f64> {
        let within = |sum, squares| self.about_mean(sum, squares).unwrap_or(0.0) / self.count;
        let apart = self.difference()?;
        let expected = within(self.x, self.xx) + within(self.y, self.yy) + apart * apart;
        let observed = (self.xx - 2.0 * self.xy + self.yy) / self.count;
        (expected > 1e-12).then(|| 1.0 - observed / expected)
    }
}
