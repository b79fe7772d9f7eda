//! `rolebook check`: every problem, nothing written.

use super::args::CheckArgs;
use super::session::{Outcome, Session};
use crate::diag::{Diagnostics, Error};
use crate::pipeline::{self, Memos};

/// Prepares and renders everything, reads the pages that came of it, and tells what is wrong with any of that.
///
/// # Errors
/// What cannot be read.
pub fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    let mut session = Session::new(&args.common)?;
    let source = session.read()?;
    let memos = Memos::once();
    let prepared = pipeline::prepare(&source, &session.options, &memos);
    let mut told: Diagnostics = prepared.diagnostics.clone();
    told.extend(pipeline::check_output(&prepared, &memos)?);
    told.sort_by_file(|f| f.0);
    session.print(&source, &told, true);
    session.sum_up(&told, "nothing wrong");
    Ok(if told.has_errors() {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}
