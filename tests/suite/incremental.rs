//! A warm build equals a cold one, whatever was edited: bytes, anchors, diagnostics. And it computes no more than it must.
//!
//! `ROLEBOOK_SCRIPTS=2000` runs more scripts than the usual 48, `ROLEBOOK_SEED=n` others; `ROLEBOOK_SHRINK=0` does not look
//! for the shortest script that fails.

mod cached;
mod edit;
mod fields;
mod handbook;
mod minimal;
mod regressions;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use rolebook::diag::Error;
use rolebook::output::{OutputFile, OutputKind, OutputPath, Sink};
use rolebook::pipeline::{self, Memos, Options};

use edit::Edit;
use handbook::Handbook;

#[test]
fn a_warm_build_is_a_cold_build() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u32>().ok());
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("ROLEBOOK_SEED").unwrap_or(1).to_le_bytes());
    let config = Config {
        cases: number("ROLEBOOK_SCRIPTS").unwrap_or(48),
        failure_persistence: None,
        max_shrink_iters: number("ROLEBOOK_SHRINK").unwrap_or(400),
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let run = runner.run(&edit::script(), |script| {
        play(&script).map_err(TestCaseError::fail)
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
}

/// Builds after each edit, warm and cold; the first difference is the error.
fn play(script: &[Edit]) -> Result<(), String> {
    let memos = Memos::keeping();
    let mut book = Handbook::first();
    let mut before = book.clone();
    same(&book, &memos).map_err(|e| format!("at the beginning: {e}"))?;
    for (step, edit) in script.iter().enumerate() {
        match edit {
            Edit::Revert => std::mem::swap(&mut book, &mut before),
            _ => {
                before = book.clone();
                edit.apply(&mut book);
            }
        }
        same(&book, &memos).map_err(|e| format!("after edit {} ({edit:?}): {e}", step + 1))?;
    }
    Ok(())
}

fn same(book: &Handbook, memos: &Memos) -> Result<(), String> {
    let (warm, cold) = (make(book, memos), make(book, &Memos::once()));
    let paths = warm.files.keys().chain(cold.files.keys());
    for path in paths {
        let (a, b) = (warm.files.get(path), cold.files.get(path));
        if a != b {
            return Err(difference(path, a, b));
        }
    }
    if warm.told != cold.told {
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|l| !b.contains(l)).cloned().collect()
        };
        return Err(format!(
            "messages differ\n  warm: {:#?}\n  cold: {:#?}",
            only(&warm.told, &cold.told),
            only(&cold.told, &warm.told)
        ));
    }
    Ok(())
}

/// What a build made.
struct Made {
    files: BTreeMap<String, File>,
    told: Vec<String>,
}

#[derive(PartialEq, Eq)]
struct File {
    kind: OutputKind,
    anchors: Vec<Arc<str>>,
    bytes: Vec<u8>,
}

type Recorded = (OutputKind, Vec<Arc<str>>, OutputFile);

#[derive(Default)]
struct Recorder(Mutex<BTreeMap<String, Recorded>>);

impl Sink for Recorder {
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        anchors: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        let mut files = self.0.lock().unwrap();
        let twice = files.insert(path.as_str().to_owned(), (kind, anchors.to_vec(), file));
        assert!(twice.is_none(), "`{path}` was put twice");
        Ok(())
    }
}

fn make(book: &Handbook, memos: &Memos) -> Made {
    let tree = book.tree();
    let options = Options {
        drafts: book.drafts,
        ..Options::default()
    };
    let prepared = pipeline::prepare(&tree, &options, memos);
    let sink = Recorder::default();
    let said = pipeline::build(&prepared, memos, &sink).unwrap();
    let told = prepared.diagnostics.iter().chain(said.iter());
    let told = told
        .map(|d| format!("{} {d:?}", tree.path(d.place.file)))
        .collect();
    let files = sink.0.into_inner().unwrap().into_iter();
    let files = files.map(|(path, (kind, anchors, file))| {
        let bytes = match file {
            OutputFile::Bytes(bytes) => bytes,
            OutputFile::Copy(id) => format!("copy of {}", tree.path(id)).into_bytes(),
            OutputFile::Known(print) => print.hex().into_bytes(),
        };
        let file = File {
            kind,
            anchors,
            bytes,
        };
        (path, file)
    });
    Made {
        files: files.collect(),
        told,
    }
}

/// The first place where two files differ, with what stands around it.
fn difference(path: &str, warm: Option<&File>, cold: Option<&File>) -> String {
    let (Some(warm), Some(cold)) = (warm, cold) else {
        let which = if warm.is_some() { "warm" } else { "cold" };
        return format!("only the {which} build made `{path}`");
    };
    if warm.bytes == cold.bytes {
        return format!(
            "`{path}` has other anchors: warm {:?}, cold {:?}",
            warm.anchors, cold.anchors
        );
    }
    let at = warm
        .bytes
        .iter()
        .zip(&cold.bytes)
        .take_while(|(a, b)| a == b)
        .count();
    let around = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60)..bytes.len().min(at + 100)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!(
        "`{path}` differs at byte {at}\n  warm: …{:?}\n  cold: …{:?}",
        around(&warm.bytes),
        around(&cold.bytes)
    )
}
