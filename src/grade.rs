//! Hits → a grade, by the law of scoring.
//!
//! - A criterion earns `points × min(1, Σ weights of its strong signals that were heard ÷ full_credit)`, less
//!   `points × Σ weights of its wrong signals that were heard`, never below 0. `full_credit` is 1 where the rubric says
//!   nothing; from it on all points are earned, and what is less is cut off after a millionth of a point. A signal counts once, and only if the
//!   speaker stands by it (a prose signal counts with the part of it that was heard): what is denied, rejected as another's mistake, merely listed, or the
//!   question or a follow-up given back, neither earns nor costs.
//! - Each criterion in which a wrong signal was heard also costs the answer what the bank says a wrong claim costs, in
//!   parts of 100 of the possible points; the sum is never below 0. For a fluent misconception has the right nouns, and earns
//!   elsewhere what it does not know.
//! - The score is `100 × earned / possible`. It is kept as that fraction; bands compare the fraction, and where
//!   a score is printed it is cut off, never rounded up, after one decimal. Thresholds have at most one
//!   decimal, so the printed digits are the digits that were compared.
//! - Flags change no points; a bank can say that an answer with some flag reaches at most some band.
//! - An answer without words has no score: not answered is not zero.

use crate::decimal::Decimal;
use crate::delivery::Delivery;
use crate::flags::{self, Flag};
use crate::program::{CriterionProgram, Program, QuestionProgram};
use crate::rubric::Kind;
use crate::scan::{Hit, Stance, scan};
use crate::text::Text;
use std::cmp::Ordering;
use std::fmt;

/// How an answer did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The points earned of those possible, or nothing where nothing was answered.
    pub score: Option<Score>,
    /// The band that the score reaches.
    pub band: Option<String>,
    /// All criteria in the order of the rubric; none where nothing was answered.
    pub criteria: Vec<CriterionGrade>,
    /// What can be earned.
    pub possible: Decimal,
    /// What wrong claims cost beside the criteria in which they were heard.
    pub deducted: Decimal,
    /// What a person should look at.
    pub flags: Vec<Flag>,
    /// Where a follow-up was asked, the score of what was said before the first one.
    pub unprompted: Option<Score>,
    /// How it was spoken, where that is known.
    pub delivery: Option<Delivery>,
}

/// Points earned of points possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The points earned.
    pub earned: Decimal,
    /// The points that can be earned; more than 0.
    pub possible: Decimal,
}

/// How a criterion did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionGrade {
    /// What to say of it in a word.
    pub verdict: Verdict,
    /// The points earned.
    pub earned: Decimal,
    /// Whether a wrong signal was heard that the speaker stands by.
    pub wrong: bool,
    /// What was heard, strong signals first.
    pub hits: Vec<Hit>,
}

/// A criterion's grade in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All points earned.
    Strong,
    /// Some points earned.
    Partial,
    /// No points, but a weak signal was heard.
    Weak,
    /// No points, and a wrong signal was heard.
    Wrong,
    /// Nothing was heard.
    Missing,
}

impl Verdict {
    /// All of them, best first.
    pub const ALL: [Self; 5] = [Self::Strong, Self::Partial, Self::Weak, Self::Wrong, Self::Missing];

    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Partial => "partial",
            Self::Weak => "weak",
            Self::Wrong => "wrong",
            Self::Missing => "missing",
        }
    }
}

impl Grade {
    /// Of an answer without words to a question with so many points.
    #[must_use]
    pub const fn nothing_said(possible: Decimal) -> Self {
        Self {
            score: None,
            band: None,
            criteria: Vec::new(),
            possible,
            deducted: Decimal::ZERO,
            flags: Vec::new(),
            unprompted: None,
            delivery: None,
        }
    }
}

impl Grade {
    /// Raises more flags, which may cap the band; of an answer without a score nothing is raised.
    pub fn raise(&mut self, program: &Program, flags: Vec<Flag>) {
        if let Some(score) = self.score {
            self.flags.extend(flags);
            self.band = band(program, score, &self.flags);
        }
    }
}

impl Score {
    /// Tenths of a point on the scale to 100, cut off: 1000 for full marks.
    #[must_use]
    pub const fn tenths(self) -> u64 {
        self.earned.millionths() * 1000 / self.possible.millionths()
    }

    /// The share of the possible points, from 0 to 1, for statistics; comparisons are exact by [`against`](Self::against).
    #[must_use]
    pub fn share(self) -> f64 {
        self.earned.to_f64() / self.possible.to_f64()
    }

    /// Whether it is at least `threshold`, exactly.
    #[must_use]
    pub fn reaches(self, threshold: Decimal) -> bool {
        self.against(threshold).is_ge()
    }

    /// How it compares with `threshold`, exactly.
    #[must_use]
    pub fn against(self, threshold: Decimal) -> Ordering {
        let earned = u128::from(self.earned.millionths()) * u128::from(Decimal::whole(100).millionths());
        earned.cmp(&(u128::from(threshold.millionths()) * u128::from(self.possible.millionths())))
    }
}

/// On the scale to 100: `87.5`, `100`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        let text = if tenths.is_multiple_of(10) {
            (tenths / 10).to_string()
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        f.pad(&text)
    }
}

impl serde::Serialize for Score {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenths = self.tenths();
        #[expect(clippy::cast_precision_loss, reason = "at most 1000")]
        if tenths.is_multiple_of(10) {
            serializer.serialize_u64(tenths / 10)
        } else {
            serializer.serialize_f64(tenths as f64 / 10.0)
        }
    }
}

