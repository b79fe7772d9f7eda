//! The navigation: from folders, or as `nav` in `site.toml` says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::links::{self, Targets};
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::article::Articles;
use crate::model::config::NavEntry;
use crate::model::{Article, LinkTo, Nav, NavNode, Subject};
use crate::text;

/// A section that we make: its subject, the key of its word and its English title.
pub type Generated = (Subject, &'static str, &'static str);

/// Folders become sections; pages and sections sort among each other by weight, title, path. Generated sections follow.
pub fn from_folders(articles: &Articles, generated: &[Generated]) -> Nav {
    let mut children: BTreeMap<&str, Vec<Child<'_>>> = BTreeMap::new();
    let of_folders: BTreeSet<usize> = articles.folders.values().filter_map(|i| *i).collect();
    for (i, article) in articles.list.iter().enumerate() {
        if listed(article) && !of_folders.contains(&i) {
            children
                .entry(article.folder())
                .or_default()
                .push(Child::page(article));
        }
    }
    for (folder, index) in articles.folders.iter() {
        if !folder.is_empty() {
            let page = index.and_then(|i| articles.list.get(i)).map(|a| &**a);
            if page.is_none_or(listed) {
                children
                    .entry(parent(folder))
                    .or_default()
                    .push(Child::section(folder, page));
            }
        }
    }
    children
        .values_mut()
        .for_each(|list| list.sort_by(|a, b| a.key.cmp(&b.key)));
    let mut nav = Nav::default();
    add(&mut nav, &children, "", 0, None);
    for (subject, word, title) in generated {
        let to = LinkTo::Subject {
            subject: subject.clone(),
            anchor: None,
        };
        let at = push(&mut nav, Arc::from(*title), Some(to), 0, None);
        nav.nodes[at].word = Some(word);
    }
    nav
}

/// Whether lists show an article.
pub fn listed(article: &Article) -> bool {
    !article.unlisted && article.redirect_to.is_none()
}

struct Child<'a> {
    key: (bool, i64, (String, String), &'a str),
    title: Arc<str>,
    subject: Subject,
    folder: Option<&'a str>,
}

impl<'a> Child<'a> {
    fn page(article: &'a Article) -> Self {
        let title = article.nav_title.as_ref().unwrap_or(&article.title);
        Self {
            key: key(article.weight, &article.title, &article.path),
            title: Arc::clone(title),
            subject: Subject::Article(Arc::clone(&article.path)),
            folder: None,
        }
    }

    fn section(folder: &'a str, page: Option<&Article>) -> Self {
        match page {
            Some(article) => Self {
                key: key(article.weight, &article.title, folder),
                title: Arc::clone(article.nav_title.as_ref().unwrap_or(&article.title)),
                subject: Subject::Article(Arc::clone(&article.path)),
                folder: Some(folder),
            },
            None => {
                let title = folder_title(folder);
                Self {
                    key: key(None, &title, folder),
                    title: Arc::from(title),
                    subject: Subject::Folder(Arc::from(folder)),
                    folder: Some(folder),
                }
            }
        }
    }
}

fn key<'a>(
    weight: Option<i64>,
    title: &str,
    path: &'a str,
) -> (bool, i64, (String, String), &'a str) {
    (
        weight.is_none(),
        weight.unwrap_or(0),
        text::sort_key(title),
        path,
    )
}

/// The folder that a folder stands in.
pub fn parent(folder: &str) -> &str {
    folder.rfind('/').map_or("", |at| &folder[..at])
}

