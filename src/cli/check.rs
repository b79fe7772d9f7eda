//! `rolebook check`: every problem, nothing written.

use super::args::CheckArgs;
use super::session::{Outcome, Session};
use crate::diag::{Diagnostics, Error};
use crate::output::NoSink;
use crate::pipeline::{self, Memos};

/// Prepares and renders everything, and tells what is wrong with it.
///
/// # Errors
/// What cannot be read.
pub fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    let mut session = Session::new(&args.common)?;
    let source = session.read()?;
    let memos = Memos::once();
    let prepared = pipeline::prepare(&source, &session.options, &memos);
    let mut told: Diagnostics = prepared.diagnostics.clone();
    told.extend(pipeline::build(&prepared, &memos, &NoSink)?);
    told.sort_by_file(|f| f.0);
    session.print(&source, &told, true);
    session.sum_up(&told, "nothing wrong");
    Ok(if told.has_errors() {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}
