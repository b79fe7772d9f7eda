//! One state of the site as it is shown: every address known, each file made when it is first asked for.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::diag::{Diagnostic, FileId};
use crate::memo::Fingerprint;
use crate::output::{OutputFile, OutputPath};
use crate::pipeline::{Made, Make, Memos, Output, Prepared};

/// Up to this size a copied file is named by its bytes, beyond by what the snapshot knows of it.
const HASHED: usize = 16 << 20;

/// Where the index of the search lies.
const SEARCH: &str = "search/";

/// A state of the site.
pub struct View {
    /// What is known of it.
    pub prepared: Prepared,
    /// What is remembered across states.
    pub memos: Arc<Memos>,
    root: PathBuf,
    table: Arc<Table>,
    made: Vec<OnceLock<File>>,
    search: OnceLock<BTreeMap<OutputPath, File>>,
}

/// Which files there are. Shared by states that have the same.
#[derive(Default)]
pub struct Table {
    outputs: Vec<Output>,
    by_path: HashMap<OutputPath, usize>,
}

/// A file as it is served.
#[derive(Clone)]
pub struct File {
    /// Its content.
    pub bytes: Bytes,
    /// Of the content.
    pub print: Fingerprint,
}

/// Why there is no file at an address that exists.
pub enum Missing {
    /// A template had something to say instead.
    Fault(Box<Diagnostic>),
    /// It has vanished from the disk since.
    Gone,
}

/// The bytes of a page, shared with the memo.
struct Page(Arc<crate::pipeline::Rendered>);

impl AsRef<[u8]> for Page {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl View {
    /// A state of the site in `root`; `before` is the one that was shown until now.
    pub fn new(root: &Path, prepared: Prepared, memos: Arc<Memos>, before: Option<&Self>) -> Self {
        let outputs = prepared.outputs();
        let table = match before.filter(|b| b.table.outputs == outputs) {
            Some(before) => Arc::clone(&before.table),
            None => Arc::new(Table::new(outputs)),
        };
        let made = std::iter::repeat_with(OnceLock::new).take(table.outputs.len());
        Self {
            root: root.to_owned(),
            made: made.collect(),
            prepared,
            memos,
            table,
            search: OnceLock::new(),
        }
    }

    /// The path of the home page, with slashes at both ends.
    pub fn base(&self) -> &str {
        &self.prepared.site.config.base_path
    }

    /// Whether there is a file at this path below the home page. Of the search any name may be one.
    pub fn has(&self, path: &str) -> bool {
        let is_search = self.prepared.site.config.search && path.starts_with(SEARCH);
        is_search || self.number(path).is_some()
    }

    /// The file at this path; `None` if there is none.
    pub fn file(&self, path: &str) -> Option<Result<File, Missing>> {
        match self.number(path) {
            Some(i) => Some(self.nth(i)),
            None if self.has(path) => self.search(path).map(Ok),
            None => None,
        }
    }

    /// How many files there are, without the search.
    pub fn count(&self) -> usize {
        self.made.len()
    }

    /// The number of a file.
    pub fn number(&self, path: &str) -> Option<usize> {
        let path = OutputPath::new(path).ok()?;
        self.table.by_path.get(&path).copied()
    }

    /// Whether a file of that number can be made once and for all: a copy is read whenever it is asked for.
    pub fn is_made(&self, i: usize) -> bool {
        let make = self.table.outputs.get(i).map(|o| o.make);
        !matches!(make, Some(Make::Page(_) | Make::Redirect(_)))
            || self.made.get(i).is_some_and(|m| m.get().is_some())
    }

    /// The file of that number.
    pub fn nth(&self, i: usize) -> Result<File, Missing> {
        let (Some(slot), Some(output)) = (self.made.get(i), self.table.outputs.get(i)) else {
            return Err(Missing::Gone);
        };
        if let Some(file) = slot.get() {
            return Ok(file.clone());
        }
        let file = match self.prepared.make(output.make, &self.memos) {
            Err(fault) => return Err(Missing::Fault(fault)),
            Ok(Made::Page(rendered)) => File::new(Bytes::from_owner(Page(rendered))),
            Ok(Made::File(OutputFile::Bytes(bytes))) => File::new(bytes.into()),
            Ok(Made::File(OutputFile::Copy(id))) => return self.copy(id).ok_or(Missing::Gone),
            Ok(Made::File(OutputFile::Known(_))) => return Err(Missing::Gone),
        };
        Ok(slot.get_or_init(|| file).clone())
    }

    /// A copied file: of the snapshot if it is there, else of the disk.
    fn copy(&self, id: FileId) -> Option<File> {
        let source = &self.prepared.source;
        let file = source.get(id)?;
        if let Some(text) = file.as_text() {
            return Some(File {
                bytes: Bytes::copy_from_slice(text.as_bytes()),
                print: file.print,
            });
        }
        let bytes = crate::disk::read::bytes_below(&self.root, &self.root.join(source.path(id)))?;
        Some(match bytes.len() <= HASHED {
            true => File::new(bytes.into()),
            false => File {
                bytes: bytes.into(),
                print: file.print,
            },
        })
    }

    /// A file of the search, all of which are made at once, but only for who searches.
    fn search(&self, path: &str) -> Option<File> {
        let path = OutputPath::new(path).ok()?;
        let files = self.search.get_or_init(|| {
            let files = self.prepared.search(&self.memos).into_iter();
            let bytes = files.filter_map(|(path, file)| match file {
                OutputFile::Bytes(bytes) => Some((path, File::new(bytes.into()))),
                _ => None,
            });
            bytes.collect()
        });
        files.get(&path).cloned()
    }

    /// Files that are no pages of ours, and a fingerprint of each that needs no reading.
    pub fn assets(&self) -> impl Iterator<Item = (&str, Fingerprint)> {
        self.table.outputs.iter().filter_map(|output| {
            let path = output.path.as_str();
            match output.make {
                // Its name has a fingerprint in it.
                Make::Static(_) => Some((path, Fingerprint::of(path.as_bytes()))),
                Make::Copy(i) => {
                    let copy = self.prepared.plan.copies.get(i)?;
                    Some((path, self.prepared.source.get(copy.source)?.print))
                }
                _ => None,
            }
        })
    }
}

impl Table {
    fn new(outputs: Vec<Output>) -> Self {
        let numbered = outputs.iter().enumerate();
        let by_path = numbered.map(|(i, o)| (o.path.clone(), i)).collect();
        Self { outputs, by_path }
    }
}

impl File {
    fn new(bytes: Bytes) -> Self {
        Self {
            print: Fingerprint::of(&bytes),
            bytes,
        }
    }
}
