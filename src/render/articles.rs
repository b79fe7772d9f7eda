//! Views of what authors write as Markdown: articles, sections, the home page.

use super::frame::{self, FrameParts};
use super::ink::Ink;
use super::page::Press;
use super::view::Html;
use super::view::article::ArticleView;
use super::view::home::HomeView;
use super::view::page::PageView;
use super::view::section::{SectionEntry, SectionView};
use crate::model::{Article, LinkTo, Subject};
use crate::resolve::articles::excerpt;
use crate::text::escape;

/// What of a page's frame an article says: title, description, owner, contents, where it is edited.
pub fn fill_frame(
    parts: FrameParts<'_>,
    article: &Article,
    view: &mut PageView,
    ink: &mut Ink<'_>,
) {
    if let Some(heading) = article.outline.title() {
        view.heading = Html(ink.heading(&article.body, heading.node));
        view.heading_id = Some(heading.id.to_string());
    }
    view.lead = article.description.as_ref().map(|d| Html(escape(d)));
    view.description = article
        .description
        .as_ref()
        .map(ToString::to_string)
        .or_else(|| {
            let text = excerpt(&article.body.document);
            (!text.is_empty()).then_some(text)
        });
    view.meta = frame::meta(parts, article);
    view.edit_url = frame::edit_url(parts, article);
    view.draft = article.draft;
    if article.unlisted {
        view.robots = Some("noindex");
    }
    if article.toc {
        let contents = frame::contents(&article.outline);
        view.toc = if contents.len() > 1 {
            contents
        } else {
            Vec::new()
        };
    }
}

/// The text of an article, without its title.
pub fn body(article: &Article, ink: &mut Ink<'_>) -> Html {
    let contents = if article.body.document.has_toc_mark() {
        frame::contents_html(&frame::contents(&article.outline))
    } else {
        String::new()
    };
    ink.html_with(&article.body, &article.outline, &contents)
}

/// An article.
pub fn article(article: &Article, _view: &mut PageView, ink: &mut Ink<'_>) -> ArticleView {
    ArticleView {
        body: body(article, ink),
        extra: article.extra.clone(),
    }
}

/// The page of a folder: its own text, if it has one, and what stands in it.
pub fn section(
    press: &Press<'_>,
    folder: &str,
    own: Option<&Article>,
    view: &mut PageView,
    ink: &mut Ink<'_>,
) -> SectionView {
    let body = own.map(|a| body(a, ink)).filter(|b| !b.0.trim().is_empty());
    let subject = match own {
        Some(a) => Subject::Article(a.path.clone()),
        None => Subject::Folder(folder.into()),
    };
    let entries = match press.places.node(&subject) {
        Some(node) if press.places.has(&subject) => {
            entries(press, press.site.nav.children(node).map(|(i, _)| i), ink)
        }
        _ => Vec::new(),
    };
    if view.description.is_none() {
        view.description = Some(format!("{} · {}", view.title, press.site.title));
    }
    SectionView {
        body,
        entries,
        extra: own.map(|a| a.extra.clone()).unwrap_or_default(),
    }
}

/// Nodes of the navigation as entries of a list.
pub fn entries(
    press: &Press<'_>,
    nodes: impl Iterator<Item = usize>,
    ink: &Ink<'_>,
) -> Vec<SectionEntry> {
    nodes.filter_map(|n| entry(press, n, ink)).collect()
}

fn entry(press: &Press<'_>, node: usize, ink: &Ink<'_>) -> Option<SectionEntry> {
    let nav = &press.site.nav;
    let link = frame::nav_link(nav, node, ink)?;
    let below = nav.nodes.get(node).map_or(0, |n| n.end as usize - node - 1);
    let article = match nav.nodes.get(node).and_then(|n| n.to.as_ref()) {
        Some(LinkTo::Subject { subject, .. }) => press.article(subject),
        _ => None,
    };
    Some(SectionEntry {
        title: link.title,
        url: link.url,
        description: article
            .and_then(|a| a.description.as_ref())
            .map(ToString::to_string),
        pages: u32::try_from(below).ok().filter(|n| *n > 0),
    })
}

/// The home page: its text, and the ways in.
pub fn home(
    press: &Press<'_>,
    own: Option<&Article>,
    view: &mut PageView,
    ink: &mut Ink<'_>,
) -> HomeView {
    let config = &press.site.config;
    if view.lead.is_none() && !config.description.is_empty() {
        view.lead = Some(Html(escape(&config.description)));
    }
    if view.description.is_none() {
        let text = if config.description.is_empty() {
            &press.site.title
        } else {
            &config.description.to_string()
        };
        view.description = Some(text.clone());
    }
    view.meta = super::view::page::MetaView::default();
    view.crumbs = Vec::new();
    let body = own.map(|a| body(a, ink)).filter(|b| !b.0.trim().is_empty());
    let is_article = |n: usize| {
        let to = press.site.nav.nodes.get(n).and_then(|n| n.to.as_ref());
        matches!(
            to,
            Some(LinkTo::Subject {
                subject: Subject::Article(_) | Subject::Folder(_),
                ..
            })
        )
    };
    let entries = entries(
        press,
        press
            .site
            .nav
            .top()
            .map(|(i, _)| i)
            .filter(|n| is_article(*n)),
        ink,
    );
    let mut home = HomeView {
        body,
        entries,
        extra: own.map(|a| a.extra.clone()).unwrap_or_default(),
        ..HomeView::default()
    };
    press.ways(&mut home, ink);
    home.recent = press.recent(ink);
    home
}

/// The template of an article's page.
pub fn article_template(article: &Article) -> String {
    let own = article.template.as_ref();
    own.map_or_else(|| "article.html".to_owned(), |t| template_name(&t.value))
}

/// A template named in a front matter, with or without its ending.
pub fn template_name(written: &str) -> String {
    if written.ends_with(".html") {
        written.to_owned()
    } else {
        format!("{written}.html")
    }
}
