//! Rolebook: Markdown articles and structured role data in, a handbook out.
#![forbid(unsafe_code)]

pub mod diag;
