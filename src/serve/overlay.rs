//! What is wrong with the present sources, as HTML that lies over a page: the words of the terminal, each place a link
//! into the editor.
//!
//! It stands in a shadow root, so that the theme's style sheet does not reach it, and it folds without a script. All
//! that comes from files is escaped.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::editor::Editor;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
use crate::emit::{self, Summary, View};
use crate::memo::Fingerprint;
use crate::source::{BUILTIN, SourceTree};
use crate::text::escape;

/// More messages than these are counted but not shown: they are in the terminal.
const MOST: usize = 50;

/// What is wrong, fit to be shown over a page. The default: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Option<Arc<Shown>>);

#[derive(Debug, PartialEq, Eq)]
struct Shown {
    html: String,
    key: String,
}

/// How a place becomes a link.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// What opens the file.
    pub editor: Editor,
    /// The project's folder.
    pub root: PathBuf,
}

impl Problems {
    /// Trouble that has no place in a file.
    pub fn text(text: &str) -> Self {
        let item = format!(
            "<li class=\"error\"><pre>{}</pre></li>",
            escape(&clean_lines(text))
        );
        Self::folded(true, "1 error", &item)
    }

    /// Errors, open; or else warnings, folded; or nothing.
    pub fn of(source: &SourceTree, told: &Diagnostics, links: &Links) -> Self {
        let summary = Summary::of(told);
        let broken = summary.errors > 0;
        if summary.errors + summary.warnings == 0 {
            return Self::default();
        }
        let view = View::new(source, "");
        // A stable sort: errors first, else in their order.
        let mut shown: Vec<&Diagnostic> = told
            .iter()
            .filter(|d| d.severity != Severity::Info)
            .collect();
        shown.sort_by_key(|d| d.severity != Severity::Error);
        let mut items: String = shown
            .iter()
            .take(MOST)
            .map(|d| item(&view, d, source, links))
            .collect();
        if shown.len() > MOST {
            let more = shown.len() - MOST;
            items.push_str(&format!("<li><p>{more} more in the terminal</p></li>"));
        }
        Self::folded(broken, &summary.to_string(), &items)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Bytes that differ whenever what is shown differs: part of a page's tag.
    pub fn key(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |shown| shown.key.as_bytes())
    }

    /// The element; empty if there is nothing to show.
    pub fn html(&self) -> String {
        let Some(shown) = &self.0 else {
            return String::new();
        };
        format!(
            "<rolebook-problems data-key=\"{}\"><template shadowrootmode=\"open\">{}</template></rolebook-problems>",
            shown.key, shown.html
        )
    }

    fn folded(broken: bool, title: &str, items: &str) -> Self {
        let (open, lead) = match broken {
            true => (
                " open",
                "<p role=\"alert\">Not rebuilt: the page under this is the last good one. It changes as soon as this is mended.</p>",
            ),
            false => ("", ""),
        };
        let html = format!(
            "<link rel=\"stylesheet\" href=\"/_rolebook/overlay.css\">\
             <section lang=\"en\" dir=\"ltr\" aria-label=\"Messages of Rolebook\">\
             <details class=\"{}\"{open}><summary><strong>{title}</strong></summary>\
             <div tabindex=\"0\" role=\"group\" aria-label=\"{title}\">{lead}<ol>{items}</ol></div></details></section>",
            if broken { "error" } else { "warning" }
        );
        let key = Fingerprint::of(html.as_bytes()).hex();
        let key = key.get(..16).unwrap_or_default().to_owned();
        Self(Some(Arc::new(Shown { html, key })))
    }
}

/// One message as the terminal shows it.
fn item(view: &View<'_>, d: &Diagnostic, source: &SourceTree, links: &Links) -> String {
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = emit::human::write(&mut text, view, d, false);
    let places: Vec<(String, String)> = std::iter::once(d.place)
        .chain(d.labels.iter().map(|l| l.place))
        .filter_map(|place| link(view, place, source, links))
        .collect();
    let class = match d.severity {
        Severity::Error => "error",
        _ => "warning",
    };
    let mut lines = text.trim_end().lines();
    let title = escape(lines.next().unwrap_or_default());
    let mut out = format!("<li class=\"{class}\"><pre><b>{title}</b>");
    for line in lines {
        out.push('\n');
        linked(&mut out, line, &places);
    }
    out.push_str("</pre></li>");
    out
}

