//! What every page has around its subject: head, place in the navigation, owner, contents, what comes next.

use std::borrow::Cow;
use std::collections::HashMap;

use super::ink::Ink;
use super::view::page::{MetaView, OwnerView, PageView, RevisionView, TermNote, TocItem};
use super::view::{Html, LinkView};
use crate::date::Date;
use crate::markdown::Outline;
use crate::model::{Article, LinkTo, Nav, Site, Subject};
use crate::plan::Page;
use crate::plan::route::{self, Addressing, Format};
use crate::source::Commit;
use crate::text::{escape, percent_encode};

/// Where subjects stand in the navigation, and the order of reading. Made once per prepare.
#[derive(Debug, Default)]
pub struct Places {
    /// For look-ups only.
    node_of: HashMap<Subject, usize>,
    /// Articles and folders in reading order: node numbers.
    order: Vec<usize>,
    /// Position in `order` by node.
    position: HashMap<usize, usize>,
}

impl Places {
    /// Of a navigation.
    pub fn new(nav: &Nav) -> Self {
        let mut places = Self::default();
        for (i, node) in nav.nodes.iter().enumerate() {
            let Some(LinkTo::Subject {
                subject,
                anchor: None,
            }) = &node.to
            else {
                continue;
            };
            places.node_of.entry(subject.clone()).or_insert(i);
            if matches!(subject, Subject::Article(_) | Subject::Folder(_)) {
                places.position.entry(i).or_insert(places.order.len());
                places.order.push(i);
            }
        }
        places
    }

    /// The node of a subject, else of the section that it belongs to.
    pub fn node(&self, subject: &Subject) -> Option<usize> {
        let get = |s: &Subject| self.node_of.get(s).copied();
        get(subject).or_else(|| section_of(subject).as_ref().and_then(get))
    }

    /// Whether the subject itself is in the navigation.
    pub fn has(&self, subject: &Subject) -> bool {
        self.node_of.contains_key(subject)
    }

    fn neighbours(&self, subject: &Subject) -> (Option<usize>, Option<usize>) {
        let at = self
            .node_of
            .get(subject)
            .and_then(|n| self.position.get(n))
            .copied();
        match at {
            Some(at) => (
                at.checked_sub(1).and_then(|i| self.order.get(i)).copied(),
                self.order.get(at + 1).copied(),
            ),
            None => (None, None),
        }
    }
}

/// The generated section that a subject belongs to.
pub fn section_of(subject: &Subject) -> Option<Subject> {
    Some(match subject {
        Subject::Role(_) => Subject::Roles,
        Subject::Comparison(_) => Subject::Comparisons,
        Subject::Decision(_)
        | Subject::Answers(..)
        | Subject::Outcome(..)
        | Subject::Question(..)
        | Subject::QuestionGiven(..)
        | Subject::WholeTree(_) => Subject::Decisions,
        Subject::Term(_) => Subject::Glossary,
        _ => return None,
    })
}

/// What building a frame needs beside the page.
#[derive(Clone, Copy)]
pub struct FrameParts<'a> {
    /// The site.
    pub site: &'a Site,
    /// Where things stand.
    pub places: &'a Places,
    /// The day of the build.
    pub today: Date,
    /// The last commit that changed the page's own sources.
    pub commit: Option<&'a Commit>,
    /// Paths of files from the project's root, by `FileId`.
    pub path_of: &'a (dyn Fn(crate::diag::FileId) -> String + Sync),
}

