//! The last build as the next one finds it: if nothing changed since, its messages are told again and nothing is made.

use serde::{Deserialize, Serialize};

use super::args::BuildArgs;
use super::build::Counts;
use super::session::Session;
use crate::diag::{Diagnostics, Error, FileId, Severity};
use crate::disk::cache::Cache;
use crate::disk::read::Seen;
use crate::disk::write::{Published, Standing};
use crate::memo::{Fingerprint, KeyHasher, decode, encode};
use crate::source::{Facts, SourcePath, SourceTree, TreeParts};

/// Its name in the cache.
const NAME: &str = "index";

/// A build without errors.
#[derive(Serialize, Deserialize)]
pub struct Last {
    /// Of everything but files that a build depends on.
    key: Fingerprint,
    seen: Seen,
    standing: Standing,
    /// What its summary counted.
    pub counts: Counts,
    /// The files that `told` names: `FileId` n is number n of this list.
    named: Vec<SourcePath>,
    told: Diagnostics,
}

/// What there is to tell when nothing changed.
pub struct Again {
    /// The files that messages name.
    pub source: SourceTree,
    /// The messages.
    pub told: Diagnostics,
    /// The output, untouched.
    pub published: Published,
}

impl Last {
    /// What the last build left, if that can be understood.
    pub fn read(cache: &Cache) -> Option<Self> {
        decode(&cache.get(NAME)?)
    }

    /// What it left in the output folder.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The files as it saw them.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The messages of the last build, if this one would make the same of the same files, and its output still lies there. The
    /// facts, once they are known, are put into `asked`.
    ///
    /// # Errors
    /// Another build holds the output.
    pub fn again(
        &mut self,
        session: &Session,
        args: &BuildArgs,
        cache: &mut Cache,
        asked: &mut Option<Facts>,
    ) -> Result<Option<Again>, Error> {
        let (facts, still) = std::thread::scope(|scope| {
            // Asking git takes as long as looking at a thousand files.
            let facts = scope.spawn(|| session.facts());
            let still = session.project.still(&self.seen);
            (facts.join(), still)
        });
        // What failed fails again when everything is made, and is told there.
        let Ok(Ok(facts)) = facts else {
            return Ok(None);
        };
        *asked = Some(facts.clone());
        let Ok(Some((layout, seen))) = still else {
            return Ok(None);
        };
        let out = super::build::output(args, session, &layout)?;
        if self.key != key(session, args, &facts)
            || !self.standing.is_there(&session.root, &out, &layout)?
        {
            return Ok(None);
        }
        let Some((source, told)) = self.messages(session, facts) else {
            return Ok(None);
        };
        if seen != self.seen {
            self.seen = seen;
            self.keep(cache);
        }
        let published = Published {
            unchanged: self.standing.len(),
            ..Published::default()
        };
        Ok(Some(Again {
            source,
            told,
            published,
        }))
    }

    fn messages(&self, session: &Session, facts: Facts) -> Option<(SourceTree, Diagnostics)> {
        let source = SourceTree::new(TreeParts {
            name: String::new(),
            layout: Default::default(),
            facts,
            files: session.project.some(&self.named)?,
            ignored: 0,
            problems: Vec::new(),
        });
        let now = |old: FileId| source.find(self.named.get(old.0 as usize)?.as_str());
        let told = self.told.clone().moved(now)?;
        Some((source, told))
    }

    /// Leaves a finished build for the next one. Where that fails, the next one makes everything anew.
    pub fn leave(
        session: &Session,
        args: &BuildArgs,
        source: &SourceTree,
        (told, published, counts): (&Diagnostics, &Published, Counts),
        cache: &mut Cache,
    ) {
        let Some(seen) = session.project.seen(source) else {
            return;
        };
        let shown = told.iter().filter(|d| d.severity != Severity::Info);
        let shown: Diagnostics = shown.cloned().collect();
        let mut ids: Vec<FileId> = shown.iter().flat_map(|d| d.files()).collect();
        ids.sort();
        ids.dedup();
        let number = |id| Some(FileId(u32::try_from(ids.binary_search(&id).ok()?).ok()?));
        let path = |id: &FileId| Some(source.get(*id)?.path.clone());
        let named: Option<Vec<SourcePath>> = ids.iter().map(path).collect();
        let (Some(named), Some(told)) = (named, shown.moved(number)) else {
            return;
        };
        let last = Self {
            key: key(session, args, source.facts()),
            seen,
            standing: published.standing.clone(),
            counts,
            named,
            told,
        };
        last.keep(cache);
    }

    fn keep(&self, cache: &mut Cache) {
        if let Some(bytes) = encode(self) {
            // A project that cannot be written to is built all the same.
            let _ = cache.put(NAME, &bytes);
        }
    }
}

/// Everything but files: the place, the flags, the day, the commit.
fn key(session: &Session, args: &BuildArgs, facts: &Facts) -> Fingerprint {
    let mut key = KeyHasher::default();
    let mut path = |path: Option<&std::path::Path>| {
        key.number(u64::from(path.is_some()));
        key.bytes(path.map_or(&[], |p| p.as_os_str().as_encoded_bytes()));
    };
    path(Some(&session.root));
    path(session.config.as_deref());
    path(args.output_dir.as_deref());
    let options = &session.options;
    key.number(u64::from(options.drafts) << 1 | u64::from(options.strict));
    key.number(u64::from(options.base_url.is_some()));
    key.text(options.base_url.as_deref().unwrap_or_default());
    for (code, level) in &options.levels {
        key.text(code);
        key.number(level.map_or(0, |l| l as u64 + 1));
    }
    key.text(&facts.today.to_string());
    if let Some((name, day)) = &facts.revision {
        key.text(name);
        key.text(&day.to_string());
    }
    key.number(u64::from(facts.shallow));
    key.finish()
}
