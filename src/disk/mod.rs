//! The only folder that touches the file system: reads a project into a `SourceTree`, writes output, watches, and keeps what
//! a build leaves for the next.
//!
//! Everything that fails here is an `Error` naming its path; what an author can mend is a diagnostic in the tree.

pub mod cache;
pub mod facts;
pub mod git;
mod load;
mod lock;
mod pixels;
pub mod read;
mod walk;
pub mod watch;
pub mod write;

use std::io;
use std::path::Path;

use crate::diag::Error;

/// `cannot read /x/y: No such file`.
pub(crate) fn failed(verb: &str, path: &Path, cause: io::Error) -> Error {
    let shown = path.display().to_string();
    let shown: String = shown
        .chars()
        .map(|c| match c.is_control() {
            true => c.escape_default().to_string(),
            false => c.to_string(),
        })
        .collect();
    Error::with(format!("cannot {verb} `{shown}`"), cause)
}
