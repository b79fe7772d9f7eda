//! The stages, each a function that `prepare` calls once: configuration, resolving, navigation, links, theme.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::concepts::{self, Concepts, Inputs};
use super::read::{ContentFile, Parsed, unreadable};
use super::{Memos, Options};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Fixed, Place, Severity, Span, Spanned};
use crate::markdown::{self, Document, Outline};
use crate::memo::{Fingerprint, Key, each};
use crate::model::config::NavEntry;
use crate::model::{Article, Config, Nav, Prose, Site, Subject};
use crate::parse;
use crate::parse::kind::FileKind;
use crate::plan::Plan;
use crate::render::strings::{self, Strings};
use crate::render::terms::TermRules;
use crate::render::theme::{Theme, ThemeParams};
use crate::resolve;
use crate::resolve::articles::{Item, words};
use crate::resolve::links::{Entry, Targets};
use crate::resolve::matching::{Matcher, mentions};
use crate::resolve::prose::Texts;
use crate::source::{Area, SourceTree};
use crate::text;

/// Paths of Markdown files that are no page, and what they are for a link.
pub type Others = BTreeMap<Arc<str>, Entry>;

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

/// Names become ids: articles, then what data files say.
pub fn resolve(
    source: &SourceTree,
    config: Config,
    files: &[ContentFile],
    options: &Options,
    texts: Texts<'_>,
    told: &mut Diagnostics,
) -> (Site, Others) {
    let items = items(source, files, told);
    let (mut articles, mut others) = resolve::articles::resolve(&items, options.drafts, told);
    for file in files.iter().filter(|f| f.kind == FileKind::Part) {
        others.insert(Arc::clone(&file.path), Entry::Part);
    }
    ignored_keys(&items, told);
    stray_data(files, told);

    let config_file = source.config().unwrap_or(FileId(0));
    let inputs = Inputs {
        config: &config,
        config_file,
        files,
        options,
        texts,
    };
    let mut data = concepts::resolve(inputs, told);
    let role_outlines = concepts::role_texts(&mut articles, files, &mut data.roles);

    let made = made(&data);
    let introductions = resolve::articles::take_introductions(&mut articles, &made);
    resolve::articles::index(&mut articles, told);
    let title = config.title.to_string();
    let line = |line: &Option<crate::model::config::Line>, told: &mut Diagnostics| {
        let line = line.as_ref()?;
        let text = parse::Text {
            value: Arc::clone(&line.text),
            map: line.map.clone(),
            span: Span::default(),
        };
        Some(texts.make(&text, config_file, false, told))
    };
    let footer = line(&config.look.footer, told);
    let announcement = line(&config.look.announcement, told);
    let footer_links = BTreeMap::new();
    let site = Site {
        config,
        config_file,
        title,
        articles,
        parts: files.iter().filter(|f| f.kind == FileKind::Part).count(),
        introductions,
        roles: data.roles,
        role_outlines,
        comparisons: data.comparisons,
        rights: data.rights,
        decisions: data.decisions,
        glossary: data.glossary,
        used_on: BTreeMap::new(),
        nav: Nav::default(),
        footer,
        announcement,
        footer_links,
    };
    (site, others)
}

/// The generated sections that exist.
fn made(data: &Concepts) -> Vec<Subject> {
    let all = [
        (Subject::Roles, data.roles.list.is_empty()),
        (Subject::Comparisons, data.comparisons.list.is_empty()),
        (Subject::Decisions, data.decisions.list.is_empty()),
        (Subject::Rights, data.rights.activities.is_empty()),
        (Subject::Glossary, data.glossary.is_empty()),
    ];
    all.into_iter()
        .filter(|(_, empty)| !empty)
        .map(|(s, _)| s)
        .collect()
}

/// Every Markdown page with its inclusions done.
fn items(source: &SourceTree, files: &[ContentFile], told: &mut Diagnostics) -> Vec<Item> {
    let pages: Vec<&ContentFile> = files
        .iter()
        .filter(|f| f.kind == FileKind::Article)
        .collect();
    let by_path: BTreeMap<&str, &ContentFile> = files.iter().map(|f| (&*f.path, f)).collect();
    let made = each(&pages, |file| item(source, file, &by_path));
    let mut items = Vec::with_capacity(made.len());
    for (item, diagnostics) in made {
        told.extend(diagnostics);
        items.extend(item);
    }
    items
}

