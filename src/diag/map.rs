//! From a decoded text back to the bytes it was written as, so that a message inside a string value has the right column.

use std::sync::Arc;

use super::Span;

/// Pieces of a decoded text and where each stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct SpanMap {
    pieces: Arc<[Piece]>,
}

/// One run: from `decoded` on, until the next piece. `exact`: byte by byte; else the whole run is `source`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
struct Piece {
    decoded: u32,
    source: Span,
    exact: bool,
}

impl SpanMap {
    /// A text that stands in the file as it is, from byte `start` on.
    pub fn plain(start: usize) -> Self {
        let source = Span::new(start, u32::MAX as usize);
        Self {
            pieces: Arc::from([Piece {
                decoded: 0,
                source,
                exact: true,
            }]),
        }
    }

    /// A text of which nothing but its whole place is known.
    pub fn whole(source: Span) -> Self {
        Self {
            pieces: Arc::from([Piece {
                decoded: 0,
                source,
                exact: false,
            }]),
        }
    }

    /// Starts a map that is built piece by piece.
    pub fn builder() -> SpanMapBuilder {
        SpanMapBuilder::default()
    }

    /// Where `span` of the decoded text stands in the file.
    pub fn span(&self, span: Span) -> Span {
        let start = self.at(span.start, false);
        let end = if span.is_empty() {
            start
        } else {
            self.at(span.end, true)
        };
        Span {
            start,
            end: end.max(start),
        }
    }

    fn at(&self, offset: u32, is_end: bool) -> u32 {
        // The end of a span belongs to the piece of its last byte.
        let look = if is_end {
            offset.saturating_sub(1)
        } else {
            offset
        };
        let index = self
            .pieces
            .partition_point(|p| p.decoded <= look)
            .saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else {
            return 0;
        };
        match piece.exact {
            true => piece
                .source
                .start
                .saturating_add(offset.saturating_sub(piece.decoded))
                .min(piece.source.end),
            false if is_end => piece.source.end,
            false => piece.source.start,
        }
    }
}

/// See `SpanMap::builder`.
#[derive(Default)]
pub struct SpanMapBuilder {
    pieces: Vec<Piece>,
}

impl SpanMapBuilder {
    /// From byte `decoded` of the text on, it stands in the file byte by byte from `source` on, up to `end`.
    pub fn exact(&mut self, decoded: usize, source: usize, end: usize) {
        self.push(decoded, Span::new(source, end), true);
    }

    /// From byte `decoded` on, the text was written as `source` as a whole (an escape).
    pub fn escape(&mut self, decoded: usize, source: Span) {
        self.push(decoded, source, false);
    }

    fn push(&mut self, decoded: usize, source: Span, exact: bool) {
        let decoded = Span::new(decoded, decoded).start;
        self.pieces.push(Piece {
            decoded,
            source,
            exact,
        });
    }

    /// The map; without pieces it leads to the file's beginning.
    pub fn finish(self) -> SpanMap {
        if self.pieces.is_empty() {
            return SpanMap::whole(Span::default());
        }
        SpanMap {
            pieces: self.pieces.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_behind_an_escape_has_the_right_column() {
        // The file has `"a\nbc"` at 10: decoded `a⏎bc`.
        let mut b = SpanMap::builder();
        b.exact(0, 11, 12);
        b.escape(1, Span::new(12, 14));
        b.exact(2, 14, 16);
        let map = b.finish();
        assert_eq!(map.span(Span::new(0, 1)), Span::new(11, 12));
        assert_eq!(map.span(Span::new(1, 2)), Span::new(12, 14));
        assert_eq!(map.span(Span::new(2, 4)), Span::new(14, 16));
        assert_eq!(map.span(Span::new(0, 4)), Span::new(11, 16));
        assert_eq!(SpanMap::plain(5).span(Span::new(1, 3)), Span::new(6, 8));
    }
}
