//! The whole site as it is meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::comparison::Comparisons;
use super::decision::Decisions;
use super::glossary::Glossary;
use super::rights::Rights;
use super::role::Roles;
use super::{Article, Articles, Config, Id, LinkTo, Nav, Prose, Subject};
use crate::diag::FileId;
use crate::markdown::Outline;

/// What a handbook says, every name resolved.
///
/// It reads like one list of fields (`site.roles`), but what the texts of articles cannot change is shared: while an author
/// writes, it is the same for every prepare.
#[derive(Clone, Debug)]
pub struct Site {
    /// All the rest.
    pub core: Arc<Core>,
    /// Articles and folders.
    pub articles: Articles,
    /// The articles, roles and decisions that use each term.
    pub used_on: Arc<BTreeMap<Id, Vec<Subject>>>,
}

impl std::ops::Deref for Site {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

impl std::ops::DerefMut for Site {
    /// To fill in what later stages find; it is shared only afterwards.
    fn deref_mut(&mut self) -> &mut Core {
        Arc::make_mut(&mut self.core)
    }
}

/// What a handbook says beside the texts of its articles.
#[derive(Clone, Debug)]
pub struct Core {
    /// `site.toml`.
    pub config: Config,
    /// Its file; the first of the snapshot if there is none.
    pub config_file: FileId,
    /// Title: the configured one, else the folder's name.
    pub title: String,
    /// How many Markdown files are only included.
    pub parts: usize,
    /// Articles that introduce a page that we make: `roles/_index.md`, `glossary.md` …
    pub introductions: BTreeMap<Subject, Article>,
    /// Roles and what they are described with.
    pub roles: Roles,
    /// Headings of the long texts of roles.
    pub role_outlines: BTreeMap<Id, Arc<Outline>>,
    /// Which comparisons have a page.
    pub comparisons: Comparisons,
    /// Who decides what.
    pub rights: Rights,
    /// Decision trees.
    pub decisions: Decisions,
    /// Terms, and labels of roles.
    pub glossary: Glossary,
    /// The order of everything.
    pub nav: Nav,
    /// The site's text in the footer.
    pub footer: Option<Prose>,
    /// A line above every page.
    pub announcement: Option<Prose>,
    /// Where links of the footer lead, by what was written.
    pub footer_links: BTreeMap<Arc<str>, LinkTo>,
}

impl Core {
    /// Whether a generated section has an entry, and so exists.
    pub fn makes(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Roles => !self.roles.list.is_empty(),
            Subject::Comparisons => !self.comparisons.list.is_empty(),
            Subject::Rights => !self.rights.activities.is_empty(),
            Subject::Glossary => !self.glossary.is_empty(),
            Subject::Decisions => !self.decisions.list.is_empty(),
            _ => false,
        }
    }

    /// Every text of a data file.
    pub fn each_data_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.footer.iter_mut().for_each(&mut *f);
        self.announcement.iter_mut().for_each(&mut *f);
        self.roles.each_prose(f);
        self.comparisons.each_prose(f);
        self.rights.each_prose(f);
        self.decisions.each_prose(f);
        self.glossary.each_prose(f);
    }
}
