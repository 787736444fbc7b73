//! How long the stages of grading take: `cargo bench --bench stages`.

#![expect(clippy::disallowed_methods, reason = "a program by itself: it reads the bank and the answers")]

use divan::{Bencher, black_box};
use rubricate::decimal::Decimal;
use rubricate::grade::{Grade, grade};
use rubricate::program::{Program, QuestionProgram, compile::compile};
use rubricate::report::{Item, Outcome, Rubrics, json};
use rubricate::rubric::Bank;
use rubricate::rubric::load::{File, load};
use rubricate::rubric::open::{SoundFile, open};
use rubricate::scan::scan;
use rubricate::text::Text;
use rubricate::transcript::records::read;
use rubricate::transcript::{Answer, Passage};
use std::path::Path;

fn main() {
    divan::main();
}

/// The shipped bank's files.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubrics");
    let paths = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths =
        paths.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let file = |path: std::path::PathBuf| File {
        name: path.display().to_string(),
        bytes: std::fs::read(&path).expect("a rubric that can be read"),
    };
    paths.map(file).collect()
}

fn bank() -> Bank {
    load(files()).bank
}

/// The lines of the recorded answers.
fn lines() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/answers/python.jsonl");
    std::fs::read_to_string(path).expect("recorded answers").lines().map(str::to_owned).collect()
}

/// Each recorded answer with the program of its question.
fn answers(program: &Program) -> Vec<(&QuestionProgram, String)> {
    let records = lines().into_iter().map(|line| read(&line).expect("a record"));
    records.map(|record| (program.question(&record.question.expect("an id")).expect("known"), record.answer)).collect()
}

#[divan::bench(sample_count = 10)]
fn load_rubrics(bencher: Bencher) {
    bencher.with_inputs(files).bench_values(load);
}

#[divan::bench(sample_count = 10)]
fn compile_rubrics(bencher: Bencher) {
    let bank = bank();
    bencher.bench(|| {
        let program = compile(&bank);
        program.questions.make_all();
        program
    });
}

/// Of a bank that is known to be sound, what grading one answer needs.
#[divan::bench(sample_count = 10)]
fn open_and_compile_a_question(bencher: Bencher) {
    let files: Vec<SoundFile> = files().into_iter().map(|file| (file.name, &*file.bytes.leak())).collect();
    bencher.bench(|| compile(&open(&files)).questions[0].ops.len());
}

#[divan::bench]
fn parse_records(bencher: Bencher) {
    let lines = lines();
    bencher.counter(lines.len()).bench(|| lines.iter().for_each(|line| drop(black_box(read(line)))));
}

#[divan::bench]
fn fold_words(bencher: Bencher) {
    let program = compile(&bank());
    let answers = answers(&program);
    bencher.counter(answers.len()).bench(|| answers.iter().for_each(|(_, answer)| drop(black_box(Text::new(answer)))));
}

#[divan::bench]
fn scan_texts(bencher: Bencher) {
    let program = compile(&bank());
    let answers = answers(&program);
    let texts: Vec<Text> = answers.iter().map(|(_, answer)| Text::new(answer)).collect();
    bencher.counter(answers.len()).bench(|| {
        for ((question, answer), text) in answers.iter().zip(&texts) {
            black_box(scan(question, answer, text));
        }
    });
}

#[divan::bench]
fn grade_answers(bencher: Bencher) {
    let program = compile(&bank());
    let answers = answers(&program);
    let grade = |(question, answer): &(&QuestionProgram, String)| -> Grade { grade(&program, question, answer) };
    bencher.counter(answers.len()).bench(|| answers.iter().map(grade).map(|grade| grade.possible).sum::<Decimal>());
}

#[divan::bench]
fn write_json(bencher: Bencher) {
    let bank = bank();
    let program = compile(&bank);
    let item = |(question, text): (&QuestionProgram, String)| {
        let outcome = Outcome::Graded(grade(&program, question, &text));
        let answer = Answer { question: question.id.clone(), said: Passage::plain(text), ..Answer::default() };
        Item { answer, outcome }
    };
    let items: Vec<Item> = answers(&program).into_iter().map(item).collect();
    let rubrics = Rubrics { bank: &bank, program: &program };
    bencher.counter(items.len()).bench(|| items.iter().map(|item| json::line(item, rubrics).len()).sum::<usize>());
}
