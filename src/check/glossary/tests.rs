//! What is advised about a glossary, at which line and column.

use std::sync::Arc;

use super::{Facts, PageFacts, check, switched_off};
use crate::diag::{Diagnostics, FileId, LineIndex, Place, Span, SpanMap, Spanned};
use crate::markdown;
use crate::memo::Fingerprint;
use crate::model::config;
use crate::model::{Prose, Subject, TermsOff};
use crate::resolve::choice::TermRules;
use crate::resolve::matching::tests::glossary_of;
use crate::resolve::matching::{Matcher, mentions};
use crate::resolve::usage::{PageTexts, anchored, used_on};

const GLOSSARY: &str = "[[term]]\nname = \"user story\"\ndefinition = \"A wish.\"\n\
    [[term]]\nname = \"ticket\"\nstatus = \"avoid\"\nuse_instead = \"user-story\"\ndefinition = \"An old word.\"\n";

/// `file line:column code` of all advice about a glossary (file 0) and articles (1 and up).
fn told(glossary: &str, articles: &[&str]) -> Vec<String> {
    let (glossary_model, said) = glossary_of(glossary, Vec::new());
    assert!(said.is_empty(), "{said:?}");
    let matcher = Matcher::new(&glossary_model, "en");
    let prose = |(n, text): (usize, &&str)| {
        let (document, _) = markdown::parse(text, markdown::Options::default());
        let mentions = mentions(&document, &matcher).into();
        Prose {
            file: FileId(n as u32 + 1),
            map: SpanMap::plain(0),
            document: document.into(),
            print: Fingerprint::of(text.as_bytes()),
            links: Vec::new(),
            mentions,
        }
    };
    let proses: Vec<Prose> = articles.iter().enumerate().map(prose).collect();
    let page = |p| {
        let prose: &Prose = p;
        PageTexts {
            subject: Subject::Article(Arc::from(format!("{}.md", prose.file.0))),
            place: Place::whole(prose.file),
            words: prose.plain_text().split_whitespace().count(),
            texts: vec![prose],
            off: Some(Default::default()),
        }
    };
    let texts: Vec<PageTexts<'_>> = proses.iter().map(page).collect();
    let limits = config::Glossary::default();
    let rules = TermRules::of(&glossary_model, limits.links);
    let facts = Facts {
        glossary: &glossary_model,
        matcher: &matcher,
        avoided: &Matcher::of_avoided(&glossary_model, "en"),
        anchors: &anchored(&glossary_model),
        rules: &rules,
        limits: &limits,
    };
    let mut diagnostics = Diagnostics::new();
    let pages: Vec<PageFacts> = texts.iter().map(|t| super::page(t, facts)).collect();
    let list: Vec<&PageFacts> = pages.iter().collect();
    check(&list, &super::seen(pages.iter()), facts, &mut diagnostics);
    diagnostics.sort_by_file(|f| f.0);
    let line = |d: &crate::diag::Diagnostic| {
        let text = match d.place.file.0 {
            0 => glossary,
            n => articles[n as usize - 1],
        };
        let at = LineIndex::new(text).position(text, d.place.span.start as usize);
        format!(
            "{} {}:{} {}",
            d.place.file.0, at.line, at.column, d.code.name
        )
    };
    diagnostics.iter().map(line).collect()
}

#[test]
fn a_word_to_avoid_is_told_wherever_a_reader_sees_it() {
    let article =
        "# Tickets\n\nÜber *tickets*, `ticket` and\n[a ticket](x) for each user\nstory.\n";
    let expected = [
        "1 1:3 term-avoided",
        "1 3:7 term-avoided",
        "1 4:4 term-avoided",
    ];
    assert_eq!(told(GLOSSARY, &[article]), expected);
}

#[test]
fn an_unused_term_and_words_without_an_entry_are_worth_knowing() {
    let text = "We ask the KPI board about the Service Desk.";
    let expected = [
        "0 2:8 term-unused",
        "1 1:12 term-candidate",
        "1 1:32 term-candidate",
    ];
    assert_eq!(told(GLOSSARY, &[text, text, text]), expected);
}

#[test]
fn definitions_are_short_and_explain() {
    let long = "x".repeat(201);
    let glossary = format!(
        "[[term]]\nname = \"wish\"\ndefinition = \"{long}\"\n[[term]]\nname = \"plan\"\ndefinition = \"A \\u0061ll of plans.\"\n"
    );
    let expected = [
        "0 3:215 term-definition-long",
        "0 6:29 term-definition-circular",
    ];
    assert_eq!(told(&glossary, &["wish plan"]), expected);
}

#[test]
fn too_many_links_are_told() {
    let all = GLOSSARY.replace("\"A wish.\"", "\"A wish.\"\nmatch = { links = \"all\" }");
    let crowd = "The user story of users is read with words between. ".repeat(21);
    assert_eq!(
        told(&all, &[&crowd]),
        ["1 1:1 term-links-dense", "1 1:1 term-links-many"]
    );
    assert!(told(GLOSSARY, &[&crowd]).is_empty());
}

#[test]
fn front_matter_names_terms() {
    let (glossary, _) = glossary_of(GLOSSARY, Vec::new());
    let off = TermsOff::Some(vec![Spanned::new(Arc::from("user-stroy"), Span::new(3, 9))]);
    let mut said = Diagnostics::new();
    switched_off(&off, FileId(1), &glossary, &mut said);
    assert_eq!(
        said.iter().next().unwrap().help.as_deref(),
        Some("did you mean `user-story`?")
    );
    assert!(used_on(std::iter::empty()).is_empty());
}
