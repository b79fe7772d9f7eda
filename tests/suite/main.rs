//! One test binary: golden sites, diagnostics, incremental builds, robustness, writing, the commands, the layers.

mod layering;
mod own;
mod support;
mod write;
