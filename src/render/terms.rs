//! The choice of mentions, as pages make it.

pub use crate::model::config::TermLinks as Frequency;
pub use crate::resolve::choice::{Chooser, TermRules};
