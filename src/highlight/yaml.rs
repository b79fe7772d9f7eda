//! YAML: keys, scalars in all their forms, anchors and tags. Indentation counts only for the end of a block scalar.

use super::Class;
use super::languages::Entry;
use super::lexer::to_the_end;
use super::scan::{Scanner, is_word};
use super::tokens;

/// Reads YAML.
pub(super) fn lex(s: &mut Scanner, entry: &'static Entry) {
    let mut yaml = Yaml {
        entry,
        indent: 0,
        block: false,
        flow: 0,
        flow_parent: None,
    };
    to_the_end(s, |s| yaml.line(s));
}

struct Yaml {
    entry: &'static Entry,
    /// Indentation of the last line that was not part of a block scalar.
    indent: usize,
    /// A block scalar goes on as long as lines are indented more.
    block: bool,
    /// Open brackets and braces.
    flow: usize,
    /// Indentation of the key whose value the brackets are: a line indented no more ends them, closed or not.
    flow_parent: Option<usize>,
}

impl Yaml {
    fn line(&mut self, s: &mut Scanner) {
        let start = s.at;
        let text = s.spaces(start);
        if self.block && (matches!(s.byte(text), b'\n' | 0) || text - start > self.indent) {
            let end = s.line_end(text);
            s.mark(text, end, Class::String);
            s.at = end + 1;
            return;
        }
        self.block = false;
        self.indent = text - start;
        s.at = text;
        if self.flow_parent.is_some_and(|parent| self.indent <= parent)
            && !matches!(s.here(), b']' | b'}' | b'\n')
        {
            (self.flow, self.flow_parent) = (0, None);
        }
        if text == start && s.here() == b'%' {
            s.take(s.line_end(text), Class::Heading);
        } else if text == start && (s.has(text, "---") || s.has(text, "...")) {
            s.take(text + 3, Class::Heading);
        } else if self.flow == 0 {
            dashes(s);
            let keyed = key(s);
            self.flow_parent = keyed.then_some(self.indent);
        }
        while s.at < s.end && s.here() != b'\n' {
            self.value(s);
        }
        s.at += 1;
    }

    /// Takes the next thing behind a key or a dash.
    fn value(&mut self, s: &mut Scanner) {
        match s.here() {
            b' ' | b'\t' | b'\r' | b',' => s.at += 1,
            b'[' | b'{' => {
                self.flow += 1;
                s.at += 1;
            }
            b']' | b'}' => {
                self.flow = self.flow.saturating_sub(1);
                s.at += 1;
            }
            b'"' | b'\'' => self.quoted(s),
            b'#' if tokens::comment(s, self.entry) => {}
            b'|' | b'>' if self.flow == 0 && self.block_header(s) => {}
            b'&' | b'*' if is_word(s.byte(s.at + 1)) => property(s, Class::Variable),
            b'!' => property(s, Class::Type),
            _ => self.plain(s),
        }
    }

    /// Takes `|` or `>` with what may follow it on the line.
    fn block_header(&mut self, s: &mut Scanner) -> bool {
        let end = s.skip(s.at + 1, |c| matches!(c, b'+' | b'-' | b'0'..=b'9'));
        self.block = matches!(s.byte(s.spaces(end)), b'\n' | b'\r' | b'#' | 0);
        if self.block {
            s.take(end, Class::Keyword);
        }
        self.block
    }

    fn quoted(&self, s: &mut Scanner) {
        tokens::string(s, self.entry);
        if self.flow > 0 && s.byte(s.spaces(s.at)) == b':' {
            s.mark_last_again(Class::Key);
        }
    }

    /// Takes a scalar without quotes: to the end of the line, a comment, a `: `, or in brackets a comma or bracket.
    fn plain(&self, s: &mut Scanner) {
        let mut k = s.at;
        while k < s.end && !self.ends_plain(s, k) {
            k += 1;
        }
        let scalar = s.slice(s.at, k).trim_end();
        let class = if s.byte(k) == b':' {
            Class::Key
        } else if self.entry.lists(self.entry.literals, scalar) {
            Class::Literal
        } else if is_number(scalar) {
            Class::Number
        } else {
            Class::String
        };
        s.mark(s.at, s.at + scalar.len(), class);
        s.at = k + usize::from(s.byte(k) == b':');
    }

    fn ends_plain(&self, s: &Scanner, k: usize) -> bool {
        match s.byte(k) {
            b'\n' => true,
            b'#' => s.before(k) == b' ',
            b':' => matches!(s.byte(k + 1), b' ' | b'\n' | b'\r' | 0),
            b',' | b'[' | b']' | b'{' | b'}' => self.flow > 0,
            _ => false,
        }
    }
}

/// Passes the marks of list items, which may stand behind one another.
fn dashes(s: &mut Scanner) {
    while s.here() == b'-' && matches!(s.byte(s.at + 1), b' ' | b'\n') {
        s.at = s.spaces(s.at + 1);
    }
}

/// Takes a key, up to a colon at the end of a word outside quotes.
fn key(s: &mut Scanner) -> bool {
    let start = s.at;
    let first = s.here();
    if matches!(
        first,
        b'#' | b'{' | b'[' | b'|' | b'>' | b'&' | b'*' | b'!' | b'\n'
    ) {
        return false;
    }
    let quoted = matches!(first, b'"' | b'\'');
    let mut k = if quoted {
        s.skip(start + 1, |c| c != first && c != b'\n')
    } else {
        start
    };
    while k < s.end {
        match s.byte(k) {
            b'\n' => return false,
            b'#' if s.before(k) == b' ' => return false,
            b':' if matches!(s.byte(k + 1), b' ' | b'\n' | b'\r' | 0) => break,
            _ => k += 1,
        }
    }
    if k >= s.end {
        return false;
    }
    s.take(k, Class::Key);
    s.at = k + 1;
    true
}

/// Takes an anchor, an alias or a tag.
fn property(s: &mut Scanner, class: Class) {
    let end = s.skip(s.at + 1, |c| {
        !c.is_ascii_whitespace() && !matches!(c, b',' | b']' | b'}')
    });
    s.take(end, class);
}

/// Whether a scalar is a number, a date or a time.
fn is_number(scalar: &str) -> bool {
    let digits = scalar.strip_prefix(['-', '+', '.']).unwrap_or(scalar);
    let begins = digits.starts_with(|c: char| c.is_ascii_digit());
    begins
        && digits
            .bytes()
            .all(|c| c.is_ascii_hexdigit() || b".-:_xTZ+".contains(&c))
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn a_number_is_told_from_a_word_that_begins_like_one() {
        for number in ["1", "-4.5", "2026-11-24", "12:30:00", "0x1F", "1e9", ".5"] {
            assert!(is_number(number), "{number}");
        }
        for word in ["3 apples", "1st", "-", "", "v1.2"] {
            assert!(!is_number(word), "{word}");
        }
    }
}
