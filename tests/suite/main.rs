//! One test binary: golden sites, diagnostics, incremental builds, robustness, writing, the commands, the layers.

mod layering;
// `own` joins when the glossary stands.
mod write;
