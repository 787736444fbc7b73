//! The edge: arguments, files, streams, the terminal and exit codes. Everything else is pure.
//!
//! [`args`] is what the user typed; each command's file turns it into reads, calls of the core and writes.

#![allow(clippy::disallowed_methods, reason = "this is the edge")]

mod agree;
pub mod args;
mod bank;
mod check;
mod diff;
mod edits;
mod explain;
mod golden;
mod grade;
mod inputs;
mod known;
mod marked;
mod mistake;
mod output;
mod practice;
mod progress;
mod questions;
mod reports;
mod revision;
mod schema;
mod screen;
mod sides;
mod suggest;
mod summary;
mod test;
mod tune;
mod watch;

use crate::report::terminal::{visible, without_commands};
use anstream::AutoStream;
use args::{Args, Command};
use clap::Parser;
use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

/// How a run ended. Callers of the program can tell these apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All was done.
    Done,
    /// A gate failed.
    Failed,
    /// Wrong usage, mistakes in rubrics, or nothing to grade.
    Unusable,
    /// Some inputs could not be graded; the rest were.
    Incomplete,
    /// The output could not be written, or not be made, by a mistake of ours.
    Unwritten,
    /// Whoever read the output stopped reading.
    PipeClosed,
    /// The user, or the system, asked it to stop.
    Interrupted,
}

impl Ending {
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Unusable => 2,
            Self::Incomplete => 3,
            Self::Unwritten => 4,
            Self::Interrupted => 130,
            Self::PipeClosed => 141,
        }
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let args = Args::parse();
    args.colour().write_global();
    mistake::silence();
    output::mind_limits();
    if let Err(error) = rayon::ThreadPoolBuilder::new().num_threads(args.threads()).build_global() {
        return ExitCode::from(no_threads(&error).code());
    }
    let ending = mistake::ending(|| match args.command {
        Command::Grade(ref options) => grade::run(&args, options),
        Command::Explain(ref options) => explain::run(&args, options),
        Command::Check(ref options) => check::run(&args, options),
        Command::Test(ref options) => test::run(&args, options),
        Command::Diff(ref options) => diff::run(&args, options),
        Command::Suggest(ref options) => suggest::run(&args, options),
        Command::Agree(ref options) => agree::run(&args, options),
        Command::Tune(ref options) => tune::run(&args, options),
        Command::Schema(ref options) => schema::run(&args, options),
        Command::Questions(ref options) => questions::run(&args, options),
        Command::Screen(ref options) => screen::run(&args, options),
        Command::Practice(ref options) => practice::run(&args, options),
    });
    ExitCode::from(ending.code())
}

/// Says something to the user, on one line of stderr; whatever names are in it act neither on a terminal nor on a CI runner.
fn say(line: impl Display) {
    show(&visible(&line.to_string()));
}

/// Prints on stderr what was drawn for it.
fn show(drawn: &str) {
    let mut stderr = AutoStream::auto(std::io::stderr());
    // There is nobody left to tell when this fails.
    let _ = writeln!(stderr, "{}", without_commands(drawn));
}

/// Says why nothing can be done with what was asked for; how the run then ends.
fn unusable(reason: impl Display) -> Ending {
    fail(reason);
    Ending::Unusable
}

/// Says that the system gives no threads to work in; how the run then ends.
fn no_threads(error: &dyn Display) -> Ending {
    unusable(format_args!("the system gives no threads: {error}; let this user have more of them (`ulimit -u`)"))
}

/// Says why the run cannot go on.
fn fail(reason: impl Display) {
    say(format_args!("error: {reason}"));
}
