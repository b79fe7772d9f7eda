//! A drawing written anew by a list: shapes and text, no script, style, link, picture or id. Colors become properties of
//! the theme (`paint.rs`), and the heads of arrows, which are written once and referred to by id, stand at each end.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Drawing;
use super::paint::{is_paper, paint};
use crate::markdown::build::MAX_DEPTH;
use crate::markdown::tags::{self, Piece, Start};
use crate::text::{escape, escape_into};

const SHAPES: &[&str] = &[
    "rect", "circle", "ellipse", "line", "polyline", "polygon", "path",
];

/// Attributes whose value is a number, a list of numbers, a path or a word.
const PLAIN: &[&str] = &[
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill-opacity",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "opacity",
    "points",
    "r",
    "rx",
    "ry",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Words of a drawing that are kept, in letters.
const MOST_WORDS: usize = 2_000;

/// An element that is open.
enum Open {
    /// Written.
    Written(&'static str),
    /// Not written, its content is.
    Silent,
    /// The head of an arrow; what was written before it.
    Marker(Box<(String, Marker, String)>),
}

/// The head of an arrow.
#[derive(Clone, Debug, Default)]
struct Marker {
    /// Shapes.
    inner: String,
    /// The corner of its own field, its size in the drawing, and how much it grows.
    tip: (f64, f64),
    scale: f64,
    /// At the start of a line it is turned round.
    turns: bool,
}

#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<Open>,
    markers: BTreeMap<String, Marker>,
    /// How many elements are open whose content goes.
    muted: usize,
    /// Width and height.
    size: Option<(f64, f64)>,
    words: String,
}

/// The drawing, if it holds nothing but shapes and text.
pub(super) fn clean(svg: &str) -> Option<Drawing> {
    let mut writer = Writer::default();
    for piece in tags::read(svg) {
        match piece {
            Piece::Start(tag) => writer.start(&tag)?,
            Piece::End { .. } => writer.end(),
            Piece::Text { text, .. } => writer.text(&text),
            Piece::Comment { .. } | Piece::Doctype { .. } | Piece::Repeated { .. } => {}
        }
    }
    writer.size?;
    Some(Drawing {
        svg: writer.out,
        words: writer.words.trim().to_owned(),
    })
}

impl Writer {
    fn start(&mut self, tag: &Start) -> Option<()> {
        let name = tag.name.as_str();
        if self.muted > 0 {
            self.muted += usize::from(!tag.closed);
            return Some(());
        }
        if self.open.len() >= MAX_DEPTH || name == "foreignobject" {
            return None;
        }
        match name {
            "svg" if self.size.is_none() => {
                self.frame(tag)?;
                self.open(tag, Open::Written("svg"));
            }
            "defs" | "a" => self.open(tag, Open::Silent),
            "marker" => {
                let before = std::mem::take(&mut self.out);
                let id = of(tag, "id").unwrap_or_default().to_owned();
                self.open(tag, Open::Marker(Box::new((before, marker(tag), id))));
            }
            "g" => self.element("g", tag),
            "text" => self.element("text", tag),
            "tspan" => self.element("tspan", tag),
            shape => match SHAPES.iter().find(|s| **s == shape) {
                Some(shape) => self.shape(shape, tag),
                None => self.muted += usize::from(!tag.closed),
            },
        }
        Some(())
    }

    /// What is open counts also where a tag closes itself.
    fn open(&mut self, tag: &Start, open: Open) {
        self.open.push(open);
        if tag.closed {
            self.end();
        }
    }

    fn end(&mut self) {
        if self.muted > 0 {
            self.muted -= 1;
            return;
        }
        match self.open.pop() {
            Some(Open::Written(name)) => {
                let _ = write!(self.out, "</{name}>");
                if matches!(name, "text" | "tspan") && !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
            }
            Some(Open::Marker(held)) => {
                let (before, mut marker, id) = *held;
                marker.inner = std::mem::replace(&mut self.out, before);
                self.markers.insert(id, marker);
            }
            Some(Open::Silent) | None => {}
        }
    }

    fn text(&mut self, text: &str) {
        let inside = matches!(self.open.last(), Some(Open::Written("text" | "tspan")));
        if self.muted > 0 || !inside {
            return;
        }
        escape_into(&mut self.out, text);
        if self.words.len() < MOST_WORDS {
            self.words.push_str(text);
        }
    }

    /// The frame keeps its own proportions and loses its unit: the style sheet says how large it is shown.
    fn frame(&mut self, tag: &Start) -> Option<()> {
        let view = numbers(of(tag, "viewbox")?);
        let &[x, y, width, height] = view.as_slice() else {
            return None;
        };
        if !(width > 0.0 && height > 0.0 && width < 1e5 && height < 1e5) {
            return None;
        }
        self.size = Some((width, height));
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        let _ = write!(
            self.out,
            " width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} {height}\">"
        );
        Some(())
    }

    fn element(&mut self, name: &'static str, tag: &Start) {
        let _ = write!(self.out, "<{name}");
        self.attributes(name, tag);
        self.out.push('>');
        self.open(tag, Open::Written(name));
    }

    fn shape(&mut self, name: &'static str, tag: &Start) {
        if !self.is_seen(name, tag) {
            self.muted += usize::from(!tag.closed);
            return;
        }
        let _ = write!(self.out, "<{name}");
        self.attributes(name, tag);
        self.out.push_str("/>");
        for (key, at_end) in [("marker-start", false), ("marker-end", true)] {
            let id = of(tag, key).and_then(|url| url.strip_prefix("url(#")?.strip_suffix(')'));
            if let Some(marker) = id.and_then(|id| self.markers.get(id)) {
                head(
                    &mut self.out,
                    marker,
                    &ends(name, tag),
                    at_end,
                    stroke_width(tag),
                );
            }
        }
        if !tag.closed {
            self.muted += 1;
        }
    }

    /// Neither the paper under the whole drawing nor what has no color is worth its bytes.
    fn is_seen(&self, name: &str, tag: &Start) -> bool {
        let number = |key: &str| of(tag, key).and_then(|v| v.parse::<f64>().ok());
        let gone = |key: &str| number(key) == Some(0.0);
        let whole = self
            .size
            .is_some_and(|(width, _)| number("width").is_some_and(|w| w >= width - 0.01));
        let paper = of(tag, "fill").is_some_and(is_paper) && of(tag, "stroke").is_none();
        !(name == "rect" && (whole && paper || gone("fill-opacity") && gone("stroke-opacity")))
    }

    fn attributes(&mut self, name: &str, tag: &Start) {
        let is_text = matches!(name, "text" | "tspan");
        for attribute in &tag.attributes {
            let key = attribute.name.as_str();
            match key {
                "fill" | "stroke" if !is_text => {
                    let paint = paint(&attribute.value, key == "fill");
                    let _ = write!(self.out, " {key}=\"{paint}\"");
                }
                "style" if is_text => self.style(&attribute.value),
                key if PLAIN.contains(&key) => self.plain(key, &attribute.value),
                _ => {}
            }
        }
    }

    /// The three things that a style says about text, as attributes.
    fn style(&mut self, style: &str) {
        for part in style.split(';') {
            if let Some((key, value)) = part.split_once(':')
                && matches!(key.trim(), "text-anchor" | "font-size" | "font-weight")
            {
                self.plain(key.trim(), value.trim());
            }
        }
    }

    fn plain(&mut self, key: &str, value: &str) {
        let fits = |c: char| c.is_ascii_alphanumeric() || " .,+-()%\n".contains(c);
        if value.chars().all(fits) {
            let _ = write!(self.out, " {key}=\"{}\"", escape(&shorter(value)));
        }
    }
}

fn of<'t>(tag: &'t Start, name: &str) -> Option<&'t str> {
    let found = tag.attributes.iter().find(|a| a.name == name);
    found.map(|a| a.value.as_str())
}

