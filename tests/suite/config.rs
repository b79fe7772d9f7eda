//! `site.toml` with a mistake in its syntax is told alone.

use rolebook::pipeline::{Memos, Options};

use crate::support::{Files, build, lines, tree};

#[test]
fn a_configuration_that_cannot_be_read_is_told_alone() {
    let files: Files = [
        ("site.toml", "title = \n"),
        ("content/a.md", "[x](nowhere.md)\n"),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .collect();
    let source = tree(&files);
    let (_, _, told) = build(&source, &Options::default(), &Memos::once());
    let told = lines(&source, &told);
    assert!(
        told.len() == 1 && told[0].starts_with("site.toml:1:"),
        "{told:#?}"
    );
}
