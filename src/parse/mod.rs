//! One file to one raw item: what was written, with every place kept, and what is wrong with it.
//!
//! Nothing here looks at another file, and nothing fails: a wrong value is told and left out.

pub mod article;
mod check;
mod claim;
pub mod comparison;
pub mod config;
pub mod decision;
mod decode;
mod fields;
pub mod glossary;
pub mod kind;
pub mod rights;
pub mod role;
pub mod schema;
pub mod shape;
pub mod statements;
mod strings;
pub mod theme;
pub mod toml;
pub mod value;
pub mod vocabulary;
mod words;
pub mod yaml;

pub use article::{ParseOptions, RawArticle, article};
pub use config::{config, layout, writes_content_dir};
pub use glossary::{RawGlossary, RawTerm, glossary};
pub use shape::{Field, Fields, Kind, Shape};
pub use value::{Key, Node, Text, Value};

/// The shapes of all files that an author writes, by what `rolebook schema` calls them. A new kind of file is a line here.
pub fn shapes() -> &'static [&'static Shape] {
    static ALL: &[&Shape] = &[
        &config::SITE,
        &article::FRONT_MATTER,
        &role::ROLE,
        &comparison::COMPARISON,
        &decision::SHAPE,
        &glossary::GLOSSARY,
        &rights::RIGHTS,
        &vocabulary::DIMENSIONS,
        &vocabulary::SKILLS,
        &vocabulary::SOURCES,
    ];
    ALL
}

#[cfg(test)]
mod tests;
