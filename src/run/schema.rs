//! `rubricate schema`: the JSON Schema of rubric files.

use super::Ending;
use super::args::Args;
use super::args::keep::{Described, Schema};
use super::output::Output;
use crate::rubric::schema;

pub(super) fn run(_args: &Args, options: &Schema) -> Result<Ending, Ending> {
    let schema = match options.file {
        Described::Rubric => schema::rubric(),
        Described::Bank => schema::bank(),
        Described::Glossary => schema::glossary(),
    };
    let mut output = Output::new();
    output.write(format!("{schema:#}\n").as_bytes())?;
    output.finish()?;
    Ok(Ending::Done)
}
