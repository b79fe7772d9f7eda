//! `rolebook theme`: copies of templates, and how it is told that they went stale.

use std::collections::BTreeMap;
use std::path::Path;

use rolebook::pipeline::{Memos, Options};

use crate::cli::{code, err, folder, out, run};
use crate::support::{self, Files, Output};

/// A site whose theme `harbor` extends `quay`: its originals can change as those of the program do.
const HARBOR: &[(&str, &str)] = &[
    ("site.toml", "theme = \"harbor\"\n"),
    ("content/a.md", "# A\n\nText.\n"),
    ("themes/harbor/theme.toml", "extends = \"quay\"\n"),
    (FOOT, "<footer>\n<p>{{ site.title }}</p>\n</footer>\n"),
];
const FOOT: &str = "themes/quay/templates/partials/footer.html";
const COPY: &str = "themes/harbor/templates/partials/footer.html";

fn read(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).unwrap()
}

fn write(root: &Path, path: &str, text: &str) {
    std::fs::write(root.join(path), text).unwrap();
}

#[test]
fn a_template_is_copied_once_and_makes_the_same_page() {
    let book = folder(&[("content/a.md", "# A\n\nText.\n")]);
    let root = book.path();
    assert_eq!(code(&run(root, &["build"])), 0);
    let before = read(root, "public/a/index.html");
    for template in [
        "partials/footer.html",
        "article.html",
        "base.html",
        "term.html",
    ] {
        let copied = run(root, &["theme", "eject", template]);
        assert_eq!(code(&copied), 0, "{}", err(&copied));
        let line =
            format!("wrote themes/default/templates/{template}, a copy of builtin/{template}\n");
        assert_eq!(out(&copied), line);
    }
    assert_eq!(code(&run(root, &["build"])), 0);
    assert_eq!(read(root, "public/a/index.html"), before);

    let mine = read(root, "themes/default/templates/article.html") + "<!-- mine -->";
    write(root, "themes/default/templates/article.html", &mine);
    let again = run(root, &["theme", "eject", "article.html"]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is there already"), "{}", err(&again));
    assert_eq!(read(root, "themes/default/templates/article.html"), mine);

    let list = out(&run(root, &["theme", "eject", "--list"]));
    let row = list.lines().find(|l| l.starts_with("article.html "));
    assert!(
        row.unwrap()
            .ends_with("  themes/default/templates/article.html")
    );
    assert_eq!(out(&run(root, &["theme", "eject"])), list);
}

#[test]
fn a_template_that_is_not_there_is_guessed() {
    let book = folder(&[("content/a.md", "# A\n")]);
    for (wanted, help) in [
        (
            "partials/foter.html",
            "did you mean `partials/footer.html`?",
        ),
        ("footer.html", "did you mean `partials/footer.html`?"),
        ("../../x", "lists those there are"),
    ] {
        let unknown = run(book.path(), &["theme", "eject", wanted]);
        assert_eq!(code(&unknown), 2);
        assert!(err(&unknown).contains(help), "{}", err(&unknown));
    }
    assert!(!book.path().join("themes").exists());
    let unknown = run(book.path(), &["theme", "check", "defualt"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("did you mean `default`?"));
}

#[test]
fn a_copy_whose_original_changed_is_told_with_what_changed() {
    let book = folder(HARBOR);
    let root = book.path();
    assert_eq!(
        code(&run(root, &["theme", "eject", "partials/footer.html"])),
        0
    );
    let equal = run(root, &["theme", "check"]);
    assert_eq!(code(&equal), 0);
    assert!(
        err(&equal).contains("info[override-equal]"),
        "{}",
        err(&equal)
    );
    let mine = read(root, COPY).replace("<footer>", "<footer class=\"mine\">");
    write(root, COPY, &mine);
    let fresh = run(root, &["theme", "check"]);
    assert_eq!((code(&fresh), &*err(&fresh)), (0, "nothing wrong\n"));

    write(
        root,
        FOOT,
        "<footer>\n<p>{{ site.title }}</p>\n<p>Velomere</p>\n</footer>\n",
    );
    let stale = run(root, &["theme", "check"]);
    assert_eq!(code(&stale), 1);
    assert!(
        err(&stale).contains("warning[override-stale]: `quay/partials/footer.html` has changed")
    );
    let patch = "--- themes/harbor/original/partials/footer.html\n+++ quay/partials/footer.html\n\
                 @@ -1,3 +1,4 @@\n <footer>\n <p>{{ site.title }}</p>\n+<p>Velomere</p>\n </footer>\n";
    assert_eq!(out(&stale), patch);
    let json = run(root, &["theme", "check", "--format", "json"]);
    let lines: Vec<serde_json::Value> = out(&json)
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines[0]["code"], "override-stale");
    assert_eq!(
        (&lines[1]["diff"]["from"], &lines[1]["diff"]["text"]),
        (&"original".into(), &patch.into())
    );
    assert_eq!(lines[2]["summary"]["warnings"], 1);
    assert_eq!(code(&run(root, &["check"])), 0);
    assert_eq!(code(&run(root, &["check", "--strict"])), 1);
    assert_eq!(
        code(&run(root, &["theme", "check", "--allow", "override-stale"])),
        0
    );

    assert_eq!(
        code(&run(
            root,
            &["theme", "eject", "--renew", "partials/footer.html"]
        )),
        0
    );
    assert_eq!(code(&run(root, &["theme", "check"])), 0);
    let behind = |text: &str| text.split_once('\n').map(|(_, t)| t.to_owned());
    assert_eq!(behind(&read(root, COPY)), behind(&mine));
}

/// Without the kept original the copy itself is compared with the original of today.
#[test]
fn a_copy_is_stale_without_the_kept_original_too() {
    let book = folder(HARBOR);
    let root = book.path();
    assert_eq!(
        code(&run(root, &["theme", "eject", "partials/footer.html"])),
        0
    );
    std::fs::remove_dir_all(root.join("themes/harbor/original")).unwrap();
    write(root, FOOT, "<footer>\n<p>Velomere</p>\n</footer>\n");
    let stale = run(root, &["theme", "check"]);
    assert_eq!(code(&stale), 1);
    let patch = "--- themes/harbor/templates/partials/footer.html\n+++ quay/partials/footer.html\n\
                 @@ -1,3 +1,3 @@\n <footer>\n-<p>{{ site.title }}</p>\n+<p>Velomere</p>\n </footer>\n";
    assert_eq!(out(&stale), patch);
    std::fs::remove_file(root.join(FOOT)).unwrap();
    write(root, "themes/quay/theme.toml", "");
    let builtin = run(root, &["theme", "check"]);
    assert_eq!(code(&builtin), 1, "{}", err(&builtin));
}

#[test]
fn files_of_no_use_and_blocks_of_no_frame_are_told() {
    let book = folder(&[
        ("content/a.md", "+++\ntemplate = \"mine\"\n+++\n# A\n"),
        (
            "themes/default/templates/mine.html",
            "{% extends \"base.html\" %}{% block content %}{{ <box text={page.title} /> }}{% endblock %}",
        ),
        (
            "themes/default/templates/parts.html",
            "{% component box(text) %}<p>{{ text }}</p>{% endcomponent box %}",
        ),
        ("themes/default/templates/left.html", "x"),
        ("themes/default/static/left.svg", "<svg/>"),
        ("themes/default/static/fleet.svg", "<svg/>"),
        (
            "themes/default/static/more.css",
            "a { background: url(fleet.svg) }",
        ),
        ("themes/default/original/gone.html", "x"),
    ]);
    let checked = run(book.path(), &["theme", "check", "--format", "short"]);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
    let told = err(&checked);
    let mut unused: Vec<&str> = told
        .lines()
        .filter(|l| l.contains("info[theme-unused]"))
        .map(|l| {
            l.split(':')
                .next()
                .unwrap()
                .trim_start_matches("themes/default/")
        })
        .collect();
    unused.sort_unstable();
    let expected = [
        "original/gone.html",
        "static/left.svg",
        "static/more.css",
        "templates/left.html",
    ];
    assert_eq!(unused, expected, "{told}");

    let broken = "{% extends \"base.html\" %}{% block contents %}{% endblock %}";
    write(book.path(), "themes/default/templates/mine.html", broken);
    let checked = run(book.path(), &["theme", "check"]);
    assert_eq!(code(&checked), 1);
    assert!(err(&checked).contains("`contents`"), "{}", err(&checked));
}

/// The handbook that `init` writes, in the built-in theme or in another of this repository.
fn velomere(theme: Option<&str>) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let mut files = support::folder(&root.join("init"));
    if let Some(theme) = theme {
        let own = support::folder(&root.join(theme)).into_iter();
        files.extend(own.map(|(path, bytes)| (format!("themes/{theme}/{path}"), bytes)));
        let site = String::from_utf8(files["site.toml"].clone()).unwrap();
        let site = format!("theme = \"{theme}\"\n{site}");
        files.insert("site.toml".to_owned(), site.into_bytes());
    }
    files
}

