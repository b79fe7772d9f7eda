//! The preview: a short loop around the pipeline, and a server over what it made.

pub mod http;
