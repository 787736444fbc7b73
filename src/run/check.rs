//! `rubricate check`: whether a bank can be trusted.

use super::args::Args;
use super::args::keep::{Check, FailOn, FindingFormat};
use super::output::Output;
use super::{Ending, bank, say, summary};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::program::compile::compile;
use crate::report::{diagnostics, findings};

pub(super) fn run(args: &Args, options: &Check) -> Result<Ending, Ending> {
    let loaded = bank::load_bank(args)?;
    let program = compile(&loaded.bank);
    let found = check::prove(&loaded.bank, &program);
    let mut output = Output::new();
    let (bank, sources) = (&loaded.bank, loaded.sources.as_slice());
    let text = match options.format {
        FindingFormat::Human => diagnostics::render(&found, sources, output.colour()),
        FindingFormat::Json => findings::json(&found, sources),
        FindingFormat::Sarif => findings::sarif(&found, sources),
        FindingFormat::Github => findings::github(&found, sources),
        FindingFormat::Junit => findings::junit(&found, sources),
    };
    output.write(text.as_bytes())?;
    output.finish()?;
    if options.format == FindingFormat::Github {
        summary::append(&findings::summary(&found, sources))?;
    }
    let count = |severity| {
        let counted = |diagnostic: &&Diagnostic| diagnostic.severity() == severity;
        found.iter().chain(&loaded.found).filter(counted).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    say(format_args!("{} questions: {errors} errors, {warnings} warnings", bank.questions.len()));
    let failed = match options.fail_on {
        FailOn::Error => errors > 0,
        FailOn::Warning => errors + warnings > 0,
    };
    Ok(if failed { Ending::Failed } else { Ending::Done })
}
