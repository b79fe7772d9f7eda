//! One page: its subject's view and its frame become a template's input, and that becomes bytes.
//!
//! The page memo's key is everything the template receives: its name, its text and those it uses, the shared views and the
//! page's own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::body::Body;
use super::frame::{self, FrameParts, Places};
use super::ink::{Desk, Ink};
use super::outward::outward;
use super::shares::Shares;
use super::strings::Strings;
use super::terms::TermRules;
use super::theme::{Context, Fault, Theme, View};
use super::view::page::PageView;
use super::{articles, print, site};
use crate::diag::FileId;
use crate::memo::{Fingerprint, Key, Memo};
use crate::model::{Article, Id, Site, Subject, TermsOff};
use crate::plan::route::Addressing;
use crate::plan::{Page, Plan, Redirect};
use crate::resolve::matching::off::off_for;
use crate::source::SourceTree;

/// Everything that pages are rendered with.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// The snapshot: paths and facts.
    pub source: &'a SourceTree,
    /// What the handbook says.
    pub site: &'a Site,
    /// Where pages are.
    pub plan: &'a Plan,
    /// Templates.
    pub theme: &'a Theme,
    /// Words.
    pub strings: &'a Strings,
    /// How often terms are linked.
    pub rules: &'a TermRules,
    /// The navigation's look-ups.
    pub places: &'a Places,
    /// Views that many pages share.
    pub shares: &'a Shares,
    /// Bodies already written.
    pub bodies: &'a Memo<Body>,
    /// The present prepare.
    pub generation: u64,
}

/// A page as bytes.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The file; empty after a fault.
    pub bytes: Vec<u8>,
    /// Ids that links may name.
    pub anchors: Vec<Arc<str>>,
    /// What the template had to say.
    pub fault: Option<Fault>,
}

impl<'a> Press<'a> {
    /// What ink needs of it.
    pub fn desk(&self) -> Desk<'a> {
        Desk {
            plan: self.plan,
            strings: self.strings,
            rules: self.rules,
            highlight: self.site.config.highlight,
            bodies: self.bodies,
            generation: self.generation,
            press: Some(*self),
        }
    }

    /// How links are written on a page.
    pub fn addressing(&self, page: &Page) -> Addressing {
        // A 404 page is shown at any address.
        let relative = self.site.config.relative_links && page.subject != Subject::NotFound;
        Addressing {
            base: Arc::clone(&self.site.config.base_path),
            relative: relative.then(|| page.route.depth()),
        }
    }

    /// The article of a subject: the page itself, or the introduction of a page that we make.
    pub fn article(&self, subject: &Subject) -> Option<&'a Article> {
        match subject {
            Subject::Article(path) => self.site.articles.get(path),
            other => self.site.introductions.get(other),
        }
    }

    fn frame_parts<'b>(
        &'b self,
        subject: &Subject,
        path_of: &'b (dyn Fn(FileId) -> String + Sync),
    ) -> FrameParts<'b> {
        FrameParts {
            site: self.site,
            places: self.places,
            today: self.source.facts().today,
            commit: self.changes().commit(subject),
            path_of,
        }
    }
}

/// The view of a page's subject under the name that its template knows it by.
struct Subjects {
    template: String,
    name: &'static str,
    view: View,
}

/// A page's bytes, remembered by all that its template receives.
pub fn render(press: &Press<'_>, page: &Page, memo: &Memo<Rendered>) -> Arc<Rendered> {
    let addressing = press.addressing(page);
    let (off, all_off) = terms_off(press, page);
    let mut ink = Ink::new(press.desk(), page.format, addressing.clone(), off, all_off);
    let path_of = |file: FileId| press.source.path(file).to_owned();
    let parts = press.frame_parts(&page.subject, &path_of);
    let title = title(press, &page.subject);
    let mut view = frame::page_view(
        parts,
        page,
        kind(press, &page.subject),
        &title,
        &addressing,
        &ink,
    );
    let (subject, anchors) = subject_view(press, parts, page, &mut view, &mut ink);
    // The glossary has all definitions already.
    if page.subject != Subject::Glossary {
        view.terms = frame::term_notes(&ink, |id, ink| press.note(id, ink));
    }

    if let Some(fault) = ink.fault() {
        return Arc::new(Rendered {
            fault: Some(fault.clone()),
            ..Rendered::default()
        });
    }
    let marks: BTreeSet<&str> = view.marks.iter().copied().chain(ink.marks()).collect();
    view.marks = marks.into_iter().collect();

    let share = press.shares.of(addressing.relative);
    let parts_of_section = share.filter(|_| !view.embed);
    let header = parts_of_section.and_then(|s| s.header(&view.section));
    let side = parts_of_section.and_then(|s| s.side(&view.section));
    let compute = || {
        let mut context = Context::new();
        if let Some(share) = share {
            context.share("site", &share.site);
        }
        context.insert("page", &view);
        context.view(subject.name, &subject.view);
        for (name, part) in [("header", header), ("side", side)] {
            let html = part.map(|p| p.marked(&view.url)).unwrap_or_default();
            context.html(name, &html);
        }
        let mut bytes = Vec::with_capacity(16 << 10);
        match press.theme.render(&subject.template, &context, &mut bytes) {
            Ok(()) => {
                if view.embed {
                    let html = String::from_utf8_lossy(&bytes);
                    bytes = outward(&html, &addressing.base).into_bytes();
                }
                bytes.shrink_to_fit();
                Rendered {
                    bytes,
                    anchors: anchors.clone(),
                    fault: None,
                }
            }
            Err(fault) => Rendered {
                fault: Some(fault),
                ..Rendered::default()
            },
        }
    };
    if !memo.keeps() {
        return Arc::new(compute());
    }
    // The name that the template knows the subject by follows from the page's kind, which is in the view; the header from
    // its template, which is part of every template's print, the site and the section that the frame names.
    let mut key = Key::of("page");
    key.print("theme", press.theme.print_of(&subject.template));
    if let Some(share) = share {
        key.print("site", share.site.print());
    }
    if let Some(side) = side {
        key.print("side", side.print());
    }
    key.print("frame", Fingerprint::of_value(&view));
    key.print("subject", subject.view.print());
    for anchor in &anchors {
        key.text("anchors", anchor);
    }
    memo.get(key.finish(), press.generation, compute)
}

