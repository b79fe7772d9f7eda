//! `raw_html = "safe"`: allowed tags are written anew, attribute by attribute; all else goes and is told at its place.

use super::allow::{self, Element};
use super::build::{Builder, MAX_DEPTH};
use super::elements::{end, end_last};
use super::raw::target;
use super::tags::{At, Attribute, Piece, Start};
use super::tree::{Kind, Raw, RawTag};
use super::{foreign, parts};
use crate::diag::{Code, Span};

/// One piece of raw HTML. `edge`: the first or last of a block, where white space means nothing.
pub(super) fn safe(build: &mut Builder<'_>, piece: Piece, at: &At, block: bool, edge: bool) {
    if build.elements.is_muted() && !matches!(piece, Piece::End { .. }) {
        return;
    }
    match piece {
        Piece::Start(tag) => start(build, tag, at, block),
        Piece::End { name, range } => end(build, &name, at.span(range)),
        Piece::Text { text, range } => plain(build, &text, at.span(range), edge),
        Piece::Comment { text, range } => {
            let span = at.span(range);
            let written = build.source.get(span.range()).unwrap_or_default();
            match written.starts_with("<?") || written.starts_with("<![") {
                true => dropped(build, span, "this instruction is not HTML"),
                false => parts::comment(build, text.trim(), span, block),
            }
        }
        Piece::Doctype { range } => {
            dropped(build, at.span(range), "a page has its doctype already")
        }
        Piece::Repeated { range } => dropped(
            build,
            at.span(range),
            "the attribute is written twice; the first one counts",
        ),
    }
}

fn plain(build: &mut Builder<'_>, text: &str, span: Span, edge: bool) {
    if edge && text.trim().is_empty() {
        return;
    }
    let text = build.add_clean(text);
    build.push(Kind::Text(text), span);
}

fn start(build: &mut Builder<'_>, tag: Start, at: &At, block: bool) {
    let span = at.span(tag.range.clone());
    let name = tag.name.as_str();
    let Some(element) = allow::element(name) else {
        return refuse(build, &tag, span);
    };
    let depth = build.depth();
    while build
        .elements
        .innermost(depth)
        .is_some_and(|open| allow::ends_before(open, element))
    {
        end_last(build, None);
    }
    if let Some((why, help)) = misplaced(build, element) {
        if !element.is_void() {
            build.elements.drop_start(name);
        }
        build.tell(Code::HTML_DROPPED, span, why).help = help;
        return;
    }
    let kind = written_anew(build, element, &tag, at, block);
    build.push(Kind::Raw(Raw::Start(Box::new(kind))), span);
    if element.is_void() {
        return;
    }
    build.elements.open(&tag.name, depth, span, None);
    if tag.closed {
        let end = Span::new(span.end as usize, span.end as usize);
        end_last(build, Some(end));
    }
}

/// An element that is not on the list: its mark goes, or all of it.
fn refuse(build: &mut Builder<'_>, tag: &Start, span: Span) {
    let name = tag.name.as_str();
    if foreign::component(build, name, span) {
        if !tag.closed {
            build.elements.drop_start(name);
        }
        return;
    }
    let with_content = allow::WITH_CONTENT.contains(&name) && name != "embed";
    let rest = match with_content {
        true if !tag.closed => "it goes with its content",
        _ => "its text stays",
    };
    build
        .tell(
            Code::HTML_DROPPED,
            span,
            format_args!("`<{name}>` is not allowed: {rest}"),
        )
        .help = Some("`markdown.raw_html = \"trust\"` in `site.toml` writes HTML as it is".into());
    if tag.closed {
        return;
    }
    if with_content {
        let muted = Some((build.doc.nodes.len(), false));
        let depth = build.depth();
        build.elements.open(&tag.name, depth, span, muted);
    } else {
        build.elements.drop_start(name);
    }
}

/// Why an element cannot stand here, and the cure.
fn misplaced(build: &mut Builder<'_>, element: &Element) -> Option<(String, Option<String>)> {
    let name = element.name;
    let depth = build.depth();
    let inner = build
        .elements
        .innermost(depth)
        .unwrap_or_default()
        .to_owned();
    if element.is_block() && !build.holds_blocks() {
        let help = "put it on a line of its own, with blank lines around it";
        return Some((
            format!("`<{name}>` cannot stand inside a line"),
            Some(help.into()),
        ));
    }
    let parents = allow::parents(name);
    if !parents.is_empty() && !parents.contains(&inner.as_str()) {
        let names: Vec<String> = parents.iter().map(|p| format!("`<{p}>`")).collect();
        let help = format!("it belongs into {}", crate::text::list_of(&names, "or"));
        return Some((format!("`<{name}>` cannot stand here"), Some(help)));
    }
    if parents.is_empty() && allow::holds_parts_only(&inner) {
        return Some((
            format!("`<{name}>` cannot stand right inside `<{inner}>`"),
            None,
        ));
    }
    let in_link = build.in_link() || build.elements.in_link();
    if name == "a" && in_link {
        return Some(("a link cannot stand inside a link".into(), None));
    }
    if build.elements.len() < MAX_DEPTH {
        return None;
    }
    if let Some(span) = build.elements.too_deep() {
        let message = format!("raw HTML nested deeper than {MAX_DEPTH} levels");
        build.tell(Code::NESTING_TOO_DEEP, span, message);
    }
    Some((format!("`<{name}>` is nested too deep"), None))
}

fn written_anew(
    build: &mut Builder<'_>,
    element: &Element,
    tag: &Start,
    at: &At,
    block: bool,
) -> RawTag {
    let mut out = RawTag {
        name: build.add(element.name),
        attributes: Vec::with_capacity(tag.attributes.len()),
        links: Vec::new(),
        void: element.is_void(),
        block,
    };
    for attribute in &tag.attributes {
        let span = at.span(attribute.range.clone());
        if let Some(why) = objection(element, attribute) {
            dropped(build, span, &why);
            continue;
        }
        let name = build.add(&attribute.name);
        if allow::LINKS.contains(&attribute.name.as_str()) {
            let target = target(build, attribute, at);
            out.links.push((name, target));
        } else {
            let value = build.add_clean(&attribute.value);
            out.attributes.push((name, value));
        }
    }
    out
}

fn objection(element: &Element, attribute: &Attribute) -> Option<String> {
    let name = attribute.name.as_str();
    if !element.allows(name) {
        return Some(format!(
            "the attribute `{name}` is not allowed on `<{}>`",
            element.name
        ));
    }
    if name == "id" || (name == "name" && element.name == "a") {
        if attribute.value.starts_with("rb-") {
            return Some("ids that begin with `rb-` belong to the theme".into());
        }
        if attribute.value.is_empty() {
            return Some(format!("the attribute `{name}` is empty"));
        }
    }
    let scheme = allow::LINKS
        .contains(&name)
        .then(|| allow::forbidden_scheme(&attribute.value))??;
    Some(format!("the scheme `{scheme}:` is not allowed"))
}

/// Says that something of the author's HTML is gone.
pub(super) fn dropped(build: &mut Builder<'_>, span: Span, why: &str) {
    build.tell(Code::HTML_DROPPED, span, why);
}
