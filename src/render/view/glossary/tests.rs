//! What a reader finds in the glossary.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Around, EntryView, GlossaryView, glossary, note, term};
use crate::diag::{FileId, Place, Span, Spanned};
use crate::model::glossary::{Glossary, RoleTerm};
use crate::model::{Id, Subject};
use crate::plan::route::Format;
use crate::render::ink::Ink;
use crate::render::view::fixture::{planned, with_ink};
use crate::resolve::glossary::targets;
use crate::resolve::matching::tests::glossary_of;
use crate::resolve::matching::{Matcher, mentions};

const TOML: &str = r#"
[[term]]
name = "team"
definition = "Some people."
body = "A team makes a release. A release ends."
aliases = ["crew"]
not_the_same_as = ["release", "group of people"]
sources = ["a-book"]
[[term]]
name = "release"
definition = "A change that people can use."
broader = "team"
status = "deprecated"
use_instead = "team"
[[term]]
id = "story-agile"
name = "story"
scope = "agile"
definition = "A wish."
[[term]]
id = "story-press"
name = "story"
scope = "press"
definition = "An article."
[[term]]
name = "Ämter"
definition = "Offices."
[[term]]
name = "owner"
role = "product-owner"
definition = "The one who decides."
"#;

fn site() -> Glossary {
    let label = |s: &str| Spanned::new(Arc::from(s), Span::default());
    let role = RoleTerm {
        id: Id::from("product-owner"),
        place: Place::whole(FileId(1)),
        name: label("Product owner"),
        plural: None,
        abbr: vec![label("PO")],
        aliases: Vec::new(),
    };
    let (mut glossary, said) = glossary_of(TOML, vec![role]);
    assert!(said.is_empty(), "{said:?}");
    let matcher = Matcher::new(&glossary, "en");
    glossary.each_prose(&mut |p| p.mentions = mentions(&p.document, &matcher).into());
    glossary
}

fn with_entries<T>(format: Format, f: impl FnOnce(&Glossary, Around<'_>, &mut Ink<'_>) -> T) -> T {
    let site = site();
    let mut plan = planned([
        Subject::Glossary,
        Subject::Role(Id::from("product-owner")),
        Subject::Decisions,
    ]);
    plan.terms = targets(&site);
    let used_on = BTreeMap::from([(Id::from("team"), vec![Subject::Decisions])]);
    let around = Around {
        used_on: &used_on,
        title: &|_| "All decisions".to_owned(),
        source: &|id| (id == "a-book").then(|| ("A book".to_owned(), None)),
        owner: &|o| o.to_owned(),
        role_summary: &|_| "Decides.".to_owned(),
    };
    with_ink(&plan, format, |ink| f(&site, around, ink))
}

fn view() -> GlossaryView {
    with_entries(Format::Html, glossary)
}

fn entry(id: &str) -> EntryView {
    let entries = view().groups.into_iter().flat_map(|g| g.entries);
    entries.into_iter().find(|e| e.id == id).unwrap()
}

#[test]
fn entries_stand_by_letter() {
    let view = view();
    let groups: Vec<(&str, Vec<&str>)> = view
        .groups
        .iter()
        .map(|g| (&*g.id, g.entries.iter().map(|e| &*e.id).collect()))
        .collect();
    assert_eq!(
        groups,
        [
            ("rb-letter-a", vec!["ämter"]),
            ("rb-letter-o", vec!["product-owner"]),
            ("rb-letter-r", vec!["release"]),
            ("rb-letter-s", vec!["story", "story-agile", "story-press"]),
            ("rb-letter-t", vec!["team"]),
        ]
    );
    assert_eq!(view.letters.len(), 26);
    assert_eq!(view.letters[1].id, None);
    assert_eq!(view.marks(), ["diff"]);
}

#[test]
fn an_entry_links_others_and_never_itself() {
    let team = entry("team");
    let body = team.body.unwrap().0;
    assert_eq!(body.matches("class=\"term\"").count(), 1, "{body}");
    assert!(
        body.contains("<a class=\"term\" href=\"/glossary/#release\">release</a>"),
        "{body}"
    );
    let names: Vec<(&str, Option<&str>)> = team
        .not_same
        .iter()
        .map(|r| (&*r.label, r.url.as_deref()))
        .collect();
    assert_eq!(
        names,
        [
            ("release", Some("/glossary/#release")),
            ("group of people", None)
        ]
    );
    assert_eq!(team.narrower[0].label, "release");
    assert_eq!(team.sources[0].label, "A book");
    assert_eq!(team.used_on_words, "used on 1 page");
    assert_eq!(entry("release").use_instead.unwrap().label, "team");
}

#[test]
fn a_word_with_two_meanings_tells_them_apart() {
    let story = entry("story");
    let meanings: Vec<(&str, &str)> = story
        .meanings
        .iter()
        .map(|m| (&*m.definition, &*m.url))
        .collect();
    assert_eq!(
        meanings,
        [
            ("A wish.", "/glossary/#story-agile"),
            ("An article.", "/glossary/#story-press")
        ]
    );
}

#[test]
fn the_term_of_a_role_leads_to_its_page() {
    let owner = entry("product-owner");
    assert_eq!(owner.role.unwrap().url, "/roles/product-owner/");
    assert_eq!(owner.also, ["Product owner", "PO"]);
    let note = with_entries(Format::Html, |g, around, ink| {
        note("product-owner", g, around, ink)
    })
    .unwrap();
    assert_eq!(
        (note.label.as_str(), note.url.as_str()),
        ("owner", "/roles/product-owner/")
    );
}

#[test]
fn one_entry_stands_alone_in_a_frame() {
    let alone = with_entries(Format::Embed, |g, around, ink| term("team", g, around, ink)).unwrap();
    assert!(
        alone
            .entry
            .body
            .unwrap()
            .0
            .contains("href=\"/embed/glossary/#release\"")
    );
    assert!(
        with_entries(Format::Embed, |g, around, ink| term(
            "nobody", g, around, ink
        ))
        .is_none()
    );
}
