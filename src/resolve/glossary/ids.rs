//! Every term gets an id that no other term and no role has.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::Id;
use crate::model::glossary::RoleTerm;
use crate::parse::{RawGlossary, RawTerm, Text};
use crate::text::{did_you_mean, slug};

/// A term with its id.
pub struct Draft<'a> {
    pub id: Id,
    pub role: Option<Id>,
    pub file: FileId,
    pub name: &'a Text,
    pub raw: &'a RawTerm,
}

/// Every term that has a name and an id of its own, in the order of writing; the others are told.
pub fn assign<'a>(
    raw: &'a [(FileId, Arc<RawGlossary>)],
    roles: &[RoleTerm],
    hidden: &[Id],
    diagnostics: &mut Diagnostics,
) -> Vec<Draft<'a>> {
    let mut taken: BTreeMap<String, (Place, bool)> = BTreeMap::new();
    for role in roles {
        taken.insert(slug(&role.id), (role.place, true));
    }
    let mut out: Vec<Draft<'a>> = Vec::new();
    let terms = raw
        .iter()
        .flat_map(|(file, raw)| raw.terms.iter().map(|t| (*file, t)));
    for (file, raw) in terms {
        let Some(name) = &raw.name else { continue };
        let role = raw
            .role
            .as_ref()
            .and_then(|r| role_of(r, file, roles, hidden, diagnostics));
        let written = raw.id.as_ref().unwrap_or(name);
        let place = Place::new(file, written.span);
        if let Some(role) = role {
            match out.iter().find(|d| d.role.as_ref() == Some(&role)) {
                Some(first) => {
                    let message = format!("the role `{role}` has two terms");
                    let first = Place::new(first.file, first.name.span);
                    diagnostics.add(Code::TERM_ID, place, message).labels.push(
                        crate::diag::Label {
                            place: first,
                            message: "the first one is here".to_owned(),
                        },
                    );
                }
                None => out.push(Draft {
                    id: Id::clone(&role),
                    role: Some(role),
                    file,
                    name,
                    raw,
                }),
            }
            continue;
        }
        let id = match &raw.id {
            Some(id) => Id::clone(&id.value),
            None => Id::from(slug(name.as_str())),
        };
        if free(
            &id,
            written,
            file,
            raw.id.is_some(),
            &mut taken,
            diagnostics,
        ) {
            out.push(Draft {
                id,
                role: None,
                file,
                name,
                raw,
            });
        }
    }
    out
}

fn role_of(
    written: &Text,
    file: FileId,
    roles: &[RoleTerm],
    hidden: &[Id],
    diagnostics: &mut Diagnostics,
) -> Option<Id> {
    let found = roles.iter().find(|r| r.id == written.value);
    if hidden.contains(&written.value) {
        let place = Place::new(file, written.span);
        let message = format!("the role `{}` is a draft", written.value);
        diagnostics.add(Code::ROLE_DRAFT, place, message).help =
            Some("publish it, or take `role` out".to_owned());
    } else if found.is_none() {
        let place = Place::new(file, written.span);
        let message = format!("there is no role `{}`", written.value);
        let ids = roles.iter().map(|r| &*r.id);
        diagnostics.add(Code::ROLE_UNKNOWN, place, message).help =
            did_you_mean(&written.value, ids);
    }
    found.map(|r| Id::clone(&r.id))
}

fn free(
    id: &Id,
    text: &Text,
    file: FileId,
    written: bool,
    taken: &mut BTreeMap<String, (Place, bool)>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let place = Place::new(file, text.span);
    let slug = slug(id);
    if slug.is_empty() {
        let message = format!("`{}` has no letter or digit to make an id of", text.value);
        diagnostics.add(Code::TERM_ID, place, message).help =
            Some("write an `id`, for example `id = \"plus\"`".to_owned());
        return false;
    }
    let Some((first, is_role)) = taken.get(&slug).copied() else {
        taken.insert(slug, (place, false));
        return true;
    };
    let (message, label, help) = match is_role {
        true => (
            format!("the role `{slug}` has this id"),
            "the role is here",
            format!(
                "if the term is that role's name, add `role = \"{slug}\"`; else write another `id`"
            ),
        ),
        false => (
            format!("two terms have the id `{slug}`"),
            "the first one is here",
            match written {
                true => "write another `id`".to_owned(),
                false => {
                    "give each an `id`; if the word has two meanings, a `scope` as well".to_owned()
                }
            },
        ),
    };
    let d = diagnostics.add(Code::TERM_ID, place, message);
    d.help = Some(help);
    d.labels.push(crate::diag::Label {
        place: first,
        message: label.to_owned(),
    });
    false
}
