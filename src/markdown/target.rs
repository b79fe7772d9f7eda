//! Where the destination of a link stands: pulldown-cmark gives the link's range only.

use std::ops::Range;

use super::tree::Target;
use crate::diag::Span;

/// The destination of an inline link behind its last child: `](` is the next thing there.
pub(super) fn after_children(source: &str, _: &Target, behind: Range<usize>) -> Option<Span> {
    let text = source.get(behind.clone())?;
    let open = text.find("](")? + 2;
    let (start, end) = destination(text, open)?;
    Some(Span::new(behind.start + start, behind.start + end))
}

/// The destination of a definition `[label]: dest "title"` that begins at `range`.
pub(super) fn of_definition(source: &str, range: &Range<usize>) -> Option<Span> {
    let text = source.get(range.clone())?;
    let colon = label_end(text)? + 2;
    let (start, end) = destination(text, colon)?;
    Some(Span::new(range.start + start, range.start + end))
}

/// The label of a definition.
pub(super) fn label_of_definition<'s>(source: &'s str, range: &Range<usize>) -> &'s str {
    let text = source.get(range.clone()).unwrap_or_default();
    label_end(text)
        .and_then(|end| text.get(1..end))
        .unwrap_or_default()
}

/// The destination of `[[dest|text]]` without spaces, and without the back slash that keeps `|` from ending a cell.
pub(super) fn wiki<'s>(source: &'s str, range: &Range<usize>) -> (&'s str, Span) {
    let text = source.get(range.clone()).unwrap_or_default();
    let skip = if text.starts_with('!') { 3 } else { 2 };
    let inner = text.get(skip..).unwrap_or_default();
    let inner = inner.strip_suffix("]]").unwrap_or(inner);
    let dest = inner.split('|').next().unwrap_or_default();
    let dest = dest
        .strip_suffix('\\')
        .filter(|_| dest.len() < inner.len())
        .unwrap_or(dest);
    let start = range.start + skip + (dest.len() - dest.trim_start().len());
    let dest = dest.trim();
    (dest, Span::new(start, start + dest.len()))
}

/// Width and height asked for.
pub(super) type Size = (u32, Option<u32>);

/// The size in `![[x.png|100x50]]`, and the bytes where it stands.
pub(super) fn size_of_wiki_image(
    source: &str,
    range: &Range<usize>,
) -> Option<(Size, Range<usize>)> {
    let text = source.get(range.clone())?.strip_suffix("]]")?;
    let at = text.find('|')? + 1;
    let written = text.get(at..)?;
    let (width, height) = match written.trim().split_once(['x', 'X']) {
        Some((w, h)) => (w, Some(h)),
        None => (written.trim(), None),
    };
    let number = |t: &str| {
        t.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| t.parse::<u32>().ok())?
    };
    let height = match height {
        Some(h) => Some(number(h)?),
        None => None,
    };
    Some(((number(width)?, height), range.start + at..range.end))
}

/// First and last byte of the destination that begins at or behind `from`.
fn destination(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    // A destination on the next line of a quotation stands behind its sign.
    let skipped = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let skipped = match rest.len() > skipped.len() && rest.contains(['\n', '\r']) {
        true => skipped.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '>'),
        false => skipped,
    };
    let start = text.len() - skipped.len();
    if let Some(inside) = skipped.strip_prefix('<') {
        let end = unescaped(inside, b'>')?;
        return Some((start + 1, start + 1 + end));
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (i, b) in skipped.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some((start, start + i)),
            b')' => depth -= 1,
            _ if b.is_ascii_whitespace() => return Some((start, start + i)),
            _ => {}
        }
    }
    Some((start, text.len()))
}

/// The place of the `]` before the colon of a definition.
fn label_end(text: &str) -> Option<usize> {
    let end = unescaped(text, b']')?;
    text.get(end + 1..)?.starts_with(':').then_some(end)
}

fn unescaped(text: &str, wanted: u8) -> Option<usize> {
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if b == wanted => return Some(i),
            _ => {}
        }
    }
    None
}
