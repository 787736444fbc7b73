//! JSON and JSON Lines: the contract with other programs.
//!
//! `jsonl` is one object a line, a line an answer, in the order of the input; `json` is the same objects in one array.
//! Fields are never renamed or removed without a change of the first version number; new ones may come.
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `id` | text | the record's `id`, or `file/question` for an interview |
//! | `source` | text | the path, with `:line` for a record |
//! | `candidate` | text or null | who answered |
//! | `question` | text or null | the question's id in the bank |
//! | `status` | text | `graded`, `empty` (nothing was answered), `not-asked` (a plan has the question, but it was never asked) or `error` (could not be graded) |
//! | `error` | text | only with status `error`: why |
//! | `score` | number or null | 0 to 100, cut off after one decimal; null when there is nothing to score |
//! | `score_unprompted` | number | only where a follow-up was asked: the score of what was said before the first one |
//! | `band` | text or null | the band that the score reaches |
//! | `points`, `possible` | number or null | earned, and what can be earned |
//! | `deducted` | number or null | what wrong claims cost beside the criteria in which they were heard; `points` is after it |
//! | `criteria` | list | one object a criterion, in the order of the rubric; empty without a score |
//! | `flags` | list | what a person should look at: objects with `flag`, `detail`, and `at_most`, the band that the flag caps the answer at, or null |
//! | | | with words that stand elsewhere too (`model-answer`, `known-text`, `shared-passage`) a flag also has `start`, `end` (bytes of the answer), `text` (exactly those), and `other`: `source` (a path, or `model answer`), `id` (of the other answer, or the question; null of a file), `candidate` (or null) and `text`, the passage there |
//! | `follow_ups` | list | what to ask next, most points lost first, three at most: objects with `criterion` and `question` |
//! | `delivery` | object or null | how it was spoken, up to the first follow-up: `seconds`, `words`, `words_per_minute` (cut off), `pauses` (how many are as long as the bank calls long), `longest_pause` (seconds; null without one); null where the transcript has no times |
//! | `notes` | list | only where reading it was odd: texts, such as `encoding: windows-1252 (guessed)` |
//! | `rubric` | text or null | digest of what the answer was graded by |
//! | `version` | text | of this program |
//!
//! All other fields of an input record follow, unchanged, unless their name is one of these.
//!
//! A criterion: `id`, `verdict` (`strong`, `partial`, `weak`, `wrong`, `missing`), `points`, `possible`, and
//! `evidence`, a list with one object for each stretch of the answer in which a signal was heard:
//!
//! | field | meaning |
//! |---|---|
//! | `start`, `end` | bytes of the input answer as UTF-8, half-open; of an interview, of the candidate's turns joined by line breaks |
//! | `line`, `column` | where `start` is in the transcript; for a record, in its answer. Both count from 1, columns in characters |
//! | `byte` | which byte of the file `start` is; not for records |
//! | `time`, `time_end` | only where the transcript has times: when these words began and ended, in seconds |
//! | `text` | exactly those bytes |
//! | `signal` | which signal: `criterion.kind.number` |
//! | `kind` | `strong`, `weak` or `wrong` |
//! | `stance` | `said`; or `denied`, `rejected` (told as another's mistake), `listed` (in a mere list of terms), `echoed` (in the question given back): then it neither earns nor costs |
//! | `after_follow_up` | only where this was said after a follow-up, and the signal was not heard before: true |
//! | `coverage` | only where less than all of a prose signal was heard: how much |
//! | `mended` | only where words were mended: objects with `said` and `read`, the stem that it was taken for |
//! | `weight` | what the signal adds toward the criterion's full credit, or the share of its points that it costs; once, however many stretches |
//!
//! With `--by candidate` an object is a candidate, in the order in which they first came. Means and scores are on the scale
//! to 100, cut off after one decimal, and null of nothing:
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `candidate` | text or null | the name; null of the answers that name nobody |
//! | `graded`, `not_answered`, `not_graded` | number | how many answers have a score, are empty, or could not be graded |
//! | `not_asked` | number | only where a plan has questions that were not asked: how many |
//! | `total` | number or null | the mean over this candidate's own questions, as the bank weighs them; what was not answered is no part of it |
//! | `bands`, `levels`, `layers`, `topics` | objects | how many answers reached a band; the mean over the questions of each level, layer and topic |
//! | `questions` | list | the ids of the questions that were asked, answered or not |
//! | `scores` | object | the score of each of these; null of what was not answered or could not be graded |
//! | `place` | number or null | 1 for the best, and after a tie as many as stand before are left out: 1, 2, 2, 4; null where nothing can be compared |
//! | `tied` | bool or null | whether another has exactly the same |
//! | `within_margin` | bool or null | whether less than the bank's `margin` separates it from the place before |
//! | `ranked_on`, `ranked_of` | number or null, number | over how many questions the place is, those that *all* who are compared were asked; of how many that any was |
//! | `ranked_score` | number or null | what was compared: the mean over these, in which what was not answered is 0 |
//! | `places` | object | `layers`, `topics` and `questions`, each from a name to an object with `place`, `tied`, `within_margin` and `score`: over the common questions of a layer or topic, and on one question among those who were asked it |

