//! Who decides what where some roles do not exist: every part moves along `if_absent`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Id;
use crate::model::rights::{Activity, Part, Parts, Rights};
use crate::model::role::Actor;

/// An activity as it stands without the absent roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which.
    pub activity: Id,
    /// Who takes which part now.
    pub parts: Parts,
    /// What moved, in the order of the parts.
    pub moved: Vec<Moved>,
}

impl Resolved {
    /// Who decides now in the place of somebody absent, if the decision moved.
    pub fn decision_moved(&self) -> Option<&Moved> {
        self.moved.iter().find(|m| m.part == Part::Accountable)
    }
}

/// A part that an absent role had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which part.
    pub part: Part,
    /// The absent role.
    pub from: Id,
    /// Who takes it now; `None`: nobody.
    pub to: Option<Actor>,
}

/// All activities without the roles in `absent`, in the order of the file. Pure.
///
/// A part goes to the first of the chain of substitutes that is present; without one, nobody has it. Who then has
/// several parts keeps what counts more: who decides or does it need not be asked or told.
pub fn resolve_without(rights: &Rights, absent: &BTreeSet<Id>) -> Vec<Resolved> {
    let list = rights.activities.iter();
    list.map(|activity| without(activity, absent)).collect()
}

fn without(activity: &Activity, absent: &BTreeSet<Id>) -> Resolved {
    let mut moved = Vec::new();
    let mut place = |part: Part, actor: &Actor| match actor {
        Actor::Role(id) if absent.contains(id) => {
            let to = substitute(activity, id, absent);
            moved.push(Moved {
                part,
                from: Arc::clone(id),
                to: to.clone(),
            });
            to
        }
        present => Some(present.clone()),
    };
    let mut of = |part: Part| {
        let mut out: Vec<Actor> = Vec::new();
        for actor in activity.parts.of(part) {
            match place(part, actor) {
                Some(actor) if !out.contains(&actor) => out.push(actor),
                _ => {}
            }
        }
        out
    };
    let mut parts = Parts {
        accountable: of(Part::Accountable).into_iter().next(),
        responsible: of(Part::Responsible),
        consulted: of(Part::Consulted),
        informed: of(Part::Informed),
    };
    if !moved.is_empty() {
        keep_the_larger(&mut parts, &activity.parts);
    }
    Resolved {
        activity: Arc::clone(&activity.id),
        parts,
        moved,
    }
}

/// The first present one of the chain of substitutes; chains have no circles, which `resolve` has seen to.
fn substitute(activity: &Activity, id: &Id, absent: &BTreeSet<Id>) -> Option<Actor> {
    let mut next = activity.if_absent.get(id)?;
    for _ in 0..=activity.if_absent.len() {
        match next {
            Actor::Role(id) if absent.contains(id) => next = activity.if_absent.get(id)?,
            present => return Some(present.clone()),
        }
    }
    None
}

/// Takes away a smaller part beside a larger one, unless it was written so.
fn keep_the_larger(parts: &mut Parts, written: &Parts) {
    let larger = |parts: &Parts, a: &Actor, with_consulted: bool| {
        parts.accountable.as_ref() == Some(a)
            || parts.responsible.contains(a)
            || (with_consulted && parts.consulted.contains(a))
    };
    let was = |a: &Actor, part: Part, with_consulted: bool| {
        written.of(part).contains(a) && larger(written, a, with_consulted)
    };
    let before = parts.clone();
    parts
        .consulted
        .retain(|a| !larger(&before, a, false) || was(a, Part::Consulted, false));
    let before = parts.clone();
    parts
        .informed
        .retain(|a| !larger(&before, a, true) || was(a, Part::Informed, true));
}
