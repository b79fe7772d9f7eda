//! Diagnostics become text: for people, editors, scripts and pull requests.
//!
//! Nothing here prints: every writer appends to what it is given. Text that comes from files (names, messages) passes
//! `clean`, so that no file name can forge a second message or steer a terminal.

pub mod github;
pub mod human;
pub mod json;
pub mod short;

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use crate::diag::{Diagnostic, Diagnostics, FileId, LineIndex, Place, Position, Severity, floor};
use crate::source::{BUILTIN, SourceTree};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source line, in color or not.
    Human {
        /// Whether escape codes are written.
        color: bool,
    },
    /// One line each.
    Short,
    /// One object a line.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// Writes all of `diagnostics`, in their order.
pub fn write(
    out: &mut dyn fmt::Write,
    view: &View<'_>,
    format: Format,
    diagnostics: &Diagnostics,
) -> fmt::Result {
    for d in diagnostics.iter() {
        match format {
            Format::Human { color } => human::write(out, view, d, color)?,
            Format::Short => short::write(out, view, d)?,
            Format::Json => json::write(out, view, d)?,
            Format::Github => github::write(out, view, d)?,
        }
    }
    Ok(())
}

/// How many there were of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Summary {
    /// Counts; infos are never counted.
    pub fn of(diagnostics: &Diagnostics) -> Self {
        Self {
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
        }
    }
}

/// `2 errors, 1 warning`; empty if there was neither.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |n: usize, word: &str| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let parts = [
            counted(self.errors, "error"),
            counted(self.warnings, "warning"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(", "))
    }
}

/// The files that messages point into, with their lines counted once per file, and where their paths start.
pub struct View<'a> {
    tree: &'a SourceTree,
    prefix: String,
    lines: Vec<OnceLock<LineIndex>>,
}

/// A place made fit for its text: inside it and at character boundaries.
pub(crate) struct Spot<'a> {
    /// The file's text, `""` if it is none.
    pub text: &'a str,
    /// First byte.
    pub start: usize,
    /// First byte behind.
    pub end: usize,
    /// Of `start`.
    pub from: Position,
    /// Of `end`.
    pub to: Position,
}

impl<'a> View<'a> {
    /// A view of `tree`. `prefix` leads from the folder that readers stand in to the tree's root (`""` if they are
    /// the same, else `docs` or `../site`); JSON leaves it out.
    pub fn new(tree: &'a SourceTree, prefix: &str) -> Self {
        let prefix = prefix.trim_end_matches('/');
        let mut lines = Vec::new();
        lines.resize_with(tree.files().count(), OnceLock::new);
        Self {
            tree,
            prefix: if prefix.is_empty() || prefix == "." {
                String::new()
            } else {
                format!("{prefix}/")
            },
            lines,
        }
    }

    /// The path of a file from where the reader stands, safe to print.
    pub fn path(&self, file: FileId) -> String {
        let path = self.tree.path(file);
        if path.starts_with(BUILTIN) {
            return clean(path).into_owned();
        }
        clean(&format!("{}{path}", self.prefix)).into_owned()
    }

    /// The path of a file from the tree's root, as it is.
    pub fn root_path(&self, file: FileId) -> &str {
        self.tree.path(file)
    }

    /// The lines of a file, counted when first asked for.
    pub(crate) fn lines(&self, file: FileId) -> Option<&LineIndex> {
        let cell = self.lines.get(file.0 as usize)?;
        Some(cell.get_or_init(|| LineIndex::new(self.text(file))))
    }

    /// The one function that makes a span fit its file: clamped, aligned, with positions.
    pub(crate) fn spot(&self, place: Place) -> Spot<'_> {
        let text = self.text(place.file);
        let range = place.span.range();
        let start = floor(text, range.start);
        let end = ceil(text, range.end).max(start);
        let at = |offset| {
            let first = Position { line: 1, column: 1 };
            self.lines(place.file)
                .map_or(first, |lines| lines.position(text, offset))
        };
        Spot {
            text,
            start,
            end,
            from: at(start),
            to: at(end),
        }
    }

    fn text(&self, file: FileId) -> &'a str {
        self.tree
            .get(file)
            .and_then(|f| f.as_text())
            .unwrap_or_default()
    }
}

/// The first character boundary at or behind `offset`.
fn ceil(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The word for a severity.
pub(crate) fn word(d: &Diagnostic) -> &'static str {
    match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Text that stays on its line: control characters, line separators and marks that turn the direction of text are
/// written as escapes.
pub fn clean(text: &str) -> Cow<'_, str> {
    let sly = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    if !text.contains(sly) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|c| match sly(c) {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    });
    Cow::Owned(escaped.collect())
}

#[cfg(test)]
mod tests;
