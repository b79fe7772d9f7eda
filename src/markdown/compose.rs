//! Inclusions: `:::include` becomes the nodes of another text, a fence with `file=` the text of another file.
//!
//! Texts are given as they were parsed, each once; nothing is read and nothing is parsed here. Nodes keep their place in the
//! file they came from, by `Node::origin`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Held;
use super::excerpt::excerpt;
use super::tree::{Document, Kind, Node, Str};
use crate::diag::{Code, Diagnostics, Label, Place, Span};
use crate::text::did_you_mean;

/// How deep inclusions may stand in one another.
pub const MAX_INCLUDES: usize = 20;
/// How many inclusions one text may hold in all: two per file, 20 deep, would be a million.
const MAX_COUNT: usize = 1000;
/// How far inclusions may make a text grow; the last one may go over it.
const MAX_NODES: usize = 2_000_000;
const MAX_TEXT: usize = 64 << 20;

/// A file that is included.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// Its source path: what `Document::origins` will say, and what a circle is found by.
    pub path: Arc<str>,
    /// Its text, for code.
    pub text: &'a str,
    /// Its tree, if it is Markdown; inclusions not done.
    pub document: Option<Held>,
}

/// Finds the file that `written` means in the file `origin` (empty: the document's own); else perhaps a cure.
pub type Find<'a> = dyn Fn(&str, &str) -> Result<Found<'a>, Option<String>> + 'a;

/// Where a span of the file `origin` (empty: the document's own) stands.
pub type PlaceOf<'a> = dyn Fn(&str, Span) -> Place + 'a;

/// `doc` with everything included; `None` if it includes nothing. `own` is its source path.
pub fn compose(
    doc: &Document,
    own: &str,
    find: &Find<'_>,
    place: &PlaceOf<'_>,
) -> Option<(Document, Diagnostics)> {
    if !includes(doc) {
        return None;
    }
    let doc = &*doc.owned();
    let mut composer = Composer {
        find,
        place,
        own: own.into(),
        out: Document {
            nodes: Vec::with_capacity(doc.nodes.len() * 2),
            text: doc.text.clone(),
            source: None,
            origins: vec!["".into()],
            parts: Vec::new(),
        },
        bases: vec![0],
        stack: Vec::new(),
        count: 0,
        told_end: false,
        said: Diagnostics::new(),
    };
    let file = File {
        doc,
        path: "".into(),
        origin: 0,
        base: 0,
        instance: 0,
    };
    composer.copy(&file, 0, doc.nodes.len());
    Some((composer.out, composer.said))
}

/// Whether a text includes another.
pub fn includes(doc: &Document) -> bool {
    doc.nodes.iter().any(|n| asks(&n.kind))
}

fn asks(kind: &Kind) -> bool {
    match kind {
        Kind::Include { .. } => true,
        Kind::CodeBlock(code) => !code.file.is_empty(),
        _ => false,
    }
}

/// A text that is being copied.
struct File<'d> {
    doc: &'d Document,
    /// Empty for the document's own.
    path: Arc<str>,
    origin: u16,
    /// Where its buffer stands in the whole one.
    base: u32,
    /// Which inclusion this is, from 1; 0 for the document's own text.
    instance: usize,
}

struct Composer<'c, 'f> {
    find: &'c Find<'f>,
    place: &'c PlaceOf<'c>,
    own: Arc<str>,
    out: Document,
    /// Where the buffer of each origin stands in the whole one.
    bases: Vec<u32>,
    /// What is being included: path and the place of the line that asked for it.
    stack: Vec<(Arc<str>, Place)>,
    count: usize,
    told_end: bool,
    said: Diagnostics,
}

