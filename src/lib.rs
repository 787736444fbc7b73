//! `rubricate` grades written or spoken answers against rubrics: offline, deterministic, without a model. Every
//! point is backed by words that were said, shown with their place.
//!
//! ```text
//! rubrics/*.yaml ── rubric::load ──► Bank ── program::compile ──► Program ┐
//!                                                                         ├─ scan ─► hits ─ grade ─► Grade ─ report ─► bytes
//! answers        ── transcript, interview, intake ──────────────► Answer ─┘
//! ```
//!
//! # The map
//!
//! The modules in the order in which data flows; each uses only those before it.
//!
//! | module | its job |
//! |---|---|
//! | [`span`], [`source`], [`decode`], [`decimal`], [`diagnostic`] | places, texts with lines, encodings, exact numbers, mistakes as data |
//! | [`catalog`] | things by name, each made when it is first looked at |
//! | [`text`] | a text as folded words in sentences, each with its bytes |
//! | [`copies`] | passages that two texts share nearly word for word |
//! | [`pattern`] | the language in which a rubric says what to listen for |
//! | [`rubric`] | YAML files to a [`rubric::Bank`], with every mistake in them; new files, and changes of files, as text |
//! | [`program`] | a bank compiled to operations over words |
//! | [`transcript`], [`wordings`], [`interview`], [`intake`] | transcripts, sheets and records to answers; which question was asked is found by its wording |
//! | [`scan`] | which signals are heard in an answer, in which words, and whether the speaker stands by them |
//! | [`delivery`] | how an answer was spoken: how long, how fast, with which pauses |
//! | [`flags`] | what is odd about an answer, for a person to look at |
//! | [`grade`], [`spoken`], [`follow_ups`] | the law of scoring; the grade of an answer as it was given, after follow-ups too; what to ask next |
//! | [`item`], [`totals`], [`ranking`] | an answer with what became of it; means over many; candidates compared on what all were asked |
//! | [`copied`] | what was copied from known texts, or by one candidate from another, as flags |
//! | [`marks`] | what people gave: marks on a scale, joined to answers |
//! | [`agreement`] | how far grades agree with such marks |
//! | [`lesson`], [`suggest`], [`tune`] | marked answers to learn from; what rubrics lack; numbers fitted to marks |
//! | [`check`] | proofs about a bank, by grading its own texts |
//! | [`trial`] | a bank tried on answers with what they must get; which signals these cases need |
//! | [`diff`] | what a change of rubrics does, in words and to whose grades |
//! | [`screen`] | an interview composed from the bank, and which of its questions were asked |
//! | [`practice`] | what to practise today, what an answer lacks, and when to ask again |
//! | [`report`] | grades to bytes, a file a format |
//! | [`run`] | the edge: arguments, files, terminal, exit codes |
//!
//! Everything before [`run`] is pure: it reads no file, clock or environment, and prints nothing.
//!
//! # In code
//!
//! ```
//! use rubricate::{grade::grade, program::compile::compile, rubric::load::{File, load}};
//!
//! let rubric = r#"
//! id: tuples
//! question: Why would you use a tuple?
//! criteria:
//!   - id: fixed
//!     title: A tuple cannot change
//!     points: 2
//!     strong: [tuple ... (cannot | never | not) ... change]
//! "#;
//! let loaded = load(vec![File { name: "tuples.yaml".into(), bytes: rubric.into() }]);
//! assert!(loaded.found.is_empty());
//! let program = compile(&loaded.bank);
//! let question = program.question("tuples").unwrap();
//! let grade = grade(&program, question, "A tuple can't be changed later.");
//! assert_eq!(grade.score.unwrap().to_string(), "100");
//! ```

pub mod agreement;
pub mod catalog;
pub mod check;
pub mod copied;
pub mod copies;
pub mod decimal;
pub mod decode;
pub mod delivery;
pub mod diagnostic;
pub mod diff;
pub mod flags;
pub mod follow_ups;
pub mod grade;
pub mod intake;
pub mod interview;
pub mod item;
pub mod lesson;
pub mod marks;
pub mod pattern;
pub mod practice;
pub mod program;
pub mod ranking;
pub mod report;
pub mod rubric;
pub mod run;
pub mod scan;
pub mod screen;
pub mod source;
pub mod span;
pub mod spoken;
pub mod suggest;
pub mod text;
pub mod totals;
pub mod transcript;
pub mod trial;
pub mod tune;
pub mod wordings;
