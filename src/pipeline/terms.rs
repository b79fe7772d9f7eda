//! Which pages use which terms, and advice about that: after links and mentions are known, before anything is rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Memos;
use crate::check::glossary::{self, Facts, PageFacts, sources, switched_off};
use crate::diag::{Diagnostics, FileId, Place};
use crate::memo::{Fingerprint, Key, KeyHasher};
use crate::model::{Article, Core, Id, Mention, Prose, Site, Subject, TermsOff};
use crate::render::terms::TermRules;
use crate::resolve::matching::off::off_for;
use crate::resolve::matching::{Matcher, mentions};
use crate::resolve::usage::{self, PageTexts};
use crate::source::SourceTree;

/// The compiled rules about terms.
pub struct Terms {
    /// Their words.
    matcher: Matcher,
    /// Only the words that people should not use.
    avoided: Matcher,
    /// How often each is linked.
    pub rules: Arc<TermRules>,
}

impl Terms {
    /// Of a site.
    pub fn new(site: &Core) -> Self {
        let rules = TermRules::of(&site.glossary, site.config.glossary.links);
        Self {
            matcher: Matcher::new(&site.glossary, &site.config.language),
            avoided: Matcher::of_avoided(&site.glossary, &site.config.language),
            rules: Arc::new(rules),
        }
    }

    /// Words of a text that may be linked to terms.
    pub fn mentions(&self, prose: &Prose, memos: &Memos, generation: u64) -> Arc<[Mention]> {
        if self.matcher.is_empty() {
            return Arc::from([]);
        }
        let mut key = Key::of("terms");
        key.print("text", prose.print);
        key.print("rules", self.matcher.print());
        let find = || mentions(&prose.document, &self.matcher).into();
        Arc::clone(&memos.terms.get(key.finish(), generation, find))
    }

    /// What the page of an article says of terms.
    pub fn of_article(&self, source: &SourceTree, site: &Core, article: &Article) -> PageUses {
        let texts = Texts {
            subject: Subject::Article(Arc::clone(&article.path)),
            file: article.file,
            off: &article.terms_off,
            words: Some(article.words),
            proses: vec![&article.body],
        };
        self.of_page(&texts, source, site)
    }

    fn of_page(&self, texts: &Texts<'_>, source: &SourceTree, site: &Core) -> PageUses {
        let anchors = usage::anchored(&site.glossary);
        let facts = glossary::page(&page(texts, source, site), self.facts(site, &anchors));
        let mut print = KeyHasher::default();
        for list in [&facts.used, &facts.mentioned] {
            print.number(list.len() as u64);
            list.iter().for_each(|id| print.text(id));
        }
        PageUses {
            print: print.finish(),
            facts,
        }
    }

    fn facts<'a>(&'a self, site: &'a Core, anchors: &'a usage::Anchored<'a>) -> Facts<'a> {
        Facts {
            glossary: &site.glossary,
            matcher: &self.matcher,
            avoided: &self.avoided,
            anchors,
            rules: &self.rules,
            limits: &site.config.glossary,
        }
    }
}

/// What a page says of terms.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct PageUses {
    facts: PageFacts,
    /// Of the terms that it uses and of those that stand on it.
    print: Fingerprint,
}

/// What all pages together say of terms.
#[derive(Debug, Default)]
pub struct Uses {
    /// The articles, roles and decisions that use each.
    pub used_on: Arc<BTreeMap<Id, Vec<Subject>>>,
    /// Those that stand on any page.
    seen: BTreeSet<Id>,
}

/// Puts the mentions into every text of data files, and into introductions.
pub fn mention_data(site: &mut Site, terms: &Terms, memos: &Memos, generation: u64) {
    if terms.matcher.is_empty() {
        return;
    }
    let mut find = |prose: &mut Prose| prose.mentions = terms.mentions(prose, memos, generation);
    site.introductions
        .values_mut()
        .for_each(|a| find(&mut a.body));
    site.each_data_prose(&mut find);
}

