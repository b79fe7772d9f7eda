//! From the spelling of a string to the map of its decoded text, so that a message inside it has the right column.
//!
//! The parsers decode; here the spelling is read once more, beside it. If the two do not agree, there is no map and the
//! whole string is the place: a column is never wrong, only sometimes wide.

use crate::diag::{Span, SpanMap, SpanMapBuilder};

/// The map of a TOML string: `raw` with its quotes stands at byte `start` of the file and means `decoded`.
pub fn toml(raw: &str, start: usize, decoded: &str) -> Option<SpanMap> {
    let mut w = Writer::new(raw, start);
    let (quote, basic) = match raw {
        r if r.starts_with("\"\"\"") => (3, true),
        r if r.starts_with("'''") => (3, false),
        r if r.starts_with('"') => (1, true),
        _ => (1, false),
    };
    let end = raw.len().checked_sub(quote)?;
    w.at = quote;
    if quote == 3 {
        let rest = raw.get(3..)?;
        w.at += ["\r\n", "\n"]
            .iter()
            .find(|n| rest.starts_with(**n))
            .map_or(0, |n| n.len());
    }
    while w.at < end {
        match w.peek()? {
            '\\' if basic => toml_escape(&mut w)?,
            _ => w.copy(),
        }
    }
    w.finish(decoded)
}

/// The map of a YAML scalar, whatever its style.
pub fn yaml(raw: &str, start: usize, decoded: &str) -> Option<SpanMap> {
    let mut w = Writer::new(raw, start);
    match raw.as_bytes().first() {
        Some(b'"') => {
            w.at = 1;
            double_quoted(&mut w, raw.len().checked_sub(1)?)?;
        }
        Some(b'\'') => {
            w.at = 1;
            folded(&mut w, raw.len().checked_sub(1)?, decoded, true)?;
        }
        Some(b'|' | b'>') => {
            w.at = raw.find('\n')? + 1;
            folded(&mut w, raw.len(), decoded, false)?;
        }
        _ => folded(&mut w, raw.len(), decoded, false)?,
    }
    w.finish(decoded)
}

/// Reads `raw` from `at` on and builds text and map together.
struct Writer<'r> {
    raw: &'r str,
    start: usize,
    at: usize,
    out: String,
    map: SpanMapBuilder,
    /// Where the present run of equal bytes began, in text and in `raw`.
    run: Option<(usize, usize)>,
}

impl<'r> Writer<'r> {
    fn new(raw: &'r str, start: usize) -> Self {
        Self {
            raw,
            start,
            at: 0,
            out: String::with_capacity(raw.len()),
            map: SpanMap::builder(),
            run: None,
        }
    }

    fn peek(&self) -> Option<char> {
        self.raw.get(self.at..)?.chars().next()
    }

    fn copy(&mut self) {
        if let Some(c) = self.peek() {
            self.run.get_or_insert((self.out.len(), self.at));
            self.out.push(c);
            self.at += c.len_utf8();
        }
    }

    /// The next `len` bytes were written for `text`.
    fn put(&mut self, len: usize, text: &str) {
        self.close();
        if !text.is_empty() {
            let from = self.start + self.at;
            self.map.escape(self.out.len(), Span::new(from, from + len));
            self.out.push_str(text);
        }
        self.at += len;
    }

    fn close(&mut self) {
        if let Some((decoded, from)) = self.run.take() {
            let (from, to) = (self.start + from, self.start + self.at);
            self.map.exact(decoded, from, to);
        }
    }

    /// The map, if the text came out as the parser says.
    fn finish(mut self, decoded: &str) -> Option<SpanMap> {
        self.close();
        if self.out != decoded {
            return None;
        }
        if decoded.is_empty() {
            let inside = self.start + self.at.min(self.raw.len());
            return Some(SpanMap::whole(Span::new(inside, inside)));
        }
        Some(self.map.finish())
    }

