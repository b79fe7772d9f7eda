//! The longer literals of some languages: raw strings, regular expressions, attributes, here-documents.

use std::ops::Range;

use super::Class;
use super::languages::Entry;
use super::scan::{Scanner, is_word};
use super::tokens;

/// A here-document whose body begins on the next line.
pub(super) struct Heredoc {
    /// Where the word stands that closes it.
    word: Range<usize>,
    /// Whether the closing word may be indented.
    indented: bool,
}

/// Takes a Rust raw string: `r"…"`, `br##"…"##`.
pub(super) fn raw_string(s: &mut Scanner) -> bool {
    let behind_b = s.at + usize::from(matches!(s.here(), b'b' | b'c'));
    if s.byte(behind_b) != b'r' {
        return false;
    }
    let hashes = behind_b + 1;
    let open = s.skip(hashes, |c| c == b'#').min(hashes + 255);
    if s.byte(open) != b'"' {
        return false;
    }
    let close = format!("\"{}", s.slice(hashes, open));
    let end = s.find(open + 1, &close).map_or(s.end, |k| k + close.len());
    s.take(end, Class::String);
    true
}

/// Takes a C++ raw string: `R"(…)"`, `u8R"x(…)x"`.
pub(super) fn c_raw_string(s: &mut Scanner) -> bool {
    let prefix = ["u8", "u", "U", "L", ""].iter().find(|p| s.has(s.at, p));
    let r = s.at + prefix.map_or(0, |p| p.len());
    if !s.has(r, "R\"") {
        return false;
    }
    let mark = r + 2;
    let may_stand = |c: u8| c.is_ascii_graphic() && !matches!(c, b'(' | b')' | b'\\' | b'"');
    let open = s.skip(mark, may_stand);
    if s.byte(open) != b'(' || open - mark > 16 {
        return false;
    }
    let close = format!("){}\"", s.slice(mark, open));
    let end = s.find(open + 1, &close).map_or(s.end, |k| k + close.len());
    s.take(end, Class::String);
    true
}

/// Takes a Swift raw string: `#"…"#`, which ends on its line, or `#"""…"""#`.
pub(super) fn hash_string(s: &mut Scanner) -> bool {
    let hashes = (0..8).take_while(|n| s.byte(s.at + n) == b'#').count();
    let open = s.at + hashes;
    if s.byte(open) != b'"' || s.before(s.at) == b'#' {
        return false;
    }
    let long = s.has(open, "\"\"\"");
    let quote = if long { "\"\"\"" } else { "\"" };
    let close = format!("{quote}{}", s.slice(s.at, open));
    let limit = if long { s.end } else { s.line_end(open) };
    let inside = (open + quote.len()).min(limit);
    let found = s.slice(inside, limit).find(&close);
    s.take(
        found.map_or(limit, |k| inside + k + close.len()),
        Class::String,
    );
    true
}

/// Takes a Ruby literal: `%w[a b]`, `%q(it's)`, `%r{…}`, `%(…)`; brackets in it are counted.
pub(super) fn percent_string(s: &mut Scanner) -> bool {
    let named = matches!(
        s.byte(s.at + 1),
        b'w' | b'W' | b'i' | b'I' | b'q' | b'Q' | b'r' | b'x' | b's'
    );
    let at = s.at + 1 + usize::from(named);
    let open = s.byte(at);
    let close = match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        b'|' | b'!' | b'/' if named => open,
        _ => return false,
    };
    let (mut k, mut depth) = (at + 1, 1_usize);
    while k < s.end && depth > 0 {
        match s.byte(k) {
            b'\\' => k += 1,
            c if c == close => depth -= 1,
            c if c == open => depth += 1,
            _ => {}
        }
        k += 1;
    }
    s.take(k.min(s.end), Class::String);
    true
}

