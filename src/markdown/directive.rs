//! `:::note[Title]` … `:::` and `:::include`: lines that pulldown-cmark does not know.
//!
//! Each such line is masked by as many underscores, which Markdown reads as a thematic break: it ends a paragraph, stands
//! in lists and quotes like any block, and changes no offset. Where the mask turns up as something else, inside code or raw
//! HTML, the author's own text is taken instead; so nobody has to know here what is code.

use std::ops::Range;

use super::badge;
use super::build::Builder;
use super::callout;
use super::component;
use super::tree::{CalloutKind, Kind, Str};
use crate::diag::{Code, Span};

/// The masked text, if anything was masked, and where.
#[derive(Default)]
pub(super) struct Masks {
    pub text: Option<String>,
    /// The masked bytes of each line, in order.
    pub lines: Vec<Range<usize>>,
}

/// A container that is open.
#[derive(Clone)]
pub(super) struct Fence {
    /// How many colons it began with.
    pub colons: usize,
    /// Its name as written.
    pub name: String,
    /// Its first line.
    pub span: Span,
}

/// Masks the `:::` lines of `text`.
pub(super) fn mask(text: &str) -> Masks {
    let mut masks = Masks::default();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|t| crate::text::find(t, ":::")) {
        let at = from + found;
        let end = text
            .get(at..)
            .and_then(|t| t.find(['\n', '\r']))
            .map_or(text.len(), |n| at + n);
        let begin = text
            .get(..at)
            .and_then(|t| t.rfind(['\n', '\r']))
            .map_or(0, |n| n + 1);
        let line = text.get(at..end).unwrap_or_default().trim_end();
        if is_prefix(text.get(begin..at).unwrap_or_default()) && is_directive(line) {
            masks.lines.push(at..at + line.len());
        }
        from = end.max(at + 3);
    }
    let badges = badges(text);
    if !masks.lines.is_empty() || !badges.is_empty() {
        masks.text = Some(masked(text, &masks.lines, &badges));
    }
    masks
}

/// Where lines begin with a badge: Markdown would read its colon as the beginning of a definition.
fn badges(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = text
        .get(from..)
        .and_then(|t| crate::text::find(t, badge::MARK))
    {
        let at = from + found;
        let before = text.get(..at).unwrap_or_default();
        let begin = before.rfind(['\n', '\r']).map_or(0, |n| n + 1);
        if is_prefix(before.get(begin..).unwrap_or_default()) {
            out.push(at);
        }
        let rest = text.get(at..).unwrap_or_default();
        from = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
    }
    out
}

impl Masks {
    /// The masked line that begins in `range`.
    pub fn line_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.lines.partition_point(|l| l.start < range.start);
        self.lines
            .get(first)
            .filter(|l| l.start < range.end)
            .cloned()
    }
}

/// What a masked line does where Markdown found it.
pub(super) fn line(build: &mut Builder<'_>, at: Range<usize>) {
    let source = build.source;
    let line = source.get(at.clone()).unwrap_or_default();
    let span = Span::from(at.clone());
    let colons = line.len() - line.trim_start_matches(':').len();
    let Some(head) = Head::read(line, colons) else {
        if !build.close_fence(colons, span) {
            build
                .tell(
                    Code::CALLOUT_UNCLOSED,
                    span,
                    format_args!("`{line}` closes nothing"),
                )
                .help =
                Some("a container ends in the same list item or quotation it began in".into());
        }
        return;
    };
    if head.name == "include" {
        return include(build, line, &head, at.start);
    }
    let fence = Fence {
        colons,
        name: head.name.to_owned(),
        span,
    };
    match callout::kind_named(&head.name.to_lowercase()) {
        Some(kind) => {
            let kind = callout_of(build, kind, &head);
            build.open_fence(Some(kind), fence);
        }
        None => component::line(build, line, &head, at.start, fence),
    }
}

/// The parts of a line that opens something.
pub(super) struct Head<'t> {
    pub name: &'t str,
    /// Where the name begins in the line.
    pub name_at: usize,
    pub title: &'t str,
    /// What stands in braces.
    attributes: &'t str,
    /// All behind the name.
    rest: &'t str,
}

impl<'t> Head<'t> {
    /// `None` for a line that only closes.
    fn read(line: &'t str, colons: usize) -> Option<Self> {
        let behind = line.get(colons..)?;
        let inner = behind.trim_start().trim_start_matches('{');
        let length = name_length(inner);
        let name = inner.get(..length).filter(|n| !n.is_empty())?;
        let name_at = line.len() - inner.len();
        let rest = inner.get(length..)?;
        let rest = if behind.trim_start().starts_with('{') {
            rest.strip_prefix('}').unwrap_or(rest)
        } else {
            rest
        };
        let mut head = Self {
            name,
            name_at,
            title: "",
            attributes: "",
            rest: rest.trim(),
        };
        head.read_title();
        Some(head)
    }

