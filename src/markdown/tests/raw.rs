//! Raw HTML: what stays, what is told, and that a sanitizer of another house finds nothing left to remove.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{Document, Kind, Options, Raw, RawHtml, allow, parse, tags};
use super::{dump, says, told, tree};

#[test]
fn allowed_tags_are_written_anew() {
    tree(
        "a <kbd TITLE=\"x\">b</kbd>",
        r#"p("a " <kbd title="x"> "b" </kbd>)"#,
    );
    tree(
        "<div id=a class='b c'>\n\n*x*\n\n</div>",
        r#"<div id="a" class="b c"> p(emphasis("x")) </div>"#,
    );
    tree(
        "<p align=center>\n  <img src=\"a.png\" alt='&lt;'>\n</p>",
        r#"<p align="center"> "\n  " <img alt="<" src=>"a.png"> "\n" </p>"#,
    );
    tree("<a name=\"x\"/>y", r#"p(<a name="x"> </a> "y")"#);
    tree(
        "> <div\n> class=\"x\">a</div>",
        r#"quote(<div class="x"> "a" </div>)"#,
    );
    tree(
        "<ul><li>a<li>b</ul>",
        r#"<ul> <li> "a" </li> <li> "b" </li> </ul>"#,
    );
    tree("- <b>a\n- c", r#"list(li(<b> "a" </b>) li("c"))"#);
    tree(
        "|a|\n|-|\n|b<br>c <ul><li>d</ul>|",
        r#"table(tablehead(tablecell("a")) tablerow(tablecell("b" <br> "c " <ul> <li> "d" </li> </ul>)))"#,
    );
    tree(
        "<details>\n<summary>S</summary>\n\ntext\n\n</details>",
        r#"<details> "\n" <summary> "S" </summary> p("text") </details>"#,
    );
    tree(
        "<a href=\"https://x.y\">https://x.y</a> https://z.y",
        r#"p(<a href=>"https://x.y"> "https://x.y" </a> " " a<https://z.y>("https://z.y"))"#,
    );
    tree("a <!-- c --> b", r#"p("a " " b")"#);
    tree("<!-- c -->", "");
}

#[test]
fn what_is_dropped_goes_as_told() {
    tree("a <font>b</font>", r#"p("a " "b")"#);
    tree("<script>\nalert(1)\n</script>\n\nb", r#"p("b")"#);
    tree("a <script>x *y*</script> b", r#"p("a " " b")"#);
    tree("the <script> tag", r#"p("the " " tag")"#);
    tree(
        "<svg>\n<path/>\n\n<circle/></svg> x\n\nafter",
        r#"p("after")"#,
    );
    tree("a <div>b</div>", r#"p("a " "b")"#);
    tree("a </b> c", r#"p("a " " c")"#);
}

#[test]
fn each_dropped_thing_is_told_at_its_place() {
    says(
        "ü <font color=x>a</font>",
        &["1:3 html-dropped \"<font color=x>\""],
    );
    says(
        "<div onclick=\"x\" class=y style='z'>\n</div>",
        &[
            "1:6 html-dropped \"onclick=\\\"x\\\"\"",
            "1:26 html-dropped \"style='z'\"",
        ],
    );
    says(
        "> <b\n>  onclick=x>a</b>",
        &["2:4 html-dropped \"onclick=x\""],
    );
    says(
        "<a href=' java&#x09;script:x'>a</a>",
        &["1:4 html-dropped \"href=' java&#x09;script:x'\""],
    );
    says(
        "<a href=\"role:x\">a</a> <a href=\"x:y\">b</a>",
        &["1:27 html-dropped \"href=\\\"x:y\\\"\""],
    );
    says("a <div>b</div>", &["1:3 html-dropped \"<div>\""]);
    says("a </b> c", &["1:3 html-dropped \"</b>\""]);
    says("a <b>c", &["1:3 html-unclosed \"<b>\""]);
    says(
        "- <b>a\n- </b>c",
        &["1:3 html-unclosed \"<b>\"", "2:3 html-dropped \"</b>\""],
    );
    says("<td>x</td>", &["1:1 html-dropped \"<td>\""]);
    says("<b id=rb-x>a</b>", &["1:4 html-dropped \"id=rb-x\""]);
    says("<b id=x id=y>a</b>", &["1:9 html-dropped \"id\""]);
    says(
        "<a href=x>b <a href=y>c</a></a>",
        &["1:13 html-dropped \"<a href=y>\""],
    );
    says(
        "<!DOCTYPE html>\n\n<?php x ?>",
        &[
            "1:1 html-dropped \"<!DOCTYPE html>\"",
            "3:1 html-dropped \"<?php x ?>\"",
        ],
    );
    says(
        "<img src=a onerror=b>",
        &["1:12 html-dropped \"onerror=b\""],
    );
}

#[test]
fn the_other_modes() {
    let as_text = |t: &str, raw_html| {
        dump(
            &parse(
                t,
                Options {
                    raw_html,
                    ..Options::default()
                },
            )
            .0,
        )
    };
    assert_eq!(
        as_text("a <b>c</b>", RawHtml::Escape),
        r#"p("a " "<b>" "c" "</b>")"#
    );
    assert_eq!(as_text("<div>\nx", RawHtml::Escape), r#"p("<div>\nx")"#);
    assert_eq!(
        as_text("<a id=x href='y'>\nz</a>", RawHtml::Trust),
        r#"id<x> ref<y> raw"<a id=x href='y'>\nz</a>""#
    );
    assert_eq!(
        as_text("<!-- part: a -->\nx\n<!-- /part -->", RawHtml::Trust),
        r#"p("x")"#
    );
}

#[test]
fn parts_are_remembered() {
    let text = "a\n\n<!-- part: one -->\nb\n\n- c\n<!-- /part -->\n\nd";
    let (doc, said) = parse(text, Options::default());
    assert!(said.is_empty(), "{said:?}");
    let part = &doc.parts[0];
    assert_eq!(doc.str(part.name), "one");
    assert_eq!(
        doc.plain_text_of(&doc.nodes[part.from as usize..part.to as usize]),
        "b c"
    );
    says(
        "<!-- part: one -->\nb",
        &["1:1 part-unclosed \"<!-- part: one -->\\n\""],
    );
    says(
        "b\n\n<!-- /part -->",
        &["3:1 part-unclosed \"<!-- /part -->\""],
    );
}

/// The document as a simple page, written without any knowledge of the list.
fn page(doc: &Document) -> String {
    let mut out = String::new();
    let mut ends: Vec<(u32, &str)> = Vec::new();
    for (id, node) in doc.iter() {
        while let Some((_, name)) = ends.pop_if(|(e, _)| *e <= id.0) {
            out += &format!("</{name}>");
        }
        let name = match &node.kind {
            Kind::Text(s) | Kind::Code(s) => {
                out += &crate::text::escape(doc.str(*s));
                continue;
            }
            Kind::Raw(Raw::Start(tag)) => {
                out += &format!("<{}", doc.str(tag.name));
                for (name, value) in &tag.attributes {
                    out += &format!(
                        " {}=\"{}\"",
                        doc.str(*name),
                        crate::text::escape(doc.str(*value))
                    );
                }
                for (name, target) in &tag.links {
                    out += &format!(
                        " {}=\"{}\"",
                        doc.str(*name),
                        crate::text::escape(doc.str(target.dest))
                    );
                }
                out.push('>');
                continue;
            }
            Kind::Raw(Raw::End(name)) => {
                out += &format!("</{}>", doc.str(*name));
                continue;
            }
            Kind::Emphasis => "em",
            Kind::Paragraph => "p",
            Kind::Quote => "blockquote",
            _ => continue,
        };
        out += &format!("<{name}>");
        ends.push((node.end, name));
    }
    while let Some((_, name)) = ends.pop() {
        out += &format!("</{name}>");
    }
    out
}

/// Every tag and attribute of a page.
fn marks(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for piece in tags::read(html) {
        if let tags::Piece::Start(tag) = piece {
            found.insert(tag.name.clone());
            for a in tag.attributes {
                found.insert(format!("{} {}={}", tag.name, a.name, a.value));
            }
        }
    }
    found
}

/// The same lists in ammonia.
fn sanitized(html: &str) -> String {
    let mut oracle = ammonia::Builder::empty();
    oracle
        .tags(allow::ELEMENTS.iter().map(|e| e.name).collect())
        .generic_attributes(allow::GLOBAL.iter().copied().collect())
        .generic_attribute_prefixes(["aria-"].into())
        .tag_attributes(
            allow::ELEMENTS
                .iter()
                .map(|e| (e.name, e.attributes.iter().copied().collect()))
                .collect(),
        )
        .url_schemes(
            allow::SCHEMES
                .iter()
                .chain(allow::OWN_SCHEMES)
                .copied()
                .collect(),
        )
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    oracle.clean(html).to_string()
}

fn nothing_left(text: &str) {
    let (doc, _) = parse(text, Options::default());
    let ours = page(&doc);
    let theirs = sanitized(&ours);
    let left: Vec<_> = marks(&ours).difference(&marks(&theirs)).cloned().collect();
    assert!(left.is_empty(), "{text:?}\n{ours}\n{theirs}\n{left:?}");
}

#[test]
fn a_sanitizer_finds_nothing_left() {
    let hostile = "<img src=x onerror=y>";
    assert_ne!(marks(hostile), marks(&sanitized(hostile)));
    for text in [
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"JaVa\tScRiPt&#58;alert(1)\">x</a>",
        "<a href=\"&#1;javascript:x\">x</a>",
        "<a href=\"data:text/html,x\">x</a> <a href=vbscript:x>y</a>",
        "<svg><script>alert(1)</script></svg>",
        "<svg/onload=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "<iframe src=javascript:alert(1)></iframe>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><img src=x onerror=alert(1)></template>",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
        "<div style=\"background:url(javascript:x)\" class=a>b</div>",
        "<form action=javascript:x><input type=submit><button formaction=x>a</button></form>",
        "<table background=x><tr><td onclick=x>a</table>",
        "<a href=\"http://x\" ping=y download target=_blank>x</a>",
        "<base href=//x> <meta http-equiv=refresh content=0> <link rel=stylesheet href=x>",
        "<b <script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<p title=\"a<img src=x onerror=y>\">b</p>",
        "<video poster=javascript:x src=data:y><source src=javascript:z></video>",
        "<x-y onclick=a><isindex><plaintext><xmp><listing>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<![CDATA[<img src=x onerror=y>]]>",
        "<style><img src=\"</style><img src=x onerror=alert(1)//\">",
        "<q cite=javascript:x>a</q><blockquote cite=\"jav&#x0A;ascript:x\">b</blockquote>",
        "<img src=\"//x/y\" srcset=\"javascript:x\">",
        "<a href=\"\\\\x\">y</a>",
    ] {
        nothing_left(text);
        nothing_left(&format!("a {text} b\n\n> {text}\n\n- {text}\n"));
        nothing_left(&format!("<div>\n{text}\n\n{text}\n</div>"));
    }
}

#[test]
fn the_list_is_sorted_and_its_links_are_known() {
    assert!(allow::ELEMENTS.windows(2).all(|w| w[0].name < w[1].name));
    let long = format!("{}x", "<div>\n".repeat(5_000));
    assert!(
        told(&long, Options::default())
            .iter()
            .any(|t| t.contains("nesting-too-deep"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]
    #[test]
    fn random_tags_leave_nothing(pieces in prop::collection::vec(prop::sample::select(vec![
        "<b>", "</b>", "<i class=x>", "</i>", "<div>", "</div>", "<span title='a\">'>", "</span>", "<script>", "</script>", "<style>", "</style>",
        "<svg>", "</svg>", "<img src=x onerror=y>", "<a href=javascript:x>", "<a href=y>", "</a>", "<br/>", "text", " ", "\n", "\n\n", "> ", "- ", "*", "`",
        "<!--", "-->", "<ul>", "<li>", "</ul>", "<p>", "</p>", "\"", "'", "<", ">", "<title>", "</title>", "<textarea>", "</textarea>", "<noscript>", "</noscript>", "&lt;", "=",
        "<iframe src=x>", "</iframe>", "<details open>", "<summary>", "</summary>", "</details>",
    ]), 0..30)) {
        nothing_left(&pieces.concat());
    }
}
