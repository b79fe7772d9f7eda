//! When pages last changed: the newest commit of the files that each is made from, and what of the handbook changed last.

use super::ink::Ink;
use super::page::Press;
use super::view::home::RecentView;
use crate::date::Date;
use crate::diag::FileId;
use crate::model::role::RoleStatus;
use crate::model::{Article, Prose, Site, Subject};
use crate::source::{Commit, SourcePath, SourceTree};

/// As many changes as the home page lists.
const RECENT: usize = 6;

/// Looks up what git knows of the sources of pages.
#[derive(Clone, Copy)]
pub struct Changes<'a> {
    source: &'a SourceTree,
    site: &'a Site,
}

impl<'a> Changes<'a> {
    /// Of a site that was made from this snapshot.
    pub fn new(source: &'a SourceTree, site: &'a Site) -> Self {
        Self { source, site }
    }

    /// The last commit that changed what a page is made from; none if git does not know or nothing of it is committed.
    pub fn commit(self, subject: &Subject) -> Option<&'a Commit> {
        let history = self.source.facts().history.as_deref()?;
        let of = |file: FileId| history.of(&self.source.get(file)?.path);
        let own = self.files(subject).into_iter().filter_map(of);
        let parts = self.parts(subject);
        let parts = parts.iter().filter_map(|path| history.of(path));
        own.chain(parts).max_by_key(|commit| commit.time)
    }

    /// The day a page last changed: as its author says, else as git knows.
    pub fn day(self, subject: &Subject) -> Option<Date> {
        let said = self.article(subject).and_then(|a| a.updated);
        said.or_else(|| self.commit(subject).map(|c| c.day))
    }

    /// The text that is the page, or introduces it.
    fn article(self, subject: &Subject) -> Option<&'a Article> {
        match subject {
            Subject::Article(path) => self.site.articles.get(path),
            other => self.site.introductions.get(other),
        }
    }

    fn files(self, subject: &Subject) -> Vec<FileId> {
        let site = self.site;
        let mut files: Vec<FileId> = self.article(subject).iter().map(|a| a.file).collect();
        let role = |id: &str, files: &mut Vec<FileId>| {
            if let Some(role) = site.roles.get(id) {
                files.push(role.place.file);
                files.extend(role.body.as_ref().map(|b| b.file));
            }
        };
        match subject {
            Subject::Role(id) => role(id, &mut files),
            Subject::Comparison(ids) => {
                ids.iter().for_each(|id| role(id, &mut files));
                let comparison = site.comparisons.get(ids);
                files.extend(comparison.and_then(|c| c.words.as_ref()).map(|w| w.file));
            }
            Subject::Decision(id)
            | Subject::Answers(id, _)
            | Subject::Outcome(id, _)
            | Subject::Question(id, _)
            | Subject::QuestionGiven(id, ..)
            | Subject::WholeTree(id) => files.extend(site.decisions.get(id).map(|d| d.file)),
            Subject::Glossary => files.extend(site.glossary.terms.iter().map(|t| t.place.file)),
            Subject::Term(anchor) => {
                let term = site.glossary.terms.iter().find(|t| t.anchor == *anchor);
                files.extend(term.map(|t| t.place.file));
            }
            Subject::Rights => {
                files.extend(site.rights.activities.iter().map(|a| a.place.file));
            }
            _ => {}
        }
        files.sort();
        files.dedup();
        files
    }

    /// The files that a text includes.
    fn parts(self, subject: &Subject) -> Vec<SourcePath> {
        let body = match subject {
            Subject::Role(id) => self.site.roles.get(id).and_then(|r| r.body.as_ref()),
            other => self.article(other).map(|a| &a.body),
        };
        let origins = |body: &'a Prose| body.document.origins.iter().filter(|o| !o.is_empty());
        let content = &self.source.layout().content;
        body.into_iter()
            .flat_map(origins)
            .map(|path| SourcePath::new(&format!("{content}/{path}")))
            .collect()
    }
}

impl<'a> Press<'a> {
    /// Looks up when pages changed.
    pub fn changes(&self) -> Changes<'a> {
        Changes::new(self.source, self.site)
    }

    /// The articles, roles and decisions that changed last, the newest first. Where
    /// one commit made all of them there is no news.
    pub(super) fn recent(&self, ink: &Ink<'_>) -> Vec<RecentView> {
        if self.source.facts().history.is_none() {
            return Vec::new();
        }
        let changes = self.changes();
        let dated = |subject: Subject| {
            let day = changes.day(&subject)?;
            let commit = changes.commit(&subject).filter(|c| c.day == day);
            Some(((day, commit.map(|c| c.time)), subject))
        };
        let mut all: Vec<_> = self.candidates().filter_map(dated).collect();
        let first = all.first().map(|(when, _)| *when);
        if all.iter().all(|(when, _)| Some(*when) == first) {
            return Vec::new();
        }
        all.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
        all.truncate(RECENT);
        let view = |((day, _), subject): ((Date, Option<i64>), Subject)| RecentView {
            title: super::page::title(self, &subject),
            url: ink.url(&subject),
            date: day.to_string(),
        };
        all.into_iter().map(view).collect()
    }

    fn candidates(&self) -> impl Iterator<Item = Subject> {
        let shown = |a: &&Article| {
            !a.unlisted && !a.draft && a.redirect_to.is_none() && !self.is_home(&a.path)
        };
        let articles = self.site.articles.list.iter().map(|a| &**a).filter(shown);
        let articles = articles.map(|a| Subject::Article(a.path.clone()));
        let roles = self.site.roles.list.iter();
        let roles = roles.filter(|r| r.status != RoleStatus::Draft);
        let roles = roles.map(|r| Subject::Role(r.id.clone()));
        let decisions = self.site.decisions.list.iter();
        let decisions = decisions.map(|d| Subject::Decision(d.id.clone()));
        articles.chain(roles).chain(decisions)
    }
}
