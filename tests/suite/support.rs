//! Snapshots for tests: from strings, from a folder, always with the same day and no git.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rolebook::date::Date;
use rolebook::diag::Diagnostics;
use rolebook::output::{MemorySink, OutputFile};
use rolebook::pipeline::{self, Memos, Options, Prepared};
use rolebook::render::builtin::builtin;
use rolebook::source::{Area, Facts, SourceFile, SourcePath, SourceTree, TreeParts};

/// Files of a project by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A snapshot of these files.
pub fn tree(files: &Files) -> SourceTree {
    let facts = Facts::on(Date::parse("2026-11-24").unwrap());
    tree_with(files, facts, &|_, _| None)
}

/// Width and height of a picture, by its path and bytes.
pub type Pixels<'a> = &'a dyn Fn(&str, &[u8]) -> Option<(u32, u32)>;

/// The same in another world: its day, its commit, the size of its pictures by path and bytes.
pub fn tree_with(files: &Files, facts: Facts, pixels: Pixels<'_>) -> SourceTree {
    let site = files
        .get("site.toml")
        .map(|b| String::from_utf8_lossy(b).into_owned());
    let layout = rolebook::parse::config::layout(site.as_deref());
    let mut list: Vec<SourceFile> = builtin();
    let mut ignored = 0;
    for (path, bytes) in files {
        let path = SourcePath::new(path);
        match layout.area(&path) {
            Some(Area::Content) if rolebook::source::Layout::ignored_name(path.name()) => {
                ignored += 1
            }
            Some(area) => {
                let size = pixels(path.as_str(), bytes);
                list.push(SourceFile::from_bytes(path.as_str(), area, bytes, size));
            }
            None => {}
        }
    }
    SourceTree::new(TreeParts {
        name: "Test".to_owned(),
        layout,
        facts,
        files: list,
        ignored,
        problems: Vec::new(),
    })
}

/// Every file below a folder.
pub fn folder(root: &Path) -> Files {
    let mut files = Files::new();
    let mut todo: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The files of a project that a build would read.
pub fn project(root: &Path) -> Files {
    let mut files = Files::new();
    for part in ["content", "static", "themes"] {
        let below = root.join(part);
        if below.is_dir() {
            files.extend(
                folder(&below)
                    .into_iter()
                    .map(|(p, b)| (format!("{part}/{p}"), b)),
            );
        }
    }
    if let Ok(site) = std::fs::read(root.join("site.toml")) {
        files.insert("site.toml".to_owned(), site);
    }
    files
}

/// What a build made: bytes by path; a copied file by the path of its source.
pub type Output = BTreeMap<String, Vec<u8>>;

/// Prepares and renders everything.
pub fn build(
    source: &SourceTree,
    options: &Options,
    memos: &Memos,
) -> (Prepared, Output, Diagnostics) {
    let prepared = pipeline::prepare(source, options, memos);
    let sink = MemorySink::default();
    let mut told = prepared.diagnostics.clone();
    told.extend(pipeline::build(&prepared, memos, &sink).unwrap());
    let files = sink.into_files().into_iter().map(|(path, file)| {
        let bytes = match file {
            OutputFile::Bytes(bytes) => bytes,
            OutputFile::Copy(id) => format!("copy of {}", source.path(id)).into_bytes(),
            OutputFile::Known(print) => print.hex().into_bytes(),
        };
        (path.as_str().to_owned(), bytes)
    });
    (prepared, files.collect(), told)
}

/// What `check` tells: of the sources, the templates and the produced pages.
pub fn check(source: &SourceTree, options: &Options) -> Diagnostics {
    let memos = Memos::once();
    let prepared = pipeline::prepare(source, options, &memos);
    let mut told = prepared.diagnostics.clone();
    told.extend(pipeline::check_output(&prepared, &memos).unwrap());
    told.sort_by_file(|f| f.0);
    told
}

/// Diagnostics as lines: `path:line:column: severity[code]: message`.
pub fn lines(source: &SourceTree, told: &Diagnostics) -> Vec<String> {
    let view = rolebook::emit::View::new(source, "");
    let mut out = String::new();
    rolebook::emit::write(&mut out, &view, rolebook::emit::Format::Short, told).unwrap();
    out.lines().map(str::to_owned).collect()
}

/// The snapshot of a folder as the commands read it.
pub fn from_disk(root: &Path) -> SourceTree {
    let facts = Facts::on(Date::parse("2026-11-24").unwrap());
    rolebook::disk::read::read(root, &rolebook::parse::config::layout, facts, builtin()).unwrap()
}

/// Whether expected results are written instead of compared.
pub fn update() -> bool {
    std::env::var_os("UPDATE").is_some_and(|v| !v.is_empty())
}
