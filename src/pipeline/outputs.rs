//! What the site consists of: one list of files, each with the way to make it. The build makes all of them, the preview
//! those that are asked for, so both have the same addresses and the same bytes.

use std::sync::Arc;

use super::{Memos, Prepared};
use crate::diag::{Diagnostic, FileId, Place};
use crate::model::Subject;
use crate::output::{OutputFile, OutputKind, OutputPath};
use crate::plan::Page;
use crate::plan::route::{Addressing, Format};
use crate::render::changes::Changes;
use crate::render::data::{self, DataFile};
use crate::render::page::{self, Rendered};
use crate::render::sitemap;
use crate::render::theme::{Fault, StaticContent};
use crate::source::{Area, SourceFile};

/// One file of the site, not made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it is.
    pub path: OutputPath,
    /// What kind of thing it is.
    pub kind: OutputKind,
    /// How it is made.
    pub make: Make,
}

/// How a file is made; numbers are places in the lists of `Prepared`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Make {
    /// A static file of the theme.
    Static(usize),
    /// A file that is copied.
    Copy(usize),
    /// A page.
    Page(usize),
    /// A small page that leads elsewhere.
    Redirect(usize),
    /// What robots and hosts read, by name.
    Generated(&'static str),
    /// What tools and scripts read.
    Data(DataFile),
}

/// A file that was made.
pub enum Made {
    /// A page, shared with the memo of pages.
    Page(Arc<Rendered>),
    /// Anything else.
    File(OutputFile),
}

impl Prepared {
    /// Every file of the site, each path once: assets first, then pages, then what leads to them.
    pub fn outputs(&self) -> Vec<Output> {
        let plan = &self.plan;
        let assets = self.static_outputs().chain(numbered(&plan.copies, |i, c| {
            output(c.file.clone(), OutputKind::Asset, Make::Copy(i))
        }));
        let pages = numbered(&plan.pages, |i, p| {
            output(p.file.clone(), OutputKind::Page, Make::Page(i))
        });
        let redirects = numbered(&plan.redirects, |i, r| {
            output(r.file.clone(), OutputKind::Redirect, Make::Redirect(i))
        });
        let generated = plan.generated.iter().copied();
        let generated = generated.filter(|n| self.has_generated(n));
        let generated = generated.map(|name| (name.to_owned(), Make::Generated(name)));
        let data = data::files(&self.site, plan).into_iter();
        let data = data.map(|(name, file)| (name, Make::Data(file)));
        let others = generated.chain(data).filter_map(|(name, make)| {
            Some(output(OutputPath::new(&name).ok()?, OutputKind::Page, make))
        });
        assets.chain(pages).chain(redirects).chain(others).collect()
    }

    /// Makes one file; what its template has to say comes back instead.
    pub fn make(&self, make: Make, memos: &Memos) -> Result<Made, Box<Diagnostic>> {
        let file = match make {
            Make::Page(i) => return self.page(i, memos),
            Make::Redirect(i) => self.redirect(i, memos)?,
            Make::Static(i) => self.static_file(i),
            Make::Copy(i) => self.plan.copies.get(i).map(|c| OutputFile::Copy(c.source)),
            Make::Generated(name) => self
                .generated(name)
                .map(|t| OutputFile::Bytes(t.into_bytes())),
            Make::Data(file) => Some(OutputFile::Bytes(data::file(&self.press(memos), file))),
        };
        Ok(Made::File(file.unwrap_or(OutputFile::Bytes(Vec::new()))))
    }

    fn page(&self, i: usize, memos: &Memos) -> Result<Made, Box<Diagnostic>> {
        let Some(page) = self.plan.pages.get(i) else {
            return Ok(Made::Page(Arc::default()));
        };
        let rendered = self.render(page, memos);
        match &rendered.fault {
            Some(fault) => Err(self.fault(fault, page.source)),
            None => Ok(Made::Page(rendered)),
        }
    }

    fn redirect(&self, i: usize, memos: &Memos) -> Result<Option<OutputFile>, Box<Diagnostic>> {
        let Some(redirect) = self.plan.redirects.get(i) else {
            return Ok(None);
        };
        let rendered = page::redirect(&self.press(memos), redirect);
        match rendered.fault {
            Some(fault) => Err(self.fault(&fault, redirect.source)),
            None => Ok(Some(OutputFile::Bytes(rendered.bytes))),
        }
    }

