//! Everything the site wants written, gathered from all concepts: what the plan is made of.

use std::sync::Arc;

use super::read::ContentFile;
use crate::diag::{Diagnostics, FileId, Place};
use crate::model::glossary::Term;
use crate::model::{Article, Site, Subject};
use crate::parse::kind::FileKind;
use crate::plan::build::{Wanted, WantedRedirect, Wishes, article_route, build};
use crate::plan::route::{self, Route};
use crate::plan::{Plan, RedirectTo, decision};
use crate::resolve::comparison::other_names;
use crate::source::{Area, SourceTree};

/// Which pages exist.
pub fn plan(
    source: &SourceTree,
    site: &Site,
    files: &[ContentFile],
    told: &mut Diagnostics,
) -> Plan {
    let mut wishes = Wishes::default();
    articles(site, &mut wishes);
    generated(site, &mut wishes);
    copies(source, files, &mut wishes);
    wishes.generated = vec![
        "robots.txt",
        "_redirects",
        "_headers",
        ".nojekyll",
        "sitemap.xml",
    ];
    redirects(site, &mut wishes);
    build(wishes, told)
}

fn articles(site: &Site, wishes: &mut Wishes) {
    let embed = site.config.embed.articles;
    for article in &site.articles.list {
        let (route, place) = article_route(article);
        let subject = Subject::Article(Arc::clone(&article.path));
        if article.redirect_to.is_none() {
            wishes.pages.push(Wanted {
                subject,
                route: Some(route),
                embed,
                html: true,
                place,
            });
        }
    }
    for (folder, own) in site.articles.folders.iter() {
        if own.is_none() && !is_area(folder, site) {
            let path = if folder.is_empty() {
                "/".to_owned()
            } else {
                format!("/{folder}/")
            };
            let subject = Subject::Folder(Arc::clone(folder));
            let place = first_in(site, folder).unwrap_or(Place::whole(site.config_file));
            wishes.pages.push(Wanted {
                subject,
                route: Some(Route::new(&path)),
                embed: false,
                html: true,
                place,
            });
        }
    }
}

/// A folder whose page we make anyway: `roles/` …
fn is_area(folder: &str, site: &Site) -> bool {
    match folder {
        "roles" => site.makes(&Subject::Roles),
        "compare" => site.makes(&Subject::Comparisons),
        "decide" => site.makes(&Subject::Decisions),
        "glossary" => site.makes(&Subject::Glossary),
        "rights" => site.makes(&Subject::Rights),
        _ => false,
    }
}

fn first_in(site: &Site, folder: &str) -> Option<Place> {
    let within = |a: &&Arc<Article>| {
        folder.is_empty()
            || a.path
                .strip_prefix(folder)
                .is_some_and(|r| r.starts_with('/'))
    };
    site.articles
        .list
        .iter()
        .find(within)
        .map(|a| Place::whole(a.file))
}

fn generated(site: &Site, wishes: &mut Wishes) {
    let config = Place::whole(site.config_file);
    roles(site, wishes);
    for subject in decision::subjects(&site.decisions) {
        let place = decision_file(site, &subject).map_or(config, Place::whole);
        wishes.pages.push(Wanted::generated(subject, place));
    }
    let print = site.config.print.then_some(Subject::Print);
    for subject in [Subject::Contents, Subject::NotFound]
        .into_iter()
        .chain(print)
    {
        wishes.pages.push(Wanted {
            embed: false,
            ..Wanted::generated(subject, config)
        });
    }
}

/// Roles, comparisons, rights, each index first.
fn roles(site: &Site, wishes: &mut Wishes) {
    let config = Place::whole(site.config_file);
    if site.makes(&Subject::Roles) {
        wishes.pages.push(Wanted::generated(Subject::Roles, config));
    }
    for role in &site.roles.list {
        let place = Place::whole(role.place.file);
        wishes.pages.push(Wanted::generated(
            Subject::Role(Arc::clone(&role.id)),
            place,
        ));
    }
    if site.makes(&Subject::Comparisons) {
        wishes
            .pages
            .push(Wanted::generated(Subject::Comparisons, config));
    }
    for comparison in &site.comparisons.list {
        let first = comparison.roles.first().and_then(|id| site.roles.get(id));
        let file = comparison
            .words
            .as_ref()
            .map(|w| w.file)
            .or(first.map(|r| r.place.file));
        let place = file.map_or(config, Place::whole);
        wishes.pages.push(Wanted::generated(
            Subject::Comparison(Arc::clone(&comparison.roles)),
            place,
        ));
    }
    if site.makes(&Subject::Glossary) {
        let place = |t: &Term| Place::whole(t.place.file);
        let first = site.glossary.terms.first().map_or(config, place);
        wishes
            .pages
            .push(Wanted::generated(Subject::Glossary, first));
        for term in site
            .glossary
            .terms
            .iter()
            .filter(|t| site.config.embed.terms && t.role.is_none())
        {
            let subject = Subject::Term(Arc::clone(&term.anchor));
            wishes.pages.push(Wanted {
                html: false,
                ..Wanted::generated(subject, place(term))
            });
        }
    }
    if site.makes(&Subject::Rights) {
        let place = site
            .rights
            .activities
            .first()
            .map_or(config, |a| Place::whole(a.place.file));
        wishes.pages.push(Wanted::generated(Subject::Rights, place));
    }
}

