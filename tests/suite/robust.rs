//! Nothing that can stand in a file brings Rolebook down: no panic, a sensible message, and time in step with length.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rolebook::pipeline::{self, Memos, Options};

use crate::support::{Files, Output, build, lines, tree};

/// A file of each kind.
const KINDS: &[&str] = &[
    "content/page.md",
    "content/_part.md",
    "content/roles/role.toml",
    "content/roles/role.md",
    "content/comparisons/pair.toml",
    "content/decisions/who.toml",
    "content/glossary.toml",
    "content/rights.toml",
    "content/dimensions.toml",
    "content/skills.toml",
    "content/sources.toml",
    "content/any.bin",
    "site.toml",
    "static/_redirects",
    "themes/default/theme.toml",
    "themes/default/templates/article.html",
];

fn file(path: &str, bytes: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (path.to_owned(), bytes.into())
}

/// A small site around the file in question.
fn around(path: &str, bytes: impl Into<Vec<u8>>) -> Files {
    let mut files: Files = [
        file("content/_index.md", "# Home\n\n[page](page.md)\n"),
        file("content/other.md", "# Other\n\n:::include _part.md\n"),
        file("content/page.md", "# Page\n"),
        file("content/_part.md", "A part.\n"),
    ]
    .into();
    files.extend([file(path, bytes)]);
    files
}

/// What is wrong, no page made.
fn told(files: &Files) -> Vec<String> {
    let source = tree(files);
    let prepared = pipeline::prepare(&source, &Options::default(), &Memos::once());
    lines(&source, &prepared.diagnostics)
}

fn made(files: &Files) -> (Output, Vec<String>) {
    let source = tree(files);
    let (_, output, told) = build(&source, &Options::default(), &Memos::once());
    (output, lines(&source, &told))
}

/// Bytes that look a little like what belongs into our files.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "+++\n",
        "---\n",
        "# ",
        "[x](",
        ")",
        "[[term]]\n",
        "name = \"a\"\n",
        "=",
        "\"",
        "'''",
        "{",
        "}",
        "[",
        "]",
        ":::note\n",
        ":::tabs\n",
        ":::own a=1 b\n",
        ":::role role\n",
        ":badge[",
        ":::\n",
        "> ",
        "- ",
        "```\n",
        "|",
        "<div>",
        "</",
        "&",
        "\\",
        "\0",
        "\u{feff}",
        "\r\n",
        "\r",
        "äöü",
        "\u{202e}",
        "id = ",
        "next = ",
        "{{ ",
        "{% if ",
        "%}",
        "[[question]]\n",
        "[[question.option]]\n",
        "[[activity]]\n",
        "$",
        "[^1]",
        "[^1]: ",
        "role:",
        "    ",
        "\t",
        "\n\n",
        "~~~",
        "*",
        "_",
        "<!-- part: a -->",
        ":::include _part.md\n",
    ];
    let word = prop::sample::select(words.to_vec()).prop_map(|w| w.as_bytes().to_vec());
    let any = prop::collection::vec(any::<u8>(), 0..4);
    let piece = prop_oneof![9 => word, 1 => any];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file_are_survived(kind in prop::sample::select(KINDS.to_vec()), bytes in bytes()) {
        let _ = made(&around(kind, bytes));
    }
}

/// The text twice as long takes about twice as long; a generous limit, since machines differ.
fn in_step(path: &str, text: impl Fn(usize) -> String, n: usize) -> Vec<String> {
    let time = |n: usize| {
        let files = around(path, text(n));
        let began = Instant::now();
        let (_, lines) = made(&files);
        (began.elapsed(), lines)
    };
    let (short, _) = time(n / 4);
    let (long, lines) = time(n);
    let limit = short * 16 + Duration::from_secs(4);
    assert!(
        long < limit,
        "{path}: {long:?} for a text four times as long as one of {short:?}"
    );
    lines
}

#[test]
fn no_depth_of_markdown_is_too_deep() {
    let deep = |sign: &'static str| move |n: usize| sign.repeat(n);
    for sign in [
        ">", "> ", "- ", "[", "![", "*", "_a", "`", "1. ", "(", "&", "~", "\\",
    ] {
        let lines = in_step("content/page.md", deep(sign), 100_000);
        assert!(
            lines.len() < 50,
            "`{sign}`: {} messages for one mistake",
            lines.len()
        );
    }
}

#[test]
fn no_nesting_of_blocks_is_too_deep() {
    let lists = |n: usize| {
        let n = n.min(1500);
        (0..n)
            .map(|i| format!("{}- x\n", "  ".repeat(i)))
            .collect::<String>()
    };
    let fences = |n: usize| {
        (0..n)
            .map(|i| format!("{}note\n", ":".repeat(3 + i % 50)))
            .collect()
    };
    let divs = |n: usize| "<div>\n\n".repeat(n);
    for lines in [
        in_step("content/page.md", lists, 1500),
        in_step("content/page.md", fences, 4000),
        in_step("content/page.md", divs, 10_000),
    ] {
        let deep = lines.iter().any(|l| l.contains("[nesting-too-deep]"));
        assert!(deep, "{:?}", lines.first());
    }
}

