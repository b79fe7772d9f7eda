//! Articles as authors write them, with front matter of many homes.

use super::*;
use crate::diag::{LineIndex, Severity};
use crate::markdown::Kind;

fn read(text: &str) -> (RawArticle, Vec<String>) {
    let (article, diagnostics) = article(text, &ParseOptions::default());
    let lines = LineIndex::new(text);
    let told = diagnostics.iter().map(|d| {
        let at = lines.position(text, d.place.span.start as usize);
        let help = d.help.as_ref().map_or(String::new(), |h| format!(" = {h}"));
        format!(
            "{}:{} {}: {}{help}",
            at.line, at.column, d.code.name, d.message
        )
    });
    (article, told.collect())
}

#[test]
fn the_same_keys_in_toml_and_yaml_are_the_same_article() {
    let toml = "+++\ntitle = \"Hiring\"\nweight = 3\ndate = 2026-01-31\ntags = [\"a\"]\nglossary = false\naliases = \"/old/\"\nlast_reviewed_on = 2026-01-31\nreview_in = \"1 month\"\n[extra]\ncolor = \"red\"\n+++\n# Heading\n";
    let yaml = "\u{feff}---\r\ntitle: Hiring\r\norder: 3\r\ndate: 2026-01-31T10:00:00Z\r\ntags: [a]\r\nglossary: false\r\nredirect_from:\r\n  - /old/\r\nreviewed: \"2026-01-31\"\r\nreview_in: 1 month\r\nparams:\r\n  color: red\r\n---\r\n# Heading\r\n";
    for text in [toml, yaml] {
        let (article, told) = read(text);
        assert_eq!(told, Vec::<String>::new());
        let front = &article.front;
        assert_eq!(front.title.as_ref().unwrap().as_str(), "Hiring");
        assert_eq!(front.weight.as_ref().unwrap().value, 3);
        assert_eq!(front.date.as_ref().unwrap().value.to_string(), "2026-01-31");
        assert_eq!(front.aliases[0].as_str(), "/old/");
        assert_eq!(
            front.review_by.as_ref().unwrap().value.to_string(),
            "2026-02-28"
        );
        assert_eq!(front.terms_off, RawTermsOff::All);
        assert_eq!(front.extra["color"], "red");
        assert_eq!(&*article.later[0].name, "tags");
        let heading = article.document.nodes.first().unwrap();
        assert!(matches!(heading.kind, Kind::Heading { level: 1, .. }));
        assert!(text[heading.span.range()].starts_with("# Heading"));
        assert!(text[article.body_start..].starts_with("# Heading"));
    }
}

#[test]
fn habits_of_other_generators_are_understood() {
    let text = "---\nsidebar_label: Short\nsidebar_position: 2\nhide_table_of_contents: true\ncustom_edit_url: null\nlast_update:\n  date: 2026-01-01\n  author: me\n---\n";
    let (article, told) = read(text);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(article.front.toc, Some(false));
    assert_eq!(article.front.nav_title.as_ref().unwrap().as_str(), "Short");
    assert_eq!(
        article.front.updated.as_ref().unwrap().value.to_string(),
        "2026-01-01"
    );
    assert_eq!(&*article.unknown[0].name, "last_update.author");

    let (article, told) = read(
        "---\nhide:\n  - navigation\n  - toc\nsearch:\n  exclude: true\neditLink: false\nlastUpdated: false\noutline: [2, 3]\n---\n",
    );
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(
        (article.front.toc, article.front.search),
        (Some(false), Some(false))
    );
    assert_eq!(article.front.edit_url.as_ref().unwrap().as_str(), "");

    let (article, told) = read(
        "+++\nsidebar.order = 4\nin_search_index = false\n[taxonomies]\ntags = [\"x\"]\n+++\n",
    );
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(article.front.weight.as_ref().unwrap().value, 4);
    assert_eq!(article.front.tags.len(), 1);
}

