//! One test binary: golden sites, diagnostics, incremental builds, robustness, writing, the commands, the layers, the contract.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]

mod cache;
mod cli;
mod cli_build;
mod codes;
mod config;
mod contract;
mod determinism;
mod diagnostics;
mod git;
mod glossary;
mod golden;
mod incremental;
mod layering;
mod own;
mod robust;
mod search;
mod serve;
mod specimen;
mod support;
mod theme;
mod write;
