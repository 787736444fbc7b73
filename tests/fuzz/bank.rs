//! The small bank that answers are tried on.

use rubricate::program::{Program, compile::compile};
use rubricate::report::Rubrics;
use rubricate::rubric::Bank;
use rubricate::rubric::load::{File, load};
use rubricate::wordings::Wordings;
use std::sync::LazyLock;

const FILES: [(&str, &str); 4] = [
    (
        "bank.yaml",
        "name: small\nwrong_claim_costs: 10\nflags: {term-list: {at_most: weak}}\n\
         bands: [{name: strong, from: 70}, {name: partial, from: 35}, {name: weak, from: 0}]\n",
    ),
    (
        "glossary.yaml",
        "one-at-a-time: [one thread, one at a time, only one ... runs]\n\
         faster: [faster, speeds up, 'more (speed | throughput)']\nparallel: [parallel, at once, <faster>]\n",
    ),
    (
        "lock.yaml",
        r#"
id: lock
question: What does the global lock do?
criteria:
  - id: one
    title: One thread at a time
    points: 3
    strong: [<one-at-a-time>, {pattern: "lock ...3 [the] (thread | threads) & !never", weight: 0.5}]
    wrong: ["threads ... <parallel>"]
    follow_up: How many threads run at a time?
  - id: waits
    title: The others wait
    points: 1.5
    full_credit: 0.8
    strong: [wait &5 release, '2 of. (acquire | release | "=GIL")', 'switch* ... interval']
    weak: [it locks]
    follow_up: What do the other threads do?
model_answer: Only one thread runs at a time. The others wait until it releases the lock.
"#,
    ),
    (
        "code.yaml",
        r#"
id: code
question: How would you copy a list?
wordings: [Which ways are there to copy a list?]
criteria:
  - {id: slice, title: By a slice, points: 2, strong: ['/\w+\[\s*:\s*\]/', "`copy.copy`", '/list\(/']}
  - {id: deep, title: Deep copies, points: 2, strong: [{prose: names deepcopy or says that inner lists are not shared}], wrong: [assign* ... copies]}
"#,
    ),
];

static BANK: LazyLock<Bank> = LazyLock::new(|| {
    let files = FILES.map(|(name, text)| File { name: name.to_owned(), bytes: text.into() });
    let loaded = load(files.into());
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
    loaded.bank
});
static PROGRAM: LazyLock<Program> = LazyLock::new(|| compile(&BANK));
static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(&BANK));

pub(super) fn rubrics() -> Rubrics<'static> {
    Rubrics { bank: &BANK, program: &PROGRAM }
}

pub(super) fn wordings() -> &'static Wordings {
    &WORDINGS
}
