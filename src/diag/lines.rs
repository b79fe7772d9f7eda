//! Lines and columns, for eyes only: everything else counts bytes.

use super::Span;

/// Where lines begin in one text.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// A line and a column, both from 1; columns count code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in code points.
    pub column: usize,
}

impl LineIndex {
    /// Reads `text` once. LF, CRLF and a lone CR end a line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, b) in bytes.iter().enumerate() {
            let ends = *b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends {
                starts.push(Span::new(i + 1, i + 1).start);
            }
        }
        Self { starts }
    }

    /// The position of byte `offset`; offsets behind the text or inside a character are moved to the nearest before.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor(text, offset);
        let line = self.starts.partition_point(|s| *s as usize <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .map_or(0, |s| *s as usize);
        let before = text.get(start..offset).unwrap_or_default();
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line, column }
    }

    /// The byte where line `line` (from 1) begins.
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).map(|s| *s as usize)
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}

/// The last character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_in_three_ways() {
        let text = "\u{feff}aß\r\nü x\rz\n";
        let lines = LineIndex::new(text);
        let at = |needle: &str| {
            let p = lines.position(text, text.find(needle).unwrap());
            (p.line, p.column)
        };
        assert_eq!(at("a"), (1, 1));
        assert_eq!(at("ß"), (1, 2));
        assert_eq!(at("x"), (2, 3));
        assert_eq!(at("z"), (3, 1));
        let end = lines.position(text, 999);
        assert_eq!((end.line, end.column), (4, 1));
    }
}
