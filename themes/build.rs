//! Writes the built-in theme into the binary: sorted lists of `(path, bytes)` over `themes/default/` and over `themes/init/`;
//! and a number that stands for the program as a whole, so that it does not take what another one left for its own.
//!
//! A crate would not do: none of the embedding crates notices a file that is new.

// A build script has nobody to hand an error to but cargo, which shows the words of a panic.
#![allow(clippy::expect_used)]

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    embed("themes/default", "default_theme.rs");
    embed("themes/init", "init.rs");
    println!("cargo::rustc-env=ROLEBOOK_ENGINE={:016x}", engine());
}

/// Stands for all that decides what the program makes of a file: its sources, those of the theme, the versions of its
/// dependencies, its features and target. What one program leaves between builds is not for another.
fn engine() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut files = Vec::new();
    for folder in ["src", "themes/default", "themes/init"] {
        list(Path::new(folder), &mut files);
    }
    for file in ["Cargo.toml", "Cargo.lock", "themes/build.rs"] {
        println!("cargo::rerun-if-changed={file}");
        files.push(PathBuf::from(file));
    }
    files.sort();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).ok().hash(&mut hasher);
    }
    let mut settings: Vec<(String, String)> = env::vars()
        .filter(|(name, _)| {
            name.starts_with("CARGO_CFG_")
                || name.starts_with("CARGO_FEATURE_")
                || matches!(name.as_str(), "TARGET" | "PROFILE" | "OPT_LEVEL")
        })
        .collect();
    settings.sort();
    settings.hash(&mut hasher);
    hasher.finish()
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
