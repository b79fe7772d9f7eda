//! What `site.toml` says, as meant: every key has a value, and a wrong one has its default.
//!
//! Folders of content, static files and output are not here: `SourceTree::layout` has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Severity, Span, SpanMap, Spanned};
use crate::markdown;

/// The configuration of one site. Spans are bytes of `site.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Name of the handbook; empty: the folder's name.
    pub title: Arc<str>,
    /// One sentence.
    pub description: Arc<str>,
    /// BCP 47 tag.
    pub language: Arc<str>,
    /// Which way its lines run.
    pub direction: Direction,
    /// Address of the finished site, ending in `/`; empty: not known.
    pub base_url: Spanned<Arc<str>>,
    /// The path of `base_url`: begins and ends with `/`.
    pub base_path: Arc<str>,
    /// Name of the theme.
    pub theme: Spanned<Arc<str>>,
    /// Whether links are relative, for reading from a disk.
    pub relative_links: bool,
    /// Whether search engines may list the site.
    pub indexing: bool,
    /// Where pages are edited, with `{path}`; empty: no edit links.
    pub edit_url: Arc<str>,
    /// Navigation as written; empty: from the folders.
    pub nav: Vec<NavEntry>,
    /// How Markdown is read.
    pub markdown: markdown::Options,
    /// Whether code is colored.
    pub highlight: bool,
    /// What the theme shows of this site.
    pub look: Look,
    /// Words of the theme by key; the span is the key's.
    pub strings: BTreeMap<String, Spanned<String>>,
    /// Who may own pages besides roles, by key.
    pub owners: BTreeMap<Arc<str>, Owner>,
    /// Families of roles, in order.
    pub families: Vec<Family>,
    /// Which comparisons exist.
    pub comparisons: Comparisons,
    /// Limits of decision trees.
    pub decisions: Decisions,
    /// How terms are linked.
    pub glossary: Glossary,
    /// Limits of decision rights.
    pub rights: Rights,
    /// What may be shown in frames.
    pub embed: Embed,
    /// Whether readers can search.
    pub search: bool,
    /// Whether there is a page with the whole handbook.
    pub print: bool,
    /// Whether git is asked when pages changed.
    pub dates: Spanned<Dates>,
    /// Levels of codes, `None` for `allow`.
    pub levels: BTreeMap<&'static str, Option<Severity>>,
}

impl Default for Config {
    fn default() -> Self {
        let empty = || Arc::<str>::from("");
        Self {
            title: empty(),
            description: empty(),
            language: Arc::from("en"),
            direction: Direction::Ltr,
            base_url: Spanned::default(),
            base_path: Arc::from("/"),
            theme: Spanned::new(Arc::from("default"), Span::default()),
            relative_links: false,
            indexing: true,
            edit_url: empty(),
            nav: Vec::new(),
            markdown: markdown::Options::default(),
            highlight: true,
            look: Look::default(),
            strings: BTreeMap::new(),
            owners: BTreeMap::new(),
            families: Vec::new(),
            comparisons: Comparisons::default(),
            decisions: Decisions::default(),
            glossary: Glossary::default(),
            rights: Rights::default(),
            embed: Embed::default(),
            search: true,
            print: false,
            dates: Spanned::default(),
            levels: BTreeMap::new(),
        }
    }
}

/// What is wanted of git's dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// They are shown if git knows them.
    #[default]
    Auto,
    /// It is told if git does not know them.
    On,
    /// Git is not asked.
    Off,
}

/// Which way lines run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

/// One entry of `nav`, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum NavEntry {
    /// `"guide/"`, `"x.md"`, `"role:id"`.
    Page(Spanned<Arc<str>>),
    /// `{ title, url }` or `{ title, items }`, or both.
    Titled {
        /// What is shown.
        title: Spanned<Arc<str>>,
        /// Where it leads: an address or what `Page` takes.
        url: Option<Spanned<Arc<str>>>,
        /// What stands below it.
        items: Vec<NavEntry>,
    },
}

