//! The one door to the TOML parser: a text becomes a spanned tree and all that is wrong with its syntax.

use std::sync::Arc;

use toml::de::{DeInteger, DeTable, DeValue, Error};

use super::strings;
use super::value::{Key, MAX_DEPTH, Node, Text, Value};
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
        if read.is_err() {
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

/// The parser's errors as ours: sorted, one a line, and none behind something unclosed, for those are echoes.
fn syntax(text: &str, offset: usize, mut errors: Vec<Error>, tree: &Node) -> Vec<Diagnostic> {
    let at = |e: &Error| {
        e.span()
            .map_or(0..0, |s| s.start.min(text.len())..s.end.min(text.len()))
    };
    errors.sort_by_key(|e| (at(e).start, at(e).end));
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut last_line = None;
    for e in &errors {
        let span = at(e);
        let line = text.as_bytes()[..span.start]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        let message = e.message();
        told.push(one(text, offset, message, span.into(), tree));
        if message.contains("unclosed") || message.contains("recursion") {
            break;
        }
    }
    told
}

fn one(text: &str, offset: usize, message: &str, span: Span, tree: &Node) -> Diagnostic {
    let place = Place::here(span.shift(offset));
    if message.contains("recursion") {
        return Diagnostic::new(
            Code::NESTING_TOO_DEEP,
            place,
            "nested deeper than 80 levels",
        );
    }
    let name = text.get(span.range()).unwrap_or_default();
    if message.contains("duplicate") {
        let d = Diagnostic::new(
            Code::KEY_DUPLICATE,
            place,
            format!("`{name}` is written twice"),
        );
        let d = d.help("remove one of the two");
        return match first_place(text, offset, name, place.span, tree) {
            Some(first) => d.label(Place::here(first), "first written here"),
            None => d,
        };
    }
    let help = cure(text, message, span);
    let message = match is_colon_line(line_around(text, span.start as usize)) {
        true => "`:` where TOML wants `=`",
        false => message,
    };
    Diagnostic::new(Code::TOML_SYNTAX, place, plain_words(message)).help_if(help)
}

/// The parser's words, made to fit between ours.
fn plain_words(message: &str) -> String {
    let message = message
        .trim()
        .trim_end_matches('.')
        .replace("`, `", "` or `");
    let mut chars = message.chars();
    match chars.next() {
        Some(c) => c.to_lowercase().chain(chars).collect(),
        None => "this is not TOML".to_owned(),
    }
}

/// What to do about the commonest mistakes, read from the line that the error stands in.
fn cure(text: &str, message: &str, span: Span) -> Option<String> {
    let line = line_around(text, span.start as usize);
    let help = if message.contains("string values must be quoted") {
        let word = line.split_once('=').map_or(line, |(_, v)| v);
        let word = word.split(" #").next().unwrap_or(word).trim();
        let known = [
            ("yes", "true"),
            ("no", "false"),
            ("True", "true"),
            ("False", "false"),
        ];
        if let Some((_, right)) = known.iter().find(|(wrong, _)| *wrong == word) {
            return Some(format!("write `{right}`"));
        }
        let tidy = !word.is_empty() && !word.contains(['"', '\\', '[', ']', '{', '}', ',']);
        if tidy {
            return Some(format!("put the text in quotes: `\"{word}\"`"));
        }
        "put the text in quotes"
    } else if is_colon_line(line) {
        return line.split_once(':').map(|(key, _)| {
            let key = key.trim();
            format!("TOML writes `=` between key and value: `{key} = …`")
        });
    } else if message.contains("escape") || message.contains("unicode") {
        "write `\\\\` for a back slash, or put the text in single quotes"
    } else if message.contains("basic string") || message.contains("literal string") {
        "end the text with the same quote, or write it between `\"\"\"` if it has several lines"
    } else if message.contains("unclosed array") || message.contains("unclosed inline table") {
        "every `[` needs its `]`, every `{` its `}`; items are parted by commas"
    } else if line.contains(['“', '”', '‘', '’']) {
        "use straight quotes: `\"`"
    } else {
        return None;
    };
    Some(help.to_owned())
}

fn is_colon_line(line: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.';
    line.split_once(':').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(bare)
    })
}

fn line_around(text: &str, at: usize) -> &str {
    let at = crate::diag::floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    text[start..end].trim_end_matches('\r')
}

/// Where `name` was written before: the same header, or the nearest earlier key of that name.
fn first_place(text: &str, offset: usize, name: &str, second: Span, tree: &Node) -> Option<Span> {
    let at = second.start as usize - offset;
    let header = line_around(text, at).trim();
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
