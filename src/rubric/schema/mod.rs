//! The format of rubric files as JSON Schema (draft-07), for editors.
//!
//! Made from the keys, closed sets and bounds that the decoder knows. A schema sees shapes, not meanings: whether a
//! pattern can be read, a term is known or an id is unique only `rubricate check` can tell. It is stricter in one thing:
//! a text that other YAML readers take for a number, `null` or a truth value has to be quoted.

mod bank;
mod shapes;

use super::{Layer, Level};
use bank::bank_properties;
use serde_json::{Value, json};
use shapes::{ID, Properties, described, full_credit, id, number, object, one_of, one_or_more, points, text, texts};

/// What the mapping of a question holds.
#[must_use]
pub fn rubric() -> Value {
    document("A question and what its answers are graded by", question())
}

/// What `bank.yaml` holds.
#[must_use]
pub fn bank() -> Value {
    document("What all rubrics of a bank share", object("bank", bank_properties(), &[]))
}

/// What a `glossary.yaml` holds.
#[must_use]
pub fn glossary() -> Value {
    document("Terms, each with the many ways in which people say it", terms())
}

fn document(title: &str, mut schema: Value) -> Value {
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    schema
}

fn question() -> Value {
    object("question", question_properties(), &["id", "question", "criteria"])
}

fn question_properties() -> Properties {
    vec![
        ("id", id("The question's id, unique in the bank", "list-vs-tuple")),
        ("question", text("The question as it is asked", "When would you use a tuple?")),
        ("wordings", texts("Other ways to ask it, by which it is found in interviews", "What is a tuple good for?")),
        ("level", one_of("For whom the question is", Level::ALL.iter().map(|level| level.name()))),
        ("layer", one_of("What the question probes", Layer::ALL.iter().map(|layer| layer.name()))),
        ("topics", texts("What the question is about", "data-structures")),
        (
            "model_answer",
            text(
                "What a strong candidate would say in about a minute; it must earn the top band",
                "A tuple cannot change, so …",
            ),
        ),
        ("terms", described(terms(), "Terms of this question alone, used as <name>", json!({"topic": "tuple | list"}))),
        (
            "criteria",
            described(
                json!({"type": "array", "minItems": 1, "items": {"anyOf": [criterion(), shared()]}}),
                "What is looked for, one idea each",
                json!([{"id": "fixed", "title": "It cannot change", "points": 2, "strong": ["tuple ... cannot change"]}]),
            ),
        ),
        (
            "examples",
            described(
                json!({"type": "array", "items": object("example", example_properties(), &["band", "answer"])}),
                "The rubric's own tests: answers with the band that each must get",
                json!([{"band": "weak", "answer": "It is like a list."}]),
            ),
        ),
    ]
}

fn criterion() -> Value {
    object("criterion", criterion_properties(), &["id", "title", "points", "strong"])
}

fn criterion_properties() -> Properties {
    let tuple = "tuple ... cannot change";
    vec![
        ("id", id("The criterion's id, unique in the question", "fixed")),
        ("title", text("The idea in a few words", "A tuple cannot change")),
        ("points", points()),
        ("full_credit", full_credit()),
        (
            "strong",
            described(
                json!({"type": "array", "minItems": 1, "items": signal(strong_signal_properties())}),
                "Ways to earn the points; a weight says how much each adds toward `full_credit`",
                json!([tuple, {"pattern": "tuple ... faster", "weight": 0.5}]),
            ),
        ),
        (
            "weak",
            described(
                json!({"type": "array", "items": signal(weak_signal_properties())}),
                "Shallow: earns nothing, but names the thin answer",
                json!(["tuple is a kind of list"]),
            ),
        ),
        (
            "wrong",
            described(
                json!({"type": "array", "items": signal(wrong_signal_properties())}),
                "Misconceptions: each costs points",
                json!(["append to a tuple"]),
            ),
        ),
        ("follow_up", text("What an interviewer asks when this is thin", "What may a tuple hold that can change?")),
    ]
}

/// A criterion taken over from the bank.
fn shared() -> Value {
    object("shared criterion", shared_properties(), &["use"])
}

