//! One file's tree → the types of [`crate::rubric`], with every mistake in it.
//!
//! Nothing stops at the first mistake: what cannot be decoded is reported and left out, and the rest is
//! decoded as if it were not there.

use super::values::Fields;
use super::yaml::{Node, Value};
use super::{
    Band, Cap, Criterion, Example, FlagKind, Kind, Layer, Level, Limits, PatternText, PointsWanted, ProseText,
    Question, Signal, Term,
};
use crate::decimal::Decimal;
use crate::diagnostic::{Code, Diagnostic, Fix, Place, SourceId};
use crate::pattern;
use crate::span::Span;
use std::collections::BTreeMap;

/// What `bank.yaml` holds.
#[derive(Debug, Default)]
pub(super) struct BankFile {
    pub(super) name: Option<String>,
    pub(super) bands: Option<Vec<Band>>,
    pub(super) wrong_claim_costs: Option<Decimal>,
    pub(super) margin: Option<Decimal>,
    pub(super) weights: BTreeMap<(Level, Layer), Decimal>,
    pub(super) minutes: BTreeMap<Layer, Decimal>,
    pub(super) caps: Vec<Cap>,
    pub(super) points: Option<PointsWanted>,
    pub(super) limits: Option<Limits>,
    pub(super) criteria: Vec<Criterion>,
    /// Those of them that every question takes over.
    pub(super) everywhere: Vec<SharedCriterion>,
}

/// A question whose `use:` entries still wait for the bank's shared criteria.
#[derive(Debug)]
pub(super) struct QuestionFile {
    pub(super) question: Question,
    pub(super) shared: Vec<SharedCriterion>,
}

/// A place among a question's criteria that a shared one takes.
#[derive(Clone, Debug)]
pub(super) struct SharedCriterion {
    /// How many of the question's own criteria stand before it.
    pub(super) after: usize,
    pub(super) id: String,
    pub(super) points: Option<Decimal>,
    pub(super) full_credit: Option<Decimal>,
    pub(super) place: Place,
}

/// Decodes the files of one bank; the mistakes pile up in `found`.
pub(super) struct Decoder<'a> {
    pub(super) source: SourceId,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

// The keys of each mapping; `schema` describes the same ones.
pub(super) const BANK_KEYS: &[&str] = &[
    "name", "bands", "wrong_claim_costs", "margin", "weights", "minutes", "points", "flags", "delivery", "criteria",
    "use",
];
pub(super) const DELIVERY_KEYS: &[&str] = &["longest", "pause"];
pub(super) const POINTS_KEYS: &[&str] = &["least", "most"];
pub(super) const BAND_KEYS: &[&str] = &["name", "from"];
pub(super) const CAP_KEYS: &[&str] = &["at_most"];
pub(super) const QUESTION_KEYS: &[&str] =
    &["id", "question", "wordings", "level", "layer", "topics", "model_answer", "terms", "criteria", "examples"];
pub(super) const CRITERION_KEYS: &[&str] =
    &["id", "title", "points", "full_credit", "strong", "weak", "wrong", "follow_up"];
pub(super) const SHARED_KEYS: &[&str] = &["use", "points", "full_credit"];
pub(super) const STRONG_SIGNAL_KEYS: &[&str] = &["pattern", "prose", "opening", "weight"];
pub(super) const WRONG_SIGNAL_KEYS: &[&str] = &["pattern", "prose", "weight"];
pub(super) const WEAK_SIGNAL_KEYS: &[&str] = &["pattern", "prose"];
pub(super) const EXAMPLE_KEYS: &[&str] = &["band", "answer"];

/// No answer is spoken for more than a day.
pub(super) const LONGEST_SECONDS: u32 = 86_400;

