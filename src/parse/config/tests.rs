//! `site.toml` with right and wrong keys.

use super::*;
use crate::diag::{LineIndex, Severity};
use crate::model::config::{Pairs, TermLinks};

fn read(text: &str) -> (Config, Vec<String>) {
    let (config, diagnostics) = config(Some(text));
    let lines = LineIndex::new(text);
    let told = diagnostics.iter().map(|d| {
        let at = lines.position(text, d.place.span.start as usize);
        format!("{}:{} {}: {}", at.line, at.column, d.code.name, d.message)
    });
    (config, told.collect())
}

#[test]
fn nothing_written_gives_the_defaults() {
    let (config, told) = read("");
    assert_eq!(config, Config::default());
    assert!(told.is_empty());
    assert_eq!(super::config(None).0, Config::default());
    assert_eq!(layout(None), Layout::default());
}

#[test]
fn every_key_is_read() {
    let (config, told) = read(
        r##"
title = "H"
language = "ar-EG"
base_url = "https://x.example/handbook"
theme = "paper"
relative_links = true
edit_url = "https://git.example/edit/main/{path}"
nav = ["guide/", { title = "A", url = "https://a.example" }, { title = "G", items = ["x.md", { title = "I", items = ["role:y"] }] }]
markdown = { raw_html = "trust", smart_punctuation = true, highlight = false }
look = { accent = "#ABC", logo = "logo.svg", css = ["own.css"], links = [{ title = "T", url = "/x/" }], footer = "*hi*" }
strings = { same = "Gleich" }
owners = { people-ops = { name = "People operations", url = "https://a.example" }, it = "IT" }
roles = { families = ["on-street", { id = "office", name = "In the office" }] }
comparisons = { pairs = "all", max_pages = 3 }
glossary = { links = "never" }
embed = { allow_from = ["https://wiki.example/"], articles = true }
check.levels = { link-broken = "allow", anchor-missing = "warning" }
"##,
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!((&*config.title, config.direction), ("H", Direction::Rtl));
    assert_eq!(&*config.base_url.value, "https://x.example/handbook/");
    assert_eq!(&*config.base_path, "/handbook/");
    assert_eq!(config.nav.len(), 3);
    assert_eq!(config.markdown.raw_html, markdown::RawHtml::Trust);
    assert!(!config.highlight);
    let accent = config.look.accent.map(|a| a.value);
    assert_eq!(accent.as_deref(), Some("#aabbcc"));
    assert_eq!(config.look.links.len(), 1);
    assert_eq!(config.strings["same"].value, "Gleich");
    assert_eq!(&*config.owners["it"].name, "IT");
    assert_eq!(&*config.families[0].name, "On street");
    assert_eq!(config.comparisons.pairs, Pairs::All);
    assert_eq!(config.glossary.links, TermLinks::Never);
    assert_eq!(&*config.embed.allow_from[0], "https://wiki.example");
    assert_eq!(config.levels["link-broken"], None);
    assert_eq!(config.levels["anchor-missing"], Some(Severity::Warning));
}

#[test]
fn a_wrong_key_is_told_and_has_its_default() {
    let table = [
        (
            "titel = \"x\"",
            "1:1 key-unknown: there is no key `titel` here",
        ),
        (
            "[look]\nacent = \"#fff\"",
            "2:1 key-unknown: there is no key `acent` here",
        ),
        (
            "[look]\naccent = \"blue\"",
            "2:10 value-invalid: `blue` is not a color",
        ),
        (
            "base_url = \"example.org\"",
            "1:12 value-invalid: `example.org` is not the address of a site",
        ),
        (
            "content_dir = \"../x\"",
            "1:15 value-invalid: `../x` leads out of the project",
        ),
        (
            "output_dir = \"static\"",
            "1:14 value-invalid: `static_dir` and `output_dir` are the same folder",
        ),
        (
            "output_dir = \".\"",
            "1:14 value-invalid: `output_dir` cannot be the root itself",
        ),
        (
            "language = \"english language\"",
            "1:12 value-invalid: `english language` is not a language tag",
        ),
        (
            "nav = [{ title = \"x\" }]",
            "1:18 value-invalid: `x` leads nowhere",
        ),
        (
            "[check.levels]\nlink-brokn = \"allow\"",
            "2:1 value-invalid: there is no code `link-brokn`",
        ),
        (
            "[check.levels]\ntoml-syntax = \"allow\"",
            "2:1 value-invalid: the level of `toml-syntax` cannot be changed",
        ),
        (
            "[comparisons]\npairs = \"some\"",
            "2:9 value-invalid: `pairs` takes `declared`, `family`, `similar` or `all`, not `some`",
        ),
        (
            "roles.families = [\"a\", \"b\", \"a\"]",
            "1:29 key-duplicate: family `a` is listed twice",
        ),
        (
            "roles.overlays = [\"a\"]",
            "1:19 key-later: `overlays` has no effect yet",
        ),
        (
            "git.dates = \"yes\"",
            "1:13 value-invalid: `dates` takes `auto`, `on` or `off`, not `yes`",
        ),
        (
            "embed.allow_from = [\"x; script-src *\"]",
            "1:21 value-invalid: `x; script-src *` is not the address of a site",
        ),
    ];
    for (text, expected) in table {
        let (config, told) = read(text);
        assert_eq!(told, [expected], "{text}");
        assert_eq!(config.base_url.value, Default::default());
        assert_eq!(config.look, Look::default());
    }
}

#[test]
fn broken_syntax_is_told_alone() {
    let (config, told) = read("titel = 1\ntitle = hello\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("2:9 toml-syntax"), "{told:?}");
    assert_eq!(config, Config::default());
}

#[test]
fn folders_stay_inside_the_project() {
    let text = "content_dir = \"./docs//\"\nstatic_dir = \"/etc\"\noutput_dir = \"out/site\"";
    let layout = layout(Some(text));
    assert_eq!((&*layout.content, &*layout.statics), ("docs", "static"));
    assert_eq!(layout.output, "out/site");
    assert!(layout.dates && !super::layout(Some("[git]\ndates = \"off\"")).dates);
    assert_eq!(super::layout(Some("content_dir = \".\"")).content, "");
    assert!(writes_content_dir(Some(text)) && !writes_content_dir(None));
}

#[test]
fn the_schema_of_site_toml_is_sound() {
    let schema = crate::parse::schema::schema(&SITE);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let valid = |text: &str| {
        let node = toml::read(text, 0).0.unwrap();
        validator.is_valid(&node.to_json())
    };
    assert!(valid(
        "nav = [\"a\", { title = \"t\", items = [{ title = \"u\", items = [\"b\"] }] }]"
    ));
    assert!(!valid(
        "nav = [{ title = \"t\", items = [{ titel = \"u\" }] }]"
    ));
    assert!(valid("owners = { a = \"A\", b = { name = \"B\" } }"));
    assert!(!valid("look = { acent = \"\" }"));
}
