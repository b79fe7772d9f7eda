//! Output on the disk: what is ours is kept in step, what is not is never touched, and no sudden end leaves half a page.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails like a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rolebook::date::Date;
use rolebook::diag::Error;
use rolebook::disk::write::{DiskSink, Gone, Published};
use rolebook::output::{OutputFile, OutputKind, OutputPath, Sink};
use rolebook::source::{Area, Data, Facts, Layout, SourceFile, SourceTree, TreeParts};

type Files = BTreeMap<String, Vec<u8>>;

fn tree(files: Vec<SourceFile>) -> SourceTree {
    SourceTree::new(TreeParts {
        name: "x".into(),
        layout: Layout::default(),
        facts: Facts::on(Date::parse("2026-11-24").unwrap()),
        files,
        ignored: 0,
        problems: Vec::new(),
    })
}

/// Writes pages (and assets: everything that does not end in `.html`).
fn publish(root: &Path, out: &Path, pages: &[(&str, &str)]) -> Result<Published, Error> {
    let tree = tree(Vec::new());
    let sink = DiskSink::open(root, out, &tree)?;
    for (path, text) in pages {
        let kind = match path.ends_with(".html") {
            true => OutputKind::Page,
            false => OutputKind::Asset,
        };
        let anchors: Vec<Arc<str>> = text
            .split(' ')
            .filter_map(|w| w.strip_prefix('#'))
            .map(Arc::from)
            .collect();
        let bytes = OutputFile::Bytes(text.as_bytes().to_vec());
        sink.put(&OutputPath::new(path).unwrap(), kind, &anchors, bytes)?;
    }
    sink.commit()
}

/// Every file below `folder`, without our own.
fn all(folder: &Path) -> Files {
    let mut out = Files::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(at) = todo.pop() {
        let Ok(entries) = fs::read_dir(at) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(".rolebook") {
                continue;
            }
            if path.is_dir() {
                todo.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap();
                out.insert(below.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    out
}

fn files(pages: &[(&str, &str)]) -> Files {
    pages
        .iter()
        .map(|(p, t)| ((*p).to_owned(), t.as_bytes().to_vec()))
        .collect()
}

struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("content")).unwrap();
        Self { dir }
    }

    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    fn publish(&self, pages: &[(&str, &str)]) -> Result<Published, Error> {
        publish(self.root(), &self.out(), pages)
    }

    fn litter(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for folder in [self.root().to_owned(), self.out()] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.retain(|n| n.starts_with(".rolebook") && n != ".rolebook.json");
        names
    }
}

const OLD: &[(&str, &str)] = &[
    ("assets/a.css", "old css"),
    ("gone/index.html", "gone #x"),
    ("index.html", "old #top #left"),
    ("kept/index.html", "kept"),
    ("turns", "file"),
    ("was/deep/index.html", "folder"),
];

const NEW: &[(&str, &str)] = &[
    ("assets/b.css", "new css"),
    ("index.html", "new #top"),
    ("kept/index.html", "kept"),
    ("new/deep/index.html", "deep"),
    ("new/pic.png", "png"),
    ("turns/index.html", "now a folder"),
    ("was", "now a file"),
];

#[test]
fn a_build_leaves_exactly_its_files_and_tells_what_is_gone() {
    let p = Project::new();
    let first = p.publish(OLD).unwrap();
    assert_eq!((first.written, first.unchanged, first.removed), (6, 0, 0));
    let kept = p.out().join("kept/index.html");
    let time = fs::metadata(&kept).unwrap().modified().unwrap();
    let second = p.publish(NEW).unwrap();
    assert_eq!(all(&p.out()), files(NEW));
    assert_eq!(
        (second.written, second.unchanged, second.removed),
        (6, 1, 4)
    );
    let gone = |path: &str, anchor: Option<&str>| Gone {
        path: path.into(),
        anchor: anchor.map(Into::into),
    };
    assert_eq!(
        second.gone,
        [
            gone("gone/index.html", None),
            gone("index.html", Some("left")),
            gone("was/deep/index.html", None)
        ]
    );
    assert_eq!(fs::metadata(&kept).unwrap().modified().unwrap(), time);
    assert_eq!(p.litter(), [""; 0]);
    let manifest = fs::read(p.out().join(".rolebook.json")).unwrap();
    let third = p.publish(NEW).unwrap();
    assert_eq!((third.written, third.unchanged, third.removed), (0, 7, 0));
    let other = Project::new();
    other.publish(NEW).unwrap();
    assert_eq!(
        manifest,
        fs::read(other.out().join(".rolebook.json")).unwrap()
    );
}

#[test]
fn a_file_somebody_changed_or_removed_is_made_again() {
    let p = Project::new();
    p.publish(OLD).unwrap();
    fs::remove_file(p.out().join("index.html")).unwrap();
    fs::write(p.out().join("kept/index.html"), "tampered").unwrap();
    p.publish(OLD).unwrap();
    assert_eq!(all(&p.out()), files(OLD));
}

