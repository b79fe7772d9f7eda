//! What can only be told when the whole site is known: one family of rules per file.

pub mod anchors;
