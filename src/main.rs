//! The program: everything is in the library, from [`rubricate::run`] on.

fn main() -> std::process::ExitCode {
    rubricate::run::run()
}
