//! What readers of messages see.

use super::*;
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Label, Span};
use crate::source::{Area, Facts, Layout, SourceFile, TreeParts};

fn tree(files: &[(&str, &str)]) -> SourceTree {
    SourceTree::new(TreeParts {
        name: "x".into(),
        layout: Layout::default(),
        facts: Facts::on(Date::parse("2026-11-24").unwrap()),
        files: files
            .iter()
            .map(|(path, text)| SourceFile::text(path, Area::Content, text))
            .collect(),
        ignored: 0,
        problems: Vec::new(),
    })
}

fn at(tree: &SourceTree, path: &str, needle: &str) -> Place {
    let id = tree.find(path).unwrap();
    let text = tree.get(id).unwrap().as_text().unwrap();
    let start = text.find(needle).unwrap();
    Place::new(id, Span::new(start, start + needle.len()))
}

fn text(tree: &SourceTree, prefix: &str, format: Format, d: &Diagnostic) -> String {
    let mut all = Diagnostics::new();
    all.push(d.clone());
    let mut out = String::new();
    write(&mut out, &View::new(tree, prefix), format, &all).unwrap();
    out
}

const HUMAN: Format = Format::Human { color: false };

#[test]
fn a_message_shows_its_line_and_its_cure() {
    let tree = tree(&[(
        "content/a.md",
        "# Hiring\n\nThen follow the [first week](first.md).\nMore\n",
    )]);
    let d = Diagnostic::new(
        Code::LINK_BROKEN,
        at(&tree, "content/a.md", "first.md"),
        "no article at `first.md`",
    )
    .help("did you mean `week-one.md`?");
    assert_eq!(
        text(&tree, "docs", HUMAN, &d),
        "error[link-broken]: no article at `first.md`
 --> docs/content/a.md:3:30
  |
3 | Then follow the [first week](first.md).
  |                              ^^^^^^^^
  |
  = help: did you mean `week-one.md`?

"
    );
    assert_eq!(
        text(&tree, "", Format::Short, &d),
        "content/a.md:3:30: error[link-broken]: no article at `first.md`\n"
    );
    let colored = text(&tree, "", Format::Human { color: true }, &d);
    assert!(colored.contains('\u{1b}'));
}

#[test]
fn places_in_other_files_are_shown_and_near_ones_joined() {
    let tree = tree(&[("a.md", "one\ntwo\nthree\n"), ("b.md", "x\ny here\n")]);
    let d = Diagnostic::new(Code::KEY_DUPLICATE, at(&tree, "a.md", "three"), "twice")
        .label(at(&tree, "a.md", "two"), "first here")
        .label(at(&tree, "b.md", "here"), "and there");
    assert_eq!(
        text(&tree, "", HUMAN, &d),
        "error[key-duplicate]: twice
 --> a.md:3:1
  |
2 | two
  | --- first here
3 | three
  | ^^^^^
  |
 ::: b.md:2:3
  |
2 | y here
  |   ---- and there

"
    );
}

#[test]
fn the_json_of_a_message_is_what_scripts_were_promised() {
    let tree = tree(&[("a.md", "\u{feff}aß [x](y)\n"), ("b.md", "b")]);
    let d = Diagnostic::new(Code::LINK_BROKEN, at(&tree, "a.md", "y"), "no `y`")
        .help("z")
        .label(at(&tree, "b.md", "b"), "here");
    let line = text(&tree, "docs", Format::Json, &d);
    assert_eq!(
        line,
        concat!(
            r#"{"v":1,"severity":"error","code":"link-broken","message":"no `y`","path":"a.md","#,
            r#""line":1,"column":8,"end_line":1,"end_column":9,"offset":11,"length":1,"help":"z","#,
            r#""labels":[{"path":"b.md","line":1,"column":1,"message":"here"}]}"#,
            "\n"
        )
    );
    let mut all = Diagnostics::new();
    all.push(d);
    let mut out = String::new();
    json::summary(&mut out, &Summary::of(&all)).unwrap();
    assert_eq!(out, "{\"v\":1,\"summary\":{\"errors\":1,\"warnings\":0}}\n");
    assert_eq!(Summary::of(&all).to_string(), "1 error");
}

#[test]
fn names_with_line_ends_forge_no_message() {
    let name = "a\nerror[x]: forged\u{1b}[2J\u{202e}%,::.md";
    let tree = tree(&[(name, "x")]);
    let id = tree.files().next().unwrap().0;
    let mut d = Diagnostic::new(Code::LINK_BROKEN, Place::whole(id), format!("bad `{name}`"));
    d.help = Some("x\n::error::forged".into());
    d.labels = vec![Label {
        place: Place::whole(id),
        message: "l\r\nforged".into(),
    }];
    for format in [HUMAN, Format::Short, Format::Json, Format::Github] {
        let out = text(&tree, "", format, &d);
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\r']) || format == Format::Json);
        let forged = |l: &str| {
            l.starts_with("error[x]") || l.starts_with("::error::") || l.starts_with("forged")
        };
        assert!(!out.lines().any(forged), "{out}");
        assert_eq!(
            out.lines().count(),
            if format == HUMAN {
                out.lines().count()
            } else {
                1
            }
        );
    }
    let out = text(&tree, "", Format::Github, &d);
    assert!(
        out.starts_with(
            "::error file=a\\nerror[x]%3A forged\\u{1b}[2J\\u{202e}%25%2C%3A%3A.md,line=1,"
        ),
        "{out}"
    );
}

#[test]
fn any_span_of_any_text_can_be_shown() {
    let texts = [
        "",
        "\n",
        "\u{feff}",
        "\u{feff}a\r\nb\rc\n\n",
        "ß\tü\u{0}x\n",
        "日本 👩‍👩‍👧\u{301}\r\n",
        "a\n\n\nb",
    ];
    for text_of in texts {
        let tree = tree(&[("a.md", text_of), ("b.md", text_of)]);
        for start in 0..text_of.len() + 2 {
            for end in start..text_of.len() + 3 {
                let span = Span::new(start, end);
                let d = Diagnostic::new(Code::LINK_BROKEN, Place::new(FileId(0), span), "m")
                    .label(Place::new(FileId(0), Span::new(end, end + 1)), "l")
                    .label(Place::new(FileId(1), span), "k")
                    .label(Place::new(FileId(9), span), "no file");
                for format in [HUMAN, Format::Short, Format::Json, Format::Github] {
                    assert!(!text(&tree, "", format, &d).is_empty());
                }
            }
        }
    }
}

#[test]
fn ten_thousand_messages_in_a_long_file_take_no_time() {
    let long = "a line of text that is not short at all\n".repeat(100_000);
    let one_line = "x".repeat(1 << 20);
    let tree_files = tree(&[("a.md", &long), ("b.md", &one_line)]);
    let mut all = Diagnostics::new();
    for i in 0..10_000_usize {
        let place = Place::new(FileId(0), Span::new(i * 400, i * 400 + 4));
        all.add(Code::LINK_BROKEN, place, "m");
    }
    for i in 0..100 {
        all.add(
            Code::LINK_BROKEN,
            Place::new(FileId(1), Span::new(i, 1 << 20)),
            "m",
        );
    }
    let started = std::time::Instant::now();
    let mut out = String::new();
    write(&mut out, &View::new(&tree_files, ""), HUMAN, &all).unwrap();
    assert!(out.lines().count() > 50_000);
    // Unoptimized and on a busy machine it is far below; scanning the whole file for each takes minutes.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