#[test]
fn no_nesting_of_data_is_too_deep() {
    let toml = |n: usize| {
        format!(
            "+++\n[extra]\nx = {}{}\n+++\n",
            "[".repeat(n),
            "]".repeat(n)
        )
    };
    let yaml = |n: usize| format!("---\nextra: {}{}\n---\n", "[".repeat(n), "]".repeat(n));
    let block = |n: usize| {
        let keys: String = (0..n.min(1500))
            .map(|i| format!("{}k:\n", " ".repeat(i)))
            .collect();
        format!("---\n{keys}---\n")
    };
    let tables = |n: usize| format!("+++\n[{}]\n+++\n", vec!["a"; n].join("."));
    for (name, lines) in [
        ("toml", in_step("content/page.md", toml, 40_000)),
        ("yaml", in_step("content/page.md", yaml, 40_000)),
        ("yaml blocks", in_step("content/page.md", block, 1500)),
        ("tables", in_step("content/page.md", tables, 20_000)),
    ] {
        let own: Vec<&String> = lines
            .iter()
            .filter(|l| l.contains("[nesting-too-deep]"))
            .collect();
        assert_eq!(own.len(), 1, "{name}: {lines:?}");
    }
}

#[test]
fn long_lines_and_many_things_take_time_in_step() {
    let word = |n: usize| "word ".repeat(n);
    let one = |n: usize| "x".repeat(n * 5);
    let links = |n: usize| "[a](b.md) ".repeat(n / 4);
    let table = |n: usize| format!("|{}\n|{}\n", "a|".repeat(n / 4), "-|".repeat(n / 4));
    let rows = |n: usize| format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(n / 4));
    for text in [
        &word as &dyn Fn(usize) -> String,
        &one,
        &links,
        &table,
        &rows,
    ] {
        in_step("content/page.md", text, 40_000);
    }
}

#[test]
fn ten_thousand_headings_of_one_name_have_ids_of_their_own() {
    let lines = in_step("content/page.md", |n| "## Same\n\n".repeat(n), 10_000);
    assert!(
        lines.iter().all(|l| !l.contains("content/page.md")),
        "{lines:?}"
    );
    let (output, _) = made(&around("content/page.md", "## Same\n\n".repeat(10_000)));
    let page = String::from_utf8_lossy(&output["page/index.html"]).into_owned();
    assert!(page.contains("<h2 id=\"same-9999\">"));
}

#[test]
fn a_byte_order_mark_and_windows_lines_change_nothing() {
    let page = "+++\ntitle = \"Page\"\n+++\n\n# Page\n\nA text\nover lines[^n].\n\n- a\n  b\n\n```rust\nfn main() {}\n```\n\n\
        :::note\nInside.\n:::\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[^n]: A note.\n\n<div>\n\nraw\n\n</div>\n";
    let role = "name = \"Role\"\nsummary = \"\"\"\nOne\nline.\n\"\"\"\nresponsibilities = [\n  \"Does it\",\n]\n";
    let site = |mend: &dyn Fn(&str) -> String| -> Files {
        let mut files = around("content/page.md", mend(page));
        files.extend([file("content/roles/role.toml", mend(role))]);
        files
    };
    let (plain, said) = made(&site(&str::to_owned));
    let (windows, windows_said) = made(&site(&|t| format!("\u{feff}{}", t.replace('\n', "\r\n"))));
    assert_eq!(said, windows_said);
    for (path, bytes) in &plain {
        assert_eq!(
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&windows[path]),
            "{path}"
        );
    }
}

#[test]
fn a_nul_is_shown_as_a_sign_that_cannot_be_read() {
    let (output, _) = made(&around("content/page.md", "# Page\n\na\0b `c\0d`\n"));
    let page = &output["page/index.html"];
    assert!(!page.contains(&0), "a NUL in HTML");
}

#[test]
fn a_mistake_in_one_file_leaves_the_others_alone() {
    for kind in KINDS.iter().filter(|k| k.ends_with(".toml")) {
        let lines = told(&around(kind, "name = [[[\n\"\n= x"));
        let errors = lines.iter().filter(|l| l.contains(": error["));
        let elsewhere: Vec<&String> = errors.filter(|l| !l.starts_with(kind)).collect();
        assert!(elsewhere.is_empty(), "{kind}: {elsewhere:#?}");
        let syntax = lines.iter().any(|l| l.contains("[toml-syntax]"));
        assert!(syntax, "{kind}: {lines:#?}");
    }
}
