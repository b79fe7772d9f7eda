//! Articles and the folders they stand in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Prose;
use crate::date::Date;
use crate::diag::{FileId, Spanned};
use crate::markdown::Outline;

/// One Markdown file that is a page.
#[derive(Clone, Debug)]
pub struct Article {
    /// Path of the file below the content folder: its identity.
    pub path: Arc<str>,
    /// The file.
    pub file: FileId,
    /// What lists call it.
    pub title: Arc<str>,
    /// A shorter name for the navigation.
    pub nav_title: Option<Arc<str>>,
    /// One sentence for lists and search engines.
    pub description: Option<Arc<str>>,
    /// Order among its siblings; none comes last.
    pub weight: Option<i64>,
    /// `slug`: replaces the last segment of the URL.
    pub slug: Option<Spanned<Arc<str>>>,
    /// `path`: replaces the whole URL path.
    pub url_path: Option<Spanned<Arc<str>>>,
    /// Old URL paths that lead here.
    pub aliases: Vec<Spanned<Arc<str>>>,
    /// The page is a redirect: as written.
    pub redirect_to: Option<Spanned<Arc<str>>>,
    /// A draft that is shown because drafts were asked for.
    pub draft: bool,
    /// Published, but in no navigation, list, search or sitemap.
    pub unlisted: bool,
    /// Whether the search finds it.
    pub search: bool,
    /// Whether a list of contents is shown.
    pub toc: bool,
    /// A template of the theme instead of `article.html`.
    pub template: Option<Spanned<Arc<str>>>,
    /// Where it is edited, instead of the site's pattern; empty: nowhere.
    pub edit_url: Option<Arc<str>>,
    /// Who keeps it: as written (keys of `[owners]`, roles or free text).
    pub owner: Vec<Arc<str>>,
    /// First published.
    pub date: Option<Date>,
    /// Last changed.
    pub updated: Option<Date>,
    /// Last reviewed.
    pub reviewed: Option<Date>,
    /// Review is due on this day.
    pub review_by: Option<Date>,
    /// Why it is outdated; always shown.
    pub outdated: Option<Arc<str>>,
    /// Which terms are not linked here.
    pub terms_off: TermsOff,
    /// Free fields, for templates of the author's own theme.
    pub extra: serde_json::Value,
    /// The text.
    pub body: Prose,
    /// Its headings and anchors.
    pub outline: Arc<Outline>,
    /// Words in the text, for the reading time.
    pub words: u32,
    /// Bytes of the text without marks.
    pub size: u32,
}

impl Article {
    /// The folder below the content folder, `""` at the top.
    pub fn folder(&self) -> &str {
        self.path.rfind('/').map_or("", |at| &self.path[..at])
    }

    /// The file's name without `.md`.
    pub fn stem(&self) -> &str {
        let name = self
            .path
            .rfind('/')
            .map_or(&*self.path, |at| &self.path[at + 1..]);
        name.strip_suffix(".md").unwrap_or(name)
    }

    /// Whether it is the page of its folder.
    pub fn is_index(&self) -> bool {
        is_index_stem(self.stem())
    }
}

/// Whether a file's stem makes it the page of its folder.
pub fn is_index_stem(stem: &str) -> bool {
    matches!(stem, "_index" | "index" | "README")
}

/// `glossary = false` or a list of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TermsOff {
    /// All terms are linked.
    #[default]
    None,
    /// None is.
    All,
    /// These are not.
    Some(Vec<Spanned<Arc<str>>>),
}

/// All articles by path, and the folders.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    /// Sorted by path.
    pub list: Vec<Arc<Article>>,
    /// Read with mistakes of their own: no pages, but what their texts say is checked.
    pub broken: Vec<Arc<Article>>,
    /// Number in `list` by path.
    pub by_path: Arc<BTreeMap<Arc<str>, usize>>,
    /// Folders with a page somewhere below, by path (`""` is the top), and the number of the folder's own page.
    pub folders: Arc<BTreeMap<Arc<str>, Option<usize>>>,
    /// How many drafts were left out.
    pub drafts: usize,
}

impl Articles {
    /// An article by its path below the content folder.
    pub fn get(&self, path: &str) -> Option<&Article> {
        let at = *self.by_path.get(path)?;
        self.list.get(at).map(|a| &**a)
    }
}
