//! Same sources, same day, same bytes: whatever the threads, the order of files, the folder, the machine's settings.

use std::path::Path;

use rolebook::date::Date;
use rolebook::disk::read::Project;
use rolebook::pipeline::{Memos, Options};
use rolebook::render::builtin::builtin;
use rolebook::source::{Area, Facts, SourceFile, SourceTree, TreeParts};

use crate::support::{Files, Output, build, folder, lines, project, tree};

fn own() -> Files {
    project(Path::new(env!("CARGO_MANIFEST_DIR")))
}

fn starter() -> Files {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/init"))
}

/// Output and messages.
fn made(source: &SourceTree) -> (Output, Vec<String>) {
    let (_, output, told) = build(source, &Options::default(), &Memos::once());
    (output, lines(source, &told))
}

#[test]
fn one_thread_makes_what_many_make() {
    let source = tree(&own());
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| made(&source))
    };
    assert!(with(1) == with(8), "one thread and eight differ");
}

#[test]
fn the_order_in_which_files_are_given_means_nothing() {
    let files = starter();
    let layout = rolebook::source::Layout::default();
    let list = || {
        let mut list: Vec<SourceFile> = builtin();
        for (path, bytes) in &files {
            let area = layout.area(&rolebook::source::SourcePath::new(path));
            list.extend(area.map(|a| SourceFile::from_bytes(path, a, bytes, None)));
        }
        list
    };
    let of = |files: Vec<SourceFile>| {
        made(&SourceTree::new(TreeParts {
            name: "Test".to_owned(),
            layout: layout.clone(),
            facts: facts(),
            files,
            ignored: 0,
            problems: Vec::new(),
        }))
    };
    let (forward, mut backward, mut mixed) = (list(), list(), list());
    backward.reverse();
    mixed.sort_by_key(|f| f.print);
    let expected = of(forward);
    assert!(of(backward) == expected, "the files in reverse differ");
    assert!(of(mixed) == expected, "the files in another order differ");
}

fn facts() -> Facts {
    Facts::on(Date::parse("2026-11-24").unwrap())
}

/// The handbook of `init`, read from a folder of that name.
fn from_disk(parent: &Path, name: &str) -> (Output, Vec<String>) {
    let root = parent.join(name);
    for (path, bytes) in starter() {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let layout = Box::new(rolebook::parse::config::layout);
    let mut project = Project::new(&root, layout, builtin());
    made(&project.read(facts()).unwrap())
}

#[test]
fn two_folders_give_the_same_site_and_no_page_names_them() {
    let parent = tempfile::tempdir().unwrap();
    let (a, b) = (
        from_disk(parent.path(), "first-place"),
        from_disk(parent.path(), "second/place"),
    );
    assert!(a == b, "two folders differ");
    let machine = parent.path().to_str().unwrap().to_owned();
    for (path, bytes) in &a.0 {
        let text = String::from_utf8_lossy(bytes);
        for word in [machine.as_str(), "first-place", env!("CARGO_MANIFEST_DIR")] {
            assert!(!text.contains(word), "`{path}` names `{word}`");
        }
    }
}

/// Pages say days, never times of day.
#[test]
fn no_output_says_a_time() {
    let is_time = |w: &[u8]| {
        let digits = |r: std::ops::Range<usize>| w[r].iter().all(u8::is_ascii_digit);
        w[0] == b'T' && digits(1..3) && w[3] == b':' && digits(4..6) && w[6] == b':'
    };
    let area = Area::Builtin;
    let theirs: Vec<SourceFile> = builtin().into_iter().filter(|f| f.area == area).collect();
    assert!(!theirs.is_empty());
    for (path, bytes) in made(&tree(&own())).0 {
        assert!(!bytes.windows(8).any(is_time), "`{path}` says a time");
    }
}
