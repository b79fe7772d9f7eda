//! The drawing itself: edges with heads, boxes as links, words on a patch of paper. Colors and type come from classes.

use std::fmt::Write;

use super::{BOX, Graph, Layered, MARGIN, RISE, order, place};
use crate::text::escape;

/// Letters that fit on a line of a box.
const LINE: usize = 22;
/// Lines that fit in a box.
const LINES: usize = 3;
/// Letters of the words on an edge.
const WORDS: usize = 24;

/// The graph as SVG.
pub fn draw(graph: &Graph) -> String {
    let layered = Layered::new(graph);
    let layers = order::order(&layered);
    let x = place::place(&layered, &layers);
    let right = x
        .iter()
        .zip(&layered.vertices)
        .map(|(x, v)| x + v.width / 2.0)
        .fold(0.0, f64::max);
    let rows = layered.layers.max(1) as f64;
    let (width, height) = (
        right + MARGIN,
        rows * BOX.1 + (rows - 1.0) * RISE + 2.0 * MARGIN,
    );
    let mut out = String::with_capacity(512 * (graph.boxes.len() + graph.edges.len()));
    let _ = writeln!(
        out,
        "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"group\" aria-labelledby=\"rb-drawing-title rb-drawing-desc\"><title id=\"rb-drawing-title\">{2}</title><desc id=\"rb-drawing-desc\">{3}</desc>",
        number(width),
        number(height),
        escape(&graph.title),
        escape(&graph.description)
    );
    let pen = Pen {
        graph,
        layered: &layered,
        x: &x,
    };
    pen.edges(&mut out);
    pen.boxes(&mut out);
    pen.words(&mut out);
    out.push_str("</svg>");
    out
}

struct Pen<'g> {
    graph: &'g Graph,
    layered: &'g Layered,
    x: &'g [f64],
}