use super::terminal::is_unseen;
use super::{Item, Rubrics};
use crate::decimal::Decimal;
use crate::flags;
use crate::follow_ups::{FollowUp, follow_ups};
use crate::grade::{CriterionGrade, Score};
use crate::program::{CriterionProgram, Program};
use crate::ranking::{Place, Places, Ranking};
use crate::rubric::Bank;
use crate::totals::{Candidate, Mean, Points};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    source: &'a str,
    candidate: Option<&'a str>,
    question: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_unprompted: Option<Score>,
    band: Option<&'a str>,
    points: Option<Decimal>,
    possible: Option<Decimal>,
    deducted: Option<Decimal>,
    criteria: Vec<Criterion<'a>>,
    flags: Vec<Flag<'a>>,
    follow_ups: Vec<FollowUp<'a>>,
    delivery: Option<Delivery>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
    rubric: Option<&'a str>,
    version: &'static str,
    #[serde(flatten)]
    extra: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Delivery {
    seconds: f64,
    words: usize,
    words_per_minute: u64,
    pauses: usize,
    longest_pause: Option<f64>,
}

#[derive(Serialize)]
struct Flag<'a> {
    flag: &'static str,
    detail: &'a str,
    at_most: Option<&'a str>,
    #[serde(flatten)]
    copied: Option<Copied<'a>>,
}

#[derive(Serialize)]
struct Copied<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    other: Other<'a>,
}

#[derive(Serialize)]
struct Other<'a> {
    source: &'a str,
    id: Option<&'a str>,
    candidate: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct Criterion<'a> {
    id: &'a str,
    verdict: &'static str,
    points: Decimal,
    possible: Decimal,
    evidence: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_end: Option<f64>,
    text: &'a str,
    signal: &'a str,
    kind: &'static str,
    stance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_follow_up: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Decimal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mended: Vec<Mended<'a>>,
    weight: Decimal,
}

#[derive(Serialize)]
struct Mended<'a> {
    said: &'a str,
    read: &'a str,
}

const OWN_FIELDS: &[&str] = &[
    "id", "source", "candidate", "question", "status", "error", "score", "band", "points", "possible", "deducted",
    "criteria", "flags", "notes", "rubric", "version", "score_unprompted", "follow_ups", "delivery",
];

