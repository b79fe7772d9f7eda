//! Code blocks: highlighted at build time by classes, with a title, marked lines and line numbers where asked for.

use super::html::Word;
use crate::highlight::{self, Piece};
use crate::markdown::{CodeBlock, Document, Str};
use crate::text::{escape, escape_into};

/// The HTML of a block; with `highlight`, in colors.
pub fn block(document: &Document, block: &CodeBlock, word: Word<'_>, highlight: bool) -> String {
    if !block.drawing.is_empty() {
        return drawing(document, block, word, highlight);
    }
    listing(document, block, word, highlight)
}

/// A diagram, named by its title or its words, with its text below it.
fn drawing(document: &Document, block: &CodeBlock, word: Word<'_>, highlight: bool) -> String {
    let title = document.str(block.title);
    let name = match title.is_empty() {
        true => format!(
            "{}: {}",
            word("diagram"),
            first_of(document.str(block.drawn_words))
        ),
        false => title.to_owned(),
    };
    let caption = match title.is_empty() {
        true => String::new(),
        false => format!("<figcaption>{}</figcaption>\n", escape(title)),
    };
    let bare = CodeBlock {
        title: Str::default(),
        ..block.clone()
    };
    format!(
        "<figure class=\"dia\">{caption}<div class=\"scroll\" role=\"group\" aria-label=\"{0}\" tabindex=\"0\"><svg role=\"img\" aria-label=\"{1}\"{2}</div>\n<details><summary>{3}</summary>\n{4}</details></figure>\n",
        escape(&word("diagram")),
        escape(&name),
        document.str(block.drawing),
        escape(&word("diagram-text")),
        listing(document, &bare, word, highlight)
    )
}

/// So many words as a name may have.
fn first_of(words: &str) -> String {
    match words.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

fn listing(document: &Document, block: &CodeBlock, word: Word<'_>, highlight: bool) -> String {
    let code = document.str(block.code);
    let language = document.str(block.language);
    let found = highlight::find(language).filter(|_| highlight);
    let pieces = match found {
        Some(language) => highlight::highlight(language, code),
        None => vec![Piece {
            class: None,
            range: 0..code.len(),
        }],
    };
    let title = document.str(block.title);
    let mut out = String::with_capacity(code.len() * 2 + 120);
    if !title.is_empty() {
        out.push_str(&format!(
            "<figure class=\"code\"><figcaption>{}</figcaption>\n",
            escape(title)
        ));
    }
    let label = escape(&word("code"));
    out.push_str(&format!(
        "<pre tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><code"
    ));
    if !language.is_empty() {
        out.push_str(&format!(" class=\"language-{}\"", escape(language)));
    }
    out.push('>');
    if block.lines.is_empty() && block.numbers.is_none() {
        pieces
            .iter()
            .for_each(|p| piece(&mut out, p.class.map(|c| c.css()), &code[p.range.clone()]));
    } else {
        lines(&mut out, code, &pieces, block);
    }
    out.push_str("</code></pre>\n");
    if !title.is_empty() {
        out.push_str("</figure>\n");
    }
    out
}

fn piece(out: &mut String, class: Option<&str>, text: &str) {
    match class {
        Some(class) => {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
            escape_into(out, text);
            out.push_str("</span>");
        }
        None => escape_into(out, text),
    }
}

/// Line by line, each in a span of its own if it is marked or numbered.
fn lines(out: &mut String, code: &str, pieces: &[Piece], block: &CodeBlock) {
    let mut start = 0;
    let mut next = 0;
    for (i, line) in code.split_inclusive('\n').enumerate() {
        let number = u32::try_from(i + 1).unwrap_or(u32::MAX);
        let marked = block.lines.iter().any(|(a, b)| (*a..=*b).contains(&number));
        let end = start + line.len();
        if marked {
            out.push_str("<span class=\"hl\">");
        }
        if let Some(first) = block.numbers {
            out.push_str(&format!(
                "<span class=\"no\" aria-hidden=\"true\">{}</span>",
                u64::from(first) + u64::from(number) - 1
            ));
        }
        while let Some(p) = pieces.get(next).filter(|p| p.range.start < end) {
            let (from, to) = (p.range.start.max(start), p.range.end.min(end));
            piece(out, p.class.map(|c| c.css()), &code[from..to]);
            if p.range.end > end {
                break;
            }
            next += 1;
        }
        if marked {
            out.push_str("</span>");
        }
        start = end;
    }
}
