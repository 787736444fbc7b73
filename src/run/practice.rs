//! `rubricate practice`: questions asked, answers graded at once, and a history of how they went.
//!
//! Each answer is in the history before its scorecard is shown, so nothing that was graded can be lost.

mod draft;
mod editor;
mod input;
mod store;

use super::args::practice::Practice;
use super::args::{Args, colour_of};
use super::grade::unknown_question;
use super::output::{Output, terminal_width};
use super::questions::named;
use super::screen::{drawn_seed, excluded, known_topics, length};
use super::{Ending, bank, fail, say, unusable};
use crate::grade::{Grade, Score, grade};
use crate::practice::day::Day;
use crate::practice::draw::{Back, draw};
use crate::practice::history::{History, Record};
use crate::practice::session::{Practised, follow_up, gaps};
use crate::practice::spacing::{Quality, cards};
use crate::program::compile::compile;
use crate::report::Rubrics;
use crate::report::kit::text::Layout;
use crate::report::practice::{Graded, Standing, asked, progress, scorecard, summary};
use crate::rubric::{Bank, Level, Question};
use crate::screen::giveaway::Giveaways;
use crate::screen::{Length, Wishes};
use input::{Input, Taken};
use std::time::{SystemTime, UNIX_EPOCH};
use store::{Draft, Store};

pub(super) fn run(args: &Args, options: &Practice) -> Result<Ending, Ending> {
    let bank = bank::open(args)?;
    let mut store = Store::at(options.history.as_deref()).map_err(unusable)?;
    let history = store.history().map_err(unusable)?;
    let today = options.today.unwrap_or_else(today);
    if options.progress {
        return show_progress(bank, &history, &store, today);
    }
    let program = compile(bank);
    let rubrics = Rubrics { bank, program: &program };
    let input = Input::new();
    let mut drafts = if input.is_typed() { store.drafts() } else { Vec::new() };
    drafts.retain(|draft| draft.bank == bank.name);
    let asking = asking(rubrics, options, &history, drafts.last(), today).map_err(unusable)?;
    store.ready()?;
    if !args.quiet {
        tell(&asking, &store);
    }
    let output = Output::new();
    let layout = Layout { width: terminal_width(), colour: output.colour() };
    let session = Session { rubrics, today, layout, input, output, store, drafts, history, practised: Vec::new() };
    session.run(&asking)
}

/// The day that it is, by UTC.
fn today() -> Day {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    Day::since_1970(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
}

fn show_progress(bank: &Bank, history: &History, store: &Store, today: Day) -> Result<Ending, Ending> {
    let records: Vec<_> = history.of(&bank.name).collect();
    if records.is_empty() {
        let place = store.path().display();
        return Err(unusable(format!("nothing was practised yet in {place}; begin with `rubricate practice`")));
    }
    let mut output = Output::new();
    let layout = Layout { width: terminal_width(), colour: output.colour() };
    output.write(progress::page(&records, bank, today, layout).as_bytes())?;
    output.finish()?;
    Ok(Ending::Done)
}

/// A question, and why it is asked.
type Asking<'a> = (&'a Question, Standing);

/// The questions that were named, or else the drawn ones, before them the one that was begun.
fn asking<'a>(
    rubrics: Rubrics<'a>,
    options: &Practice,
    history: &History,
    draft: Option<&Draft>,
    today: Day,
) -> Result<Vec<Asking<'a>>, String> {
    let bank = rubrics.bank;
    if !options.questions.is_empty() {
        let named = |id: &String| bank.question(id).ok_or_else(|| unknown_question(bank, id));
        return options.questions.iter().map(|id| Ok((named(id)?, Standing::Named))).collect();
    }
    let wishes = wishes(bank, options)?;
    let back = if options.level.is_some() { Back::OfLevel } else { Back::OfAny };
    let cards = cards(history.of(&bank.name), today);
    let drawn = draw(bank, &wishes, back, &cards, today, &mut Giveaways::new(bank, rubrics.program));
    let standing = |at: usize| match at {
        at if at < drawn.due => Standing::Due,
        at if at < drawn.due + drawn.new => Standing::New,
        _ => Standing::Early,
    };
    let mut asking: Vec<_> =
        drawn.questions.iter().enumerate().map(|(at, &question)| (question, standing(at))).collect();
    if let Some(begun) = draft.and_then(|draft| bank.question(&draft.question)) {
        asking.retain(|(question, _)| question.id != begun.id);
        asking.insert(0, (begun, Standing::Begun));
        if let Length::Questions(count) = wishes.length {
            asking.truncate(count);
        }
    }
    if asking.is_empty() {
        return Err(format!("no question for {} fits; ask for other topics, or for more minutes", wishes.level));
    }
    Ok(asking)
}

