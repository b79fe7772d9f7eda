//! Markdown of one line: summaries, notes, items of data files. No blocks.

use super::allow;
use super::build::is_block;
use super::tree::{Document, Kind, Raw};
use super::{Options, parse};
use crate::diag::{Code, Diagnostics, Place};

/// Reads the inline Markdown of a data string. The nodes stand directly in the document, without a paragraph around them.
///
/// A block is an error (`inline-block`) at its place, and its words are kept.
pub fn parse_inline(text: &str, options: Options) -> (Document, Diagnostics) {
    let (mut doc, mut said) = parse(text, options);
    let lonely = matches!(doc.nodes.first(), Some(n) if matches!(n.kind, Kind::Paragraph) && n.end as usize == doc.nodes.len());
    if lonely {
        doc.nodes.remove(0);
        doc.nodes.iter_mut().for_each(|n| n.end -= 1);
        return (doc, said);
    }
    let mut at = 0;
    let mut paragraphs = 0;
    while let Some(node) = doc.nodes.get(at) {
        at = node.end as usize;
        let (what, help) = match &node.kind {
            Kind::Paragraph if paragraphs == 0 => {
                paragraphs += 1;
                continue;
            }
            kind => match name_of(&doc, kind) {
                Some(name) => name,
                None => continue,
            },
        };
        said.add(
            Code::INLINE_BLOCK,
            Place::here(node.span),
            format_args!("{what} cannot stand in a line of text"),
        )
        .help = Some(help.into());
    }
    flatten(&mut doc);
    (doc, said)
}

/// What a block is called, and what to do about it.
fn name_of(doc: &Document, kind: &Kind) -> Option<(&'static str, &'static str)> {
    let plain = "write one line of text";
    Some(match kind {
        Kind::Paragraph => ("a second paragraph", "join the lines"),
        Kind::Heading { .. } => ("a heading", "write `\\#` if the sign is meant"),
        Kind::Quote | Kind::Callout { .. } => ("a quotation", "write `\\>` if the sign is meant"),
        Kind::Component(_) => ("a component", plain),
        Kind::CodeBlock(_) => (
            "a block of code",
            "write code between backticks, and do not indent the line",
        ),
        Kind::List { start: Some(_), .. } => {
            ("a numbered list", "write `1\\.` if the number is meant")
        }
        Kind::List { .. } => ("a list", "write `\\-` if the sign is meant"),
        Kind::Table { .. } => ("a table", plain),
        Kind::FootnoteDefinition { .. } => ("a footnote", plain),
        Kind::DefinitionList => ("a definition list", plain),
        Kind::Rule => ("a ruler", "write `\\-` if the signs are meant"),
        Kind::TocMark => ("a list of contents", plain),
        Kind::Include { .. } => ("an inclusion", plain),
        Kind::Raw(Raw::Start(tag))
            if allow::element(doc.str(tag.name)).is_some_and(|e| e.is_block()) =>
        {
            ("an HTML block", "use tags that may stand in a line")
        }
        _ => return None,
    })
}

/// Takes out all blocks; what stood inside lines moves up.
fn flatten(doc: &mut Document) {
    let mut kept = Vec::with_capacity(doc.nodes.len());
    // For each old number, how many nodes before it stay.
    let mut before = Vec::with_capacity(doc.nodes.len() + 1);
    let mut count = 0_u32;
    for node in &doc.nodes {
        before.push(count);
        count += u32::from(!is_block(&node.kind));
    }
    before.push(count);
    for node in doc.nodes.drain(..) {
        if !is_block(&node.kind) {
            let mut node = node;
            node.end = before.get(node.end as usize).copied().unwrap_or(count);
            kept.push(node);
        }
    }
    doc.nodes = kept;
    doc.parts.clear();
}

#[cfg(test)]
mod tests {
    use super::super::tests::dump;
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let (_, said) = parse_inline(text, Options::default());
        let place = |d: &crate::diag::Diagnostic| text[d.place.span.range()].to_owned();
        said.iter()
            .map(|d| format!("{} {}", d.code.name, place(d)))
            .collect()
    }

    #[test]
    fn one_line_has_no_paragraph() {
        let (doc, said) = parse_inline("a *b* [c](d)", Options::default());
        assert_eq!(dump(&doc), r#""a " emphasis("b") " " a<d>("c")"#);
        assert!(said.is_empty());
        assert_eq!(parse_inline("", Options::default()).0.nodes.len(), 0);
        assert_eq!(
            dump(&parse_inline("<b>x</b>", Options::default()).0),
            r#"<b> "x" </b>"#
        );
    }

    #[test]
    fn blocks_are_told() {
        assert_eq!(told("a\n\nb"), ["inline-block b"]);
        assert_eq!(told("# a"), ["inline-block # a"]);
        assert_eq!(told("1. a"), ["inline-block 1. a"]);
        assert_eq!(told("> a"), ["inline-block > a"]);
        assert_eq!(told("a\n- b"), ["inline-block - b"]);
        assert_eq!(told("#1 and 1.5 and -x"), [""; 0]);
        let (doc, _) = parse_inline("- a *b*\n- c", Options::default());
        assert_eq!(dump(&doc), r#""a " emphasis("b") "c""#);
    }
}
