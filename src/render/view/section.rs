//! `section`: for `section.html`, the page of a folder: its own text, if it has one, and its pages.

use serde::Serialize;

use super::Html;

/// A folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SectionView {
    /// The text of the folder's own page.
    pub body: Option<Html>,
    /// What stands in it, in order.
    pub entries: Vec<SectionEntry>,
    /// `[extra]` of the folder's own page.
    pub extra: serde_json::Value,
}

/// A page, or a section within.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SectionEntry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// One sentence.
    pub description: Option<String>,
    /// For a section: how many pages stand below.
    pub pages: Option<u32>,
}
