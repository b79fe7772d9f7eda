//! A Markdown file: its front matter, typed, and its text as a tree. All spans are those of the file.

mod fence;
mod keys;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::fields::Fields;
use super::value::{Key, Node, Text, Value};
use super::{toml, yaml};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::markdown::{self, Document, Held};

use fence::{Language, Opening, opening};
pub use keys::FRONT_MATTER;

/// What `site.toml` says about reading articles; part of every parse's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ParseOptions {
    /// How Markdown is read.
    pub markdown: markdown::Options,
}

/// One Markdown file as written.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RawArticle {
    /// What its front matter says.
    pub front: FrontMatter,
    /// The text: see `body`.
    #[serde(skip)]
    pub document: Held,
    /// The first byte of the text.
    pub body_start: usize,
    /// Keys that mean nothing here and resemble none that does: told once per key and site.
    pub unknown: Vec<Key>,
    /// Keys whose feature comes later: told once per key and site.
    pub later: Vec<Key>,
}

/// A front matter, aliases resolved.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FrontMatter {
    /// Name in lists.
    pub title: Option<Text>,
    /// One sentence.
    pub description: Option<Text>,
    /// Order among siblings.
    pub weight: Option<Spanned<i64>>,
    /// Shorter name.
    pub nav_title: Option<Text>,
    /// Last segment of the address; without slashes.
    pub slug: Option<Text>,
    /// The whole address below the site, as written.
    pub path: Option<Text>,
    /// First published.
    pub date: Option<Spanned<Date>>,
    /// Last changed.
    pub updated: Option<Spanned<Date>>,
    /// Not published yet.
    pub draft: bool,
    /// In no list.
    pub unlisted: bool,
    /// Former addresses.
    pub aliases: Vec<Text>,
    /// Where the page redirects to.
    pub redirect_to: Option<Text>,
    /// Another template.
    pub template: Option<Text>,
    /// Labels.
    pub tags: Vec<Text>,
    /// `false`: kept out of the search.
    pub search: Option<bool>,
    /// `false`: no list of contents.
    pub toc: Option<bool>,
    /// Where it is edited; empty: nowhere.
    pub edit_url: Option<Text>,
    /// Who keeps it.
    pub owner: Vec<Text>,
    /// Last reviewed.
    pub reviewed: Option<Spanned<Date>>,
    /// Review is due: as written, or `review_in` after `last_reviewed_on`.
    pub review_by: Option<Spanned<Date>>,
    /// Why it is outdated.
    pub outdated: Option<Text>,
    /// Which terms are not linked.
    pub terms_off: RawTermsOff,
    /// Free fields: an object, or `null` if there are none.
    #[serde(with = "as_json")]
    pub extra: serde_json::Value,
}

/// `glossary` of a front matter.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum RawTermsOff {
    /// All terms are linked.
    #[default]
    None,
    /// None is.
    All,
    /// These are not.
    Some(Vec<Text>),
}

/// Reads a Markdown file.
pub fn article(text: &str, options: &ParseOptions) -> (RawArticle, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut article = RawArticle::default();
    article.body_start = match opening(text) {
        Opening::None(start) => start,
        Opening::Unclosed {
            language,
            fence,
            body,
        } => {
            diagnostics.push(unclosed(language, fence));
            body
        }
        Opening::Closed {
            language,
            inside,
            body,
        } => {
            let front = text.get(inside.range()).unwrap_or_default();
            let start = inside.start as usize;
            let (node, told) = match language {
                Language::Toml => toml::read(front, start),
                Language::Yaml => yaml::read(front, start),
            };
            diagnostics.extend(told);
            if let Some(node) = node {
                front_matter(&node, &mut article, &mut diagnostics);
            }
            body
        }
    };
    let (document, told) = body(text, article.body_start, options);
    article.document = document.into();
    diagnostics.extend(told);
    (article, diagnostics)
}

