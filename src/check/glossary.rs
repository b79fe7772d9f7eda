//! Advice about the glossary: definitions, words to avoid, terms that nothing uses, pages with too many links.

mod candidates;
#[cfg(test)]
mod tests;

pub use candidates::Candidate;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::model::config;
use crate::model::dimension::Source;
use crate::model::glossary::{Glossary, Meaning, Term};
use crate::model::{Id, Prose, Subject, TermsOff};
use crate::resolve::choice::TermRules;
use crate::resolve::matching::joined::written;
use crate::resolve::matching::{self, Matcher};
use crate::resolve::usage::{self, Anchored, PageTexts, PageUse};
use crate::text::did_you_mean;

/// More characters do not fit a card.
pub const LONGEST_DEFINITION: usize = 200;

/// What the rules look at beside the pages.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// All terms.
    pub glossary: &'a Glossary,
    /// Their words.
    pub matcher: &'a Matcher,
    /// Only the words that people should not use.
    pub avoided: &'a Matcher,
    /// The anchors of all terms.
    pub anchors: &'a Anchored<'a>,
    /// How often each term is linked.
    pub rules: &'a TermRules,
    /// `[glossary]` of `site.toml`.
    pub limits: &'a config::Glossary,
}

/// What one page adds to the advice about a glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PageFacts {
    /// The terms that it links, in order.
    pub used: Vec<Id>,
    /// The terms that stand on it, linked or not, in order.
    pub mentioned: Vec<Id>,
    /// Words that look like terms.
    pub candidates: Vec<Candidate>,
    /// What is told of the page alone.
    pub told: Diagnostics,
}

/// Looks at one page: an article, a role or a decision.
pub fn page(page: &PageTexts<'_>, facts: Facts<'_>) -> PageFacts {
    let mut out = PageFacts::default();
    if is_empty(facts.glossary) {
        return out;
    }
    let links = usage::page(page, facts.anchors, facts.rules);
    for prose in &page.texts {
        avoided_in(prose, None, facts.avoided, facts.glossary, &mut out.told);
    }
    crowded(page, &links, facts, &mut out.told);
    out.used = links.terms();
    let mentions = page.texts.iter().flat_map(|t| t.mentions.iter());
    let mentioned: BTreeSet<&Id> = mentions.map(|m| &m.term).collect();
    out.mentioned = mentioned.into_iter().cloned().collect();
    if !facts.glossary.terms.is_empty() {
        out.candidates = candidates::of_page(&page.texts);
    }
    out
}

/// Tells everything that the pages together show.
///
/// `seen` are the terms that stand on any of them (`seen`).
pub fn check(
    pages: &[&PageFacts],
    seen: &BTreeSet<Id>,
    facts: Facts<'_>,
    diagnostics: &mut Diagnostics,
) {
    if is_empty(facts.glossary) {
        return;
    }
    facts
        .glossary
        .terms
        .iter()
        .for_each(|t| definition(t, facts.matcher, diagnostics));
    unused(seen, facts, diagnostics);
    avoided(facts, diagnostics);
    pages
        .iter()
        .for_each(|p| diagnostics.extend(p.told.iter().cloned()));
    if !facts.glossary.terms.is_empty() {
        let pages = pages.iter().map(|p| &*p.candidates);
        candidates::tell(pages, facts.matcher, diagnostics);
    }
}

/// The terms that stand on any page, linked or not.
pub fn seen<'p>(pages: impl Iterator<Item = &'p PageFacts>) -> BTreeSet<Id> {
    let mut seen = BTreeSet::new();
    for page in pages {
        for id in page.used.iter().chain(&page.mentioned) {
            if !seen.contains(id) {
                seen.insert(Id::clone(id));
            }
        }
    }
    seen
}

fn is_empty(glossary: &Glossary) -> bool {
    glossary.terms.is_empty() && glossary.roles.is_empty()
}

/// Ids in the front matter of an article that no term has.
pub fn switched_off(
    off: &TermsOff,
    file: FileId,
    glossary: &Glossary,
    diagnostics: &mut Diagnostics,
) {
    let TermsOff::Some(ids) = off else { return };
    for id in ids.iter().filter(|id| glossary.get(&id.value).is_none()) {
        let message = format!("there is no term `{}`", id.value);
        let help = did_you_mean(&id.value, glossary.ids().map(|id| &**id));
        let place = Place::new(file, id.span);
        diagnostics.push(Diagnostic::new(Code::TERM_UNKNOWN, place, message).help_if(help));
    }
}

/// Sources of terms that the site's list does not have. Without a list, sources are shown as written.
pub fn sources(glossary: &Glossary, known: &[Source], diagnostics: &mut Diagnostics) {
    for term in glossary.terms.iter().filter(|_| !known.is_empty()) {
        for written in &term.sources {
            if known.iter().any(|s| s.id == written.value) {
                continue;
            }
            let message = format!("there is no source `{}`", written.value);
            let help = did_you_mean(&written.value, known.iter().map(|s| &*s.id));
            let place = Place::new(term.place.file, written.span);
            diagnostics.push(Diagnostic::new(Code::SOURCE_UNKNOWN, place, message).help_if(help));
        }
    }
}

