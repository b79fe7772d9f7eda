//! Fenced `mermaid` and `dot`: drawn while the text is read, or told why not. The one door to mermaid-rs-renderer.
//!
//! Both languages become the same graph, drawn by one layout in one look; `svg.rs` writes the result anew by a list. The
//! library sets text by a table of widths: asked for a font that no machine has, it measures none, so a drawing is the same
//! everywhere. It draws on a thread of its own: deep texts get a large stack, a panic ends that thread only, and one that
//! takes too long is left behind.

mod dot;
mod paint;
mod svg;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::mpsc;
use std::time::Duration;

use mermaid_rs_renderer::{
    DiagramKind, Edge, EdgeStyle, Graph, LayoutConfig, ParseError, compute_layout,
    parse_mermaid_strict, render_svg,
};

use super::build::Builder;
use super::tree::CodeBlock;
use crate::diag::{Code, Span};

/// The largest text of a diagram, in bytes.
const MOST_BYTES: usize = 20_000;
/// The most boxes and lines together: what nobody can read on a page takes seconds to lay out.
const MOST_PARTS: usize = 300;
/// Stack of the drawing thread, in bytes; only what is used is touched.
const STACK: usize = 64 << 20;
/// How long one drawing may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// A name that no font has.
const NO_FONT: &str = "rolebook-none";
/// Name of the drawing thread; its panics are told as a message, not by the program's hook.
pub const THREAD: &str = "rolebook-drawing";

/// A finished drawing.
pub(super) struct Drawing {
    /// The `svg` element without `<svg` at its start, so that a name can be put in.
    pub svg: String,
    /// The words in it.
    pub words: String,
}

/// Why there is none: the line of the text, from 0, if it is known.
pub(super) struct Fault {
    pub line: Option<usize>,
    pub message: String,
}

/// Draws a block of a language that can be drawn. What cannot be drawn stays code, with a message at its line.
pub(super) fn fenced(build: &mut Builder<'_>, code: &mut CodeBlock, range: &Range<usize>) {
    let text = build.doc.str(code.code).to_owned();
    let drawn = match build.doc.str(code.language) {
        "mermaid" => draw(&text, mermaid),
        "dot" | "graphviz" => draw(&text, dot::read),
        _ => return,
    };
    match drawn {
        Ok(drawing) => {
            code.drawing = build.add_clean(&drawing.svg);
            code.drawn_words = build.add_clean(&drawing.words);
        }
        Err(fault) => {
            let place = match fault.line {
                Some(line) => {
                    super::fence::place(build.source, range, &text, &line_at(&text, line))
                }
                None => code.info_span,
            };
            tell(build, place, &fault.message);
        }
    }
}

fn tell(build: &mut Builder<'_>, place: Span, message: &str) {
    build
        .tell(
            Code::DIAGRAM_SYNTAX,
            place,
            format_args!("the diagram cannot be drawn: {message}"),
        )
        .help = Some("its text is shown as code; `[markdown] diagrams = false` draws none".into());
}

/// The bytes of a line, without the spaces around it.
fn line_at(text: &str, line: usize) -> Range<usize> {
    let start = text
        .split_inclusive('\n')
        .take(line)
        .map(str::len)
        .sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let written = rest.lines().next().unwrap_or_default();
    let indent = written.len() - written.trim_start().len();
    let end = start + written.trim_end().len();
    (start + indent).min(end)..end
}

fn draw(text: &str, read: fn(&str) -> Result<Graph, Fault>) -> Result<Drawing, Fault> {
    let whole = |message: &str| Fault {
        line: None,
        message: message.to_owned(),
    };
    if text.len() > MOST_BYTES {
        return Err(whole("its text is longer than 20,000 bytes"));
    }
    let owned = text.to_owned();
    let (send, receive) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .name(THREAD.to_owned())
        .stack_size(STACK);
    let begun = thread.spawn(move || {
        let _ = send.send(read(&owned).and_then(drawn));
    });
    if begun.is_err() {
        return Err(whole("there is no room for it"));
    }
    match receive.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(whole("it takes too long")),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(whole("its text cannot be understood")),
    }
}

