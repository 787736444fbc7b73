//! `rubricate suggest`: what rubrics miss in answers that people marked, and first rubrics from marking keys.

use super::args::Args;
use super::args::learn::{LearnFormat, Suggest};
use super::edits::Edits;
use super::output::{Output, Unfinished, write_file};
use super::{Ending, bank, marked, say, unusable};
use crate::decimal::Decimal;
use crate::diff::change::counted;
use crate::lesson::lessons;
use crate::marks::scale::Scale;
use crate::program::compile::compile;
use crate::report::suggestions::{self, Found};
use crate::rubric::edit::Change;
use crate::rubric::load::Loaded;
use crate::rubric::write::{self, Draft, DraftBank, DraftSignal, Said};
use crate::rubric::{Band, Bank};
use crate::suggest::{Suggestion, Wanted, key, near::nearly, suggest};
use crate::wordings::Wordings;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn run(args: &Args, options: &Suggest) -> Result<Ending, Ending> {
    if options.from_key { from_key(args, options) } else { from_marks(args, options) }
}

fn from_marks(args: &Args, options: &Suggest) -> Result<Ending, Ending> {
    let folder = bank::place(args);
    let Loaded { bank, sources, .. } = bank::load_bank(args)?;
    let wordings = Wordings::new(&bank);
    let marked = marked::read(args, &options.marked, &bank, &wordings)?;
    let program = compile(&bank);
    let lessons = lessons(&program, &marked.scale, &marked.answers);
    let wanted = Wanted { most: options.most, least: options.least };
    let suggested = suggest(&bank, &lessons, wanted);
    let nearly = nearly(&program, &lessons, wanted);
    let found = Found { suggested: &suggested, nearly: &nearly, lessons: &lessons, bank: &bank };
    let edits = Edits::make(&sources, &changes(&bank, &suggested));
    let unfinished = Unfinished::watched();
    if options.write {
        edits.write(folder.as_deref(), &unfinished)?;
        say(format_args!("added {} to the rubrics", counted(edits.made, "signal")));
    }
    if let Some(path) = &options.output {
        write_file(path, edits.patch().as_bytes(), &unfinished)?;
    }
    let mut output = Output::new();
    let text = match options.format {
        LearnFormat::Human => suggestions::human(&found, output.colour()),
        LearnFormat::Md => suggestions::markdown(&found),
        LearnFormat::Json => suggestions::json(&found),
        LearnFormat::Patch => edits.patch(),
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(if marked.left_out.is_incomplete() { Ending::Incomplete } else { Ending::Done })
}

/// The signals to add, by file.
fn changes(bank: &Bank, suggested: &[Suggestion]) -> BTreeMap<crate::diagnostic::SourceId, Vec<Change>> {
    let mut changes: BTreeMap<_, Vec<Change>> = BTreeMap::new();
    for suggestion in suggested {
        let Some(question) = bank.question(&suggestion.question) else { continue };
        let signal = DraftSignal {
            said: Said::Patterns(vec![suggestion.pattern.clone()]),
            weight: suggestion.weight,
            comment: None,
        };
        let criterion = suggestion.criterion.clone();
        changes.entry(question.place.source).or_default().push(Change::Signal {
            criterion,
            kind: suggestion.kind,
            signal,
        });
    }
    changes
}

fn from_key(args: &Args, options: &Suggest) -> Result<Ending, Ending> {
    let reading = &options.marked.reading;
    let table = marked::table_of(&options.marked.marks, reading.delimiter).map_err(unusable)?;
    let named = key::Named {
        id: reading.id_column.clone(),
        question: reading.question_column.clone(),
        key: options.key_column.clone(),
        notes: options.notes_column.clone(),
    };
    let name = options.marked.marks.display();
    let keys = key::read(&table, &named).map_err(|reason| unusable(format!("{name}: {reason}")))?;
    let bands = bands(options.marked.scale.as_ref());
    let mut drafts = Vec::new();
    for draft in key::drafts(&keys, &bands[0].name) {
        match draft {
            Ok(draft) => drafts.push(draft),
            Err(at) => say(format_args!("no rubric for `{}`: its key has no word with content", keys[at].question)),
        }
    }
    if drafts.is_empty() {
        return Err(unusable(format!("{name}: there is no question with a key")));
    }
    match &options.output {
        Some(folder) => write_bank(args, folder, &drafts, bands),
        None => {
            let mut output = Output::new();
            let texts: Vec<String> = drafts.iter().map(write::rubric).collect();
            output.write(texts.join("\n").as_bytes())?;
            output.finish()?;
            Ok(Ending::Done)
        }
    }
}

/// A band for each level of the scale, from half way to the level below; without a scale three.
fn bands(scale: Option<&Scale>) -> Vec<Band> {
    let Some(scale) = scale else {
        let band = |name: &str, from| Band { name: name.to_owned(), from: Decimal::whole(from) };
        return vec![band("strong", 60), band("partial", 30), band("weak", 0)];
    };
    let from = |at: usize| {
        let below = at.checked_sub(1).map(|below| f64::midpoint(scale.levels[below].value, scale.levels[at].value));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
        let tenths = below.map_or(0, |value| (scale.share(value) * 1000.0).round() as u64);
        Decimal::part(tenths, 10)
    };
    (0..scale.levels.len()).rev().map(|at| Band { name: scale.levels[at].name.clone(), from: from(at) }).collect()
}

fn write_bank(args: &Args, folder: &Path, drafts: &[Draft], bands: Vec<Band>) -> Result<Ending, Ending> {
    let exists = folder.exists() && folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if exists {
        return Err(unusable(format!("{} is not empty; name a new folder", folder.display())));
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        super::fail(format_args!("{} could not be made: {error}", folder.display()));
        Ending::Unwritten
    })?;
    let name = folder.file_name().map_or_else(|| "exam".to_owned(), |name| name.to_string_lossy().into_owned());
    let bank = DraftBank { name, bands, wrong_claim_costs: Decimal::ZERO };
    let unfinished = Unfinished::watched();
    write_file(&folder.join("bank.yaml"), write::bank(&bank).as_bytes(), &unfinished)?;
    for draft in drafts {
        let path = folder.join(format!("{}.yaml", draft.id));
        write_file(&path, write::rubric(draft).as_bytes(), &unfinished)?;
    }
    if !args.quiet {
        say(format_args!(
            "{} in {}; try them with `rubricate check --rubrics {}`",
            counted(drafts.len(), "rubric"),
            folder.display(),
            folder.display()
        ));
    }
    Ok(Ending::Done)
}
