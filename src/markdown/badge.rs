//! `:badge[Beta]{type=warning}` in a line: a word in a frame.

use std::ops::Range;

use super::autolink;
use super::callout::kind_named;
use super::tree::{CalloutKind, Document, Kind, Node, Str};
use crate::diag::Span;
use crate::text::contains;

pub(super) const MARK: &str = ":badge[";
/// Stands for its colon while Markdown reads a line that begins with it: one byte that means nothing.
pub(super) const MASK: &str = "\u{1}";

/// Whether a text can hold one at all: looked at once per document.
pub(super) fn may_be_in(text: &str) -> bool {
    contains(text, MARK)
}

/// Splits the document's last node, a text as it was written, around the badges in it; with `links`, what is left of it
/// around bare links.
pub(super) fn split_last(doc: &mut Document, source: &str, links: bool) {
    let Some(Node {
        kind: Kind::Text(whole),
        span,
        ..
    }) = doc.nodes.last()
    else {
        return;
    };
    let (whole, span) = (*whole, *span);
    let pieces = |doc: &mut Document, range: Range<usize>| {
        if !range.is_empty() {
            push(doc, Kind::Text(part(whole, &range)), span, range);
            if links {
                autolink::split_last(doc);
            }
        }
    };
    doc.nodes.pop();
    // The backslash before an escaped colon is not of the text, so the text begins behind it.
    let before = source.get(..span.start as usize).unwrap_or_default();
    let is_escaped = before.ends_with('\\') && doc.str(whole).starts_with(MARK);
    let mut from = 0;
    let mut look = if is_escaped { MARK.len() } else { 0 };
    while let Some(found) = next(doc.str(whole), look) {
        pieces(doc, from..found.range.start);
        let badge = Kind::Badge {
            kind: found.kind,
            text: part(whole, &found.text),
        };
        from = found.range.end;
        look = from;
        push(doc, badge, span, found.range);
    }
    let end = doc.str(whole).len();
    pieces(doc, from..end);
}

struct Found {
    range: Range<usize>,
    text: Range<usize>,
    kind: CalloutKind,
}

/// The next badge in `text` from `from` on.
fn next(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        let start = at + crate::text::find(text.get(at..)?, MARK)?;
        let inside = start + MARK.len();
        at = inside;
        let before = text.get(..start)?.chars().next_back();
        let length = text.get(inside..)?.find([']', '['])?;
        let end = inside + length;
        let label = text.get(inside..end)?;
        let is_closed = text.get(end..)?.starts_with(']');
        if !is_closed || label.trim().is_empty() || before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let (kind, length) = kind_behind(text.get(end + 1..)?);
        let spaces = label.len() - label.trim_start().len();
        return Some(Found {
            range: start..end + 1 + length,
            text: inside + spaces..inside + spaces + label.trim().len(),
            kind,
        });
    }
}

/// The kind in braces, and how long they are; braces that say something else stay text.
fn kind_behind(behind: &str) -> (CalloutKind, usize) {
    let found = (|| {
        let inside = behind.strip_prefix('{')?;
        let end = inside.find('}')?;
        let said = inside.get(..end)?.trim();
        let value = said.strip_prefix("type=").or(said.strip_prefix('.'))?;
        let kind = kind_named(&value.trim_matches(['"', '\'', '“', '”']).to_lowercase())?;
        Some((kind, end + 2))
    })();
    found.unwrap_or((CalloutKind::Note, 0))
}

fn push(doc: &mut Document, kind: Kind, span: Span, range: Range<usize>) {
    let end = u32::try_from(doc.nodes.len() + 1).unwrap_or(u32::MAX);
    let start = span.start as usize;
    doc.nodes.push(Node {
        kind,
        span: Span::new(start + range.start, start + range.end),
        end,
        origin: 0,
    });
}

fn part(whole: Str, range: &Range<usize>) -> Str {
    let at = Span::new(range.start, range.end);
    Str {
        start: whole.start + at.start,
        end: whole.start + at.end,
    }
}
