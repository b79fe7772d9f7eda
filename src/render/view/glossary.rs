//! `glossary` for `glossary.html`, all entries from A to Z; `term` for `term.html`, one entry in a wiki's frame.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::page::TermNote;
use super::{Html, LinkView};
use crate::model::glossary::{Glossary, Homonym, Meaning, Other, RoleTerm, Status, Term};
use crate::model::{Id, Subject};
use crate::render::ink::Ink;
use crate::text::sort_key;

/// `glossary`: all entries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GlossaryView {
    /// What the author says first.
    pub intro: Option<Html>,
    /// How many words it explains, as a sentence.
    pub lead: String,
    /// The index of letters, A to Z in languages that use them, then others.
    pub letters: Vec<LetterView>,
    /// The entries by letter.
    pub groups: Vec<GroupView>,
    /// The list of roles, whose names are terms too.
    pub roles_url: Option<String>,
    /// The glossary as JSON.
    pub data_url: String,
}

/// One letter of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LetterView {
    /// The letter.
    pub letter: String,
    /// The id of its group on this page; none: there is no entry.
    pub id: Option<String>,
}

/// The entries of one letter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GroupView {
    /// The letter; `#` for words that begin with none.
    pub letter: String,
    /// Its id on this page.
    pub id: String,
    /// The entries in order.
    pub entries: Vec<EntryView>,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EntryView {
    /// Its id on the page.
    pub id: String,
    /// The word.
    pub label: String,
    /// Short forms and other names.
    pub also: Vec<String>,
    /// Where this meaning holds.
    pub scope: Option<String>,
    /// `preferred`, `admitted`, `deprecated` or `avoid`.
    pub status: Status,
    /// The word should not be used any more.
    pub avoided: bool,
    /// What to use instead.
    pub use_instead: Option<TermRef>,
    /// One sentence of plain text; empty for a word with several meanings.
    pub definition: String,
    /// The meanings of a word that has several.
    pub meanings: Vec<MeaningView>,
    /// More about it.
    pub body: Option<Html>,
    /// An example.
    pub example: Option<Html>,
    /// What it is taken for.
    pub not_same: Vec<TermRef>,
    /// The wider term.
    pub broader: Option<TermRef>,
    /// The narrower terms.
    pub narrower: Vec<TermRef>,
    /// Terms beside it.
    pub related: Vec<TermRef>,
    /// Broader, narrower and related terms, in this order.
    pub see: Vec<TermRef>,
    /// The page of the role whose name it is.
    pub role: Option<LinkView>,
    /// Where it is said.
    pub sources: Vec<TermRef>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// When it was last reviewed: `2026-11-03`.
    pub reviewed: Option<String>,
    /// The pages that use it: articles, roles and decisions.
    pub used_on: Vec<LinkView>,
    /// How many, in words; empty for none.
    pub used_on_words: String,
}

/// A word, linked if it has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TermRef {
    /// What is shown.
    pub label: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// One meaning of a word that has several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MeaningView {
    /// The term's own name.
    pub label: String,
    /// Where it holds.
    pub scope: Option<String>,
    /// Its definition.
    pub definition: String,
    /// Its entry, or the page of its role.
    pub url: String,
}

/// `term`: one entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TermView {
    /// The entry.
    pub entry: EntryView,
}

impl GlossaryView {
    /// The marks that the page draws, for `page.marks`.
    pub fn marks(&self) -> Vec<&'static str> {
        marks(self.groups.iter().flat_map(|g| &g.entries))
    }
}

impl TermView {
    /// The marks that the page draws, for `page.marks`.
    pub fn marks(&self) -> Vec<&'static str> {
        marks(std::iter::once(&self.entry))
    }
}

fn marks<'e>(mut entries: impl Iterator<Item = &'e EntryView>) -> Vec<&'static str> {
    if entries.any(|e| !e.not_same.is_empty()) {
        vec!["diff"]
    } else {
        Vec::new()
    }
}

/// From a source's id to what is shown and its address, if it is listed.
pub type Sources<'a> = dyn Fn(&str) -> Option<(String, Option<String>)> + 'a;

/// What entries need from the rest of the handbook.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The pages that use each term (`usage::used_on`).
    pub used_on: &'a BTreeMap<Id, Vec<Subject>>,
    /// The title of a page.
    pub title: &'a dyn Fn(&Subject) -> String,
    /// A source by its id: what is shown, and its address. `None`: shown as written.
    pub source: &'a Sources<'a>,
    /// An owner as written: what is shown.
    pub owner: &'a dyn Fn(&str) -> String,
    /// The summary of a role, as plain text.
    pub role_summary: &'a dyn Fn(&str) -> String,
}

