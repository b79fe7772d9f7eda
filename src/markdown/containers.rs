//! `:::` containers on the builder's stack: they end at a line of colons, or with what they stand in.

use super::build::{Builder, MAX_DEPTH};
use super::component;
use super::directive::Fence;
use super::tree::Kind;
use crate::diag::{Code, Span};

impl Builder<'_> {
    /// Begins a `:::` container, with a node if it has a kind.
    pub fn open_fence(&mut self, kind: Option<Kind>, fence: Fence) {
        if self.open.len() >= MAX_DEPTH {
            return self.tell_depth(fence.span);
        }
        match kind {
            Some(kind) => self.open(kind, fence.span),
            None => self.open_nothing(),
        }
        if let Some(last) = self.open.last_mut() {
            last.fence = Some(fence);
        }
    }

    /// Ends the innermost container that this line closes; `false` if there is none around it.
    pub fn close_fence(&mut self, colons: usize, line: Span) -> bool {
        let fences = || {
            let open = self.open.iter().enumerate().rev();
            open.map_while(|(i, o)| o.fence.as_ref().map(|f| (i, f.colons)))
        };
        let found = fences()
            .find(|(_, c)| *c == colons)
            .or_else(|| fences().find(|(_, c)| *c < colons));
        let Some((index, _)) = found else {
            return false;
        };
        self.settle_text();
        while self.open.len() > index + 1 {
            self.close_fence_unclosed();
        }
        if let Some(node) = self.open.last().and_then(|o| o.node)
            && let Some(n) = self.doc.nodes.get_mut(node as usize)
        {
            n.span = n.span.to(line);
            component::closed(self, node);
        }
        self.pop();
        true
    }

    /// Ends the innermost container, which nobody closed.
    pub fn close_fence_unclosed(&mut self) {
        if let Some(fence) = self.open.last().and_then(|o| o.fence.clone()) {
            let colons = ":".repeat(fence.colons.min(20));
            let message = format!("`{colons}{}` is never closed", fence.name);
            self.tell(Code::CALLOUT_UNCLOSED, fence.span, message).help =
                Some(format!("end it with a line `{colons}`"));
            if let Some(last) = self.open.last_mut() {
                last.fence = None;
            }
        }
        self.pop();
    }
}
