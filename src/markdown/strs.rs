//! Where a node keeps its texts. A new kind must say so here: the compiler asks.

use super::tree::{Kind, Raw, Str, Value};

impl Kind {
    /// Visits every text of a node, so that its buffer can become part of another.
    pub(super) fn each_str(&mut self, f: &mut impl FnMut(&mut Str)) {
        match self {
            Kind::Heading { id, classes, .. } => {
                f(id);
                f(classes);
            }
            Kind::Callout { title: s, .. }
            | Kind::FootnoteDefinition { label: s }
            | Kind::FootnoteReference { label: s }
            | Kind::Text(s)
            | Kind::Code(s)
            | Kind::Raw(Raw::End(s) | Raw::Verbatim(s) | Raw::Id(s)) => f(s),
            Kind::Badge { text, .. } => f(text),
            Kind::Component(component) => {
                f(&mut component.name);
                f(&mut component.label);
                for attribute in &mut component.attributes {
                    f(&mut attribute.name);
                    match &mut attribute.value {
                        Value::Number(s) | Value::Text(s) => f(s),
                        Value::Flag(_) => {}
                    }
                }
                for t in &mut component.targets {
                    f(&mut t.dest);
                    f(&mut t.title);
                }
            }
            Kind::CodeBlock(code) => [
                &mut code.language,
                &mut code.code,
                &mut code.title,
                &mut code.file,
                &mut code.drawing,
                &mut code.drawn_words,
            ]
            .into_iter()
            .for_each(f),
            Kind::Math { tex, mathml, .. } => {
                f(tex);
                f(mathml);
            }
            Kind::Include { path, part } => {
                f(path);
                f(part);
            }
            Kind::Link(t) | Kind::Image(t) | Kind::Raw(Raw::Reference(t)) => {
                f(&mut t.dest);
                f(&mut t.title);
            }
            Kind::Raw(Raw::Start(tag)) => {
                f(&mut tag.name);
                for (name, value) in &mut tag.attributes {
                    f(name);
                    f(value);
                }
                for (name, t) in &mut tag.links {
                    f(name);
                    f(&mut t.dest);
                    f(&mut t.title);
                }
            }
            Kind::Paragraph
            | Kind::Quote
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::Table { .. }
            | Kind::TableHead
            | Kind::TableRow
            | Kind::TableCell
            | Kind::DefinitionList
            | Kind::DefinitionTerm
            | Kind::DefinitionDetails
            | Kind::Rule
            | Kind::TocMark
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough => {}
        }
    }
}
