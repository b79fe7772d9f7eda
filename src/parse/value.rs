//! One spanned tree for TOML and YAML: what a data file or a front matter says, and where each word of it stands.
//!
//! Spans are bytes of the file. A text keeps a map from its decoded form back to what was written.

use std::sync::Arc;

use crate::diag::{Span, SpanMap, Spanned};

/// Tables and lists deeper than this are not read.
pub const MAX_DEPTH: usize = 100;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What was written, decoded.
    pub value: Value,
    /// Where; of a table `[a]` its header, of a YAML list or table the key it belongs to.
    pub span: Span,
    /// In YAML, a number, boolean or date as it is spelled: `title: 2026` and `version: 1.10` are texts if a text is
    /// wanted. `None` in TOML, where quotes decide.
    pub spelled: Option<Text>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(Text),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// An unquoted date or time of TOML, as written.
    Date(String),
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values in order of writing; no key twice.
    Table(Vec<(Key, Node)>),
}

/// A decoded text that knows where each of its bytes was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Text {
    /// The text.
    pub value: Arc<str>,
    /// From bytes of `value` to bytes of the file.
    pub map: SpanMap,
    /// All of it in the file, quotes included.
    pub span: Span,
}

/// The name in front of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Key {
    /// Decoded.
    pub name: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// A value at a span.
    pub fn new(value: Value, span: Span) -> Self {
        Self {
            value,
            span,
            spelled: None,
        }
    }

    /// The text, if it is one or was spelled like one in YAML.
    pub fn as_text(&self) -> Option<&Text> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => self.spelled.as_ref(),
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a table.
    pub fn as_table(&self) -> Option<&[(Key, Node)]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key, if it is a table that has it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let entries = self.as_table()?;
        entries.iter().find(|(k, _)| &*k.name == name).map(|e| &e.1)
    }
}

impl Value {
    /// What it is, for a message: `a list`.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Text {
    /// A text that stands in the file byte by byte from `start` on.
    pub fn plain(value: &str, start: usize) -> Self {
        Self {
            value: Arc::from(value),
            map: SpanMap::plain(start),
            span: Span::new(start, start + value.len()),
        }
    }

    /// A text of which only the whole place is known.
    pub fn whole(value: &str, span: Span) -> Self {
        Self {
            value: Arc::from(value),
            map: SpanMap::whole(span),
            span,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where bytes `start..end` of the decoded text stand in the file.
    pub fn part(&self, start: usize, end: usize) -> Span {
        self.map.span(Span::new(start, end))
    }

    /// Whether nothing but white space is written.
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }

    /// The text and its whole span.
    pub fn spanned(&self) -> Spanned<Arc<str>> {
        Spanned::new(Arc::clone(&self.value), self.span)
    }
}

impl Key {
    /// The key as a text: where a key is a name that must resolve.
    pub fn text(&self) -> Text {
        Text::whole(&self.name, self.span)
    }
}

impl Node {
    /// The value as templates and JSON see it; places are lost. A number that is none becomes `null`.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Text(text) => Json::String(text.as_str().to_owned()),
            Value::Integer(n) => Json::from(*n),
            Value::Float(n) => serde_json::Number::from_f64(*n).map_or(Json::Null, Json::Number),
            Value::Boolean(b) => Json::Bool(*b),
            Value::Date(date) => Json::String(date.clone()),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(entries) => {
                let pair = |(k, v): &(Key, Self)| (k.name.to_string(), v.to_json());
                Json::Object(entries.iter().map(pair).collect())
            }
        }
    }
}
