//! The law of scoring over numbers that can be changed: the same as [`crate::grade`]'s, in floating point, for trying many.

use crate::decimal::Decimal;
use crate::grade::Grade;
use crate::program::QuestionProgram;
use crate::rubric::Kind;
use crate::scan::Stance;

/// The numbers of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Of its criteria, in order.
    pub criteria: Vec<CriterionNumbers>,
    /// What a criterion in which a wrong signal is heard costs, of 1.
    pub wrong_claim_costs: f64,
}

/// The numbers of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionNumbers {
    /// What it is worth.
    pub points: f64,
    /// The sum of strong weights that earns all of that.
    pub full_credit: f64,
    /// The weight of each signal.
    pub weights: Vec<f64>,
}

/// What counts of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its mark, from 0 to 1.
    pub mark: f64,
    /// For each criterion its hits.
    pub criteria: Vec<Vec<Heard1>>,
}

/// A hit that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard1 {
    /// Index of the signal in its criterion.
    pub signal: usize,
    /// Strong or wrong.
    pub kind: Kind,
    /// How much of it was heard, from 0 to 1.
    pub coverage: f64,
}

impl Numbers {
    /// As the rubric has them.
    #[must_use]
    pub fn of(question: &QuestionProgram, wrong_claim_costs: Decimal) -> Self {
        let criteria = question.criteria.iter().map(|criterion| CriterionNumbers {
            points: criterion.points.to_f64(),
            full_credit: criterion.full_credit.to_f64(),
            weights: criterion.signals.iter().map(|signal| signal.weight.to_f64()).collect(),
        });
        Self { criteria: criteria.collect(), wrong_claim_costs: wrong_claim_costs.to_f64() / 100.0 }
    }

    /// The score that an answer gets, from 0 to 1.
    #[must_use]
    pub fn score(&self, heard: &Heard) -> f64 {
        let (mut earned, mut possible, mut wrong) = (0.0, 0.0, 0.0);
        for (numbers, hits) in self.criteria.iter().zip(&heard.criteria) {
            let (mut strong, mut cost) = (0.0, 0.0);
            for hit in hits {
                let weight = numbers.weights[hit.signal] * hit.coverage;
                if hit.kind == Kind::Wrong { cost += weight } else { strong += weight }
            }
            earned += numbers.points * ((strong / numbers.full_credit).min(1.0) - cost).max(0.0);
            possible += numbers.points;
            wrong += f64::from(u8::from(hits.iter().any(|hit| hit.kind == Kind::Wrong)));
        }
        (earned / possible - self.wrong_claim_costs * wrong).max(0.0)
    }
}

impl Heard {
    /// What counts of a graded answer.
    #[must_use]
    pub fn of(grade: &Grade, mark: f64, question: &QuestionProgram) -> Self {
        let criteria = grade.criteria.iter().zip(&question.criteria).map(|(graded, criterion)| {
            let said = graded.hits.iter().filter(|hit| hit.stance == Stance::Said);
            let heard = said.map(|hit| Heard1 {
                signal: hit.signal,
                kind: criterion.signals[hit.signal].kind,
                coverage: hit.coverage.to_f64(),
            });
            heard.filter(|hit| hit.kind != Kind::Weak).collect()
        });
        Self { mark, criteria: criteria.collect() }
    }
}

/// A number of the grid, in thousandths.
#[must_use]
pub fn decimal(number: f64) -> Decimal {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of rubrics are small")]
    Decimal::part((number * 1000.0).round() as u64, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::grade;
    use crate::program::compile::compile;
    use crate::rubric::load::{File, load};

    #[test]
    fn it_is_the_law_of_grades() {
        let rubric = "id: q\nquestion: Why?\ncriteria:\n  - {id: a, title: T, points: 3, full_credit: 0.8, strong: [{pattern: \
                      alpha, weight: 0.4}, {prose: bravo and charlie}], wrong: [{pattern: delta, weight: 0.3}]}\n  - {id: b, \
                      title: T, points: 2, strong: [echo]}\n";
        let bank = "name: B\nbands: [{name: weak, from: 0}]\nwrong_claim_costs: 10\n";
        let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
        let program = compile(&load(vec![file("bank.yaml", bank), file("q.yaml", rubric)]).bank);
        let question = &program.questions[0];
        let numbers = Numbers::of(question, program.wrong_claim_costs);
        for answer in [
            "Alpha it is.",
            "Bravo.",
            "We have alpha, bravo and charlie.",
            "It is delta.",
            "Alpha and delta, and echo too.",
        ] {
            let grade = grade(&program, question, answer);
            let score = grade.score.unwrap();
            let exact = score.earned.to_f64() / score.possible.to_f64();
            let fast = numbers.score(&Heard::of(&grade, 0.0, question));
            assert!((exact - fast).abs() < 1e-5, "{answer}: {exact} {fast}");
        }
    }
}
