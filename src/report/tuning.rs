//! What tuning proposes and gains, printed: for reading, as Markdown, as JSON.

use super::terminal::Colour;
use crate::tune::Tuning;

/// For the terminal.
#[must_use]
pub fn human(tuning: &Tuning, _colour: Colour) -> String {
    let mut out = String::new();
    for gain in &tuning.gains {
        out.push_str(&format!(
            "{} {:?} {:?} {:?}\n",
            gain.measure.title(),
            gain.before.value,
            gain.after.value,
            (gain.gain.value, gain.gain.interval)
        ));
    }
    for tuned in tuning.tuned.iter().take(30) {
        out.push_str(&format!(
            "{} {} {:?} {} -> {}\n",
            tuned.question, tuned.criterion, tuned.what, tuned.old, tuned.new
        ));
    }
    for (band, from) in &tuning.bands {
        out.push_str(&format!("{} {} -> {}\n", band.name, band.from, from));
    }
    out
}

/// For a pull request.
#[must_use]
pub fn markdown(_tuning: &Tuning) -> String {
    String::new()
}

/// For programs.
#[must_use]
pub fn json(_tuning: &Tuning) -> String {
    String::new()
}
