//! `rolebook theme`: copies of templates, and how it is told that they went stale.

use std::path::Path;

use crate::cli::{code, err, folder, out, run};

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
