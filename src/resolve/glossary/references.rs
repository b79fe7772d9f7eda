//! `related`, `broader`, `use_instead` and `not_the_same_as` name terms and roles.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Id;
use crate::model::glossary::{Glossary, Other};
use crate::parse::{RawTerm, Text};
use crate::text::{fold, nearest};

/// Fills the references of every term in; `raw` stands beside `glossary.terms`. Unless all was read (`whole`), what leads
/// nowhere is not told: it may stand in what could not be read.
pub fn resolve(
    glossary: &mut Glossary,
    raw: &[&RawTerm],
    whole: bool,
    diagnostics: &mut Diagnostics,
) {
    let names = Names::of(glossary);
    for (term, raw) in glossary.terms.iter_mut().zip(raw) {
        let mut one = One {
            names: &names,
            own: &term.id,
            file: term.place.file,
            whole,
            diagnostics,
        };
        term.related = raw.related.iter().filter_map(|t| one.id(t)).collect();
        term.broader = raw.broader.as_ref().and_then(|t| one.id(t));
        term.use_instead = raw.use_instead.as_ref().and_then(|t| one.id(t));
        term.not_the_same_as = raw
            .not_the_same_as
            .iter()
            .filter_map(|t| one.other(t))
            .collect();
    }
    circles(glossary, raw, diagnostics);
}

/// Every id, and which id a label belongs to.
struct Names {
    /// What is written → what it is called: a term of a role has two ids.
    ids: BTreeMap<Id, Id>,
    labels: BTreeMap<String, Id>,
}

impl Names {
    fn of(glossary: &Glossary) -> Self {
        let canonical = |id: &Id| Id::clone(glossary.term(id).map_or(id, |t| &t.id));
        let ids = glossary
            .ids()
            .map(|id| (Id::clone(id), canonical(id)))
            .collect();
        let mut labels = BTreeMap::new();
        for term in &glossary.terms {
            term.labels().for_each(|l| {
                labels.insert(fold(&l.value), Id::clone(&term.id));
            });
        }
        for role in &glossary.roles {
            role.labels().for_each(|l| {
                labels.entry(fold(&l.value)).or_insert(Id::clone(&role.id));
            });
        }
        Self { ids, labels }
    }
}

struct One<'a> {
    names: &'a Names,
    own: &'a Id,
    file: crate::diag::FileId,
    whole: bool,
    diagnostics: &'a mut Diagnostics,
}

impl One<'_> {
    fn id(&mut self, text: &Text) -> Option<Id> {
        match self.names.ids.get(&text.value) {
            Some(id) => self.not_own(id, text),
            None => {
                let help = self
                    .meant(text.as_str())
                    .map(|id| format!("did you mean `{id}`?"));
                self.unknown(text, help);
                None
            }
        }
    }

    /// Words without an entry may stand here, unless they look like an id or are the label of one.
    fn other(&mut self, text: &Text) -> Option<Other> {
        if let Some(id) = self.names.ids.get(&text.value) {
            return self.not_own(id, text).map(Other::Entry);
        }
        let word = text.as_str();
        let label = self.names.labels.contains_key(&fold(word));
        let meant = self.meant(word);
        let like_id = word.contains('-') && !word.contains(' ');
        let typo = meant.is_some_and(|id| !fold(id).starts_with(&fold(word)));
        if label || like_id || typo {
            let help = match meant {
                Some(id) => format!("did you mean `{id}`?"),
                None => "write the id of a term, or words with spaces".to_owned(),
            };
            self.unknown(text, Some(help));
            return None;
        }
        Some(Other::Words(text.value.clone()))
    }

    fn meant(&self, word: &str) -> Option<&Id> {
        let names = self.names;
        let by_label = names.labels.get(&fold(word));
        let near =
            || nearest(word, names.ids.keys().map(|id| &**id)).and_then(|id| names.ids.get(id));
        by_label.or_else(near)
    }

    fn not_own(&mut self, id: &Id, text: &Text) -> Option<Id> {
        if id != self.own {
            return Some(Id::clone(id));
        }
        let message = format!("`{id}` names itself");
        let place = Place::new(self.file, text.span);
        self.diagnostics
            .push(Diagnostic::new(Code::TERM_ITSELF, place, message).help("leave it out"));
        None
    }

    fn unknown(&mut self, text: &Text, help: Option<String>) {
        if self.whole {
            let message = format!("there is no term `{}`", text.as_str());
            let place = Place::new(self.file, text.span);
            self.diagnostics
                .push(Diagnostic::new(Code::TERM_UNKNOWN, place, message).help_if(help));
        }
    }
}

/// A term that is a kind of itself, over however many steps: told once, and its `broader` goes.
fn circles(glossary: &mut Glossary, raw: &[&RawTerm], diagnostics: &mut Diagnostics) {
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for start in 0..glossary.terms.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        while !done.contains(&at) && !path.contains(&at) {
            path.push(at);
            let next = glossary.terms.get(at).and_then(|t| t.broader.as_ref());
            match next.and_then(|id| glossary.by_id.get(id)) {
                Some(next) => at = *next,
                None => break,
            }
        }
        let closes = path.iter().position(|p| *p == at).filter(|_| {
            let last = path
                .last()
                .and_then(|l| glossary.terms.get(*l))
                .and_then(|t| t.broader.as_ref());
            last.and_then(|id| glossary.by_id.get(id)) == Some(&at)
        });
        done.extend(&path);
        if let Some(first) = closes {
            let circle = path.get(first..).unwrap_or_default();
            tell_circle(circle, glossary, raw, diagnostics);
            if let Some(term) = glossary.terms.get_mut(at) {
                term.broader = None;
            }
        }
    }
}

fn tell_circle(
    circle: &[usize],
    glossary: &Glossary,
    raw: &[&RawTerm],
    diagnostics: &mut Diagnostics,
) {
    let place = |i: &usize| {
        let term = glossary.terms.get(*i)?;
        let broader = raw.get(*i)?.broader.as_ref()?;
        Some((Place::new(term.place.file, broader.span), term))
    };
    let mut places = circle.iter().filter_map(place);
    let Some((first, term)) = places.next() else {
        return;
    };
    let ids: Vec<&str> = circle
        .iter()
        .filter_map(|i| glossary.terms.get(*i))
        .map(|t| &*t.id)
        .collect();
    let message = format!(
        "`broader` goes in a circle: {}, {}",
        ids.join(", "),
        term.id
    );
    let mut d = Diagnostic::new(Code::TERM_CIRCLE, first, message);
    for (place, term) in places {
        d = d.label(place, format!("`{}` goes on here", term.id));
    }
    diagnostics.push(d.help("take one `broader` out"));
}
