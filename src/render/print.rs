//! `/print/`: the whole handbook on one page, to be printed or handed out as one file.
//!
//! A chapter is what `<main>` of its own page shows, without what only leads around the site. So a theme's templates decide how
//! a role looks here as well. `inside.rs` makes the chapters one page: ids of their own, links that stay inside.

mod inside;

use std::collections::{BTreeMap, BTreeSet};

use super::frame;
use super::ink::Ink;
use super::page::{Press, alone, kind};
use super::view::Html;
use super::view::page::{PageView, RevisionView};
use super::view::print::{ChapterView, PrintView};
use crate::memo::each;
use crate::model::{LinkTo, Subject};
use crate::plan::Page;
use crate::plan::route::{Addressing, Format};
use inside::{Chapters, main_of, named, rewrite};

/// One chapter before it is written: a page, or the name of what follows.
struct Wish {
    title: String,
    depth: usize,
    /// The page that links lead to.
    subject: Option<Subject>,
    /// Whether what that page shows is a chapter: a list of pages has only its name here.
    is_chapter: bool,
}

/// The view of the page on which everything stands.
pub(super) fn print_view(
    press: &Press<'_>,
    addressing: &Addressing,
    page: &mut PageView,
    ink: &Ink<'_>,
) -> PrintView {
    page.robots = Some("noindex");
    let description = &press.site.config.description;
    page.lead = (!description.is_empty()).then(|| Html::text(description));
    page.description = (!description.is_empty()).then(|| description.to_string());
    let wishes = wishes(press, ink);
    let all = press.plan.pages.iter().filter(|p| p.format == Format::Html);
    let all: BTreeMap<&Subject, &Page> = all.map(|p| (&p.subject, p)).collect();
    let pages = each(&wishes, |wish| {
        let own = *all.get(wish.subject.as_ref()?)?;
        if !wish.is_chapter {
            return Some((own.route.as_str(), None, Vec::new()));
        }
        let (html, marks) = alone(press, own, addressing)?;
        Some((own.route.as_str(), Some(main_of(&html).to_owned()), marks))
    });
    let chapters = chapters(&pages, addressing);
    let marks: BTreeSet<&'static str> = pages
        .iter()
        .flatten()
        .flat_map(|(_, _, m)| m.iter().copied())
        .collect();
    page.marks = marks.into_iter().collect();
    let made: Vec<(usize, (&Wish, &Option<Part<'_>>))> =
        wishes.iter().zip(&pages).enumerate().collect();
    let chapters = each(&made, |(n, (wish, part))| ChapterView {
        id: id_of(*n),
        title: wish.title.clone(),
        depth: wish.depth,
        level: (wish.depth + 2).min(6),
        kind: wish
            .subject
            .as_ref()
            .filter(|_| wish.is_chapter)
            .map_or("heading", |subject| kind(press, subject)),
        body: part
            .as_ref()
            .and_then(|(_, main, _)| main.as_ref())
            .map(|main| Html(rewrite(main, *n, wish.depth + 1, &chapters))),
    });
    let head = press.source.facts().revision.as_ref();
    PrintView {
        chapters,
        head: head.map(|(id, date)| RevisionView {
            id: id.clone(),
            date: date.to_string(),
        }),
    }
}

/// Route, inside of `<main>`, marks.
type Part<'a> = (&'a str, Option<String>, Vec<&'static str>);

fn chapters(pages: &[Option<Part<'_>>], addressing: &Addressing) -> Chapters {
    let mut by_address = BTreeMap::new();
    let mut ids = Vec::new();
    for (n, part) in pages.iter().enumerate() {
        if let Some((route, ..)) = part {
            by_address.insert(addressing.href(route, ""), n);
        }
        let main = part.as_ref().and_then(|(_, main, _)| main.as_deref());
        let main = main.unwrap_or_default();
        ids.push(named(main).map(str::to_owned).collect());
    }
    Chapters { by_address, ids }
}

/// The id of a chapter.
fn id_of(n: usize) -> String {
    format!("rb-p{}", n + 1)
}

/// Articles in the order of the navigation; where it lists roles, each of them; the glossary and the table of rights. Each
/// page once.
fn wishes(press: &Press<'_>, ink: &Ink<'_>) -> Vec<Wish> {
    let nav = &press.site.nav;
    let mut out: Vec<Wish> = Vec::new();
    let mut seen = BTreeSet::new();
    for (node, entry) in nav.nodes.iter().enumerate() {
        let subject = match &entry.to {
            Some(LinkTo::Subject {
                subject,
                anchor: None,
            }) => Some(subject),
            Some(_) => continue,
            None => None,
        };
        let depth = usize::from(entry.depth);
        let wish = |is_chapter: bool| Wish {
            title: frame::node_title(nav, node, ink),
            depth,
            subject: subject.cloned(),
            is_chapter,
        };
        match subject {
            Some(Subject::Comparisons | Subject::Decisions | Subject::Contents) => {}
            Some(subject) if !seen.insert(subject.clone()) => {}
            Some(Subject::Roles) => {
                out.push(wish(false));
                for role in &press.site.roles.list {
                    let subject = Subject::Role(role.id.clone());
                    if seen.insert(subject.clone()) {
                        out.push(Wish {
                            title: role.name.to_string(),
                            depth: depth + 1,
                            subject: Some(subject),
                            is_chapter: true,
                        });
                    }
                }
            }
            Some(Subject::Article(path)) if press.is_home(path) => {}
            Some(Subject::Article(_) | Subject::Role(_) | Subject::Glossary | Subject::Rights) => {
                out.push(wish(true))
            }
            Some(Subject::Folder(_)) | None => out.push(wish(false)),
            Some(_) => {}
        }
    }
    without_idle(out)
}

/// A name is left out if no chapter stands below it.
fn without_idle(wishes: Vec<Wish>) -> Vec<Wish> {
    let mut out: Vec<Wish> = Vec::new();
    // From behind: the depth of what was kept last tells whether a name has something below.
    for wish in wishes.into_iter().rev() {
        let below = out.last().is_some_and(|w| w.depth > wish.depth);
        if wish.is_chapter || below {
            out.push(wish);
        }
    }
    out.reverse();
    out
}

/// What only leads around the site is not part of a chapter.
pub(super) fn bare(view: &mut PageView) {
    view.crumbs = Vec::new();
    view.toc = Vec::new();
    view.previous = None;
    view.next = None;
    view.terms = Vec::new();
    view.related = Vec::new();
    view.edit_url = None;
}
