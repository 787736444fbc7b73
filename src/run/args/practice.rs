//! The arguments of `rubricate practice`.

use crate::practice::day::Day;
use clap::Parser;
use std::path::PathBuf;

/// `rubricate practice`
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  rubricate practice                           what is due, then new ones: three
  rubricate practice -l senior --minutes 20    as many as fit into 20 minutes
  rubricate practice -t concurrency -n 5       five about this topic
  rubricate practice gil decorators            these questions
  rubricate practice --progress                scores so far, and what is due
  rubricate practice gil < answers.txt         a line with only `.` ends each

Type or paste an answer, then Ctrl-D. Ctrl-G opens $EDITOR, Ctrl-C ends the session: what was graded stays in the history, \
and what was being typed comes back the next time. Ctrl-D with nothing typed passes on. After each answer comes its \
scorecard, and the follow-up to the point that lost most; what you say to it is graded together with the first answer.

How an answer went says when its question comes back: after 1 day, 6 days, and then ever later (SM-2). Days are those of UTC. \
What is said to a follow-up does not change this, nor does a good answer before its day.

Where stdin or stderr is no terminal, answers are read from stdin, and an empty one passes on. The history is a file with a \
line of JSON for each graded answer, in the platform's folder for data.

Exit status: 0 done, 2 usage, rubric errors or nothing was answered, 4 output or history could not be written.")]
pub struct Practice {
    /// Ids of questions to practise; without, they are drawn
    #[arg(value_name = "QUESTION", conflicts_with_all = ["level", "topic", "count", "minutes", "exclude", "seed"])]
    pub questions: Vec<String>,

    /// For whom: junior, mid or senior. Without, new questions are for mid, and of any level what is due
    #[arg(short, long, value_name = "LEVEL")]
    pub level: Option<String>,

    /// Only questions about this topic. Can be given several times; then the topics take turns
    #[arg(short, long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// How many questions
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=12))]
    pub count: u8,

    /// As many questions as fit into so many minutes; the bank says how long one takes
    #[arg(long, value_name = "MINUTES", conflicts_with = "count", value_parser = clap::value_parser!(u16).range(1..=480))]
    pub minutes: Option<u16>,

    /// Questions to leave out: ids, plans, or files with an id a line
    #[arg(short = 'x', long, value_name = "FILE|ID,…", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Draw the new questions that this number stands for
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Show the scores so far by day and topic, and what is due
    #[arg(long, conflicts_with_all = ["questions", "level", "topic", "count", "minutes", "exclude", "seed"])]
    pub progress: bool,

    /// Keep the history in this file
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,

    /// The day of today, for tests
    #[arg(long, value_name = "DAY", hide = true)]
    pub today: Option<Day>,
}
