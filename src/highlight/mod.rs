//! Syntax highlighting at build time: a language and its code go in, classes come out. Knows nothing of sites.
//!
//! One table entry a language (`languages.rs`), one driver (`lexer.rs`), ten modes. No grammar, no regular expression, no state
//! that outlives a call. Three promises hold for every text: it is never changed, reading it takes time linear in its length
//! (a scan consumes what it looked at, a search that failed is not repeated, stacks are capped), and nothing panics.

mod class;
mod code;
mod commands;
mod config;
mod console;
mod css;
mod diff;
mod languages;
mod lexer;
mod literals;
mod markdown;
mod markup;
mod scan;
#[cfg(test)]
mod tests;
mod tokens;
mod yaml;

use std::fmt;
use std::ops::Range;

pub use class::Class;
use languages::{ENTRIES, Entry};
use scan::Scanner;

/// A language that can be highlighted; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Language(&'static Entry);

/// A part of the code and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is; nothing for spaces, operators and plain names.
    pub class: Option<Class>,
    /// Where it is: bytes of the code.
    pub range: Range<usize>,
}

/// Every language, in the order of the documentation.
pub fn languages() -> impl Iterator<Item = Language> {
    ENTRIES.iter().map(|entry| Language(entry))
}

/// The language of this name or alias; case (ASCII) is ignored.
pub fn find(name: &str) -> Option<Language> {
    languages().find(|language| {
        language
            .names()
            .any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// The code in pieces: all of it, in order, without gaps; neighbors differ in class, none is empty.
pub fn highlight(language: Language, code: &str) -> Vec<Piece> {
    let mut scanner = Scanner::new(code);
    lexer::lex(&mut scanner, language.0);
    scanner.pieces()
}

impl Language {
    /// The name under which the documentation lists it.
    pub fn name(self) -> &'static str {
        self.names().next().unwrap_or("")
    }

    /// Other names that [`find`] knows.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        self.names().skip(1)
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.names.split(' ')
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.name()).finish()
    }
}
