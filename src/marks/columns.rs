//! Which columns of a table hold what: ids, marks, raters, criteria. Named by the user, or known by their headings.

use crate::rubric::Bank;
use crate::transcript::sheet::{Role, column, listed, role};
use std::collections::BTreeSet;

/// Columns that the user named, by heading or by number from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The answer's id.
    pub id: Option<String>,
    /// The question's id or wording.
    pub question: Option<String>,
    /// Marks; each column is a rater's.
    pub marks: Vec<String>,
    /// Who gave the mark of the row.
    pub rater: Option<String>,
    /// For which criterion the mark of the row is.
    pub criterion: Option<String>,
}

/// Where a table has what, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The answer's id.
    pub id: Option<usize>,
    /// The question's id or wording.
    pub question: Option<usize>,
    /// Marks; with several, each is a rater's.
    pub marks: Vec<usize>,
    /// Who gave the mark of the row.
    pub rater: Option<usize>,
    /// For which criterion the mark of the row is.
    pub criterion: Option<usize>,
    /// Marks for single criteria.
    pub criteria: Vec<CriterionColumn>,
    /// The others.
    pub extra: Vec<usize>,
}

/// A column with the marks of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionColumn {
    /// The column.
    pub column: usize,
    /// The question, where the heading says: `question/criterion`.
    pub question: Option<String>,
    /// The criterion's id.
    pub criterion: String,
}

/// What a column of marks is called; the first that a table has counts.
const MARKS: [&str; 14] = [
    "mark", "human mark", "human score", "human grade", "human rating", "human", "gold", "gold label", "label",
    "score", "grade", "rating", "marks", "points",
];
const RATERS: [&str; 8] = ["rater", "rater id", "marker", "grader", "annotator", "judge", "examiner", "assessor"];
const CRITERIA: [&str; 2] = ["criterion", "criterion id"];

impl Columns {
    /// Finds the columns of a table with this header.
    ///
    /// # Errors
    /// Which column is missing, and what to type.
    pub fn find(header: &[String], named: &Named, bank: &Bank) -> Result<Self, String> {
        let given = |name: &Option<String>| name.as_deref().map(|name| column(name, header)).transpose();
        let known = |names: &[&str]| {
            let at = |name: &&str| header.iter().position(|heading| plain(heading) == **name);
            names.iter().find_map(at)
        };
        let with_role = |wanted| header.iter().position(|heading| role(heading) == Some(wanted));
        let id = given(&named.id)?.or_else(|| with_role(Role::Id));
        let question = given(&named.question)?.or_else(|| with_role(Role::Question));
        let mut marks = named.marks.iter().map(|name| column(name, header)).collect::<Result<Vec<_>, _>>()?;
        if marks.is_empty() {
            marks.extend(known(&MARKS));
        }
        let criterion = given(&named.criterion)?.or_else(|| known(&CRITERIA));
        let rater = match given(&named.rater)? {
            Some(_) if marks.len() > 1 => {
                return Err(
                    "give one column of marks and one of raters, or a column of marks for each rater".to_owned()
                );
            }
            Some(rater) => Some(rater),
            None if marks.len() > 1 => None,
            None => known(&RATERS),
        };
        let mut used: BTreeSet<usize> = marks.iter().copied().collect();
        used.extend([id, question, criterion, rater].into_iter().flatten());
        let criteria: Vec<CriterionColumn> = (0..header.len())
            .filter(|at| !used.contains(at))
            .filter_map(|at| criterion_column(at, header[at].trim(), bank))
            .collect();
        if marks.is_empty() && criteria.is_empty() {
            return Err(format!("no column holds marks; the columns are {}; name one with --mark", listed(header)));
        }
        used.extend(criteria.iter().map(|criterion| criterion.column));
        let extra = (0..header.len()).filter(|at| !used.contains(at)).collect();
        Ok(Self { id, question, marks, rater, criterion, criteria, extra })
    }
}

fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace(['_', '-'], " ")
}

/// A heading that is a criterion's id, or `question/criterion`.
fn criterion_column(column: usize, heading: &str, bank: &Bank) -> Option<CriterionColumn> {
    let has =
        |question: &crate::rubric::Question, id: &str| question.criteria.iter().any(|criterion| criterion.id == id);
    if let Some((question, criterion)) = heading.split_once('/') {
        bank.question(question).filter(|question| has(question, criterion))?;
        return Some(CriterionColumn { column, question: Some(question.to_owned()), criterion: criterion.to_owned() });
    }
    let known = bank.questions.iter().any(|question| has(question, heading));
    known.then(|| CriterionColumn { column, question: None, criterion: heading.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::load::{File, load};

    const QUESTION: &str = "id: q\nquestion: Why?\ncriteria:\n  - {id: c, title: T, points: 2, strong: [because]}\n";

    #[track_caller]
    fn check(header: &str, marks: &[&str], expected: &str) {
        let bank = load(vec![File { name: "q.yaml".into(), bytes: QUESTION.into() }]).bank;
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let named = Named { marks: marks.iter().map(ToString::to_string).collect(), ..Named::default() };
        let shown = Columns::find(&header, &named, &bank).map_or_else(
            |reason| reason,
            |found| {
                let Columns { id, question, marks, rater, criterion, criteria, extra } = found;
                let criteria: Vec<usize> = criteria.iter().map(|criterion| criterion.column).collect();
                let one = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
                format!(
                    "id {} q {} marks {marks:?} rater {} criterion {} criteria {criteria:?} extra {extra:?}",
                    one(id),
                    one(question),
                    one(rater),
                    one(criterion)
                )
            },
        );
        assert!(shown.starts_with(expected), "{shown}");
    }

    #[test]
    fn headings_tell_what_columns_hold() {
        check("answer_id,Human-Score,team", &[], "id 0 q - marks [1] rater - criterion - criteria [] extra [2]");
        check("id,score,mark,Rater", &[], "id 0 q - marks [2] rater 3 criterion - criteria [] extra [1]");
        check("id,a,b,rater", &["a", "3"], "id 0 q - marks [1, 2] rater - criterion - criteria [] extra [3]");
        check("id,question,c,q/c,q/d", &[], "id 0 q 1 marks [] rater - criterion - criteria [2, 3] extra [4]");
        check("id,criterion,mark", &[], "id 0 q - marks [2] rater - criterion 1 criteria [] extra []");
        check("id,x", &[], "no column holds marks; the columns are `id`, `x`; name one with --mark");
        check("id,makr", &["mark"], "no column is called `mark`; did you mean `makr`?");
    }
}
