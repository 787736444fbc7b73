//! The reports of a run: which were asked for, and their bytes as answers come.
//!
//! `-f` names the format of standard output; each `-o` is a file in the format of its ending, or a folder that gets a file
//! for each candidate. Formats that can be written as answers come hold none of them; for the others, and for
//! folders, the answers are kept.

use super::args::grade::{self, By, Format, Grade};
use super::output::{Output, Unfinished};
use super::{Ending, fail};
use crate::decimal::Decimal;
use crate::report::csv::{Bom, Layout, Separator, Shape, Sheet};
use crate::report::table::{self, Detail};
use crate::report::terminal::Colour;
use crate::report::{Item, Rubrics, candidates, csv, file_name, html, json, junit, markdown, xlsx};
use crate::totals::Candidates;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Where a report goes, and its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    format: Format,
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

impl Place {
    /// Whether both are one file or folder, whatever they are called; a device can be written to twice.
    fn is_same(&self, other: &Self) -> bool {
        let resolved = |path: &Path| {
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let named = || Some(folder.canonicalize().ok()?.join(path.file_name()?));
            path.canonicalize().ok().or_else(named).unwrap_or_else(|| path.to_owned())
        };
        match (self, other) {
            (Self::File(one), Self::File(other)) => {
                resolved(one) == resolved(other) && one.metadata().map_or(true, |found| found.is_file())
            }
            (Self::Folder(one), Self::Folder(other)) => resolved(one) == resolved(other),
            (Self::Stdout, Self::Stdout) => true,
            _ => false,
        }
    }
}

/// The reports that the options ask for.
pub(super) fn targets(options: &Grade) -> Result<Vec<Target>, String> {
    let mut targets = Vec::new();
    let mut format_used = false;
    for path in &options.output {
        let ending = path.extension().and_then(|ending| ending.to_str()).and_then(Format::of_ending);
        let folder = path.is_dir() || path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
        let place = if folder { Place::Folder(path.clone()) } else { Place::File(path.clone()) };
        let format = match (ending, options.format) {
            (Some(format), _) if !folder => format,
            (_, Some(format)) => {
                format_used = true;
                format
            }
            (_, None) => {
                return Err(format!(
                    "no format for {}: end its name in .csv, .tsv, .json, .jsonl, .md, .html, .xlsx, .xml or .txt, or name one \
                     with -f",
                    path.display()
                ));
            }
        };
        if targets.iter().any(|other: &Target| other.place.is_same(&place)) {
            return Err(format!("{} is named twice", path.display()));
        }
        targets.push(Target { format, place });
    }
    if targets.is_empty() || (options.format.is_some() && !format_used) {
        let format = options.format.unwrap_or(Format::Table);
        if format == Format::Xlsx && std::io::stdout().is_terminal() {
            return Err("a workbook is not for the terminal; write it to a file with -o".to_owned());
        }
        targets.push(Target { format, place: Place::Stdout });
    }
    Ok(targets)
}

/// The output that is also an input, if there is one; of a folder any file that a report in it could replace.
pub(super) fn overwritten<'a>(targets: &[Target], inputs: impl Iterator<Item = &'a Path>) -> Option<PathBuf> {
    // To compare is to open, and to open a named pipe is to wait.
    let inputs: Vec<_> = inputs.filter(|input| input.is_file()).collect();
    let same = |output: &PathBuf| {
        output.is_file() && inputs.iter().any(|input| same_file::is_same_file(input, output).unwrap_or(false))
    };
    targets.iter().find_map(|target| match &target.place {
        Place::Stdout => None,
        Place::File(path) => Some(path.clone()).filter(same),
        Place::Folder(folder) => {
            let inputs: BTreeSet<_> = inputs.iter().filter_map(|input| input.canonicalize().ok()).collect();
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
            let ending = Some(std::ffi::OsStr::new(target.format.ending()));
            let mut reports = entries.filter(|path| path.extension() == ending);
            reports.find(|path| path.canonicalize().is_ok_and(|path| inputs.contains(&path)))
        }
    })
}

/// How reports look, whatever their format.
#[derive(Clone, Copy)]
struct Look {
    shape: Shape,
    bom: Bom,
    detail: Detail,
    by: Option<By>,
    /// The least score that each answer must reach.
    gate: Option<Decimal>,
}

/// The reports while they are written.
pub(super) struct Reports<'a> {
    rubrics: Rubrics<'a>,
    look: Look,
    open: Vec<Open<'a>>,
    folders: Vec<(PathBuf, Format)>,
    unfinished: Unfinished,
    /// Needed where a format shows all answers at once.
    kept: Vec<Item>,
    keeps: bool,
    candidates: Candidates,
}

