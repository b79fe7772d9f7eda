//! What roles, comparisons, rights and sources add to a result.

use std::collections::BTreeSet;

use super::super::LinkView;
use super::super::rights::rights_of_outcome;
use super::super::tag::role_tag;
use super::super::value::{Book, source_view};
use super::ResultParts;
use crate::model::decision::Decision;
use crate::model::role::Role;
use crate::model::{Id, Subject};
use crate::render::ink::Ink;
use crate::resolve::decision::absent_roles;

/// The parts of one outcome. Rights are shown if it names roles and some decision moves, because the roles that only other
/// outcomes name do not exist then.
pub fn parts(book: Book<'_>, decision: &Decision, outcome: usize, ink: &Ink<'_>) -> ResultParts {
    let Some(meant) = decision.outcomes.get(outcome) else {
        return ResultParts::default();
    };
    let mut roles: Vec<&Role> = meant
        .roles
        .iter()
        .filter_map(|id| book.roles.get(id))
        .collect();
    let tags = roles.iter().map(|r| role_tag(r, ink)).collect();
    roles.sort_by_key(|r| book.roles.rank(&r.id));
    let absent: BTreeSet<Id> = absent_roles(decision, outcome).into_iter().collect();
    let sources = meant.sources.iter().filter_map(|id| book.roles.source(id));
    ResultParts {
        roles: tags,
        comparison: comparison(&roles, ink),
        rights: match meant.roles.is_empty() {
            true => None,
            // A table of two equal columns says nothing.
            false => rights_of_outcome(book, &meant.roles, &absent, ink).filter(|r| r.moved > 0),
        },
        sources: (1..).zip(sources).map(|(n, s)| source_view(n, s)).collect(),
    }
}

/// `roles` stand in canonical order.
fn comparison(roles: &[&Role], ink: &Ink<'_>) -> Option<LinkView> {
    let ids: Vec<Id> = roles.iter().map(|r| r.id.clone()).collect();
    let subject = Subject::Comparison(ids.into());
    (roles.len() > 1 && ink.has(&subject)).then(|| {
        let names: Vec<&str> = roles.iter().map(|r| &*r.name).collect();
        LinkView {
            title: names.join(" · "),
            url: ink.url(&subject),
        }
    })
}
