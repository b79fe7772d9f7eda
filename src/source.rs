//! What we were given: an immutable snapshot of the project's files and the facts of the world a build may depend on.
//!
//! Made by `disk` from a folder or by a test from strings; everything behind it is a pure function of it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::date::Date;
use crate::diag::{Diagnostics, FileId};
use crate::memo::{Fingerprint, Later};

/// The largest text file in bytes.
pub const MAX_TEXT: u64 = 16 << 20;

/// A path below the project's folder: `/` between segments, no `.`, `..`, no leading `/`; as written on the disk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// From text with `/`; back slashes are not separators.
    pub fn new(path: &str) -> Self {
        Self(Arc::from(path.trim_matches('/')))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, `""` for a file at the top.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |at| &self.0[..at])
    }

    /// The last segment.
    pub fn name(&self) -> &str {
        self.0.rfind('/').map_or(&self.0, |at| &self.0[at + 1..])
    }

    /// The last segment without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rfind('.')
            .filter(|at| *at > 0)
            .map_or(name, |at| &name[..at])
    }

    /// What follows the last dot of the name, else `""`.
    pub fn extension(&self) -> &str {
        let name = self.name();
        name.rfind('.')
            .filter(|at| *at > 0)
            .map_or("", |at| &name[at + 1..])
    }

    /// The rest below `folder` (`""` is everything).
    pub fn below(&self, folder: &str) -> Option<&str> {
        if folder.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What part of the project a file belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Area {
    /// `site.toml`.
    Config,
    /// Below the content folder.
    Content,
    /// Below `themes/`.
    Theme,
    /// Below the static folder.
    Static,
    /// The theme inside the program: paths begin with `BUILTIN`.
    Builtin,
}

/// Where the built-in theme's files stand in a snapshot; no file on a disk can have this name below the root.
pub const BUILTIN: &str = "(built-in)";

/// What was read of a file.
#[derive(Clone, Debug)]
pub enum Data {
    /// Valid UTF-8.
    Text(Arc<str>),
    /// The same, as an earlier build saw it: read when it is first asked for.
    Later(Later<Arc<str>>),
    /// A file that should be text and is not valid UTF-8 from this byte on.
    NotUtf8(usize),
    /// A file that should be text and is larger than `MAX_TEXT`.
    TooLarge,
    /// An asset: only its facts are in the snapshot, `disk` copies it.
    Asset,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Below the root.
    pub path: SourcePath,
    /// What part of the project it is.
    pub area: Area,
    /// Its text, if it is one.
    pub data: Data,
    /// Length in bytes.
    pub len: u64,
    /// Of all its bytes.
    pub print: Fingerprint,
    /// Width and height of an image in CSS pixels.
    pub pixels: Option<(u32, u32)>,
}

impl SourceFile {
    /// A text file held in memory.
    pub fn text(path: &str, area: Area, text: &str) -> Self {
        Self {
            path: SourcePath::new(path),
            area,
            data: Data::Text(Arc::from(text)),
            len: text.len() as u64,
            print: Fingerprint::of(text.as_bytes()),
            pixels: None,
        }
    }

    /// From its bytes: text if it must be (`.md`, `.toml`, templates) or is small and valid UTF-8, else an asset.
    pub fn from_bytes(path: &str, area: Area, bytes: &[u8], pixels: Option<(u32, u32)>) -> Self {
        let path = SourcePath::new(path);
        let must = must_be_text(&path, area);
        let data = if must && bytes.len() as u64 > MAX_TEXT {
            Data::TooLarge
        } else {
            match std::str::from_utf8(bytes) {
                Ok(text) if must || (bytes.len() <= SMALL_TEXT && !text.contains('\0')) => {
                    Data::Text(Arc::from(text))
                }
                Err(e) if must => Data::NotUtf8(e.valid_up_to()),
                _ => Data::Asset,
            }
        };
        Self {
            path,
            area,
            data,
            len: bytes.len() as u64,
            print: Fingerprint::of(bytes),
            pixels,
        }
    }

    /// The text, if the file is one.
    pub fn as_text(&self) -> Option<&str> {
        self.as_shared().map(|text| &**text)
    }

    /// The same, to be kept.
    pub fn as_shared(&self) -> Option<&Arc<str>> {
        match &self.data {
            Data::Text(text) => Some(text),
            Data::Later(text) => Some(text),
            _ => None,
        }
    }
}

/// Up to this size any valid UTF-8 file is kept as text, so that articles may include it.
pub const SMALL_TEXT: usize = 1 << 20;

/// Whether a file is read as text or its mistake told: articles, data, configuration, templates.
pub fn must_be_text(path: &SourcePath, area: Area) -> bool {
    match area {
        Area::Config => true,
        Area::Content => matches!(path.extension(), "md" | "toml"),
        Area::Theme | Area::Builtin => matches!(
            path.extension(),
            "html" | "toml" | "xml" | "css" | "js" | "svg" | "txt"
        ),
        Area::Static => false,
    }
}

/// The configuration's name unless another is asked for.
pub const CONFIG: &str = "site.toml";

/// Which folders hold what, and whether git is asked about them, as `site.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The path of the configuration: `site.toml`, or the file that `--config` names (`..` segments if it lies outside).
    pub config: String,
    /// Folder of the content; `""` is the root itself.
    pub content: String,
    /// Folder of files that are copied as they are.
    pub statics: String,
    /// Folder of the output, if it is inside the project.
    pub output: String,
    /// Whether git is asked when files changed.
    pub dates: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            config: CONFIG.into(),
            content: "content".into(),
            statics: "static".into(),
            output: "public".into(),
            dates: true,
        }
    }
}

