//! Terms get ids, labels get owners, references get targets.
//!
//! Role ids and term ids share one name space. A label has one owner; if several terms of different scopes have it, the
//! word leads to an entry that names them all. Nothing is ever chosen silently.

mod ids;
mod labels;
mod references;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostics, FileId, Place, Span, Spanned};
use crate::model::config::TermLinks;
use crate::model::glossary::{Case, Glossary, Label, Other, RoleTerm, Status, Term, Words};
use crate::model::{Id, Subject};
use crate::parse::{RawGlossary, RawTerm, Text};
use crate::resolve::MakeProse;
use crate::text::{slug, sort_key};

/// The glossary of a site. `roles` are the labels of all roles, in canonical order; `hidden` are drafts that are left out.
pub fn resolve(
    raw: &[(FileId, Arc<RawGlossary>)],
    (roles, hidden): (Vec<RoleTerm>, &[Id]),
    make_prose: &mut MakeProse<'_>,
    diagnostics: &mut Diagnostics,
) -> Glossary {
    let whole = raw.iter().all(|(_, r)| r.whole);
    let drafts = ids::assign(raw, &roles, hidden, diagnostics);
    let mut glossary = Glossary {
        roles,
        ..Glossary::default()
    };
    let mut written: Vec<(usize, &RawTerm)> = Vec::new();
    for draft in &drafts {
        written.push((glossary.terms.len(), draft.raw));
        glossary.terms.push(term(draft, make_prose));
    }
    // Canonical order; what was written stays beside its term.
    written.sort_by_cached_key(|(i, _)| glossary.terms.get(*i).map(order));
    let mut terms: Vec<Option<Term>> = std::mem::take(&mut glossary.terms)
        .into_iter()
        .map(Some)
        .collect();
    glossary.terms = written
        .iter()
        .filter_map(|(i, _)| terms.get_mut(*i)?.take())
        .collect();
    glossary.by_id = index(&glossary.terms, &written);
    labels::own(&mut glossary, diagnostics);
    let raws: Vec<&RawTerm> = written.into_iter().map(|(_, r)| r).collect();
    references::resolve(&mut glossary, &raws, whole, diagnostics);
    glossary
}

/// What a mention or `term:` of each id leads to: a role's page, or the entry on the glossary's.
pub fn targets(glossary: &Glossary) -> BTreeMap<Id, (Subject, Option<Arc<str>>)> {
    let mut out: BTreeMap<Id, (Subject, Option<Arc<str>>)> = BTreeMap::new();
    for role in &glossary.roles {
        out.insert(
            Id::clone(&role.id),
            (Subject::Role(Id::clone(&role.id)), None),
        );
    }
    for homonym in &glossary.homonyms {
        out.insert(
            Id::clone(&homonym.id),
            (Subject::Glossary, Some(Arc::clone(&homonym.id))),
        );
    }
    for (id, number) in &glossary.by_id {
        let Some(term) = glossary.terms.get(*number) else {
            continue;
        };
        let to = match &term.role {
            Some(role) => (Subject::Role(Id::clone(role)), None),
            None => (Subject::Glossary, Some(Arc::clone(&term.anchor))),
        };
        out.insert(Id::clone(id), to);
    }
    out
}

fn order(term: &Term) -> ((String, String), Option<Arc<str>>, Place) {
    (sort_key(&term.name.value), term.scope.clone(), term.place)
}

fn index(terms: &[Term], written: &[(usize, &RawTerm)]) -> BTreeMap<Id, usize> {
    let mut out: BTreeMap<Id, usize> = BTreeMap::new();
    for (number, (term, (_, raw))) in terms.iter().zip(written).enumerate() {
        out.insert(Id::clone(&term.id), number);
        // A term of a role keeps its own id as a second one.
        if let Some(own) = &raw.id {
            out.entry(Id::clone(&own.value)).or_insert(number);
        }
    }
    out
}

fn term(draft: &ids::Draft<'_>, make_prose: &mut MakeProse<'_>) -> Term {
    let (raw, file) = (draft.raw, draft.file);
    let labels = |list: &[Text]| list.iter().map(label).collect::<Vec<Label>>();
    let mut prose = |text: &Option<Text>, block| {
        let text = text.as_ref().filter(|t| !t.is_blank())?;
        Some(make_prose(text, file, block))
    };
    Term {
        id: Id::clone(&draft.id),
        anchor: Arc::from(slug(&draft.id)),
        place: Place::new(file, draft.name.span),
        name: label(draft.name),
        plural: raw.plural.as_ref().map(label),
        abbr: labels(&raw.abbr),
        aliases: labels(&raw.aliases),
        forms: labels(&raw.forms),
        definition: words(raw.definition.as_ref()),
        body: prose(&raw.body, true),
        example: prose(&raw.example, false),
        not_the_same_as: raw
            .not_the_same_as
            .iter()
            .map(|t| Other::Words(Arc::clone(&t.value)))
            .collect(),
        broader: None,
        related: Vec::new(),
        status: status(raw.status.as_ref()),
        use_instead: None,
        scope: raw.scope.as_ref().map(|s| Arc::clone(&s.value)),
        owner: raw.owner.as_ref().map(Text::spanned),
        reviewed: raw.reviewed.as_ref().map(|d| d.value),
        sources: raw.sources.iter().map(Text::spanned).collect(),
        role: draft.role.clone(),
        case: case(raw.case.as_ref()),
        links: raw.links.as_ref().map(links),
        not_in: raw.not_in.iter().map(|t| Arc::clone(&t.value)).collect(),
        not_on: raw.not_on.iter().map(Text::spanned).collect(),
    }
}

fn label(text: &Text) -> Label {
    Spanned::new(Arc::from(text.as_str().trim()), text.span)
}

fn words(text: Option<&Text>) -> Words {
    let empty = Text::whole("", Span::default());
    let text = text.unwrap_or(&empty);
    Words {
        text: Arc::clone(&text.value),
        map: text.map.clone(),
        span: text.span,
    }
}

fn status(text: Option<&Text>) -> Status {
    match text.map(Text::as_str) {
        Some("admitted") => Status::Admitted,
        Some("deprecated") => Status::Deprecated,
        Some("avoid") => Status::Avoid,
        _ => Status::Preferred,
    }
}

fn case(text: Option<&Text>) -> Case {
    match text.map(Text::as_str) {
        Some("exact") => Case::Exact,
        Some("any") => Case::Any,
        _ => Case::Smart,
    }
}

fn links(text: &Text) -> TermLinks {
    match text.as_str() {
        "first-per-section" => TermLinks::FirstPerSection,
        "all" => TermLinks::All,
        "never" => TermLinks::Never,
        _ => TermLinks::FirstPerPage,
    }
}