/// The frame of a page with this title. `kind` is the page's kind in the template contract.
pub fn page_view(
    parts: FrameParts<'_>,
    page: &Page,
    kind: &'static str,
    title: &str,
    addressing: &Addressing,
    ink: &Ink<'_>,
) -> PageView {
    let site = parts.site;
    let embed = page.format == Format::Embed;
    let whole = Addressing {
        base: site.config.base_url.value.clone(),
        relative: None,
    };
    let html_route = page
        .route
        .as_str()
        .strip_prefix("/embed")
        .filter(|_| embed)
        .unwrap_or(page.route.as_str());
    // A term has no page of the site: it stands in the glossary.
    let glossary = route::generated(&Subject::Glossary);
    let (html_route, anchor) = match (&page.subject, &glossary) {
        (Subject::Term(anchor), Some(glossary)) => (glossary.as_str(), &**anchor),
        _ => (html_route, ""),
    };
    let canonical = (!whole.base.is_empty()).then(|| whole.href(html_route, anchor));
    let (previous, next) = parts.places.neighbours(&page.subject);
    let link = |node: Option<usize>| node.and_then(|n| nav_link(&site.nav, n, ink));
    PageView {
        kind,
        title: title.to_owned(),
        head_title: head_title(site, parts.places, page, title, ink),
        heading: Html(escape(title)),
        url: addressing.href(page.route.as_str(), ""),
        canonical,
        robots: (!site.config.indexing || embed).then_some("noindex"),
        base: addressing.base.to_string(),
        depth: addressing.relative,
        embed,
        open_url: embed.then(|| addressing.href(html_route, anchor)),
        section: top_url(parts, &page.subject, ink),
        crumbs: crumbs(parts, &page.subject, ink),
        previous: link(previous),
        next: link(next),
        meta: MetaView {
            updated: parts.commit.filter(|_| shows_day(kind)).map(day_of),
            ..MetaView::default()
        },
        revision: parts.commit.map(|commit| RevisionView {
            id: commit.id.to_string(),
            date: day_of(commit),
        }),
        ..PageView::default()
    }
}

/// Whether a page says above its text when it last changed. An answer on a path of questions is no page one comes back to.
fn shows_day(kind: &str) -> bool {
    !matches!(
        kind,
        "home" | "print" | "question" | "result" | "tree" | "term"
    )
}

fn day_of(commit: &Commit) -> String {
    commit.day.to_string()
}

/// What a tab or a list of search results shows of a title, in characters.
const HEAD_TITLE: usize = 70;

/// Title, section and site; what would be cut off anyway is left out, from the end.
fn head_title(site: &Site, places: &Places, page: &Page, title: &str, ink: &Ink<'_>) -> String {
    if page.route.as_str() == "/" || title == site.title {
        return if title.is_empty() {
            site.title.clone()
        } else {
            title.to_owned()
        };
    }
    let of_decision = match &page.subject {
        Subject::WholeTree(id) => site.decisions.get(id),
        _ => None,
    };
    let title = &*match of_decision {
        Some(decision) => Cow::from(cut(&format!("{title}: {}", decision.title))),
        None => Cow::from(title),
    };
    let top = places
        .node(&page.subject)
        .and_then(|n| site.nav.trail(n).first().copied());
    let section = top
        .map(|n| node_title(&site.nav, n, ink))
        .filter(|t| t != title);
    let whole = match section {
        Some(section) => format!("{title} · {section} · {}", site.title),
        None => format!("{title} · {}", site.title),
    };
    let short = format!("{title} · {}", site.title);
    let fits = |text: &String| text.chars().count() <= HEAD_TITLE;
    let parts = [whole, short];
    parts
        .into_iter()
        .find(fits)
        .unwrap_or_else(|| title.to_owned())
}

/// As many whole words of a title that we put together as a tab shows.
fn cut(title: &str) -> String {
    if title.chars().count() <= HEAD_TITLE {
        return title.to_owned();
    }
    let most: String = title.chars().take(HEAD_TITLE - 1).collect();
    let words = most.rfind(' ').and_then(|at| most.get(..at));
    let words = words.unwrap_or(&most).trim_end_matches([',', ';', ':']);
    format!("{words}…")
}

/// The title of a node: the theme's word for a generated section, else its own.
pub fn node_title(nav: &Nav, node: usize, ink: &Ink<'_>) -> String {
    match nav.nodes.get(node) {
        Some(n) => n
            .word
            .map_or_else(|| n.title.to_string(), |w| ink.word(w).to_owned()),
        None => String::new(),
    }
}

/// The link of a node, if it leads somewhere.
pub fn nav_link(nav: &Nav, node: usize, ink: &Ink<'_>) -> Option<LinkView> {
    let url = match nav.nodes.get(node)?.to.as_ref()? {
        LinkTo::Subject { subject, anchor } => {
            ink.url_at(subject, anchor.as_deref().unwrap_or_default())
        }
        LinkTo::External(url) => url.to_string(),
        LinkTo::File { path, suffix, .. } => format!("{}{suffix}", ink.file(path)),
        LinkTo::Here(_) | LinkTo::Broken => return None,
    };
    (!url.is_empty()).then(|| LinkView {
        title: node_title(nav, node, ink),
        url,
    })
}

