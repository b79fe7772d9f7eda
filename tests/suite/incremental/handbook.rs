//! A handbook that is edited: pages by their pieces, `site.toml` by its keys, all other files as they are.

use std::collections::BTreeMap;

use rolebook::date::Date;
use rolebook::source::{Facts, SourceTree};

use super::words::{FILES, FRONT, PIECES, SITE};
use crate::support::{self, Files};

/// What an author sees of the handbook, at one moment.
#[derive(Clone, Default)]
pub struct Handbook {
    /// Markdown pages by path below `content/`.
    pub pages: BTreeMap<String, Page>,
    /// Everything else by path from the root.
    pub files: Files,
    /// Keys of `site.toml`: number of the key, number of its value.
    pub site: BTreeMap<usize, usize>,
    /// Appended to `site.toml`: it no longer parses.
    pub site_broken: bool,
    /// Days after the first one.
    pub day: u8,
    /// Whether a commit is known.
    pub commit: bool,
    /// `--drafts`
    pub drafts: bool,
}

/// A Markdown page.
#[derive(Clone, Default)]
pub struct Page {
    /// Keys of its front matter: number of the key, number of its value.
    pub front: BTreeMap<usize, usize>,
    /// Numbers of the pieces of its text.
    pub pieces: Vec<u8>,
    /// Not a text at all.
    pub broken: bool,
}

impl Handbook {
    /// The one that every script begins with.
    pub fn first() -> Self {
        let mut book = Self::default();
        let page = |pieces: &[u8]| Page {
            pieces: pieces.to_vec(),
            ..Page::default()
        };
        book.pages.insert("_index.md".to_owned(), page(&[0, 5, 9]));
        book.pages.insert("about.md".to_owned(), page(&[3, 1, 19]));
        book.pages
            .insert("guide/_index.md".to_owned(), page(&[6, 13]));
        book.pages
            .insert("guide/one.md".to_owned(), page(&[1, 7, 9, 9, 12]));
        book.pages
            .insert("guide/two.md".to_owned(), page(&[2, 4, 10, 15]));
        // Two files with the same bytes: what is relative in them means different things.
        for path in ["guide/same.md", "handbook/same.md"] {
            book.pages.insert(path.to_owned(), page(&[16, 21, 0]));
        }
        book.pages
            .insert("guide/deep/three.md".to_owned(), page(&[8, 11, 14]));
        for (path, versions) in FILES {
            if let Some(first) = versions.first().filter(|v| !v.is_empty()) {
                book.files
                    .insert((*path).to_owned(), first.as_bytes().to_vec());
            }
        }
        book
    }

    /// All files as they lie on a disk.
    pub fn written(&self) -> Files {
        let mut files = self.files.clone();
        for (path, page) in &self.pages {
            files.insert(format!("content/{path}"), page.bytes());
        }
        if !self.site.is_empty() || self.site_broken {
            files.insert("site.toml".to_owned(), self.site_toml().into_bytes());
        }
        files
    }

    /// The snapshot.
    pub fn tree(&self) -> SourceTree {
        let today = Date::parse(&format!("2026-11-{:02}", 24 + self.day % 3)).unwrap();
        let facts = Facts {
            today,
            revision: self.commit.then(|| ("0a1b2c3".to_owned(), today)),
        };
        support::tree_with(&self.written(), facts, &pixels)
    }

    fn site_toml(&self) -> String {
        let mut out = String::new();
        for (key, value) in &self.site {
            let (name, values) = SITE[*key];
            out.push_str(&format!("{name} = {}\n", values[*value]));
        }
        if self.site_broken {
            out.push_str("= nothing\n");
        }
        out
    }
}

impl Page {
    fn bytes(&self) -> Vec<u8> {
        if self.broken {
            return b"text \xff\xfe".to_vec();
        }
        let mut out = String::new();
        if !self.front.is_empty() {
            out.push_str("+++\n");
            for (key, value) in &self.front {
                let (name, values) = FRONT[*key];
                out.push_str(&format!("{name} = {}\n", values[*value]));
            }
            out.push_str("+++\n");
        }
        for piece in &self.pieces {
            out.push_str(PIECES[usize::from(*piece) % PIECES.len()]);
            out.push_str("\n\n");
        }
        out.into_bytes()
    }
}

/// The pictures of these tests say their size: `png 40x30`.
fn pixels(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (width, height) = text.strip_prefix("png ")?.split_once('x')?;
    path.ends_with(".png")
        .then_some((width.parse().ok()?, height.parse().ok()?))
}
