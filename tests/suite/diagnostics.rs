//! Every code has a file that shows it, and its cure silences it: `tests/diagnostics/<code>.md`.
//!
//! `UPDATE=1` writes the told lines into the files; read them before you believe them.

use rolebook::diag::{all_codes, find_code};
use rolebook::memo::each;
use rolebook::pipeline::Options;
use rolebook::source::SourceTree;

use crate::specimen::{self, Specimen, State};
use crate::support::{check, lines, tree, update};

#[test]
fn each_mistake_is_told_in_these_words_and_its_cure_is_silent() {
    let specimens: Vec<Specimen> = specimen::all().into_values().collect();
    let faults: Vec<String> = each(&specimens, faults).into_iter().flatten().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults(specimen: &Specimen) -> Vec<String> {
    let mut faults = Vec::new();
    mistake(specimen, &mut faults);
    let told = told(specimen, &specimen.cured);
    if told != specimen.cured.expect {
        faults.push(format!("{}, the cure: {told:#?}", specimen.code));
    }
    faults
}

fn mistake(specimen: &Specimen, faults: &mut Vec<String>) {
    let told = told(specimen, &specimen.wrong);
    let own = format!("[{}]", specimen.code);
    if !told.iter().any(|l| l.contains(&own)) {
        faults.push(format!("{} is not told: {told:#?}", specimen.code));
    }
    if told == specimen.wrong.expect {
        return;
    }
    if update() {
        let text = std::fs::read_to_string(&specimen.path).unwrap();
        std::fs::write(&specimen.path, specimen::with_expect(&text, &told)).unwrap();
    } else {
        faults.push(format!(
            "{}: told {told:#?}, expected {:#?}",
            specimen.code, specimen.wrong.expect
        ));
    }
}

/// What `check` says. Remarks are on many things: only those that the specimen is about count.
fn told(specimen: &Specimen, state: &State) -> Vec<String> {
    let Some(source) = snapshot(state) else {
        return state.expect.clone();
    };
    let told = check(&source, &Options::default());
    let own = format!("[{}]", specimen.code);
    lines(&source, &told)
        .into_iter()
        .filter(|l| !l.contains(": info[") || l.contains(&own))
        .collect()
}

/// The files as a snapshot: from a real folder where only that can show it. `None` where it cannot be made.
fn snapshot(state: &State) -> Option<SourceTree> {
    let odd = state.files.keys().any(|p| p.contains("%FF"));
    if state.links.is_empty() && !odd {
        return Some(tree(&state.files));
    }
    on_disk(state)
}

#[cfg(not(unix))]
fn on_disk(_: &State) -> Option<SourceTree> {
    None
}

#[cfg(unix)]
fn on_disk(state: &State) -> Option<SourceTree> {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let root = tempfile::tempdir().unwrap();
    let place = |path: &str| {
        let mut bytes = Vec::new();
        for (n, piece) in path.split("%FF").enumerate() {
            bytes.extend(if n > 0 { &[0xFF_u8][..] } else { &[] });
            bytes.extend(piece.as_bytes());
        }
        let path = root.path().join(OsString::from_vec(bytes));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    for (path, bytes) in &state.files {
        // Some systems refuse such names: then there is nothing to tell.
        std::fs::write(place(path), bytes).ok()?;
    }
    for (path, to) in &state.links {
        std::os::unix::fs::symlink(to, place(path)).unwrap();
    }
    Some(crate::support::from_disk(root.path()))
}

#[test]
fn every_code_has_its_file_and_every_file_its_code() {
    let specimens = specimen::all();
    let missing: Vec<&str> = all_codes()
        .iter()
        .map(|c| c.name)
        .filter(|c| !specimens.contains_key(*c))
        .collect();
    let strange: Vec<&String> = specimens
        .keys()
        .filter(|c| find_code(c).is_none())
        .collect();
    assert!(strange.is_empty(), "no such code: {strange:?}");
    assert!(missing.is_empty(), "without a file: {missing:?}");
}

#[test]
fn every_file_explains_and_cures() {
    for specimen in specimen::all().into_values() {
        let code = &specimen.code;
        assert!(!specimen.about.is_empty(), "{code} explains nothing");
        assert!(specimen.wrong.has_expect, "{code} expects nothing");
        assert!(!specimen.cured.files.is_empty(), "{code} has no cure");
        let text = std::fs::read_to_string(&specimen.path).unwrap();
        assert!(
            text.starts_with(&format!("# {code}\n")),
            "{code}: its title"
        );
        assert!(text.lines().any(|l| l == "## Cure"), "{code} has no cure");
    }
}
