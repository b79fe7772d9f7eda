//! Names and marks of roles, parties, dimensions and steps, as every view shows them.

use super::RoleTag;
use super::value::{Book, RulerStep, RulerView};
use crate::model::Subject;
use crate::model::dimension::Dimension;
use crate::model::role::{Actor, Role};
use crate::render::ink::Ink;

/// The name of a dimension; a role's own rows are words of the theme.
pub fn dimension_name(dimension: &Dimension, ink: &Ink<'_>) -> String {
    match (dimension.own, &*dimension.id) {
        (true, "not") => ink.word("does-not").to_owned(),
        (true, id) => ink.word(id).to_owned(),
        (false, _) => dimension.name.to_string(),
    }
}

/// The name of a step; the kinds of role are words of the theme.
pub fn step_name(dimension: &Dimension, step: usize, ink: &Ink<'_>) -> String {
    match (dimension.steps().get(step), dimension.own) {
        (Some(step), true) => ink.word(&format!("kind-{}", step.id)).to_owned(),
        (Some(step), false) => step.name.to_string(),
        (None, _) => String::new(),
    }
}

/// A role with a link to its page.
pub fn role_tag(role: &Role, ink: &Ink<'_>) -> RoleTag {
    let url = ink.url(&Subject::Role(role.id.clone()));
    RoleTag {
        url: (!url.is_empty()).then_some(url),
        ..tag(role)
    }
}

/// A role without a link: on its own page.
pub fn tag(role: &Role) -> RoleTag {
    RoleTag {
        id: role.id.to_string(),
        name: role.name.to_string(),
        url: None,
        monogram: role.monogram.to_string(),
        hue: role.hue,
    }
}

/// A role, or a party: that has neither page nor monogram.
pub fn actor_tag(book: Book<'_>, actor: &Actor, ink: &Ink<'_>) -> RoleTag {
    if let Actor::Role(id) = actor
        && let Some(role) = book.roles.get(id)
    {
        return role_tag(role, ink);
    }
    let party = book.rights.party(actor.id());
    RoleTag {
        id: actor.id().to_string(),
        name: party.map_or_else(|| actor.id().to_string(), |p| p.name.to_string()),
        ..RoleTag::default()
    }
}

/// A scale with these roles on it, each with the number of its step.
pub fn ruler(dimension: &Dimension, roles: &[(RoleTag, usize)], ink: &Ink<'_>) -> RulerView {
    let step = |n: usize| RulerStep {
        name: step_name(dimension, n, ink),
        roles: roles
            .iter()
            .filter(|(_, at)| *at == n)
            .map(|(r, _)| r.clone())
            .collect(),
    };
    RulerView {
        steps: (0..dimension.steps().len()).map(step).collect(),
    }
}
