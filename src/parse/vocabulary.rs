//! `dimensions.toml`, `skills.toml`, `sources.toml`: the controlled vocabularies, as written.

use super::shape::{Field, Fields, Kind, Shape};
use super::toml;
use super::value::{Node, Text};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics, Span, Spanned};

static STEP: Shape = Shape::new(
    "step",
    "A step of a scale, a value of a choice, a level of a skill.",
    &[
        Field::new("id", Kind::Id, "As it is written in role files.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("the id"),
    ],
);

const STEPS: Kind = Kind::List(&Kind::Either(&[Kind::Id, Kind::Table(&STEP)]));

static GROUP: Shape = Shape::new(
    "group",
    "A heading over rows.",
    &[
        Field::new("id", Kind::Id, "Its id.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
    ],
);

static DIMENSION: Shape = Shape::new(
    "dimension",
    "A row of every comparison.",
    &[
        Field::new("id", Kind::Id, "The key in role files.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
        Field::new("question", Kind::Text, "What a cell of it answers."),
        Field::new(
            "type",
            Kind::OneOf(&[
                "text", "list", "set", "scale", "choice", "yes-no", "number", "range", "roles",
            ]),
            "What its values are.",
        )
        .required(),
        Field::new(
            "group",
            Kind::Id,
            "The group it stands in; without one it comes last.",
        ),
        Field::new("required", Kind::Flag, "Whether a missing value is a gap.").default("false"),
        Field::new(
            "weight",
            Kind::Number,
            "How much it counts in similarity and in the order of rows.",
        )
        .default("1"),
        Field::new("steps", STEPS, "Of a scale: its steps, lowest first."),
        Field::new("values", STEPS, "Of a choice: its values."),
        Field::new("unit", Kind::Text, "Of a number or range."),
    ],
);

static TOPIC: Shape = Shape::new(
    "topic",
    "What items of a list dimension are matched by.",
    &[
        Field::new("id", Kind::Id, "As it is written in role files.").required(),
        Field::new("dimension", Kind::Id, "The list dimension it belongs to.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
    ],
);

/// `dimensions.toml`
pub static DIMENSIONS: Shape = Shape::new(
    "dimensions",
    "What roles are described and compared by.",
    &[
        Field::new(
            "builtin",
            Kind::Flag,
            "`false` drops the built-in dimensions that are not named here.",
        )
        .default("true"),
        Field::new(
            "group",
            Kind::List(&Kind::Table(&GROUP)),
            "Headings over rows, in order.",
        ),
        Field::new(
            "dimension",
            Kind::List(&Kind::Table(&DIMENSION)),
            "Rows, in order.",
        ),
        Field::new(
            "topic",
            Kind::List(&Kind::Table(&TOPIC)),
            "Topics; once a dimension has some, others are errors.",
        ),
    ],
);

static SKILL: Shape = Shape::new(
    "skill",
    "Something one can be good at.",
    &[
        Field::new("id", Kind::Id, "As it is written in role files.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
        Field::new("description", Kind::Text, "What it means."),
        Field::new("levels", STEPS, "Levels of its own, lowest first."),
    ],
);

/// `skills.toml`
pub static SKILLS: Shape = Shape::new(
    "skills",
    "The skills that roles may name.",
    &[
        Field::new(
            "levels",
            STEPS,
            "How well a skill can be had, lowest first.",
        )
        .default("[\"awareness\", \"working\", \"practitioner\", \"expert\"]"),
        Field::new("skill", Kind::List(&Kind::Table(&SKILL)), "Skills."),
    ],
);

static SOURCE: Shape = Shape::new(
    "source",
    "Where claims come from.",
    &[
        Field::new("id", Kind::Id, "Its id.").required(),
        Field::new("title", Kind::Text, "Its title.").required(),
        Field::new("authors", Kind::OneOrMore(&Kind::Text), "Who wrote it."),
        Field::new(
            "date",
            Kind::Period,
            "When it appeared: a year, month or day.",
        ),
        Field::new("url", Kind::Text, "Where it can be read."),
        Field::new(
            "accessed",
            Kind::Date,
            "The day on which it was read there.",
        ),
        Field::new(
            "kind",
            Kind::OneOf(&["standard", "book", "article", "interview", "internal"]),
            "What it is.",
        ),
    ],
);

/// `sources.toml`
pub static SOURCES: Shape = Shape::new(
    "sources",
    "Where claims come from.",
    &[Field::new(
        "source",
        Kind::List(&Kind::Table(&SOURCE)),
        "Sources, in order.",
    )],
);

/// `dimensions.toml` as written.
#[derive(Clone, Debug, Default)]
pub struct RawDimensions {
    /// `builtin`
    pub builtin: Option<Spanned<bool>>,
    /// `[[group]]`
    pub groups: Vec<RawStep>,
    /// `[[dimension]]`
    pub dimensions: Vec<RawDimension>,
    /// `[[topic]]`
    pub topics: Vec<RawTopic>,
    /// The file could not be read whole: nothing is checked against it.
    pub broken: bool,
}

/// An id and a name.
#[derive(Clone, Debug)]
pub struct RawStep {
    /// `id`, or the short form.
    pub id: Text,
    /// `name`
    pub name: Option<Text>,
}

/// A dimension as written.
#[derive(Clone, Debug)]
pub struct RawDimension {
    /// `id`
    pub id: Text,
    /// Where the entry begins.
    pub span: Span,
    /// `name`
    pub name: Option<Text>,
    /// `question`
    pub question: Option<Text>,
    /// `type`
    pub kind: Option<Text>,
    /// `group`
    pub group: Option<Text>,
    /// `required`
    pub required: bool,
    /// `weight`
    pub weight: Option<Spanned<f64>>,
    /// `steps`; `None` if not written.
    pub steps: Option<Vec<RawStep>>,
    /// `values`; `None` if not written.
    pub values: Option<Vec<RawStep>>,
    /// `unit`
    pub unit: Option<Text>,
}

/// A topic as written.
#[derive(Clone, Debug)]
pub struct RawTopic {
    /// `id`
    pub id: Text,
    /// `dimension`
    pub dimension: Text,
    /// `name`
    pub name: Option<Text>,
}

/// `skills.toml` as written.
#[derive(Clone, Debug, Default)]
pub struct RawSkills {
    /// `levels`; `None` if not written.
    pub levels: Option<Vec<RawStep>>,
    /// `[[skill]]`
    pub skills: Vec<RawSkill>,
    /// The file could not be read whole: nothing is checked against it.
    pub broken: bool,
}

/// A skill as written.
#[derive(Clone, Debug)]
pub struct RawSkill {
    /// `id`
    pub id: Text,
    /// `name`
    pub name: Option<Text>,
    /// `description`
    pub description: Option<Text>,
    /// `levels`
    pub levels: Vec<RawStep>,
}

/// `sources.toml` as written.
#[derive(Clone, Debug, Default)]
pub struct RawSources {
    /// `[[source]]`
    pub sources: Vec<RawSource>,
    /// The file could not be read whole: nothing is checked against it.
    pub broken: bool,
}

/// A source as written.
#[derive(Clone, Debug)]
pub struct RawSource {
    /// `id`
    pub id: Text,
    /// `title`
    pub title: Text,
    /// `authors`
    pub authors: Vec<Text>,
    /// `date`
    pub date: Option<Text>,
    /// `url`
    pub url: Option<Text>,
    /// `accessed`
    pub accessed: Option<Spanned<Date>>,
    /// `kind`
    pub kind: Option<Text>,
}

/// Reads `dimensions.toml`.
pub fn dimensions(text: &str) -> (RawDimensions, Diagnostics) {
    let (fields, diagnostics, broken) = read(text, &DIMENSIONS);
    let Some(mut fields) = fields else {
        return (
            RawDimensions {
                broken: true,
                ..Default::default()
            },
            diagnostics,
        );
    };
    let raw = RawDimensions {
        builtin: fields.flag("builtin"),
        groups: fields
            .tables("group")
            .into_iter()
            .filter_map(named)
            .collect(),
        dimensions: fields
            .tables("dimension")
            .into_iter()
            .filter_map(dimension)
            .collect(),
        topics: fields
            .tables("topic")
            .into_iter()
            .filter_map(topic)
            .collect(),
        broken,
    };
    (raw, diagnostics)
}

/// Reads `skills.toml`.
pub fn skills(text: &str) -> (RawSkills, Diagnostics) {
    let (fields, diagnostics, broken) = read(text, &SKILLS);
    let Some(mut fields) = fields else {
        return (
            RawSkills {
                broken: true,
                ..Default::default()
            },
            diagnostics,
        );
    };
    let raw = RawSkills {
        levels: steps(&mut fields, "levels"),
        skills: fields
            .tables("skill")
            .into_iter()
            .filter_map(skill)
            .collect(),
        broken,
    };
    (raw, diagnostics)
}

/// Reads `sources.toml`.
pub fn sources(text: &str) -> (RawSources, Diagnostics) {
    let (fields, diagnostics, broken) = read(text, &SOURCES);
    let Some(mut fields) = fields else {
        return (
            RawSources {
                broken: true,
                ..Default::default()
            },
            diagnostics,
        );
    };
    let raw = RawSources {
        sources: fields
            .tables("source")
            .into_iter()
            .filter_map(source)
            .collect(),
        broken,
    };
    (raw, diagnostics)
}

/// A file's table after it was checked, what is wrong, and whether it could not be read whole. What is missing in a file
/// that has mistakes of syntax is not told: it may be there.
pub(super) fn read(text: &str, shape: &'static Shape) -> (Option<Fields>, Diagnostics, bool) {
    let (node, mut diagnostics) = toml::read(text, 0);
    let broken = diagnostics.has_errors();
    let mut more = Diagnostics::new();
    let fields = node.map(|n| shape.read(&n, &mut more));
    let told = |d: &Diagnostic| !broken || d.code != Code::KEY_MISSING;
    diagnostics.extend(more.into_iter().filter(told));
    (fields, diagnostics, broken)
}

fn named(mut fields: Fields) -> Option<RawStep> {
    Some(RawStep {
        id: fields.text("id")?,
        name: fields.text("name"),
    })
}

fn steps(fields: &mut Fields, name: &str) -> Option<Vec<RawStep>> {
    fields.has(name).then(|| {
        let step = |node: &Node| match node.as_text() {
            Some(id) => Some(RawStep {
                id: id.clone(),
                name: None,
            }),
            None => named(STEP.fields(node)),
        };
        fields.list(name).iter().filter_map(step).collect()
    })
}

fn dimension(mut fields: Fields) -> Option<RawDimension> {
    Some(RawDimension {
        id: fields.text("id")?,
        span: fields.span,
        name: fields.text("name"),
        question: fields.text("question"),
        kind: fields.text("type"),
        group: fields.text("group"),
        required: fields.flag("required").is_some_and(|f| f.value),
        weight: fields.number("weight"),
        steps: steps(&mut fields, "steps"),
        values: steps(&mut fields, "values"),
        unit: fields.text("unit"),
    })
}

fn topic(mut fields: Fields) -> Option<RawTopic> {
    Some(RawTopic {
        id: fields.text("id")?,
        dimension: fields.text("dimension")?,
        name: fields.text("name"),
    })
}

fn skill(mut fields: Fields) -> Option<RawSkill> {
    Some(RawSkill {
        id: fields.text("id")?,
        name: fields.text("name"),
        description: fields.text("description"),
        levels: steps(&mut fields, "levels").unwrap_or_default(),
    })
}

fn source(mut fields: Fields) -> Option<RawSource> {
    Some(RawSource {
        id: fields.text("id")?,
        title: fields.text("title")?,
        authors: fields.texts("authors"),
        date: fields.text("date"),
        url: fields.text("url"),
        accessed: fields.date("accessed"),
        kind: fields.text("kind"),
    })
}
