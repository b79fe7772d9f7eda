//! A text keeps no copy of what stands in its file word by word: all texts of a site are held at once, and nine tenths of
//! a text are written as they are shown.

use std::borrow::Cow;
use std::sync::Arc;

use super::tree::{Document, Kind, Str};
use crate::diag::Span;

/// Marks both ends of a `Str` that stands in the source. No text is that long.
const IN_SOURCE: u32 = 1 << 31;

impl Document {
    /// Takes what stands in `source` from there. Spans are those of `source` by now; inclusions are not done yet.
    pub fn share(&mut self, source: &Arc<str>) {
        if source.len() >= IN_SOURCE as usize {
            return;
        }
        let mut kept = String::new();
        let all = std::mem::take(&mut self.text);
        for node in &mut self.nodes {
            if let Kind::Text(s) = &mut node.kind
                && let Some(shared) = in_source(source, node.span, text_of(&all, *s))
            {
                *s = shared;
                continue;
            }
            node.kind
                .each_str(&mut |s| *s = moved(&mut kept, text_of(&all, *s)));
        }
        for part in &mut self.parts {
            part.name = moved(&mut kept, text_of(&all, part.name));
        }
        self.text = kept.as_str().to_owned();
        self.source = Some(Arc::clone(source));
    }

    /// The same with all text in its own buffer, which can become part of another.
    pub fn owned(&self) -> Cow<'_, Self> {
        if self.source.is_none() {
            return Cow::Borrowed(self);
        }
        let mut out = self.clone();
        let mut text = String::with_capacity(self.size());
        for node in &mut out.nodes {
            node.kind
                .each_str(&mut |s| *s = moved(&mut text, self.str(*s)));
        }
        for part in &mut out.parts {
            part.name = moved(&mut text, self.str(part.name));
        }
        out.text = text;
        out.source = None;
        Cow::Owned(out)
    }

    /// The text behind a `Str`.
    pub fn str(&self, s: Str) -> &str {
        if s.start & IN_SOURCE == 0 {
            return text_of(&self.text, s);
        }
        let source = self.source.as_deref().unwrap_or_default();
        let at = |end: u32| end & !IN_SOURCE;
        let (start, end) = (at(s.start), at(s.end));
        text_of(source, Str { start, end })
    }

    /// About how many bytes of text it has.
    pub fn size(&self) -> usize {
        self.text.len() + self.source.as_ref().map_or(0, |s| s.len())
    }
}

fn text_of(text: &str, s: Str) -> &str {
    text.get(s.start as usize..s.end as usize)
        .unwrap_or_default()
}

/// The place of a text in the source, if it stands there as it is.
fn in_source(source: &str, span: Span, text: &str) -> Option<Str> {
    let written = source.get(span.range())?;
    (written == text).then_some(Str {
        start: span.start | IN_SOURCE,
        end: span.end | IN_SOURCE,
    })
}

fn moved(buffer: &mut String, text: &str) -> Str {
    let end = |buffer: &String| u32::try_from(buffer.len()).unwrap_or(u32::MAX);
    let start = end(buffer);
    buffer.push_str(text);
    Str {
        start,
        end: end(buffer),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Options, parse};

    #[test]
    fn nothing_is_lost_and_little_is_kept_twice() {
        let text = "+++\n+++\n# A *title* {#t}\n\n- one &amp; two\n- `code`, [link](x.md \"t\")\n\n<!-- part: p -->\nIn a part.\n<!-- /part -->\n";
        let (plain, _) = parse(&text[8..], Options::default());
        let mut shared = plain.clone();
        shared.shift(8);
        shared.share(&Arc::from(text));
        assert!(shared.text.len() < 40, "{}", shared.text);
        let strings = |document: &super::Document| {
            let mut out = Vec::new();
            for node in &document.nodes {
                let mut kind = node.kind.clone();
                kind.each_str(&mut |s| out.push(document.str(*s).to_owned()));
            }
            out.extend(
                document
                    .parts
                    .iter()
                    .map(|p| document.str(p.name).to_owned()),
            );
            out
        };
        assert_eq!(strings(&shared), strings(&plain));
        assert_eq!(strings(&shared.owned()), strings(&plain));
        assert!(shared.owned().source.is_none());
    }
}
