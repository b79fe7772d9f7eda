//! The texts of articles: where their links lead, which terms stand in them, what is to be said of them.
//!
//! Most are as they were the last time, and so is what is settled: then one look-up brings all of it back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::settled::Settled;
use super::stages::{self, once};
use super::terms::PageUses;
use super::{Memos, components};
use crate::check::anchors::names_ids;
use crate::check::glossary::switched_off;
use crate::diag::Diagnostics;
use crate::memo::{Fingerprint, Key, each};
use crate::model::{Article, Articles, Link, Mention, Prose, Site, Subject};
use crate::resolve::articles::Item;
use crate::source::SourceTree;

/// Where the links of a text lead, and what is said of them.
#[derive(Debug)]
pub struct Linked {
    links: Vec<Link>,
    told: Diagnostics,
}

/// An article with all that its text means on the site.
#[derive(Debug)]
pub struct Text {
    article: Arc<Article>,
    /// What is said of its links and of its use to all readers; a part that several texts include is told once.
    links: Diagnostics,
    /// Whether it has a template of its own.
    has_template: bool,
    /// Whether it has a page: it does not lead elsewhere.
    has_page: bool,
    /// Whether a link names an id: then it has to be looked up every time, for the id is on another page.
    names_ids: bool,
    /// Whether it has components that are perhaps the theme's.
    has_own: bool,
    uses: PageUses,
    told: Diagnostics,
}

/// The texts of a site in the order of its articles, those of broken ones behind.
pub struct Texts(Vec<Arc<Text>>, usize);

impl Texts {
    /// Of all articles.
    pub fn new(
        source: &SourceTree,
        settled: &Settled,
        items: &[Item],
        memos: &Memos,
        generation: u64,
    ) -> Self {
        let bare = &settled.site.articles;
        let list = bare.list.iter().zip(&settled.list);
        let broken = bare.broken.iter().zip(&settled.broken);
        let all: Vec<(&Arc<Article>, &Item)> = list
            .chain(broken)
            .filter_map(|(article, n)| Some((article, items.get(*n)?)))
            .collect();
        let maker = Maker {
            source,
            settled,
            memos,
            generation,
        };
        let texts = each(&all, |(article, item)| {
            if !memos.texts.keeps() && !memos.earlier.texts.is_on() {
                return Arc::new(maker.text(article, item, None));
            }
            let mut key = Key::of("texts");
            key.print("settled", settled.print);
            key.number("article", u64::from(article.file.0));
            key.print("text", item.print);
            let key = key.finish();
            let make = || maker.text(article, item, Some(key));
            memos.texts.get(key, generation, make)
        });
        Self(texts, bare.list.len())
    }

    /// The site with these texts; what links, terms and front matters have to be told is told.
    pub fn site(&self, settled: &Settled, told: &mut Diagnostics) -> Site {
        let (list, broken) = self.0.split_at(self.1.min(self.0.len()));
        let articles = |texts: &[Arc<Text>]| -> Vec<Arc<Article>> {
            texts.iter().map(|t| Arc::clone(&t.article)).collect()
        };
        let bare = &settled.site.articles;
        let site = Site {
            core: Arc::clone(&settled.site.core),
            articles: Articles {
                list: articles(list),
                broken: articles(broken),
                by_path: Arc::clone(&bare.by_path),
                folders: Arc::clone(&bare.folders),
                drafts: bare.drafts,
            },
            used_on: Arc::default(),
        };
        let said = self.0.iter().flat_map(|t| t.links.iter().cloned());
        told.extend(once(said.chain(settled.links.iter().cloned()).collect()));
        for text in &self.0 {
            told.extend(text.told.iter().cloned());
        }
        site
    }

    /// The pages of articles and what they say of terms.
    pub fn uses(&self) -> impl Iterator<Item = (Subject, &PageUses)> {
        let list = self.0.iter().take(self.1);
        list.filter(|t| t.has_page)
            .map(|t| (Subject::Article(Arc::clone(&t.article.path)), &t.uses))
    }