/// `path:line:column` as it stands in the text, and the address.
fn link(
    view: &View<'_>,
    place: Place,
    source: &SourceTree,
    links: &Links,
) -> Option<(String, String)> {
    let path = source.path(place.file);
    if path.starts_with(BUILTIN) {
        return None;
    }
    let at = view.spot(place).from;
    let address = links
        .editor
        .link(&links.root.join(path), at.line, at.column)?;
    let shown = format!("{}:{}:{}", view.path(place.file), at.line, at.column);
    Some((shown, address))
}

/// A line of a message; one that names a place with its link.
fn linked(out: &mut String, line: &str, places: &[(String, String)]) {
    let arrow = ["--> ", "::: "]
        .iter()
        .find_map(|a| line.trim_start().strip_prefix(a));
    let found = arrow.and_then(|named| places.iter().find(|(shown, _)| shown == named));
    match found {
        Some((shown, address)) => {
            let before = line.strip_suffix(shown.as_str()).unwrap_or_default();
            let _ = write!(
                out,
                "{}<a href=\"{}\">{}</a>",
                escape(before),
                escape(address),
                escape(shown)
            );
        }
        None => out.push_str(&escape(line)),
    }
}

/// Lines, each with its control characters escaped.
fn clean_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(emit::clean).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Span};

    fn empty() -> SourceTree {
        SourceTree::new(crate::source::TreeParts {
            name: String::new(),
            layout: Default::default(),
            facts: crate::source::Facts::on(crate::date::Date::parse("2026-11-24").unwrap()),
            files: Vec::new(),
            ignored: 0,
            problems: Vec::new(),
        })
    }

    #[test]
    fn a_place_is_linked_and_all_is_escaped() {
        let places = [("a<b>.md:1:2".to_owned(), "x://y?a&b".to_owned())];
        let mut out = String::new();
        linked(&mut out, "  --> a<b>.md:1:2", &places);
        assert_eq!(
            out,
            "  --&gt; <a href=\"x://y?a&amp;b\">a&lt;b&gt;.md:1:2</a>"
        );
        let mut out = String::new();
        linked(&mut out, "1 | --> a<b>.md:1:2", &places);
        assert!(!out.contains("<a "), "{out}");
    }

    #[test]
    fn trouble_without_a_place_is_escaped_too() {
        let problems = Problems::text("a <script>\u{1b}[31m</template>\nb");
        let html = problems.html();
        assert!(
            html.contains("a &lt;script&gt;\\u{1b}[31m&lt;/template&gt;\nb"),
            "{html}"
        );
        assert_eq!(html.matches("</template>").count(), 1);
    }

    #[test]
    fn nothing_wrong_shows_nothing_and_the_key_tells_them_apart() {
        let none = Problems::default();
        assert!(none.is_empty() && none.html().is_empty() && none.key().is_empty());
        assert_ne!(Problems::text("a").key(), Problems::text("b").key());
    }

    #[test]
    fn many_messages_are_cut_and_errors_come_first() {
        let source = empty();
        let code = |name| crate::diag::find_code(name).unwrap();
        let place = Place::new(FileId(0), Span::default());
        let mut told = Diagnostics::new();
        for i in 0..60 {
            let message = format!("a warning {i}");
            told.push(Diagnostic::new(code("data-stray"), place, message));
        }
        told.push(Diagnostic::new(code("link-broken"), place, "an error"));
        let html = Problems::of(&source, &told, &Links::default()).html();
        assert_eq!(html.matches("<li class=").count(), MOST, "{html}");
        assert!(html.contains("11 more in the terminal"), "{html}");
        assert!(html.find("an error") < html.find("a warning"), "{html}");
        assert!(html.contains(" open>"), "{html}");
    }
}
