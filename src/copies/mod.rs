//! Passages that two texts share nearly word for word.
//!
//! [`Words`] of two texts → [`Shared`]: which words of the one are which of the other. One mechanism serves the model
//! answer and published texts ([`index`]), and the answers of a batch with each other ([`batch`]).
//!
//! This is winnowing (Schleimer, Wilkerson and Aiken, *Winnowing: Local Algorithms for Document Fingerprinting*, SIGMOD
//! 2003), in words where they have characters:
//!
//! - a text is the stems of its words without light ones (articles, fillers), so that inflection, case, punctuation and
//!   layout hide nothing;
//! - every [`GRAM`] words in a row have a number, and the least of each [`WINDOW`] neighbours is kept. So of a shared run
//!   of `GRAM + WINDOW - 1` = 8 words at least one number is kept on both sides, and none is shared by texts without a
//!   shared run of `GRAM` = 6 words;
//! - from there a run is followed both ways as far as the words agree, and on over at most [`GAP`] other words to where
//!   at least [`BRIDGE`] agree again: a copy in which a word here and there was changed stays one passage.
//!
//! Six words, for stock phrases ("it depends on what you want to") are shorter, once articles are left out; eight to be
//! sure, for whoever changes a copied text seldom changes a word in seven.

pub mod align;
pub mod batch;
pub mod index;
pub mod words;

pub use align::Shared;
pub use words::{Boilerplate, Words};

/// So many words in a row make a fingerprint.
pub const GRAM: usize = 6;
/// Of so many neighbouring fingerprints one is kept.
pub const WINDOW: usize = 3;
/// So many words may differ between two runs of one passage, on either side.
pub const GAP: usize = 3;
/// So many words must agree again after such a gap.
pub const BRIDGE: usize = 3;
/// A passage with fewer words in common is no sign of copying.
pub const LEAST: usize = 16;
