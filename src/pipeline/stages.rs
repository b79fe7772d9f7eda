//! The stages, each a function that `prepare` calls once: configuration, navigation, links, mentions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Options;
use super::read::unreadable;
use crate::check;
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::config::{Dates, NavEntry};
use crate::model::{Article, Config, Nav, Prose, Site, Subject};
use crate::parse;
use crate::plan::Plan;
use crate::render::accent;
use crate::render::theme::Theme;
use crate::resolve;
use crate::resolve::links::Targets;
use crate::source::SourceTree;
use crate::text;

/// The configuration, with what the command line puts in its place.
pub fn config(source: &SourceTree, options: &Options, told: &mut Diagnostics) -> Config {
    let file = source.config();
    let text = file.and_then(|f| source.get(f)).and_then(|f| f.as_text());
    let (mut config, diagnostics) = parse::config::config(text);
    let here = file.unwrap_or(FileId(0));
    let sound = diagnostics.is_empty();
    told.extend(diagnostics.at(here));
    if let Some(bad) = file.and_then(|f| source.get(f)) {
        told.extend(unreadable(bad).at(here));
    }
    if let Some(base) = &options.base_url {
        // The command line has looked at it before.
        let _ = parse::config::set_base_url(&mut config, base);
    }
    if config.title.is_empty() {
        config.title = Arc::from(source.name());
    }
    if sound && let Some(file) = file.filter(|_| config.base_url.value.is_empty()) {
        let message = "without `base_url` there are no canonical links and no sitemap";
        let d = told.add(Code::BASE_URL_MISSING, Place::whole(file), message);
        d.help = Some("add `base_url = \"https://…/\"`, where the site will stand".to_owned());
    }
    config
}

/// What keeps pages from saying when they changed.
pub fn dates(source: &SourceTree, config: &Config, told: &mut Diagnostics) {
    let facts = source.facts();
    let (message, help) = match config.dates.value {
        Dates::Auto | Dates::On if facts.shallow => (
            "git has only a part of the history here, so pages do not say when they changed",
            "fetch all of it (`git fetch --unshallow`, in a pipeline `fetch-depth: 0` or `GIT_DEPTH: 0`), or write \
             `dates = \"off\"` below `[git]`",
        ),
        Dates::On if facts.history.is_none() => (
            "git tells nothing here, so pages do not say when they changed",
            "build where `git log` shows the commits of this folder, or leave `dates` out",
        ),
        _ => return,
    };
    let file = source.config().unwrap_or(FileId(0));
    let place = match config.dates.span {
        span if span == Default::default() => Place::whole(file),
        span => Place::new(file, span),
    };
    told.add(Code::DATES_MISSING, place, message).help = Some(help.to_owned());
}

/// A `site.toml` that cannot be read is told alone: with defaults in its place, half of the rest would be false alarms.
pub fn config_alone(site: &Site, told: &mut Diagnostics) {
    let here = |d: &crate::diag::Diagnostic| d.place.file == site.config_file;
    if told.iter().any(|d| here(d) && d.code == Code::TOML_SYNTAX) {
        *told = told.iter().filter(|d| here(d)).cloned().collect();
    }
}

/// The navigation: as `nav` says, else from the folders.
pub fn navigation(site: &Site, targets: &Targets, told: &mut Diagnostics) -> Nav {
    let generated: Vec<resolve::nav::Generated> = [
        (Subject::Roles, "roles", "Roles"),
        (Subject::Comparisons, "compare", "Compare"),
        (Subject::Decisions, "decide", "Decide"),
        (Subject::Glossary, "glossary", "Glossary"),
        (Subject::Rights, "rights-nav", "Rights"),
    ]
    .into_iter()
    .filter(|(s, ..)| site.makes(s))
    .collect();
    if site.config.nav.is_empty() {
        return resolve::nav::from_folders(&site.articles, &generated);
    }
    resolve::nav::explicit(
        &site.config.nav,
        &site.articles,
        targets,
        site.config_file,
        told,
    )
}

/// A part that many pages include is told once, for the first of them.
pub fn once(told: Diagnostics) -> impl Iterator<Item = crate::diag::Diagnostic> {
    let key = |d: &crate::diag::Diagnostic| (d.place, d.code.name, d.message.clone());
    let own = told.iter().filter(|d| d.labels.is_empty()).map(key);
    let mut seen: BTreeSet<_> = own.collect();
    told.into_iter()
        .filter(move |d| d.labels.is_empty() || seen.insert(key(d)))
}

