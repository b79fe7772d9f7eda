//! The value of a dimension in all its forms: short, with a note and sources, or the reason why there is none.

use super::role::{RawCell, RawEntry, RawItem, RawValue, wrong_type};
use super::shape::{Field, Fields, Kind, Shape};
use super::value::{Node, Text, Value};
use crate::diag::{Code, Diagnostics, Place, Spanned};

static COUNTER: Shape = Shape::new(
    "counter",
    "Another reading of a claim.",
    &[
        Field::new("text", Kind::Inline, "What it says.").required(),
        Field::new(
            "sources",
            Kind::OneOrMore(&Kind::Id),
            "Where it comes from.",
        ),
    ],
);

const STANCE: Field = Field::new(
    "stance",
    Kind::OneOf(&["agreed", "contested", "rejected"]),
    "Whether everybody agrees.",
)
.default("agreed");
const NOTE: Field = Field::new("note", Kind::Inline, "A remark.");
const SOURCES: Field = Field::new(
    "sources",
    Kind::OneOrMore(&Kind::Id),
    "Entries of `sources.toml`.",
);
static READING: Kind = Kind::Table(&COUNTER);
const COUNTERS: Field = Field::new("counter", Kind::List(&READING), "Other readings.");

/// The long form of a value.
pub static VALUE: Shape = Shape::new(
    "value",
    "A value with what is to be said about it, or the reason why there is none.",
    &[
        Field::new("value", Kind::Any, "The value, as in the short form."),
        Field::new(
            "state",
            Kind::OneOf(&["none", "not-applicable", "varies", "unknown"]),
            "Why there is no value.",
        ),
        Field::new("why", Kind::Inline, "The reason for that state."),
        NOTE,
        SOURCES,
        STANCE,
        COUNTERS,
    ],
);

/// The long form of an item of a list or set.
pub static ITEM: Shape = Shape::new(
    "item",
    "An item with its topic or level, a note, sources.",
    &[
        Field::new("text", Kind::Inline, "What it says."),
        Field::new("topic", Kind::Id, "What it is matched by in a comparison."),
        Field::new("skill", Kind::Id, "A skill, instead of a text."),
        Field::new("level", Kind::Id, "How well the skill is to be had."),
        Field::new(
            "need",
            Kind::OneOf(&["essential", "desirable"]),
            "How much it is needed.",
        ),
        NOTE,
        SOURCES,
        STANCE,
        COUNTERS,
    ],
);

/// A remark, sources, stance and other readings, as written.
#[derive(Clone, Debug, Default)]
pub struct RawClaim {
    /// `note`
    pub note: Option<Text>,
    /// `sources`
    pub sources: Vec<Text>,
    /// `stance`
    pub stance: Option<Text>,
    /// `counter`
    pub counter: Vec<RawCounter>,
}

/// Another reading, as written.
#[derive(Clone, Debug)]
pub struct RawCounter {
    /// `text`
    pub text: Option<Text>,
    /// `sources`
    pub sources: Vec<Text>,
}

/// What is written in one dimension.
pub(super) fn cell(node: &Node, diagnostics: &mut Diagnostics) -> Option<RawCell> {
    if node.as_table().is_none() {
        return Some(RawCell {
            span: node.span,
            value: Some(value(node, diagnostics)?),
            state: None,
            why: None,
            claim: RawClaim::default(),
        });
    }
    let mut fields = VALUE.read(node, diagnostics);
    let inner = fields.node("value");
    let cell = RawCell {
        span: inner.as_ref().map_or(node.span, |n| n.span),
        value: inner.as_ref().and_then(|n| value(n, diagnostics)),
        state: fields.text("state"),
        why: fields.text("why"),
        claim: claim(&mut fields),
    };
    // A `state` that was written wrong has been told.
    let stated = node.get("state").is_some();
    let (both, neither) = (inner.is_some() && stated, inner.is_none() && !stated);
    if both || neither {
        let message = match both {
            true => "a `value` and a `state` exclude each other",
            false => "there is neither a `value` nor a `state`",
        };
        let help = "write `value`, or `state` with the reason why there is none";
        let d = diagnostics.add(Code::VALUE_INVALID, Place::here(node.span), message);
        d.help = Some(help.to_owned());
        return None;
    }
    Some(cell)
}

fn value(node: &Node, diagnostics: &mut Diagnostics) -> Option<RawValue> {
    match &node.value {
        Value::Text(text) => Some(RawValue::Text(text.clone())),
        Value::Boolean(b) => Some(RawValue::Flag(*b)),
        Value::List(items) => {
            let items = items.iter().filter_map(|n| item(n, diagnostics));
            Some(RawValue::List(items.collect()))
        }
        _ => match node.as_number() {
            Some(n) if n.is_finite() => Some(RawValue::Number(n)),
            _ => {
                wrong_type("a value", node, diagnostics);
                None
            }
        },
    }
}

fn item(node: &Node, diagnostics: &mut Diagnostics) -> Option<RawItem> {
    match &node.value {
        Value::Text(text) => return Some(RawItem::Text(text.clone())),
        Value::Table(_) => {}
        _ => match node.as_number() {
            Some(n) if n.is_finite() => return Some(RawItem::Number(Spanned::new(n, node.span))),
            _ => {
                wrong_type("a text or a table", node, diagnostics);
                return None;
            }
        },
    }
    let mut fields = ITEM.read(node, diagnostics);
    let entry = RawEntry {
        span: node.span,
        text: fields.text("text"),
        topic: fields.text("topic"),
        skill: fields.text("skill"),
        level: fields.text("level"),
        need: fields.text("need"),
        claim: claim(&mut fields),
    };
    if entry.text.is_some() == entry.skill.is_some() {
        let message = match entry.text.is_some() {
            true => "an item has either a `text` or a `skill`",
            false => "an item needs a `text` or a `skill`",
        };
        diagnostics.add(Code::VALUE_INVALID, Place::here(node.span), message);
        return None;
    }
    Some(RawItem::Entry(Box::new(entry)))
}

fn claim(fields: &mut Fields) -> RawClaim {
    let counter = |mut f: Fields| RawCounter {
        text: f.text("text"),
        sources: f.texts("sources"),
    };
    RawClaim {
        note: fields.text("note"),
        sources: fields.texts("sources"),
        stance: fields.text("stance"),
        counter: fields.tables("counter").into_iter().map(counter).collect(),
    }
}
