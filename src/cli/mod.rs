//! The commands: each in a file of its own, all reached from `run`.

pub mod args;
mod build;
mod check;
mod completions;
mod init;
mod last;
mod schema;
mod serve;
mod session;
mod theme;

use args::{Cli, Command};
pub use session::Outcome;

use crate::diag::Error;

/// Runs the command that was asked for.
///
/// # Errors
/// The machine's trouble, with the path it is about.
pub fn run(cli: &Cli) -> Result<Outcome, Error> {
    match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Init(args) => init::run(args),
        Command::Theme(args) => theme::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => {
            session::to_stdout(&String::from_utf8_lossy(&completions::script(args)));
            Ok(Outcome::Done)
        }
    }
}

/// One line for the machine's trouble.
pub fn tell(error: &Error) {
    session::to_stderr(&format!("error: {error}\n"));
}
