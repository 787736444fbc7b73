//! What `bank.yaml` holds.

use super::criterion;
use super::shapes::{Properties, described, id, number, object, text};
use crate::rubric::decode::LONGEST_SECONDS;
use crate::rubric::{FlagKind, Layer, Level};
use serde_json::{Value, json};

pub(super) fn bank_properties() -> Properties {
    vec![
        ("name", text("What to call the bank", "Python interview questions")),
        (
            "bands",
            described(
                json!({"type": "array", "minItems": 1, "items": object("band", band_properties(), &["name", "from"])}),
                "What scores are called, from the highest to the lowest; the last begins at 0",
                json!([{"name": "strong", "from": 55}, {"name": "weak", "from": 0}]),
            ),
        ),
        (
            "wrong_claim_costs",
            number("What each criterion with a misconception costs the answer, of its 100", 100, json!(10)),
        ),
        (
            "margin",
            number("Totals that differ by less, in points of 100, are within the margin; 5 if not said", 100, json!(5)),
        ),
        ("weights", weights()),
        ("minutes", minutes()),
        (
            "points",
            described(
                object("points", points_properties(), &["least", "most"]),
                "What the points of each question shall add up to",
                json!({"least": 8, "most": 20}),
            ),
        ),
        ("flags", flags()),
        (
            "delivery",
            described(
                object("delivery", delivery_properties(), &[]),
                "How spoken answers are measured, where transcripts have times",
                json!({"longest": 90, "pause": 3}),
            ),
        ),
        (
            "criteria",
            described(
                json!({"type": "array", "items": criterion()}),
                "Criteria that questions take over with `- use: ID`",
                json!([{"id": "reason", "title": "Says why", "points": 1, "strong": ["because &15 <topic>"]}]),
            ),
        ),
        (
            "use",
            described(
                json!({"type": "array", "items": id("The id of a criterion under `criteria:`", "reason")}),
                "Shared criteria that every question takes over, after its own",
                json!(["claim-first", "reason", "example"]),
            ),
        ),
    ]
}

pub(super) fn band_properties() -> Properties {
    let from = json!({"type": "number", "minimum": 0, "maximum": 100});
    vec![
        ("name", text("The band's name", "strong")),
        ("from", described(from, "The least score that reaches it, with at most one decimal", json!(55))),
    ]
}

pub(super) fn points_properties() -> Properties {
    vec![
        ("least", number("The fewest points that a question may have", 1000, json!(8))),
        ("most", number("The most", 1000, json!(20))),
    ]
}

pub(super) fn delivery_properties() -> Properties {
    vec![
        (
            "longest",
            number(
                "An answer that takes more seconds than this is flagged `overlong`; 90 if not said",
                LONGEST_SECONDS,
                json!(90),
            ),
        ),
        ("pause", number("From so many seconds on, a pause is long; 3 if not said", LONGEST_SECONDS, json!(3))),
    ]
}

fn weights() -> Value {
    let layers = Layer::ALL
        .iter()
        .map(|layer| (layer.name(), number("What such a question weighs; 1 where nothing is said", 100, json!(2))));
    let layers = object("layers", layers.collect(), &[]);
    let levels = Level::ALL.iter().map(|level| {
        (level.name(), described(layers.clone(), "By the layer of the question", json!({"knowledge": 2})))
    });
    described(
        object("levels", levels.collect(), &[]),
        "What questions weigh in a candidate's total, by level and layer",
        json!({"senior": {"knowledge": 1, "judgment": 3}}),
    )
}

fn minutes() -> Value {
    let layers = Layer::ALL.iter().map(|layer| {
        (layer.name(), number("How many minutes such a question takes; 6 where nothing is said", 240, json!(6)))
    });
    described(
        object("minutes", layers.collect(), &[]),
        "How long questions take in an interview, by layer",
        json!({"knowledge": 5, "coding": 10}),
    )
}

fn flags() -> Value {
    let cap = || object("flag", cap_properties(), &["at_most"]);
    let each = FlagKind::of_answers()
        .map(|flag| (flag.name(), described(cap(), "What this flag does", json!({"at_most": "weak"}))));
    described(
        object("flags", each.collect(), &[]),
        "What flags do to the band; those that are not named change nothing",
        json!({"term-list": {"at_most": "weak"}}),
    )
}

pub(super) fn cap_properties() -> Properties {
    vec![("at_most", text("The best band that an answer with this flag can get", "weak"))]
}
