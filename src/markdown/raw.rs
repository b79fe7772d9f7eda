//! Raw HTML: rewritten by the list of `allow.rs` (`safe.rs`), shown as text, or trusted, as `site.toml` says.

use std::ops::Range;

use super::RawHtml;
use super::allow;
use super::build::Builder;
use super::parts;
use super::safe::safe;
use super::tags::{self, At, Attribute, Piece};
use super::tree::{Kind, LinkForm, Raw, Str, Target};
use crate::diag::{Span, SpanMap};

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

/// Where an attribute leads.
pub(super) fn target(build: &mut Builder<'_>, attribute: &Attribute, at: &At) -> Target {
    Target {
        dest: build.add_clean(attribute.value.trim()),
        dest_span: at.span(attribute.value_range.clone()),
        form: LinkForm::Raw,
        title: Str::default(),
        size: None,
    }
}
