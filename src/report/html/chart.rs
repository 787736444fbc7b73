//! Bands and bars: the colour of a band, and pictures of numbers that stand beside them in words.
//!
//! The pictures are SVG, which is printed even where backgrounds are not. They are hidden from screen readers: they say
//! nothing that the text beside them does not.

use super::shown::line;
use crate::rubric::Bank;
use crate::totals::{Candidate, Mean};
use maud::{Markup, html};

/// The class of a band: the highest, the lowest, or one in between.
pub(super) fn class(band: &str, bank: &Bank) -> &'static str {
    match bank.bands.iter().position(|known| known.name == band) {
        Some(0) => "high",
        Some(at) if at + 1 < bank.bands.len() => "mid",
        _ => "low",
    }
}

/// A mean as a bar to 100.
pub(super) fn bar(mean: &Mean) -> Markup {
    let tenths = mean.tenths().unwrap_or_default();
    html! {
        svg.bar width="100" height="6" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="1000" height="10" fill="#ddd" {}
            rect.fill width=(tenths) height="10" {}
        }
    }
}

/// How many answers reached each band, as parts of one bar.
pub(super) fn stack(candidate: &Candidate, bank: &Bank) -> Markup {
    let counts = counts(candidate, bank);
    let starts = counts.iter().scan(0, |end, (_, count)| {
        let start = *end;
        *end += count;
        Some(start)
    });
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    html! {
        svg.bar width="100" height="6" viewBox={ "0 0 " (total.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
            @for ((band, count), start) in counts.iter().zip(starts) {
                rect class=(class(band, bank)) x=(start) width=(count) height="1" {}
            }
        }
    }
}

/// The same in words: `5 strong, 2 partial`.
pub(super) fn band_counts(candidate: &Candidate, bank: &Bank) -> String {
    let counts = counts(candidate, bank);
    let words: Vec<_> = counts.iter().map(|(band, count)| format!("{count} {}", line(band))).collect();
    words.join(", ")
}

/// The bands that were reached, highest first.
fn counts<'a>(candidate: &Candidate, bank: &'a Bank) -> Vec<(&'a str, usize)> {
    let count = |name: &str| candidate.bands.get(name).copied().unwrap_or_default();
    let bands = bank.bands.iter().map(|band| (band.name.as_str(), count(&band.name)));
    bands.filter(|(_, count)| *count > 0).collect()
}
