//! A folder of sources gives exactly these files: `tests/golden/<concept>/<case>/`, compared with its `expected/`.
//!
//! In `expected/`, `diagnostics.txt` holds what `check` says; `x.main.html` the inside of `<main>` of `x.html`; `x.has` lines
//! that `x` has somewhere; `x.gone` says that there is no `x`; any other file is a whole file of the output. What is not
//! there is not compared. `UPDATE=1` writes anew what is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rolebook::memo::each;
use rolebook::pipeline::{Memos, Options};
use rolebook::source::SourceTree;

use crate::support::{Output, build, lines, project, tree, update};

#[test]
fn every_case_gives_what_is_expected() {
    let cases = cases();
    assert!(!cases.is_empty());
    let faults: Vec<String> = each(&cases, faults).into_iter().flatten().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every folder with an `expected/`.
fn cases() -> Vec<PathBuf> {
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")];
    let mut out = Vec::new();
    while let Some(folder) = todo.pop() {
        if folder.join("expected").is_dir() {
            out.push(folder);
            continue;
        }
        let entries = std::fs::read_dir(&folder).unwrap().flatten();
        todo.extend(entries.map(|e| e.path()).filter(|p| p.is_dir()));
    }
    out.sort();
    out
}

#[allow(clippy::ptr_arg, reason = "`each` hands over what its list holds")]
fn faults(case: &PathBuf) -> Vec<String> {
    let source = snapshot(case);
    let (_, output, told) = build(&source, &Options::default(), &Memos::once());
    let told: String = lines(&source, &told)
        .iter()
        .map(|l| format!("{l}\n"))
        .collect();
    let expected = case.join("expected");
    let mut faults = Vec::new();
    for (name, wanted) in crate::support::folder(&expected) {
        if let Some(whole) = name.strip_suffix(".has") {
            faults.extend(lacks(
                case,
                whole,
                &output,
                &String::from_utf8_lossy(&wanted),
            ));
            continue;
        }
        let got = result(&name, &output, &told);
        if got.as_ref() == Some(&wanted) {
            continue;
        }
        let path = expected.join(&name);
        match got {
            Some(got) if update() => std::fs::write(path, got).unwrap(),
            Some(got) => faults.push(difference(&path, &wanted, &got)),
            None => faults.push(format!("{} is not made", path.display())),
        }
    }
    faults
}

/// The lines of `wanted` that the file does not have.
fn lacks(case: &Path, name: &str, output: &Output, wanted: &str) -> Vec<String> {
    let file = output
        .get(name)
        .map(|f| String::from_utf8_lossy(f))
        .unwrap_or_default();
    let lacking = wanted.lines().filter(|l| !file.contains(*l));
    lacking
        .map(|l| format!("{}: {name} lacks {l}\n{file}", case.display()))
        .collect()
}

/// A case without `content/` is a folder of plain texts: read from the disk, as it would be found.
fn snapshot(case: &Path) -> SourceTree {
    if case.join("content").is_dir() {
        return tree(&project(case));
    }
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("Handbook");
    let mut files = crate::support::folder(case);
    files.retain(|path, _| !path.starts_with("expected/"));
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    crate::support::from_disk(&root)
}

/// What the case made of the file that `expected/` calls `name`.
fn result(name: &str, output: &Output, told: &str) -> Option<Vec<u8>> {
    if name == "diagnostics.txt" {
        return Some(told.as_bytes().to_vec());
    }
    if let Some(whole) = name.strip_suffix(".gone") {
        return (!output.contains_key(whole)).then(Vec::new);
    }
    let Some(page) = name.strip_suffix(".main.html") else {
        return output.get(name).cloned();
    };
    let page = output.get(&format!("{page}.html"))?;
    main_of(&String::from_utf8_lossy(page)).map(|m| m.as_bytes().to_vec())
}

/// The inside of `<main>`.
fn main_of(page: &str) -> Option<&str> {
    let begin = page.find("<main")?;
    let inside = begin + page[begin..].find('>')? + 1;
    let end = page.rfind("</main>")?;
    page.get(inside..end)
}

/// The first line that differs, with its neighbors.
fn difference(path: &Path, wanted: &[u8], got: &[u8]) -> String {
    let (wanted, got) = (
        String::from_utf8_lossy(wanted),
        String::from_utf8_lossy(got),
    );
    let lines: BTreeMap<usize, (Option<&str>, Option<&str>)> = {
        let (mut a, mut b) = (wanted.lines(), got.lines());
        let longest = wanted.lines().count().max(got.lines().count());
        (1..=longest).map(|n| (n, (a.next(), b.next()))).collect()
    };
    let mut out = format!("{}:", path.display());
    for (n, (a, b)) in lines.iter().filter(|(_, (a, b))| a != b).take(3) {
        out.push_str(&format!(
            "\n  line {n}\n    expected {}\n    got      {}",
            a.unwrap_or("nothing"),
            b.unwrap_or("nothing")
        ));
    }
    out
}
