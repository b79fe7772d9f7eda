//! Our own handbook and the one that `init` writes: nothing wrong, every page made.

use std::path::Path;

use rolebook::diag::{Diagnostics, Severity};
use rolebook::pipeline::{Memos, Options};
use rolebook::source::SourceTree;

use crate::support::{Files, build, check, folder, lines, project, tree};

#[test]
fn our_own_handbook_has_no_mistakes() {
    has_no_mistakes(&project(Path::new(env!("CARGO_MANIFEST_DIR"))));
}

#[test]
fn what_init_writes_has_no_mistakes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/init");
    has_no_mistakes(&folder(&root));
}

fn has_no_mistakes(files: &Files) {
    let source = tree(files);
    let below = Options {
        base_url: Some("https://example.org/a/handbook/".to_owned()),
        ..Options::default()
    };
    for options in [Options::default(), below] {
        let told = check(&source, &options);
        is_silent(&source, &told);
    }
    let (_, output, _) = build(&source, &Options::default(), &Memos::once());
    assert!(output.contains_key("index.html"));
}

fn is_silent(source: &SourceTree, told: &Diagnostics) {
    let bad: Vec<String> = lines(source, told)
        .into_iter()
        .filter(|l| !l.contains(": info"))
        .collect();
    assert!(
        told.count(Severity::Error) + told.count(Severity::Warning) == 0,
        "{bad:#?}"
    );
}
