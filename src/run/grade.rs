//! `rubricate grade`: answers in, grades out.
//!
//! One thread reads, all cores grade, one thread reports, and results are handed on in the order of the inputs, whatever
//! the number of threads. What is in flight is bounded, so that memory does not grow with a stream.

use super::args::Args;
use super::args::grade::Grade;
use super::inputs::{self, Event, Reading, Stopped};
use super::mistake::guarded;
use super::progress::Progress;
use super::reports::{self, Reports};
use super::{Ending, bank, fail, known, say, screen, unusable};
use crate::copied::{self, Known};
use crate::decimal::Decimal;
use crate::grade;
use crate::intake::{RepeatedIds, Taken};
use crate::program::Program;
use crate::program::compile::compile;
use crate::report::{Item, Outcome, Rubrics, Status, json};
use crate::screen::followed::Followed;
use crate::spoken::grade_spoken;
use crate::totals::Mean;
use crate::wordings::Wordings;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

pub(super) fn run(args: &Args, options: &Grade) -> Result<Ending, Ending> {
    let files = inputs::expand(&options.answers).map_err(unusable)?;
    let known = known::files(options)?;
    let targets = reports::targets(options).map_err(unusable)?;
    let bank = bank::open(args)?;
    let rubrics = bank::files(args);
    let inputs = files.iter().chain(&known).chain(&rubrics).chain(&options.plan).map(PathBuf::as_path);
    if let Some(path) = reports::overwritten(&targets, inputs) {
        return Err(unusable(format!("{} is one of the inputs; name another output", path.display())));
    }
    if let Some(id) =
        options.reading.question.iter().chain(&options.reading.questions).find(|id| bank.question(id).is_none())
    {
        return Err(unusable(unknown_question(bank, id)));
    }
    let mut followed = followed(options, bank).map_err(unusable)?;
    let known = known::read(&known, options.reading.max_bytes)?;
    let (wordings, program) = (Wordings::new(bank), compile(bank));
    let mut reports = Reports::begin(targets, options, Rubrics { bank, program: &program })?;
    let mut progress = Progress::begin(inputs::size(&files));
    let mut counts = Counts::default();
    let graded = thread::scope(|scope| {
        let (sender, batches) = sync_channel(IN_FLIGHT);
        let (graded, done) = sync_channel(IN_FLIGHT);
        let reading = inputs::reading(&options.reading, &wordings, RepeatedIds::Numbered);
        let grader = Grader { program: &program, known: known.as_ref(), lines: reports.lines() };
        let reader = thread::Builder::new().spawn_scoped(scope, move || read_all(&files, &reading, sender));
        let reader = reader.map_err(|error| super::no_threads(&error))?;
        let graders = thread::Builder::new().spawn_scoped(scope, move || grader.grade_all(batches, graded));
        let graders = graders.map_err(|error| super::no_threads(&error))?;
        let followed = followed.as_mut();
        let mut course =
            Course { options, reports: &mut reports, counts: &mut counts, progress: &mut progress, followed };
        let reported = report_all(done, &program, args, &mut course);
        // A panic goes on as it is; the scope would begin another one.
        [reader, graders].into_iter().for_each(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        reported
    });
    let took = progress.end();
    graded?;
    for item in followed.iter().flat_map(Followed::left) {
        counts.count(&item, options);
        reports.item(item, None)?;
    }
    reports.finish()?;
    if !args.quiet {
        counts.say(took);
    }
    Ok(counts.ending(options))
}

/// The plan, where there is one.
fn followed(options: &Grade, bank: &crate::rubric::Bank) -> Result<Option<Followed>, String> {
    let Some(path) = &options.plan else { return Ok(None) };
    let ids = screen::read_ids(path)?;
    match ids.iter().find(|id| bank.question(id).is_none()) {
        Some(unknown) => Err(format!("{}: {}", path.display(), unknown_question(bank, unknown))),
        None if ids.is_empty() => Err(format!("{}: a plan without questions", path.display())),
        None => Ok(Some(Followed::new(ids))),
    }
}

/// What to say of a question that the bank does not have.
pub(super) fn unknown_question(bank: &crate::rubric::Bank, id: &str) -> String {
    let near = crate::diagnostic::nearest(id, bank.questions.names());
    match near {
        Some(near) => format!("no question `{id}` in the bank; did you mean `{near}`?"),
        None => format!("no question `{id}` in the bank"),
    }
}

/// Batches that wait to be graded, and as many to be reported.
const IN_FLIGHT: usize = 2;
/// Answers in a batch, and bytes of them.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 1 << 21;

/// Events in the order of the inputs, and the bytes that they took.
#[derive(Default)]
struct Batch {
    events: Vec<Event>,
    bytes: u64,
}

/// Reads all files and hands on batches; stops when nobody takes them any more.
fn read_all(files: &[PathBuf], reading: &Reading<'_>, batches: SyncSender<Batch>) {
    let mut batch = Batch::default();
    let mut held = 0;
    let mut take = |event: Event| {
        let full = match event {
            Event::Bytes(bytes) => {
                batch.bytes += bytes;
                return Ok(());
            }
            Event::Pause => !batch.events.is_empty(),
            Event::Taken(taken) => {
                held += taken.answer.said.text.len();
                batch.events.push(Event::Taken(taken));
                batch.events.len() >= BATCH || held >= BATCH_BYTES
            }
            Event::Said(_) => {
                batch.events.push(event);
                false
            }
        };
        if full {
            held = 0;
            return batches.send(std::mem::take(&mut batch)).map_err(|_| Stopped);
        }
        Ok(())
    };
    if files.iter().try_for_each(|file| inputs::read(file, reading, &mut take)).is_ok() {
        // Where nobody takes it, the run has ended.
        let _ = batches.send(batch);
    }
}

/// What becomes of the items, one after the other.
struct Course<'c, 'r> {
    options: &'c Grade,
    reports: &'c mut Reports<'r>,
    counts: &'c mut Counts,
    progress: &'c mut Progress,
    followed: Option<&'c mut Followed>,
}

impl Course<'_, '_> {
    /// Counts an item and reports it. `line` is its line of JSON, if it was made and a plan has nothing to add.
    fn item(&mut self, mut item: Item, line: Option<String>) -> Result<(), Ending> {
        let line = line.filter(|_| self.followed.is_none());
        if let Some(followed) = &mut self.followed {
            followed.note(&mut item);
        }
        if let Some(reason) = self.counts.count(&item, self.options) {
            self.progress.aside(|| say(reason));
        }
        self.reports.item(item, line.as_deref())
    }
}

/// What became of an event: something to say, or an item with its line of JSON, where reports have such lines.
enum Done {
    Said(String),
    Item(Box<Item>, Option<String>),
}

/// By what answers are graded.
#[derive(Clone, Copy)]
struct Grader<'r> {
    program: &'r Program,
    known: Option<&'r Known>,
    lines: Option<Rubrics<'r>>,
}

