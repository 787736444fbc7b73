//! `rubricate tune`: numbers of rubrics, fitted to marks that people gave.

use super::args::Args;
use super::args::agree::ByWhat;
use super::args::learn::{Changeable, LearnFormat, Tune};
use super::edits::Edits;
use super::output::{Output, Unfinished, write_file};
use super::{Ending, bank, marked, say, unusable};
use crate::agreement::bootstrap::Resampling;
use crate::agreement::machine::By;
use crate::diagnostic::SourceId;
use crate::diff::change::counted;
use crate::lesson::lessons;
use crate::program::compile::compile;
use crate::report::tuning;
use crate::rubric::Bank;
use crate::rubric::edit::Change;
use crate::rubric::load::Loaded;
use crate::source::Source;
use crate::tune::fit::Free;
use crate::tune::{Settings, Tuning, What, tune};
use crate::wordings::Wordings;
use std::collections::BTreeMap;

pub(super) fn run(args: &Args, options: &Tune) -> Result<Ending, Ending> {
    let folder = bank::place(args);
    let Loaded { bank, sources, .. } = bank::load_bank(args)?;
    let wordings = Wordings::new(&bank);
    let marked = marked::read(args, &options.marked, &bank, &wordings)?;
    let program = compile(&bank);
    let lessons = lessons(&program, &marked.scale, &marked.answers);
    let may = |what| options.only.contains(&what);
    let settings = Settings {
        free: Free {
            weights: may(Changeable::Weights),
            points: may(Changeable::Points),
            full_credit: may(Changeable::FullCredit),
        },
        bands: may(Changeable::Bands),
        folds: options.folds,
        by: By::choose(options.by.map(ByWhat::meant), &marked.scale, &bank.bands, None).map_err(unusable)?,
        resampling: Resampling { times: options.resamples, seed: options.seed },
    };
    let tuning = tune(&bank, &program, &marked.scale, &lessons, settings);
    let edits = Edits::make(&sources, &changes(&bank, &sources, &tuning));
    let unfinished = Unfinished::watched();
    if options.write {
        edits.write(folder.as_deref(), &unfinished)?;
        say(format_args!("changed {} in the rubrics", counted(edits.made, "number")));
    }
    if let Some(path) = &options.output {
        write_file(path, edits.patch().as_bytes(), &unfinished)?;
    }
    let mut output = Output::new();
    let text = match options.format {
        LearnFormat::Human => tuning::human(&tuning, output.colour()),
        LearnFormat::Md => tuning::markdown(&tuning),
        LearnFormat::Json => tuning::json(&tuning),
        LearnFormat::Patch => edits.patch(),
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(if marked.left_out.is_incomplete() { Ending::Incomplete } else { Ending::Done })
}

/// The numbers to change, by file.
fn changes(bank: &Bank, sources: &[Source], tuning: &Tuning) -> BTreeMap<SourceId, Vec<Change>> {
    let mut changes: BTreeMap<SourceId, Vec<Change>> = BTreeMap::new();
    for tuned in &tuning.tuned {
        let Some(question) = bank.question(&tuned.question) else { continue };
        let criterion = tuned.criterion.clone();
        changes.entry(question.place.source).or_default().push(match tuned.what {
            What::Points => Change::Points { criterion, points: tuned.new },
            What::FullCredit => Change::FullCredit { criterion, full_credit: tuned.new },
            What::Weight(kind, index, _) => Change::Weight { criterion, kind, index, weight: tuned.new },
        });
    }
    let is_bank = |source: &Source| source.name.ends_with("bank.yaml") || source.name.ends_with("bank.yml");
    match sources.iter().position(is_bank) {
        _ if tuning.bands.is_empty() => {}
        Some(at) => changes
            .entry(SourceId(at))
            .or_default()
            .extend(tuning.bands.iter().map(|(band, from)| Change::BandFrom { band: band.name.clone(), from: *from })),
        None => say("the bank has no `bank.yaml` in which its bands could be changed"),
    }
    changes
}
