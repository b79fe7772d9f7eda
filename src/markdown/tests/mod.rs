//! What an author would notice: the tree of a text and the columns of its messages.

mod component;
mod compose;
mod foreign;
mod raw;
mod robust;

use super::{Document, Kind, Options, Raw, Value, parse};
use crate::diag::LineIndex;

/// The tree as nested words, texts in quotes.
pub(in crate::markdown) fn dump(doc: &Document) -> String {
    let mut out = String::new();
    let mut ends: Vec<u32> = Vec::new();
    for (id, node) in doc.iter() {
        while ends.last().is_some_and(|e| *e <= id.0) {
            ends.pop();
            out.push(')');
        }
        if !out.is_empty() && !out.ends_with('(') {
            out.push(' ');
        }
        out.push_str(&word(doc, &node.kind));
        if node.end > id.0 + 1 {
            out.push('(');
            ends.push(node.end);
        }
    }
    out.extend(ends.iter().map(|_| ')'));
    out
}

fn word(doc: &Document, kind: &Kind) -> String {
    match kind {
        Kind::Text(s) => format!("{:?}", doc.str(*s)),
        Kind::Code(s) => format!("`{}`", doc.str(*s)),
        Kind::Heading { level, id, .. } => format!("h{level}#{}", doc.str(*id)),
        Kind::Paragraph => "p".into(),
        Kind::Callout { kind, title, fold } => {
            let fold = match fold {
                None => "",
                Some(true) => "+",
                Some(false) => "-",
            };
            format!("{kind:?}{fold}[{}]", doc.str(*title)).to_lowercase()
        }
        Kind::CodeBlock(c) => format!(
            "code<{}|{}|{:?}|{:?}|{}>{:?}",
            doc.str(c.language),
            doc.str(c.title),
            c.lines,
            c.numbers,
            doc.str(c.file),
            doc.str(c.code)
        ),
        Kind::List { start, tight } => {
            let start = start.map(|n| n.to_string()).unwrap_or_default();
            format!("list{start}{}", if *tight { "" } else { "!" })
        }
        Kind::Item { task } => match task {
            None => "li".into(),
            Some(true) => "li[x]".into(),
            Some(false) => "li[_]".into(),
        },
        Kind::Component(c) => {
            let mut out = doc.str(c.name).to_owned();
            if !c.label.is_empty() {
                out += &format!("[{}]", doc.str(c.label));
            }
            for attribute in &c.attributes {
                let value = match attribute.value {
                    Value::Flag(flag) => flag.to_string(),
                    Value::Number(s) => doc.str(s).to_owned(),
                    Value::Text(s) => format!("{:?}", doc.str(s)),
                };
                out += &format!(" {}={value}", doc.str(attribute.name));
            }
            for target in &c.targets {
                out += &format!(" <{}>", doc.str(target.dest));
            }
            out
        }
        Kind::Badge { kind, text } => format!("{kind:?}:{}", doc.str(*text)).to_lowercase(),
        Kind::Include { path, part } => format!("include<{}#{}>", doc.str(*path), doc.str(*part)),
        Kind::Link(t) => format!("a<{}>", doc.str(t.dest)),
        Kind::Image(t) => format!("img<{}{:?}>", doc.str(t.dest), t.size),
        Kind::FootnoteDefinition { label } => format!("fn<{}>", doc.str(*label)),
        Kind::FootnoteReference { label } => format!("fnref<{}>", doc.str(*label)),
        Kind::Raw(Raw::Start(tag)) => {
            let mut out = format!("<{}", doc.str(tag.name));
            for (name, value) in &tag.attributes {
                out += &format!(" {}={:?}", doc.str(*name), doc.str(*value));
            }
            for (name, target) in &tag.links {
                out += &format!(" {}=>{:?}", doc.str(*name), doc.str(target.dest));
            }
            out + ">"
        }
        Kind::Raw(Raw::End(name)) => format!("</{}>", doc.str(*name)),
        Kind::Raw(Raw::Verbatim(s)) => format!("raw{:?}", doc.str(*s)),
        Kind::Raw(Raw::Reference(t)) => format!("ref<{}>", doc.str(t.dest)),
        Kind::Raw(Raw::Id(s)) => format!("id<{}>", doc.str(*s)),
        other => format!("{other:?}")
            .split([' ', '{'])
            .next()
            .unwrap_or_default()
            .to_lowercase(),
    }
}

/// The messages as `line:column code (text at the span)`.
pub(in crate::markdown) fn told(text: &str, options: Options) -> Vec<String> {
    let index = LineIndex::new(text);
    parse(text, options)
        .1
        .iter()
        .map(|d| {
            let p = index.position(text, d.place.span.start as usize);
            let at = &text[d.place.span.range()];
            format!("{}:{} {} {at:?}", p.line, p.column, d.code.name)
        })
        .collect()
}

