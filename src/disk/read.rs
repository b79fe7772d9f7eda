//! A folder on the disk becomes a snapshot.
//!
//! Every file is opened once and read in parallel; what is too large for the snapshot is hashed and forgotten.

mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::git;
use super::load::{self, Loaded, Stamp};
use super::walk::{self, Found, Walked};
use crate::diag::Error;
use crate::source::{
    Area, CONFIG, Facts, History, Layout, SourceFile, SourcePath, SourceTree, TreeParts,
};

use seen::Before;
pub use seen::Seen;

/// What `site.toml` says about folders, from its text.
pub type LayoutOf = dyn Fn(Option<&str>) -> Layout + Send + Sync;

/// Reads the project in `root` once. `layout` tells from the text of `site.toml` which folder holds what; `builtin` are
/// the files of the theme inside the program.
///
/// # Errors
/// A file or folder that cannot be read, a content folder that does not exist, a root without anything to publish.
pub fn read(
    root: &Path,
    layout: &dyn Fn(Option<&str>) -> Layout,
    facts: Facts,
    builtin: Vec<SourceFile>,
) -> Result<SourceTree, Error> {
    let reading = Reading {
        root,
        known: &Known::default(),
        before: &Before::default(),
        stamped: false,
        history: None,
    };
    let outlined = outline(root, &ConfigFile::of(root), layout)?;
    let read = read_with(&reading, outlined, facts, builtin)?;
    Ok(read.tree)
}

/// The bytes of a file of the project, for the preview; `None` if it is gone or leads out of `root`.
pub fn bytes_below(root: &Path, path: &Path) -> Option<Vec<u8>> {
    let real = std::fs::canonicalize(path).ok()?;
    let inside = real.starts_with(std::fs::canonicalize(root).ok()?);
    if inside {
        std::fs::read(real).ok()
    } else {
        None
    }
}

/// Where the configuration stands.
#[derive(Clone, Debug)]
struct ConfigFile {
    real: PathBuf,
    /// From the root.
    path: String,
    /// It was asked for by name, so it has to be there.
    named: bool,
}

impl ConfigFile {
    fn found(&self) -> Found {
        Found {
            real: self.real.clone(),
            path: SourcePath::new(&self.path),
            area: Area::Config,
        }
    }

    fn of(root: &Path) -> Self {
        Self {
            real: root.join(CONFIG),
            path: CONFIG.to_owned(),
            named: false,
        }
    }
}

/// A project that is read again and again: files whose length, times and number are as they were are not opened again.
pub struct Project {
    root: PathBuf,
    config: ConfigFile,
    layout: Box<LayoutOf>,
    builtin: Vec<SourceFile>,
    known: Known,
    /// When files changed, as of this commit.
    history: Option<(Facts, Option<Arc<History>>)>,
    /// Folders whose watching tells of every change, as of the last look.
    folders: Arc<BTreeSet<PathBuf>>,
    /// What symbolic links lead to: a change there is one under another name.
    linked: Vec<PathBuf>,
    /// What an earlier build saw.
    before: Before,
    /// What `still` found, for the `read` that follows it.
    outlined: Mutex<Option<Outlined>>,
}

/// Earlier results by path.
type Known = BTreeMap<SourcePath, (Stamp, SourceFile)>;

impl Project {
    /// Nothing is read yet.
    pub fn new(root: &Path, layout: Box<LayoutOf>, builtin: Vec<SourceFile>) -> Self {
        Self {
            root: root.to_owned(),
            config: ConfigFile::of(root),
            layout,
            builtin,
            known: Known::new(),
            history: None,
            folders: Arc::default(),
            linked: Vec::new(),
            before: Before::default(),
            outlined: Mutex::default(),
        }
    }

