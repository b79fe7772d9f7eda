//! What we wrote: the manifest, and the list of paths a build was about to change when it was ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::Error;
use crate::disk::failed;
use crate::disk::walk::MANIFEST;
use crate::memo::Fingerprint;
use crate::output::{OutputKind, OutputPath};

/// The list of paths that are ours with unknown content.
pub const PENDING: &str = ".rolebook-pending";

const VERSION: u32 = 1;

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of its bytes.
    pub print: Fingerprint,
    /// Length in bytes.
    pub len: u64,
    /// What kind of thing it is.
    pub kind: OutputKind,
    /// The ids that a link may point to.
    pub anchors: Vec<Arc<str>>,
}

/// All published files by path.
pub type Entries = BTreeMap<String, Entry>;

/// What an output folder says of itself.
#[derive(Default)]
pub struct Earlier {
    /// The files of the last complete build.
    pub entries: Entries,
    /// Paths that a build was about to change.
    pub pending: BTreeSet<String>,
    /// The manifest as it is on the disk.
    pub bytes: Vec<u8>,
    /// Whether there is a list of pending paths, even an empty one.
    pub interrupted: bool,
}

#[derive(Serialize, Deserialize)]
struct Row<'a> {
    hash: String,
    len: u64,
    kind: OutputKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    anchors: Vec<std::borrow::Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Whole<'a> {
    v: u32,
    #[serde(borrow)]
    files: BTreeMap<String, Row<'a>>,
}

/// Reads what stands in `out`; a folder with anything in it that has neither manifest nor list is not ours.
pub fn read(out: &Path) -> Result<Earlier, Error> {
    let mut earlier = Earlier::default();
    let pending = text(&out.join(PENDING))?;
    let manifest = text(&out.join(MANIFEST))?;
    if pending.is_none() && manifest.is_none() {
        refuse_foreign(out)?;
    }
    earlier.interrupted = pending.is_some();
    let paths = pending.as_deref().unwrap_or_default().lines();
    let valid = |p: &str| OutputPath::new(p).is_ok_and(|o| o.as_str() == p);
    earlier.pending = paths.filter(|p| valid(p)).map(str::to_owned).collect();
    if let Some(manifest) = manifest {
        earlier.entries = parse(&manifest)
            .filter(|all| all.keys().all(|p| valid(p)))
            .ok_or_else(|| unreadable(out))?;
        earlier.bytes = manifest.into_bytes();
    }
    Ok(earlier)
}

/// The manifest's bytes: one file a line, sorted, the same for the same files.
pub fn bytes(entries: &Entries) -> Vec<u8> {
    let mut out = format!("{{\"v\":{VERSION},\"files\":{{").into_bytes();
    for (i, (path, entry)) in entries.iter().enumerate() {
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        let row = Row {
            hash: entry.print.hex(),
            len: entry.len,
            kind: entry.kind,
            anchors: entry.anchors.iter().map(|a| (&**a).into()).collect(),
        };
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut out, path);
        out.push(b':');
        let _ = serde_json::to_writer(&mut out, &row);
    }
    out.extend_from_slice(b"\n}}\n");
    out
}

fn parse(text: &str) -> Option<Entries> {
    let whole: Whole<'_> = serde_json::from_str(text).ok()?;
    let entry = |(path, row): (String, Row<'_>)| {
        let entry = Entry {
            print: Fingerprint::from_hex(&row.hash)?,
            len: row.len,
            kind: row.kind,
            anchors: row.anchors.iter().map(|a| Arc::from(&**a)).collect(),
        };
        Some((path, entry))
    };
    (whole.v == VERSION)
        .then(|| whole.files.into_iter().map(entry).collect())
        .flatten()
}

fn text(path: &Path) -> Result<Option<String>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed("read", path, e)),
    }
}

fn refuse_foreign(out: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(out).map_err(|e| failed("read", out, e))?;
    for entry in entries {
        let name = entry.map_err(|e| failed("read", out, e))?.file_name();
        // What a build left that was ended before it changed anything.
        if name != super::STAGE {
            return Err(Error::new(format!(
                "`{}` is not empty and has no `{MANIFEST}`, so its files are not ours: choose another folder or empty it",
                out.display()
            )));
        }
    }
    Ok(())
}

fn unreadable(out: &Path) -> Error {
    Error::new(format!(
        "`{}` cannot be understood, so it is not known which files are ours: empty the folder or choose another",
        out.join(MANIFEST).display()
    ))
}