impl<'f> Composer<'_, 'f> {
    /// Copies nodes `from` up to `to`. Calls itself for inclusions, at most `MAX_INCLUDES` deep.
    fn copy(&mut self, file: &File<'_>, from: usize, to: usize) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let nodes = file.doc.nodes.get(from..to).unwrap_or_default();
        for (i, node) in (from..).zip(nodes) {
            self.close(&mut open, i);
            if let Kind::Include { path, part } = node.kind {
                self.include(file, node, file.doc.str(path), file.doc.str(part));
                continue;
            }
            let new = self.out.nodes.len();
            let moved = self.moved(file, node);
            self.out.nodes.push(moved);
            open.push((node.end as usize, new));
        }
        self.close(&mut open, usize::MAX);
    }

    fn close(&mut self, open: &mut Vec<(usize, usize)>, at: usize) {
        let end = u32::try_from(self.out.nodes.len()).unwrap_or(u32::MAX);
        while let Some((_, new)) = open.pop_if(|(old, _)| *old <= at) {
            if let Some(n) = self.out.nodes.get_mut(new) {
                n.end = end;
            }
        }
    }

    fn moved(&mut self, file: &File<'_>, node: &Node) -> Node {
        let mut node = node.clone();
        node.origin = file.origin;
        if file.base > 0 {
            node.kind.each_str(&mut |s| {
                s.start += file.base;
                s.end += file.base;
            });
        }
        if let Kind::FootnoteDefinition { label } | Kind::FootnoteReference { label } =
            &mut node.kind
            && file.instance > 0
        {
            // Two texts may have a footnote 1 each.
            let own = format!("{}-{}", self.out.str(*label), file.instance);
            *label = self.add(&own);
        }
        if let Kind::CodeBlock(code) = &mut node.kind
            && !code.file.is_empty()
        {
            let written = self.out.str(code.file).to_owned();
            if let Some(s) = self.code(file, &written, code.file_span) {
                code.code = s;
            }
        }
        node
    }

    fn add(&mut self, text: &str) -> Str {
        let start = Span::new(self.out.text.len(), self.out.text.len()).start;
        self.out.text.push_str(text);
        let end = Span::new(self.out.text.len(), self.out.text.len()).start;
        Str { start, end }
    }

    fn include(&mut self, file: &File<'_>, node: &Node, path: &str, part: &str) {
        let span = node.span;
        if !self.may_go_on(file, span) {
            return;
        }
        let Some(found) = self.find(file, path, span) else {
            return;
        };
        if let Some(chain) = self.circle(&found.path) {
            let what = format!("`{}` includes itself", found.path);
            return self.tell(Code::INCLUDE_CIRCLE, file, span, what, Some(chain));
        }
        let Some(document) = found.document else {
            let what = format!("`{path}` is not Markdown");
            let help = format!("show it as code: a fence with `file=\"{path}\"`");
            return self.tell(Code::INCLUDE_MISSING, file, span, what, Some(help));
        };
        let Some((from, to)) = range_of(&document, part) else {
            let names = document.parts.iter().map(|p| document.str(p.name));
            let help = did_you_mean(part, names).unwrap_or_else(|| {
                format!("mark it by `<!-- part: {part} -->` and `<!-- /part -->`")
            });
            let what = format!("`{path}` has no part `{part}`");
            return self.tell(Code::INCLUDE_PART_MISSING, file, span, what, Some(help));
        };
        let (origin, base) = self.origin(&found.path, &document);
        let inner = File {
            doc: &document,
            path: found.path.clone(),
            origin,
            base,
            instance: self.count,
        };
        self.stack
            .push((found.path, (self.place)(&file.path, span)));
        self.copy(&inner, from, to);
        self.footnotes_outside(&inner, from, to);
        self.stack.pop();
    }

    /// Counts one more inclusion and tells, once, when it is one too many.
    fn may_go_on(&mut self, file: &File<'_>, span: Span) -> bool {
        self.count += 1;
        let large = self.out.nodes.len() > MAX_NODES || self.out.text.len() > MAX_TEXT;
        let what = match () {
            () if self.stack.len() >= MAX_INCLUDES => {
                format!("included more than {MAX_INCLUDES} levels deep")
            }
            () if self.count > MAX_COUNT => format!("more than {MAX_COUNT} inclusions in one text"),
            () if large => "the text grows too large by its inclusions".to_owned(),
            () => return true,
        };
        if !std::mem::replace(&mut self.told_end, true) {
            self.tell(Code::INCLUDE_TOO_DEEP, file, span, what, None);
        }
        false
    }

    /// A part may refer to footnotes that stand elsewhere in its file.
    fn footnotes_outside(&mut self, file: &File<'_>, from: usize, to: usize) {
        let doc = file.doc;
        if to - from == doc.nodes.len() {
            return;
        }
        let inside = doc.nodes.get(from..to).unwrap_or_default();
        let labels = inside.iter().filter_map(|n| match n.kind {
            Kind::FootnoteReference { label } => Some(doc.str(label)),
            _ => None,
        });
        let wanted: BTreeSet<&str> = labels.collect();
        if wanted.is_empty() {
            return;
        }
        for (i, n) in doc.nodes.iter().enumerate() {
            if let Kind::FootnoteDefinition { label } = n.kind
                && !(from..to).contains(&i)
                && wanted.contains(doc.str(label))
            {
                self.copy(file, i, n.end as usize);
            }
        }
    }

    fn code(&mut self, file: &File<'_>, written: &str, span: Span) -> Option<Str> {
        let (path, part) = written.split_once('#').unwrap_or((written, ""));
        if !self.may_go_on(file, span) {
            return None;
        }
        let found = self.find(file, path, span)?;
        match excerpt(found.text, part) {
            Some(text) => Some(self.add(&text)),
            None => {
                let what = format!("`{path}` has no part `{part}`");
                let help = format!(
                    "mark it by the comments `part: {part}` and `/part`, each on a line of its own"
                );
                self.tell(Code::INCLUDE_PART_MISSING, file, span, what, Some(help));
                None
            }
        }
    }

    fn find(&mut self, file: &File<'_>, path: &str, span: Span) -> Option<Found<'f>> {
        let find = self.find;
        match find(&file.path, path) {
            Ok(found) => Some(found),
            Err(help) => {
                self.tell(
                    Code::INCLUDE_MISSING,
                    file,
                    span,
                    format!("no file at `{path}`"),
                    help,
                );
                None
            }
        }
    }

    /// How a circle that comes to `path` again is written, if it does.
    fn circle(&self, path: &str) -> Option<String> {
        let chain = || std::iter::once(&self.own).chain(self.stack.iter().map(|(p, _)| p));
        let from = chain().position(|p| &**p == path)?;
        let names: Vec<String> = chain().skip(from).map(|p| format!("`{p}`")).collect();
        Some(format!("the circle is {}, `{path}`", names.join(", ")))
    }

    /// The number of an origin, and where its buffer stands; a text that is included twice is kept once.
    fn origin(&mut self, path: &Arc<str>, document: &Document) -> (u16, u32) {
        let known = self
            .out
            .origins
            .iter()
            .skip(1)
            .position(|p| p == path)
            .map(|i| i + 1);
        let index = known.unwrap_or_else(|| {
            self.out.origins.push(path.clone());
            let start = self.add(&document.text).start;
            self.bases.push(start);
            self.out.origins.len() - 1
        });
        let base = self.bases.get(index).copied().unwrap_or_default();
        (u16::try_from(index).unwrap_or(u16::MAX), base)
    }

    fn tell(
        &mut self,
        code: &'static Code,
        file: &File<'_>,
        span: Span,
        what: String,
        help: Option<String>,
    ) {
        let place = (self.place)(&file.path, span);
        let diagnostic = self.said.add(code, place, what);
        diagnostic.help = help;
        if let Some((_, line)) = self.stack.last() {
            diagnostic.labels.push(Label {
                place: *line,
                message: "included here".into(),
            });
        }
    }
}

/// The nodes of a part, or of all.
fn range_of(doc: &Document, part: &str) -> Option<(usize, usize)> {
    if part.is_empty() {
        return Some((0, doc.nodes.len()));
    }
    let found = doc.parts.iter().find(|p| doc.str(p.name) == part)?;
    Some((found.from as usize, found.to as usize))
}
