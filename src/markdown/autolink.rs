//! Bare URLs and e-mail addresses in text become links, by the rules of GitHub Flavored Markdown.

use std::ops::Range;

use super::tree::{Document, Kind, LinkForm, Node, Str, Target};
use crate::diag::Span;
use crate::text::contains;

/// Whether a text can hold one at all: looked at once per document.
pub(super) fn may_be_in(text: &str) -> bool {
    contains(text, "://") || contains(text, "@") || contains(text, "www.")
}

/// Splits the document's last node, a text as it was written, around the links in it.
pub(super) fn split_last(doc: &mut Document) {
    let Some(Node {
        kind: Kind::Text(whole),
        span,
        ..
    }) = doc.nodes.last()
    else {
        return;
    };
    let (whole, span) = (*whole, *span);
    let found = find_all(doc.str(whole));
    if found.is_empty() {
        return;
    }
    doc.nodes.pop();
    let mut from = 0;
    for (range, prefix) in found {
        push_text(doc, whole, span, from..range.start);
        push_link(doc, whole, span, range.clone(), prefix);
        from = range.end;
    }
    push_text(
        doc,
        whole,
        span,
        from..whole.end as usize - whole.start as usize,
    );
}

fn push_link(doc: &mut Document, whole: Str, span: Span, range: Range<usize>, prefix: &str) {
    let text = part(whole, &range);
    let dest = if prefix.is_empty() {
        text
    } else {
        let start = u32::try_from(doc.text.len()).unwrap_or(u32::MAX);
        let written = doc.str(text).to_owned();
        doc.text.push_str(prefix);
        doc.text.push_str(&written);
        let end = u32::try_from(doc.text.len()).unwrap_or(u32::MAX);
        Str { start, end }
    };
    let at = place(span, &range);
    let target = Target {
        dest,
        dest_span: at,
        form: LinkForm::Auto,
        ..Target::default()
    };
    let end = u32::try_from(doc.nodes.len() + 2).unwrap_or(u32::MAX);
    doc.nodes.push(Node {
        kind: Kind::Link(Box::new(target)),
        span: at,
        end,
        origin: 0,
    });
    push_text(doc, whole, span, range);
}

fn push_text(doc: &mut Document, whole: Str, span: Span, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    let end = u32::try_from(doc.nodes.len() + 1).unwrap_or(u32::MAX);
    doc.nodes.push(Node {
        kind: Kind::Text(part(whole, &range)),
        span: place(span, &range),
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

fn place(span: Span, range: &Range<usize>) -> Span {
    let start = span.start as usize;
    Span::new(start + range.start, start + range.end)
}

/// Links in `text`, in order: where, and what their destination has in front of the text.
fn find_all(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(b) = bytes.get(at) {
        let hit = match b {
            b':' => url(text, from, at).map(|r| (r, "")),
            b'w' | b'W' => www(text, from, at).map(|r| (r, "http://")),
            b'@' => email(text, from, at),
            _ => None,
        };
        match hit {
            Some((range, prefix)) => {
                at = range.end.max(at + 1);
                from = range.end;
                found.push((range, prefix));
            }
            None => at += 1,
        }
    }
    found
}

/// `http://`, `https://`, `ftp://` with the colon at `colon`.
fn url(text: &str, from: usize, colon: usize) -> Option<Range<usize>> {
    let host = text.get(colon..)?.strip_prefix("://")?;
    let before = text.get(from..colon)?;
    let scheme = ["https", "http", "ftp"].into_iter().find(|s| {
        let tail = before
            .len()
            .checked_sub(s.len())
            .and_then(|n| before.get(n..));
        tail.is_some_and(|t| t.eq_ignore_ascii_case(s))
    })?;
    let start = colon - scheme.len();
    let lead = text.get(from..start)?;
    if lead.ends_with(|c: char| c.is_alphanumeric()) || !is_domain(host, false) {
        return None;
    }
    Some(start..trimmed_end(text, start, colon + 3))
}

/// `www.` at the start of a word.
fn www(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    if !rest.get(..4)?.eq_ignore_ascii_case("www.") {
        return None;
    }
    let lead = text.get(from..at)?;
    let fits = lead.is_empty() && from == 0
        || lead.ends_with(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
    (fits && is_domain(rest, true)).then(|| at..trimmed_end(text, at, at + 4))
}

/// Labels of letters, digits, `-`, `_`, separated by dots; no underscore in the last two.
fn is_domain(text: &str, need_dot: bool) -> bool {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(text.len());
    let domain = text.get(..end).unwrap_or_default().trim_end_matches('.');
    let mut labels = domain.rsplit('.');
    let last_two = labels.by_ref().take(2);
    let clean = last_two.fold(0, |n, l| {
        if l.contains('_') || l.is_empty() {
            9
        } else {
            n + 1
        }
    });
    !domain.is_empty() && clean <= 2 && (!need_dot || clean == 2)
}

/// The end of the link that begins at `start`: at white space or `<`, then without trailing punctuation.
fn trimmed_end(text: &str, start: usize, least: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let stop = rest
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or(rest.len());
    let mut link = rest.get(..stop).unwrap_or_default();
    // Counted once: to count at every bracket would be quadratic in a row of them.
    let mut excess = link
        .matches(')')
        .count()
        .saturating_sub(link.matches('(').count());
    loop {
        let shorter = link.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let cut = match shorter.as_bytes().last() {
            Some(b')') if excess > 0 => {
                excess -= 1;
                shorter.len() - 1
            }
            Some(b';') => reference_start(shorter),
            _ => shorter.len(),
        };
        if cut == link.len() {
            break;
        }
        link = link.get(..cut).unwrap_or_default();
    }
    (start + link.len()).max(least)
}

/// A trailing `;` belongs to `&name;`, which is left out whole; alone it is punctuation.
fn reference_start(link: &str) -> usize {
    let inner = link.get(..link.len() - 1).unwrap_or_default();
    let name = inner.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    match name.strip_suffix('&') {
        Some(before) if name.len() < inner.len() => before.len(),
        _ => inner.len(),
    }
}

/// `name@host.tld`, also behind `mailto:`.
fn email(text: &str, from: usize, at: usize) -> Option<(Range<usize>, &'static str)> {
    let before = text.get(from..at)?;
    let local = before
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
        .len();
    let start = from + local;
    if start == at {
        return None;
    }
    let rest = text.get(at + 1..)?;
    let stop = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .unwrap_or(rest.len());
    let domain = rest.get(..stop)?.trim_end_matches('.');
    if !domain.contains('.') || domain.ends_with(['-', '_']) || domain.split('.').any(str::is_empty)
    {
        return None;
    }
    let end = at + 1 + domain.len();
    // `user@host.tld:path` and `https://user@host` are no addresses.
    let lead = text.get(..start)?;
    if lead.ends_with('/') {
        return None;
    }
    match lead.ends_with("mailto:") && start >= from + 7 {
        true => Some((start - 7..end, "")),
        false => Some((start..end, "mailto:")),
    }
}
