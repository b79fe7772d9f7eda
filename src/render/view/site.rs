//! `site`: what every page of the site shows alike. Built once (with relative links: once per depth of folders).

use serde::Serialize;

use super::{Html, LinkView};

/// The site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SiteView {
    /// The name of the handbook.
    pub title: String,
    /// One sentence, or empty.
    pub description: String,
    /// A BCP 47 tag: `en`, `pt-BR`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The address of the home page.
    pub home: String,
    /// The logo beside the title.
    pub logo: Option<ImageView>,
    /// The address of the site's own icon; none: the theme's.
    pub favicon: Option<String>,
    /// Addresses of the site's own style sheets, after the theme's.
    pub styles: Vec<String>,
    /// The entries of the header.
    pub nav: Vec<NavLink>,
    /// Links in the footer.
    pub links: Vec<LinkView>,
    /// The site's text in the footer.
    pub footer: Option<Html>,
    /// A line above every page.
    pub announcement: Option<Html>,
    /// The files of the search; none: there is no search.
    pub search: Option<SearchView>,
    /// The address of the list of all pages.
    pub contents: String,
    /// The address of the page with the whole handbook, if there is one.
    pub print: Option<String>,
}

/// The files of the search, each by its address. They are loaded when somebody searches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// The script: the theme's `search.js`.
    pub script: String,
    /// The style sheet of the dialog: the theme's `search.css`.
    pub style: String,
    /// The list of the index's files.
    pub index: String,
}

/// One entry of the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavLink {
    /// What is shown.
    pub title: String,
    /// The address.
    pub url: String,
    /// Which section it leads to: the page's `section` if the page is in it.
    pub section: String,
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// Its address.
    pub url: String,
    /// Width in CSS pixels, if known.
    pub width: Option<u32>,
    /// Height in CSS pixels, if known.
    pub height: Option<u32>,
}
