//! Whole themes from strings: layers, messages with their places, guards.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::date::Date;
use crate::diag::{Diagnostic, FileId, Spanned};
use crate::render::builtin::builtin;
use crate::render::view::page::PageView;
use crate::render::view::site::SiteView;
use crate::source::{Facts, Layout, SourceFile, TreeParts};

/// A snapshot of these theme files and the built-in ones.
fn tree(files: &[(&str, &str)]) -> SourceTree {
    let mut all = builtin();
    all.push(SourceFile::text(
        "content/hiring.md",
        Area::Content,
        "# Hiring",
    ));
    all.extend(
        files
            .iter()
            .map(|(p, t)| SourceFile::text(p, Area::Theme, t)),
    );
    SourceTree::new(TreeParts {
        name: "test".into(),
        layout: Layout::default(),
        facts: Facts::on(Date::parse("2026-11-24").unwrap()),
        files: all,
        ignored: 0,
        problems: Vec::new(),
    })
}

fn load_with(tree: &SourceTree, name: &str, metas: &BTreeMap<String, ThemeMeta>) -> Theme {
    Theme::load(
        tree,
        &ThemeParams {
            name,
            metas,
            accent: "#1f5f8b",
            language: "en",
            strings: Arc::new(Strings::default()),
        },
    )
}

fn load(tree: &SourceTree) -> Theme {
    load_with(tree, "default", &BTreeMap::new())
}

fn context() -> Context {
    let mut context = Context::new();
    let site = SiteView {
        title: "A & B".into(),
        language: "en".into(),
        home: "/".into(),
        ..SiteView::default()
    };
    let page = PageView {
        kind: "article",
        head_title: "A & B".into(),
        base: "/h/".into(),
        ..PageView::default()
    };
    context.share("site", &Shared::new(&site));
    context.insert("page", &page);
    context.insert(
        "article",
        &crate::render::view::article::ArticleView::default(),
    );
    context
}

fn rendered(theme: &Theme, template: &str) -> String {
    theme
        .render_html(template, &context())
        .unwrap_or_else(|f| format!("{f:?}"))
}

/// Path, marked text, message of each.
fn told(tree: &SourceTree, theme: &Theme) -> Vec<(String, String, String)> {
    theme
        .diagnostics(tree, Place::whole(FileId(0)))
        .iter()
        .map(|d| shown(tree, d))
        .collect()
}

fn shown(tree: &SourceTree, d: &Diagnostic) -> (String, String, String) {
    let text = tree
        .get(d.place.file)
        .and_then(|f| f.as_text())
        .unwrap_or_default();
    let marked = text.get(d.place.span.range()).unwrap_or("?");
    (
        tree.path(d.place.file).to_owned(),
        marked.to_owned(),
        format!("{}: {}", d.code.name, d.message),
    )
}

fn extends(theme: &str) -> ThemeMeta {
    ThemeMeta {
        extends: Some(Spanned::new(theme.into(), Span::new(0, 2))),
        ..ThemeMeta::default()
    }
}

#[test]
fn the_built_in_theme_is_sound_and_makes_a_page() {
    let tree = tree(&[]);
    let theme = load(&tree);
    assert_eq!(told(&tree, &theme), []);
    let page = rendered(&theme, "article.html");
    assert!(
        page.contains("A &amp; B") && page.contains("/h/assets/theme."),
        "{page}"
    );
    assert!(!page.contains("style=") && !page.contains("<script>"));
}