/// What stands in `<main>` of each page.
fn mains(files: &Files) -> BTreeMap<String, String> {
    let source = support::tree(files);
    let told = support::check(&source, &Options::default());
    let bad: Vec<String> = support::lines(&source, &told)
        .into_iter()
        .filter(|l| !l.contains(": info"))
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let (_, output, _): (_, Output, _) =
        support::build(&source, &Options::default(), &Memos::once());
    let pages = output
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"));
    let main = |bytes: Vec<u8>| {
        let html = String::from_utf8(bytes).unwrap();
        html.split("<main").nth(1).unwrap_or_default().to_owned()
    };
    pages.map(|(path, bytes)| (path, main(bytes))).collect()
}

/// The second theme restyles, and overrides three templates: their pages say it otherwise, and all others say the same.
#[test]
fn the_second_theme_changes_what_it_overrides() {
    let overridden =
        support::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/ledger/templates"));
    let names: Vec<&str> = overridden.keys().map(String::as_str).collect();
    assert_eq!(names, ["article.html", "home.html", "role.html"]);

    let (plain, ledger) = (mains(&velomere(None)), mains(&velomere(Some("ledger"))));
    assert!(plain.keys().eq(ledger.keys()));
    for page in [
        "index.html",
        "guide/first-week/index.html",
        "roles/treasurer/index.html",
    ] {
        assert_ne!(plain[page], ledger[page], "{page}");
        assert!(
            ledger[page].contains("class=\"book") || ledger[page].contains("class=\"sums"),
            "{page}"
        );
    }
    for page in [
        "roles/index.html",
        "glossary/index.html",
        "rights/index.html",
        "guide/index.html",
    ] {
        assert_eq!(plain[page], ledger[page], "{page}");
    }
}

