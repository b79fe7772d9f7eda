//! What a role says in a dimension, read by the dimension's type.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Span, Spanned};
use crate::model::dimension::{Dimension, DimensionKind, Skills};
use crate::model::role::{Cell, CellValue, Claim, Counter, Item, ItemText, Need, Stance, State};
use crate::parse::Text;
use crate::parse::role::{RawCell, RawClaim, RawEntry, RawItem, RawValue};
use crate::resolve::MakeProse;
use crate::resolve::names::Names;
use crate::text::did_you_mean;

/// The dimension whose plain strings are skills.
const SKILLS: &str = "skills";

/// Reads the cells of one file.
pub(super) struct Values<'a, 'p> {
    pub file: FileId,
    pub names: &'a Names,
    pub skills: &'a Skills,
    pub make_prose: &'a mut MakeProse<'p>,
    pub diagnostics: &'a mut Diagnostics,
}

impl Values<'_, '_> {
    /// `None`: nothing is written, or it is wrong, which is told.
    pub fn cell(&mut self, dimension: &Dimension, raw: &RawCell) -> Option<Cell> {
        let value = match (&raw.state, &raw.value) {
            (Some(state), _) => CellValue::State {
                state: state_of(state.as_str()),
                why: self.prose(raw.why.as_ref()),
            },
            (None, Some(value)) => self.value(dimension, value, raw.span)?,
            (None, None) => return None,
        };
        Some(Cell {
            place: Place::new(self.file, raw.span),
            value,
            claim: self.claim(&raw.claim),
        })
    }

    /// An inline text, unless it is blank.
    pub fn prose(&mut self, text: Option<&Text>) -> Option<crate::model::Prose> {
        let text = text.filter(|t| !t.is_blank())?;
        Some((self.make_prose)(text, self.file, false))
    }

    fn value(&mut self, dimension: &Dimension, raw: &RawValue, span: Span) -> Option<CellValue> {
        match (&dimension.kind, raw) {
            (DimensionKind::Text, RawValue::Text(text)) => {
                self.prose(Some(text)).map(CellValue::Text)
            }
            (DimensionKind::List | DimensionKind::Set, RawValue::List(items)) => {
                let items = items.iter().filter_map(|i| self.item(dimension, i));
                let items: Vec<Item> = items.collect();
                (!items.is_empty()).then_some(CellValue::Items(items))
            }
            (DimensionKind::Scale { .. } | DimensionKind::Choice { .. }, RawValue::Text(text)) => {
                self.step(dimension, text)
            }
            (DimensionKind::YesNo, RawValue::Flag(yes)) => Some(CellValue::YesNo(*yes)),
            (DimensionKind::Number { .. }, RawValue::Number(n)) => Some(CellValue::Number(*n)),
            (DimensionKind::Range { .. }, RawValue::List(items)) => self.range(items, span),
            (DimensionKind::Roles, RawValue::List(items)) => self.roles(items),
            _ => {
                let takes = takes(&dimension.kind);
                let message = format!("`{}` takes {takes}, not {}", dimension.id, raw.describe());
                let help = cure(&dimension.kind, raw);
                let place = Place::new(self.file, span);
                let d = Diagnostic::new(Code::VALUE_TYPE, place, message);
                self.diagnostics.push(d.help_if(help.map(str::to_owned)));
                None
            }
        }
    }

    fn step(&mut self, dimension: &Dimension, text: &Text) -> Option<CellValue> {
        if text.is_blank() {
            return None;
        }
        let steps = dimension.steps();
        if let Some(n) = steps.iter().position(|s| *s.id == *text.value) {
            return Some(CellValue::Step(n));
        }
        let message = format!("`{}` is no value of `{}`", text.value, dimension.id);
        let ids: Vec<String> = steps.iter().map(|s| format!("`{}`", s.id)).collect();
        let help = did_you_mean(text.as_str(), steps.iter().map(|s| &*s.id))
            .unwrap_or_else(|| format!("it is one of {}", crate::text::list_of(&ids, "and")));
        self.invalid(text.span, message, Some(help));
        None
    }

