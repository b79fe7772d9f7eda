//! Output on the disk: staged first, moved into place when no error came, so that each URL is whole at every instant.
//!
//! Without an output folder everything goes into a hidden sibling, which is renamed. Else only what changed is staged in
//! `.rolebook-stage` inside of it: files of folders that exist one by one, new folders as whole trees.

mod commit;
mod ending;
mod manifest;
mod standing;
mod target;

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

pub use commit::{Gone, Published};
pub use ending::Ending;
pub use manifest::Entry;
pub use standing::Standing;

use crate::diag::{Error, FileId};
use crate::disk::failed;
use crate::disk::lock::Lock;
use crate::memo::{ByteHasher, Fingerprint};
use crate::output::{OutputFile, OutputKind, OutputPath, Sink};
use crate::source::SourceTree;
use ending::Gate;
use manifest::Earlier;

/// Where files wait inside the output folder.
const STAGE: &str = ".rolebook-stage";

/// Waiting files are spread over so many folders, because adding to one folder is done by one thread at a time.
const SPREAD: usize = 16;

/// A sink that writes below a folder. Dropped without `commit` it leaves the folder as it was.
pub struct DiskSink<'a> {
    root: PathBuf,
    tree: &'a SourceTree,
    out: PathBuf,
    /// Whether the output folder does not exist yet.
    fresh: bool,
    stage: PathBuf,
    staged: OnceLock<Result<(), Error>>,
    earlier: Earlier,
    /// What the files of the last build were made of, if they are what lies there; nothing if nobody wants to know.
    made: Option<HashMap<String, Fingerprint>>,
    /// The same of this build.
    keys: Mutex<HashMap<String, Fingerprint>>,
    taken: Mutex<BTreeMap<OutputPath, Taken>>,
    folders: RwLock<HashMap<String, Folder>>,
    counter: AtomicUsize,
    gate: Gate,
    _lock: Lock,
}

/// A file that was put.
struct Taken {
    entry: Entry,
    place: Place,
}

/// Where a file waits.
enum Place {
    /// In the output already.
    There,
    /// Below a new folder (its topmost new one), or anywhere in a fresh output.
    Inside(Arc<str>),
    /// In a file of its own.
    Alone(PathBuf),
}

/// Whether a folder is in the output already.
#[derive(Clone)]
enum Folder {
    There,
    /// Made in the stage; the topmost folder that is new.
    New(Arc<str>),
}

impl<'a> DiskSink<'a> {
    /// Takes hold of the output folder `out` of the project in `root`: waits up to ten seconds for another build.
    ///
    /// # Errors
    /// A folder that may not be an output, one with foreign files and no manifest, one that another build holds.
    pub fn open(root: &Path, out: &Path, tree: &'a SourceTree) -> Result<Self, Error> {
        let out = target::resolve(root, out, tree.layout())?;
        let lock = target::lock(&out)?;
        let fresh = !out.is_dir();
        let earlier = match fresh {
            true => Earlier::default(),
            false => manifest::read(&out)?,
        };
        let stage = match fresh {
            true => sibling(&out),
            false => out.join(STAGE),
        };
        Ok(Self {
            root: root.to_owned(),
            tree,
            out,
            fresh,
            stage,
            staged: OnceLock::new(),
            earlier,
            made: None,
            keys: Mutex::default(),
            taken: Mutex::default(),
            folders: RwLock::default(),
            counter: AtomicUsize::new(0),
            gate: Gate::new(RwLock::new(true)),
            _lock: lock,
        })
    }

    /// Notes what pages are made of, for the next build; those of the `last` one that are made of the same need not be made
    /// again.
    #[must_use]
    pub fn remembering(mut self, last: Option<&Standing>) -> Self {
        let keys = last.map(|l| l.keys(&self.out, &self.earlier.bytes));
        self.made = Some(keys.unwrap_or_default());
        self
    }

    /// Whether the output holds this file with this content already, so that it may be put as `OutputFile::Known`.
    pub fn has(&self, path: &OutputPath, print: Fingerprint) -> bool {
        self.lies(path, print).is_some_and(|entry| {
            fs::symlink_metadata(self.out.join(path.as_str()))
                .is_ok_and(|m| m.is_file() && m.len() == entry.len)
        })
    }

