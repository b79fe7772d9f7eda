//! The info string of a fenced block: language, `title="…"`, `{1,3-5}`, line numbers, `file="path#part"`.
//!
//! Spellings of other generators are read as well: `js{1,3}:line-numbers=2`, `linenums="1"`, `hl_lines="2 3"`,
//! `{linenos=true,hl_lines=[1,3]}`, `[main.js]`, `rust,linenos`.

use std::ops::Range;

use super::build::Builder;
use super::tree::CodeBlock;
use crate::diag::Span;

/// Reads the info string of the block that begins at `start`; `info` is the same decoded.
pub(super) fn read(build: &mut Builder<'_>, info: &str, start: usize) -> CodeBlock {
    let source = build.source;
    let line = source
        .get(start..)
        .and_then(|t| t.split(['\n', '\r']).next())
        .unwrap_or_default();
    let behind = line.trim_start_matches(['`', '~', ' ', '\t']);
    let written = behind.trim_end();
    let at = start + (line.len() - behind.len());
    let exact = written == info.trim_end();
    let info_span = Span::new(at, at + written.len());
    let mut code = CodeBlock {
        info_span,
        ..CodeBlock::default()
    };
    let info = if exact { written } else { info };
    let language = language_length(info);
    code.language = build.add_clean(info.get(..language).unwrap_or_default());
    let mut rest = info.get(language..).unwrap_or_default();
    while let Some((word, from, behind)) = next_word(info, rest) {
        rest = behind;
        let span = if exact {
            Span::new(at + from, at + from + word.len())
        } else {
            info_span
        };
        option(build, &mut code, word, span);
    }
    code
}

/// Where `at` of a fenced block's `code` stands in the source; `range` is the block. Line by line, because quotation
/// signs and indentation stand before the author's text; a line that is not found again is told as a whole.
pub(super) fn place(source: &str, range: &Range<usize>, code: &str, at: &Range<usize>) -> Span {
    let start = crate::diag::floor(code, at.start);
    let before = code.get(..start).unwrap_or_default();
    let line = before.matches('\n').count();
    let column = start - before.rfind('\n').map_or(0, |n| n + 1);
    let block = source.get(range.clone()).unwrap_or_default();
    let Some(first) = lines_before(block, line + 1) else {
        return Span::from(range.clone());
    };
    let of = |text: &str| text.lines().next().unwrap_or_default().len();
    let written = block.get(first..).map_or(0, of);
    let own = code.get(start - column..).map_or(0, of);
    let same = block.get(first..first + written).unwrap_or_default();
    let from = range.start + first + written;
    match same.ends_with(
        code.get(start - column..start - column + own)
            .unwrap_or("\n"),
    ) {
        true => {
            let length = (at.end.max(start) - start).min(own - column);
            let from = from - own + column;
            Span::new(from, from + length)
        }
        false => Span::new(from - written, from),
    }
}

/// The byte where the line of that number begins.
fn lines_before(text: &str, line: usize) -> Option<usize> {
    text.match_indices('\n')
        .nth(line.checked_sub(1)?)
        .map(|(at, _)| at + 1)
}

fn language_length(info: &str) -> usize {
    info.find(|c: char| c.is_whitespace() || matches!(c, '{' | ',' | ':' | '[' | '='))
        .filter(|end| info.as_bytes().get(*end) != Some(&b'='))
        .unwrap_or(if info.contains('=') { 0 } else { info.len() })
}

/// The next option, where it begins in `info`, and what follows. Quotes and braces hold together.
fn next_word<'t>(info: &str, rest: &'t str) -> Option<(&'t str, usize, &'t str)> {
    let rest = rest
        .trim_start_matches([' ', '\t', ',', ':', '{', '}'])
        .trim_start();
    // Braces around numbers are one option; braces around options are not.
    let from = info.len() - rest.len();
    let brace = from > 0 && info.as_bytes().get(from - 1) == Some(&b'{');
    if rest.is_empty() {
        return None;
    }
    let mut quote = None;
    let mut square = false;
    let end = rest
        .char_indices()
        .find(|(_, c)| match (quote, c) {
            (Some(q), c) => {
                if q == *c {
                    quote = None;
                }
                false
            }
            (None, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            (None, '[') => {
                square = true;
                false
            }
            (None, ']') => {
                square = false;
                false
            }
            (None, '}') => true,
            (None, ',') => !square && !brace_of_numbers(brace, rest),
            (None, c) => c.is_whitespace() && !square && !brace_of_numbers(brace, rest),
        })
        .map_or(rest.len(), |(i, _)| i);
    Some((rest.get(..end)?, from, rest.get(end..)?))
}

fn brace_of_numbers(brace: bool, rest: &str) -> bool {
    brace && rest.starts_with(|c: char| c.is_ascii_digit())
}

fn option(build: &mut Builder<'_>, code: &mut CodeBlock, word: &str, span: Span) {
    let (key, value) = word.split_once('=').unwrap_or((word, ""));
    let bare = value.trim_matches(['"', '\'', '[', ']', '{', '}']);
    match key {
        "title" | "filename" | "name" => code.title = build.add_clean(bare),
        "file" => {
            code.file = build.add_clean(bare);
            let at = word.len() - value.len()
                + (value.len() - value.trim_start_matches(['"', '\'']).len());
            let exact = span.len() == word.len();
            code.file_span = if exact {
                Span::new(
                    span.start as usize + at,
                    span.start as usize + at + bare.len(),
                )
            } else {
                span
            };
        }
        "hl_lines" | "hl" | "highlight" | "mark" => code.lines.extend(ranges(bare)),
        "linenos" | "linenums" | "showLineNumbers" | "line-numbers" | "lineNumbers" | "numbers" => {
            match bare {
                "false" | "off" => code.numbers = None,
                _ => code.numbers = Some(bare.parse().ok().or(code.numbers).unwrap_or(1)),
            }
        }
        "no-line-numbers" | "noLineNumbers" => code.numbers = None,
        "linenostart" | "lineNumbersStart" | "startLineNumber" | "start" | "firstline" => {
            code.numbers = bare.parse().ok().or(code.numbers);
        }
        _ if word.starts_with('[') && code.title.is_empty() => {
            code.title = build.add_clean(word.trim_matches(['[', ']']));
        }
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => code.lines.extend(ranges(word)),
        _ => {}
    }
}

/// `1,3-5` or `1 3-5`.
fn ranges(text: &str) -> impl Iterator<Item = (u32, u32)> + '_ {
    text.split([',', ' '])
        .filter(|p| !p.is_empty())
        .filter_map(|part| {
            let part = part.trim_matches(['"', '\'', '{', '}']);
            let (from, to) = part.split_once(['-', '.']).unwrap_or((part, part));
            let (from, to) = (from.parse().ok()?, to.trim_start_matches('.').parse().ok()?);
            (from <= to).then_some((from, to))
        })
}
