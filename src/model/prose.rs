//! Markdown with what it says about the site: the text, what its links lead to, which of its words may be terms.
//!
//! An article's body and a one-line `summary` in a data file are the same thing at two lengths.
//!
//! Writer contract (`render/html.rs`): `links` answers each `Link`, `Image` and raw `href`/`src` of the document by node and
//! slot; `mentions` are candidates in reading order, each nests properly with the tree; which of them becomes a link is
//! chosen when a page is composed, so the writer leaves slots (`Body`).

use std::sync::Arc;

use super::{Id, Subject};
use crate::diag::{FileId, Place, Span, SpanMap};
use crate::markdown::{Held, NodeId};
use crate::memo::Fingerprint;

/// Markdown in its place.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The file it was written in.
    pub file: FileId,
    /// From spans of nodes of origin 0 to bytes of that file. (Article bodies carry spans of the file itself.)
    pub map: SpanMap,
    /// The tree, inclusions done. It is made when it is first looked at.
    pub document: Held,
    /// Of everything that `document` was made from: text, options, included texts.
    pub print: Fingerprint,
    /// Where links lead, in reading order. Empty until links are resolved.
    pub links: Vec<Link>,
    /// Words that may be linked to terms, in reading order. Empty until terms are matched.
    pub mentions: Arc<[Mention]>,
}

impl Prose {
    /// The place of a span of origin 0.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.file, self.map.span(span))
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.document.nodes.is_empty()
    }

    /// The visible text.
    pub fn plain_text(&self) -> String {
        self.document.plain_text_of(&self.document.nodes)
    }
}

impl PartialEq for Prose {
    /// By what it says, not where it stands.
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print && self.links == other.links && self.mentions == other.mentions
    }
}

/// One destination of a node. Most nodes have one, a raw tag may have several.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// The `Link`, `Image` or `Raw` node.
    pub node: NodeId,
    /// Which destination of the node, from 0.
    pub slot: u16,
    /// Where it leads.
    pub to: LinkTo,
}

/// Where a destination leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum LinkTo {
    /// To a page of ours.
    Subject {
        /// Which.
        subject: Subject,
        /// The id on it, decoded.
        anchor: Option<Arc<str>>,
    },
    /// To an id on the page that the text stands on (`#id`); empty: its top.
    Here(Arc<str>),
    /// To a file that is copied to this output path.
    File {
        /// Below the output folder.
        path: Arc<str>,
        /// `?query` and `#fragment` as written, or empty.
        suffix: Arc<str>,
        /// Width and height of an image.
        pixels: Option<(u32, u32)>,
    },
    /// Elsewhere, as written (its scheme is allowed).
    External(Arc<str>),
    /// Nowhere, and the author lowered that error: the text is shown without a link.
    Broken,
}

/// Words that name a term: from byte `from` of text node `first` to byte `to` of text node `last`; both are siblings or
/// the same node, so a link around them nests. If `first` (or `last`) is not a text node (`*user* story`), the link stands
/// around that whole node, and `from` is 0 (`to` is ignored).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mention {
    /// First node.
    pub first: NodeId,
    /// Byte in the first node's text.
    pub from: u32,
    /// Last node.
    pub last: NodeId,
    /// Byte in the last node's text, end exclusive.
    pub to: u32,
    /// What is meant: the key of an entry of the glossary (a term's id, or a role's).
    pub term: Id,
    /// The heading (h2 to h6) it stands under, counted from 1; 0 before the first: for `first-per-section`.
    pub section: u32,
}