/// Reads the text behind a front matter: what a `RawArticle` has as its `document`.
pub fn body(text: &str, start: usize, options: &ParseOptions) -> (Document, Diagnostics) {
    let body = text.get(start..).unwrap_or_default();
    let (mut document, told) = markdown::parse(body, options.markdown);
    document.shift(start);
    let told = told.into_iter().map(|d| shifted(d, start));
    (document, told.collect())
}

/// Free fields as text: a format without names cannot say what comes next.
mod as_json {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &serde_json::Value, s: S) -> Result<S::Ok, S::Error> {
        match value.is_null() {
            true => s.serialize_str(""),
            false => s.collect_str(value),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<serde_json::Value, D::Error> {
        match <std::borrow::Cow<'de, str>>::deserialize(d)? {
            text if text.is_empty() => Ok(serde_json::Value::Null),
            text => serde_json::from_str(&text).map_err(D::Error::custom),
        }
    }
}

/// What is said of a key of `RawArticle::unknown`, at its first place in the site.
pub fn unknown_key(key: &Key, place: Place) -> Diagnostic {
    let message = format!("`{}` has no meaning in a front matter", key.name);
    Diagnostic::new(Code::FRONT_MATTER_OTHER, place, message)
        .help("put fields of your own below `extra`")
}

/// What is said of a key of `RawArticle::later`, at its first place in the site.
pub fn later_key(key: &Key, place: Place) -> Diagnostic {
    let message = format!("`{}` has no effect yet", key.name);
    Diagnostic::new(Code::KEY_LATER, place, message)
}

fn unclosed(language: Language, fence: Span) -> Diagnostic {
    let mark = match language {
        Language::Toml => "+++",
        Language::Yaml => "---",
    };
    let message = format!("the front matter that begins with `{mark}` never ends");
    Diagnostic::new(Code::FRONT_MATTER_UNCLOSED, Place::here(fence), message)
        .help(format!("add a line `{mark}` behind its last key"))
}

fn shifted(mut d: Diagnostic, by: usize) -> Diagnostic {
    d.place.span = d.place.span.shift(by);
    for label in &mut d.labels {
        label.place.span = label.place.span.shift(by);
    }
    d
}

/// Reads the keys into `article`.
fn front_matter(node: &Node, article: &mut RawArticle, diagnostics: &mut Diagnostics) {
    let mut keys = FRONT_MATTER.read(node, diagnostics);
    for (key, _) in keys.rest() {
        match FRONT_MATTER.near(&key.name) {
            Some(near) => {
                let help = format!("did you mean `{near}`?");
                let message = format!("`{}` is not a key of the front matter", key.name);
                let place = Place::here(key.span);
                let d = Diagnostic::new(Code::FRONT_MATTER_UNKNOWN, place, message);
                diagnostics.push(d.help(help));
            }
            None => article.unknown.push(key),
        }
    }
    if let Some(span) = keys.key("tags") {
        let name = Arc::from("tags");
        article.later.push(Key { name, span });
    }
    let mut told = Diagnostics::new();
    article.front = fields(&mut keys, &mut told);
    // A day that is written wrongly is told already.
    let reviewed = ["last_reviewed_on", "last_reviewed_at", "reviewed"];
    let written = reviewed.iter().any(|n| node.get(n).is_some());
    let echo = |d: &Diagnostic| written && d.code == Code::REVIEW_UNDATED;
    diagnostics.extend(told.into_iter().filter(|d| !echo(d)));
}

fn fields(keys: &mut Fields, diagnostics: &mut Diagnostics) -> FrontMatter {
    let text = |keys: &mut Fields, name: &str| keys.text(name).filter(|t| !t.is_blank());
    let reviewed = keys.date("last_reviewed_on");
    FrontMatter {
        title: text(keys, "title"),
        description: text(keys, "description"),
        weight: keys.integer("weight"),
        nav_title: text(keys, "nav_title"),
        slug: keys.text("slug").filter(|t| is_slug(t, diagnostics)),
        path: keys.text("path").filter(|t| is_path(t, diagnostics)),
        date: keys.date("date"),
        updated: keys.date("updated"),
        draft: is(keys, "draft"),
        unlisted: is(keys, "unlisted"),
        aliases: keys.texts("aliases"),
        redirect_to: keys.text("redirect_to"),
        template: keys.text("template"),
        tags: keys.texts("tags"),
        search: search(keys),
        toc: contents(keys),
        edit_url: edit_url(keys),
        owner: keys.texts("owner"),
        review_by: review_by(keys, reviewed.as_ref(), diagnostics),
        reviewed,
        outdated: text(keys, "outdated"),
        terms_off: terms_off(keys),
        extra: keys
            .node("extra")
            .map_or(serde_json::Value::Null, |n| n.to_json()),
    }
}