/// A title from a folder's or file's name: `first-steps` is "First steps".
pub fn folder_title(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let words = name
        .split(['-', '_', ' '])
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

fn add(
    nav: &mut Nav,
    children: &BTreeMap<&str, Vec<Child<'_>>>,
    folder: &str,
    depth: u16,
    up: Option<u32>,
) {
    for child in children.get(folder).into_iter().flatten() {
        let to = LinkTo::Subject {
            subject: child.subject.clone(),
            anchor: None,
        };
        let at = push(nav, Arc::clone(&child.title), Some(to), depth, up);
        if let Some(inner) = child.folder {
            add(
                nav,
                children,
                inner,
                depth.saturating_add(1),
                u32::try_from(at).ok(),
            );
            nav.nodes[at].end = u32::try_from(nav.nodes.len()).unwrap_or(u32::MAX);
        }
    }
}

/// Adds a node without children and returns its number; the caller moves `end` when children follow.
pub fn push(
    nav: &mut Nav,
    title: Arc<str>,
    to: Option<LinkTo>,
    depth: u16,
    parent: Option<u32>,
) -> usize {
    let at = nav.nodes.len();
    let end = u32::try_from(at + 1).unwrap_or(u32::MAX);
    nav.nodes.push(NavNode {
        title,
        word: None,
        to,
        depth,
        end,
        parent,
    });
    at
}

/// The navigation as `nav` says; pages that it does not reach are told once each.
pub fn explicit(
    entries: &[NavEntry],
    articles: &Articles,
    targets: &Targets,
    file: FileId,
    told: &mut Diagnostics,
) -> Nav {
    let mut nav = Nav::default();
    let folders = from_folders(articles, &[]);
    for entry in entries {
        add_entry(
            &mut nav, entry, 0, None, articles, targets, &folders, file, told,
        );
    }
    let reached: BTreeSet<&Subject> = nav
        .nodes
        .iter()
        .filter_map(|n| subject(n.to.as_ref()))
        .collect();
    for article in articles.list.iter().filter(|a| listed(a)) {
        let own = Subject::Article(Arc::clone(&article.path));
        if !reached.contains(&own) && !is_home(article) {
            told.add(
                Code::NAV_ORPHAN,
                Place::whole(article.file),
                "`nav` in `site.toml` does not reach this page",
            );
        }
    }
    nav
}

fn is_home(article: &Article) -> bool {
    article.folder().is_empty() && article.is_index()
}

fn subject(to: Option<&LinkTo>) -> Option<&Subject> {
    match to {
        Some(LinkTo::Subject { subject, .. }) => Some(subject),
        _ => None,
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one walk over what the author wrote; a struct would only rename the list"
)]
fn add_entry(
    nav: &mut Nav,
    entry: &NavEntry,
    depth: u16,
    up: Option<u32>,
    articles: &Articles,
    targets: &Targets,
    folders: &Nav,
    file: FileId,
    told: &mut Diagnostics,
) {
    let none: &[NavEntry] = &[];
    let (title, url, items) = match entry {
        NavEntry::Page(page) => (None, Some(page), none),
        NavEntry::Titled { title, url, items } => (Some(title), url.as_ref(), &**items),
    };
    let to = match url.map(|u| (u, links::look_up(&u.value, "", targets))) {
        None => None,
        Some((_, Ok(to))) => Some(to),
        Some((written, Err(fault))) => {
            if let Some(fault) = fault {
                let mut d = fault.at(Place::new(file, written.span));
                d.code = Code::NAV_UNKNOWN;
                d.severity = Code::NAV_UNKNOWN.severity;
                told.push(d);
            }
            return;
        }
    };
    let name = match title {
        Some(title) => Arc::clone(&title.value),
        None => subject(to.as_ref())
            .and_then(|s| title_of(s, articles, folders))
            .unwrap_or_else(|| {
                Arc::from(folder_title(
                    url.map_or("", |u| u.value.trim_end_matches('/')),
                ))
            }),
    };
    let at = push(nav, name, to.clone(), depth, up);
    nav.nodes[at].word = if title.is_none() {
        subject(to.as_ref()).and_then(word_of)
    } else {
        None
    };
    let here = u32::try_from(at).ok();
    for item in items {
        add_entry(
            nav,
            item,
            depth.saturating_add(1),
            here,
            articles,
            targets,
            folders,
            file,
            told,
        );
    }
    // A section named without items brings what is in its folder.
    let opens = items.is_empty() && url.is_some_and(|u| u.value.ends_with('/'));
    if let Some(section) = subject(to.as_ref()).filter(|_| opens) {
        copy_below(nav, section, depth, here, folders);
    }
    nav.nodes[at].end = u32::try_from(nav.nodes.len()).unwrap_or(u32::MAX);
}

/// What the folders say stands below a section.
fn copy_below(nav: &mut Nav, section: &Subject, depth: u16, up: Option<u32>, folders: &Nav) {
    let Some(from) = folders
        .nodes
        .iter()
        .position(|n| subject(n.to.as_ref()) == Some(section))
    else {
        return;
    };
    let end = folders.nodes[from].end as usize;
    let base = nav.nodes.len();
    for node in folders.nodes.get(from + 1..end).unwrap_or_default() {
        let mut copy = node.clone();
        let shift = |n: u32| u32::try_from(n as usize - (from + 1) + base).unwrap_or(u32::MAX);
        copy.depth = node.depth - folders.nodes[from].depth + depth;
        copy.end = shift(node.end);
        copy.parent = node.parent.and_then(|p| {
            if p as usize == from {
                up
            } else {
                Some(shift(p))
            }
        });
        nav.nodes.push(copy);
    }
}

fn title_of(subject_: &Subject, articles: &Articles, folders: &Nav) -> Option<Arc<str>> {
    if let Subject::Article(path) = subject_ {
        let article = articles.get(path)?;
        return Some(Arc::clone(
            article.nav_title.as_ref().unwrap_or(&article.title),
        ));
    }
    let node = folders
        .nodes
        .iter()
        .find(|n| subject(n.to.as_ref()) == Some(subject_))?;
    Some(Arc::clone(&node.title))
}

fn word_of(subject: &Subject) -> Option<&'static str> {
    Some(match subject {
        Subject::Roles => "roles",
        Subject::Comparisons => "compare",
        Subject::Decisions => "decide",
        Subject::Glossary => "glossary",
        Subject::Rights => "rights-nav",
        _ => return None,
    })
}
