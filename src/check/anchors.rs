//! Links to ids: is the id on the page?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostics};
use crate::model::{Link, LinkTo, Prose, Subject};
use crate::resolve::links::destinations;
use crate::text;

/// The ids of the pages that links name, gathered when first asked for.
pub struct Anchors<'a> {
    ids: &'a dyn Fn(&Subject) -> Option<BTreeSet<Arc<str>>>,
    known: BTreeMap<Subject, Option<BTreeSet<Arc<str>>>>,
}

impl<'a> Anchors<'a> {
    /// `ids` gathers those of one page; `None`: they are not known.
    pub fn new(ids: &'a dyn Fn(&Subject) -> Option<BTreeSet<Arc<str>>>) -> Self {
        Self {
            ids,
            known: BTreeMap::new(),
        }
    }

    fn of(&mut self, subject: &Subject) -> Option<&BTreeSet<Arc<str>>> {
        if !self.known.contains_key(subject) {
            self.known.insert(subject.clone(), (self.ids)(subject));
        }
        self.known.get(subject)?.as_ref()
    }
}

/// Whether a link of these names an id.
pub fn names_ids(links: &[Link]) -> bool {
    links.iter().any(|link| named(link).is_some())
}

/// The page (`None`: the one that the text stands on) and the id that a link names. `#` and `#top` lead to the top of every
/// page; ids of the theme begin with `rb-` and are not an author's.
fn named(link: &Link) -> Option<(Option<&Subject>, &Arc<str>)> {
    let (subject, anchor) = match &link.to {
        LinkTo::Subject {
            subject,
            anchor: Some(anchor),
        } => (Some(subject), anchor),
        LinkTo::Here(anchor) => (None, anchor),
        _ => return None,
    };
    (!anchor.is_empty() && &**anchor != "top").then_some((subject, anchor))
}

/// Tells every link of `prose` to an id that is not there. `here` is the page that the text stands on.
pub fn check(
    prose: &Prose,
    here: Option<&Subject>,
    anchors: &mut Anchors<'_>,
    diagnostics: &mut Diagnostics,
) {
    for link in &prose.links {
        let Some((subject, anchor)) = named(link) else {
            continue;
        };
        let Some(known) = subject.or(here).and_then(|s| anchors.of(s)) else {
            continue;
        };
        if known.contains(anchor) {
            continue;
        }
        let Some((node, _, target)) = destinations(&prose.document.nodes)
            .find(|(n, s, _)| *n == link.node && *s == link.slot)
        else {
            continue;
        };
        let origin = prose.document.get(node).map_or(0, |n| n.origin);
        let span = if origin == 0 {
            target.dest_span
        } else {
            prose.document.get(node).map(|n| n.span).unwrap_or_default()
        };
        let message = match link.to {
            LinkTo::Here(_) => format!("no heading or anchor `#{anchor}` on this page"),
            _ => format!("no heading or anchor `#{anchor}` on the page that the link leads to"),
        };
        let help = text::did_you_mean(anchor, known.iter().map(|a| &**a))
            .map(|h| h.replacen('`', "`#", 1));
        diagnostics
            .add(Code::ANCHOR_MISSING, prose.place(span), message)
            .help = help;
    }
}
