//! Inclusions, as an author meets them.

use super::super::{Found, Options, compose, parse};
use super::dump;
use crate::diag::{Place, Span};

const FILES: &[(&str, &str)] = &[
    ("b.md", "B [x](y)[^1]\n\n[^1]: note\n\n:::include c.md#p"),
    (
        "c.md",
        "no\n\n<!-- part: p -->\n- C[^n]\n<!-- /part -->\n\n[^n]: far",
    ),
    ("circle.md", "> :::include circle2.md"),
    ("circle2.md", ":::include circle.md"),
    (
        "x.rs",
        "fn a() {}\r\n// part: p\r\n    fn b() {\r\n\r\n        1\r\n    }\r\n// /part\r\nend",
    ),
];

fn composed(text: &str) -> Option<(String, Vec<String>)> {
    let (doc, _) = parse(text, Options::default());
    let find = |_: &str, written: &str| {
        let (path, text) = FILES.iter().find(|(p, _)| *p == written).ok_or(None)?;
        let document = path
            .ends_with(".md")
            .then(|| parse(text, Options::default()).0.into());
        Ok(Found {
            path: (*path).into(),
            text,
            document,
        })
    };
    let place = |_: &str, span: Span| Place::here(span);
    let (doc, said) = compose(&doc, "a.md", &find, &place)?;
    for (id, n) in doc.iter() {
        assert!(n.end > id.0 && n.end as usize <= doc.nodes.len());
    }
    let told = said
        .iter()
        .map(|d| format!("{} {} {}", d.code.name, d.message, d.labels.len()));
    Some((dump(&doc), told.collect()))
}

#[test]
fn nodes_of_other_texts_take_the_place() {
    assert_eq!(composed("a"), None);
    let (tree, told) = composed("> a\n>\n> :::include b.md\n\nz[^1]\n\n[^1]: own").unwrap();
    assert_eq!(
        tree,
        "quote(p(\"a\") p(\"B \" a<y>(\"x\") fnref<1-1>) fn<1-1>(p(\"note\")) list(li(\"C\" fnref<n-2>)) fn<n-2>(p(\"far\"))) p(\"z\" fnref<1>) fn<1>(p(\"own\"))"
    );
    assert!(told.is_empty());
    let (tree, _) = composed(":::include c.md#p\n\n:::include c.md#p").unwrap();
    assert_eq!(tree.matches("\"C\"").count(), 2);
}

#[test]
fn code_of_other_files() {
    let (tree, told) = composed("```rust file=\"x.rs#p\"\nold\n```").unwrap();
    assert_eq!(
        tree,
        "code<rust||[]|None|x.rs#p>\"fn b() {\\n\\n    1\\n}\\n\""
    );
    assert!(told.is_empty());
    let (tree, _) = composed("``` file=x.rs\n```").unwrap();
    assert!(
        tree.contains("fn a() {}\\n    fn b() {\\n\\n        1\\n    }\\nend\\n"),
        "{tree}"
    );
}

#[test]
fn what_cannot_be_included_is_told() {
    let told = |t: &str| composed(t).unwrap().1;
    assert_eq!(
        told(":::include d.md"),
        ["include-missing no file at `d.md` 0"]
    );
    assert_eq!(
        told(":::include c.md#q"),
        ["include-part-missing `c.md` has no part `q` 0"]
    );
    assert_eq!(
        told(":::include circle.md"),
        ["include-circle `circle.md` includes itself 1"]
    );
    assert_eq!(
        told(":::include a.md"),
        ["include-missing no file at `a.md` 0"]
    );
    assert_eq!(
        told(":::include x.rs"),
        ["include-missing `x.rs` is not Markdown 0"]
    );
    assert_eq!(
        told("``` file=x.rs#q\n```"),
        ["include-part-missing `x.rs` has no part `q` 0"]
    );
}

#[test]
fn inclusions_have_an_end() {
    let twice = |n: usize| format!(":::include {}\n\n:::include {}", n + 1, n + 1);
    let find = |_: &str, written: &str| {
        let n: usize = written.parse().unwrap();
        let document = Some(parse(&twice(n), Options::default()).0.into());
        Ok(Found {
            path: written.into(),
            text: "",
            document,
        })
    };
    let (doc, _) = parse(&twice(0), Options::default());
    let (_, said) = compose(&doc, "0", &find, &|_, s| Place::here(s)).unwrap();
    assert!(said.iter().all(|d| d.code.name == "include-too-deep"));
    assert_eq!(said.len(), 1);
}
