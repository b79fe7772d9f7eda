//! The search: the script of the theme, run in Node over the files of a build, finds what a ranker finds that looks at every
//! record of the site; and on our own handbook the first hit is what a reader meant (`tests/search/questions.toml`).

mod brute;
mod site;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use rolebook::pipeline::{self, Memos, Options};
use rolebook::search;
use rolebook::source::SourceTree;

use crate::support::{Output, build, project, tree};
use brute::Ranker;

/// Record, address, title.
type Hit = (u32, String, String);

#[test]
fn the_script_and_a_ranker_by_hand_agree() {
    for seed in 0..12 {
        let (files, queries) = site::random(seed);
        let source = tree(&files);
        let Some(answers) = ask(&made(&source), &queries) else {
            return;
        };
        let ranker = ranker(&source);
        for (query, hits) in queries.iter().zip(answers) {
            let got: Vec<u32> = hits.iter().map(|h| h.0).collect();
            let wanted = ranker.rank(query);
            assert_eq!(got, wanted, "seed {seed}: {query:?}\n{hits:#?}");
        }
    }
}

#[test]
fn questions_about_our_own_handbook_are_met() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("tests/search/questions.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let questions: Vec<(String, String)> = table["question"]
        .as_array()
        .unwrap()
        .iter()
        .map(|q| {
            let of = |key: &str| q[key].as_str().unwrap().to_owned();
            (of("ask"), of("first"))
        })
        .collect();
    assert!(questions.len() >= 60, "{} questions", questions.len());
    let source = tree(&project(root));
    let asked: Vec<String> = questions.iter().map(|q| q.0.clone()).collect();
    let Some(answers) = ask(&made(&source), &asked) else {
        return;
    };
    let mut unmet = Vec::new();
    for ((ask, first), hits) in questions.iter().zip(answers) {
        if hits.first().is_none_or(|h| h.1 != *first) {
            let shown: Vec<&str> = hits.iter().take(4).map(|h| h.1.as_str()).collect();
            unmet.push(format!("{ask:?}: {first} wanted, {shown:?} found"));
        }
    }
    assert!(unmet.is_empty(), "{}", unmet.join("\n"));
}

#[test]
fn a_page_that_says_so_is_not_found_and_a_site_without_search_has_no_trace() {
    let mut files = crate::support::Files::new();
    let mut put = |path: &str, text: &str| files.insert(path.to_owned(), text.as_bytes().to_vec());
    put("site.toml", "");
    put("content/_index.md", "# Home");
    put("content/a.md", "+++\nsearch = false\n+++\n# Apples\n");
    put("content/b.md", "+++\nunlisted = true\n+++\n# Bananas\n");
    put(
        "content/c.md",
        "+++\nsearch.exclude = true\n+++\n# Cherries\n",
    );
    put("content/d.md", "# Dates\n");
    let output = made(&tree(&files));
    let index = text_below(&output, "search/");
    assert!(index.contains("date!"), "{index}");
    for word in ["apple", "banana", "cherry"] {
        assert!(!index.contains(word), "{word}");
    }
    files.insert(
        "site.toml".to_owned(),
        b"[search]\nenabled = false\n".to_vec(),
    );
    let output = made(&tree(&files));
    for (path, bytes) in &output {
        let page = path.ends_with(".html") && String::from_utf8_lossy(bytes).contains("search");
        assert!(!path.contains("search") && !page, "{path}");
    }
}

#[test]
fn files_of_the_index_are_small_scripts_of_data() {
    let (files, _) = site::random(3);
    let output = made(&tree(&files));
    let index = output.iter().filter(|(p, _)| p.starts_with("search/"));
    for (path, bytes) in index {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let id = path
            .strip_prefix("search/")
            .and_then(|p| p.strip_suffix(".js"))
            .unwrap();
        let data = text
            .strip_prefix(&format!("rolebookSearch(\"{id}\","))
            .and_then(|t| t.strip_suffix(")\n"))
            .unwrap();
        assert!(
            serde_json::from_str::<serde_json::Value>(data).is_ok(),
            "{path}"
        );
        assert!(bytes.len() < 40 << 10, "{path}: {}", bytes.len());
    }
}

fn text_below(output: &Output, folder: &str) -> String {
    let below = output.iter().filter(|(p, _)| p.starts_with(folder));
    below
        .map(|(_, b)| String::from_utf8_lossy(b).into_owned())
        .collect()
}

fn made(source: &SourceTree) -> Output {
    build(source, &Options::default(), &Memos::once()).1
}

fn ranker(source: &SourceTree) -> Ranker {
    let memos = Memos::once();
    let prepared = pipeline::prepare(source, &Options::default(), &memos);
    Ranker::new(search::records(&prepared.press(&memos)))
}

/// The answers of the theme's script; `None`: there is no Node, and that is allowed.
fn ask(output: &Output, questions: &[String]) -> Option<Vec<Vec<Hit>>> {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in output.iter().filter(|(p, _)| p.starts_with("search/")) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let started = Command::new("node")
        .arg(root.join("tests/search/ask.mjs"))
        .arg(folder.path())
        .arg(root.join("themes/default/static/search.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = started else {
        assert!(std::env::var_os("ROLEBOOK_NO_SKIP").is_none(), "no node");
        return None;
    };
    let asked = serde_json::to_vec(questions).unwrap();
    node.stdin.take().unwrap().write_all(&asked).unwrap();
    let answered = node.wait_with_output().unwrap();
    assert!(answered.status.success());
    Some(serde_json::from_slice(&answered.stdout).unwrap())
}
