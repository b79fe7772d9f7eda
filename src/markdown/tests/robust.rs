//! Nothing breaks it: random pieces, deep nesting, long rows of one sign.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::build::is_block;
use super::super::{
    Document, Found, Held, Kind, NodeId, Options, RawHtml, compose, outline, parse, parse_inline,
};
use super::dump;
use crate::diag::{Place, Span};

#[test]
fn depth_has_an_end() {
    let text = format!("{}a", "> ".repeat(100_000));
    let (doc, said) = parse(&text, Options::default());
    assert_eq!(
        said.iter().map(|d| d.code.name).collect::<Vec<_>>(),
        ["nesting-too-deep"]
    );
    assert!(doc.nodes.len() <= 101);
    assert!(dump(&doc).contains("\"a\""));
}

/// Rows of one sign must not take time that grows with their square: that would be minutes here.
#[test]
fn long_rows_take_their_time_once() {
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "![",
        "[[",
        "[^",
        "[^a]",
        "[a][b]",
        "[a]: b\n",
        "[^a]: b\n\n",
        "{{",
        "{{a",
        "{%",
        "{:",
        "{",
        ":::",
        ":::\n",
        ":::note\n",
        ":::tabs\n",
        ":::tab[\n",
        ":::rights a=\n",
        ":::own {a='\n",
        ":badge[",
        ":badge[a]",
        "::::::::note[",
        "<",
        "<b>",
        "</b>",
        "<div>\n",
        "<script>",
        "</script>",
        "<!--",
        "<!-- part: a -->\n",
        "<a ",
        "<b a=b ",
        "http://a.b/(",
        "http://",
        "a@",
        "a@b.c ",
        "www.",
        "www.a.b)",
        "https://a.b/;",
        "> ",
        "> [!note] ",
        "- ",
        "```\n",
        "*",
        "**a",
        "_",
        "~~",
        "`",
        "\\",
        "|",
        "|a|\n|-|\n",
        "# a\n",
        "&",
        "\0",
        "\r\n",
        ":octicons-",
        "!!! note\n",
        "]: ",
        "<font>",
        "</i>",
        "<ul><li>",
    ];
    let row = |p: &str| p.repeat(40_000 / p.len().min(8));
    let mut rows: Vec<String> = pieces.iter().map(|p| row(p)).collect();
    rows.push(row("::::note\n") + &row(":::\n"));
    rows.push(row("> ") + &row("<p>"));
    rows.push(row("- ") + &row("[x] "));
    rows.push(row("<!-- part: a -->\n") + &row("<!-- /part: b -->\n"));
    rows.push(row("<font>") + &row("</div>"));
    for text in rows {
        let start = std::time::Instant::now();
        let (doc, _) = parse(&text, Options::default());
        outline(&doc, &|n| Place::here(n.span));
        let taken = start.elapsed();
        let piece = text.get(..12);
        assert!(taken.as_secs() < 5, "{piece:?}: {taken:?}");
    }
}

fn check(text: &str, options: Options) {
    let (doc, said) = parse(text, options);
    let whole = |s: Span| text.get(s.range()).is_some();
    nests(&doc, text);
    for node in &doc.nodes {
        assert!(whole(node.span), "{text:?} {node:?}");
        match &node.kind {
            Kind::Text(s)
                if s.end - s.start == node.span.end - node.span.start
                    && !options.smart_punctuation
                    && !text.contains(['&', '\0']) =>
            {
                assert_eq!(doc.str(*s), &text[node.span.range()], "{text:?}");
            }
            Kind::Link(t) | Kind::Image(t) => assert!(whole(t.dest_span), "{text:?} {t:?}"),
            Kind::CodeBlock(c) => assert!(whole(c.file_span) && whole(c.info_span)),
            _ => {}
        }
    }
    for d in said.iter() {
        assert!(whole(d.place.span), "{text:?} {d:?}");
    }
    let (inline, _) = parse_inline(text, options);
    nests(&inline, text);
    assert!(inline.nodes.iter().all(|n| !is_block(&n.kind)), "{text:?}");
    composes(&doc, text);
}

/// Every subtree ends inside the one around it, every part holds whole siblings.
fn nests(doc: &Document, text: &str) {
    let mut ends: Vec<u32> = vec![doc.nodes.len() as u32];
    for (id, node) in doc.iter() {
        while ends.last().is_some_and(|e| *e <= id.0) {
            ends.pop();
        }
        let around = *ends.last().unwrap();
        assert!(node.end > id.0 && node.end <= around, "{text:?}");
        ends.push(node.end);
    }
    for part in &doc.parts {
        let mut at = part.from;
        while at < part.to {
            at = doc.nodes[at as usize].end;
        }
        assert_eq!(at, part.to.max(part.from), "{text:?} {part:?}");
    }
}

/// The text includes itself under other names, as deep as it goes.
fn composes(doc: &Document, text: &str) {
    let document = Held::from(doc.clone());
    let find = |origin: &str, _: &str| {
        let path = format!("{origin}x").into();
        let document = Some(document.clone());
        Ok(Found {
            path,
            text,
            document,
        })
    };
    let place = |_: &str, span| Place::here(span);
    let composed = compose(doc, "own", &find, &place);
    let doc = composed.as_ref().map_or(doc, |(d, _)| d);
    nests(doc, text);
    let (outline, _) = outline(doc, &|n| Place::here(n.span));
    let ids: Vec<_> = outline.headings.iter().map(|h| &h.id).collect();
    let explicit = outline.headings.iter().filter(|h| explicit(doc, h.node));
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert!(ids.len() - distinct.len() <= explicit.count(), "{text:?}");
}

fn explicit(doc: &Document, node: NodeId) -> bool {
    matches!(doc.get(node).map(|n| &n.kind), Some(Kind::Heading { id, .. }) if !id.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]
    #[test]
    fn nothing_breaks_it(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "> ", "- ", "1. ", "\n", "\n", "\n\n", "\r\n", "\t", "    ", "  ", "# ", "ü", "a", "b c", "*", "**", "_", "~~", "`", "```", "```rust {1}",
            "[", "]", "(", ")", "[a](b)", "![x](y 'z')", "[[", "]]", "|", "|-|", "\\", "&amp;", "&#0;", "\0", "<", ">", "<b>", "</b>", "<div>", "</div>",
            "<script>", "</script>", "<!-- part: x -->", "<!-- /part -->", "<!--", "-->", "<a href='x'>", "<td>", "<p id=a>", "</p>", ":::", ":::note", "::::tip[x]", ":::include a#x", ":::tabs",
            "[!NOTE]", "[!tip]- x", "[^a]", "[^a]: ", "[a]: b", "[x][y]", ": ", "https://a.b/c", "www.a.b", "a@b.c", "{{", "}}", "{% x %}", "{#id}", "!!! note", "---", "===", "***",
            "{: .x}", "<Tabs>", "import x from 'y'", "[toc]", "\u{feff}", "$", "$$", "\\frac", "\\operatorname{<b>}", "```math\n", "```mermaid\n", "```dot\n", "flowchart TD\n", "a -->|x| b\n", "digraph { a -> ", "sequenceDiagram\n", "subgraph x\n", "{", "}", "=\"", "'", ";", "😀",
        ]), 0..40),
        raw in 0..3_u8,
        smart in any::<bool>(),
        math in any::<bool>(),
    ) {
        let raw_html = match raw { 0 => RawHtml::Safe, 1 => RawHtml::Escape, _ => RawHtml::Trust };
        check(&pieces.concat(), Options { raw_html, smart_punctuation: smart, math, diagrams: math });
    }
}
