//! What roles are described and compared by: dimensions with their groups and topics, and the vocabularies of skills and
//! sources.

use std::sync::Arc;

use super::Id;

/// One row of every comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Its key in role files.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
    /// The question that a cell of it answers.
    pub question: Option<Arc<str>>,
    /// What its values are.
    pub kind: DimensionKind,
    /// The group it stands in; none comes last.
    pub group: Option<Id>,
    /// Whether a missing value is a gap.
    pub required: bool,
    /// How much it counts in similarity and in the order of rows; not negative.
    pub weight: f64,
    /// The topics that its items may have, in order; empty: any.
    pub topics: Vec<Topic>,
    /// Whether it is one of a role's own keys (`purpose`, `domain`, `not`, `kind`), not of `dimensions.toml`.
    pub own: bool,
}

impl Dimension {
    /// The topic of that id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|t| &*t.id == id)
    }

    /// The steps of a scale or the values of a choice, in order; else none.
    pub fn steps(&self) -> &[Step] {
        match &self.kind {
            DimensionKind::Scale { steps } | DimensionKind::Choice { values: steps } => steps,
            _ => &[],
        }
    }

    /// The unit of a number or range.
    pub fn unit(&self) -> Option<&str> {
        match &self.kind {
            DimensionKind::Number { unit } | DimensionKind::Range { unit } => unit.as_deref(),
            _ => None,
        }
    }
}

/// What the values of a dimension are, and with that when two of them are equal.
#[derive(Clone, Debug, PartialEq)]
pub enum DimensionKind {
    /// A sentence.
    Text,
    /// Items that match by topic, else by text.
    List,
    /// Entries or skills.
    Set,
    /// One step of an ordered scale.
    Scale {
        /// Lowest first.
        steps: Vec<Step>,
    },
    /// One of several values.
    Choice {
        /// In the author's order.
        values: Vec<Step>,
    },
    /// Yes or no.
    YesNo,
    /// A number.
    Number {
        /// "people", "EUR".
        unit: Option<Arc<str>>,
    },
    /// From one number to another.
    Range {
        /// "people", "EUR".
        unit: Option<Arc<str>>,
    },
    /// Roles and parties.
    Roles,
}

impl DimensionKind {
    /// The word for it in `dimensions.toml`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Set => "set",
            Self::Scale { .. } => "scale",
            Self::Choice { .. } => "choice",
            Self::YesNo => "yes-no",
            Self::Number { .. } => "number",
            Self::Range { .. } => "range",
            Self::Roles => "roles",
        }
    }

    /// Whether its values consist of items that can be shared.
    pub fn has_items(&self) -> bool {
        matches!(self, Self::List | Self::Set | Self::Roles)
    }
}

/// A step of a scale, a value of a choice, a level of a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// As it is written in role files.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
}

/// A heading over rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
}

/// What an item of a list dimension is about, so that items of two roles can be matched whatever their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
}

/// An entry of `skills.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Its id.
    pub id: Id,
    /// What readers see.
    pub name: Arc<str>,
    /// What it means.
    pub description: Option<Arc<str>>,
    /// Its own levels, lowest first; empty: the common ones.
    pub levels: Vec<Step>,
}

/// The skills a role may name, and how well one can have them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Skills {
    /// In the order of the file.
    pub list: Vec<Skill>,
    /// The common levels, lowest first.
    pub levels: Vec<Step>,
    /// Whether there is a list at all: without one any skill may be named.
    pub listed: bool,
}

impl Skills {
    /// The skill of that id.
    pub fn get(&self, id: &str) -> Option<&Skill> {
        self.list.iter().find(|s| &*s.id == id)
    }

    /// The levels that a skill can be had at, lowest first.
    pub fn levels_of(&self, id: &str) -> &[Step] {
        match self.get(id) {
            Some(skill) if !skill.levels.is_empty() => &skill.levels,
            _ => &self.levels,
        }
    }
}

/// An entry of `sources.toml`: where a claim comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Arc<str>,
    /// Who wrote it.
    pub authors: Vec<Arc<str>>,
    /// When it appeared: a year, month or day.
    pub date: Option<Arc<str>>,
    /// Where it can be read.
    pub url: Option<Arc<str>>,
    /// The day on which it was read there.
    pub accessed: Option<crate::date::Date>,
    /// `standard`, `book`, `article`, `interview` or `internal`.
    pub kind: Option<Arc<str>>,
}