    /// A code point of `digits` hexadecimal digits behind the two characters of an escape.
    fn code_point(&mut self, digits: usize) -> Option<()> {
        let hex = self.raw.get(self.at + 2..self.at + 2 + digits)?;
        let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
        self.put(2 + digits, c.encode_utf8(&mut [0; 4]));
        Some(())
    }

    /// How long the run of `set` from `from` on is.
    fn run_of(&self, from: usize, set: &[char]) -> usize {
        let rest = self.raw.get(from..).unwrap_or_default();
        rest.len() - rest.trim_start_matches(set).len()
    }
}

const SPACES: &[char] = &[' ', '\t'];
const BREAKS: &[char] = &[' ', '\t', '\n', '\r'];

fn toml_escape(w: &mut Writer<'_>) -> Option<()> {
    let next = w.raw.get(w.at + 1..)?.chars().next()?;
    let text = match next {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'b' => "\u{8}",
        'f' => "\u{c}",
        'e' => "\u{1b}",
        '"' => "\"",
        '\\' => "\\",
        'x' => return w.code_point(2),
        'u' => return w.code_point(4),
        'U' => return w.code_point(8),
        _ => {
            let len = 1 + w.run_of(w.at + 1, BREAKS);
            w.put(len, "");
            return (len > 1).then_some(());
        }
    };
    w.put(2, text);
    Some(())
}

fn double_quoted(w: &mut Writer<'_>, end: usize) -> Option<()> {
    while w.at < end {
        match w.peek()? {
            '\\' => yaml_escape(w)?,
            ' ' | '\t' | '\n' | '\r' => {
                let len = w.run_of(w.at, BREAKS).min(end - w.at);
                let white = w.raw.get(w.at..w.at + len)?;
                match white.matches('\n').count() {
                    0 => (0..len).for_each(|_| w.copy()),
                    1 => w.put(len, " "),
                    n => w.put(len, &"\n".repeat(n - 1)),
                }
            }
            _ => w.copy(),
        }
    }
    Some(())
}

fn yaml_escape(w: &mut Writer<'_>) -> Option<()> {
    let next = w.raw.get(w.at + 1..)?.chars().next()?;
    let text = match next {
        '0' => "\0",
        'a' => "\u{7}",
        'b' => "\u{8}",
        't' | '\t' => "\t",
        'n' => "\n",
        'v' => "\u{b}",
        'f' => "\u{c}",
        'r' => "\r",
        'e' => "\u{1b}",
        ' ' => " ",
        '"' => "\"",
        '/' => "/",
        '\\' => "\\",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        'x' => return w.code_point(2),
        'u' => return w.code_point(4),
        'U' => return w.code_point(8),
        '\n' | '\r' => {
            // An escaped line end is nothing, and the indentation behind it neither.
            let line = if next == '\r' { 3 } else { 2 };
            let len = line + w.run_of(w.at + line, SPACES);
            w.put(len, "");
            return Some(());
        }
        _ => return None,
    };
    w.put(2, text);
    Some(())
}

