//! One JSON object a line, a summary last: for scripts. Fields are only ever added; `v` counts what breaks.

use std::fmt;

use serde::Serialize;

use super::{Summary, View, word};
use crate::diag::{Diagnostic, Label};

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: usize,
    length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<LabelLine<'a>>,
}

#[derive(Serialize)]
struct LabelLine<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct Last<'a, T> {
    v: u8,
    summary: &'a T,
}

/// One diagnostic; paths start at the root.
pub fn write(out: &mut dyn fmt::Write, view: &View<'_>, d: &Diagnostic) -> fmt::Result {
    let spot = view.spot(d.place);
    let labels = d.labels.iter().map(|l| label(view, l)).collect();
    object(
        out,
        &Line {
            v: 1,
            severity: word(d),
            code: d.code.name,
            message: &d.message,
            path: view.root_path(d.place.file),
            line: spot.from.line,
            column: spot.from.column,
            end_line: spot.to.line,
            end_column: spot.to.column,
            offset: spot.start,
            length: spot.end - spot.start,
            help: d.help.as_deref(),
            labels,
        },
    )
}

/// The last line: `counts` is an object such as `Summary`, or the command's own with more in it.
pub fn summary(out: &mut dyn fmt::Write, counts: &impl Serialize) -> fmt::Result {
    object(
        out,
        &Last {
            v: 1,
            summary: counts,
        },
    )
}

/// The counts alone.
pub fn plain_summary(out: &mut dyn fmt::Write, counts: Summary) -> fmt::Result {
    summary(out, &counts)
}

fn label<'a>(view: &'a View<'_>, l: &'a Label) -> LabelLine<'a> {
    let at = view.spot(l.place).from;
    LabelLine {
        path: view.root_path(l.place.file),
        line: at.line,
        column: at.column,
        message: &l.message,
    }
}

fn object(out: &mut dyn fmt::Write, value: &impl Serialize) -> fmt::Result {
    let text = serde_json::to_string(value).map_err(|_| fmt::Error)?;
    writeln!(out, "{text}")
}
