//! Raw HTML: rewritten by the list of `allow.rs`, shown as text, or trusted, as `site.toml` says.
//!
//! Markdown hands raw HTML over tag by tag and block by block, so the elements that are open are kept here, on a stack of our
//! own beside the builder's: an element lives in the container it began in, and ends at the latest with it.

use std::ops::Range;

use super::RawHtml;
use super::allow::{self, Element};
use super::build::{Builder, MAX_DEPTH};
use super::foreign;
use super::parts;
use super::tags::{self, At, Attribute, Piece, Start};
use super::tree::{Kind, LinkForm, Raw, RawTag, Str, Target};
use crate::diag::{Code, Span, SpanMap};

/// Elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Open>,
    /// Names of start tags that were dropped and told: their end tags go without another word.
    dropped: Vec<String>,
    told_depth: bool,
}

struct Open {
    name: String,
    /// How much Markdown was open around it.
    depth: usize,
    span: Span,
    /// It goes with its content: its first node, and whether its end was seen.
    muted: Option<(usize, bool)>,
}

impl Elements {
    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether an `<a>` is open.
    pub fn in_link(&self) -> bool {
        self.open.iter().any(|o| o.name == "a")
    }

    fn is_muted(&self) -> bool {
        self.open.last().is_some_and(|o| o.muted.is_some())
    }

    fn innermost(&self, depth: usize) -> Option<&str> {
        let open = self.open.last().filter(|o| o.depth == depth)?;
        Some(&open.name)
    }

    fn drop_start(&mut self, name: &str) {
        if self.dropped.len() >= 64 {
            self.dropped.remove(0);
        }
        self.dropped.push(name.to_owned());
    }

    fn was_dropped(&mut self, name: &str) -> bool {
        let found = self.dropped.iter().rposition(|d| d == name);
        found.map(|i| self.dropped.remove(i)).is_some()
    }
}

/// A block of raw HTML; several pieces if it stands behind quote signs.
pub(super) fn block(build: &mut Builder<'_>, pieces: &[Range<usize>]) {
    let source = build.source;
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return;
    };
    let joined = pieces
        .windows(2)
        .all(|w| matches!(w, [a, b] if a.end == b.start));
    if joined {
        let html = source.get(first.start..last.end).unwrap_or_default();
        return html_at(build, html, &At::From(first.start), true);
    }
    let mut html = String::new();
    let mut map = SpanMap::builder();
    for piece in pieces {
        map.exact(html.len(), piece.start, piece.end);
        html.push_str(source.get(piece.clone()).unwrap_or_default());
    }
    html_at(build, &html, &At::Lines(map.finish()), true);
}

/// A tag or comment inside a line.
pub(super) fn inline(build: &mut Builder<'_>, html: &str, span: Span) {
    let at = match html.len() == span.len() {
        true => At::From(span.start as usize),
        false => lines_in(build.source, html, span),
    };
    html_at(build, html, &at, false);
}

/// A tag over several lines of a quotation: each line is found again behind its sign.
fn lines_in(source: &str, html: &str, span: Span) -> At {
    let mut map = SpanMap::builder();
    let mut from = span.start as usize;
    let mut at = 0;
    for line in html.split_inclusive('\n') {
        let words = line.trim_end_matches(['\r', '\n']);
        let behind = source.get(from..span.end as usize).unwrap_or_default();
        let Some(found) = behind.find(words) else {
            return At::Whole(span);
        };
        map.exact(at, from + found, from + found + words.len());
        at += line.len();
        from += found + words.len();
    }
    At::Lines(map.finish())
}

/// Ends the elements that began at `depth` or deeper, because their container ends.
pub(super) fn close_elements(build: &mut Builder<'_>, depth: usize) {
    while build.elements.open.last().is_some_and(|o| o.depth >= depth) {
        end_last(build, None);
    }
}

/// A block of Markdown begins: an open `<p>` cannot hold it.
pub(super) fn before_block(build: &mut Builder<'_>) {
    if build.elements.innermost(build.depth()) == Some("p") {
        end_last(build, None);
    }
}

fn html_at(build: &mut Builder<'_>, html: &str, at: &At, block: bool) {
    let whole = at.span(0..html.len());
    if is_comment(html) {
        return parts::comment(build, html.trim(), whole, block);
    }
    match build.options.raw_html {
        RawHtml::Safe => {
            let pieces = tags::read(html);
            let last = pieces.len().saturating_sub(1);
            for (i, piece) in pieces.into_iter().enumerate() {
                let edge = block && (i == 0 || i == last);
                safe(build, piece, at, block, edge);
            }
        }
        RawHtml::Escape => escaped(build, html, whole, block),
        RawHtml::Trust => trusted(build, html, at, whole),
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + 3 == html.len())
}

fn escaped(build: &mut Builder<'_>, html: &str, span: Span, block: bool) {
    if !block {
        let text = build.add_clean(html);
        return build.push(Kind::Text(text), span);
    }
    build.open(Kind::Paragraph, span);
    let text = build.add_clean(html.trim_end());
    build.push(Kind::Text(text), span);
    build.close();
}

