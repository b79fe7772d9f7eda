//! The handbook's page about all codes is made from their files: `UPDATE=1` writes it, else it has to be up to date.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rolebook::diag::{Fixed, Severity, all_codes, find_code};

use crate::specimen::{self, Specimen};
use crate::support::update;

const HEAD: &str = r#"+++
title = "Diagnostic codes"
description = "What each message means."
weight = 16
glossary = false
+++

Every message of [`rolebook check`](command-line.md) has a code. [Messages](diagnostics.md) says how to read them and how
to change their level; this page says what each of them is about, with an example. Each heading is an anchor:
`diagnostic-codes.md#link-broken`.
"#;

#[test]
fn the_handbook_has_every_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/using/diagnostic-codes.md");
    let page = page(&specimen::all());
    if update() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "`content/using/diagnostic-codes.md` is stale: run with UPDATE=1"
    );
}

fn page(specimens: &BTreeMap<String, Specimen>) -> String {
    let mut out = HEAD.to_owned();
    for (group, codes) in groups() {
        write!(out, "\n## {group}\n").unwrap();
        for code in codes {
            if let Some(specimen) = specimens.get(&code) {
                entry(specimen, &mut out);
            }
        }
    }
    out
}

fn entry(specimen: &Specimen, out: &mut String) {
    let code = find_code(&specimen.code).unwrap();
    let level = match code.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    };
    let fixed = match code.fixed {
        Fixed::Yes => "its level is fixed",
        Fixed::No => "its level may be changed",
    };
    let about = links(&specimen.about);
    let own = format!("[{}]", specimen.code);
    let line = specimen.wrong.expect.iter().find(|l| l.contains(&own));
    let line = line.map_or("", String::as_str);
    write!(
        out,
        "\n### `{}`\n\n*{level}; {fixed}.*\n{about}\n\n```text\n{line}\n```\n",
        specimen.code
    )
    .unwrap();
}

/// Links from file to file become links on the page, and to its neighbors.
fn links(about: &str) -> String {
    let mut out = about.replace("](../../content/using/", "](");
    for code in all_codes() {
        out = out.replace(
            &format!("]({}.md)", code.name),
            &format!("](#{})", code.name),
        );
    }
    out
}

/// The groups are the comments in the list of codes.
fn groups() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diag/code.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let list = text.split_once("\ncodes! {").unwrap().1;
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for line in list.lines() {
        let line = line.trim();
        if let Some(group) = line.strip_prefix("// ") {
            let mut letters = group.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            out.push((first + letters.as_str(), Vec::new()));
        } else if let Some(code) = line.split('"').nth(1) {
            out.last_mut().unwrap().1.push(code.to_owned());
        }
    }
    out
}