/// One object, without a line break in it or after it.
#[must_use]
pub fn line(item: &Item, rubrics: Rubrics<'_>) -> String {
    let program = rubrics.program;
    let answer = &item.answer;
    let question = program.question(&answer.question);
    let grade = item.grade();
    let score = grade.and_then(|grade| grade.score);
    let criteria = match (grade, question) {
        (Some(grade), Some(question)) => question
            .criteria
            .iter()
            .zip(&grade.criteria)
            .map(|(criterion, graded)| self::criterion(item, criterion, graded))
            .collect(),
        _ => Vec::new(),
    };
    let line = Line {
        id: &answer.id,
        source: &answer.source,
        candidate: answer.candidate.as_deref(),
        question: Some(answer.question.as_str()).filter(|id| !id.is_empty()),
        status: item.status().name(),
        error: item.failure(),
        score,
        score_unprompted: grade.and_then(|grade| grade.unprompted),
        band: grade.and_then(|grade| grade.band.as_deref()),
        points: score.map(|score| score.earned),
        possible: grade.map(|grade| grade.possible),
        deducted: score.and(grade).map(|grade| grade.deducted),
        criteria,
        flags: grade
            .map(|grade| grade.flags.iter().map(|flag| self::flag(flag, program)).collect())
            .unwrap_or_default(),
        follow_ups: grade
            .zip(question)
            .map(|(grade, question)| follow_ups(question, grade, answer))
            .unwrap_or_default(),
        delivery: grade.and_then(|grade| grade.delivery).map(delivery),
        notes: &answer.notes,
        rubric: question.map(|question| program.digest(question)),
        version: env!("CARGO_PKG_VERSION"),
        extra: answer
            .extra
            .iter()
            .filter(|(name, _)| !OWN_FIELDS.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    };
    let mut json = Vec::with_capacity(USUAL_LENGTH);
    serde_json::to_writer(&mut json, &line).expect("texts, numbers and lists of them");
    escaped(String::from_utf8(json).expect("serde_json writes UTF-8"))
}

/// Room that is enough for most lines.
const USUAL_LENGTH: usize = 4096;

/// JSON over many lines, in whose texts nothing acts on a terminal.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("texts, numbers and lists of them");
    // Line by line, for the breaks between them are no part of a text.
    text.lines().map(|line| escaped(line.to_owned()) + "\n").collect()
}

/// JSON of the same value, in which what a terminal would act on, or not show, is escaped: it can stand in texts alone.
pub(super) fn escaped(json: String) -> String {
    // Of ASCII only the delete character is left; serde_json escapes the others.
    let plain = json.is_ascii() && !json.contains('\u{7f}');
    if plain || !json.chars().any(is_unseen) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unseen(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[derive(Serialize)]
struct CandidateLine<'a> {
    candidate: Option<&'a str>,
    graded: usize,
    not_answered: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_asked: Option<usize>,
    not_graded: usize,
    total: &'a Mean,
    bands: &'a BTreeMap<String, usize>,
    levels: BTreeMap<&'a str, &'a Mean>,
    layers: BTreeMap<&'a str, &'a Mean>,
    topics: &'a BTreeMap<String, Mean>,
    questions: Vec<&'a str>,
    scores: BTreeMap<&'a str, &'a Mean>,
    place: Option<usize>,
    tied: Option<bool>,
    within_margin: Option<bool>,
    ranked_on: Option<usize>,
    ranked_of: usize,
    ranked_score: Option<&'a Points>,
    places: PlacesLine<'a>,
}

#[derive(Serialize)]
struct PlacesLine<'a> {
    layers: BTreeMap<&'a str, PlaceLine<'a>>,
    topics: BTreeMap<&'a str, PlaceLine<'a>>,
    questions: BTreeMap<&'a str, PlaceLine<'a>>,
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    place: usize,
    tied: bool,
    within_margin: bool,
    score: &'a Points,
}

/// Candidates with their totals and places, an object each, in their order.
#[must_use]
pub fn candidates(list: &[Candidate], bank: &Bank) -> Vec<String> {
    let ranking = Ranking::of(list, bank);
    list.iter().enumerate().map(|(at, candidate)| self::candidate(candidate, &ranking, at)).collect()
}

