//! What pages share is made once: the site's view, and the finished HTML of the header and of each section's side column.
//!
//! On a page only the link to the page itself differs. Where each link stands is noted when the HTML is made, so a page
//! costs one copy and no search.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::ink::Ink;
use super::page::Press;
use super::site;
use super::theme::{Context, Shared};
use crate::diag::Diagnostic;
use crate::memo::Fingerprint;
use crate::plan::route::{Addressing, Format};
use crate::text::escape;

/// Views that many pages share: by how deep the page stands, if links are relative.
#[derive(Default)]
pub struct Shares {
    by_depth: BTreeMap<Option<usize>, Share>,
}

/// What pages of one depth share.
pub struct Share {
    /// `site`.
    pub site: Shared,
    /// By the address of the section; `""` for pages of none.
    headers: BTreeMap<String, Fragment>,
    /// By the address of the section.
    sides: BTreeMap<String, Fragment>,
}

/// Finished HTML in which a page marks the link to itself.
pub struct Fragment {
    html: String,
    print: Fingerprint,
    /// Behind which byte the mark goes, by the address as it is written.
    links: HashMap<String, usize>,
}

impl Shares {
    /// What a page of this depth shares.
    pub fn of(&self, depth: Option<usize>) -> Option<&Share> {
        self.by_depth.get(&depth)
    }
}

impl Share {
    /// The header for pages of a section.
    pub fn header(&self, section: &str) -> Option<&Fragment> {
        self.headers.get(section).or_else(|| self.headers.get(""))
    }

    /// The side column of a section.
    pub fn side(&self, section: &str) -> Option<&Fragment> {
        self.sides.get(section)
    }
}

impl Fragment {
    /// Notes where each `<a href="…"` of `html` ends.
    pub fn new(html: String) -> Self {
        let mut links = HashMap::new();
        let mut from = 0;
        while let Some(found) = html[from..].find(LINK) {
            let begin = from + found + LINK.len();
            let Some(length) = html[begin..].find('"') else {
                break;
            };
            from = begin + length + 1;
            let address = html[begin..begin + length].to_owned();
            links.entry(address).or_insert(from);
        }
        Self {
            print: Fingerprint::of(html.as_bytes()),
            html,
            links,
        }
    }

    /// Stands for the HTML in keys of pages.
    pub fn print(&self) -> Fingerprint {
        self.print
    }

    /// The HTML with `aria-current="page"` on the first link to `url`, if there is one. That the page's section is
    /// current as well is not said beside it.
    pub fn marked(&self, url: &str) -> String {
        let Some(&at) = self.links.get(&escape(url)) else {
            return self.html.clone();
        };
        let (before, after) = self.html.split_at(at);
        let after = after.strip_prefix(SECTION).unwrap_or(after);
        [before, " aria-current=\"page\"", after].concat()
    }
}

const LINK: &str = "<a href=\"";
const SECTION: &str = " aria-current=\"true\"";

/// Makes the shared views; says what templates had to say about them.
pub fn shares(press: &Press<'_>) -> (Shares, Vec<Diagnostic>) {
    let relative = press.site.config.relative_links;
    let depths: BTreeSet<Option<usize>> = press
        .plan
        .pages
        .iter()
        .map(|p| relative.then(|| p.route.depth()))
        .chain([None])
        .collect();
    let mut told = Vec::new();
    let made = depths
        .into_iter()
        .map(|depth| (depth, share(press, depth, &mut told)));
    let by_depth = made.collect();
    (Shares { by_depth }, told)
}

fn share(press: &Press<'_>, depth: Option<usize>, told: &mut Vec<Diagnostic>) -> Share {
    let addressing = Addressing {
        base: Arc::clone(&press.site.config.base_path),
        relative: depth,
    };
    let none = BTreeSet::new();
    let mut ink = Ink::new(press.desk(), Format::Html, addressing, none, true);
    let view = site::view(press, &mut ink);
    let site = Shared::new(&view);
    let sections = view.nav.iter().map(|l| l.section.as_str()).chain([""]);
    let headers = sections.filter_map(|section| {
        let html = fragment(press, &site, "partials/nav.html", "here", &section, told)?;
        Some((section.to_owned(), html))
    });
    let headers = headers.collect();
    let sides = site::sides(press, &ink).into_iter();
    let sides = sides.filter_map(|(section, view)| {
        let html = fragment(press, &site, "partials/side.html", "side", &view, told)?;
        Some((section, html))
    });
    let sides = sides.collect();
    Share {
        site,
        headers,
        sides,
    }
}

/// A template of a part with its view under `name`, as HTML; what it had to say is added to `told`.
fn fragment(
    press: &Press<'_>,
    site: &Shared,
    template: &str,
    name: &'static str,
    view: &impl Serialize,
    told: &mut Vec<Diagnostic>,
) -> Option<Fragment> {
    let mut context = Context::new();
    context.share("site", site);
    context.insert(name, view);
    match press.theme.render_html(template, &context) {
        Ok(html) => Some(Fragment::new(html)),
        Err(fault) => {
            told.push(fault.diagnostic(press.source));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_page_is_marked_once_and_exactly() {
        let html = "<a href=\"/a/b/\">B</a><a href=\"/a/\">A</a><a href=\"/a/\">A</a><a href=\"/x?a&amp;b\">X</a>";
        let side = Fragment::new(html.to_owned());
        assert_eq!(side.marked("/a/").matches("aria-current").count(), 1);
        assert!(
            side.marked("/a/")
                .contains("<a href=\"/a/\" aria-current=\"page\">A")
        );
        assert!(side.marked("/x?a&b").contains("aria-current"));
        assert_eq!(side.marked("/none/"), html);
    }

    #[test]
    fn the_page_of_a_section_is_said_to_be_the_page() {
        let header = Fragment::new("<a href=\"/a/\" aria-current=\"true\">A</a>".to_owned());
        assert_eq!(
            header.marked("/a/"),
            "<a href=\"/a/\" aria-current=\"page\">A</a>"
        );
    }
}
