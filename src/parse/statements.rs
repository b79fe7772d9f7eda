//! Where the statements of a TOML text begin, also of one with mistakes: a mistake is told once for each statement, for what
//! the parser finds behind the first one is an echo of it.

use crate::diag::{Code, Diagnostics};

/// The statements of a text.
pub(super) struct Statements(Vec<usize>);

impl Statements {
    /// A key at the beginning of a line, or a header, begins one; further in only outside of brackets.
    pub fn of(text: &str) -> Self {
        let mut starts = Vec::new();
        let (mut at, mut depth) = (0, 0_isize);
        for line in text.split_inclusive('\n') {
            let code = line.trim_start();
            let indent = line.len() - code.len();
            if (indent == 0 || depth <= 0) && (code.starts_with('[') || begins_with_key(code)) {
                starts.push(at);
                depth = 0;
            }
            depth += opened(code);
            at += line.len();
        }
        Self(starts)
    }

    /// The number of the statement at a byte.
    pub fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }
}

/// `key =`, and `key:` as YAML writes it.
fn begins_with_key(line: &str) -> bool {
    let is_key = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let rest = match line.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split_once(['"', '\'']).map_or("", |(_, rest)| rest),
        None => line.trim_start_matches(is_key),
    };
    rest.len() < line.len() && rest.trim_start().starts_with(['=', ':'])
}

/// Brackets of a line that are open at its end, less those that it closes.
fn opened(line: &str) -> isize {
    let mut quote = None;
    let mut depth = 0;
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// Takes out what was told of values in statements that cannot be read: they were read in part.
pub fn without_echoes(text: &str, told: Diagnostics) -> Diagnostics {
    if !told.iter().any(|d| d.code == Code::TOML_SYNTAX) {
        return told;
    }
    let statements = Statements::of(text);
    let at = |d: &crate::diag::Diagnostic| statements.at(d.place.span.start as usize);
    let broken: Vec<usize> = told
        .iter()
        .filter(|d| d.code == Code::TOML_SYNTAX)
        .map(at)
        .collect();
    let is_value = |code| [Code::VALUE_TYPE, Code::VALUE_INVALID].contains(&code);
    told.into_iter()
        .filter(|d| !(is_value(d.code) && broken.contains(&at(d))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Statements;

    #[test]
    fn keys_and_headers_begin_statements_and_what_stands_in_brackets_does_not() {
        let text = "a = [\n  \"x\"\n  { b = 1 },\n]\n[t]\n  c = {\n    d = 1\n  }\n  e = 2\nf: g\n  - h\n\"i j\" = 1\n";
        let statements = Statements::of(text);
        let number = |word: &str| statements.at(text.find(word).unwrap());
        let numbers = [
            "a =", "x", "b =", "[t]", "c =", "d =", "e =", "f:", "- h", "i j",
        ]
        .map(number);
        assert_eq!(numbers, [1, 1, 1, 2, 3, 3, 4, 5, 5, 6]);
    }
}
