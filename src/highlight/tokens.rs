//! What most modes share: comments, strings, numbers. Each function takes its token where the scanner stands, or nothing.

use super::Class;
use super::languages::{Entry, Mode, Quote};
use super::scan::{Scanner, is_word};

/// How a string was left.
pub(super) enum Left {
    /// At its end.
    Ended,
    /// Behind the bracket that opens an expression in it.
    InHole,
}

/// Takes a comment.
pub(super) fn comment(s: &mut Scanner, entry: &Entry) -> bool {
    let Some(end) = block_comment_end(s, entry).or_else(|| line_comment_end(s, entry)) else {
        return false;
    };
    s.take(end, Class::Comment);
    true
}

/// Takes a string, up to its end or the first expression in it; gives the quote that was used.
pub(super) fn string(s: &mut Scanner, entry: &'static Entry) -> Option<(&'static Quote, Left)> {
    let (quote, inside) = quote_at(s, entry, s.at)?;
    let from = s.at;
    Some((quote, rest_of_string(s, quote, from, inside)))
}

/// Takes the rest of a string that is open at `from` and whose text goes on at `k`.
pub(super) fn rest_of_string(s: &mut Scanner, quote: &Quote, from: usize, k: usize) -> Left {
    let (mut from, mut k) = (from, k);
    loop {
        match next_stop(s, quote, k) {
            Stop::End(end) => {
                s.mark(from, end, Class::String);
                s.at = end;
                return Left::Ended;
            }
            Stop::Hole(hole) => {
                s.mark(from, hole, Class::String);
                s.at = hole;
                s.take(hole + quote.hole.len(), Class::Escape);
                return Left::InHole;
            }
            Stop::Variable(start, end) => {
                s.mark(from, start, Class::String);
                s.mark(start, end, Class::Variable);
                (from, k) = (end, end);
            }
        }
    }
}

/// The end of a string that opens at `k`, if one does; expressions in it are not looked at.
pub(super) fn string_end(s: &Scanner, entry: &'static Entry, k: usize) -> Option<usize> {
    let (quote, mut k) = quote_at(s, entry, k)?;
    loop {
        match next_stop(s, quote, k) {
            Stop::End(end) => return Some(end),
            Stop::Hole(hole) => k = hole + quote.hole.len(),
            Stop::Variable(_, end) => k = end,
        }
    }
}

/// The quote that opens at `k`, and where its text begins.
pub(super) fn quote_at(
    s: &Scanner,
    entry: &'static Entry,
    k: usize,
) -> Option<(&'static Quote, usize)> {
    let mut prefix_end = k;
    while prefix_end < k + 4 && s.byte(prefix_end).is_ascii_alphabetic() {
        prefix_end += 1;
    }
    let prefix = s.slice(k, prefix_end);
    let fits = |quote: &&Quote| {
        if prefix.is_empty() {
            quote.prefixes.is_empty() && s.has(k, quote.open)
        } else {
            s.has(prefix_end, quote.open)
                && quote
                    .prefixes
                    .split(' ')
                    .any(|p| p.eq_ignore_ascii_case(prefix))
        }
    };
    entry
        .quotes
        .iter()
        .find(fits)
        .map(|quote| (quote, prefix_end + quote.open.len()))
}

/// Takes a number, with a sign before it if one is allowed.
pub(super) fn number(s: &mut Scanner, entry: &Entry, sign_allowed: bool) -> bool {
    let start = s.at + usize::from(sign_allowed && s.here() == b'-');
    let c = s.byte(start);
    // `1..9` is a range.
    let fraction = c == b'.' && s.before(start) != b'.';
    let begins = c.is_ascii_digit() || fraction && s.byte(start + 1).is_ascii_digit();
    if !begins {
        return false;
    }
    let mut k = start + 1;
    while k < s.end && continues_number(s, entry, start, k) {
        k += 1;
    }
    s.take(k, Class::Number);
    true
}

/// Where a variable that a `$` at `k` opens ends: `$name`, `${…}`.
pub(super) fn variable_end(s: &Scanner, k: usize) -> Option<usize> {
    match s.byte(k + 1) {
        b'{' => {
            let end = s.skip(k + 2, |c| !matches!(c, b'}' | b'"' | b'\n'));
            Some(end + usize::from(s.byte(end) == b'}'))
        }
        c if is_word(c) => Some(s.word_end(k + 1)),
        _ => None,
    }
}

/// What interrupts the text of a string.
enum Stop {
    /// Its end: behind the closer, or where an unclosed string gives up.
    End(usize),
    /// Here an expression opens.
    Hole(usize),
    /// From here to there a variable.
    Variable(usize, usize),
}

fn next_stop(s: &Scanner, quote: &Quote, from: usize) -> Stop {
    let mut k = from;
    while k < s.end {
        let c = s.byte(k);
        if c == b'\n' && !quote.lines {
            return Stop::End(k);
        }
        if !quote.hole.is_empty() && s.has(k, quote.hole) {
            if quote.hole.len() > 1 || s.byte(k + 1) != c {
                return Stop::Hole(k);
            }
            k += 2;
        } else if quote.escape && c == b'\\' {
            k += 2;
        } else if s.has(k, quote.close) {
            let end = k + quote.close.len();
            if !quote.doubled || !s.has(end, quote.close) {
                return Stop::End(end);
            }
            k = end + quote.close.len();
        } else if let Some(end) = (quote.variables && c == b'$')
            .then(|| variable_end(s, k))
            .flatten()
        {
            return Stop::Variable(k, end);
        } else {
            k += 1;
        }
    }
    Stop::End(s.end)
}

fn line_comment_end(s: &Scanner, entry: &Entry) -> Option<usize> {
    let opens = entry.line_comments.iter().any(|open| s.has(s.at, open));
    let allowed = || {
        !entry.comment_after_space
            || matches!(s.before(s.at), b' ' | b'\t' | b'\n' | b'\r' | b';' | b'(')
    };
    (opens && allowed()).then(|| s.line_end(s.at))
}

fn block_comment_end(s: &Scanner, entry: &Entry) -> Option<usize> {
    let (open, close) = entry
        .block_comments
        .iter()
        .find(|(open, _)| s.has(s.at, open))?;
    if open.starts_with('=') && !s.starts_line(s.at) {
        return None;
    }
    let inside = s.at + open.len();
    if entry.nested_comments {
        return Some(nested_comment_end(s, open, close, inside));
    }
    Some(s.find(inside, close).map_or(s.end, |k| k + close.len()))
}

fn nested_comment_end(s: &Scanner, open: &str, close: &str, inside: usize) -> usize {
    let (mut k, mut depth) = (inside, 1_usize);
    while k < s.end && depth > 0 {
        if s.has(k, close) {
            depth -= 1;
            k += close.len();
        } else if s.has(k, open) {
            depth += 1;
            k += open.len();
        } else {
            k += 1;
        }
    }
    k.min(s.end)
}

fn continues_number(s: &Scanner, entry: &Entry, start: usize, k: usize) -> bool {
    let before_digit = || s.byte(k + 1).is_ascii_digit();
    match s.byte(k) {
        c if is_word(c) => true,
        b'.' => before_digit(),
        b'+' | b'-' if matches!(s.before(k), b'e' | b'E') && s.byte(start + 1) != b'x' => {
            before_digit()
        }
        b'\'' if entry.c_literals => is_word(s.before(k)) && is_word(s.byte(k + 1)),
        b'-' | b':' if entry.dates => before_digit(),
        b'%' => entry.mode == Mode::Css,
        _ => false,
    }
}
