//! What an earlier build found out about texts, so that this one need not read those that are as they were.
//!
//! Keys are those of the memos: what makes a memo right across two saves makes this right across two builds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::read::{Parsed, ParsedFile};
use crate::diag::Diagnostics;
use crate::markdown::{Held, Outline};
use crate::memo::{Fingerprint, Kept};
use crate::parse::article::{ParseOptions, RawArticle, body};
use crate::search::Shelf;
use crate::source::SourceFile;

/// Results of an earlier build, by kind.
#[derive(Debug, Default)]
pub struct Earlier {
    /// What Markdown files say beside their trees, by the key of `Memos::parse`.
    pub articles: Kept,
    /// What articles say on their site, by the key of `Memos::texts`.
    pub texts: Kept,
    /// The search.
    pub search: Shelf,
}

impl Earlier {
    /// `get` gives the bytes that the build before this one left under a name.
    pub fn since(get: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self {
            articles: Kept::since(get("articles")),
            texts: Kept::since(get("texts")),
            search: Shelf::since(get("search")),
        }
    }

    /// What to leave for the next build, by name.
    pub fn leave(&self) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
        // One after the other, so that not all of them are in memory at once.
        ["articles", "texts", "search"].into_iter().map(|name| {
            let bytes = match name {
                "articles" => self.articles.to_bytes(),
                "texts" => self.texts.to_bytes(),
                _ => self.search.to_bytes(),
            };
            (name, bytes)
        })
    }

    /// A Markdown file as it was read before: its tree is made when somebody looks at it.
    pub(super) fn article(
        &self,
        print: Fingerprint,
        file: &SourceFile,
        options: &ParseOptions,
    ) -> Option<ParsedFile> {
        let known: Known = self.articles.get(print)?;
        let mut raw = known.raw;
        let (file, options, start) = (file.clone(), *options, raw.body_start);
        raw.document = Held::new(move || {
            let text = file.as_text().unwrap_or_default();
            body(text, start, &options).0
        });
        let article = Parsed::Article {
            raw: Arc::new(raw),
            outline: Arc::new(known.outline),
            words: known.words,
            size: known.size,
            front: known.front,
            includes: known.includes,
        };
        Some((article, known.told))
    }

    /// Notes a Markdown file that was read.
    pub(super) fn note(&self, print: Fingerprint, parsed: &ParsedFile) {
        if !self.articles.is_on() {
            return;
        }
        if let (
            Parsed::Article {
                raw,
                outline,
                words,
                size,
                front,
                includes,
            },
            told,
        ) = parsed
        {
            let known = (raw, outline, words, size, front, includes, told);
            self.articles.put(print, &known);
        }
    }
}

/// The same values in the same order as in `Earlier::note`.
#[derive(Serialize, Deserialize)]
struct Known {
    raw: RawArticle,
    outline: Outline,
    words: u32,
    size: u32,
    front: Fingerprint,
    includes: bool,
    told: Diagnostics,
}
