//! The preview as people use it: real processes, real saves, real requests.
//!
//! `ROLEBOOK_GUARD_SECONDS=120` lets the two guards (idle, soak) run that long each; they take three seconds otherwise.

mod broken;
mod guards;
mod process;
mod save;
mod strangers;

use std::fs;
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use process::{Book, PATIENCE, Preview, ROLEBOOK};

use super::support::folder;

#[test]
fn it_writes_nothing_and_ends_at_once() {
    let book = Book::small();
    let before = folder(&book.root());
    let mut preview = Preview::of(&book.root()).settled();
    assert_eq!(preview.get("/").status, 200);
    assert!(preview.end() < Duration::from_secs(1));
    assert!(preview.child.wait().unwrap().success());
    assert_eq!(folder(&book.root()), before);
}

#[test]
fn a_port_that_is_taken_is_told_and_only_one_that_nobody_asked_for_is_changed() {
    let book = Book::small();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let out = Command::new(ROLEBOOK)
        .args(["serve", "--port", &port, "--root"])
        .arg(book.root())
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(
        said.contains("another preview?") && said.contains(&port),
        "{said}"
    );

    let serve = || {
        let mut command = Command::new(ROLEBOOK);
        command.args(["serve", "--root"]).arg(book.root());
        Preview::start(&mut command)
    };
    let (one, two) = (serve(), serve());
    assert_ne!(one.port, two.port);
    assert_eq!(two.get("/").status, 200);
}

#[test]
fn it_starts_on_broken_sources_and_waits() {
    let book = Book::small();
    book.write("site.toml", "title = \n");
    let preview = Preview::of(&book.root());
    let answer = preview.get("/");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("site.toml"), "{}", answer.text());
    book.write("site.toml", "title = \"Mended\"\n");
    preview.wait_page("/", "Mended");
}

#[test]
fn where_the_system_does_not_watch_it_looks_by_itself_and_says_so() {
    if !strace_is_here() {
        return;
    }
    let book = Book::small();
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(["-e", "trace=inotify_add_watch"])
        .args(["-e", "inject=inotify_add_watch:error=ENOSPC"])
        .args([ROLEBOOK, "serve", "--port", "0", "--root"])
        .arg(book.root());
    let mut preview = Preview::start(&mut command);
    preview.wait_for("polling");
    book.write("content/a.md", "# A\n\nSeen by looking.\n");
    preview.wait_page("/a/", "Seen by looking.");
    book.write("content/new/c.md", "# C\n\nIn a new folder.\n");
    preview.wait_page("/new/c/", "In a new folder.");
    fs::remove_file(book.path("content/new/c.md")).unwrap();
    let begun = std::time::Instant::now();
    while preview.get("/new/c/").status != 404 {
        assert!(begun.elapsed() < PATIENCE);
    }
}

fn strace_is_here() -> bool {
    let mut strace = Command::new("strace");
    let tried = strace.args(["-f", "-o", "/dev/null", "true"]).output();
    let here = tried.is_ok_and(|o| o.status.success());
    if !here {
        assert!(std::env::var_os("ROLEBOOK_NO_SKIP").is_none(), "no strace");
        eprintln!("skipped: no strace");
    }
    here
}
