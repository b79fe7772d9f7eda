//! One entry of the glossary: a term with all that is known of it, or a word with several meanings.

use super::{Around, EntryView, MeaningView, TermRef};
use crate::model::glossary::{Glossary, Homonym, Meaning, Other, RoleTerm, Term};
use crate::model::{Id, Subject};
use crate::render::ink::Ink;
use crate::render::view::LinkView;

/// What an entry is about.
pub(super) enum Entry<'a> {
    Term(&'a Term),
    Homonym(&'a Homonym),
}

/// An entry, its own name not linked in it.
pub(super) fn entry_view(
    entry: &Entry<'_>,
    glossary: &Glossary,
    around: Around<'_>,
    ink: &mut Ink<'_>,
) -> EntryView {
    match entry {
        Entry::Term(term) => {
            ink.without_term(&term.id, |ink| term_view(term, glossary, around, ink))
        }
        Entry::Homonym(homonym) => homonym_view(homonym, glossary, ink),
    }
}

fn term_view(term: &Term, glossary: &Glossary, around: Around<'_>, ink: &mut Ink<'_>) -> EntryView {
    let refs = |ids: &[Id], ink: &Ink<'_>| -> Vec<TermRef> {
        ids.iter()
            .filter_map(|id| reference(id, glossary, ink))
            .collect()
    };
    let body = term.body.as_ref().map(|p| ink.html(p));
    let example = term.example.as_ref().map(|p| ink.html(p));
    let broader = term
        .broader
        .as_ref()
        .and_then(|id| reference(id, glossary, ink));
    let below = glossary
        .terms
        .iter()
        .filter(|t| t.broader.as_ref() == Some(&term.id));
    let below: Vec<Id> = below.map(|t| Id::clone(&t.id)).collect();
    let narrower = refs(&below, ink);
    let related = refs(&term.related, ink);
    let mut see: Vec<TermRef> = broader
        .iter()
        .chain(&narrower)
        .chain(&related)
        .cloned()
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    see.retain(|r| seen.insert(r.url.clone()));
    let other = |o: &Other| match o {
        Other::Entry(id) => reference(id, glossary, ink),
        Other::Words(words) => Some(TermRef {
            label: words.to_string(),
            url: None,
        }),
    };
    let not_same = term.not_the_same_as.iter().filter_map(other).collect();
    let used_on = used_on(term, around, ink);
    EntryView {
        id: term.anchor.to_string(),
        label: term.name.value.to_string(),
        also: also(term, glossary),
        scope: term.scope.as_ref().map(|s| s.to_string()),
        status: term.status,
        avoided: term.is_avoided(),
        use_instead: term
            .use_instead
            .as_ref()
            .and_then(|id| reference(id, glossary, ink)),
        definition: term.definition.text.to_string(),
        meanings: Vec::new(),
        body,
        example,
        not_same,
        broader,
        narrower,
        related,
        see,
        role: term
            .role
            .as_ref()
            .and_then(|id| role_link(id, glossary, ink)),
        sources: term
            .sources
            .iter()
            .map(|s| source(&s.value, around))
            .collect(),
        owner: term.owner.as_ref().map(|o| (around.owner)(&o.value)),
        reviewed: term.reviewed.map(|d| d.to_string()),
        used_on_words: if used_on.is_empty() {
            String::new()
        } else {
            ink.count("used-on", used_on.len())
        },
        used_on,
    }
}

fn homonym_view(homonym: &Homonym, glossary: &Glossary, ink: &Ink<'_>) -> EntryView {
    let meaning = |id: &Id| {
        let term = glossary.term(id)?;
        Some(MeaningView {
            label: term.name.value.to_string(),
            scope: term.scope.as_ref().map(|s| s.to_string()),
            definition: term.definition.text.to_string(),
            url: reference(id, glossary, ink)?.url?,
        })
    };
    EntryView {
        id: homonym.id.to_string(),
        label: homonym.label.to_string(),
        meanings: homonym.terms.iter().filter_map(meaning).collect(),
        ..EntryView::default()
    }
}

/// Where an id leads: to an entry, or to the page of a role.
pub(super) fn reference(id: &str, glossary: &Glossary, ink: &Ink<'_>) -> Option<TermRef> {
    let (label, subject, anchor) = match glossary.get(id)? {
        Meaning::Term(t) => match &t.role {
            Some(role) => (&t.name.value, Subject::Role(Id::clone(role)), ""),
            None => (&t.name.value, Subject::Glossary, &*t.anchor),
        },
        Meaning::Role(r) => (&r.name.value, Subject::Role(Id::clone(&r.id)), ""),
        Meaning::Homonym(h) => (&h.label, Subject::Glossary, &*h.id),
    };
    let url = ink.has(&subject).then(|| ink.url_at(&subject, anchor));
    Some(TermRef {
        label: label.to_string(),
        url,
    })
}

fn role_link(id: &Id, glossary: &Glossary, ink: &Ink<'_>) -> Option<LinkView> {
    let role: &RoleTerm = glossary.roles.iter().find(|r| r.id == *id)?;
    let subject = Subject::Role(Id::clone(id));
    ink.has(&subject).then(|| LinkView {
        title: role.name.value.to_string(),
        url: ink.url(&subject),
    })
}

fn also(term: &Term, glossary: &Glossary) -> Vec<String> {
    let own = term.abbr.iter().chain(&term.aliases);
    let role = glossary
        .roles
        .iter()
        .filter(|r| Some(&r.id) == term.role.as_ref());
    let of_role = role.flat_map(|r| std::iter::once(&r.name).chain(&r.abbr).chain(&r.aliases));
    let mut out: Vec<String> = Vec::new();
    for label in own.chain(of_role) {
        let known = crate::text::fold(&label.value) == crate::text::fold(&term.name.value);
        if !known && !out.iter().any(|o| **o == *label.value) {
            out.push(label.value.to_string());
        }
    }
    out
}

fn used_on(term: &Term, around: Around<'_>, ink: &Ink<'_>) -> Vec<LinkView> {
    let pages = around
        .used_on
        .get(&term.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let shown = pages.iter().filter(|s| ink.has(s));
    shown
        .map(|s| LinkView {
            title: (around.title)(s),
            url: ink.url(s),
        })
        .collect()
}

fn source(written: &str, around: Around<'_>) -> TermRef {
    match (around.source)(written) {
        Some((label, url)) => TermRef { label, url },
        None => TermRef {
            label: written.to_owned(),
            url: None,
        },
    }
}

/// Where a term holds; its own name if that is not said.
pub(super) fn scope(term: &Term) -> &str {
    term.scope.as_deref().unwrap_or(&term.name.value)
}
