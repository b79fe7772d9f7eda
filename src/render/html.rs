//! Writes the Markdown tree as HTML, once per text: links and terms stay open (`Body`), because each page fills them its way.
//!
//! A loop with a stack of what is still to be closed, no recursion. Footnotes are written at the end, in the order in
//! which they are first referred to.

mod component;
mod link;
mod notes;
mod raw;
mod table;

use notes::Notes;

use super::body::{Body, Fill, Slot};
use super::code;
use crate::markdown::{Align, CalloutKind, CodeBlock, Document, Kind, Node, NodeId, Outline, Str};
use crate::model::{Mention, Prose};
use crate::text::{escape, escape_into, percent_encode};

/// The theme's words that stand inside a text, by key of `strings`.
pub type Word<'a> = &'a dyn Fn(&str) -> String;

/// The HTML of `prose`. `outline` says ids and levels of headings; inline text has an empty one. `highlight`: code has colors.
pub fn body(prose: &Prose, outline: &Outline, word: Word<'_>, highlight: bool) -> Body {
    let mut writer = Writer::new(prose, outline, word);
    writer.highlight = highlight;
    let nodes = &prose.document.nodes;
    // Tags are about as long as the text between them.
    writer
        .out
        .html
        .reserve(prose.document.size() + nodes.len() * 12);
    // The lifted title stands above the text, in the page's own `h1`.
    let start = nodes
        .first()
        .filter(|_| outline.lifted)
        .map_or(0, |n| n.end as usize);
    writer.range(start, nodes.len());
    writer.footnotes();
    writer.out
}

/// The line of one heading: what stands inside its tags.
pub fn heading_line(prose: &Prose, heading: NodeId, word: Word<'_>) -> Body {
    let none = Outline::default();
    let mut writer = Writer::new(prose, &none, word);
    let end = prose.document.get(heading).map_or(0, |n| n.end as usize);
    writer.range(heading.0 as usize + 1, end);
    writer.out
}

struct Writer<'a> {
    prose: &'a Prose,
    document: &'a Document,
    outline: &'a Outline,
    word: Word<'a>,
    highlight: bool,
    out: Body,
    open: Vec<Open>,
    columns: Vec<Columns>,
    notes: Notes<'a>,
    /// The tabs that are open: their number, and whether the first of each has begun.
    tabs: Vec<(u32, bool)>,
    /// How many tabs there were.
    groups: u32,
    /// (node, byte, mention), sorted: where mentions begin and end.
    starts: Vec<(u32, u32, u32)>,
    ends: Vec<(u32, u32, u32)>,
}

/// What is to be written when the walk reaches node `end`.
struct Open {
    end: usize,
    close: Close,
}

