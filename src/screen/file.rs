//! Which questions a file names: a plan as JSON, or ids, one a line.
//!
//! A text → ids, in its order, each once. What follows a `#` on a line is a comment. Whether the bank has them is not
//! looked at.

use serde::Deserialize;

/// What is read of a plan; the rest is for people and other programs.
#[derive(Deserialize)]
struct PlanFile {
    questions: Vec<PlanQuestion>,
}

#[derive(Deserialize)]
struct PlanQuestion {
    id: String,
}

/// The ids.
///
/// # Errors
/// A sentence, where it begins as JSON and is no plan.
pub fn ids(text: &str) -> Result<Vec<String>, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let named: Vec<String> = if text.starts_with('{') {
        let plan: PlanFile = serde_json::from_str(text)
            .map_err(|error| format!("no plan: {error}; write one with `rubricate screen -f json`"))?;
        plan.questions.into_iter().map(|question| question.id).collect()
    } else {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let mut ids = Vec::new();
    for id in named {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_and_lists_name_questions() {
        for (text, expected) in [
            (r#"{"seed": 1, "questions": [{"id": "gil", "minutes": 5}, {"id": "lambda"}]}"#, &["gil", "lambda"][..]),
            ("gil\n\n# used in May\nlambda  # twice\ngil\n", &["gil", "lambda"]),
            ("\u{feff}gil\r\n", &["gil"]),
            ("", &[]),
        ] {
            assert_eq!(ids(text).unwrap(), expected, "{text}");
        }
        assert!(ids("{\"questions\": 1}").unwrap_err().starts_with("no plan: "));
    }
}
