//! `comparisons/<id>.toml`: the words an author put around a comparison.

use super::shape::{Field, Fields, Kind, Shape};
use super::value::{Key, Text};
use super::vocabulary::read;
use crate::diag::{Diagnostics, Span};

static MISCONCEPTION: Shape = Shape::new(
    "misconception",
    "A belief and what is true.",
    &[
        Field::new("myth", Kind::Inline, "What is believed.").required(),
        Field::new("fact", Kind::Inline, "What is true.").required(),
        Field::new(
            "sources",
            Kind::OneOrMore(&Kind::Id),
            "Entries of `sources.toml`.",
        ),
    ],
);

/// A comparison file.
pub static COMPARISON: Shape = Shape::new(
    "comparison",
    "What only a person can say about a comparison of two to five roles.",
    &[
        Field::new("roles", Kind::List(&Kind::Id), "Two to five ids of roles.").required(),
        Field::new("title", Kind::Text, "A title instead of the roles' names."),
        Field::new("verdict", Kind::Inline, "The difference in a sentence."),
        Field::new(
            "choose",
            Kind::Map(&Kind::Inline),
            "For each role, and for `both`: when it is the right one.",
        ),
        Field::new(
            "misconceptions",
            Kind::List(&Kind::Table(&MISCONCEPTION)),
            "What is often misread.",
        ),
        Field::new("decision", Kind::Id, "The decision that helps to choose."),
    ],
);

/// A comparison file as written.
#[derive(Clone, Debug, Default)]
pub struct RawComparison {
    /// `roles`
    pub roles: Vec<Text>,
    /// Where the list of roles stands.
    pub roles_span: Span,
    /// `title`
    pub title: Option<Text>,
    /// `verdict`
    pub verdict: Option<Text>,
    /// `choose`
    pub choose: Vec<(Key, Text)>,
    /// `misconceptions`
    pub misconceptions: Vec<RawMisconception>,
    /// `decision`
    pub decision: Option<Text>,
}

/// An entry of `misconceptions`.
#[derive(Clone, Debug)]
pub struct RawMisconception {
    /// `myth`
    pub myth: Option<Text>,
    /// `fact`
    pub fact: Option<Text>,
    /// `sources`
    pub sources: Vec<Text>,
}

/// Reads a comparison file.
pub fn comparison(text: &str) -> (RawComparison, Diagnostics) {
    let (fields, diagnostics, _) = read(text, &COMPARISON);
    let Some(mut fields) = fields else {
        return (RawComparison::default(), diagnostics);
    };
    let choose = fields.map("choose").into_iter();
    let raw = RawComparison {
        roles_span: fields.span_of("roles").unwrap_or_default(),
        roles: fields.texts("roles"),
        title: fields.text("title"),
        verdict: fields.text("verdict"),
        choose: choose
            .filter_map(|(k, n)| Some((k, n.as_text()?.clone())))
            .collect(),
        misconceptions: fields
            .tables("misconceptions")
            .into_iter()
            .map(misconception)
            .collect(),
        decision: fields.text("decision"),
    };
    (raw, diagnostics)
}

fn misconception(mut fields: Fields) -> RawMisconception {
    RawMisconception {
        myth: fields.text("myth"),
        fact: fields.text("fact"),
        sources: fields.texts("sources"),
    }
}
