//! `[[toc]]` or `[TOC]` alone in a paragraph: here the list of contents is wanted.

use super::tree::Document;

/// Whether the paragraph `node` is nothing but such a mark.
pub(super) fn is_mark(source: &str, doc: &Document, node: u32) -> bool {
    let Some(span) = doc.nodes.get(node as usize).map(|n| n.span) else {
        return false;
    };
    if span.len() > 12 {
        return false;
    }
    let written = source.get(span.range()).unwrap_or_default().trim();
    ["[[toc]]", "[toc]", "[[_toc_]]", "[toc]"]
        .iter()
        .any(|m| written.eq_ignore_ascii_case(m))
}
