//! A Markdown text as a flat tree: nodes in reading order, each knowing where its subtree ends.
//!
//! Flat, because a tree of boxes overflows the stack when it is dropped; nothing here recurses. A `Document` is a plain
//! value of one text; what its links point to and which of its words are terms sits in side tables keyed by `NodeId`.

use crate::diag::Span;

/// The number of a node: its place in reading order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct NodeId(pub u32);

/// Text kept in `Document::text`, by byte range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Str {
    /// First byte in the buffer.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

impl Str {
    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// One node. `Kind` says what; the children are the nodes behind it up to `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it was written, in the file `Document::origins[origin]` names.
    pub span: Span,
    /// The number of the first node behind this subtree.
    pub end: u32,
    /// Which origin the span belongs to: 0 is the document's own file, others come from inclusions.
    pub origin: u16,
}

/// A parsed text. `nodes` holds top-level blocks one after another; there is no root node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// All nodes in reading order.
    pub nodes: Vec<Node>,
    /// The buffer of every `Str` that is not in `source`.
    pub text: String,
    /// The file it was written in, once it shares that (`share.rs`).
    pub source: Option<std::sync::Arc<str>>,
    /// Source paths of included texts; entry 0 (the document's own file) is the empty string.
    pub origins: Vec<std::sync::Arc<str>>,
    /// The parts that an inclusion may name, in the order of their ends.
    pub parts: Vec<Part>,
}

/// What stands between `<!-- part: name -->` and `<!-- /part -->`: whole nodes, siblings of one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: Str,
    /// The first mark.
    pub span: Span,
    /// Its first node.
    pub from: u32,
    /// The first node behind it.
    pub to: u32,
}

/// What a node is. Blocks first, then what stands inside lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading as written; a lifted H1 and the shift of later levels are the writer's business.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Explicit `{#id}` or empty.
        id: Str,
        /// Explicit classes, separated by spaces, or empty.
        classes: Str,
    },
    /// A block quotation.
    Quote,
    /// A GitHub alert or a `:::` callout.
    Callout {
        /// Its kind.
        kind: CalloutKind,
        /// The author's title as plain text, or empty for the kind's own word.
        title: Str,
        /// `None`: always open; `Some(open)`: foldable, and whether it starts open.
        fold: Option<bool>,
    },
    /// `:::name`, a part of the text with a form of its own; children are what it holds.
    Component(Box<Component>),
    /// Code, fenced or indented.
    CodeBlock(Box<CodeBlock>),
    /// A list.
    List {
        /// First number, if ordered.
        start: Option<u64>,
        /// Whether items hold bare text instead of paragraphs.
        tight: bool,
    },
    /// An item of a list.
    Item {
        /// A check box, checked or not.
        task: Option<bool>,
    },
    /// A table; its children are one `TableHead` and `TableRow`s.
    Table {
        /// Alignment of each column.
        aligns: Box<[Align]>,
    },
    /// The head row of a table.
    TableHead,
    /// A row of a table.
    TableRow,
    /// A cell of either.
    TableCell,
    /// A footnote's text.
    FootnoteDefinition {
        /// Its label.
        label: Str,
    },
    /// A definition list.
    DefinitionList,
    /// A term of it.
    DefinitionTerm,
    /// What a term means.
    DefinitionDetails,
    /// A thematic break.
    Rule,
    /// `[[toc]]` or `[TOC]` alone in a paragraph.
    TocMark,
    /// `:::include path#part`, replaced before rendering.
    Include {
        /// The path as written.
        path: Str,
        /// The part or empty.
        part: Str,
    },
    /// Raw HTML. Under `"safe"` each allowed tag is a node of its own and the text between tags is `Text`.
    Raw(Raw),
    /// Text. If the span is as long as the text, they agree byte by byte; else it is an entity, an escape or similar.
    Text(Str),
    /// Inline code.
    Code(Str),
    /// `:badge[Beta]`: a word in a frame.
    Badge {
        /// Its color, as that of a callout.
        kind: CalloutKind,
        /// The word.
        text: Str,
    },
    /// A formula that could be read.
    Math {
        /// Whether it stands on a line of its own.
        display: bool,
        /// As it was written.
        tex: Str,
        /// As it is shown: MathML of the list in `mathml.rs`.
        mathml: Str,
    },
    /// A line break in the source that is a space in the output.
    SoftBreak,
    /// A line break.
    HardBreak,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck-out text.
    Strikethrough,
    /// A link; children are its text.
    Link(Box<Target>),
    /// An image; children are its alternative text.
    Image(Box<Target>),
    /// A reference to a footnote.
    FootnoteReference {
        /// The label.
        label: Str,
    },
}

/// A component: a line `:::name[label]{key=value}` and, unless it shows data, what follows up to its `:::`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Which.
    pub form: Form,
    /// Its name as written.
    pub name: Str,
    /// Where that stands.
    pub name_span: Span,
    /// The text in brackets, without marks, or empty.
    pub label: Str,
    /// What else is said of one of the theme's, each name once, in order.
    pub attributes: Vec<Attribute>,
    /// What a component of data is about, as destinations (`role:product-owner`, `area:Discovery`), in order.
    pub targets: Vec<Target>,
}