/// As it was written; destinations and ids stand in front, so that links can be checked.
fn trusted(build: &mut Builder<'_>, html: &str, at: &At, whole: Span) {
    for piece in tags::read(html) {
        let tag = match piece {
            Piece::Start(tag) => tag,
            Piece::End { name, .. } => {
                build.links -= u32::from(name == "a" && build.links > 0);
                continue;
            }
            _ => continue,
        };
        build.links += u32::from(tag.name == "a");
        for attribute in tag.attributes {
            if allow::LINKS.contains(&attribute.name.as_str()) {
                let target = target(build, &attribute, at);
                let span = target.dest_span;
                build.push(Kind::Raw(Raw::Reference(Box::new(target))), span);
            } else if attribute.name == "id" || (attribute.name == "name" && tag.name == "a") {
                let id = build.add_clean(&attribute.value);
                build.push(Kind::Raw(Raw::Id(id)), at.span(attribute.value_range));
            }
        }
    }
    let html = build.add_clean(html);
    build.push(Kind::Raw(Raw::Verbatim(html)), whole);
}

fn safe(build: &mut Builder<'_>, piece: Piece, at: &At, block: bool, edge: bool) {
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
    build.elements.open.push(Open {
        name: tag.name,
        depth,
        span,
        muted: None,
    });
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
        build.elements.open.push(Open {
            name: tag.name.clone(),
            depth,
            span,
            muted,
        });
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
    if build.elements.open.len() < MAX_DEPTH {
        return None;
    }
    if !std::mem::replace(&mut build.elements.told_depth, true)
        && let Some(span) = build.elements.open.last().map(|o| o.span)
    {
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

fn target(build: &mut Builder<'_>, attribute: &Attribute, at: &At) -> Target {
    Target {
        dest: build.add_clean(attribute.value.trim()),
        dest_span: at.span(attribute.value_range.clone()),
        form: LinkForm::Raw,
        title: Str::default(),
        size: None,
    }
}

fn end(build: &mut Builder<'_>, name: &str, span: Span) {
    if build.elements.is_muted() {
        return end_muted(build, name);
    }
    let depth = build.depth();
    let here = build
        .elements
        .open
        .iter()
        .rev()
        .take_while(|o| o.depth == depth);
    // An end tag does not reach out of a cell or an item it stands in.
    let wall = |o: &Open| matches!(o.name.as_str(), "td" | "th" | "caption" | "li");
    let mut found = None;
    for (above, open) in here.enumerate() {
        if open.name == name {
            found = Some(above);
            break;
        }
        if wall(open)
            && !matches!(
                name,
                "tr" | "table" | "tbody" | "thead" | "tfoot" | "ul" | "ol"
            )
        {
            break;
        }
    }
    match found {
        Some(above) => {
            for _ in 0..above {
                end_last(build, None);
            }
            end_last(build, Some(span));
        }
        None if build.elements.was_dropped(name) => {}
        None => dropped(build, span, &format!("`</{name}>` closes nothing here")),
    }
}

/// The end of an element that goes with its content; what is open deeper goes once it is closed.
fn end_muted(build: &mut Builder<'_>, name: &str) {
    let depth = build.depth();
    let Some(open) = build.elements.open.last_mut().filter(|o| o.name == name) else {
        return;
    };
    if let Some((_, ended)) = &mut open.muted {
        *ended = true;
    }
    if open.depth == depth {
        end_last(build, None);
    }
}

/// Something inside a muted element was closed: if its end tag was in there, it is over.
pub(super) fn settle_muted(build: &mut Builder<'_>) {
    let depth = build.depth();
    let over = build
        .elements
        .open
        .last()
        .is_some_and(|o| o.depth == depth && o.muted.is_some_and(|(_, ended)| ended));
    if over {
        end_last(build, None);
    }
}

/// Ends the innermost element, at `span` if an end tag stands there.
fn end_last(build: &mut Builder<'_>, span: Option<Span>) {
    let Some(open) = build.elements.open.pop() else {
        return;
    };
    if let Some((from, ended)) = open.muted {
        match ended {
            true => build.truncate(from),
            false => unclosed(build, &open),
        }
        return;
    }
    if span.is_none() && !allow::may_stay_open(&open.name) {
        unclosed(build, &open);
    }
    let at = span.unwrap_or_else(|| {
        let end = build.doc.nodes.last().map_or(0, |n| n.span.end as usize);
        Span::new(end, end)
    });
    let name = build.add(&open.name);
    build.push(Kind::Raw(Raw::End(name)), at);
}

fn unclosed(build: &mut Builder<'_>, open: &Open) {
    let name = &open.name;
    build
        .tell(
            Code::HTML_UNCLOSED,
            open.span,
            format_args!("`<{name}>` is not closed in the block it began in"),
        )
        .help = Some(format!("add `</{name}>`"));
}

fn dropped(build: &mut Builder<'_>, span: Span, why: &str) {
    build.tell(Code::HTML_DROPPED, span, why);
}
