//! The YAML parser's words in an author's.

use super::{Words, both, is_bare, line_at, line_before, lower};
use crate::diag::Span;

/// What is wrong at `span` of a YAML text.
pub fn yaml(text: &str, said: &str, span: Span) -> Words {
    let at = span.start as usize;
    let line = line_at(text, at);
    let says = |part: &str| said.contains(part);
    let value = line.split_once(": ").map_or("", |(_, v)| v.trim());
    if has_tab(line) || has_tab(line_before(text, at)) {
        return both("a tab where YAML wants spaces", "indent with spaces");
    }
    if says("mapping values are not allowed") {
        return second_colon(line, line_before(text, at));
    }
    if says("after single-quoted") {
        return both(
            "text behind the closing quote",
            "write an apostrophe twice in single quotes: `'it''s'`, or use double quotes",
        );
    }
    if says("after double-quoted") {
        return both(
            "text behind the closing quote",
            "put all of it in quotes, and write `\\\"` for a quote inside",
        );
    }
    if says("did not find expected key") && value.starts_with(['[', '{']) {
        return both("text behind a bracket", "put the whole value in quotes");
    }
    if says("did not find expected key") {
        return both(
            "a line with another indentation than its neighbors",
            "begin all keys of a table in one column",
        );
    }
    if says("escape character") {
        return both(
            "a back slash that means nothing here",
            "write `\\\\` for a back slash, or put the text in single quotes",
        );
    }
    if says("illegal placement of ':'") {
        return both(
            "a list or table that does not end before this line",
            "every `[` needs its `]`, every `{` its `}`",
        );
    }
    if says("unclosed quote") {
        return both(
            "a text that never ends",
            "end it with the quote it begins with",
        );
    }
    if says("unclosed") {
        return both(
            "a bracket that never ends",
            "every `[` needs its `]`, every `{` its `}`",
        );
    }
    if says("multiple YAML documents") {
        return both("a second document", "remove the line");
    }
    if says("sequence entries are not allowed") {
        return both(
            "an item behind a key",
            "write each `- item` on a line of its own, or all as `[a, b]`",
        );
    }
    if says("block scalar") {
        return both(
            "text behind `|` or `>`",
            "begin it on the next line, or put the value in quotes",
        );
    }
    if says("alias") || says("anchor") {
        return (
            lower(said),
            Some("put a value that begins with `*` or `&` in quotes".to_owned()),
        );
    }
    if says("unexpected character") {
        return (
            lower(said).replace('\'', "`").replace("``", "`"),
            Some("put the value in quotes".to_owned()),
        );
    }
    if says("simple key expected") {
        return both(
            "a line without a key",
            "write `key: value`, or indent the line if it belongs to the text above",
        );
    }
    if says("non-finite") {
        return both(
            "a number that cannot be held",
            "put it in quotes if it is a text",
        );
    }
    (lower(said), None)
}

/// Where a line of TOML begins in a YAML text, if one stands at or before the mistake.
pub fn equals_line(text: &str, mistake: Span) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > mistake.start as usize {
            return None;
        }
        if line
            .split_once('=')
            .is_some_and(|(key, _)| is_bare(key.trim_end()))
        {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn second_colon(line: &str, before: &str) -> Words {
    let indent = |l: &str| l.len() - l.trim_start().len();
    if indent(line) > indent(before) && before.contains(": ") {
        return both(
            "a line that is indented too far",
            "begin it in the column of the key above",
        );
    }
    let (key, value) = line.split_once(':').unwrap_or((line, ""));
    let value = value.trim();
    let help = match value.contains('"') || value.is_empty() {
        true => "put the value in quotes".to_owned(),
        false => format!("put the value in quotes: `{}: \"{value}\"`", key.trim()),
    };
    ("a second `: ` in the value".to_owned(), Some(help))
}

fn has_tab(line: &str) -> bool {
    let indent = line.len() - line.trim_start().len();
    line.get(..indent).is_some_and(|i| i.contains('\t'))
}
