//! For each field of each memo's key, a short script that a key without it does not survive. `tests/README.md` says how to
//! see it.

use super::edit::Edit;
use super::play;
use super::words::{FILES, FRONT, SITE};

#[test]
fn every_field_of_every_key_is_needed() {
    let mut bad = Vec::new();
    for (field, script) in scripts() {
        if let Err(difference) = play(&script) {
            bad.push(format!("{field}: {difference}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Pages of the first handbook, by number.
const ABOUT: u8 = 1;
const THREE: u8 = 3;
const ONE: u8 = 4;
const SAME: u8 = 5;
const OTHER_SAME: u8 = 7;

const GLOSSARY: &str = "content/glossary.toml";
const ARTICLE_HTML: &str = "themes/default/templates/article.html";
const PLAIN_HTML: &str = "themes/default/templates/plain.html";

type Script = (&'static str, Vec<Edit>);

fn scripts() -> Vec<Script> {
    [of_files(), of_bodies(), of_pages()].concat()
}

fn of_files() -> Vec<Script> {
    vec![
        (
            "parse: kind",
            vec![misplace(
                "content/roles/ada.toml",
                "content/comparisons/ada-vs-bo.toml",
            )],
        ),
        (
            "parse: options, punctuation",
            vec![site("markdown.smart_punctuation", 1)],
        ),
        (
            "parse: options, raw HTML",
            vec![site("markdown.raw_html", 1), site("markdown.raw_html", 2)],
        ),
        ("parse: bytes", vec![Edit::Body(ABOUT, vec![3, 1, 0])]),
        (
            "inline: text",
            // Whichever string comes first, it is another one.
            vec![
                file("content/roles/ada.toml", 4),
                file("content/roles/bo.toml", 2),
            ],
        ),
        (
            "inline: one line or blocks",
            vec![file(GLOSSARY, 7), file("content/roles/ada.toml", 1)],
        ),
        (
            "inline: options",
            vec![site("markdown.smart_punctuation", 1)],
        ),
        ("terms: text", vec![Edit::Body(ABOUT, vec![19, 3, 1])]),
        ("terms: rules", vec![file(GLOSSARY, 1)]),
        (
            "composed: own text",
            vec![Edit::Body(ONE, vec![19, 7, 9, 9, 12])],
        ),
        (
            "composed: own path",
            vec![
                file("content/_part.md", 2),
                Edit::Body(SAME, vec![23, 6, 6, 6]),
                Edit::Body(OTHER_SAME, vec![23, 6, 6, 6]),
            ],
        ),
        ("composed: what was found", vec![Edit::Shift(false)]),
    ]
}

fn of_bodies() -> Vec<Script> {
    let long = |piece: u8| Edit::Body(THREE, vec![piece, 6, 6, 6, 6]);
    vec![
        ("body: text", vec![Edit::Shift(false), Edit::Shift(true)]),
        ("body: words", vec![site("strings.heading-link", 1)]),
        (
            "body: colors",
            vec![long(11), site("markdown.highlight", 1)],
        ),
        ("body: where links lead", vec![Edit::Delete(ONE)]),
        ("body: size of images", vec![file("content/img/pic.png", 1)]),
        (
            "body: end of a mention",
            vec![long(22), file(GLOSSARY, 4), file(GLOSSARY, 5)],
        ),
        (
            "body: beginning of a mention",
            vec![long(22), file(GLOSSARY, 5), file(GLOSSARY, 6)],
        ),
    ]
}

fn of_pages() -> Vec<Script> {
    vec![
        (
            "theme: path of a file",
            vec![
                file(PLAIN_HTML, 3),
                file(ARTICLE_HTML, 1),
                file(ARTICLE_HTML, 0),
                file(PLAIN_HTML, 2),
            ],
        ),
        (
            "theme: bytes",
            vec![file(ARTICLE_HTML, 1), file(ARTICLE_HTML, 2)],
        ),
        ("theme: name", vec![site("theme", 1)]),
        ("theme: accent", vec![site("look.accent", 1)]),
        (
            "theme: language",
            vec![
                file(PLAIN_HTML, 1),
                front(THREE, "template", 2),
                site("language", 1),
            ],
        ),
        ("theme: words", vec![site("strings.next", 1)]),
        ("page: template", vec![front(THREE, "template", 2)]),
        ("page: theme", vec![file(ARTICLE_HTML, 1)]),
        ("page: site", vec![site("look.footer", 1)]),
        ("page: side", vec![front(THREE, "title", 1)]),
        ("page: frame", vec![front(THREE, "description", 1)]),
        ("page: subject", vec![Edit::Body(ABOUT, vec![3, 1, 0])]),
        (
            "page: anchors",
            vec![
                Edit::Create(5, 3, vec![1, 2]),
                Edit::Body(OTHER_SAME + 1, vec![1, 13]),
            ],
        ),
    ]
}

/// Value 0 takes the key out.
fn site(key: &str, value: u8) -> Edit {
    Edit::Site(number(SITE.iter().map(|(k, _)| *k), key), value)
}

fn front(page: u8, key: &str, value: u8) -> Edit {
    Edit::Front(page, number(FRONT.iter().map(|(k, _)| *k), key), value)
}

fn file(path: &str, version: u8) -> Edit {
    Edit::File(number(FILES.iter().map(|(p, _)| *p), path), version)
}

fn misplace(from: &str, to: &str) -> Edit {
    let at = |path| number(FILES.iter().map(|(p, _)| *p), path);
    Edit::Misplace(at(from), at(to))
}

fn number<'a>(mut names: impl Iterator<Item = &'a str>, name: &str) -> u8 {
    u8::try_from(names.position(|n| n == name).unwrap()).unwrap()
}
