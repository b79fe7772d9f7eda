//! The map in `src/lib.rs` is true: who imports whom, which file is whose door, and every file says why it exists.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Module → what it may import of ours.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("date", &[]),
    ("diag", &[]),
    ("memo", &[]),
    ("highlight", &[]),
    ("source", &["diag", "memo", "date"]),
    ("output", &["diag", "memo", "text"]),
    ("markdown", &["diag", "text", "memo"]),
    ("emit", &["source", "diag"]),
    (
        "disk",
        &["source", "output", "memo", "diag", "date", "text"],
    ),
    ("model", &["markdown", "diag", "date", "memo", "text"]),
    (
        "parse",
        &["source", "markdown", "diag", "date", "text", "model"],
    ),
    (
        "resolve",
        &[
            "parse", "model", "markdown", "memo", "diag", "date", "text", "source",
        ],
    ),
    ("plan", &["resolve", "model", "output", "diag", "text"]),
    (
        "check",
        &[
            "resolve", "plan", "model", "markdown", "diag", "text", "output",
        ],
    ),
    (
        "render",
        &[
            "resolve",
            "plan",
            "model",
            "markdown",
            "highlight",
            "output",
            "source",
            "memo",
            "diag",
            "date",
            "text",
        ],
    ),
    (
        "search",
        &[
            "render", "plan", "model", "markdown", "output", "memo", "diag", "text",
        ],
    ),
    (
        "pipeline",
        &[
            "search", "render", "check", "plan", "resolve", "parse", "model", "markdown", "output",
            "source", "memo", "diag", "date", "text",
        ],
    ),
    (
        "serve",
        &[
            "pipeline", "disk", "output", "emit", "diag", "memo", "source", "text",
        ],
    ),
    (
        "cli",
        &[
            "serve", "pipeline", "disk", "emit", "parse", "output", "source", "memo", "diag",
            "date", "text", "render", "markdown", "model",
        ],
    ),
];

/// Third-party crate → the files (by prefix below `src/`) that may name it.
const DOORS: &[(&str, &[&str])] = &[
    ("tera", &["render/theme"]),
    ("toml::de", &["parse/toml.rs"]),
    ("serde_saphyr", &["parse/yaml.rs"]),
    ("pulldown_cmark", &["markdown/"]),
    ("html5gum", &["markdown/"]),
    ("mermaid_rs_renderer", &["markdown/diagram"]),
    ("math_core", &["markdown/math.rs"]),
    ("aho_corasick", &["resolve/"]),
    ("jiff", &["date.rs"]),
    ("blake3", &["memo.rs"]),
    ("postcard", &["memo/kept.rs"]),
    ("strsim", &["text.rs"]),
    ("memchr", &["text.rs"]),
    ("walkdir", &["disk/"]),
    ("notify", &["disk/"]),
    ("imagesize", &["disk/"]),
    ("annotate_snippets", &["emit/"]),
    ("axum", &["serve/"]),
    ("tokio", &["serve/"]),
    ("hyper", &["serve/listen.rs"]),
    ("hyper_util", &["serve/listen.rs"]),
    ("clap", &["cli/", "main.rs"]),
    ("indicatif", &["cli/"]),
];

/// What touches the world, and who may.
const WORLD: &[(&str, &[&str])] = &[
    ("std::fs", &["disk/", "cli/"]),
    ("std::net", &["serve/"]),
    ("std::env", &["disk/", "cli/", "serve/"]),
    ("SystemTime::now", &["disk/", "cli/"]),
    ("Instant::now", &["disk/", "cli/", "serve/"]),
    ("println!", &["cli/", "main.rs"]),
    ("eprintln!", &["cli/", "main.rs", "serve/"]),
    ("std::process", &["disk/", "cli/", "main.rs"]),
];

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut todo: Vec<PathBuf> = vec![root.clone()];
    let mut out = BTreeMap::new();
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                out.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

/// Code without comments and without the tests at the end of a file.
fn code(text: &str) -> String {
    let code = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    code.lines()
        .map(|l| l.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(name: &str) -> bool {
    name.ends_with("tests.rs") || name.contains("/tests/")
}

/// Names behind `crate::` in `code`, with `{a, b}` taken apart.
fn imports(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in code.split("crate::").skip(1) {
        let names: Vec<&str> = match piece.strip_prefix('{') {
            Some(group) => group
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .collect(),
            None => vec![piece],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !name.is_empty() {
                out.push(name);
            }
        }
    }
    out
}

#[test]
fn modules_import_only_what_stands_below_them() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        let Some((_, allowed)) = LAYERS.iter().find(|(m, _)| *m == module) else {
            continue;
        };
        if is_test(&name) {
            continue;
        }
        for import in imports(&code(&text)) {
            let known = LAYERS.iter().any(|(m, _)| *m == import);
            if known && import != module && !allowed.contains(&import.as_str()) {
                faults.push(format!("{name} imports `{import}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_folder_is_on_the_map() {
    for name in sources().keys() {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        let known = LAYERS.iter().any(|(m, _)| *m == module) || matches!(module, "lib" | "main");
        assert!(known, "`{name}` is in no layer");
    }
}

#[test]
fn each_dependency_has_one_door_and_the_world_stays_outside() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        if is_test(&name) {
            continue;
        }
        let code = code(&text);
        for (krate, doors) in DOORS {
            let used = code.contains(&format!("use {krate}::"))
                || code.contains(&format!(" {krate}::"))
                || code.contains(&format!("({krate}::"));
            // `super::toml::` and the like are ours.
            if used
                && !code.contains(&format!("use super::{krate}"))
                && !doors.iter().any(|d| name.starts_with(d))
            {
                faults.push(format!("{name} uses `{krate}`"));
            }
        }
        for (what, doors) in WORLD {
            if code.contains(what) && !doors.iter().any(|d| name.starts_with(d)) {
                faults.push(format!("{name} has `{what}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_file_opens_with_its_reason() {
    for (name, text) in sources() {
        assert!(
            text.starts_with("//! "),
            "`{name}` does not open with `//! `"
        );
    }
}
