//! `rubricate diff`: what a change of rubrics does.

use super::args::Args;
use super::args::keep::{self, Diff, DiffFormat};
use super::args::reading::Reading;
use super::inputs::{self, Event};
use super::output::{Output, Unfinished, terminal_width};
use super::sides::{self, Opened};
use super::{Ending, say, unusable};
use crate::diff::gates::{self, FailOn, Gates};
use crate::diff::grades::{self, Grades};
use crate::diff::{Comparison, Side, accepted, change::counted, words};
use crate::intake::RepeatedIds;
use crate::program::{Program, compile::compile};
use crate::report::changes::{self, Layout};
use crate::rubric::Bank;
use crate::transcript::Answer;
use crate::wordings::Wordings;
use std::path::Path;

pub(super) fn run(args: &Args, options: &Diff) -> Result<Ending, Ending> {
    let files = inputs::expand(&options.answers).map_err(unusable)?;
    let (old, new) = sides::open(args, options)?;
    let words = words::differences(&old.loaded.bank, &new.loaded.bank);
    let programs = (compile(&old.loaded.bank), compile(&new.loaded.bank));
    let (before, now) = (side(&old, &programs.0), side(&new, &programs.1));
    let (mut grades, refused) = match words.is_empty() {
        true => (Grades::default(), 0),
        false if files.is_empty() => (grades::compare(before, now, grades::examples(before, now)), 0),
        false => {
            let (answers, refused) = read(args, &options.reading, &files, &old.loaded.bank, &new.loaded.bank);
            if answers.is_empty() && refused == 0 {
                return Err(unusable("there is nothing to grade".to_owned()));
            }
            (grades::compare(before, now, answers), refused)
        }
    };
    if let Some(path) = &options.accepted {
        accept(args, path, options.accept, &mut grades)?;
    }
    let comparison = Comparison { old: before, new: now, words: &words, grades: &grades, gates: gates_of(options) };
    print(&comparison, options.format)?;
    if comparison.is_nothing() && !matches!(options.format, DiffFormat::Human | DiffFormat::Md) {
        say(changes::NOTHING);
    }
    let failed = gates::failed(&comparison);
    failed.iter().for_each(|reason| say(format_args!("failed: {reason}")));
    Ok(match (refused, failed.len()) {
        (1.., _) => Ending::Incomplete,
        (0, 0) => Ending::Done,
        _ => Ending::Failed,
    })
}

fn side<'a>(opened: &'a Opened, program: &'a Program) -> Side<'a> {
    let Opened { loaded, name, prefix, .. } = opened;
    Side { name, prefix, bank: &loaded.bank, program, sources: &loaded.sources }
}

fn gates_of(options: &Diff) -> Gates {
    let fail_on = options.fail_on.map(|change| match change {
        keep::Change::Band => FailOn::Band,
        keep::Change::Score => FailOn::Score,
        keep::Change::Any => FailOn::Any,
    });
    Gates { fail_on, max_shift: options.max_shift }
}

/// The answers of the files, and how many could not be taken. They are found by the new bank's wordings, and by those of
/// the questions that it does not have any more.
fn read(args: &Args, options: &Reading, files: &[std::path::PathBuf], old: &Bank, new: &Bank) -> (Vec<Answer>, usize) {
    let gone = old.questions.iter().filter(|question| new.question(&question.id).is_none());
    let both = Bank { questions: new.questions.iter().chain(gone).cloned().collect(), ..new.clone() };
    let wordings = Wordings::new(&both);
    let reading = inputs::reading(options, &wordings, RepeatedIds::Numbered);
    let (mut answers, mut refused) = (Vec::new(), 0);
    let mut take = |event| {
        match event {
            Event::Taken(taken) => match taken.refused {
                Some(reason) => {
                    refused += 1;
                    say(format_args!("{}: {reason}", taken.answer.source));
                }
                None => answers.push(taken.answer),
            },
            Event::Said(said) if !args.quiet => say(said),
            Event::Said(_) | Event::Pause | Event::Bytes(_) => {}
        }
        Ok(())
    };
    for file in files {
        // What takes the events never stops.
        let _ = inputs::read(file, &reading, &mut take);
    }
    (answers, refused)
}

/// Marks what the file accepts, after it was written where that was asked for.
fn accept(args: &Args, path: &Path, write: bool, grades: &mut Grades) -> Result<(), Ending> {
    let name = path.display();
    if write {
        let mut output = Output::file(path, &Unfinished::watched())?;
        output.write(accepted::write(grades).as_bytes())?;
        output.finish()?;
    }
    let text = super::inputs::all_text(path).map_err(|error| unusable(format!("cannot read {name}: {error}")))?;
    let entries = accepted::read(&text).map_err(|reason| unusable(format!("{name}: {reason}")))?;
    let stale = accepted::mark(grades, &entries);
    if write && !args.quiet {
        say(format_args!("{} written to {name}", counted(entries.len(), "accepted change")));
    }
    for entry in stale {
        let accepted::Accepted { question, answer, old, new } = entry;
        say(format_args!("{name}: no longer a change: {question}, answer {answer}, {old} \u{2192} {new}"));
    }
    Ok(())
}

fn print(comparison: &Comparison<'_>, format: DiffFormat) -> Result<(), Ending> {
    let mut output = Output::new();
    let text = match format {
        DiffFormat::Human => {
            changes::human::report(comparison, Layout { width: terminal_width(), colour: output.colour() })
        }
        DiffFormat::Md => changes::markdown::report(comparison),
        DiffFormat::Json => changes::json::report(comparison),
        DiffFormat::Csv => changes::csv::report(comparison),
        DiffFormat::Github => changes::github::report(comparison),
        DiffFormat::Junit => changes::junit::report(comparison),
    };
    output.write(text.as_bytes())?;
    output.finish()
}
