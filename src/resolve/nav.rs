//! The navigation: from folders, or as `nav` in `site.toml` says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::article::Articles;
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
    for (folder, index) in &articles.folders {
        if !folder.is_empty() {
            let page = index.and_then(|i| articles.list.get(i));
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
