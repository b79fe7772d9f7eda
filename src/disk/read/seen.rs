//! The files of a project as a build saw them, so that the next can tell by a look at each that nothing changed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Project, outline};
use crate::diag::Error;
use crate::disk::load::{self, Loaded, Stamp};
use crate::disk::walk::{Found, Walked};
use crate::memo::{Fingerprint, Later};
use crate::source::{Area, BUILTIN, Data, Layout, SourceFile, SourcePath, SourceTree};

/// Every file of a project by path, and how many names were passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    files: Vec<Row>,
    ignored: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    path: SourcePath,
    area: Area,
    print: Fingerprint,
    len: u64,
    what: What,
    pixels: Option<(u32, u32)>,
    /// None for a file that was too young: it is read to see that it is the same.
    stamp: Option<Stamp>,
}

/// What was read of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum What {
    Text,
    NotUtf8(usize),
    TooLarge,
    Asset,
}

impl What {
    fn of(data: &Data) -> Self {
        match data {
            Data::Text(_) | Data::Later(_) => Self::Text,
            Data::NotUtf8(at) => Self::NotUtf8(*at),
            Data::TooLarge => Self::TooLarge,
            Data::Asset => Self::Asset,
        }
    }
}

/// Files of an earlier build by path, and whether one of them was not what it was when it was read after all.
#[derive(Debug, Default)]
pub(super) struct Before {
    rows: HashMap<SourcePath, Row>,
    torn: Arc<AtomicBool>,
}

impl Before {
    /// A file with its stamp of then; its text is read when somebody asks for it.
    pub(super) fn file(&self, found: &Found) -> Option<Loaded> {
        let row = self.rows.get(&found.path)?;
        let stamp = row.stamp.filter(|_| row.area == found.area)?;
        if !load::has_stamp(found, &stamp) {
            return None;
        }
        let file = SourceFile {
            path: found.path.clone(),
            area: row.area,
            data: match row.what {
                What::Text => Data::Later(self.text(found, row.print)),
                What::NotUtf8(at) => Data::NotUtf8(at),
                What::TooLarge => Data::TooLarge,
                What::Asset => Data::Asset,
            },
            len: row.len,
            print: row.print,
            pixels: row.pixels,
        };
        let stamp = Some(stamp);
        Some(Loaded { file, stamp })
    }

    fn text(&self, found: &Found, print: Fingerprint) -> Later<Arc<str>> {
        let (found, torn) = (found.clone(), Arc::clone(&self.torn));
        Later::new(move || {
            let loaded = load::load(&found, false).ok().flatten();
            match loaded.map(|l| l.file).filter(|f| f.print == print) {
                Some(SourceFile {
                    data: Data::Text(text),
                    ..
                }) => text,
                _ => {
                    torn.store(true, Ordering::Relaxed);
                    Arc::from("")
                }
            }
        })
    }
}

impl Project {
    /// Files that are as `seen` need not be read unless somebody asks for their texts.
    pub fn since(&mut self, seen: Seen) {
        let rows = seen.files.into_iter();
        self.before.rows = rows.map(|row| (row.path.clone(), row)).collect();
    }

    /// Whether a text that was asked for late was another by then: what was made of it is not to be used.
    pub fn is_torn(&self) -> bool {
        self.before.torn.load(Ordering::Relaxed)
    }

    /// What `tree` was read from; `None` if some of it could not be read as it is (a link that leads nowhere).
    pub fn seen(&self, tree: &SourceTree) -> Option<Seen> {
        let row = |file: &SourceFile| Row {
            path: file.path.clone(),
            area: file.area,
            print: file.print,
            len: file.len,
            what: What::of(&file.data),
            pixels: file.pixels,
            stamp: self.known.get(&file.path).map(|(stamp, _)| *stamp),
        };
        let files = tree.files().map(|(_, f)| f);
        tree.problems().is_empty().then(|| Seen {
            files: files.filter(|f| f.area != Area::Builtin).map(row).collect(),
            ignored: tree.ignored(),
        })
    }

    /// Whether the project is as it was seen: where its parts are, and what was seen with the stamps of now. Files whose
    /// stamps are as they were are not opened.
    ///
    /// # Errors
    /// What `read` fails with, too.
    pub fn still(&self, seen: &Seen) -> Result<Option<(Layout, Seen)>, Error> {
        let (config, layout, walked) = outline(&self.root, &self.config, &*self.layout)?;
        let Walked {
            ref found,
            ignored,
            ref problems,
            ..
        } = walked;
        let mut found = found.clone();
        found.extend(config.as_ref().map(|_| self.config.found()));
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|a, b| a.path == b.path);
        let other_count = ignored != seen.ignored || found.len() != seen.files.len();
        let has_problems = !problems.is_empty();
        let now = layout.clone();
        let mut outlined = self.outlined.lock().unwrap_or_else(PoisonError::into_inner);
        *outlined = Some((config, layout, walked));
        if has_problems || other_count {
            return Ok(None);
        }
        let pairs: Vec<(&Found, &Row)> = found.iter().zip(&seen.files).collect();
        let rows: Result<Option<Vec<Row>>, Error> =
            pairs.par_iter().map(|(f, r)| still_one(f, r)).collect();
        Ok(rows?.map(|files| (now, Seen { files, ignored })))
    }

    /// Some files by their paths in a tree, in this order; `None` if one cannot be read.
    pub fn some(&self, paths: &[SourcePath]) -> Option<Vec<SourceFile>> {
        let one = |path: &SourcePath| {
            if path.as_str().starts_with(BUILTIN) {
                return self.builtin.iter().find(|f| &f.path == path).cloned();
            }
            let found = match path.as_str() == self.config.path {
                true => self.config.found(),
                false => Found {
                    real: self.root.join(path.as_str()),
                    path: path.clone(),
                    area: Area::Content,
                },
            };
            Some(load::load(&found, false).ok()??.file)
        };
        paths.iter().map(one).collect()
    }
}

fn still_one(found: &Found, row: &Row) -> Result<Option<Row>, Error> {
    if found.path != row.path || found.area != row.area {
        return Ok(None);
    }
    let stamp = load::look(found, row.stamp, row.print)?;
    Ok(stamp.map(|stamp| Row {
        stamp,
        ..row.clone()
    }))
}
