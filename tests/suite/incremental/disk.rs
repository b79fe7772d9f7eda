//! The same scripts through real files: a snapshot that follows the changes equals one that is read afresh, and both equal
//! the one that the other tests make of strings.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rolebook::disk::read::{Project, read};
use rolebook::render::builtin::builtin;
use rolebook::source::{Data, Facts, SourceFile, SourceTree};

use super::handbook::tree_with;
use super::play::Moment;
use crate::support::Files;

/// Plays the moments in a folder; the first difference is the error.
pub fn through(moments: &[Moment]) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("Test");
    fs::create_dir_all(root.join("content")).unwrap();
    let layout = || Box::new(rolebook::parse::config::layout);
    let mut project = Project::new(&root, layout(), builtin());
    let mut files = Files::new();
    let mut before: Option<SourceTree> = None;
    for (step, moment) in moments.iter().enumerate() {
        let changed = write(&root, &files, moment);
        files.clone_from(&moment.files);
        // The folder is in no repository, so git knows nothing of its files.
        let facts = Facts {
            history: None,
            ..moment.world.facts(&moment.files)
        };
        // A bell in four says "look at everything"; so does another day.
        let follows = before.filter(|t| !moment.bell.is_multiple_of(4) && t.facts() == &facts);
        let now = match follows {
            Some(old) => project.refresh(&old, &changed),
            None => project.read(facts.clone()),
        };
        let fresh = read(&root, &*layout(), facts.clone(), builtin());
        let told = |e: String| format!("step {step} ({}) on a disk: {e}", moment.what);
        before = match (now, fresh) {
            (Ok(now), Ok(fresh)) => {
                same(&now, &fresh).map_err(told)?;
                // Without its content folder a project is another one, which only a disk can show.
                let strings = tree_with(&moment.files, facts);
                if strings.layout() == fresh.layout() {
                    same(&fresh, &strings).map_err(|e| told(format!("strings: {e}")))?;
                }
                Some(now)
            }
            (Err(_), Err(_)) => None,
            (now, fresh) => {
                let [a, b] = [now, fresh].map(|r| r.map(|_| "a snapshot"));
                return Err(told(format!("followed: {a:?}, afresh: {b:?}")));
            }
        };
    }
    Ok(())
}

/// Brings the folder to this moment; the paths that a watcher would name.
fn write(root: &Path, before: &Files, moment: &Moment) -> Vec<PathBuf> {
    let mut changed = Vec::new();
    for path in before.keys().filter(|p| !moment.files.contains_key(*p)) {
        let real = root.join(path);
        fs::remove_file(&real).unwrap();
        // Folders that are empty now go like those of git, or stay.
        let mut folder = real.parent();
        while let Some(empty) = folder.filter(|f| !moment.bell.is_multiple_of(3) && *f != root) {
            if empty == root.join("content") || fs::remove_dir(empty).is_err() {
                break;
            }
            changed.push(empty.to_owned());
            folder = empty.parent();
        }
        changed.push(real);
    }
    for (path, bytes) in &moment.files {
        if before.get(path) == Some(bytes) {
            continue;
        }
        let real = root.join(path);
        let time = fs::metadata(&real).and_then(|m| m.modified()).ok();
        // Written in place, or beside it and renamed over it.
        let beside = real.with_extension("tmp~");
        let over = moment.bell % 5 == 1;
        fs::create_dir_all(real.parent().unwrap()).unwrap();
        fs::write(if over { &beside } else { &real }, bytes).unwrap();
        if over {
            fs::rename(&beside, &real).unwrap();
            changed.push(beside);
        }
        // The clock of the file stands still.
        if let Some(time) = time.filter(|_| moment.bell % 7 == 1) {
            set_time(&real, time);
        }
        changed.push(real);
    }
    if let Some(path) = moment.touch.and_then(|n| {
        moment
            .files
            .keys()
            .nth(usize::from(n) % moment.files.len().max(1))
    }) {
        let real = root.join(path);
        let hour = Duration::from_secs(3600);
        match moment.bell % 2 {
            0 => set_time(&real, SystemTime::now() - hour),
            _ => set_time(&real, SystemTime::now() + hour),
        }
        changed.push(real);
    }
    if moment.bell % 5 == 2 {
        changed.reverse();
        changed.extend(moment.files.keys().next().map(|p| root.join(p)));
    }
    changed
}

fn set_time(path: &Path, time: SystemTime) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

fn same(a: &SourceTree, b: &SourceTree) -> Result<(), String> {
    let around = |t: &SourceTree| {
        (
            t.name().to_owned(),
            t.layout().clone(),
            t.facts().clone(),
            t.ignored(),
            t.problems().clone(),
        )
    };
    if around(a) != around(b) {
        return Err(format!("{:?} is not {:?}", around(a), around(b)));
    }
    let all = |t: &SourceTree| -> Vec<SourceFile> { t.files().map(|(_, f)| f.clone()).collect() };
    let (left, right) = (all(a), all(b));
    let paths = |files: &[SourceFile]| -> Vec<String> {
        files.iter().map(|f| f.path.as_str().to_owned()).collect()
    };
    if paths(&left) != paths(&right) {
        return Err(format!("{:?} are not {:?}", paths(&left), paths(&right)));
    }
    match left.iter().zip(&right).find(|(a, b)| !equal(a, b)) {
        Some((a, b)) => Err(format!("{a:?} is not {b:?}")),
        None => Ok(()),
    }
}

fn equal(a: &SourceFile, b: &SourceFile) -> bool {
    let data = match (&a.data, &b.data) {
        (Data::Text(a), Data::Text(b)) => a == b,
        (Data::NotUtf8(a), Data::NotUtf8(b)) => a == b,
        (Data::TooLarge, Data::TooLarge) | (Data::Asset, Data::Asset) => true,
        _ => false,
    };
    data && (&a.path, a.area, a.len, a.print, a.pixels)
        == (&b.path, b.area, b.len, b.print, b.pixels)
}
