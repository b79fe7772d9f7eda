//! Components and badges: what an author may write, and what is told.

use super::{says, tree};

#[test]
fn tabs_hold_tabs_or_code() {
    tree(
        ":::tabs\n:::tab[A *b*]\nx\n:::\n::: tab C d\n- y\n:::\n:::\nz",
        r#"tabs(tab[A b](p("x")) tab[C d](list(li("y")))) p("z")"#,
    );
    tree(
        ":::code-group\n```js\na\n```\n```sh title=x\n```\n:::",
        "code-group(code<js||[]|None|>\"a\\n\" code<sh|x|[]|None|>\"\")",
    );
    tree(
        "::::tabs\n:::tab-item{title=\"A\"}\nx\n:::\n::::",
        r#"tabs(tab-item[A](p("x")))"#,
    );
    says(":::tabs\n:::", &["1:4 component-content \"tabs\""]);
    says(
        ":::tabs\n:::tab[A]\n:::\nx\n:::",
        &["4:1 component-content \"\""],
    );
    says(":::tab[A]\nx\n:::", &["1:4 component-content \"tab\""]);
    says(
        ":::tabs\n:::tab[A]\n:::tab[B]\nx\n:::\n:::\n:::",
        &["3:4 component-content \"tab\""],
    );
}

#[test]
fn lists_become_cards_and_steps() {
    tree(":::cards\n- [a](b)\n:::", r#"cards(list(li(a<b>("a"))))"#);
    tree(":::steps\n1. a\n:::", r#"steps(list1(li("a")))"#);
    tree(
        ":::columns\na\n\n:::column\nb\n:::\n:::",
        r#"columns(p("a") column(p("b")))"#,
    );
    says(":::steps\n- a\n:::", &["1:4 component-content \"steps\""]);
    says(":::cards\na\n:::", &["1:4 component-content \"cards\""]);
    says(
        ":::cards wide\n- a\n:::",
        &["1:10 component-attribute \"wide\""],
    );
}

#[test]
fn data_is_named_by_id() {
    tree(
        ":::role product-owner\nx",
        r#"role <role:product-owner> p("x")"#,
    );
    tree("- :::term a", "list(li(term <term:a>))");
    tree(":::compare a vs b", "compare <compare:a-vs-b>");
    tree(":::compare a-vs-b", "compare <compare:a-vs-b>");
    tree(
        ":::rights area=\"A ü\" role=po a b",
        "rights <area:A%20%C3%BC> <role:po> <right:a> <right:b>",
    );
    tree(":::rights", "rights");
    says(":::role", &["1:4 component-attribute \"role\""]);
    says(":::compare a", &["1:4 component-attribute \"compare\""]);
    says(":::role a b", &["1:11 component-attribute \"b\""]);
    says(":::rights arae=x", &["1:11 component-attribute \"arae=x\""]);
    says(
        ":::term \"a",
        &[
            "1:4 component-attribute \"term\"",
            "1:9 component-attribute \"\\\"a\"",
        ],
    );
}

#[test]
fn attributes_of_own_components_have_types() {
    tree(
        ":::figure[A *b*] n=3 m=-1.5 on off=false s=3px t=\"4\" u='x y'\na\n:::",
        r#"figure[A b] n=3 m=-1.5 on=true off=false s="3px" t="4" u="x y"(p("a"))"#,
    );
    tree(":::Own{a=1, b}\n:::", "Own a=1 b=true");
    tree(":::own a=\"b\n:::", r#"own a="b""#);
    tree(":::own a=\n:::", r#"own a="""#);
    says(":::own a=1 a=2\n:::", &["1:12 component-attribute \"a=2\""]);
    says(
        ":::own .a =b\n:::",
        &[
            "1:8 component-attribute \".a\"",
            "1:11 component-attribute \"=b\"",
        ],
    );
}

#[test]
fn badges_stand_in_lines() {
    tree("a :badge[B c]{type=tip} d", r#"p("a " tip:b c " d")"#);
    tree(
        ":badge[B]{.warning}:badge[C]{x}",
        r#"p(warning:b note:c "{x}")"#,
    );
    tree("## :badge[B] T", r###"h2#(note:b " T")"###);
    tree(
        ":badge[B] see https://a.b",
        r#"p(note:b " see " a<https://a.b>("https://a.b"))"#,
    );
    // A line may begin with one.
    tree(
        "a\n:badge[B] b\n\n- :badge[C]\n\n`x\n:badge[D]`",
        r#"p("a" softbreak note:b " b") list(li(note:c)) p(`x :badge[D]`)"#,
    );
    tree("```\n:badge[B]\n```", "code<||[]|None|>\":badge[B]\\n\"");
    for text in [
        "`:badge[a]`",
        "a:badge[b]",
        ":badge[]",
        ":badge[*a*]",
        "\\:badge[a]",
        ":badge[a",
    ] {
        let (doc, _) = super::parse(text, super::Options::default());
        assert!(!super::dump(&doc).contains("note:"), "{text}");
    }
}
