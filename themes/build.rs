//! Writes the built-in theme into the binary: sorted lists of `(path, bytes)` over `themes/default/` and over `themes/init/`.
//!
//! A crate would not do: none of the embedding crates notices a file that is new.

// A build script has nobody to hand an error to but cargo, which shows the words of a panic.
#![allow(clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    embed("themes/default", "default_theme.rs");
    embed("themes/init", "init.rs");
}

/// Writes `target` below the output folder: an array of paths below `folder` and contents.
fn embed(folder: &str, target: &str) {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(folder);
    let mut files = Vec::new();
    list(&root, &mut files);
    files.sort();
    let mut out = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&root).expect("below the folder");
        let name = name
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        writeln!(
            out,
            "    ({name:?}, include_bytes!({:?})),",
            file.display().to_string()
        )
        .expect("a string takes it");
    }
    out.push_str("]\n");
    let out_dir = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out_dir.join(target), out).expect("the output folder is writable");
}

/// Every file below `folder`; each folder is watched, so that a new file is seen.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files)
        } else {
            files.push(path)
        }
    }
}
