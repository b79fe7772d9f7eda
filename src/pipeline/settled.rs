//! What is settled before the text of any article is looked at: data files, pages, addresses, navigation.
//!
//! While an author writes an article, all of this stays, so it is remembered as a whole. Its key is everything but the
//! texts of articles: see `print`. Invariant: no stage here reads `body`, `outline` or `words` of an article of
//! `site.articles`.

use std::collections::HashMap;
use std::sync::Arc;

use super::read::ContentFile;
use super::terms::{self, PageUses, Terms};
use super::{Memos, Options, components, concepts, items, stages, targets, wishes};
use crate::check::anchors::names_ids;
use crate::diag::Diagnostics;
use crate::memo::{Fingerprint, Key};
use crate::model::{Article, Config, Prose, Site, Subject};
use crate::parse::kind::FileKind;
use crate::plan::Plan;
use crate::render::frame::Places;
use crate::resolve;
use crate::resolve::articles::{Item, may_introduce};
use crate::resolve::links::Targets;
use crate::source::{Area, SourceTree};

/// Everything but the texts of articles.
pub struct Settled {
    /// Of all that it was made from.
    pub print: Fingerprint,
    /// The site; its articles have no links and no mentions yet, and their texts are those of whoever came first.
    pub site: Site,
    /// Which item each article of the list is.
    pub list: Vec<usize>,
    /// Which item each broken article is.
    pub broken: Vec<usize>,
    /// Which pages exist.
    pub plan: Arc<Plan>,
    /// What can be linked to.
    pub targets: Targets,
    /// Where subjects stand in the navigation.
    pub places: Arc<Places>,
    /// The compiled rules about terms.
    pub terms: Terms,
    /// What roles and decisions say of terms, with their pages.
    pub uses: Vec<(Subject, PageUses)>,
    /// Texts of data files with links that name ids, and the pages that they stand on.
    pub named: Vec<(Prose, Option<Subject>)>,
    /// Texts of data files and introductions with components that are perhaps the theme's.
    pub owning: Vec<Prose>,
    /// What was said about links of data files; parts that several texts include are not merged yet.
    pub links: Diagnostics,
    /// All else that was said.
    pub told: Diagnostics,
}

/// What settling reads.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The snapshot.
    pub source: &'a SourceTree,
    /// `site.toml`.
    pub config: &'a Config,
    /// What the command asks for.
    pub options: &'a Options,
    /// All content files.
    pub files: &'a [ContentFile],
    /// All Markdown pages.
    pub items: &'a [Item],
}

/// The settled part of a site, remembered.
pub fn settled(given: Given<'_>, memos: &Memos, generation: u64) -> Arc<Settled> {
    let keeps = memos.settled.keeps();
    let print = if keeps || memos.earlier.texts.is_on() {
        print(given)
    } else {
        Fingerprint([0; 32])
    };
    memos.settled.get(print, generation, || {
        memos.renew(generation);
        settle(given, print, memos, generation)
    })
}

/// Of everything that settling reads: every path, what files say that are no articles, front matters and titles of those
/// that are.
fn print(given: Given<'_>) -> Fingerprint {
    let Given {
        source, options, ..
    } = given;
    let mut key = Key::of("settled");
    let config = source.config();
    let asked = (source.name(), source.layout(), config);
    let flags = (options.drafts, &options.base_url);
    key.text("asked", &format!("{asked:?} {flags:?}"));
    key.print("files", of_files(given));
    key.print("fronts", of_fronts(given.items));
    key.finish()
}

