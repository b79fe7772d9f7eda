//! Strings of data files that hold Markdown: parsed once per string, placed in their file.

use std::sync::Arc;

use crate::diag::{Diagnostics, FileId, Place};
use crate::markdown::{self, Held};
use crate::memo::{Key, Memo};
use crate::model::Prose;
use crate::parse::Text;

/// A parsed string and what was wrong with it; spans are bytes of the string.
pub type Parsed = (Held, Diagnostics);

/// Makes prose of strings.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// How Markdown is read.
    pub options: markdown::Options,
    /// Strings already parsed.
    pub memo: &'a Memo<Parsed>,
    /// The present prepare.
    pub generation: u64,
}

impl Texts<'_> {
    /// `text` of `file` as prose: one line, or blocks. Mistakes in it are told at their place in the file.
    pub fn make(
        &self,
        text: &Text,
        file: FileId,
        block: bool,
        diagnostics: &mut Diagnostics,
    ) -> Prose {
        let source = text.as_str();
        let mut key = Key::of("inline");
        key.text("text", source);
        key.number("block", u64::from(block));
        key.number("options", self.options.key());
        let print = key.finish();
        let parsed = self.memo.get(print, self.generation, || {
            let (document, told) = if block {
                markdown::parse(source, self.options)
            } else {
                markdown::parse_inline(source, self.options)
            };
            (document.into(), told)
        });
        let map = text.map.clone();
        diagnostics.extend(parsed.1.iter().cloned().map(|mut d| {
            d.place = Place::new(file, map.span(d.place.span));
            d.labels
                .iter_mut()
                .for_each(|l| l.place = Place::new(file, map.span(l.place.span)));
            d
        }));
        let document = parsed.0.clone();
        Prose {
            file,
            map,
            document,
            print,
            links: Vec::new(),
            mentions: Arc::from([]),
        }
    }
}