impl Layout {
    /// What part of the project `path` is; `None`: no part, not read. (A folder holding `.rolebook.json` is an output
    /// and never read either; only the disk can see that.)
    pub fn area(&self, path: &SourcePath) -> Option<Area> {
        let below = |folder: &str| !folder.is_empty() && path.below(folder).is_some();
        if path.as_str() == self.config {
            return Some(Area::Config);
        }
        // Beside the one that was asked for, it is nothing.
        if path.as_str() == CONFIG {
            return None;
        }
        if below(".rolebook") || below(".git") || below(&self.output) {
            return None;
        }
        if below("themes") {
            return Some(Area::Theme);
        }
        if below(&self.statics) {
            return Some(Area::Static);
        }
        let inside = path.below(&self.content)?;
        let never = |s: &str| matches!(s, "node_modules" | "target");
        let folders = inside.rfind('/').map_or("", |at| &inside[..at]);
        (!folders.split('/').any(never)).then_some(Area::Content)
    }

    /// Whether a name is an editor's or system's own and ignored in `content/`: dotfiles, `*~`, `*.swp`, `#…#`.
    pub fn ignored_name(name: &str) -> bool {
        name.starts_with('.')
            || name.ends_with('~')
            || name.ends_with(".swp")
            || (name.starts_with('#') && name.ends_with('#') && name.len() > 1)
    }
}

/// What a build may know of the world beside files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The day of the build, UTC.
    pub today: Date,
    /// The git revision (short) and its commit's day, if there is one.
    pub revision: Option<(String, Date)>,
    /// Git lacks older commits, so it cannot tell when files changed.
    pub shallow: bool,
    /// When files changed; `None` if git was not asked or does not know.
    pub history: Option<Arc<History>>,
}

impl Facts {
    /// On this day, without git.
    pub fn on(today: Date) -> Self {
        Self {
            today,
            revision: None,
            shallow: false,
            history: None,
        }
    }
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its short name.
    pub id: Arc<str>,
    /// The UTC day it was made.
    pub day: Date,
    /// The second it was made, since 1970.
    pub time: i64,
}

/// The last commit that changed each file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History(BTreeMap<SourcePath, Commit>);

impl History {
    /// Of these files.
    pub fn new(files: impl IntoIterator<Item = (SourcePath, Commit)>) -> Self {
        Self(files.into_iter().collect())
    }

    /// The last commit that changed a file; `None` if the file is in no commit.
    pub fn of(&self, path: &SourcePath) -> Option<&Commit> {
        self.0.get(path)
    }
}

/// The snapshot: files sorted by path, so that a `FileId` is also the file's rank in messages.
#[derive(Clone, Debug)]
pub struct SourceTree {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The name of the project's folder: the default title.
    name: String,
    layout: Layout,
    facts: Facts,
    files: Vec<SourceFile>,
    /// Shared by snapshots that have the same paths.
    by_path: Arc<BTreeMap<SourcePath, FileId>>,
    ignored: usize,
    problems: Diagnostics,
}

