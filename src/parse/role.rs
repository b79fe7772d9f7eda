//! `roles/<id>.toml`: what an author wrote about a role. Every key that is not reserved is a dimension; of which type it
//! is, only `resolve` knows, so a value is decoded by its form here.

use super::claim;
use super::shape::{Field, Fields, Kind, Shape};
use super::value::{Key, Node, Text, Value};
use super::vocabulary::read;
use crate::date::Date;
use crate::diag::{Code, Diagnostics, Place, Span, Spanned};

pub use claim::{RawClaim, RawCounter};

static LEVEL: Shape = Shape::new(
    "role-level",
    "A step of a career.",
    &[
        Field::new("id", Kind::Id, "Its id.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
        Field::new("summary", Kind::Inline, "What distinguishes it."),
    ],
);

const IDS: Kind = Kind::OneOrMore(&Kind::Id);
const CELL: Kind = Kind::Any;

/// A role file.
pub static ROLE: Shape = Shape::new(
    "role",
    "One role: what it is called, and what it says in each dimension.",
    &[
        Field::new("name", Kind::Text, "What it is called.").required(),
        Field::new("plural", Kind::Text, "Its name for several of them."),
        Field::new("abbr", IDS, "Short forms, the most usual first."),
        Field::new("aliases", IDS, "Other names; the glossary links them, too."),
        Field::new("hidden_labels", IDS, "Words that only the search knows."),
        Field::new("was", IDS, "Former ids; they become redirects."),
        Field::new(
            "monogram",
            Kind::Id,
            "One to three letters, instead of those made from `abbr` or the name.",
        ),
        Field::new(
            "hue",
            Kind::Integer { min: 0, max: 11 },
            "One of twelve hues, instead of the one made from the id.",
        ),
        Field::new(
            "kind",
            CELL,
            "`job`, `function`, `hat` or `body`; compared.",
        ),
        Field::new(
            "status",
            Kind::OneOf(&["draft", "active", "deprecated"]),
            "Whether it is in use.",
        )
        .default("active"),
        Field::new("replaced_by", Kind::Id, "The role that took its place."),
        Field::new("family", Kind::Id, "The family it belongs to."),
        Field::new(
            "weight",
            Kind::INTEGER,
            "Its place in the family; without one it comes last.",
        ),
        Field::new("summary", Kind::Inline, "One sentence."),
        Field::new("purpose", CELL, "Why it exists: a text; compared."),
        Field::new(
            "domain",
            CELL,
            "What only this role may change: a list; compared.",
        ),
        Field::new("not", CELL, "What it does not do: a list; compared."),
        Field::new(
            "combines_with",
            IDS,
            "Roles that one person may hold beside it.",
        ),
        Field::new(
            "conflicts_with",
            IDS,
            "Roles that one person must not hold beside it.",
        ),
        Field::new(
            "levels",
            Kind::List(&Kind::Table(&LEVEL)),
            "Steps of a career; not compared.",
        ),
        Field::new(
            "owner",
            Kind::Id,
            "Who keeps the page: a role, a key of `[owners]`, or a name.",
        ),
        Field::new("last_reviewed_on", Kind::Date, "When it was last reviewed.")
            .alias(&["last_reviewed_at", "reviewed"]),
        Field::new("review_in", Kind::Span, "How long a review holds."),
        Field::new(
            "review_by",
            Kind::Date,
            "The day on which the next review is due.",
        ),
        Field::new("sources", IDS, "Sources of the role as a whole."),
        Field::new("audience", Kind::Any, "Not supported yet.").later(Code::AUDIENCE_UNSUPPORTED),
        Field::new("extra", Kind::Any, "Fields of your own, for templates.").alias(&["params"]),
    ],
)
.open("any other key is a dimension");

/// A role file as written.
#[derive(Clone, Debug, Default)]
pub struct RawRole {
    /// `name`
    pub name: Option<Text>,
    /// `plural`
    pub plural: Option<Text>,
    /// `abbr`
    pub abbr: Vec<Text>,
    /// `aliases`
    pub aliases: Vec<Text>,
    /// `hidden_labels`
    pub hidden_labels: Vec<Text>,
    /// `was`
    pub was: Vec<Text>,
    /// `monogram`
    pub monogram: Option<Text>,
    /// `hue`
    pub hue: Option<Spanned<i64>>,
    /// `status`
    pub status: Option<Text>,
    /// `replaced_by`
    pub replaced_by: Option<Text>,
    /// `family`
    pub family: Option<Text>,
    /// `weight`
    pub weight: Option<Spanned<i64>>,
    /// `summary`
    pub summary: Option<Text>,
    /// `combines_with`
    pub combines_with: Vec<Text>,
    /// `conflicts_with`
    pub conflicts_with: Vec<Text>,
    /// `levels`
    pub levels: Vec<RawLevel>,
    /// `owner`
    pub owner: Option<Text>,
    /// `last_reviewed_on`, `review_in`, `review_by`
    pub review: RawReview,
    /// `sources`
    pub sources: Vec<Text>,
    /// `extra`
    pub extra: Option<Node>,
    /// `purpose`, `domain`, `not`, `kind` and every dimension, in the order of writing.
    pub cells: Vec<(Key, RawCell)>,
}

/// When a page was read, and when it is read again.
#[derive(Clone, Debug, Default)]
pub struct RawReview {
    /// `last_reviewed_on`
    pub last: Option<Spanned<Date>>,
    /// `review_in`
    pub every: Option<Text>,
    /// `review_by`
    pub by: Option<Spanned<Date>>,
}

/// An entry of `levels`.
#[derive(Clone, Debug)]
pub struct RawLevel {
    /// `id`
    pub id: Option<Text>,
    /// `name`
    pub name: Option<Text>,
    /// `summary`
    pub summary: Option<Text>,
}

/// What is written in a dimension.
#[derive(Clone, Debug)]
pub struct RawCell {
    /// Where the value stands.
    pub span: Span,
    /// The value, if one is written.
    pub value: Option<RawValue>,
    /// `state`
    pub state: Option<Text>,
    /// `why`
    pub why: Option<Text>,
    /// `note`, `sources`, `stance`, `counter`
    pub claim: RawClaim,
}

/// A value by its form.
#[derive(Clone, Debug)]
pub enum RawValue {
    /// A text.
    Text(Text),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A list.
    List(Vec<RawItem>),
}

impl RawValue {
    /// What it is, for a message.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
        }
    }
}