/// Every file of the second theme is of use; a copy made in it and gone stale is told.
#[test]
fn the_second_theme_is_sound_and_a_stale_copy_in_it_is_told() {
    let book = tempfile::tempdir().unwrap();
    let root = book.path();
    for (path, bytes) in velomere(Some("ledger")) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let sound = run(root, &["theme", "check"]);
    assert_eq!((code(&sound), &*err(&sound)), (0, "nothing wrong\n"));

    assert_eq!(
        code(&run(root, &["theme", "eject", "partials/footer.html"])),
        0
    );
    let kept = "themes/ledger/original/partials/footer.html";
    let (path, copy) = (
        "themes/ledger/templates/partials/footer.html",
        "partials/footer.html",
    );
    // As if the program had been older when it made the copy: mark and kept original are those of another text.
    write(
        root,
        "themes/older.html",
        "<footer class=\"foot\"></footer>\n",
    );
    let older = read(root, "themes/older.html");
    let print = rolebook::memo::Fingerprint::of(older.trim_end().as_bytes()).hex();
    let text = read(root, path);
    let (first, rest) = text.split_once('\n').unwrap();
    let (before, _) = first.rsplit_once(", ").unwrap();
    write(
        root,
        path,
        &format!("{before}, {} -#}}\n{rest}<!-- ours -->", &print[..16]),
    );
    write(root, kept, &older);
    let stale = run(root, &["theme", "check", "ledger"]);
    assert_eq!(code(&stale), 1);
    assert!(
        err(&stale).contains(&format!("`builtin/{copy}` has changed since")),
        "{}",
        err(&stale)
    );
    let diff = out(&stale);
    assert!(
        diff.starts_with(&format!("--- {kept}\n+++ builtin/{copy}\n@@ ")),
        "{diff}"
    );
    assert!(
        diff.contains("\n-<footer class=\"foot\"></footer>\n"),
        "{diff}"
    );
    assert!(
        !diff.contains("ours"),
        "the author's own changes are not shown: {diff}"
    );
}
