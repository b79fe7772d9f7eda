//! The theme author's reference in our handbook is made from the views, filters and templates themselves: `UPDATE=1` writes
//! it, else it has to be up to date.

mod page;
mod templates;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rolebook::render::strings::Strings;
use rolebook::render::theme::{Theme, ThemeParams};
use rolebook::render::view::entry::ENTRIES;

use crate::support::{Files, tree, update};

/// A path below the repository.
fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_handbook_has_every_field_filter_and_block() {
    let path = here("content/using/theme-reference.md");
    let page = page::page(&views::read(), &templates::read());
    if update() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "`content/using/theme-reference.md` is stale: run with UPDATE=1"
    );
}

/// Stands for the components that authors make: there is none of them.
const ANY_COMPONENT: &str = "components/name.html";

/// The list of templates is the program's own: each is asked for in the sources, and no other is.
#[test]
fn the_program_asks_for_the_templates_of_the_list() {
    let mut asked = BTreeSet::new();
    for (name, text) in views::sources(&here("src/render")) {
        let is_list = name.ends_with("view/entry.rs") || name.contains("tests");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for line in code.lines().filter(|l| !is_list && !l.contains("//")) {
            let quoted = line.split('"').skip(1).step_by(2);
            let named = quoted
                .filter(|q| q.len() > ".html".len() && q.ends_with(".html") && !q.contains('{'));
            asked.extend(named.map(str::to_owned));
        }
    }
    let listed = ENTRIES.iter().map(|e| e.template.to_owned());
    let listed: BTreeSet<String> = listed.filter(|t| t != ANY_COMPONENT).collect();
    assert_eq!(asked, listed);
}

/// No template of the built-in theme reads a variable that the reference does not give it.
#[test]
fn built_in_templates_read_what_the_list_says() {
    let source = tree(&Files::new());
    let metas = BTreeMap::new();
    let theme = Theme::load(
        &source,
        &ThemeParams {
            name: "default",
            metas: &metas,
            accent: "",
            language: "en",
            strings: Arc::new(Strings::default()),
        },
    );
    let set = templates::set();
    for entry in ENTRIES.iter().filter(|e| e.template != ANY_COMPONENT) {
        let mut may = BTreeSet::from(["site", "strings", "assets", "theme", entry.name]);
        may.extend(set.iter().map(String::as_str));
        let is_part = ["partials/", "components/"].map(|folder| entry.template.starts_with(folder));
        if !is_part.contains(&true) {
            may.extend(["page", "side", "header"]);
        }
        let reads = theme.variables(entry.template);
        assert!(!reads.is_empty(), "{} is not there", entry.template);
        let more: Vec<_> = reads.iter().filter(|v| !may.contains(v.as_str())).collect();
        assert!(more.is_empty(), "{} reads {more:?}", entry.template);
    }
}