fn item(
    source: &SourceTree,
    file: &ContentFile,
    by_path: &BTreeMap<&str, &ContentFile>,
) -> (Option<Item>, Diagnostics) {
    let Parsed::Article {
        raw,
        outline,
        words: count,
    } = &file.parsed.0
    else {
        return (None, Diagnostics::new());
    };
    // After a mistake whose level may be changed the page can still be made.
    let fatal = |d: &Diagnostic| d.severity == Severity::Error && d.code.fixed == Fixed::Yes;
    let broken = file.parsed.1.iter().any(fatal);
    let mut item = Item {
        path: Arc::clone(&file.path),
        file: file.file,
        raw: Arc::clone(raw),
        document: Arc::clone(&raw.document),
        print: file.print,
        outline: Arc::clone(outline),
        words: *count,
        broken,
    };
    let Some((document, outline, told, print)) = included(source, file, raw, by_path) else {
        return (Some(item), Diagnostics::new());
    };
    item.print = print;
    item.words = words(&document);
    item.document = Arc::new(document);
    item.outline = Arc::new(outline);
    (Some(item), told)
}

/// The text of a page that includes others, its outline, and what stands for it in keys; `None` if it includes nothing.
fn included(
    source: &SourceTree,
    file: &ContentFile,
    raw: &parse::article::RawArticle,
    by_path: &BTreeMap<&str, &ContentFile>,
) -> Option<(Document, Outline, Diagnostics, Fingerprint)> {
    let place = |origin: &str, span| {
        let id = if origin.is_empty() {
            file.file
        } else {
            by_path.get(origin).map_or(file.file, |f| f.file)
        };
        Place::new(id, span)
    };
    // The text that comes out follows from the page, its path (circles) and every answer, in the order of asking.
    let asked = std::cell::RefCell::new(Key::of("composed"));
    asked.borrow_mut().print("own text", file.print);
    asked.borrow_mut().text("own path", &file.path);
    let find = |origin: &str, written: &str| {
        let from = if origin.is_empty() {
            &*file.path
        } else {
            origin
        };
        let found = find_included(source, written, from, by_path);
        let path = found.as_ref().map_or("", |f| &*f.path);
        let mut asked = asked.borrow_mut();
        asked.text("path found", path);
        if let Some(file) = by_path.get(path) {
            asked.print("text found", file.print);
        }
        found
    };
    let (document, mut told) = markdown::compose(&raw.document, &file.path, &find, &place)?;
    let print = asked.borrow().finish();
    let origins = document.origins.clone();
    let node_place = |n: &markdown::Node| {
        let origin = origins.get(usize::from(n.origin)).map_or("", |o| o);
        place(origin, n.span)
    };
    let (outline, more) = markdown::outline(&document, &node_place);
    told.extend(more);
    Some((document, outline, told, print))
}

/// A file that is included: paths like links, below the content folder only.
fn find_included<'a>(
    source: &'a SourceTree,
    written: &str,
    from: &str,
    by_path: &BTreeMap<&str, &'a ContentFile>,
) -> Result<markdown::Found<'a>, Option<String>> {
    let rooted = written
        .strip_prefix("@/")
        .or_else(|| written.strip_prefix('/'));
    let folder = if rooted.is_some() {
        ""
    } else {
        from.rfind('/').map_or("", |at| &from[..at])
    };
    let decoded = text::percent_decode(rooted.unwrap_or(written)).unwrap_or_default();
    let Some(path) = resolve::address::join(folder, &decoded) else {
        return Err(Some(
            "only files below the content folder can be included".to_owned(),
        ));
    };
    let Some(found) = by_path.get(path.as_str()) else {
        let near = text::nearest(&path, by_path.keys().copied());
        return Err(near.map(|n| format!("did you mean `/{n}`?")));
    };
    let Some(content) = source.get(found.file).and_then(|f| f.as_text()) else {
        return Err(Some("only text files can be included".to_owned()));
    };
    let document = match &found.parsed.0 {
        Parsed::Article { raw, .. } => Some(Arc::clone(&raw.document)),
        _ => None,
    };
    Ok(markdown::Found {
        path: Arc::clone(&found.path),
        text: content,
        document,
    })
}