#[test]
fn a_nearer_theme_replaces_files_and_extends_the_farther_ones() {
    let tree = tree(&[
        ("themes/harbor/templates/partials/footer.html", "harbor"),
        (
            "themes/harbor/templates/base.html",
            "{% extends \"quay/base.html\" %}{% block head %}H{{ super() }}{% endblock %}",
        ),
        (
            "themes/quay/templates/base.html",
            "{% extends \"builtin/base.html\" %}{% block head %}Q{% endblock %}",
        ),
        ("themes/quay/static/extra.txt", "x"),
    ]);
    let metas = [("harbor".to_owned(), extends("quay"))].into();
    let theme = load_with(&tree, "harbor", &metas);
    assert_eq!(told(&tree, &theme), []);
    let page = rendered(&theme, "article.html");
    assert!(page.contains("HQ") && page.contains("harbor"), "{page}");
    let names: Vec<_> = theme.statics().iter().map(|s| s.name.as_str()).collect();
    for name in ["extra.txt", "favicon.svg", "theme.css", "theme.js"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[test]
fn a_style_sheet_begins_with_the_one_below() {
    let tree = tree(&[
        (
            "themes/harbor/static/theme.css",
            "@import \"quay/theme.css\";\n@import \"other.css\";\nh1{color:red}",
        ),
        (
            "themes/quay/static/theme.css",
            "@import \"builtin/theme.css\";\nh1{color:tan}",
        ),
    ]);
    let metas = [("harbor".to_owned(), extends("quay"))].into();
    let theme = load_with(&tree, "harbor", &metas);
    let sheet = theme.statics().iter().find(|s| s.name == "theme.css");
    let Some(StaticContent::Bytes(bytes)) = sheet.map(|s| &s.content) else {
        panic!("no sheet");
    };
    let text = String::from_utf8(bytes.clone()).unwrap();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("--paper:") < at("h1{color:tan}"));
    assert!(at("h1{color:tan}") < at("@import \"other.css\""));
    assert!(at("@import \"other.css\"") < at("h1{color:red}"));
    assert!(!text.contains("quay/theme.css") && !text.contains("builtin/theme.css"));
}

#[test]
fn a_theme_that_is_not_there_or_extends_itself_is_told() {
    let tree = tree(&[
        ("themes/harbor/theme.toml", "extends = …"),
        ("themes/quay/theme.toml", "extends = …"),
    ]);
    let theme = load_with(&tree, "harbour", &BTreeMap::new());
    assert_eq!(
        theme
            .diagnostics(&tree, Place::whole(FileId(0)))
            .iter()
            .next()
            .unwrap()
            .help
            .as_deref(),
        Some("did you mean `harbor`?")
    );
    let metas = [
        ("harbor".to_owned(), extends("quay")),
        ("quay".to_owned(), extends("harbor")),
    ]
    .into();
    let theme = load_with(&tree, "harbor", &metas);
    let [(path, _, message)] = told(&tree, &theme).try_into().unwrap();
    assert_eq!(
        (path.as_str(), message.as_str()),
        (
            "themes/quay/theme.toml",
            "theme-circle: theme `harbor` extends itself in a circle"
        )
    );
}

#[test]
fn every_syntax_error_of_every_file_is_told_and_the_built_in_pages_stay() {
    let tree = tree(&[
        ("themes/default/templates/article.html", "ü\n{{ page. }}"),
        ("themes/default/templates/role.html", "{% if %}"),
        ("themes/default/templates/x.html", "{{ __tera_context }}"),
    ]);
    let theme = load(&tree);
    let told = told(&tree, &theme);
    let codes: Vec<_> = told
        .iter()
        .map(|(p, _, m)| (p.rsplit('/').next().unwrap(), m.split(':').next().unwrap()))
        .collect();
    assert_eq!(
        codes,
        [
            ("article.html", "template-syntax"),
            ("role.html", "template-syntax"),
            ("x.html", "template-reserved")
        ]
    );
    assert_eq!(told[0].1, "}}");
    assert!(rendered(&theme, "article.html").contains("<main"));
}

#[test]
fn unknown_names_are_told_all_at_once_where_they_stand() {
    let tree = tree(&[(
        "themes/default/templates/x.html",
        "ü {{ 1 | shout }}\n  {% include \"nope.html\" %}{{ <nope /> }}{{ now() }}{% if 1 is odder %}{% endif %}",
    )]);
    let told = told(&tree, &load(&tree));
    let marked: Vec<_> = told.iter().map(|(_, m, _)| m.as_str()).collect();
    assert_eq!(marked.len(), 5, "{told:?}");
    assert!(
        told.iter()
            .any(|(_, m, t)| m == "shout" && t == "template-unknown: unknown filter `shout`"),
        "{told:?}"
    );
    assert!(
        told.iter().any(|(_, m, _)| m.contains("nope.html")),
        "{told:?}"
    );
}

#[test]
fn a_missing_parent_is_told_at_its_name() {
    let tree = tree(&[(
        "themes/default/templates/x.html",
        "{% extends \"bsae.html\" %}",
    )]);
    let theme = load(&tree);
    assert_eq!(told(&tree, &theme)[0].1, "bsae.html");
    assert_eq!(
        theme
            .diagnostics(&tree, Place::whole(FileId(0)))
            .iter()
            .next()
            .unwrap()
            .help
            .as_deref(),
        Some("did you mean `base.html`?")
    );
}

#[test]
fn a_mistake_of_a_page_has_the_places_of_template_and_page() {
    let tree = tree(&[(
        "themes/default/templates/partials/footer.html",
        "ä\n{{ page.titel }}",
    )]);
    let theme = load(&tree);
    let mut out = b"kept".to_vec();
    let fault = theme
        .render("article.html", &context(), &mut out)
        .unwrap_err();
    assert_eq!(out, b"kept");
    let source = Place::whole(tree.find("content/hiring.md").unwrap());
    let d = fault.on_page(&tree, source);
    assert_eq!(
        shown(&tree, &d),
        (
            "themes/default/templates/partials/footer.html".into(),
            "titel".into(),
            "template-render: field `titel` is not defined".into()
        )
    );
    assert_eq!(d.help.as_deref(), Some("did you mean `title`?"));
    assert_eq!(d.labels[0].message, "while rendering `content/hiring.md`");
    let merged = merge([d.clone(), d.clone(), d]);
    assert_eq!(merged.len(), 1);
    assert_eq!(
        merged.iter().next().unwrap().labels[0].message,
        "while rendering `content/hiring.md` and 2 more pages"
    );
}

#[test]
fn a_field_that_is_not_there_is_told_with_any_filter_behind_it() {
    for (written, field) in [
        ("{{ page.titel | safe }}", "titel"),
        ("{{ page.titel | str }}", "titel"),
        ("{{ page.titel | upper | safe }}", "titel"),
    ] {
        let tree = tree(&[("themes/default/templates/partials/footer.html", written)]);
        let made = load(&tree).render("article.html", &context(), &mut Vec::new());
        let source = Place::whole(tree.find("content/hiring.md").unwrap());
        let (_, at, message) = shown(&tree, &made.unwrap_err().on_page(&tree, source));
        let wanted = format!("template-render: field `{field}` is not defined");
        assert_eq!((at, message), (field.to_owned(), wanted), "{written}");
    }
    let sound = tree(&[(
        "themes/default/templates/partials/footer.html",
        "{{ page.titel | default(value=\"<\") | safe }}{{ 3 | safe }}{% if page.titel %}{% endif %}",
    )]);
    assert!(rendered(&load(&sound), "article.html").contains("<3"));
}

#[test]
fn a_template_that_is_not_there_is_told_at_the_page() {
    let tree = tree(&[]);
    let fault = load(&tree)
        .render("artikel.html", &context(), &mut Vec::new())
        .unwrap_err();
    let source = Place::whole(tree.find("content/hiring.md").unwrap());
    let d = fault.on_page(&tree, source);
    assert_eq!(
        (d.place, d.message.as_str()),
        (source, "the theme has no template `artikel.html`")
    );
}

#[test]
fn a_template_that_fell_with_its_theme_is_not_told_again() {
    let tree = tree(&[
        ("themes/default/templates/mine.html", "mine"),
        ("themes/default/templates/x.html", "{% if %}"),
    ]);
    assert_eq!(rendered(&load(&tree), "mine.html"), "");
}

#[test]
fn includes_sixty_four_deep_are_made_and_sixty_five_refused() {
    // As the workers of a build have it.
    let big = std::thread::Builder::new().stack_size(16 << 20);
    big.spawn(sixty_four_and_sixty_five)
        .unwrap()
        .join()
        .unwrap();
}

fn sixty_four_and_sixty_five() {
    let chain = |levels: usize| -> Vec<(String, String)> {
        (0..=levels)
            .map(|n| {
                let text = if n == levels {
                    "end".to_owned()
                } else {
                    format!("{{%- include 'd{}.html' %}}", n + 1)
                };
                (format!("themes/default/templates/d{n}.html"), text)
            })
            .collect()
    };
    let with = |levels| {
        let files = chain(levels);
        let files: Vec<_> = files
            .iter()
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        let tree = tree(&files);
        let theme = load(&tree);
        (told(&tree, &theme), rendered(&theme, "d0.html"))
    };
    assert_eq!(with(64), (vec![], "end".to_owned()));
    let (told, _) = with(65);
    assert_eq!(told.len(), 1);
    assert!(told[0].2.contains("more than 64 levels"), "{told:?}");
}

#[test]
fn a_circle_of_templates_is_told_at_the_name() {
    let tree = tree(&[(
        "themes/default/templates/base.html",
        "{% extends \"base.html\" %}",
    )]);
    let theme = load(&tree);
    let told = told(&tree, &theme);
    assert_eq!((told[0].1.as_str(), told.len()), ("base.html", 1));
    assert!(told[0].2.contains("in a circle"), "{told:?}");
}

#[test]
fn a_circle_through_built_in_files_is_told_in_the_file_of_the_theme() {
    let footer = "themes/default/templates/partials/footer.html";
    let tree = tree(&[(footer, "{% include \"base.html\" %}")]);
    let told = told(&tree, &load(&tree));
    assert_eq!(
        (told[0].0.as_str(), told[0].1.as_str(), told.len()),
        (footer, "base.html", 1)
    );
}

#[test]
fn a_frame_without_a_block_is_told_what_to_do() {
    let tree = tree(&[(
        "themes/default/templates/base.html",
        "{% block content %}{% endblock %}",
    )]);
    let theme = load(&tree);
    let help: Vec<_> = theme
        .diagnostics(&tree, Place::whole(FileId(0)))
        .into_iter()
        .filter_map(|d| d.help)
        .collect();
    let side = "give `themes/default/templates/base.html` the block `side`, or extend `builtin/base.html` there";
    assert!(help.iter().any(|h| h == side), "{help:?}");
}

#[test]
fn groups_keep_the_order_of_the_list() {
    let tree = tree(&[(
        "themes/default/templates/x.html",
        "{% for key, items in article.extra.list | group_by(attribute=\"f\") %}{{ key }}{{ items | length }} {% endfor %}",
    )]);
    let theme = load(&tree);
    let mut context = context();
    let list: Vec<_> = "zebra apple mango zebra kiwi banana apple cherry"
        .split(' ')
        .map(|f| serde_json::json!({ "f": f }))
        .collect();
    context.insert("article", &serde_json::json!({ "extra": { "list": list } }));
    let html = theme.render_html("x.html", &context).unwrap();
    assert_eq!(html, "zebra2 apple2 mango1 kiwi1 banana1 cherry1 ");
}

#[test]
fn addresses_dates_and_words_come_from_filters() {
    let tree = tree(&[(
        "themes/default/templates/x.html",
        "{{ '/größe/#a b' | url }} {{ '2026-11-03' | date }} {{ 'minutes' | word(n=6) }} {{ 'minutes' | word(n=1) }}",
    )]);
    assert_eq!(
        rendered(&load(&tree), "x.html"),
        "/h/gr%C3%B6%C3%9Fe/#a%20b 3 November 2026 6 minutes 1 minute"
    );
}

#[test]
fn a_page_without_end_is_stopped() {
    let endless = "{% for a in range(end=100000) %}{% for b in range(end=1000) %}{{ strings.pages }}xxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}";
    let tree = tree(&[(
        "themes/default/templates/x.html",
        &endless.replace("{{ strings.pages }}", ""),
    )]);
    let fault = load(&tree)
        .render("x.html", &context(), &mut Vec::new())
        .unwrap_err();
    assert!(format!("{fault:?}").contains("more than 64 MiB"));
}

#[test]
fn an_equal_theme_has_an_equal_key_and_a_changed_file_another() {
    let (a, b) = (
        tree(&[("themes/default/templates/x.html", "1")]),
        tree(&[("themes/default/templates/x.html", "2")]),
    );
    assert_eq!(load(&a).print(), load(&a).print());
    assert_ne!(load(&a).print(), load(&b).print());
}

#[test]
fn a_theme_says_which_program_it_is_for() {
    let tree = tree(&[
        ("themes/old/theme.toml", "min max"),
        ("themes/old/templates/x.html", "old"),
    ]);
    let meta = |min: &str, max: &str| ThemeMeta {
        min: Some(Spanned::new(min.into(), Span::new(0, 3))),
        max: Some(Spanned::new(max.into(), Span::new(4, 7))),
        ..ThemeMeta::default()
    };
    let codes = |m: ThemeMeta| {
        let theme = load_with(&tree, "old", &[("old".to_owned(), m)].into());
        told(&tree, &theme)
            .into_iter()
            .map(|(_, at, m)| format!("{at} {}", m.split(':').next().unwrap()))
            .collect::<Vec<_>>()
    };
    assert!(codes(meta("0.0.1", "99")).is_empty());
    assert_eq!(codes(meta("99.1", "99.2")), ["min theme-version"]);
    assert_eq!(codes(meta("0.0.1", "0.0.9")), ["max theme-untried"]);
    let has = |m: ThemeMeta| load_with(&tree, "old", &[("old".to_owned(), m)].into()).has("x.html");
    assert!(
        has(meta("0.0.1", "0.0.9")),
        "a warning takes no template away"
    );
    assert!(!has(meta("99.1", "99.2")), "an error does");
}

/// Name and text of the built-in templates.
fn builtin_templates() -> Vec<(String, String)> {
    let all = builtin().into_iter();
    all.filter_map(|f| Some((f.path.as_str().to_owned(), f.as_text()?.to_owned())))
        .filter(|(path, _)| path.contains("/templates/"))
        .collect()
}

#[test]
fn the_built_in_templates_hold_nothing_inline_and_name_no_other_host() {
    for (path, text) in builtin_templates() {
        for bad in [
            " style=", "<style", "<script>", " onclick", "http://", "https://",
        ] {
            assert!(!text.contains(bad), "{path}: {bad}");
        }
    }
}

#[test]
fn every_word_of_the_built_in_templates_is_in_the_table() {
    for (path, text) in builtin_templates() {
        let until = |s: &str, stop: &[char]| s.split(stop).next().unwrap_or_default().to_owned();
        let mut words: Vec<String> = Vec::new();
        words.extend(
            text.split("strings.")
                .skip(1)
                .map(|s| until(s, &[' ', '}', '.', ')', ','])),
        );
        words.extend(text.split("strings[\"").skip(1).map(|s| until(s, &['"'])));
        words.extend(
            text.match_indices("\" | word")
                .filter_map(|(at, _)| Some(text[..at].rsplit('"').next()?.to_owned())),
        );
        for word in words {
            let known = [word.clone(), format!("{word}-one")]
                .iter()
                .any(|w| crate::render::strings::is_word(w));
            assert!(known, "{path}: no word `{word}`");
        }
    }
}

#[test]
fn style_sheet_and_script_stay_small() {
    // Uncompressed: what travels is measured in the browser suite.
    let sizes = |name: &str| {
        builtin()
            .iter()
            .find(|f| f.path.name() == name)
            .map_or(0, |f| f.len)
    };
    assert!(sizes("theme.css") < 34_000, "{}", sizes("theme.css"));
    assert!(sizes("theme.js") < 9_000, "{}", sizes("theme.js"));
}
