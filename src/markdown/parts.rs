//! Parts of a text that others may include: `<!-- part: x -->` … `<!-- /part -->`, each on a line of its own.

use super::build::{Builder, MAX_DEPTH};
use super::tree::{Part, Str};
use crate::diag::{Code, Span};

/// A part that is open.
pub(super) struct OpenPart {
    name: Str,
    from: u32,
    depth: usize,
    span: Span,
}

/// What a comment says to us: the beginning or end of a part, or nothing. `text` may have its `<!--` and `-->`.
pub(super) fn comment(build: &mut Builder<'_>, text: &str, span: Span, block: bool) {
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let text = text.strip_suffix("-->").unwrap_or(text).trim();
    let name = text.strip_prefix("part:").map(str::trim);
    let end = text
        .strip_prefix("/part")
        .map(|t| t.trim_start_matches(':').trim());
    if name.is_none() && end.is_none() {
        return;
    }
    if !block {
        build
            .tell(
                Code::PART_UNCLOSED,
                span,
                "the mark of a part stands inside a line",
            )
            .help = Some("put it on a line of its own".into());
        return;
    }
    match (name, end) {
        // More would make each end look at all of them.
        (Some(_), _) if build.parts.len() >= MAX_DEPTH => {
            build.tell(Code::PART_UNCLOSED, span, "too many parts are open");
        }
        (Some(name), _) => {
            let part = OpenPart {
                name: build.add_clean(name),
                from: build.next_node(),
                depth: build.depth(),
                span,
            };
            build.parts.push(part);
        }
        (_, Some(name)) => end_part(build, name, span),
        _ => {}
    }
}

/// Ends the parts that began at `depth` or deeper, because their container ends: they needed an end of their own.
pub(super) fn close(build: &mut Builder<'_>, depth: usize) {
    while let Some(part) = build.parts.pop_if(|p| p.depth >= depth) {
        let name = build.doc.str(part.name).to_owned();
        build
            .tell(
                Code::PART_UNCLOSED,
                part.span,
                format_args!("the part `{name}` is never closed"),
            )
            .help = Some("end it with a line `<!-- /part -->`".into());
    }
}

fn end_part(build: &mut Builder<'_>, name: &str, span: Span) {
    let depth = build.depth();
    let found = build
        .parts
        .iter()
        .rposition(|p| p.depth == depth && (name.is_empty() || build.doc.str(p.name) == name));
    let Some(part) = found.map(|i| build.parts.remove(i)) else {
        build
            .tell(Code::PART_UNCLOSED, span, "this ends no part")
            .help = Some("a part ends in the same list item or quotation it began in".into());
        return;
    };
    let to = build.next_node();
    build.doc.parts.push(Part {
        name: part.name,
        span: part.span,
        from: part.from,
        to,
    });
}