impl Grader<'_> {
    fn grade(self, event: Event) -> Option<Done> {
        match event {
            Event::Said(said) => Some(Done::Said(said)),
            Event::Taken(taken) => {
                let item = Box::new(grade_one(self.program, self.known, *taken));
                let line = self.lines.map(|rubrics| json::line(&item, rubrics));
                Some(Done::Item(item, line))
            }
            Event::Pause | Event::Bytes(_) => None,
        }
    }

    /// Grades batch after batch; stops when nobody takes them any more.
    fn grade_all(self, batches: Receiver<Batch>, done: SyncSender<(Vec<Done>, u64)>) {
        for Batch { events, bytes } in batches {
            if done.send((self.grade_batch(events), bytes)).is_err() {
                return;
            }
        }
    }

    /// Grades the answers to one question after those to another, so that what a question needs is at hand; the order of
    /// the results is that of the events.
    fn grade_batch(self, events: Vec<Event>) -> Vec<Done> {
        let mut events: Vec<_> = events.into_iter().enumerate().collect();
        events.sort_by(|(_, one), (_, other)| question(one).cmp(&question(other)));
        let graded = events.into_par_iter().filter_map(|(at, event)| Some((at, self.grade(event)?)));
        let mut graded: Vec<_> = graded.collect();
        graded.sort_unstable_by_key(|&(at, _)| at);
        graded.into_iter().map(|(_, done)| done).collect()
    }
}

fn question(event: &Event) -> Option<&str> {
    match event {
        Event::Taken(taken) => Some(&taken.answer.question),
        Event::Said(_) | Event::Pause | Event::Bytes(_) => None,
    }
}

