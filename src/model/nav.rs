//! The order of the handbook: a tree of titles, from folders or from `nav` in `site.toml`.

use std::sync::Arc;

use super::LinkTo;

/// The whole navigation. Nodes stand depth-first; children follow their parent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nav {
    /// Depth-first.
    pub nodes: Vec<NavNode>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct NavNode {
    /// What is shown.
    pub title: Arc<str>,
    /// For a generated section: the key of the theme's word that is shown instead.
    pub word: Option<&'static str>,
    /// Where it leads; a heading of a group may lead nowhere.
    pub to: Option<LinkTo>,
    /// How deep it stands; the top level is 0.
    pub depth: u16,
    /// Number of the first node behind this one and its children.
    pub end: u32,
    /// Number of the parent.
    pub parent: Option<u32>,
}

impl Nav {
    /// The nodes of the top level.
    pub fn top(&self) -> impl Iterator<Item = (usize, &NavNode)> {
        self.children_from(0, self.nodes.len())
    }

    /// The direct children of a node.
    pub fn children(&self, node: usize) -> impl Iterator<Item = (usize, &NavNode)> {
        let end = self.nodes.get(node).map_or(0, |n| n.end as usize);
        self.children_from(node + 1, end)
    }

    fn children_from(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, &NavNode)> {
        let mut at = start;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at).filter(|_| at < end)?;
            let here = at;
            at = (node.end as usize).max(at + 1);
            Some((here, node))
        })
    }

    /// The chain from the top level down to a node, the node last.
    pub fn trail(&self, node: usize) -> Vec<usize> {
        let mut trail = vec![node];
        let mut at = node;
        while let Some(parent) = self.nodes.get(at).and_then(|n| n.parent) {
            at = parent as usize;
            trail.push(at);
        }
        trail.reverse();
        trail
    }
}