fn drawn(mut graph: Graph) -> Result<Drawing, Fault> {
    let whole = |message: &str| Fault {
        line: None,
        message: message.to_owned(),
    };
    let parts = graph.nodes.len() + graph.edges.len() + graph.subgraphs.len();
    if parts > MOST_PARTS {
        return Err(whole(&format!(
            "it has {parts} boxes and lines, and at most {MOST_PARTS} can be shown"
        )));
    }
    let theme = paint::theme(NO_FONT);
    let config = LayoutConfig {
        fast_text_metrics: true,
        ..LayoutConfig::default()
    };
    let dotted = undotted(&mut graph);
    let mut layout = compute_layout(&graph, &theme, &config);
    let same = layout.edges.len() == dotted.len();
    for (edge, dotted) in layout.edges.iter_mut().zip(dotted) {
        if dotted && same {
            edge.override_style.dasharray = Some("4 4".to_owned());
        }
    }
    let svg = render_svg(&layout, &theme, &config);
    svg::clean(&svg).ok_or_else(|| whole("it needs shapes that a page cannot show"))
}

/// Makes the dotted lines of a flowchart plain, and says which were: the layout would give them no say in what stands
/// before what.
fn undotted(graph: &mut Graph) -> Vec<bool> {
    if graph.kind != DiagramKind::Flowchart {
        return Vec::new();
    }
    let plain = |edge: &mut Edge| {
        let dotted = edge.style == EdgeStyle::Dotted;
        if dotted {
            edge.style = EdgeStyle::Solid;
        }
        dotted
    };
    graph.edges.iter_mut().map(plain).collect()
}

/// A text of mermaid. Its own colors, links and settings go: a drawing has the colors of the page, in both schemes.
fn mermaid(text: &str) -> Result<Graph, Fault> {
    let mut graph = parse_mermaid_strict(text)
        .map_err(|e| fault(text, &e))?
        .graph;
    graph.class_defs.clear();
    graph.node_classes.clear();
    graph.node_styles.clear();
    graph.subgraph_styles.clear();
    graph.subgraph_classes.clear();
    graph.node_links.clear();
    graph.edge_styles.clear();
    graph.edge_style_default = None;
    Ok(graph)
}

fn fault(text: &str, error: &ParseError) -> Fault {
    let (line, message) = match error {
        ParseError::UnknownParticipant { name, line, .. } => {
            (*line, format!("no participant is named `{name}`"))
        }
        ParseError::UnclosedSubgraph { opened_at } => {
            (*opened_at, "a block begins here and never ends".to_owned())
        }
        ParseError::UnexpectedToken { line, found, .. } if found == "<empty>" => {
            (*line, "it is empty".to_owned())
        }
        ParseError::UnexpectedToken {
            line,
            found,
            expected,
            ..
        } => match expected.strip_prefix("invalid flowchart edge syntax: ") {
            Some(edge) => (
                line_of(text, edge),
                format!("`{edge}` is no line between boxes"),
            ),
            None if expected.contains("diagram header") => {
                (*line, format!("`{found}` is no kind of diagram"))
            }
            None => (*line, format!("`{found}` is not expected here")),
        },
        ParseError::InvalidDirective {
            directive, line, ..
        } => (*line, format!("the directive `{directive}` cannot be read")),
        _ => (1, "its text cannot be understood".to_owned()),
    };
    Fault {
        line: Some((line as usize).saturating_sub(1)),
        message,
    }
}

/// The line, from 1, that holds what an error without a place speaks of.
fn line_of(text: &str, part: &str) -> u32 {
    let found = text.lines().position(|l| l.contains(part.trim()));
    found.and_then(|n| u32::try_from(n + 1).ok()).unwrap_or(1)
}
