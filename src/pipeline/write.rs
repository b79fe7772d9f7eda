//! From `Prepared` to a sink: theme assets and copies, then pages in parallel, then what robots and hosts read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Memos, Prepared};
use crate::diag::{Diagnostics, Error, Place};
use crate::memo::each;
use crate::model::Subject;
use crate::output::{OutputFile, OutputKind, OutputPath, Sink};
use crate::plan::Page;
use crate::plan::route::{Addressing, Format};
use crate::render::page::{self, Press};
use crate::render::theme::{StaticContent, merge};
use crate::render::{data, sitemap};
use crate::search;
use crate::source::{Area, SourceFile};

impl Prepared {
    /// What pages are rendered with.
    pub fn press<'a>(&'a self, memos: &'a Memos) -> Press<'a> {
        Press {
            source: &self.source,
            site: &self.site,
            plan: &self.plan,
            theme: &self.theme,
            strings: &self.strings,
            rules: &self.rules,
            places: &self.places,
            shares: &self.shares,
            bodies: &memos.bodies,
            generation: memos.generation(),
        }
    }

    /// Makes the views that many pages share; their templates may have something to say.
    pub(super) fn share(&mut self, memos: &Memos, told: &mut Diagnostics) {
        let (shares, said) = page::shares(&self.press(memos));
        self.shares = shares;
        told.extend(merge(said));
    }
}

/// Writes everything.
pub fn write(prepared: &Prepared, memos: &Memos, sink: &dyn Sink) -> Result<Diagnostics, Error> {
    statics(prepared, sink)?;
    copies(prepared, sink)?;
    let press = prepared.press(memos);
    let results = each(&prepared.plan.pages, |page| {
        write_page(&press, page, memos, sink)
    });
    let mut told = Vec::new();
    for result in results {
        told.extend(result?);
    }
    told.extend(redirects(prepared, &press, sink)?);
    generated(prepared, &press, sink)?;
    search::write(&press, &memos.found, sink)?;
    Ok(merge(told))
}

fn write_page(
    press: &Press<'_>,
    page: &Page,
    memos: &Memos,
    sink: &dyn Sink,
) -> Result<Diagnostics, Error> {
    let rendered = page::render(press, page, &memos.pages);
    let mut told = Diagnostics::new();
    match &rendered.fault {
        Some(fault) => told.push(fault.on_page(press.source, Place::whole(page.source))),
        None => {
            let (bytes, anchors) = match Arc::try_unwrap(rendered) {
                Ok(own) => (own.bytes, own.anchors),
                Err(shared) => (shared.bytes.clone(), shared.anchors.clone()),
            };
            sink.put(
                &page.file,
                OutputKind::Page,
                &anchors,
                OutputFile::Bytes(bytes),
            )?;
        }
    }
    Ok(told)
}

/// The theme's files, at addresses with a hash.
fn statics(prepared: &Prepared, sink: &dyn Sink) -> Result<(), Error> {
    for (route, content) in prepared
        .theme
        .statics()
        .iter()
        .map(|s| (&s.route, &s.content))
    {
        let Ok(path) = OutputPath::new(route.trim_start_matches('/')) else {
            continue;
        };
        let file = match content {
            StaticContent::Bytes(bytes) => OutputFile::Bytes(bytes.clone()),
            StaticContent::Copy(from) => match prepared.source.find(from.as_str()) {
                Some(id) => copy_of(prepared.source.get(id), id),
                None => continue,
            },
        };
        sink.put(&path, OutputKind::Asset, &[], file)?;
    }
    Ok(())
}

/// A file of the built-in theme is on no disk: its text is in the snapshot.
fn copy_of(file: Option<&SourceFile>, id: crate::diag::FileId) -> OutputFile {
    match file
        .filter(|f| f.area == Area::Builtin)
        .and_then(|f| f.as_text())
    {
        Some(text) => OutputFile::Bytes(text.as_bytes().to_vec()),
        None => OutputFile::Copy(id),
    }
}

fn copies(prepared: &Prepared, sink: &dyn Sink) -> Result<(), Error> {
    let results = each(&prepared.plan.copies, |copy| {
        sink.put(
            &copy.file,
            OutputKind::Asset,
            &[],
            OutputFile::Copy(copy.source),
        )
    });
    results.into_iter().collect()
}

/// Small pages that lead elsewhere.
fn redirects(
    prepared: &Prepared,
    press: &Press<'_>,
    sink: &dyn Sink,
) -> Result<Vec<crate::diag::Diagnostic>, Error> {
    let mut told = Vec::new();
    for redirect in &prepared.plan.redirects {
        let rendered = page::redirect(press, redirect);
        match rendered.fault {
            Some(fault) => told.push(fault.on_page(press.source, Place::whole(redirect.source))),
            None => sink.put(
                &redirect.file,
                OutputKind::Redirect,
                &[],
                OutputFile::Bytes(rendered.bytes),
            )?,
        }
    }
    Ok(told)
}

/// Files that we generate beside pages, unless a static file stands for one.
fn generated(prepared: &Prepared, press: &Press<'_>, sink: &dyn Sink) -> Result<(), Error> {
    let site = &prepared.site;
    let base = Addressing {
        base: Arc::clone(&site.config.base_path),
        relative: None,
    };
    let own = |name: &str| {
        let path = format!("{}/{name}", prepared.source.layout().statics);
        let file = prepared
            .source
            .find(&path)
            .and_then(|f| prepared.source.get(f));
        file.and_then(|f| f.as_text())
            .unwrap_or_default()
            .to_owned()
    };
    let whole = site.config.base_url.value.trim_end_matches('/');
    let origin = whole
        .strip_suffix(site.config.base_path.trim_end_matches('/'))
        .unwrap_or(whole);
    let has_sitemap = !whole.is_empty() && site.config.indexing;
    for name in &prepared.plan.generated {
        let text = match *name {
            ".nojekyll" => String::new(),
            "robots.txt" => {
                let address = has_sitemap.then(|| format!("{whole}/sitemap.xml"));
                sitemap::robots(site.config.indexing, address.as_deref())
            }
            "sitemap.xml" if has_sitemap => {
                sitemap::sitemap(&prepared.plan, origin, &base, &|page| {
                    is_listed(prepared, page)
                })
            }
            "_redirects" => sitemap::redirects(&prepared.plan, &own("_redirects"), &base),
            "_headers" => {
                let hosts: Vec<String> = site
                    .config
                    .embed
                    .allow_from
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                sitemap::headers(&own("_headers"), &base.base, &hosts)
            }
            _ => continue,
        };
        if text.is_empty() && *name != ".nojekyll" {
            continue;
        }
        put(sink, name, text.into_bytes())?;
    }
    let files: BTreeMap<String, Vec<u8>> = data::files(press);
    files
        .into_iter()
        .try_for_each(|(name, bytes)| put(sink, &name, bytes))
}

fn put(sink: &dyn Sink, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
    match OutputPath::new(name) {
        Ok(path) => sink.put(&path, OutputKind::Page, &[], OutputFile::Bytes(bytes)),
        Err(_) => Ok(()),
    }
}

/// Whether robots should know a page.
fn is_listed(prepared: &Prepared, page: &Page) -> bool {
    page.format == Format::Html
        && match &page.subject {
            Subject::NotFound => false,
            Subject::Article(path) => prepared.site.articles.get(path).is_none_or(|a| !a.unlisted),
            _ => true,
        }
}
