//! Where a front matter begins and ends, and where a `---` is only a line between paragraphs.

use crate::diag::Span;

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}

/// How a file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// With its text, which starts at this byte.
    None(usize),
    /// With a front matter.
    Closed {
        /// Its language.
        language: Language,
        /// What stands between the fences.
        inside: Span,
        /// Where the text begins.
        body: usize,
    },
    /// With a front matter that never ends.
    Unclosed {
        /// Its language.
        language: Language,
        /// The first fence.
        fence: Span,
        /// The first byte behind that line.
        body: usize,
    },
}

/// Looks at the first lines. A byte order mark and CRLF do not matter.
pub fn opening(text: &str) -> Opening {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = text.get(start..).unwrap_or_default();
    let first = rest.split_inclusive('\n').next().unwrap_or_default();
    let (language, mark) = match first.trim_end() {
        "+++" => (Language::Toml, "+++"),
        "---" => (Language::Yaml, "---"),
        _ => return Opening::None(start),
    };
    let inside = start + first.len();
    let mut at = inside;
    for line in text.get(inside..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == mark {
            let span = Span::new(inside, at);
            let yaml = language == Language::Yaml;
            if yaml && !is_front_matter(text.get(span.range()).unwrap_or_default()) {
                return Opening::None(start);
            }
            let body = at + line.len();
            return Opening::Closed {
                language,
                inside: span,
                body,
            };
        }
        at += line.len();
    }
    let next = text.get(inside..).unwrap_or_default().lines().next();
    if language == Language::Yaml && !next.is_some_and(begins_key) {
        return Opening::None(start);
    }
    Opening::Unclosed {
        language,
        fence: Span::new(start, start + 3),
        body: inside,
    }
}

/// Between two `---` lines: keys, comments or nothing are a front matter, anything else is text between two rules.
fn is_front_matter(inside: &str) -> bool {
    let mut lines = inside.lines().filter(|l| !l.trim().is_empty());
    let first = lines.find(|l| !l.trim_start().starts_with('#') || begins_key(l));
    match first {
        Some(line) => begins_key(line),
        // Nothing at all is an empty front matter; headings and nothing else are a text.
        None => !inside.lines().any(|l| l.starts_with('#')) || inside.lines().all(is_comment_line),
    }
}

fn is_comment_line(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("# ")
}

/// Whether a line begins `key:`, or `key =` by somebody who mixed TOML into it.
fn begins_key(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with('{') {
        return true;
    }
    let quoted = ['"', '\''].iter().find_map(|q| {
        let rest = line.strip_prefix(*q)?;
        rest.split_once(*q).map(|(_, behind)| behind)
    });
    let behind = quoted.unwrap_or_else(|| {
        line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    });
    if behind.len() == line.len() || line.starts_with('-') {
        return false;
    }
    // `key:value` is meant as one, too, and told; `https://…` is not.
    let name = line.strip_suffix(behind).unwrap_or_default();
    let lower = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b"_-".contains(&b));
    let colon = behind.trim_start().strip_prefix(':');
    colon.is_some_and(|rest| {
        rest.is_empty() || rest.starts_with([' ', '\t']) || lower && !rest.starts_with("//")
    }) || behind.trim_start().starts_with('=') && !behind.trim_start().starts_with("==")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> &'static str {
        match opening(text) {
            Opening::None(_) => "none",
            Opening::Closed { .. } => "closed",
            Opening::Unclosed { .. } => "unclosed",
        }
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let table = [
            ("", "none"),
            ("# Title\n", "none"),
            ("---\n\nText.\n\n---\n\nMore.\n", "none"),
            ("---\nText about things\n---\n", "none"),
            ("---\n- an item\n---\n", "none"),
            ("---\n", "none"),
            ("---\n\n# Heading\n", "none"),
            ("---\n\n## Heading\n\n---\n", "none"),
            ("----\na: b\n----\n", "none"),
            (" ---\na: b\n---\n", "none"),
            ("---\nsee https://x.example\n---\n", "none"),
            ("---\nhttps://x.example\n---\n", "none"),
            ("---\n12:30 tea\n---\n", "none"),
            ("---\ntitle:x\n---\n", "closed"),
            ("---\n---\n", "closed"),
            ("---\ntitle: x\n---\n", "closed"),
            ("\u{feff}---\r\ntitle: x\r\n---\r\nText", "closed"),
            ("---\n# comment\n\ntitle: x\n---", "closed"),
            ("---\n\"title\": x\n---", "closed"),
            ("---\ntitle = \"x\"\n---", "closed"),
            ("---\ntitle: x\n\nText.\n", "unclosed"),
            ("+++\n+++\n", "closed"),
            ("+++\ntitle = 1\n+++", "closed"),
            ("+++\ntitle = 1\n---\n", "unclosed"),
        ];
        for (text, expected) in table {
            assert_eq!(kind(text), expected, "{text:?}");
        }
    }
}
