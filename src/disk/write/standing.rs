//! What a build left in the output folder, so that the next can see that it still lies there.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest::{Entries, PENDING};
use super::{STAGE, target};
use crate::diag::Error;
use crate::disk::walk::MANIFEST;
use crate::memo::Fingerprint;
use crate::source::Layout;

/// An output folder after a build: where it is, its manifest's fingerprint, and the length of each file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    out: PathBuf,
    manifest: Option<Fingerprint>,
    files: Vec<(String, u64)>,
}

impl Standing {
    pub(super) fn new(out: &Path, manifest: &[u8], entries: &Entries) -> Self {
        let file = |(path, entry): (&String, &super::Entry)| (path.clone(), entry.len);
        Self {
            out: out.to_owned(),
            manifest: Some(Fingerprint::of(manifest)),
            files: entries.iter().map(file).collect(),
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether `out` is that folder and a build of the same pages would change nothing in it.
    ///
    /// # Errors
    /// Another build holds the folder.
    pub fn is_there(&self, root: &Path, out: &Path, layout: &Layout) -> Result<bool, Error> {
        // What cannot be an output is told by the build that is then made.
        let Ok(out) = target::resolve(root, out, layout) else {
            return Ok(false);
        };
        if out != self.out {
            return Ok(false);
        }
        let _lock = target::lock(&out)?;
        let left_over = |name: &str| fs::symlink_metadata(out.join(name)).is_ok();
        let manifest = fs::read(out.join(MANIFEST)).ok();
        let same = manifest.is_some_and(|m| Some(Fingerprint::of(&m)) == self.manifest);
        Ok(same
            && !left_over(PENDING)
            && !left_over(STAGE)
            && self.files.par_iter().all(|(path, len)| {
                fs::symlink_metadata(out.join(path)).is_ok_and(|m| m.is_file() && m.len() == *len)
            }))
    }
}