/// One line of Markdown and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: Arc<str>,
    /// From its bytes to those of `site.toml`.
    pub map: SpanMap,
}

/// What the theme shows of this site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// `#rrggbb` in lower case; `None`: the theme's own.
    pub accent: Option<Spanned<Arc<str>>>,
    /// A file under the static or content folder.
    pub logo: Option<Spanned<Arc<str>>>,
    /// The same.
    pub favicon: Option<Spanned<Arc<str>>>,
    /// Style sheets, the same.
    pub css: Vec<Spanned<Arc<str>>>,
    /// Links of the footer.
    pub links: Vec<NavEntry>,
    /// Markdown of the footer.
    pub footer: Option<Line>,
    /// Markdown at the top of every page.
    pub announcement: Option<Line>,
}

/// Somebody who owns pages and is no role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Shown name.
    pub name: Arc<str>,
    /// Where to reach them.
    pub url: Option<Spanned<Arc<str>>>,
    /// Where the key stands.
    pub span: Span,
}

/// A family of roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// What roles name.
    pub id: Spanned<Arc<str>>,
    /// Shown name.
    pub name: Arc<str>,
}

/// Which comparisons exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparisons {
    /// Which pairs.
    pub pairs: Pairs,
    /// Where `pairs` was written, if it was.
    pub pairs_span: Option<Span>,
    /// How many similar roles each is compared with.
    pub similar: usize,
    /// The most pages.
    pub max_pages: usize,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self {
            pairs: Pairs::Family,
            pairs_span: None,
            similar: 5,
            max_pages: 2000,
        }
    }
}

/// Which pairs of roles have a page; each contains the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pairs {
    /// Those with a file.
    Declared,
    /// And roles of one family.
    #[default]
    Family,
    /// And the most similar ones.
    Similar,
    /// All.
    All,
}

/// Limits of decision trees.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisions {
    /// Above it, pages are shared between paths.
    pub max_path_pages: usize,
    /// Above it, a score is an error.
    pub max_leaves: usize,
}

impl Default for Decisions {
    fn default() -> Self {
        Self {
            max_path_pages: 2000,
            max_leaves: 4096,
        }
    }
}

/// How terms are linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Glossary {
    /// How often.
    pub links: TermLinks,
    /// More links to one term per 1,000 words are told.
    pub max_per_term_1000_words: usize,
    /// More than one link per so many words is told.
    pub page_words_per_link: usize,
}

impl Default for Glossary {
    fn default() -> Self {
        Self {
            links: TermLinks::FirstPerPage,
            max_per_term_1000_words: 6,
            page_words_per_link: 40,
        }
    }
}

/// How often a term is linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TermLinks {
    /// Its first mention on a page.
    #[default]
    FirstPerPage,
    /// Its first mention under each heading.
    FirstPerSection,
    /// Each.
    All,
    /// None.
    Never,
}

/// Limits of decision rights.
#[derive(Clone, Debug, PartialEq)]
pub struct Rights {
    /// More who are consulted on one activity are told.
    pub max_consulted: usize,
    /// More activities one role is accountable for are told.
    pub max_accountable: usize,
}

impl Default for Rights {
    fn default() -> Self {
        Self {
            max_consulted: 4,
            max_accountable: 12,
        }
    }
}

/// What may be shown in frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed {
    /// Sites that may show our pages in a frame.
    pub allow_from: Vec<Arc<str>>,
    /// Whether articles have an embed.
    pub articles: bool,
    /// Whether each term has one.
    pub terms: bool,
    /// The tallest frame in pixels.
    pub max_height: u32,
}

impl Default for Embed {
    fn default() -> Self {
        Self {
            allow_from: Vec::new(),
            articles: false,
            terms: true,
            max_height: 4000,
        }
    }
}
