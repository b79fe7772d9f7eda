//! `rights.toml` becomes rights: who takes which part, checked; and, as a pure function, who does when roles are absent.

mod absent;
mod lint;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use absent::{Moved, Resolved, resolve_without};
pub use lint::{lint, unassigned};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::model::Id;
use crate::model::rights::{Activity, Parts, Party, Rights};
use crate::model::role::Actor;
use crate::parse::Text;
use crate::parse::rights::{RawActivity, RawRights};
use crate::resolve::names::{Names, from_id};
use crate::resolve::roles::{Seen, label, review_by};
use crate::text::slug;

/// The rights as meant. `names` knows roles and parties.
pub fn rights(
    file: FileId,
    raw: &RawRights,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Rights {
    let parties = parties(file, raw, names, diagnostics);
    let mut seen = Seen::default();
    let mut activities = Vec::new();
    for entry in &raw.activities {
        activities.extend(activity(file, entry, names, &mut seen, diagnostics));
    }
    Rights {
        activities,
        parties,
        owner: raw
            .owner
            .as_ref()
            .and_then(|o| names.owner(o, file, diagnostics)),
        reviewed: raw.review.last.as_ref().map(|d| d.value),
        review_by: review_by(&raw.review),
    }
}

fn parties(
    file: FileId,
    raw: &RawRights,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Vec<Party> {
    let mut seen = Seen::default();
    let mut out = Vec::new();
    for party in &raw.parties {
        let Some(id) = &party.id else { continue };
        let place = Place::new(file, id.span);
        if names.roles.contains_key(id.as_str()) {
            let message = format!("`{}` is a role, so it cannot be a party", id.value);
            let d = Diagnostic::new(Code::ENTRY_DUPLICATE, place, message);
            diagnostics.push(d.help("take the `[[party]]` out; the role may be named as it is"));
            continue;
        }
        if seen.add("parties", id.as_str(), place, diagnostics) {
            out.push(Party {
                id: Arc::clone(&id.value),
                name: text(party.name.as_ref()).unwrap_or_else(|| from_id(id.as_str())),
                place,
            });
        }
    }
    out
}

/// `None`: it has no name or its id is taken, which is told.
fn activity(
    file: FileId,
    raw: &RawActivity,
    names: &Names,
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) -> Option<Activity> {
    let name = raw.name.as_ref()?;
    let id = raw.id.as_ref().unwrap_or(name);
    let place = Place::new(file, id.span);
    let anchor: Id = Arc::from(slug(id.as_str()));
    if !seen.add("activities", id.as_str(), place, diagnostics) {
        return None;
    }
    let one = |who: &Option<Text>, diagnostics: &mut Diagnostics| {
        let who = who.as_ref()?;
        names.actor(who, file, diagnostics)
    };
    let parts = Parts {
        accountable: one(&raw.accountable, diagnostics),
        responsible: names.actors(&raw.responsible, file, diagnostics),
        consulted: names.actors(&raw.consulted, file, diagnostics),
        informed: names.actors(&raw.informed, file, diagnostics),
    };
    Some(Activity {
        id: match &raw.id {
            Some(id) => Arc::clone(&id.value),
            None => Arc::clone(&anchor),
        },
        anchor,
        place: Place::new(file, name.span),
        name: Arc::clone(&name.value),
        kind: text(raw.kind.as_ref()),
        verb: text(raw.verb.as_ref()).unwrap_or_else(|| first_word(name.as_str())),
        area: text(raw.area.as_ref()),
        parts,
        deputy: one(&raw.deputy, diagnostics),
        escalates_to: one(&raw.escalates_to, diagnostics),
        within: text(raw.within.as_ref()),
        threshold: text(raw.threshold.as_ref()),
        if_absent: substitutes(file, raw, names, diagnostics),
    })
}

fn text(text: Option<&Text>) -> Option<Arc<str>> {
    text.filter(|t| !t.is_blank()).map(|t| Arc::clone(&t.value))
}

fn first_word(name: &str) -> Arc<str> {
    Arc::from(name.split_whitespace().next().unwrap_or_default())
}

/// Who takes whose place. A circle is told, and its last step left out.
fn substitutes(
    file: FileId,
    raw: &RawActivity,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Id, Actor> {
    let mut out: BTreeMap<Id, Actor> = BTreeMap::new();
    for (key, who) in &raw.if_absent {
        let Some(absent) = names.role(&key.text(), file, diagnostics) else {
            continue;
        };
        let Some(actor) = names.actor(who, file, diagnostics) else {
            continue;
        };
        if let Some(circle) = circle(&out, &absent, &actor) {
            let message = match circle.as_slice() {
                [_] => format!("`{absent}` cannot take its own place"),
                _ => format!(
                    "the substitutes go round in a circle: {}",
                    path(&circle, &absent)
                ),
            };
            let d = Diagnostic::new(Code::RIGHTS_CIRCLE, Place::new(file, who.span), message);
            let mut d = d.help("let one of them be replaced by somebody else, or by nobody");
            let first = raw
                .if_absent
                .iter()
                .find(|(k, _)| circle.get(1).is_some_and(|c| *k.name == **c));
            d.labels
                .extend(first.map(|(k, _)| label(Place::new(file, k.span), "and on from here")));
            diagnostics.push(d);
            continue;
        }
        out.insert(absent, actor);
    }
    out
}

/// The circle that `absent → actor` would close, from `absent` on.
fn circle(known: &BTreeMap<Id, Actor>, absent: &Id, actor: &Actor) -> Option<Vec<Id>> {
    let mut path = vec![Arc::clone(absent)];
    let mut next = actor.clone();
    while let Actor::Role(id) = next {
        if id == *absent {
            return Some(path);
        }
        // What is known so far has no circle, so that this ends.
        path.push(Arc::clone(&id));
        next = known.get(&id)?.clone();
    }
    None
}

fn path(circle: &[Id], back: &Id) -> String {
    let mut names: Vec<String> = circle.iter().map(|id| format!("`{id}`")).collect();
    names.push(format!("`{back}`"));
    names.join(" → ")
}

#[cfg(test)]
mod tests;
