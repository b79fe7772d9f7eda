//! The files of a project as a build saw them, so that the next can tell by a look at each that nothing changed.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Project, outline};
use crate::diag::Error;
use crate::disk::load::{self, Stamp};
use crate::disk::walk::{Found, Walked};
use crate::memo::Fingerprint;
use crate::source::{Area, BUILTIN, Layout, SourceFile, SourcePath, SourceTree};

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
    /// None for a file that was too young: it is read to see that it is the same.
    stamp: Option<Stamp>,
}

impl Project {
    /// What `tree` was read from; `None` if some of it could not be read as it is (a link that leads nowhere).
    pub fn seen(&self, tree: &SourceTree) -> Option<Seen> {
        let row = |file: &SourceFile| Row {
            path: file.path.clone(),
            area: file.area,
            print: file.print,
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
            mut found,
            ignored,
            problems,
            ..
        } = walked;
        found.extend(config.as_ref().map(|_| self.config.found()));
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|a, b| a.path == b.path);
        if !problems.is_empty() || ignored != seen.ignored || found.len() != seen.files.len() {
            return Ok(None);
        }
        let pairs: Vec<(&Found, &Row)> = found.iter().zip(&seen.files).collect();
        let rows: Result<Option<Vec<Row>>, Error> =
            pairs.par_iter().map(|(f, r)| still_one(f, r)).collect();
        let now = |files| (layout, Seen { files, ignored });
        Ok(rows?.map(now))
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
