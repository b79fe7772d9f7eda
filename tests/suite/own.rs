//! Our own handbook and the one that `init` writes: nothing wrong, every page made.

use std::path::Path;

use rolebook::diag::Severity;
use rolebook::pipeline::{Memos, Options};

use crate::support::{Files, build, folder, lines, project, tree};

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
    let (_, output, told) = build(&source, &Options::default(), &Memos::once());
    let bad: Vec<String> = lines(&source, &told)
        .into_iter()
        .filter(|l| !l.contains(": info"))
        .collect();
    assert!(
        told.count(Severity::Error) + told.count(Severity::Warning) == 0,
        "{bad:#?}"
    );
    assert!(output.contains_key("index.html"));
}
