//! Writes the reference: templates with their views, what several share, blocks, components, filters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rolebook::parse::shape::{Kind, Shape};
use rolebook::parse::theme::THEME;
use rolebook::render::view::entry::ENTRIES;

use super::templates::Offer;
use super::views::{Field, View};

type Views = BTreeMap<String, View>;

const HEAD: &str = r##"+++
title = "Theme reference"
description = "Every template, and every field, block, component and filter that it may use."
weight = 11
glossary = false
+++

[Themes](themes.md) says how to change how a handbook looks; this page is for looking things up. It is made from the
program's own sources, so it is complete, and fits the version that it came with.

A *view* is a value with fields: `{{ page.title }}` writes the field `title` of the view `page`. Fields that are "or
none" write nothing if there is nothing, and can be asked: `{% if page.lead %}`. *HTML* is finished and safe; write it
with `| safe`. *Text* is escaped when it is written. Addresses are right for the page that they stand on. Days are
written `2026-11-03`, so that they sort, and `| date` writes them out. Fields are only ever added.
"##;

const EVERY: &str = r##"
## Every template

| Variable | Type | Meaning |
| --- | --- | --- |
| `site` | [`SiteView`](#siteview) | what every page of the site shows alike |
| `page` | [`PageView`](#pageview) | what every kind of page has |
| `header` | HTML | the bar above the page, made by [`partials/nav.html`](#partialsnavhtml); empty in the frame of a wiki |
| `side` | HTML | the navigation of the section, made by [`partials/side.html`](#partialssidehtml); empty where there is none |
| `strings` | text by key | the words of the theme: `strings.roles`, `strings["all-pages"]` |
| `assets` | text by name | where each static file is published: `{{ assets["theme.css"] \| url }}` |
| `theme` | | `theme.name`, and `theme.options`: the `[options]` of `theme.toml`, those of the nearest theme first |
"##;

/// The whole page.
pub fn page(views: &Views, offer: &Offer) -> String {
    let mut out = HEAD.to_owned();
    list(&mut out);
    out.push_str(EVERY);
    let homes = homes(views);
    let write_of = |home: &str, first: &[&str], out: &mut String| {
        let own = homes
            .iter()
            .filter(|(_, h)| **h == home)
            .map(|(v, _)| v.as_str());
        let rest = own.filter(|v| !first.contains(v));
        for name in first.iter().copied().chain(rest) {
            view(&views[name], views, out);
        }
    };
    write_of("", &["SiteView", "PageView"], &mut out);
    for entry in ENTRIES {
        write!(out, "\n## `{}`\n\n{}\n", entry.template, entry.about).unwrap();
        match views.contains_key(entry.view) {
            true => {
                write!(out, "Its view is `{}`: ", entry.name).unwrap();
                writeln!(out, "{}.", kind(entry.view, views)).unwrap();
                write_of(entry.template, &[entry.view], &mut out);
            }
            false => writeln!(out, "`{}` is {}.", entry.name, kind(entry.view, views)).unwrap(),
        }
    }
    out.push_str("\n## Used by several templates\n");
    write_of("several", &[], &mut out);
    rest(offer, &mut out);
    out
}

fn list(out: &mut String) {
    out.push_str("\n| Template | Receives | Makes |\n| --- | --- | --- |\n");
    for e in ENTRIES {
        let first = e.about.split_inclusive(['.', ';']).next().unwrap();
        let first = first.trim_end_matches(['.', ';']);
        let about = first[..1].to_lowercase() + &first[1..];
        let anchor = rolebook::text::heading_id(e.template);
        let (template, name) = (e.template, e.name);
        writeln!(out, "| [`{template}`](#{anchor}) | `{name}` | {about} |").unwrap();
    }
}

/// Where each view is described: with the one template that has it, with every template (`""`), or with `several`.
fn homes(views: &Views) -> BTreeMap<String, &'static str> {
    let mut homes: BTreeMap<String, &'static str> = BTreeMap::new();
    let roots = [("", "SiteView"), ("", "PageView")].into_iter();
    for (home, root) in roots.chain(ENTRIES.iter().map(|e| (e.template, e.view))) {
        for name in reached(root, views) {
            homes
                .entry(name)
                .and_modify(|h| {
                    if *h != home {
                        *h = "several";
                    }
                })
                .or_insert(home);
        }
    }
    // What belongs to a template is described there, whoever else has it.
    for (home, root) in [("", "SiteView"), ("", "PageView")] {
        homes.insert(root.to_owned(), home);
    }
    let lost: Vec<&String> = views.keys().filter(|v| !homes.contains_key(*v)).collect();
    assert!(lost.is_empty(), "no template receives {lost:?}");
    homes
}

/// A view and the views within it.
fn reached(root: &str, views: &Views) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut todo = vec![root.to_owned()];
    while let Some(name) = todo.pop() {
        let Some(view) = views.get(&name) else {
            continue;
        };
        if found.insert(name) {
            todo.extend(view.fields.iter().flat_map(|f| words(&f.kind)));
        }
    }
    found
}

fn words(kind: &str) -> Vec<String> {
    let split = kind.split(|c: char| !c.is_alphanumeric());
    split.map(str::to_owned).collect()
}

fn view(view: &View, views: &Views, out: &mut String) {
    let name = &view.name;
    write!(out, "\n### `{name}`\n\n{}\n\n", view.doc).unwrap();
    out.push_str("| Field | Type | Meaning |\n| --- | --- | --- |\n");
    for Field { name, kind: k, doc } in &view.fields {
        let doc = doc.replace('|', "\\|");
        writeln!(out, "| `{name}` | {} | {doc} |", kind(k, views)).unwrap();
    }
}

/// A type in the words of a template's author.
fn kind(rust: &str, views: &Views) -> String {
    let inner = |outer: &str| rust.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inner("Option<") {
        return format!("{}, or none", kind(inner, views));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", kind(inner, views));
    }
    if let Some((outer, inner)) = rust.split_once('<') {
        return format!(
            "{} of {}",
            kind(outer, views),
            kind(&inner[..inner.len() - 1], views)
        );
    }
    match rust {
        "String" | "&'static str" | "Status" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "u8" | "u32" | "usize" => "number".to_owned(),
        "Html" => "HTML".to_owned(),
        "serde_json::Value" => "anything".to_owned(),
        "T" => "`T`".to_owned(),
        name => {
            let view = views.get(name);
            let view = view.unwrap_or_else(|| panic!("what is `{name}` in a view?"));
            let anchor = rolebook::text::heading_id(&view.name);
            format!("[`{name}`](#{anchor})")
        }
    }
}

/// Blocks, components, filters, `theme.toml`.
fn rest(offer: &Offer, out: &mut String) {
    out.push_str("\n## Blocks\n\nThe frame of every page is `base.html`. Its blocks, from the top of the page:\n\n");
    out.push_str("| Block | What it is |\n| --- | --- |\n");
    for (block, said) in &offer.blocks {
        writeln!(out, "| `{block}` | {} |", escaped(said)).unwrap();
    }
    out.push_str(
        "\nThe templates of the built-in theme extend `base.html` and fill these of them:\n\n",
    );
    out.push_str("| Template | Blocks |\n| --- | --- |\n");
    for (template, blocks) in offer.filled.iter().filter(|(t, _)| *t != "base.html") {
        let blocks: Vec<String> = blocks.iter().map(|b| format!("`{b}`")).collect();
        writeln!(out, "| `{template}` | {} |", blocks.join(", ")).unwrap();
    }
    out.push_str("\n## Components\n\nA component is called as `{{ <tab role={r} /> }}`. A theme changes one by a component of the same name.\n\n");
    out.push_str("| Component | Stands in |\n| --- | --- |\n");
    for (component, file) in &offer.components {
        writeln!(out, "| `{component}` | `{file}` |").unwrap();
    }
    out.push_str("\n## Filters\n\nBeside the filters of [Tera](https://keats.github.io/tera/) there are these; where Tera has one of the same name, this one\ntakes its place.\n\n");
    out.push_str("| Filter | What it does |\n| --- | --- |\n");
    for (filter, doc) in &offer.filters {
        writeln!(out, "| `{filter}` | {} |", doc.replace('|', "\\|")).unwrap();
    }
    out.push_str("\n## `theme.toml`\n\n| Key | Takes | Meaning |\n| --- | --- | --- |\n");
    keys(&THEME, "", out);
}

fn keys(shape: &Shape, before: &str, out: &mut String) {
    for field in shape.fields {
        let takes = match &field.kind {
            Kind::Table(inner) => {
                keys(inner, &format!("{before}{}.", field.name), out);
                continue;
            }
            Kind::Map(_) => "a table",
            Kind::Text | Kind::Id => "text",
            other => panic!("how is {other:?} called?"),
        };
        writeln!(
            out,
            "| `{before}{}` | {takes} | {} |",
            field.name, field.doc
        )
        .unwrap();
    }
}

/// Text of a comment in a cell of a table.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<")
}
