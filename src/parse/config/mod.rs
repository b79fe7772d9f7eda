//! `site.toml`: the configuration, and which folders hold what. A wrong key has its default; broken syntax is told alone.

mod address;
mod keys;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::Fields;
use super::toml;
use super::value::{Key, Node, Text};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::markdown;
use crate::model::config::{Config, Direction, Family, Line, Look, NavEntry, Owner};
use crate::source::Layout;

pub use keys::SITE;

/// The configuration. `text`: of `site.toml`, if there is one.
pub fn config(text: Option<&str>) -> (Config, Diagnostics) {
    let (node, diagnostics) = toml::read(text.unwrap_or_default(), 0);
    let (Some(node), false) = (node, diagnostics.has_errors()) else {
        return (Config::default(), diagnostics);
    };
    let mut diagnostics = Diagnostics::new();
    let keys = SITE.read(&node, &mut diagnostics);
    let mut reader = Reader { keys, diagnostics };
    let config = reader.config();
    (config, reader.diagnostics)
}

/// Which folders hold what. A wrong value has its default here and is told by `config`. Without the key `content_dir`
/// (`writes_content_dir`) and without a folder `content/`, the content is the root itself; only the disk knows that.
pub fn layout(text: Option<&str>) -> Layout {
    let mut layout = Layout::default();
    let Some(node) = toml::read(text.unwrap_or_default(), 0).0 else {
        return layout;
    };
    let folder = |key: &str| address::folder(node.get(key)?.as_text()?.as_str()).ok();
    layout.content = folder("content_dir").unwrap_or(layout.content);
    layout.statics = folder("static_dir").unwrap_or(layout.statics);
    layout.output = folder("output_dir").unwrap_or(layout.output);
    let dates = node.get("git").and_then(|git| git.get("dates"));
    layout.dates = dates
        .and_then(|d| d.as_text())
        .is_none_or(|d| d.as_str() != "off");
    layout
}

/// Puts an address from the command line in the place of `base_url`; what is wrong with it, if anything.
pub fn set_base_url(config: &mut Config, base_url: &str) -> Result<(), String> {
    let base_url =
        address::base_url(base_url).map_err(|(message, help)| format!("{message}; {help}"))?;
    config.base_path = Arc::from(address::path_of(&base_url));
    config.base_url = Spanned::new(Arc::from(base_url), Span::default());
    Ok(())
}

/// Whether the key `content_dir` is written.
pub fn writes_content_dir(text: Option<&str>) -> bool {
    let node = toml::read(text.unwrap_or_default(), 0).0;
    node.is_some_and(|n| n.get("content_dir").is_some())
}

struct Reader {
    keys: Fields,
    diagnostics: Diagnostics,
}

impl Reader {
    fn config(&mut self) -> Config {
        let default = Config::default();
        self.folders();
        let language = self.language();
        let direction = self.direction(&language);
        let base_url = self
            .checked("base_url", address::base_url)
            .unwrap_or_default();
        let (markdown, highlight) = self.markdown();
        Config {
            title: self.plain("title"),
            description: self.plain("description"),
            base_path: Arc::from(address::path_of(&base_url.value)),
            theme: self
                .checked("theme", address::name)
                .unwrap_or(default.theme),
            relative_links: flag(&mut self.keys, "relative_links", false),
            indexing: flag(&mut self.keys, "indexing", true),
            edit_url: self
                .checked("edit_url", address::edit_url)
                .map_or(default.edit_url, |u| u.value),
            nav: self.nav(),
            look: self.look(),
            strings: self.strings(),
            owners: self.owners(),
            families: self.roles(),
            comparisons: self.comparisons(),
            decisions: self.decisions(),
            glossary: self.glossary(),
            rights: self.rights(),
            embed: self.embed(),
            search: self.search(),
            print: self.print(),
            dates: self.dates(),
            levels: self.levels(),
            language,
            direction,
            base_url,
            markdown,
            highlight,
        }
    }