/// An item of a list.
#[derive(Clone, Debug)]
pub enum RawItem {
    /// The short form.
    Text(Text),
    /// A bound of a range.
    Number(Spanned<f64>),
    /// The long form.
    Entry(Box<RawEntry>),
}

/// The long form of an item.
#[derive(Clone, Debug)]
pub struct RawEntry {
    /// Where it stands.
    pub span: Span,
    /// `text`
    pub text: Option<Text>,
    /// `topic`
    pub topic: Option<Text>,
    /// `skill`
    pub skill: Option<Text>,
    /// `level`
    pub level: Option<Text>,
    /// `need`
    pub need: Option<Text>,
    /// `note`, `sources`, `stance`, `counter`
    pub claim: RawClaim,
}

/// Reads a role file.
pub fn role(text: &str) -> (RawRole, Diagnostics) {
    let (fields, mut diagnostics, _) = read(text, &ROLE);
    let Some(mut fields) = fields else {
        return (RawRole::default(), diagnostics);
    };
    let mut cells = Vec::new();
    for name in ["purpose", "domain", "not", "kind"] {
        if let (Some(span), Some(node)) = (fields.key(name), fields.node(name)) {
            let key = Key {
                name: name.into(),
                span,
            };
            cells.extend(claim::cell(&node, &mut diagnostics).map(|c| (key, c)));
        }
    }
    for (key, node) in fields.rest() {
        cells.extend(claim::cell(&node, &mut diagnostics).map(|c| (key, c)));
    }
    let raw = RawRole {
        name: fields.text("name"),
        plural: fields.text("plural"),
        abbr: fields.texts("abbr"),
        aliases: fields.texts("aliases"),
        hidden_labels: fields.texts("hidden_labels"),
        was: fields.texts("was"),
        monogram: fields.text("monogram"),
        hue: fields.integer("hue"),
        status: fields.text("status"),
        replaced_by: fields.text("replaced_by"),
        family: fields.text("family"),
        weight: fields.integer("weight"),
        summary: fields.text("summary"),
        combines_with: fields.texts("combines_with"),
        conflicts_with: fields.texts("conflicts_with"),
        levels: fields.tables("levels").into_iter().map(level).collect(),
        owner: fields.text("owner"),
        review: review(&mut fields),
        sources: fields.texts("sources"),
        extra: fields.node("extra"),
        cells,
    };
    (raw, diagnostics)
}

/// `last_reviewed_on`, `review_in` and `review_by` of any file that has them.
pub(super) fn review(fields: &mut Fields) -> RawReview {
    RawReview {
        last: fields.date("last_reviewed_on"),
        every: fields.text("review_in"),
        by: fields.date("review_by"),
    }
}

fn level(mut fields: Fields) -> RawLevel {
    RawLevel {
        id: fields.text("id"),
        name: fields.text("name"),
        summary: fields.text("summary"),
    }
}

/// The author's own fields as templates see them. Dates are texts.
pub fn to_json(node: &Node) -> serde_json::Value {
    // The tree is at most `MAX_DEPTH` deep, so this recursion is, too.
    match &node.value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(n) => (*n).into(),
        Value::Float(n) => (*n).into(),
        Value::Boolean(b) => (*b).into(),
        Value::Date(date) => date.as_str().into(),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Table(entries) => {
            let entry = |(key, node): &(Key, Node)| (key.name.to_string(), to_json(node));
            entries
                .iter()
                .map(entry)
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}

pub(super) fn wrong_type(what: &str, node: &Node, diagnostics: &mut Diagnostics) {
    let message = format!("expected {what}, found {}", node.value.describe());
    diagnostics.add(Code::VALUE_TYPE, Place::here(node.span), message);
}
