//! The one door to the YAML parser: a front matter becomes the same spanned tree as TOML.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned};

use super::strings;
use super::value::{Key, MAX_DEPTH, Node, Text, Value};
use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span, floor};

/// How often `*name` may stand in one text.
const MAX_ALIASES: usize = 1000;

/// The tree of a YAML text that stands in its file from byte `offset` on. Empty text is an empty table; a value that is
/// not written (`tags:`) is as if the key were not there. `None`: the syntax is broken, which is told once.
pub fn read(text: &str, offset: usize) -> (Option<Node>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let root = Span::new(offset, offset);
    if let Some(at) = too_deep(text) {
        let place = Place::here(Span::new(at, at + 1).shift(offset));
        let message = format!("nested deeper than {MAX_DEPTH} levels");
        diagnostics.add(Code::NESTING_TOO_DEEP, place, message);
        return (None, diagnostics);
    }
    let read: Result<Option<Spanned<Raw>>, _> =
        serde_saphyr::from_str_with_options(text, options());
    let raw = match read {
        Ok(Some(raw)) => raw,
        Ok(None) => return (Some(Node::new(Value::Table(Vec::new()), root)), diagnostics),
        Err(e) => {
            diagnostics.push(syntax(text, offset, &e));
            return (None, diagnostics);
        }
    };
    let mut builder = Builder {
        text,
        offset,
        diagnostics,
    };
    if matches!(raw.value, Raw::Text(_)) {
        let span = builder.local(raw.referenced).shift(offset);
        let message = "no `key: value` here";
        let d = Diagnostic::new(Code::YAML_SYNTAX, Place::here(span), message);
        builder
            .diagnostics
            .push(d.help("write a colon and a space behind each key"));
        return (None, builder.diagnostics);
    }
    let node = builder.node(raw, root, 0);
    let table = node.unwrap_or_else(|| Node::new(Value::Table(Vec::new()), root));
    (Some(table), builder.diagnostics)
}

fn options() -> serde_saphyr::Options {
    let mut options = serde_saphyr::Options::default();
    options.strict_booleans = true;
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    if let Some(budget) = &mut options.budget {
        budget.max_aliases = MAX_ALIASES;
        budget.flow_nesting_limit = MAX_DEPTH;
    }
    options
}

/// What the parser hands over; its places are turned into ours in a second step.
enum Raw {
    Null,
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Raw, D::Error> {
        d.deserialize_any(self)
    }

