//! Scripts in the form in which they are kept: JSON, step by step what is written and what is gone. A kept script does not
//! know how it was found, so it stays what it is when random scripts change.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::handbook::World;
use super::play::Moment;
use crate::support::Files;

/// Where kept scripts are: those that once failed, and in `edges/` those that fail without a part of a key.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/incremental/kept")
}

/// The scripts of a folder, by name.
pub fn scripts(folder: &Path) -> Vec<(String, Vec<Moment>)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "json") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let script = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"));
            out.push((name, read(&script.unwrap())));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// A script as it is kept. `found` says how: the seed and the number of the script.
pub fn text(found: &str, moments: &[Moment]) -> String {
    let mut steps = Vec::new();
    let mut before = Files::new();
    for moment in moments {
        let (mut write, mut gone) = (Map::new(), Vec::new());
        for (path, bytes) in &moment.files {
            if before.get(path) != Some(bytes) {
                write.insert(path.clone(), content(bytes));
            }
        }
        for path in before.keys().filter(|p| !moment.files.contains_key(*p)) {
            gone.push(Value::from(path.as_str()));
        }
        let mut step = Map::new();
        step.insert("what".to_owned(), moment.what.as_str().into());
        let world = moment.world;
        let mut put = |key: &str, value: Value, here: bool| {
            if here {
                step.insert(key.to_owned(), value);
            }
        };
        put("write", write.clone().into(), !write.is_empty());
        put("gone", gone.clone().into(), !gone.is_empty());
        put("day", world.day.into(), world.day > 0);
        put("commit", world.commit.into(), world.commit > 0);
        put("drafts", true.into(), world.drafts);
        put("strict", true.into(), world.strict);
        put("look", json!(moment.look), moment.look.is_some());
        steps.push(Value::from(step));
        before.clone_from(&moment.files);
    }
    let whole = json!({ "found": found, "steps": steps });
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap())
}

fn read(script: &Value) -> Vec<Moment> {
    let mut files = Files::new();
    let steps = script["steps"].as_array().unwrap().iter();
    let moment = |step: &Value| {
        for (path, value) in step["write"].as_object().into_iter().flatten() {
            files.insert(path.clone(), bytes(value));
        }
        for path in step["gone"].as_array().into_iter().flatten() {
            files.remove(path.as_str().unwrap());
        }
        let is = |key: &str| step[key].as_bool().unwrap_or_default();
        let number = |v: &Value| u8::try_from(v.as_u64().unwrap_or_default()).unwrap();
        let look = step["look"].as_array();
        Moment {
            what: step["what"].as_str().unwrap_or_default().to_owned(),
            files: files.clone(),
            world: World {
                day: number(&step["day"]),
                // Old scripts say only whether there is one.
                commit: u8::from(is("commit")).max(number(&step["commit"])),
                drafts: is("drafts"),
                strict: is("strict"),
            },
            look: look.map(|l| l.iter().map(number).collect()),
            ..Moment::default()
        }
    };
    steps.map(moment).collect()
}

/// A text by its lines; else numbers.
fn content(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.split('\n').collect(),
        Err(_) => bytes.to_vec().into(),
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    let items = value.as_array().unwrap();
    if items.iter().all(Value::is_string) {
        let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
        return lines.join("\n").into_bytes();
    }
    let byte = |v: &Value| u8::try_from(v.as_u64().unwrap()).unwrap();
    items.iter().map(byte).collect()
}
