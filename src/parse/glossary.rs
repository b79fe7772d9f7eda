//! `glossary.toml` and `glossary/*.toml`: the words that an author explained, every one with its place.

use super::shape::{Field, Fields, Kind, Shape};
use super::toml;
use super::value::Text;
use crate::date::Date;
use crate::diag::{Diagnostics, Span, Spanned};

/// One glossary file as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawGlossary {
    /// `[[term]]`, in order.
    pub terms: Vec<RawTerm>,
    /// Whether all of it could be read. If not, references to its terms are not worth a second message.
    pub whole: bool,
}

/// `[[term]]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTerm {
    /// Where the table begins.
    pub span: Span,
    /// Its id, if it is not made from the name.
    pub id: Option<Text>,
    /// The word.
    pub name: Option<Text>,
    /// Several of them.
    pub plural: Option<Text>,
    /// Short forms.
    pub abbr: Vec<Text>,
    /// Other names.
    pub aliases: Vec<Text>,
    /// Other forms of the same words.
    pub forms: Vec<Text>,
    /// One sentence.
    pub definition: Option<Text>,
    /// Blocks of Markdown.
    pub body: Option<Text>,
    /// One line of Markdown.
    pub example: Option<Text>,
    /// What it is taken for: ids, or words that have no entry.
    pub not_the_same_as: Vec<Text>,
    /// The wider term.
    pub broader: Option<Text>,
    /// Terms beside it.
    pub related: Vec<Text>,
    /// `preferred`, `admitted`, `deprecated` or `avoid`.
    pub status: Option<Text>,
    /// What to write instead.
    pub use_instead: Option<Text>,
    /// Where this meaning holds.
    pub scope: Option<Text>,
    /// Who keeps the entry.
    pub owner: Option<Text>,
    /// When it was last reviewed.
    pub reviewed: Option<Spanned<Date>>,
    /// Ids of `sources.toml`, or what else is written.
    pub sources: Vec<Text>,
    /// The role that it is the name of.
    pub role: Option<Text>,
    /// Path patterns of pages on which it is not linked.
    pub not_on: Vec<Text>,
    /// How its letters must be written.
    pub case: Option<Text>,
    /// How often it is linked.
    pub links: Option<Text>,
    /// Phrases inside which it is not meant.
    pub not_in: Vec<Text>,
}

/// `rolebook schema glossary`
pub static GLOSSARY: Shape = Shape::new(
    "glossary",
    "Terms: each is explained once, and linked wherever its words stand.",
    &[Field::new(
        "term",
        Kind::List(&Kind::Table(&TERM)),
        "The terms. Their order means nothing.",
    )
    .alias(&["terms"])],
);

const IDS: Kind = Kind::OneOrMore(&Kind::Id);

static TERM: Shape = Shape::new(
    "term",
    "One term. A name and a definition are enough.",
    &[
        Field::new("name", Kind::Id, "The word or words. `term` does as well.")
            .required()
            .alias(&["term"]),
        Field::new(
            "definition",
            Kind::Text,
            "One sentence of plain text, at most 200 characters.",
        )
        .required(),
        Field::new("id", Kind::Id, "What links and other terms call it.").default("from the name"),
        Field::new("plural", Kind::Id, "Several of them.").default("by the rules of English"),
        Field::new("abbr", IDS, "Short forms. They are linked, too.")
            .alias(&["abbreviation", "abbreviations"]),
        Field::new("aliases", IDS, "Other names. They are linked, too.")
            .alias(&["alias", "synonyms"]),
        Field::new(
            "forms",
            IDS,
            "Other forms of the words, such as `prioritized`; linked, but not shown.",
        ),
        Field::new("body", Kind::Block, "More about it."),
        Field::new("example", Kind::Inline, "An example."),
        Field::new(
            "not_the_same_as",
            IDS,
            "What it is taken for: ids of terms and roles, or words without an entry.",
        ),
        Field::new(
            "broader",
            Kind::Id,
            "The id of the term that this is a kind or a part of.",
        ),
        Field::new("related", IDS, "Ids of terms beside it.").alias(&["see_also"]),
        Field::new(
            "status",
            Kind::OneOf(&["preferred", "admitted", "deprecated", "avoid"]),
            "Whether people should use it.",
        )
        .default("preferred"),
        Field::new(
            "use_instead",
            Kind::Id,
            "The id of the term to use, told wherever this one stands.",
        ),
        Field::new(
            "scope",
            Kind::Id,
            "Where this meaning holds, if the same word has another meaning elsewhere.",
        ),
        Field::new("owner", Kind::Id, "Who keeps the entry."),
        Field::new("last_reviewed_on", Kind::Date, "When it was last reviewed.")
            .alias(&["reviewed"]),
        Field::new("sources", IDS, "Ids of `sources.toml`.").alias(&["source"]),
        Field::new(
            "role",
            Kind::Id,
            "The id of the role that this is the name of: mentions lead to its page.",
        ),
        Field::new(
            "not_on",
            IDS,
            "Pages on which it is not linked: paths below the content folder, `*` and `**` allowed.",
        ),
        Field::new("match", Kind::Table(&MATCH), "How it is found in texts."),
    ],
);

