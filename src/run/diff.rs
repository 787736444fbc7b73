//! `rubricate diff`: what a change of rubrics does.

use super::args::Args;
use super::args::keep::Diff;
use super::{Ending, fail};

pub(super) fn run(_args: &Args, _options: &Diff) -> Result<Ending, Ending> {
    fail("not yet");
    Err(Ending::Unusable)
}
