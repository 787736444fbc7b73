//! `rubricate screen`: an interview composed from the bank.

use super::args::Args;
use super::args::screen::{KitFormat, Screen};
use super::grade::unknown_question;
use super::output::{Output, Unfinished, terminal_width};
use super::questions::named;
use super::{Ending, bank, say, unusable};
use crate::diagnostic::nearest;
use crate::program::compile::compile;
use crate::report::Rubrics;
use crate::report::kit::{html, json, markdown, text};
use crate::report::terminal::Colour;
use crate::rubric::{Bank, Level};
use crate::screen::giveaway::Giveaways;
use crate::screen::{Length, Plan, Wishes, compose, file};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

pub(super) fn run(args: &Args, options: &Screen) -> Result<Ending, Ending> {
    let targets = targets(options).map_err(unusable)?;
    let bank = bank::open(args)?;
    let rubrics = bank::files(args);
    let inputs = rubrics.iter().map(PathBuf::as_path).chain(options.exclude.iter().map(Path::new));
    if let Some(path) = overwritten(&targets, inputs) {
        return Err(unusable(format!("{} is one of the inputs; name another output", path.display())));
    }
    let wishes = wishes(bank, options).map_err(unusable)?;
    let program = compile(bank);
    let plan = compose(bank, &wishes, &mut Giveaways::new(bank, &program));
    if plan.questions.is_empty() {
        return Err(unusable(none_fits(options)));
    }
    if !args.quiet {
        tell(options, &plan);
    }
    write(&targets, &plan, Rubrics { bank, program: &program })?;
    Ok(Ending::Done)
}

fn wishes(bank: &Bank, options: &Screen) -> Result<Wishes, String> {
    known_topics(bank, &options.topic)?;
    Ok(Wishes {
        level: named("level", &options.level, Level::ALL, |level| level.name())?,
        topics: options.topic.clone(),
        length: length(options.minutes, options.count),
        excluded: excluded(bank, &options.exclude)?,
        seed: options.seed.unwrap_or_else(drawn_seed),
    })
}

/// Whether the bank has questions about all of them.
pub(super) fn known_topics(bank: &Bank, named: &[String]) -> Result<(), String> {
    let topics = || bank.questions.iter().flat_map(|question| &question.topics).map(String::as_str);
    let Some(unknown) = named.iter().find(|topic| !topics().any(|known| known == topic.as_str())) else {
        return Ok(());
    };
    let near = nearest(unknown, topics()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(format!("no question is about `{unknown}`{near}"))
}

/// How long it shall be, by the minutes if there are any.
pub(super) fn length(minutes: Option<u16>, count: u8) -> Length {
    match minutes {
        Some(minutes) => Length::Minutes(u64::from(minutes)),
        None => Length::Questions(usize::from(count)),
    }
}

/// Ids that were named, or that stand in files that were.
pub(super) fn excluded(bank: &Bank, named: &[String]) -> Result<Vec<String>, String> {
    let mut excluded = Vec::new();
    for name in named {
        if bank.question(name).is_some() {
            excluded.push(name.clone());
        } else if Path::new(name).exists() {
            excluded.extend(read_ids(Path::new(name))?);
        } else {
            return Err(format!("--exclude {name}: no such file, and {}", unknown_question(bank, name)));
        }
    }
    Ok(excluded)
}

/// The questions that a file names: a plan, or ids a line.
pub(super) fn read_ids(path: &Path) -> Result<Vec<String>, String> {
    let text = super::inputs::all_text(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    file::ids(&text).map_err(|reason| format!("{}: {reason}", path.display()))
}

/// A number that is short enough to be typed again.
pub(super) fn drawn_seed() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

fn none_fits(options: &Screen) -> String {
    match options.minutes {
        Some(minutes) => format!("no question that fits into {minutes} minutes; give more, or other topics"),
        None => format!("no question for {} is left on these topics", options.level),
    }
}

/// What the user should know of the draw.
fn tell(options: &Screen, plan: &Plan<'_>) {
    if options.seed.is_none() {
        say(format_args!("drawn with seed {0}; --seed {0} draws it again", plan.seed));
    }
    plan.remarks.iter().for_each(say);
}

/// A format, and the file it goes to, or standard output.
type Target = (KitFormat, Option<PathBuf>);

fn targets(options: &Screen) -> Result<Vec<Target>, String> {
    let mut targets: Vec<Target> = Vec::new();
    let mut format_used = false;
    for path in &options.output {
        let ending = path.extension().and_then(|ending| ending.to_str()).and_then(KitFormat::of_ending);
        format_used |= ending.is_none();
        let Some(format) = ending.or(options.format) else {
            return Err(format!(
                "no format for {}: end its name in .txt, .md, .html or .json, or name one with -f",
                path.display()
            ));
        };
        if targets.iter().any(|(_, other)| other.as_ref() == Some(path)) {
            return Err(format!("{} is named twice", path.display()));
        }
        targets.push((format, Some(path.clone())));
    }
    if targets.is_empty() || (options.format.is_some() && !format_used) {
        targets.push((options.format.unwrap_or(KitFormat::Text), None));
    }
    Ok(targets)
}

/// The output that is also an input, if there is one.
fn overwritten<'a>(targets: &'a [Target], mut inputs: impl Iterator<Item = &'a Path>) -> Option<&'a PathBuf> {
    let outputs: Vec<_> = targets.iter().filter_map(|(_, path)| path.as_ref()).filter(|path| path.is_file()).collect();
    inputs.find_map(|input| {
        outputs.iter().find(|output| same_file::is_same_file(input, output).unwrap_or(false)).copied()
    })
}

fn write(targets: &[Target], plan: &Plan<'_>, rubrics: Rubrics<'_>) -> Result<(), Ending> {
    let unfinished =
        if targets.iter().any(|(_, path)| path.is_some()) { Unfinished::watched() } else { Unfinished::default() };
    // What cannot be written fails before anything is.
    let mut open = Vec::new();
    for (format, path) in targets {
        let (output, layout) = match path {
            Some(path) => (Output::file(path, &unfinished)?, text::Layout { width: 80, colour: Colour::Off }),
            None => {
                let output = Output::new();
                let layout = text::Layout { width: terminal_width(), colour: output.colour() };
                (output, layout)
            }
        };
        open.push((*format, output, layout));
    }
    for (format, mut output, layout) in open {
        output.write(print(format, plan, rubrics, layout).as_bytes())?;
        output.finish()?;
    }
    Ok(())
}

fn print(format: KitFormat, plan: &Plan<'_>, rubrics: Rubrics<'_>, layout: text::Layout) -> String {
    match format {
        KitFormat::Text => text::pages(plan, rubrics, layout),
        KitFormat::Md => markdown::document(plan, rubrics),
        KitFormat::Html => html::page(plan, rubrics),
        KitFormat::Json => json::plan(plan, rubrics),
    }
}