fn decision_file(site: &Site, subject: &Subject) -> Option<FileId> {
    match subject {
        Subject::Decision(id)
        | Subject::Answers(id, _)
        | Subject::Outcome(id, _)
        | Subject::Question(id, _)
        | Subject::QuestionGiven(id, ..)
        | Subject::WholeTree(id) => site.decisions.get(id).map(|d| d.file),
        _ => site.decisions.list.first().map(|d| d.file),
    }
}

fn copies(source: &SourceTree, files: &[ContentFile], wishes: &mut Wishes) {
    for file in files
        .iter()
        .filter(|f| matches!(f.kind, FileKind::Asset | FileKind::StrayData))
    {
        wishes
            .copies
            .push((Arc::clone(&file.path), Place::whole(file.file), false));
    }
    let statics = &source.layout().statics;
    for (id, file) in source.area(Area::Static) {
        let path = file.path.below(statics).unwrap_or_default();
        if !matches!(path, "_redirects" | "_headers") {
            wishes
                .copies
                .push((Arc::from(path), Place::whole(id), true));
        }
    }
}

fn redirects(site: &Site, wishes: &mut Wishes) {
    let known = |article: &Article| Subject::Article(Arc::clone(&article.path));
    let articles = site.articles.list.iter().map(|a| &**a);
    let articles = articles.chain(site.introductions.values());
    for article in articles {
        let to = match &article.redirect_to {
            // Filled in when links are looked up; aliases of a redirect point straight to its target.
            Some(written) => RedirectTo::Written(Arc::clone(&article.path), written.value.clone()),
            None => RedirectTo::Subject(known(article), Arc::from("")),
        };
        if article.redirect_to.is_some() {
            let (route, place) = article_route(article);
            wishes.redirects.push(WantedRedirect {
                from: Arc::from(route.as_str()),
                to: to.clone(),
                place,
                quiet: false,
            });
        }
        for alias in &article.aliases {
            let place = Place::new(article.file, alias.span);
            let from = Arc::from(crate::text::percent_decode(&alias.value).unwrap_or_default());
            wishes.redirects.push(WantedRedirect {
                from,
                to: to.clone(),
                place,
                quiet: false,
            });
        }
    }
    role_redirects(site, wishes);
    for d in &site.decisions.list {
        for (from, subject) in decision::redirects(d) {
            let to = RedirectTo::Subject(subject, Arc::from(""));
            let from = Arc::from(from.as_str());
            wishes.redirects.push(WantedRedirect {
                from,
                to,
                place: Place::whole(d.file),
                quiet: true,
            });
        }
    }
}

/// Old ids of roles, and the other orders of comparisons.
fn role_redirects(site: &Site, wishes: &mut Wishes) {
    let mut add = |old: Subject, new: Subject, place: Place| {
        if let Some(from) = route::generated(&old) {
            let to = RedirectTo::Subject(new, Arc::from(""));
            wishes.redirects.push(WantedRedirect {
                from: Arc::from(from.as_str()),
                to,
                place,
                quiet: true,
            });
        }
    };
    for role in &site.roles.list {
        let place = Place::whole(role.place.file);
        for old in &role.was {
            add(
                Subject::Role(Arc::clone(old)),
                Subject::Role(Arc::clone(&role.id)),
                place,
            );
        }
    }
    for comparison in &site.comparisons.list {
        let place = comparison
            .words
            .as_ref()
            .map_or(Place::whole(site.config_file), |w| Place::whole(w.file));
        for other in other_names(&site.roles, &comparison.roles) {
            add(
                Subject::Comparison(other.into()),
                Subject::Comparison(Arc::clone(&comparison.roles)),
                place,
            );
        }
    }
}