/// Takes a regular expression that ends on its line, with its flags. If none ends there, gives the end of the line: no other
/// slash on it opens one either.
pub(super) fn regex(s: &mut Scanner) -> Result<(), usize> {
    let (mut k, mut in_set) = (s.at + 1, false);
    while k < s.end {
        match s.byte(k) {
            b'\n' => break,
            b'\\' if s.byte(k + 1) != b'\n' => k += 1,
            b'[' => in_set = true,
            b']' => in_set = false,
            b'/' if !in_set => {
                let end = s.skip(k + 1, |c| c.is_ascii_alphabetic());
                s.take(end, Class::String);
                return Ok(());
            }
            _ => {}
        }
        k += 1;
    }
    Err(k)
}

/// Takes an attribute, `#[…]` or `#![…]`; a bracket in a string of it does not close it.
pub(super) fn attribute(s: &mut Scanner, entry: &'static Entry) -> bool {
    if !s.has(s.at, "#[") && !s.has(s.at, "#![") {
        return false;
    }
    let mut depth = 0_usize;
    let mut k = s.at + 1;
    while k < s.end {
        match s.byte(k) {
            b'[' => depth += 1,
            b']' if depth == 1 => {
                s.take(k + 1, Class::Key);
                return true;
            }
            b']' => depth -= 1,
            c @ (b'"' | b'\'') if c == b'"' || !entry.lifetimes => {
                s.take(k, Class::Key);
                k = tokens::string_end(s, entry, k).unwrap_or(k + 1);
                s.take(k, Class::String);
                continue;
            }
            _ => {}
        }
        k += 1;
    }
    s.take(s.end, Class::Key);
    true
}

/// Takes what opens a here-document: `<<WORD`, `<<-'WORD'`, `<<~WORD`.
pub(super) fn heredoc(s: &mut Scanner, entry: &Entry) -> Option<Heredoc> {
    let mut k = s.at + entry.heredoc.len();
    if entry.heredoc.is_empty()
        || !s.has(s.at, entry.heredoc)
        || s.byte(k) == b'<'
        || s.before(s.at) == b'<'
    {
        return None;
    }
    let marked = matches!(s.byte(k), b'-' | b'~');
    k += usize::from(marked);
    k = if entry.commands { s.spaces(k) } else { k };
    let quoted = matches!(s.byte(k), b'\'' | b'"');
    let start = k + usize::from(quoted);
    let end = s.word_end(start);
    let likely = entry.commands || marked || quoted || s.byte(start).is_ascii_uppercase();
    if start == end || s.byte(start).is_ascii_digit() || !likely {
        return None;
    }
    s.at = start;
    s.take(end, Class::Escape);
    s.at = (end + usize::from(quoted && matches!(s.byte(end), b'\'' | b'"'))).min(s.end);
    Some(Heredoc {
        word: start..end,
        indented: marked || entry.heredoc == "<<<",
    })
}

/// Takes the bodies of here-documents, the first of which begins where the scanner stands. False if a closing word is missing:
/// then its body is left to be read as code, and nobody should look for another one.
pub(super) fn heredoc_bodies(s: &mut Scanner, pending: Vec<Heredoc>) -> bool {
    pending.iter().all(|heredoc| {
        s.at += usize::from(s.here() == b'\n' && !s.starts_line(s.at));
        heredoc_body(s, heredoc)
    })
}

fn heredoc_body(s: &mut Scanner, heredoc: &Heredoc) -> bool {
    let word = s.slice(heredoc.word.start, heredoc.word.end);
    let mut line = s.at;
    while line < s.end {
        let text = if heredoc.indented {
            s.spaces(line)
        } else {
            line
        };
        let behind = text + word.len();
        if s.has(text, word)
            && !is_word(s.byte(behind))
            && matches!(s.byte(behind), 0 | b'\n' | b'\r' | b')' | b';' | b',')
        {
            s.take(line, Class::String);
            s.at = text;
            s.take(behind, Class::Escape);
            return true;
        }
        line = s.line_end(text) + 1;
    }
    false
}
