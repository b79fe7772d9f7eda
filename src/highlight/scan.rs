//! The text under the lexer: where it stands, what it may look at, what it has marked.
//!
//! Every look at a byte goes through here and is counted, so that a test can hold the lexer to a time linear in the text.

use std::cell::Cell;
use std::ops::Range;

use super::{Class, Piece};

/// A text, a position in it and the marks made so far.
pub(super) struct Scanner<'t> {
    text: &'t str,
    /// Where the lexer stands; everything before it is decided.
    pub at: usize,
    /// The first byte not to be read: the end of the text, or of the part that is read as another language.
    pub end: usize,
    marks: Vec<(Range<usize>, Class)>,
    steps: Cell<usize>,
}

impl<'t> Scanner<'t> {
    /// Stands at the start of `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            end: text.len(),
            marks: Vec::with_capacity(text.len() / 8 + 4),
            steps: Cell::new(0),
        }
    }

    /// The byte at `k`; zero at or behind the end.
    pub fn byte(&self, k: usize) -> u8 {
        self.count(1);
        if k < self.end {
            self.text.as_bytes().get(k).copied().unwrap_or(0)
        } else {
            0
        }
    }

    /// The byte where the lexer stands.
    pub fn here(&self) -> u8 {
        self.byte(self.at)
    }

    /// The byte before `k`; a line feed at the start of the text.
    pub fn before(&self, k: usize) -> u8 {
        self.count(1);
        k.checked_sub(1)
            .and_then(|k| self.text.as_bytes().get(k).copied())
            .unwrap_or(b'\n')
    }

    /// Whether `k` starts a line.
    pub fn starts_line(&self, k: usize) -> bool {
        self.before(k) == b'\n'
    }

    /// Whether `word` stands at `k`.
    pub fn has(&self, k: usize, word: &str) -> bool {
        let rest = self.rest(k);
        self.count(
            1 + rest
                .iter()
                .zip(word.as_bytes())
                .take_while(|(a, b)| a == b)
                .count(),
        );
        rest.starts_with(word.as_bytes())
    }

    /// Where `word` stands first, from `k` on.
    pub fn find(&self, k: usize, word: &str) -> Option<usize> {
        let rest = self.rest(k);
        let found = rest
            .windows(word.len().max(1))
            .position(|w| w == word.as_bytes());
        self.count(found.unwrap_or(rest.len()) + word.len());
        found.map(|n| k + n)
    }

    /// The first position from `k` on that is the end or whose byte is not `wanted`.
    pub fn skip(&self, k: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.rest(k);
        let n = rest.iter().position(|&c| !wanted(c)).unwrap_or(rest.len());
        self.count(n + 1);
        k.min(self.end) + n
    }

    /// The first position from `k` on that holds no space and no tab.
    pub fn spaces(&self, k: usize) -> usize {
        self.skip(k, |c| c == b' ' || c == b'\t')
    }

    /// The end of the line that holds `k`: its line feed, or the end.
    pub fn line_end(&self, k: usize) -> usize {
        self.skip(k, |c| c != b'\n')
    }

    /// The end of the word that holds `k`.
    pub fn word_end(&self, k: usize) -> usize {
        self.skip(k, is_word)
    }

    /// A part of the text; empty where the range does not fit.
    pub fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or("")
    }

    /// Gives a class to `from..to`; parts that are marked already keep theirs. Widened to whole characters.
    pub fn mark(&mut self, from: usize, to: usize, class: Class) {
        let floor = self.marks.last().map_or(0, |(range, _)| range.end);
        let from = self.text.ceil_char_boundary(from).max(floor);
        let to = self.text.ceil_char_boundary(to.min(self.end));
        if from < to {
            self.marks.push((from..to, class));
        }
    }

    /// Marks from where the lexer stands and goes there.
    pub fn take(&mut self, to: usize, class: Class) {
        self.mark(self.at, to, class);
        self.at = to.min(self.end);
    }

    /// Gives the last mark another class: what follows a string can make it a key.
    pub fn mark_last_again(&mut self, class: Class) {
        if let Some(last) = self.marks.last_mut() {
            last.1 = class;
        }
    }

    /// How often a byte was looked at.
    #[cfg(test)]
    pub fn steps(&self) -> usize {
        self.steps.get()
    }

    /// The whole text in pieces, marked and unmarked.
    pub fn pieces(self) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(2 * self.marks.len() + 1);
        let mut at = 0;
        for (range, class) in self.marks {
            push(&mut pieces, None, at..range.start);
            at = range.end;
            push(&mut pieces, Some(class), range);
        }
        push(&mut pieces, None, at..self.text.len());
        pieces
    }

    fn rest(&self, k: usize) -> &'t [u8] {
        self.text.as_bytes().get(k..self.end).unwrap_or(&[])
    }

    fn count(&self, n: usize) {
        self.steps.set(self.steps.get() + n);
    }
}

/// Whether a byte can stand in a name; all of a character that is not ASCII can.
pub(super) fn is_word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80
}

fn push(pieces: &mut Vec<Piece>, class: Option<Class>, range: Range<usize>) {
    match pieces.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.class == class => last.range.end = range.end,
        _ => pieces.push(Piece { class, range }),
    }
}
