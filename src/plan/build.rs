//! From what is wanted to what will be written: routes checked, collisions told, old addresses made to lead on.
//!
//! Every output path passes `Claims` once; a second claim on the same path (letter case and Unicode form ignored), or on a
//! path below a file, is an error that names both sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::route::{self, Format, RESERVED, Route};
use super::{Copy, Page, Plan, Redirect, RedirectTo};
use crate::diag::{Code, Diagnostics, Place};
use crate::model::{Article, Subject};
use crate::output::{OutputPath, PathFault};
use crate::text;

/// A page that should exist.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is about.
    pub subject: Subject,
    /// Where; `None` for a generated subject, whose route is fixed.
    pub route: Option<Route>,
    /// Whether it has a chrome-less variant.
    pub embed: bool,
    /// Whether it has a page of the site (a term has only an embed).
    pub html: bool,
    /// What messages point at.
    pub place: Place,
}

impl Wanted {
    /// A page of the site with an embed variant, at its generated route.
    pub fn generated(subject: Subject, place: Place) -> Self {
        Self {
            subject,
            route: None,
            embed: true,
            html: true,
            place,
        }
    }
}

/// An old address that should lead on.
#[derive(Clone, Debug)]
pub struct WantedRedirect {
    /// The old path as written, decoded.
    pub from: Arc<str>,
    /// Where to.
    pub to: RedirectTo,
    /// What messages point at.
    pub place: Place,
    /// Made by us (the other order of a comparison): where something stands already, it is left out silently.
    pub quiet: bool,
}

/// Everything the site wants written that an author can be told about.
#[derive(Debug, Default)]
pub struct Wishes {
    /// Pages in order.
    pub pages: Vec<Wanted>,
    /// Files to copy: output path and source, `true` if it comes from the static folder.
    pub copies: Vec<(Arc<str>, Place, bool)>,
    /// Old addresses.
    pub redirects: Vec<WantedRedirect>,
    /// Files that we generate (`robots.txt` …): a static file of that name replaces them.
    pub generated: Vec<&'static str>,
}

/// The plan for these wishes; what cannot be written is told and left out.
pub fn build(wishes: Wishes, diagnostics: &mut Diagnostics) -> Plan {
    let mut plan = Plan::default();
    let mut claims = Claims::default();
    plan.reserve(wishes.pages.len());
    for wanted in wishes.pages {
        add_page(wanted, &mut plan, &mut claims, diagnostics);
    }
    for (path, place, is_static) in wishes.copies {
        add_copy(&path, place, is_static, &mut plan, &mut claims, diagnostics);
    }
    for name in wishes.generated {
        if !claims.taken(name) {
            plan.generated.push(name);
        }
    }
    for wanted in wishes.redirects {
        add_redirect(wanted, &mut plan, &mut claims, diagnostics);
    }
    claims.prefixes(diagnostics);
    plan
}

fn add_page(wanted: Wanted, plan: &mut Plan, claims: &mut Claims, diagnostics: &mut Diagnostics) {
    let is_written = wanted.route.is_some();
    let Some(route) = wanted.route.or_else(|| route::generated(&wanted.subject)) else {
        return;
    };
    if is_written && let Some(folder) = reserved(&route.file()) {
        tell_reserved(folder, wanted.place, diagnostics);
        return;
    }
    let formats = [(Format::Html, wanted.html), (Format::Embed, wanted.embed)];
    for (format, _) in formats.into_iter().filter(|(_, asked)| *asked) {
        let route = route.in_format(format);
        let Some(file) = checked(&route.file(), wanted.place, diagnostics) else {
            return;
        };
        let list = match &wanted.subject {
            Subject::Folder(folder) => Some(Arc::clone(folder)),
            _ => None,
        };
        if claims.claim(&file, wanted.place, list, diagnostics) {
            let source = wanted.place.file;
            plan.add_page(Page {
                subject: wanted.subject.clone(),
                format,
                route,
                file,
                source,
            });
        }
    }
}

fn add_copy(
    path: &str,
    place: Place,
    is_static: bool,
    plan: &mut Plan,
    claims: &mut Claims,
    diagnostics: &mut Diagnostics,
) {
    if let Some(folder) = reserved(path) {
        tell_reserved(folder, place, diagnostics);
        return;
    }
    let Some(file) = checked(path, place, diagnostics) else {
        return;
    };
    // A static 404.html stands in for ours, which is a page.
    if is_static && path == "404.html" {
        plan.drop_page(&Subject::NotFound);
        claims.release(&file);
    }
    if claims.claim(&file, place, None, diagnostics) {
        plan.copies.push(Copy {
            source: place.file,
            file,
        });
    }
}

fn add_redirect(
    wanted: WantedRedirect,
    plan: &mut Plan,
    claims: &mut Claims,
    diagnostics: &mut Diagnostics,
) {
    let route = redirect_route(&wanted.from);
    let own = match &wanted.to {
        RedirectTo::Subject(subject, _) => plan.route(subject, Format::Html).map(Route::as_str),
        _ => None,
    };
    if own.is_some_and(|own| text::collision_key(own) == text::collision_key(route.as_str())) {
        if !wanted.quiet {
            diagnostics
                .add(
                    Code::ALIAS_SAME,
                    wanted.place,
                    "this alias is the page's own address and has no effect",
                )
                .help = Some("take it out".to_owned());
        }
        return;
    }
    if let Some(folder) = reserved(&route.file()) {
        tell_reserved(folder, wanted.place, diagnostics);
        return;
    }
    let Some(file) = checked(&route.file(), wanted.place, diagnostics) else {
        return;
    };
    if wanted.quiet && claims.taken(file.as_str()) {
        return;
    }
    if claims.claim(&file, wanted.place, None, diagnostics) {
        plan.redirects.push(Redirect {
            from: route,
            file,
            to: wanted.to,
            source: wanted.place.file,
        });
    }
}

