//! `rubricate agree`: how far grades agree with the marks that people gave.

use super::args::Args;
use super::args::agree::{Agree, AgreeFormat, ByWhat};
use super::marked::Marked;
use super::output::{Output, Unfinished, terminal_width};
use super::{Ending, bank, inputs, marked, say, unusable};
use crate::agreement::bootstrap::Resampling;
use crate::agreement::groups::Pass;
use crate::agreement::machine::By;
use crate::agreement::measure::Measure;
use crate::agreement::{Agreement, Settings, agree, judge};
use crate::diagnostic::nearest;
use crate::marks::MarkedAnswer;
use crate::marks::scale::Scale;
use crate::program::{Program, compile::compile};
use crate::report::Rubrics;
use crate::report::agreement::{csv, html, human, json, markdown};
use crate::report::changes::Layout;
use crate::report::terminal::Colour;
use crate::rubric::Bank;
use crate::spoken::grade_spoken;
use crate::wordings::Wordings;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &Args, options: &Agree) -> Result<Ending, Ending> {
    let targets = targets(options).map_err(unusable)?;
    let bank = bank::open(args)?;
    not_an_input(options, &targets, bank::files(args)).map_err(unusable)?;
    let wordings = Wordings::new(bank);
    let Marked { scale, raters, answers, left_out } = marked::read(args, &options.marked, bank, &wordings)?;
    let settings = settings(options, &scale, &answers, bank).map_err(unusable)?;
    let program = compile(bank);
    let graded = answers.into_par_iter().filter_map(|marked| graded(&program, marked)).collect();
    let judged = judge(graded, &program, &scale, &settings);
    let agreement = agree(&judged, &program, &scale, &raters, &settings);
    let rubrics = Rubrics { bank, program: &program };
    let unfinished = if options.output.is_empty() { Unfinished::default() } else { Unfinished::watched() };
    targets.iter().try_for_each(|target| write(target, &agreement, rubrics, &unfinished))?;
    let failed = failed(options, &agreement);
    if let Some(reason) = &failed {
        say(format_args!("failed: {reason}"));
    }
    Ok(match failed {
        _ if left_out.is_incomplete() => Ending::Incomplete,
        Some(_) => Ending::Failed,
        None => Ending::Done,
    })
}

fn graded(program: &Program, marked: MarkedAnswer) -> Option<(MarkedAnswer, crate::grade::Grade)> {
    let grade = grade_spoken(program, program.question(&marked.answer.question)?, &marked.answer);
    Some((marked, grade))
}

/// A report: its format, and the file where it goes; none for standard output.
type Target = (AgreeFormat, Option<PathBuf>);

fn targets(options: &Agree) -> Result<Vec<Target>, String> {
    let mut targets: Vec<Target> = Vec::new();
    let mut format_used = false;
    for path in &options.output {
        let ending = path.extension().and_then(|ending| ending.to_str()).and_then(AgreeFormat::of_ending);
        format_used |= ending.is_none();
        let format = ending.or(options.format).ok_or_else(|| {
            format!(
                "no format for {}: end its name in .html, .md, .json, .csv or .txt, or name one with -f",
                path.display()
            )
        })?;
        if targets.iter().any(|(_, other)| other.as_ref() == Some(path)) {
            return Err(format!("{} is named twice", path.display()));
        }
        targets.push((format, Some(path.clone())));
    }
    if targets.is_empty() || (options.format.is_some() && !format_used) {
        targets.push((options.format.unwrap_or(AgreeFormat::Human), None));
    }
    Ok(targets)
}

/// No report replaces what it is made of.
fn not_an_input(options: &Agree, targets: &[Target], rubrics: Vec<PathBuf>) -> Result<(), String> {
    let answers = inputs::expand(&options.marked.answers)?;
    let inputs = answers.iter().chain(&rubrics).chain([&options.marked.marks]).filter(|input| input.is_file());
    let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).collect();
    let is_input = |path: &&PathBuf| {
        path.is_file() && inputs.iter().any(|input| same_file::is_same_file(input, path).unwrap_or(false))
    };
    match targets.iter().filter_map(|(_, path)| path.as_ref()).find(is_input) {
        Some(path) => Err(format!("{} is one of the inputs; name another output", path.display())),
        None => Ok(()),
    }
}

