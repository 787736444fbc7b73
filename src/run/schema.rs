//! `rubricate schema`: the JSON Schema of rubric files.

use super::args::Args;
use super::args::keep::Schema;
use super::{Ending, fail};

pub(super) fn run(_args: &Args, _options: &Schema) -> Result<Ending, Ending> {
    fail("not yet");
    Err(Ending::Unusable)
}
