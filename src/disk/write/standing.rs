//! What a build left in the output folder, so that the next can see that it still lies there.

use std::collections::HashMap;
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

/// An output folder after a build: where it is, its manifest's fingerprint, and of each file the length and what it
/// was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    out: PathBuf,
    manifest: Option<Fingerprint>,
    files: Vec<File>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct File {
    path: String,
    len: u64,
    /// What it was made of, if that is known.
    key: Option<Fingerprint>,
}

impl Standing {
    pub(super) fn new(
        out: &Path,
        manifest: &[u8],
        entries: &Entries,
        keys: &HashMap<String, Fingerprint>,
    ) -> Self {
        let file = |(path, entry): (&String, &super::Entry)| File {
            path: path.clone(),
            len: entry.len,
            key: keys.get(path).copied(),
        };
        Self {
            out: out.to_owned(),
            manifest: Some(Fingerprint::of(manifest)),
            files: entries.iter().map(file).collect(),
        }
    }

    /// What files were made of, if `out` with this manifest is what was left.
    pub(super) fn keys(&self, out: &Path, manifest: &[u8]) -> HashMap<String, Fingerprint> {
        if out != self.out || Some(Fingerprint::of(manifest)) != self.manifest {
            return HashMap::new();
        }
        let key = |file: &File| Some((file.path.clone(), file.key?));
        self.files.iter().filter_map(key).collect()
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
            && self.files.par_iter().all(|file| {
                fs::symlink_metadata(out.join(&file.path))
                    .is_ok_and(|m| m.is_file() && m.len() == file.len)
            }))
    }
}
