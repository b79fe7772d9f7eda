//! The form for people: the message, the line it stands on, other places, the cure.
//!
//! The renderer scans all text that it is given and panics on a span outside of it: it gets few whole lines, and spans
//! that `View::spot` has made fit.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Spot, View, clean};
use crate::diag::{Diagnostic, FileId, LineIndex, Severity, Span};

/// More lines than these are not shown of one span.
const MOST_LINES: usize = 6;

/// Lines longer than this are named but not shown.
const LONGEST_LINE: usize = 16 << 10;

/// One diagnostic and an empty line; with `color` in escape codes.
pub fn write(
    out: &mut dyn fmt::Write,
    view: &View<'_>,
    d: &Diagnostic,
    color: bool,
) -> fmt::Result {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let message = clean(&d.message);
    let none: [Element<'_>; 0] = [];
    let mut group = level
        .primary_title(&*message)
        .id(d.code.name)
        .elements(none);
    let excerpts = excerpts(view, d);
    for shown in &excerpts {
        group = group.element(shown.element());
    }
    let help = d.help.as_deref().map(clean);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(&**help));
    }
    let renderer = match color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    writeln!(out, "{}\n", renderer.render(&[group]))
}

/// Some lines of one file and what is marked in them.
struct Excerpt<'a> {
    file: FileId,
    path: String,
    text: &'a str,
    /// The lines of the file that are shown, from 1, end exclusive; empty if none can be.
    lines: Range<usize>,
    bytes: Range<usize>,
    marks: Vec<Mark>,
    at: (usize, usize),
}

struct Mark {
    kind: AnnotationKind,
    span: Range<usize>,
    label: Option<String>,
}

/// The place of the message first; a label joins it if it is near, else it has an excerpt of its own.
fn excerpts<'a>(view: &'a View<'_>, d: &Diagnostic) -> Vec<Excerpt<'a>> {
    let mut all = vec![excerpt(
        view,
        d.place.file,
        d.place.span,
        AnnotationKind::Primary,
        None,
    )];
    for label in &d.labels {
        let text = Some(clean(&label.message).into_owned());
        let next = excerpt(
            view,
            label.place.file,
            label.place.span,
            AnnotationKind::Context,
            text,
        );
        let lines = view.lines(label.place.file);
        match (all.last_mut(), lines) {
            (Some(last), Some(lines)) if last.is_near(&next) => last.join(next, lines),
            _ => all.push(next),
        }
    }
    all
}

fn excerpt<'a>(
    view: &'a View<'_>,
    file: FileId,
    span: Span,
    kind: AnnotationKind,
    label: Option<String>,
) -> Excerpt<'a> {
    let spot = view.spot(crate::diag::Place::new(file, span));
    let whole_file = span == Span::default() && label.is_none();
    let lines = match view.lines(file) {
        Some(index) if !whole_file && !spot.text.is_empty() => shown_lines(index, &spot),
        _ => 1..1,
    };
    let bytes = view
        .lines(file)
        .map_or(0..0, |index| bytes_of(index, spot.text, &lines));
    let mut shown = Excerpt {
        file,
        path: view.path(file),
        text: spot.text,
        lines,
        bytes,
        marks: Vec::new(),
        at: (spot.from.line, spot.from.column),
    };
    if shown.bytes.len() > LONGEST_LINE * MOST_LINES || whole_file {
        shown.lines = 1..1;
    }
    let start = spot.start.clamp(shown.bytes.start, shown.bytes.end);
    let end = spot.end.clamp(start, shown.bytes.end);
    shown.marks.push(Mark {
        kind,
        span: start..end,
        label,
    });
    shown
}

/// The lines that a span touches; a long span shows its first line only.
fn shown_lines(index: &LineIndex, spot: &Spot<'_>) -> Range<usize> {
    let (first, mut last) = (spot.from.line, spot.to.line);
    // A span that ends with its line's end does not touch the next line.
    if last > first && index.line_start(last) == Some(spot.end) {
        last -= 1;
    }
    let broken_by_cr = spot
        .text
        .get(spot.start..spot.end)
        .is_some_and(|t| t.replace("\r\n", "").contains('\r'));
    if last - first >= MOST_LINES || broken_by_cr {
        last = first;
    }
    first..last + 1
}

/// The bytes of lines without the last line's end, and without a byte order mark.
fn bytes_of(index: &LineIndex, text: &str, lines: &Range<usize>) -> Range<usize> {
    let start = index.line_start(lines.start).unwrap_or(0);
    let end = index.line_start(lines.end).unwrap_or(text.len());
    let slice = text.get(start..end).unwrap_or_default();
    let mark = if slice.starts_with('\u{feff}') { 3 } else { 0 };
    let cut = slice.strip_suffix('\n').unwrap_or(slice);
    let end = start + cut.strip_suffix('\r').unwrap_or(cut).len();
    (start + mark).min(end)..end
}

impl Excerpt<'_> {
    fn is_near(&self, other: &Self) -> bool {
        let gap = other
            .lines
            .start
            .saturating_sub(self.lines.end)
            .max(self.lines.start.saturating_sub(other.lines.end));
        let shown = !self.lines.is_empty() && !other.lines.is_empty();
        let both = self.lines.start.min(other.lines.start)..self.lines.end.max(other.lines.end);
        self.file == other.file && shown && gap <= 2 && both.len() <= 2 * MOST_LINES
    }

    fn join(&mut self, other: Self, index: &LineIndex) {
        self.lines = self.lines.start.min(other.lines.start)..self.lines.end.max(other.lines.end);
        self.bytes = bytes_of(index, self.text, &self.lines);
        self.marks.extend(other.marks);
    }

    fn element(&self) -> Element<'_> {
        let shown = self.text.get(self.bytes.clone());
        let Some(shown) = shown.filter(|_| !self.lines.is_empty()) else {
            let origin = Origin::path(&*self.path)
                .line(self.at.0)
                .char_column(self.at.1);
            return origin.into();
        };
        let mut snippet = Snippet::source(shown)
            .line_start(self.lines.start)
            .path(&*self.path);
        for mark in &self.marks {
            // Joining may have taken away the line end that a mark stood behind.
            let fit = |at: usize| at.clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
            let (from, to) = (fit(mark.span.start), fit(mark.span.end));
            let annotation = mark.kind.span(from..to);
            snippet = snippet.annotation(annotation.label(mark.label.as_deref()));
        }
        snippet.into()
    }
}