impl Pen<'_> {
    fn x(&self, vertex: usize) -> f64 {
        self.x.get(vertex).copied().unwrap_or(0.0)
    }

    /// The top of a vertex's layer.
    fn top(&self, vertex: usize) -> f64 {
        let layer = self.layered.vertices.get(vertex).map_or(0, |v| v.layer);
        MARGIN + layer as f64 * (BOX.1 + RISE)
    }

    /// Where an edge leaves or enters a box: its edges side by side, in the order of where they go.
    fn port(&self, vertex: usize, other: usize, below: bool) -> f64 {
        let Some(v) = self.layered.vertices.get(vertex) else {
            return 0.0;
        };
        let middle = self.x(vertex);
        let near = if below { &v.below } else { &v.above };
        if v.width < BOX.0 || near.len() < 2 {
            return middle;
        }
        let mut sorted: Vec<usize> = near.clone();
        sorted.sort_by(|a, b| self.x(*a).total_cmp(&self.x(*b)).then(a.cmp(b)));
        let at = sorted.iter().position(|n| *n == other).unwrap_or(0) as f64;
        let step = (BOX.0 * 0.6) / (sorted.len() - 1) as f64;
        middle - BOX.0 * 0.3 + at * step
    }

    fn edges(&self, out: &mut String) {
        for route in &self.layered.routes {
            let Some((mut x, mut y)) = self.start(route) else {
                continue;
            };
            let _ = write!(out, "<path class=\"edge\" d=\"M{} {}", number(x), number(y));
            for pair in route.windows(2) {
                let [from, to] = *pair else { continue };
                let (to_x, to_y) = (self.port(to, from, false), self.top(to));
                let half = number((y + to_y) / 2.0);
                let _ = write!(
                    out,
                    "C{} {half} {} {half} {} {}",
                    number(x),
                    number(to_x),
                    number(to_x),
                    number(to_y)
                );
                (x, y) = (to_x, to_y);
                // Straight through the layer of a dummy.
                if Some(&to) != route.last() {
                    y += BOX.1;
                    let _ = write!(out, "V{}", number(y));
                }
            }
            let _ = writeln!(
                out,
                "\"/><path class=\"edge head\" d=\"M{} {}L{} {}L{} {}\"/>",
                number(x - 3.5),
                number(y - 6.0),
                number(x),
                number(y),
                number(x + 3.5),
                number(y - 6.0)
            );
        }
    }

    fn start(&self, route: &[usize]) -> Option<(f64, f64)> {
        let (&from, &next) = (route.first()?, route.get(1)?);
        Some((self.port(from, next, true), self.top(from) + BOX.1))
    }

    fn boxes(&self, out: &mut String) {
        for (i, shown) in self.graph.boxes.iter().enumerate() {
            let (left, top) = (self.x(i) - BOX.0 / 2.0, self.top(i));
            let class = if shown.end { " class=\"out\"" } else { "" };
            let _ = write!(
                out,
                "<a{class} href=\"{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
                escape(&shown.url),
                number(left),
                number(top),
                number(BOX.0),
                number(BOX.1)
            );
            let mut indent = 14.0;
            if let Some(n) = shown.number {
                let (x, y) = (number(left + 12.0), number(top + 22.0));
                let _ = write!(out, "<text class=\"no\" x=\"{x}\" y=\"{y}\">{n}</text>");
                indent = if n > 9 { 34.0 } else { 28.0 };
            }
            let lines = lines(&shown.text);
            let first = BOX.1 / 2.0 + 5.0 - 8.5 * (lines.len() as f64 - 1.0);
            let x = number(left + indent);
            let _ = write!(out, "<text x=\"{x}\" y=\"{}\">", number(top + first));
            for (n, line) in lines.iter().enumerate() {
                let down = if n > 0 { " dy=\"17\"" } else { "" };
                let _ = write!(out, "<tspan x=\"{x}\"{down}>{}</tspan>", escape(line));
            }
            out.push_str("</text></a>\n");
        }
    }

    /// Words stand on their edge where it leaves its box, at the first height where they cover no others.
    fn words(&self, out: &mut String) {
        let mut taken: Vec<Patch> = Vec::new();
        for (edge, route) in self.graph.edges.iter().zip(&self.layered.routes) {
            let Some((x, y)) = self.start(route).filter(|_| !edge.text.is_empty()) else {
                continue;
            };
            let Some(&[from, to]) = route.first_chunk::<2>() else {
                continue;
            };
            let end = self.port(to, from, false);
            let words = cut(&edge.text, WORDS);
            let width = words.chars().count() as f64 * 6.2 + 8.0;
            let patches = HEIGHTS.iter().map(|&t| Patch {
                // The curve of `edges` at parameter t.
                x: x + (end - x) * t * t * (3.0 - 2.0 * t),
                y: y + RISE * t * (1.5 - 1.5 * t + t * t),
                width,
            });
            let covered = |p: &Patch| taken.iter().filter(|other| other.covers(p)).count();
            let Some(patch) = patches.min_by_key(covered) else {
                continue;
            };
            let _ = writeln!(
                out,
                "<rect class=\"bg\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\"/><text class=\"on\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                number(patch.x - width / 2.0),
                number(patch.y - 8.0),
                number(width),
                number(patch.x),
                number(patch.y + 4.0),
                escape(&words)
            );
            taken.push(patch);
        }
    }
}

/// Where on an edge words may stand: parameters of its curve, the best first.
const HEIGHTS: &[f64] = &[0.3, 0.5, 0.7, 0.15, 0.85];

/// The paper under words.
struct Patch {
    x: f64,
    y: f64,
    width: f64,
}

impl Patch {
    fn covers(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < (self.width + other.width) / 2.0
            && (self.y - other.y).abs() < 16.0
    }
}

/// A few lines; what does not fit ends in an ellipsis.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let words: Vec<&str> = text.split_whitespace().collect();
    for (n, word) in words.iter().enumerate() {
        let full = lines.len() == LINES;
        let Some(line) = lines.last_mut() else { break };
        let fits = line.chars().count() + word.chars().count() < LINE;
        if fits || line.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&cut(word, LINE));
        } else if full {
            let rest = words.get(n..).unwrap_or_default().join(" ");
            *line = cut(&format!("{line} {rest}"), LINE);
            break;
        } else {
            lines.push(cut(word, LINE));
        }
    }
    lines
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// One decimal at most, so that bytes do not depend on how sums are rounded.
fn number(n: f64) -> String {
    let tenths = (n * 10.0).round();
    match tenths % 10.0 == 0.0 {
        true => format!("{}", tenths / 10.0),
        false => format!("{:.1}", tenths / 10.0),
    }
}