/// What a tree is made of.
pub struct TreeParts {
    /// The name of the project's folder.
    pub name: String,
    /// Which folders hold what.
    pub layout: Layout,
    /// The world.
    pub facts: Facts,
    /// All files, in any order, one per path; the built-in theme's among them.
    pub files: Vec<SourceFile>,
    /// How many files were passed over by their names.
    pub ignored: usize,
    /// What was wrong with files that could not become part of the tree, by path (`symlink-outside` …).
    pub problems: Vec<(SourcePath, crate::diag::Diagnostic)>,
}

impl SourceTree {
    /// Sorts the files and gives them their numbers. A path that has only a problem gets an empty asset.
    pub fn new(parts: TreeParts) -> Self {
        let TreeParts {
            name,
            layout,
            facts,
            mut files,
            ignored,
            problems,
        } = parts;
        for (path, _) in &problems {
            if !files.iter().any(|f| &f.path == path) {
                let mut file = SourceFile::text(path.as_str(), Area::Static, "");
                file.data = Data::Asset;
                file.area = Area::Config;
                files.push(file);
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let id = |i: usize| FileId(u32::try_from(i).unwrap_or(u32::MAX));
        let by_path: BTreeMap<SourcePath, FileId> = files
            .iter()
            .enumerate()
            .map(|(i, f)| (f.path.clone(), id(i)))
            .collect();
        let mut told = Diagnostics::new();
        for (path, problem) in problems {
            let mut one = Diagnostics::new();
            one.push(problem);
            told.extend(one.at(by_path.get(&path).copied().unwrap_or(FileId(0))));
        }
        Self {
            inner: Arc::new(Inner {
                name,
                layout,
                facts,
                files,
                by_path: Arc::new(by_path),
                ignored,
                problems: told,
            }),
        }
    }

    /// The snapshot with these files in the place of those of the same path; others are left out.
    pub fn with_edits(&self, edits: Vec<SourceFile>) -> Self {
        let mut files = self.inner.files.clone();
        for file in edits {
            if let Ok(at) = files.binary_search_by(|f| f.path.cmp(&file.path)) {
                files[at] = file;
            }
        }
        Self {
            inner: Arc::new(Inner {
                name: self.inner.name.clone(),
                layout: self.inner.layout.clone(),
                facts: self.inner.facts.clone(),
                files,
                by_path: Arc::clone(&self.inner.by_path),
                ignored: self.inner.ignored,
                problems: self.inner.problems.clone(),
            }),
        }
    }

    /// Whether a build of the other gives the same: files by their fingerprints, facts, problems.
    pub fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (&*self.inner, &*other.inner);
        let same = |(a, b): (&SourceFile, &SourceFile)| {
            a.print == b.print && a.area == b.area && a.path == b.path && a.pixels == b.pixels
        };
        Arc::ptr_eq(&self.inner, &other.inner)
            || a.files.len() == b.files.len()
                && a.files.iter().zip(&b.files).all(same)
                && (&a.name, &a.layout, &a.facts) == (&b.name, &b.layout, &b.facts)
                && a.problems == b.problems
    }

    /// The name of the project's folder.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Which folders hold what.
    pub fn layout(&self) -> &Layout {
        &self.inner.layout
    }

    /// The configuration, if there is one.
    pub fn config(&self) -> Option<FileId> {
        self.find(&self.inner.layout.config)
    }

    /// The world.
    pub fn facts(&self) -> &Facts {
        &self.inner.facts
    }

    /// How many files were passed over by their names.
    pub fn ignored(&self) -> usize {
        self.inner.ignored
    }

    /// What was wrong with files that could not be read into the tree.
    pub fn problems(&self) -> &Diagnostics {
        &self.inner.problems
    }

    /// All files by path, with their numbers.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.inner
            .files
            .iter()
            .enumerate()
            .map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// The files of one area.
    pub fn area(&self, area: Area) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files().filter(move |(_, f)| f.area == area)
    }

    /// A file by its number.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.inner.files.get(id.0 as usize)
    }

    /// A file's number by its path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.inner.by_path.get(&SourcePath::new(path)).copied()
    }

    /// Whether there is a file in this folder or below it.
    pub fn has_below(&self, folder: &SourcePath) -> bool {
        let first = SourcePath(Arc::from(format!("{folder}/")));
        let mut after = self.inner.by_path.range(first..);
        after
            .next()
            .is_some_and(|(p, _)| p.below(folder.as_str()).is_some())
    }

    /// A path for eyes, `?` if there is none.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("?", |f| f.path.as_str())
    }
}
