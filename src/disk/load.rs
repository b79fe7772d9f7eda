//! One file from the disk: opened once, read once, hashed on the way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::failed;
use super::pixels;
use super::walk::Found;
use crate::diag::Error;
use crate::memo::{ByteHasher, Fingerprint};
use crate::source::{Area, Data, MAX_TEXT, SMALL_TEXT, SourceFile, SourcePath, must_be_text};

/// What tells an untouched file: length, times of change, number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    len: u64,
    /// Nanoseconds since 1970.
    modified: Option<i128>,
    number: (u64, i64, i64),
}

/// A file younger than this may change without a sign of it.
const SETTLED: Duration = Duration::from_secs(2);

/// A file, and its stamp if it is worth one.
pub struct Loaded {
    /// The file.
    pub file: SourceFile,
    /// Only if asked for and the file is settled.
    pub stamp: Option<Stamp>,
}

/// As `load`, but a file with a known stamp is not opened.
pub fn load_unless_known(
    found: &Found,
    known: &BTreeMap<SourcePath, (Stamp, SourceFile)>,
    stamped: bool,
) -> Result<Option<Loaded>, Error> {
    if let Some((stamp, file)) = known.get(&found.path)
        && file.area == found.area
        && has_stamp(found, stamp)
    {
        return Ok(Some(Loaded {
            file: file.clone(),
            stamp: Some(*stamp),
        }));
    }
    load(found, stamped)
}

/// Whether a file has this stamp.
pub fn has_stamp(found: &Found, stamp: &Stamp) -> bool {
    std::fs::metadata(&found.real).is_ok_and(|m| stamp_of(&m) == *stamp)
}

/// Whether a file still has the content that `print` stands for, and its stamp of now. Only a file whose stamp is not `stamp`
/// is opened.
pub fn look(
    found: &Found,
    stamp: Option<Stamp>,
    print: Fingerprint,
) -> Result<Option<Option<Stamp>>, Error> {
    if stamp.is_some_and(|known| has_stamp(found, &known)) {
        return Ok(Some(stamp));
    }
    let loaded = load(found, true)?.filter(|l| l.file.print == print);
    Ok(loaded.map(|l| l.stamp))
}

/// Reads a file; `None` if it has gone meanwhile.
pub fn load(found: &Found, stamped: bool) -> Result<Option<Loaded>, Error> {
    let told = |cause| failed("read", &found.real, cause);
    let mut handle = match File::open(&found.real) {
        Ok(handle) => handle,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(told(e)),
    };
    // The stamp is taken before reading: a change meanwhile makes it stale, never wrong.
    let stamp = match stamped {
        true => Some(handle.metadata().map_err(told)?)
            .filter(is_settled)
            .map(|m| stamp_of(&m)),
        false => None,
    };
    let file = read(found, &mut handle).map_err(told)?;
    Ok(Some(Loaded { file, stamp }))
}

thread_local! {
    /// Reused, so that a small file costs no allocation but its text.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn read(found: &Found, handle: &mut File) -> io::Result<SourceFile> {
    let must = must_be_text(&found.path, found.area);
    let limit = match must {
        true => MAX_TEXT as usize,
        false => SMALL_TEXT,
    };
    BUFFER.with_borrow_mut(|buffer| {
        let (len, all) = fill(handle, buffer, limit + 1)?;
        let bytes = &buffer[..len];
        if all {
            let kept = pixels::of(found.path.extension(), bytes, None);
            return Ok(SourceFile::from_bytes(
                found.path.as_str(),
                found.area,
                bytes,
                kept,
            ));
        }
        let pixels = pixels::of(found.path.extension(), bytes, Some(&found.real));
        let file = stream(found, handle, bytes, must, pixels);
        *buffer = Vec::new();
        file
    })
}

/// Reads until the end or until `most` bytes are there: how many there are, and whether that is all. The buffer only ever
/// grows: what a file before left in it is not worth wiping.
fn fill(handle: &mut File, buffer: &mut Vec<u8>, most: usize) -> io::Result<(usize, bool)> {
    let mut len = 0;
    loop {
        if len == most {
            return Ok((len, false));
        }
        if buffer.len() < len + 4096 {
            buffer.resize((len * 2).max(64 << 10), 0);
        }
        let room = buffer.len().min(most);
        match handle.read(&mut buffer[len..room]) {
            Ok(0) => return Ok((len, true)),
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// The rest of a large file: hashed, not kept.
fn stream(
    found: &Found,
    handle: &mut File,
    start: &[u8],
    must: bool,
    pixels: Option<(u32, u32)>,
) -> io::Result<SourceFile> {
    let mut hasher = ByteHasher::default();
    hasher.update(start);
    let mut len = start.len() as u64;
    let mut part = vec![0; 256 << 10];
    loop {
        match handle.read(&mut part) {
            Ok(0) => break,
            Ok(n) => {
                hasher.update(&part[..n]);
                len += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(SourceFile {
        path: found.path.clone(),
        area: found.area,
        data: match must {
            true => Data::TooLarge,
            false => Data::Asset,
        },
        len,
        print: hasher.finish(),
        pixels: pixels.filter(|_| found.area != Area::Config),
    })
}

fn stamp_of(meta: &Metadata) -> Stamp {
    Stamp {
        len: meta.len(),
        modified: meta.modified().ok().map(nanoseconds),
        number: number(meta),
    }
}

#[cfg(unix)]
fn number(meta: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

fn nanoseconds(time: SystemTime) -> i128 {
    let number = |d: Duration| i128::try_from(d.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => number(after),
        Err(before) => -number(before.duration()),
    }
}

/// Both times are old: that of the content can be set to anything, that of the last change of the file cannot.
fn is_settled(meta: &Metadata) -> bool {
    let is_old = |time: SystemTime| {
        SystemTime::now()
            .duration_since(time)
            .is_ok_and(|age| age > SETTLED)
    };
    meta.modified().is_ok_and(is_old) && changed(meta).is_none_or(is_old)
}

/// When the file itself was last changed: its content, its times, its name.
#[cfg(unix)]
fn changed(meta: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(meta.ctime()).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds + 1))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}
