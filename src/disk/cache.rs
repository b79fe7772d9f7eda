//! `.rolebook/`: what a build leaves for the next. Whatever is wrong with it means that there is nothing.
//!
//! Each file says in its first line which program wrote it and what it is; then come length, checksum and content. Files are
//! replaced by a rename, so that a build ended at any moment leaves the old one or the new one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::lock::{Held, Lock, PATIENCE, try_hold, waits};
use crate::diag::Error;
use crate::memo::Fingerprint;

/// The folder below the project's.
pub const FOLDER: &str = ".rolebook";

/// Of the frame around each file; what is inside belongs to the program that wrote it.
const VERSION: u32 = 1;

/// Made by the build script over all sources: no program believes what another one wrote.
const ENGINE: &str = env!("ROLEBOOK_ENGINE");

/// The folder, held against other builds of the project.
pub struct Cache {
    folder: PathBuf,
    lock: Option<Lock>,
}

impl Cache {
    /// Takes hold of the folder of the project in `root`, if it is there: waits up to ten seconds for another build.
    ///
    /// # Errors
    /// Another build holds it.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let folder = root.join(FOLDER);
        let started = Instant::now();
        let lock = loop {
            if !is_folder(&folder) {
                break None;
            }
            match try_hold(&folder) {
                Held::Ours(lock) => break Some(lock),
                Held::Busy if waits(started) => {}
                Held::Busy => {
                    return Err(Error::new(format!(
                        "another build of `{}` is at work: waited {} s",
                        root.display(),
                        PATIENCE.as_secs()
                    )));
                }
            }
        };
        Ok(Self { folder, lock })
    }

    /// The content of a file, if it is whole and of this program.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.lock.as_ref()?;
        let mut bytes = fs::read(self.folder.join(name)).ok()?;
        let start = content_of(name, &bytes)?;
        bytes.drain(..start);
        Some(bytes)
    }

    /// Stores a file; makes the folder if there is none.
    ///
    /// # Errors
    /// The system's; another build that began to write first.
    pub fn put(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.make()?;
        let beside = self.folder.join(format!("{name}.new"));
        let mut file = File::create(&beside)?;
        file.write_all(&head(name, content))?;
        file.write_all(content)?;
        drop(file);
        fs::rename(&beside, self.folder.join(name))
    }

    fn make(&mut self) -> io::Result<()> {
        if self.lock.is_some() {
            return Ok(());
        }
        if !is_folder(&self.folder) {
            fs::create_dir(&self.folder)?;
        }
        let Held::Ours(lock) = try_hold(&self.folder) else {
            return Err(io::ErrorKind::WouldBlock.into());
        };
        self.lock = Some(lock);
        fs::write(self.folder.join(".gitignore"), "*\n")
    }
}

/// A link could lead our writing out of the project.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_dir())
}

fn head(name: &str, content: &[u8]) -> Vec<u8> {
    let mut out = first_line(name).into_bytes();
    out.extend((content.len() as u64).to_le_bytes());
    out.extend(Fingerprint::of(content).0);
    out
}

fn first_line(name: &str) -> String {
    format!("rolebook {VERSION} {ENGINE} {name}\n")
}

/// Where the content of a sound file begins.
fn content_of(name: &str, bytes: &[u8]) -> Option<usize> {
    let line = first_line(name).len();
    let content = bytes.get(line + 40..)?;
    (bytes.get(..line + 40)? == head(name, content)).then_some(line + 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_file_of_its_own_name_is_believed() {
        let dir = tempfile::tempdir().unwrap();
        let mut cache = Cache::open(dir.path()).unwrap();
        assert_eq!(cache.get("index"), None);
        cache.put("index", b"content").unwrap();
        assert_eq!(cache.get("index").as_deref(), Some(&b"content"[..]));
        let path = dir.path().join(FOLDER).join("index");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(cache.get("index"), None, "cut at {at}");
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            assert_eq!(cache.get("index"), None, "flipped at {at}");
        }
        fs::write(dir.path().join(FOLDER).join("other"), &whole).unwrap();
        assert_eq!(cache.get("other"), None);
    }
}