static MATCH: Shape = Shape::new(
    "match",
    "How a term is found in texts.",
    &[
        Field::new(
            "case",
            Kind::OneOf(&["smart", "exact", "any"]),
            "`smart`: names with capitals inside as written, others in lower, sentence and title case.",
        )
        .default("smart"),
        Field::new(
            "links",
            Kind::OneOf(&["first-per-page", "first-per-section", "all", "never"]),
            "How often it is linked.",
        )
        .default("as the site says"),
        Field::new("not_in", IDS, "Phrases inside which the word is not meant."),
    ],
);

/// Reads one glossary file.
pub fn glossary(text: &str) -> (RawGlossary, Diagnostics) {
    let (node, mut diagnostics) = toml::read(text, 0);
    let whole = !diagnostics.has_errors();
    let Some(node) = node else {
        return (RawGlossary::default(), diagnostics);
    };
    let mut file = GLOSSARY.read(&node, &mut diagnostics);
    let terms = file.tables("term").into_iter().map(term).collect();
    (RawGlossary { terms, whole }, diagnostics)
}

fn term(mut f: Fields) -> RawTerm {
    let span = f.span;
    let mut matching = f.table("match");
    RawTerm {
        span,
        id: f.text("id"),
        name: f.text("name"),
        plural: f.text("plural"),
        abbr: f.texts("abbr"),
        aliases: f.texts("aliases"),
        forms: f.texts("forms"),
        definition: f.text("definition"),
        body: f.text("body"),
        example: f.text("example"),
        not_the_same_as: f.texts("not_the_same_as"),
        broader: f.text("broader"),
        related: f.texts("related"),
        status: f.text("status"),
        use_instead: f.text("use_instead"),
        scope: f.text("scope"),
        owner: f.text("owner"),
        reviewed: f.date("last_reviewed_on"),
        sources: f.texts("sources"),
        role: f.text("role"),
        not_on: f.texts("not_on"),
        case: matching.as_mut().and_then(|m| m.text("case")),
        links: matching.as_mut().and_then(|m| m.text("links")),
        not_in: matching
            .as_mut()
            .map(|m| m.texts("not_in"))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_definition_are_enough() {
        let (raw, d) = glossary("[[term]]\nname = \"user story\"\ndefinition = \"A wish.\"\n");
        assert!(d.is_empty() && raw.whole);
        assert_eq!(raw.terms[0].name.as_ref().unwrap().as_str(), "user story");
        assert_eq!(raw.terms[0].name.as_ref().unwrap().span, Span::new(16, 28));
    }

    #[test]
    fn keys_are_checked_at_every_depth() {
        let text = "[[term]]\nname = \"x\"\ndefiniton = \"y\"\nmatch = { case = \"smrt\", links = \"all\" }\n";
        let (raw, d) = glossary(text);
        let codes: Vec<&str> = d.iter().map(|d| d.code.name).collect();
        assert!(
            codes.contains(&"key-unknown") && codes.contains(&"value-invalid"),
            "{codes:?}"
        );
        assert_eq!(raw.terms[0].links.as_ref().unwrap().as_str(), "all");
    }
}
