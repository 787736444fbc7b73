//! Practising the questions of a bank: what to ask today, what an answer lacks, and what to read for it.
//!
//! A [`History`](history::History) of graded answers and a [`Day`](day::Day) → what is due ([`spacing`]) → the questions of a
//! session ([`draw`]) → of each graded answer its thinnest point and, at the end, the thin spots ([`session`]).
//!
//! Nothing here reads a clock: the day comes from outside, and all spacing is in whole days.

pub mod day;
pub mod draw;
pub mod history;
pub mod session;
pub mod spacing;