/// The HTML of a page without what only leads around the site, its links as on a page with this addressing; and the marks
/// that are to be drawn for it. `None` if its template cannot make it, which the page itself tells.
pub(super) fn alone(
    press: &Press<'_>,
    page: &Page,
    addressing: &Addressing,
) -> Option<(String, Vec<&'static str>)> {
    let (off, all_off) = terms_off(press, page);
    let mut ink = Ink::new(press.desk(), page.format, addressing.clone(), off, all_off);
    let path_of = |file: FileId| press.source.path(file).to_owned();
    let parts = press.frame_parts(&page.subject, &path_of);
    let title = title(press, &page.subject);
    let kind = kind(press, &page.subject);
    let mut view = frame::page_view(parts, page, kind, &title, addressing, &ink);
    let (subject, _) = subject_view(press, parts, page, &mut view, &mut ink);
    print::bare(&mut view);
    let mut context = Context::new();
    context.share("site", &press.shares.of(addressing.relative)?.site);
    context.insert("page", &view);
    context.view(subject.name, &subject.view);
    context.html("header", "");
    context.html("side", "");
    let mut bytes = Vec::with_capacity(16 << 10);
    press
        .theme
        .render(&subject.template, &context, &mut bytes)
        .ok()?;
    Some((String::from_utf8(bytes).ok()?, view.marks))
}

/// Which terms are not linked on a page: what its front matter says, what terms say, what the page is itself about.
fn terms_off(press: &Press<'_>, page: &Page) -> (BTreeSet<Id>, bool) {
    let article = press.article(&page.subject);
    let none = TermsOff::None;
    let listed = article.map_or(&none, |a| &a.terms_off);
    let source = press.source.get(article.map_or(page.source, |a| a.file));
    let root = &press.source.layout().content;
    let path = source.and_then(|f| f.path.below(root)).unwrap_or_default();
    let Some(mut off) = off_for(path, listed, &press.site.glossary) else {
        return (BTreeSet::new(), true);
    };
    if let Subject::Role(id) | Subject::Term(id) = &page.subject {
        off.insert(Id::clone(id));
    }
    (off, false)
}

/// The title of a subject's page.
pub fn title(press: &Press<'_>, subject: &Subject) -> String {
    if let Some(article) = press.article(subject) {
        return article.title.to_string();
    }
    let word = |key: &str| press.strings.word(key).to_owned();
    match subject {
        Subject::Folder(folder) if folder.is_empty() => press.site.title.clone(),
        Subject::Folder(folder) => crate::resolve::nav::folder_title(folder),
        Subject::Roles => word("roles"),
        Subject::Comparisons => word("compare"),
        Subject::Decisions => word("decide"),
        Subject::Glossary => word("glossary"),
        Subject::Rights => word("rights"),
        Subject::Contents => word("all-pages"),
        Subject::Print => press.site.title.clone(),
        Subject::NotFound => word("not-found"),
        other => press.title_of_data(other),
    }
}

