//! The linkable text of a document as one string, joined across soft breaks and emphasis, with a way back to its nodes.

use super::boundary::BARRIER;
use super::forms::{fold_char, plain_char};
use crate::diag::Span;
use crate::markdown::{Document, Kind, NodeId, Raw, RawTag};

/// Elements of raw HTML whose text is no prose.
const OFF: &[&str] = &[
    "a", "abbr", "button", "caption", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "kbd",
    "pre", "samp", "summary", "th", "var",
];

/// How much of a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Where a link may stand.
    Linkable,
    /// Headings, links and heads of tables as well: wherever a reader sees the words.
    Everywhere,
}

/// The text. `plain` and `folded` have the same length and the same characters' ends.
#[derive(Debug, Default)]
pub struct Joined {
    /// As written, typography plain, white space collapsed.
    pub plain: String,
    /// In lower case.
    pub folded: String,
    pieces: Vec<Piece>,
}

/// From byte `start` on, the text is that of `node` from byte `byte` on, until the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    node: u32,
    byte: u32,
    section: u32,
}

/// A place in a text node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The text node.
    pub node: NodeId,
    /// Byte of its text.
    pub byte: u32,
    /// How many headings stand before it.
    pub section: u32,
}

impl Joined {
    /// Of a document.
    pub fn of(document: &Document, reach: Reach) -> Self {
        let mut walk = Walk::new(document, reach);
        walk.run();
        let mut out = walk.out;
        out.fold();
        out
    }

    /// Of a plain text.
    pub fn of_text(text: &str) -> Self {
        let mut out = Self::default();
        out.push(text, 0, 0);
        out.fold();
        out
    }

    /// Where the character at `start` was written.
    pub fn at(&self, start: usize) -> Option<At> {
        let start = u32::try_from(start).ok()?;
        let index = self
            .pieces
            .partition_point(|p| p.start <= start)
            .checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        Some(At {
            node: NodeId(piece.node),
            byte: piece.byte + (start - piece.start),
            section: piece.section,
        })
    }

    /// Where the text before `end` was written ends; `of` is the text of a node.
    pub fn end<'d>(&self, end: usize, of: impl Fn(NodeId) -> &'d str) -> Option<At> {
        let last = self.plain.get(..end)?.chars().next_back()?;
        let mut at = self.at(end - last.len_utf8())?;
        let written = of(at.node).get(at.byte as usize..)?.chars().next()?;
        at.byte += u32::try_from(written.len_utf8()).ok()?;
        Some(at)
    }

    fn fold(&mut self) {
        self.folded = if self.plain.is_ascii() {
            self.plain.to_ascii_lowercase()
        } else {
            self.plain.chars().map(fold_char).collect()
        };
    }

    fn len(&self) -> u32 {
        u32::try_from(self.plain.len()).unwrap_or(u32::MAX)
    }

    fn piece(&mut self, node: u32, byte: usize, section: u32) {
        let (start, byte) = (self.len(), u32::try_from(byte).unwrap_or(u32::MAX));
        self.pieces.push(Piece {
            start,
            node,
            byte,
            section,
        });
    }

    fn barrier(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with(BARRIER) {
            self.plain.push(BARRIER);
        }
    }

    fn space(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with([' ', BARRIER]) {
            self.plain.push(' ');
        }
    }

    fn push(&mut self, text: &str, node: u32, section: u32) {
        let simple = text.bytes().all(|b| (b' '..0x80).contains(&b)) && !text.contains("  ");
        if simple && !(text.starts_with(' ') && self.plain.ends_with(' ')) {
            self.piece(node, 0, section);
            self.plain.push_str(text);
            return;
        }
        // A piece ends where the number of bytes changes.
        let mut broken = true;
        for (byte, c) in text.char_indices() {
            let plain = plain_char(c).filter(|p| *p != ' ' || !self.plain.ends_with(' '));
            let Some(plain) = plain else {
                broken = true;
                continue;
            };
            if std::mem::take(&mut broken) {
                self.piece(node, byte, section);
            }
            self.plain.push(plain);
            broken = plain.len_utf8() != c.len_utf8();
        }
    }
}

/// The way through a document.
struct Walk<'d> {
    document: &'d Document,
    reach: Reach,
    out: Joined,
    /// What is open: where it ends, and whether text right inside it is prose.
    open: Vec<Open>,
    section: u32,
    off: Option<Off>,
}

struct Open {
    end: usize,
    block: bool,
    prose: bool,
    /// A block of raw HTML stands right before.
    raw: bool,
}

/// An element whose text is left out.
struct Off {
    name: String,
    nested: u32,
    until: usize,
}

