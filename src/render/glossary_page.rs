//! The pages of the glossary: what its entries need from the rest of the handbook is looked up here.

use super::frame;
use super::ink::Ink;
use super::page::{Press, title};
use super::theme::View;
use super::view::glossary::{self as view, Around};
use super::view::page::{PageView, TermNote};
use crate::model::{Article, Prose, Subject};

impl Press<'_> {
    /// Template, name of the view, view; `None`: the subject is not of the glossary.
    pub(super) fn glossary_view(
        &self,
        subject: &Subject,
        intro: Option<&Article>,
        page: &mut PageView,
        ink: &mut Ink<'_>,
    ) -> Option<(&'static str, &'static str, View)> {
        let glossary = &self.site.glossary;
        match subject {
            Subject::Glossary => {
                let intro = intro.map(|a| ink.html_with(&a.body, &a.outline, ""));
                let mut view = self.around(|around| view::glossary(glossary, around, ink));
                view.intro = intro.filter(|i| !i.is_empty());
                page.marks = view.marks();
                Some(("glossary.html", "glossary", View::new(&view)))
            }
            Subject::Term(anchor) => {
                let term = glossary.terms.iter().find(|t| t.anchor == *anchor);
                let id = term.map_or(anchor, |t| &t.id);
                let view = self.around(|around| view::term(id, glossary, around, ink))?;
                page.marks = view.marks();
                Some(("term.html", "term", View::new(&view)))
            }
            _ => None,
        }
    }

    /// The name of the term with this anchor.
    pub(super) fn term_title(&self, anchor: &str) -> String {
        let terms = &self.site.glossary.terms;
        let term = terms.iter().find(|t| *t.anchor == *anchor);
        term.map(|t| t.name.value.to_string()).unwrap_or_default()
    }

    /// The note of a term that a page links to.
    pub(super) fn note(&self, term: &str, ink: &Ink<'_>) -> Option<TermNote> {
        self.around(|around| view::note(term, &self.site.glossary, around, ink))
    }

    fn around<T>(&self, f: impl FnOnce(Around<'_>) -> T) -> T {
        let site = self.site;
        let source = |id: &str| {
            let source = site.roles.sources.iter().find(|s| &*s.id == id)?;
            let url = source.url.as_ref().map(|u| u.to_string());
            Some((source.title.to_string(), url))
        };
        let summary = |id: &str| {
            let role = site.roles.get(id);
            let summary = role.and_then(|r| r.summary.as_ref());
            summary.map(Prose::plain_text).unwrap_or_default()
        };
        f(Around {
            used_on: &site.used_on,
            title: &|subject| title(self, subject),
            source: &source,
            owner: &|key| frame::owner(site, key).name,
            role_summary: &summary,
        })
    }
}
