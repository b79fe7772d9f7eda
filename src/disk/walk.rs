//! Which files a project has: names and areas, nothing opened.
//!
//! Symbolic links are followed by hand, because each must be judged: where it leads, and whether it leads in a circle.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::failed;
use crate::diag::{Code, Diagnostic, Error, Place};
use crate::source::{Area, Layout, SourcePath};

/// The name of the manifest: a folder that holds it is an output.
pub const MANIFEST: &str = ".rolebook.json";

/// Links to folders beyond this number are a tangle, not a handbook.
const MOST_LINKS: usize = 1000;

/// One file to read.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is on the disk.
    pub real: PathBuf,
    /// Its path below the root.
    pub path: SourcePath,
    /// What part of the project it is.
    pub area: Area,
}

/// All files.
#[derive(Default)]
pub struct Walked {
    /// To be read.
    pub found: Vec<Found>,
    /// The folders that were looked into, as they were reached: who watches them sees every change.
    pub folders: Vec<PathBuf>,
    /// What symbolic links lead to: a change there is one under another name here.
    pub linked: Vec<PathBuf>,
    /// How many names were passed over.
    pub ignored: usize,
    /// What is wrong with names and links.
    pub problems: Vec<(SourcePath, Diagnostic)>,
}

/// Walks the folders that `layout` names.
pub fn walk(root: &Path, layout: &Layout) -> Result<Walked, Error> {
    let real_root = fs::canonicalize(root).map_err(|e| failed("read", root, e))?;
    let mut walker = Walker {
        real_root,
        layout,
        out: Walked::default(),
        jobs: Vec::new(),
        links: 0,
    };
    for start in starts(layout) {
        let real = root.join(start);
        match fs::symlink_metadata(&real) {
            Ok(meta) if meta.is_symlink() => walker.link(&real, start, &[])?,
            Ok(meta) if meta.is_dir() => walker.jobs.push(Job {
                real,
                shown: start.to_owned(),
                chain: Vec::new(),
            }),
            _ => {}
        }
    }
    while let Some(job) = walker.jobs.pop() {
        walker.folder(&job)?;
    }
    Ok(walker.out)
}

/// The folders to walk, none inside another.
fn starts(layout: &Layout) -> Vec<&str> {
    let all = [layout.content.as_str(), "themes", layout.statics.as_str()];
    let mut out: Vec<&str> = Vec::new();
    for (i, folder) in all.iter().enumerate() {
        let inside = |(j, other): (usize, &&str)| {
            (other.is_empty() && !folder.is_empty())
                || (j < i && folder == other)
                || (folder != other && SourcePath::new(folder).below(other).is_some())
        };
        let named = i == 0 || !folder.is_empty();
        if named && !all.iter().enumerate().any(inside) {
            out.push(folder);
        }
    }
    out
}

/// A folder to walk: where it is, what it is called below the root, and the folders whose links led to it.
struct Job {
    real: PathBuf,
    shown: String,
    chain: Vec<PathBuf>,
}

struct Walker<'a> {
    real_root: PathBuf,
    layout: &'a Layout,
    out: Walked,
    jobs: Vec<Job>,
    links: usize,
}