    /// What stands in brackets right behind the name, and where in `line` the rest begins.
    pub fn label(&self, line: &str) -> (&'t str, usize) {
        let end = line.trim_end().len();
        let Some(inside) = self.rest.strip_prefix('[') else {
            return ("", end.saturating_sub(self.rest.len()));
        };
        let label = closing_bracket(inside).unwrap_or(inside.len());
        let behind = inside.get(label + 1..).unwrap_or_default();
        (
            inside.get(..label).unwrap_or_default(),
            end.saturating_sub(behind.len()),
        )
    }

    fn read_title(&mut self) {
        let mut rest = self.rest;
        if let Some(inside) = rest.strip_prefix('[')
            && let Some(end) = closing_bracket(inside)
        {
            self.title = inside.get(..end).unwrap_or_default().trim();
            rest = inside.get(end + 1..).unwrap_or_default().trim();
            self.attributes = braces(rest).map_or("", |(_, a)| a);
            return;
        }
        match braces(rest) {
            Some((before, attributes)) => {
                self.title = before;
                self.attributes = attributes;
            }
            None => self.title = rest,
        }
        if self.title.is_empty() {
            self.title = title_attribute(self.attributes);
        }
    }
}

fn callout_of(build: &mut Builder<'_>, kind: CalloutKind, head: &Head<'_>) -> Kind {
    let title = callout::title(build, head.title);
    let opens = head
        .attributes
        .split_whitespace()
        .any(|a| matches!(a, "open" | ".open" | "open=true"));
    let fold = (kind == CalloutKind::Details).then_some(opens);
    Kind::Callout { kind, title, fold }
}

fn include(build: &mut Builder<'_>, line: &str, head: &Head<'_>, at: usize) {
    let span = Span::new(at, at + line.len());
    let written = head.rest.trim_matches(['"', '\'']);
    if written.is_empty() {
        build
            .tell(Code::INCLUDE_MISSING, span, "`:::include` names no file")
            .help = Some("write `:::include path.md` or `:::include path.md#part`".into());
        return;
    }
    let (path, part) = written.split_once('#').unwrap_or((written, ""));
    let path = build.add_clean(path);
    let part = if part.is_empty() {
        Str::default()
    } else {
        build.add_clean(part)
    };
    build.leaf_block(Kind::Include { path, part }, span);
}

/// Only white space, quote signs and list markers may stand before the colons.
fn is_prefix(before: &str) -> bool {
    let mut rest = before;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let marker = match rest.as_bytes() {
            [] => return true,
            [b'-' | b'*' | b'+', ..] => 1,
            [b'0'..=b'9', ..] => {
                let digits =
                    rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                match rest.as_bytes().get(digits) {
                    Some(b'.' | b')') if digits <= 9 => digits + 1,
                    _ => return false,
                }
            }
            _ => return false,
        };
        match rest.get(marker..) {
            Some(behind) if behind.starts_with([' ', '\t']) => rest = behind,
            _ => return false,
        }
    }
}

/// Colons, then nothing or a name.
fn is_directive(line: &str) -> bool {
    let behind = line.trim_start_matches(':');
    if behind.is_empty() {
        return true;
    }
    let inner = behind.trim_start().trim_start_matches('{');
    let length = name_length(inner);
    let next = inner.get(length..).and_then(|r| r.chars().next());
    length > 0 && next.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | '}'))
}

fn name_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            .len()
}

fn masked(text: &str, lines: &[Range<usize>], badges: &[usize]) -> String {
    let mut all: Vec<(Range<usize>, &str)> = lines.iter().map(|l| (l.clone(), "_")).collect();
    all.extend(badges.iter().map(|at| (*at..at + 1, badge::MASK)));
    all.sort_unstable_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, sign) in all {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.extend(std::iter::repeat_n(sign, range.len()));
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The place of the `]` that belongs to a `[` just read.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(i),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands before a last `{…}`, and what in it.
fn braces(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_suffix('}')?;
    let (before, attributes) = inside.split_once('{')?;
    Some((before.trim(), attributes))
}

fn title_attribute(attributes: &str) -> &str {
    let Some((_, behind)) = attributes.split_once("title=") else {
        return "";
    };
    match behind.chars().next() {
        Some(q @ ('"' | '\'')) => behind
            .get(1..)
            .and_then(|b| b.split(q).next())
            .unwrap_or_default(),
        _ => behind.split_whitespace().next().unwrap_or_default(),
    }
}