    fn fault(&self, fault: &Fault, source: FileId) -> Box<Diagnostic> {
        Box::new(fault.on_page(&self.source, Place::whole(source)))
    }

    /// The theme's files, at addresses with a hash.
    fn static_outputs(&self) -> impl Iterator<Item = Output> {
        let statics = self.theme.statics().iter().enumerate();
        let config = &self.site.config;
        let wanted = |name: &str| match name {
            "search.js" | "search.css" => config.search,
            "print.css" => config.print,
            _ => true,
        };
        let statics = statics.filter(move |(_, file)| wanted(&file.name));
        statics.filter_map(|(i, file)| {
            if let StaticContent::Copy(from) = &file.content {
                self.source.find(from.as_str())?;
            }
            let path = OutputPath::new(file.route.trim_start_matches('/')).ok()?;
            Some(output(path, OutputKind::Asset, Make::Static(i)))
        })
    }

    fn static_file(&self, i: usize) -> Option<OutputFile> {
        match &self.theme.statics().get(i)?.content {
            StaticContent::Bytes(bytes) => Some(OutputFile::Bytes(bytes.clone())),
            StaticContent::Copy(from) => {
                let id = self.source.find(from.as_str())?;
                Some(copy_of(self.source.get(id), id))
            }
        }
    }

    /// Whether there is anything to say in a generated file: the others are not made.
    fn has_generated(&self, name: &str) -> bool {
        match name {
            "sitemap.xml" => self.has_sitemap(),
            ".nojekyll" | "robots.txt" => true,
            _ => self.generated(name).is_some_and(|text| !text.is_empty()),
        }
    }

    fn has_sitemap(&self) -> bool {
        !self.whole().is_empty() && self.site.config.indexing
    }

    /// The address of the site without a slash at its end.
    fn whole(&self) -> &str {
        self.site.config.base_url.value.trim_end_matches('/')
    }

    /// The text of a file that we generate beside pages.
    fn generated(&self, name: &str) -> Option<String> {
        let config = &self.site.config;
        let base = Addressing {
            base: Arc::clone(&config.base_path),
            relative: None,
        };
        let whole = self.whole();
        Some(match name {
            ".nojekyll" => String::new(),
            "robots.txt" => {
                let address = self.has_sitemap().then(|| format!("{whole}/sitemap.xml"));
                sitemap::robots(config.indexing, address.as_deref())
            }
            "sitemap.xml" => {
                let changes = Changes::new(&self.source, &self.site);
                let changed = |page: &Page| changes.day(&page.subject);
                let origin = whole
                    .strip_suffix(config.base_path.trim_end_matches('/'))
                    .unwrap_or(whole);
                let listed = |page: &Page| self.is_listed(page);
                sitemap::sitemap(&self.plan, origin, &base, &listed, &changed)
            }
            "_redirects" => sitemap::redirects(&self.plan, self.own(name), &base),
            "_headers" => {
                let hosts = config.embed.allow_from.iter().map(ToString::to_string);
                sitemap::headers(self.own(name), &base.base, &hosts.collect::<Vec<_>>())
            }
            _ => return None,
        })
    }

    /// The author's own file of that name, which ours adds to.
    fn own(&self, name: &str) -> &str {
        let path = format!("{}/{name}", self.source.layout().statics);
        let file = self.source.find(&path).and_then(|f| self.source.get(f));
        file.and_then(SourceFile::as_text).unwrap_or_default()
    }

    /// Whether robots should know a page.
    fn is_listed(&self, page: &Page) -> bool {
        page.format == Format::Html
            && match &page.subject {
                Subject::NotFound | Subject::Print => false,
                Subject::Article(path) => self.site.articles.get(path).is_none_or(|a| !a.unlisted),
                _ => true,
            }
    }
}

fn output(path: OutputPath, kind: OutputKind, make: Make) -> Output {
    Output { path, kind, make }
}

fn numbered<'a, T>(
    list: &'a [T],
    of: impl Fn(usize, &'a T) -> Output + 'a,
) -> impl Iterator<Item = Output> + 'a {
    list.iter().enumerate().map(move |(i, one)| of(i, one))
}

/// A file of the built-in theme is on no disk: its text is in the snapshot.
fn copy_of(file: Option<&SourceFile>, id: FileId) -> OutputFile {
    let builtin = file.filter(|f| f.area == Area::Builtin);
    match builtin.and_then(SourceFile::as_text) {
        Some(text) => OutputFile::Bytes(text.as_bytes().to_vec()),
        None => OutputFile::Copy(id),
    }
}
