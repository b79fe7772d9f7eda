//! The moment of publication: assets, pages, removals, manifest, in this order, each by a rename.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;

use super::manifest::{self, Entries, PENDING};
use super::{DiskSink, Place, Standing, remove_tree};
use crate::diag::Error;
use crate::disk::failed;
use crate::disk::walk::MANIFEST;
use crate::output::{OutputKind, OutputPath};

/// What a build did to the output.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or have other content.
    pub written: usize,
    /// Files that were there already.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// What could be linked to before and cannot any more, by path.
    pub gone: Vec<Gone>,
    /// What lies there now.
    pub standing: Standing,
}

/// Something that was published before and is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gone {
    /// The page's file.
    pub path: String,
    /// Only this id of it, if the page itself is still there.
    pub anchor: Option<String>,
}

/// What will be done, decided before anything is.
struct Work {
    entries: Entries,
    /// Files of their own: where they wait, where they go, by rank.
    alone: Vec<(u8, PathBuf, String)>,
    /// Topmost new folders by rank.
    tops: BTreeMap<Arc<str>, u8>,
    removed: Vec<String>,
    unchanged: usize,
    changed: Vec<String>,
}

pub fn commit(sink: &DiskSink<'_>) -> Result<Published, Error> {
    let work = plan(sink);
    let manifest = manifest::bytes(&work.entries);
    let published = Published {
        written: work.changed.len(),
        unchanged: work.unchanged,
        removed: work.removed.len(),
        gone: gone(&sink.earlier.entries, &work.entries),
        standing: standing(sink, &manifest, &work.entries),
    };
    let idle = work.changed.is_empty() && work.removed.is_empty();
    if !sink.fresh && idle && manifest == sink.earlier.bytes && !sink.earlier.interrupted {
        // An ended build may have left its stage.
        return remove_tree(&sink.stage).map(|()| published);
    }
    sink.ready()?;
    if sink.fresh {
        write(&sink.stage.join(MANIFEST), &manifest)?;
        rename(&sink.stage, &sink.out)?;
        return Ok(published);
    }
    let clashes = clashes(sink, &work)?;
    let ready = sink.stage.join("manifest");
    write(&ready, &manifest)?;
    announce(sink, &work)?;
    publish(sink, &work, &clashes)?;
    rename(&ready, &sink.out.join(MANIFEST))?;
    let pending = sink.out.join(PENDING);
    fs::remove_file(&pending).map_err(|e| failed("remove", &pending, e))?;
    remove_tree(&sink.stage)?;
    Ok(published)
}

fn standing(sink: &DiskSink<'_>, manifest: &[u8], entries: &Entries) -> Standing {
    let keys = sink.keys.lock().unwrap_or_else(PoisonError::into_inner);
    Standing::new(&sink.out, manifest, entries, &keys)
}

fn plan(sink: &DiskSink<'_>) -> Work {
    let taken = sink.taken.lock().unwrap_or_else(PoisonError::into_inner);
    let mut work = Work {
        entries: Entries::new(),
        alone: Vec::new(),
        tops: BTreeMap::new(),
        removed: Vec::new(),
        unchanged: 0,
        changed: Vec::new(),
    };
    for (path, file) in taken.iter() {
        let name = path.as_str().to_owned();
        let rank = rank(file.entry.kind);
        match &file.place {
            Place::There => work.unchanged += 1,
            Place::Inside(top) => {
                let of_top = work.tops.entry(Arc::clone(top)).or_default();
                *of_top = rank.max(*of_top);
            }
            Place::Alone(from) => work.alone.push((rank, from.clone(), name.clone())),
        }
        if !matches!(file.place, Place::There) {
            work.changed.push(name.clone());
        }
        work.entries.insert(name, file.entry.clone());
    }
    let earlier: BTreeSet<&String> = sink
        .earlier
        .entries
        .keys()
        .chain(&sink.earlier.pending)
        .collect();
    let gone = earlier
        .into_iter()
        .filter(|p| !work.entries.contains_key(*p));
    work.removed = gone.cloned().collect();
    work
}

/// Assets are in place before the pages that show them.
fn rank(kind: OutputKind) -> u8 {
    match kind {
        OutputKind::Asset | OutputKind::Search => 0,
        OutputKind::Page | OutputKind::Redirect => 1,
    }
}

/// Stores what will change, so that a build after a sudden end knows these paths as ours.
fn announce(sink: &DiskSink<'_>, work: &Work) -> Result<(), Error> {
    let mut all: BTreeSet<&str> = sink.earlier.pending.iter().map(String::as_str).collect();
    all.extend(work.changed.iter().map(String::as_str));
    all.extend(work.removed.iter().map(String::as_str));
    let list: String = all.iter().flat_map(|p| [*p, "\n"]).collect();
    let ready = sink.stage.join("pending");
    write(&ready, list.as_bytes())?;
    rename(&ready, &sink.out.join(PENDING))
}

