//! `theme.toml`: what a theme is called, what it builds on, and which options it has.

use super::shape::{Field, Kind, Shape};
use super::{Text, toml};
use crate::diag::{Code, Diagnostics, Place, Spanned};

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
    let mut versions = fields.table("rolebook");
    let mut version_of = |key: &str| {
        let text = owned(versions.as_mut().and_then(|v| v.text(key)));
        text.filter(|t| is_version(t, &mut told))
    };
    let (min, max) = (version_of("min"), version_of("max"));
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

/// Whether it is one to three numbers, `0.1` or `0.1.2`; anything else is told.
fn is_version(text: &Spanned<String>, told: &mut Diagnostics) -> bool {
    let parts: Vec<&str> = text.value.split('.').collect();
    let sound = parts.len() <= 3 && parts.iter().all(|p| p.parse::<u32>().is_ok());
    if !sound {
        let message = format!("`{}` is not a version of Rolebook", text.value);
        told.add(Code::VALUE_INVALID, Place::here(text.span), message)
            .help = Some("write two or three numbers, as `0.1` or `0.1.2`".to_owned());
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_is_none_is_told_where_it_stands() {
        let text = "rolebook = { min = \"0.1\", max = \"latest\" }\n";
        let (raw, told) = theme(text);
        assert_eq!(raw.min.map(|m| m.value).as_deref(), Some("0.1"));
        assert_eq!(raw.max, None);
        let told: Vec<_> = told
            .iter()
            .map(|d| (&text[d.place.span.range()], &*d.message))
            .collect();
        assert_eq!(
            told,
            [("\"latest\"", "`latest` is not a version of Rolebook")]
        );
    }
}
