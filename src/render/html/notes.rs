//! Footnotes: numbered as they are first referred to, written at the end, each with its ways back.

use std::collections::BTreeMap;

use super::Writer;
use crate::markdown::{Document, Kind, Str};
use crate::text::escape;

/// Footnotes by label, numbered as they are first referred to.
pub(super) struct Notes<'a> {
    defined: BTreeMap<&'a str, (usize, usize)>,
    numbers: BTreeMap<&'a str, usize>,
    /// Node ranges in order of number.
    order: Vec<(usize, usize)>,
    /// How often each was referred to.
    referred: Vec<usize>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut defined = BTreeMap::new();
        // For a heading's line, a footnote has no place to stand.
        for (i, node) in document.nodes.iter().enumerate() {
            if let Kind::FootnoteDefinition { label } = node.kind {
                defined
                    .entry(document.str(label))
                    .or_insert((i, node.end as usize));
            }
        }
        Self {
            defined,
            numbers: BTreeMap::new(),
            order: Vec::new(),
            referred: Vec::new(),
        }
    }

    /// The number of a footnote and the how-manieth reference this is.
    pub(super) fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let (label, range) = self.defined.get_key_value(label)?;
        let number = *self.numbers.entry(label).or_insert_with(|| {
            self.order.push(*range);
            self.referred.push(0);
            self.order.len()
        });
        let nth = self.referred.get_mut(number - 1)?;
        *nth += 1;
        Some((number, *nth))
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: Str) {
        let label = self.document.str(label);
        let Some((number, nth)) = self.notes.refer(label) else {
            self.push(&format!("[^{}]", escape(label)));
            return;
        };
        let word = escape(&(self.word)("footnote").replace("{n}", &number.to_string()));
        let nth = if nth == 1 {
            String::new()
        } else {
            format!("-{nth}")
        };
        self.push(&format!(
            "<sup><a class=\"fnref\" id=\"rb-fnref-{number}{nth}\" href=\"#rb-fn-{number}\" aria-label=\"{word}\">{number}</a></sup>"
        ));
    }

    /// The footnotes that were referred to. A footnote may refer to another, which then follows.
    pub(super) fn footnotes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        let word = escape(&(self.word)("footnotes"));
        self.push(&format!(
            "<section class=\"fns\" aria-label=\"{word}\"><ol>\n"
        ));
        let mut next = 0;
        while let Some(&(at, end)) = self.notes.order.get(next) {
            next += 1;
            self.push(&format!("<li id=\"rb-fn-{next}\">"));
            self.range(at + 1, end);
            self.back_links(next);
            self.push("</li>\n");
        }
        self.push("</ol></section>\n");
    }

    pub(super) fn back_links(&mut self, number: usize) {
        let count = self.notes.referred.get(number - 1).copied().unwrap_or(1);
        let word = escape(&(self.word)("footnote-back"));
        // The way back stands in the last paragraph, not below it.
        let inside = self.out.html.ends_with("</p>\n");
        if inside {
            let cut = self.out.html.len() - "</p>\n".len();
            self.out.html.truncate(cut);
        }
        for nth in 1..=count {
            let suffix = if nth == 1 {
                String::new()
            } else {
                format!("-{nth}")
            };
            self.push(&format!(" <a class=\"fnback\" href=\"#rb-fnref-{number}{suffix}\" aria-label=\"{word}\">↩</a>"));
        }
        if inside {
            self.push("</p>\n");
        }
    }
}
