//! A table against its shape: tells what is wrong and keeps the rest, in the form that `Fields` hands out.

use std::sync::Arc;

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use crate::text::{did_you_mean, list_of};

use super::fields::Fields;
use super::shape::{Field, Kind, Shape};
use super::value::{Key, Node, Text, Value};

impl Shape {
    /// Checks a table at every depth. What does not fit is told and left out; a node that is no table has no fields.
    pub fn read(&'static self, node: &Node, diagnostics: &mut Diagnostics) -> Fields {
        let entries = match node.as_table() {
            Some(entries) => table(self, entries, node.span, diagnostics),
            None => {
                let message = format!("expected a table, found {}", node.value.describe());
                diagnostics.add(Code::VALUE_TYPE, Place::here(node.span), message);
                Vec::new()
            }
        };
        Fields::checked(self, node.span, entries)
    }
}

/// The valid entries of `entries` under their fields' own names; those of an open shape's other keys as they are.
fn table(
    shape: &'static Shape,
    entries: &[(Key, Node)],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Vec<(Key, Node)> {
    let mut table = Table {
        shape,
        out: Vec::with_capacity(entries.len()),
        written: Vec::new(),
        diagnostics,
    };
    for (key, node) in entries {
        table.entry(key, node);
    }
    table.missing(span);
    table.out
}

struct Table<'a> {
    shape: &'static Shape,
    out: Vec<(Key, Node)>,
    /// Which field was written under which key, valid or not.
    written: Vec<(&'static str, Key)>,
    diagnostics: &'a mut Diagnostics,
}

impl Table<'_> {
    fn entry(&mut self, key: &Key, node: &Node) {
        match node.as_table() {
            // `[sidebar] order = 1` may be an alias of `weight`; `search` may be a flag or hold `search.exclude`.
            Some(below) if self.shape.has_below(&key.name) && !self.takes_table(&key.name) => {
                for (inner, value) in below {
                    let dotted = Key {
                        name: Arc::from(format!("{}.{}", key.name, inner.name)),
                        span: inner.span,
                    };
                    self.single(&dotted, value);
                }
            }
            _ => self.single(key, node),
        }
    }

    fn takes_table(&self, name: &str) -> bool {
        let tables = |k: &Kind| matches!(k, Kind::Table(_) | Kind::Map(_) | Kind::Any);
        self.shape.find(name).is_some_and(|f| match &f.kind {
            Kind::Either(kinds) => kinds.iter().any(tables),
            kind => tables(kind),
        })
    }

    fn single(&mut self, key: &Key, node: &Node) {
        let Some(field) = self.shape.find(&key.name) else {
            return self.unknown(key, node);
        };
        if let Some((_, first)) = self.written.iter().find(|(name, _)| *name == field.name) {
            let d = twice(field, first, key);
            self.diagnostics.push(d);
            return;
        }
        self.written.push((field.name, key.clone()));
        if let Some(code) = field.later {
            self.diagnostics.push(later(code, key));
        }
        let mut check = Check {
            what: format!("`{}`", key.name),
            diagnostics: &mut *self.diagnostics,
        };
        if let Some(node) = check.value(&field.kind, node) {
            let key = Key {
                name: Arc::from(field.name),
                span: key.span,
            };
            self.out.push((key, node));
        }
    }

    fn unknown(&mut self, key: &Key, node: &Node) {
        if self.shape.open.is_some() {
            self.out.push((key.clone(), node.clone()));
            return;
        }
        let message = format!("there is no key `{}` here", key.name);
        let near = self.shape.near(&key.name);
        let help = near.map(|n| format!("did you mean `{n}`?"));
        let help = help.or_else(|| self.list_keys());
        let place = Place::here(key.span);
        let d = Diagnostic::new(Code::KEY_UNKNOWN, place, message).help_if(help);
        self.diagnostics.push(d);
    }

    fn list_keys(&self) -> Option<String> {
        let quoted = |f: &Field| format!("`{}`", f.name);
        let names: Vec<String> = self.shape.fields.iter().map(quoted).collect();
        let few = (1..=16).contains(&names.len());
        few.then(|| format!("the keys here are {}", list_of(&names, "and")))
    }

    fn missing(&mut self, span: Span) {
        for field in self.shape.fields.iter().filter(|f| f.required) {
            if self.written.iter().any(|(name, _)| *name == field.name) {
                continue;
            }
            let message = format!("`{}` is missing", field.name);
            let help = format!("add `{} = {}`", field.name, example(&field.kind));
            self.diagnostics
                .push(Diagnostic::new(Code::KEY_MISSING, Place::here(span), message).help(help));
        }
    }
}

fn later(code: &'static Code, key: &Key) -> Diagnostic {
    let audience = code == Code::AUDIENCE_UNSUPPORTED;
    let message = match code.severity == Severity::Error {
        true => format!("`{}` is not supported yet", key.name),
        false => format!("`{}` has no effect yet", key.name),
    };
    let help = "remove the key, and keep out of the site what is not for everybody";
    Diagnostic::new(code, Place::here(key.span), message).help_if(audience.then(|| help.to_owned()))
}

