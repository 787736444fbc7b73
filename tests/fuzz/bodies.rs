//! What must hold for every input, by target: bytes → nothing, or a panic.
//!
//! The fuzzer calls these with whatever it makes up (`fuzz/`), and the tests with all that it ever found.
//! Most inputs are texts in sections, parted by lines of `%%%`, so that a person can read them.

mod archive;
mod bank;
mod laws;
mod readers;
mod rubrics;
mod texts;

/// A target: its name and its body.
pub type Target = (&'static str, fn(&[u8]));

/// All of them, by name.
pub const TARGETS: &[Target] = &[
    ("captions", readers::captions),
    ("grade", texts::grade),
    ("html", readers::html),
    ("labelled", readers::labelled),
    ("marks", readers::marks),
    ("pattern", rubrics::pattern),
    ("prose", rubrics::prose),
    ("records", readers::records),
    ("rubric", rubrics::rubric),
    ("sheet", readers::sheet),
    ("speech", readers::speech),
    ("text", texts::text),
    ("workbook", readers::workbook),
];

/// Runs the target of this name; there must be one.
pub fn run(target: &str, input: &[u8]) {
    let (_, body) = TARGETS.iter().find(|(name, _)| *name == target).expect("a target of this name");
    body(input);
}

/// The sections of an input.
fn sections(input: &[u8]) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(input).into_owned();
    text.split("\n%%%\n").map(str::to_owned).collect::<Vec<_>>().into_iter()
}
