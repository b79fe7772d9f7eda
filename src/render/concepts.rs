//! Where pages of data get their views: roles, comparisons, decisions, glossary, rights. One match arm per concept.

use super::ink::Ink;
use super::page::Press;
use super::theme::View;
use super::view::home::{HomeView, WayView};
use super::view::page::PageView;
use super::view::side::SideView;
use super::view::{LinkView, RoleTag, comparison, decision};
use crate::model::comparison::Comparison;
use crate::model::decision::Decision;
use crate::model::glossary::Term;
use crate::model::rights::Activity;
use crate::model::role::Role;
use crate::model::{Article, Id, Subject};
use crate::text::list_of;

impl Press<'_> {
    /// Template, name of the view, view.
    pub(super) fn data_view(
        &self,
        subject: &Subject,
        intro: Option<&Article>,
        page: &mut PageView,
        ink: &mut Ink<'_>,
    ) -> (&'static str, &'static str, View) {
        let book = self.book();
        let parts = |d: &Decision, o: usize, ink: &mut Ink<'_>| decision::parts(book, d, o, ink);
        if let Some(made) = decision::view(&self.site.decisions, subject, &parts, ink) {
            page.kind = made.kind();
            let (template, name) = made.template();
            let view = match &made {
                decision::DecisionPage::Index(v) => View::new(v),
                decision::DecisionPage::Question(v) => View::new(v),
                decision::DecisionPage::Result(v) => View::new(v),
                decision::DecisionPage::Tree(v) => View::new(v),
            };
            return (template, name, view);
        }
        if let Some(made) = self.glossary_view(subject, intro, page, ink) {
            return made;
        }
        if let Some(made) = self.role_page(subject, intro, page, ink) {
            return made;
        }
        (
            "section.html",
            "section",
            View::new(&super::view::section::SectionView::default()),
        )
    }

    /// The title of a page that is made from data.
    pub(super) fn title_of_data(&self, subject: &Subject) -> String {
        match subject {
            Subject::Term(anchor) => self.term_title(anchor),
            Subject::Role(id) => self
                .site
                .roles
                .get(id)
                .map_or_else(String::new, |r| r.name.to_string()),
            Subject::Comparison(ids) => self
                .site
                .comparisons
                .get(ids)
                .map_or_else(String::new, |c| {
                    comparison::title(self.book(), c, self.strings.word("and"))
                }),
            Subject::WholeTree(_) => self.strings.word("whole-tree").to_owned(),
            other => decision::title(&self.site.decisions, other).unwrap_or_default(),
        }
    }

    /// The ways into the handbook that its data offers.
    pub(super) fn ways(&self, home: &mut HomeView, ink: &Ink<'_>) {
        let way = |section: Subject| {
            let links = self.data_links(&section, ink);
            let count = u32::try_from(links.len()).unwrap_or(u32::MAX);
            let items = links.into_iter().take(6).collect();
            (count > 0).then(|| WayView {
                count,
                url: ink.url(&section),
                items,
            })
        };
        home.decisions = way(Subject::Decisions);
        home.glossary = way(Subject::Glossary);
        home.rights = way(Subject::Rights);
        let roles = &self.site.roles.list;
        home.roles = (!roles.is_empty()).then(|| WayView {
            count: u32::try_from(roles.len()).unwrap_or(u32::MAX),
            url: ink.url(&Subject::Roles),
            items: roles.iter().take(6).map(|r| role_tag(r, ink)).collect(),
        });
    }

    /// The pages of a generated section.
    pub(super) fn data_links(&self, section: &Subject, ink: &Ink<'_>) -> Vec<LinkView> {
        let site = self.site;
        let link = |title: &str, subject: Subject, anchor: &str| LinkView {
            title: title.to_owned(),
            url: ink.url_at(&subject, anchor),
        };
        match section {
            Subject::Decisions => {
                let of = |d: &Decision| link(&d.title, Subject::Decision(d.id.clone()), "");
                site.decisions.list.iter().map(of).collect()
            }
            Subject::Roles => {
                let of = |r: &Role| link(&r.name, Subject::Role(Id::clone(&r.id)), "");
                site.roles.list.iter().map(of).collect()
            }
            Subject::Glossary => {
                let of = |t: &Term| link(&t.name.value, Subject::Glossary, &t.anchor);
                site.glossary.terms.iter().map(of).collect()
            }
            Subject::Rights => {
                let of = |a: &Activity| link(&a.name, Subject::Rights, &a.anchor);
                site.rights.activities.iter().map(of).collect()
            }
            Subject::Comparisons => {
                let of = |c: &Comparison| {
                    link(
                        &self.comparison_title(&c.roles),
                        Subject::Comparison(c.roles.clone()),
                        "",
                    )
                };
                site.comparisons.list.iter().map(of).collect()
            }
            _ => Vec::new(),
        }
    }

    /// "Product manager and product owner".
    pub(super) fn comparison_title(&self, roles: &[Id]) -> String {
        if let Some(title) = self
            .site
            .comparisons
            .get(roles)
            .and_then(|c| c.words.as_ref())
            .and_then(|w| w.title.as_ref())
        {
            return title.to_string();
        }
        let names: Vec<&str> = roles
            .iter()
            .filter_map(|r| self.site.roles.get(r))
            .map(|r| &*r.name)
            .collect();
        list_of(&names, self.strings.word("and"))
    }

    /// Side columns of generated sections: roles by family.
    pub(super) fn data_sides(&self, ink: &Ink<'_>) -> Vec<(String, SideView)> {
        let mut entries = Vec::new();
        let families = self
            .site
            .roles
            .families
            .iter()
            .map(|f| (Some(&*f.id), f.name.to_string()));
        for (family, name) in families.chain([(None, String::new())]) {
            let roles: Vec<&Role> = self.site.roles.of_family(family).collect();
            let depth = usize::from(!roles.is_empty() && !name.is_empty());
            if depth == 1 {
                entries.push((name, None, 0));
            }
            for role in roles {
                let url = ink.url(&Subject::Role(Id::clone(&role.id)));
                entries.push((role.name.to_string(), Some(url), depth));
            }
        }
        if entries.is_empty() {
            return Vec::new();
        }
        let title = self.strings.word("roles");
        vec![(ink.url(&Subject::Roles), SideView::new(title, &entries))]
    }
}

/// A role as it is mentioned.
pub fn role_tag(role: &Role, ink: &Ink<'_>) -> RoleTag {
    RoleTag {
        id: role.id.to_string(),
        name: role.name.to_string(),
        url: Some(ink.url(&Subject::Role(Id::clone(&role.id)))),
        monogram: role.monogram.to_string(),
        hue: role.hue,
    }
}
