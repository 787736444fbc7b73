//! The program: everything is in the library, from [`rubricate::run`] on.

/// Grading makes and forgets many small things, and not on the same threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rubricate::run::run()
}
