//! A folder on the disk becomes a snapshot.
//!
//! Every file is opened once and read in parallel; what is too large for the snapshot is hashed and forgotten.

mod seen;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::load::{self, Loaded, Stamp};
use super::walk::{self, Found, Walked};
use crate::diag::Error;
use crate::source::{Area, CONFIG, Facts, Layout, SourceFile, SourcePath, SourceTree, TreeParts};

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
    let config = ConfigFile::of(root);
    let (tree, _) = read_with(
        root,
        &config,
        layout,
        facts,
        builtin,
        &Known::default(),
        false,
    )?;
    Ok(tree)
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
        let (tree, known) = read_with(
            &self.root,
            &self.config,
            &*self.layout,
            facts,
            builtin,
            &self.known,
            true,
        )?;
        self.known = known;
        Ok(tree)
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

    /// The changed paths, if all of them are plain files of `old`.
    fn edited(&self, old: &SourceTree, changed: &[PathBuf]) -> Option<Vec<Found>> {
        if changed.is_empty() || !old.problems().is_empty() {
            return None;
        }
        let one = |path: &PathBuf| {
            let below = path.strip_prefix(&self.root).ok()?;
            let path_in = SourcePath::new(&below.to_str()?.replace('\\', "/"));
            let file = old.get(old.find(path_in.as_str())?)?;
            let is_file = std::fs::symlink_metadata(path).ok()?.is_file();
            let found = Found {
                real: path.clone(),
                path: path_in,
                area: file.area,
            };
            (is_file && file.area != Area::Config).then_some(found)
        };
        changed.iter().map(one).collect()
    }

    fn replace(&mut self, old: &SourceTree, edits: Vec<Found>) -> Result<SourceTree, Error> {
        let mut files: Vec<SourceFile> = old.files().map(|(_, f)| f.clone()).collect();
        for found in edits {
            let Some(loaded) = load::load(&found, true)? else {
                return self.read(old.facts().clone());
            };
            if let Ok(at) = files.binary_search_by(|f| f.path.cmp(&loaded.file.path)) {
                files[at] = loaded.file.clone();
            }
            remember(&mut self.known, loaded);
        }
        Ok(SourceTree::new(TreeParts {
            name: old.name().to_owned(),
            layout: old.layout().clone(),
            facts: old.facts().clone(),
            files,
            ignored: old.ignored(),
            problems: Vec::new(),
        }))
    }
}

fn read_with(
    root: &Path,
    config_file: &ConfigFile,
    layout: &dyn Fn(Option<&str>) -> Layout,
    facts: Facts,
    builtin: Vec<SourceFile>,
    known: &Known,
    stamped: bool,
) -> Result<(SourceTree, Known), Error> {
    let (config, layout, walked) = outline(root, config_file, layout)?;
    let Walked {
        found,
        ignored,
        problems,
    } = walked;
    let loaded: Vec<Option<Loaded>> = found
        .par_iter()
        .map(|f| load::load_unless_known(f, known, stamped))
        .collect::<Result<_, _>>()?;
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
    Ok((tree, now))
}

/// The configuration, where it says that the parts are, and which files there are.
fn outline(
    root: &Path,
    config_file: &ConfigFile,
    layout: &dyn Fn(Option<&str>) -> Layout,
) -> Result<(Option<SourceFile>, Layout, Walked), Error> {
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