/// The components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Tabs, or blocks of code as tabs.
    Tabs,
    /// One of them.
    Tab,
    /// A list of links as cards.
    Cards,
    /// A numbered list as steps.
    Steps,
    /// Blocks side by side.
    Columns,
    /// Several blocks as one of them.
    Column,
    /// Something that the handbook knows as data. It has no children.
    Data(Data),
    /// Perhaps one of the theme's.
    Own,
}

/// What a component shows of the handbook's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// A role.
    Role,
    /// Roles side by side.
    Compare,
    /// Who decides what.
    Rights,
    /// A term.
    Term,
    /// A decision.
    Decision,
}

/// Something said of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: Str,
    /// What is said.
    pub value: Value,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// `key`, `key=true`, `key=false`.
    Flag(bool),
    /// `key=3`, as written; it is a finite number.
    Number(Str),
    /// `key=word` or `key="some words"`.
    Text(Str),
}

/// A fenced or indented block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeBlock {
    /// First word of the info string, or empty.
    pub language: Str,
    /// The code, without the fence.
    pub code: Str,
    /// `title="…"` of the info string.
    pub title: Str,
    /// `{1,3-5}` of the info string: highlighted lines, from 1, as inclusive ranges.
    pub lines: Vec<(u32, u32)>,
    /// Line numbers are asked for: the first one.
    pub numbers: Option<u32>,
    /// `file="path#part"`: the code is to be replaced by that file's text; empty if not asked for.
    pub file: Str,
    /// The finished drawing of a diagram, from behind `<svg` on; empty if it is code.
    pub drawing: Str,
    /// The words in the drawing.
    pub drawn_words: Str,
    /// Where the info string stands.
    pub info_span: Span,
    /// Where the path of `file` stands.
    pub file_span: Span,
}

/// Where a link or image leads, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The destination, decoded (entities, escapes), not percent-decoded.
    pub dest: Str,
    /// Where the destination stands (for a reference: at its definition).
    pub dest_span: Span,
    /// The title or empty.
    pub title: Str,
    /// How it was written.
    pub form: LinkForm,
    /// Width and height asked for by `![[x.png|100x50]]`.
    pub size: Option<(u32, Option<u32>)>,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](dest)`
    #[default]
    Inline,
    /// `[text][label]` and its short forms.
    Reference,
    /// `<https://…>`, `<a@b.c>` or a bare URL.
    Auto,
    /// `[[dest|text]]`
    Wiki,
    /// `href`, `src`, `cite`, `poster` of raw HTML.
    Raw,
    /// What a component is about.
    Component,
}

/// Raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// An allowed start tag, written anew.
    Start(Box<RawTag>),
    /// The end tag of an element (its name).
    End(Str),
    /// Anything, as it was written (`raw_html = "trust"`).
    Verbatim(Str),
    /// A destination inside the `Verbatim` that follows: not written, but checked like all links.
    Reference(Box<Target>),
    /// An id or name inside the `Verbatim` that follows: not written, but links may point to it.
    Id(Str),
}

/// An allowed start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTag {
    /// Lower-case name.
    pub name: Str,
    /// Attributes that stay, in order, names lower-case, values decoded; not the ones in `links`.
    pub attributes: Vec<(Str, Str)>,
    /// Attributes that hold a destination.
    pub links: Vec<(Str, Target)>,
    /// Whether the element has no end tag.
    pub void: bool,
    /// Whether it stands between blocks (else inside a line).
    pub block: bool,
}

/// The kinds of callout; aliases are folded to these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CalloutKind {
    /// Worth knowing.
    Note,
    /// Advice.
    Tip,
    /// Must be read.
    Important,
    /// Take care.
    Warning,
    /// Consequences of an action.
    Caution,
    /// Background.
    Info,
    /// Harm is possible.
    Danger,
    /// Folded text without a color of its own.
    Details,
}

/// Alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the style sheet says.
    None,
    /// Left.
    Left,
    /// Center.
    Center,
    /// Right.
    Right,
}

impl Document {
    /// A node by number.
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// All nodes with their numbers, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .map(|(i, n)| (NodeId(u32::try_from(i).unwrap_or(u32::MAX)), n))
    }

    /// The nodes inside `id`, at every depth, in reading order.
    pub fn inside(&self, id: NodeId) -> &[Node] {
        let end = self.get(id).map_or(0, |n| n.end as usize);
        self.nodes.get(id.0 as usize + 1..end).unwrap_or_default()
    }

    /// Whether a list of contents is asked for in the text.
    pub fn has_toc_mark(&self) -> bool {
        self.nodes.iter().any(|n| n.kind == Kind::TocMark)
    }

    /// The visible text of the nodes inside `id`: text and code, breaks as spaces, images by their alternative text.
    pub fn plain_text(&self, id: NodeId) -> String {
        self.plain_text_of(self.inside(id))
    }

    /// The same of a run of nodes.
    pub fn plain_text_of(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        for node in nodes {
            match &node.kind {
                Kind::Text(s) | Kind::Code(s) | Kind::Math { tex: s, .. } => {
                    out.push_str(self.str(*s))
                }
                Kind::CodeBlock(code) => out.push_str(self.str(code.code)),
                Kind::SoftBreak | Kind::HardBreak => out.push(' '),
                Kind::Paragraph | Kind::Item { .. } | Kind::TableCell
                    if !out.is_empty() && !out.ends_with(' ') =>
                {
                    out.push(' ')
                }
                _ => {}
            }
        }
        out
    }
}
