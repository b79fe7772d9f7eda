//! `home`: for `home.html`: what the handbook is, and the ways in with their true counts. A way that is empty is none.

use serde::Serialize;

use super::section::SectionEntry;
use super::{Html, LinkView, RoleTag};

/// The first page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HomeView {
    /// The text of the home page.
    pub body: Option<Html>,
    /// The first roles.
    pub roles: Option<WayView<RoleTag>>,
    /// The first decisions, as questions.
    pub decisions: Option<WayView<LinkView>>,
    /// The first terms.
    pub glossary: Option<WayView<LinkView>>,
    /// "Who decides what", if there are decision rights.
    pub rights: Option<WayView<LinkView>>,
    /// The sections and pages at the top.
    pub entries: Vec<SectionEntry>,
    /// What changed last, the newest first; empty if that is not known.
    pub recent: Vec<RecentView>,
    /// `[extra]` of the home page.
    pub extra: serde_json::Value,
}

/// Something that changed lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecentView {
    /// Its title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The day it changed: `2026-11-03`.
    pub date: String,
}

/// A way into the handbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WayView<T> {
    /// How many there are in all.
    pub count: u32,
    /// The address of their index.
    pub url: String,
    /// Some of them, at most six.
    pub items: Vec<T>,
}
