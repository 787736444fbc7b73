//! `rubricate check`: whether a bank can be trusted.

use super::args::Args;
use super::args::keep::{Check, FailOn, FindingFormat};
use super::bank::{self, Found};
use super::output::{Output, Unfinished, write_file};
use super::{Ending, fail, say, summary};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::program::compile::compile;
use crate::report::{diagnostics, findings};
use crate::rubric::load::load;
use crate::source::Source;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &Args, options: &Check) -> Result<Ending, Ending> {
    let mut bank = bank::find(args, options.files.first().map(PathBuf::as_path))?;
    let place = bank.place();
    let chosen = chosen(&bank, &options.files)?;
    if options.fix {
        mend(&mut bank, &chosen)?;
    }
    let loaded = load(bank.files);
    let readable = !loaded.has_errors();
    let mut found = loaded.found;
    if readable {
        found.extend(check::prove(&loaded.bank, &compile(&loaded.bank)));
        found.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    }
    let all = found.len();
    found.retain(|diagnostic| chosen.contains(&diagnostic.place.source.0));
    print(&found, &loaded.sources, options.format)?;
    if !readable {
        say(format_args!("{place}: {}, so that nothing was proved", counted(&found)));
        if found.len() < all {
            say(format_args!("{} more in other files of the bank", all - found.len()));
        }
        return Ok(Ending::Unusable);
    }
    let questions = loaded.bank.questions.len();
    bank::tell(args, &loaded.bank, &place)?;
    say(format_args!("{questions} questions: {}", counted(&found)));
    let failed = match options.fail_on {
        FailOn::Error => count(&found, Severity::Error) > 0,
        FailOn::Warning => !found.is_empty(),
    };
    Ok(if failed { Ending::Failed } else { Ending::Done })
}

fn count(found: &[Diagnostic], severity: Severity) -> usize {
    found.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
}

fn counted(found: &[Diagnostic]) -> String {
    format!("{} errors, {} warnings", count(found, Severity::Error), count(found, Severity::Warning))
}

fn print(found: &[Diagnostic], sources: &[Source], format: FindingFormat) -> Result<(), Ending> {
    let mut output = Output::new();
    let text = match format {
        FindingFormat::Human => diagnostics::render(found, sources, output.colour()),
        FindingFormat::Json => findings::json(found, sources),
        FindingFormat::Sarif => findings::sarif(found, sources),
        FindingFormat::Github => findings::github(found, sources),
        FindingFormat::Junit => findings::junit(found, sources),
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    match format {
        FindingFormat::Github => summary::append(&findings::summary(found, sources)),
        _ => Ok(()),
    }
}

/// The indices of the files that are asked for, or lie in folders that are; all of them where none is.
fn chosen(bank: &Found, asked: &[PathBuf]) -> Result<Vec<usize>, Ending> {
    if asked.is_empty() {
        return Ok((0..bank.files.len()).collect());
    }
    let whole: Vec<_> = bank.files.iter().map(|file| Path::new(&file.name).canonicalize().ok()).collect();
    let mut chosen = Vec::new();
    for asked in asked {
        let path = asked.canonicalize().map_err(|error| {
            fail(format_args!("{} cannot be read: {error}", asked.display()));
            Ending::Unusable
        })?;
        let inside = |file: &Option<PathBuf>| file.as_ref().is_some_and(|file| file.starts_with(&path));
        let before = chosen.len();
        chosen.extend((0..whole.len()).filter(|&at| inside(&whole[at])));
        if chosen.len() == before {
            fail(format_args!("{} is no file of the bank in {}", asked.display(), bank.place()));
            return Err(Ending::Unusable);
        }
    }
    Ok(chosen)
}

/// Mends the files on the disk too, and says what was mended.
fn mend(bank: &mut Found, chosen: &[usize]) -> Result<(), Ending> {
    if bank.folder.is_none() {
        fail("the built-in rubrics cannot be mended: name a folder with --rubrics");
        return Err(Ending::Unusable);
    }
    let before = std::mem::take(&mut bank.files);
    let (after, mended) = check::fix::mend(before.clone(), chosen);
    for (old, new) in before.iter().zip(&after) {
        if old.bytes != new.bytes {
            write_file(Path::new(&new.name), &new.bytes, &Unfinished::default())?;
        }
    }
    for mended in &mended {
        say(format_args!("mended {}: {}", mended.place, mended.message));
    }
    bank.files = after;
    Ok(())
}
