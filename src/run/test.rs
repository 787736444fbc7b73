//! `rubricate test`: whether the rubrics grade their own examples as they say.

use super::args::Args;
use super::args::keep::Test;
use super::output::Output;
use super::{Ending, bank, fail, grade::unknown_question, say};
use crate::check;
use crate::program::compile::compile;
use crate::report::terminal::visible;

pub(super) fn run(args: &Args, options: &Test) -> Result<Ending, Ending> {
    let mut bank = bank::open(args)?;
    if let Some(unknown) = options.questions.iter().find(|id| bank.question(id).is_none()) {
        fail(unknown_question(&bank, unknown));
        return Err(Ending::Unusable);
    }
    if !options.questions.is_empty() {
        bank.questions.retain(|question| options.questions.contains(&question.id));
    }
    let program = compile(&bank);
    let outcomes = check::test(&bank, &program);
    let mut output = Output::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.passed()) {
        let example = &outcome.question.examples[outcome.number - 1];
        let line = format!(
            "{} example {}: expected {}, got {} ({}): {}",
            outcome.question.id,
            outcome.number,
            example.band,
            outcome.got.as_deref().unwrap_or("no band"),
            outcome.score.as_deref().unwrap_or("no score"),
            example.answer.chars().take(80).collect::<String>()
        );
        output.write(format!("{}\n", visible(&line)).as_bytes())?;
    }
    output.finish()?;
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    say(format_args!("{} passed, {failed} failed", outcomes.len() - failed));
    match (outcomes.len(), failed) {
        (0, _) => {
            fail("no examples to run");
            Err(Ending::Unusable)
        }
        (_, 0) => Ok(Ending::Done),
        _ => Ok(Ending::Failed),
    }
}
