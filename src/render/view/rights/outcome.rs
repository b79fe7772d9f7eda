//! Rights where some roles do not exist: a part of a decision's result.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::tag::{actor_tag, role_tag};
use super::super::value::Book;
use super::super::{LinkView, RoleTag};
use super::activity_link;
use crate::model::Id;
use crate::model::role::{Actor, Role};
use crate::render::ink::Ink;
use crate::resolve::rights::resolve_without;

/// Rights as they stand where some roles do not exist, beside the rights as written. Shown by `partials/outcome-rights.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutcomeRights {
    /// The roles that do not exist here.
    pub absent: Vec<RoleTag>,
    /// How many decisions move to somebody else.
    pub moved: usize,
    /// The same in words, with the names of the absent.
    pub sentence: String,
    /// What moves first, then what the present roles decide anyway.
    pub rows: Vec<OutcomeRow>,
}

/// Who decides on one activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutcomeRow {
    /// The activity, in the matrix.
    pub activity: LinkView,
    /// Who decides as the rights are written.
    pub written: Option<RoleTag>,
    /// Who decides here; none: nobody.
    pub here: Option<RoleTag>,
    /// Whether that is somebody else.
    pub moved: bool,
}

/// Rights with `present` roles and without `absent` ones; `None` if no decision is theirs.
pub fn rights_of_outcome(
    book: Book<'_>,
    present: &[Id],
    absent: &BTreeSet<Id>,
    ink: &Ink<'_>,
) -> Option<OutcomeRights> {
    let concerns = |a: &Option<Actor>| match a {
        Some(Actor::Role(id)) => present.contains(id) || absent.contains(id),
        _ => false,
    };
    let tag = |a: &Option<Actor>| a.as_ref().map(|a| actor_tag(book, a, ink));
    let resolved = resolve_without(book.rights, absent);
    let mut rows = Vec::new();
    for (activity, now) in book.rights.activities.iter().zip(&resolved) {
        let written = &activity.parts.accountable;
        if concerns(written) || concerns(&now.parts.accountable) {
            rows.push(OutcomeRow {
                activity: activity_link(activity, ink),
                written: tag(written),
                here: tag(&now.parts.accountable),
                moved: *written != now.parts.accountable,
            });
        }
    }
    rows.sort_by_key(|r| !r.moved);
    let moved = rows.iter().filter(|r| r.moved).count();
    let absent = absent.iter().filter_map(|id| book.roles.get(id));
    let mut absent: Vec<&Role> = absent.collect();
    absent.sort_by_key(|r| book.roles.rank(&r.id));
    (!rows.is_empty()).then(|| OutcomeRights {
        absent: absent.iter().map(|r| role_tag(r, ink)).collect(),
        moved,
        sentence: sentence(&absent, moved, ink),
        rows,
    })
}

fn sentence(absent: &[&Role], moved: usize, ink: &Ink<'_>) -> String {
    let moves = ink.count("decisions-move", moved);
    let names: Vec<&str> = absent.iter().map(|r| &*r.name).collect();
    if names.is_empty() {
        return moves;
    }
    let names = crate::text::list_of(&names, ink.word("and"));
    ink.word("without-roles")
        .replace("{names}", &names)
        .replace("{moves}", &moves)
}
