//! The driver: sends a text to the mode of its language, and parts of it to the modes of others.
//!
//! In all of them `s` is the scanner, `k` a position in its text, and `c` the byte where it stands.

use super::languages::{Entry, Mode};
use super::scan::Scanner;
use super::{code, commands, config, console, css, diff, markdown, markup, yaml};

/// Reads from where the scanner stands to its end.
pub(super) fn lex(s: &mut Scanner, entry: &'static Entry) {
    match entry.mode {
        Mode::Code => drop(code::lex(s, entry)),
        Mode::Markup => markup::lex(s, entry),
        Mode::Css => css::lex(s, entry),
        Mode::Yaml => yaml::lex(s, entry),
        Mode::Config => config::lex(s, entry),
        Mode::Diff => diff::lex(s),
        Mode::Markdown => markdown::lex(s),
        Mode::Console => console::lex(s),
        Mode::Docker => commands::dockerfile(s, entry),
        Mode::Make => commands::makefile(s, entry),
    }
}

/// Reads `from..to` by `read`, which may not look further; afterwards the scanner stands at `to`.
///
/// No mode reads its own kind of part again, so parts are at most three deep (Markdown, HTML, JavaScript).
pub(super) fn within<R>(
    s: &mut Scanner,
    from: usize,
    to: usize,
    read: impl FnOnce(&mut Scanner) -> R,
) -> R {
    let end = s.end;
    s.end = to.clamp(from.min(end), end);
    s.at = from.min(s.end);
    let result = read(s);
    s.at = s.end;
    s.end = end;
    result
}

/// Reads `from..to` as another language.
pub(super) fn embed(s: &mut Scanner, entry: &'static Entry, from: usize, to: usize) {
    within(s, from, to, |s| lex(s, entry));
}

/// Calls `step` until the end; a step that stays in place is moved on, so no text can hold the lexer.
pub(super) fn to_the_end(s: &mut Scanner, mut step: impl FnMut(&mut Scanner)) {
    while s.at < s.end {
        let before = s.at;
        step(s);
        if s.at <= before {
            s.at = before + 1;
        }
    }
}
