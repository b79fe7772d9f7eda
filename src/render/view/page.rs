//! `page`: what every kind of page has: its head, its place in the handbook, its owner, its contents, what comes next.

use serde::Serialize;

use super::{Html, LinkView};

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageView {
    /// What kind of page: `article`, `section`, `home`, `role`, `roles`, `comparison`, `comparisons`, `decision`, `result`,
    /// `question`, `tree`, `decisions`, `glossary`, `term`, `rights`, `contents`, `print`, `404`, `redirect`. `<main>` has the class
    /// `<kind>-page`.
    pub kind: &'static str,
    /// The title as plain text.
    pub title: String,
    /// The title of the browser's tab: with its section and the handbook's name.
    pub head_title: String,
    /// The title as it stands above the page; it may hold code or emphasis.
    pub heading: Html,
    /// The id of the heading, if links may lead to it.
    pub heading_id: Option<String>,
    /// One sentence under the title.
    pub lead: Option<Html>,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// The address of this page, as its links write it.
    pub url: String,
    /// The full address of the page itself (of an embed: of its page), if the site has a base address.
    pub canonical: Option<String>,
    /// What search engines are asked: `noindex`, or nothing.
    pub robots: Option<&'static str>,
    /// The base path, with slashes at both ends: for the filter `url`.
    pub base: String,
    /// With relative links: how many folders deep the page stands. For the filter `url`.
    pub depth: Option<usize>,
    /// Whether this is the variant for a frame.
    pub embed: bool,
    /// In an embed: the address of the page itself.
    pub open_url: Option<String>,
    /// Which entry of the header the page belongs to.
    pub section: String,
    /// The pages above it, from the top; empty at the top.
    pub crumbs: Vec<LinkView>,
    /// Owner, review and reading time.
    pub meta: MetaView,
    /// The page is a draft, shown because drafts were asked for.
    pub draft: bool,
    /// The headings, if a list of contents is shown.
    pub toc: Vec<TocItem>,
    /// The page before, in the order of the navigation.
    pub previous: Option<LinkView>,
    /// The page behind.
    pub next: Option<LinkView>,
    /// The terms that this page links to.
    pub terms: Vec<TermNote>,
    /// Other pages about the same.
    pub related: Vec<LinkView>,
    /// Where it can be edited.
    pub edit_url: Option<String>,
    /// The last commit that touched its sources.
    pub revision: Option<RevisionView>,
    /// The marks used on this page, sorted: of `same`, `part`, `diff`, `only`, `deps`, `gap`. Only these are drawn.
    pub marks: Vec<&'static str>,
}

/// Who keeps a page, and how fresh it is. Dates are `2026-11-03`; `| date` writes them out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MetaView {
    /// Who keeps it.
    pub owners: Vec<OwnerView>,
    /// Last reviewed.
    pub reviewed: Option<String>,
    /// Next review is due by this day.
    pub review_by: Option<String>,
    /// That day has passed.
    pub overdue: bool,
    /// Last changed.
    pub updated: Option<String>,
    /// Why it is outdated.
    pub outdated: Option<String>,
    /// How long reading takes, in minutes.
    pub minutes: Option<u32>,
}

impl MetaView {
    /// Whether the line under the title has anything to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwnerView {
    /// The name.
    pub name: String,
    /// Where to reach them.
    pub url: Option<String>,
}

/// A heading in the list of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TocItem {
    /// Its id on the page, encoded for an address.
    pub id: String,
    /// Its text, perhaps with code or emphasis, without links.
    pub title: Html,
    /// The headings below it.
    pub items: Vec<TocItem>,
}

/// A term that is linked on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TermNote {
    /// Its label.
    pub label: String,
    /// The address of its entry.
    pub url: String,
    /// Its definition.
    pub definition: String,
}

/// A commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RevisionView {
    /// Its short name.
    pub id: String,
    /// Its day.
    pub date: String,
}
