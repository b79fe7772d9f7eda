//! Elements and attributes: HTML and XML. Text between them stays plain; scripts and styles are read as what they are.

use super::Class;
use super::languages::{CSS, Entry, JAVASCRIPT};
use super::lexer::{embed, to_the_end};
use super::scan::{Scanner, is_word};

/// What has an opener and a closer of its own.
const BRACKETED: [(&str, &str, Class); 4] = [
    ("<!--", "-->", Class::Comment),
    ("<![CDATA[", "]]>", Class::String),
    ("<?", "?>", Class::Heading),
    ("<!", ">", Class::Heading),
];

/// Reads markup.
pub(super) fn lex(s: &mut Scanner, entry: &Entry) {
    to_the_end(s, |s| match s.here() {
        b'&' => character_reference(s),
        b'<' => {
            if !bracketed(s) {
                tag(s, entry);
            }
        }
        _ => s.at = s.skip(s.at, |c| c != b'&' && c != b'<'),
    });
}

fn character_reference(s: &mut Scanner) {
    let end = s.skip(s.at + 1, |c| c.is_ascii_alphanumeric() || c == b'#');
    if s.byte(end) == b';' {
        s.take(end + 1, Class::Escape);
    } else {
        s.at = end;
    }
}

fn bracketed(s: &mut Scanner) -> bool {
    let Some((open, close, class)) = BRACKETED.iter().find(|(open, ..)| s.has(s.at, open)) else {
        return false;
    };
    let end = s
        .find(s.at + open.len(), close)
        .map_or(s.end, |k| k + close.len());
    s.take(end, *class);
    true
}

fn tag(s: &mut Scanner, entry: &Entry) {
    let closing = s.byte(s.at + 1) == b'/';
    let start = s.at + 1 + usize::from(closing);
    let end = s.skip(start, is_name);
    s.at = end;
    if start == end {
        return;
    }
    s.mark(start, end, Class::Tag);
    attributes(s);
    if entry.scripts && !closing {
        script(s, s.slice(start, end));
    }
}

/// Takes the attributes and the `>` behind them; another `<` ends a tag that was never closed.
fn attributes(s: &mut Scanner) {
    while s.at < s.end {
        match s.here() {
            b'>' => {
                s.at += 1;
                return;
            }
            b'<' => return,
            quote @ (b'"' | b'\'') => {
                let end = s.skip(s.at + 1, |c| c != quote);
                s.take(end + 1, Class::String);
            }
            b'=' if is_word(s.byte(s.at + 1)) => {
                s.at += 1;
                s.take(
                    s.skip(s.at, |c| !c.is_ascii_whitespace() && c != b'>'),
                    Class::String,
                );
            }
            c if is_word(c) || c == b'@' || c == b':' => {
                s.take(s.skip(s.at + 1, is_name), Class::Key)
            }
            _ => s.at += 1,
        }
    }
}

/// Reads what a `script` or `style` element holds.
fn script(s: &mut Scanner, element: &str) {
    let (entry, close) = match element {
        "script" => (&JAVASCRIPT, "</script"),
        "style" => (&CSS, "</style"),
        _ => return,
    };
    let end = s.find(s.at, close).unwrap_or(s.end);
    embed(s, entry, s.at, end);
}

fn is_name(c: u8) -> bool {
    is_word(c) || matches!(c, b'-' | b':' | b'.')
}
