//! What a table holds after it was checked against its shape: taken out field by field, each of the right type.

use crate::date::Date;
use crate::diag::{Span, Spanned};

use super::shape::{Kind, Shape};
use super::value::{Key, Node, Text, Value};

/// The valid entries of a table, under their fields' own names. Taking one out leaves the others.
#[derive(Clone, Debug)]
pub struct Fields {
    shape: &'static Shape,
    /// Where the table stands.
    pub span: Span,
    entries: Vec<(Key, Node)>,
}

impl Shape {
    /// The fields of a table that `read` has already checked as part of a larger one. Anything else gives no fields.
    pub fn fields(&'static self, checked: &Node) -> Fields {
        let entries = checked.as_table().map(<[_]>::to_vec).unwrap_or_default();
        Fields {
            shape: self,
            span: checked.span,
            entries,
        }
    }
}

impl Fields {
    /// Whether a field was written (and not yet taken out).
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(k, _)| &*k.name == name)
    }

    /// Where the key of a field stands, spelled as written.
    pub fn key(&self, name: &str) -> Option<Span> {
        self.find(name).map(|(k, _)| k.span)
    }

    /// Where the value of a field stands.
    pub fn span_of(&self, name: &str) -> Option<Span> {
        self.find(name).map(|(_, n)| n.span)
    }

    /// A text, id, word of a list or period.
    pub fn text(&mut self, name: &str) -> Option<Text> {
        self.node(name).and_then(|n| n.as_text().cloned())
    }

    /// Texts: of a list, or the only one.
    pub fn texts(&mut self, name: &str) -> Vec<Text> {
        let items = self.list(name);
        items.iter().filter_map(|n| n.as_text().cloned()).collect()
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Option<Spanned<bool>> {
        let node = self.node(name)?;
        match node.value {
            Value::Boolean(v) => Some(Spanned::new(v, node.span)),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str) -> Option<Spanned<i64>> {
        let node = self.node(name)?;
        match node.value {
            Value::Integer(v) => Some(Spanned::new(v, node.span)),
            _ => None,
        }
    }

    /// A number, whole or not.
    pub fn number(&mut self, name: &str) -> Option<Spanned<f64>> {
        let node = self.node(name)?;
        node.as_number().map(|v| Spanned::new(v, node.span))
    }

    /// A day.
    pub fn date(&mut self, name: &str) -> Option<Spanned<Date>> {
        let node = self.node(name)?;
        let date = Date::parse_lenient(node.as_date_text()?).ok()?;
        Some(Spanned::new(date, node.span))
    }

    /// The items of a list, or the only value (`OneOrMore`).
    pub fn list(&mut self, name: &str) -> Vec<Node> {
        match self.node(name) {
            Some(Node {
                value: Value::List(items),
                ..
            }) => items,
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// A table with its own fields.
    pub fn table(&mut self, name: &str) -> Option<Fields> {
        let shape = self.shape_of(name)?;
        let node = self.node(name)?;
        node.as_table()?;
        Some(shape.fields(&node))
    }

    /// Tables of a list, `[[name]]`.
    pub fn tables(&mut self, name: &str) -> Vec<Fields> {
        let Some(shape) = self.shape_of(name) else {
            return Vec::new();
        };
        let items = self.list(name);
        let tables = items.iter().filter(|n| n.as_table().is_some());
        tables.map(|n| shape.fields(n)).collect()
    }

    /// The entries of a table with any keys.
    pub fn map(&mut self, name: &str) -> Vec<(Key, Node)> {
        match self.node(name) {
            Some(Node {
                value: Value::Table(entries),
                ..
            }) => entries,
            _ => Vec::new(),
        }
    }

    /// Whatever was written: for `Either` and `Any`.
    pub fn node(&mut self, name: &str) -> Option<Node> {
        debug_assert!(
            self.shape.field(name).is_some(),
            "`{name}` is no field of `{}`",
            self.shape.name
        );
        let at = self.entries.iter().position(|(k, _)| &*k.name == name)?;
        Some(self.entries.remove(at).1)
    }

    /// The keys that the shape does not name (open shapes only), in order of writing.
    pub fn rest(&mut self) -> Vec<(Key, Node)> {
        let shape = self.shape;
        self.entries
            .extract_if(.., |(k, _)| shape.field(&k.name).is_none())
            .collect()
    }

    fn find(&self, name: &str) -> Option<&(Key, Node)> {
        self.entries.iter().find(|(k, _)| &*k.name == name)
    }

    fn shape_of(&self, name: &str) -> Option<&'static Shape> {
        shape_in(&self.shape.field(name)?.kind)
    }

    pub(super) fn checked(shape: &'static Shape, span: Span, entries: Vec<(Key, Node)>) -> Self {
        Self {
            shape,
            span,
            entries,
        }
    }
}

/// The first table in a kind.
fn shape_in(kind: &'static Kind) -> Option<&'static Shape> {
    match kind {
        Kind::Table(shape) => Some(shape),
        Kind::List(inner) | Kind::OneOrMore(inner) => shape_in(inner),
        Kind::Either(kinds) => kinds.iter().find_map(shape_in),
        _ => None,
    }
}

impl Node {
    /// A number, whole or not.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(v) => Some(v as f64),
            Value::Float(v) => Some(v),
            _ => None,
        }
    }

    /// What may be a date: a bare date or a text.
    pub fn as_date_text(&self) -> Option<&str> {
        match &self.value {
            Value::Date(date) => Some(date),
            _ => self.as_text().map(Text::as_str),
        }
    }
}