fn settings(options: &Agree, scale: &Scale, answers: &[MarkedAnswer], bank: &Bank) -> Result<Settings, String> {
    let level = |name: &String| {
        scale.level(name).ok_or_else(|| format!("no level `{name}` on the scale; it has {}", scale.described()))
    };
    let wrong_claim = options.wrong_claim.as_ref().map(level).transpose()?;
    Ok(Settings {
        by: By::choose(options.by.map(ByWhat::meant), scale, &bank.bands, wrong_claim)?,
        wrong_claim,
        resampling: Resampling { times: options.resamples, seed: options.seed },
        worst: options.worst,
        columns: options.by_column.iter().map(|name| column(name, answers)).collect::<Result<_, _>>()?,
        pass: options.pass.as_deref().map_or(Ok(Pass::Band(0)), |name| pass(name, scale, bank))?,
    })
}

/// The column as it is spelt in the answers.
fn column(wanted: &str, answers: &[MarkedAnswer]) -> Result<String, String> {
    let mut names: BTreeSet<&str> =
        answers.iter().flat_map(|one| one.answer.extra.keys()).map(String::as_str).collect();
    names.insert("candidate");
    let same = |name: &&&str| name.eq_ignore_ascii_case(wanted);
    names.get(wanted).or_else(|| names.iter().find(same)).map(|name| (*name).to_owned()).ok_or_else(|| {
        let listed = names.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match nearest(wanted, names.iter().copied()) {
            Some(near) => format!("no column is called `{wanted}`; did you mean `{near}`?"),
            None => format!("no column is called `{wanted}`; the columns are {listed}"),
        }
    })
}

fn pass(name: &str, scale: &Scale, bank: &Bank) -> Result<Pass, String> {
    if let Some(band) = bank.bands.iter().position(|band| band.name.eq_ignore_ascii_case(name)) {
        return Ok(Pass::Band(band));
    }
    let bands: Vec<&str> = bank.bands.iter().map(|band| band.name.as_str()).collect();
    scale.level(name).map(Pass::Level).ok_or_else(|| {
        format!("`{name}` is no level of the scale ({}) and no band ({})", scale.described(), bands.join(", "))
    })
}

fn write(
    (format, path): &Target,
    agreement: &Agreement<'_>,
    rubrics: Rubrics<'_>,
    unfinished: &Unfinished,
) -> Result<(), Ending> {
    let (mut output, layout) = match path {
        Some(path) => (Output::file(path, unfinished)?, Layout { width: 100, colour: Colour::Off }),
        None => {
            let output = Output::new();
            let layout = Layout { width: terminal_width(), colour: output.colour() };
            (output, layout)
        }
    };
    let text = match format {
        AgreeFormat::Human => human::report(agreement, rubrics, layout),
        AgreeFormat::Md => markdown::report(agreement, rubrics),
        AgreeFormat::Json => json::report(agreement, rubrics),
        AgreeFormat::Csv => csv::report(agreement),
        AgreeFormat::Html => html::report(agreement, rubrics),
    };
    output.write(text.as_bytes())?;
    output.finish()
}

/// Why the gate fails; equality passes, and what is compared is not rounded.
fn failed(options: &Agree, agreement: &Agreement<'_>) -> Option<String> {
    let least = options.fail_under?;
    match agreement.program.get(Measure::Qwk).value {
        Some(qwk) if qwk >= least => None,
        Some(qwk) => Some(format!("the quadratic weighted kappa {qwk:.4} is under {least}")),
        None => Some(format!("the quadratic weighted kappa is not defined, so it does not reach {least}")),
    }
}
