//! GitHub's alerts: `> [!NOTE]`, with a title behind it, a fold sign, and all kinds of callout.

use std::ops::Range;

use super::build::Builder;
use super::callout;
use super::tree::{CalloutKind, Kind};
use crate::diag::{Code, Span};
use crate::text::did_you_mean;

/// If the quotation that begins at `start` is an alert: its kind, and the bytes of its first line, which say no more.
pub(super) fn read(build: &mut Builder<'_>, start: usize) -> Option<(Kind, Range<usize>)> {
    let source = build.source;
    let behind = source
        .get(start..)?
        .trim_start_matches([' ', '\t'])
        .strip_prefix('>')?;
    let inner = behind.trim_start_matches([' ', '\t']);
    let word_and_more = inner.strip_prefix("[!")?;
    let at = source.len() - inner.len();
    let line_end = inner.find(['\n', '\r']).unwrap_or(inner.len());
    let end = word_and_more.find(']').filter(|e| e + 3 <= line_end)?;
    let word = word_and_more.get(..end)?;
    if word.is_empty()
        || !word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    {
        return None;
    }
    let rest = inner.get(end + 3..line_end)?;
    let (fold, title) = match rest.chars().next() {
        Some('+') => (Some(true), rest.get(1..)?),
        Some('-') => (Some(false), rest.get(1..)?),
        Some(c) if !c.is_whitespace() => return None,
        _ => (None, rest),
    };
    let Some(kind) = callout::kind_named(&word.to_lowercase()) else {
        let help = did_you_mean(word, callout::names());
        let span = Span::new(at + 2, at + 2 + word.len());
        build
            .tell(
                Code::CALLOUT_UNKNOWN,
                span,
                format_args!("no kind of callout is named `{word}`"),
            )
            .help = help;
        return None;
    };
    let title = callout::title(build, title);
    let fold = fold.or((kind == CalloutKind::Details).then_some(false));
    let newline = match inner.get(line_end..) {
        Some(r) if r.starts_with("\r\n") => 2,
        Some(r) if !r.is_empty() => 1,
        _ => 0,
    };
    Some((
        Kind::Callout { kind, title, fold },
        at..at + line_end + newline,
    ))
}
