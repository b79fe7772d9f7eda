//! Comparisons: what two to five roles have in common (pure facts over the model), which sets have a page, and the words
//! an author put around some of them.

mod compare;
pub mod keys;
mod pages;
mod similar;
mod status;
mod words;

pub use compare::{Apart, CellFacts, Compared, Counts, Row, Shared, compare};
pub use pages::{other_names, pages};
pub use similar::{Likeness, likenesses, lint, nearest};
pub use status::{Status, common};
pub use words::{References, words};

#[cfg(test)]
mod tests;
