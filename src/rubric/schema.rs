//! The format of rubric files as JSON Schema (draft-07), for editors.
//!
//! Made from the keys, closed sets and bounds that the decoder knows. A schema sees shapes, not meanings: whether a
//! pattern can be read, a term is known or an id is unique only `rubricate check` can tell. It is stricter in one thing:
//! a text that other YAML readers take for a number, `null` or a truth value has to be quoted.

use super::{FlagKind, Layer, Level};
use serde_json::{Map, Value, json};

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// What the mapping of a question holds.
#[must_use]
pub fn rubric() -> Value {
    document("A question and what its answers are graded by", question())
}

/// What `bank.yaml` holds.
#[must_use]
pub fn bank() -> Value {
    document("What all rubrics of a bank share", object(bank_properties(), &[]))
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

type Properties = Vec<(&'static str, Value)>;

fn question() -> Value {
    object(question_properties(), &["id", "question", "criteria"])
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
                json!({"type": "array", "items": object(example_properties(), &["band", "answer"])}),
                "The rubric's own tests: answers with the band that each must get",
                json!([{"band": "weak", "answer": "It is like a list."}]),
            ),
        ),
    ]
}

fn criterion() -> Value {
    object(criterion_properties(), &["id", "title", "points", "strong"])
}

fn criterion_properties() -> Properties {
    let tuple = "tuple ... cannot change";
    vec![
        ("id", id("The criterion's id, unique in the question", "fixed")),
        ("title", text("The idea in a few words", "A tuple cannot change")),
        ("points", points()),
        (
            "strong",
            described(
                json!({"type": "array", "minItems": 1, "items": signal(signal_properties())}),
                "Ways to earn the points; a weight says how much of them each is worth",
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
                json!({"type": "array", "items": signal(signal_properties())}),
                "Misconceptions: each costs points",
                json!(["append to a tuple"]),
            ),
        ),
        ("follow_up", text("What an interviewer asks when this is thin", "What may a tuple hold that can change?")),
    ]
}

/// A criterion taken over from the bank.
fn shared() -> Value {
    object(shared_properties(), &["use"])
}

fn shared_properties() -> Properties {
    vec![("use", id("The id of a criterion under `criteria:` in bank.yaml", "reason")), ("points", points())]
}

/// A pattern, or a mapping of one with its weight.
fn signal(properties: Properties) -> Value {
    let mut mapping = object(properties, &[]);
    mapping["oneOf"] = json!([{"required": ["pattern"]}, {"required": ["prose"]}]);
    json!({"anyOf": [text("A pattern to listen for", "evaluated once"), mapping]})
}

