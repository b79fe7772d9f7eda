//! What we tell an author: diagnostics with a code, a place and a cure, collected and never thrown.
//!
//! A stage returns `(T, Diagnostics)` and goes on with what is valid. The machine's trouble is `Error`, one, and another type.

mod code;
mod lines;
mod map;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use code::{Code, Fixed, Severity, all_codes, find_code};
pub use lines::{LineIndex, Position, floor};
pub use map::{SpanMap, SpanMapBuilder};

/// A range of bytes in a file, end exclusive. Lines and columns exist only for eyes (`LineIndex`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

impl Span {
    /// From byte offsets; files are at most 16 MiB, so `u32` holds them (larger offsets saturate).
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: cut(start),
            end: cut(end.max(start)),
        }
    }

    /// The same range, `by` bytes further on: front matter and fenced text are parsed as slices.
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }

    /// From the start of this to the end of `other`.
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// As a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Whether no byte is in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(r: Range<usize>) -> Self {
        Self::new(r.start, r.end)
    }
}

/// Which file of the present `SourceTree`; the number means nothing in a tree with other paths, and enters a memo's key only
/// beside all paths.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct FileId(pub u32);

impl FileId {
    /// "The file that is being parsed": results of a memo say this, and `Diagnostics::at` puts the real file in,
    /// so that two equal files do not share their messages.
    pub const HERE: Self = Self(u32::MAX);
}

/// A span in a file.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

impl Place {
    /// A place in `file`.
    pub fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }

    /// A place in the file being parsed.
    pub fn here(span: Span) -> Self {
        Self {
            file: FileId::HERE,
            span,
        }
    }

    /// A file as a whole: told at 1:1 with length 0.
    pub fn whole(file: FileId) -> Self {
        Self {
            file,
            span: Span::default(),
        }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Spanned<T> {
    /// What was written, decoded.
    pub value: T,
    /// Where (the file is known from context).
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a span.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A second place that belongs to a message ("first defined here").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// One mistake, advice or remark, at a place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// What kind of mistake: stable, documented, `noun-condition`.
    #[serde(with = "code::by_name")]
    pub code: &'static Code,
    /// The code's severity unless levels change it.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// A lower-case phrase without a period, names in backticks.
    pub message: String,
    /// The cure, in the imperative or as a question.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
}

impl Diagnostic {
    /// A diagnostic of `code` at its default severity.
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            place,
            message: message.into(),
            help: None,
            labels: Vec::new(),
        }
    }

    /// The files it names.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        let labels = self.labels.iter().map(|l| l.place.file);
        std::iter::once(self.place.file).chain(labels)
    }

    /// Adds the cure.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the cure if there is one.
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place.
    pub fn label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            message: message.into(),
        });
        self
    }
}

/// All that a stage had to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn push(&mut self, d: Diagnostic) {
        self.0.push(d);
    }

    /// A new one of `code`; change it through what comes back.
    pub fn add(
        &mut self,
        code: &'static Code,
        place: Place,
        message: impl fmt::Display,
    ) -> &mut Diagnostic {
        self.0
            .push(Diagnostic::new(code, place, message.to_string()));
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Takes all of `other` in.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// The same messages with `FileId::HERE` made `file`.
    pub fn at(&self, file: FileId) -> impl Iterator<Item = Diagnostic> + '_ {
        let mend = move |p: &mut Place| {
            if p.file == FileId::HERE {
                p.file = file;
            }
        };
        self.0.iter().cloned().map(move |mut d| {
            mend(&mut d.place);
            d.labels.iter_mut().for_each(|l| mend(&mut l.place));
            d
        })
    }

    /// The same messages in another tree: each file's number there; `None` if one is not in it.
    pub fn moved(self, to: impl Fn(FileId) -> Option<FileId>) -> Option<Self> {
        let mend = |p: &mut Place| {
            p.file = to(p.file)?;
            Some(())
        };
        let all = self.0.into_iter().map(|mut d| {
            mend(&mut d.place)?;
            d.labels.iter_mut().try_for_each(|l| mend(&mut l.place))?;
            Some(d)
        });
        all.collect()
    }

    /// In order of file, offset, code, message; equal ones once. `rank` gives the order of files (paths by bytes).
    pub fn sort_by_file(&mut self, rank: impl Fn(FileId) -> u32) {
        let key = |d: &Diagnostic| {
            (
                rank(d.place.file),
                d.place.span.start,
                d.code.name,
                d.place.span.end,
            )
        };
        self.0
            .sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
        self.0.dedup();
    }

    /// Sets severities anew and drops those for which `level` says `None`.
    pub fn relevel(&mut self, level: impl Fn(&Diagnostic) -> Option<Severity>) {
        self.0
            .retain_mut(|d| level(d).map(|s| d.severity = s).is_some());
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// One by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The machine's trouble: one sentence that names the path, and what caused it.
#[derive(Clone, Debug)]
pub struct Error {
    message: String,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error without a deeper cause.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            cause: None,
        }
    }

    /// An error with what the system said.
    pub fn with(
        message: impl Into<String>,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self {
            message: message.into(),
            cause: Some(Arc::new(cause)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|c| c as _)
    }
}
