//! The TOML parser's words in an author's.

use super::{Words, both, is_bare, line_at, lower};
use crate::diag::Span;

/// What is wrong at `span` of a TOML text.
pub fn toml(text: &str, said: &str, span: Span) -> Words {
    let at = span.start as usize;
    let line = line_at(text, at);
    let piece = text.get(span.range()).unwrap_or_default();
    let says = |part: &str| said.contains(part);
    if piece == ":" || !says("string") && is_colon_line(line) {
        let start = text.get(..at).unwrap_or_default().trim_end();
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let key = match piece {
            ":" => &start[start.trim_end_matches(bare).len()..],
            _ => line.split(':').next().unwrap_or_default().trim(),
        };
        let help = format!("TOML writes `=` between key and value: `{key} = …`");
        return ("`:` where TOML wants `=`".to_owned(), Some(help));
    }
    if says("string values must be quoted") || says("invalid boolean") || says("invalid float") {
        return unquoted(line);
    }
    if says("missing comma") {
        return comma(line);
    }
    if says("expected newline") {
        return behind_value(line, text.get(at..).unwrap_or_default());
    }
    if says("escape") || says("unicode") {
        return both(
            "a back slash that means nothing here",
            "write `\\\\` for a back slash, or put the text in single quotes",
        );
    }
    if says("string") && says("visible characters") {
        return both(
            "a control character in a text",
            "write it as an escape such as `\\t` or `\\u0000`",
        );
    }
    if says("multi-line") && says("string") {
        return both(
            "a text that never ends",
            "end it with the three quotes it begins with",
        );
    }
    if says("basic string") || says("literal string") {
        return both(
            "a text that does not end on its line",
            "end it with its quote, or write it between `\"\"\"` if it has several lines",
        );
    }
    if says("unclosed table") || says("unclosed array table") {
        return both("a header that does not end", "write `[name]` or `[[name]]`");
    }
    if says("unclosed") {
        return both(
            "a bracket that never ends",
            "every `[` needs its `]`, every `{` its `}`",
        );
    }
    if says("leading zero") {
        return both(
            "a number that begins with 0",
            "put it in quotes if it is a text",
        );
    }
    if says("date") || says("time") {
        return (
            lower(said),
            Some("write year, month and day: `2026-01-31`".to_owned()),
        );
    }
    if says("keys cannot be empty") {
        return both("a value without a key", "write `key = value`");
    }
    if says("key with no value") {
        return no_value(line);
    }
    if says("invalid unquoted key") && !piece.is_empty() {
        let key = line.split('=').next().unwrap_or_default().trim();
        let message = format!("`{}` in a key without quotes", piece.escape_debug());
        return (message, Some(format!("put the key in quotes: `\"{key}\"`")));
    }
    (lower(&said.replace("`, `", "` or `")), None)
}

fn is_colon_line(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, _)| is_bare(key.trim()))
}

/// A TOML value that is a text without quotes, or a word that looks like `true`.
fn unquoted(line: &str) -> Words {
    let value = line.split_once('=').map_or(line, |(_, v)| v);
    let word = value.split(" #").next().unwrap_or(value).trim();
    if word.is_empty() {
        return both("a key without a value", "write the value behind `=`");
    }
    if line.contains(['“', '”', '‘', '’', '„']) {
        return both("curly quotes around a text", "write straight ones: `\"`");
    }
    if word.contains(" = ") {
        return both(
            "two keys on one line",
            "write each key on a line of its own",
        );
    }
    let switch = match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" => Some("true"),
        "no" | "false" | "off" => Some("false"),
        _ => None,
    };
    if let Some(right) = switch {
        return (
            format!("`{word}` is no value"),
            Some(format!("write `{right}`")),
        );
    }
    let tidy = !word.contains(['"', '\\', '[', ']', '{', '}', ',']);
    let help = match tidy {
        true => format!("put it in quotes: `\"{word}\"`"),
        false => "put each text in quotes".to_owned(),
    };
    ("a text without quotes".to_owned(), Some(help))
}

fn comma(line: &str) -> Words {
    let is_key = line
        .split_once('=')
        .is_some_and(|(key, _)| is_bare(key.trim()));
    match is_key || line.starts_with('[') {
        true => both(
            "a bracket that does not end before this line",
            "every `[` needs its `]`, every `{` its `}`",
        ),
        false => both(
            "a comma is missing before this item",
            "part items by commas, also on lines of their own",
        ),
    }
}

/// Something stands behind a value that was complete.
fn behind_value(line: &str, rest: &str) -> Words {
    let value = line.split_once('=').map_or("", |(_, v)| v.trim());
    let help = match rest.chars().next() {
        Some(c @ (',' | ';')) => {
            return (
                format!("a `{c}` behind the value"),
                Some("remove it".to_owned()),
            );
        }
        _ if value.starts_with('\'') => "put a text with an apostrophe in double quotes",
        _ if value.starts_with('"') => "write `\\\"` for a quote inside the text",
        _ => "write each key on a line of its own",
    };
    both("something behind the value", help)
}

fn no_value(line: &str) -> Words {
    let line = line.trim();
    if line.starts_with("- ") {
        return both("a list as YAML writes it", "write `key = [\"a\", \"b\"]`");
    }
    let key = line.split('=').next().unwrap_or_default().trim();
    match line.contains('=') {
        true => (
            "a key of several words".to_owned(),
            Some(format!("put it in quotes: `\"{key}\"`")),
        ),
        false => both("a key without a value", "write `key = value`"),
    }
}
