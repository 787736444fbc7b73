//! `rubricate test`: whether the rubrics grade their own examples, and golden answers, as they say; and whether these cases
//! would notice if a signal broke.

use super::args::Args;
use super::args::keep::{Test, TestFormat};
use super::golden::Golden;
use super::output::{Output, Unfinished};
use super::watch::watch;
use super::{Ending, bank, fail, grade::unknown_question, say};
use crate::decimal::Decimal;
use crate::program::compile::compile;
use crate::report::Rubrics;
use crate::report::trials::{self, Trial};
use crate::rubric::Bank;
use crate::rubric::load::Loaded;
use crate::trial::coverage::{Coverage, Totals, coverage};
use crate::trial::mutants::mutants;
use crate::trial::{self, Case};
use std::time::Instant;

pub(super) fn run(args: &Args, options: &Test) -> Result<Ending, Ending> {
    if !options.watch {
        return once(args, options, &Unfinished::watched());
    }
    let unfinished = Unfinished::watched();
    let files = || [bank::files(args), super::golden::files(&options.golden).unwrap_or_default()].concat();
    watch(files, || once(args, options, &unfinished))
}

fn once(args: &Args, options: &Test, unfinished: &Unfinished) -> Result<Ending, Ending> {
    let begun = Instant::now();
    let Cases { bank, cases, golden } = gather(args, options)?;
    let program = compile(&bank);
    let mut tried = trial::run(&bank, &program, cases);
    let accepted = match options.accept {
        true => golden.accept(&mut tried, unfinished)?,
        false => Vec::new(),
    };
    let covered = (options.coverage || options.min_coverage.is_some()).then(|| coverage(&program, &tried));
    let broken = options.mutants.then(|| mutants(&bank, &program, &tried));
    let trial = Trial {
        rubrics: Rubrics { bank: &bank, program: &program },
        tried: &tried,
        coverage: covered.as_deref().filter(|_| options.coverage),
        mutants: broken.as_deref(),
    };
    print(trial, options.format, &accepted)?;
    let all: usize = tried.iter().map(|tried| tried.outcomes.len()).sum();
    if all == 0 {
        fail("no examples to run");
        return Err(Ending::Unusable);
    }
    let failed = trial.failures().count();
    if !args.quiet || failed > 0 {
        let changed = if accepted.is_empty() { String::new() } else { format!(", {} accepted", accepted.len()) };
        let took = begun.elapsed().as_secs_f64();
        say(format_args!("{} passed, {failed} failed{changed} in {took:.1} s", all - failed));
    }
    let reached = options.min_coverage.is_none_or(|least| reaches(covered.as_deref().unwrap_or_default(), least));
    Ok(if failed == 0 && reached { Ending::Done } else { Ending::Failed })
}

/// What is tried: the questions that were asked for, and their cases.
struct Cases {
    bank: Bank,
    cases: Vec<Case>,
    golden: Golden,
}

fn gather(args: &Args, options: &Test) -> Result<Cases, Ending> {
    let Loaded { mut bank, sources, .. } = bank::load_bank(args)?;
    if let Some(unknown) = options.questions.iter().find(|id| bank.question(id).is_none()) {
        fail(unknown_question(&bank, unknown));
        return Err(Ending::Unusable);
    }
    let golden = Golden::read(&options.golden, &bank)?;
    if !options.questions.is_empty() {
        bank.questions.retain(|id| options.questions.iter().any(|asked| asked == id));
    }
    let cases = trial::examples(&bank, &sources).into_iter().chain(golden.cases()).collect();
    Ok(Cases { bank, cases, golden })
}

/// What was accepted is said beside the formats that programs read.
fn print(trial: Trial<'_>, format: TestFormat, accepted: &[String]) -> Result<(), Ending> {
    let mut output = Output::new();
    for accepted in accepted {
        match format {
            TestFormat::Human => output.write(format!("{accepted}\n").as_bytes())?,
            _ => say(accepted),
        }
    }
    let report = match format {
        TestFormat::Human => trials::human(trial, output.colour()),
        TestFormat::Json => trials::json::report(trial),
        TestFormat::Github => trials::github::report(trial),
        TestFormat::Junit => trials::junit::report(trial),
    };
    output.write(report.as_bytes())?;
    output.finish()
}

/// Whether enough signals fire; says so where not. What is compared is exact, and equality passes.
fn reaches(coverage: &[Coverage<'_>], least: Decimal) -> bool {
    let totals = Totals::of(coverage);
    let Some(share) = totals.fire_percent() else { return false };
    let reached = share.reaches(least);
    if !reached {
        say(format_args!("failed: {} of {} signals fire, {share}%, under {least}%", totals.fire, totals.all));
    }
    reached
}
