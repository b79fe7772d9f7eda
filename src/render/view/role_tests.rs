//! Pages of roles, comparisons and rights through the built-in templates, from files an author could have written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::comparison::{comparison_view, title};
use super::comparisons::comparisons_view;
use super::fixture::{planned, with_ink};
use super::page::PageView;
use super::rights::{rights_of_outcome, rights_view};
use super::role::{role_view, roles_view};
use super::site::SiteView;
use super::value::Book;
use crate::date::Date;
use crate::diag::{FileId, Place};
use crate::markdown::Outline;
use crate::model::Subject;
use crate::plan::route::Format;
use crate::render::builtin::builtin;
use crate::render::ink::Ink;
use crate::render::strings::Strings;
use crate::render::theme::{Context, Shared, Theme, ThemeParams};
use crate::resolve::fixture::{Fixture, fixture, id_set, ids};
use crate::source::{Facts, Layout, SourceTree, TreeParts};

const FILES: &[(&str, &str)] = &[
    (
        "pm.toml",
        "name = \"Product manager\"\nabbr = [\"PM\"]\nfamily = \"product\"\nkind = \"job\"\nresponsibilities = [\"Listens to customers\", { topic = \"roadmap\", text = \"Sets the roadmap\" }, \"Watches the market\"]\nskills = [{ skill = \"writing\", level = \"expert\" }, \"research\"]\nhorizon = \"year\"\nscope = \"The product\"\nworks_with = [\"sm\", \"board\"]\n",
    ),
    (
        "po.toml",
        "name = \"Product owner\"\nwas = [\"old\"]\nfamily = \"product\"\nkind = \"function\"\nsummary = \"Decides what is *next*.\"\nnot = [\"Set prices\"]\nresponsibilities = [\"listens to customers\", { topic = \"roadmap\", text = \"Keeps A & B in line\", stance = \"contested\", sources = [\"guide\"], counter = [{ text = \"Is free of it\", sources = [\"talks\"] }] }]\nskills = [{ skill = \"writing\", level = \"working\" }]\nhorizon = \"sprint\"\nscope = { state = \"varies\", why = \"By team\" }\nworks_with = [\"sm\"]\n",
    ),
    (
        "sm.toml",
        "name = \"Scrum master\"\nfamily = \"product\"\nresponsibilities = [\"Listens to customers\", \"Helps the team\"]\nscope = \"A team\"\n",
    ),
    (
        "pm-vs-po.toml",
        "roles = [\"po\", \"pm\"]\nverdict = \"One looks far, one looks near.\"\n[choose]\npo = \"near\"\nboth = \"large\"\n[[misconceptions]]\nmyth = \"M\"\nfact = \"F\"\nsources = [\"guide\"]\n",
    ),
    (
        "sources.toml",
        "[[source]]\nid = \"guide\"\ntitle = \"The Guide\"\nauthors = [\"A\", \"B\"]\ndate = 2020\n[[source]]\nid = \"talks\"\ntitle = \"Talks\"\n",
    ),
    (
        "rights.toml",
        "[[party]]\nid = \"board\"\nname = \"Board\"\n[[activity]]\nid = \"order\"\nname = \"Order the backlog\"\narea = \"Delivery\"\naccountable = \"po\"\nresponsible = [\"po\"]\nconsulted = [\"pm\"]\ninformed = [\"board\"]\nwithin = \"2 days\"\ndeputy = \"pm\"\nif_absent = { po = \"pm\" }\n[[activity]]\nname = \"Retire a feature\"\nresponsible = [\"pm\"]\n",
    ),
];

