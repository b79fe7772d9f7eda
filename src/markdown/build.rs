//! Puts nodes in order: the stack of what is open, text merged piece by piece, depth capped without recursion.

use std::ops::Range;

use super::autolink;
use super::badge;
use super::directive::Fence;
use super::elements::{self, Elements};
use super::parts::{self, OpenPart};
use super::raw;
use super::tree::{Document, Kind, LinkForm, Node, Target};
use super::{Options, toc};
use crate::diag::{Code, Diagnostics, Place, Span};

/// How deep blocks and inline elements may stand in one another.
pub const MAX_DEPTH: usize = 100;

/// A document in the making.
pub(super) struct Builder<'a> {
    /// The author's text.
    pub source: &'a str,
    /// How it is read.
    pub options: Options,
    /// What is made.
    pub doc: Document,
    /// What is to be said.
    pub diagnostics: Diagnostics,
    /// Raw HTML that is open.
    pub elements: Elements,
    /// What has begun, outermost first.
    pub open: Vec<Open>,
    /// The last node is a text that may still grow.
    pub growing: bool,
    /// How many links and images are open: no link is found inside them.
    pub links: u32,
    /// Whether the text holds anything that could be a bare link.
    pub has_urls: bool,
    /// Whether the text holds anything that could be a badge.
    pub has_badges: bool,
    pub told_depth: bool,
    /// Whether the text holds a NUL.
    pub has_nul: bool,
    /// Parts that are open.
    pub parts: Vec<OpenPart>,
}

/// The same in as much memory as it needs: all texts of a site are held at once, and an allocator does not take back the
/// rest of a block that is more than half full.
fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    let mut out = Vec::with_capacity(list.len());
    out.append(&mut list);
    out
}

/// Something that has begun: its node, unless it has none, and how it ends.
pub(super) struct Open {
    pub node: Option<u32>,
    /// A `:::` container; else it ends when pulldown-cmark says so.
    pub fence: Option<Fence>,
}

impl<'a> Builder<'a> {
    pub fn new(source: &'a str, options: Options) -> Self {
        Self {
            source,
            options,
            doc: Document {
                nodes: Vec::with_capacity(source.len() / 24 + 4),
                text: String::with_capacity(source.len()),
                origins: vec![std::sync::Arc::from("")],
                ..Document::default()
            },
            diagnostics: Diagnostics::new(),
            elements: Elements::default(),
            open: Vec::with_capacity(16),
            growing: false,
            links: 0,
            has_urls: autolink::may_be_in(source),
            has_badges: badge::may_be_in(source),
            told_depth: false,
            has_nul: source.contains('\0'),
            parts: Vec::new(),
        }
    }

    /// A message about `span`.
    pub fn tell(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl std::fmt::Display,
    ) -> &mut crate::diag::Diagnostic {
        self.diagnostics.add(code, Place::here(span), message)
    }

    /// The number of the next node.
    pub fn next_node(&self) -> u32 {
        u32::try_from(self.doc.nodes.len()).unwrap_or(u32::MAX)
    }

    /// Takes back all nodes from `node` on.
    pub fn truncate(&mut self, node: usize) {
        self.doc.nodes.truncate(node);
        let end = self.next_node();
        self.doc.parts.retain(|p| p.to <= end);
    }

    /// Whether blocks may stand at this place.
    pub fn holds_blocks(&self) -> bool {
        let Some(node) = self.innermost() else {
            return true;
        };
        matches!(
            node.kind,
            Kind::Quote
                | Kind::Callout { .. }
                | Kind::Component(_)
                | Kind::Item { .. }
                | Kind::TableCell
                | Kind::FootnoteDefinition { .. }
                | Kind::DefinitionDetails
        )
    }

    /// The innermost node that is open.
    pub fn innermost(&self) -> Option<&Node> {
        let node = self.nodes_open().next()?;
        self.doc.nodes.get(node as usize)
    }

