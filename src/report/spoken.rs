//! How an answer was given, in a few words: what it got before any follow-up, and how it was spoken.

use crate::delivery::Delivery;
use crate::grade::Grade;

/// What there is to say; nothing of a written answer without follow-ups.
#[must_use]
pub fn spoken(grade: &Grade) -> Vec<String> {
    let unprompted = grade.unprompted.filter(|unprompted| Some(*unprompted) != grade.score);
    let unprompted = unprompted.map(|score| format!("{score} before any follow-up"));
    unprompted.into_iter().chain(grade.delivery.as_ref().map(delivery)).collect()
}

/// `spoken in 71 s, 135 words a minute, 2 long pauses (longest 4.2 s)`
fn delivery(delivery: &Delivery) -> String {
    let pauses = match (delivery.pauses, delivery.longest_pause) {
        (_, None) => String::new(),
        (1, Some(longest)) => format!(", a pause of {}", seconds(longest)),
        (count, Some(longest)) => format!(", {count} long pauses (longest {})", seconds(longest)),
    };
    let (time, rate) = (delivery.milliseconds / 1000, delivery.words_per_minute());
    format!("spoken in {time} s, {rate} words a minute{pauses}")
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1000, milliseconds / 100 % 10)
}