/// Plain, single-quoted and block scalars: the same characters, but white space around line ends may differ.
fn folded(w: &mut Writer<'_>, end: usize, decoded: &str, quoted: bool) -> Option<()> {
    if !quoted {
        w.at += w.run_of(w.at, BREAKS);
        keep_indent(w, decoded);
    }
    let mut rest = decoded;
    while let Some(c) = rest.chars().next() {
        let white = rest.len() - rest.trim_start_matches(BREAKS).len();
        if white > 0 {
            let (wanted, behind) = rest.split_at(white);
            let len = w.run_of(w.at, BREAKS).min(end.checked_sub(w.at)?);
            white_run(w, wanted, len)?;
            rest = behind;
            continue;
        }
        let found = w.peek()?;
        if w.at >= end || found != c {
            return None;
        }
        match quoted && c == '\'' {
            true if w.raw.get(w.at..)?.starts_with("''") => w.put(2, "'"),
            _ => w.copy(),
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    Some(())
}

/// A block scalar's own first indentation belongs to the text.
fn keep_indent(w: &mut Writer<'_>, decoded: &str) {
    let lead = decoded.len() - decoded.trim_start_matches(BREAKS).len();
    w.at = w.at.saturating_sub(lead);
}

/// White space of the text against `len` bytes of white space in `raw`: equal beginnings (a line end) are copied, the
/// indentation behind is the place of what is left.
fn white_run(w: &mut Writer<'_>, wanted: &str, len: usize) -> Option<()> {
    let raw = w.raw.get(w.at..w.at + len)?;
    if raw == wanted {
        (0..len).for_each(|_| w.copy());
    } else if len == 0 {
        // A final line end that the block has only by rule.
        w.put(0, wanted);
    } else {
        w.put(len, wanted);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::parse::{Node, toml, yaml};

    /// Each word of the decoded text stands in the file where the map says.
    fn words_are_found(file: &str, node: &Node) {
        let text = node.get("a").and_then(Node::as_text).unwrap();
        let mut at = 0;
        for word in text.as_str().split_whitespace() {
            let from = text.as_str()[at..].find(word).unwrap() + at;
            at = from + word.len();
            let found = &file[text.part(from, at).range()];
            // A quote in single quotes is written twice.
            assert_eq!(found.replace("''", "'"), word, "{file:?}");
        }
    }

    #[test]
    fn every_style_of_yaml_keeps_its_columns() {
        let files = [
            "a: plain words  # comment\n",
            "a: plain\n  over two lines\n\n  and a gap\nb: 1\n",
            "a: 'single ''quoted\n  over two\n\n  lines'\n",
            "a: \"double\n  over two\n\n  lines and \\\n  joined\"\n",
            "a: |\n  literal words\n    deeper\n\n  end\n",
            "a: |+  # kept\n  literal words\n\n\nb: 1\n",
            "a: |2-\n    indented words\n  end\n",
            "a: >\n  folded words\n  joined\n\n    deeper words\n  end\n",
            "a: >-\r\n  folded words\r\n  joined\r\n\r\n  end\r\n",
            "a: |\r\n  literal words\r\n  end\r\n",
            "a: \"crlf\r\n  double\"\r\n",
            "a:\n  on the next line\n",
            "a: !!str tagged words\n",
            "a: &name anchored words\n",
            "{a: flow words, b: 1}\n",
            "{\"a\": \"flow words\"}\n",
            "a: ünï wörds 日本 語\n",
        ];
        for file in files {
            let (node, d) = yaml::read(file, 0);
            assert!(d.is_empty(), "{file:?} {d:?}");
            words_are_found(file, &node.unwrap());
        }
        // An alias is one place, the one where it is used.
        let file = "x: &name some words\na: *name\n";
        let node = yaml::read(file, 0).0.unwrap();
        let text = node.get("a").and_then(Node::as_text).unwrap();
        assert_eq!(&file[text.part(5, 10).range()], "*name");
    }

    #[test]
    fn every_style_of_toml_keeps_its_columns() {
        let files = [
            "a = \"basic words\"\n",
            "a = 'literal \\words'\n",
            "a = \"\"\"\r\nmulti words\r\n  and more \\\r\n\r\n   joined\"\"\"\r\n",
            "a = '''\nmulti 'words'\n\nend'''\n",
            "a = \"\"\"one \"quoted\" \"\"word\"\"\"\"\"\n",
            "a = \"\"\"\"quoted\" words\"\"\"\n",
            "a = ''''quoted' words''''\n",
        ];
        for file in files {
            let (node, d) = toml::read(file, 0);
            assert!(d.is_empty(), "{file:?} {d:?}");
            words_are_found(file, &node.unwrap());
        }
    }
}
