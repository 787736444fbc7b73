//! `rubricate explain`: what a rubric compiles to, and what of it was heard.

use super::args::{Args, Explain};
use super::output::Output;
use super::{Ending, bank, fail, grade::unknown_question, inputs};
use crate::grade::grade;
use crate::program::compile;
use crate::report::explain;

pub(super) fn run(args: &Args, options: &Explain) -> Result<Ending, Ending> {
    let bank = bank::open(args)?;
    let program = compile::compile(bank);
    let Some(question) = program.question(&options.question) else {
        fail(unknown_question(bank, &options.question));
        return Err(Ending::Unusable);
    };
    let mut output = Output::new();
    match &options.answer {
        None => output.write(explain::program(&program, question).as_bytes())?,
        Some(path) => {
            let answer = inputs::all_text(path).map_err(|error| {
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
