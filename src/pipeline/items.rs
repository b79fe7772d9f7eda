//! Parsed files become a site: inclusions done, articles found, what data files say put beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::concepts::{self, Concepts, Inputs};
use super::read::{ContentFile, Parsed};
use super::settled::Given;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Fixed, Place, Severity, Span};
use crate::markdown::{self, Document, Outline};
use crate::memo::{Fingerprint, Key, each};
use crate::model::{Core, Nav, Site, Subject};
use crate::parse;
use crate::parse::kind::FileKind;
use crate::resolve;
use crate::resolve::articles::{Item, size, words};
use crate::resolve::links::Entry;
use crate::resolve::prose::Texts;
use crate::source::SourceTree;
use crate::text;

/// Paths of Markdown files that are no page, and what they are for a link.
pub type Others = BTreeMap<Arc<str>, Entry>;

/// Names become ids: articles, then what data files say.
pub fn resolve(given: Given<'_>, texts: Texts<'_>, told: &mut Diagnostics) -> (Site, Others) {
    let Given {
        source,
        files,
        items,
        options,
        ..
    } = given;
    let config = given.config.clone();
    let (mut articles, mut others) = resolve::articles::resolve(items, options.drafts, told);
    for file in files.iter().filter(|f| f.kind == FileKind::Part) {
        others.insert(Arc::clone(&file.path), Entry::Part);
    }
    ignored_keys(items, told);
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
    let core = Core {
        config,
        config_file,
        title,
        parts: files.iter().filter(|f| f.kind == FileKind::Part).count(),
        introductions,
        roles: data.roles,
        role_outlines,
        comparisons: data.comparisons,
        rights: data.rights,
        decisions: data.decisions,
        glossary: data.glossary,
        nav: Nav::default(),
        footer,
        announcement,
        footer_links,
    };
    let site = Site {
        core: Arc::new(core),
        articles,
        used_on: Arc::default(),
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
pub fn items(source: &SourceTree, files: &[ContentFile], told: &mut Diagnostics) -> Vec<Item> {
    let pages: Vec<&ContentFile> = files
        .iter()
        .filter(|f| f.kind == FileKind::Article)
        .collect();
    let made = each(&pages, |file| item(source, file, files));
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
    files: &[ContentFile],
) -> (Option<Item>, Diagnostics) {
    let Parsed::Article {
        raw,
        outline,
        words: count,
        size: bytes,
        front,
        includes,
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
        document: raw.document.clone(),
        print: file.print,
        front: *front,
        outline: Arc::clone(outline),
        words: *count,
        size: *bytes,
        broken,
    };
    let composed = match includes {
        true => included(source, file, raw, files),
        false => None,
    };
    let Some((document, outline, told, print)) = composed else {
        return (Some(item), Diagnostics::new());
    };
    item.print = print;
    item.words = words(&document);
    item.size = size(&document);
    item.document = document.into();
    item.outline = Arc::new(outline);
    (Some(item), told)
}

/// The text of a page that includes others, its outline, and what stands for it in keys; `None` if it includes nothing.
fn included(
    source: &SourceTree,
    file: &ContentFile,
    raw: &parse::article::RawArticle,
    files: &[ContentFile],
) -> Option<(Document, Outline, Diagnostics, Fingerprint)> {
    let place = |origin: &str, span| {
        let id = if origin.is_empty() {
            file.file
        } else {
            by_path(files, origin).map_or(file.file, |f| f.file)
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
        let found = find_included(source, written, from, files);
        let path = found.as_ref().map_or("", |f| &*f.path);
        let mut asked = asked.borrow_mut();
        asked.text("path found", path);
        if let Some(file) = by_path(files, path) {
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

/// The file at a path; files are sorted by theirs.
fn by_path<'a>(files: &'a [ContentFile], path: &str) -> Option<&'a ContentFile> {
    let at = files.binary_search_by(|f| (*f.path).cmp(path)).ok()?;
    files.get(at)
}

/// A file that is included: paths like links, below the content folder only.
fn find_included<'a>(
    source: &'a SourceTree,
    written: &str,
    from: &str,
    files: &'a [ContentFile],
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
    let Some(found) = by_path(files, &path) else {
        let near = text::nearest(&path, files.iter().map(|f| &*f.path));
        return Err(near.map(|n| format!("did you mean `/{n}`?")));
    };
    let Some(content) = source.get(found.file).and_then(|f| f.as_text()) else {
        return Err(Some("only text files can be included".to_owned()));
    };
    let document = match &found.parsed.0 {
        Parsed::Article { raw, .. } => Some(raw.document.owned().into_owned().into()),
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
