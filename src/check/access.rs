//! What an article's author can do for readers who do not see it: pictures in words, headings in order, tables with heads,
//! links that say where they lead.
//!
//! All of it shows in the text alone, so a text is looked at once and remembered with its links.

mod words;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::markdown::{Kind, LinkForm, Node, NodeId, Outline, Raw, RawTag};
use crate::model::Prose;

/// The end of a raw element is looked for among so many nodes.
const NEAR: usize = 400;

/// Tells what is wrong with a text in this language. `file_of` finds an included file by its path below the content folder.
pub fn check(
    prose: &Prose,
    outline: &Outline,
    language: &str,
    file_of: &dyn Fn(&str) -> Option<FileId>,
    diagnostics: &mut Diagnostics,
) {
    let mut look = Look {
        prose,
        language,
        file_of,
        told: diagnostics,
    };
    look.headings(outline);
    for (id, node) in prose.document.iter() {
        match &node.kind {
            Kind::Image(_) if look.prose.document.plain_text(id).trim().is_empty() => {
                look.picture(node);
            }
            Kind::Link(target) if target.form != LinkForm::Auto => {
                look.link(node, look.prose.document.inside(id));
            }
            Kind::TableHead => look.table(id, node),
            Kind::Raw(Raw::Start(tag)) => look.tag(id, node, tag),
            _ => {}
        }
    }
}

struct Look<'a> {
    prose: &'a Prose,
    language: &'a str,
    file_of: &'a dyn Fn(&str) -> Option<FileId>,
    told: &'a mut Diagnostics,
}

impl<'a> Look<'a> {
    /// A heading's rank says how far down it stands; readers jump from rank to rank.
    fn headings(&mut self, outline: &Outline) {
        let mut above = 1;
        for heading in &outline.headings {
            let (level, before) = (heading.level, above);
            above = level;
            let Some(node) = self.prose.document.get(heading.node) else {
                continue;
            };
            if level > before + 1 {
                let message =
                    format!("a heading of level {level} stands below one of level {before}");
                let help = format!("make it one of level {}", before + 1);
                self.tell(Code::HEADING_LEVEL_SKIPPED, node, message, &help);
            }
        }
    }

    fn picture(&mut self, node: &Node) {
        let help = "say what it shows in the brackets; one that only decorates is written `<img src=\"…\" alt=\"\">`";
        self.tell(
            Code::IMAGE_ALT_MISSING,
            node,
            "an image without a text in its place",
            help,
        );
    }

    fn link(&mut self, node: &Node, inside: &[Node]) {
        let text = self.prose.document.plain_text_of(inside);
        let shows = |n: &Node| match &n.kind {
            Kind::Image(_) => true,
            Kind::Raw(Raw::Start(tag)) => !matches!(self.name(tag), "a" | "span" | "br"),
            _ => false,
        };
        if text.trim().is_empty() {
            // A picture in it is told by itself.
            if !inside.iter().any(shows) {
                let help = "write what it leads to";
                self.tell(Code::LINK_TEXT_VAGUE, node, "a link without a text", help);
            }
        } else if words::says_nothing(&text, self.language) && !inside.iter().any(shows) {
            let message = format!("`{}` does not say where the link leads", text.trim());
            let help = "link the words that name the page: readers also meet links in a list, without the sentence around";
            self.tell(Code::LINK_TEXT_VAGUE, node, message, help);
        }
    }

    /// The head row of a table in Markdown. The corner above a column of names may be empty.
    fn table(&mut self, id: NodeId, head: &Node) {
        let nodes = &self.prose.document.nodes;
        let mut empty = Vec::new();
        let (mut at, mut columns) = (id.0 as usize + 1, 0_usize);
        while let Some(cell) = nodes.get(at).filter(|_| at < head.end as usize) {
            columns += 1;
            let inside = nodes.get(at + 1..cell.end as usize).unwrap_or_default();
            if !inside.iter().any(|n| self.is_visible(n)) {
                empty.push(columns);
            }
            at = (cell.end as usize).max(at + 1);
        }
        let help = "write what the column holds into the first row";
        if empty.len() == columns {
            self.tell(
                Code::TABLE_HEADER_EMPTY,
                head,
                "a table without headers",
                help,
            );
        } else if let Some(column) = empty.iter().find(|n| **n > 1) {
            let message = format!("column {column} of the table has no header");
            self.tell(Code::TABLE_HEADER_EMPTY, head, message, help);
        }
    }

    fn is_visible(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Text(text) | Kind::Code(text) => {
                !self.prose.document.str(*text).trim().is_empty()
            }
            Kind::Image(_) => true,
            Kind::Raw(Raw::Start(tag)) => self.name(tag) == "img",
            _ => false,
        }
    }

    fn tag(&mut self, id: NodeId, node: &Node, tag: &RawTag) {
        match self.name(tag) {
            "img" if !self.has(tag, "alt") => self.picture(node),
            "a" if !tag.links.is_empty() && !self.has(tag, "aria-label") => {
                if let Some(inside) = self.until_end(id, "a") {
                    self.link(node, inside);
                }
            }
            "table" if !self.has(tag, "role") => {
                let is_head = |n: &Node| matches!(&n.kind, Kind::Raw(Raw::Start(tag)) if self.name(tag) == "th");
                let inside = self.until_end(id, "table");
                if inside.is_some_and(|inside| !inside.iter().any(is_head)) {
                    let help = "make the cells that name a column or row `<th>`";
                    self.tell(
                        Code::TABLE_HEADER_EMPTY,
                        node,
                        "a table without headers",
                        help,
                    );
                }
            }
            _ => {}
        }
    }

    /// The nodes between a raw start tag and the next end tag of that name.
    fn until_end(&self, start: NodeId, name: &str) -> Option<&'a [Node]> {
        let document = &self.prose.document;
        let behind = document.nodes.get(start.0 as usize + 1..)?;
        let is_end =
            |n: &Node| matches!(n.kind, Kind::Raw(Raw::End(end)) if document.str(end) == name);
        let end = behind.iter().take(NEAR).position(is_end)?;
        behind.get(..end)
    }

    fn name(&self, tag: &RawTag) -> &'a str {
        self.prose.document.str(tag.name)
    }

    fn has(&self, tag: &RawTag, attribute: &str) -> bool {
        let mut names = tag.attributes.iter().map(|(name, _)| *name);
        names.any(|name| self.prose.document.str(name) == attribute)
    }

    fn tell(&mut self, code: &'static Code, node: &Node, message: impl Into<String>, help: &str) {
        let span = node.span;
        let origins = &self.prose.document.origins;
        let included = origins
            .get(usize::from(node.origin))
            .filter(|_| node.origin > 0);
        let there = included.and_then(|path| (self.file_of)(path));
        self.told.push(
            match there {
                Some(file) => Diagnostic::new(code, Place::new(file, span), message)
                    .label(Place::whole(self.prose.file), "included by this page"),
                None => Diagnostic::new(code, self.prose.place(span), message),
            }
            .help(help),
        );
    }
}
