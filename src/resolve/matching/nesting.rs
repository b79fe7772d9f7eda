//! A link around words that begin in one node and end in another must hold whole nodes: `*user* story`, not half of one.

use super::joined::At;
use crate::markdown::{Document, Kind, NodeId};
use crate::model::{Id, Mention};

/// The parent of every node, for documents in which words reach over several; made when it is first asked for.
pub struct Nesting<'d> {
    document: &'d Document,
    parents: Option<Vec<u32>>,
}

const NONE: u32 = u32::MAX;

impl<'d> Nesting<'d> {
    /// For a document.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            parents: None,
        }
    }

    /// A mention from `from` to `to`, if a link can stand around it.
    pub fn mention(&mut self, from: At, to: At, term: &Id) -> Option<Mention> {
        let of = |first: NodeId, start: u32, last: NodeId, end: u32| Mention {
            first,
            from: start,
            last,
            to: end,
            term: Id::clone(term),
            section: from.section,
        };
        if from.node == to.node {
            return Some(of(from.node, from.byte, to.node, to.byte));
        }
        let first = self.chain(from.node);
        let last = self.chain(to.node);
        // The nearest node around both; what stands right below it on either side holds the ends of the link.
        let shared = first
            .iter()
            .rev()
            .zip(last.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let top = |chain: &[u32]| {
            chain
                .len()
                .checked_sub(shared + 1)
                .and_then(|i| chain.get(i).copied())
        };
        let (outer_first, outer_last) = (top(&first)?, top(&last)?);
        let start = match outer_first == from.node.0 {
            true => from.byte,
            false if self.begins(outer_first, from) => 0,
            false => return None,
        };
        let end = match outer_last == to.node.0 {
            true => to.byte,
            false if self.ends(outer_last, to) => 0,
            false => return None,
        };
        Some(of(NodeId(outer_first), start, NodeId(outer_last), end))
    }

    /// A node, its parent, and so on up.
    fn chain(&mut self, node: NodeId) -> Vec<u32> {
        let document = self.document;
        let parents = self.parents.get_or_insert_with(|| parents(document));
        let mut chain = vec![node.0];
        let mut at = node.0;
        while let Some(parent) = parents.get(at as usize).copied().filter(|p| *p != NONE) {
            chain.push(parent);
            at = parent;
        }
        chain
    }

    /// Whether `at` is the very beginning of the words inside `outer`.
    fn begins(&self, outer: u32, at: At) -> bool {
        let between = outer..at.node.0;
        at.byte == 0
            && between.into_iter().all(|n| {
                self.document
                    .get(NodeId(n))
                    .is_some_and(|n| is_emphasis(&n.kind))
            })
    }

    /// Whether `at` is the very end of the words inside `outer`.
    fn ends(&self, outer: u32, at: At) -> bool {
        let end = self.document.get(NodeId(outer)).map_or(0, |n| n.end);
        let whole = self.document.get(at.node).is_some_and(|n| match n.kind {
            Kind::Text(s) => self.document.str(s).len() == at.byte as usize,
            _ => false,
        });
        whole && end == at.node.0 + 1
    }
}

fn is_emphasis(kind: &Kind) -> bool {
    matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough)
}

fn parents(document: &Document) -> Vec<u32> {
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut out = Vec::with_capacity(document.nodes.len());
    for (id, node) in document.iter() {
        while open.last().is_some_and(|(_, end)| *end <= id.0) {
            open.pop();
        }
        out.push(open.last().map_or(NONE, |(parent, _)| *parent));
        if node.end > id.0 + 1 {
            open.push((id.0, node.end));
        }
    }
    out
}
