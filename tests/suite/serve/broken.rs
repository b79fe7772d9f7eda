//! Whatever is wrong with the sources, the last good pages answer, whole, and the mend is seen.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::process::{Book, Preview, ask};

/// Files that break something, one after another. Templates: some fail when read, some when a page is made.
const BROKEN: &[(&str, &str)] = &[
    ("site.toml", "title ="),
    ("site.toml", "\u{0}"),
    ("site.toml", "title = 7\nbase_url = \"::\"\n"),
    ("site.toml", "content_dir = \"nowhere\"\n"),
    ("site.toml", "content_dir = \"../..\"\n"),
    ("site.toml", "theme = \"nothing\"\n"),
    ("site.toml", "unknown_key = 1\n"),
    ("site.toml", "output_dir = \"content\"\n"),
    ("content/a.md", "+++\ntitle = \n+++\n"),
    ("content/a.md", "---\ntitle: [\n---\n"),
    ("content/a.md", "---\n"),
    ("content/a.md", "[nowhere](nowhere.md)"),
    ("content/a.md", "[nowhere](#nowhere)"),
    ("content/a.md", "+++\naliases = [\"/guide/b/\"]\n+++\n"),
    ("content/a.md", "+++\npath = \"../../x\"\n+++\n"),
    ("content/a.md", "+++\nweight = \"x\"\n+++\n"),
    ("content/a.md", "+++\ntemplate = \"none.html\"\n+++\n# A\n"),
    (
        "content/a.md",
        "{{ include(\"a.md\") }}\n\n:::note\n:::note\n",
    ),
    ("content/a.md", "<script>alert(1)</script>\n\n<b"),
    (
        "content/guide/b.md",
        "+++\nredirect_to = \"/guide/b/\"\n+++\n",
    ),
    ("content/A.md", "# The same on some disks\n"),
    ("content/guide/index.md", "# Twice\n"),
    ("content/glossary/terms.toml", "[owner"),
    ("content/glossary/terms.toml", "[[term]]\ndefinition = 1\n"),
    (
        "content/glossary/more.toml",
        "[[term]]\nname = \"owner\"\ndefinition = \"Twice.\"\n",
    ),
    ("content/roles/x.toml", "name = \n"),
    (
        "content/roles/x.toml",
        "name = 5\nskills = [7]\nreports_to = \"nobody\"\n",
    ),
    (
        "content/comparisons/x.toml",
        "roles = [\"nobody\", \"none\"]\n",
    ),
    (
        "content/decisions/x.toml",
        "title = \"X\"\nstart = \"nowhere\"\n",
    ),
    ("content/decisions/x.toml", "= = ="),
    ("content/rights.toml", "[[activity]]\n"),
    ("content/dimensions.toml", "[x]\ntype = \"nothing\"\n"),
    ("themes/default/templates/article.html", "{% if %}"),
    (
        "themes/default/templates/article.html",
        "{{ page.nothing.at.all }}",
    ),
    (
        "themes/default/templates/article.html",
        "{% extends \"article.html\" %}",
    ),
    (
        "themes/default/templates/base.html",
        "{% include \"none.html\" %}",
    ),
    ("themes/default/templates/base.html", ""),
    (
        "themes/default/templates/partials/side.html",
        "{{ 1 / 0 }}{{ nothing | nothing }}",
    ),
    ("themes/default/theme.toml", "extends = \"default\"\n[["),
    ("static/assets/x", "a folder that is ours"),
    ("static/a/index.html", "a page that is there"),
];

#[test]
fn forty_broken_inputs_never_take_it_down() {
    let book = Book::small();
    let preview = Preview::of(&book.root()).settled();
    let port = preview.port;
    let ended = Arc::new(AtomicBool::new(false));
    let asked = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..4)
        .map(|i| {
            let (ended, asked) = (Arc::clone(&ended), Arc::clone(&asked));
            std::thread::spawn(move || hammer(port, i, &ended, &asked))
        })
        .collect();
    for (i, (path, text)) in BROKEN.iter().enumerate() {
        let before = fs::read(book.path(path)).ok();
        // An empty template is a sound one: none is to be seen before its text is there.
        book.put(path, text);
        std::thread::sleep(std::time::Duration::from_millis(60));
        match before {
            Some(before) => fs::write(book.path(path), before).unwrap(),
            None => fs::remove_file(book.path(path)).unwrap(),
        }
        let _ = fs::remove_dir_all(book.path("themes"));
        let _ = fs::remove_dir_all(book.path("static/a"));
        let _ = fs::remove_dir_all(book.path("static/assets"));
        book.write(
            "content/_index.md",
            &format!("# Book\n\nMended {i} times.\n"),
        );
        preview.wait_page("/", &format!("Mended {i} times."));
        let page = preview.get("/").text();
        assert!(!page.contains("role=\"alert\""), "{path} {text:?}: {page}");
    }
    ended.store(true, Ordering::Relaxed);
    clients.into_iter().for_each(|c| c.join().unwrap());
    assert!(asked.load(Ordering::Relaxed) > 100);
}

fn hammer(port: u16, client: usize, ended: &AtomicBool, asked: &AtomicUsize) {
    let paths = ["/", "/a/", "/guide/b/", "/glossary/"];
    for path in paths.iter().cycle().skip(client) {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let answer = ask(port, path, &[]).unwrap();
        assert_eq!(answer.status, 200, "{path}");
        let length: usize = answer.header("content-length").parse().unwrap();
        assert_eq!(answer.body.len(), length, "{path} is cut");
        assert!(
            answer.text().trim_end().ends_with("</html>"),
            "{path}: {}",
            answer.text()
        );
        asked.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}
