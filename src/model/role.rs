//! Roles: what each is called, what it says in each dimension, and the vocabulary all of them share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dimension::{Dimension, Group, Skills, Source};
use super::{Id, Prose};
use crate::date::Date;
use crate::diag::Place;

/// One role.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The stem of its file.
    pub id: Id,
    /// Where its name is written.
    pub place: Place,
    /// What it is called.
    pub name: Arc<str>,
    /// Its name for several of them.
    pub plural: Option<Arc<str>>,
    /// Short forms, the most usual first.
    pub abbr: Vec<Arc<str>>,
    /// Other names.
    pub aliases: Vec<Arc<str>>,
    /// Words that only the search knows.
    pub hidden_labels: Vec<Arc<str>>,
    /// Former ids.
    pub was: Vec<Id>,
    /// One to three letters that no other role has.
    pub monogram: Arc<str>,
    /// Which of the twelve hues is its own, 0 to 11.
    pub hue: u8,
    /// Whether it is in use.
    pub status: RoleStatus,
    /// The role that took its place.
    pub replaced_by: Option<Id>,
    /// The family it belongs to.
    pub family: Option<Id>,
    /// Its place in the family.
    pub weight: Option<i64>,
    /// One sentence.
    pub summary: Option<Prose>,
    /// Its long text (`roles/<id>.md`).
    pub body: Option<Prose>,
    /// Roles that one person may hold beside it.
    pub combines_with: Vec<Id>,
    /// Roles that one person must not hold beside it.
    pub conflicts_with: Vec<Id>,
    /// Steps of a career.
    pub levels: Vec<CareerLevel>,
    /// Who keeps the page.
    pub owner: Option<Owner>,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
    /// The day on which the next review is due.
    pub review_by: Option<Date>,
    /// Sources of the role as a whole.
    pub sources: Vec<Id>,
    /// What it says, by dimension; a dimension that is missing is not there.
    pub cells: BTreeMap<Id, Cell>,
    /// The author's own fields.
    pub extra: serde_json::Value,
}

impl Role {
    /// What it says in a dimension.
    pub fn cell(&self, dimension: &str) -> Option<&Cell> {
        self.cells.get(dimension)
    }

    /// Calls `f` with every text.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.summary.iter_mut().for_each(&mut *f);
        self.body.iter_mut().for_each(&mut *f);
        for level in &mut self.levels {
            level.summary.iter_mut().for_each(&mut *f);
        }
        for cell in self.cells.values_mut() {
            cell.each_prose(f);
        }
    }
}

/// Whether a role is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoleStatus {
    /// Only shown when drafts are asked for.
    Draft,
    /// In use.
    #[default]
    Active,
    /// No longer to be used.
    Deprecated,
}

/// Who keeps a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A role of this handbook.
    Role(Id),
    /// A team, channel or person.
    Named {
        /// What readers see.
        name: Arc<str>,
        /// Where they are reached.
        url: Option<Arc<str>>,
    },
}

/// A step of a career.
#[derive(Clone, Debug, PartialEq)]
pub struct CareerLevel {
    /// Its id.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
    /// What distinguishes it.
    pub summary: Option<Prose>,
}

/// What a role says in one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where the value is written.
    pub place: Place,
    /// The value.
    pub value: CellValue,
    /// A remark on it, its sources, and who contests it.
    pub claim: Claim,
}

impl Cell {
    fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        match &mut self.value {
            CellValue::State { why, .. } => why.iter_mut().for_each(&mut *f),
            CellValue::Text(text) => f(text),
            CellValue::Items(items) => {
                for item in items {
                    if let ItemText::Prose(text) = &mut item.text {
                        f(text);
                    }
                    item.claim.each_prose(f);
                }
            }
            _ => {}
        }
        self.claim.each_prose(f);
    }
}

/// A value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// There is none.
    State {
        /// In which sense.
        state: State,
        /// Why.
        why: Option<Prose>,
    },
    /// Of a text dimension.
    Text(Prose),
    /// Of a list or set; not empty.
    Items(Vec<Item>),
    /// Of a scale or choice: the number of the step or value.
    Step(usize),
    /// Of a yes-no dimension.
    YesNo(bool),
    /// Of a number dimension.
    Number(f64),
    /// Of a range: from, to; `from <= to`.
    Range(f64, f64),
    /// Of a roles dimension; not empty.
    Roles(Vec<Actor>),
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Certainly nothing.
    None,
    /// The question makes no sense here.
    NotApplicable,
    /// It differs from case to case.
    Varies,
    /// Nobody has found out.
    Unknown,
}

impl State {
    /// As it is written in a role file.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NotApplicable => "not-applicable",
            Self::Varies => "varies",
            Self::Unknown => "unknown",
        }
    }
}