struct Open<'a> {
    output: Output,
    writer: Writer<'a>,
}

impl<'a> Reports<'a> {
    /// Opens all outputs, so that what cannot be written fails at once.
    pub(super) fn begin(targets: Vec<Target>, options: &Grade, rubrics: Rubrics<'a>) -> Result<Self, Ending> {
        let look = Look {
            shape: match options.shape {
                grade::Shape::Wide => Shape::Wide,
                grade::Shape::Long => Shape::Long,
                grade::Shape::Evidence => Shape::Evidence,
            },
            bom: if options.bom { Bom::With } else { Bom::Without },
            detail: if options.summary { Detail::Summary } else { Detail::Criteria },
            by: options.by,
            gate: options.fail_any_under,
        };
        let files = targets.iter().any(|target| target.place != Place::Stdout);
        let unfinished = if files { Unfinished::watched() } else { Unfinished::default() };
        let mut reports = Self {
            rubrics,
            look,
            open: Vec::new(),
            folders: Vec::new(),
            unfinished,
            kept: Vec::new(),
            keeps: false,
            candidates: Candidates::default(),
        };
        for Target { format, place } in targets {
            let (mut output, layout) = match place {
                Place::Stdout => {
                    let output = Output::new();
                    let layout = table::Layout {
                        width: super::output::terminal_width(),
                        colour: output.colour(),
                        detail: look.detail,
                    };
                    (output, layout)
                }
                Place::File(path) => (Output::file(&path, &reports.unfinished)?, in_file(look)),
                Place::Folder(path) => {
                    std::fs::create_dir_all(&path).map_err(|error| {
                        fail(format_args!("{} could not be made: {error}", path.display()));
                        Ending::Unwritten
                    })?;
                    reports.folders.push((path, format));
                    reports.keeps = true;
                    continue;
                }
            };
            let writer = Writer::new(format, look, layout, rubrics);
            reports.keeps |= matches!(writer, Writer::Whole(..));
            output.write(&writer.start())?;
            reports.open.push(Open { output, writer });
        }
        Ok(reports)
    }

    /// With what the line of an item is made that [`item`](Self::item) takes, where some report has such lines.
    pub(super) fn lines(&self) -> Option<Rubrics<'a>> {
        let has_lines = |open: &Open<'_>| matches!(open.writer, Writer::Jsonl(_) | Writer::Json(..));
        Some(self.rubrics).filter(|_| self.open.iter().any(has_lines))
    }

    /// Takes the next item, with its line if that was made already.
    pub(super) fn item(&mut self, item: Item, line: Option<&str>) -> Result<(), Ending> {
        // There can be as many as answers.
        if self.look.by == Some(By::Candidate) {
            self.candidates.add(&item, self.rubrics.bank);
        }
        for Open { output, writer } in &mut self.open {
            output.write(&writer.item(&item, line))?;
        }
        if self.keeps {
            self.kept.push(item);
        }
        Ok(())
    }

    /// Hands on what was written, to whoever waits for it.
    pub(super) fn flush(&mut self) -> Result<(), Ending> {
        self.open.iter_mut().try_for_each(|open| open.output.flush())
    }

    /// Writes what needs all items, and gives files their names.
    pub(super) fn finish(self) -> Result<(), Ending> {
        for (folder, format) in &self.folders {
            self.cards(folder, *format)?;
        }
        for Open { mut output, writer } in self.open {
            writer.end(&self.kept, &self.candidates, &mut output)?;
            output.finish()?;
        }
        Ok(())
    }

    /// A file for each candidate, or for each answer of nobody.
    fn cards(&self, folder: &Path, format: Format) -> Result<(), Ending> {
        let name = |item: &Item| item.answer.candidate.clone().unwrap_or_else(|| item.answer.id.clone());
        let mut groups: Vec<(String, Vec<Item>)> = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        for item in &self.kept {
            let name = name(item);
            let at = *known.entry(name.clone()).or_insert(groups.len());
            if at == groups.len() {
                groups.push((name, Vec::new()));
            }
            groups[at].1.push(item.clone());
        }
        let names = file_name::unique(groups.iter().map(|(name, _)| name.as_str()));
        for ((_, items), name) in groups.iter().zip(names) {
            let path = folder.join(format!("{name}.{}", format.ending()));
            let mut output = Output::file(&path, &self.unfinished)?;
            let mut writer = Writer::new(format, self.look, in_file(self.look), self.rubrics);
            output.write(&writer.start())?;
            for item in items {
                output.write(&writer.item(item, None))?;
            }
            writer.end(items, &Candidates::of(items, self.rubrics.bank), &mut output)?;
            output.finish()?;
        }
        Ok(())
    }
}