/// The kind of a subject's page in the template contract.
pub fn kind(press: &Press<'_>, subject: &Subject) -> &'static str {
    match subject {
        Subject::Article(path) if press.is_home(path) => "home",
        Subject::Folder(folder) if folder.is_empty() => "home",
        Subject::Article(path)
            if press
                .site
                .articles
                .get(path)
                .is_some_and(|a| press.section(a).is_some()) =>
        {
            "section"
        }
        Subject::Article(_) => "article",
        Subject::Folder(_) => "section",
        Subject::Roles => "roles",
        Subject::Role(_) => "role",
        Subject::Comparisons => "comparisons",
        Subject::Comparison(_) => "comparison",
        Subject::Decisions => "decisions",
        Subject::Decision(_) => "decision",
        Subject::Answers(..) | Subject::Question(..) | Subject::QuestionGiven(..) => "question",
        Subject::Outcome(..) => "result",
        Subject::WholeTree(_) => "tree",
        Subject::Glossary => "glossary",
        Subject::Term(_) => "term",
        Subject::Rights => "rights",
        Subject::Contents => "contents",
        Subject::Print => "print",
        Subject::NotFound => "404",
    }
}

impl Press<'_> {
    /// Whether an article is the page of the top folder.
    pub fn is_home(&self, path: &str) -> bool {
        self.site
            .articles
            .folders
            .get("")
            .copied()
            .flatten()
            .and_then(|i| self.site.articles.list.get(i))
            .is_some_and(|a| &*a.path == path)
    }

    /// The folder whose page an article is.
    pub fn section<'b>(&'b self, article: &'b Article) -> Option<&'b str> {
        let of = |folder: &str| {
            let own = self.site.articles.folders.get(folder).copied().flatten()?;
            (self.site.articles.list.get(own)?.path == article.path).then_some(())
        };
        if article.is_index() {
            let folder = article.folder();
            return of(folder).map(|()| folder);
        }
        let key = article.path.strip_suffix(".md")?;
        let (folder, _) = self.site.articles.folders.get_key_value(key)?;
        of(folder).map(|()| &**folder)
    }
}

/// The view of the subject itself; fills what of the frame depends on it.
fn subject_view(
    press: &Press<'_>,
    parts: FrameParts<'_>,
    page: &Page,
    view: &mut PageView,
    ink: &mut Ink<'_>,
) -> (Subjects, Vec<Arc<str>>) {
    let article = press.article(&page.subject);
    let mut anchors = Vec::new();
    if let Some(article) = article {
        articles::fill_frame(parts, article, view, ink);
        anchors.extend(article.outline.ids().cloned());
    }
    let own_template = article
        .and_then(|a| a.template.as_ref())
        .map(|t| articles::template_name(&t.value));
    let made = |template: &str, name: &'static str, view: View| Subjects {
        template: own_template.clone().unwrap_or_else(|| template.to_owned()),
        name,
        view,
    };
    let subject = match (kind(press, &page.subject), article) {
        ("home", _) => made(
            "home.html",
            "home",
            View::new(&articles::home(press, article, view, ink)),
        ),
        ("section", _) => {
            let folder = match &page.subject {
                Subject::Folder(folder) => folder.to_string(),
                _ => article
                    .and_then(|a| press.section(a))
                    .unwrap_or_default()
                    .to_owned(),
            };
            made(
                "section.html",
                "section",
                View::new(&articles::section(press, &folder, article, view, ink)),
            )
        }
        ("article", Some(article)) => made(
            "article.html",
            "article",
            View::new(&articles::article(article, view, ink)),
        ),
        ("contents", _) => made(
            "contents.html",
            "contents",
            View::new(&site::contents(press, ink)),
        ),
        ("print", _) => {
            let addressing = press.addressing(page);
            let made_of = print::print_view(press, &addressing, view, ink);
            made("print.html", "print", View::new(&made_of))
        }
        ("404", _) => made(
            "404.html",
            "not_found",
            View::new(&site::not_found(press, ink)),
        ),
        _ => {
            let (template, name, data) = press.data_view(&page.subject, article, view, ink);
            made(template, name, data)
        }
    };
    (subject, anchors)
}

/// A small page that leads elsewhere.
pub fn redirect(press: &Press<'_>, redirect: &Redirect) -> Rendered {
    let addressing = Addressing {
        base: Arc::clone(&press.site.config.base_path),
        relative: press
            .site
            .config
            .relative_links
            .then(|| redirect.from.depth()),
    };
    let Some(url) = super::sitemap::redirect_target(press.plan, &redirect.to, &addressing) else {
        return Rendered::default();
    };
    let whole = Addressing {
        base: press.site.config.base_url.value.clone(),
        relative: None,
    };
    let canonical = match &redirect.to {
        crate::plan::RedirectTo::Url(url) => Some(url.to_string()),
        to => super::sitemap::redirect_target(press.plan, to, &whole)
            .filter(|_| !whole.base.is_empty()),
    };
    let page = PageView {
        kind: "redirect",
        base: addressing.base.to_string(),
        depth: addressing.relative,
        canonical,
        robots: Some("noindex"),
        ..PageView::default()
    };
    let title = match &redirect.to {
        crate::plan::RedirectTo::Subject(subject, _) => title(press, subject),
        _ => url.clone(),
    };
    let mut context = Context::new();
    if let Some(share) = press.shares.of(None) {
        context.share("site", &share.site);
    }
    context.insert("page", &page);
    context.insert(
        "redirect",
        &super::view::not_found::RedirectView { url, title },
    );
    let mut bytes = Vec::new();
    match press.theme.render("redirect.html", &context, &mut bytes) {
        Ok(()) => Rendered {
            bytes,
            ..Rendered::default()
        },
        Err(fault) => Rendered {
            fault: Some(fault),
            ..Rendered::default()
        },
    }
}
