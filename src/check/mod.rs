//! What can only be told when the whole site is known: one family of rules per file.

pub mod access;
pub mod anchors;
pub mod glossary;
pub mod html;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::{Article, Prose, Site, Subject};
use crate::plan::anchors::of;
use anchors::Anchors;

/// Tells of every link to an id that is not there: in articles and in the other texts given, each with the page that it
/// stands on.
///
/// Only texts that name ids (`anchors::names_ids`) need be given. The ids of a page are gathered when the first link names
/// one: there may be thousands of pages, and a comparison has to be compared to know its ids.
pub fn check<'s>(
    site: &'s Site,
    articles: impl Iterator<Item = &'s Article>,
    others: impl Iterator<Item = (&'s Prose, Option<&'s Subject>)>,
    diagnostics: &mut Diagnostics,
) {
    let ids = |subject: &Subject| ids_of(site, subject);
    let mut anchors = Anchors::new(&ids);
    for article in articles {
        let here = Subject::Article(Arc::clone(&article.path));
        anchors::check(&article.body, Some(&here), &mut anchors, diagnostics);
    }
    for (prose, here) in others {
        anchors::check(prose, here, &mut anchors, diagnostics);
    }
}

/// Every id of a page that a link may name; `None`: they are not known.
fn ids_of(site: &Site, subject: &Subject) -> Option<BTreeSet<Arc<str>>> {
    let mut ids = BTreeSet::new();
    match subject {
        Subject::Article(path) => {
            let mut broken = site.articles.broken.iter();
            let article = site.articles.get(path);
            let article = article.or_else(|| broken.find(|a| a.path == *path).map(|a| &**a))?;
            ids.extend(article.outline.ids().cloned());
            return Some(ids);
        }
        Subject::Folder(folder) => {
            return site.articles.folders.contains_key(folder).then_some(ids);
        }
        Subject::Role(id) => {
            site.roles.get(id)?;
            let outline = site.role_outlines.get(id);
            ids.extend(outline.into_iter().flat_map(|o| o.ids().cloned()));
        }
        Subject::Glossary => {
            ids.extend(site.glossary.terms.iter().map(|t| Arc::clone(&t.anchor)));
            ids.extend(site.glossary.homonyms.iter().map(|h| Arc::clone(&h.id)));
        }
        Subject::Comparison(_) | Subject::Roles | Subject::Comparisons | Subject::Rights => {}
        _ => return None,
    }
    ids.extend(of(subject, &site.roles, &site.rights).into_iter().flatten());
    if let Some(introduction) = site.introductions.get(subject) {
        ids.extend(introduction.outline.ids().cloned());
    }
    Some(ids)
}
