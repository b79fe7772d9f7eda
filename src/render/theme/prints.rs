//! What stands for a template in the keys of pages: its own text, those of all templates that it may come to use, and what
//! every template may read. So a page outlives the change of a template that it does not use.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::{Template, includes};
use crate::memo::{Fingerprint, KeyHasher};

/// The template that makes the header: pages receive what comes of it, and no other part of their keys says so.
const HEADER: &str = "partials/nav.html";

/// By full name, and by the short name of what the stack finds first. `ground` stands for what every template may read.
pub(super) fn prints(
    all: &[&Template],
    stack: &[Layer],
    ground: Fingerprint,
) -> BTreeMap<String, Fingerprint> {
    let uses = Uses::new(all, stack);
    let texts: Vec<Fingerprint> = all
        .iter()
        .map(|t| Fingerprint::of(t.text.as_bytes()))
        .collect();
    let header = uses.find(HEADER);
    let print = |n: usize| {
        let mut key = KeyHasher::default();
        key.print(ground);
        key.text(all.get(n).map_or("", |t| &t.name));
        for used in uses.closure(header.into_iter().chain([n])) {
            if let (Some(template), Some(text)) = (all.get(used), texts.get(used)) {
                key.text(&template.name);
                key.print(*text);
            }
        }
        key.finish()
    };
    let mut out: BTreeMap<String, Fingerprint> = BTreeMap::new();
    for (n, template) in all.iter().enumerate() {
        let print = print(n);
        for layer in stack {
            let short = template.name.strip_prefix(&layer.prefix);
            if let Some(short) = short.filter(|s| uses.find(s) == Some(n)) {
                out.insert(short.to_owned(), print);
            }
        }
        out.insert(template.name.clone(), print);
    }
    out
}

/// Which templates use which.
pub(super) struct Uses<'a> {
    by_name: BTreeMap<&'a str, usize>,
    stack: &'a [Layer],
    next: Vec<Vec<usize>>,
}

impl<'a> Uses<'a> {
    /// Of these templates. A component may be declared more than once: who calls it uses all of these files.
    pub(super) fn new(all: &[&'a Template], stack: &'a [Layer]) -> Self {
        let names = all.iter().enumerate();
        let mut uses = Self {
            by_name: names.map(|(n, t)| (t.name.as_str(), n)).collect(),
            stack,
            next: Vec::new(),
        };
        let mut declared: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, template) in all.iter().enumerate() {
            for name in includes::declared(&template.text) {
                declared.entry(name).or_default().push(n);
            }
        }
        let of = |template: &&'a Template| {
            let named = includes::named(&template.text).into_iter();
            let mut next: Vec<usize> = named.filter_map(|(name, _)| uses.find(name)).collect();
            for name in includes::components(&template.text) {
                next.extend(declared.get(name).into_iter().flatten());
            }
            next
        };
        let next = all.iter().map(of).collect();
        uses.next = next;
        uses
    }

    /// As tera looks a name up: in full, then in each layer.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let full = |l: &Layer| self.by_name.get(format!("{}{name}", l.prefix).as_str());
        let found = self.by_name.get(name);
        found.or_else(|| self.stack.iter().find_map(full)).copied()
    }

    /// These and all that they use.
    pub(super) fn closure(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut todo: Vec<usize> = from.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(n) = todo.pop() {
            if seen.insert(n) {
                todo.extend(self.next.get(n).into_iter().flatten());
            }
        }
        seen
    }
}
