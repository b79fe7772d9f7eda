//! `theme.toml`: what a theme is called, what it builds on, and which options it has.

use super::shape::{Field, Kind, Shape};
use super::{Text, toml};
use crate::diag::{Diagnostics, Spanned};

static VERSIONS: Shape = Shape::new(
    "rolebook",
    "The versions of Rolebook that the theme works with.",
    &[
        Field::new("min", Kind::Text, "The oldest, `0.1` or `0.1.2`."),
        Field::new("max", Kind::Text, "The newest that it was tried with."),
    ],
);

/// The table of fields of `theme.toml`.
pub static THEME: Shape = Shape::new(
    "theme",
    "What a theme is called and what it builds on.",
    &[
        Field::new("name", Kind::Text, "Its name."),
        Field::new("version", Kind::Text, "Its version."),
        Field::new(
            "extends",
            Kind::Id,
            "The theme whose files it overrides; without it, the built-in one.",
        ),
        Field::new(
            "rolebook",
            Kind::Table(&VERSIONS),
            "The versions of Rolebook that it works with.",
        ),
        Field::new(
            "options",
            Kind::Map(&Kind::Any),
            "Values for its templates, as `theme.options`.",
        ),
    ],
);

/// A `theme.toml` as written.
#[derive(Clone, Debug, Default)]
pub struct RawTheme {
    /// The theme below it.
    pub extends: Option<Spanned<String>>,
    /// The oldest Rolebook.
    pub min: Option<Spanned<String>>,
    /// The newest Rolebook.
    pub max: Option<Spanned<String>>,
    /// A table of values, or `null`.
    pub options: serde_json::Value,
}

/// Reads a `theme.toml`.
pub fn theme(text: &str) -> (RawTheme, Diagnostics) {
    let (node, mut told) = toml::read(text, 0);
    let Some(node) = node else {
        return (RawTheme::default(), told);
    };
    let mut fields = THEME.read(&node, &mut told);
    let owned = |t: Option<Text>| t.map(|t| Spanned::new(t.value.to_string(), t.span));
    let (min, max) = match fields.table("rolebook") {
        Some(mut versions) => (owned(versions.text("min")), owned(versions.text("max"))),
        None => (None, None),
    };
    let options = fields
        .node("options")
        .map_or(serde_json::Value::Null, |n| n.to_json());
    (
        RawTheme {
            extends: owned(fields.text("extends")),
            min,
            max,
            options,
        },
        told,
    )
}
