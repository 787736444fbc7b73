//! The shapes that schemas are made of, each with its description and an example.

use serde_json::{Map, Value, json};

/// What an id looks like.
pub(super) const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The keys of a mapping.
pub(super) type Properties = Vec<(&'static str, Value)>;

/// A mapping; editors offer it by its title.
pub(super) fn object(title: &str, properties: Properties, required: &[&str]) -> Value {
    let properties: Map<_, _> = properties.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    let mut schema = json!({"title": title, "type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

pub(super) fn described(mut schema: Value, description: &str, example: Value) -> Value {
    schema["description"] = json!(description);
    schema["examples"] = Value::Array(vec![example]);
    schema
}

pub(super) fn id(description: &str, example: &str) -> Value {
    let form = "lower-case words joined by hyphens";
    // Editors that know this key show it in place of the pattern; others ignore it.
    let schema =
        json!({"type": "string", "pattern": ID, "maxLength": 80, "patternErrorMessage": format!("Not an id: {form}")});
    described(schema, &format!("{description}: {form}"), json!(example))
}

pub(super) fn text(description: &str, example: &str) -> Value {
    described(json!({"type": "string", "minLength": 1}), description, json!(example))
}

pub(super) fn texts(description: &str, example: &str) -> Value {
    let list = json!({"type": "array", "items": {"type": "string", "minLength": 1}});
    described(list, description, json!([example]))
}

pub(super) fn one_or_more() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    json!({"anyOf": [text, {"type": "array", "minItems": 1, "items": text}]})
}

pub(super) fn one_of(description: &str, names: impl Iterator<Item = &'static str>) -> Value {
    let names: Vec<_> = names.collect();
    described(json!({"enum": names}), description, json!(names[0]))
}

pub(super) fn points() -> Value {
    number("What the criterion is worth", 1000, json!(2))
}

pub(super) fn full_credit() -> Value {
    number("The sum of strong weights that earns all points; 1 where nothing is said", 1, json!(0.8))
}

/// Above 0, with at most three decimals; draft-07 could say the latter only of binary fractions, and wrongly.
pub(super) fn number(description: &str, most: u32, example: Value) -> Value {
    let schema = json!({"type": "number", "exclusiveMinimum": 0, "maximum": most});
    described(schema, &format!("{description}: above 0 and at most {most}"), example)
}
