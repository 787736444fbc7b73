//! The schemas for editors: they take every rubric that is shipped, see the mistakes in shape, and explain every key.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use jsonschema::{Validator, draft7};
use rubricate::diagnostic::Code;
use rubricate::rubric::schema::{bank, glossary, rubric};
use rubricate::rubric::yaml::{self, Node, Scalar};
use serde_json::{Map, Number, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use walkdir::WalkDir;

struct Schemas {
    rubric: Validator,
    bank: Validator,
    glossary: Validator,
}

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas {
    rubric: draft7::new(&rubric()).unwrap(),
    bank: draft7::new(&bank()).unwrap(),
    glossary: draft7::new(&glossary()).unwrap(),
});

/// As an editor reads YAML: what is bare and looks like a number is one.
fn json(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Nothing => Value::Null,
        yaml::Value::Scalar(scalar) => json_scalar(scalar),
        yaml::Value::List(items) => items.iter().map(json).collect(),
        yaml::Value::Map(entries) => {
            let key = |node: &Node| match &node.value {
                yaml::Value::Scalar(scalar) => scalar.text.clone(),
                other => panic!("a key that is {other:?}"),
            };
            Value::Object(entries.iter().map(|(name, value)| (key(name), json(value))).collect::<Map<_, _>>())
        }
    }
}

fn json_scalar(scalar: &Scalar) -> Value {
    let text = scalar.text.as_str();
    let number = || text.parse().ok().and_then(Number::from_f64).map(Value::Number);
    match text {
        _ if !scalar.ambiguous => Value::String(text.into()),
        "null" | "~" => Value::Null,
        "true" | "false" => Value::Bool(text == "true"),
        _ => number().unwrap_or_else(|| Value::String(text.into())),
    }
}

/// What the schema of its kind has against a file; nothing where it is no YAML, which a schema does not see.
fn complaints(path: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let Ok(node) = yaml::parse(&text) else { return Vec::new() };
    let schema = match path.file_name().and_then(|name| name.to_str()) {
        Some("bank.yaml") => &SCHEMAS.bank,
        Some("glossary.yaml") => &SCHEMAS.glossary,
        _ => &SCHEMAS.rubric,
    };
    schema.iter_errors(&json(&node)).map(|error| format!("{}: {error}", path.display())).collect()
}

fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let paths = WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

#[test]
fn every_rubric_without_mistakes_is_taken() {
    for folder in ["rubrics", "fixtures/banks", "fixtures/mistakes/none"] {
        let files = yaml_files(folder);
        assert!(!files.is_empty(), "{folder}");
        let complaints: Vec<_> = files.iter().flat_map(|path| complaints(path)).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

/// Whether a mistake shows in the shape of a file; a new code has to be put in one of the two.
fn is_of_shape(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownKey
            | Code::MissingKey
            | Code::WrongType
            | Code::UnknownValue
            | Code::BadId
            | Code::BadWeight
            | Code::BadPoints
            | Code::BadBand
            | Code::EmptyPattern
            | Code::NothingToEarn
            | Code::QuoteIt
    )
}

#[test]
fn mistakes_of_shape_are_seen_and_no_others() {
    for &code in Code::ALL {
        let files = yaml_files(&format!("fixtures/mistakes/{code}"));
        let complaints: Vec<_> = files.iter().flat_map(|path| complaints(path)).collect();
        assert_eq!(!complaints.is_empty(), is_of_shape(code), "{code}: {}", complaints.join("\n"));
    }
}

/// One file for each bound, for a fixture holds many mistakes and one complaint is enough there.
#[test]
fn each_bound_is_seen_alone() {
    let rubric = |criterion: &str, rest: &str| {
        format!("id: a-b\nquestion: Q?\ncriteria:\n  - {{id: c, title: T, {criterion}}}\n{rest}")
    };
    let points = |points: &str| rubric(&format!("points: {points}, strong: [x]"), "");
    let weight = |weight: &str| rubric(&format!("points: 1, strong: [{{pattern: x, weight: {weight}}}]"), "");
    let fits = |text: &str| SCHEMAS.rubric.is_valid(&json(&yaml::parse(text).unwrap()));
    for (text, expected) in [
        (points("1000"), true),
        (points("0.25"), true),
        (points("0"), false),
        (points("-1"), false),
        (points("1001"), false),
        (points("\"2\""), false),
        (points(".inf"), false),
        (weight("1"), true),
        (weight("0"), false),
        (weight("1.001"), false),
        (weight(".nan"), false),
        (rubric("points: 1, strong: []", ""), false),
        (rubric("points: 1, strong: [{prose: x}]", ""), true),
        (rubric("points: 1, strong: [{prose: x, pattern: y}]", ""), false),
        (rubric("points: 1, strong: [{weight: 1}]", ""), false),
        (rubric("points: 1, strong: [x], weak: [{pattern: x, weight: 1}]", ""), false),
        (rubric("points: 1, strong: [x]", "level: expert\n"), false),
        (rubric("points: 1, strong: [x]", "layer: coding\n"), true),
        (rubric("points: 1, strong: [x]", "terms: {A_b: x}\n"), false),
        (rubric("points: 1, strong: [x]", "terms: {a-b: [x, y]}\n"), true),
        (rubric("points: 1, strong: [x]", "examples: [{band: weak}]\n"), false),
    ] {
        assert_eq!(fits(&text), expected, "{text}");
    }
}

/// Editors show these while one types.
#[test]
fn every_property_has_a_description_and_an_example() {
    fn walk(name: &str, schema: &Value) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            assert_eq!(schema["additionalProperties"], false, "{name}");
            for (key, property) in properties {
                assert!(property["description"].is_string(), "{name}.{key}");
                let [example] = property["examples"].as_array().unwrap().as_slice() else { panic!("{name}.{key}") };
                let complaint = draft7::new(property).unwrap().validate(example).err().map(|error| error.to_string());
                assert_eq!(complaint, None, "{name}.{key}");
            }
        }
        match schema {
            Value::Object(parts) => parts.iter().for_each(|(key, part)| walk(&format!("{name}.{key}"), part)),
            Value::Array(parts) => parts.iter().for_each(|part| walk(name, part)),
            _ => {}
        }
    }
    for (name, schema) in [("rubric", rubric()), ("bank", bank()), ("glossary", glossary())] {
        draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        walk(name, &schema);
    }
}

#[test]
fn it_is_printed() {
    for (file, schema) in [("rubric", rubric()), ("bank", bank()), ("glossary", glossary())] {
        let output = assert_cmd::Command::cargo_bin("rubricate").unwrap().args(["schema", file]).output().unwrap();
        assert!(output.status.success());
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), schema, "{file}");
    }
}
