//! Labels of links and footnotes: undefined, unused, defined twice.

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::Builder;
use super::target;
use super::tree::Kind;
use crate::diag::{Code, Label, Place, Span, floor};
use crate::text::{did_you_mean, fold};

/// How many labels are looked at for the nearest one.
const NEAR: usize = 500;

/// A link to a label that nothing defines.
pub(super) struct Broken {
    pub span: Span,
    pub label: String,
}

/// A definition `[label]: dest`.
pub(super) struct Definition {
    pub span: Span,
    pub dest: Span,
    pub label: String,
    pub used: bool,
}

impl Definition {
    pub fn new(source: &str, range: Range<usize>) -> Self {
        Self {
            dest: target::of_definition(source, &range).unwrap_or_else(|| range.clone().into()),
            label: target::label_of_definition(source, &range).to_owned(),
            span: range.into(),
            used: false,
        }
    }
}

/// Tells what is wrong with labels, and gives footnote references the spelling of their definition.
pub(super) fn report(build: &mut Builder<'_>, definitions: &[Definition], broken: Vec<Broken>) {
    for b in broken {
        let labels = definitions.iter().take(NEAR).map(|d| d.label.as_str());
        let help = did_you_mean(&b.label, labels)
            .unwrap_or_else(|| format!("add a line `[{}]: destination`", b.label));
        build
            .tell(
                Code::REFERENCE_UNDEFINED,
                b.span,
                format_args!("no definition of `[{}]`", b.label),
            )
            .help = Some(help);
    }
    for d in definitions.iter().filter(|d| !d.used) {
        build.tell(
            Code::REFERENCE_UNUSED,
            d.span,
            format_args!("no link uses `[{}]`", d.label),
        );
    }
    if !definitions.is_empty() {
        repeated(build, definitions);
    }
    footnotes(build);
}

/// A second definition makes no event and no entry: it is a line of that form that no text, code or HTML covers.
fn repeated(build: &mut Builder<'_>, definitions: &[Definition]) {
    let source = build.source;
    let mut first_of = BTreeMap::new();
    for d in definitions {
        first_of.entry(fold(&d.label)).or_insert((d.span, d.dest));
    }
    let mut covered: Option<Vec<Span>> = None;
    let mut begin = 0;
    for line in source.split_inclusive('\n') {
        let at = begin;
        begin += line.len();
        let inner = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let Some(label) = label_before_colon(inner) else {
            continue;
        };
        let start = at + line.len() - inner.len();
        let span = Span::new(start, start + label.len() + 2);
        let known = definitions.partition_point(|d| d.span.start <= span.start);
        let known = known.checked_sub(1).and_then(|i| definitions.get(i));
        if known.is_some_and(|d| span.start < d.span.end) {
            continue;
        }
        let Some((first, dest)) = first_of.get(&fold(label)) else {
            continue;
        };
        // The same again does no harm: change logs repeat their definitions.
        let second = inner.get(label.len() + 3..).unwrap_or_default().trim();
        if source
            .get(dest.range())
            .is_some_and(|d| second.split_whitespace().next() == Some(d))
        {
            continue;
        }
        let covered = covered.get_or_insert_with(|| leaves(build));
        if is_covered(covered, span.start) {
            continue;
        }
        tell_twice(build, span, *first, &format!("[{label}]"));
    }
}

/// Says that `label` is defined a second time.
pub(super) fn tell_twice(build: &mut Builder<'_>, span: Span, first: Span, label: &str) {
    build
        .tell(
            Code::REFERENCE_DUPLICATE,
            span,
            format_args!("`{label}` is defined twice; the first definition counts"),
        )
        .labels
        .push(Label {
            place: Place::here(first),
            message: "first defined here".into(),
        });
}

fn label_before_colon(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?;
    let end = inside.find(']')?;
    inside
        .get(end..)?
        .starts_with("]:")
        .then(|| inside.get(..end))?
}

/// The spans of blocks that hold text themselves, in order, none inside another.
fn leaves(build: &Builder<'_>) -> Vec<Span> {
    let holds_blocks = |k: &Kind| {
        matches!(
            k,
            Kind::Quote
                | Kind::Callout { .. }
                | Kind::Component(_)
                | Kind::List { .. }
                | Kind::Item { .. }
                | Kind::FootnoteDefinition { .. }
                | Kind::DefinitionList
                | Kind::DefinitionDetails
        )
    };
    let mut spans: Vec<Span> = Vec::new();
    for n in build.doc.nodes.iter().filter(|n| !holds_blocks(&n.kind)) {
        if spans.last().is_none_or(|last| last.end <= n.span.start) {
            spans.push(n.span);
        }
    }
    spans
}

fn is_covered(leaves: &[Span], at: u32) -> bool {
    let next = leaves.partition_point(|s| s.start <= at);
    let before = next.checked_sub(1).and_then(|i| leaves.get(i));
    before.is_some_and(|s| at < s.end)
}

fn footnotes(build: &mut Builder<'_>) {
    if !build.source.contains("[^") {
        return;
    }
    let mut defined = BTreeMap::new();
    for n in &build.doc.nodes {
        if let Kind::FootnoteDefinition { label } = n.kind {
            let name = fold(build.doc.str(label));
            defined.entry(name).or_insert((label, n.span, false));
        }
    }
    for i in 0..build.doc.nodes.len() {
        let Some(Kind::FootnoteReference { label }) = build.doc.nodes.get(i).map(|n| &n.kind)
        else {
            continue;
        };
        let Some((of_definition, _, used)) = defined.get_mut(&fold(build.doc.str(*label))) else {
            continue;
        };
        *used = true;
        if let Some(n) = build.doc.nodes.get_mut(i) {
            n.kind = Kind::FootnoteReference {
                label: *of_definition,
            };
        }
    }
    for (label, span, _) in defined.values().filter(|d| !d.2) {
        let written = build.doc.str(*label).to_owned();
        let start = span.start as usize;
        build.tell(
            Code::REFERENCE_UNUSED,
            Span::new(start, start + written.len() + 3),
            format_args!("no text refers to the footnote `[^{written}]`"),
        );
    }
    let names: Vec<&str> = defined.keys().map(String::as_str).collect();
    undefined_footnotes(build, &names);
}

fn undefined_footnotes(build: &mut Builder<'_>, names: &[&str]) {
    let mut found = Vec::new();
    for n in &build.doc.nodes {
        let Kind::Text(s) = n.kind else { continue };
        let text = build.doc.str(s);
        if n.span.len() != text.len() {
            continue;
        }
        let escaped = |at: usize| {
            let at = n.span.start as usize + at;
            at > 0 && build.source.as_bytes().get(at - 1) == Some(&b'\\')
        };
        for (at, _) in text.match_indices("[^") {
            // A label is short; to look further for its end would be quadratic in a row of beginnings.
            let rest = text.get(at + 2..).unwrap_or_default();
            let near = rest.get(..floor(rest, 100)).unwrap_or_default();
            let label = near.split_once(']').map_or("", |(l, _)| l);
            let plausible =
                !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c == '[');
            if plausible && !escaped(at) {
                let start = n.span.start as usize + at;
                found.push((Span::new(start, start + label.len() + 3), label.to_owned()));
            }
        }
    }
    for (span, label) in found {
        let help = did_you_mean(&label, names.iter().copied().take(NEAR))
            .unwrap_or_else(|| format!("add a line `[^{label}]: text`, or write `\\[^{label}]`"));
        build
            .tell(
                Code::FOOTNOTE_UNDEFINED,
                span,
                format_args!("no footnote is named `{label}`"),
            )
            .help = Some(help);
    }
}
