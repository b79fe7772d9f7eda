//! `print`: for `print.html`, the whole handbook on one page (`[print] enabled`).

use serde::Serialize;

use super::Html;
use super::page::RevisionView;

/// Everything, to be printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PrintView {
    /// The chapters in the order of the navigation.
    pub chapters: Vec<ChapterView>,
    /// The commit that the site was built from.
    pub head: Option<RevisionView>,
}

/// A page of the handbook, or the name of what follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChapterView {
    /// Its id on this page.
    pub id: String,
    /// What the navigation calls it.
    pub title: String,
    /// How deep it stands; 0 at the top.
    pub depth: usize,
    /// The level of its heading, 2 to 6.
    pub level: usize,
    /// The kind of its page, as `page.kind` has it; `heading` for a name alone.
    pub kind: &'static str,
    /// What its page shows, with its heading; none: there is only the name.
    pub body: Option<Html>,
}
