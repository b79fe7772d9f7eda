//! What a cell is compared by: normalised keys. The same keys stand in `/data/roles.json`, so that a browser compares keys
//! and folds nothing.

use crate::model::dimension::{Dimension, Skills};
use crate::model::role::{Cell, CellValue, Item, ItemText, State};
use crate::text::fold;

/// A cell as comparison sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys {
    /// Whether there is a value.
    pub presence: Presence,
    /// One for each item or value, in the order of the cell.
    pub items: Vec<ItemKey>,
    /// The bounds of a range.
    pub range: Option<(f64, f64)>,
    /// The number of a scale's step.
    pub step: Option<usize>,
}

/// Whether there is a value, and if not, in which sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// Nothing is written.
    #[default]
    Missing,
    /// Certainly nothing: `state = "none"`.
    None,
    /// `state = "unknown"`.
    Unknown,
    /// `not-applicable` or `varies`.
    Depends,
    /// A value.
    Value,
}

/// An item or value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey {
    /// What it is matched by: its topic, skill or text.
    pub matching: String,
    /// Equal if and only if the items are equal.
    pub full: String,
}

impl Keys {
    /// Of a cell, or of none.
    pub fn of(cell: Option<&Cell>, dimension: &Dimension, skills: &Skills) -> Self {
        let Some(cell) = cell else {
            return Self::default();
        };
        let presence = match &cell.value {
            CellValue::State { state, .. } => presence(*state),
            _ => Presence::Value,
        };
        let mut keys = Self {
            presence,
            ..Self::default()
        };
        keys.value(&cell.value, dimension, skills);
        keys
    }

    /// Whether there is a value.
    pub fn has_value(&self) -> bool {
        self.presence == Presence::Value
    }

    /// The full keys, sorted, each once: two values are equal if these are.
    pub fn full(&self) -> Vec<&str> {
        distinct(self.items.iter().map(|k| k.full.as_str()))
    }

    /// The matching keys, sorted, each once.
    pub fn matching(&self) -> Vec<&str> {
        distinct(self.items.iter().map(|k| k.matching.as_str()))
    }

    fn value(&mut self, value: &CellValue, dimension: &Dimension, skills: &Skills) {
        let mut one = |key: String| {
            self.items.push(ItemKey {
                matching: key.clone(),
                full: key,
            });
        };
        match value {
            CellValue::State { .. } => {}
            CellValue::Text(text) => one(fold(&text.plain_text())),
            CellValue::YesNo(yes) => one(if *yes { "yes" } else { "no" }.to_owned()),
            CellValue::Number(n) => one(n.to_string()),
            CellValue::Roles(actors) => actors.iter().for_each(|a| one(a.id().to_string())),
            CellValue::Range(from, to) => {
                one(format!("{from}..{to}"));
                self.range = Some((*from, *to));
            }
            CellValue::Step(n) => {
                let steps = dimension.steps();
                one(steps.get(*n).map_or_else(String::new, |s| s.id.to_string()));
                self.step = Some(*n);
            }
            CellValue::Items(items) => {
                let keys = items.iter().map(|item| item_key(item, skills));
                self.items.extend(keys);
            }
        }
    }
}

fn presence(state: State) -> Presence {
    match state {
        State::None => Presence::None,
        State::Unknown => Presence::Unknown,
        State::NotApplicable | State::Varies => Presence::Depends,
    }
}

/// An item with a topic matches by its topic only; a skill by the skill, whatever the level.
fn item_key(item: &Item, skills: &Skills) -> ItemKey {
    let text = match &item.text {
        ItemText::Prose(text) => fold(&text.plain_text()),
        ItemText::Skill(id) => fold(id),
    };
    let level = item.level.and_then(|n| match &item.text {
        ItemText::Skill(id) => skills.levels_of(id).get(n),
        ItemText::Prose(_) => skills.levels.get(n),
    });
    let matching = match &item.topic {
        Some(topic) => format!("topic:{topic}"),
        None => text.clone(),
    };
    let mut full = match &item.topic {
        Some(topic) => format!("topic:{topic}: {text}"),
        None => text,
    };
    if let Some(level) = level {
        full.push_str(&format!(" ({})", level.id));
    }
    ItemKey { matching, full }
}

fn distinct<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
