//! `rubricate explain`: what a rubric compiles to, and what of it was heard.

use super::args::{Args, Explain};
use super::output::Output;
use super::{Ending, bank, fail, grade::unknown_question};
use crate::grade::grade;
use crate::program::compile;
use crate::report::explain;
use std::io::Read;
use std::path::Path;

pub(super) fn run(args: &Args, options: &Explain) -> Result<Ending, Ending> {
    let bank = bank::open(args)?;
    let program = compile::compile(&bank);
    let Some(question) = program.question(&options.question) else {
        fail(unknown_question(&bank, &options.question));
        return Err(Ending::Unusable);
    };
    let mut output = Output::new();
    match &options.answer {
        None => output.write(explain::program(&program, question).as_bytes())?,
        Some(path) => {
            let answer = read(path).map_err(|error| {
                fail(format_args!("cannot read {}: {error}", path.display()));
                Ending::Unusable
            })?;
            let grade = grade(&program, question, &answer);
            output.write(explain::heard(question, &grade, &answer, output.colour()).as_bytes())?;
        }
    }
    output.finish()?;
    Ok(Ending::Done)
}

fn read(path: &Path) -> std::io::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
}