/// Where the header leads for a top entry: a heading without an address leads to the first one below it.
pub fn top_link(nav: &Nav, top: usize, ink: &Ink<'_>) -> Option<LinkView> {
    let end = nav.nodes.get(top)?.end as usize;
    let url = (top..end).find_map(|i| nav_link(nav, i, ink))?.url;
    Some(LinkView {
        title: node_title(nav, top, ink),
        url,
    })
}

/// The address of the top entry that a subject stands under: which entry of the header is marked.
fn top_url(parts: FrameParts<'_>, subject: &Subject, ink: &Ink<'_>) -> String {
    let nav = &parts.site.nav;
    let top = parts
        .places
        .node(subject)
        .and_then(|n| nav.trail(n).first().copied());
    top.and_then(|n| top_link(nav, n, ink))
        .map(|l| l.url)
        .unwrap_or_default()
}

fn crumbs(parts: FrameParts<'_>, subject: &Subject, ink: &Ink<'_>) -> Vec<LinkView> {
    let nav = &parts.site.nav;
    let Some(node) = parts.places.node(subject) else {
        return Vec::new();
    };
    let mut trail = nav.trail(node);
    if parts.places.has(subject) {
        trail.pop();
    }
    trail
        .into_iter()
        .filter_map(|n| nav_link(nav, n, ink))
        .collect()
}

/// Owner, review, reading time of an article.
pub fn meta(parts: FrameParts<'_>, article: &Article) -> MetaView {
    let owners = article.owner.iter().map(|o| owner(parts.site, o)).collect();
    let minutes = article.words.div_ceil(220);
    MetaView {
        owners,
        reviewed: article.reviewed.map(|d| d.to_string()),
        review_by: article.review_by.map(|d| d.to_string()),
        overdue: article.review_by.is_some_and(|d| d < parts.today),
        updated: article
            .updated
            .or(parts.commit.map(|c| c.day))
            .map(|d| d.to_string()),
        outdated: article.outdated.as_ref().map(ToString::to_string),
        minutes: (minutes > 1).then_some(minutes),
    }
}

/// An owner by a key of `[owners]`, else as written.
pub fn owner(site: &Site, key: &str) -> OwnerView {
    match site.config.owners.get(key) {
        Some(owner) => OwnerView {
            name: owner.name.to_string(),
            url: owner.url.as_ref().map(|u| u.value.to_string()),
        },
        None => OwnerView {
            name: key.to_owned(),
            url: None,
        },
    }
}

/// Where an article is edited: its own address, else the site's pattern.
pub fn edit_url(parts: FrameParts<'_>, article: &Article) -> Option<String> {
    if let Some(own) = &article.edit_url {
        return (!own.is_empty()).then(|| own.to_string());
    }
    let pattern = &parts.site.config.edit_url;
    let path = percent_encode(&(parts.path_of)(article.file));
    (!pattern.is_empty()).then(|| pattern.replace("{path}", &path))
}

/// The list of contents: headings of levels 2 and 3, nested.
pub fn contents(outline: &Outline) -> Vec<TocItem> {
    let mut items: Vec<TocItem> = Vec::new();
    for heading in outline.contents() {
        let item = TocItem {
            id: percent_encode(&heading.id),
            title: Html(escape(&heading.text)),
            items: Vec::new(),
        };
        match (heading.level, items.last_mut()) {
            (2, _) | (3, None) => items.push(item),
            (3, Some(last)) => last.items.push(item),
            _ => {}
        }
    }
    items
}

/// The contents as HTML, for `[[toc]]`.
pub fn contents_html(items: &[TocItem]) -> String {
    let mut out = String::from("<ul class=\"contents\">\n");
    for item in items {
        out.push_str(&format!(
            "<li><a href=\"#{}\">{}</a>",
            item.id, item.title.0
        ));
        if !item.items.is_empty() {
            out.push_str("<ul>\n");
            for inner in &item.items {
                out.push_str(&format!(
                    "<li><a href=\"#{}\">{}</a></li>\n",
                    inner.id, inner.title.0
                ));
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    out
}

/// The notes of the terms that `ink` linked, by a look-up of label and definition.
pub fn term_notes(
    ink: &Ink<'_>,
    note: impl Fn(&str, &Ink<'_>) -> Option<TermNote>,
) -> Vec<TermNote> {
    let mut notes: Vec<TermNote> = ink.terms().iter().filter_map(|id| note(id, ink)).collect();
    notes.sort_by_key(|n| crate::text::sort_key(&n.label));
    notes
}
