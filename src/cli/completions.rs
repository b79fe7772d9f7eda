//! `rolebook completions SHELL`: a completion script on standard output.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs};

/// The script for a shell.
pub fn script(args: &CompletionsArgs) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rolebook", &mut out);
    out
}
