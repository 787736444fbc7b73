//! Answers as JSONL: a line an answer.
//!
//! `{"id": "a1", "question": "gil", "answer": "…"}`: `question` is a question's id or its wording, `id` and
//! `candidate` may be missing, and all other fields are carried through to the results.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The name it was given.
    pub id: Option<String>,
    /// Whose answer it is.
    pub candidate: Option<String>,
    /// A question's id or wording.
    pub question: Option<String>,
    /// The answer; null and a missing field are an empty one.
    pub answer: String,
    /// The other fields.
    pub extra: Map<String, Value>,
}

/// Reads one line.
///
/// # Errors
/// Why it is no record, in words that name the field or the column.
pub fn read(line: &str) -> Result<Record, String> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    let Fields(fields) = serde_json::from_str(line).map_err(|_| match serde_json::from_str::<Value>(line) {
        Ok(other) => {
            format!("{} where a record belongs, such as {{\"question\": \"gil\", \"answer\": \"…\"}}", kind(&other))
        }
        Err(error) => format!("not JSON at column {}: {}", error.column(), reason(&error)),
    })?;
    let mut extra = Map::new();
    for (name, value) in fields {
        // Which of the two would count?
        if extra.contains_key(&name) {
            return Err(format!("the field `{name}` a second time"));
        }
        extra.insert(name, value);
    }
    let id = text(&mut extra, "id")?;
    let candidate = text(&mut extra, "candidate")?;
    let question = text(&mut extra, "question")?;
    let answer = match extra.remove("answer") {
        None => return Err("no field `answer`".to_owned()),
        Some(Value::String(text)) => text,
        Some(Value::Null) => String::new(),
        Some(other) => return Err(format!("`answer` is {}, not a text", kind(&other))),
    };
    Ok(Record { id, candidate, question, answer, extra })
}

/// An object's fields as they come.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = entries.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A field that names something: a text or a number.
fn text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(format!("`{name}` is {}, not a text", kind(&other))),
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a record",
    }
}

/// The library's message without its own place, of which only the column means anything here.
#[must_use]
pub fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_what_it_does_not_know() {
        let record = read("\u{feff}{\"id\": 7, \"question\": \"gil\", \"answer\": \"A lock\", \"team\": [1]}").unwrap();
        assert_eq!(
            (record.id.as_deref(), record.question.as_deref(), record.answer.as_str()),
            (Some("7"), Some("gil"), "A lock")
        );
        assert_eq!(serde_json::to_string(&record.extra).unwrap(), "{\"team\":[1]}");
        assert_eq!(read("{\"answer\": null}").unwrap().answer, "");
    }

    #[track_caller]
    fn refuse(line: &str, expected: &str) {
        assert_eq!(read(line).expect_err(line), expected);
    }

    #[test]
    fn what_is_no_record_is_told() {
        refuse("{\"answer\": 3}", "`answer` is a number, not a text");
        refuse("{\"id\": [], \"answer\": \"x\"}", "`id` is a list, not a text");
        refuse("{\"id\": \"x\"}", "no field `answer`");
        refuse("[1]", "a list where a record belongs, such as {\"question\": \"gil\", \"answer\": \"…\"}");
        refuse("{\"id\": \"x\"", "not JSON at column 10: EOF while parsing an object");
        refuse("{\"answer\": \"x\", \"answer\": \"y\"}", "the field `answer` a second time");
        refuse("7", "a number where a record belongs, such as {\"question\": \"gil\", \"answer\": \"…\"}");
        refuse("{} x", "not JSON at column 4: trailing characters");
        refuse(&"[".repeat(300), "not JSON at column 128: recursion limit exceeded");
        refuse("{\"answer\": \"\\ud800\"}", "not JSON at column 19: unexpected end of hex escape");
    }
}
