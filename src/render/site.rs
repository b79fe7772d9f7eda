//! Views of the site as a whole: header and footer, the side column of each section, the list of everything.

use super::frame::{self, nav_link, node_title, top_link};
use super::ink::Ink;
use super::page::Press;
use super::view::LinkView;
use super::view::contents::{ContentsGroup, ContentsView};
use super::view::not_found::NotFoundView;
use super::view::page::RevisionView;
use super::view::side::SideView;
use super::view::site::{ImageView, NavLink, SearchView, SiteView};
use crate::model::config::{Direction, NavEntry};
use crate::model::{LinkTo, Subject};
use crate::plan::{Copy, Plan};
use crate::source::{SourceFile, SourceTree};

/// The header shows so many entries; what is more is on the list of everything.
const HEADER: usize = 10;

/// Header, footer and what every page says of the site.
pub fn view(press: &Press<'_>, ink: &mut Ink<'_>) -> SiteView {
    let config = &press.site.config;
    let nav = &press.site.nav;
    let mut entries: Vec<NavLink> = nav
        .top()
        .filter_map(|(i, _)| top_link(nav, i, ink))
        .map(|l| NavLink {
            section: l.url.clone(),
            title: l.title,
            url: l.url,
        })
        .collect();
    if entries.len() > HEADER {
        entries = shorten(press, ink);
    }
    SiteView {
        title: press.site.title.clone(),
        description: config.description.to_string(),
        language: config.language.to_string(),
        direction: if config.direction == Direction::Rtl {
            "rtl"
        } else {
            "ltr"
        },
        home: ink.file("/"),
        logo: config
            .look
            .logo
            .as_ref()
            .and_then(|l| image(press, &l.value, ink)),
        favicon: config
            .look
            .favicon
            .as_ref()
            .and_then(|f| image(press, &f.value, ink))
            .map(|i| i.url),
        styles: config
            .look
            .css
            .iter()
            .filter_map(|c| image(press, &c.value, ink))
            .map(|i| i.url)
            .collect(),
        nav: entries,
        links: config
            .look
            .links
            .iter()
            .filter_map(|l| footer_link(press, l, ink))
            .collect(),
        footer: press.site.footer.as_ref().map(|p| ink.html(p)),
        announcement: press.site.announcement.as_ref().map(|p| ink.html(p)),
        search: config.search.then(|| search(press, ink)),
        contents: ink.url(&Subject::Contents),
        print: Some(ink.url(&Subject::Print)).filter(|url| !url.is_empty()),
    }
}

/// The addresses of the search's files.
fn search(press: &Press<'_>, ink: &Ink<'_>) -> SearchView {
    let asset = |name: &str| {
        let found = press.theme.statics().iter().find(|s| s.name == name);
        found.map_or_else(String::new, |s| ink.file(&s.route))
    };
    SearchView {
        script: asset("search.js"),
        style: asset("search.css"),
        index: ink.file("/search/index.js"),
    }
}

/// Sections first, generated ones kept, then pages, as many as fit.
fn shorten(press: &Press<'_>, ink: &Ink<'_>) -> Vec<NavLink> {
    let nav = &press.site.nav;
    let rank = |i: usize| {
        let node = &nav.nodes[i];
        let generated = node.word.is_some();
        let section = node.end as usize > i + 1;
        if generated {
            0
        } else if section {
            1
        } else {
            2
        }
    };
    let mut chosen: Vec<usize> = nav.top().map(|(i, _)| i).collect();
    chosen.sort_by_key(|i| (rank(*i), *i));
    chosen.truncate(HEADER);
    chosen.sort_unstable();
    let link = |i: usize| {
        top_link(nav, i, ink).map(|l| NavLink {
            section: l.url.clone(),
            title: l.title,
            url: l.url,
        })
    };
    chosen.into_iter().filter_map(link).collect()
}

/// A file under the static or content folder that is published: itself and its copy.
pub fn published<'a>(
    source: &'a SourceTree,
    plan: &'a Plan,
    path: &str,
) -> Option<(&'a SourceFile, &'a Copy)> {
    let layout = source.layout();
    let below = |folder: &str| match folder {
        "" => source.find(path),
        folder => source.find(&format!("{folder}/{path}")),
    };
    let found = below(&layout.statics).or_else(|| below(&layout.content));
    let id = found.or_else(|| source.find(path))?;
    let copy = plan.copies.iter().find(|c| c.source == id)?;
    Some((source.get(id)?, copy))
}

