//! What an author sees when a file is wrong: places in line and column, words, cures.

mod shapes;

use proptest::prelude::*;

use super::value::Value;
use super::{Node, Text, toml, yaml};
use crate::diag::{Diagnostics, LineIndex, Span};

fn at(text: &str, span: Span) -> String {
    let p = LineIndex::new(text).position(text, span.start as usize);
    format!("{}:{}", p.line, p.column)
}

/// `line:column code: message = help` of each message.
fn told(text: &str, diagnostics: &Diagnostics) -> Vec<String> {
    let line = |d: &crate::diag::Diagnostic| {
        let help = d.help.as_ref().map_or(String::new(), |h| format!(" = {h}"));
        let place = at(text, d.place.span);
        let labels: String = d
            .labels
            .iter()
            .map(|l| format!(" ({} {})", at(text, l.place.span), l.message))
            .collect();
        format!("{place} {}: {}{help}{labels}", d.code.name, d.message)
    };
    diagnostics.iter().map(line).collect()
}

fn text_of(node: &Node, key: &str) -> Text {
    node.get(key).and_then(Node::as_text).cloned().unwrap()
}

/// What stands in the file where `word` is in the value of `key`.
fn found<'t>(file: &'t str, node: &Node, key: &str, word: &str) -> &'t str {
    let text = text_of(node, key);
    let from = text.as_str().find(word).unwrap();
    &file[text.part(from, from + word.len()).range()]
}

#[test]
fn a_word_in_a_toml_string_is_found_in_its_spelling() {
    let file = "\u{feff}a = \"x\\ny\\u00e9 word\"\r\nb = \"\"\"\nfirst \\\n    second\nword\"\"\"\nc = 'C:\\word'\n'd e' = '''\nword'''\ne = \"\"\n";
    let (node, d) = toml::read(file, 0);
    assert_eq!(told(file, &d), Vec::<String>::new());
    let node = node.unwrap();
    for key in ["a", "b", "c", "d e"] {
        assert_eq!(found(file, &node, key, "word"), "word", "{key}");
    }
    assert_eq!(found(file, &node, "a", "é"), "\\u00e9");
    assert_eq!(found(file, &node, "b", "second"), "second");
    assert_eq!(text_of(&node, "b").as_str(), "first second\nword");
    let inside = text_of(&node, "e").part(0, 0);
    assert_eq!(at(file, inside), "9:6");
}

#[test]
fn a_word_in_a_yaml_string_is_found_in_its_spelling() {
    let file = "a: plain word\nb: 'it''s a word'\nc: \"x\\ty \\u00e9 word\"\nd: >\n  folded\n  word here\ne: |-\n  line\n\n    deep word\nf: two\n  lines word\ng: \"two\n  lines \\\n  word\"\n";
    let (node, d) = yaml::read(file, 0);
    assert_eq!(told(file, &d), Vec::<String>::new());
    let node = node.unwrap();
    for key in ["a", "b", "c", "d", "e", "f", "g"] {
        assert_eq!(found(file, &node, key, "word"), "word", "{key}");
    }
    assert_eq!(text_of(&node, "d").as_str(), "folded word here\n");
    assert_eq!(found(file, &node, "b", "'"), "''");
}

#[test]
fn toml_mistakes_have_a_place_and_a_cure() {
    let table = [
        (
            "title = hello",
            "1:9 toml-syntax: a text without quotes = put it in quotes: `\"hello\"`",
        ),
        (
            "x = 1\ntitle: hello",
            "2:6 toml-syntax: `:` where TOML wants `=` = TOML writes `=` between key and value: `title = …`",
        ),
        (
            "draft = yes",
            "1:9 toml-syntax: `yes` is no value = write `true`",
        ),
        (
            "a = 1\na = 2",
            "2:1 key-duplicate: `a` is written twice = remove one of the two (1:1 first written here)",
        ),
        (
            "[a]\nx = 1\n[b]\na = 1\n[a]\ny = 1",
            "5:2 key-duplicate: `a` is written twice = remove one of the two (1:1 first written here)",
        ),
        (
            "n = 99999999999999999999",
            "1:5 value-invalid: a number larger than 64 bits can hold = put it in quotes if it is a text",
        ),
    ];
    for (file, expected) in table {
        let (_, d) = toml::read(file, 0);
        assert_eq!(told(file, &d), [expected], "{file}");
    }
}

