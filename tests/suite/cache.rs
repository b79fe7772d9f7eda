//! What a build leaves in `.rolebook/`: the next build uses it, and whatever is wrong with it, the site is right.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rolebook::disk::write::{DiskSink, Published, Standing};
use rolebook::memo::Later;
use rolebook::pipeline::{self, Earlier, Memos, Options};
use rolebook::source::Data;
use tempfile::TempDir;

use crate::cli::{code, err, folder, out, run, run_with};
use crate::support;

/// A warning and a page, and an article with nothing to say about.
const BOOK: &[(&str, &str)] = &[
    ("content/_index.md", "# Home\n\n[a](a.md)\n"),
    ("content/a.md", "# A\n\nText. <blink>x</blink>\n"),
    ("content/b.md", "+++\ndraft = true\n+++\n# B\n"),
    ("content/c.svg", "<svg/>"),
];

const INDEX: &str = ".rolebook/index";

fn built() -> TempDir {
    let book = folder(BOOK);
    let first = run(book.path(), &["build"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    book
}

/// Whether a build that ended well wrote nothing and removed nothing.
fn changed_nothing(output: &Output) -> bool {
    assert_eq!(code(output), 0, "{}", err(output));
    err(output).contains("· 0 written, ") && err(output).contains(" 0 removed ")
}

/// Messages and counts without what differs from run to run.
fn told(output: &Output) -> String {
    let text = err(output);
    let is_gone =
        |l: &&str| l.starts_with("gone since") || l.contains("links to them from elsewhere");
    let lines = text.lines().filter(|l| !is_gone(l));
    let lines = lines.map(|l| match l.split_once(" · ") {
        Some((counts, rest)) if rest.contains(" written, ") => {
            let problems = rest.rsplit(" ms").next().unwrap_or_default();
            format!("{counts}{problems}")
        }
        _ => l.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A build beside this one, without a cache.
fn clean(book: &Path) -> (support::Files, String) {
    let built = run(book, &["build", "--no-cache", "-o", "clean"]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    let files = support::folder(&book.join("clean"));
    fs::remove_dir_all(book.join("clean")).unwrap();
    (files, told(&built))
}

/// The next build with what is there makes the site as a clean one does.
fn is_right(book: &Path, what: &str) {
    let (files, messages) = clean(book);
    let built = run(book, &["build"]);
    assert_eq!(code(&built), 0, "{what}: {}", err(&built));
    assert_eq!(told(&built), messages, "{what}");
    assert!(support::folder(&book.join("public")) == files, "{what}");
}

#[test]
fn nothing_changed_and_the_same_is_told_again() {
    let book = folder(BOOK);
    let first = run(book.path(), &["build"]);
    assert!(err(&first).contains("html-dropped"), "{}", err(&first));
    let ignore = fs::read_to_string(book.path().join(".rolebook/.gitignore")).unwrap();
    assert_eq!(ignore, "*\n");
    let before = support::folder(&book.path().join("public"));
    for _ in 0..2 {
        let again = run(book.path(), &["build"]);
        assert!(changed_nothing(&again));
        assert_eq!(told(&first), told(&again));
        assert!(support::folder(&book.path().join("public")) == before);
    }
    for format in ["short", "json", "github"] {
        let args = ["build", "--format", format];
        let again = run(book.path(), &args);
        let anew = run(book.path(), &["build", "--no-cache", "--format", format]);
        assert_eq!(out(&again), out(&anew));
        assert_eq!(told(&again), told(&anew));
    }
}

#[test]
fn other_flags_another_day_another_output_make_another_site() {
    let book = built();
    for flags in [
        &["--drafts"][..],
        &["--base-url", "https://example.org/base/"],
        &["--today", "2027-01-01"],
        &["--allow", "html-dropped"],
        &["-o", "other"],
    ] {
        let args = [&["build"], flags].concat();
        let built = run(book.path(), &args);
        assert_eq!(code(&built), 0, "{flags:?} {}", err(&built));
        let output = if flags[0] == "-o" { "other" } else { "public" };
        let made = support::folder(&book.path().join(output));
        let anew = [&args[..], &["--no-cache", "-o", "clean"]].concat();
        if flags[0] != "-o" {
            let anew = run(book.path(), &anew);
            assert_eq!(told(&built), told(&anew), "{flags:?}");
            assert!(
                support::folder(&book.path().join("clean")) == made,
                "{flags:?}"
            );
            fs::remove_dir_all(book.path().join("clean")).unwrap();
        }
        is_right(book.path(), "and back");
    }
    let strict = run(book.path(), &["build", "--strict"]);
    assert_eq!(code(&strict), 1);
    assert!(changed_nothing(&run(book.path(), &["build"])));
}

#[test]
fn every_kind_of_change_is_seen() {
    type Change<'a> = (&'a str, &'a dyn Fn(&Path));
    let edits: &[Change<'_>] = &[
        ("text", &|p| {
            fs::write(p.join("content/a.md"), "# A\n\nOther.\n").unwrap()
        }),
        ("same length", &|p| {
            fs::write(p.join("content/a.md"), "# A\n\nTexd. <blink>x</blink>\n").unwrap()
        }),
        ("new", &|p| {
            fs::write(p.join("content/d.md"), "# D\n").unwrap()
        }),
        ("gone", &|p| {
            fs::remove_file(p.join("content/c.svg")).unwrap()
        }),
        ("renamed", &|p| {
            fs::rename(p.join("content/c.svg"), p.join("content/e.svg")).unwrap()
        }),
        ("configured", &|p| {
            fs::write(p.join("site.toml"), "title = \"T\"\n").unwrap()
        }),
        ("copied", &|p| {
            fs::write(p.join("content/c.svg"), "<svg></svg>").unwrap()
        }),
        ("ignored", &|p| {
            fs::write(p.join("content/x.md~"), "").unwrap()
        }),
        ("page gone", &|p| {
            fs::remove_file(p.join("public/a/index.html")).unwrap()
        }),
        ("page cut", &|p| {
            fs::write(p.join("public/a/index.html"), "").unwrap()
        }),
        ("asset gone", &|p| {
            fs::remove_file(p.join("public/c.svg")).unwrap()
        }),
        ("output gone", &|p| {
            fs::remove_dir_all(p.join("public")).unwrap()
        }),
        ("pending", &|p| {
            fs::write(p.join("public/.rolebook-pending"), "a/index.html\n").unwrap()
        }),
        ("theme", &|p| {
            fs::create_dir_all(p.join("themes/t/templates")).unwrap();
            fs::write(p.join("themes/t/theme.toml"), "name = \"t\"\n").unwrap();
            fs::write(p.join("themes/t/templates/article.html"), "x").unwrap();
            fs::write(p.join("site.toml"), "theme = \"t\"\n").unwrap();
        }),
    ];
    for (what, edit) in edits {
        let book = built();
        edit(book.path());
        is_right(book.path(), what);
        assert!(changed_nothing(&run(book.path(), &["build"])), "{what}");
    }
}

#[test]
fn a_file_with_its_old_length_and_times_is_seen_to_be_another() {
    let book = built();
    let path = book.path().join("content/a.md");
    // Older than two seconds, so that the next build trusts what the system says of it.
    std::thread::sleep(Duration::from_millis(3100));
    let old = fs::metadata(&path).unwrap().modified().unwrap();
    assert!(changed_nothing(&run(book.path(), &["build"])));
    assert!(changed_nothing(&run(book.path(), &["build"])));
    let put_back = |text: &str| {
        fs::write(&path, text).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(old).unwrap();
    };
    put_back("# A\n\nTexd. <blink>x</blink>\n");
    is_right(book.path(), "times put back");
    // Within two seconds the clock may not tell two changes apart.
    put_back("# A\n\nTexe. <blink>x</blink>\n");
    is_right(book.path(), "times put back at once");
    let other = book.path().join("content/other.md");
    fs::write(&other, "# A\n\nTexf. <blink>x</blink>\n").unwrap();
    fs::rename(&other, &path).unwrap();
    is_right(book.path(), "another file in its place");
}

#[test]
fn an_article_that_was_not_touched_is_not_read_and_its_warning_still_shows_its_line() {
    let book = built();
    // Older than two seconds, so that the next build trusts what the system says of it.
    std::thread::sleep(Duration::from_millis(3100));
    assert!(changed_nothing(&run(book.path(), &["build"])));
    fs::write(
        book.path().join("content/_index.md"),
        "# Home\n\n[a](a.md), new\n",
    )
    .unwrap();
    let (files, messages) = clean(book.path());
    assert!(messages.contains("Text. <blink>x</blink>"), "{messages}");
    let built = run(book.path(), &["build"]);
    assert_eq!(told(&built), messages);
    assert!(support::folder(&book.path().join("public")) == files);
    fs::write(book.path().join("content/z.md"), "# Z\n\n[a](a.md#none)\n").unwrap();
    let [warm, cold] = [&["build"][..], &["build", "--no-cache"]].map(|a| run(book.path(), a));
    assert!(err(&cold).contains("anchor-missing"), "{}", err(&cold));
    assert_eq!((code(&warm), told(&warm)), (code(&cold), told(&cold)));
}

/// Prepares in this process, each text read when it is asked for: how many were, and what is left for the next build.
fn texts_read(files: &[(&str, &str)], left: &support::Files) -> (usize, support::Files) {
    let read = Arc::new(AtomicUsize::new(0));
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let tree = support::tree(&files.collect());
    let unread = tree.files().map(|(_, file)| {
        let mut file = file.clone();
        if let Some(text) = file.as_text().filter(|_| file.path.extension() == "md") {
            let (text, read): (Arc<str>, _) = (Arc::from(text), Arc::clone(&read));
            file.data = Data::Later(Later::new(move || {
                read.fetch_add(1, Ordering::Relaxed);
                Arc::clone(&text)
            }));
        }
        file
    });
    let tree = tree.with_edits(unread.collect());
    let memos = Memos::after(Earlier::since(|name| left.get(name).cloned()));
    pipeline::prepare(&tree, &Options::default(), &memos);
    let left = memos.earlier.leave();
    let left = left.map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    (read.load(Ordering::Relaxed), left)
}

#[test]
fn what_an_article_says_is_known_without_its_text() {
    let mut book: Vec<(&str, &str)> = RICH.to_vec();
    let (all, left) = texts_read(&book, &support::Files::new());
    assert_eq!(all, 5);
    // One includes the part.
    let (again, left) = texts_read(&book, &left);
    assert_eq!(again, 2);
    let two = book
        .iter_mut()
        .find(|(p, _)| p.ends_with("two.md"))
        .unwrap();
    two.1 = "# Two\n\n## Part {#part}\n\nOther text.\n";
    let (edited, _) = texts_read(&book, &left);
    assert_eq!(edited, 3);
}

#[test]
fn what_is_damaged_or_of_another_program_is_not_believed() {
    let book = built();
    for name in files_of(book.path()) {
        let path = book.path().join(".rolebook").join(&name);
        let whole = fs::read(&path).unwrap();
        let step = (whole.len() / 5).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            fs::write(
                book.path().join("content/a.md"),
                format!("# A\n\nFlipped {at} of {name}.\n"),
            )
            .unwrap();
            is_right(book.path(), &format!("{name} flipped at {at}"));
            fs::write(&path, &whole[..at]).unwrap();
            is_right(book.path(), &format!("{name} cut at {at}"));
        }
        // Of another program: the first line names it.
        let mut other = whole.clone();
        let digit = other.iter().position(|b| *b == b'\n').unwrap() - name.len() - 2;
        other[digit] = if other[digit] == b'0' { b'1' } else { b'0' };
        fs::write(&path, &other).unwrap();
        is_right(book.path(), &format!("{name} of another program"));
    }
}

fn files_of(book: &Path) -> Vec<String> {
    let files = support::folder(&book.join(".rolebook"));
    files.into_keys().filter(|n| n != ".gitignore").collect()
}

#[test]
fn the_cache_of_another_project_is_not_believed() {
    let (book, other) = (built(), built());
    fs::write(other.path().join("content/a.md"), "# A\n\nOther text.\n").unwrap();
    run(other.path(), &["build"]);
    for name in files_of(other.path()) {
        let part = Path::new(".rolebook").join(name);
        fs::copy(other.path().join(&part), book.path().join(&part)).unwrap();
        is_right(book.path(), &part.display().to_string());
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_done_without() {
    let book = folder(BOOK);
    fs::write(book.path().join(".rolebook"), "a file").unwrap();
    is_right(book.path(), "a file in its place");
    assert_eq!(
        fs::read_to_string(book.path().join(".rolebook")).unwrap(),
        "a file"
    );
    let book = built();
    fs::remove_file(book.path().join(INDEX)).unwrap();
    fs::create_dir(book.path().join(INDEX)).unwrap();
    is_right(book.path(), "a folder in the place of a file");
    let nothing = tempfile::tempdir().unwrap();
    assert_eq!(code(&run(nothing.path(), &["build"])), 2);
    assert!(!nothing.path().join(".rolebook").exists());
    let book = folder(BOOK);
    assert_eq!(code(&run(book.path(), &["build", "--no-cache"])), 0);
    assert_eq!(code(&run(book.path(), &["check"])), 0);
    assert!(!book.path().join(".rolebook").exists());
}

#[test]
fn an_error_leaves_cache_and_output_and_the_cure_is_seen() {
    let book = built();
    fs::write(book.path().join("content/a.md"), "[x](gone.md)\n").unwrap();
    for _ in 0..2 {
        let failed = run(book.path(), &["build"]);
        assert_eq!(code(&failed), 1);
        assert!(err(&failed).contains("link-broken"));
    }
    fs::write(book.path().join("content/a.md"), BOOK[1].1).unwrap();
    assert!(changed_nothing(&run(book.path(), &["build"])));
    fs::write(book.path().join("content/a.md"), "# New\n").unwrap();
    is_right(book.path(), "mended otherwise");
}

/// Starts a build and does not wait for it.
#[allow(
    clippy::disallowed_methods,
    reason = "the program itself is under test"
)]
fn start(book: &Path) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .arg("build")
        .current_dir(book)
        .env("SOURCE_DATE_EPOCH", "1795478400")
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_build_may_be_killed_at_any_moment() {
    let book = built();
    for n in 0..12 {
        let text = format!("# A\n\nVersion {n}.\n");
        fs::write(book.path().join("content/a.md"), text).unwrap();
        let mut child = start(book.path());
        std::thread::sleep(Duration::from_millis(n * 8));
        let _ = child.kill();
        child.wait().unwrap();
        is_right(book.path(), &format!("killed after {} ms", n * 8));
    }
}

#[test]
fn builds_at_once_wait_for_one_another() {
    let book = built();
    for n in 0..3 {
        let text = format!("# A\n\nVersion {n}.\n");
        fs::write(book.path().join("content/a.md"), text).unwrap();
        let children: Vec<_> = (0..4).map(|_| start(book.path())).collect();
        for mut child in children {
            assert_eq!(child.wait().unwrap().code(), Some(0));
        }
        is_right(book.path(), "four builds at once");
    }
    let held = fs::File::open(book.path().join(".rolebook")).unwrap();
    held.lock().unwrap();
    let waited = run_with(book.path(), &["build"], &[]);
    assert_eq!(code(&waited), 2);
    assert!(err(&waited).contains("waited 10 s"), "{}", err(&waited));
}

/// A handbook in which the page of `guide/one.md` shows something of nearly everything.
const RICH: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"Book\"\nbase_url = \"https://example.org/\"\nedit_url = \"https://example.org/{path}\"\n\
         [owners]\nops = { name = \"Operations\" }\n[look]\nfooter = \"On [two](/guide/two.md).\"\n\
         [embed]\narticles = true\n",
    ),
    ("content/_index.md", "# Home\n\nWelcome.\n"),
    ("content/guide/_index.md", "# Guide\n\nAll of it.\n"),
    (
        "content/guide/one.md",
        "+++\nowner = \"ops\"\nreview_by = 2026-11-25\n+++\n# One\n\nA sprint and [two](two.md#part), \
         [ada](role:ada).\n\n![x](x.svg)\n\n:::include _part.md\n:::\n",
    ),
    (
        "content/guide/two.md",
        "# Two\n\n## Part {#part}\n\nText.\n",
    ),
    ("content/guide/_part.md", "A part with a sprint.\n"),
    (
        "content/guide/x.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\"/>",
    ),
    (
        "content/glossary.toml",
        "[[term]]\nname = \"sprint\"\ndefinition = \"A fixed time.\"\n",
    ),
    (
        "content/roles/ada.toml",
        "name = \"Ada\"\nsummary = \"Leads.\"\n",
    ),
    (
        "content/roles/bo.toml",
        "name = \"Bo\"\nsummary = \"Builds.\"\n",
    ),
    ("themes/t/theme.toml", "name = \"t\"\n"),
];

#[test]
fn what_a_page_shows_of_the_rest_is_never_old() {
    let book = folder(RICH);
    is_right(book.path(), "at first");
    let edits: &[(&str, &str, &str)] = &[
        ("content/guide/two.md", "Text.", "Other text."),
        ("content/guide/two.md", "# Two", "# Two and more"),
        (
            "content/guide/two.md",
            "# Two",
            "+++\nweight = -1\n+++\n# Two",
        ),
        (
            "content/guide/two.md",
            "weight",
            "slug = \"second\"\nweight",
        ),
        ("content/guide/_part.md", "A part", "Another part"),
        ("content/guide/x.svg", "width=\"10\"", "width=\"30\""),
        ("content/glossary.toml", "A fixed time.", "A time box."),
        (
            "content/glossary.toml",
            "name = \"sprint\"",
            "name = \"sprint\"\naliases = [\"part\"]",
        ),
        (
            "content/roles/ada.toml",
            "name = \"Ada\"",
            "name = \"Ada L.\"",
        ),
        ("content/roles/ada.toml", "Leads.", "Leads a sprint."),
        ("content/guide/_index.md", "# Guide", "# Guides"),
        ("content/guide/_index.md", "All of it", "Most of it"),
        ("content/_index.md", "Welcome", "Hello"),
        ("site.toml", "Operations", "Ops"),
        (
            "site.toml",
            "example.org/\"\nedit",
            "example.org/base/\"\nedit",
        ),
        ("site.toml", "On [two]", "About [two]"),
        ("site.toml", "title", "relative_links = true\ntitle"),
        ("site.toml", "title", "theme = \"t\"\ntitle"),
        (
            "site.toml",
            "[look]",
            "[strings]\nnext = \"Onward\"\n[look]",
        ),
        ("site.toml", "[look]", "[glossary]\nlinks = \"all\"\n[look]"),
        ("content/guide/one.md", "owner", "toc = false\nowner"),
        ("content/guide/one.md", "owner", "glossary = false\nowner"),
    ];
    for (path, old, new) in edits {
        let what = format!("`{old}` to `{new}` in {path}");
        let path = book.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{what}");
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
        is_right(book.path(), &what);
    }
    let of_the_theme = book.path().join("themes/t/templates");
    fs::create_dir_all(&of_the_theme).unwrap();
    fs::write(of_the_theme.join("article.html"), "{{ page.title }}").unwrap();
    is_right(book.path(), "a template");
    let later = ["build", "--today", "2027-01-01"];
    run(book.path(), &later);
    let anew = [&later[..], &["--no-cache", "-o", "clean"]].concat();
    run(book.path(), &anew);
    let [site, clean] = ["public", "clean"].map(|o| support::folder(&book.path().join(o)));
    assert!(site == clean, "another day");
}

/// Builds in this process: what was published, and how many pages were rendered.
fn rendered(root: &Path, last: Option<&Standing>) -> (Published, u64) {
    let tree = support::from_disk(root);
    let memos = Memos::keeping();
    let prepared = pipeline::prepare(&tree, &Options::default(), &memos);
    let sink = DiskSink::open(root, &root.join("public"), &tree).unwrap();
    let sink = sink.remembering(last);
    pipeline::build(&prepared, &memos, &sink).unwrap();
    (sink.commit().unwrap(), memos.pages.computed())
}

#[test]
fn of_articles_only_those_that_changed_are_rendered() {
    let book = folder(RICH);
    let (first, all) = rendered(book.path(), None);
    // One and two, each also as an embed.
    let others = all - 4;
    let (second, made) = rendered(book.path(), Some(&first.standing));
    assert_eq!((second.written, made), (0, others));
    let edit = |path: &str, text: &str| fs::write(book.path().join(path), text).unwrap();
    edit(
        "content/guide/two.md",
        "# Two\n\n## Part {#part}\n\nMore.\n",
    );
    let (third, made) = rendered(book.path(), Some(&second.standing));
    assert_eq!(made, others + 2);
    edit("content/guide/_part.md", "Shown by one.\n");
    let (fourth, made) = rendered(book.path(), Some(&third.standing));
    assert_eq!(made, others + 2);
    fs::remove_file(book.path().join("public/guide/one/index.html")).unwrap();
    let (fifth, made) = rendered(book.path(), Some(&fourth.standing));
    assert_eq!((fifth.written, made), (1, others + 1));
    edit(
        "content/glossary.toml",
        "[[term]]\nname = \"sprint\"\ndefinition = \"Two weeks.\"\n",
    );
    assert_eq!(rendered(book.path(), Some(&fifth.standing)).1, all);
    // What an older build left is of no use to the site that lies there now.
    assert_eq!(rendered(book.path(), Some(&third.standing)).1, all);
}

#[test]
fn a_template_makes_only_pages_that_use_it_anew() {
    let book = folder(RICH);
    let (first, all) = rendered(book.path(), None);
    let others = all - 4;
    let templates = book.path().join("themes/default/templates");
    fs::create_dir_all(templates.join("partials")).unwrap();
    let edit = |path: &str, text: &str| fs::write(templates.join(path), text).unwrap();
    edit("role.html", "{{ page.title }}");
    let (second, made) = rendered(book.path(), Some(&first.standing));
    assert_eq!(made, others);
    edit("article.html", "{{ page.title }}");
    let (third, made) = rendered(book.path(), Some(&second.standing));
    assert_eq!(made, all);
    // Of the frame of every page: the header and the side column.
    edit("partials/nav.html", "");
    let (fourth, made) = rendered(book.path(), Some(&third.standing));
    assert_eq!(made, all);
    edit("partials/side.html", "");
    assert_eq!(rendered(book.path(), Some(&fourth.standing)).1, all);
}