    /// Reads another file than `site.toml`: at `real`, called `path` as seen from the root.
    #[must_use]
    pub fn with_config(mut self, real: &Path, path: &str) -> Self {
        self.config = ConfigFile {
            real: real.to_owned(),
            path: path.to_owned(),
            named: true,
        };
        self
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The snapshot of now: looks at everything.
    ///
    /// # Errors
    /// As `read`.
    pub fn read(&mut self, facts: Facts) -> Result<SourceTree, Error> {
        let builtin = self.builtin.clone();
        let known = self.history.take();
        let known = known.filter(|(then, _)| is_same_commit(then, &facts));
        let outlined = {
            let mut last = self.outlined.lock().unwrap_or_else(PoisonError::into_inner);
            last.take()
        };
        let outlined = match outlined {
            Some(outlined) => outlined,
            None => outline(&self.root, &self.config, &*self.layout)?,
        };
        let reading = Reading {
            root: &self.root,
            known: &self.known,
            before: &self.before,
            stamped: true,
            history: known.as_ref().map(|(_, history)| history.clone()),
        };
        let read = read_with(&reading, outlined, facts, builtin)?;
        self.history = match read.tree.layout().dates {
            true => Some((read.tree.facts().clone(), read.tree.facts().history.clone())),
            false => known,
        };
        self.known = read.known;
        self.linked = read.linked;
        let folders = self.watched(read.tree.layout(), read.folders);
        if folders != *self.folders {
            self.folders = Arc::new(folders);
        }
        Ok(read.tree)
    }

    /// The folders to watch so that no change of the project is missed, as of the last `read`. The same value while they
    /// are the same.
    pub fn folders(&self) -> Arc<BTreeSet<PathBuf>> {
        Arc::clone(&self.folders)
    }

    /// Those that were walked, and those where a part of the project can appear or vanish as a whole.
    fn watched(&self, layout: &Layout, walked: Vec<PathBuf>) -> BTreeSet<PathBuf> {
        let mut out: BTreeSet<PathBuf> = walked.into_iter().collect();
        let parts = [layout.content.as_str(), layout.statics.as_str()];
        for part in parts {
            let above = Path::new(part).ancestors().skip(1);
            let above = above.filter(|a| !a.as_os_str().is_empty());
            let above = above.map(|a| self.root.join(a)).filter(|a| a.is_dir());
            out.extend(above);
        }
        // Of what a link leads to, the folder: a file there may get a new one in its place.
        let far = self.linked.iter().chain([&self.config.real]);
        out.extend(far.filter_map(|f| f.parent()).map(Path::to_owned));
        out.extend(super::git::folders(&self.root));
        out.insert(self.root.clone());
        out
    }

    /// The snapshot of now, if nothing but `changed` (paths on the disk) is other than in `old`. Edited files of `old`
    /// are read alone; anything else (a new file, a folder, a name gone, `site.toml`) looks at everything.
    ///
    /// # Errors
    /// As `read`.
    pub fn refresh(&mut self, old: &SourceTree, changed: &[PathBuf]) -> Result<SourceTree, Error> {
        match self.edited(old, changed) {
            Some(edits) => self.replace(old, edits),
            None => self.read(old.facts().clone()),
        }
    }

    /// The files of `old` among the changed paths, if nothing else of the project can be other than it was.
    fn edited(&self, old: &SourceTree, changed: &[PathBuf]) -> Option<Vec<Found>> {
        if !old.problems().is_empty() {
            return None;
        }
        let looks = changed.iter().map(|path| self.look(old, path));
        let edits: Option<Vec<Option<Found>>> = looks.collect();
        Some(edits?.into_iter().flatten().collect())
    }

    /// What a change of `path` means: `None`, that everything has to be looked at; `Some(None)`, nothing.
    fn look(&self, old: &SourceTree, path: &Path) -> Option<Option<Found>> {
        if path == self.config.real || self.linked.iter().any(|l| path.starts_with(l)) {
            return None;
        }
        let Ok(below) = path.strip_prefix(&self.root) else {
            // Beside a configuration that lies outside.
            return Some(None);
        };
        let inside = SourcePath::new(&below.to_str()?.replace('\\', "/"));
        let kind = std::fs::symlink_metadata(path).map(|m| m.file_type());
        if let Some(file) = old.find(inside.as_str()).and_then(|id| old.get(id)) {
            let is_file = kind.is_ok_and(|k| k.is_file());
            let found = Found {
                real: path.to_owned(),
                path: inside,
                area: file.area,
            };
            return is_file.then_some(Some(found));
        }
        let layout = old.layout();
        let means_nothing = match kind {
            Ok(kind) if kind.is_dir() => {
                let parts = [&layout.content, &layout.statics];
                let is_above =
                    |part: &&String| SourcePath::new(part).below(inside.as_str()).is_some();
                !walk::is_part(layout, &SourcePath::new(&format!("{inside}/_")))
                    && !parts.iter().any(is_above)
            }
            Ok(_) => !walk::is_part(layout, &inside),
            // It came and went; or it was a folder.
            Err(_) => !old.has_below(&inside),
        };
        means_nothing.then_some(None)
    }

    fn replace(&mut self, old: &SourceTree, edits: Vec<Found>) -> Result<SourceTree, Error> {
        let mut files = Vec::with_capacity(edits.len());
        for found in edits {
            let Some(loaded) = load::load(&found, true)? else {
                return self.read(old.facts().clone());
            };
            let before = old.find(found.path.as_str()).and_then(|id| old.get(id));
            if before.is_none_or(|b| b.print != loaded.file.print) {
                files.push(loaded.file.clone());
            }
            remember(&mut self.known, loaded);
        }
        Ok(match files.is_empty() {
            true => old.clone(),
            false => old.with_edits(files),
        })
    }
}

/// Whether git would give the same history.
fn is_same_commit(a: &Facts, b: &Facts) -> bool {
    a.revision == b.revision && a.shallow == b.shallow
}

/// What a look at everything gives.
struct Read {
    tree: SourceTree,
    known: Known,
    folders: Vec<PathBuf>,
    linked: Vec<PathBuf>,
}

/// How to look at everything.
struct Reading<'a> {
    root: &'a Path,
    known: &'a Known,
    before: &'a Before,
    stamped: bool,
    /// When files changed, if that is known already.
    history: Option<Option<Arc<History>>>,
}

