//! Everything the site wants written, and everything that can be linked to, gathered from all concepts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::concepts::id_of;
use super::read::ContentFile;
use super::stages::Others;
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::comparison::Comparison;
use crate::model::glossary::Term;
use crate::model::{Article, Id, LinkTo, Site, Subject};
use crate::parse::kind::FileKind;
use crate::plan::build::{Wanted, WantedRedirect, Wishes, article_route, build};
use crate::plan::route::{self, Format, Route};
use crate::plan::{Plan, Redirect, RedirectTo, decision};
use crate::resolve::comparison::other_names;
use crate::resolve::links::{self, Entry, Targets};
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
    for (folder, own) in &site.articles.folders {
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
    let within = |a: &&Article| {
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
    for subject in [Subject::Contents, Subject::NotFound] {
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
    for article in site.articles.list.iter().chain(site.introductions.values()) {
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

/// Everything that can be linked to.
pub fn targets(
    source: &SourceTree,
    site: &Site,
    plan: &Plan,
    files: &[ContentFile],
    others: &Others,
) -> Targets {
    let mut targets = Targets::default();
    for (path, entry) in others {
        targets.add_source(path, entry.clone());
    }
    for article in &site.articles.list {
        targets.add_source(
            &article.path,
            Entry::Page(Subject::Article(Arc::clone(&article.path))),
        );
    }
    for (subject, article) in &site.introductions {
        targets.add_source(&article.path, Entry::Page(subject.clone()));
    }
    folders(site, &mut targets);
    data_files(site, files, &mut targets);
    let root = &source.layout().content;
    for copy in &plan.copies {
        let Some(file) = source.get(copy.source) else {
            continue;
        };
        let path: Arc<str> = Arc::from(copy.file.as_str());
        let entry = Entry::File(Arc::clone(&path), file.pixels);
        if file.area == Area::Content {
            targets.add_source(file.path.below(root).unwrap_or_default(), entry.clone());
        }
        targets.routes.insert(Arc::from(format!("/{path}")), entry);
    }
    routes(plan, &mut targets);
    targets
}

fn folders(site: &Site, targets: &mut Targets) {
    for (folder, own) in &site.articles.folders {
        let entry = match own.and_then(|i| site.articles.list.get(i)) {
            Some(article) => Entry::Page(Subject::Article(Arc::clone(&article.path))),
            None => Entry::Page(
                area_of(folder, site).unwrap_or_else(|| Subject::Folder(Arc::clone(folder))),
            ),
        };
        targets.add_source(folder, entry);
    }
    for (name, subject) in AREAS {
        if site.makes(subject) {
            targets.add_source(name, Entry::Page((*subject).clone()));
        }
    }
}

/// Folders of the site and of the sources that mean a section that we make.
const AREAS: &[(&str, &Subject)] = &[
    ("roles", &Subject::Roles),
    ("compare", &Subject::Comparisons),
    ("comparisons", &Subject::Comparisons),
    ("decide", &Subject::Decisions),
    ("decisions", &Subject::Decisions),
    ("glossary", &Subject::Glossary),
    ("glossary.toml", &Subject::Glossary),
    ("rights", &Subject::Rights),
    ("rights.toml", &Subject::Rights),
];

fn area_of(folder: &str, site: &Site) -> Option<Subject> {
    AREAS
        .iter()
        .find(|(name, s)| *name == folder && site.makes(s))
        .map(|(_, s)| (*s).clone())
}

fn data_files(site: &Site, files: &[ContentFile], targets: &mut Targets) {
    for (rank, role) in site.roles.list.iter().enumerate() {
        let entry = Entry::Page(Subject::Role(Arc::clone(&role.id)));
        targets.role_rank.insert(Arc::clone(&role.id), rank);
        targets.roles.insert(Arc::clone(&role.id), entry.clone());
        for old in &role.was {
            targets
                .roles
                .entry(Arc::clone(old))
                .or_insert_with(|| entry.clone());
        }
    }
    targets.terms = crate::resolve::glossary::targets(&site.glossary);
    for comparison in &site.comparisons.list {
        targets.comparisons.insert(comparison.roles.to_vec(), ());
    }
    for activity in &site.rights.activities {
        targets
            .rights
            .insert(Arc::clone(&activity.id), Arc::clone(&activity.anchor));
    }
    for d in &site.decisions.list {
        let entry = Entry::Page(Subject::Decision(d.id.clone()));
        targets.decisions.insert(d.id.clone(), entry.clone());
        for old in &d.was {
            targets
                .decisions
                .entry(old.clone())
                .or_insert_with(|| entry.clone());
        }
    }
    for file in files {
        data_file(site, file, targets);
    }
}

/// What a data file stands for. One with mistakes of its own is known: links to it are not told as well.
fn data_file(site: &Site, file: &ContentFile, targets: &mut Targets) {
    let id = id_of(&file.path);
    let subject = match file.kind {
        FileKind::Role => site
            .roles
            .get(&id)
            .map(|r| Subject::Role(Arc::clone(&r.id))),
        FileKind::Decision => site
            .decisions
            .get(&id)
            .map(|d| Subject::Decision(d.id.clone())),
        FileKind::Comparison => {
            let own = |c: &&Comparison| c.words.as_ref().is_some_and(|w| w.file == file.file);
            let found = site.comparisons.list.iter().find(own);
            found.map(|c| Subject::Comparison(Arc::clone(&c.roles)))
        }
        _ => return,
    };
    let entry = subject.map_or(Entry::Broken, Entry::Page);
    if file.kind == FileKind::Role {
        let text = file.path.replace(".toml", ".md");
        targets.roles.entry(id).or_insert_with(|| entry.clone());
        targets.add_source(&text, entry.clone());
    } else if file.kind == FileKind::Decision {
        targets.decisions.entry(id).or_insert_with(|| entry.clone());
    }
    targets.add_source(&file.path, entry);
}

fn routes(plan: &Plan, targets: &mut Targets) {
    for page in plan.pages.iter().filter(|p| p.format == Format::Html) {
        targets.routes.insert(
            Arc::from(page.route.as_str()),
            Entry::Page(page.subject.clone()),
        );
    }
    for redirect in &plan.redirects {
        if let RedirectTo::Subject(subject, _) = &redirect.to {
            targets
                .routes
                .entry(Arc::from(redirect.from.as_str()))
                .or_insert_with(|| Entry::Page(subject.clone()));
        }
    }
    for name in &plan.generated {
        targets
            .routes
            .entry(Arc::from(format!("/{name}")))
            .or_insert_with(|| Entry::File(Arc::from(*name), None));
    }
}

/// Looks up where redirects of articles lead, and lets links to such an article lead there, too; a chain is told.
pub fn resolve_redirects(
    site: &Site,
    plan: &mut Plan,
    targets: &mut Targets,
    told: &mut Diagnostics,
) {
    look_up_redirects(site, plan, targets, told);
    let moved = |file: FileId| {
        let mut articles = site.articles.list.iter();
        articles.find(|a| a.file == file && a.redirect_to.is_some())
    };
    for redirect in &plan.redirects {
        let Some(article) = moved(redirect.source) else {
            continue;
        };
        let entry = match &redirect.to {
            RedirectTo::Subject(subject, _) => Entry::Page(subject.clone()),
            RedirectTo::Url(url) => Entry::Elsewhere(Arc::clone(url)),
            RedirectTo::File(path) => Entry::File(Arc::clone(path), None),
            RedirectTo::Written(..) => Entry::Broken,
        };
        targets.add_source(&article.path, entry.clone());
        let from = Arc::from(redirect.from.as_str());
        targets.routes.insert(from, entry.clone());
        if article.is_index() {
            targets.add_source(article.folder(), entry);
        }
    }
    // What leads nowhere is told; if the author lowered that, there is no page for it.
    let leads = |r: &Redirect| !matches!(r.to, RedirectTo::Written(..));
    plan.redirects.retain(leads);
}

/// Rows, activities and terms own their ids: a heading of a text beside them gets another.
pub fn make_way(site: &mut Site) {
    let ids = |subject: &Subject, site: &Site| -> BTreeSet<Arc<str>> {
        let known = crate::plan::anchors::of(subject, &site.roles, &site.rights);
        let mut ids: BTreeSet<Arc<str>> = known.unwrap_or_default();
        if *subject == Subject::Glossary {
            ids.extend(site.glossary.terms.iter().map(|t| Arc::clone(&t.anchor)));
            ids.extend(site.glossary.homonyms.iter().map(|h| Arc::clone(&h.id)));
        }
        ids
    };
    let roles: Vec<Id> = site.role_outlines.keys().cloned().collect();
    for id in roles {
        let taken = ids(&Subject::Role(Arc::clone(&id)), site);
        if let Some(outline) = site.role_outlines.get_mut(&id) {
            *outline = Arc::new(outline.make_way(&|id| taken.contains(id)));
        }
    }
    let introduced: Vec<Subject> = site.introductions.keys().cloned().collect();
    for subject in introduced {
        let taken = ids(&subject, site);
        if let Some(article) = site.introductions.get_mut(&subject) {
            article.outline = Arc::new(article.outline.make_way(&|id| taken.contains(id)));
        }
    }
}

/// The page that a data file is about.
pub fn page_of(source: &SourceTree, targets: &Targets, file: FileId) -> Option<Subject> {
    let root = &source.layout().content;
    let path = source.get(file)?.path.below(root)?;
    match targets.sources.get(path)? {
        Entry::Page(subject) => Some(subject.clone()),
        _ => None,
    }
}

fn look_up_redirects(site: &Site, plan: &mut Plan, targets: &Targets, told: &mut Diagnostics) {
    let place_of = |path: &str| {
        let article = site.articles.get(path)?;
        let span = article
            .redirect_to
            .as_ref()
            .map(|r| r.span)
            .unwrap_or_default();
        Some(Place::new(article.file, span))
    };
    let mut wrong: BTreeSet<Arc<str>> = BTreeSet::new();
    for redirect in &mut plan.redirects {
        let RedirectTo::Written(path, written) = &redirect.to else {
            continue;
        };
        let (path, written) = (Arc::clone(path), Arc::clone(written));
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        let to = links::look_up(&written, folder, targets);
        let place = place_of(&path).unwrap_or(Place::whole(redirect.source));
        redirect.to = match to {
            Ok(LinkTo::Subject { subject, anchor })
                if plan.routes.contains_key(&(subject.clone(), Format::Html)) =>
            {
                RedirectTo::Subject(subject, anchor.unwrap_or_else(|| Arc::from("")))
            }
            Ok(LinkTo::External(url)) => RedirectTo::Url(url),
            Ok(LinkTo::File { path, suffix, .. }) => {
                RedirectTo::File(format!("{path}{suffix}").into())
            }
            Ok(_) => {
                if wrong.insert(Arc::clone(&path)) {
                    told.add(
                        Code::REDIRECT_UNKNOWN,
                        place,
                        "a redirect leads to a page, not to another redirect",
                    )
                    .help = Some("name the page that the other one leads to".to_owned());
                }
                continue;
            }
            Err(fault) => {
                if let Some(fault) = fault.filter(|_| wrong.insert(Arc::clone(&path))) {
                    let mut d = fault.at(place);
                    d.code = Code::REDIRECT_UNKNOWN;
                    d.severity = Code::REDIRECT_UNKNOWN.severity;
                    told.push(d);
                }
                continue;
            }
        };
    }
}
