//! The theme inside the program, as files of a snapshot, so that nothing treats it differently from a theme on a disk.

use crate::source::{Area, BUILTIN, SourceFile};

/// Path below `themes/default/` and content, sorted; written by the build script.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/default_theme.rs"));

/// The files of the built-in theme: `(built-in)/theme.toml`, `(built-in)/templates/base.html`, `(built-in)/static/theme.css` …
pub fn builtin() -> Vec<SourceFile> {
    FILES
        .iter()
        .map(|(path, bytes)| {
            SourceFile::from_bytes(&format!("{BUILTIN}/{path}"), Area::Builtin, bytes, None)
        })
        .collect()
}
