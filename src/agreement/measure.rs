//! What is measured, and by whose definition.
//!
//! | measure | what it is |
//! |---|---|
//! | [`Measure::Qwk`] | kappa weighted by squared differences of values: J. Cohen 1968. From means and variances, `1 − E(x−y)² / (Vx + Vy + (mx−my)²)`, which is the same |
//! | [`Measure::Kappa`] | agreement beyond chance, unweighted: J. Cohen 1960 |
//! | [`Measure::Alpha`] | [`alpha`](super::alpha): K. Krippendorff 2011, interval for numbers, ordinal for labels |
//! | [`Measure::Exact`], [`Measure::Adjacent`] | the share with the same level, and with the same or the next |
//! | [`Measure::Pearson`], [`Measure::Spearman`] | correlation of values, and of average ranks |
//! | [`Measure::Mae`] | mean absolute error, in marks |
//! | [`Measure::Smd`] | (mean of the program − mean of people) / standard deviation of people (with n − 1): standardised on the human marks, as D. Williamson, X. Xi and F. Breyer 2012 have it, who look closer beyond ±0.15 |
//! | [`Measure::MacroF1`] | the mean of F1 over the levels that either gave |

/// What is measured; the first four and the last on levels, the others on values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Quadratic weighted kappa.
    Qwk,
    /// Cohen's kappa.
    Kappa,
    /// Krippendorff's alpha.
    Alpha,
    /// Exact agreement.
    Exact,
    /// Adjacent agreement.
    Adjacent,
    /// Pearson's r.
    Pearson,
    /// Spearman's rho.
    Spearman,
    /// Mean absolute error.
    Mae,
    /// Standardised mean difference.
    Smd,
    /// Macro-F1.
    MacroF1,
}

impl Measure {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Qwk,
        Self::Kappa,
        Self::Alpha,
        Self::Exact,
        Self::Adjacent,
        Self::Pearson,
        Self::Spearman,
        Self::Mae,
        Self::Smd,
        Self::MacroF1,
    ];

    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qwk => "qwk",
            Self::Kappa => "kappa",
            Self::Alpha => "alpha",
            Self::Exact => "exact",
            Self::Adjacent => "adjacent",
            Self::Pearson => "pearson",
            Self::Spearman => "spearman",
            Self::Mae => "mae",
            Self::Smd => "smd",
            Self::MacroF1 => "macro_f1",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Qwk => "quadratic kappa, QWK",
            Self::Kappa => "Cohen's kappa",
            Self::Alpha => "Krippendorff's alpha",
            Self::Exact => "exact agreement",
            Self::Adjacent => "adjacent agreement",
            Self::Pearson => "Pearson's r",
            Self::Spearman => "Spearman's rho",
            Self::Mae => "mean absolute error",
            Self::Smd => "std. mean difference",
            Self::MacroF1 => "macro-F1",
        }
    }
}
