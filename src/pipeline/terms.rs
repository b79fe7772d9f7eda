//! Which pages use which terms, and advice about that: after links and mentions are known, before anything is rendered.

use std::sync::Arc;

use crate::check::glossary::{Facts, check, sources, switched_off};
use crate::diag::{Diagnostics, FileId, Place};
use crate::model::{Id, Prose, Site, Subject, TermsOff};
use crate::render::terms::TermRules;
use crate::resolve::matching::Matcher;
use crate::resolve::matching::off::off_for;
use crate::resolve::usage::{self, PageTexts};
use crate::source::SourceTree;

/// Fills `site.used_on` in and tells what is to be said about terms.
pub fn judge(
    source: &SourceTree,
    site: &mut Site,
    rules: &TermRules,
    matcher: &Matcher,
    told: &mut Diagnostics,
) {
    let texts = all_texts(site);
    let pages: Vec<PageTexts<'_>> = texts.iter().map(|t| page(t, source, site)).collect();
    let uses = usage::pages(&pages, &site.glossary, rules);
    let used_on = usage::used_on(&pages, &uses);
    let facts = Facts {
        glossary: &site.glossary,
        matcher,
        language: &site.config.language,
        limits: &site.config.glossary,
        pages: &pages,
        uses: &uses,
    };
    check(facts, told);
    sources(&site.glossary, &site.roles.sources, told);
    let articles = site.articles.list.iter().chain(site.introductions.values());
    for article in articles {
        switched_off(&article.terms_off, article.file, &site.glossary, told);
    }
    site.used_on = used_on;
}

/// The texts of an article, a role or a decision. Clones are cheap: trees and mentions are shared.
struct Texts<'a> {
    subject: Subject,
    file: FileId,
    off: &'a TermsOff,
    words: Option<u32>,
    proses: Vec<Prose>,
}

fn all_texts(site: &Site) -> Vec<Texts<'_>> {
    let mut out = Vec::new();
    for article in site
        .articles
        .list
        .iter()
        .filter(|a| a.redirect_to.is_none())
    {
        out.push(Texts {
            subject: Subject::Article(Arc::clone(&article.path)),
            file: article.file,
            off: &article.terms_off,
            words: Some(article.words),
            proses: vec![article.body.clone()],
        });
    }
    for role in &site.roles.list {
        let mut proses = Vec::new();
        role.clone().each_prose(&mut |p| proses.push(p.clone()));
        out.push(Texts {
            subject: Subject::Role(Id::clone(&role.id)),
            file: role.place.file,
            off: &TermsOff::None,
            words: None,
            proses,
        });
    }
    for decision in &site.decisions.list {
        let mut proses = Vec::new();
        decision.clone().each_prose(&mut |p| proses.push(p.clone()));
        out.push(Texts {
            subject: Subject::Decision(Id::clone(&decision.id)),
            file: decision.file,
            off: &TermsOff::None,
            words: None,
            proses,
        });
    }
    out
}

fn page<'a>(texts: &'a Texts<'_>, source: &SourceTree, site: &Site) -> PageTexts<'a> {
    let root = &source.layout().content;
    let file = source.get(texts.file);
    let path = file.and_then(|f| f.path.below(root)).unwrap_or_default();
    let mut off = off_for(path, texts.off, &site.glossary);
    if let (Some(off), Subject::Role(id)) = (&mut off, &texts.subject) {
        off.insert(Id::clone(id));
    }
    let count = |p: &Prose| p.plain_text().split_whitespace().count();
    let words = texts.words.map(|w| w as usize);
    PageTexts {
        subject: texts.subject.clone(),
        place: Place::whole(texts.file),
        words: words.unwrap_or_else(|| texts.proses.iter().map(count).sum()),
        texts: texts.proses.iter().collect(),
        off,
    }
}