fn shared_properties() -> Properties {
    vec![
        ("use", id("The id of a criterion under `criteria:` in bank.yaml", "reason")),
        ("points", points()),
        ("full_credit", full_credit()),
    ]
}

/// A pattern, or a mapping of one with its weight.
fn signal(properties: Properties) -> Value {
    let mut mapping = object("signal", properties, &[]);
    let ways = ["pattern", "prose", "opening"].into_iter().filter(|way| mapping["properties"].get(way).is_some());
    mapping["oneOf"] = ways.map(|way| json!({"required": [way]})).collect();
    json!({"anyOf": [text("A pattern to listen for", "evaluated once"), mapping]})
}

fn strong_signal_properties() -> Properties {
    let opening = described(
        json!({"enum": ["strong"]}),
        "In place of a pattern: the answer's first sentence holds a strong signal of the question's own criteria",
        json!("strong"),
    );
    [wrong_signal_properties(), vec![("opening", opening)]].concat()
}

fn wrong_signal_properties() -> Properties {
    let weight = number("What this adds toward `full_credit`, or the share of the points that it costs", 1, json!(0.5));
    [weak_signal_properties(), vec![("weight", weight)]].concat()
}

fn weak_signal_properties() -> Properties {
    vec![
        ("pattern", described(one_or_more(), "What to listen for; of several, any", json!("shared ... calls"))),
        (
            "prose",
            described(
                one_or_more(),
                "A plain note in place of a pattern, graded by how much of it is heard",
                json!("names multiprocessing or async"),
            ),
        ),
    ]
}

fn example_properties() -> Properties {
    vec![
        ("band", text("The band that the answer must get, one of the bank's", "strong")),
        ("answer", text("An answer", "It cannot change, so it can be a key.")),
    ]
}

fn terms() -> Value {
    json!({
        "type": "object",
        "propertyNames": {"pattern": ID, "maxLength": 80},
        "additionalProperties": described(
            one_or_more(),
            "What the term stands for: one pattern, or several of which any will do",
            json!(["cpu (bound | heavy)", "number crunching"]),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::bank::{band_properties, cap_properties, delivery_properties, points_properties};
    use super::*;
    use crate::rubric::decode;
    use std::collections::BTreeSet;

    #[track_caller]
    fn check(function: &str, properties: &Properties, keys: &[&str]) {
        let described: BTreeSet<_> = properties.iter().map(|(key, _)| *key).collect();
        let read: BTreeSet<_> = keys.iter().copied().collect();
        let missing: Vec<_> = read.difference(&described).collect();
        assert!(missing.is_empty(), "the loader reads {missing:?}: describe it in `{function}` of src/rubric/schema");
        let stale: Vec<_> = described.difference(&read).collect();
        assert!(
            stale.is_empty(),
            "the loader does not read {stale:?}: remove it from `{function}` of src/rubric/schema"
        );
    }

    /// Whoever adds a key to `decode.rs` is told where to describe it.
    #[test]
    fn every_key_that_the_loader_reads_is_described() {
        check("question_properties", &question_properties(), decode::QUESTION_KEYS);
        check("criterion_properties", &criterion_properties(), decode::CRITERION_KEYS);
        check("shared_properties", &shared_properties(), decode::SHARED_KEYS);
        check("strong_signal_properties", &strong_signal_properties(), decode::STRONG_SIGNAL_KEYS);
        check("wrong_signal_properties", &wrong_signal_properties(), decode::WRONG_SIGNAL_KEYS);
        check("weak_signal_properties", &weak_signal_properties(), decode::WEAK_SIGNAL_KEYS);
        check("example_properties", &example_properties(), decode::EXAMPLE_KEYS);
        check("bank_properties", &bank_properties(), decode::BANK_KEYS);
        check("band_properties", &band_properties(), decode::BAND_KEYS);
        check("points_properties", &points_properties(), decode::POINTS_KEYS);
        check("delivery_properties", &delivery_properties(), decode::DELIVERY_KEYS);
        check("cap_properties", &cap_properties(), decode::CAP_KEYS);
    }
}