enum Close {
    Tag(&'static str),
    Level(u8),
    Terms(Vec<u32>),
    Row,
    Table,
    Cell(&'static str),
    Tabs,
    Own,
}

/// The table being written: alignments, the present column, whether this is the head, whether a body is open.
struct Columns {
    aligns: Vec<Align>,
    column: usize,
    head: bool,
    body: bool,
}

impl<'a> Writer<'a> {
    fn new(prose: &'a Prose, outline: &'a Outline, word: Word<'a>) -> Self {
        let document = &*prose.document;
        let mut writer = Self {
            prose,
            document,
            outline,
            word,
            highlight: false,
            out: Body::default(),
            open: Vec::new(),
            columns: Vec::new(),
            notes: Notes::of(document),
            tabs: Vec::new(),
            groups: 0,
            starts: Vec::new(),
            ends: Vec::new(),
        };
        writer.index_mentions();
        writer
    }

    fn index_mentions(&mut self) {
        for (i, m) in self.prose.mentions.iter().enumerate() {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            let Mention {
                first,
                from,
                last,
                to,
                ..
            } = m;
            self.starts.push((first.0, *from, i));
            self.ends.push((last.0, *to, i));
        }
        self.starts.sort_unstable();
        self.ends.sort_unstable();
    }

    /// Writes the nodes from `at` up to `end`.
    fn range(&mut self, at: usize, end: usize) {
        let outer = std::mem::take(&mut self.open);
        let mut at = at;
        while at < end {
            self.close_up_to(at);
            let Some(node) = self.document.nodes.get(at) else {
                break;
            };
            at = self.node(at, node);
        }
        self.close_up_to(end);
        self.open = outer;
    }

    fn close_up_to(&mut self, at: usize) {
        while self.open.last().is_some_and(|o| o.end <= at) {
            if let Some(open) = self.open.pop() {
                self.close(&open.close);
            }
        }
    }

    fn close(&mut self, close: &Close) {
        match close {
            Close::Tag(text) => self.push(text),
            Close::Level(level) => self.push(match level {
                1 => "</h1>\n",
                2 => "</h2>\n",
                3 => "</h3>\n",
                4 => "</h4>\n",
                5 => "</h5>\n",
                _ => "</h6>\n",
            }),
            Close::Terms(mentions) => mentions.iter().for_each(|m| self.slot(Fill::TermEnd(*m))),
            Close::Tabs => {
                self.tabs.pop();
                self.push("</div>\n");
            }
            Close::Own => self.slot(Fill::OwnEnd),
            Close::Cell(tag) => {
                self.push(tag);
                if let Some(c) = self.columns.last_mut() {
                    c.column += 1;
                }
            }
            Close::Row => {
                let head = self
                    .columns
                    .last_mut()
                    .is_some_and(|c| std::mem::take(&mut c.head));
                self.push(if head { "</tr></thead>\n" } else { "</tr>\n" });
            }
            Close::Table => {
                let body = self.columns.pop().is_some_and(|c| c.body);
                self.push(if body {
                    "</tbody></table></div>\n"
                } else {
                    "</table></div>\n"
                });
            }
        }
    }

    /// Opens one node and returns the number of the node to go on with.
    fn node(&mut self, at: usize, node: &Node) -> usize {
        let end = (node.end as usize).max(at + 1);
        let id = NodeId(u32::try_from(at).unwrap_or(u32::MAX));
        if let Kind::Text(s) = node.kind {
            self.text(id, s);
            return end;
        }
        self.terms_around(id, end);
        match &node.kind {
            Kind::Image(target) => self.image(id, target),
            Kind::CodeBlock(block) if self.is_in_tabs() => self.code_tab(block),
            Kind::CodeBlock(block) => self.code(block),
            Kind::FootnoteDefinition { .. } | Kind::Include { .. } => {}
            _ => {
                self.start(id, node, end);
                return at + 1;
            }
        }
        end
    }

    fn start(&mut self, id: NodeId, node: &Node, end: usize) {
        let simple = |s: &mut Self, open: &str, close: &'static str| {
            s.push(open);
            s.open.push(Open {
                end,
                close: Close::Tag(close),
            });
        };
        match &node.kind {
            Kind::Paragraph => simple(self, "<p>", "</p>\n"),
            Kind::Heading { classes, .. } => self.heading(id, *classes, end),
            Kind::Quote => simple(self, "<blockquote>\n", "</blockquote>\n"),
            Kind::Callout { kind, title, fold } => self.callout(*kind, *title, *fold, end),
            Kind::Component(component) => self.component(id, component, end),
            Kind::Badge { kind, text } => self.badge(*kind, *text),
            Kind::List { start: None, .. } => simple(self, "<ul>\n", "</ul>\n"),
            Kind::List { start: Some(1), .. } => simple(self, "<ol>\n", "</ol>\n"),
            Kind::List { start: Some(n), .. } => {
                simple(self, &format!("<ol start=\"{n}\">\n"), "</ol>\n")
            }
            Kind::Item { task: None } => simple(self, "<li>", "</li>\n"),
            Kind::Item { task: Some(done) } => {
                let (key, checked) = if *done {
                    ("task-done", " checked")
                } else {
                    ("task-open", "")
                };
                let label = escape(&(self.word)(key));
                let open = format!(
                    "<li class=\"task\"><input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
                );
                simple(self, &open, "</li>\n");
            }
            Kind::Table { aligns } => self.table(aligns, end),
            Kind::TableHead | Kind::TableRow => self.row(matches!(node.kind, Kind::TableHead), end),
            Kind::TableCell => self.cell(end),
            Kind::DefinitionList => simple(self, "<dl>\n", "</dl>\n"),
            Kind::DefinitionTerm => simple(self, "<dt>", "</dt>\n"),
            Kind::DefinitionDetails => simple(self, "<dd>", "</dd>\n"),
            Kind::Rule => self.push("<hr>\n"),
            Kind::TocMark => self.slot(Fill::Contents),
            Kind::Raw(raw) => self.raw(id, raw),
            Kind::Code(s) => {
                self.push("<code>");
                self.escaped(*s);
                self.push("</code>");
            }
            Kind::Math {
                display, mathml, ..
            } => self.math(*display, *mathml),
            Kind::SoftBreak => self.push("\n"),
            Kind::HardBreak => self.push("<br>\n"),
            Kind::Emphasis => simple(self, "<em>", "</em>"),
            Kind::Strong => simple(self, "<strong>", "</strong>"),
            Kind::Strikethrough => simple(self, "<del>", "</del>"),
            Kind::Link(target) => self.link(id, target, end),
            Kind::FootnoteReference { label } => self.footnote_reference(*label),
            Kind::Text(_)
            | Kind::Image(_)
            | Kind::CodeBlock(_)
            | Kind::FootnoteDefinition { .. }
            | Kind::Include { .. } => {}
        }
    }

    /// A formula on a line of its own scrolls by itself on a narrow screen.
    fn math(&mut self, display: bool, mathml: Str) {
        if display {
            self.push("<span class=\"scroll\" role=\"group\" tabindex=\"0\"");
            let label = (self.word)("formula");
            self.attribute("aria-label", &label);
            self.push(">");
        }
        self.push(self.document.str(mathml));
        if display {
            self.push("</span>");
        }
    }

    fn push(&mut self, text: &str) {
        self.out.html.push_str(text);
    }

    fn escaped(&mut self, s: Str) {
        escape_into(&mut self.out.html, self.document.str(s));
    }

    /// ` name="value"`, the value escaped.
    fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.push(part);
        }
        escape_into(&mut self.out.html, value);
        self.push("\"");
    }

    fn slot(&mut self, what: Fill) {
        let at = u32::try_from(self.out.html.len()).unwrap_or(u32::MAX);
        self.out.slots.push(Slot { at, what });
    }

    /// A text node, with the beginnings and ends of mentions inside it.
    fn text(&mut self, id: NodeId, s: Str) {
        let text = self.document.str(s);
        let of = |list: &[(u32, u32, u32)]| -> std::ops::Range<usize> {
            list.partition_point(|m| m.0 < id.0)..list.partition_point(|m| m.0 <= id.0)
        };
        let (starts, ends) = (of(&self.starts), of(&self.ends));
        if starts.is_empty() && ends.is_empty() {
            escape_into(&mut self.out.html, text);
            return;
        }
        let mut events: Vec<(usize, bool, u32)> = self.ends[ends]
            .iter()
            .map(|m| (m.1 as usize, false, m.2))
            .collect();
        events.extend(
            self.starts[starts]
                .iter()
                .map(|m| (m.1 as usize, true, m.2)),
        );
        events.sort_unstable();
        let mut done = 0;
        for (at, begins, mention) in events {
            let at = crate::diag::floor(text, at).max(done);
            escape_into(&mut self.out.html, &text[done..at]);
            self.slot(if begins {
                Fill::TermStart(mention)
            } else {
                Fill::TermEnd(mention)
            });
            done = at;
        }
        escape_into(&mut self.out.html, &text[done..]);
    }

    /// Mentions that begin or end with a node that is not text stand around it.
    fn terms_around(&mut self, id: NodeId, end: usize) {
        if self.starts.is_empty() {
            return;
        }
        let of = |list: &[(u32, u32, u32)]| -> Vec<u32> {
            let range = list.partition_point(|m| m.0 < id.0)..list.partition_point(|m| m.0 <= id.0);
            list.get(range)
                .unwrap_or_default()
                .iter()
                .map(|m| m.2)
                .collect()
        };
        let (starts, ends) = (of(&self.starts), of(&self.ends));
        starts
            .into_iter()
            .for_each(|m| self.slot(Fill::TermStart(m)));
        if !ends.is_empty() {
            self.open.push(Open {
                end,
                close: Close::Terms(ends),
            });
        }
    }

    fn heading(&mut self, id: NodeId, classes: Str, end: usize) {
        let heading = self.outline.heading(id);
        let (level, anchor) = heading.map_or((2, ""), |h| (h.level, &*h.id));
        self.push(match level {
            1 => "<h1",
            2 => "<h2",
            3 => "<h3",
            4 => "<h4",
            5 => "<h5",
            _ => "<h6",
        });
        if !anchor.is_empty() {
            self.attribute("id", anchor);
        }
        if !classes.is_empty() {
            self.attribute("class", self.document.str(classes));
        }
        self.push(">");
        if !anchor.is_empty() {
            let label = (self.word)("heading-link");
            self.push("<a class=\"self\"");
            self.attribute("href", &format!("#{}", percent_encode(anchor)));
            self.attribute("aria-label", &label);
            self.push(">§</a>");
        }
        self.open.push(Open {
            end,
            close: Close::Level(level),
        });
    }

    fn code(&mut self, block: &CodeBlock) {
        let html = code::block(self.document, block, self.word, self.highlight);
        self.push(&html);
    }

    fn callout(&mut self, kind: CalloutKind, title: Str, fold: Option<bool>, end: usize) {
        let (class, key) = classes(kind);
        let title = if title.is_empty() {
            (self.word)(key)
        } else {
            self.document.str(title).to_owned()
        };
        let title = escape(&title);
        let fold = if kind == CalloutKind::Details {
            Some(fold.unwrap_or(false))
        } else {
            fold
        };
        let close = match fold {
            Some(open) => {
                let open = if open { " open" } else { "" };
                self.push(&format!(
                    "<details class=\"{class}\"{open}><summary class=\"label\">{title}</summary>\n"
                ));
                "</details>\n"
            }
            None => {
                self.push(&format!(
                    "<div class=\"{class}\" role=\"note\"><p class=\"label\">{title}</p>\n"
                ));
                "</div>\n"
            }
        };
        self.open.push(Open {
            end,
            close: Close::Tag(close),
        });
    }
}

/// The classes of a callout, and the word for its kind.
fn classes(kind: CalloutKind) -> (&'static str, &'static str) {
    match kind {
        CalloutKind::Note => ("note", "note"),
        CalloutKind::Tip => ("note tip", "tip"),
        CalloutKind::Important => ("note important", "important"),
        CalloutKind::Warning => ("note warn", "warning"),
        CalloutKind::Caution => ("note warn caution", "caution"),
        CalloutKind::Info => ("note info", "info"),
        CalloutKind::Danger => ("note warn danger", "danger"),
        CalloutKind::Details => ("note details", "details"),
    }
}
