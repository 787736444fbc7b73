//! `rubricate grade`: answers in, grades out.

use super::args::{Args, Format, Grade};
use super::inputs::{self, Reading};
use super::output::Output;
use super::{Ending, bank, fail, say};
use crate::grade::grade;
use crate::interview::Wordings;
use crate::program::{Program, compile};
use crate::report::table::{Detail, Layout};
use crate::report::{Item, Outcome, Rubrics, Status, csv, html, json, junit, markdown, table, xlsx};
use crate::transcript::Answer;

pub(super) fn run(args: &Args, options: &Grade) -> Result<Ending, Ending> {
    let files = inputs::expand(&options.answers).map_err(|reason| {
        fail(reason);
        Ending::Unusable
    })?;
    let bank = bank::open(args.rubrics.as_deref())?;
    if let Some(id) = &options.question
        && bank.question(id).is_none()
    {
        fail(unknown_question(&bank, id));
        return Err(Ending::Unusable);
    }
    let wordings = Wordings::new(&bank);
    let program = compile::compile(&bank);
    let reading =
        Reading { wordings: &wordings, question: options.question.as_deref(), speaker: options.speaker.as_deref() };
    let mut printer = Printer::new(options, Rubrics { bank: &bank, program: &program });
    let mut counts = Counts::default();
    for file in &files {
        inputs::read(file, &reading, &mut |(answer, read)| {
            let item = grade_one(&program, answer, read);
            counts.count(&item);
            printer.print(item)
        })?;
    }
    printer.finish()?;
    counts.say();
    Ok(counts.ending(options.allow_empty))
}

/// What to say of a question that the bank does not have.
pub(super) fn unknown_question(bank: &crate::rubric::Bank, id: &str) -> String {
    let near = crate::diagnostic::nearest(id, bank.questions.iter().map(|question| question.id.as_str()));
    match near {
        Some(near) => format!("no question `{id}` in the bank; did you mean `{near}`?"),
        None => format!("no question `{id}` in the bank"),
    }
}

fn grade_one(program: &Program, answer: Answer, read: Result<(), String>) -> Item {
    let outcome = match (read, program.question(&answer.question)) {
        (Err(reason), _) => Outcome::Failed(reason),
        (Ok(()), Some(question)) => Outcome::Graded(grade(program, question, &answer.said.text)),
        (Ok(()), None) => Outcome::Failed(format!("no question `{}` in the bank", answer.question)),
    };
    Item { answer, outcome }
}

#[derive(Default)]
struct Counts {
    graded: usize,
    empty: usize,
    failed: usize,
}

impl Counts {
    fn count(&mut self, item: &Item) {
        match item.status() {
            Status::Graded => self.graded += 1,
            Status::Empty => self.empty += 1,
            Status::Error => self.failed += 1,
        }
        if let Some(reason) = item.failure() {
            let line = format!("{}: {reason}", item.answer.source);
            say(crate::report::terminal::visible(&line));
        }
    }

    fn say(&self) {
        let rest = [(self.empty, "not answered"), (self.failed, "could not be graded")];
        let rest: String =
            rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}")).collect();
        say(format_args!("{} graded{rest}", self.graded));
    }

    const fn ending(&self, allow_empty: bool) -> Ending {
        if self.failed > 0 || (self.empty > 0 && !allow_empty) {
            return Ending::Incomplete;
        }
        if self.graded + self.empty == 0 { Ending::Unusable } else { Ending::Done }
    }
}

/// Prints items as they come, where the format allows it.
struct Printer<'a> {
    rubrics: Rubrics<'a>,
    sheet: csv::Sheet<'a>,
    output: Output,
    format: Format,
    detail: Detail,
    printed: usize,
    /// A table is laid out when all is known.
    kept: Vec<Item>,
}

impl<'a> Printer<'a> {
    fn new(options: &Grade, rubrics: Rubrics<'a>) -> Self {
        let output = Output::new();
        let detail = if options.summary { Detail::Summary } else { Detail::Criteria };
        let separator = if options.format == Format::Tsv { csv::Separator::Tab } else { csv::Separator::Comma };
        let layout = csv::Layout { shape: csv::Shape::Long, separator, bom: csv::Bom::Without };
        let sheet = csv::Sheet::new(layout, rubrics);
        Self { rubrics, sheet, output, format: options.format, detail, printed: 0, kept: Vec::new() }
    }

    fn print(&mut self, item: Item) -> Result<(), Ending> {
        let first = self.printed == 0;
        self.printed += 1;
        match self.format {
            Format::Table | Format::Md | Format::Html | Format::Xlsx | Format::Junit => self.kept.push(item),
            Format::Csv | Format::Tsv => {
                if first {
                    self.output.write(&self.sheet.start())?;
                }
                self.output.write(&self.sheet.item(&item))?;
            }
            Format::Json => {
                self.output.write(if first { b"[\n" } else { b",\n" })?;
                self.output.write(json::line(&item, self.rubrics).as_bytes())?;
            }
            Format::Jsonl => {
                self.output.write(json::line(&item, self.rubrics).as_bytes())?;
                self.output.write(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), Ending> {
        match (self.format, self.printed) {
            (Format::Table, _) => {
                let width = terminal_width();
                let layout = Layout { width, colour: self.output.colour(), detail: self.detail };
                self.output.write(table::report(&self.kept, self.rubrics, layout).as_bytes())?;
            }
            (Format::Md, _) => self.output.write(markdown::report(&self.kept, self.rubrics).as_bytes())?,
            (Format::Html, _) => self.output.write(html::report(&self.kept, self.rubrics).as_bytes())?,
            (Format::Xlsx, _) => self.output.write(&xlsx::report(&self.kept, self.rubrics))?,
            (Format::Junit, _) => self.output.write(junit::report(&self.kept, self.rubrics, None).as_bytes())?,
            (Format::Csv | Format::Tsv, 0) => self.output.write(&self.sheet.start())?,
            (Format::Json, 0) => self.output.write(b"[]\n")?,
            (Format::Json, _) => self.output.write(b"\n]\n")?,
            (Format::Csv | Format::Tsv, _) => self.output.write(&self.sheet.end())?,
            (Format::Jsonl, _) => {}
        }
        self.output.finish()
    }
}

/// The terminal's width; 100 columns where there is none.
pub(super) fn terminal_width() -> u16 {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(|| comfy_table::Table::new().width()).filter(|&width| width > 0).unwrap_or(100)
}