fn wishes(bank: &Bank, options: &Practice) -> Result<Wishes, String> {
    known_topics(bank, &options.topic)?;
    Ok(Wishes {
        level: match &options.level {
            Some(level) => named("level", level, Level::ALL, |level| level.name())?,
            None => Level::Mid,
        },
        topics: options.topic.clone(),
        length: length(options.minutes, options.count),
        excluded: excluded(bank, &options.exclude)?,
        seed: options.seed.unwrap_or_else(drawn_seed),
    })
}

fn tell(asking: &[Asking<'_>], store: &Store) {
    let count = |wanted: Standing| asking.iter().filter(|(_, standing)| *standing == wanted).count();
    let kinds = [
        (Standing::Begun, "begun before"),
        (Standing::Due, "due"),
        (Standing::New, "new"),
        (Standing::Early, "not due yet"),
    ];
    let kinds = kinds.map(|(standing, words)| (count(standing), words));
    let kinds: Vec<_> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    let questions = if asking.len() == 1 { "1 question".to_owned() } else { format!("{} questions", asking.len()) };
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    say(format_args!("{questions}{kinds}; the history is in {}", store.path().display()));
}

/// Whether the session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    Over,
}

/// A session, from the first question to its summary.
struct Session<'a> {
    rubrics: Rubrics<'a>,
    today: Day,
    layout: Layout,
    input: Input,
    output: Output,
    store: Store,
    /// What was not finished the last time.
    drafts: Vec<Draft>,
    history: History,
    practised: Vec<Practised<'a>>,
}