fn signal_properties() -> Properties {
    let weight = number("The share of the points that this earns, or costs", 1, json!(0.5));
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

fn bank_properties() -> Properties {
    vec![
        ("name", text("What to call the bank", "Python interview questions")),
        (
            "bands",
            described(
                json!({"type": "array", "minItems": 1, "items": object(band_properties(), &["name", "from"])}),
                "What scores are called, from the highest to the lowest; the last begins at 0",
                json!([{"name": "strong", "from": 55}, {"name": "weak", "from": 0}]),
            ),
        ),
        (
            "wrong_claim_costs",
            number("What each criterion with a misconception costs the answer, of its 100", 100, json!(10)),
        ),
        ("weights", weights()),
        ("flags", flags()),
        (
            "criteria",
            described(
                json!({"type": "array", "items": criterion()}),
                "Criteria that questions take over with `- use: ID`",
                json!([{"id": "reason", "title": "Says why", "points": 1, "strong": ["because &15 <topic>"]}]),
            ),
        ),
    ]
}

fn band_properties() -> Properties {
    let from = json!({"type": "number", "minimum": 0, "maximum": 100});
    vec![
        ("name", text("The band's name", "strong")),
        ("from", described(from, "The least score that reaches it, with at most one decimal", json!(55))),
    ]
}

fn weights() -> Value {
    let layers = Layer::ALL
        .iter()
        .map(|layer| (layer.name(), number("What such a question weighs; 1 where nothing is said", 100, json!(2))));
    let layers = object(layers.collect(), &[]);
    let levels = Level::ALL.iter().map(|level| {
        (level.name(), described(layers.clone(), "By the layer of the question", json!({"knowledge": 2})))
    });
    described(
        object(levels.collect(), &[]),
        "What questions weigh in a candidate's total, by level and layer",
        json!({"senior": {"knowledge": 1, "judgment": 3}}),
    )
}

fn flags() -> Value {
    let cap = || object(cap_properties(), &["at_most"]);
    let each = FlagKind::ALL
        .iter()
        .map(|flag| (flag.name(), described(cap(), "What this flag does", json!({"at_most": "weak"}))));
    described(
        object(each.collect(), &[]),
        "What flags do to the band; those that are not named change nothing",
        json!({"term-list": {"at_most": "weak"}}),
    )
}

fn cap_properties() -> Properties {
    vec![("at_most", text("The best band that an answer with this flag can get", "weak"))]
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

fn object(properties: Properties, required: &[&str]) -> Value {
    let properties: Map<_, _> = properties.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    let mut schema = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn described(mut schema: Value, description: &str, example: Value) -> Value {
    schema["description"] = json!(description);
    schema["examples"] = Value::Array(vec![example]);
    schema
}

fn id(description: &str, example: &str) -> Value {
    let schema = json!({"type": "string", "pattern": ID, "maxLength": 80});
    described(schema, &format!("{description}: lower-case words joined by hyphens"), json!(example))
}

fn text(description: &str, example: &str) -> Value {
    described(json!({"type": "string", "minLength": 1}), description, json!(example))
}

fn texts(description: &str, example: &str) -> Value {
    let list = json!({"type": "array", "items": {"type": "string", "minLength": 1}});
    described(list, description, json!([example]))
}

fn one_or_more() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    json!({"anyOf": [text, {"type": "array", "minItems": 1, "items": text}]})
}

fn one_of(description: &str, names: impl Iterator<Item = &'static str>) -> Value {
    let names: Vec<_> = names.collect();
    described(json!({"enum": names}), description, json!(names[0]))
}

fn points() -> Value {
    number("What the criterion is worth", 1000, json!(2))
}

/// Above 0, with at most three decimals; draft-07 could say the latter only of binary fractions, and wrongly.
fn number(description: &str, most: u32, example: Value) -> Value {
    let schema = json!({"type": "number", "exclusiveMinimum": 0, "maximum": most});
    described(schema, &format!("{description}: above 0 and at most {most}"), example)
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;
    use std::collections::BTreeSet;

    #[track_caller]
    fn check(function: &str, properties: &Properties, keys: &[&str]) {
        let described: BTreeSet<_> = properties.iter().map(|(key, _)| *key).collect();
        let read: BTreeSet<_> = keys.iter().copied().collect();
        let missing: Vec<_> = read.difference(&described).collect();
        assert!(
            missing.is_empty(),
            "the loader reads {missing:?}: describe it in `{function}` of src/rubric/schema.rs"
        );
        let stale: Vec<_> = described.difference(&read).collect();
        assert!(
            stale.is_empty(),
            "the loader does not read {stale:?}: remove it from `{function}` of src/rubric/schema.rs"
        );
    }

    /// Whoever adds a key to `decode.rs` is told where to describe it.
    #[test]
    fn every_key_that_the_loader_reads_is_described() {
        check("question_properties", &question_properties(), decode::QUESTION_KEYS);
        check("criterion_properties", &criterion_properties(), decode::CRITERION_KEYS);
        check("shared_properties", &shared_properties(), decode::SHARED_KEYS);
        check("signal_properties", &signal_properties(), decode::SIGNAL_KEYS);
        check("weak_signal_properties", &weak_signal_properties(), decode::WEAK_SIGNAL_KEYS);
        check("example_properties", &example_properties(), decode::EXAMPLE_KEYS);
        check("bank_properties", &bank_properties(), decode::BANK_KEYS);
        check("band_properties", &band_properties(), decode::BAND_KEYS);
        check("cap_properties", &cap_properties(), decode::CAP_KEYS);
    }
}
