//! What we made: validated paths, the sinks they go to, and the manifest of a published tree.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::{Error, FileId};
use crate::memo::Fingerprint;
use crate::text;

/// A path below the output folder that every file system can hold: `/` between segments, none empty, `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Checks every segment; the error says which is wrong and why. The path is brought to NFC.
    pub fn new(path: &str) -> Result<Self, PathFault> {
        let path = text::nfc(path);
        for segment in path.split('/') {
            if let Some(why) = segment_fault(segment) {
                return Err(PathFault {
                    segment: segment.to_owned(),
                    why,
                });
            }
        }
        Ok(Self(Arc::from(path)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two paths share if a disk that ignores case and Unicode form cannot tell them apart.
    pub fn collision_key(&self) -> String {
        text::collision_key(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a path cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFault {
    /// The segment.
    pub segment: String,
    /// What is wrong with it, to follow its name.
    pub why: &'static str,
}

impl PathFault {
    /// A name near the wrong one that would do.
    pub fn name_to_take(&self) -> String {
        let clean: String = self
            .segment
            .chars()
            .map(|c| {
                if c.is_control() || "\\:?*\"<>|/".contains(c) {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let clean = clean.trim_matches(['.', ' ', '-']).to_owned();
        let mut cut = crate::diag::floor(&clean, 200);
        if cut == 0 {
            return "page".to_owned();
        }
        cut = cut.min(clean.len());
        let name = clean[..cut].to_owned();
        if device_name(&name) {
            format!("{name}-page")
        } else {
            name
        }
    }
}

/// What is wrong with one segment, if anything.
pub fn segment_fault(segment: &str) -> Option<&'static str> {
    if segment.is_empty() {
        return Some("is empty");
    }
    if segment == "." || segment == ".." {
        return Some("leads out of its folder");
    }
    if segment.len() > 255 {
        return Some("is longer than 255 bytes");
    }
    // Nearly all are plain, and there are as many as files.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if !segment.bytes().all(is_plain) {
        if segment.chars().any(char::is_control) {
            return Some("has a control character");
        }
        if segment.contains(['\\', ':', '?', '*', '"', '<', '>', '|']) {
            return Some("has one of the characters `\\ : ? * \" < > |`");
        }
    }
    if segment.ends_with('.') || segment.ends_with(' ') {
        return Some("ends in a dot or a space");
    }
    device_name(segment).then_some("is the name of a device on Windows")
}

fn device_name(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().trim_end();
    if !matches!(stem.len(), 3 | 4) {
        return false;
    }
    let stem = stem.to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|n| matches!(n, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// What kind of thing an output file is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// Style sheets, scripts, images, copied files: written first.
    Asset,
    /// Pages and data that point at them.
    Page,
    /// Small pages that lead elsewhere.
    Redirect,
    /// Search index.
    Search,
}

/// The content of an output file.
#[derive(Clone, Debug)]
pub enum OutputFile {
    /// Made by us.
    Bytes(Vec<u8>),
    /// A copy of a source file.
    Copy(FileId),
    /// Already there with this content: neither rendered nor read.
    Known(Fingerprint),
}

/// Where output goes. `put` is called from many threads, once per path.
pub trait Sink: Sync {
    /// Takes one file. `anchors` are the ids a link may point to.
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        anchors: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error>;

    /// Whether files stay from build to build, so that `made` is worth asking.
    fn remembers(&self) -> bool {
        false
    }

    /// What lies at `path` already, if it was made of what `key` stands for: then it may be put as `Known`. Asked at most once for
    /// each path; the key is remembered for the next time.
    fn made(&self, path: &OutputPath, key: Fingerprint) -> Option<Fingerprint> {
        let _ = (path, key);
        None
    }
}

/// A sink that forgets: for telling template mistakes without writing.
pub struct NoSink;

impl Sink for NoSink {
    fn put(
        &self,
        _: &OutputPath,
        _: OutputKind,
        _: &[Arc<str>],
        _: OutputFile,
    ) -> Result<(), Error> {
        Ok(())
    }
}

/// A sink in memory: for tests and for the preview.
#[derive(Default)]
pub struct MemorySink {
    files: Mutex<BTreeMap<OutputPath, OutputFile>>,
}

impl MemorySink {
    /// What was put, by path.
    pub fn into_files(self) -> BTreeMap<OutputPath, OutputFile> {
        self.files
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemorySink {
    fn put(
        &self,
        path: &OutputPath,
        _: OutputKind,
        _: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        self.files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.clone(), file);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_a_disk_cannot_hold_are_refused() {
        for bad in [
            "",
            "a//b",
            "../x",
            "a/./b",
            "a\\b",
            "c:x",
            "nul",
            "Aux.html",
            "com1.tar.gz",
            "x.",
            "x ",
            "a\nb",
            "/a",
        ] {
            assert!(OutputPath::new(bad).is_err(), "{bad:?}");
        }
        assert!(OutputPath::new(&"x".repeat(256)).is_err());
        for good in [
            "index.html",
            "größe/index.html",
            "a b/c+d.html",
            "common/x",
            ".nojekyll",
        ] {
            assert!(OutputPath::new(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn case_and_unicode_form_collide() {
        let key = |p: &str| OutputPath::new(p).unwrap().collision_key();
        assert_eq!(key("Größe/x"), key("GRO\u{308}ße/X"));
    }
}