/// How a table looks in a file.
const fn in_file(look: Look) -> table::Layout {
    table::Layout { width: 120, colour: Colour::Off, detail: look.detail }
}

/// The bytes of a report: before the first item, of each, and after the last one.
enum Writer<'a> {
    Jsonl(Rubrics<'a>),
    /// And how many were written.
    Json(Rubrics<'a>, usize),
    Sheet(Box<Sheet<'a>>),
    /// All at the end.
    Whole(Format, Look, table::Layout, Rubrics<'a>),
}

impl<'a> Writer<'a> {
    fn new(format: Format, look: Look, layout: table::Layout, rubrics: Rubrics<'a>) -> Self {
        match format {
            _ if look.by.is_some() => Self::Whole(format, look, layout, rubrics),
            Format::Jsonl => Self::Jsonl(rubrics),
            Format::Json => Self::Json(rubrics, 0),
            Format::Csv | Format::Tsv => {
                let layout = Layout { shape: look.shape, separator: separator(format), bom: look.bom };
                Self::Sheet(Box::new(Sheet::new(layout, rubrics)))
            }
            Format::Table | Format::Md | Format::Html | Format::Xlsx | Format::Junit => {
                Self::Whole(format, look, layout, rubrics)
            }
        }
    }

    fn start(&self) -> Vec<u8> {
        match self {
            Self::Json(..) => b"[".to_vec(),
            Self::Sheet(sheet) => sheet.start(),
            Self::Jsonl(_) | Self::Whole(..) => Vec::new(),
        }
    }

    fn item(&mut self, item: &Item, line: Option<&str>) -> Vec<u8> {
        let line = |rubrics| line.map_or_else(|| json::line(item, rubrics), str::to_owned);
        match self {
            Self::Jsonl(rubrics) => (line(*rubrics) + "\n").into_bytes(),
            Self::Json(rubrics, written) => {
                let joint = if *written == 0 { "\n" } else { ",\n" };
                *written += 1;
                (joint.to_owned() + &line(*rubrics)).into_bytes()
            }
            Self::Sheet(sheet) => sheet.item(item),
            Self::Whole(..) => Vec::new(),
        }
    }

    fn end(self, items: &[Item], candidates: &Candidates, output: &mut Output) -> Result<(), Ending> {
        match self {
            Self::Jsonl(_) => Ok(()),
            Self::Json(_, written) => output.write(if written == 0 { b"]\n" } else { b"\n]\n" }),
            Self::Sheet(sheet) => sheet.end().try_for_each(|bytes| output.write(&bytes)),
            Self::Whole(format, look, layout, rubrics) if look.by == Some(By::Candidate) => {
                output.write(&by_candidate(format, look, layout, rubrics, items, candidates))
            }
            Self::Whole(format, look, layout, rubrics) => output.write(&whole(format, look, layout, rubrics, items)),
        }
    }
}

fn separator(format: Format) -> Separator {
    if format == Format::Tsv { Separator::Tab } else { Separator::Comma }
}

/// The formats that show all answers at once.
fn whole(format: Format, look: Look, layout: table::Layout, rubrics: Rubrics<'_>, items: &[Item]) -> Vec<u8> {
    match format {
        Format::Md => markdown::report(items, rubrics).into_bytes(),
        Format::Html => html::report(items, rubrics).into_bytes(),
        Format::Xlsx => xlsx::report(items, rubrics),
        Format::Junit => junit::report(items, rubrics, look.gate).into_bytes(),
        Format::Table | Format::Csv | Format::Tsv | Format::Json | Format::Jsonl => {
            table::report(items, rubrics, layout).into_bytes()
        }
    }
}

/// Totals; the formats that have those beside the answers show both.
fn by_candidate(
    format: Format,
    look: Look,
    layout: table::Layout,
    rubrics: Rubrics<'_>,
    items: &[Item],
    totals: &Candidates,
) -> Vec<u8> {
    let (list, bank) = (totals.list.as_slice(), rubrics.bank);
    match format {
        Format::Table => candidates::text::report(list, bank, layout).into_bytes(),
        Format::Csv | Format::Tsv => csv::candidates(list, bank, separator(format), look.bom),
        Format::Md => candidates::markdown::report(list, bank).into_bytes(),
        Format::Jsonl => {
            json::candidates(list, bank).into_iter().map(|line| line + "\n").collect::<String>().into_bytes()
        }
        Format::Json => format!("[\n{}\n]\n", json::candidates(list, bank).join(",\n")).into_bytes(),
        Format::Html | Format::Xlsx | Format::Junit => whole(format, look, layout, rubrics, items),
    }
}