#[track_caller]
pub(in crate::markdown) fn tree(text: &str, expected: &str) {
    let (doc, _) = parse(text, Options::default());
    assert_eq!(dump(&doc), expected, "of {text:?}");
}

#[track_caller]
pub(in crate::markdown) fn says(text: &str, expected: &[&str]) {
    assert_eq!(told(text, Options::default()), expected, "of {text:?}");
}

#[test]
fn common_mark_and_what_github_adds() {
    tree(
        "a *b* **c** ~~d~~ `e`",
        r#"p("a " emphasis("b") " " strong("c") " " strikethrough("d") " " `e`)"#,
    );
    tree("- a\n- b", r#"list(li("a") li("b"))"#);
    tree("3. a\n\n4. b", r#"list3!(li(p("a")) li(p("b")))"#);
    tree("- [ ] a\n- [x] b", r#"list(li[_]("a") li[x]("b"))"#);
    tree(
        "T\n: d",
        r#"definitionlist(definitionterm("T") definitiondetails("d"))"#,
    );
    tree(
        "|a|\n|-|\n|b\\|c|",
        r#"table(tablehead(tablecell("a")) tablerow(tablecell("b" "|c")))"#,
    );
    tree("# H {#x .y}", r#"h1#x("H")"#);
    tree("a[^N]\n\n[^n]: b", r#"p("a" fnref<n>) fn<n>(p("b"))"#);
    tree("a\0b &amp; c\\*", r#"p("a�b " "&" " c" "*")"#);
    tree(
        "[TOC]\n\n[[toc]]\n\na [TOC]",
        r#"tocmark tocmark p("a [TOC]")"#,
    );
    tree("\u{feff}# a", r#"h1#("a")"#);
    tree(
        "a\n     :::note[ü] *b*",
        r#"p("a" softbreak ":::note[ü] *b*")"#,
    );
    tree("H~2~O x^2^ $5 and $6", r#"p("H~2~O x^2^ $5 and $6")"#);
}

#[test]
fn links_of_every_form() {
    tree(
        "[a](b 't') <http://x> <a@b.c>",
        r#"p(a<b>("a") " " a<http://x>("http://x") " " a<mailto:a@b.c>("a@b.c"))"#,
    );
    tree(
        "[[x]] [[ x.md | y ]] ![[a.png|100x50]]",
        r#"p(a<x>("x") " " a<x.md>(" y ") " " img<a.pngSome((100, Some(50)))>("a.png"))"#,
    );
    tree(
        "|[[x\\|y]]|\n|-|",
        r#"table(tablehead(tablecell(a<x>("y"))))"#,
    );
    tree(
        "see https://a.b/c_d?x=(1). Or www.x.org, or a.b@c.de!",
        r#"p("see " a<https://a.b/c_d?x=(1)>("https://a.b/c_d?x=(1)") ". Or " a<http://www.x.org>("www.x.org") ", or " a<mailto:a.b@c.de>("a.b@c.de") "!")"#,
    );
    tree(
        "[https://a.b](c) `https://a.b` xhttp://a.b",
        r#"p(a<c>("https://a.b") " " `https://a.b` " xhttp://a.b")"#,
    );
    tree(
        "(https://a.b/x) https://a.b/&quot;",
        r#"p("(" a<https://a.b/x>("https://a.b/x") ") " a<https://a.b/>("https://a.b/") "\"")"#,
    );
}

#[test]
fn callouts_nest_and_hold_markdown() {
    tree(
        ":::note[A *b*]\nx\n\n- y\n:::\nz",
        r#"note[a b](p("x") list(li("y"))) p("z")"#,
    );
    tree("::: tip A b\nx\n:::", r#"tip[a b](p("x"))"#);
    tree(
        "::::note\n:::tip\nx\n:::\ny\n::::",
        r#"note[](tip[](p("x")) p("y"))"#,
    );
    tree(
        ":::note\n:::tip\nx\n:::\n:::\ny",
        r#"note[](tip[](p("x"))) p("y")"#,
    );
    tree(
        "- a\n\n  :::warning\n  b\n  :::\n\n- c",
        r#"list!(li(p("a") warning[](p("b"))) li(p("c")))"#,
    );
    tree(
        "> :::info\n> [b]\n> :::\n\n[b]: /c",
        r#"quote(info[](p(a</c>("b"))))"#,
    );
    tree(
        "```\n:::note\n:::\n```",
        "code<||[]|None|>\":::note\\n:::\\n\"",
    );
    tree(
        ":::details Mehr {open}\na\n:::",
        r#"details+[mehr](p("a"))"#,
    );
    tree(":::include a/b.md#c", "include<a/b.md#c>");
    tree("a ::: b\nc:::", r#"p("a ::: b" softbreak "c:::")"#);
    tree(":::own\n:::note\na\n:::\n:::", r#"own(note[](p("a")))"#);
}

#[test]
fn alerts() {
    tree("> [!NOTE]\n> a", r#"note[](p("a"))"#);
    tree("> [!warning]- *Mind*\n> a", r#"warning-[mind](p("a"))"#);
    tree("> [!tip]+\n>\n> a", r#"tip+[](p("a"))"#);
    tree(
        "> [!info] T\r\n> a **b\r\n> c**",
        r#"info[t](p("a " strong("b" softbreak "c")))"#,
    );
    tree("> [!NOTE](x)", r#"quote(p(a<x>("!NOTE")))"#);
    tree("> a\n> [!NOTE]", r#"quote(p("a" softbreak "[!NOTE]"))"#);
    tree("> [!note] a **b\n> c**", r#"note[a **b](p(strong("c")))"#);
}

#[test]
fn info_strings() {
    tree(
        "```rust title=\"a b\" {1,3-5} linenos\nx\n```",
        "code<rust|a b|[(1, 1), (3, 5)]|Some(1)|>\"x\\n\"",
    );
    tree(
        "```js{1,3}:line-numbers=2 [m.js]\n```",
        "code<js|m.js|[(1, 1), (3, 3)]|Some(2)|>\"\"",
    );
    tree(
        "~~~ py linenums=\"3\" hl_lines=\"2 4-5\"\n~~~",
        "code<py||[(2, 2), (4, 5)]|Some(3)|>\"\"",
    );
    tree(
        "``` {linenos=true,hl_lines=[1,3]}\n```",
        "code<||[(1, 1), (3, 3)]|Some(1)|>\"\"",
    );
    tree("```rs file=\"x.rs#p\"\n```", "code<rs||[]|None|x.rs#p>\"\"");
    tree(
        "```rust,linenos,hl_lines=1-2\n```",
        "code<rust||[(1, 2)]|Some(1)|>\"\"",
    );
    tree("```\na\r\nb\r\n```", "code<||[]|None|>\"a\\nb\\n\"");
}

#[test]
fn columns_of_messages() {
    says("ü [a][b]", &["1:3 reference-undefined \"[a][b]\""]);
    says("> - ä\n>   [a][]", &["2:5 reference-undefined \"[a][]\""]);
    says(
        "|ä|b|\n|-|-|\n|ö|[^x]|",
        &["3:4 footnote-undefined \"[^x]\""],
    );
    says(
        "a\r\n\r\n\t- b\r\n\r\n:::steps\r\nx\r\n:::\r\n",
        &["5:4 component-content \"steps\""],
    );
    says(
        "\u{feff}[a][b] ü <font>",
        &[
            "1:1 reference-undefined \"[a][b]\"",
            "1:10 html-dropped \"<font>\"",
        ],
    );
    says("> [!foo] x", &["1:5 callout-unknown \"foo\""]);
    says(":::note\na", &["1:1 callout-unclosed \":::note\""]);
    says("- :::note\n- b", &["1:3 callout-unclosed \":::note\""]);
    says("a\n\n:::", &["3:1 callout-unclosed \":::\""]);
    says(
        "[a]: b\n[A]: c\n\n[a]",
        &["2:1 reference-duplicate \"[A]\""],
    );
    says(
        "[^a]: b\n\n[^a]: c",
        &[
            "1:1 reference-unused \"[^a]\"",
            "3:1 reference-duplicate \"[^a]\"",
        ],
    );
    says("[a]: b", &["1:1 reference-unused \"[a]: b\""]);
    says(
        "<div>\n:::note\n</div>",
        &["2:1 markdown-unsupported \":::note\""],
    );
    says(
        "a\n     :::ü ::\n     :::note",
        &["3:6 markdown-unsupported \":::note\""],
    );
    says(":::tabs\n:::", &["1:4 component-content \"tabs\""]);
    says("\\[^a] [^ b] `[^c]`", &[]);
}

#[test]
fn destinations_have_their_own_place() {
    let cases = [
        ("ä [a](b\\)c 't')", "b\\)c"),
        ("> [a\n> b](\n> x.md)", "x.md"),
        ("[a]( <b c> )", "b c"),
        ("[a][b]\n\n  [b]:\n  dest.md\n  'x'", "dest.md"),
        ("![a](b(c)d)", "b(c)d"),
        ("|[a](b\\|c)|\n|-|", "b\\|c"),
        ("[ x ![](y) ](z)", "z"),
        ("see https://a.b/c.", "https://a.b/c"),
        ("[[ a b.md#c | d ]]", "a b.md#c"),
        ("[`](`](c)", "c"),
        ("[](d)", "d"),
        ("[a\\](b](e)", "e"),
    ];
    for (text, expected) in cases {
        let (doc, _) = parse(text, Options::default());
        let found = doc.nodes.iter().find_map(|n| match &n.kind {
            Kind::Link(t) | Kind::Image(t) => Some(&text[t.dest_span.range()]),
            _ => None,
        });
        assert_eq!(found, Some(expected), "of {text:?}");
    }
}
