//! Reads the structs of `src/render/view/` and their doc comments. It knows the form that rustfmt gives them, and stops at
//! what it does not know, so that nothing is left out in silence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A view: what a template sees as one value with fields.
#[derive(Debug)]
pub struct View {
    /// Its name with its parameter, `WayView<T>`.
    pub name: String,
    /// What its doc comment says.
    pub doc: String,
    /// As serde writes them, in order.
    pub fields: Vec<Field>,
}

/// A field of a view.
#[derive(Debug)]
pub struct Field {
    /// What a template calls it.
    pub name: String,
    /// Its type in Rust.
    pub kind: String,
    /// What its doc comment says.
    pub doc: String,
}

/// All views by name, without a parameter.
pub fn read() -> BTreeMap<String, View> {
    let mut views = BTreeMap::new();
    for (file, text) in sources(&super::here("src/render/view")) {
        if file.ends_with("tests.rs") || file.ends_with("fixture.rs") {
            continue;
        }
        for view in views_of(&file, &text) {
            let name = view.name.split('<').next().unwrap_or_default().to_owned();
            let before = views.insert(name, view);
            assert!(
                before.is_none(),
                "{file}: two views have the name of {before:?}"
            );
        }
    }
    views
}

/// Rust files below a folder, by path.
pub fn sources(root: &Path) -> BTreeMap<String, String> {
    let mut todo: Vec<PathBuf> = vec![root.to_owned()];
    let mut out = BTreeMap::new();
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.to_string_lossy().replace('\\', "/");
                out.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

fn views_of(file: &str, text: &str) -> Vec<View> {
    let mut out = Vec::new();
    let mut doc = String::new();
    let mut serialized = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(words) = line.strip_prefix("///") {
            push(&mut doc, words);
        } else if line.starts_with("#[") {
            serialized |= line.contains("derive(") && line.contains("Serialize");
            let plain = !line.contains("serde(") || line == "#[serde(transparent)]";
            assert!(plain, "{file}: cannot read `{line}`");
        } else {
            let name = line
                .strip_prefix("pub struct ")
                .and_then(|l| l.strip_suffix(" {"));
            if let Some(name) = name.filter(|_| serialized) {
                assert!(!doc.is_empty(), "{file}: `{name}` is not documented");
                out.push(View {
                    name: name.to_owned(),
                    doc: doc.clone(),
                    fields: fields(&format!("{file}: {name}"), &mut lines),
                });
            }
            assert!(
                !(serialized && line.contains("enum ")),
                "{file}: cannot read `{line}`"
            );
            doc.clear();
            serialized = false;
        }
    }
    out
}

/// The fields up to the end of the struct.
fn fields<'a>(of: &str, lines: &mut impl Iterator<Item = &'a str>) -> Vec<Field> {
    let mut out = Vec::new();
    let mut doc = String::new();
    for line in lines.take_while(|l| *l != "}") {
        let line = line.trim();
        if let Some(words) = line.strip_prefix("///") {
            push(&mut doc, words);
            continue;
        }
        let field = line
            .strip_prefix("pub ")
            .and_then(|l| l.strip_suffix(','))
            .and_then(|l| l.split_once(": "));
        let Some((name, kind)) = field else {
            panic!("{of}: cannot read `{line}`");
        };
        assert!(!doc.is_empty(), "{of}: `{name}` is not documented");
        out.push(Field {
            name: name.trim_start_matches("r#").to_owned(),
            kind: kind.to_owned(),
            doc: std::mem::take(&mut doc),
        });
    }
    out
}

fn push(doc: &mut String, words: &str) {
    if !doc.is_empty() {
        doc.push(' ');
    }
    doc.push_str(words.trim());
}
