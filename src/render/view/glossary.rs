//! `glossary` for `glossary.html`, all entries from A to Z; `term` for `term.html`, one entry in a wiki's frame.

mod entry;
mod letters;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::page::TermNote;
use super::{Html, LinkView};
use crate::model::glossary::{Glossary, Meaning, Status};
use crate::model::{Id, Subject};
use crate::render::ink::Ink;
use crate::text::sort_key;
use entry::{Entry, entry_view, reference, scope};
use letters::{OTHER, letter, letter_id, letters};

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