#[test]
fn mistakes_have_the_line_of_the_file() {
    let table = [
        (
            "+++\ntitel = \"x\"\n+++\n",
            "2:1 front-matter-unknown: `titel` is not a key of the front matter = did you mean `title`?",
        ),
        (
            "\u{feff}+++\r\ntitle = x\r\n+++\r\n",
            "2:9 toml-syntax: a text without quotes = put it in quotes: `\"x\"`",
        ),
        (
            "---\nä: 1\ntitle: a: b\n---\n",
            "3:9 yaml-syntax: a second `: ` in the value = put the value in quotes: `title: \"a: b\"`",
        ),
        (
            "---\ntitle: x\n\nText\n",
            "1:1 front-matter-unclosed: the front matter that begins with `---` never ends = add a line `---` behind its last key",
        ),
        (
            "+++\naudience = \"staff\"\n+++\n",
            "2:1 audience-unsupported: `audience` is not supported yet = remove the key, and keep out of the site what is not for everybody",
        ),
        (
            "+++\ndate = \"31.1.2026\"\n+++\n",
            "2:8 value-invalid: `31.1.2026` is not a day of the calendar = write year, month and day: `2026-01-31`",
        ),
        (
            "---\nslug: a/b\n---\n",
            "2:7 value-invalid: `a/b` is more than one part of an address = write the last part only, or the whole address as `path`",
        ),
        (
            "---\nurl: https://x.example/\n---\n",
            "2:6 value-invalid: `https://x.example/` is not an address below this site = write `redirect_to` if the page leads elsewhere",
        ),
        (
            "---\nweight: 1\norder: 2\n---\n",
            "3:1 key-duplicate: `weight` and `order` are the same key = keep `weight`",
        ),
        (
            "---\ndraft: yes\n---\n",
            "2:8 value-type: `draft` takes `true` or `false`, not text = write `true`, without quotes",
        ),
        (
            "---\n# nothing\ntitle:\n  - a\n---\n",
            "3:1 value-type: `title` takes text, not a list",
        ),
        (
            "---\nreview_in: 6 months\n---\n",
            "2:12 review-undated: `review_in` has no day to count from = add `last_reviewed_on`, or write `review_by`",
        ),
        (
            "---\nreview_in: 6 months\nreviewed: x\n---\n",
            "3:11 value-invalid: `x` is not a day of the calendar = write year, month and day: `2026-01-31`",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(read(text).1, [expected], "{text}");
    }
}

#[test]
fn the_schema_of_a_front_matter_agrees_with_its_decoder() {
    let schema = crate::parse::schema::schema(&FRONT_MATTER);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let table = [
        ("title = \"x\"\nsearch = false\nowner = [\"a\"]", true),
        (
            "search.exclude = true\nlast_update.date = 2026-01-31\nsidebar.label = \"x\"",
            true,
        ),
        (
            "lastUpdated = false\neditLink = \"https://x.example\"\nglossary = [\"a\"]",
            true,
        ),
        ("anything = 1", true),
        ("aliases = 3", false),
        ("search = \"no\"", false),
        ("sidebar.order = \"first\"", false),
        ("audience = \"staff\"", false),
    ];
    for (text, valid) in table {
        let node = toml::read(text, 0).0.unwrap();
        let mut d = Diagnostics::new();
        FRONT_MATTER.read(&node, &mut d);
        assert_eq!(!d.has_errors(), valid, "decoder: {text}");
        assert_eq!(validator.is_valid(&node.to_json()), valid, "schema: {text}");
    }
}

#[test]
fn a_message_about_the_text_counts_from_the_file_s_beginning() {
    let text = "+++\ntitle = \"x\"\n+++\n\n<script>alert(1)</script>\n";
    let (_, told) = read(text);
    assert!(told[0].starts_with("5:1 "), "{told:?}");
    let link = "---\ntitle: x\n---\n[a](b.md)\n";
    let (article, _) = read(link);
    let target = article.document.nodes.iter().find_map(|n| match &n.kind {
        Kind::Link(target) => Some(target.dest_span),
        _ => None,
    });
    assert_eq!(&link[target.unwrap().range()], "b.md");
}

#[test]
fn unknown_keys_without_a_neighbor_are_handed_back() {
    let (article, told) = read("---\nkeywords_for_sphinx: x\nzz: 1\n---\n");
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(article.unknown.len(), 2);
    assert_eq!(Code::FRONT_MATTER_OTHER.severity, Severity::Info);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 400, ..Default::default() })]

    #[test]
    fn any_file_is_an_article_within_its_bounds(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "+++\n", "---\n", "---\r\n", "\u{feff}", "title = \"x\"\n", "title: x\n", "tags: [a\n", "- ", "slug: a/b\n", "search:\n  exclude: x\n",
            "audience: y\n", "weight: é\n", "# H\n", "[a](b)", "<b>", "```\n", ":::note\n", "\0", "|", "\n", "ü", "date: 2026-13-01\n", "glossary: 1\n",
        ]), 0..25),
    ) {
        let text = words.concat();
        let (article, diagnostics) = article(&text, &ParseOptions::default());
        proptest::prop_assert!(text.is_char_boundary(article.body_start));
        for node in &article.document.nodes {
            proptest::prop_assert!(node.span.range().end <= text.len());
            proptest::prop_assert!(node.span.range().start >= article.body_start);
        }
        for d in diagnostics.iter() {
            proptest::prop_assert!(d.place.span.range().end <= text.len(), "{:?}", d);
        }
    }
}