    fn plain(&mut self, name: &str) -> Arc<str> {
        self.keys.text(name).map(|t| t.value).unwrap_or_default()
    }

    /// A text that `check` accepts and may change; what it refuses is told. Empty is as if not written.
    fn checked(
        &mut self,
        name: &str,
        check: impl Fn(&str) -> Result<String, address::Fault>,
    ) -> Option<Spanned<Arc<str>>> {
        let text = self.keys.text(name).filter(|t| !t.value.is_empty())?;
        self.check(&text, check)
    }

    fn check(
        &mut self,
        text: &Text,
        check: impl Fn(&str) -> Result<String, address::Fault>,
    ) -> Option<Spanned<Arc<str>>> {
        match check(text.as_str()) {
            Ok(value) => Some(Spanned::new(Arc::from(value), text.span)),
            Err((message, help)) => {
                self.invalid(text.span, message, Some(help.to_owned()));
                None
            }
        }
    }

    fn invalid(&mut self, span: Span, message: String, help: Option<String>) {
        let d = Diagnostic::new(Code::VALUE_INVALID, Place::here(span), message).help_if(help);
        self.diagnostics.push(d);
    }

    fn later(&mut self, span: Span, what: &str) {
        let message = format!("`{what}` has no effect yet");
        self.diagnostics
            .add(Code::KEY_LATER, Place::here(span), message);
    }

    fn folders(&mut self) {
        let mut seen: Vec<(String, &str)> = Vec::new();
        for (name, default) in [
            ("content_dir", "content"),
            ("static_dir", "static"),
            ("output_dir", "public"),
        ] {
            let Some(text) = self.keys.text(name) else {
                seen.push((default.to_owned(), name));
                continue;
            };
            let Some(folder) = self.check(&text, address::folder) else {
                continue;
            };
            if name != "content_dir" && folder.value.is_empty() {
                let message = format!("`{name}` cannot be the root itself");
                self.invalid(text.span, message, Some("name a folder".to_owned()));
            } else if let Some((_, other)) = seen.iter().find(|(f, _)| **f == *folder.value) {
                let message = format!("`{other}` and `{name}` are the same folder");
                self.invalid(
                    text.span,
                    message,
                    Some("give each its own folder".to_owned()),
                );
            }
            seen.push((folder.value.to_string(), name));
        }
    }

    fn language(&mut self) -> Arc<str> {
        let language = self.checked("language", address::language);
        language.map_or(Arc::from("en"), |l| l.value)
    }

    fn direction(&mut self, language: &str) -> Direction {
        match self.keys.text("direction").as_ref().map(Text::as_str) {
            Some("rtl") => Direction::Rtl,
            Some(_) => Direction::Ltr,
            None if address::is_right_to_left(language) => Direction::Rtl,
            None => Direction::Ltr,
        }
    }

    fn nav(&mut self) -> Vec<NavEntry> {
        let items = self.keys.list("nav");
        self.nav_items(&items)
    }

    /// As deep as the file nests, which the parser has capped.
    fn nav_items(&mut self, items: &[Node]) -> Vec<NavEntry> {
        items
            .iter()
            .filter_map(|item| self.nav_item(item))
            .collect()
    }

    fn nav_item(&mut self, item: &Node) -> Option<NavEntry> {
        if let Some(page) = item.as_text() {
            return Some(NavEntry::Page(page.spanned()));
        }
        let mut entry = keys::NAV.fields(item);
        let title = entry.text("title")?.spanned();
        let url = entry.text("url").map(|u| u.spanned());
        let items = entry.list("items");
        if url.is_none() && items.is_empty() {
            let message = format!("`{}` leads nowhere", title.value);
            self.invalid(title.span, message, Some("add `url` or `items`".to_owned()));
            return None;
        }
        let items = self.nav_items(&items);
        Some(NavEntry::Titled { title, url, items })
    }

