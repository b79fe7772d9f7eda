//! Comparisons that have a page, and the words an author put around some of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Id, Prose};
use crate::diag::FileId;

/// A set of two to five roles that has a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// In canonical order.
    pub roles: Arc<[Id]>,
    /// What an author wrote about it.
    pub words: Option<Words>,
}

/// The editorial layer of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The file it was written in.
    pub file: FileId,
    /// A title instead of the roles' names.
    pub title: Option<Arc<str>>,
    /// The difference in a sentence.
    pub verdict: Option<Prose>,
    /// When each role is the right one, in canonical order.
    pub choose: Vec<(Id, Prose)>,
    /// When to have both, or all.
    pub both: Option<Prose>,
    /// What is often misread.
    pub misconceptions: Vec<Misconception>,
    /// The decision that helps to choose.
    pub decision: Option<Id>,
}

/// A belief and what is true.
#[derive(Clone, Debug, PartialEq)]
pub struct Misconception {
    /// What is believed.
    pub myth: Prose,
    /// What is true.
    pub fact: Prose,
    /// Where that comes from.
    pub sources: Vec<Id>,
}

/// All comparisons that have a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparisons {
    /// Pairs first, then three, four and five roles; each in canonical order.
    pub list: Vec<Comparison>,
    by_roles: BTreeMap<Arc<[Id]>, usize>,
}

impl Comparisons {
    /// From comparisons in order, each set of roles once.
    pub fn new(list: Vec<Comparison>) -> Self {
        let roles = list.iter().map(|c| Arc::clone(&c.roles));
        let by_roles = roles.enumerate().map(|(n, r)| (r, n)).collect();
        Self { list, by_roles }
    }

    /// The comparison of these roles, given in canonical order.
    pub fn get(&self, roles: &[Id]) -> Option<&Comparison> {
        self.by_roles.get(roles).and_then(|n| self.list.get(*n))
    }

    /// The comparisons that a role is in.
    pub fn with<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Comparison> {
        let has = move |c: &&Comparison| c.roles.iter().any(|r| &**r == role);
        self.list.iter().filter(has)
    }

    /// Calls `f` with every text.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        for words in self.list.iter_mut().filter_map(|c| c.words.as_mut()) {
            words.verdict.iter_mut().for_each(&mut *f);
            words.choose.iter_mut().for_each(|(_, p)| f(p));
            words.both.iter_mut().for_each(&mut *f);
            for m in &mut words.misconceptions {
                f(&mut m.myth);
                f(&mut m.fact);
            }
        }
    }
}