fn twice(field: &Field, first: &Key, second: &Key) -> Diagnostic {
    let message = match first.name == second.name {
        true => format!("`{}` is written twice", second.name),
        false => format!("`{}` and `{}` are the same key", first.name, second.name),
    };
    Diagnostic::new(Code::KEY_DUPLICATE, Place::here(second.span), message)
        .help(format!("keep `{}`", field.name))
        .label(Place::here(first.span), "first written here")
}

fn example(kind: &Kind) -> &'static str {
    match kind {
        Kind::Flag => "true",
        Kind::Integer { .. } | Kind::Number => "1",
        Kind::Date => "2026-01-31",
        Kind::List(_) | Kind::OneOrMore(_) => "[…]",
        Kind::Table(_) | Kind::Map(_) => "{ … }",
        _ => "\"…\"",
    }
}

/// One value against its kind.
struct Check<'a> {
    /// What the value belongs to, for messages.
    what: String,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn value(&mut self, kind: &'static Kind, node: &Node) -> Option<Node> {
        match kind {
            Kind::Text | Kind::Inline | Kind::Block => self.text(kind, node),
            Kind::Id => self.id(kind, node),
            Kind::OneOf(words) => self.word(kind, words, node),
            Kind::Flag => match node.value {
                Value::Boolean(_) => Some(node.clone()),
                _ => self.wrong(kind, node),
            },
            Kind::Integer { min, max } => self.integer(kind, node, *min, *max),
            Kind::Number => match node.as_number() {
                Some(n) if n.is_finite() => Some(node.clone()),
                _ => self.wrong(kind, node),
            },
            Kind::Date => self.date(kind, node),
            Kind::Period => self.period(kind, node),
            Kind::Span => self.span(kind, node),
            Kind::List(inner) => match node.as_list() {
                Some(items) => Some(self.items(inner, items, node.span)),
                None => self.wrong(kind, node),
            },
            Kind::OneOrMore(inner) => match node.as_list() {
                Some(items) => Some(self.items(inner, items, node.span)),
                None if accepts(inner, node) => self.value(inner, node),
                None => self.wrong(kind, node),
            },
            Kind::Table(shape) => match node.as_table() {
                Some(entries) => {
                    let entries = table(shape, entries, node.span, self.diagnostics);
                    Some(Node::new(Value::Table(entries), node.span))
                }
                None => self.wrong(kind, node),
            },
            Kind::Map(inner) => self.map(kind, inner, node),
            Kind::Either(kinds) => match pick(kinds, node) {
                Some(fits) => self.value(fits, node),
                None => self.wrong(kind, node),
            },
            Kind::Any => Some(node.clone()),
        }
    }

    fn text(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        match node.as_text() {
            Some(text) => Some(Node::new(Value::Text(text.clone()), node.span)),
            None => self.wrong(kind, node),
        }
    }

    fn id(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        let checked = self.text(kind, node)?;
        let text = checked.as_text()?;
        if text.is_blank() || text.value.contains(char::is_control) {
            let message = format!("{} takes a name of one line that is not empty", self.what);
            return self.invalid(node.span, message, None);
        }
        Some(checked)
    }

    fn word(&mut self, kind: &Kind, words: &[&'static str], node: &Node) -> Option<Node> {
        let checked = self.text(kind, node)?;
        let text = checked.as_text()?.as_str();
        if words.contains(&text) {
            return Some(checked);
        }
        let message = format!("{} takes {}, not `{text}`", self.what, kind.expected());
        self.invalid(
            node.span,
            message,
            did_you_mean(text, words.iter().copied()),
        )
    }

    fn integer(&mut self, kind: &Kind, node: &Node, min: i64, max: i64) -> Option<Node> {
        let Value::Integer(n) = node.value else {
            return self.wrong(kind, node);
        };
        if (min..=max).contains(&n) {
            return Some(node.clone());
        }
        let message = if n < min {
            format!("{} takes a whole number of at least {min}", self.what)
        } else {
            format!("{} takes a whole number of at most {max}", self.what)
        };
        self.invalid(node.span, message, None)
    }

    fn date(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        let Some(written) = node.as_date_text() else {
            return self.wrong(kind, node);
        };
        match Date::parse_lenient(written) {
            Ok(_) => Some(node.clone()),
            Err(_) => {
                let message = format!("`{written}` is not a day of the calendar");
                let help = "write year, month and day: `2026-01-31`";
                self.invalid(node.span, message, Some(help.to_owned()))
            }
        }
    }

    fn period(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        let written = match &node.value {
            Value::Integer(n) => n.to_string(),
            _ => match node.as_date_text() {
                Some(text) => text.to_owned(),
                None => return self.wrong(kind, node),
            },
        };
        let full = match written.len() {
            4 => format!("{written}-01-01"),
            7 => format!("{written}-01"),
            _ => written.clone(),
        };
        if Date::parse_lenient(&full).is_err() {
            let message = format!("`{written}` is neither a year nor a month nor a day");
            let help = "write `2020`, `\"2020-05\"` or `2020-05-17`";
            return self.invalid(node.span, message, Some(help.to_owned()));
        }
        let text = Text::whole(&written, node.span);
        Some(Node::new(Value::Text(text), node.span))
    }

    fn span(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        let checked = self.text(kind, node)?;
        let text = checked.as_text()?.as_str();
        let some_day = Date::parse("2026-01-01").ok()?;
        if some_day.plus(text).is_ok() {
            return Some(checked);
        }
        let message = format!("`{text}` is not a span of time");
        let help = "write a number and days, weeks, months or years: `6 months`";
        self.invalid(node.span, message, Some(help.to_owned()))
    }

    fn items(&mut self, inner: &'static Kind, items: &[Node], span: Span) -> Node {
        let mut check = Check {
            what: format!("an item of {}", self.what),
            diagnostics: &mut *self.diagnostics,
        };
        let valid = items.iter().filter_map(|item| check.value(inner, item));
        Node::new(Value::List(valid.collect()), span)
    }

    fn map(&mut self, kind: &Kind, inner: &'static Kind, node: &Node) -> Option<Node> {
        let Some(entries) = node.as_table() else {
            return self.wrong(kind, node);
        };
        let mut out = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let mut check = Check {
                what: format!("`{}`", key.name),
                diagnostics: &mut *self.diagnostics,
            };
            if let Some(value) = check.value(inner, value) {
                out.push((key.clone(), value));
            }
        }
        Some(Node::new(Value::Table(out), node.span))
    }

    fn wrong(&mut self, kind: &Kind, node: &Node) -> Option<Node> {
        let found = node.value.describe();
        let message = format!("{} takes {}, not {found}", self.what, kind.expected());
        let d = Diagnostic::new(Code::VALUE_TYPE, Place::here(node.span), message)
            .help_if(cure(kind, node));
        self.diagnostics.push(d);
        None
    }

    fn invalid(&mut self, span: Span, message: String, help: Option<String>) -> Option<Node> {
        let d = Diagnostic::new(Code::VALUE_INVALID, Place::here(span), message).help_if(help);
        self.diagnostics.push(d);
        None
    }
}

