//! A table against its shape: tells what is wrong and keeps the rest, in the form that `Fields` hands out.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use crate::text::list_of;

use super::check::Check;
use super::fields::Fields;
use super::shape::{Field, Kind, Shape};
use super::value::{Key, Node};

impl Shape {
    /// Checks a table at every depth. What does not fit is told and left out; a node that is no table has no fields.
    pub fn read(&'static self, node: &Node, diagnostics: &mut Diagnostics) -> Fields {
        let entries = match node.as_table() {
            Some(entries) => table(self, self, entries, node.span, diagnostics),
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
/// `root` is the shape of the whole file.
pub(super) fn table(
    shape: &'static Shape,
    root: &'static Shape,
    entries: &[(Key, Node)],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Vec<(Key, Node)> {
    let mut table = Table {
        shape,
        root,
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
    root: &'static Shape,
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
            root: self.root,
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
        let help = self.misplaced(&key.name).or_else(|| {
            let near = self.shape.near(&key.name);
            near.map(|n| format!("did you mean `{n}`?"))
        });
        let help = help.or_else(|| self.list_keys());
        let place = Place::here(key.span);
        let d = Diagnostic::new(Code::KEY_UNKNOWN, place, message).help_if(help);
        self.diagnostics.push(d);
    }

    /// In TOML, what stands below a header belongs to its table, also what was meant for the whole file.
    fn misplaced(&self, name: &str) -> Option<String> {
        let elsewhere = !std::ptr::eq(self.shape, self.root) && self.root.field(name).is_some();
        elsewhere
            .then(|| format!("move `{name}` to the top of the file, above the first `[…]` line"))
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