/// `/old/page`, `old/page/` and `old/page/index.html` are one address; `old.html` is that file.
fn redirect_route(from: &str) -> Route {
    let path = from.trim().trim_start_matches('/');
    let path = path
        .strip_suffix("index.html")
        .filter(|p| p.is_empty() || p.ends_with('/'))
        .unwrap_or(path);
    if path.is_empty() || path.ends_with('/') || path.ends_with(".html") {
        Route::new(path)
    } else {
        Route::new(&format!("{path}/"))
    }
}

/// Where an article is published: by its folder and name, or as `slug` or `path` say.
pub fn article_route(article: &Article) -> (Route, Place) {
    let here = Place::whole(article.file);
    if let Some(path) = &article.url_path {
        let trimmed = path.value.trim().trim_matches('/');
        let route = if trimmed.is_empty() || trimmed.ends_with(".html") {
            trimmed.to_owned()
        } else {
            format!("{trimmed}/")
        };
        return (Route::new(&route), Place::new(article.file, path.span));
    }
    let whole = if article.is_index() {
        article.folder().to_owned()
    } else if article.folder().is_empty() {
        article.stem().to_owned()
    } else {
        format!("{}/{}", article.folder(), article.stem())
    };
    let whole = text::nfc(&whole);
    let slash = |path: &str| {
        if path.is_empty() {
            Route::new("/")
        } else {
            Route::new(&format!("{path}/"))
        }
    };
    match &article.slug {
        Some(slug) => {
            let up = whole.rfind('/').map_or("", |at| &whole[..=at]);
            (
                slash(&format!("{up}{}", slug.value.trim())),
                Place::new(article.file, slug.span),
            )
        }
        None => (slash(&whole), here),
    }
}

fn reserved(file: &str) -> Option<&str> {
    let first = file.split('/').next().unwrap_or_default();
    let folded = text::collision_key(first);
    let folder = file.contains('/') && RESERVED.contains(&folded.as_str());
    (folder || folded.starts_with(".rolebook")).then_some(first)
}

fn tell_reserved(folder: &str, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("`{folder}` is a name that Rolebook writes itself");
    diagnostics.add(Code::PATH_RESERVED, place, message).help =
        Some("take another folder name, or set `path` or `slug`".to_owned());
}

fn checked(file: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<OutputPath> {
    match OutputPath::new(file) {
        Ok(path) => Some(path),
        Err(fault) => {
            tell_fault(&fault, place, diagnostics);
            None
        }
    }
}

fn tell_fault(fault: &PathFault, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("the name `{}` {}", fault.segment, fault.why);
    diagnostics.add(Code::PATH_INVALID, place, message).help =
        Some(format!("call it `{}`", fault.name_to_take()));
}

/// Who has which output path.
#[derive(Default)]
struct Claims {
    by_key: BTreeMap<String, Claim>,
}

/// An output path and who asks for it.
struct Claim {
    path: OutputPath,
    place: Place,
    /// The list of this folder, which has no file of its own: `place` is that of its first article.
    list: Option<Arc<str>>,
}

impl Claims {
    fn taken(&self, path: &str) -> bool {
        self.by_key.contains_key(&text::collision_key(path))
    }

    fn release(&mut self, path: &OutputPath) {
        self.by_key.remove(&path.collision_key());
    }

    /// Takes a path; if it is taken, tells so at the later of the two files and returns `false`.
    fn claim(
        &mut self,
        path: &OutputPath,
        place: Place,
        list: Option<Arc<str>>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let key = path.collision_key();
        let claim = Claim {
            path: path.clone(),
            place,
            list,
        };
        match self.by_key.get(&key) {
            Some(other) => {
                tell_collision(&claim, other, diagnostics);
                false
            }
            None => {
                self.by_key.insert(key, claim);
                true
            }
        }
    }

    /// Tells of files that stand where others need a folder.
    fn prefixes(&self, diagnostics: &mut Diagnostics) {
        // Keys in order share most of their folders with the one before: if no file stood in its way, none does here.
        let mut before = "";
        for (key, claim) in &self.by_key {
            let mut up = key.as_str();
            let mut clear = true;
            while let Some(at) = up.rfind('/') {
                up = &up[..at];
                if before.strip_prefix(up).is_some_and(|r| r.starts_with('/')) {
                    break;
                }
                if let Some(other) = self.by_key.get(up) {
                    tell_collision(claim, other, diagnostics);
                    clear = false;
                }
            }
            before = if clear { key } else { "" };
        }
    }
}

fn tell_collision(one: &Claim, other: &Claim, diagnostics: &mut Diagnostics) {
    // A list has no line to be told at.
    let rank = |c: &Claim| (c.list.is_none(), c.place.file);
    let (later, earlier) = if rank(one) >= rank(other) {
        (one, other)
    } else {
        (other, one)
    };
    let (path, other) = (&one.path, &other.path);
    let shown = if path == other {
        format!("`{path}`")
    } else {
        format!("`{path}` and `{other}`")
    };
    let message = format!("two sources are written to {shown}");
    let d = diagnostics.add(Code::ROUTE_COLLISION, later.place, message);
    let (label, help) = match &earlier.list {
        Some(folder) => (
            format!("the other one is the list of the folder `{folder}/`, in which this stands"),
            format!(
                "give the folder a page of its own, `{folder}/_index.md`, and write the alias there, or take it out"
            ),
        ),
        None => (
            "the other one".to_owned(),
            "rename one of them, or give it a `slug`".to_owned(),
        ),
    };
    *d = d.clone().label(earlier.place, label).help(help);
}