/// Folders of ours that stand where a file goes: all of their files must be ours.
fn clashes(sink: &DiskSink<'_>, work: &Work) -> Result<Vec<String>, Error> {
    let removed: BTreeSet<&str> = work.removed.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    for (_, _, name) in &work.alone {
        let at = sink.out.join(name);
        if !fs::symlink_metadata(&at).is_ok_and(|m| m.is_dir()) {
            continue;
        }
        for entry in walkdir::WalkDir::new(&at) {
            let entry =
                entry.map_err(|e| Error::with(format!("cannot read `{}`", at.display()), e))?;
            let below = entry.path().strip_prefix(&sink.out).unwrap_or(&at);
            let below = below.to_string_lossy().replace('\\', "/");
            if !entry.file_type().is_dir() && !removed.contains(below.as_str()) {
                return Err(sink.foreign(&below));
            }
        }
        out.push(name.clone());
    }
    Ok(out)
}

fn publish(sink: &DiskSink<'_>, work: &Work, clashes: &[String]) -> Result<(), Error> {
    let mut left: BTreeSet<&str> = work.removed.iter().map(String::as_str).collect();
    respell(sink, work, &mut left)?;
    // What stands where a folder or file of another kind goes has to leave first.
    let in_the_way = |p: &str| {
        let below = |c: &String| {
            p.strip_prefix(c.as_str())
                .is_some_and(|r| r.starts_with('/'))
        };
        work.tops.contains_key(p) || clashes.iter().any(below)
    };
    let first: Vec<&str> = left.iter().copied().filter(|p| in_the_way(p)).collect();
    remove(sink, &first)?;
    first.iter().for_each(|p| {
        left.remove(p);
    });
    for rank in 0..=1 {
        let tops: Vec<_> = work.tops.iter().filter(|(_, r)| **r == rank).collect();
        // New folders come before changed pages, because those link to them.
        tops.par_iter().try_for_each(|(top, _)| {
            rename(&sink.new_root().join(&***top), &sink.out.join(&***top))
        })?;
        let alone: Vec<_> = work.alone.iter().filter(|(r, ..)| *r == rank).collect();
        alone
            .par_iter()
            .try_for_each(|(_, from, name)| rename(from, &sink.out.join(name)))?;
    }
    let rest: Vec<&str> = left.into_iter().collect();
    remove(sink, &rest)
}

/// On a disk that ignores case, an old path may be the very file that the new tree spells otherwise: it is renamed.
fn respell<'w>(
    sink: &DiskSink<'_>,
    work: &'w Work,
    left: &mut BTreeSet<&'w str>,
) -> Result<(), Error> {
    if left.is_empty() {
        return Ok(());
    }
    let key = |p: &str| {
        OutputPath::new(p)
            .map(|p| p.collision_key())
            .unwrap_or_default()
    };
    let new: HashMap<String, &String> = work.entries.keys().map(|p| (key(p), p)).collect();
    for old in left.clone() {
        let Some(now) = new.get(&key(old)) else {
            continue;
        };
        let (from, to) = (sink.out.join(old), sink.out.join(now));
        if same_file(&from, &to) {
            rename(&from, &to)?;
            left.remove(old);
        }
    }
    Ok(())
}

#[cfg(unix)]
fn same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |p: &Path| fs::symlink_metadata(p).map(|m| (m.dev(), m.ino())).ok();
    id(a).is_some() && id(a) == id(b)
}

#[cfg(not(unix))]
fn same_file(a: &Path, b: &Path) -> bool {
    let real = |p: &Path| fs::canonicalize(p).ok();
    real(a).is_some() && real(a) == real(b)
}

/// Removes files of ours and the folders that become empty by it.
fn remove(sink: &DiskSink<'_>, paths: &[&str]) -> Result<(), Error> {
    paths.par_iter().try_for_each(|path| {
        let at = sink.out.join(path);
        match fs::symlink_metadata(&at) {
            Ok(meta) if meta.is_file() => match fs::remove_file(&at) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed("remove", &at, e)),
                _ => Ok(()),
            },
            // Somebody put a folder or a link there: not ours.
            _ => Ok(()),
        }
    })?;
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for path in paths {
        folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
    }
    for folder in folders.iter().rev() {
        // Fails for folders with something in them, which is meant.
        let _ = fs::remove_dir(sink.out.join(folder));
    }
    Ok(())
}

fn gone(old: &Entries, new: &Entries) -> Vec<Gone> {
    let mut out = Vec::new();
    let linked = |kind| matches!(kind, OutputKind::Page | OutputKind::Redirect);
    for (path, before) in old.iter().filter(|(_, e)| linked(e.kind)) {
        let lost = |anchor| Gone {
            path: path.clone(),
            anchor,
        };
        match new.get(path) {
            None => out.push(lost(None)),
            Some(now) if now.kind == OutputKind::Page && now.anchors != before.anchors => {
                let now: BTreeSet<&str> = now.anchors.iter().map(|a| &**a).collect();
                let missing = before.anchors.iter().filter(|a| !now.contains(&***a));
                out.extend(missing.map(|a| lost(Some(a.to_string()))));
            }
            Some(_) => {}
        }
    }
    out
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|e| failed("write", path, e))
}

/// Renames; where a part of the output is on another disk, a copy beside the target is renamed.
fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    let told = |e| failed("write", to, e);
    match fs::rename(from, to) {
        Err(e) if e.kind() == io::ErrorKind::CrossesDevices => {
            let name = to.file_name().unwrap_or_default().to_string_lossy();
            let beside = to.with_file_name(format!(".rolebook-{name}"));
            fs::copy(from, &beside).map_err(told)?;
            fs::rename(&beside, to).map_err(told)
        }
        other => other.map_err(told),
    }
}
