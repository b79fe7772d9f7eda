//! Everything that can be linked to, gathered from all concepts, and where redirects lead.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::concepts::id_of;
use super::items::Others;
use super::read::ContentFile;
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::comparison::Comparison;
use crate::model::{LinkTo, Site, Subject};
use crate::parse::kind::FileKind;
use crate::plan::route::Format;
use crate::plan::{Plan, Redirect, RedirectTo};
use crate::resolve::links::{self, Entry, Targets};
use crate::source::{Area, SourceTree};
use crate::text;

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
    for (folder, own) in site.articles.folders.iter() {
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
        let area = activity.area.iter().map(|a| text::nfc(a).into());
        targets.areas.extend(area);
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

/// The page that a data file is about.
pub fn page_of(source: &SourceTree, targets: &Targets, file: FileId) -> Option<Subject> {
    let root = &source.layout().content;
    let path = source.get(file)?.path.below(root)?;
    match targets.sources.get(path)? {
        Entry::Page(subject) => Some(subject.clone()),
        _ => None,
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
