//! The whole site as it is meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decision::Decisions;
use super::{Article, Articles, Config, LinkTo, Nav, Prose, Subject};
use crate::diag::FileId;

/// What a handbook says, every name resolved.
#[derive(Debug)]
pub struct Site {
    /// `site.toml`.
    pub config: Config,
    /// Its file; the first of the snapshot if there is none.
    pub config_file: FileId,
    /// Title: the configured one, else the folder's name.
    pub title: String,
    /// Articles and folders.
    pub articles: Articles,
    /// Articles that introduce a page that we make: `roles/_index.md`, `glossary.md` …
    pub introductions: BTreeMap<Subject, Article>,
    /// Decision trees.
    pub decisions: Decisions,
    /// The order of everything.
    pub nav: Nav,
    /// The site's text in the footer.
    pub footer: Option<Prose>,
    /// A line above every page.
    pub announcement: Option<Prose>,
    /// Where links of the footer lead, by what was written.
    pub footer_links: BTreeMap<Arc<str>, LinkTo>,
}

impl Site {
    /// Whether a generated section has an entry, and so exists.
    pub fn makes(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Decisions => !self.decisions.list.is_empty(),
            _ => false,
        }
    }

    /// Every text of a data file.
    pub fn each_data_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.footer.iter_mut().for_each(&mut *f);
        self.announcement.iter_mut().for_each(&mut *f);
        self.decisions.each_prose(f);
    }
}