/// The pages of roles and decisions and what they say of terms.
pub fn uses_of_data(source: &SourceTree, site: &Site, terms: &Terms) -> Vec<(Subject, PageUses)> {
    let mut out = Vec::new();
    let mut add = |subject: Subject, file: FileId, proses: &[Prose]| {
        let texts = Texts {
            subject: subject.clone(),
            file,
            off: &TermsOff::None,
            words: None,
            proses: proses.iter().collect(),
        };
        out.push((subject, terms.of_page(&texts, source, site)));
    };
    for role in &site.roles.list {
        let mut proses = Vec::new();
        role.clone().each_prose(&mut |p| proses.push(p.clone()));
        add(Subject::Role(Id::clone(&role.id)), role.place.file, &proses);
    }
    for decision in &site.decisions.list {
        let mut proses = Vec::new();
        decision.clone().each_prose(&mut |p| proses.push(p.clone()));
        add(
            Subject::Decision(Id::clone(&decision.id)),
            decision.file,
            &proses,
        );
    }
    out
}

/// The pages that use each term; tells what is to be said about terms.
pub fn judge(
    site: &Site,
    terms: &Terms,
    pages: &[(Subject, &PageUses)],
    memos: &Memos,
    generation: u64,
    told: &mut Diagnostics,
) -> Arc<BTreeMap<Id, Vec<Subject>>> {
    let anchors = usage::anchored(&site.glossary);
    let uses = uses(site, pages, memos, generation);
    let facts: Vec<&PageFacts> = pages.iter().map(|(_, uses)| &uses.facts).collect();
    glossary::check(&facts, &uses.seen, terms.facts(site, &anchors), told);
    sources(&site.glossary, &site.roles.sources, told);
    for article in site.introductions.values() {
        switched_off(&article.terms_off, article.file, &site.glossary, told);
    }
    Arc::clone(&uses.used_on)
}

fn uses(site: &Core, pages: &[(Subject, &PageUses)], memos: &Memos, generation: u64) -> Arc<Uses> {
    if site.glossary.is_empty() {
        return Arc::default();
    }
    let make = || Uses {
        used_on: Arc::new(usage::used_on(
            pages.iter().map(|(s, uses)| (s, &*uses.facts.used)),
        )),
        seen: glossary::seen(pages.iter().map(|(_, uses)| &uses.facts)),
    };
    if !memos.uses.keeps() {
        return Arc::new(make());
    }
    let mut key = Key::of("uses");
    key.print("pages", of_pages(pages));
    memos.uses.get(key.finish(), generation, make)
}

/// Which terms are used where.
fn of_pages(pages: &[(Subject, &PageUses)]) -> Fingerprint {
    let mut all = KeyHasher::default();
    for (subject, uses) in pages {
        all.value(subject);
        all.print(uses.print);
    }
    all.finish()
}

/// The texts of an article, a role or a decision.
struct Texts<'a> {
    subject: Subject,
    file: FileId,
    off: &'a TermsOff,
    words: Option<u32>,
    proses: Vec<&'a Prose>,
}

fn page<'a>(texts: &Texts<'a>, source: &SourceTree, site: &Core) -> PageTexts<'a> {
    let root = &source.layout().content;
    let file = source.get(texts.file);
    let path = file.and_then(|f| f.path.below(root)).unwrap_or_default();
    let mut off = off_for(path, texts.off, &site.glossary);
    if let (Some(off), Subject::Role(id)) = (&mut off, &texts.subject) {
        off.insert(Id::clone(id));
    }
    let count = |p: &&Prose| p.plain_text().split_whitespace().count();
    let words = texts.words.map(|w| w as usize);
    PageTexts {
        subject: texts.subject.clone(),
        place: Place::whole(texts.file),
        words: words.unwrap_or_else(|| texts.proses.iter().map(count).sum()),
        texts: texts.proses.clone(),
        off,
    }
}
