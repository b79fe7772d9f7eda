//! Markdown: headings, marks within a line, front matter, and fenced blocks, read as the language they name.

use super::Class;
use super::languages::{Entry, Mode, TOML, YAML};
use super::lexer::{embed, to_the_end};
use super::scan::Scanner;

/// Reads Markdown.
pub(super) fn lex(s: &mut Scanner) {
    if s.at == 0 {
        front_matter(s);
    }
    to_the_end(s, |s| {
        let text = s.spaces(s.at);
        match s.byte(text) {
            b'`' | b'~' if opens_fence(s, text) => fenced(s, text),
            b'<' if s.has(text, "<!--") => comment(s, text),
            b'#' => whole_line(s, text, Class::Heading),
            b':' if s.has(text, ":::") => whole_line(s, text, Class::Keyword),
            _ => prose(s, text),
        }
    });
}

/// Reads the front matter of an article, if a line closes it.
fn front_matter(s: &mut Scanner) {
    let (mark, entry) = if s.has(0, "---\n") {
        ("---", &YAML)
    } else if s.has(0, "+++\n") {
        ("+++", &TOML)
    } else {
        return;
    };
    let closer = if mark == "---" { "\n---" } else { "\n+++" };
    let Some(end) = s.find(3, closer) else { return };
    s.mark(0, 3, Class::Heading);
    embed(s, entry, 4, end + 1);
    whole_line(s, end + 1, Class::Heading);
}

fn whole_line(s: &mut Scanner, from: usize, class: Class) {
    let end = s.line_end(from);
    s.mark(from, end, class);
    s.at = end + 1;
}

/// Takes a comment, which may run over lines and opens the line here.
fn comment(s: &mut Scanner, from: usize) {
    s.at = from;
    s.take(s.find(from, "-->").map_or(s.end, |k| k + 3), Class::Comment);
}

fn fence_length(s: &Scanner, k: usize) -> usize {
    let mark = s.byte(k);
    s.skip(k, |c| c == mark) - k
}

/// Three marks or more; behind backticks no other may follow on the line.
fn opens_fence(s: &Scanner, k: usize) -> bool {
    let length = fence_length(s, k);
    let next = s.skip(k + length, |c| c != b'\n' && c != b'`');
    length >= 3 && (s.byte(k) == b'~' || s.byte(next) != b'`')
}

fn fenced(s: &mut Scanner, fence: usize) {
    let length = fence_length(s, fence);
    let end = s.line_end(fence);
    let info = s.slice(fence + length, end);
    let name = info.trim().split([' ', '{', ',']).next().unwrap_or("");
    whole_line(s, fence, Class::Heading);
    let from = s.at.min(s.end);
    let (to, closer) = closing_fence(s, from, s.byte(fence), length);
    match fenced_language(name) {
        Some(entry) => embed(s, entry, from, to),
        None => s.mark(from, to, Class::String),
    }
    s.at = to;
    if to < s.end {
        whole_line(s, closer, Class::Heading);
    }
}

/// The line that closes a block, and its first mark; the end if no line does.
fn closing_fence(s: &Scanner, from: usize, mark: u8, length: usize) -> (usize, usize) {
    let mut line = from;
    while line < s.end {
        let text = s.spaces(line);
        let end = s.line_end(text);
        if s.byte(text) == mark
            && fence_length(s, text) >= length
            && s.slice(text, end).trim_end().len() == fence_length(s, text)
        {
            return (line, text);
        }
        line = end + 1;
    }
    (s.end, s.end)
}

fn fenced_language(name: &str) -> Option<&'static Entry> {
    super::find(name)
        .map(|language| language.0)
        .filter(|entry| entry.mode != Mode::Markdown)
}

fn prose(s: &mut Scanner, text: usize) {
    let end = s.line_end(text);
    s.at = text;
    if matches!(s.here(), b'-' | b'*' | b'+' | b'>' | b':') && s.byte(text + 1) == b' ' {
        s.take(text + 1, Class::Keyword);
    }
    let mut line = Line {
        end,
        missing: Vec::new(),
    };
    while s.at < end {
        line.step(s);
    }
    s.at = end + 1;
}

/// A line of prose, with the closers that it does not hold from here on.
struct Line {
    end: usize,
    missing: Vec<&'static str>,
}

impl Line {
    fn step(&mut self, s: &mut Scanner) {
        let next = s.byte(s.at + 1);
        let opens = !next.is_ascii_whitespace();
        let (close, class) = match s.here() {
            b'`' => ("`", Class::String),
            b'*' if next == b'*' => ("**", Class::Literal),
            b'*' if opens => ("*", Class::Type),
            b'<' if s.has(s.at, "<!--") => ("-->", Class::Comment),
            b'<' => (">", Class::Tag),
            b'[' => ("]", Class::Function),
            b'\\' => return s.at += 2,
            _ => return s.at += 1,
        };
        let from = s.at + if close == "**" { 2 } else { 1 };
        match self.find(s, from, close) {
            Some(end) => s.take(end, class),
            None => s.at = from,
        }
        if close == "]" && s.before(s.at) == b']' && s.here() == b'(' {
            self.destination(s);
        }
    }

    fn destination(&mut self, s: &mut Scanner) {
        if let Some(end) = self.find(s, s.at, ")") {
            s.take(end, Class::Key);
        }
    }

    /// The position behind the next `close` on this line. A search that failed is not repeated.
    fn find(&mut self, s: &Scanner, from: usize, close: &'static str) -> Option<usize> {
        if self.missing.contains(&close) {
            return None;
        }
        let mut k = from;
        while k < self.end && !s.has(k, close) {
            k += 1;
        }
        if k < self.end {
            return Some(k + close.len());
        }
        self.missing.push(close);
        None
    }
}
