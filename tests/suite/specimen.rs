//! `tests/diagnostics/<code>.md` taken apart: what is said of a mistake, the files that show it, the cure.
//!
//! The form is described in `tests/README.md`. Beside `file=…` a fence may say `times=N` (its text is repeated),
//! `bytes=latin-1` (it is written in that encoding); `gone=…` takes a file away; `link=…` is a symbolic link at that path, to
//! what the fence says; a `%FF` in a path is that byte, which is no UTF-8. Links and such paths need a real folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::Files;

/// One file about one code.
pub struct Specimen {
    /// Where it lies.
    pub path: PathBuf,
    /// The file's name without its ending.
    pub code: String,
    /// The first paragraphs, up to the first fence or heading.
    pub about: String,
    /// With the mistake.
    pub wrong: State,
    /// All files, the mended ones replaced.
    pub cured: State,
}

/// A project and what `check` says of it.
#[derive(Clone, Default)]
pub struct State {
    /// Files by path.
    pub files: Files,
    /// Symbolic links by path.
    pub links: BTreeMap<String, String>,
    /// Lines of the short format.
    pub expect: Vec<String>,
    /// Whether there was a list of them.
    pub has_expect: bool,
}

/// The folder of specimens.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// All specimens, by code.
pub fn all() -> BTreeMap<String, Specimen> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap().flatten() {
        let path = entry.path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        out.insert(code.clone(), specimen(path, code, &text));
    }
    out
}

fn specimen(path: PathBuf, code: String, text: &str) -> Specimen {
    let mut wrong = State::default();
    let mut cured = None;
    for part in parts(text) {
        match part {
            Part::Cure => {
                let mut state = wrong.clone();
                state.expect.clear();
                cured = Some(state);
            }
            Part::Fence { info, text } => fence(cured.as_mut().unwrap_or(&mut wrong), info, &text),
            Part::Line(_) => {}
        }
    }
    let about = about(text);
    Specimen {
        path,
        code,
        about,
        cured: cured.unwrap_or_default(),
        wrong,
    }
}

fn about(text: &str) -> String {
    let mut lines = Vec::new();
    for part in parts(text).into_iter().skip(1) {
        match part {
            Part::Line(line) if !line.starts_with('#') => lines.push(line),
            _ => break,
        }
    }
    lines.join("\n").trim().to_owned()
}

fn fence(state: &mut State, info: &str, text: &str) {
    let words: Vec<&str> = info.split_whitespace().skip(1).collect();
    let option = |name: &str| {
        words
            .iter()
            .find_map(|w| w.strip_prefix(name)?.strip_prefix('='))
    };
    if let Some(path) = option("gone") {
        state.files.remove(path);
        state.links.remove(path);
    } else if words.contains(&"expect") {
        state.expect = text.lines().map(str::to_owned).collect();
        state.has_expect = true;
    } else if let Some(path) = option("link") {
        state.links.insert(path.to_owned(), text.trim().to_owned());
    } else if let Some(path) = option("file") {
        let times = option("times").map_or(1, |n| n.parse().unwrap());
        let text = text.repeat(times);
        let bytes = match option("bytes") {
            Some("latin-1") => text.chars().map(|c| u8::try_from(c).unwrap()).collect(),
            Some(other) => panic!("`bytes={other}`"),
            None => text.into_bytes(),
        };
        state.files.insert(path.to_owned(), bytes);
    }
}

/// A piece of a specimen.
pub enum Part<'t> {
    /// A line outside of fences.
    Line(&'t str),
    /// `## Cure`
    Cure,
    /// A fenced text.
    Fence {
        /// What stands behind the ticks.
        info: &'t str,
        /// Each line with its end.
        text: String,
    },
}

/// A specimen's lines and fences in order.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            out.push(if line == "## Cure" {
                Part::Cure
            } else {
                Part::Line(line)
            });
            continue;
        }
        let mut inner = String::new();
        for line in lines.by_ref() {
            if line.len() >= ticks && line.trim_matches('`').is_empty() {
                break;
            }
            inner.push_str(line);
            inner.push('\n');
        }
        out.push(Part::Fence {
            info: &line[ticks..],
            text: inner,
        });
    }
    out
}

/// The specimen's text with another list of expected lines before the cure.
pub fn with_expect(text: &str, lines: &[String]) -> String {
    let mut out = String::new();
    let mut before_cure = true;
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |n| at + n + 1);
        let line = &text[at..end];
        at = end;
        out.push_str(line);
        let ticks = line.len() - line.trim_start_matches('`').len();
        before_cure &= line.trim_end() != "## Cure";
        if ticks < 3 {
            continue;
        }
        let close = format!("\n{}\n", "`".repeat(ticks));
        // The line before may be the fence itself: an empty text.
        let stop = text[at - 1..].find(&close).map_or(text.len(), |n| at + n);
        if before_cure && line.trim_end().ends_with(" expect") {
            for line in lines {
                out.push_str(line);
                out.push('\n');
            }
        } else {
            out.push_str(&text[at..stop]);
        }
        let after = (stop + ticks + 1).min(text.len());
        out.push_str(&text[stop..after]);
        at = after;
    }
    out
}
