//! MathML written anew: elements and attributes of a list, balanced, no `style`; what is not on the list refuses the whole.

use super::build::MAX_DEPTH;
use super::tags::{self, Piece, Start};
use crate::text::escape_into;

/// What a formula may be made of, sorted.
const ELEMENTS: &[&str] = &[
    "math",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Elements that hold text only.
const LEAVES: &[&str] = &["mi", "mn", "mo", "ms", "mspace", "mtext"];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// The formula, if it holds nothing but MathML.
pub(super) fn clean(mathml: &str) -> Option<String> {
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<String> = Vec::new();
    for piece in tags::read(mathml) {
        match piece {
            Piece::Start(tag) => start(&mut out, &mut open, tag)?,
            Piece::End { name, .. } => {
                if open.pop()? != name {
                    return None;
                }
                end(&mut out, &name);
            }
            Piece::Text { text, .. } => {
                let inside = open.last().is_some_and(|o| LEAVES.contains(&o.as_str()));
                if !inside && !text.trim().is_empty() {
                    return None;
                }
                escape_into(&mut out, &text);
            }
            Piece::Comment { .. } | Piece::Doctype { .. } | Piece::Repeated { .. } => return None,
        }
    }
    open.is_empty().then_some(out)
}

fn start(out: &mut String, open: &mut Vec<String>, tag: Start) -> Option<()> {
    let name = tag.name;
    ELEMENTS.binary_search(&name.as_str()).ok()?;
    let fits = match open.last() {
        None => name == "math" && out.is_empty(),
        Some(around) => name != "math" && !LEAVES.contains(&around.as_str()),
    };
    if !fits || open.len() >= MAX_DEPTH {
        return None;
    }
    out.push('<');
    out.push_str(&name);
    for attribute in &tag.attributes {
        let (key, value) = match attribute.name.as_str() {
            "style" => match side(&attribute.value) {
                Some(side) => ("class", side),
                None => continue,
            },
            key if ATTRIBUTES.contains(&key) => (key, attribute.value.as_str()),
            _ => continue,
        };
        for part in [" ", key, "=\""] {
            out.push_str(part);
        }
        escape_into(out, value);
        out.push('"');
    }
    out.push('>');
    match tag.closed {
        true => end(out, &name),
        false => open.push(name),
    }
    Some(())
}

fn end(out: &mut String, name: &str) {
    for part in ["</", name, ">"] {
        out.push_str(part);
    }
}

/// Of all styles only the side of a column says something about the formula.
fn side(style: &str) -> Option<&'static str> {
    match style {
        s if s.contains("text-align: right") => Some("right"),
        s if s.contains("text-align: left") => Some("start"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mathml_passes() {
        let sum = "<math><mi>a</mi><mo lspace=\"0\">&lt;</mo><mi>b</mi></math>";
        assert_eq!(clean(sum).as_deref(), Some(sum));
        for bad in [
            "<math><mo><b></mo></math>",
            "<math><mo><mi></mo></math>",
            "<math><mo><script>alert(1)</script></mo></math>",
            "<math><mi>a</mi></math><img src=x>",
            "<math><mi>a</math></mi>",
            "<math>x</math>",
            "<p>x</p>",
            "<math><mi>a</mi>",
        ] {
            assert_eq!(clean(bad), None, "{bad}");
        }
        assert_eq!(
            clean("<math onclick=x style='color:red'><mspace style='y'/></math>").as_deref(),
            Some("<math><mspace></mspace></math>")
        );
    }

    #[test]
    fn lists_are_sorted() {
        assert!(ELEMENTS.is_sorted() && ATTRIBUTES.is_sorted());
    }
}