fn marker(tag: &Start) -> Marker {
    let number = |key: &str| of(tag, key).and_then(|v| v.trim().parse::<f64>().ok());
    let width = number("markerwidth").unwrap_or(3.0);
    let view = of(tag, "viewbox").map(numbers).unwrap_or_default();
    let own = view.get(2).copied().filter(|w| *w > 0.0);
    let fixed = of(tag, "markerunits") == Some("userSpaceOnUse");
    let scale = own.map_or(1.0, |own| width / own);
    Marker {
        inner: String::new(),
        tip: (number("refx").unwrap_or(0.0), number("refy").unwrap_or(0.0)),
        // Negative: times the width of the line.
        scale: if fixed { scale } else { -scale },
        turns: of(tag, "orient") == Some("auto-start-reverse"),
    }
}

fn stroke_width(tag: &Start) -> f64 {
    let width = of(tag, "stroke-width").and_then(|w| w.parse().ok());
    width.unwrap_or(1.0)
}

/// The points of a line, in order: enough to know where it ends and whence it comes.
fn ends(name: &str, tag: &Start) -> Vec<(f64, f64)> {
    let number = |key: &str| {
        of(tag, key)
            .and_then(|v| v.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    let flat = match name {
        "line" => vec![number("x1"), number("y1"), number("x2"), number("y2")],
        "path" => numbers(of(tag, "d").unwrap_or_default()),
        _ => numbers(of(tag, "points").unwrap_or_default()),
    };
    flat.chunks_exact(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .collect()
}

/// The head of an arrow where its line ends or begins.
fn head(out: &mut String, marker: &Marker, points: &[(f64, f64)], at_end: bool, stroke: f64) {
    let mut along = points.to_vec();
    if at_end {
        along.reverse();
    }
    let Some(&(x, y)) = along.first() else { return };
    let Some(&(fx, fy)) = along
        .iter()
        .find(|(px, py)| (px - x).abs() + (py - y).abs() > 0.01)
    else {
        return;
    };
    // Markers look along the line; at its start that is away from the end.
    let (dx, dy) = match at_end || marker.turns {
        true => (x - fx, y - fy),
        false => (fx - x, fy - y),
    };
    let scale = match marker.scale {
        s if s < 0.0 => -s * stroke,
        s => s,
    };
    let _ = write!(
        out,
        "<g transform=\"translate({} {}) rotate({}) scale({}) translate({} {})\">{}</g>",
        short(x),
        short(y),
        short(dy.atan2(dx).to_degrees()),
        short(scale),
        short(-marker.tip.0),
        short(-marker.tip.1),
        marker.inner
    );
}

/// All numbers of a list or path.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')))
        .filter_map(|n| n.parse().ok())
        .collect()
}

/// Numbers with two decimals are exact enough for a screen.
fn shorter(value: &str) -> String {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find(is_number) {
        let (before, behind) = rest.split_at(start);
        out.push_str(before);
        let end = behind.find(|c| !is_number(c)).unwrap_or(behind.len());
        let (number, next) = behind.split_at(end);
        match number.parse::<f64>() {
            Ok(n) => out.push_str(&short(n)),
            Err(_) => out.push_str(number),
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

fn short(n: f64) -> String {
    let rounded = (n * 100.0).round() / 100.0;
    // Never `-0`.
    format!("{}", rounded + 0.0)
}