    /// What the last build wrote there, if it is this content.
    fn lies(&self, path: &OutputPath, print: Fingerprint) -> Option<&Entry> {
        let entry = self.earlier.entries.get(path.as_str());
        entry.filter(|e| e.print == print && !self.earlier.pending.contains(path.as_str()))
    }

    /// For the time when the process is told to end.
    pub fn ending(&self) -> Ending {
        Ending::new(self.stage.clone(), &self.gate)
    }

    /// Moves everything into place and tells what was done.
    ///
    /// # Errors
    /// The machine's; before the first rename the old output is untouched, after it each file is whole, old or new.
    pub fn commit(self) -> Result<Published, Error> {
        let _held = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        commit::commit(&self)
    }

    fn is_ours(&self, path: &str) -> bool {
        self.earlier.entries.contains_key(path) || self.earlier.pending.contains(path)
    }

    /// Makes the stage when the first file needs it; what an ended build left there is removed.
    fn ready(&self) -> Result<(), Error> {
        let make = || {
            remove_tree(&self.stage)?;
            let dir = |path: &Path| fs::create_dir(path).map_err(|e| failed("make", path, e));
            dir(&self.stage)?;
            if !self.fresh {
                dir(&self.stage.join("new"))?;
                for i in 0..SPREAD {
                    dir(&self.stage.join(i.to_string()))?;
                }
            }
            Ok(())
        };
        self.staged.get_or_init(make).clone()
    }

    /// The root of trees that are new as a whole.
    fn new_root(&self) -> PathBuf {
        match self.fresh {
            true => self.stage.clone(),
            false => self.stage.join("new"),
        }
    }

    /// Whether the folder of a file is there, made in the stage if not. Each folder is looked at once.
    fn folder(&self, folder: &str) -> Result<Folder, Error> {
        if folder.is_empty() {
            return Ok(match self.fresh {
                true => Folder::New(Arc::from("")),
                false => Folder::There,
            });
        }
        let known = |name: &str| {
            let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
            folders.get(name).cloned()
        };
        if let Some(folder) = known(folder) {
            return Ok(folder);
        }
        let mut above = self.folder("")?;
        let ends = folder.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([folder.len()]) {
            let name = &folder[..end];
            above = match known(name) {
                Some(state) => state,
                None => self.look_at(name, above)?,
            };
        }
        Ok(above)
    }

    fn look_at(&self, name: &str, above: Folder) -> Result<Folder, Error> {
        let state = match above {
            Folder::New(top) => Folder::New(top),
            Folder::There => match fs::symlink_metadata(self.out.join(name)) {
                Ok(meta) if meta.is_dir() => Folder::There,
                Ok(meta) if meta.is_file() && self.is_ours(name) => Folder::New(Arc::from(name)),
                Ok(_) => return Err(self.foreign(name)),
                Err(e) if e.kind() == io::ErrorKind::NotFound => Folder::New(Arc::from(name)),
                Err(e) => return Err(failed("read", &self.out.join(name), e)),
            },
        };
        if let Folder::New(_) = state {
            let path = self.new_root().join(name);
            // Below a folder that is there, the folders above are not in the stage.
            fs::create_dir_all(&path).map_err(|e| failed("make", &path, e))?;
        }
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.insert(name.to_owned(), state.clone());
        Ok(state)
    }

    fn foreign(&self, path: &str) -> Error {
        Error::new(format!(
            "`{}` is not ours and stands where a page would be written: move it away or rename the page",
            self.out.join(path).display()
        ))
    }

    /// A free place for a file, and whether it is one of its own.
    fn place(&self, path: &OutputPath) -> Result<(PathBuf, Place), Error> {
        self.ready()?;
        let name = path.as_str();
        let folder = name.rfind('/').map_or("", |at| &name[..at]);
        match self.folder(folder)? {
            Folder::New(top) => {
                // In a fresh output files of the top folder are inside as well.
                Ok((self.new_root().join(name), Place::Inside(top)))
            }
            Folder::There => {
                if !self.is_ours(name)
                    && fs::symlink_metadata(self.out.join(name)).is_ok_and(|m| !m.is_dir())
                {
                    return Err(self.foreign(name));
                }
                let n = self.counter.fetch_add(1, Ordering::Relaxed);
                let path = self
                    .stage
                    .join((n % SPREAD).to_string())
                    .join(n.to_string());
                Ok((path.clone(), Place::Alone(path)))
            }
        }
    }

