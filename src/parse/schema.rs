//! A shape as JSON Schema (draft 7, what TOML editors read) and as a table for the handbook: both come from the same
//! fields that decode the file, so they cannot disagree with it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::shape::{Field, Kind, Shape};
use crate::diag::Severity;

/// The JSON Schema of a file of this shape.
pub fn schema(shape: &'static Shape) -> Json {
    let mut writer = Writer::default();
    let root = writer.object(shape);
    let mut out = Map::new();
    let draft = "http://json-schema.org/draft-07/schema#";
    out.insert("$schema".into(), draft.into());
    out.insert("title".into(), format!("Rolebook: {}", shape.name).into());
    if let Json::Object(root) = root {
        out.extend(root);
    }
    let definitions = writer.definitions.into_iter();
    let definitions: Map<String, Json> = definitions
        .map(|(k, v)| (crate::text::slug(k), v))
        .collect();
    if !definitions.is_empty() {
        out.insert("definitions".into(), Json::Object(definitions));
    }
    Json::Object(out)
}

/// The shape and every table in it as Markdown: a heading of `level`, a sentence, a table of keys.
pub fn reference(shape: &'static Shape, level: usize) -> String {
    let mut out = String::new();
    let mut shapes: Vec<&'static Shape> = vec![shape];
    let mut at = 0;
    while let Some(shape) = shapes.get(at).copied() {
        for field in shape.fields {
            let mut inner = Vec::new();
            shapes_in(&field.kind, &mut inner);
            inner.retain(|s| !shapes.iter().any(|seen| seen.name == s.name));
            shapes.extend(inner);
        }
        let depth = if at == 0 { level } else { level + 1 };
        section(&mut out, shape, depth);
        at += 1;
    }
    out
}

#[derive(Default)]
struct Writer {
    /// Tables by name; `null` while one is being written, so that a shape may hold itself.
    definitions: BTreeMap<&'static str, Json>,
}

impl Writer {
    fn object(&mut self, shape: &'static Shape) -> Json {
        let mut properties = Map::new();
        for field in shape.fields {
            let value = self.field(field);
            self.place(&mut properties, field.name, value.clone());
            for alias in field.aliases {
                let mut other = value.clone();
                describe(&mut other, format!("The same as `{}`.", field.name));
                self.place(&mut properties, alias, other);
            }
        }
        let mut out = json!({ "type": "object", "description": shape.doc });
        if let Json::Object(map) = &mut out {
            map.insert("properties".into(), Json::Object(properties));
            let needed = shape.fields.iter().filter(|f| f.required).map(needed);
            let needed: Vec<Json> = needed.collect();
            if !needed.is_empty() {
                map.insert("allOf".into(), Json::Array(needed));
            }
            let open = shape.open.is_some();
            map.insert("additionalProperties".into(), open.into());
        }
        out
    }

    /// `sidebar.order` goes into the properties of `sidebar`, which may be a flag as well (`search`).
    fn place(&mut self, properties: &mut Map<String, Json>, name: &str, value: Json) {
        let Some((outer, inner)) = name.split_once('.') else {
            let merged = match properties.remove(name) {
                Some(table) => json!({ "anyOf": [value, table] }),
                None => value,
            };
            properties.insert(name.to_owned(), merged);
            return;
        };
        let empty = json!({ "type": "object", "properties": {} });
        let slot = properties.entry(outer.to_owned()).or_insert(Json::Null);
        if slot.get("properties").is_none() && slot.get("anyOf").is_none() {
            *slot = match slot.take() {
                Json::Null => empty,
                flag => json!({ "anyOf": [flag, empty] }),
            };
        }
        let table = match slot.pointer_mut("/anyOf/1") {
            Some(_) => slot.pointer_mut("/anyOf/1/properties"),
            None => slot.pointer_mut("/properties"),
        };
        if let Some(Json::Object(table)) = table {
            table.insert(inner.to_owned(), value);
        }
    }

    fn field(&mut self, field: &'static Field) -> Json {
        if field
            .later
            .is_some_and(|code| code.severity == Severity::Error)
        {
            return json!({ "not": {}, "description": field.doc });
        }
        let mut out = self.kind(&field.kind);
        let default = match field.default {
            "" => String::new(),
            default => format!(" Default: {}.", shown(default)),
        };
        describe(&mut out, format!("{}{default}", field.doc));
        out
    }

