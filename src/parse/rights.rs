//! `rights.toml`: who decides what, as written.

use super::role::{RawReview, review};
use super::shape::{Field, Fields, Kind, Shape};
use super::toml;
use super::value::{Key, Text};
use super::vocabulary::read;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span};

static PARTY: Shape = Shape::new(
    "party",
    "Somebody who takes part and is not a role.",
    &[
        Field::new("id", Kind::Id, "Its id.").required(),
        Field::new("name", Kind::Text, "What readers see.").default("from the id"),
    ],
);

const WHO: Kind = Kind::OneOrMore(&Kind::Id);

static ACTIVITY: Shape = Shape::new(
    "activity",
    "What somebody does, decides or keeps.",
    &[
        Field::new("id", Kind::Id, "Its id.").default("from the name"),
        Field::new(
            "name",
            Kind::Text,
            "Begins with a verb: \"Order the backlog\".",
        )
        .required(),
        Field::new(
            "kind",
            Kind::OneOf(&["decision", "task", "artefact"]),
            "What it is.",
        ),
        Field::new("verb", Kind::Text, "What it is listed under.")
            .default("the first word of the name"),
        Field::new("area", Kind::Text, "The group of rows it stands in.").default("Other"),
        Field::new(
            "accountable",
            Kind::Id,
            "Decides and answers for it: one role or party.",
        ),
        Field::new("responsible", WHO, "Do the work."),
        Field::new("consulted", WHO, "Are asked before."),
        Field::new("informed", WHO, "Hear of it afterwards."),
        Field::new("deputy", Kind::Id, "Decides while the accountable is away."),
        Field::new(
            "escalates_to",
            Kind::Id,
            "Where it goes when it cannot be settled.",
        ),
        Field::new("within", Kind::Text, "How long it may take."),
        Field::new("threshold", Kind::Text, "From or up to where it holds."),
        Field::new(
            "if_absent",
            Kind::Map(&Kind::Id),
            "Who takes the place of a role that does not exist.",
        ),
    ],
);

/// The file of decision rights.
pub static RIGHTS: Shape = Shape::new(
    "rights",
    "Who decides what.",
    &[
        Field::new("scheme", Kind::OneOf(&["raci"]), "Which letters there are.").default("raci"),
        Field::new(
            "party",
            Kind::List(&Kind::Table(&PARTY)),
            "Who takes part and is not a role.",
        ),
        Field::new(
            "activity",
            Kind::List(&Kind::Table(&ACTIVITY)),
            "The rows of the matrix.",
        ),
        Field::new(
            "owner",
            Kind::Id,
            "Who keeps the page: a role, a key of `[owners]`, or a name.",
        ),
        Field::new("last_reviewed_on", Kind::Date, "When it was last reviewed."),
        Field::new("review_in", Kind::Span, "How long a review holds."),
        Field::new(
            "review_by",
            Kind::Date,
            "The day on which the next review is due.",
        ),
    ],
);

/// `rights.toml` as written.
#[derive(Clone, Debug, Default)]
pub struct RawRights {
    /// `[[party]]`
    pub parties: Vec<RawParty>,
    /// `[[activity]]`
    pub activities: Vec<RawActivity>,
    /// `owner`
    pub owner: Option<Text>,
    /// `last_reviewed_on`, `review_in`, `review_by`
    pub review: RawReview,
    /// The file could not be read whole: what it may declare is not checked against.
    pub broken: bool,
}

/// A party as written.
#[derive(Clone, Debug)]
pub struct RawParty {
    /// `id`
    pub id: Option<Text>,
    /// `name`
    pub name: Option<Text>,
}

/// An activity as written.
#[derive(Clone, Debug)]
pub struct RawActivity {
    /// Where it begins.
    pub span: Span,
    /// `id`
    pub id: Option<Text>,
    /// `name`
    pub name: Option<Text>,
    /// `kind`
    pub kind: Option<Text>,
    /// `verb`
    pub verb: Option<Text>,
    /// `area`
    pub area: Option<Text>,
    /// `accountable`
    pub accountable: Option<Text>,
    /// `responsible`
    pub responsible: Vec<Text>,
    /// `consulted`
    pub consulted: Vec<Text>,
    /// `informed`
    pub informed: Vec<Text>,
    /// `deputy`
    pub deputy: Option<Text>,
    /// `escalates_to`
    pub escalates_to: Option<Text>,
    /// `within`
    pub within: Option<Text>,
    /// `threshold`
    pub threshold: Option<Text>,
    /// `if_absent`
    pub if_absent: Vec<(Key, Text)>,
}

/// Reads `rights.toml`.
pub fn rights(text: &str) -> (RawRights, Diagnostics) {
    let nothing = || RawRights {
        broken: true,
        ..RawRights::default()
    };
    if let Some(scheme) = other_scheme(text) {
        let mut diagnostics = Diagnostics::new();
        let message = format!("the scheme `{}` is not supported yet", scheme.value);
        let d = Diagnostic::new(Code::SCHEME_UNSUPPORTED, Place::here(scheme.span), message);
        diagnostics.push(d.help("write the rights as `raci`"));
        return (nothing(), diagnostics);
    }
    let (fields, diagnostics, broken) = read(text, &RIGHTS);
    let Some(mut fields) = fields else {
        return (nothing(), diagnostics);
    };
    fields.text("scheme");
    let raw = RawRights {
        parties: fields.tables("party").into_iter().map(party).collect(),
        activities: fields
            .tables("activity")
            .into_iter()
            .map(activity)
            .collect(),
        owner: fields.text("owner"),
        review: review(&mut fields),
        broken,
    };
    (raw, diagnostics)
}

/// The scheme, if it is one that has other keys: then nothing else is read, so that none of them is told as unknown.
fn other_scheme(text: &str) -> Option<Text> {
    let (node, _) = toml::read(text, 0);
    let scheme = node?.get("scheme")?.as_text()?.clone();
    OTHERS.contains(&scheme.as_str()).then_some(scheme)
}

/// Schemes that are known, but not yet to this program.
const OTHERS: &[&str] = &["rasci", "daci", "rapid", "dare", "custom"];

fn party(mut fields: Fields) -> RawParty {
    RawParty {
        id: fields.text("id"),
        name: fields.text("name"),
    }
}

fn activity(mut fields: Fields) -> RawActivity {
    let if_absent = fields.map("if_absent").into_iter();
    RawActivity {
        span: fields.span,
        id: fields.text("id"),
        name: fields.text("name"),
        kind: fields.text("kind"),
        verb: fields.text("verb"),
        area: fields.text("area"),
        accountable: fields.text("accountable"),
        responsible: fields.texts("responsible"),
        consulted: fields.texts("consulted"),
        informed: fields.texts("informed"),
        deputy: fields.text("deputy"),
        escalates_to: fields.text("escalates_to"),
        within: fields.text("within"),
        threshold: fields.text("threshold"),
        if_absent: if_absent
            .filter_map(|(k, n)| Some((k, n.as_text()?.clone())))
            .collect(),
    }
}
