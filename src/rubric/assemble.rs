//! What `bank.yaml` gives to its bank, and to each question: a [`BankFile`] and the rest → a [`Bank`].

use super::decode::{BankFile, QuestionFile};
use super::{Band, Bank, MARGIN, Question, Term};
use crate::catalog::Catalog;
use crate::decimal::Decimal;
use crate::diagnostic::{Code, Diagnostic, Fix, certain, nearest};

impl BankFile {
    /// The bank of these terms and questions.
    pub(super) fn bank(&self, terms: Catalog<Term>, questions: Catalog<Question>) -> Bank {
        Bank {
            name: self.name.clone().unwrap_or_else(|| "rubrics".to_owned()),
            bands: self.bands.clone().unwrap_or_else(default_bands),
            wrong_claim_costs: self.wrong_claim_costs.unwrap_or_default(),
            margin: self.margin.unwrap_or(MARGIN),
            weights: self.weights.clone(),
            minutes: self.minutes.clone(),
            caps: self.caps.clone(),
            limits: self.limits.unwrap_or_default(),
            points: self.points,
            shared: self.criteria.clone(),
            terms,
            questions,
        }
    }

    /// Puts the bank's shared criteria into a question where it asks for them, and after its own those that all questions
    /// take over, unless it has a criterion of that name.
    pub(super) fn complete(&self, mut file: QuestionFile, found: &mut Vec<Diagnostic>) -> Question {
        for used in &self.everywhere {
            let own = file.question.criteria.iter().map(|criterion| &criterion.id);
            if !own.chain(file.shared.iter().map(|shared| &shared.id)).any(|id| *id == used.id) {
                file.shared.push(used.clone());
            }
        }
        let QuestionFile { mut question, shared: uses } = file;
        for (already, used) in uses.into_iter().enumerate() {
            let Some(criterion) = self.criteria.iter().find(|criterion| criterion.id == used.id) else {
                let names = self.criteria.iter().map(|criterion| criterion.id.as_str());
                let help = match nearest(&used.id, names.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "define it under `criteria:` in bank.yaml".to_owned(),
                };
                let message = format!("the bank has no shared criterion `{}`", used.id);
                let fix = certain(&used.id, names);
                let fix = fix.map(|name| Fix { span: used.place.span, replacement: name.to_owned() });
                found.push(Diagnostic::new(Code::UnknownCriterion, used.place, message).help(help).fix(fix));
                continue;
            };
            let mut criterion = criterion.clone();
            criterion.points = used.points.unwrap_or(criterion.points);
            criterion.full_credit = used.full_credit.unwrap_or(criterion.full_credit);
            let at = used.after.saturating_add(already).min(question.criteria.len());
            question.criteria.insert(at, criterion);
        }
        question
    }
}

fn default_bands() -> Vec<Band> {
    let band = |name: &str, from| Band { name: name.to_owned(), from: Decimal::whole(from) };
    vec![band("strong", 70), band("partial", 35), band("weak", 0)]
}
