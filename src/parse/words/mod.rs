//! What the parsers say, in an author's words, and the cure of the commonest mistakes. What no rule knows is passed on.

mod toml;
mod yaml;

use crate::diag::floor;

pub use toml::toml;
pub use yaml::{equals_line, yaml};

/// A message and its cure.
pub type Words = (String, Option<String>);

/// The line that byte `at` stands in, without its end.
pub fn line_at(text: &str, at: usize) -> &str {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    text[start..end].trim_end_matches('\r')
}

fn line_before(text: &str, at: usize) -> &str {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').unwrap_or(0);
    if start == 0 {
        ""
    } else {
        line_at(text, start - 1)
    }
}

fn both(message: &str, help: &str) -> Words {
    (message.to_owned(), Some(help.to_owned()))
}

fn lower(said: &str) -> String {
    let said = said.trim().trim_end_matches('.');
    let mut chars = said.chars();
    match chars.next() {
        Some(c) => c.to_lowercase().chain(chars).collect(),
        None => "this cannot be read".to_owned(),
    }
}

fn is_bare(key: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !key.is_empty() && key.chars().all(bare)
}

#[cfg(test)]
mod tests {
    use crate::diag::LineIndex;
    use crate::parse::{toml, yaml};

    fn told(text: &str, is_toml: bool) -> String {
        let read = if is_toml { toml::read } else { yaml::read };
        let all = read(text, 0).1;
        let d = all.iter().next().unwrap();
        let at = LineIndex::new(text).position(text, d.place.span.start as usize);
        format!("{}:{} {}", at.line, at.column, d.message)
    }

    #[test]
    fn common_mistakes_of_toml_are_told_in_plain_words() {
        let table = [
            ("a = 'it's'\n", "1:9 something behind the value"),
            (
                "a = [1, 2\nb = 3\n",
                "2:1 a bracket that does not end before this line",
            ),
            (
                "a = [\n \"x\"\n \"y\"\n]\n",
                "3:2 a comma is missing before this item",
            ),
            (
                "a = \"C:\\path\"\n",
                "1:9 a back slash that means nothing here",
            ),
            ("a = “x”\n", "1:5 curly quotes around a text"),
            ("a = 1 b = 2\n", "1:5 two keys on one line"),
            ("a = 01\n", "1:5 a number that begins with 0"),
            ("a b = 1\n", "1:3 a key of several words"),
            ("a = True\n", "1:5 `True` is no value"),
            ("a = 1,\n", "1:6 a `,` behind the value"),
            ("- a\n", "1:3 a list as YAML writes it"),
            ("role/x = 1\n", "1:5 `/` in a key without quotes"),
            ("a = { b: 1 }\n", "1:8 `:` where TOML wants `=`"),
            ("a = \"x\n", "1:7 a text that does not end on its line"),
        ];
        for (text, expected) in table {
            assert_eq!(told(text, true), expected, "{text}");
        }
    }

    #[test]
    fn common_mistakes_of_yaml_are_told_in_plain_words() {
        let table = [
            ("a: \"x\" y\n", "1:8 text behind the closing quote"),
            ("a: [x] y\n", "1:8 text behind a bracket"),
            ("a: b\n c: d\n", "2:3 a line that is indented too far"),
            (
                "a:\n  - b\n c: d\n",
                "3:2 a line with another indentation than its neighbors",
            ),
            (
                "a: [b\nx: 1\n",
                "2:2 a list or table that does not end before this line",
            ),
            ("a: - b\n", "1:4 an item behind a key"),
            ("a:\n\tb: 1", "2:2 a tab where YAML wants spaces"),
            ("a: x\nw", "2:1 a line without a key"),
        ];
        for (text, expected) in table {
            assert_eq!(told(text, false), expected, "{text}");
        }
    }
}