/// Links of the texts of data files and of introductions; what was said of them.
pub fn link_data(source: &SourceTree, site: &mut Site, targets: &Targets) -> Diagnostics {
    let mut said = Diagnostics::new();
    let mut link = |prose: &mut Prose| said.extend(link_one(source, prose, targets));
    site.introductions
        .values_mut()
        .for_each(|a| link(&mut a.body));
    site.each_data_prose(&mut link);
    for article in site.introductions.values() {
        accessible(source, article, &site.config, &mut said);
    }
    said
}

/// Links of one text; what was said of them.
pub fn link_one(source: &SourceTree, prose: &mut Prose, targets: &Targets) -> Diagnostics {
    let root = source.layout().content.as_str();
    let file_of = |path: &str| content_file(source, path);
    let path = source.get(prose.file).map_or("", |f| f.path.folder());
    let below = path.strip_prefix(root).unwrap_or_default();
    let folder = below.trim_start_matches('/');
    let mut said = Diagnostics::new();
    resolve::links::resolve(prose, folder, targets, &file_of, &mut said);
    said
}

/// What of an article some readers cannot use.
pub fn accessible(source: &SourceTree, article: &Article, config: &Config, said: &mut Diagnostics) {
    let file_of = |path: &str| content_file(source, path);
    let (prose, outline) = (&article.body, &article.outline);
    check::access::check(prose, outline, &config.language, &file_of, said);
}

fn content_file(source: &SourceTree, path: &str) -> Option<FileId> {
    match source.layout().content.as_str() {
        "" => source.find(path),
        root => source.find(&format!("{root}/{path}")),
    }
}

/// Where the links of the footer lead.
pub fn footer_links(site: &mut Site, targets: &Targets, told: &mut Diagnostics) {
    let mut found = BTreeMap::new();
    for entry in &site.config.look.links {
        let url = match entry {
            NavEntry::Page(url) => url,
            NavEntry::Titled { url: Some(url), .. } => url,
            NavEntry::Titled { .. } => continue,
        };
        match resolve::links::look_up(&url.value, "", targets) {
            Ok(to) => {
                found.insert(Arc::clone(&url.value), to);
            }
            Err(Some(fault)) => told.push(fault.at(Place::new(site.config_file, url.span))),
            Err(None) => {}
        }
    }
    site.footer_links = found;
}

/// Files that `look` names, templates that articles name, and whether the site knows its address.
pub fn look<'s>(
    source: &SourceTree,
    site: &'s Site,
    templated: impl Iterator<Item = &'s Article>,
    plan: &Plan,
    theme: &Theme,
    told: &mut Diagnostics,
) {
    let look = &site.config.look;
    if let Some(accent) = &look.accent
        && let Some(shown) = accent::darkened(&accent.value)
    {
        let message = format!("`{}` is too light to be read as text", accent.value);
        let place = Place::new(site.config_file, accent.span);
        told.add(Code::ACCENT_CONTRAST, place, message).help = Some(format!(
            "by day, links are written in `{shown}`; name that or a darker color"
        ));
    }
    let named = look.logo.iter().chain(&look.favicon).chain(&look.css);
    for file in named.filter(|f| crate::render::site::published(source, plan, &f.value).is_none()) {
        let message = format!("there is no file `{}` to publish", file.value);
        let paths = plan.copies.iter().map(|c| c.file.as_str());
        let help = text::did_you_mean(&file.value, paths);
        let help =
            help.unwrap_or_else(|| "name a file below the static or the content folder".to_owned());
        told.add(
            Code::VALUE_INVALID,
            Place::new(site.config_file, file.span),
            message,
        )
        .help = Some(help);
    }
    for article in templated {
        let Some(template) = &article.template else {
            continue;
        };
        if !theme.has(&crate::render::articles::template_name(&template.value)) {
            let message = format!("the theme has no template `{}`", template.value);
            told.add(
                Code::TEMPLATE_UNKNOWN,
                Place::new(article.file, template.span),
                message,
            )
            .help = Some(format!(
                "add `templates/{}` to your theme",
                crate::render::articles::template_name(&template.value)
            ));
        }
    }
}
