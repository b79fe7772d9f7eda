//! From a term in a file to links on pages, its entry, its frame and its data.

use rolebook::pipeline::{Memos, Options};

use crate::support::{Files, build, lines, tree};

const TERMS: &str = "[[term]]\nname = \"dock\"\ndefinition = \"Where a bike is locked.\"\nbody = \"A dock of a station.\"\n\
    not_the_same_as = [\"station\", \"bike rack\"]\n[[term]]\nname = \"station\"\ndefinition = \"Several docks.\"\n";

fn site() -> Files {
    let article = "# Dispatch\n\nLock it in the\ndock. Docks are free at *station* 7.\n\n## Docks\n\nNo link here: `dock`.\n";
    let files = [
        ("content/_index.md", "# Velomere\n"),
        ("content/dispatch.md", article),
        ("content/glossary.toml", TERMS),
    ];
    let file = |(path, text): (&str, &str)| (path.to_owned(), text.as_bytes().to_vec());
    files.into_iter().map(file).collect()
}

#[test]
fn a_term_is_linked_once_and_has_an_entry() {
    let source = tree(&site());
    let (_, output, told) = build(&source, &Options::default(), &Memos::once());
    let bad: Vec<String> = lines(&source, &told)
        .into_iter()
        .filter(|l| !l.contains(": info"))
        .collect();
    assert!(bad.is_empty(), "{bad:?}");
    let page = |path: &str| String::from_utf8(output[path].clone()).unwrap();

    let article = page("dispatch/index.html");
    let links = article.matches("<a class=\"term\"").count();
    assert_eq!(links, 2, "{article}");
    assert!(
        article.contains("<a class=\"term\" href=\"/glossary/#dock\">dock</a>. Docks"),
        "{article}"
    );
    assert!(
        article.contains("<dt><a href=\"/glossary/#station\">station</a></dt>"),
        "{article}"
    );

    let glossary = page("glossary/index.html");
    for part in [
        "<dt id=\"dock\"><dfn>dock</dfn>",
        "<h2 id=\"rb-letter-d\">D</h2>",
        "href=\"#rb-letter-s\">S</a>",
        "<a href=\"/dispatch/\">Dispatch</a>",
        "bike rack",
    ] {
        assert!(glossary.contains(part), "{part} in {glossary}");
    }
    let frame = page("embed/glossary/dock/index.html");
    assert!(
        frame.contains("<dfn>dock</dfn>") && !frame.contains("<dfn>station</dfn>"),
        "{frame}"
    );
    assert!(frame.contains("href=\"/glossary/#dock\""), "{frame}");
    assert!(!glossary.contains("rb-terms"), "{glossary}");
    let data = page("data/glossary.json");
    assert!(
        data.contains("\"url\":\"/glossary/#dock\"")
            && data.contains("\"used_on\":[\"/dispatch/\"]"),
        "{data}"
    );
}
