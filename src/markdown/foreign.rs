//! Marks of other generators that would be printed as garbage: each is told, with the generator it comes from and the cure.
//!
//! The source is searched once for the few signs that can begin such a mark; what stands in code or comments is left alone.

use std::ops::Range;

use super::build::Builder;
use super::tree::Kind;
use super::{allow, callout};
use crate::diag::{Code, Span};
use crate::text::{contains, find, line_starts};

/// A mark that was found.
struct Found {
    range: Range<usize>,
    /// What it is and whose.
    what: String,
    cure: String,
}

/// Tells each foreign mark of the text.
pub(super) fn report(build: &mut Builder<'_>) {
    let source = build.source;
    let mut found = Vec::new();
    in_braces(source, &mut found);
    at_line_starts(source, &mut found);
    icons(source, &mut found);
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|f| f.range.start);
    let hidden = hidden(build);
    for f in found {
        if is_hidden(&hidden, f.range.start) {
            continue;
        }
        let written = source.get(f.range.clone()).unwrap_or_default();
        let line = written.lines().next().unwrap_or_default();
        let mut shown: String = line.chars().take(40).collect();
        if shown.len() < written.len() {
            shown.push('…');
        }
        build
            .tell(
                Code::FOREIGN_SYNTAX,
                f.range.into(),
                format_args!("`{shown}` is {}", f.what),
            )
            .help = Some(f.cure);
    }
}

/// Whether a line of text has a mark in braces.
pub fn has_foreign_mark(text: &str) -> bool {
    let mut found = Vec::new();
    in_braces(text, &mut found);
    !found.is_empty()
}

/// Whether a tag that HTML does not know is a component; the message then says so.
pub(super) fn component(build: &mut Builder<'_>, name: &str, span: Span) -> bool {
    let at = span.start as usize;
    let source = build.source;
    // `<T>` and `<NAME>` are placeholders.
    let mut letters = source.get(at + 1..).unwrap_or_default().chars();
    let starts_upper = letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.next().is_some_and(|c| c.is_ascii_lowercase());
    let stands_free = source
        .get(..at)
        .is_none_or(|t| !t.ends_with(|c: char| c.is_alphanumeric()));
    let known = allow::element(name).is_some() || allow::WITH_CONTENT.contains(&name);
    if !starts_upper || !stands_free || known {
        return false;
    }
    let written = source.get(at + 1..at + 1 + name.len()).unwrap_or(name);
    build
        .tell(
            Code::FOREIGN_SYNTAX,
            span,
            format_args!(
                "`<{written}>` is a component of MDX or Vue (Docusaurus, Starlight, VitePress)"
            ),
        )
        .help = Some("components are not run: write Markdown, or code between backticks".into());
    true
}

/// `{{ … }}`, `{% … %}`, `{: … }`.
fn in_braces(source: &str, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(at) = source
        .get(from..)
        .and_then(|t| find(t, "{"))
        .map(|n| from + n)
    {
        let rest = source.get(at..).unwrap_or_default();
        let before = source.get(..at).and_then(|t| t.chars().next_back());
        match brace(beginning(rest), before) {
            Some((length, what, cure)) => {
                found.push(Found {
                    range: at..at + length,
                    what: what.into(),
                    cure: cure.into(),
                });
                from = at + length;
            }
            // A row of braces is looked at once.
            None => from = at + (rest.len() - rest.trim_start_matches('{').len()).max(1),
        }
    }
}

/// The rest of the line, of which only the beginning is looked at: a line may be as long as a file.
fn beginning(rest: &str) -> &str {
    let near = rest
        .get(..crate::diag::floor(rest, 200))
        .unwrap_or_default();
    near.split(['\n', '\r']).next().unwrap_or_default()
}

fn brace(line: &str, before: Option<char>) -> Option<(usize, &'static str, &'static str)> {
    let until = |end: &str| line.find(end).map_or(line.len(), |n| n + end.len());
    if line.starts_with("{{<") || line.starts_with("{{%") {
        let end = if line.starts_with("{{<") {
            ">}}"
        } else {
            "%}}"
        };
        return Some((
            until(end),
            "a shortcode of Hugo",
            "write Markdown, `:::note` or `:::include` instead",
        ));
    }
    if line.starts_with("{{#") {
        let cure = "write `:::include path#part`, or a fence with `file=\"path#part\"`";
        return Some((until("}}"), "a helper of mdBook", cure));
    }
    if line.starts_with("{%") {
        let what = "a tag of Liquid or Jinja (Jekyll, GitBook, Zola)";
        return Some((
            until("%}"),
            what,
            "write Markdown, `:::note` or `:::include` instead",
        ));
    }
    if line.starts_with("{{") {
        let inside = line.get(2..line.find("}}")?)?;
        // In a formula, `{{b}}` follows a sign or a letter.
        let stands_free = !before.is_some_and(|c| c.is_alphanumeric() || "\\^_}{".contains(c));
        let is_expression = stands_free
            && !inside.trim().is_empty()
            && inside
                .chars()
                .all(|c| c.is_alphanumeric() || " _-.$|'\"()/:,[]@".contains(c));
        let what = "an expression of a template (Jekyll, VitePress, Zola)";
        let cure = "write its value; if the braces are meant, put them between backticks";
        return is_expression.then_some((inside.len() + 4, what, cure));
    }
    if line.starts_with("{:") {
        let inside = line.get(2..line.find('}')?)?;
        let is_list = inside.trim_start().starts_with(['.', '#']) || inside.contains('=');
        let what = "an attribute list of kramdown or MkDocs";
        let cure = "a heading takes `{#id .class}`; elsewhere use HTML";
        return is_list.then_some((inside.len() + 3, what, cure));
    }
    None
}