    fn kind(&mut self, kind: &'static Kind) -> Json {
        match kind {
            Kind::Text | Kind::Inline | Kind::Block => json!({ "type": "string" }),
            Kind::Id => json!({ "type": "string", "pattern": "\\S" }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Integer { min, max } => {
                json!({ "type": "integer", "minimum": min, "maximum": max })
            }
            Kind::Number => json!({ "type": "number" }),
            Kind::Date => {
                json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$" })
            }
            Kind::Period => json!({ "anyOf": [
                { "type": "integer", "minimum": 1000, "maximum": 9999 },
                { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$" },
            ] }),
            Kind::Span => {
                json!({ "type": "string", "pattern": "^[0-9]{1,4} (day|week|month|year)s?$" })
            }
            Kind::OneOf(words) => json!({ "enum": words }),
            Kind::List(inner) => json!({ "type": "array", "items": self.kind(inner) }),
            Kind::OneOrMore(inner) => {
                let one = self.kind(inner);
                json!({ "anyOf": [one, { "type": "array", "items": one }] })
            }
            Kind::Map(inner) => {
                json!({ "type": "object", "additionalProperties": self.kind(inner) })
            }
            Kind::Either(kinds) => {
                let kinds: Vec<Json> = kinds.iter().map(|k| self.kind(k)).collect();
                json!({ "anyOf": kinds })
            }
            Kind::Table(shape) => self.refer(shape),
            Kind::Any => json!({}),
        }
    }

    fn refer(&mut self, shape: &'static Shape) -> Json {
        if !self.definitions.contains_key(shape.name) {
            self.definitions.insert(shape.name, Json::Null);
            let object = self.object(shape);
            self.definitions.insert(shape.name, object);
        }
        // In draft 7 nothing beside `$ref` counts, so a description needs a level of its own.
        json!({ "allOf": [{ "$ref": format!("#/definitions/{}", crate::text::slug(shape.name)) }] })
    }
}

fn describe(value: &mut Json, text: String) {
    if let Json::Object(map) = value {
        map.insert("description".into(), text.into());
    }
}

/// A required field may stand under any of its names.
fn needed(field: &Field) -> Json {
    let flat = std::iter::once(&field.name).chain(field.aliases);
    let names = flat.filter(|n| !n.contains('.'));
    let any: Vec<Json> = names.map(|n| json!({ "required": [n] })).collect();
    json!({ "anyOf": any })
}

fn shapes_in(kind: &'static Kind, out: &mut Vec<&'static Shape>) {
    match kind {
        Kind::Table(shape) => out.push(shape),
        Kind::List(inner) | Kind::OneOrMore(inner) | Kind::Map(inner) => shapes_in(inner, out),
        Kind::Either(kinds) => kinds.iter().for_each(|k| shapes_in(k, out)),
        _ => {}
    }
}

fn section(out: &mut String, shape: &Shape, level: usize) {
    let hashes = "#".repeat(level.clamp(1, 6));
    out.push_str(&format!("{hashes} `{}`\n\n{}\n\n", shape.name, shape.doc));
    out.push_str("| Key | Takes | Default | Meaning |\n| --- | --- | --- | --- |\n");
    for field in shape.fields {
        let names: Vec<String> = field.aliases.iter().map(|a| format!("`{a}`")).collect();
        let also = match names.is_empty() {
            true => String::new(),
            false => format!(" Also read: {}.", names.join(", ")),
        };
        let default = match (field.required, field.default) {
            (true, _) => "required".to_owned(),
            (false, "") => String::new(),
            (false, text) => cell(&shown(text)),
        };
        let takes = cell(&field.kind.expected());
        let doc = cell(field.doc);
        out.push_str(&format!(
            "| `{}` | {takes} | {default} | {doc}{also} |\n",
            field.name
        ));
    }
    if let Some(open) = shape.open {
        out.push_str(&format!("\nBesides these, {open}.\n"));
    }
    out.push('\n');
}

/// A default is a value (`2000`) or says where it comes from ("from the id").
fn shown(default: &str) -> String {
    let words = default.contains(' ') && default.starts_with(char::is_alphabetic);
    match words {
        true => default.to_owned(),
        false => format!("`{default}`"),
    }
}

/// Text that stands in one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
