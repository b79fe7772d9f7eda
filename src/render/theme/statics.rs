//! The static files of a theme: each gets an address with a hash, style sheets name their neighbours by it, and may begin
//! with the sheet of a theme below.

use std::collections::BTreeMap;

use super::layers::Layer;
use super::squeeze::squeeze;
use crate::memo::Fingerprint;
use crate::render::accent;
use crate::source::{SourceFile, SourcePath, SourceTree};

/// One static file as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Static {
    /// Its path below `static/`: what templates look up in `assets`.
    pub name: String,
    /// Where it is published: `/assets/theme.0f3a9c41.css`.
    pub route: String,
    /// What is written there.
    pub content: StaticContent,
}

/// The bytes of a static file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaticContent {
    /// A style sheet, finished.
    Bytes(Vec<u8>),
    /// A copy of this source file.
    Copy(SourcePath),
}

/// `/assets/<stem>.<hash8>.<extension>` for a file of that name and content.
pub fn asset_route(name: &SourcePath, print: Fingerprint) -> String {
    let hash = &print.hex()[..8];
    match name.extension() {
        "" => format!("/assets/{}.{hash}", name.stem()),
        extension => format!("/assets/{}.{hash}.{extension}", name.stem()),
    }
}

/// All files below `static/` in the stack, by name. Style sheets come last in making, since they name the others.
pub(super) fn statics(tree: &SourceTree, stack: &[Layer], color: &str) -> Vec<Static> {
    let mut nearest: BTreeMap<String, &SourceFile> = BTreeMap::new();
    for layer in stack {
        let folder = format!("{}/static", layer.folder);
        for (_, file) in tree.area(layer.area) {
            if let Some(name) = file.path.below(&folder) {
                nearest.entry(name.to_owned()).or_insert(file);
            }
        }
    }
    let (sheets, others): (Vec<_>, Vec<_>) = nearest
        .into_iter()
        .partition(|(name, file)| name.ends_with(".css") && file.as_text().is_some());
    let mut all: Vec<Static> = others
        .into_iter()
        .map(|(name, file)| Static {
            route: asset_route(&SourcePath::new(&name), file.print),
            content: StaticContent::Copy(file.path.clone()),
            name,
        })
        .collect();
    let routes: BTreeMap<String, String> = all
        .iter()
        .map(|s| (s.name.clone(), s.route.clone()))
        .collect();
    let tokens = accent::tokens(color).unwrap_or_else(accent::default_tokens);
    for (name, file) in sheets {
        let text = squeeze(&whole(file.as_text().unwrap_or_default(), tree, stack));
        let text = rewrite_urls(&text, &name, &routes);
        let text = if name == "theme.css" {
            format!("{tokens}\n{text}")
        } else {
            text
        };
        all.push(Static {
            route: asset_route(&SourcePath::new(&name), Fingerprint::of(text.as_bytes())),
            content: StaticContent::Bytes(text.into_bytes()),
            name,
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// A sheet in which each `@import "builtin/theme.css";` is the sheet of that full name: one request, and what stands
/// behind it overrides it. A sheet may import one that imports; in a circle the last import stays as it is written.
fn whole(css: &str, tree: &SourceTree, stack: &[Layer]) -> String {
    let mut out = css.to_owned();
    for _ in stack {
        let Some((span, full)) = first_import(&out, stack) else {
            break;
        };
        let layer = stack
            .iter()
            .find_map(|l| Some((l, full.strip_prefix(&l.prefix)?)));
        let path = layer.map(|(l, name)| format!("{}/static/{name}", l.folder));
        let file = path.and_then(|p| tree.get(tree.find(&p)?));
        let Some(text) = file.and_then(SourceFile::as_text) else {
            break;
        };
        out = [&out[..span.0], text, &out[span.1..]].concat();
    }
    out
}

/// From where to where the first import of a sheet of the stack stands, and its full name.
fn first_import(css: &str, stack: &[Layer]) -> Option<((usize, usize), String)> {
    const OPENS: &str = "@import \"";
    let mut found = css.match_indices(OPENS).filter_map(|(at, _)| {
        let rest = &css[at + OPENS.len()..];
        let (name, after) = rest.split_once('"')?;
        let is_ours = stack.iter().any(|l| name.starts_with(&l.prefix));
        let end = css.len() - after.strip_prefix(';')?.len();
        is_ours.then(|| ((at, end), name.to_owned()))
    });
    found.next()
}

/// `url(x.svg)` becomes the published name beside the sheet; what names no file of the theme stays.
fn rewrite_urls(css: &str, sheet: &str, routes: &BTreeMap<String, String>) -> String {
    let folder = sheet.rfind('/').map_or("", |at| &sheet[..=at]);
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = after.find(')') else {
            rest = after;
            break;
        };
        let written = after[..end].trim();
        let plain = written.trim_matches(['"', '\'']);
        let (file, suffix) = plain.split_at(plain.find(['#', '?']).unwrap_or(plain.len()));
        let name = normal(&format!("{folder}{file}"));
        match routes.get(&name).and_then(|r| r.strip_prefix("/assets/")) {
            Some(published) => out.push_str(&format!("\"{published}{suffix}\"")),
            None => out.push_str(written),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// `a/../b` as `b`, `./b` as `b`.
fn normal(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_names_published_files() {
        let routes = [("img/a.svg".to_owned(), "/assets/a.12345678.svg".to_owned())].into();
        let css = "a{b:url( '../img/a.svg#x' )}c{d:url(data:image/png;base64,xx)}e{f:url(";
        assert_eq!(
            rewrite_urls(css, "css/x.css", &routes),
            "a{b:url(\"a.12345678.svg#x\")}c{d:url(data:image/png;base64,xx)}e{f:url("
        );
    }
}
