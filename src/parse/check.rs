//! One value against its kind: what was expected, what was found, how to mend it.

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::text::did_you_mean;

use super::decode::table;
use super::shape::{Kind, Shape};
use super::value::{Node, Text, Value};

/// One value against its kind.
pub(super) struct Check<'a> {
    /// What the value belongs to, for messages.
    pub what: String,
    /// The shape of the whole file.
    pub root: &'static Shape,
    /// Where messages go.
    pub diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    /// The value as `Fields` hands it out, or `None` if it is wrong, which is told.
    pub fn value(&mut self, kind: &'static Kind, node: &Node) -> Option<Node> {
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
                    let entries = table(shape, self.root, entries, node.span, self.diagnostics);
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
            root: self.root,
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
                root: self.root,
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
            .help_if(cure(&self.what, kind, node));
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
fn cure(what: &str, kind: &Kind, node: &Node) -> Option<String> {
    let name = what.trim_matches('`');
    let help = match (kind, &node.value) {
        (Kind::List(Kind::Table(_)), Value::Table(_)) => {
            return Some(format!("write `[[{name}]]`, with double brackets"));
        }
        (Kind::Table(_) | Kind::Map(_), Value::List(items))
            if items.iter().all(|i| i.as_table().is_some()) =>
        {
            return Some(format!("write `[{name}]`, with single brackets"));
        }
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
