//! The HTML of a Markdown text with slots where a page decides: links stay ids, term mentions may or may not be links.
//!
//! One body serves the site, its embeds and every base path; it is computed once per text (`render/html.rs`) and filled
//! per page (`render/ink.rs`).

/// HTML in which slots are open. `html` is complete without them: a slot only inserts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML between the slots.
    pub html: String,
    /// What goes in, ordered by `at`.
    pub slots: Vec<Slot>,
}

/// One place where a page inserts something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Byte of `html` before which it goes.
    pub at: u32,
    /// What goes there.
    pub what: Fill,
}

/// What a page inserts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// ` href="…"` (with a leading space), or ` src="…"` and for an image its ` width="…" height="…"` if known and not asked
    /// for otherwise: the attribute named, for link number n of `Prose::links`. Broken links are written as
    /// `<span class="broken">` by the writer and have no slot.
    Address {
        /// Index into `Prose::links`.
        link: u32,
        /// The attribute's name.
        attribute: Attribute,
    },
    /// `<a class="term" href="…">` if mention n is chosen on this page, else nothing.
    TermStart(u32),
    /// `</a>` if mention n is chosen, else nothing.
    TermEnd(u32),
    /// The table of contents, at `[[toc]]`.
    Contents,
    /// ` name="…"`: the n-th tabs of this text, counted from 0; no other tabs of the page have that name.
    Group(u32),
    /// What a component of data shows: the number of its node.
    Data(u32),
    /// One of the theme's components begins: the number of its node.
    OwnStart(u32),
    /// The innermost of them ends.
    OwnEnd,
}

/// Which attribute an address is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `href`
    Href,
    /// `src`
    Src,
    /// `cite`
    Cite,
    /// `poster`
    Poster,
}