fn is(keys: &mut Fields, name: &str) -> bool {
    keys.flag(name).is_some_and(|f| f.value)
}

/// Whether a key says `false`.
fn is_off(keys: &mut Fields, name: &str) -> bool {
    keys.flag(name).is_some_and(|f| !f.value)
}

fn is_slug(text: &Text, diagnostics: &mut Diagnostics) -> bool {
    let slug = text.as_str();
    let wrong = slug.contains(['/', '\\']) || matches!(slug.trim(), "." | "..");
    if wrong {
        let message = format!("`{slug}` is more than one part of an address");
        let help = "write the last part only, or the whole address as `path`";
        let d = Diagnostic::new(Code::VALUE_INVALID, Place::here(text.span), message);
        diagnostics.push(d.help(help));
    }
    !wrong
}

fn is_path(text: &Text, diagnostics: &mut Diagnostics) -> bool {
    let path = text.as_str();
    let wrong = path.contains("://") || path.contains(['?', '#', '\\']);
    if wrong {
        let message = format!("`{path}` is not an address below this site");
        let help = match path.contains("://") {
            true => "write `redirect_to` if the page leads elsewhere",
            false => "write a path like `/guide/hiring/`",
        };
        let d = Diagnostic::new(Code::VALUE_INVALID, Place::here(text.span), message);
        diagnostics.push(d.help(help));
    }
    !wrong
}

fn search(keys: &mut Fields) -> Option<bool> {
    let excluded = keys.flag("search.exclude").map(|f| !f.value);
    keys.flag("search").map(|f| f.value).or(excluded)
}

/// `toc`, or what other generators say for it.
fn contents(keys: &mut Fields) -> Option<bool> {
    let own = keys.flag("toc").map(|f| f.value);
    let hidden = is(keys, "hide_table_of_contents")
        | is_off(keys, "tableOfContents")
        | is_off(keys, "outline")
        | keys.texts("hide").iter().any(|t| t.as_str() == "toc");
    own.or(hidden.then_some(false))
}

/// `false` is "nowhere", `true` as if not written.
fn edit_url(keys: &mut Fields) -> Option<Text> {
    let node = keys.node("edit_url")?;
    match node.value {
        Value::Text(text) => Some(text),
        Value::Boolean(false) => Some(Text::whole("", node.span)),
        _ => None,
    }
}

fn review_by(
    keys: &mut Fields,
    reviewed: Option<&Spanned<Date>>,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<Date>> {
    let by = keys.date("review_by");
    let after = keys.text("review_in");
    by.or_else(|| {
        let after = after?;
        let Some(reviewed) = reviewed else {
            let message = "`review_in` has no day to count from";
            let d = Diagnostic::new(Code::REVIEW_UNDATED, Place::here(after.span), message);
            diagnostics.push(d.help("add `last_reviewed_on`, or write `review_by`"));
            return None;
        };
        let day = reviewed.value.plus(after.as_str()).ok()?;
        Some(Spanned::new(day, after.span))
    })
}

fn terms_off(keys: &mut Fields) -> RawTermsOff {
    let Some(node) = keys.node("glossary") else {
        return RawTermsOff::None;
    };
    match &node.value {
        Value::Boolean(true) => RawTermsOff::None,
        Value::Boolean(false) => RawTermsOff::All,
        Value::List(items) => {
            let terms = items.iter().filter_map(|n| n.as_text().cloned());
            RawTermsOff::Some(terms.collect())
        }
        _ => RawTermsOff::Some(node.as_text().cloned().into_iter().collect()),
    }
}
