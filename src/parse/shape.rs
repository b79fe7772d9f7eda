//! One table of fields per kind of file. Decoding, "did you mean", JSON Schema and the reference in our handbook read it.
//!
//! ```
//! use rolebook::diag::Diagnostics;
//! use rolebook::parse::shape::{Field, Kind, Shape};
//! use rolebook::parse::{Text, toml};
//!
//! static COUNTER: Shape = Shape::new("counter", "What others say.", &[
//!     Field::new("text", Kind::Inline, "The other reading.").required(),
//!     Field::new("sources", Kind::OneOrMore(&Kind::Id), "Where it is said."),
//! ]);
//! static CLAIM: Shape = Shape::new("claim", "Something a role does.", &[
//!     Field::new("topic", Kind::Id, "What it is matched by."),
//!     Field::new("text", Kind::Inline, "The claim.").required(),
//!     Field::new("stance", Kind::OneOf(&["agreed", "contested", "rejected"]), "Whether all agree.").default("agreed"),
//!     Field::new("counter", Kind::List(&Kind::Table(&COUNTER)), "Other readings."),
//! ]);
//! static CLAIMS: Shape = Shape::new("claims", "A short or a long form for each.", &[
//!     Field::new("claims", Kind::List(&Kind::Either(&[Kind::Inline, Kind::Table(&CLAIM)])), "In order."),
//! ]).open("any other key is a dimension");
//!
//! let (node, _) = toml::read("claims = [\"short\", { text = \"long\", stance = \"agreed\" }]\nhorizon = 3\n", 0);
//! let mut diagnostics = Diagnostics::new();
//! let mut file = CLAIMS.read(&node.unwrap(), &mut diagnostics);
//! for claim in file.list("claims") {
//!     // Whatever is here fits the table: no messages, no surprises.
//!     if let Some(short) = claim.as_text() {
//!         assert_eq!(short.as_str(), "short");
//!     } else {
//!         let mut long = CLAIM.fields(&claim);
//!         let text: Option<Text> = long.text("text");
//!         assert_eq!(text.unwrap().as_str(), "long");
//!     }
//! }
//! assert_eq!(&*file.rest()[0].0.name, "horizon");
//! assert!(diagnostics.is_empty());
//! ```
//!
//! `Shape::read` tells everything that is wrong and leaves it out; what is left is of the right type under the field's own
//! name, aliases resolved, at every depth. Taking it out of `Fields` cannot fail.

use crate::diag::Code;
use crate::text::nearest;

pub use super::fields::Fields;