/// The glossary from A to Z.
pub fn glossary(glossary: &Glossary, around: Around<'_>, ink: &mut Ink<'_>) -> GlossaryView {
    let mut list: Vec<(String, Entry<'_>)> = Vec::new();
    list.extend(
        glossary
            .terms
            .iter()
            .map(|t| (t.name.value.to_string(), Entry::Term(t))),
    );
    list.extend(
        glossary
            .homonyms
            .iter()
            .map(|h| (h.label.to_string(), Entry::Homonym(h))),
    );
    // Terms keep their order; a word with several meanings stands before them.
    list.sort_by_cached_key(|(label, entry)| (sort_key(label), matches!(entry, Entry::Term(_))));
    let mut groups: Vec<GroupView> = Vec::new();
    for (label, entry) in &list {
        let letter = letter(label);
        let view = entry_view(entry, glossary, around, ink);
        match groups.iter_mut().find(|g| g.letter == letter) {
            Some(group) => group.entries.push(view),
            None => groups.push(GroupView {
                id: letter_id(&letter),
                letter,
                entries: vec![view],
            }),
        }
    }
    // Accents are put aside in sorting, so a letter may come back later.
    groups.sort_by_key(|g| (g.letter != OTHER, g.letter.clone()));
    GlossaryView {
        intro: None,
        lead: ink.count("glossary-lead", list.len()),
        letters: letters(&groups),
        groups,
        roles_url: ink.has(&Subject::Roles).then(|| ink.url(&Subject::Roles)),
        data_url: ink.file("/data/glossary.json"),
    }
}

/// One entry on its own; `None`: there is no such entry (a role without a term has a page instead).
pub fn term(
    id: &str,
    glossary: &Glossary,
    around: Around<'_>,
    ink: &mut Ink<'_>,
) -> Option<TermView> {
    let entry = match glossary.get(id)? {
        Meaning::Term(term) => Entry::Term(term),
        Meaning::Homonym(homonym) => Entry::Homonym(homonym),
        Meaning::Role(_) => return None,
    };
    Some(TermView {
        entry: entry_view(&entry, glossary, around, ink),
    })
}

/// A term for the list "Terms on this page".
pub fn note(id: &str, glossary: &Glossary, around: Around<'_>, ink: &Ink<'_>) -> Option<TermNote> {
    let (label, definition) = match glossary.get(id)? {
        Meaning::Term(t) => (t.name.value.to_string(), t.definition.text.to_string()),
        Meaning::Role(r) => (r.name.value.to_string(), (around.role_summary)(&r.id)),
        Meaning::Homonym(h) => {
            let terms = h.terms.iter().filter_map(|t| glossary.term(t));
            let meanings: Vec<String> = terms
                .map(|t| format!("{} ({})", t.definition.text, scope(t)))
                .collect();
            (h.label.to_string(), meanings.join(" "))
        }
    };
    let url = reference(id, glossary, ink)?.url?;
    Some(TermNote {
        label,
        url,
        definition,
    })
}

enum Entry<'a> {
    Term(&'a Term),
    Homonym(&'a Homonym),
}

fn entry_view(
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
fn reference(id: &str, glossary: &Glossary, ink: &Ink<'_>) -> Option<TermRef> {
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

fn scope(term: &Term) -> &str {
    term.scope.as_deref().unwrap_or(&term.name.value)
}

/// Words that begin with no letter.
const OTHER: &str = "#";

fn letter(label: &str) -> String {
    let first = sort_key(label)
        .0
        .chars()
        .next()
        .filter(|c| c.is_alphabetic());
    first.map_or_else(|| OTHER.to_owned(), |c| c.to_uppercase().collect())
}

fn letter_id(letter: &str) -> String {
    if letter == OTHER {
        "rb-letter-other".to_owned()
    } else {
        format!("rb-letter-{}", letter.to_lowercase())
    }
}

/// Where Latin letters occur, all of them are shown, so that the index looks the same with every glossary.
fn letters(groups: &[GroupView]) -> Vec<LetterView> {
    let view = |letter: String| {
        let id = groups
            .iter()
            .find(|g| g.letter == letter)
            .map(|g| g.id.clone());
        LetterView { letter, id }
    };
    let is_latin = |l: &str| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase());
    let mut out: Vec<LetterView> = groups
        .iter()
        .filter(|g| g.letter == OTHER)
        .map(|g| view(g.letter.clone()))
        .collect();
    if groups.iter().any(|g| is_latin(&g.letter)) {
        out.extend(('A'..='Z').map(|c| view(c.to_string())));
    }
    let others = groups
        .iter()
        .filter(|g| g.letter != OTHER && !is_latin(&g.letter));
    out.extend(others.map(|g| view(g.letter.clone())));
    out
}
