//! The program: parse arguments, run one command, map the outcome to an exit code.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use rolebook::cli::{self, Outcome, args::Cli};

/// Many small strings from many threads: the system's allocator costs a third of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // A diagram that cannot be drawn is told as a message at its line.
        if std::thread::current().name() != Some(rolebook::markdown::diagram::THREAD) {
            usual(info);
        }
    }));
    match cli::run(&Cli::parse()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) => {
            cli::tell(&error);
            ExitCode::from(2)
        }
    }
}