/// Texts that are no articles are settled; of files that are copied only their paths and sizes as images count.
fn of_files(given: Given<'_>) -> Fingerprint {
    let mut bytes = Vec::with_capacity(64 * given.items.len() + 4096);
    for (_, file) in given.source.files() {
        text_into(&mut bytes, file.path.as_str());
        bytes.push(file.area as u8);
        if let Some((width, height)) = file.pixels {
            bytes.extend(width.to_le_bytes());
            bytes.extend(height.to_le_bytes());
        }
        if file.area == Area::Config {
            bytes.extend(file.print.0);
        }
    }
    let copied = [
        FileKind::Article,
        FileKind::Part,
        FileKind::Asset,
        FileKind::StrayData,
        FileKind::Overlay,
    ];
    for file in given.files.iter().filter(|f| !copied.contains(&f.kind)) {
        bytes.extend(file.file.0.to_le_bytes());
        bytes.extend(file.print.0);
    }
    Fingerprint::of(&bytes)
}

/// What articles say beside their texts. A text that may stand on a page of ours is settled as a whole.
fn of_fronts(items: &[Item]) -> Fingerprint {
    let mut bytes = Vec::with_capacity(64 * items.len());
    for item in items {
        bytes.extend(item.file.0.to_le_bytes());
        bytes.extend(item.front.0);
        bytes.push(u8::from(item.broken));
        if item.raw.front.title.is_none() {
            text_into(&mut bytes, item.outline.title().map_or("", |h| &h.text));
        }
        if may_introduce(&item.path) || concepts::may_be_role_text(&item.path) {
            bytes.extend(item.print.0);
        }
    }
    Fingerprint::of(&bytes)
}

fn text_into(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

fn settle(given: Given<'_>, print: Fingerprint, memos: &Memos, generation: u64) -> Settled {
    let Given { source, files, .. } = given;
    let mut told = Diagnostics::new();
    let texts = resolve::prose::Texts {
        options: given.config.markdown,
        memo: &memos.inline,
        generation,
    };
    let (mut site, entries) = items::resolve(given, texts, &mut told);
    concepts::make_way(&mut site);
    let mut plan = wishes::plan(source, &site, files, &mut told);
    let mut targets = targets::targets(source, &site, &plan, files, &entries);
    targets::resolve_redirects(&site, &mut plan, &mut targets, &mut told);
    if memos.links.keeps() {
        targets.seal(of_paths(source));
    }
    site.nav = stages::navigation(&site, &targets, &mut told);
    let links = stages::link_data(source, &mut site, &targets);
    stages::footer_links(&mut site, &targets, &mut told);
    plan.terms = targets.terms.clone();

    let terms = Terms::new(&site);
    terms::mention_data(&mut site, &terms, memos, generation);
    let uses = terms::uses_of_data(source, &site, &terms);
    let named = named(source, &mut site, &targets);
    let owning = components::owning(&mut site);
    let places = Arc::new(Places::new(&site.nav));
    let number: HashMap<&str, usize> = given
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| (&*item.path, i))
        .collect();
    let numbers = |articles: &[Arc<Article>]| -> Vec<usize> {
        articles
            .iter()
            .filter_map(|a| number.get(&*a.path).copied())
            .collect()
    };
    let (list, broken) = (numbers(&site.articles.list), numbers(&site.articles.broken));
    Settled {
        print,
        site,
        list,
        broken,
        plan: Arc::new(plan),
        targets,
        places,
        terms,
        uses,
        named,
        owning,
        links,
        told,
    }
}

/// Places of messages are numbers of files.
fn of_paths(source: &SourceTree) -> Fingerprint {
    let mut bytes = Vec::new();
    for (_, file) in source.files() {
        text_into(&mut bytes, file.path.as_str());
    }
    Fingerprint::of(&bytes)
}

fn named(source: &SourceTree, site: &mut Site, targets: &Targets) -> Vec<(Prose, Option<Subject>)> {
    let mut out = Vec::new();
    for (subject, article) in &site.introductions {
        if names_ids(&article.body.links) {
            out.push((article.body.clone(), Some(subject.clone())));
        }
    }
    site.each_data_prose(&mut |prose| {
        if names_ids(&prose.links) {
            let here = targets::page_of(source, targets, prose.file);
            out.push((prose.clone(), here));
        }
    });
    out
}
