//! A text that is part of a file: its spans become those of the file, once.

use super::tree::{Document, Kind, Raw, Target};
use crate::diag::Span;

impl Document {
    /// Moves every span `by` bytes on.
    pub fn shift(&mut self, by: usize) {
        if by == 0 {
            return;
        }
        let mend = |span: &mut Span| *span = span.shift(by);
        self.parts.iter_mut().for_each(|p| mend(&mut p.span));
        for node in &mut self.nodes {
            mend(&mut node.span);
            match &mut node.kind {
                Kind::CodeBlock(code) => {
                    mend(&mut code.info_span);
                    mend(&mut code.file_span);
                }
                Kind::Component(component) => {
                    mend(&mut component.name_span);
                    let targets = component.targets.iter_mut();
                    targets.for_each(|t: &mut Target| mend(&mut t.dest_span));
                }
                Kind::Link(target) | Kind::Image(target) | Kind::Raw(Raw::Reference(target)) => {
                    mend(&mut target.dest_span);
                }
                Kind::Raw(Raw::Start(tag)) => {
                    let targets = tag.links.iter_mut().map(|(_, t)| t);
                    targets.for_each(|t: &mut Target| mend(&mut t.dest_span));
                }
                _ => {}
            }
        }
    }
}