    fn markdown(&mut self) -> (markdown::Options, bool) {
        let mut options = markdown::Options::default();
        let Some(mut table) = self.keys.table("markdown") else {
            return (options, true);
        };
        options.raw_html = match table.text("raw_html").as_ref().map(Text::as_str) {
            Some("escape") => markdown::RawHtml::Escape,
            Some("trust") => markdown::RawHtml::Trust,
            _ => markdown::RawHtml::Safe,
        };
        options.smart_punctuation = flag(&mut table, "smart_punctuation", false);
        options.math = flag(&mut table, "math", false);
        options.diagrams = flag(&mut table, "diagrams", true);
        (options, flag(&mut table, "highlight", true))
    }

    fn look(&mut self) -> Look {
        let Some(mut table) = self.keys.table("look") else {
            return Look::default();
        };
        let written = |t: &Text| !t.is_blank();
        let accent = table.text("accent").filter(written);
        let file = |table: &mut Fields, name: &str| table.text(name).filter(written);
        let (logo, favicon) = (file(&mut table, "logo"), file(&mut table, "favicon"));
        let css = table.texts("css");
        let line = |text: Text| Line {
            text: text.value,
            map: text.map,
        };
        Look {
            accent: accent.and_then(|a| self.check(&a, address::color)),
            logo: logo.and_then(|f| self.check(&f, address::file)),
            favicon: favicon.and_then(|f| self.check(&f, address::file)),
            css: css
                .iter()
                .filter_map(|f| self.check(f, address::file))
                .collect(),
            links: self.nav_items(&table.list("links")),
            footer: table.text("footer").filter(written).map(line),
            announcement: table.text("announcement").filter(written).map(line),
        }
    }

    fn strings(&mut self) -> BTreeMap<String, Spanned<String>> {
        let word = |(key, node): (Key, Node)| {
            let text = node.as_text()?.as_str().to_owned();
            Some((key.name.to_string(), Spanned::new(text, key.span)))
        };
        self.keys
            .map("strings")
            .into_iter()
            .filter_map(word)
            .collect()
    }

    fn owners(&mut self) -> BTreeMap<Arc<str>, Owner> {
        let owner = |(key, node): (Key, Node)| {
            let mut table = keys::OWNER.fields(&node);
            let name = node.as_text().cloned().or_else(|| table.text("name"));
            let owner = Owner {
                name: name.map_or_else(|| Arc::clone(&key.name), |n| n.value),
                url: table.text("url").map(|u| u.spanned()),
                span: key.span,
            };
            (key.name, owner)
        };
        self.keys.map("owners").into_iter().map(owner).collect()
    }

    fn roles(&mut self) -> Vec<Family> {
        let Some(mut table) = self.keys.table("roles") else {
            return Vec::new();
        };
        if let Some(first) = table.texts("overlays").first() {
            self.later(first.span, "overlays");
        }
        let mut families: Vec<Family> = Vec::new();
        for node in table.list("families") {
            let mut long = keys::FAMILY.fields(&node);
            let Some(id) = node.as_text().cloned().or_else(|| long.text("id")) else {
                continue;
            };
            if let Some(first) = families.iter().find(|f| f.id.value == id.value) {
                let message = format!("family `{}` is listed twice", id.as_str());
                let place = Place::here(id.span);
                let d = Diagnostic::new(Code::KEY_DUPLICATE, place, message)
                    .help("remove one of the two")
                    .label(Place::here(first.id.span), "first listed here");
                self.diagnostics.push(d);
                continue;
            }
            let name = long
                .text("name")
                .map_or_else(|| Arc::from(words(id.as_str())), |n| n.value);
            families.push(Family {
                id: id.spanned(),
                name,
            });
        }
        families
    }
}

fn flag(table: &mut Fields, name: &str, default: bool) -> bool {
    table.flag(name).map_or(default, |f| f.value)
}

fn count(table: &mut Fields, name: &str, default: usize) -> usize {
    let written = table.integer(name);
    written.map_or(default, |n| usize::try_from(n.value).unwrap_or(default))
}

/// A name made from an id: `people-ops` is "People ops".
fn words(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => spaced,
    }
}