fn at_line_starts(source: &str, found: &mut Vec<Found>) {
    let bytes = source.as_bytes();
    for begin in line_starts(source) {
        let rest = bytes.get(begin..).unwrap_or_default();
        let indent = rest.iter().take_while(|b| b" \t>".contains(b)).count();
        let first = rest.get(indent);
        let Some(b'!' | b'?' | b'=' | b'-' | b'i' | b'e' | b'.' | b'<') = first else {
            continue;
        };
        let at = begin + indent;
        let text = source.get(at..).unwrap_or_default();
        let text = text.split('\n').next().unwrap_or_default().trim_end();
        if let Some((what, cure)) = line_mark(text) {
            found.push(Found {
                range: at..at + text.len(),
                what: what.into(),
                cure,
            });
        }
    }
}

fn line_mark(line: &str) -> Option<(&'static str, String)> {
    if let Some(rest) = ["!!! ", "???+ ", "??? "]
        .iter()
        .find_map(|m| line.strip_prefix(m))
    {
        return Some(("an admonition of MkDocs", admonition(rest)?));
    }
    if let Some(rest) = line.strip_prefix("=== ") {
        let is_tab = rest.trim_start_matches(['+', '!', ' ']).starts_with('"');
        let cure = "write `:::tabs`, and `:::tab[Name]` for each";
        return is_tab.then(|| ("a content tab of MkDocs", cure.into()));
    }
    if let Some(rest) = line.strip_prefix("--8<--") {
        let path = rest.trim().trim_matches('"');
        let path = if path.is_empty() { "path.md" } else { path };
        return Some(("a snippet of MkDocs", format!("write `:::include {path}`")));
    }
    if let Some(rest) = line.strip_prefix("<<< ") {
        let path = rest.trim().trim_start_matches("@/");
        return Some((
            "a code import of VitePress",
            format!("write a fence with `file=\"{path}\"`"),
        ));
    }
    if let Some(rest) = line.strip_prefix("import ") {
        let is_module = rest.starts_with(['"', '\'', '{', '*'])
            || rest.contains(" from '")
            || rest.contains(" from \"");
        return is_module.then(|| {
            (
                "an import of MDX",
                "remove the line: nothing is run in a page".into(),
            )
        });
    }
    if let Some(rest) = line.strip_prefix("export ") {
        let is_code = ["const ", "default ", "function ", "let "]
            .iter()
            .any(|w| rest.starts_with(w));
        return is_code.then(|| {
            (
                "an export of MDX",
                "remove the line: nothing is run in a page".into(),
            )
        });
    }
    if let Some(rest) = line.strip_prefix(".. ") {
        let (name, _) = rest.split_once("::")?;
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '-' || c == ':');
        return is_name.then(|| {
            (
                "a directive of reStructuredText (Sphinx)",
                "write `:::note` or Markdown instead".into(),
            )
        });
    }
    None
}

/// The cure for `note "Title"`: the same as ours.
fn admonition(rest: &str) -> Option<String> {
    let (name, title) = rest.split_once(' ').unwrap_or((rest, ""));
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let name = match callout::kind_named(&name.to_lowercase()) {
        Some(_) => name.to_lowercase(),
        None => "note".into(),
    };
    let title = title.trim().trim_matches('"');
    Some(match title {
        "" => format!("write `:::{name}`, the text without indentation, and `:::`"),
        _ => format!("write `:::{name}[{title}]`, the text without indentation, and `:::`"),
    })
}

/// `:octicons-alert-16:` and its like.
fn icons(source: &str, found: &mut Vec<Found>) {
    for family in [":octicons-", ":material-", ":fontawesome-", ":simple-"] {
        if !contains(source, family) {
            continue;
        }
        for (at, _) in source.match_indices(family) {
            let name = source.get(at + family.len()..).unwrap_or_default();
            let end = name
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .unwrap_or(name.len());
            if end > 0 && name.get(end..).is_some_and(|r| r.starts_with(':')) {
                found.push(Found {
                    range: at..at + family.len() + end + 1,
                    what: "an icon of MkDocs Material".into(),
                    cure: "use words or a Unicode sign".into(),
                });
            }
        }
    }
}

/// The spans of code and comments, in order.
fn hidden(build: &Builder<'_>) -> Vec<Span> {
    let code = build.doc.nodes.iter();
    let mut spans: Vec<Span> = code
        .filter(|n| {
            matches!(
                n.kind,
                Kind::Code(_) | Kind::CodeBlock(_) | Kind::Math { .. }
            )
        })
        .map(|n| n.span)
        .collect();
    let source = build.source;
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(at) = source
        .get(from..)
        .and_then(|t| t.find("<!--"))
        .map(|n| from + n)
    {
        if is_hidden(&spans, at) {
            from = at + 4;
            continue;
        }
        let end = source
            .get(at..)
            .and_then(|t| t.find("-->"))
            .map_or(source.len(), |n| at + n + 3);
        comments.push(Span::new(at, end));
        from = end;
    }
    spans.extend(comments);
    spans.sort_unstable();
    spans
}

fn is_hidden(spans: &[Span], at: usize) -> bool {
    let at = Span::new(at, at).start;
    let next = spans.partition_point(|s| s.start <= at);
    let before = next.checked_sub(1).and_then(|i| spans.get(i));
    before.is_some_and(|s| at < s.end)
}
