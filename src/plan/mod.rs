//! Which pages exist, in which format, and where: every URL is decided here.

pub mod anchors;
pub mod build;
pub mod decision;
pub mod route;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diag::FileId;
use crate::model::{Id, Subject};
use crate::output::OutputPath;
use route::{Format, Route};

/// The pages, files and redirects of a site.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every page, in a fixed order.
    pub pages: Vec<Page>,
    /// Files that are copied.
    pub copies: Vec<Copy>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Names of files that we generate beside pages.
    pub generated: Vec<&'static str>,
    /// What a term's mention leads to: a subject and an id on it.
    pub terms: BTreeMap<Id, (Subject, Option<Arc<str>>)>,
    /// For look-ups only: its order reaches no output.
    pub(crate) routes: HashMap<(Subject, Format), Route>,
}

/// One page to be made.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it is about.
    pub subject: Subject,
    /// In which form.
    pub format: Format,
    /// Where.
    pub route: Route,
    /// Its file.
    pub file: OutputPath,
    /// The file that messages about the page as a whole name.
    pub source: FileId,
}

/// One file to be copied.
#[derive(Clone, Debug)]
pub struct Copy {
    /// The source.
    pub source: FileId,
    /// Where it goes.
    pub file: OutputPath,
}

/// An old address and where it leads.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old route.
    pub from: Route,
    /// Its file.
    pub file: OutputPath,
    /// The new place.
    pub to: RedirectTo,
    /// The file that asks for it.
    pub source: FileId,
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectTo {
    /// To a page of ours, and an id on it or `""`.
    Subject(Subject, Arc<str>),
    /// To another address, as written.
    Url(Arc<str>),
    /// To a file of the output.
    File(Arc<str>),
    /// `redirect_to` of this article as written, before links are looked up.
    Written(Arc<str>, Arc<str>),
}

impl Plan {
    /// Makes room for about so many pages.
    pub fn reserve(&mut self, pages: usize) {
        self.pages.reserve_exact(pages);
        self.routes.reserve(pages);
    }

    /// Adds a page.
    pub fn add_page(&mut self, page: Page) {
        self.routes
            .insert((page.subject.clone(), page.format), page.route.clone());
        self.pages.push(page);
    }

    /// Takes the page of a subject out.
    pub fn drop_page(&mut self, subject: &Subject) {
        self.pages.retain(|p| p.subject != *subject);
        self.routes.retain(|(s, _), _| s != subject);
    }

    /// Where a subject's page of a format is, if there is one.
    pub fn route(&self, subject: &Subject, format: Format) -> Option<&Route> {
        // The key is built only for the look-up; subjects are cheap to clone.
        self.routes.get(&(subject.clone(), format))
    }

    /// What a term's mention leads to.
    pub fn term(&self, term: &Id) -> Option<(&Subject, Option<&str>)> {
        self.terms.get(term).map(|(s, a)| (s, a.as_deref()))
    }
}
