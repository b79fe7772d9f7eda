//! Differences: each line is told by how it begins.

use super::Class;
use super::lexer::to_the_end;
use super::scan::Scanner;

/// How lines about files and places begin.
const HEADINGS: [&str; 10] = [
    "+++ ",
    "--- ",
    "diff ",
    "index ",
    "@@",
    "new file ",
    "deleted file ",
    "similarity ",
    "rename ",
    "Only in ",
];

/// Reads a difference.
pub(super) fn lex(s: &mut Scanner) {
    to_the_end(s, |s| {
        let end = s.line_end(s.at);
        if let Some(class) = class_of(s) {
            s.mark(s.at, end, class);
        }
        s.at = end + 1;
    });
}

fn class_of(s: &Scanner) -> Option<Class> {
    if HEADINGS.iter().any(|heading| s.has(s.at, heading)) {
        return Some(Class::Heading);
    }
    match s.here() {
        b'+' | b'>' => Some(Class::Insert),
        b'-' | b'<' => Some(Class::Delete),
        _ => None,
    }
}