    /// The nodes that are open, innermost first. Nothing deeper than `MAX_DEPTH` has one.
    fn nodes_open(&self) -> impl Iterator<Item = u32> + '_ {
        let least = self.open.len().min(MAX_DEPTH);
        let open = self.open.get(..least).unwrap_or_default();
        open.iter().rev().filter_map(|o| o.node)
    }

    /// Whether a link is open.
    pub fn in_link(&self) -> bool {
        self.links > 0
    }

    /// How much is open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Begins a node; too deep, its content goes to the one around it.
    pub fn open(&mut self, kind: Kind, span: Span) {
        self.settle_text();
        if is_block(&kind) {
            self.elements_before_block();
        }
        if matches!(kind, Kind::Link(_) | Kind::Image(_)) {
            self.links += 1;
        }
        if matches!(kind, Kind::Paragraph) {
            self.loosen();
        }
        let node = if self.open.len() >= MAX_DEPTH {
            self.tell_depth(span);
            None
        } else {
            let node = self.next_node();
            self.push(kind, span);
            Some(node)
        };
        self.open.push(Open { node, fence: None });
    }

    /// Begins something that has no node.
    pub fn open_nothing(&mut self) {
        self.settle_text();
        self.open.push(Open {
            node: None,
            fence: None,
        });
    }

    /// Ends what began last, and before it the containers that nobody closed.
    pub fn close(&mut self) {
        self.settle_text();
        while self.open.last().is_some_and(|o| o.fence.is_some()) {
            self.close_fence_unclosed();
        }
        self.pop();
    }

    /// Ends a paragraph: without content it was none, and alone in it `[[toc]]` asks for the list of contents.
    pub fn close_paragraph(&mut self) {
        let node = self.open.last().and_then(|o| o.node);
        self.close();
        let Some(node) = node else { return };
        if node + 1 >= self.next_node() {
            self.truncate(node as usize);
        } else if toc::is_mark(self.source, &self.doc, node) {
            self.truncate(node as usize + 1);
            if let Some(n) = self.doc.nodes.last_mut() {
                n.kind = Kind::TocMark;
                n.end = node + 1;
            }
        }
    }

    /// Ends a link or an image; now that its text is known, the place of its destination can be found behind it.
    pub fn close_link(&mut self, find: fn(&str, &Target, Range<usize>) -> Option<Span>) {
        self.settle_text();
        self.links = self.links.saturating_sub(1);
        let node = self.open.last().and_then(|o| o.node);
        let after = node.map(|n| self.end_of_children(n));
        self.close();
        let (Some(node), Some(after)) = (node, after) else {
            return;
        };
        let source = self.source;
        let Some(n) = self.doc.nodes.get_mut(node as usize) else {
            return;
        };
        let end = n.span.end as usize;
        if let Kind::Link(t) | Kind::Image(t) = &mut n.kind
            && t.form == LinkForm::Inline
            && let Some(span) = find(source, t, after..end)
        {
            t.dest_span = span;
        }
    }

    /// Ends everything.
    pub fn close_all(&mut self) {
        self.settle_text();
        while let Some(last) = self.open.last() {
            match last.fence {
                Some(_) => self.close_fence_unclosed(),
                None => self.pop(),
            }
        }
        elements::close_elements(self, 0);
        parts::close(self, 0);
    }

    /// A node without children inside a line.
    pub fn leaf(&mut self, kind: Kind, span: Span) {
        self.settle_text();
        self.push(kind, span);
    }

    /// A node without children between blocks.
    pub fn leaf_block(&mut self, kind: Kind, span: Span) {
        self.settle_text();
        self.elements_before_block();
        self.push(kind, span);
    }

    /// `[ ]` or `[x]` at the start of an item.
    pub fn task(&mut self, done: bool) {
        let items = self.nodes_open().take(2);
        for node in items.collect::<Vec<_>>() {
            if let Some(Node {
                kind: Kind::Item { task },
                ..
            }) = self.doc.nodes.get_mut(node as usize)
            {
                *task = Some(done);
                return;
            }
        }
    }

    /// A block of raw HTML, in pieces where it stands behind quote signs.
    pub fn html_block(&mut self, pieces: &[Range<usize>]) {
        self.settle_text();
        raw::block(self, pieces);
    }

    /// A tag or comment of raw HTML inside a line.
    pub fn inline_html(&mut self, html: &str, span: Span) {
        self.settle_text();
        raw::inline(self, html, span);
    }

    /// The document and what there was to say, in order.
    pub fn finish(self) -> (Document, Diagnostics) {
        let mut diagnostics = self.diagnostics;
        if diagnostics.len() > 1 {
            diagnostics.sort_by_file(|_| 0);
        }
        let mut doc = self.doc;
        doc.nodes = exact(doc.nodes);
        (doc, diagnostics)
    }

    /// Adds a node as it is; `end` is set when it closes.
    pub fn push(&mut self, kind: Kind, span: Span) {
        let end = self.next_node() + 1;
        self.doc.nodes.push(Node {
            kind,
            span,
            end,
            origin: 0,
        });
    }

    /// Ends what began last.
    pub fn pop(&mut self) {
        let depth = self.open.len();
        elements::close_elements(self, depth);
        parts::close(self, depth);
        let Some(open) = self.open.pop() else { return };
        if !self.elements.is_empty() {
            elements::settle_muted(self);
        }
        let end = self.next_node();
        let source = self.source;
        if let Some(n) = open.node.and_then(|i| self.doc.nodes.get_mut(i as usize)) {
            n.end = end;
            if is_block(&n.kind) {
                n.span = trimmed(source, n.span);
            }
        }
    }

    fn end_of_children(&self, node: u32) -> usize {
        let last = self
            .doc
            .nodes
            .get(node as usize + 1..)
            .and_then(|inside| inside.iter().map(|n| n.span.end).max());
        match (last, self.doc.nodes.get(node as usize)) {
            (Some(end), _) => end as usize,
            (None, Some(n)) => n.span.start as usize,
            _ => 0,
        }
    }

    /// A paragraph right inside an item makes its list a loose one.
    fn loosen(&mut self) {
        let mut nodes = self.open.iter().rev().map(|o| o.node);
        let (Some(Some(item)), Some(Some(list))) = (nodes.next(), nodes.next()) else {
            return;
        };
        let is_item = self
            .doc
            .nodes
            .get(item as usize)
            .is_some_and(|n| matches!(n.kind, Kind::Item { .. }));
        if is_item
            && let Some(Node {
                kind: Kind::List { tight, .. },
                ..
            }) = self.doc.nodes.get_mut(list as usize)
        {
            *tight = false;
        }
    }

    fn elements_before_block(&mut self) {
        if !self.elements.is_empty() {
            elements::before_block(self);
        }
    }

    /// Says, once, that something is nested too deep.
    pub fn tell_depth(&mut self, span: Span) {
        if !std::mem::replace(&mut self.told_depth, true) {
            self.tell(
                Code::NESTING_TOO_DEEP,
                Span::new(span.start as usize, span.start as usize),
                format_args!("nested deeper than {MAX_DEPTH} levels"),
            )
            .help = Some("move the inner part to a page of its own".into());
        }
    }
}

/// Whether it stands between blocks.
pub(super) fn is_block(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Raw(_)
            | Kind::Text(_)
            | Kind::Code(_)
            | Kind::Badge { .. }
            | Kind::Math { .. }
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Link(_)
            | Kind::Image(_)
            | Kind::FootnoteReference { .. }
    )
}

fn trimmed(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let keep = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    Span::new(span.start as usize, span.start as usize + keep)
}