fn image(press: &Press<'_>, path: &str, ink: &Ink<'_>) -> Option<ImageView> {
    let (file, copy) = published(press.source, press.plan, path)?;
    Some(ImageView {
        url: ink.file(copy.file.as_str()),
        width: file.pixels.map(|p| p.0),
        height: file.pixels.map(|p| p.1),
    })
}

fn footer_link(press: &Press<'_>, entry: &NavEntry, ink: &Ink<'_>) -> Option<LinkView> {
    let (title, url) = match entry {
        NavEntry::Titled {
            title,
            url: Some(url),
            ..
        } => (title.value.to_string(), url),
        NavEntry::Page(url) => (url.value.to_string(), url),
        NavEntry::Titled { .. } => return None,
    };
    let href = match press.site.footer_links.get(&url.value)? {
        LinkTo::Subject { subject, anchor } => {
            ink.url_at(subject, anchor.as_deref().unwrap_or_default())
        }
        LinkTo::External(url) => url.to_string(),
        LinkTo::File { path, .. } => ink.file(path),
        LinkTo::Here(_) | LinkTo::Broken => return None,
    };
    Some(LinkView { title, url: href })
}

/// The side column of each section by the address of its top entry; `""` for pages that are in none.
pub fn sides(press: &Press<'_>, ink: &Ink<'_>) -> Vec<(String, SideView)> {
    let nav = &press.site.nav;
    let mut sides = Vec::new();
    let mut loose = Vec::new();
    for (top, node) in nav.top() {
        let Some(link) = top_link(nav, top, ink) else {
            continue;
        };
        let end = node.end as usize;
        if node.word.is_some() {
            continue;
        }
        if end == top + 1 {
            loose.push((link.title, Some(link.url), 0));
            continue;
        }
        let mut entries = Vec::new();
        for i in top + 1..end {
            let depth = usize::from(nav.nodes[i].depth.saturating_sub(node.depth + 1));
            entries.push((
                node_title(nav, i, ink),
                nav_link(nav, i, ink).map(|l| l.url),
                depth,
            ));
        }
        let own = nav_link(nav, top, ink).map(|l| l.url);
        let mut all = vec![(link.title.clone(), own, 0)];
        all.append(&mut entries);
        sides.push((link.url, SideView::new(&link.title, &all)));
    }
    // Pages of the top level share one list.
    if loose.len() > 1 {
        let view = SideView::new(&press.site.title, &loose);
        sides.extend(
            loose
                .iter()
                .filter_map(|(_, url, _)| Some((url.clone()?, view.clone()))),
        );
    }
    sides.extend(press.data_sides(ink));
    sides
}

/// The list of every page.
pub fn contents(press: &Press<'_>, ink: &Ink<'_>) -> ContentsView {
    let nav = &press.site.nav;
    let mut groups: Vec<ContentsGroup> = Vec::new();
    let mut loose = ContentsGroup {
        title: press.site.title.clone(),
        url: Some(ink.file("/")),
        links: Vec::new(),
    };
    for (top, node) in nav.top() {
        let link = nav_link(nav, top, ink);
        if node.end as usize == top + 1 && node.word.is_none() {
            loose.links.extend(link);
            continue;
        }
        let title = node_title(nav, top, ink);
        let mut links: Vec<LinkView> = (top + 1..node.end as usize)
            .filter_map(|i| nav_link(nav, i, ink))
            .collect();
        if let Some(LinkTo::Subject { subject, .. }) =
            node.to.as_ref().filter(|_| node.word.is_some())
        {
            links.extend(press.data_links(subject, ink));
        }
        groups.push(ContentsGroup {
            title,
            url: link.map(|l| l.url),
            links,
        });
    }
    if !loose.links.is_empty() {
        groups.insert(0, loose);
    }
    let head = press
        .source
        .facts()
        .revision
        .as_ref()
        .map(|(id, date)| RevisionView {
            id: id.clone(),
            date: date.to_string(),
        });
    ContentsView { groups, head }
}

/// Where a reader of a 404 page may go.
pub fn not_found(press: &Press<'_>, ink: &Ink<'_>) -> NotFoundView {
    let nav = &press.site.nav;
    NotFoundView {
        ways: nav
            .top()
            .filter_map(|(i, _)| frame::nav_link(nav, i, ink))
            .take(12)
            .collect(),
    }
}
