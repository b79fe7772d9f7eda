//! The kinds of callout, their other names, and titles as plain text.

use pulldown_cmark::{Event, Parser};

use super::build::Builder;
use super::tree::{CalloutKind, Str};

/// Every name a callout may be written with.
const NAMES: &[(&str, CalloutKind)] = &[
    ("note", CalloutKind::Note),
    ("tip", CalloutKind::Tip),
    ("important", CalloutKind::Important),
    ("warning", CalloutKind::Warning),
    ("caution", CalloutKind::Caution),
    ("info", CalloutKind::Info),
    ("danger", CalloutKind::Danger),
    ("details", CalloutKind::Details),
    ("hint", CalloutKind::Tip),
    ("success", CalloutKind::Tip),
    ("attention", CalloutKind::Warning),
    ("warn", CalloutKind::Warning),
    ("error", CalloutKind::Danger),
    ("failure", CalloutKind::Danger),
    ("bug", CalloutKind::Danger),
    ("abstract", CalloutKind::Info),
    ("summary", CalloutKind::Info),
    ("tldr", CalloutKind::Info),
    ("todo", CalloutKind::Info),
    ("question", CalloutKind::Info),
    ("faq", CalloutKind::Info),
    ("seealso", CalloutKind::Info),
    ("quote", CalloutKind::Note),
    ("aside", CalloutKind::Note),
    ("collapse", CalloutKind::Details),
    ("collapsible", CalloutKind::Details),
    ("spoiler", CalloutKind::Details),
];

/// The kind of that lower-case name.
pub(super) fn kind_named(name: &str) -> Option<CalloutKind> {
    NAMES.iter().find(|(n, _)| *n == name).map(|(_, k)| *k)
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(n, _)| *n)
}

/// A title without its marks.
pub(super) fn title(build: &mut Builder<'_>, written: &str) -> Str {
    let written = written.trim();
    if written.is_empty() {
        return Str::default();
    }
    if !written.contains(['*', '_', '`', '[', '\\', '&', '<', '~']) {
        return build.add_clean(written);
    }
    let mut plain = String::with_capacity(written.len());
    for event in Parser::new(written) {
        match event {
            Event::Text(t) | Event::Code(t) => plain.push_str(&t),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    build.add_clean(&plain)
}