fn candidate(candidate: &Candidate, ranking: &Ranking, at: usize) -> String {
    let place = ranking.all[at].as_ref();
    let line = CandidateLine {
        candidate: Some(candidate.name.as_str()).filter(|name| !name.is_empty()),
        graded: candidate.total.count(),
        not_answered: candidate.empty,
        not_asked: Some(candidate.not_asked).filter(|&count| count > 0),
        not_graded: candidate.failed,
        total: &candidate.total,
        bands: &candidate.bands,
        levels: candidate.levels.iter().map(|(level, mean)| (level.name(), mean)).collect(),
        layers: candidate.layers.iter().map(|(layer, mean)| (layer.name(), mean)).collect(),
        topics: &candidate.topics,
        questions: candidate.questions.keys().map(String::as_str).collect(),
        scores: candidate.questions.iter().map(|(id, asked)| (id.as_str(), &asked.mean)).collect(),
        place: place.map(|place| place.number),
        tied: place.map(|place| place.tied),
        within_margin: place.map(|place| place.within_margin),
        ranked_on: place.map(|_| ranking.common.len()),
        ranked_of: ranking.asked.len(),
        ranked_score: place.map(|place| &place.points),
        places: PlacesLine {
            layers: places(ranking.layers.iter().map(|(layer, places)| (layer.name(), places)), at),
            topics: places(ranking.topics.iter().map(|(topic, places)| (topic.as_str(), places)), at),
            questions: places(ranking.questions.iter().map(|(id, places)| (id.as_str(), places)), at),
        },
    };
    escaped(serde_json::to_string(&line).expect("texts and numbers"))
}

fn places<'a>(all: impl Iterator<Item = (&'a str, &'a Places)>, at: usize) -> BTreeMap<&'a str, PlaceLine<'a>> {
    all.filter_map(|(name, places)| Some((name, place(places[at].as_ref()?)))).collect()
}

const fn place(place: &Place) -> PlaceLine<'_> {
    PlaceLine { place: place.number, tied: place.tied, within_margin: place.within_margin, score: &place.points }
}

fn delivery(delivery: crate::delivery::Delivery) -> Delivery {
    Delivery {
        seconds: seconds(delivery.milliseconds),
        words: delivery.words,
        words_per_minute: delivery.words_per_minute(),
        pauses: delivery.pauses,
        longest_pause: delivery.longest_pause.map(seconds),
    }
}

fn flag<'a>(flag: &'a flags::Flag, program: &'a Program) -> Flag<'a> {
    Flag {
        flag: flag.kind.name(),
        detail: &flag.detail,
        at_most: program.cap(flag.kind).map(|band| band.name.as_str()),
        copied: flag.copied.as_ref().map(copied),
    }
}

fn copied(copied: &flags::Copied) -> Copied<'_> {
    let flags::Other { source, id, candidate, text } = &copied.other;
    let other = Other { source, id: id.as_deref(), candidate: candidate.as_deref(), text };
    Copied { start: copied.here.start, end: copied.here.end, text: &copied.said, other }
}

fn criterion<'a>(item: &'a Item, criterion: &'a CriterionProgram, graded: &'a CriterionGrade) -> Criterion<'a> {
    let mut evidence = Vec::new();
    for hit in &graded.hits {
        let signal = &criterion.signals[hit.signal];
        for piece in &hit.pieces {
            let place = item.answer.said.place(piece.span.start);
            let time = item.answer.said.time(piece.span);
            evidence.push(Evidence {
                start: piece.span.start,
                end: piece.span.end,
                line: place.line,
                column: place.column,
                byte: item.answer.said.byte(piece.span.start),
                time: time.map(|time| seconds(time.start)),
                time_end: time.map(|time| seconds(time.end)),
                text: piece.span.of(&item.answer.said.text),
                signal: &signal.id,
                kind: signal.kind.name(),
                stance: hit.stance.name(),
                after_follow_up: hit.is_after_follow_up(piece).then_some(true),
                coverage: Some(hit.coverage).filter(|coverage| *coverage < Decimal::ONE),
                mended: piece
                    .mended
                    .iter()
                    .map(|(span, read)| Mended { said: span.of(&item.answer.said.text), read })
                    .collect(),
                weight: signal.weight,
            });
        }
    }
    Criterion {
        id: &criterion.id,
        verdict: graded.verdict.name(),
        points: graded.earned,
        possible: criterion.points,
        evidence,
    }
}

/// Seconds of milliseconds, for a JSON number.
#[expect(clippy::cast_precision_loss, reason = "recordings last less than 2⁵³ milliseconds")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
