//! Links to ids: is the id on the page?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostics};
use crate::model::{LinkTo, Prose, Subject};
use crate::resolve::links::destinations;
use crate::text;

/// The ids of every page that a link may name.
pub type Anchors = BTreeMap<Subject, BTreeSet<Arc<str>>>;

/// Tells every link of `prose` to an id that is not there. `here` is the page that the text stands on.
pub fn check(
    prose: &Prose,
    here: Option<&Subject>,
    anchors: &Anchors,
    diagnostics: &mut Diagnostics,
) {
    for link in &prose.links {
        let (subject, anchor) = match &link.to {
            LinkTo::Subject {
                subject,
                anchor: Some(anchor),
            } => (Some(subject), anchor),
            LinkTo::Here(anchor) => (here, anchor),
            _ => continue,
        };
        let known = subject.and_then(|s| anchors.get(s));
        // `#` and `#top` lead to the top of every page; ids of the theme begin with `rb-` and are not an author's.
        let Some(known) = known.filter(|_| !anchor.is_empty() && &**anchor != "top") else {
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
