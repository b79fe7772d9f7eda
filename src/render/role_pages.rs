//! Pages of roles, comparisons and rights: which template, which view, and what of the frame they fill.

use super::articles;
use super::ink::Ink;
use super::page::Press;
use super::theme::View;
use super::view::Html;
use super::view::comparison::comparison_view;
use super::view::comparisons::comparisons_view;
use super::view::page::PageView;
use super::view::rights::rights_view;
use super::view::role::{role_view, roles_view};
use super::view::value::Book;
use crate::markdown::Outline;
use crate::model::role::{Role, RoleStatus};
use crate::model::{Article, Id, Prose, Subject};
use crate::text::escape;

/// Template, name of the view, view.
pub(super) type Made = (&'static str, &'static str, View);

impl<'a> Press<'a> {
    /// What views of roles are written from.
    pub(super) fn book(&self) -> Book<'a> {
        Book {
            roles: &self.site.roles,
            rights: &self.site.rights,
        }
    }

    /// The page of a role, a comparison, rights or an index of them; `None`: it is about something else.
    pub(super) fn role_page(
        &self,
        subject: &Subject,
        intro: Option<&Article>,
        page: &mut PageView,
        ink: &mut Ink<'_>,
    ) -> Option<Made> {
        let (book, comparisons) = (self.book(), &self.site.comparisons);
        Some(match subject {
            Subject::Role(id) => {
                let role = self.site.roles.get(id)?;
                role_frame(role, page, ink);
                let today = self.source.facts().today;
                let none = Outline::default();
                let outline = self.site.role_outlines.get(id).map_or(&none, |o| o);
                let view = role_view(book, comparisons, role, outline, today, ink);
                ("role.html", "role", View::new(&view))
            }
            Subject::Roles => {
                lead(page, ink.count("roles-lead", self.site.roles.list.len()));
                let intro = introduction(intro, ink);
                let mut view = roles_view(book, comparisons, ink);
                view.intro = intro;
                ("roles.html", "roles", View::new(&view))
            }
            Subject::Comparison(ids) => {
                let comparison = comparisons.get(ids)?;
                let title_of = |id: &Id| self.site.decisions.get(id).map(|d| d.title.to_string());
                let (view, marks) = comparison_view(book, comparisons, comparison, &title_of, ink);
                page.marks = marks;
                let verdict = comparison.words.as_ref().and_then(|w| w.verdict.as_ref());
                page.description = verdict.map(Prose::plain_text);
                ("comparison.html", "comparison", View::new(&view))
            }
            Subject::Comparisons => {
                let intro = introduction(intro, ink);
                let mut view = comparisons_view(book, comparisons, ink);
                view.intro = intro;
                ("comparisons.html", "comparisons", View::new(&view))
            }
            Subject::Rights => {
                lead(
                    page,
                    ink.count("rights-lead", self.site.rights.activities.len()),
                );
                let intro = introduction(intro, ink);
                let mut view = rights_view(book, ink);
                view.intro = intro;
                ("rights.html", "rights", View::new(&view))
            }
            _ => return None,
        })
    }
}

fn role_frame(role: &Role, page: &mut PageView, ink: &mut Ink<'_>) {
    page.lead = role.summary.as_ref().map(|s| ink.html(s));
    page.description = role.summary.as_ref().map(Prose::plain_text);
    page.draft = role.status == RoleStatus::Draft;
}

/// A lead of the theme, unless an introduction has its own.
fn lead(page: &mut PageView, text: String) {
    if page.lead.is_none() {
        page.lead = Some(Html(escape(&text)));
        page.description.get_or_insert(text);
    }
}

fn introduction(article: Option<&Article>, ink: &mut Ink<'_>) -> Option<Html> {
    let body = articles::body(article?, ink);
    (!body.0.trim().is_empty()).then_some(body)
}
