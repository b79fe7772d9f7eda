//! What a role says in one dimension, on its own page and in a comparison; and the sources behind it.

use serde::Serialize;

use super::tag::{actor_tag, step_name};
use super::{Html, RoleTag};
use crate::model::Id;
use crate::model::dimension::{Dimension, Source};
use crate::model::rights::Rights;
use crate::model::role::Cell;
use crate::model::role::{CellValue, Claim, Item, ItemText, Role, Roles, Stance, State};
use crate::plan::anchors::RowIds;
use crate::render::ink::Ink;
use crate::text::escape;

/// A value, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ValueView {
    /// `text`, `items`, `skills`, `roles`, `step`, `yes-no`, `number`, `range`, `state` or `missing`: which fields are filled.
    pub kind: &'static str,
    /// A text, a step's name, yes or no, a number with its unit, the word for a state.
    pub text: Html,
    /// Of a list or set.
    pub items: Vec<ItemView>,
    /// Of a dimension of roles.
    pub roles: Vec<RoleTag>,
    /// Why there is no value.
    pub why: Option<Html>,
    /// A remark, sources, other readings.
    pub claim: ClaimView,
}

/// An item of a list or set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// Its id on the page.
    pub id: String,
    /// What it says.
    pub text: Html,
    /// What it is about, where another role says something else about the same.
    pub topic: Option<String>,
    /// How well a skill is to be had.
    pub level: Option<LevelView>,
    /// The word for how much a skill is needed.
    pub need: Option<String>,
    /// A remark, sources, other readings.
    pub claim: ClaimView,
}

/// A level of a skill. Shown by `{{ <level filled={l.filled} steps={l.steps} name={l.name} /> }}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelView {
    /// Its number, from 1.
    pub filled: usize,
    /// How many levels there are.
    pub steps: usize,
    /// Its name.
    pub name: String,
}

/// What is to be said about a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClaimView {
    /// A remark.
    pub note: Option<Html>,
    /// `contested` or `rejected`; none: everybody agrees.
    pub stance: Option<&'static str>,
    /// The word for it.
    pub word: Option<String>,
    /// Where it comes from.
    pub sources: Vec<SourceLink>,
    /// Other readings.
    pub counter: Vec<ReadingView>,
}

/// Another reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadingView {
    /// What it says.
    pub text: Html,
    /// Where it comes from.
    pub sources: Vec<SourceLink>,
}

/// A mention of a source: its entry stands on the same page, at `#rb-source-<number>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceLink {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
}

/// A source in the list at the end of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// Its number on the page, from 1; its id is `rb-source-<number>`.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it appeared: a year, month or day.
    pub date: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The day on which it was read there.
    pub accessed: Option<String>,
}

/// A scale with the roles that stand on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RulerView {
    /// Lowest first.
    pub steps: Vec<RulerStep>,
}

/// A step of a scale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RulerStep {
    /// What it is called.
    pub name: String,
    /// Who stands on it.
    pub roles: Vec<RoleTag>,
}

/// What views about roles are written from.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    /// All roles.
    pub roles: &'a Roles,
    /// Who decides what; also names parties.
    pub rights: &'a Rights,
}

/// Writes values on one page; numbers sources in reading order.
pub struct Values<'a, 'b, 'i> {
    /// The handbook.
    pub book: Book<'a>,
    /// Ids of this page.
    pub ids: &'b RowIds,
    /// The pen.
    pub ink: &'b mut Ink<'i>,
    sources: Vec<Id>,
}

impl<'a, 'b, 'i> Values<'a, 'b, 'i> {
    /// For one page.
    pub fn new(book: Book<'a>, ids: &'b RowIds, ink: &'b mut Ink<'i>) -> Self {
        let sources = Vec::new();
        Self {
            book,
            ids,
            ink,
            sources,
        }
    }

    /// What a role says in a dimension.
    pub fn cell(&mut self, dimension: &Dimension, role: &Role) -> ValueView {
        let all = |items: &[Item]| (0..items.len()).map(|n| (n, false)).collect::<Vec<_>>();
        match role.cell(&dimension.id).map(|c| &c.value) {
            Some(CellValue::Items(items)) => self.cell_with(dimension, role, &all(items)),
            _ => self.cell_with(dimension, role, &[]),
        }
    }

    /// The same with only these items, each with whether its topic is to be named.
    pub fn cell_with(
        &mut self,
        dimension: &Dimension,
        role: &Role,
        items: &[(usize, bool)],
    ) -> ValueView {
        let Some(cell) = role.cell(&dimension.id) else {
            return ValueView {
                kind: "missing",
                text: Html::text(self.ink.word(if dimension.required {
                    "not-written-yet"
                } else {
                    "nothing"
                })),
                ..ValueView::default()
            };
        };
        let mut view = self.value(dimension, role, cell, items);
        view.claim = self.claim(&cell.claim);
        view
    }