#[test]
fn yaml_mistakes_have_a_place_and_a_cure() {
    let table = [
        (
            "title: a: b",
            "1:9 yaml-syntax: a second `: ` in the value = put the value in quotes: `title: \"a: b\"`",
        ),
        (
            "a: 1\nb: 2\na: 3",
            "3:1 key-duplicate: `a` is written twice = remove one of the two (1:1 first written here)",
        ),
    ];
    for (file, expected) in table {
        let (_, d) = yaml::read(file, 0);
        assert_eq!(told(file, &d), [expected], "{file}");
    }
    let told_of = told("title = 1\nb: 2", &yaml::read("title = 1\nb: 2", 0).1);
    assert!(
        told_of[0].starts_with("1:1 yaml-syntax: `=` where YAML wants `: `"),
        "{told_of:?}"
    );
    for file in [
        "a:\n\tb: 1",
        "a: [1, 2",
        "a: 'x",
        "title = 1\nb: 2",
        "a: *x",
        "a: @x",
        "\"",
        "- - -\n\t- x",
    ] {
        let (_, d) = yaml::read(file, 0);
        assert_eq!(d.len(), 1, "{file}");
    }
}

#[test]
fn spans_start_at_the_offset_and_depth_is_capped() {
    let file = "+++\nä = \"x\"\n+++\n";
    let (node, _) = toml::read(&file[4..file.len() - 4], 4);
    assert!(node.is_some());
    let file = "---\ntitle: x\n---\n";
    let (node, _) = yaml::read(&file[4..13], 4);
    assert_eq!(&file[text_of(&node.unwrap(), "title").span.range()], "x");
    for deep in [
        "[".repeat(200_000),
        "{a=".repeat(100_000),
        "a.".repeat(50_000),
    ] {
        let (_, d) = toml::read(&format!("a = {deep}"), 0);
        assert!(!d.is_empty());
        let (_, d) = toml::read(&deep, 0);
        assert!(!d.is_empty());
    }
    let steps: String = (0..3000)
        .map(|i| format!("{}a:\n", " ".repeat(i)))
        .collect();
    for deep in [
        "[".repeat(200_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        steps,
        "-\t".repeat(100_000),
        "[ a: ".repeat(90_000),
    ] {
        let (_, d) = yaml::read(&deep, 0);
        assert!(!d.is_empty(), "{}", &deep[..9]);
    }
}

#[test]
fn yaml_keeps_the_spelling_of_what_is_no_text() {
    let file = "title: 2026\nversion: 1.10\nx: yes\ny: true\nz:\nd: 2026-01-31\n";
    let node = yaml::read(file, 0).0.unwrap();
    assert_eq!(text_of(&node, "title").as_str(), "2026");
    assert_eq!(text_of(&node, "version").as_str(), "1.10");
    assert_eq!(text_of(&node, "y").as_str(), "true");
    assert!(matches!(node.get("x").unwrap().value, Value::Text(_)));
    assert_eq!(node.get("z"), None);
    assert_eq!(text_of(&node, "d").as_str(), "2026-01-31");
}

fn in_bounds(node: &Node, len: usize) {
    let mut todo = vec![node];
    while let Some(node) = todo.pop() {
        assert!(node.span.range().end <= len);
        if let Some(text) = node.as_text() {
            assert!(text.part(0, text.value.len()).range().end <= len);
            for (i, c) in text.value.char_indices() {
                assert!(text.part(i, i + c.len_utf8()).range().end <= len);
            }
        }
        todo.extend(node.as_list().unwrap_or_default());
        for (key, value) in node.as_table().unwrap_or_default() {
            assert!(key.span.range().end <= len);
            todo.push(value);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic_and_within_its_bounds(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "a", "b = ", "c: ", "\"", "'", "\"\"\"", "'''", "\\", "\\n", "\\u00e9", "\n", "\r\n", "  ", "\t", "- ", "|\n", ">-\n",
            "[", "]", "[[", "]]", "{", "}", ",", "#", "é", "\u{feff}", "1", "2026-01-31", "true", ":", "=", ".", "&a", "*a", "!!str ", "%", "---\n", "日本",
        ]), 0..40),
        tail in ".{0,20}",
    ) {
        let text = words.concat() + &tail;
        for (node, diagnostics) in [toml::read(&text, 7), yaml::read(&text, 7)] {
            node.iter().for_each(|n| in_bounds(n, text.len() + 7));
            for d in diagnostics.iter() {
                prop_assert!(d.place.span.range().end <= text.len() + 7);
                prop_assert!(d.place.span.start >= 7);
            }
        }
    }
}
