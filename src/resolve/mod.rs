//! Names become references: parsed files in, a site of ids out. Look-ups only; nothing here fails.

pub mod address;
pub mod articles;
pub mod choice;
pub mod comparison;
pub mod decision;
pub mod glossary;
pub mod links;
pub mod matching;
pub mod names;
pub mod nav;
pub mod prose;
pub mod rights;
pub mod roles;
pub mod usage;

#[cfg(test)]
pub(crate) mod fixture;

use crate::diag::FileId;
use crate::model::Prose;
use crate::parse::Text;

/// Asks for a text of a data file as Markdown: the text, its file, whether blocks may stand in it.
pub type MakeProse<'p> = dyn FnMut(&Text, FileId, bool) -> Prose + 'p;