    fn write(&self, path: &OutputPath, bytes: &[u8]) -> Result<Place, Error> {
        let (file, place) = self.place(path)?;
        let written = File::create_new(&file).and_then(|mut f| f.write_all(bytes));
        written.map_err(|e| failed("write", &self.out.join(path.as_str()), e))?;
        Ok(place)
    }

    /// Copies a file of the project and hashes what is written; one that changed since it was read is read once more.
    fn copy(&self, path: &OutputPath, id: FileId) -> Result<Place, Error> {
        let Some(source) = self.tree.get(id) else {
            return Err(Error::new(format!("nothing to copy to `{path}`")));
        };
        if let Some(text) = source.as_text() {
            return self.write(path, text.as_bytes());
        }
        let from = self.root.join(source.path.as_str());
        let (to, place) = self.place(path)?;
        for _ in 0..2 {
            let mut input = File::open(&from).map_err(|e| failed("read", &from, e))?;
            let copied = copy_hashed(&mut input, &to);
            let print = copied.map_err(|e| failed("copy to", &self.out.join(path.as_str()), e))?;
            if print == source.print {
                return Ok(place);
            }
            fs::remove_file(&to).map_err(|e| failed("remove", &to, e))?;
        }
        Err(Error::new(format!(
            "`{}` changed while it was copied: build again",
            from.display()
        )))
    }
}

impl Sink for DiskSink<'_> {
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        anchors: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        let _held = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let source = |id| {
            self.tree
                .get(id)
                .map_or((Fingerprint::of(b""), 0), |f| (f.print, f.len))
        };
        let (print, len) = match &file {
            OutputFile::Bytes(bytes) => (Fingerprint::of(bytes), bytes.len() as u64),
            OutputFile::Copy(id) => source(*id),
            OutputFile::Known(print) => {
                let entry = self.earlier.entries.get(path.as_str());
                (*print, entry.map_or(0, |e| e.len))
            }
        };
        if path.as_str().starts_with(".rolebook") {
            return Err(Error::new(format!("`{path}` is a name of our own")));
        }
        let place = match file {
            // It was looked at when it was asked for.
            OutputFile::Known(_) if self.lies(path, print).is_some() => Place::There,
            _ if self.has(path, print) => Place::There,
            OutputFile::Bytes(bytes) => self.write(path, &bytes)?,
            OutputFile::Copy(id) => self.copy(path, id)?,
            OutputFile::Known(_) => {
                return Err(Error::new(format!(
                    "`{}` was changed by somebody else while we built: build again",
                    self.out.join(path.as_str()).display()
                )));
            }
        };
        let entry = Entry {
            print,
            len,
            kind,
            anchors: anchors.to_vec(),
        };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.insert(path.clone(), Taken { entry, place }) {
            None => Ok(()),
            Some(_) => Err(Error::new(format!("`{path}` would be written twice"))),
        }
    }

    fn remembers(&self) -> bool {
        self.made.is_some()
    }

    fn made(&self, path: &OutputPath, key: Fingerprint) -> Option<Fingerprint> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(path.as_str().to_owned(), key);
        drop(keys);
        if self.made.as_ref()?.get(path.as_str()) != Some(&key) {
            return None;
        }
        let print = self.earlier.entries.get(path.as_str())?.print;
        self.has(path, print).then_some(print)
    }
}

impl Drop for DiskSink<'_> {
    fn drop(&mut self) {
        ending::leave(&self.gate);
        if self.staged.get().is_some() {
            // The next build removes what this cannot.
            let _ = remove_tree(&self.stage);
        }
    }
}

fn sibling(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".rolebook-stage-{name}"))
}

fn remove_tree(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed("remove", path, e)),
        _ => Ok(()),
    }
}

fn copy_hashed(input: &mut File, to: &Path) -> io::Result<Fingerprint> {
    let mut output = File::create_new(to)?;
    let mut hasher = ByteHasher::default();
    let mut part = vec![0; 256 << 10];
    loop {
        match input.read(&mut part) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(n) => {
                hasher.update(&part[..n]);
                output.write_all(&part[..n])?;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