/// Whether a value is of the type that a kind takes, whatever its content.
fn accepts(kind: &Kind, node: &Node) -> bool {
    fits(kind, node, true)
}

/// The same; `spelled`: whether a number or boolean of YAML may be taken for a text.
fn fits(kind: &Kind, node: &Node, spelled: bool) -> bool {
    let text = matches!(node.value, Value::Text(_)) || spelled && node.spelled.is_some();
    match kind {
        Kind::Text | Kind::Inline | Kind::Block | Kind::Id | Kind::OneOf(_) | Kind::Span => text,
        Kind::Flag => matches!(node.value, Value::Boolean(_)),
        Kind::Integer { .. } => matches!(node.value, Value::Integer(_)),
        Kind::Number => node.as_number().is_some(),
        Kind::Date => text || matches!(node.value, Value::Date(_)),
        Kind::Period => text || matches!(node.value, Value::Date(_) | Value::Integer(_)),
        Kind::List(_) => node.as_list().is_some(),
        Kind::OneOrMore(inner) => node.as_list().is_some() || fits(inner, node, spelled),
        Kind::Table(_) | Kind::Map(_) => node.as_table().is_some(),
        Kind::Either(kinds) => kinds.iter().any(|k| fits(k, node, spelled)),
        Kind::Any => true,
    }
}

/// Which of several kinds a value is meant for: one of its own type before one that takes its spelling.
fn pick<'k>(kinds: &'k [Kind], node: &Node) -> Option<&'k Kind> {
    let exact = kinds.iter().find(|k| fits(k, node, false));
    exact.or_else(|| kinds.iter().find(|k| accepts(k, node)))
}

/// How to turn what was written into what is wanted.
fn cure(kind: &Kind, node: &Node) -> Option<String> {
    let help = match (kind, &node.value) {
        (Kind::List(inner), _) if accepts(inner, node) => "put it in brackets: `[…]`",
        (Kind::Flag, Value::Text(t)) => match t.as_str().trim().to_lowercase().as_str() {
            "true" | "yes" | "on" => "write `true`, without quotes",
            "false" | "no" | "off" => "write `false`, without quotes",
            _ => return None,
        },
        (Kind::Integer { .. } | Kind::Number, Value::Text(t))
            if t.as_str().trim().parse::<f64>().is_ok() =>
        {
            "remove the quotes"
        }
        (
            Kind::Text | Kind::Inline | Kind::Block | Kind::Id | Kind::OneOf(_),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Date(_),
        ) => "put it in quotes",
        _ => return None,
    };
    Some(help.to_owned())
}