    fn range(&mut self, items: &[RawItem], span: Span) -> Option<CellValue> {
        let bounds: Vec<f64> = items.iter().filter_map(number).collect();
        match (bounds.as_slice(), items.len()) {
            ([from, to], 2) if from <= to => return Some(CellValue::Range(*from, *to)),
            (_, 0) => {}
            ([_, _], 2) => {
                let help = "write the smaller number first";
                self.invalid(
                    span,
                    "a range that ends before it begins".to_owned(),
                    Some(help.to_owned()),
                );
            }
            _ => {
                let help = "write two numbers: `[1, 5]`";
                self.invalid(
                    span,
                    "a range has two numbers".to_owned(),
                    Some(help.to_owned()),
                );
            }
        }
        None
    }

    fn roles(&mut self, items: &[RawItem]) -> Option<CellValue> {
        let mut ids = Vec::new();
        for item in items {
            match item {
                RawItem::Text(text) => ids.push(text.clone()),
                RawItem::Number(n) => self.item_type(n.span, "a role's id"),
                RawItem::Entry(e) => self.item_type(e.span, "a role's id"),
            }
        }
        let actors = self.names.actors(&ids, self.file, self.diagnostics);
        (!actors.is_empty()).then_some(CellValue::Roles(actors))
    }

    fn item(&mut self, dimension: &Dimension, raw: &RawItem) -> Option<Item> {
        match raw {
            RawItem::Text(text) => {
                if text.is_blank() {
                    self.invalid(text.span, "an item is empty".to_owned(), None);
                    return None;
                }
                let text = match &*dimension.id {
                    SKILLS => self.skill(text)?,
                    _ => ItemText::Prose((self.make_prose)(text, self.file, false)),
                };
                Some(Item {
                    text,
                    topic: None,
                    level: None,
                    need: None,
                    claim: Claim::default(),
                })
            }
            RawItem::Number(n) => {
                self.item_type(n.span, "a text or a table");
                None
            }
            RawItem::Entry(entry) => self.entry(dimension, entry),
        }
    }

    fn entry(&mut self, dimension: &Dimension, raw: &RawEntry) -> Option<Item> {
        let set = dimension.kind == DimensionKind::Set;
        let misplaced = [
            (&raw.topic, !set, "a `topic` belongs to an item of a list"),
            (&raw.skill, set, "a `skill` belongs to an item of a set"),
            (
                &raw.level,
                raw.skill.is_some(),
                "a `level` belongs to a `skill`",
            ),
            (
                &raw.need,
                raw.skill.is_some(),
                "a `need` belongs to a `skill`",
            ),
        ];
        for (text, fits, message) in misplaced {
            if let Some(text) = text.as_ref().filter(|_| !fits) {
                self.invalid(text.span, message.to_owned(), None);
            }
        }
        let text = match (&raw.skill, &raw.text) {
            (Some(skill), _) => self.skill(skill)?,
            (None, Some(text)) => ItemText::Prose(self.prose(Some(text))?),
            (None, None) => return None,
        };
        let skill = match &text {
            ItemText::Skill(id) => Some(Arc::clone(id)),
            ItemText::Prose(_) => None,
        };
        let level = raw.level.as_ref().zip(skill);
        Some(Item {
            topic: raw
                .topic
                .as_ref()
                .filter(|_| !set)
                .and_then(|t| self.topic(dimension, t)),
            level: level.and_then(|(level, skill)| self.level(&skill, level)),
            need: raw.need.as_ref().map(|n| match n.as_str() {
                "essential" => Need::Essential,
                _ => Need::Desirable,
            }),
            claim: self.claim(&raw.claim),
            text,
        })
    }

    fn topic(&mut self, dimension: &Dimension, text: &Text) -> Option<crate::model::Id> {
        if dimension.topics.is_empty() || dimension.topic(text.as_str()).is_some() {
            return Some(Arc::clone(&text.value));
        }
        let message = format!("`{}` has no topic `{}`", dimension.id, text.value);
        let help = did_you_mean(text.as_str(), dimension.topics.iter().map(|t| &*t.id))
            .unwrap_or_else(|| "add it as a `[[topic]]` to `dimensions.toml`".to_owned());
        let place = Place::new(self.file, text.span);
        let d = Diagnostic::new(Code::TOPIC_UNKNOWN, place, message).help(help);
        self.diagnostics.push(d);
        None
    }

