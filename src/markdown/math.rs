//! The door to math-core: a formula as MathML, or why it cannot be read, at its place.
//!
//! Guarded at both ends: the converter calls itself for every level, so what may nest is counted before; and what it writes
//! is written anew by a list of MathML's own elements (`mathml.rs`), because it lets `<` through in places and writes `style`.

use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::build::Builder;
use super::mathml;
use super::tree::{CodeBlock, Kind};
use crate::diag::{Code, Span, floor};

/// Signs that can begin a level of their own: braces and commands.
const MOST_LEVELS: usize = 2_000;
/// So many are read on the stack that is at hand.
const FEW_LEVELS: usize = 40;
/// Stack for the others, in bytes: far more than `MOST_LEVELS` need, and only touched where it is used.
const STACK: usize = 64 << 20;

/// Why a formula cannot be shown, and where in it.
struct Fault {
    range: Range<usize>,
    message: String,
}

/// `$…$` or `$$…$$` at `range`; a formula that cannot be read becomes code, with a message.
pub(super) fn in_line(build: &mut Builder<'_>, tex: &str, range: Range<usize>, display: bool) {
    let marks = if display { 2 } else { 1 };
    let at = range.start + marks;
    let exact = build
        .source
        .get(at..)
        .is_some_and(|rest| rest.starts_with(tex));
    let kind = match convert(tex, display) {
        Ok(mathml) => formula(build, tex, &mathml, display),
        Err(fault) => {
            let place = match exact {
                true => Span::new(at + fault.range.start, at + fault.range.end),
                false => range.clone().into(),
            };
            tell(build, place, &fault.message);
            Kind::Code(build.add_clean(tex))
        }
    };
    build.leaf(kind, range.into());
}

/// A fenced block of the language `math` at `range`: whether it could be read.
pub(super) fn fenced(build: &mut Builder<'_>, code: &CodeBlock, range: Range<usize>) -> bool {
    let tex = build.doc.str(code.code).trim_end().to_owned();
    match convert(&tex, true) {
        Ok(mathml) => {
            build.open(Kind::Paragraph, range.clone().into());
            let kind = formula(build, tex.trim_start(), &mathml, true);
            build.leaf(kind, range.into());
            build.close();
            true
        }
        Err(fault) => {
            let place = super::fence::place(build.source, &range, &tex, &fault.range);
            tell(build, place, &fault.message);
            false
        }
    }
}

fn formula(build: &mut Builder<'_>, tex: &str, mathml: &str, display: bool) -> Kind {
    let tex = build.add_clean(tex);
    let mathml = build.add_clean(mathml);
    Kind::Math {
        display,
        tex,
        mathml,
    }
}

fn tell(build: &mut Builder<'_>, place: Span, message: &str) {
    build.tell(Code::MATH_SYNTAX, place, message).help =
        Some("the formula is shown as code; write `\\$` where a dollar sign is meant".into());
}

/// The formula as MathML.
fn convert(tex: &str, display: bool) -> Result<String, Fault> {
    let levels = tex.bytes().filter(|b| matches!(b, b'{' | b'\\')).count();
    let refuse = |message: &str| {
        Err(Fault {
            range: 0..tex.len(),
            message: message.to_owned(),
        })
    };
    if levels > MOST_LEVELS {
        return refuse("the formula is too long: split it");
    }
    let made = match levels <= FEW_LEVELS {
        true => Some(made(tex, display)),
        false => std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            let running = thread.spawn_scoped(scope, || made(tex, display)).ok()?;
            running.join().ok()
        }),
    };
    match made {
        Some(Ok(mathml)) => match mathml::clean(&mathml) {
            Some(clean) => Ok(clean),
            None => refuse("the formula needs signs that a page cannot show"),
        },
        Some(Err(fault)) => Err(fault),
        None => refuse("the formula cannot be read"),
    }
}

