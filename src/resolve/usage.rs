//! Which terms a page links to, and where a term is used: a count of the same choice that pages make.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Chooser, TermRules};
use crate::diag::Place;
use crate::model::glossary::Glossary;
use crate::model::{Id, LinkTo, Prose, Subject};

/// The texts of an article, a role's page or a decision, in reading order.
#[derive(Debug)]
pub struct PageTexts<'a> {
    /// Which page.
    pub subject: Subject,
    /// What messages about the page as a whole name.
    pub place: Place,
    /// All its Markdown.
    pub texts: Vec<&'a Prose>,
    /// Words in it.
    pub words: usize,
    /// Terms that are not linked here; `None`: none is (`matching::off::off_for`).
    pub off: Option<BTreeSet<Id>>,
}

/// The links of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageUse {
    /// How many links each term has.
    pub links: BTreeMap<Id, usize>,
    /// Terms linked by hand.
    pub by_hand: BTreeSet<Id>,
}

impl PageUse {
    /// How many links to terms there are, those by hand left out.
    pub fn total(&self) -> usize {
        self.links.values().sum()
    }
}

/// The links of each page, in the order given.
pub fn pages(pages: &[PageTexts<'_>], glossary: &Glossary, rules: &TermRules) -> Vec<PageUse> {
    let anchors: BTreeMap<&str, &Id> = glossary.terms.iter().map(|t| (&*t.anchor, &t.id)).collect();
    pages.iter().map(|p| page(p, &anchors, rules)).collect()
}

/// The pages that use each term, in the order given. A word with two meanings counts for none of them.
pub fn used_on(pages: &[PageTexts<'_>], uses: &[PageUse]) -> BTreeMap<Id, Vec<Subject>> {
    let mut out: BTreeMap<Id, Vec<Subject>> = BTreeMap::new();
    for (page, page_use) in pages.iter().zip(uses) {
        let ids: BTreeSet<&Id> = page_use.links.keys().chain(&page_use.by_hand).collect();
        for id in ids {
            out.entry(Id::clone(id))
                .or_default()
                .push(page.subject.clone());
        }
    }
    out
}

fn page(page: &PageTexts<'_>, anchors: &BTreeMap<&str, &Id>, rules: &TermRules) -> PageUse {
    let mut out = PageUse::default();
    let off = page.off.clone().unwrap_or_default();
    let mut chooser = Chooser::new(rules, off, page.off.is_none());
    for prose in &page.texts {
        chooser.next_text();
        for mention in prose.mentions.iter().filter(|m| chooser.choose(m)) {
            *out.links.entry(Id::clone(&mention.term)).or_default() += 1;
        }
        for link in &prose.links {
            let LinkTo::Subject {
                subject: Subject::Glossary,
                anchor: Some(anchor),
            } = &link.to
            else {
                continue;
            };
            out.by_hand
                .extend(anchors.get(&**anchor).map(|id| Id::clone(id)));
        }
    }
    out
}
