//! Rolebook: Markdown articles and structured role data in, a handbook out.
#![forbid(unsafe_code)]

pub mod check;
pub mod cli;
pub mod date;
pub mod diag;
pub mod disk;
pub mod emit;
pub mod highlight;
pub mod markdown;
pub mod memo;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod resolve;
pub mod serve;
pub mod source;
pub mod text;
