//! Where pages of data get their views: roles, comparisons, decisions, glossary, rights. One match arm per concept.

use super::ink::Ink;
use super::page::{Press, json};
use super::view::home::{HomeView, WayView};
use super::view::page::{PageView, TermNote};
use super::view::side::SideView;
use super::view::{LinkView, decision};
use crate::model::{Article, Subject};

impl Press<'_> {
    /// Template, name of the view, view.
    pub(super) fn data_view(
        &self,
        subject: &Subject,
        _intro: Option<&Article>,
        page: &mut PageView,
        ink: &mut Ink<'_>,
    ) -> (&'static str, &'static str, serde_json::Value) {
        let parts = |_: &crate::model::decision::Decision, _: usize, _: &mut Ink<'_>| {
            decision::ResultParts::default()
        };
        if let Some(made) = decision::view(&self.site.decisions, subject, &parts, ink) {
            page.kind = made.kind();
            let (template, name) = made.template();
            let view = match &made {
                decision::DecisionPage::Index(v) => json(v),
                decision::DecisionPage::Question(v) => json(v),
                decision::DecisionPage::Result(v) => json(v),
                decision::DecisionPage::Tree(v) => json(v),
            };
            return (template, name, view);
        }
        (
            "section.html",
            "section",
            json(&super::view::section::SectionView::default()),
        )
    }

    /// The title of a page that is made from data.
    pub(super) fn title_of_data(&self, subject: &Subject) -> String {
        match subject {
            Subject::WholeTree(_) => self.strings.word("whole-tree").to_owned(),
            other => decision::title(&self.site.decisions, other).unwrap_or_default(),
        }
    }

    /// The note of a term that a page links to.
    pub(super) fn note(&self, _term: &str, _ink: &Ink<'_>) -> Option<TermNote> {
        None
    }

    /// The ways into the handbook that its data offers.
    pub(super) fn ways(&self, home: &mut HomeView, ink: &Ink<'_>) {
        let decisions = self.data_links(&Subject::Decisions, ink);
        if !decisions.is_empty() {
            let count = u32::try_from(decisions.len()).unwrap_or(u32::MAX);
            let items = decisions.into_iter().take(6).collect();
            home.decisions = Some(WayView {
                count,
                url: ink.url(&Subject::Decisions),
                items,
            });
        }
    }

    /// The pages of a generated section.
    pub(super) fn data_links(&self, section: &Subject, ink: &Ink<'_>) -> Vec<LinkView> {
        match section {
            Subject::Decisions => {
                let link = |d: &crate::model::decision::Decision| LinkView {
                    title: d.title.to_string(),
                    url: ink.url(&Subject::Decision(d.id.clone())),
                };
                self.site.decisions.list.iter().map(link).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Side columns of generated sections.
    pub(super) fn data_sides(&self, _ink: &Ink<'_>) -> Vec<(String, SideView)> {
        Vec::new()
    }
}
