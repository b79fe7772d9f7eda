//! `contents`: for `contents.html`, the list of every page.

use serde::Serialize;

use super::LinkView;
use super::page::RevisionView;

/// Everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContentsView {
    /// Articles by section, then roles, comparisons, decisions, glossary, rights.
    pub groups: Vec<ContentsGroup>,
    /// The commit that the site was built from.
    pub head: Option<RevisionView>,
}

/// Some of the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContentsGroup {
    /// What they have in common.
    pub title: String,
    /// The address of their index.
    pub url: Option<String>,
    /// The pages, in order.
    pub links: Vec<LinkView>,
}
