//! The choice of mentions, as pages make it.

pub use crate::resolve::choice::{Chooser, TermRules};