fn definition(term: &Term, matcher: &Matcher, diagnostics: &mut Diagnostics) {
    let (text, file) = (&term.definition.text, term.place.file);
    let length = text.chars().count();
    if length > LONGEST_DEFINITION {
        let cut = text
            .char_indices()
            .nth(LONGEST_DEFINITION)
            .map_or(text.len(), |(at, _)| at);
        let place = Place::new(file, term.definition.map.span(Span::new(cut, text.len())));
        let message = format!(
            "the definition of `{}` has {length} characters; {LONGEST_DEFINITION} are enough",
            term.id
        );
        let help = "keep one sentence, and move the rest to `body`";
        diagnostics.push(Diagnostic::new(Code::TERM_DEFINITION_LONG, place, message).help(help));
    }
    let own = matching::in_text(text, matcher)
        .into_iter()
        .find(|(_, id)| *id == term.id);
    if let Some((range, _)) = own {
        let place = Place::new(file, term.definition.map.span(Span::from(range)));
        let message = format!("`{}` is explained by itself", term.name.value);
        let help = "say it in words that a reader knows without the entry";
        diagnostics
            .push(Diagnostic::new(Code::TERM_DEFINITION_CIRCULAR, place, message).help(help));
    }
}

/// Terms that stand in no text, not in those of the glossary either. A term of a role is known by its page.
fn unused(seen: &BTreeSet<Id>, facts: Facts<'_>, diagnostics: &mut Diagnostics) {
    let shared: BTreeSet<&Id> = facts
        .glossary
        .homonyms
        .iter()
        .flat_map(|h| &h.terms)
        .collect();
    for term in &facts.glossary.terms {
        if seen.contains(&term.id)
            || shared.contains(&term.id)
            || term.role.is_some()
            || term.is_avoided()
        {
            continue;
        }
        let message = format!("`{}` stands in no text", term.name.value);
        let help = "use it, or leave it out; other words for it go into `aliases`";
        diagnostics.push(Diagnostic::new(Code::TERM_UNUSED, term.place, message).help(help));
    }
}

/// Words that people should not use any more, in the entries themselves.
fn avoided(facts: Facts<'_>, diagnostics: &mut Diagnostics) {
    let (glossary, matcher) = (facts.glossary, facts.avoided);
    if matcher.is_empty() {
        return;
    }
    for term in &glossary.terms {
        for prose in term.body.iter().chain(&term.example) {
            avoided_in(prose, Some(&term.id), matcher, glossary, diagnostics);
        }
        for (range, id) in matching::in_text(&term.definition.text, matcher) {
            if id != term.id {
                let place =
                    Place::new(term.place.file, term.definition.map.span(Span::from(range)));
                tell_avoided(&id, place, glossary, diagnostics);
            }
        }
    }
}

/// Its own entry may explain a word that people should not use.
fn avoided_in(
    prose: &Prose,
    own: Option<&Id>,
    matcher: &Matcher,
    glossary: &Glossary,
    diagnostics: &mut Diagnostics,
) {
    for found in matching::everywhere(&prose.document, matcher) {
        let included = prose
            .document
            .get(found.from.node)
            .is_none_or(|n| n.origin > 0);
        if own == Some(&found.term) || included {
            continue;
        }
        let last = if found.from.node == found.to.node {
            found.to.byte
        } else {
            u32::MAX
        };
        let first = written(&prose.document, found.from.node, found.from.byte, last);
        let span = match last {
            // Over several nodes: from the first word to the last.
            u32::MAX => {
                let end = written(&prose.document, found.to.node, 0, found.to.byte);
                Span {
                    start: first.start,
                    end: end.end.max(first.start),
                }
            }
            _ => first,
        };
        tell_avoided(&found.term, prose.place(span), glossary, diagnostics);
    }
}

fn tell_avoided(id: &Id, place: Place, glossary: &Glossary, diagnostics: &mut Diagnostics) {
    let Some(term) = glossary.term(id) else {
        return;
    };
    let name = |id: &Id| match glossary.get(id) {
        Some(Meaning::Term(t)) => t.name.value.to_string(),
        Some(Meaning::Role(r)) => r.name.value.to_string(),
        Some(Meaning::Homonym(h)) => h.label.to_string(),
        None => id.to_string(),
    };
    let message = format!("`{}` should not be used any more", term.name.value);
    let help = term
        .use_instead
        .as_ref()
        .map(|id| format!("write `{}`", name(id)));
    diagnostics.push(Diagnostic::new(Code::TERM_AVOIDED, place, message).help_if(help));
}

/// Links that get into the reader's way.
fn crowded(page: &PageTexts<'_>, links: &PageUse, facts: Facts<'_>, diagnostics: &mut Diagnostics) {
    let limits = facts.limits;
    let thousands = page.words.div_ceil(1000).max(1);
    let most = limits.max_per_term_1000_words * thousands;
    for (id, count) in links.links.iter().filter(|(_, n)| **n > most) {
        let message = format!("`{id}` is linked {count} times in {} words", page.words);
        let help = "`match = { links = \"first-per-page\" }` links its first mention only";
        diagnostics.push(Diagnostic::new(Code::TERM_LINKS_MANY, page.place, message).help(help));
    }
    // A short text or a page made of cells and lists is not read line by line.
    let running = matches!(page.subject, Subject::Article(_)) && page.words >= SHORT_PAGE;
    let allowed = page.words / limits.page_words_per_link.max(1);
    let total = links.total();
    if running && limits.page_words_per_link > 0 && total > allowed {
        let message = format!("{total} links to terms in {} words", page.words);
        let often = most_linked(&links.links);
        let help = format!(
            "more than one in {} words is hard to read; `glossary = [{often}]` in the front matter switches terms off",
            limits.page_words_per_link
        );
        diagnostics.push(Diagnostic::new(Code::TERM_LINKS_DENSE, page.place, message).help(help));
    }
}

/// Fewer words are a note, in which a few links are no crowd.
const SHORT_PAGE: usize = 200;

/// The three terms with the most links, as a list of ids.
fn most_linked(links: &BTreeMap<Id, usize>) -> String {
    let mut list: Vec<(&Id, &usize)> = links.iter().collect();
    list.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let ids: Vec<String> = list
        .iter()
        .take(3)
        .map(|(id, _)| format!("\"{id}\""))
        .collect();
    ids.join(", ")
}
