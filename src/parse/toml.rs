//! The one door to the TOML parser: a text becomes a spanned tree and all that is wrong with its syntax.

use std::sync::Arc;

use toml::de::{DeInteger, DeTable, DeValue, Error};

use super::statements::Statements;
use super::strings;
use super::value::{Key, MAX_DEPTH, Node, Text, Value};
use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span};

/// The tree of a TOML text that stands in its file from byte `offset` on. The root is a table at the text's beginning.
/// What is well formed beside mistakes is in the tree.
pub fn read(text: &str, offset: usize) -> (Option<Node>, Diagnostics) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        text,
        offset,
        diagnostics: Diagnostics::new(),
    };
    let entries = reader.table(root.get_ref(), 0);
    let tree = Node::new(Value::Table(entries), Span::new(offset, offset));
    for d in syntax(text, offset, errors, &tree) {
        reader.diagnostics.push(d);
    }
    (Some(tree), reader.diagnostics)
}

struct Reader<'t> {
    text: &'t str,
    offset: usize,
    diagnostics: Diagnostics,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<(Key, Node)> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table.iter() {
            let key = Key {
                name: Arc::from(key.get_ref().as_ref()),
                span: Span::from(key.span()).shift(self.offset),
            };
            if let Some(node) = self.node(value, depth + 1) {
                entries.push((key, node));
            }
        }
        entries
    }

    /// `None`: too deep or a number that does not fit, which is told.
    fn node(&mut self, value: &toml::Spanned<DeValue<'_>>, depth: usize) -> Option<Node> {
        let span = Span::from(value.span()).shift(self.offset);
        if depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            self.tell(Code::NESTING_TOO_DEEP, span, message, None);
            return None;
        }
        let value = match value.get_ref() {
            DeValue::String(s) => Value::Text(self.string(s, span)),
            DeValue::Integer(i) => Value::Integer(self.integer(i, span)?),
            DeValue::Float(f) => Value::Float(f.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(b) => Value::Boolean(*b),
            DeValue::Datetime(d) => Value::Date(d.to_string()),
            DeValue::Array(items) => {
                let items = items.iter().filter_map(|v| self.node(v, depth + 1));
                Value::List(items.collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
        };
        Some(Node::new(value, span))
    }

    fn string(&self, decoded: &str, span: Span) -> Text {
        let start = span.start as usize - self.offset;
        let raw = self.text.get(start..start + span.len());
        let map = raw.and_then(|r| strings::toml(r, span.start as usize, decoded));
        match map {
            Some(map) => Text {
                value: Arc::from(decoded),
                map,
                span,
            },
            None => Text::whole(decoded, span),
        }
    }

    fn integer(&mut self, number: &DeInteger<'_>, span: Span) -> Option<i64> {
        let read = i64::from_str_radix(number.as_str(), number.radix());
        // A number of wrong syntax is told as that.
        let fits = number.as_str().len() < 19 || number.as_str().starts_with('0');
        if read.is_err() && !fits {
            let message = "a number larger than 64 bits can hold".to_owned();
            let help = "put it in quotes if it is a text";
            self.tell(Code::VALUE_INVALID, span, message, Some(help.to_owned()));
        }
        read.ok()
    }

    fn tell(&mut self, code: &'static Code, span: Span, message: String, help: Option<String>) {
        let d = Diagnostic::new(code, Place::here(span), message).help_if(help);
        self.diagnostics.push(d);
    }
}

/// The most mistakes of syntax that are told of one file.
const MOST: usize = 50;

/// The parser's errors as ours: sorted, one a statement, and none behind something unclosed, for those are echoes.
fn syntax(text: &str, offset: usize, mut errors: Vec<Error>, tree: &Node) -> Vec<Diagnostic> {
    let at = |e: &Error| {
        let span = e.span().unwrap_or_default();
        span.start.min(text.len())..span.end.min(text.len())
    };
    errors.sort_by_key(|e| (at(e).start, at(e).end));
    let mut told: Vec<Diagnostic> = Vec::new();
    let statements = Statements::of(text);
    let mut last = None;
    for e in &errors {
        let span = at(e);
        let statement = Some(statements.at(span.start));
        if last == statement {
            continue;
        }
        last = statement;
        let d = one(text, offset, e.message(), span.into(), tree);
        let ends = d.message.contains("bracket that") || d.code == Code::NESTING_TOO_DEEP;
        told.push(d);
        if ends || told.len() == MOST {
            break;
        }
    }
    told
}

fn one(text: &str, offset: usize, said: &str, span: Span, tree: &Node) -> Diagnostic {
    let place = Place::here(span.shift(offset));
    if said.contains("recursion") {
        let message = "nested deeper than 80 levels";
        return Diagnostic::new(Code::NESTING_TOO_DEEP, place, message);
    }
    if said.contains("duplicate") {
        return twice(text, offset, span, tree);
    }
    let (message, help) = words::toml(text, said, span);
    Diagnostic::new(Code::TOML_SYNTAX, place, message).help_if(help)
}

fn twice(text: &str, offset: usize, span: Span, tree: &Node) -> Diagnostic {
    let name = text.get(span.range()).unwrap_or_default();
    let place = Place::here(span.shift(offset));
    let message = format!("`{name}` is written twice");
    let d = Diagnostic::new(Code::KEY_DUPLICATE, place, message).help("remove one of the two");
    match first_place(text, offset, name, place.span, tree) {
        Some(first) => d.label(Place::here(first), "first written here"),
        None => d,
    }
}

/// Where `name` was written before: the same header, or the nearest earlier key of that name.
fn first_place(text: &str, offset: usize, name: &str, second: Span, tree: &Node) -> Option<Span> {
    let at = second.start as usize - offset;
    let header = words::line_at(text, at).trim();
    if header.starts_with('[') {
        // The tree holds a repeated table under its second header.
        let from = text.get(..at)?.find(header)?;
        return Some(Span::new(from, from + header.len()).shift(offset));
    }
    let name = name.trim_matches(['"', '\'']);
    let mut found: Option<Span> = None;
    let mut todo: Vec<&Node> = vec![tree];
    while let Some(node) = todo.pop() {
        todo.extend(node.as_list().unwrap_or_default());
        for (key, value) in node.as_table().unwrap_or_default() {
            todo.push(value);
            if &*key.name == name && key.span.end <= second.start {
                found = found.max(Some(key.span));
            }
        }
    }
    found
}