/// Reports each item in its place, while the next ones are graded.
fn report_all(
    done: Receiver<(Vec<Done>, u64)>,
    program: &Program,
    args: &Args,
    course: &mut Course<'_, '_>,
) -> Result<(), Ending> {
    let mut read = 0;
    // Answers that are compared with each other wait for the last one.
    let mut waiting = Vec::new();
    for (batch, bytes) in done {
        read += bytes;
        for done in batch {
            match done {
                Done::Said(_) if args.quiet => {}
                Done::Said(said) => course.progress.aside(|| say(said)),
                Done::Item(item, _) if course.options.copies => waiting.push(*item),
                Done::Item(item, line) => course.item(*item, line)?,
            }
        }
        course.reports.flush()?;
        course.progress.at(read, course.counts.all() + waiting.len());
    }
    copied::flag_among(&mut waiting, program);
    waiting.into_iter().try_for_each(|item| course.item(item, None))
}

fn grade_one(program: &Program, known: Option<&Known>, taken: Taken) -> Item {
    let Taken { answer, refused } = taken;
    let outcome = match (refused, program.question(&answer.question)) {
        (Some(reason), _) => Outcome::Failed(reason),
        (None, Some(question)) => {
            guarded(|| grade_spoken(program, question, &answer)).map_or_else(Outcome::Failed, Outcome::Graded)
        }
        (None, None) if answer.said.text.trim().is_empty() => {
            Outcome::Graded(grade::Grade::nothing_said(Decimal::ZERO))
        }
        (None, None) => Outcome::Failed(format!("no question `{}` in the bank", answer.question)),
    };
    let mut item = Item { answer, outcome };
    if let Some(Err(reason)) = known.map(|known| guarded(|| known.flag(&mut item, program))) {
        item.outcome = Outcome::Failed(reason);
    }
    item
}

#[derive(Default)]
struct Counts {
    graded: usize,
    empty: usize,
    not_asked: usize,
    failed: usize,
    mean: Mean,
    /// Answers below the least score, and the first few of them with their scores.
    below: usize,
    named: Vec<String>,
}

/// So many answers below the gate are named.
const MOST_NAMED: usize = 5;

impl Counts {
    const fn all(&self) -> usize {
        self.graded + self.empty + self.failed
    }

    /// Counts an item; what to say of it where it could not be graded.
    fn count(&mut self, item: &Item, options: &Grade) -> Option<String> {
        match item.status() {
            Status::Graded => self.graded += 1,
            Status::Empty => self.empty += 1,
            Status::NotAsked => self.not_asked += 1,
            Status::Error => self.failed += 1,
        }
        if let Some(score) = item.grade().and_then(|grade| grade.score) {
            self.mean.add(score, Decimal::ONE);
            if options.fail_any_under.is_some_and(|least| !score.reaches(least)) {
                self.below += 1;
                if self.named.len() < MOST_NAMED {
                    self.named.push(format!("{} {score}", item.answer.id));
                }
            }
        }
        item.failure().map(|reason| format!("{}: {reason}", item.answer.source))
    }

    fn say(&self, took: Duration) {
        let mean = if self.graded > 1 { format!(" (mean {})", self.mean) } else { String::new() };
        let rest = [(self.empty, "not answered"), (self.not_asked, "not asked"), (self.failed, "could not be graded")];
        let rest: String =
            rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}")).collect();
        say(format_args!("{} graded{mean}{rest} in {:.1} s", self.graded, took.as_secs_f64()));
    }

    /// How the run ends; what failed is said. Equality passes, and what is compared is exact.
    fn ending(&self, options: &Grade) -> Ending {
        let mut failed = false;
        if let Some(least) = options.fail_under
            && self.mean.reaches(least) != Some(true)
        {
            failed = true;
            say(format_args!("failed: the mean {} is under {least}", self.mean));
        }
        if let Some(least) = options.fail_any_under
            && (self.below > 0 || self.graded == 0)
        {
            failed = true;
            let more = self.below - self.named.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            match self.graded {
                0 => say(format_args!("failed: nothing was graded, so nothing reaches {least}")),
                _ => say(format_args!("failed: {} under {least}: {}{more}", self.below, self.named.join(", "))),
            }
        }
        if self.failed > 0 || (self.empty > 0 && !options.allow_empty) {
            return Ending::Incomplete;
        }
        match self.graded + self.empty {
            0 if !options.allow_empty => {
                fail("there is nothing to grade");
                Ending::Unusable
            }
            _ if failed => Ending::Failed,
            _ => Ending::Done,
        }
    }
}
