//! Which mention of a term becomes a link on a page: chosen in the reading order of that page, by whoever composes it, and
//! by whoever counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::config::TermLinks;
use crate::model::glossary::Glossary;
use crate::model::{Id, Mention};

/// The site's rules.
#[derive(Clone, Debug, Default)]
pub struct TermRules {
    /// For terms that do not say otherwise.
    pub default: TermLinks,
    /// For those that do.
    pub own: BTreeMap<Id, TermLinks>,
}

impl TermRules {
    /// The rule of the site and those of its terms.
    pub fn of(glossary: &Glossary, default: TermLinks) -> Self {
        let own = |t: &crate::model::Term| Some((Id::clone(&t.id), t.links?));
        let own = glossary.terms.iter().filter_map(own).collect();
        Self { default, own }
    }
}

/// The choice on one page.
pub struct Chooser<'a> {
    rules: &'a TermRules,
    /// Terms that are never linked here: the page's own, and what its front matter switches off.
    off: BTreeSet<Id>,
    all_off: bool,
    linked: BTreeSet<(Id, u32)>,
    /// Chosen terms in reading order.
    order: Vec<Id>,
    /// Counts texts, so that two texts of a page do not share a section.
    text: u32,
}

impl<'a> Chooser<'a> {
    /// For a page on which the terms in `off` are not linked.
    pub fn new(rules: &'a TermRules, off: BTreeSet<Id>, all_off: bool) -> Self {
        Self {
            rules,
            off,
            all_off,
            linked: BTreeSet::new(),
            order: Vec::new(),
            text: 0,
        }
    }

    /// Another text of the page begins.
    pub fn next_text(&mut self) {
        self.text += 1;
    }

    /// Never link this term from now on (the entry of the term itself); returns whether it was linked so far.
    pub fn switch_off(&mut self, term: &Id) -> bool {
        self.off.insert(Id::clone(term))
    }

    /// Links the term again.
    pub fn switch_on(&mut self, term: &Id) {
        self.off.remove(term);
    }

    /// Whether this mention becomes a link.
    pub fn choose(&mut self, mention: &Mention) -> bool {
        if self.all_off || self.off.contains(&mention.term) {
            return false;
        }
        let rule = self
            .rules
            .own
            .get(&mention.term)
            .copied()
            .unwrap_or(self.rules.default);
        let key = match rule {
            TermLinks::Never => return false,
            TermLinks::FirstPerPage => 0,
            TermLinks::FirstPerSection => self.text * 10_000 + mention.section + 1,
            TermLinks::All => 0,
        };
        let new = self.linked.insert((Id::clone(&mention.term), key));
        if !self.order.contains(&mention.term) {
            self.order.push(Id::clone(&mention.term));
        }
        new || rule == TermLinks::All
    }

    /// The linked terms, in reading order.
    pub fn chosen(&self) -> &[Id] {
        &self.order
    }
}
