//! Where output may go, and that only one build goes there at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::diag::Error;
use crate::disk::failed;
use crate::disk::lock::{Held, Lock, PATIENCE, try_hold, waits};
use crate::source::Layout;

/// The output folder's full path; its parents are made. Refuses what holds or is a part of the project.
pub fn resolve(root: &Path, out: &Path, layout: &Layout) -> Result<PathBuf, Error> {
    let root = fs::canonicalize(root).map_err(|e| failed("read", root, e))?;
    let full = std::path::absolute(out).map_err(|e| failed("find", out, e))?;
    let full = real(&full);
    let refuse = |what: &str| {
        Err(Error::new(format!(
            "`{}` is {what} and cannot be the output folder: choose another with `output_dir` or `-o`",
            full.display()
        )))
    };
    if full.parent().is_none() {
        return refuse("the root of the disk");
    }
    if root.starts_with(&full) {
        return refuse("the project's folder or holds it");
    }
    if std::env::home_dir().is_some_and(|home| real(&home).starts_with(&full)) {
        return refuse("your home folder or holds it");
    }
    let part = |folder: &str| real(&root.join(folder));
    for (folder, what) in [
        (layout.content.as_str(), "the content folder or holds it"),
        ("themes", "the themes' folder or holds it"),
        (layout.statics.as_str(), "the static folder or holds it"),
    ] {
        if !folder.is_empty() && part(folder).starts_with(&full) {
            return refuse(what);
        }
    }
    for folder in ["themes", layout.statics.as_str(), ".git"] {
        if !folder.is_empty() && full.starts_with(part(folder)) {
            return refuse("inside a folder of sources");
        }
    }
    if fs::symlink_metadata(&full).is_ok_and(|m| !m.is_dir()) {
        return refuse("not a folder");
    }
    let parent = full.parent().unwrap_or(&root);
    if !parent.is_dir() {
        fs::create_dir_all(parent).map_err(|e| failed("make", parent, e))?;
    }
    Ok(full)
}

/// The path with all links followed as far as it exists.
fn real(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    for known in path.ancestors() {
        if let Ok(real) = fs::canonicalize(known) {
            return rest.iter().rev().fold(real, |at, name| at.join(name));
        }
        rest.extend(known.file_name());
    }
    path.to_owned()
}

/// Locks the folder itself, or its parent while there is none.
pub fn lock(out: &Path) -> Result<Lock, Error> {
    let started = Instant::now();
    loop {
        let exists = out.is_dir();
        let folder = match exists {
            true => out,
            false => out.parent().unwrap_or(out),
        };
        match try_hold(folder) {
            // The first build may have made the folder while we waited: then that is what others lock.
            Held::Ours(lock) if out.is_dir() == exists => return Ok(lock),
            Held::Ours(_) => {}
            Held::Busy if waits(started) => {}
            Held::Busy => {
                return Err(Error::new(format!(
                    "another build writes to `{}`: waited {} s",
                    out.display(),
                    PATIENCE.as_secs()
                )));
            }
        }
    }
}