impl Decoder<'_> {
    pub(super) fn bank(&mut self, node: &Node) -> BankFile {
        let Some(fields) = self.fields(node, "the bank", BANK_KEYS) else {
            return BankFile::default();
        };
        BankFile {
            name: fields.get("name").and_then(|node| self.text(node, "`name`")),
            bands: fields.get("bands").map(|node| self.bands(node)),
            wrong_claim_costs: fields
                .get("wrong_claim_costs")
                .and_then(|node| self.decimal(node, Code::BadPoints, "what a wrong claim costs", 100)),
            margin: fields.get("margin").and_then(|node| self.decimal(node, Code::BadPoints, "the margin", 100)),
            weights: fields.get("weights").map(|node| self.weights(node)).unwrap_or_default(),
            minutes: fields.get("minutes").map(|node| self.minutes(node)).unwrap_or_default(),
            points: fields.get("points").and_then(|node| self.points_wanted(node)),
            limits: fields.get("delivery").and_then(|node| self.limits(node)),
            caps: fields.get("flags").map(|node| self.caps(node)).unwrap_or_default(),
            criteria: self
                .list(fields.get("criteria"), "`criteria`")
                .iter()
                .filter_map(|node| self.criterion(node))
                .collect(),
            everywhere: fields.get("use").map(|node| self.everywhere(node)).unwrap_or_default(),
        }
    }

    /// `[claim-first, reason]`: shared criteria that every question takes over, after its own.
    fn everywhere(&mut self, node: &Node) -> Vec<SharedCriterion> {
        let names = self.list(Some(node), "`use`").iter();
        let taken = |node: &Node| {
            let id = self.id(node)?;
            Some(SharedCriterion {
                after: usize::MAX,
                id,
                points: None,
                full_credit: None,
                place: self.place(node.span),
            })
        };
        names.filter_map(taken).collect()
    }

    pub(super) fn glossary(&mut self, node: &Node) -> Vec<Term> {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node, "the glossary", "a mapping from terms to their wordings");
            return Vec::new();
        };
        let entries = self.unique(entries);
        entries.into_iter().filter_map(|(name, key, node)| self.term(name, key, node)).collect()
    }

    pub(super) fn question(&mut self, node: &Node) -> Option<QuestionFile> {
        let fields = self.fields(node, "the rubric", QUESTION_KEYS)?;
        let id = self.require(&fields, "id").and_then(|node| self.id(node));
        let wording = self.require(&fields, "question").and_then(|node| self.text(node, "`question`"));
        let mut shared = Vec::new();
        let mut criteria: Vec<Criterion> = Vec::new();
        let nodes = self.require(&fields, "criteria");
        for node in self.list(nodes, "`criteria`") {
            if is_use(node) {
                shared.extend(self.shared(node, criteria.len()));
            } else {
                criteria.extend(self.criterion(node));
            }
        }
        if criteria.is_empty()
            && shared.is_empty()
            && fields.get("criteria").is_some_and(|node| matches!(&node.value, Value::List(items) if items.is_empty()))
        {
            let place = self.place(fields.get("criteria").map_or(fields.span, |node| node.span));
            self.found.push(Diagnostic::new(Code::NothingToEarn, place, "a rubric without criteria"));
        }
        let terms = match fields.get("terms") {
            Some(node) => self.glossary(node),
            None => Vec::new(),
        };
        let question = Question {
            wordings: self.texts(fields.get("wordings"), "`wordings`"),
            level: fields.get("level").and_then(|node| self.one_of(node, "level", Level::ALL, |level| level.name())),
            layer: fields.get("layer").and_then(|node| self.one_of(node, "layer", Layer::ALL, |layer| layer.name())),
            topics: self.texts(fields.get("topics"), "`topics`"),
            model_answer: fields.get("model_answer").and_then(|node| self.text(node, "`model_answer`")),
            terms,
            criteria,
            examples: self
                .list(fields.get("examples"), "`examples`")
                .iter()
                .filter_map(|node| self.example(node))
                .collect(),
            place: self.place(fields.get("id").unwrap_or(node).span),
            id: id?,
            question: wording?,
        };
        Some(QuestionFile { question, shared })
    }

    fn criterion(&mut self, node: &Node) -> Option<Criterion> {
        let fields = self.fields(node, "the criterion", CRITERION_KEYS)?;
        let id_node = self.require(&fields, "id");
        let id = id_node.and_then(|node| self.id(node));
        let title = self.require(&fields, "title").and_then(|node| self.text(node, "`title`"));
        let points = self.require(&fields, "points").and_then(|node| self.points(node));
        let full_credit = self.full_credit(&fields).unwrap_or(Decimal::ONE);
        let mut signals = Vec::new();
        for (key, kind) in [("strong", Kind::Strong), ("weak", Kind::Weak), ("wrong", Kind::Wrong)] {
            let before = signals.len();
            let nodes = self.list(fields.get(key), &format!("`{key}`"));
            signals.extend(nodes.iter().filter_map(|node| self.signal(node, kind)));
            if kind == Kind::Strong && nodes.is_empty() && signals.len() == before {
                let place = self.place(id_node.map_or(fields.span, |node| node.span));
                self.found.push(
                    Diagnostic::new(Code::NothingToEarn, place, "a criterion without a strong signal")
                        .help("add `strong:` with at least one pattern, or nobody can earn its points"),
                );
            }
        }
        let follow_up = fields.get("follow_up").and_then(|node| self.text(node, "`follow_up`"));
        Some(Criterion {
            place: self.place(id_node?.span),
            id: id?,
            title: title?,
            points: points?,
            full_credit,
            signals,
            follow_up,
        })
    }

    fn shared(&mut self, node: &Node, after: usize) -> Option<SharedCriterion> {
        let fields = self.fields(node, "the shared criterion", SHARED_KEYS)?;
        let name = self.require(&fields, "use")?;
        let points = fields.get("points").and_then(|node| self.points(node));
        let full_credit = self.full_credit(&fields);
        Some(SharedCriterion { after, id: self.id(name)?, points, full_credit, place: self.place(name.span) })
    }

    fn full_credit(&mut self, fields: &Fields<'_>) -> Option<Decimal> {
        let node = fields.get("full_credit")?;
        self.decimal(node, Code::BadWeight, "the weights that earn all points", 1)
    }

    fn signal(&mut self, node: &Node, kind: Kind) -> Option<Signal> {
        let default = if kind == Kind::Weak { Decimal::ZERO } else { Decimal::ONE };
        let Value::Map(_) = node.value else {
            let wordings = vec![self.pattern(node)?];
            return Some(Signal { kind, wordings, prose: Vec::new(), opening: None, weight: default });
        };
        let known = match kind {
            Kind::Strong => STRONG_SIGNAL_KEYS,
            Kind::Weak => WEAK_SIGNAL_KEYS,
            Kind::Wrong => WRONG_SIGNAL_KEYS,
        };
        let fields = self.fields(node, "the signal", known)?;
        let ways = ["pattern", "prose", "opening"].into_iter().filter_map(|key| Some((key, fields.get(key)?)));
        if let [(first, _), (second, node), ..] = ways.collect::<Vec<_>>()[..] {
            let message = format!("a signal with both `{first}` and `{second}`");
            self.report(Code::UnknownKey, node.span, message, "make it two signals");
            return None;
        }
        let prose = fields.get("prose").map(|node| self.prose(node)).unwrap_or_default();
        let opening = fields.get("opening").and_then(|node| self.opening(node));
        let wordings = match (fields.get("prose"), fields.get("opening")) {
            (None, None) => self.require(&fields, "pattern").map(|node| self.patterns(node))?,
            _ => Vec::new(),
        };
        let weight = match fields.get("weight") {
            Some(node) => self.decimal(node, Code::BadWeight, "a weight", 1)?,
            None => default,
        };
        if wordings.is_empty() && prose.is_empty() && opening.is_none() {
            return None;
        }
        Some(Signal { kind, wordings, prose, opening, weight })
    }

    /// Where `strong` stands: what an answer can open with.
    fn opening(&mut self, node: &Node) -> Option<Place> {
        self.one_of(node, "kind of signal to open with", &[Kind::Strong], |kind| kind.name())?;
        Some(self.place(node.span))
    }

    pub(super) fn term(&mut self, name: &str, key: &Node, node: &Node) -> Option<Term> {
        self.check_id(name, key.span)?;
        let wordings = self.patterns(node);
        Some(Term { name: name.to_owned(), wordings, place: self.place(key.span) })
    }

    /// One pattern, or a list of alternatives.
    fn patterns(&mut self, node: &Node) -> Vec<PatternText> {
        match &node.value {
            Value::List(items) if items.is_empty() => {
                self.report(Code::EmptyPattern, node.span, "no pattern at all", "write at least one");
                Vec::new()
            }
            Value::List(items) => items.iter().filter_map(|item| self.pattern(item)).collect(),
            _ => self.pattern(node).into_iter().collect(),
        }
    }

    /// One sentence, or a list of them.
    fn prose(&mut self, node: &Node) -> Vec<ProseText> {
        let nodes = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut sentences = Vec::new();
        for node in nodes {
            let Some(text) = self.text(node, "`prose`") else { continue };
            let units = pattern::prose::read(&text);
            if units.is_empty() {
                let help = "say what is to be heard: \"names multiprocessing or async\"";
                self.report(Code::EmptyPattern, node.span, "no word with content in this sentence", help);
                continue;
            }
            sentences.push(ProseText { text, units, place: self.place(node.span) });
        }
        sentences
    }

    fn pattern(&mut self, node: &Node) -> Option<PatternText> {
        let scalar = match &node.value {
            Value::Scalar(scalar) => scalar,
            Value::Nothing => {
                self.report(
                    Code::EmptyPattern,
                    node.span,
                    "a pattern without words",
                    "write what to listen for, or leave the line out",
                );
                return None;
            }
            _ => {
                self.wrong_type(node, "a pattern", "a text");
                return None;
            }
        };
        if scalar.ambiguous {
            let message =
                format!("`{}` is taken as this text, but other YAML readers take it for something else", scalar.text);
            let quoted = format!("\"{}\"", scalar.text);
            self.found.push(
                Diagnostic::new(Code::QuoteIt, self.place(node.span), message)
                    .help(format!("quote it: {quoted}"))
                    .fix(Some(Fix { span: node.span, replacement: quoted })),
            );
        }
        match pattern::parse(&scalar.text) {
            Ok(pattern) => Some(PatternText {
                text: scalar.text.clone(),
                pattern,
                place: self.place(node.span),
                verbatim: scalar.verbatim,
            }),
            Err(error) => {
                let span = scalar.verbatim.map_or(node.span, |start| error.span.moved(start));
                let place = self.place(span);
                let mut diagnostic = Diagnostic::new(error.code, place, error.message);
                diagnostic.help = error.help;
                self.found.push(diagnostic);
                None
            }
        }
    }

    fn bands(&mut self, node: &Node) -> Vec<Band> {
        let mut bands: Vec<(Band, Span)> = Vec::new();
        for node in self.list(Some(node), "`bands`") {
            let Some(fields) = self.fields(node, "the band", BAND_KEYS) else {
                continue;
            };
            let name = self.require(&fields, "name").and_then(|node| self.text(node, "`name`"));
            let from = self.require(&fields, "from").and_then(|node| {
                let from = self.scalar(node, "`from`").and_then(|scalar| Decimal::parse(&scalar.text));
                let from = from.filter(|from| *from <= Decimal::whole(100) && from.has_tenths_only());
                if from.is_none() {
                    self.report(
                        Code::BadBand,
                        node.span,
                        "a threshold that is no score",
                        "a score is a number from 0 to 100, with at most one decimal",
                    );
                }
                from
            });
            if let (Some(name), Some(from)) = (name, from) {
                if let Some((higher, _)) = bands.last()
                    && higher.from <= from
                {
                    let message =
                        format!("band `{name}` begins at {from}, not below `{}` at {}", higher.name, higher.from);
                    self.report(Code::BadBand, node.span, message, "list the bands from the highest to the lowest");
                    continue;
                }
                bands.push((Band { name, from }, node.span));
            }
        }
        match bands.last() {
            Some((last, _)) if last.from == Decimal::ZERO => {}
            Some((last, span)) => {
                let message = format!("no band for scores below {}", last.from);
                self.report(Code::BadBand, *span, message, "let the last band begin at 0");
            }
            None => self.report(Code::BadBand, node.span, "no bands", "list at least one: {name: graded, from: 0}"),
        }
        bands.into_iter().map(|(band, _)| band).collect()
    }

    /// `term-list: {at_most: weak}`
    fn caps(&mut self, node: &Node) -> Vec<Cap> {
        let names: Vec<_> = FlagKind::of_answers().map(FlagKind::name).collect();
        let Some(fields) = self.fields(node, "`flags`", &names) else {
            return Vec::new();
        };
        let mut caps = Vec::new();
        for (name, node) in fields.entries {
            let flag = FlagKind::of_answers().find(|flag| flag.name() == name);
            let Some(fields) = self.fields(node, "the flag", CAP_KEYS) else {
                continue;
            };
            let band = self.require(&fields, "at_most");
            if let (Some(flag), Some(band)) = (flag, band)
                && let Some(at_most) = self.text(band, "`at_most`")
            {
                caps.push(Cap { flag, at_most, place: self.place(band.span) });
            }
        }
        caps
    }

    /// `delivery: {longest: 90, pause: 3}`
    fn limits(&mut self, node: &Node) -> Option<Limits> {
        let fields = self.fields(node, "`delivery`", DELIVERY_KEYS)?;
        let Limits { longest, pause } = Limits::default();
        let mut seconds = |key, what: &str, otherwise| {
            let given =
                fields.get(key).and_then(|node| self.decimal(node, Code::BadPoints, what, u64::from(LONGEST_SECONDS)));
            given.unwrap_or(otherwise)
        };
        Some(Limits {
            longest: seconds("longest", "the seconds of the longest answer", longest),
            pause: seconds("pause", "the seconds of a long pause", pause),
        })
    }

    /// `points: {least: 8, most: 20}`
    fn points_wanted(&mut self, node: &Node) -> Option<PointsWanted> {
        let fields = self.fields(node, "`points`", POINTS_KEYS)?;
        let least = self.require(&fields, "least").and_then(|node| self.points(node));
        let most = self.require(&fields, "most").and_then(|node| self.points(node));
        let wanted = PointsWanted { least: least?, most: most?, place: self.place(node.span) };
        if wanted.least > wanted.most {
            let message = format!("at least {} points, but at most {}", wanted.least, wanted.most);
            self.report(Code::BadPoints, node.span, message, "let `least` be no greater than `most`");
            return None;
        }
        Some(wanted)
    }

    /// `junior: {knowledge: 3, …}`: what questions weigh in a candidate's total.
    fn weights(&mut self, node: &Node) -> BTreeMap<(Level, Layer), Decimal> {
        let mut weights = BTreeMap::new();
        let level_names: Vec<_> = Level::ALL.iter().map(|level| level.name()).collect();
        let layer_names: Vec<_> = Layer::ALL.iter().map(|layer| layer.name()).collect();
        let Some(levels) = self.fields(node, "`weights`", &level_names) else { return weights };
        for &level in Level::ALL {
            let Some(node) = levels.get(level.name()) else { continue };
            let Some(layers) = self.fields(node, "the level", &layer_names) else { continue };
            for &layer in Layer::ALL {
                let weight = layers.get(layer.name());
                let weight = weight.and_then(|node| self.decimal(node, Code::BadPoints, "what a question weighs", 100));
                weights.extend(weight.map(|weight| ((level, layer), weight)));
            }
        }
        weights
    }

    /// `{knowledge: 5, coding: 10}`: how many minutes questions take.
    fn minutes(&mut self, node: &Node) -> BTreeMap<Layer, Decimal> {
        let names: Vec<_> = Layer::ALL.iter().map(|layer| layer.name()).collect();
        let Some(layers) = self.fields(node, "`minutes`", &names) else { return BTreeMap::new() };
        let known = Layer::ALL.iter().filter_map(|&layer| Some((layer, layers.get(layer.name())?)));
        let known = known.filter_map(|(layer, node)| {
            Some((layer, self.decimal(node, Code::BadPoints, "how many minutes a question takes", 240)?))
        });
        known.collect()
    }

    fn example(&mut self, node: &Node) -> Option<Example> {
        let fields = self.fields(node, "the example", EXAMPLE_KEYS)?;
        let band = self.require(&fields, "band").and_then(|node| self.text(node, "`band`"));
        let answer = self.require(&fields, "answer").and_then(|node| self.text(node, "`answer`"));
        Some(Example {
            band: band?,
            answer: answer?,
            place: self.place(fields.get("band").map_or(fields.span, |node| node.span)),
        })
    }
}

fn is_use(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| {
        matches!(&key.value, Value::Scalar(scalar) if scalar.text == "use")
    }))
}