#[test]
fn foreign_files_and_folders_are_refused_or_left_alone() {
    let p = Project::new();
    fs::create_dir(p.out()).unwrap();
    fs::write(p.out().join("CNAME"), "x").unwrap();
    let told = p.publish(OLD).unwrap_err().to_string();
    assert!(told.contains("not empty"), "{told}");
    assert_eq!(all(&p.out()), files(&[("CNAME", "x")]));
    fs::remove_file(p.out().join("CNAME")).unwrap();

    p.publish(OLD).unwrap();
    fs::write(p.out().join("CNAME"), "x").unwrap();
    fs::write(p.out().join("gone/hand.pdf"), "pdf").unwrap();
    p.publish(&[("index.html", "a")]).unwrap();
    assert_eq!(
        all(&p.out()),
        files(&[
            ("CNAME", "x"),
            ("gone/hand.pdf", "pdf"),
            ("index.html", "a")
        ])
    );
    for clash in ["CNAME", "gone", "CNAME/index.html", "gone/hand.pdf"] {
        let before = all(&p.out());
        let told = p.publish(&[("index.html", "b"), (clash, "c")]).unwrap_err();
        assert!(told.to_string().contains("not ours"), "{clash}: {told}");
        assert_eq!(all(&p.out()), before, "{clash}");
        assert_eq!(p.litter(), [""; 0]);
    }
    fs::write(p.out().join(".rolebook.json"), "{").unwrap();
    let told = p.publish(OLD).unwrap_err().to_string();
    assert!(told.contains("cannot be understood"), "{told}");
}

#[test]
fn the_project_and_what_holds_it_are_no_output() {
    let p = Project::new();
    for bad in [
        ".", "..", "/", "content", "themes", "static", "static/x", ".git/x",
    ] {
        let out = p.root().join(bad);
        let told = publish(p.root(), &out, OLD).map(|_| ()).unwrap_err();
        assert!(
            told.to_string().contains("cannot be the output"),
            "{bad}: {told}"
        );
    }
    let home = std::env::home_dir().unwrap();
    assert!(publish(p.root(), &home, OLD).is_err());
    fs::write(p.root().join("file"), "x").unwrap();
    assert!(publish(p.root(), &p.root().join("file"), OLD).is_err());
}

#[test]
fn an_error_before_the_end_leaves_the_old_site() {
    let p = Project::new();
    p.publish(OLD).unwrap();
    let before = all(&p.out());
    let tree = tree(Vec::new());
    let sink = DiskSink::open(p.root(), &p.out(), &tree).unwrap();
    let path = OutputPath::new("index.html").unwrap();
    let put = |text: &[u8]| {
        sink.put(
            &path,
            OutputKind::Page,
            &[],
            OutputFile::Bytes(text.to_vec()),
        )
    };
    put(b"new").unwrap();
    assert!(put(b"twice").unwrap_err().to_string().contains("twice"));
    drop(sink);
    assert_eq!(all(&p.out()), before);
    assert_eq!(p.litter(), [""; 0]);
}

#[test]
fn a_copy_is_what_the_snapshot_saw() {
    let p = Project::new();
    let path = "content/a.bin";
    fs::write(p.root().join(path), b"\xff\x00seen").unwrap();
    let file = SourceFile::from_bytes(path, Area::Content, b"\xff\x00seen", None);
    assert!(matches!(file.data, Data::Asset));
    let tree = tree(vec![file]);
    let copy = || -> Result<Published, Error> {
        let sink = DiskSink::open(p.root(), &p.out(), &tree)?;
        let id = tree.find(path).unwrap();
        let to = OutputPath::new("a.bin").unwrap();
        sink.put(&to, OutputKind::Asset, &[], OutputFile::Copy(id))?;
        sink.commit()
    };
    copy().unwrap();
    assert_eq!(fs::read(p.out().join("a.bin")).unwrap(), b"\xff\x00seen");
    fs::remove_file(p.out().join("a.bin")).unwrap();
    fs::write(p.root().join(path), b"\xff\x00changed").unwrap();
    let told = copy().unwrap_err().to_string();
    assert!(told.contains("a.bin") && told.contains("changed"), "{told}");
}

#[test]
fn a_second_build_waits_for_the_first() {
    let p = Project::new();
    p.publish(OLD).unwrap();
    let tree = tree(Vec::new());
    let first = DiskSink::open(p.root(), &p.out(), &tree).unwrap();
    std::thread::scope(|s| {
        let second = s.spawn(|| p.publish(NEW));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert_eq!(all(&p.out()), files(OLD));
        drop(first);
        second.join().unwrap().unwrap();
    });
    assert_eq!(all(&p.out()), files(NEW));
}

