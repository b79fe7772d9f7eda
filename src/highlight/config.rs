//! Sections, and keys with values: TOML, INI and what looks like them.

use super::Class;
use super::languages::{Entry, INI_VALUE, TOML_VALUE};
use super::lexer::{embed, to_the_end};
use super::scan::Scanner;
use super::tokens;

/// Reads a file of settings. With `colon_keys` it is INI: a value is the rest of its line.
pub(super) fn lex(s: &mut Scanner, entry: &'static Entry) {
    to_the_end(s, |s| {
        s.at = s.skip(s.at, |c| c.is_ascii_whitespace());
        if !tokens::comment(s, entry) && s.here() == b'[' {
            section(s, entry);
        } else {
            setting(s, entry);
        }
    });
}

fn section(s: &mut Scanner, entry: &'static Entry) {
    let brackets = s.skip(s.at, |c| c == b'[') - s.at;
    let end = skip_quoted(s, entry, s.at, |c| c == b']');
    let closers = s.skip(end, |c| c == b']') - end;
    s.take(end + closers.min(brackets), Class::Heading);
}

fn setting(s: &mut Scanner, entry: &'static Entry) {
    let separator = skip_quoted(s, entry, s.at, |c| {
        c == b'=' || c == b':' && entry.colon_keys || c == b'#' && !entry.colon_keys
    });
    let found = matches!(s.byte(separator), b'=' | b':');
    let value = if found { separator + 1 } else { s.at };
    if found {
        let key = s.slice(s.at, separator).trim_end();
        s.mark(s.at, s.at + key.len(), Class::Key);
    }
    if entry.colon_keys {
        embed(s, &INI_VALUE, value, s.line_end(value));
    } else {
        embed(s, &TOML_VALUE, value, toml_value_end(s, value));
    }
}

/// The first position on the line from `from` on, outside quotes, whose byte is `wanted`, or the end of the line.
fn skip_quoted(
    s: &Scanner,
    entry: &'static Entry,
    from: usize,
    wanted: impl Fn(u8) -> bool,
) -> usize {
    let mut k = from;
    while k < s.end && s.byte(k) != b'\n' && !wanted(s.byte(k)) {
        k = tokens::string_end(s, entry, k).unwrap_or(k + 1);
    }
    k.min(s.end)
}

/// The end of a value: of its line, or of the line on which its brackets are closed.
fn toml_value_end(s: &Scanner, from: usize) -> usize {
    let (mut k, mut depth) = (from, 0_usize);
    while k < s.end {
        match s.byte(k) {
            b'\n' if depth == 0 => return k,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' => {
                k = s.line_end(k);
                continue;
            }
            b'"' | b'\'' => {
                k = tokens::string_end(s, &TOML_VALUE, k).unwrap_or(k + 1);
                continue;
            }
            _ => {}
        }
        k += 1;
    }
    s.end
}
