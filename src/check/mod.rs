//! What can only be told when the whole site is known: one family of rules per file.

pub mod anchors;
pub mod glossary;
pub mod html;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Diagnostics, FileId};
use crate::model::{LinkTo, Prose, Site, Subject};
use crate::plan::anchors::of;
use anchors::Anchors;

/// Tells everything that needs the whole site. `here` is the page that the text of a data file stands on.
///
/// Nothing is changed; the site is borrowed for good because its texts are visited in one way only (`each_data_prose`).
pub fn check(
    site: &mut Site,
    here: &dyn Fn(FileId) -> Option<Subject>,
    diagnostics: &mut Diagnostics,
) {
    let named = named_comparisons(site);
    let anchors = all_anchors(site, &named);
    for article in site.articles.list.iter().chain(&site.articles.broken) {
        let here = Subject::Article(Arc::clone(&article.path));
        anchors::check(&article.body, Some(&here), &anchors, diagnostics);
    }
    for (subject, article) in &site.introductions {
        anchors::check(&article.body, Some(subject), &anchors, diagnostics);
    }
    site.each_data_prose(&mut |prose| {
        anchors::check(prose, here(prose.file).as_ref(), &anchors, diagnostics);
    });
}

/// Every id of every page that a link may name. Pages whose ids are not known are not in it.
fn all_anchors(site: &Site, comparisons: &BTreeSet<Subject>) -> Anchors {
    let mut anchors = Anchors::new();
    for article in site.articles.list.iter().chain(&site.articles.broken) {
        let ids: BTreeSet<Arc<str>> = article.outline.ids().cloned().collect();
        anchors.insert(Subject::Article(Arc::clone(&article.path)), ids);
    }
    for folder in site.articles.folders.keys() {
        anchors.insert(Subject::Folder(Arc::clone(folder)), BTreeSet::new());
    }
    let mut generated = |subject: Subject, more: &mut dyn FnMut(&mut BTreeSet<Arc<str>>)| {
        let known = of(&subject, &site.roles, &site.rights);
        let mut ids: BTreeSet<Arc<str>> = known.into_iter().flatten().collect();
        if let Some(introduction) = site.introductions.get(&subject) {
            ids.extend(introduction.outline.ids().cloned());
        }
        more(&mut ids);
        anchors.insert(subject, ids);
    };
    for role in &site.roles.list {
        let outline = site.role_outlines.get(&role.id);
        generated(Subject::Role(Arc::clone(&role.id)), &mut |ids| {
            ids.extend(outline.into_iter().flat_map(|o| o.ids().cloned()));
        });
    }
    for subject in comparisons {
        generated(subject.clone(), &mut |_| {});
    }
    for subject in [Subject::Roles, Subject::Comparisons, Subject::Rights] {
        generated(subject, &mut |_| {});
    }
    generated(Subject::Glossary, &mut |ids| {
        ids.extend(site.glossary.terms.iter().map(|t| Arc::clone(&t.anchor)));
        ids.extend(site.glossary.homonyms.iter().map(|h| Arc::clone(&h.id)));
    });
    anchors
}

/// Comparisons that a link with an id leads to: there may be thousands, and each has to be compared to know its ids.
fn named_comparisons(site: &mut Site) -> BTreeSet<Subject> {
    let mut named = BTreeSet::new();
    let mut look = |prose: &Prose| {
        for link in &prose.links {
            if let LinkTo::Subject {
                subject: subject @ Subject::Comparison(_),
                anchor: Some(_),
            } = &link.to
            {
                named.insert(subject.clone());
            }
        }
    };
    let articles = site.articles.list.iter().chain(&site.articles.broken);
    articles
        .chain(site.introductions.values())
        .for_each(|a| look(&a.body));
    site.each_data_prose(&mut |prose| look(prose));
    named
}
