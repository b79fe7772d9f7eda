//! What of a folder becomes part of the snapshot.

use std::fs;

use super::*;
use crate::date::Date;

fn facts() -> Facts {
    Facts::on(Date::parse("2026-11-24").unwrap())
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// `content_dir = "x"` and nothing else is understood.
fn layout(text: Option<&str>) -> Layout {
    let mut layout = Layout::default();
    if let Some(line) = text.and_then(|t| t.strip_prefix("content_dir = \"")) {
        layout.content = line.trim_end().trim_end_matches('"').to_owned();
    }
    layout
}

fn project(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for path in files {
        put(dir.path(), path, path.as_bytes());
    }
    dir
}

fn paths(tree: &SourceTree) -> Vec<&str> {
    tree.files().map(|(_, f)| f.path.as_str()).collect()
}

fn read_in(dir: &Path) -> Result<SourceTree, Error> {
    read(dir, &layout, facts(), Vec::new())
}

#[test]
fn parts_of_a_project_are_read_and_nothing_else() {
    let dir = project(&[
        "site.toml",
        "content/a.md",
        "content/.hidden/x.md",
        "content/a.md~",
        "content/node_modules/x.md",
        "content/old-output/.rolebook.json",
        "content/old-output/x.md",
        "static/.well-known/x",
        "static/x.swp",
        "themes/t/theme.toml",
        "public/index.html",
        "README.md",
        ".git/config",
    ]);
    let tree = read_in(dir.path()).unwrap();
    assert_eq!(
        paths(&tree),
        [
            "content/a.md",
            "site.toml",
            "static/.well-known/x",
            "themes/t/theme.toml"
        ]
    );
    assert_eq!(tree.ignored(), 3);
    assert_eq!(
        tree.name(),
        dir.path().file_name().unwrap().to_str().unwrap()
    );
}

#[test]
fn without_a_content_folder_the_root_is_the_content() {
    let dir = project(&[
        "a.md",
        "guide/b.md",
        "themes/t/x.html",
        "static/c",
        "target/d.md",
    ]);
    let tree = read_in(dir.path()).unwrap();
    assert_eq!(
        paths(&tree),
        ["a.md", "guide/b.md", "static/c", "themes/t/x.html"]
    );
    assert_eq!(tree.layout().content, "");
}

#[test]
fn an_empty_folder_says_how_to_start() {
    let say = |files: &[&str]| read_in(project(files).path()).unwrap_err().to_string();
    assert!(say(&[]).contains("rolebook init"));
    assert!(say(&["docs/a.md"]).contains("content_dir = \"docs\""));
    let dir = project(&[]);
    put(dir.path(), "site.toml", b"content_dir = \"pages\"\n");
    assert!(
        read_in(dir.path())
            .unwrap_err()
            .to_string()
            .contains("pages")
    );
    assert!(read_in(&dir.path().join("nowhere")).is_err());
}

#[test]
fn bytes_decide_what_is_text_and_how_large_an_image_is() {
    let dir = project(&["content/x.txt"]);
    put(dir.path(), "content/bad.md", b"ab\xff");
    put(dir.path(), "content/big.bin", &vec![7; SMALL + 5]);
    put(dir.path(), "content/huge.md", &vec![b'a'; (16 << 20) + 1]);
    put(
        dir.path(),
        "content/i.gif",
        b"GIF89a\x03\x00\x02\x00\x00\x00\x00",
    );
    let tree = read_in(dir.path()).unwrap();
    let file = |path| tree.get(tree.find(path).unwrap()).unwrap();
    use crate::source::Data;
    assert!(matches!(file("content/bad.md").data, Data::NotUtf8(2)));
    assert!(matches!(file("content/huge.md").data, Data::TooLarge));
    assert_eq!(file("content/huge.md").len, (16 << 20) + 1);
    assert_eq!(file("content/i.gif").pixels, Some((3, 2)));
    let big = file("content/big.bin");
    assert!(matches!(big.data, Data::Asset));
    assert_eq!(big.print, crate::memo::Fingerprint::of(&vec![7; SMALL + 5]));
    assert_eq!(file("content/x.txt").as_text(), Some("content/x.txt"));
}

const SMALL: usize = crate::source::SMALL_TEXT;

#[cfg(unix)]
#[test]
fn links_stay_inside_and_names_are_text() {
    use std::os::unix::{ffi::OsStrExt, fs::symlink};
    let dir = project(&["content/a/x.md", "shared/s.md", ".git/config"]);
    let at = |p: &str| dir.path().join(p);
    symlink("../shared", at("content/in")).unwrap();
    symlink("a/x.md", at("content/y.md")).unwrap();
    symlink("/etc/passwd", at("content/out")).unwrap();
    symlink("nothing", at("content/broken")).unwrap();
    symlink("..", at("content/a/up")).unwrap();
    symlink("../content", at("shared/back")).unwrap();
    symlink("../.git/config", at("content/git")).unwrap();
    symlink("self", at("content/self")).unwrap();
    fs::write(
        at("content").join(std::ffi::OsStr::from_bytes(b"b\xffd.md")),
        "x",
    )
    .unwrap();
    let tree = read_in(dir.path()).unwrap();
    let mut told: Vec<String> = tree
        .problems()
        .iter()
        .map(|d| format!("{} {}", tree.path(d.place.file), d.code.name))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "content/a/up symlink-outside",
            "content/broken symlink-outside",
            "content/b\u{fffd}d.md name-encoding",
            "content/git symlink-outside",
            "content/in/back symlink-outside",
            "content/out symlink-outside",
            "content/self symlink-outside",
        ]
    );
    assert!(tree.find("content/in/s.md").is_some());
    assert_eq!(
        tree.get(tree.find("content/y.md").unwrap())
            .unwrap()
            .as_text(),
        Some("content/a/x.md")
    );
}

#[test]
fn a_refreshed_snapshot_is_a_new_one() {
    let dir = project(&["site.toml", "content/a.md", "content/b/c.md"]);
    let mut project = Project::new(dir.path(), Box::new(layout), Vec::new());
    let mut tree = project.read(facts()).unwrap();
    let mut check = |changed: &[&str], tree: &mut SourceTree| {
        let changed: Vec<PathBuf> = changed.iter().map(|p| dir.path().join(p)).collect();
        *tree = project.refresh(tree, &changed).unwrap();
        let new = read_in(dir.path()).unwrap();
        let all = |t: &SourceTree| -> Vec<_> {
            t.files().map(|(_, f)| (f.path.clone(), f.print)).collect()
        };
        assert_eq!(all(tree), all(&new));
    };
    put(dir.path(), "content/a.md", b"other");
    check(&["content/a.md"], &mut tree);
    put(dir.path(), "content/new.md", b"new");
    check(&["content/new.md"], &mut tree);
    fs::remove_dir_all(dir.path().join("content/b")).unwrap();
    check(&["content/b"], &mut tree);
    fs::rename(
        dir.path().join("content/a.md"),
        dir.path().join("content/z.md"),
    )
    .unwrap();
    check(&["content/a.md", "content/z.md"], &mut tree);
}
