//! Who decides what: activities, and the part that roles and parties take in each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::role::{Actor, Owner};
use super::{Id, Prose};
use crate::date::Date;
use crate::diag::Place;

/// The part somebody takes in an activity; the one that decides first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Decides, and answers for it.
    Accountable,
    /// Does it.
    Responsible,
    /// Is asked before.
    Consulted,
    /// Hears of it afterwards.
    Informed,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [
        Self::Accountable,
        Self::Responsible,
        Self::Consulted,
        Self::Informed,
    ];

    /// The letter in a matrix.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Accountable => "A",
            Self::Responsible => "R",
            Self::Consulted => "C",
            Self::Informed => "I",
        }
    }

    /// The key in `rights.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Accountable => "accountable",
            Self::Responsible => "responsible",
            Self::Consulted => "consulted",
            Self::Informed => "informed",
        }
    }
}

/// What somebody does, decides or keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its id.
    pub id: Id,
    /// Its id on the page of rights.
    pub anchor: Id,
    /// Where its name is written.
    pub place: Place,
    /// "Order the backlog".
    pub name: Arc<str>,
    /// `decision`, `task` or `artefact`.
    pub kind: Option<Arc<str>>,
    /// What it begins with: "Order".
    pub verb: Arc<str>,
    /// The group of rows it stands in; none is "Other" and comes last.
    pub area: Option<Arc<str>>,
    /// Who takes which part.
    pub parts: Parts,
    /// Decides while the accountable is away.
    pub deputy: Option<Actor>,
    /// Where it goes when it cannot be settled.
    pub escalates_to: Option<Actor>,
    /// How long it may take.
    pub within: Option<Arc<str>>,
    /// From or up to where it holds.
    pub threshold: Option<Arc<str>>,
    /// Who takes the place of a role that does not exist.
    pub if_absent: BTreeMap<Id, Actor>,
}

/// Who takes which part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Decides: at most one.
    pub accountable: Option<Actor>,
    /// Do it.
    pub responsible: Vec<Actor>,
    /// Are asked before.
    pub consulted: Vec<Actor>,
    /// Hear of it afterwards.
    pub informed: Vec<Actor>,
}

impl Parts {
    /// Everybody with a part, in the order of the parts.
    pub fn iter(&self) -> impl Iterator<Item = (Part, &Actor)> {
        Part::ALL
            .into_iter()
            .flat_map(|part| self.of(part).iter().map(move |a| (part, a)))
    }

    /// Those who take one part.
    pub fn of(&self, part: Part) -> &[Actor] {
        match part {
            Part::Accountable => self.accountable.as_slice(),
            Part::Responsible => &self.responsible,
            Part::Consulted => &self.consulted,
            Part::Informed => &self.informed,
        }
    }

    /// The parts that somebody takes, in order.
    pub fn parts_of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = Part> + 'a {
        Part::ALL
            .into_iter()
            .filter(move |p| self.of(*p).contains(actor))
    }

    /// Whether nobody takes part.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

/// Somebody who takes part and is not a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
    /// Where it is declared.
    pub place: Place,
}

/// All of `rights.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rights {
    /// In the order of the file.
    pub activities: Vec<Activity>,
    /// In the order of the file.
    pub parties: Vec<Party>,
    /// Who keeps the page.
    pub owner: Option<Owner>,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
    /// The day on which the next review is due.
    pub review_by: Option<Date>,
}

impl Rights {
    /// An activity.
    pub fn get(&self, id: &str) -> Option<&Activity> {
        self.activities.iter().find(|a| &*a.id == id)
    }

    /// A party.
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.parties.iter().find(|p| &*p.id == id)
    }

    /// Areas in order of first use; `None` last.
    pub fn areas(&self) -> Vec<Option<Arc<str>>> {
        let mut areas: Vec<Option<Arc<str>>> = Vec::new();
        for activity in &self.activities {
            if activity.area.is_some() && !areas.contains(&activity.area) {
                areas.push(activity.area.clone());
            }
        }
        if self.activities.iter().any(|a| a.area.is_none()) {
            areas.push(None);
        }
        areas
    }

    /// Calls `f` with every text: all of it is plain so far.
    pub fn each_prose(&mut self, _f: &mut dyn FnMut(&mut Prose)) {}
}