impl Walker<'_> {
    fn folder(&mut self, job: &Job) -> Result<(), Error> {
        let mut entries = WalkDir::new(&job.real).follow_links(false).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let path = e.path().unwrap_or(&job.real).to_owned();
                    match e.into_io_error() {
                        // It went away while we looked.
                        Some(e) if e.kind() == io::ErrorKind::NotFound => continue,
                        Some(e) => return Err(failed("read", &path, e)),
                        None => continue,
                    }
                }
            };
            if !self.entry(job, &entry)? && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
        Ok(())
    }

    /// Takes one entry; whether a folder is gone into.
    fn entry(&mut self, job: &Job, entry: &DirEntry) -> Result<bool, Error> {
        let below = entry
            .path()
            .strip_prefix(&job.real)
            .unwrap_or(Path::new(""));
        let Some(below) = below.to_str() else {
            self.bad_name(&job.shown, below);
            return Ok(false);
        };
        let below = match std::path::MAIN_SEPARATOR {
            '\\' => below.replace('\\', "/"),
            _ => below.to_owned(),
        };
        let shown = format!("{}/{below}", job.shown);
        let path = SourcePath::new(&shown);
        let kind = entry.file_type();
        if kind.is_dir() {
            let enters = self.enters(&path, entry, path.as_str() == job.shown);
            if enters {
                self.out.folders.push(entry.path().to_owned());
            }
            return Ok(enters);
        }
        let Some(area) = self.layout.area(&path) else {
            return Ok(false);
        };
        if area == Area::Config || own_name(path.name()) {
            return Ok(false);
        }
        if ignored(path.name(), area) {
            self.out.ignored += 1;
        } else if kind.is_symlink() {
            let folder = entry.path().parent().unwrap_or(&job.real);
            let mut chain = job.chain.clone();
            chain.push(folder.to_owned());
            self.link(entry.path(), path.as_str(), &chain)?;
        } else if kind.is_file() {
            let real = entry.path().to_owned();
            self.out.found.push(Found { real, path, area });
        } else {
            // A pipe, socket or device: reading it could wait for ever.
            self.out.ignored += 1;
        }
        Ok(false)
    }

    /// Whether a folder is part of the project. One that is ignored by its name counts as one.
    fn enters(&mut self, path: &SourcePath, entry: &DirEntry, is_start: bool) -> bool {
        let Some(area) = self.layout.area(&SourcePath::new(&format!("{path}/_"))) else {
            return is_start && path.as_str().is_empty();
        };
        if path.as_str().is_empty() {
            return true;
        }
        if own_name(path.name()) || entry.path().join(MANIFEST).exists() {
            return false;
        }
        if !is_start && ignored(path.name(), area) {
            self.out.ignored += 1;
            return false;
        }
        true
    }

    /// Follows a link that stays inside the project.
    fn link(&mut self, link: &Path, shown: &str, chain: &[PathBuf]) -> Result<(), Error> {
        let path = SourcePath::new(shown);
        let target = match fs::canonicalize(link) {
            Ok(target) => target,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                return Err(failed("read", link, e));
            }
            Err(_) => {
                self.bad_link(path, "leads nowhere or in a circle");
                return Ok(());
            }
        };
        let Ok(inside) = target.strip_prefix(&self.real_root) else {
            self.bad_link(path, "leads out of the project");
            return Ok(());
        };
        let hidden = |part: &std::path::Component<'_>| {
            let name = part.as_os_str().to_string_lossy();
            name == ".git" || own_name(&name)
        };
        if inside.components().any(|c| hidden(&c)) {
            self.bad_link(path, "leads into a folder that is never published");
            return Ok(());
        }
        self.out.linked.push(target.clone());
        if target.is_dir() {
            self.link_to_folder(target, path, chain)
        } else {
            if let Some(area) = self.layout.area(&path) {
                let real = target;
                self.out.found.push(Found { real, path, area });
            }
            Ok(())
        }
    }

    fn link_to_folder(
        &mut self,
        target: PathBuf,
        path: SourcePath,
        chain: &[PathBuf],
    ) -> Result<(), Error> {
        let circle = chain
            .iter()
            .filter_map(|folder| fs::canonicalize(folder).ok())
            .any(|folder| folder.starts_with(&target));
        if circle {
            self.bad_link(path, "leads in a circle");
            return Ok(());
        }
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Error::new(format!(
                "more than {MOST_LINKS} symbolic links to folders, the last is `{path}`"
            )));
        }
        self.jobs.push(Job {
            real: target,
            shown: path.as_str().to_owned(),
            chain: chain.to_vec(),
        });
        Ok(())
    }

    fn bad_link(&mut self, path: SourcePath, why: &str) {
        let message = format!("the symbolic link `{}` {why}", path.name());
        let d = Diagnostic::new(Code::SYMLINK_OUTSIDE, whole(), message)
            .help("put a copy of what it leads to in its place");
        self.out.problems.push((path, d));
    }

    fn bad_name(&mut self, folder: &str, below: &Path) {
        let below = below.to_string_lossy();
        let path = SourcePath::new(&format!("{folder}/{below}"));
        if self.layout.area(&path).is_some() {
            let d = Diagnostic::new(Code::NAME_ENCODING, whole(), "the name is not valid UTF-8")
                .help("rename it; the sign `\u{fffd}` stands for what cannot be read");
            self.out.problems.push((path, d));
        }
    }
}

fn whole() -> Place {
    Place::whole(crate::diag::FileId::HERE)
}

/// Whether a file at `path` would be read, by its name; in doubt it would. A manifest makes its folder an output.
pub fn is_part(layout: &Layout, path: &SourcePath) -> bool {
    if path.name() == MANIFEST {
        return true;
    }
    let Some(area) = layout.area(path) else {
        return false;
    };
    let root = match area {
        Area::Content => layout.content.as_str(),
        Area::Static => layout.statics.as_str(),
        _ => "themes",
    };
    let mut names = path.below(root).unwrap_or_default().split('/');
    !names.any(|name| own_name(name) || ignored(name, area))
}

/// Names of our own making, never anyone's content.
fn own_name(name: &str) -> bool {
    name.starts_with(".rolebook") || name == ".git"
}

/// Whether a name is passed over. Dotfiles of the static folder are meant (`.well-known`, `.nojekyll`).
fn ignored(name: &str, area: Area) -> bool {
    match area {
        Area::Static => name == ".DS_Store" || Layout::ignored_name(name.trim_start_matches('.')),
        _ => Layout::ignored_name(name),
    }
}
