//! `/data/glossary.json`: the terms for tools and scripts. Fields are only ever added.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::glossary::{Glossary, Other, Status, Term};
use crate::model::{Id, Subject};

/// All terms.
#[derive(Debug, Serialize)]
pub struct GlossaryData {
    /// Version of this form.
    pub schema: u32,
    /// In the order of their names.
    pub terms: Vec<TermData>,
    /// Words that several terms share.
    pub homonyms: Vec<HomonymData>,
}

/// One term.
#[derive(Debug, Serialize)]
pub struct TermData {
    /// Its id.
    pub id: Id,
    /// The word.
    pub name: String,
    /// Several of them, if that is written.
    pub plural: Option<String>,
    /// Short forms.
    pub abbr: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Where this meaning holds.
    pub scope: Option<String>,
    /// Whether people should use it.
    pub status: Status,
    /// The id of the term to use instead.
    pub use_instead: Option<Id>,
    /// One sentence of plain text.
    pub definition: String,
    /// Ids of terms and roles, or words without an entry.
    pub not_the_same_as: Vec<OtherData>,
    /// The id of the wider term.
    pub broader: Option<Id>,
    /// Ids of terms and roles.
    pub related: Vec<Id>,
    /// The id of the role whose name it is.
    pub role: Option<Id>,
    /// Ids of sources, or what else is written.
    pub sources: Vec<String>,
    /// When it was last reviewed: `2026-11-03`.
    pub reviewed: Option<String>,
    /// The address of its entry, with the base path.
    pub url: String,
    /// Addresses of the pages that use it.
    pub used_on: Vec<String>,
}

/// What a term is taken for: one of the two.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OtherData {
    /// The id of a term or role.
    Id(Id),
    /// Words without an entry.
    Words(String),
}

/// A word with several meanings.
#[derive(Debug, Serialize)]
pub struct HomonymData {
    /// The id of the entry that tells them apart.
    pub id: Id,
    /// The word.
    pub label: String,
    /// Ids of its meanings.
    pub terms: Vec<Id>,
}

/// The data. `url` gives a subject's address with an id on it, `None` if it has no page.
pub fn data(
    glossary: &Glossary,
    used_on: &BTreeMap<Id, Vec<Subject>>,
    url: &dyn Fn(&Subject, &str) -> Option<String>,
) -> GlossaryData {
    let homonym = |h: &crate::model::glossary::Homonym| HomonymData {
        id: Id::clone(&h.id),
        label: h.label.to_string(),
        terms: h.terms.clone(),
    };
    GlossaryData {
        schema: 1,
        terms: glossary
            .terms
            .iter()
            .map(|t| term(t, used_on, url))
            .collect(),
        homonyms: glossary.homonyms.iter().map(homonym).collect(),
    }
}

fn term(
    term: &Term,
    used_on: &BTreeMap<Id, Vec<Subject>>,
    url: &dyn Fn(&Subject, &str) -> Option<String>,
) -> TermData {
    let texts =
        |list: &[crate::model::glossary::Label]| list.iter().map(|l| l.value.to_string()).collect();
    let other = |o: &Other| match o {
        Other::Entry(id) => OtherData::Id(Id::clone(id)),
        Other::Words(words) => OtherData::Words(words.to_string()),
    };
    let pages = used_on.get(&term.id).map(Vec::as_slice).unwrap_or_default();
    TermData {
        id: Id::clone(&term.id),
        name: term.name.value.to_string(),
        plural: term.plural.as_ref().map(|p| p.value.to_string()),
        abbr: texts(&term.abbr),
        aliases: texts(&term.aliases),
        scope: term.scope.as_ref().map(|s| s.to_string()),
        status: term.status,
        use_instead: term.use_instead.clone(),
        definition: term.definition.text.to_string(),
        not_the_same_as: term.not_the_same_as.iter().map(other).collect(),
        broader: term.broader.clone(),
        related: term.related.clone(),
        role: term.role.clone(),
        sources: term.sources.iter().map(|s| s.value.to_string()).collect(),
        reviewed: term.reviewed.map(|d| d.to_string()),
        url: url(&Subject::Glossary, &term.anchor).unwrap_or_default(),
        used_on: pages.iter().filter_map(|s| url(s, "")).collect(),
    }
}