/// Front-matter keys that mean nothing here, and keys whose feature comes later: told once each.
fn ignored_keys(items: &[Item], told: &mut Diagnostics) {
    let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
    for item in items {
        for key in item
            .raw
            .unknown
            .iter()
            .filter(|k| seen.insert(Arc::clone(&k.name)))
        {
            let message = format!("the front-matter key `{}` has no meaning here", key.name);
            told.add(
                Code::FRONT_MATTER_OTHER,
                Place::new(item.file, key.span),
                message,
            )
            .help = Some("put fields for your own templates under `extra`".to_owned());
        }
        for key in item
            .raw
            .later
            .iter()
            .filter(|k| seen.insert(Arc::clone(&k.name)))
        {
            let message = format!("the front-matter key `{}` has no effect so far", key.name);
            told.add(Code::KEY_LATER, Place::new(item.file, key.span), message);
        }
    }
}

fn stray_data(files: &[ContentFile], told: &mut Diagnostics) {
    for file in files {
        match file.kind {
            FileKind::StrayData => {
                let message = format!(
                    "`{}` is in no place that gives a data file a meaning; it is copied",
                    file.path
                );
                told.add(Code::DATA_STRAY, Place::whole(file.file), message).help =
                    Some("move it to `roles/`, `comparisons/`, `decisions/` or `glossary/`, or give it another ending".to_owned());
            }
            FileKind::Overlay => {
                told.add(
                    Code::OVERLAY_UNSUPPORTED,
                    Place::whole(file.file),
                    "overlays of roles are not supported so far",
                );
            }
            _ => {}
        }
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

/// The author's words of the theme; a key that the theme does not have is told.
pub fn own_words(
    config: &Config,
    source: &SourceTree,
    told: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let file = source.config().unwrap_or(FileId(0));
    let mut own = BTreeMap::new();
    for (key, Spanned { value, span }) in &config.strings {
        if !strings::is_word(key) {
            let message = format!("the theme has no word `{key}`");
            let help = text::did_you_mean(key, strings::word_keys());
            told.add(Code::KEY_UNKNOWN, Place::new(file, *span), message)
                .help = help;
        }
        own.insert(key.clone(), value.clone());
    }
    own
}

/// Templates and static files of the theme.
pub fn theme(
    source: &SourceTree,
    config: &Config,
    strings: &Arc<Strings>,
    memos: &Memos,
    generation: u64,
    told: &mut Diagnostics,
) -> Arc<Theme> {
    let metas = theme_metas(source, told);
    let params = ThemeParams {
        name: &config.theme.value,
        metas: &metas,
        accent: config.look.accent.as_deref().unwrap_or_default(),
        language: &config.language,
        strings: Arc::clone(strings),
    };
    let theme = memos
        .themes
        .get(Theme::key(source, &params), generation, || {
            Theme::load(source, &params)
        });
    let named_at = Place::new(source.config().unwrap_or(FileId(0)), config.theme.span);
    told.extend(theme.diagnostics(source, named_at));
    theme
}

fn theme_metas(
    source: &SourceTree,
    told: &mut Diagnostics,
) -> BTreeMap<String, crate::render::theme::ThemeMeta> {
    let mut metas = BTreeMap::new();
    for (id, file) in source.area(Area::Theme) {
        let Some(folder) = file
            .path
            .below("themes")
            .and_then(|p| p.strip_suffix("/theme.toml"))
            .filter(|f| !f.contains('/'))
        else {
            continue;
        };
        let Some(text) = file.as_text() else { continue };
        let (raw, diagnostics) = parse::theme::theme(text);
        told.extend(diagnostics.at(id));
        let meta = crate::render::theme::ThemeMeta {
            extends: raw.extends,
            min: raw.min,
            max: raw.max,
            options: raw.options,
        };
        metas.insert(folder.to_owned(), meta);
    }
    metas
}
