//! The elements of raw HTML that are open.
//!
//! Markdown hands raw HTML over tag by tag and block by block, so they are kept on a stack of our own beside the builder's: an
//! element lives in the container it began in, spans sibling blocks, and ends at the latest with its container.

use super::allow;
use super::build::Builder;
use super::safe::dropped;
use super::tree::{Kind, Raw};
use crate::diag::{Code, Span};

/// Elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    list: Vec<Open>,
    /// Names of start tags that were dropped and told: their end tags go without another word.
    dropped: Vec<String>,
    told_depth: bool,
}

struct Open {
    name: String,
    /// How much Markdown was open around it.
    depth: usize,
    span: Span,
    /// It goes with its content: its first node, and whether its end was seen.
    muted: Option<(usize, bool)>,
}

impl Elements {
    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether an `<a>` is open.
    pub fn in_link(&self) -> bool {
        self.list.iter().any(|o| o.name == "a")
    }

    /// How many are open.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// One begins. `muted`: it goes with its content, from this node on.
    pub fn open(&mut self, name: &str, depth: usize, span: Span, muted: Option<(usize, bool)>) {
        self.list.push(Open {
            name: name.to_owned(),
            depth,
            span,
            muted,
        });
    }

    /// Where the innermost began, the first time this is asked.
    pub fn too_deep(&mut self) -> Option<Span> {
        let told = std::mem::replace(&mut self.told_depth, true);
        self.list.last().filter(|_| !told).map(|o| o.span)
    }

    /// Whether the innermost goes with its content.
    pub fn is_muted(&self) -> bool {
        self.list.last().is_some_and(|o| o.muted.is_some())
    }

    /// The name of the innermost, if it began at `depth`.
    pub fn innermost(&self, depth: usize) -> Option<&str> {
        let open = self.list.last().filter(|o| o.depth == depth)?;
        Some(&open.name)
    }

    /// Remembers a start tag that was dropped.
    pub fn drop_start(&mut self, name: &str) {
        if self.dropped.len() >= 64 {
            self.dropped.remove(0);
        }
        self.dropped.push(name.to_owned());
    }

    fn was_dropped(&mut self, name: &str) -> bool {
        let found = self.dropped.iter().rposition(|d| d == name);
        found.map(|i| self.dropped.remove(i)).is_some()
    }
}

/// Ends the elements that began at `depth` or deeper, because their container ends.
pub(super) fn close_elements(build: &mut Builder<'_>, depth: usize) {
    while build.elements.list.last().is_some_and(|o| o.depth >= depth) {
        end_last(build, None);
    }
}

/// A block of Markdown begins: an open `<p>` cannot hold it.
pub(super) fn before_block(build: &mut Builder<'_>) {
    if build.elements.innermost(build.depth()) == Some("p") {
        end_last(build, None);
    }
}

/// An end tag: it ends its element and what is open inside that; one that ends nothing is dropped.
pub(super) fn end(build: &mut Builder<'_>, name: &str, span: Span) {
    if build.elements.is_muted() {
        return end_muted(build, name);
    }
    let depth = build.depth();
    let here = build
        .elements
        .list
        .iter()
        .rev()
        .take_while(|o| o.depth == depth);
    // An end tag does not reach out of a cell or an item it stands in.
    let wall = |o: &Open| matches!(o.name.as_str(), "td" | "th" | "caption" | "li");
    let mut found = None;
    for (above, open) in here.enumerate() {
        if open.name == name {
            found = Some(above);
            break;
        }
        if wall(open)
            && !matches!(
                name,
                "tr" | "table" | "tbody" | "thead" | "tfoot" | "ul" | "ol"
            )
        {
            break;
        }
    }
    match found {
        Some(above) => {
            for _ in 0..above {
                end_last(build, None);
            }
            end_last(build, Some(span));
        }
        None if build.elements.was_dropped(name) => {}
        None => dropped(build, span, &format!("`</{name}>` closes nothing here")),
    }
}

/// The end of an element that goes with its content; what is open deeper goes once it is closed.
fn end_muted(build: &mut Builder<'_>, name: &str) {
    let depth = build.depth();
    let Some(open) = build.elements.list.last_mut().filter(|o| o.name == name) else {
        return;
    };
    if let Some((_, ended)) = &mut open.muted {
        *ended = true;
    }
    if open.depth == depth {
        end_last(build, None);
    }
}

/// Something inside a muted element was closed: if its end tag was in there, it is over.
pub(super) fn settle_muted(build: &mut Builder<'_>) {
    let depth = build.depth();
    let over = build
        .elements
        .list
        .last()
        .is_some_and(|o| o.depth == depth && o.muted.is_some_and(|(_, ended)| ended));
    if over {
        end_last(build, None);
    }
}

/// Ends the innermost element, at `span` if an end tag stands there.
pub(super) fn end_last(build: &mut Builder<'_>, span: Option<Span>) {
    let Some(open) = build.elements.list.pop() else {
        return;
    };
    if let Some((from, ended)) = open.muted {
        match ended {
            true => build.truncate(from),
            false => unclosed(build, &open),
        }
        return;
    }
    if span.is_none() && !allow::may_stay_open(&open.name) {
        unclosed(build, &open);
    }
    let at = span.unwrap_or_else(|| {
        let end = build.doc.nodes.last().map_or(0, |n| n.span.end as usize);
        Span::new(end, end)
    });
    let name = build.add(&open.name);
    build.push(Kind::Raw(Raw::End(name)), at);
}

fn unclosed(build: &mut Builder<'_>, open: &Open) {
    let name = &open.name;
    build
        .tell(
            Code::HTML_UNCLOSED,
            open.span,
            format_args!("`<{name}>` is not closed in the block it began in"),
        )
        .help = Some(format!("add `</{name}>`"));
}
