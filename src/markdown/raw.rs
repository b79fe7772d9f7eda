//! Raw HTML.

use std::ops::Range;

use super::build::Builder;
use super::tree::{Kind, Raw};
use crate::diag::Span;

/// Elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<(String, usize)>,
}

impl Elements {
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}

pub(super) fn close_elements(_build: &mut Builder<'_>, _depth: usize) {}
pub(super) fn close_part(_build: &mut Builder<'_>, _depth: usize) {}
pub(super) fn before_block(_build: &mut Builder<'_>, _span: Span) {}
pub(super) fn block(build: &mut Builder<'_>, pieces: &[Range<usize>]) {
    for p in pieces {
        let html = build.source.get(p.clone()).unwrap_or_default();
        inline(build, html, p.clone().into());
    }
}
pub(super) fn inline(build: &mut Builder<'_>, html: &str, span: Span) {
    if html.starts_with("<!--") {
        return;
    }
    let s = build.add_clean(html);
    let kind = match build.options.raw_html {
        super::RawHtml::Trust => Kind::Raw(Raw::Verbatim(s)),
        _ => Kind::Text(s),
    };
    build.push(kind, span);
}