fn read_with(
    reading: &Reading<'_>,
    outlined: Outlined,
    mut facts: Facts,
    builtin: Vec<SourceFile>,
) -> Result<Read, Error> {
    let Reading {
        root,
        known,
        before,
        stamped,
        ..
    } = *reading;
    let (config, layout, walked) = outlined;
    let Walked {
        found,
        folders,
        linked,
        ignored,
        problems,
    } = walked;
    let asks = layout.dates && !facts.shallow && facts.revision.is_some();
    let (history, loaded) = std::thread::scope(|scope| {
        // Git takes as long as reading does, so it is asked meanwhile.
        let asked = match &reading.history {
            _ if !asks => Err(None),
            Some(known) => Err(known.clone()),
            None => Ok(scope.spawn(|| git::history(root).map(Arc::new))),
        };
        let loaded: Result<Vec<Option<Loaded>>, Error> = found
            .par_iter()
            .map(|f| match before.file(f) {
                Some(loaded) if !known.contains_key(&f.path) => Ok(Some(loaded)),
                _ => load::load_unless_known(f, known, stamped),
            })
            .collect();
        let history = asked.map_or_else(|known| known, |t| t.join().ok().flatten());
        (history, loaded)
    });
    let loaded = loaded?;
    facts.history = history;
    let mut now = Known::new();
    let mut files = builtin;
    files.extend(config);
    for one in loaded.into_iter().flatten() {
        files.push(one.file.clone());
        remember(&mut now, one);
    }
    let tree = SourceTree::new(TreeParts {
        name: name_of(root),
        layout,
        facts,
        files,
        ignored,
        problems,
    });
    Ok(Read {
        tree,
        known: now,
        folders,
        linked,
    })
}

type Outlined = (Option<SourceFile>, Layout, Walked);

/// The configuration, where it says that the parts are, and which files there are.
fn outline(
    root: &Path,
    config_file: &ConfigFile,
    layout: &dyn Fn(Option<&str>) -> Layout,
) -> Result<Outlined, Error> {
    let config = config(root, config_file)?;
    let mut layout = layout(config.as_ref().and_then(SourceFile::as_text));
    layout.config.clone_from(&config_file.path);
    if !root.join(&layout.content).is_dir() {
        layout.content = fallback(root, &layout)?;
    }
    let walked = walk::walk(root, &layout)?;
    if config.is_none() && layout.content.is_empty() {
        require_content(root, &walked.found)?;
    }
    Ok((config, layout, walked))
}

fn remember(known: &mut Known, loaded: Loaded) {
    if let Some(stamp) = loaded.stamp {
        known.insert(loaded.file.path.clone(), (stamp, loaded.file));
    }
}

/// The configuration, which says where the rest is.
fn config(root: &Path, file: &ConfigFile) -> Result<Option<SourceFile>, Error> {
    if !root.is_dir() {
        return Err(Error::new(format!("no folder `{}`", root.display())));
    }
    let loaded = load::load(&file.found(), false)?.map(|l| l.file);
    if loaded.is_none() && file.named {
        return Err(Error::new(format!(
            "there is no file `{}`, which `--config` names",
            file.real.display()
        )));
    }
    Ok(loaded)
}

/// The content folder when the named one is not there: the root itself, unless a folder was asked for by name.
fn fallback(root: &Path, layout: &Layout) -> Result<String, Error> {
    if layout.content != Layout::default().content {
        let path = root.join(&layout.content);
        return Err(Error::new(format!(
            "no folder `{}`, which `content_dir` in `{}` names",
            path.display(),
            layout.config
        )));
    }
    Ok(String::new())
}

/// A folder without `site.toml` is a project only if it has something to publish outside of `docs/`.
fn require_content(root: &Path, found: &[Found]) -> Result<(), Error> {
    let is_page =
        |f: &&Found| f.area == Area::Content && matches!(f.path.extension(), "md" | "toml");
    if found
        .iter()
        .filter(is_page)
        .any(|f| f.path.below("docs").is_none())
    {
        return Ok(());
    }
    let start = "run `rolebook init` to start a handbook here";
    let cure = match root.join("docs").is_dir() {
        true => format!(
            "write `content_dir = \"docs\"` into `site.toml` to publish `docs/`, or {start}"
        ),
        false => start.to_owned(),
    };
    Err(Error::new(format!(
        "nothing to publish in `{}`: {cure}",
        root.display()
    )))
}

fn name_of(root: &Path) -> String {
    let full = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let full = match full.file_name() {
        Some(_) => full,
        None => std::fs::canonicalize(&full).unwrap_or(full),
    };
    full.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
