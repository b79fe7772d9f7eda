//! Which pages use which terms, and advice about that: after links and mentions are known, before anything is rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Memos;
use crate::check::glossary::{self, Facts, PageFacts, sources, switched_off};
use crate::diag::{Diagnostics, FileId, Place};
use crate::memo::{Fingerprint, Key};
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
    pub fn of_article(&self, source: &SourceTree, site: &Core, article: &Article) -> PageFacts {
        let texts = Texts {
            subject: Subject::Article(Arc::clone(&article.path)),
            file: article.file,
            off: &article.terms_off,
            words: Some(article.words),
            proses: vec![&article.body],
        };
        self.of_page(&texts, source, site)
    }

    fn of_page(&self, texts: &Texts<'_>, source: &SourceTree, site: &Core) -> PageFacts {
        let anchors = usage::anchored(&site.glossary);
        glossary::page(&page(texts, source, site), self.facts(site, &anchors))
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
pub fn uses_of_data(source: &SourceTree, site: &Site, terms: &Terms) -> Vec<(Subject, PageFacts)> {
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
    pages: &[(Subject, &PageFacts)],
    memos: &Memos,
    generation: u64,
    told: &mut Diagnostics,
) -> Arc<BTreeMap<Id, Vec<Subject>>> {
    let anchors = usage::anchored(&site.glossary);
    let facts: Vec<&PageFacts> = pages.iter().map(|(_, facts)| *facts).collect();
    glossary::check(&facts, terms.facts(site, &anchors), told);
    sources(&site.glossary, &site.roles.sources, told);
    for article in site.introductions.values() {
        switched_off(&article.terms_off, article.file, &site.glossary, told);
    }
    if site.glossary.is_empty() {
        return Arc::default();
    }
    let mut key = Key::of("used-on");
    key.print("uses", of_uses(pages));
    memos.used_on.get(key.finish(), generation, || {
        usage::used_on(pages.iter().map(|(s, facts)| (s, &*facts.used)))
    })
}

/// Which terms are used where.
fn of_uses(pages: &[(Subject, &PageFacts)]) -> Fingerprint {
    let mut bytes = Vec::with_capacity(256 * pages.len());
    for (subject, facts) in pages {
        match subject {
            Subject::Article(id) | Subject::Role(id) | Subject::Decision(id) => {
                bytes.extend(id.as_bytes());
            }
            _ => {}
        }
        // No id and no path holds these bytes, and each list begins with the kind of its page.
        bytes.push(match subject {
            Subject::Article(_) => 0xfd,
            Subject::Role(_) => 0xfe,
            _ => 0xff,
        });
        for id in &facts.used {
            bytes.extend(id.as_bytes());
            bytes.push(0xfc);
        }
    }
    Fingerprint::of(&bytes)
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