impl<'d> Walk<'d> {
    fn new(document: &'d Document, reach: Reach) -> Self {
        // Text right at the top is prose if the document is a line, not blocks.
        let line = !document.nodes.iter().any(|n| is_block(&n.kind));
        let root = Open {
            end: document.nodes.len(),
            block: true,
            prose: line,
            raw: false,
        };
        Self {
            document,
            reach,
            out: Joined::default(),
            open: vec![root],
            section: 0,
            off: None,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while let Some(node) = self.document.nodes.get(at) {
            self.close_up_to(at);
            let end = (node.end as usize).max(at + 1);
            at = self.node(at, &node.kind, end);
        }
    }

    fn close_up_to(&mut self, at: usize) {
        while self.open.len() > 1 && self.open.last().is_some_and(|o| o.end <= at) {
            if self.open.pop().is_some_and(|o| o.block) {
                self.out.barrier();
            }
        }
        if self.off.as_ref().is_some_and(|o| o.until <= at) {
            self.off = None;
        }
    }

    /// Reads one node and returns the number of the node to go on with.
    fn node(&mut self, at: usize, kind: &Kind, end: usize) -> usize {
        let block = is_block(kind);
        if block {
            self.out.barrier();
            if let Some(open) = self.open.last_mut() {
                open.raw = false;
            }
        }
        match kind {
            Kind::Text(s) => {
                if self.off.is_none() && self.is_prose() {
                    let node = u32::try_from(at).unwrap_or(u32::MAX);
                    self.out.push(self.document.str(*s), node, self.section);
                }
                return end;
            }
            Kind::SoftBreak => self.out.space(),
            Kind::Raw(raw) => self.raw(raw),
            Kind::Heading { .. } => {
                self.section += 1;
                return self.maybe(at, end);
            }
            Kind::TableHead | Kind::DefinitionTerm => return self.maybe(at, end),
            Kind::Link(_) => {
                self.out.barrier();
                return self.maybe(at, end);
            }
            Kind::Image(_)
            | Kind::CodeBlock(_)
            | Kind::Code(_)
            | Kind::Badge { .. }
            | Kind::Math { .. }
            | Kind::HardBreak
            | Kind::FootnoteReference { .. } => {
                self.out.barrier();
                return end;
            }
            _ => {
                self.enter(kind, end, block);
                return at + 1;
            }
        }
        at + 1
    }

    /// Goes into a node in which no link may stand, or past it.
    fn maybe(&mut self, at: usize, end: usize) -> usize {
        if self.reach == Reach::Linkable {
            return end;
        }
        // A link ends what was joined, as a block does.
        self.open.push(Open {
            end,
            block: true,
            prose: true,
            raw: false,
        });
        at + 1
    }

    fn enter(&mut self, kind: &Kind, end: usize, block: bool) {
        let inline = matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough);
        let prose = match kind {
            _ if inline => self.is_prose(),
            Kind::Quote
            | Kind::Callout { .. }
            | Kind::Component(_)
            | Kind::FootnoteDefinition { .. } => false,
            _ => true,
        };
        self.open.push(Open {
            end,
            block,
            prose,
            raw: false,
        });
    }

    /// Whether text right here is prose, not the inside of a block of raw HTML.
    fn is_prose(&self) -> bool {
        self.open.last().is_none_or(|o| o.prose && !o.raw)
    }

    fn raw(&mut self, raw: &Raw) {
        self.out.barrier();
        match raw {
            Raw::Start(tag) => {
                if tag.block
                    && let Some(open) = self.open.last_mut()
                {
                    open.raw = true;
                }
                if !tag.void {
                    self.element(self.document.str(tag.name), self.hides(tag));
                }
            }
            Raw::End(name) => self.element_end(self.document.str(*name)),
            Raw::Verbatim(html) => self.verbatim(self.document.str(*html)),
            Raw::Reference(_) | Raw::Id(_) => {}
        }
    }

    fn hides(&self, tag: &RawTag) -> bool {
        let class = |(name, value): &(crate::markdown::Str, crate::markdown::Str)| {
            self.document.str(*name) == "class"
                && self
                    .document
                    .str(*value)
                    .split_whitespace()
                    .any(|c| c == "no-term")
        };
        OFF.contains(&self.document.str(tag.name)) || tag.attributes.iter().any(class)
    }

    /// Trusted HTML inside a line is one tag at a time.
    fn verbatim(&mut self, html: &str) {
        let Some(tag) = html.trim().strip_prefix('<') else {
            return;
        };
        let (ends, tag) = tag.strip_prefix('/').map_or((false, tag), |t| (true, t));
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_ascii_lowercase();
        if ends {
            self.element_end(&name);
        } else if !tag.ends_with("/>") && html.matches('<').count() == 1 {
            let hides = OFF.contains(&name.as_str()) || tag.contains("no-term");
            self.element(&name, hides);
        }
    }

    fn element(&mut self, name: &str, hides: bool) {
        match &mut self.off {
            Some(off) => off.nested += u32::from(off.name == name),
            None if hides => {
                let until = self.open.last().map_or(0, |o| o.end);
                self.off = Some(Off {
                    name: name.to_owned(),
                    nested: 1,
                    until,
                });
            }
            None => {}
        }
    }

    fn element_end(&mut self, name: &str) {
        if let Some(off) = &mut self.off
            && off.name == name
        {
            off.nested -= 1;
            if off.nested == 0 {
                self.off = None;
            }
        }
    }
}

fn is_block(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Raw(_)
            | Kind::Text(_)
            | Kind::Code(_)
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

/// The bytes of the file (or of the text of a field) where `from..to` of a text node was written.
pub fn written(document: &Document, node: NodeId, from: u32, to: u32) -> Span {
    let Some(found) = document.get(node) else {
        return Span::default();
    };
    let Kind::Text(s) = found.kind else {
        return found.span;
    };
    if found.span.len() == document.str(s).len() {
        let start = found.span.start as usize;
        return Span::new(start + from as usize, start + to as usize);
    }
    found.span
}
