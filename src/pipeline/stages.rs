//! The stages, each a function that `prepare` calls once: configuration, navigation, links, mentions.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::read::unreadable;
use super::{Memos, Options};
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::memo::Key;
use crate::model::config::NavEntry;
use crate::model::{Article, Config, Nav, Prose, Site, Subject};
use crate::parse;
use crate::plan::Plan;
use crate::render::terms::TermRules;
use crate::render::theme::Theme;
use crate::resolve;
use crate::resolve::links::Targets;
use crate::resolve::matching::{Matcher, mentions};
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
fn once(told: Diagnostics) -> impl Iterator<Item = crate::diag::Diagnostic> {
    let key = |d: &crate::diag::Diagnostic| (d.place, d.code.name, d.message.clone());
    let own = told.iter().filter(|d| d.labels.is_empty()).map(key);
    let mut seen: BTreeSet<_> = own.collect();
    told.into_iter()
        .filter(move |d| d.labels.is_empty() || seen.insert(key(d)))
}

/// Links of every text in the site.
pub fn link(
    source: &SourceTree,
    site: &mut Site,
    plan: &mut Plan,
    targets: &Targets,
    told: &mut Diagnostics,
) {
    let root = source.layout().content.clone();
    let folder_of = |file: FileId| {
        let path = source.get(file).map_or("", |f| f.path.folder());
        let below = path.strip_prefix(root.as_str()).unwrap_or_default();
        below.trim_start_matches('/').to_owned()
    };
    let file_of = |path: &str| match root.as_str() {
        "" => source.find(path),
        root => source.find(&format!("{root}/{path}")),
    };
    let resolve_one = |prose: &mut Prose| {
        let mut said = Diagnostics::new();
        let folder = folder_of(prose.file);
        resolve::links::resolve(prose, &folder, targets, &file_of, &mut said);
        said
    };
    let one = |article: &mut Article| resolve_one(&mut article.body);
    let said = crate::memo::each_mut(&mut site.articles.list, one);
    let mut rest: Diagnostics = said.into_iter().flatten().collect();
    let broken = site.articles.broken.iter_mut();
    for article in broken.chain(site.introductions.values_mut()) {
        rest.extend(resolve_one(&mut article.body));
    }
    site.each_data_prose(&mut |prose| rest.extend(resolve_one(prose)));
    told.extend(once(rest));
    plan.terms = targets.terms.clone();
    footer_links(site, targets, told);
}

/// Where the links of the footer lead.
fn footer_links(site: &mut Site, targets: &Targets, told: &mut Diagnostics) {
    for entry in &site.config.look.links {
        let url = match entry {
            NavEntry::Page(url) => url,
            NavEntry::Titled { url: Some(url), .. } => url,
            NavEntry::Titled { .. } => continue,
        };
        match resolve::links::look_up(&url.value, "", targets) {
            Ok(to) => {
                site.footer_links.insert(Arc::clone(&url.value), to);
            }
            Err(Some(fault)) => told.push(fault.at(Place::new(site.config_file, url.span))),
            Err(None) => {}
        }
    }
}

/// Files that `look` names, templates that articles name, and whether the site knows its address.
pub fn look(source: &SourceTree, site: &Site, plan: &Plan, theme: &Theme, told: &mut Diagnostics) {
    let look = &site.config.look;
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
    for article in &site.articles.list {
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

/// Words that may be linked to terms, in every text; and how often each term is linked.
pub fn mention(
    source: &SourceTree,
    site: &mut Site,
    memos: &Memos,
    generation: u64,
    told: &mut Diagnostics,
) -> TermRules {
    let matcher = Matcher::new(&site.glossary, &site.config.language);
    if !matcher.is_empty() {
        let find = |prose: &mut Prose| {
            let mut key = Key::of("terms");
            key.print("text", prose.print);
            key.print("rules", matcher.print());
            let found = memos.terms.get(key.finish(), generation, || {
                mentions(&prose.document, &matcher).into()
            });
            prose.mentions = Arc::clone(&found);
        };
        crate::memo::each_mut(&mut site.articles.list, |a: &mut Article| find(&mut a.body));
        site.introductions
            .values_mut()
            .for_each(|a| find(&mut a.body));
        site.each_data_prose(&mut |prose| find(prose));
    }
    let rules = TermRules::of(&site.glossary, site.config.glossary.links);
    super::terms::judge(source, site, &rules, &matcher, told);
    rules
}