#[test]
fn foreign_files_survive_any_series_of_builds() {
    let names = [
        "a",
        "a/index.html",
        "b/c.html",
        "b/d/e.html",
        "f.css",
        "g/h",
    ];
    let mut seed = 7_u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % n
    };
    for _ in 0..20 {
        let p = Project::new();
        let mut foreign = Files::new();
        for step in 0..8 {
            let text = next(3).to_string();
            let mut pages: Vec<(&str, &str)> = vec![("index.html", &text)];
            for name in names {
                let taken = pages
                    .iter()
                    .any(|(p, _)| name.starts_with(&format!("{p}/")));
                if next(2) == 0 && !taken {
                    pages.push((name, &text));
                }
            }
            let before = all(&p.out());
            let done = p.publish(&pages);
            let mut expected = match &done {
                Ok(_) => files(&pages),
                Err(_) => before,
            };
            expected.extend(foreign.clone());
            assert_eq!(all(&p.out()), expected, "{done:?}");
            let name = ["b/mine.pdf", "g/mine", "CNAME", "b/d/mine"][next(4)].to_owned();
            let path = p.out().join(&name);
            if path.parent().unwrap().is_dir() {
                fs::write(path, step.to_string()).unwrap();
                foreign.insert(name, step.to_string().into_bytes());
            }
        }
    }
}

/// Not a test of its own: the sweeps run this binary again with it, under `strace`.
#[test]
fn writes_the_new_site_when_told() {
    if let Some(root) = std::env::var_os("ROLEBOOK_WRITE_HERE") {
        let root = PathBuf::from(root);
        rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build_global()
            .ok();
        if let Err(e) = publish(&root, &root.join("public"), NEW) {
            eprintln!("told: {e}");
            std::process::exit(2);
        }
    }
}

/// Runs the writer with one system call of these failing or killing it. `None`: the call did not happen that often.
fn injected(root: &Path, calls: &str, how: &str, when: usize) -> std::process::Output {
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={calls}:{how}:when={when}"))
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "write::writes_the_new_site_when_told",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("ROLEBOOK_WRITE_HERE", root)
        .output()
        .unwrap()
}

fn strace_is_here() -> bool {
    let here = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .output()
        .is_ok_and(|o| o.status.success());
    if !here {
        assert!(std::env::var_os("ROLEBOOK_NO_SKIP").is_none(), "no strace");
        eprintln!("skipped: no strace");
    }
    here
}

/// Whether every file is whole: as it was or as it will be.
fn whole(now: &Files, old: &Files, new: &Files) {
    for (path, bytes) in now {
        let fits = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(fits, "{path} is {:?}", String::from_utf8_lossy(bytes));
    }
    for (path, bytes) in new {
        let stays = old.get(path) == Some(bytes);
        assert!(!stays || now.get(path) == Some(bytes), "{path} is missing");
    }
}

fn sweep(how: &str, groups: &[&str], old: &[(&str, &str)]) {
    let mut failed = 0;
    for calls in groups {
        for when in 1..40 {
            let p = Project::new();
            if !old.is_empty() {
                p.publish(old).unwrap();
                fs::write(p.out().join("CNAME"), "foreign").unwrap();
            }
            let (before, mut new) = (all(&p.out()), files(NEW));
            let done = injected(p.root(), calls, how, when);
            let told = String::from_utf8_lossy(&done.stderr).into_owned();
            let now = all(&p.out());
            whole(&now, &before, &new);
            if !old.is_empty() {
                new.insert("CNAME".into(), b"foreign".to_vec());
            }
            // Without a list of pending paths nothing was begun, or all is done.
            if !p.out().join(".rolebook-pending").exists() {
                assert!(now == before || now == new, "{calls} {when}: {told}");
            }
            failed += usize::from(!done.status.success());
            if how.starts_with("error") && !done.status.success() {
                assert!(
                    told.contains("told: cannot") && told.contains("public"),
                    "{told}"
                );
            }
            p.publish(NEW).unwrap();
            assert_eq!(all(&p.out()), new, "{calls} {when}");
            assert_eq!(p.litter(), [""; 0], "{calls} {when}");
            if done.status.success() {
                break;
            }
        }
    }
    assert!(failed >= groups.len(), "nothing failed: {failed}");
    eprintln!("{how}: {failed} steps");
}

const CALLS: &[&str] = &["/^rename", "/^mkdir", "/^unlink|rmdir"];

#[test]
fn a_kill_at_any_step_leaves_whole_pages_and_the_next_build_completes() {
    if strace_is_here() {
        sweep("signal=SIGKILL", CALLS, OLD);
        sweep("signal=SIGKILL", &["/^rename", "/^mkdir"], &[]);
    }
}

#[test]
fn a_full_disk_at_any_step_leaves_whole_pages_and_names_the_path() {
    if strace_is_here() {
        sweep("error=ENOSPC", &["/^rename", "/^mkdir"], OLD);
        sweep("error=ENOSPC", &["/^rename", "/^mkdir"], &[]);
    }
}
