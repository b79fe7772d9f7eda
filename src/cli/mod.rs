//! The commands: each in a file of its own, all reached from `run`.

pub mod args;
pub mod completions;
