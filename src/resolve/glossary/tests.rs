//! What is told about a glossary, with its places.

use std::sync::Arc;

use super::targets;
use crate::diag::{FileId, LineIndex, Place, Span, Spanned};
use crate::model::Subject;
use crate::model::glossary::{Other, RoleTerm};
use crate::resolve::matching::tests::glossary_of;

fn role(id: &str, name: &str, abbr: &[&str]) -> RoleTerm {
    let label = |s: &str| Spanned::new(Arc::from(s), Span::new(8, 12));
    RoleTerm {
        id: Arc::from(id),
        place: Place::new(FileId(1), Span::new(8, 12)),
        name: label(name),
        plural: None,
        abbr: abbr.iter().map(|a| label(a)).collect(),
        aliases: Vec::new(),
    }
}

fn roles() -> Vec<RoleTerm> {
    vec![
        role("product-owner", "Product owner", &["PO"]),
        role("scrum-master", "Scrum master", &[]),
    ]
}

/// `line:column code` of each message, in order of place.
fn told(toml: &str) -> Vec<String> {
    let (_, said) = glossary_of(toml, roles());
    let lines = LineIndex::new(toml);
    let mut list: Vec<_> = said.iter().collect();
    list.sort_by_key(|d| (d.place, d.code.name));
    let line = |d: &&crate::diag::Diagnostic| {
        let p = lines.position(toml, d.place.span.start as usize);
        format!("{}:{} {}", p.line, p.column, d.code.name)
    };
    list.iter().map(line).collect()
}

#[test]
fn mistakes_are_told_at_their_place() {
    let table: &[(&str, &[&str])] = &[
        // two entries with one abbreviation
        (
            "[[term]]\nname = \"user story\"\nabbr = [\"US\"]\ndefinition = \"d\"\n[[term]]\nname = \"upset\"\nabbr = [\"ü\", \"US\"]\ndefinition = \"d\"\n",
            &["7:14 term-duplicate"],
        ),
        (
            "[[term]]\nname = \"x y\"\ndefinition = \"d\"\n[[term]]\nname = \"x-y\"\ndefinition = \"d\"\n",
            &["5:8 term-id"],
        ),
        (
            "[[term]]\nname = \"Product-owner\"\ndefinition = \"d\"\n",
            &["2:8 term-id"],
        ),
        (
            "[[term]]\nname = \"owner\"\naliases = [\"PO\"]\ndefinition = \"d\"\n",
            &["3:12 term-duplicate"],
        ),
        (
            "[[term]]\nname = \"product owner\"\nrole = \"product-owner\"\ndefinition = \"d\"\n",
            &[],
        ),
        (
            "[[term]]\nname = \"x\"\nrole = \"product-ownr\"\ndefinition = \"d\"\n",
            &["3:8 role-unknown"],
        ),
        (
            "[[term]]\nname = \"++\"\ndefinition = \"d\"\n",
            &["2:8 term-id"],
        ),
        (
            "[[term]]\nname = \"team\"\naliases = [\"Team\", \"crew\"]\ndefinition = \"d\"\n",
            &["3:12 term-alias"],
        ),
        (
            "[[term]]\nname = \"team\"\nrelated = [\"teem\", \"product-owner\", \"team\"]\ndefinition = \"d\"\n",
            &["3:12 term-unknown", "3:37 term-itself"],
        ),
        (
            "[[term]]\nname = \"team\"\nuse_instead = \"crew\"\nstatus = \"avoid\"\ndefinition = \"d\"\n",
            &["3:15 term-unknown"],
        ),
        (
            "[[term]]\nname = \"a\"\nbroader = \"b\"\ndefinition = \"d\"\n[[term]]\nname = \"b\"\nbroader = \"c\"\ndefinition = \"d\"\n[[term]]\nname = \"c\"\nbroader = \"b\"\ndefinition = \"d\"\n",
            &["7:11 term-circle"],
        ),
        // words with two meanings need ids that are not the word's
        (
            "[[term]]\nname = \"story\"\nscope = \"agile\"\ndefinition = \"d\"\n[[term]]\nid = \"s\"\nname = \"story\"\nscope = \"press\"\ndefinition = \"d\"\n",
            &["2:8 term-id"],
        ),
        (
            "[[term]]\nid = \"s1\"\nname = \"story\"\nscope = \"agile\"\ndefinition = \"d\"\n[[term]]\nid = \"s\"\nname = \"story\"\nscope = \"agile\"\ndefinition = \"d\"\n",
            &["8:8 term-duplicate"],
        ),
    ];
    for (toml, expected) in table {
        assert_eq!(told(toml), *expected, "{toml}");
    }
    // A reference is not told where a file could not be read.
    let broken =
        told("[[term]]\nname = \"team\"\nrelated = [\"crew\"]\ndefinition = \"d\"\nscope = \n");
    assert!(broken.contains(&"5:9 toml-syntax".to_owned()));
    assert!(!broken.iter().any(|t| t.contains("term-unknown")));
}

#[test]
fn what_is_not_meant_may_have_no_entry() {
    let toml = "[[term]]\nname = \"team\"\nnot_the_same_as = [\"product-owner\", \"group of people\", \"crowd\"]\ndefinition = \"d\"\n";
    let (glossary, said) = glossary_of(toml, roles());
    assert!(said.is_empty(), "{said:?}");
    let others = &glossary.terms[0].not_the_same_as;
    assert_eq!(others[0], Other::Entry(Arc::from("product-owner")));
    assert_eq!(others[1], Other::Words(Arc::from("group of people")));
    assert_eq!(
        told(
            "[[term]]\nname = \"team\"\nnot_the_same_as = [\"Product owner\"]\ndefinition = \"d\"\n"
        ),
        ["3:20 term-unknown"]
    );
}

#[test]
fn terms_stand_in_order_and_lead_to_entries_or_roles() {
    let toml = "[[term]]\nname = \"Zebra\"\ndefinition = \"d\"\n[[term]]\nname = \"Ähre\"\ndefinition = \"d\"\n\
        [[term]]\nid = \"po\"\nname = \"owner\"\nrole = \"product-owner\"\ndefinition = \"d\"\n";
    let (glossary, said) = glossary_of(toml, roles());
    assert!(said.is_empty(), "{said:?}");
    let names: Vec<&str> = glossary.terms.iter().map(|t| &*t.name.value).collect();
    assert_eq!(names, ["Ähre", "owner", "Zebra"]);
    let targets = targets(&glossary);
    let to_role = (Subject::Role(Arc::from("product-owner")), None);
    assert_eq!(targets["po"], to_role);
    assert_eq!(targets["product-owner"], to_role);
    assert_eq!(
        targets["zebra"],
        (Subject::Glossary, Some(Arc::from("zebra")))
    );
    assert!(targets.contains_key("scrum-master"));
}
