//! `rubricate questions`: the bank, to read.

use super::args::{Args, PageFormat, Questions};
use super::grade::unknown_question;
use super::output::{Output, terminal_width};
use super::{Ending, bank, unusable};
use crate::report::pages;
use crate::rubric::{Bank, Layer, Level, Question};

pub(super) fn run(args: &Args, options: &Questions) -> Result<Ending, Ending> {
    let bank = bank::open(args)?;
    let chosen = choose(bank, options).map_err(unusable)?;
    let mut output = Output::new();
    let (width, colour) = (terminal_width(), output.colour());
    let all = options.questions.is_empty() && chosen.len() == bank.questions.len();
    let text = match options.format {
        PageFormat::Md if all => pages::book(bank),
        PageFormat::Md => chosen.iter().map(|question| pages::markdown(question)).collect(),
        PageFormat::Text if options.questions.is_empty() => pages::list(&chosen, width, colour),
        PageFormat::Text => {
            chosen.iter().map(|question| pages::page(question, width, colour)).collect::<Vec<_>>().join("\n")
        }
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Ending::Done)
}

/// The questions that the options name.
fn choose<'a>(bank: &'a Bank, options: &Questions) -> Result<Vec<&'a Question>, String> {
    if let Some(unknown) = options.questions.iter().find(|id| bank.question(id).is_none()) {
        return Err(unknown_question(bank, unknown));
    }
    let level =
        options.level.as_deref().map(|name| named("level", name, Level::ALL, |level| level.name())).transpose()?;
    let layer =
        options.layer.as_deref().map(|name| named("layer", name, Layer::ALL, |layer| layer.name())).transpose()?;
    let fits = |question: &&Question| {
        (options.questions.is_empty() || options.questions.contains(&question.id))
            && (level.is_none() || question.level == level)
            && (layer.is_none() || question.layer == layer)
            && options.topic.as_ref().is_none_or(|topic| question.topics.contains(topic))
    };
    let chosen: Vec<_> = bank.questions.iter().filter(fits).collect();
    if chosen.is_empty() { Err("no question in the bank is like that".to_owned()) } else { Ok(chosen) }
}

/// The value of this name, or what the names are.
pub(super) fn named<T: Copy>(
    what: &str,
    name: &str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let found = all.iter().copied().find(|&value| name_of(value) == name);
    found.ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|&value| name_of(value)).collect();
        format!("no {what} is called `{name}`; there are {}", names.join(", "))
    })
}
