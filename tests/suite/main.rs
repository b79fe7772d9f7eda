//! One test binary: golden sites, diagnostics, incremental builds, robustness, writing, the commands, the layers.

mod codes;
mod diagnostics;
mod glossary;
mod incremental;
mod layering;
mod own;
mod specimen;
mod support;
mod write;
