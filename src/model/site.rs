//! The whole site as it is meant.

use std::collections::BTreeMap;

use super::{Article, Articles, Config, Nav, Subject};

/// What a handbook says, every name resolved.
#[derive(Debug, Default)]
pub struct Site {
    /// `site.toml`.
    pub config: Config,
    /// Title: the configured one, else the folder's name.
    pub title: String,
    /// Articles and folders.
    pub articles: Articles,
    /// Articles that introduce a page that we make: `roles/_index.md`, `glossary.md` …
    pub introductions: BTreeMap<Subject, Article>,
    /// The order of everything.
    pub nav: Nav,
}