fn made(tex: &str, display: bool) -> Result<String, Fault> {
    let whole = |message: &str| Fault {
        range: 0..tex.len(),
        message: message.to_owned(),
    };
    let display = match display {
        true => MathDisplay::Block,
        false => MathDisplay::Inline,
    };
    let converter = LatexToMathML::new(MathCoreConfig::default())
        .map_err(|_| whole("the formula cannot be read"))?;
    match converter.convert_with_local_state(tex, display) {
        Ok(made) => Ok(made.mathml),
        Err(error) => {
            let start = floor(tex, error.0.start);
            let end = floor(tex, error.0.end).max(start);
            Err(Fault {
                range: start..end,
                message: phrase(&error.error_message()),
            })
        }
    }
}

/// A message as ours are: no capital, no period, names in backticks.
fn phrase(message: &str) -> String {
    let message = message.trim().trim_end_matches('.').replace('"', "`");
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::tests::dump;
    use crate::markdown::{Document, Options, parse};

    fn read(text: &str) -> (Document, Vec<String>) {
        let options = Options {
            math: true,
            ..Options::default()
        };
        let (doc, said) = parse(text, options);
        let place = |d: &crate::diag::Diagnostic| text[d.place.span.range()].to_owned();
        let said = said
            .iter()
            .map(|d| format!("{} `{}`", d.message, place(d)))
            .collect();
        (doc, said)
    }

    fn formulas(doc: &Document) -> Vec<(bool, &str, &str)> {
        let found = |n: &crate::markdown::Node| match n.kind {
            Kind::Math {
                display,
                tex,
                mathml,
            } => Some((display, tex, mathml)),
            _ => None,
        };
        doc.nodes
            .iter()
            .filter_map(found)
            .map(|(d, tex, mathml)| (d, doc.str(tex), doc.str(mathml)))
            .collect()
    }

    #[test]
    fn formulas_become_mathml() {
        let (doc, said) = read("a $x$ and\n\n$$\ny\n$$\n\n> ```math\n> z\n> ```\n");
        assert_eq!(said, [""; 0]);
        assert_eq!(
            formulas(&doc),
            [
                (false, "x", "<math><mi>x</mi></math>"),
                (true, "\ny\n", "<math display=\"block\"><mi>y</mi></math>"),
                (true, "z", "<math display=\"block\"><mi>z</mi></math>"),
            ]
        );
    }

    #[test]
    fn without_the_key_a_dollar_is_a_dollar() {
        let (doc, said) = parse("a $x$ b", Options::default());
        assert_eq!(dump(&doc), r#"p("a $x$ b")"#);
        assert!(said.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_place() {
        for (text, told) in [
            ("ü $a \\foo b$", "unknown command `\\foo` `\\foo`"),
            (
                "> $$\n> a\n> \\foo\n> $$",
                "unknown command `\\foo` `$$\n> a\n> \\foo\n> $$`",
            ),
            (
                "> ```math\n> ü\n> b \\foo c\n> ```",
                "unknown command `\\foo` `\\foo`",
            ),
            (
                "- ```math\n  \\foo\n  ```",
                "unknown command `\\foo` `\\foo`",
            ),
        ] {
            let (doc, said) = read(text);
            assert_eq!(said, [told], "{text}");
            assert!(formulas(&doc).is_empty());
        }
    }

    #[test]
    fn hostile_formulas_are_code() {
        let deep = format!("{}x{}", "{".repeat(900), "}".repeat(900));
        let roots = format!("{} x", "\\sqrt".repeat(90));
        for tex in [&deep, &roots] {
            let (doc, said) = read(&format!("${tex}$"));
            assert_eq!((formulas(&doc).len(), said.len()), (1, 0));
        }
        for tex in [
            "\\operatorname{<script>alert(1)</script>}",
            "\\operatorname{<img src=x onerror=alert(1)>}",
            "\\operatorname{</math><b>}",
            &format!("{} x", "\\sqrt".repeat(1_900)),
            &"{".repeat(100_000),
            &"\\frac".repeat(100_000),
            &"\\left(".repeat(1_000),
        ] {
            let (doc, said) = read(&format!("```math\n{tex}\n```"));
            assert_eq!((formulas(&doc).len(), said.len()), (0, 1));
        }
    }
}
