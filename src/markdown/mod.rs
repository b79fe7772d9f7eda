//! Text to tree: a small library that knows nothing of sites. Nothing outside of this folder touches pulldown-cmark
//! or html5gum (`tags.rs`, `finished.rs`).

mod alert;
pub mod allow;
mod autolink;
mod badge;
mod buffer;
mod build;
mod callout;
pub mod component;
mod compose;
mod containers;
pub mod diagram;
mod directive;
mod elements;
mod excerpt;
mod fence;
pub mod finished;
mod foreign;
mod inline;
mod links;
mod math;
mod mathml;
mod outline;
mod parse;
mod parts;
mod raw;
mod references;
mod safe;
mod share;
mod shift;
mod strs;
mod tags;
mod target;
#[cfg(test)]
mod tests;
mod toc;
pub mod tree;

/// A tree that is made when it is first looked at.
pub type Held = crate::memo::Later<Document>;

pub use compose::{Find, Found, MAX_INCLUDES, PlaceOf, compose, includes};
pub use foreign::has_foreign_mark;
pub use inline::parse_inline;
pub use outline::{Heading, Outline, outline};
pub use parse::parse;
pub use tree::{
    Align, Attribute, CalloutKind, CodeBlock, Component, Data, Document, Form, Kind, LinkForm,
    Node, NodeId, Part, Raw, RawTag, Str, Target, Value,
};

/// What `site.toml` says about reading Markdown; part of every parse's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// Curly quotes, dashes, ellipses.
    pub smart_punctuation: bool,
    /// `$…$`, `$$…$$` and fenced `math` are formulas.
    pub math: bool,
    /// Fenced `mermaid` and `dot` are drawn.
    pub diagrams: bool,
}

/// What becomes of raw HTML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Allowed tags are written anew, the rest is dropped with a warning.
    #[default]
    Safe,
    /// Shown as text.
    Escape,
    /// Written as it is.
    Trust,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            raw_html: RawHtml::Safe,
            smart_punctuation: false,
            math: false,
            diagrams: true,
        }
    }
}

impl Options {
    /// As a number, for keys.
    pub fn key(self) -> u64 {
        u64::from(self.diagrams) << 10
            | u64::from(self.math) << 9
            | u64::from(self.smart_punctuation) << 8
            | self.raw_html as u64
    }
}