    fn value(
        &mut self,
        dimension: &Dimension,
        role: &Role,
        cell: &Cell,
        shown: &[(usize, bool)],
    ) -> ValueView {
        let mut view = ValueView::default();
        match &cell.value {
            CellValue::State { state, why } => {
                view.kind = "state";
                view.text = Html::text(self.ink.word(state_word(*state)));
                view.why = why.as_ref().map(|w| self.ink.html(w));
            }
            CellValue::Text(text) => {
                view.kind = "text";
                view.text = self.ink.html(text);
            }
            CellValue::Items(items) => {
                let skills = items.iter().any(|i| i.level.is_some());
                view.kind = if skills { "skills" } else { "items" };
                for (n, named) in shown {
                    if let Some(item) = items.get(*n) {
                        view.items
                            .push(self.item(dimension, role, *n, item, *named));
                    }
                }
            }
            CellValue::Step(n) => {
                view.kind = "step";
                view.text = Html::text(&step_name(dimension, *n, self.ink));
            }
            CellValue::YesNo(yes) => {
                view.kind = "yes-no";
                view.text = Html::text(self.ink.word(if *yes { "yes" } else { "no" }));
            }
            CellValue::Number(n) => {
                view.kind = "number";
                view.text = with_unit(&n.to_string(), dimension);
            }
            CellValue::Range(from, to) => {
                view.kind = "range";
                let range = match from == to {
                    true => from.to_string(),
                    false => format!("{from}–{to}"),
                };
                view.text = with_unit(&range, dimension);
            }
            CellValue::Roles(actors) => {
                view.kind = "roles";
                view.roles = actors
                    .iter()
                    .map(|a| actor_tag(self.book, a, self.ink))
                    .collect();
            }
        }
        view
    }

    /// An item, with its topic's name if `named`.
    pub fn item(
        &mut self,
        dimension: &Dimension,
        role: &Role,
        number: usize,
        item: &Item,
        named: bool,
    ) -> ItemView {
        let skills = &self.book.roles.skills;
        let (text, levels) = match &item.text {
            ItemText::Prose(text) => (self.ink.html(text), skills.levels.as_slice()),
            ItemText::Skill(id) => {
                let name = skills.get(id).map_or(id, |s| &s.name);
                (Html(escape(name)), skills.levels_of(id))
            }
        };
        let level = item.level.and_then(|n| Some((n, levels.get(n)?)));
        let topic = item.topic.as_ref().filter(|_| named);
        ItemView {
            id: self.ids.claim(&dimension.id, &role.id, number),
            text,
            topic: topic.map(|t| dimension.topic(t).map_or(t, |t| &t.name).to_string()),
            level: level.map(|(n, level)| LevelView {
                filled: n + 1,
                steps: levels.len(),
                name: level.name.to_lowercase(),
            }),
            need: item.need.map(|n| self.ink.word(n.word()).to_owned()),
            claim: self.claim(&item.claim),
        }
    }

    /// What is to be said about a claim.
    pub fn claim(&mut self, claim: &Claim) -> ClaimView {
        let stance = (claim.stance != Stance::Agreed).then(|| claim.stance.word());
        let note = claim.note.as_ref().map(|n| self.ink.html(n));
        let sources = self.cite(&claim.sources);
        let mut counter = Vec::new();
        for c in &claim.counter {
            let text = self.ink.html(&c.text);
            let sources = self.cite(&c.sources);
            counter.push(ReadingView { text, sources });
        }
        ClaimView {
            note,
            stance,
            word: stance.map(|s| self.ink.word(s).to_owned()),
            sources,
            counter,
        }
    }

    /// Mentions of sources; each gets its number at its first mention.
    pub fn cite(&mut self, ids: &[Id]) -> Vec<SourceLink> {
        let mut out = Vec::new();
        for id in ids {
            let Some(source) = self.book.roles.source(id) else {
                continue;
            };
            let at = self
                .sources
                .iter()
                .position(|s| s == id)
                .unwrap_or_else(|| {
                    self.sources.push(id.clone());
                    self.sources.len() - 1
                });
            out.push(SourceLink {
                number: at + 1,
                title: source.title.to_string(),
            });
        }
        out
    }

    /// The list of all sources mentioned so far.
    pub fn sources(&self) -> Vec<SourceView> {
        let found = self.sources.iter().map(|id| self.book.roles.source(id));
        let numbered = (1..).zip(found);
        numbered
            .filter_map(|(n, s)| Some(source_view(n, s?)))
            .collect()
    }
}

/// A source by its number on the page.
pub fn source_view(number: usize, source: &Source) -> SourceView {
    SourceView {
        number,
        title: source.title.to_string(),
        authors: source.authors.iter().map(|a| a.to_string()).collect(),
        date: source.date.as_ref().map(|d| d.to_string()),
        url: source.url.as_ref().map(|u| u.to_string()),
        accessed: source.accessed.map(|d| d.to_string()),
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::None => "none",
        State::NotApplicable => "not-applicable",
        State::Varies => "varies",
        State::Unknown => "unknown",
    }
}

fn with_unit(number: &str, dimension: &Dimension) -> Html {
    match dimension.unit() {
        Some(unit) => Html(escape(&format!("{number} {unit}"))),
        None => Html(escape(number)),
    }
}