    fn skill(&mut self, text: &Text) -> Option<ItemText> {
        if let Some(skill) = self.skills.get(text.as_str()) {
            return Some(ItemText::Skill(Arc::clone(&skill.id)));
        }
        if !self.skills.listed {
            return Some(ItemText::Skill(Arc::clone(&text.value)));
        }
        let message = format!("there is no skill `{}`", text.value);
        let list = || self.skills.list.iter();
        let folded = crate::text::fold(text.as_str());
        let help = match list().find(|s| crate::text::fold(&s.name) == folded) {
            Some(skill) => format!("write its id: `{}`", skill.id),
            None => did_you_mean(text.as_str(), list().map(|s| &*s.id))
                .unwrap_or_else(|| "add it as a `[[skill]]` to `skills.toml`".to_owned()),
        };
        let place = Place::new(self.file, text.span);
        let d = Diagnostic::new(Code::SKILL_UNKNOWN, place, message).help(help);
        self.diagnostics.push(d);
        None
    }

    fn level(&mut self, skill: &str, text: &Text) -> Option<usize> {
        let levels = self.skills.levels_of(skill);
        if let Some(n) = levels.iter().position(|l| *l.id == *text.value) {
            return Some(n);
        }
        let message = format!("`{}` is no level of `{skill}`", text.value);
        let ids: Vec<String> = levels.iter().map(|s| format!("`{}`", s.id)).collect();
        let help = did_you_mean(text.as_str(), levels.iter().map(|l| &*l.id))
            .unwrap_or_else(|| format!("the levels are {}", crate::text::list_of(&ids, "and")));
        self.invalid(text.span, message, Some(help));
        None
    }

    fn claim(&mut self, raw: &RawClaim) -> Claim {
        let mut counter = Vec::new();
        for c in &raw.counter {
            if let Some(text) = self.prose(c.text.as_ref()) {
                let sources = self
                    .names
                    .source_list(&c.sources, self.file, self.diagnostics);
                counter.push(Counter { text, sources });
            }
        }
        Claim {
            note: self.prose(raw.note.as_ref()),
            sources: self
                .names
                .source_list(&raw.sources, self.file, self.diagnostics),
            stance: match raw.stance.as_ref().map(Text::as_str) {
                Some("contested") => Stance::Contested,
                Some("rejected") => Stance::Rejected,
                _ => Stance::Agreed,
            },
            counter,
        }
    }

    fn item_type(&mut self, span: Span, takes: &str) {
        let message = format!("expected {takes}");
        let place = Place::new(self.file, span);
        self.diagnostics.add(Code::VALUE_TYPE, place, message);
    }

    fn invalid(&mut self, span: Span, message: String, help: Option<String>) {
        let d = Diagnostic::new(Code::VALUE_INVALID, Place::new(self.file, span), message);
        self.diagnostics.push(d.help_if(help));
    }
}

fn number(item: &RawItem) -> Option<f64> {
    match item {
        RawItem::Number(Spanned { value, .. }) => Some(*value),
        _ => None,
    }
}

fn state_of(word: &str) -> State {
    match word {
        "not-applicable" => State::NotApplicable,
        "varies" => State::Varies,
        "unknown" => State::Unknown,
        _ => State::None,
    }
}

fn takes(kind: &DimensionKind) -> &'static str {
    match kind {
        DimensionKind::Text => "a text",
        DimensionKind::List | DimensionKind::Set => "a list",
        DimensionKind::Scale { .. } => "one of its steps",
        DimensionKind::Choice { .. } => "one of its values",
        DimensionKind::YesNo => "`true` or `false`",
        DimensionKind::Number { .. } => "a number",
        DimensionKind::Range { .. } => "two numbers",
        DimensionKind::Roles => "a list of roles",
    }
}

fn cure(kind: &DimensionKind, raw: &RawValue) -> Option<&'static str> {
    match (kind, raw) {
        (DimensionKind::List | DimensionKind::Set | DimensionKind::Roles, RawValue::Text(_)) => {
            Some("put it in brackets: `[\"…\"]`")
        }
        (DimensionKind::Range { .. }, RawValue::Number(_)) => Some("write two numbers: `[1, 5]`"),
        (DimensionKind::YesNo, RawValue::Text(_)) => {
            Some("write `true` or `false`, without quotes")
        }
        (DimensionKind::Number { .. }, RawValue::Text(_)) => Some("remove the quotes"),
        (DimensionKind::Text, RawValue::List(_)) => Some("write one text, without brackets"),
        _ => None,
    }
}
