//! The first line of a template that was copied from a theme below: what it was copied from, so that a change of that is seen.

use super::Template;
use crate::diag::Span;
use crate::memo::Fingerprint;

const OPENS: &str = "{#- rolebook: copied from ";
const CLOSES: &str = " -#}";

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The full name of the original: `builtin/partials/footer.html`.
    pub(super) original: String,
    /// The version of the program that copied it.
    pub(super) version: String,
    /// Stands for the text of the original at that time.
    pub(super) print: String,
    /// Where the mark stands.
    pub(super) span: Span,
}

/// The first line of a copy of `original`, with its end. It writes nothing, and no white space either.
pub(super) fn line(original: &Template) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let (name, print) = (&original.name, print(&original.text));
    format!("{OPENS}{name}, Rolebook {version}, {print}{CLOSES}\n")
}

/// The mark of a template, if it has one, and the text behind it.
pub(super) fn split(text: &str) -> (Option<Mark>, &str) {
    let first = text.lines().next().unwrap_or_default();
    let said = first
        .trim_end()
        .strip_prefix(OPENS)
        .and_then(|l| l.strip_suffix(CLOSES));
    let mut parts = said.into_iter().flat_map(|s| s.split(", "));
    let (Some(original), Some(version), Some(print)) = (parts.next(), parts.next(), parts.next())
    else {
        return (None, text);
    };
    let mark = Mark {
        original: original.to_owned(),
        version: version.to_owned(),
        print: print.to_owned(),
        span: Span::new(0, first.trim_end().len()),
    };
    let rest = text[first.len()..].trim_start_matches('\r');
    (Some(mark), rest.strip_prefix('\n').unwrap_or(rest))
}

/// Stands for a text, whatever ends its lines: a checkout may change that.
pub(super) fn print(text: &str) -> String {
    let hex = Fingerprint::of(text.replace("\r\n", "\n").trim_end().as_bytes()).hex();
    hex.chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let original = Template {
            name: "builtin/a.html".to_owned(),
            path: String::new(),
            text: "<p>a</p>\n".to_owned(),
        };
        let copy = line(&original) + &original.text;
        let (mark, rest) = split(&copy);
        let mark = mark.unwrap();
        assert_eq!((&*mark.original, rest), ("builtin/a.html", "<p>a</p>\n"));
        assert_eq!(mark.print, print("<p>a</p>\r\n"));
        assert_ne!(mark.print, print("<p>b</p>\n"));
        let crlf = copy.replace('\n', "\r\n");
        assert_eq!(split(&crlf).0, Some(mark));
        assert_eq!(split("<p>a</p>").0, None);
    }
}