/// What is said about a claim: a remark, where it comes from, whether everybody agrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// A remark.
    pub note: Option<Prose>,
    /// Where it comes from.
    pub sources: Vec<Id>,
    /// Whether everybody agrees.
    pub stance: Stance,
    /// Other readings.
    pub counter: Vec<Counter>,
}

impl Claim {
    fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.note.iter_mut().for_each(&mut *f);
        self.counter.iter_mut().for_each(|c| f(&mut c.text));
    }

    /// Every source it names, its own first.
    pub fn all_sources(&self) -> impl Iterator<Item = &Id> {
        let counter = self.counter.iter().flat_map(|c| &c.sources);
        self.sources.iter().chain(counter)
    }
}

/// Whether everybody agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    /// Yes.
    #[default]
    Agreed,
    /// There are other readings.
    Contested,
    /// It is said elsewhere and does not hold here.
    Rejected,
}

impl Stance {
    /// As it is written in a role file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Contested => "contested",
            Self::Rejected => "rejected",
        }
    }
}

/// Another reading of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// What it says.
    pub text: Prose,
    /// Where it comes from.
    pub sources: Vec<Id>,
}

/// One entry of a list or set.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it says.
    pub text: ItemText,
    /// What it is about.
    pub topic: Option<Id>,
    /// The number of the level at which a skill is needed, in `Skills::levels_of`.
    pub level: Option<usize>,
    /// Whether a skill is essential or desirable.
    pub need: Option<Need>,
    /// A remark, sources, other readings.
    pub claim: Claim,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemText {
    /// A text.
    Prose(Prose),
    /// A skill: its id in `skills.toml`, or its name if there is no such file.
    Skill(Id),
}

/// How much a skill is needed; it never changes a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Not without it.
    Essential,
    /// Better with it.
    Desirable,
}

impl Need {
    /// As it is written in a role file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Desirable => "desirable",
        }
    }
}

/// Somebody who takes part: a role, or a party of `rights.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A role.
    Role(Id),
    /// A party.
    Party(Id),
}

impl Actor {
    /// The id, whichever it is.
    pub fn id(&self) -> &Id {
        match self {
            Self::Role(id) | Self::Party(id) => id,
        }
    }
}

/// A family of roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// As roles name it.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
}

/// All roles and what they are described with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roles {
    /// In canonical order: family, weight, name.
    pub list: Vec<Role>,
    /// Rows in their order: a role's own keys, then `dimensions.toml` (or the built-in ones).
    pub dimensions: Vec<Dimension>,
    /// Groups of rows, in order.
    pub groups: Vec<Group>,
    /// Families that have a role, in order.
    pub families: Vec<Family>,
    /// Skills.
    pub skills: Skills,
    /// Sources, in the order of their file.
    pub sources: Vec<Source>,
    by_id: BTreeMap<Id, usize>,
}

impl Roles {
    /// No roles yet, but what they are described with.
    pub fn described_by(
        groups: Vec<Group>,
        dimensions: Vec<Dimension>,
        skills: Skills,
        sources: Vec<Source>,
    ) -> Self {
        Self {
            groups,
            dimensions,
            skills,
            sources,
            ..Self::default()
        }
    }

    /// Puts roles, already in canonical order, in.
    pub fn fill(&mut self, list: Vec<Role>) {
        let ids = list.iter().map(|r| Arc::clone(&r.id));
        self.by_id = ids.enumerate().map(|(n, id)| (id, n)).collect();
        self.list = list;
    }

    /// A role.
    pub fn get(&self, id: &str) -> Option<&Role> {
        self.list.get(self.rank(id)?)
    }

    /// A role, to put its long text in.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Role> {
        let rank = self.rank(id)?;
        self.list.get_mut(rank)
    }

    /// The place of a role in canonical order, from 0.
    pub fn rank(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// A dimension.
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|d| &*d.id == id)
    }

    /// A source.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| &*s.id == id)
    }

    /// The roles of a family, in canonical order.
    pub fn of_family<'a>(&'a self, family: Option<&'a str>) -> impl Iterator<Item = &'a Role> {
        self.list
            .iter()
            .filter(move |r| r.family.as_deref() == family)
    }

    /// These ids in canonical order, each once; what is not a role is left out.
    pub fn canonical(&self, ids: &[Id]) -> Arc<[Id]> {
        let mut ranks: Vec<usize> = ids.iter().filter_map(|id| self.rank(id)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let ids = ranks.iter().filter_map(|n| self.list.get(*n));
        ids.map(|r| Arc::clone(&r.id)).collect()
    }

    /// Calls `f` with every text.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.list.iter_mut().for_each(|r| r.each_prose(f));
    }
}
