//! Style sheets: what stands before a brace is a selector, what stands before a semicolon a declaration.

use super::Class;
use super::languages::Entry;
use super::lexer::to_the_end;
use super::scan::{Scanner, is_word};
use super::tokens;

/// Reads a style sheet.
pub(super) fn lex(s: &mut Scanner, entry: &'static Entry) {
    let mut sheet = Sheet {
        entry,
        at_start: true,
        kind: Kind::Selector,
    };
    to_the_end(s, |s| sheet.step(s));
}

/// What a statement is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The selectors of a rule.
    Selector,
    /// A property and its value.
    Declaration,
    /// `@media` and its like.
    AtRule,
}

struct Sheet {
    entry: &'static Entry,
    /// A statement begins here.
    at_start: bool,
    kind: Kind,
}

impl Sheet {
    fn step(&mut self, s: &mut Scanner) {
        let c = s.here();
        if matches!(c, b'{' | b'}' | b';') {
            self.at_start = true;
            s.at += 1;
        } else if c.is_ascii_whitespace() || !self.token(s, c) {
            s.at += 1;
        }
    }

    fn token(&mut self, s: &mut Scanner, c: u8) -> bool {
        tokens::comment(s, self.entry)
            || self.property(s, c)
            || self.color(s, c)
            || tokens::string(s, self.entry).is_some()
            || self.word(s, c)
            || tokens::number(s, self.entry, true)
    }

    /// At the start of a statement: finds out which kind it is, and takes the property of a declaration.
    fn property(&mut self, s: &mut Scanner, c: u8) -> bool {
        if !std::mem::take(&mut self.at_start) {
            return false;
        }
        let delimiter = s.skip(s.at, |c| !matches!(c, b'{' | b'}' | b';'));
        self.kind = match s.byte(delimiter) {
            _ if c == b'@' => Kind::AtRule,
            b'{' => Kind::Selector,
            _ => Kind::Declaration,
        };
        let end = s.skip(s.at, |c| is_name(c) || c == b'$');
        let property = self.kind == Kind::Declaration && s.byte(s.spaces(end)) == b':';
        if property {
            s.take(end, Class::Key);
        }
        property
    }

    fn color(&self, s: &mut Scanner, c: u8) -> bool {
        let color = c == b'#' && self.kind == Kind::Declaration;
        if color {
            s.take(s.skip(s.at + 1, |c| c.is_ascii_hexdigit()), Class::Number);
        }
        color
    }

    fn word(&self, s: &mut Scanner, c: u8) -> bool {
        if !begins_word(s, c) {
            return false;
        }
        let name = s.at + 1 + usize::from(c == b':' && s.byte(s.at + 1) == b':');
        let end = s.skip(name, is_name);
        let address = s.slice(s.at, end) == "url" && s.byte(end) == b'(';
        match self.class_of(s, c, end) {
            Some(class) => s.take(end, class),
            None => s.at = end,
        }
        if address && !matches!(s.byte(end + 1), b'"' | b'\'') {
            s.at = end + 1;
            s.take(s.skip(end + 1, |c| c != b')' && c != b'\n'), Class::String);
        }
        true
    }

    fn class_of(&self, s: &Scanner, c: u8, end: usize) -> Option<Class> {
        let word = s.slice(s.at, end);
        match c {
            b'@' | b'!' => Some(Class::Keyword),
            b'.' | b'#' => Some(Class::Type),
            b':' => (self.kind == Kind::Selector).then_some(Class::Literal),
            b'-' | b'$' => Some(Class::Variable),
            _ if self.kind == Kind::AtRule && matches!(word, "and" | "not" | "or" | "only") => {
                Some(Class::Keyword)
            }
            _ if s.byte(end) == b'(' => Some(Class::Function),
            _ if self.kind == Kind::AtRule && s.byte(end) == b':' || s.before(s.at) == b'[' => {
                Some(Class::Key)
            }
            _ if self.kind != Kind::Selector => Some(Class::Literal),
            _ => Some(Class::Tag),
        }
    }
}

fn begins_word(s: &Scanner, c: u8) -> bool {
    let next = s.byte(s.at + 1);
    let named = is_word(next) && !(next.is_ascii_digit() && matches!(c, b'-' | b'.'));
    match c {
        b'@' | b'.' | b'#' | b'-' | b'!' | b'$' => named || next == b'-',
        b':' => named || next == b':',
        _ => is_word(c) && !c.is_ascii_digit(),
    }
}

fn is_name(c: u8) -> bool {
    is_word(c) || c == b'-'
}
