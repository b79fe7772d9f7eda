//! The door to html5gum for sources: a piece of raw HTML as tags, text and comments with their places in the source.

use std::ops::Range;

use html5gum::{DefaultEmitter, Error, Token, Tokenizer};

use crate::diag::{Span, SpanMap};

/// Where the bytes of a piece stand in the source.
pub(super) enum At {
    /// One after another from here on.
    From(usize),
    /// Line by line, behind quote signs.
    Lines(SpanMap),
    /// Somewhere in there.
    Whole(Span),
}

impl At {
    /// The place of a range of the piece.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self {
            Self::From(start) => Span::new(start + range.start, start + range.end),
            Self::Lines(map) => map.span(range.into()),
            Self::Whole(span) => *span,
        }
    }
}

/// A piece of HTML.
pub(super) enum Piece {
    Start(Start),
    End {
        name: String,
        range: Range<usize>,
    },
    Text {
        text: String,
        range: Range<usize>,
    },
    Comment {
        text: String,
        range: Range<usize>,
    },
    Doctype {
        range: Range<usize>,
    },
    /// An attribute written twice; the first one counts.
    Repeated {
        range: Range<usize>,
    },
}

/// A start tag.
pub(super) struct Start {
    /// Lower-case name.
    pub name: String,
    pub attributes: Vec<Attribute>,
    /// `<br/>`
    pub closed: bool,
    pub range: Range<usize>,
}

/// An attribute of a start tag.
pub(super) struct Attribute {
    /// Lower-case name.
    pub name: String,
    /// Decoded.
    pub value: String,
    /// From the name to the end of the value.
    pub range: Range<usize>,
    /// The value as written, without quotes.
    pub value_range: Range<usize>,
}

/// Reads `html`, piece by piece, in order.
pub(super) fn read(html: &str) -> Vec<Piece> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // Else the text of a script would be read as tags.
    emitter.naively_switch_states(true);
    let mut pieces = Vec::new();
    let fit = |span: html5gum::Span<usize>| fit(html, span.start, span.end);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        let piece = match token {
            Token::StartTag(tag) => {
                let mut attributes: Vec<Attribute> = tag
                    .attributes
                    .into_iter()
                    .map(|(name, v)| attribute(html, text(&name), text(&v.value), fit(v.span)))
                    .collect();
                attributes.sort_by_key(|a| a.range.start);
                Piece::Start(Start {
                    name: text(&tag.name),
                    attributes,
                    closed: tag.self_closing,
                    range: fit(tag.span),
                })
            }
            Token::EndTag(tag) => Piece::End {
                name: text(&tag.name),
                range: fit(tag.span),
            },
            Token::String(s) => Piece::Text {
                text: text(&s.value),
                range: fit(s.span),
            },
            Token::Comment(c) => Piece::Comment {
                text: text(&c.value),
                range: fit(c.span),
            },
            Token::Doctype(d) => Piece::Doctype { range: fit(d.span) },
            Token::Error(e) if e.value == Error::DuplicateAttribute => {
                Piece::Repeated { range: fit(e.span) }
            }
            Token::Error(_) => continue,
        };
        pieces.push(piece);
    }
    pieces
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A range inside `html`, on the bounds of characters.
fn fit(html: &str, start: usize, end: usize) -> Range<usize> {
    let start = crate::diag::floor(html, start);
    let end = crate::diag::floor(html, end);
    start..end.max(start)
}

fn attribute(html: &str, name: String, value: String, range: Range<usize>) -> Attribute {
    let written = html.get(range.clone()).unwrap_or_default();
    let behind_name = written.find('=').map_or(written.len(), |at| at + 1);
    let rest = written.get(behind_name..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let begin = written.len() - trimmed.len();
    let (begin, length) = match trimmed.chars().next() {
        Some(q @ ('"' | '\'')) => {
            let inside = trimmed.get(1..).unwrap_or_default();
            (begin + 1, inside.find(q).unwrap_or(inside.len()))
        }
        _ => {
            let end = trimmed.find(|c: char| c.is_whitespace() || c == '>');
            (begin, end.unwrap_or(trimmed.len()))
        }
    };
    let start = range.start + begin;
    let value_range = start..start + length;
    let end = match trimmed.starts_with(['"', '\'']) {
        true => range.end.min(value_range.end + 1),
        false => value_range.end,
    };
    let end = if value.is_empty() && length == 0 {
        range.start + written.trim_end_matches(['>', '/', ' ']).len()
    } else {
        end
    };
    Attribute {
        name,
        value,
        range: range.start..end.max(range.start),
        value_range,
    }
}