    fn visit_bool<E>(self, v: bool) -> Result<Raw, E> {
        Ok(Raw::Boolean(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Raw, E> {
        Ok(i64::try_from(v).map_or(Raw::Float(v as f64), Raw::Integer))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Raw, E> {
        Ok(Raw::Float(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Raw, E> {
        Ok(Raw::Text(v.to_owned()))
    }

    fn visit_bytes<E>(self, v: &[u8]) -> Result<Raw, E> {
        Ok(Raw::Text(String::from_utf8_lossy(v).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut a: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = a.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = a.next_key::<Spanned<String>>()? {
            entries.push((key, a.next_value()?));
        }
        Ok(Raw::Table(entries))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<Raw, D::Error> {
        d.deserialize_any(self)
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, a: A) -> Result<Raw, A::Error> {
        let (_, _) = a.variant::<IgnoredAny>()?;
        Ok(Raw::Null)
    }
}

struct Builder<'t> {
    text: &'t str,
    offset: usize,
    diagnostics: Diagnostics,
}

impl Builder<'_> {
    /// `outer`: the place of lists and tables, the key they belong to. `None`: nothing is written.
    fn node(&mut self, raw: Spanned<Raw>, outer: Span, depth: usize) -> Option<Node> {
        let local = self.local(raw.referenced);
        let span = local.shift(self.offset);
        let scalar = |value| Node::new(value, span);
        let node = match raw.value {
            Raw::Null => return None,
            Raw::Text(decoded) => scalar(Value::Text(self.string(&decoded, local))),
            Raw::Integer(v) => self.spelled(scalar(Value::Integer(v)), local),
            Raw::Float(v) => self.spelled(scalar(Value::Float(v)), local),
            Raw::Boolean(v) => self.spelled(scalar(Value::Boolean(v)), local),
            _ if depth >= MAX_DEPTH => {
                let message = format!("nested deeper than {MAX_DEPTH} levels");
                self.diagnostics
                    .add(Code::NESTING_TOO_DEEP, Place::here(outer), message);
                return None;
            }
            Raw::List(items) => {
                let items = items.into_iter();
                let nodes = items.filter_map(|item| self.node(item, outer, depth + 1));
                Node::new(Value::List(nodes.collect()), outer)
            }
            Raw::Table(entries) => {
                let entries = self.table(entries, depth);
                Node::new(Value::Table(entries), outer)
            }
        };
        Some(node)
    }

    fn table(
        &mut self,
        raw: Vec<(Spanned<String>, Spanned<Raw>)>,
        depth: usize,
    ) -> Vec<(Key, Node)> {
        let mut entries: Vec<(Key, Node)> = Vec::with_capacity(raw.len());
        let mut seen: std::collections::BTreeMap<Arc<str>, Span> = Default::default();
        for (name, value) in raw {
            let key = Key {
                span: self.local(name.referenced).shift(self.offset),
                name: Arc::from(name.value),
            };
            if let Some(first) = seen.get(&key.name) {
                let message = format!("`{}` is written twice", key.name);
                let place = Place::here(key.span);
                let d = Diagnostic::new(Code::KEY_DUPLICATE, place, message)
                    .help("remove one of the two")
                    .label(Place::here(*first), "first written here");
                self.diagnostics.push(d);
                continue;
            }
            seen.insert(Arc::clone(&key.name), key.span);
            if let Some(node) = self.node(value, key.span, depth + 1) {
                entries.push((key, node));
            }
        }
        entries
    }

    fn string(&self, decoded: &str, local: Span) -> Text {
        let span = local.shift(self.offset);
        let raw = self.text.get(local.range());
        match raw.and_then(|r| strings::yaml(r, span.start as usize, decoded)) {
            Some(map) => Text {
                value: Arc::from(decoded),
                map,
                span,
            },
            None => Text::whole(decoded, span),
        }
    }

    /// Keeps the spelling of a scalar that is not a text.
    fn spelled(&self, mut node: Node, local: Span) -> Node {
        let raw = self.text.get(local.range());
        // An alias (`*name`) or a tag (`!!int 1`) is not how the value is spelled.
        let raw = raw.filter(|r| !r.is_empty() && !r.starts_with(['*', '!', '&']));
        node.spelled = raw.map(|r| Text::plain(r, node.span.start as usize));
        node
    }

    fn local(&self, at: Location) -> Span {
        span_of(self.text, at)
    }
}

fn span_of(text: &str, at: Location) -> Span {
    let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let span = at.span();
    let (start, end) = match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(len)) => (index(start), index(start.saturating_add(len))),
        _ => {
            // The scanner counts characters.
            let start = text
                .char_indices()
                .nth(index(span.offset()))
                .map_or(text.len(), |(i, _)| i);
            (start, start + 1)
        }
    };
    let start = floor(text, start);
    let end = floor(text, end).max(start);
    // A span may run on over the white space behind a word.
    let kept = text.get(start..end).unwrap_or_default().trim_end().len();
    Span::new(start, start + kept)
}

fn syntax(text: &str, offset: usize, error: &serde_saphyr::Error) -> Diagnostic {
    let span = error
        .location()
        .map_or(Span::new(0, 0), |at| span_of(text, at));
    let said = error.without_snippet().to_string();
    let first = said.lines().next().unwrap_or_default();
    let message = first
        .rfind(" at line ")
        .map_or(first, |at| &first[..at])
        .trim_end_matches([':', ',', '.', ' ']);
    if message.contains("recursion limit") {
        let place = Place::here(span.shift(offset));
        let message = format!("nested deeper than {MAX_DEPTH} levels");
        return Diagnostic::new(Code::NESTING_TOO_DEEP, place, message);
    }
    if let Some(at) = words::equals_line(text, span) {
        let place = Place::here(Span::new(at, at).shift(offset));
        let message = "`=` where YAML wants `: `";
        let help = "write `key: value`, or put the front matter between `+++` lines for TOML";
        return Diagnostic::new(Code::YAML_SYNTAX, place, message).help(help);
    }
    let place = Place::here(span.shift(offset));
    let (message, help) = words::yaml(text, message, span);
    Diagnostic::new(Code::YAML_SYNTAX, place, message).help_if(help)
}

/// A guess before the parser recurses: brackets deeper than allowed, an indentation no sane text has, or a line of
/// nothing but `- - - …`. Returns where.
fn too_deep(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut indents: Vec<usize> = Vec::new();
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        let dashes = body
            .split(' ')
            .take_while(|w| matches!(*w, "-" | "?"))
            .count();
        if !body.trim().is_empty() {
            while indents.last().is_some_and(|i| *i >= indent) {
                indents.pop();
            }
            indents.push(indent);
        }
        if indents.len() + dashes > 2 * MAX_DEPTH {
            return Some(at + indent);
        }
        at += line.len();
    }
    None
}