/// `write` with all pages of the fixture planned.
fn with_pages<T>(f: &Fixture, format: Format, write: impl FnOnce(&mut Ink<'_>) -> T) -> T {
    let mut subjects = vec![Subject::Roles, Subject::Comparisons, Subject::Rights];
    subjects.extend(f.roles.list.iter().map(|r| Subject::Role(r.id.clone())));
    let pairs = f.comparisons.list.iter();
    subjects.extend(pairs.map(|c| Subject::Comparison(c.roles.clone())));
    with_ink(&planned(subjects), format, write)
}

fn theme() -> Theme {
    let tree = SourceTree::new(TreeParts {
        name: "test".into(),
        layout: Layout::default(),
        facts: Facts::on(today()),
        files: builtin(),
        ignored: 0,
        problems: Vec::new(),
    });
    let params = ThemeParams {
        name: "default",
        metas: &BTreeMap::new(),
        accent: "#1f5f8b",
        language: "en",
        strings: Arc::new(Strings::default()),
    };
    let theme = Theme::load(&tree, &params);
    let told: Vec<_> = theme
        .diagnostics(&tree, Place::whole(FileId(0)))
        .into_iter()
        .collect();
    assert!(told.is_empty(), "{told:?}");
    theme
}

fn today() -> Date {
    Date::parse("2026-11-24").unwrap()
}

/// The `<main>` and what follows of a page.
fn page(
    theme: &Theme,
    name: &'static str,
    title: &str,
    view: &impl serde::Serialize,
    embed: bool,
) -> String {
    page_with(theme, name, title, view, embed, Vec::new())
}

fn page_with(
    theme: &Theme,
    name: &'static str,
    title: &str,
    view: &impl serde::Serialize,
    embed: bool,
    marks: Vec<&'static str>,
) -> String {
    let mut context = Context::new();
    let site = SiteView {
        title: "Handbook".into(),
        language: "en".into(),
        home: "/".into(),
        ..SiteView::default()
    };
    let kind = ["role", "roles", "comparison", "comparisons", "rights"];
    let page = PageView {
        kind: kind.into_iter().find(|k| *k == name).unwrap_or("role"),
        title: title.into(),
        head_title: title.into(),
        heading: super::Html::text(title),
        base: "/".into(),
        embed,
        marks,
        ..PageView::default()
    };
    context.share("site", &Shared::new(&site));
    context.insert("page", &page);
    context.insert(name, view);
    let mut out = Vec::new();
    let template = format!("{name}.html");
    theme
        .render(&template, &context, &mut out)
        .map_err(|f| format!("{f:?}"))
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// Every role, comparison, index and the matrix: name and HTML.
fn all(f: &Fixture, format: Format) -> Vec<(String, String)> {
    let theme = theme();
    let book = Book {
        roles: &f.roles,
        rights: &f.rights,
    };
    let embed = format == Format::Embed;
    let mut out = Vec::new();
    for role in &f.roles.list {
        let view = with_pages(f, format, |ink| {
            role_view(
                book,
                &f.comparisons,
                role,
                &Outline::default(),
                today(),
                ink,
            )
        });
        out.push((
            format!("role-{}", role.id),
            page(&theme, "role", &role.name, &view, embed),
        ));
    }
    for c in &f.comparisons.list {
        let (title, (view, marks)) = with_pages(f, format, |ink| {
            let title = title(book, c, ink.word("and"));
            (
                title,
                comparison_view(book, &f.comparisons, c, &|_| Some("D".into()), ink),
            )
        });
        let name = format!("compare-{}", c.roles.join("-vs-"));
        out.push((
            name,
            page_with(&theme, "comparison", &title, &view, embed, marks),
        ));
    }
    let view = with_pages(f, format, |ink| roles_view(book, &f.comparisons, ink));
    out.push(("roles".into(), page(&theme, "roles", "Roles", &view, embed)));
    let view = with_pages(f, format, |ink| comparisons_view(book, &f.comparisons, ink));
    out.push((
        "comparisons".into(),
        page(&theme, "comparisons", "Compare", &view, embed),
    ));
    let view = with_pages(f, format, |ink| rights_view(book, ink));
    out.push((
        "rights".into(),
        page(&theme, "rights", "Rights", &view, embed),
    ));
    out
}

#[test]
fn every_page_is_made_and_its_ids_are_those_that_links_are_checked_against() {
    let f = fixture(FILES);
    assert!(
        f.told.iter().all(|t| t.contains("rights-unaccountable")),
        "{:?}",
        f.told
    );
    let pages = all(&f, Format::Html);
    for (name, html) in &pages {
        let ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next())
            .collect();
        let own: BTreeSet<&str> = ids
            .iter()
            .copied()
            .filter(|i| !i.starts_with("rb-"))
            .collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(distinct.len(), ids.len(), "{name}: {ids:?}");
        let known: BTreeSet<String> = match name.strip_prefix("role-") {
            Some(id) => {
                let role = f.roles.get(id).unwrap();
                crate::plan::anchors::of_role(&f.roles, role)
                    .all()
                    .map(str::to_owned)
                    .collect()
            }
            None if name == "rights" => crate::plan::anchors::of_rights(&f.rights)
                .map(str::to_owned)
                .collect(),
            None => continue,
        };
        assert!(
            own.iter().all(|id| known.contains(*id)),
            "{name}: {own:?} {known:?}"
        );
    }
}

#[test]
fn a_comparison_sets_same_things_across_and_different_things_apart() {
    let f = fixture(FILES);
    let pages = all(&f, Format::Html);
    let (_, html) = pages.iter().find(|(n, _)| n == "compare-pm-vs-po").unwrap();
    for expected in [
        "<p class=\"verdict\">One looks far, one looks near.</p>",
        "<h2 class=\"ch\">Choose Product owner when</h2>",
        "<th scope=\"row\" id=\"scope\"><div class=\"rh\"><span class=\"dim\">Scope</span><span class=\"st deps\">",
        "<td class=\"across\" colspan=\"2\" id=\"responsibilities-shared\">",
        "Keeps A &amp; B in line",
        "<b>Contested.</b> Is free of it",
        "Product owner: sprint, Product manager: year. 2 steps apart.",
        "<span class=\"none\">varies: By team</span>",
        "id=\"responsibilities-po-roadmap\"",
        "<caption id=\"rb-rights-caption\">2 of 2 activities",
        "1 only Product owner",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[test]
fn a_remark_of_one_role_stays_with_it_where_the_value_stands_for_all() {
    let one = (
        "po.toml",
        "name = \"Product owner\"\nhorizon = { value = \"year\", note = \"Mostly\" }\n",
    );
    let shown = |other: &str| {
        let other = format!("name = \"Product manager\"\nabbr = [\"PM\"]\n{other}\n");
        let f = fixture(&[
            one,
            ("pm.toml", &other),
            ("pm-vs-po.toml", "roles = [\"pm\", \"po\"]\n"),
        ]);
        let pages = all(&f, Format::Html);
        pages
            .into_iter()
            .find(|(n, _)| n == "compare-pm-vs-po")
            .unwrap()
            .1
    };
    let alone = shown("horizon = \"year\"");
    let said = "Product owner <small class=\"soft\">Mostly</small></div>";
    assert!(
        alone.contains("<div>year<div class=\"said\">") && alone.contains(said),
        "{alone}"
    );
    let both = shown("horizon = { value = \"year\", note = \"Mostly\" }");
    assert!(
        both.contains("<div>year <small class=\"soft\">Mostly</small></div>"),
        "{both}"
    );
}

#[test]
fn many_comparisons_of_a_role_are_folded_with_those_of_its_family_first() {
    let names: Vec<String> = (0..9).map(|n| format!("r{n}.toml")).collect();
    let near = "name = \"Near\"\nfamily = \"z\"\n";
    let texts: Vec<String> = (0..9)
        .map(|n| format!("name = \"Role {n}\"\nfamily = \"a\"\n"))
        .collect();
    let pairs: Vec<String> = (0..9)
        .map(|n| format!("roles = [\"own\", \"r{n}\"]\n"))
        .collect();
    let pair_names: Vec<String> = (0..9).map(|n| format!("own-vs-r{n}.toml")).collect();
    let mut files = vec![
        ("own.toml", "name = \"Own\"\nfamily = \"z\"\n"),
        ("near.toml", near),
        ("near-vs-own.toml", "roles = [\"near\", \"own\"]\n"),
    ];
    files.extend(
        names
            .iter()
            .zip(&texts)
            .map(|(n, t)| (n.as_str(), t.as_str())),
    );
    files.extend(
        pair_names
            .iter()
            .zip(&pairs)
            .map(|(n, t)| (n.as_str(), t.as_str())),
    );
    let pages = all(&fixture(&files), Format::Html);
    let html = &pages.iter().find(|(n, _)| n == "role-own").unwrap().1;
    let list = html.split("Compare with").nth(1).unwrap();
    let (first, rest) = list
        .split_once("<details><summary>4 more roles</summary>")
        .unwrap();
    assert!(
        first.find("Near") < first.find("Role 0") && first.contains("Role 4"),
        "{first}"
    );
    assert!(rest.contains("Role 5") && rest.contains("Role 8"), "{rest}");
}

#[test]
fn rights_of_a_result_say_what_moves() {
    let f = fixture(FILES);
    let book = Book {
        roles: &f.roles,
        rights: &f.rights,
    };
    let rights = with_pages(&f, Format::Html, |ink| {
        rights_of_outcome(book, &ids(&["pm"]), &id_set(&["po"]), ink)
    });
    let rights = rights.unwrap();
    assert_eq!(
        (rights.moved, rights.sentence.as_str()),
        (1, "Without Product owner: 1 decision moves")
    );
    assert_eq!(
        rights.rows[0].here.as_ref().unwrap().name,
        "Product manager"
    );
    assert_eq!(
        rights.rows[0].written.as_ref().unwrap().name,
        "Product owner"
    );
}

#[test]
fn embeds_are_the_same_without_the_frame() {
    let f = fixture(FILES);
    for (name, html) in all(&f, Format::Embed) {
        assert!(html.contains("class=\"embed\""), "{name}");
        assert!(
            !html.contains("href=\"/roles/"),
            "{name}: stays among embeds"
        );
    }
}
