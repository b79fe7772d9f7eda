//! What git knows is shown, a commit changes the pages that it is about, and no repository can do harm to a build.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::cli::{code, err, folder, run};
use crate::support;

const BOOK: &[(&str, &str)] = &[
    ("content/_index.md", "# Home\n"),
    ("content/a.md", "# Apples\n\n:::include _part.md\n"),
    ("content/b.md", "# Berries\n\nRed.\n"),
    (
        "content/c.md",
        "+++\nupdated = 2020-02-02\n+++\n# Cherries\n",
    ),
    ("content/_part.md", "Round.\n"),
    (
        "content/roles/ada.toml",
        "name = \"Ada\"\nsummary = \"Counts.\"\n",
    ),
    (
        "site.toml",
        "title = \"Book\"\nbase_url = \"https://example.org/\"\n",
    ),
];

/// Git, at noon of that day.
fn git(book: &Path, day: &str, args: &[&str]) {
    let noon = format!("{day}T12:00:00Z");
    let out = Command::new("git")
        .args(["-c", "user.name=n", "-c", "user.email=n@example.org"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(args)
        .current_dir(book)
        .env("GIT_COMMITTER_DATE", &noon)
        .env("GIT_AUTHOR_DATE", &noon)
        .output()
        .unwrap();
    assert!(out.status.success(), "{args:?} {}", err(&out));
}

fn commit(book: &Path, day: &str) {
    git(book, day, &["add", "-A"]);
    git(book, day, &["commit", "-q", "-m", "x"]);
}

/// A handbook of two commits: everything in March, the berries in May.
fn book() -> TempDir {
    let book = folder(BOOK);
    fs::write(book.path().join(".gitignore"), "public\n.rolebook\n").unwrap();
    git(book.path(), "2026-03-01", &["init", "-q"]);
    commit(book.path(), "2026-03-01");
    fs::write(book.path().join("content/b.md"), "# Berries\n\nBlue.\n").unwrap();
    commit(book.path(), "2026-05-01");
    book
}

fn built(book: &Path) -> String {
    let built = run(book, &["build", "--today", "2026-11-24"]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    err(&built)
}

fn page(book: &Path, path: &str) -> String {
    fs::read_to_string(book.join("public").join(path)).unwrap()
}

/// The days that a page names, in order.
fn days(html: &str) -> Vec<&str> {
    let found = html.split("<time datetime=\"").skip(1);
    found.filter_map(|rest| rest.get(..10)).collect()
}

#[test]
fn pages_say_when_they_changed_and_the_home_page_what_changed_last() {
    let book = book();
    built(book.path());
    assert_eq!(days(&page(book.path(), "a/index.html")), ["2026-03-01"; 2]);
    assert_eq!(days(&page(book.path(), "b/index.html")), ["2026-05-01"; 2]);
    // What the author says goes before; the commit is named all the same.
    let said = ["2020-02-02", "2026-03-01"];
    assert_eq!(days(&page(book.path(), "c/index.html")), said);
    let role = page(book.path(), "roles/ada/index.html");
    assert_eq!(days(&role), ["2026-03-01"; 2]);
    let home = page(book.path(), "index.html");
    let (_, list) = home.split_once("Recently changed").unwrap();
    let titles = [">Berries<", ">Apples<", ">Ada<", ">Cherries<"];
    let places: Vec<_> = titles.iter().map(|t| list.find(t).expect(t)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let sitemap = page(book.path(), "sitemap.xml");
    assert!(sitemap.contains("/b/</loc><lastmod>2026-05-01</lastmod>"));
    assert!(sitemap.contains("/c/</loc><lastmod>2020-02-02</lastmod>"));
}

#[test]
fn a_commit_makes_the_pages_anew_that_it_is_about() {
    let book = book();
    built(book.path());
    assert!(built(book.path()).contains("· 0 written, "));
    // The same text under another commit, and a part that one page includes.
    let part = book.path().join("content/_part.md");
    fs::write(&part, "Round!\n").unwrap();
    let told = built(book.path());
    assert!(!told.contains("· 0 written, "), "{told}");
    commit(book.path(), "2026-06-01");
    let before = support::folder(&book.path().join("public"));
    built(book.path());
    let after = support::folder(&book.path().join("public"));
    let mut other: Vec<&String> = after
        .keys()
        .filter(|p| before.get(*p) != after.get(*p))
        .collect();
    other.retain(|p| !p.starts_with("search/") && !p.starts_with('.'));
    assert_eq!(
        other,
        [
            "a/index.html",
            "contents/index.html",
            "index.html",
            "sitemap.xml"
        ]
    );
    assert_eq!(days(&page(book.path(), "a/index.html")), ["2026-06-01"; 2]);
    let cold = run(
        book.path(),
        &[
            "build",
            "--no-cache",
            "--today",
            "2026-11-24",
            "-o",
            "clean",
        ],
    );
    assert_eq!(code(&cold), 0, "{}", err(&cold));
    assert!(support::folder(&book.path().join("clean")) == after);
}

#[test]
fn what_is_in_no_commit_has_no_day() {
    let book = book();
    let gone = book.path().join("content/b.md");
    fs::remove_file(&gone).unwrap();
    commit(book.path(), "2026-07-01");
    fs::write(&gone, "# Berries\n").unwrap();
    fs::write(book.path().join("content/new.md"), "# New\n").unwrap();
    built(book.path());
    for path in ["b/index.html", "new/index.html"] {
        assert_eq!(days(&page(book.path(), path)), [""; 0], "{path}");
    }
}

#[test]
fn a_part_of_the_history_is_told_and_shows_no_day() {
    let origin = book();
    let dir = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    git(
        dir.path(),
        "2026-07-01",
        &["clone", "-q", "--depth", "1", &url, "book"],
    );
    let book = dir.path().join("book");
    for _ in 0..2 {
        let told = built(&book);
        assert!(told.contains("dates-missing"), "{told}");
        assert_eq!(days(&page(&book, "a/index.html")), [""; 0]);
    }
    git(&book, "2026-07-01", &["fetch", "-q", "--unshallow"]);
    let told = built(&book);
    assert!(!told.contains("dates-missing"), "{told}");
    assert_eq!(days(&page(&book, "a/index.html")), ["2026-03-01"; 2]);
    let off = "title = \"Book\"\nbase_url = \"https://example.org/\"\n[git]\ndates = \"off\"\n";
    fs::write(book.join("site.toml"), off).unwrap();
    built(&book);
    assert_eq!(days(&page(&book, "a/index.html")), [""; 0]);
}

#[test]
fn a_repository_starts_no_program_of_its_own() {
    let book = book();
    let dot = book.path().join(".git");
    let evil = "touch evil-was-here";
    fs::create_dir_all(dot.join("hooks")).unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "gpg.program",
        "core.sshCommand",
    ] {
        git(book.path(), "2026-07-01", &["config", key, evil]);
    }
    for (key, value) in [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.date", "human"),
        ("format.pretty", "oneline"),
        ("diff.renames", "copies"),
        ("color.ui", "always"),
        ("diff.relative", "false"),
        ("diff.x.textconv", evil),
        ("diff.x.command", evil),
    ] {
        git(book.path(), "2026-07-01", &["config", key, value]);
    }
    fs::write(book.path().join(".gitattributes"), "*.md diff=x\n").unwrap();
    built(book.path());
    assert_eq!(days(&page(book.path(), "a/index.html")), ["2026-03-01"; 2]);
    assert!(!book.path().join("evil-was-here").exists());
    // A repository that is none.
    fs::write(dot.join("HEAD"), "nonsense\n").unwrap();
    built(book.path());
    assert_eq!(days(&page(book.path(), "a/index.html")), [""; 0]);
}
