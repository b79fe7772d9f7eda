//! What can be found: a record is a role, a comparison, a decision, a term, an activity, a section of an article.

use crate::markdown::{Document, Kind as Node, NodeId, Outline};
use crate::model::Prose;
use crate::text::percent_encode;

/// What a record is about; records are numbered in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A role.
    Role,
    /// Roles side by side.
    Comparison,
    /// A decision tree.
    Decision,
    /// A term of the glossary.
    Term,
    /// A row of the rights.
    Activity,
    /// An article or a section of one.
    #[default]
    Article,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Role,
        Self::Comparison,
        Self::Decision,
        Self::Term,
        Self::Activity,
        Self::Article,
    ];

    /// What part of its score counts. A comparison has all the words of its roles, and who asks for a role alone means that.
    pub fn share(self) -> f32 {
        match self {
            Self::Comparison => 0.75,
            _ => 1.0,
        }
    }

    /// The theme's word that marks such a record.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Comparison => "comparison",
            Self::Decision => "decision",
            Self::Term => "term",
            Self::Activity => "who-decides",
            Self::Article => "article",
        }
    }
}

/// One thing that can be found.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Record {
    /// What it is about.
    pub kind: Kind,
    /// What it is called; of a section, what its article is called.
    pub title: String,
    /// The heading of a section, else empty.
    pub heading: String,
    /// Other names: written whole, each finds it first.
    pub names: Vec<String>,
    /// Other words for it.
    pub labels: Vec<String>,
    /// Its text, blocks on lines of their own.
    pub text: String,
    /// Its address below the root of the site, encoded: `guide/hiring/#interviews`.
    pub url: String,
    /// The numbers of the roles that it compares, ascending: their names together find it first.
    pub roles: Vec<u32>,
    /// The letters and the hue of a role.
    pub mark: Option<(String, u8)>,
}

impl Record {
    /// What a route and an id on it are called from the root of the site.
    pub fn url(route: &str, anchor: &str) -> String {
        let mut url = percent_encode(route.trim_start_matches('/'));
        if !anchor.is_empty() {
            url.push('#');
            url.push_str(&percent_encode(anchor));
        }
        url
    }

    /// Adds a text as a block of its own.
    pub fn add(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(text);
        }
    }

    /// Adds all of a text.
    pub fn add_prose(&mut self, prose: &Prose) {
        self.block();
        for node in &prose.document.nodes {
            self.node(&prose.document, &node.kind);
        }
        self.trim();
    }

    fn node(&mut self, document: &Document, kind: &Node) {
        match kind {
            Node::Text(s)
            | Node::Code(s)
            | Node::Badge { text: s, .. }
            | Node::Math { tex: s, .. } => self.text.push_str(document.str(*s)),
            Node::CodeBlock(code) => {
                self.block();
                let words = match code.drawing.is_empty() {
                    true => code.code,
                    false => code.drawn_words,
                };
                self.text.push_str(document.str(words));
            }
            Node::Callout { title, .. } => {
                self.block();
                self.text.push_str(document.str(*title));
            }
            Node::Component(component) => {
                self.block();
                self.text.push_str(document.str(component.label));
            }
            Node::SoftBreak | Node::HardBreak => self.text.push(' '),
            Node::TableCell if !self.text.ends_with(['\n', ' ']) => self.text.push_str(" · "),
            Node::Paragraph
            | Node::Heading { .. }
            | Node::Item { .. }
            | Node::TableHead
            | Node::TableRow
            | Node::FootnoteDefinition { .. }
            | Node::DefinitionTerm
            | Node::DefinitionDetails => self.block(),
            _ => {}
        }
    }

    fn block(&mut self) {
        self.trim();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn trim(&mut self) {
        self.text.truncate(self.text.trim_end().len());
    }
}

/// An article as records, one after another: what stands before its first section, then each section (h2, h3).
///
/// `record` comes with what the first of them has beside its text, and serves for all.
pub fn sections(
    mut record: Record,
    (prose, outline): (&Prose, &Outline),
    route: &str,
    f: &mut dyn FnMut(&Record),
) {
    let document = &prose.document;
    let mut headings = outline.headings.iter().peekable();
    let mut at = 0;
    record.url = Record::url(route, "");
    record.block();
    while let Some(node) = document.nodes.get(at) {
        at += 1;
        let here = NodeId(u32::try_from(at - 1).unwrap_or(u32::MAX));
        let Some(heading) = headings.next_if(|h| h.node == here) else {
            record.node(document, &node.kind);
            continue;
        };
        if heading.level <= 3 {
            // The first is the page's title, and that is known.
            if heading.level > 1 {
                record.trim();
                f(&record);
                record.text.clear();
                record.names.clear();
                record.heading.clear();
                record.heading.push_str(&heading.text);
                record.url = Record::url(route, &heading.id);
            }
            at = at.max(node.end as usize);
        } else {
            record.block();
        }
    }
    record.trim();
    f(&record);
}