/// What one kind of table may hold.
#[derive(Debug)]
pub struct Shape {
    /// The kind, as in `rolebook schema KIND`.
    pub name: &'static str,
    /// A sentence for the handbook and for editors.
    pub doc: &'static str,
    /// Its fields in the order of the reference.
    pub fields: &'static [Field],
    /// If other keys are allowed, what they are; they are handed back by `Fields::rest`.
    pub open: Option<&'static str>,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// The name we write. Dotted: a key inside a table, `search.exclude`.
    pub name: &'static str,
    /// Other names that mean the same, for people who come from elsewhere; dotted ones too.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What holds if it is not there, as one would write it, or where it comes from ("from the id"); for the reference.
    pub default: &'static str,
    /// A sentence for the handbook and for editors.
    pub doc: &'static str,
    /// Its feature comes later: where it is written, this code is told.
    pub later: Option<&'static Code>,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Plain text.
    Text,
    /// One line of Markdown, with links and terms.
    Inline,
    /// Blocks of Markdown.
    Block,
    /// The id of something: text that is not blank and has one line.
    Id,
    /// `true` or `false`.
    Flag,
    /// A whole number from `min` to `max`.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Any number.
    Number,
    /// A day, with or without a time, quoted or bare.
    Date,
    /// A year, a month or a day: `2020`, `"2020-05"`, `2020-05-17`. Taken out as text.
    Period,
    /// A span of time like `6 months`.
    Span,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of the inner kind.
    List(&'static Kind),
    /// One of the inner kind or a list of them. Taken out as a list.
    OneOrMore(&'static Kind),
    /// A table with these fields.
    Table(&'static Shape),
    /// A table with any keys and values of the inner kind.
    Map(&'static Kind),
    /// One of several, told apart by the type of the value: a short and a long form.
    Either(&'static [Kind]),
    /// Anything.
    Any,
}

impl Shape {
    /// A shape that takes its fields and nothing else.
    pub const fn new(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            doc,
            fields,
            open: None,
        }
    }

    /// The same, but other keys are allowed; `what` says what they are.
    pub const fn open(mut self, what: &'static str) -> Self {
        self.open = Some(what);
        self
    }

    /// The field of that name (not alias).
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The field that a key belongs to, by name or alias.
    pub fn find(&self, key: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|f| f.name == key || f.aliases.contains(&key))
    }

    /// Every name and alias, for "did you mean".
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields
            .iter()
            .flat_map(|f| std::iter::once(f.name).chain(f.aliases.iter().copied()))
    }

    /// The name or alias that was probably meant by `key`; of a dotted key, one in the same table.
    pub fn near(&self, key: &str) -> Option<&'static str> {
        let Some((outer, inner)) = key.rsplit_once('.') else {
            return nearest(key, self.names());
        };
        let below = |n: &'static str| n.strip_prefix(outer)?.strip_prefix('.');
        let meant = nearest(inner, self.names().filter_map(below))?;
        self.names().find(|n| below(n) == Some(meant))
    }

    /// Whether some name or alias begins with `key` and a dot.
    pub fn has_below(&self, key: &str) -> bool {
        self.names().any(|n| {
            n.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with('.'))
        })
    }
}

impl Field {
    /// A field that may be left out.
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self {
            name,
            aliases: &[],
            kind,
            required: false,
            default: "",
            doc,
            later: None,
        }
    }

    /// Other names.
    pub const fn alias(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// It must be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What holds without it, for the reference.
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    /// `code` is told where it is written: its feature comes later.
    pub const fn later(mut self, code: &'static Code) -> Self {
        self.later = Some(code);
        self
    }
}

impl Kind {
    /// A whole number that is not negative.
    pub const COUNT: Self = Self::Integer {
        min: 0,
        max: u32::MAX as i64,
    };

    /// Any whole number.
    pub const INTEGER: Self = Self::Integer {
        min: i64::MIN,
        max: i64::MAX,
    };

    /// The words of a message: "takes …".
    pub fn expected(&self) -> String {
        match self {
            Self::Text | Self::Inline | Self::Block | Self::Id => "text".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Integer { .. } => "a whole number".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Date => "a date like `2026-01-31`".to_owned(),
            Self::Period => "a year, month or day".to_owned(),
            Self::Span => "a span like `6 months`".to_owned(),
            Self::OneOf(words) => {
                let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
                crate::text::list_of(&quoted, "or")
            }
            Self::List(inner) => format!("a list of {}", inner.plural()),
            Self::OneOrMore(inner) => {
                format!("{} or a list of {}", inner.expected(), inner.plural())
            }
            Self::Table(_) | Self::Map(_) => "a table".to_owned(),
            Self::Either(kinds) => {
                let words: Vec<String> = kinds.iter().map(Self::expected).collect();
                crate::text::list_of(&words, "or")
            }
            Self::Any => "anything".to_owned(),
        }
    }

    fn plural(&self) -> String {
        match self {
            Self::Text | Self::Inline | Self::Block | Self::Id => "texts".to_owned(),
            Self::Table(_) | Self::Map(_) => "tables".to_owned(),
            Self::Integer { .. } | Self::Number => "numbers".to_owned(),
            Self::Date => "dates".to_owned(),
            Self::Either(kinds) => {
                let words: Vec<String> = kinds.iter().map(Self::plural).collect();
                crate::text::list_of(&words, "or")
            }
            Self::List(_) => "lists".to_owned(),
            _ => self.expected(),
        }
    }
}
