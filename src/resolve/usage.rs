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
    /// All terms that are linked, in order.
    pub fn terms(&self) -> Vec<Id> {
        let all: BTreeSet<&Id> = self.links.keys().chain(&self.by_hand).collect();
        all.into_iter().cloned().collect()
    }

    /// How many links to terms there are, those by hand left out.
    pub fn total(&self) -> usize {
        self.links.values().sum()
    }
}

/// The pages that use each term, in the order given: each with the terms that it uses. A word with two meanings counts for
/// none of them.
pub fn used_on<'p>(
    pages: impl Iterator<Item = (&'p Subject, &'p [Id])>,
) -> BTreeMap<Id, Vec<Subject>> {
    let mut out: BTreeMap<Id, Vec<Subject>> = BTreeMap::new();
    for (subject, used) in pages {
        for id in used {
            match out.get_mut(id) {
                Some(list) => list.push(subject.clone()),
                None => drop(out.insert(Id::clone(id), vec![subject.clone()])),
            }
        }
    }
    out
}

/// The anchors of terms, by which links by hand are known.
pub type Anchored<'g> = BTreeMap<&'g str, &'g Id>;

/// The anchors of a glossary's terms.
pub fn anchored(glossary: &Glossary) -> Anchored<'_> {
    let terms = glossary.terms.iter();
    terms.map(|t| (&*t.anchor, &t.id)).collect()
}

/// The links of one page.
pub fn page(page: &PageTexts<'_>, anchors: &Anchored<'_>, rules: &TermRules) -> PageUse {
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