/// Grades the words of an answer to a question.
#[must_use]
pub fn grade(program: &Program, question: &QuestionProgram, answer: &str) -> Grade {
    let text = Text::new(answer);
    if text.words().is_empty() {
        return Grade::nothing_said(question.possible());
    }
    let hits = scan(question, answer, &text);
    let mut flags = flags::of_text(question, answer, &text);
    flags.extend(flags::of_recital(&question.criteria, &hits, text.words().len()));
    weigh(program, &question.criteria, hits, flags)
}

/// The law alone: from what was heard, by criterion and signal, and the flags that do not depend on it.
#[must_use]
pub fn weigh(program: &Program, criteria: &[CriterionProgram], hits: Vec<Hit>, mut flags: Vec<Flag>) -> Grade {
    let mut hits = hits.into_iter().peekable();
    let mut graded = Vec::with_capacity(criteria.len());
    for (index, criterion) in criteria.iter().enumerate() {
        let mut own = Vec::new();
        while let Some(hit) = hits.next_if(|hit| hit.criterion == index) {
            own.push(hit);
        }
        graded.push(grade_criterion(criterion, own));
    }
    flags.extend(flags::of_hits(criteria, graded.iter().map(|criterion| criterion.hits.as_slice())));
    let possible: Decimal = criteria.iter().map(|criterion| criterion.points).sum();
    let wrong = graded.iter().filter(|criterion| criterion.wrong).count() as u64;
    let deducted = possible.times(program.wrong_claim_costs.hundredth()).times(Decimal::whole(wrong));
    let earned: Decimal = graded.iter().map(|criterion| criterion.earned).sum();
    let earned = earned.less(deducted);
    let score = Score { earned, possible };
    let band = band(program, score, &flags);
    Grade { score: Some(score), band, criteria: graded, possible, deducted, flags, unprompted: None, delivery: None }
}

fn grade_criterion(criterion: &CriterionProgram, hits: Vec<Hit>) -> CriterionGrade {
    let said = hits.iter().filter(|hit| hit.stance == Stance::Said);
    let of_kind = |kind: Kind| said.clone().filter(move |hit| criterion.signals[hit.signal].kind == kind);
    let weigh = |hit: &Hit| criterion.signals[hit.signal].weight.times(hit.coverage);
    let share: Decimal = of_kind(Kind::Strong).map(weigh).sum();
    let cost: Decimal = of_kind(Kind::Wrong).map(weigh).sum();
    let earned = criterion.points.portion(share, criterion.full_credit).less(criterion.points.times(cost));
    let wrong = of_kind(Kind::Wrong).next().is_some();
    let verdict = if earned == criterion.points {
        Verdict::Strong
    } else if earned > Decimal::ZERO {
        Verdict::Partial
    } else if wrong {
        Verdict::Wrong
    } else if of_kind(Kind::Weak).next().is_some() {
        Verdict::Weak
    } else {
        Verdict::Missing
    };
    CriterionGrade { verdict, earned, wrong, hits }
}

/// The first band that the score reaches, unless a flag allows only a lower one.
fn band(program: &Program, score: Score, flags: &[Flag]) -> Option<String> {
    let reached = program.bands.iter().position(|band| score.reaches(band.from))?;
    let caps =
        flags.iter().filter_map(|flag| program.caps.iter().find(|(kind, _)| *kind == flag.kind)).map(|&(_, cap)| cap);
    let lowest = caps.fold(reached, usize::max);
    program.bands.get(lowest).map(|band| band.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::compile::compile;
    use crate::rubric::load::{File, load};

    /// What an answer earns of 4 points, with signals of the weights 0.5, 0.3 and 0.4 and a wrong one of 0.25.
    #[track_caller]
    fn check(full_credit: &str, answer: &str, expected: &str, verdict: Verdict) {
        let criterion =
            "strong: [{pattern: one, weight: 0.5}, {pattern: two, weight: 0.3}, {pattern: three, weight: 0.4}]";
        let wrong = "wrong: [{pattern: slow, weight: 0.25}]";
        let own = format!("{{id: a, title: A, points: 4, {full_credit}{criterion}, {wrong}}}");
        let shared = format!("criteria:\n  - {{id: a, title: A, points: 9, full_credit: 0.1, {criterion}, {wrong}}}\n");
        let entry =
            format!("{{use: a, points: 4, {}}}", if full_credit.is_empty() { "full_credit: 1" } else { full_credit });
        for criterion in [own, entry] {
            let question = format!("id: q\nquestion: Q?\ncriteria: [{criterion}]\n");
            let file = |name: &str, text: String| File { name: name.into(), bytes: text.into() };
            let loaded = load(vec![file("bank.yaml", shared.clone()), file("q.yaml", question)]);
            assert!(loaded.found.is_empty(), "{:?}", loaded.found);
            let program = compile(&loaded.bank);
            let graded = grade(&program, &program.questions[0], answer).criteria.remove(0);
            assert_eq!(
                (graded.earned.to_string().as_str(), graded.verdict),
                (expected, verdict),
                "{full_credit} {answer}"
            );
        }
    }

    #[test]
    fn evidence_counts_against_full_credit() {
        check("", "It has one.", "2", Verdict::Partial);
        check("", "It has one and two.", "3.2", Verdict::Partial);
        check("", "It has one, two and three.", "4", Verdict::Strong);
        check("full_credit: 0.8, ", "It has one.", "2.5", Verdict::Partial);
        check("full_credit: 0.8, ", "It has one and two.", "4", Verdict::Strong);
        check("full_credit: 0.801, ", "It has one and two.", "3.995006", Verdict::Partial);
        check("full_credit: 0.8, ", "It has one, two and three.", "4", Verdict::Strong);
        check("full_credit: 0.3, ", "It has two.", "4", Verdict::Strong);
        check("full_credit: 0.3, ", "It has two and is slow.", "3", Verdict::Partial);
        check("full_credit: 0.8, ", "It is slow.", "0", Verdict::Wrong);
    }
}
