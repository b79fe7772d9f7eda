//! The builder's buffer of text: pieces are merged where they stand side by side in the source, and NUL is made visible.

use super::autolink;
use super::badge;
use super::build::Builder;
use super::tree::{CodeBlock, Kind, Node, Str};
use crate::diag::Span;

impl Builder<'_> {
    /// Text for the buffer.
    pub fn add(&mut self, text: &str) -> Str {
        let start = self.end_of_text();
        self.doc.text.push_str(text);
        Str {
            start,
            end: self.end_of_text(),
        }
    }

    /// Text for the buffer, NUL made visible.
    pub fn add_clean(&mut self, text: &str) -> Str {
        let start = self.end_of_text();
        self.push_clean(text);
        Str {
            start,
            end: self.end_of_text(),
        }
    }

    /// Two texts as one.
    pub fn add_two(&mut self, one: &str, two: &str) -> Str {
        let one = self.add_clean(one);
        let two = self.add_clean(two);
        Str {
            start: one.start,
            end: two.end,
        }
    }

    /// Words separated by spaces.
    pub fn add_joined(&mut self, words: &[impl AsRef<str>]) -> Str {
        let start = self.end_of_text();
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                self.doc.text.push(' ');
            }
            self.push_clean(word.as_ref());
        }
        Str {
            start,
            end: self.end_of_text(),
        }
    }

    /// More code for a block that is being read: nothing else enters the buffer meanwhile.
    pub fn append_code(&mut self, code: &mut CodeBlock, text: &str) {
        self.push_clean(text);
        code.code.end = self.end_of_text();
    }

    /// Where the next text in the buffer will begin.
    pub fn end_of_text(&self) -> u32 {
        u32::try_from(self.doc.text.len()).unwrap_or(u32::MAX)
    }

    /// A piece of text, joined to the one before where both stand in the source as they are.
    pub fn text(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let exact = text.len() == span.len() && !(self.has_nul && text.contains('\0'));
        let start = self.end_of_text();
        if exact
            && self.growing
            && let Some(Node {
                kind: Kind::Text(s),
                span: before,
                ..
            }) = self.doc.nodes.last_mut()
            && before.end == span.start
            && s.end == start
        {
            self.doc.text.push_str(text);
            s.end += u32::try_from(text.len()).unwrap_or(0);
            before.end = span.end;
            return;
        }
        self.settle_text();
        let s = self.add_clean(text);
        self.push(Kind::Text(s), span);
        self.growing = exact;
    }

    /// A NUL is no character of a page: U+FFFD stands for it.
    fn push_clean(&mut self, text: &str) {
        if !self.has_nul {
            return self.doc.text.push_str(text);
        }
        for c in text.chars() {
            self.doc.text.push(if c == '\0' { '\u{FFFD}' } else { c });
        }
    }

    /// The last text is complete: links may be found in it.
    pub fn settle_text(&mut self) {
        let grown = std::mem::take(&mut self.growing);
        if !grown {
            return;
        }
        let links = self.has_urls && self.links == 0 && !self.elements.in_link();
        if self.has_badges {
            badge::split_last(&mut self.doc, self.source, links);
        } else if links {
            autolink::split_last(&mut self.doc);
        }
    }
}
