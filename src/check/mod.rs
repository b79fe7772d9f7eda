//! What can only be told when the whole site is known: one family of rules per file.

pub mod anchors;
pub mod glossary;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::{Site, Subject};
use crate::plan::Plan;
use anchors::Anchors;

/// Tells everything that needs the whole site.
pub fn check(site: &Site, plan: &Plan, diagnostics: &mut Diagnostics) {
    let anchors = all_anchors(site, plan);
    for article in site.articles.list.iter().chain(&site.articles.broken) {
        let here = Subject::Article(Arc::clone(&article.path));
        anchors::check(&article.body, Some(&here), &anchors, diagnostics);
    }
    for (subject, article) in &site.introductions {
        anchors::check(&article.body, Some(subject), &anchors, diagnostics);
    }
}

/// Every id of every page that a link may name. Pages whose ids are not known are not in it.
fn all_anchors(site: &Site, plan: &Plan) -> Anchors {
    let mut anchors = Anchors::new();
    for article in site.articles.list.iter().chain(&site.articles.broken) {
        let ids: BTreeSet<Arc<str>> = article.outline.ids().cloned().collect();
        anchors.insert(Subject::Article(Arc::clone(&article.path)), ids);
    }
    for folder in site.articles.folders.keys() {
        anchors.insert(Subject::Folder(Arc::clone(folder)), BTreeSet::new());
    }
    let _ = plan;
    anchors
}