    /// Articles with templates of their own.
    pub fn templated(&self) -> impl Iterator<Item = &Article> {
        let list = self.0.iter().take(self.1);
        list.filter(|t| t.has_template).map(|t| &*t.article)
    }

    /// Texts of articles with components that are perhaps the theme's.
    pub fn owning(&self) -> impl Iterator<Item = &Prose> {
        let list = self.0.iter().filter(|t| t.has_own);
        list.map(|t| &t.article.body)
    }

    /// Articles with links that name ids.
    pub fn naming(&self) -> impl Iterator<Item = &Article> {
        self.0.iter().filter(|t| t.names_ids).map(|t| &*t.article)
    }
}

/// What a text says on its site.
#[derive(Serialize, Deserialize)]
struct Said {
    has_own: bool,
    links: Vec<Link>,
    linked: Diagnostics,
    mentions: Arc<[Mention]>,
    uses: PageUses,
    told: Diagnostics,
}

/// Makes texts.
#[derive(Clone, Copy)]
struct Maker<'a> {
    source: &'a SourceTree,
    settled: &'a Settled,
    memos: &'a Memos,
    generation: u64,
}

impl Maker<'_> {
    /// The article as its front matter says, with this text; `key` stands for both on this site.
    fn text(self, bare: &Article, item: &Item, key: Option<Fingerprint>) -> Text {
        let mut article = bare.clone();
        article.body.document = item.document.clone();
        article.body.print = item.print;
        article.outline = Arc::clone(&item.outline);
        article.words = item.words;
        article.size = item.size;
        let earlier = &self.memos.earlier.texts;
        let known = key.and_then(|key| earlier.get(key));
        let said = known.unwrap_or_else(|| {
            let said = self.said(&mut article, item);
            if let Some(key) = key {
                earlier.put(key, &said);
            }
            said
        });
        article.body.links = said.links;
        article.body.mentions = said.mentions;
        Text {
            names_ids: names_ids(&article.body.links),
            has_own: said.has_own,
            links: said.linked,
            has_template: article.template.is_some(),
            has_page: article.redirect_to.is_none(),
            article: Arc::new(article),
            uses: said.uses,
            told: said.told,
        }
    }

    fn said(self, article: &mut Article, item: &Item) -> Said {
        let settled = self.settled;
        let linked = self.linked(article);
        article.body.links.clone_from(&linked.links);
        if !item.broken {
            article.body.mentions = self.mentions(article);
        }
        let mut said = linked.told.clone();
        let mut told = Diagnostics::new();
        let mut uses = PageUses::default();
        if !item.broken {
            let glossary = &settled.site.glossary;
            switched_off(&article.terms_off, article.file, glossary, &mut told);
            if article.redirect_to.is_none() {
                stages::accessible(self.source, article, &settled.site.config, &mut said);
                uses = settled
                    .terms
                    .of_article(self.source, &settled.site, article);
            }
        }
        Said {
            has_own: components::has_own(&article.body.document),
            links: std::mem::take(&mut article.body.links),
            linked: said,
            mentions: Arc::clone(&article.body.mentions),
            uses,
            told,
        }
    }

    fn linked(self, article: &Article) -> Arc<Linked> {
        let make = || {
            let mut prose = article.body.clone();
            let told = stages::link_one(self.source, &mut prose, &self.settled.targets);
            Linked {
                links: prose.links,
                told,
            }
        };
        if !self.memos.links.keeps() {
            return Arc::new(make());
        }
        let mut key = Key::of("links");
        key.print("targets", self.settled.targets.print());
        key.number("article", u64::from(article.file.0));
        key.print("text", article.body.print);
        self.memos.links.get(key.finish(), self.generation, make)
    }

    fn mentions(self, article: &Article) -> Arc<[Mention]> {
        self.settled
            .terms
            .mentions(&article.body, self.memos, self.generation)
    }
}