impl<'a> Session<'a> {
    fn run(mut self, asking: &[Asking<'a>]) -> Result<Ending, Ending> {
        for (at, &(question, standing)) in asking.iter().enumerate() {
            self.print(&asked((at + 1, asking.len()), question, standing, self.rubrics, self.layout))?;
            if self.practise(question)? == Flow::Over {
                self.tell_left(asking.len() - at - 1);
                break;
            }
        }
        if self.practised.is_empty() {
            if !self.input.is_typed() {
                fail("no answer was given; end each one by a line with only `.`");
                return Ok(Ending::Unusable);
            }
            self.output.finish()?;
            return Ok(Ending::Done);
        }
        let cards = cards(self.history.of(&self.rubrics.bank.name), self.today);
        let due = |practised: &Practised<'_>| cards.get(practised.question.id.as_str()).map(|card| card.due);
        let practised: Vec<_> = self.practised.iter().map(|practised| (practised.clone(), due(practised))).collect();
        self.output.write(summary(&practised, self.rubrics, self.layout).as_bytes())?;
        self.output.finish()?;
        Ok(Ending::Done)
    }

    /// Says that answers ended before questions did.
    fn tell_left(&self, left: usize) {
        if left > 0 && !self.input.is_typed() && !self.practised.is_empty() {
            say(format_args!("the answers ended; so many questions were not asked: {left}"));
        }
    }

    /// Takes and grades the answer to a question, and to its follow-up.
    fn practise(&mut self, question: &'a Question) -> Result<Flow, Ending> {
        let (answer, seconds) = match self.take(question, None)? {
            Taken::Answer(answer, seconds) => (answer, seconds),
            Taken::Passed => return Ok(Flow::On),
            Taken::Over => return Ok(Flow::Over),
        };
        let Some(first) = self.graded(question, &answer, seconds, None)? else { return Ok(Flow::On) };
        let before = first.score.map(Score::tenths);
        let ask = follow_up(question, &first);
        self.practised.push(Practised { question, grade: first, before: None });
        let Some(ask) = ask else { return Ok(Flow::On) };
        self.print(&crate::report::practice::follow_up(ask, self.layout))?;
        let (more, seconds) = match self.take(question, Some(&answer))? {
            Taken::Answer(more, seconds) => (more, seconds),
            Taken::Passed => return Ok(Flow::On),
            Taken::Over => return Ok(Flow::Over),
        };
        if let Some(grade) = self.graded(question, &format!("{answer}\n{more}"), seconds, before)? {
            self.practised.pop();
            self.practised.push(Practised { question, grade, before });
        }
        Ok(Flow::On)
    }

    /// Takes an answer; to a follow-up, where there is a first one. What is typed is kept until it is graded.
    fn take(&mut self, question: &Question, first: Option<&str>) -> Result<Taken, Ending> {
        let begun = self.drafts.iter().position(|draft| draft.question == question.id);
        let begun = begun.map(|at| self.drafts.remove(at).text);
        let (store, bank) = (&self.store, &self.rubrics.bank);
        let keep = |typed: &str| {
            let text = match first {
                Some(first) if !typed.trim().is_empty() => format!("{first}\n{typed}"),
                _ => typed.to_owned(),
            };
            store.keep(Draft { bank: bank.name.clone(), question: question.id.clone(), text });
        };
        let minutes = first.is_none().then(|| bank.minutes(question.layer).millionths() / 1_000_000);
        let colour = colour_of(&std::io::stderr());
        self.input.take(&begun.unwrap_or_default(), minutes, colour, &keep).map_err(|error| {
            fail(format_args!("the answer cannot be read: {error}"));
            Ending::Unusable
        })
    }

    /// Grades an answer, adds it to the history and shows its scorecard; nothing where it has no words.
    fn graded(
        &mut self,
        question: &Question,
        answer: &str,
        seconds: Option<u64>,
        before: Option<u64>,
    ) -> Result<Option<Grade>, Ending> {
        let Some(compiled) = self.rubrics.program.question(&question.id) else { return Ok(None) };
        let grade = grade(self.rubrics.program, compiled, answer);
        let Some(quality) = Quality::of_grade(&grade, &self.rubrics.bank.bands) else {
            say("there is no word in that; it is not counted");
            return Ok(None);
        };
        let record = self.record(question, answer, &grade, quality);
        let record = Record { followed_up: before.is_some(), seconds, ..record };
        self.store.add(&record)?;
        if self.input.is_typed() {
            let (bank, question) = (record.bank.clone(), record.question.clone());
            self.store.keep(Draft { bank, question, text: String::new() });
        }
        self.history.records.push(record);
        let card = Graded { question, answer, grade: &grade, before, seconds };
        self.print(&scorecard(card, self.rubrics, self.layout))?;
        Ok(Some(grade))
    }

    fn record(&self, question: &Question, answer: &str, grade: &Grade, quality: Quality) -> Record {
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        let score = grade.score.map_or(0, Score::tenths) as f64 / 10.0;
        Record {
            day: self.today,
            bank: self.rubrics.bank.name.clone(),
            question: question.id.clone(),
            followed_up: false,
            score,
            band: grade.band.clone().unwrap_or_default(),
            quality: quality.number(),
            seconds: None,
            missing: gaps(question, grade).into_iter().map(|gap| gap.criterion.id.clone()).collect(),
            answer: answer.to_owned(),
        }
    }

    fn print(&mut self, text: &str) -> Result<(), Ending> {
        self.output.write(text.as_bytes())?;
        self.output.flush()
    }
}
