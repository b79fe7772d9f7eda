//! Workflow commands: GitHub shows each message beside its line in a pull request.

use std::fmt;

use super::{View, clean};
use crate::diag::{Diagnostic, Severity};

/// One command. The view's prefix leads from the repository's root to the site's.
pub fn write(out: &mut dyn fmt::Write, view: &View<'_>, d: &Diagnostic) -> fmt::Result {
    let spot = view.spot(d.place);
    let command = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(
        out,
        "::{command} file={},line={},endLine={}",
        property(&view.path(d.place.file)),
        spot.from.line,
        spot.to.line
    )?;
    // Columns are understood on one line only.
    if spot.from.line == spot.to.line {
        write!(
            out,
            ",col={},endColumn={}",
            spot.from.column, spot.to.column
        )?;
    }
    write!(out, ",title={}::{}", d.code.name, data(&clean(&d.message)))?;
    if let Some(help) = &d.help {
        write!(out, "%0Ahelp: {}", data(&clean(help)))?;
    }
    for label in &d.labels {
        let at = view.spot(label.place).from;
        let path = view.path(label.place.file);
        let message = clean(&label.message);
        write!(
            out,
            "%0A{}:{}:{}: {}",
            data(&path),
            at.line,
            at.column,
            data(&message)
        )?;
    }
    writeln!(out)
}

/// Escaped as a command's text.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escaped as a command's property, which ends at `,` and `:`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
