//! The search: everything that can be found, as an index of small files that a browser fetches as it needs them.
//!
//! Records (`gather.rs`, `record.rs`) → the words of each page (`page.rs`, a memo) → one vocabulary with scores
//! (`index.rs`) → files (`shard.rs`). What of it changes with one page says `shelf.rs`. What a word is says `words.rs`, what it counts `score.rs`; the script of the theme
//! that reads the files and answers is `static/search.js`, and it adds whole numbers only, so that both agree.

pub mod gather;
pub mod index;
pub mod page;
pub mod record;
pub mod score;
mod shard;
mod shelf;
pub mod words;

use std::sync::Arc;

use serde::Serialize;

use crate::diag::Error;
use crate::memo::{Fingerprint, KeyHasher, Memo, each};
use crate::output::{OutputKind, Sink};
use crate::render::page::Press;
use crate::render::strings::WORDS;
use crate::text::json_into;
use gather::{Unit, units};
use index::Entry;
use page::{Maker, PageWords};
pub use record::{Kind, Record};
use shard::{Script, Shard};
pub use shelf::Shelf;
use shelf::Stock;

/// A word that more records have keeps the best of them.
pub const MOST: usize = 1024;

/// About how many bytes a file of records has: a first answer fetches some eight of them. The larger the site, the more,
/// since each file costs a name in the list of files.
fn chunk(units: &[Unit<'_>]) -> usize {
    let all: usize = units.iter().map(Unit::size).sum();
    match all >> 20 {
        0..4 => 5 << 10,
        4..16 => 8 << 10,
        _ => 16 << 10,
    }
}

/// What the search keeps of a page.
#[derive(Debug)]
pub struct Found {
    words: Arc<PageWords>,
    /// Each record as a browser reads it.
    records: Vec<String>,
}

/// Which files there are, and the words of the dialog.
#[derive(Serialize)]
struct Contents<'a> {
    /// Numbers of the first records of each kind but the first.
    kinds: Vec<u32>,
    /// Words with records, in order.
    t: Vec<Shard>,
    /// Words alone, in order.
    v: Vec<Shard>,
    /// Names of files of records, in order.
    r: Vec<String>,
    /// How many records each has.
    n: Vec<u32>,
    /// Whether addresses name their `index.html`.
    files: bool,
    /// The theme's words.
    words: std::collections::BTreeMap<&'a str, &'a str>,
}

/// Writes the index, if the site has a search. `shelf` has what the build before left of its own.
pub fn write(
    press: &Press<'_>,
    memo: &Memo<Found>,
    shelf: &Shelf,
    sink: &dyn Sink,
) -> Result<(), Error> {
    if !press.site.config.search {
        return Ok(());
    }
    let units = units(press);
    let keys = match shelf.is_on() {
        true => each(&units, key),
        false => Vec::new(),
    };
    let stock = shelf.stock();
    let stayed = stock.as_ref().and_then(|s| Some((s, s.stayed(&keys)?)));
    let made = match &stayed {
        Some((stock, stayed)) => again(&units, &keys, stock, stayed, sink)?,
        None => anew(press, &units, &keys, memo, sink)?,
    };
    let Made {
        counts,
        runs,
        entries,
    } = made;
    let files = || runs.iter().flat_map(|(_, files)| files);
    let contents = Contents {
        kinds: firsts(&units, &counts),
        t: shard::put_words(sink, &entries)?,
        v: shard::put_vocabulary(sink, &entries)?,
        r: files().map(|(name, _)| name.clone()).collect(),
        n: files().map(|(_, count)| *count).collect(),
        files: press.site.config.relative_links,
        words: dialog_words(press),
    };
    // Plain data with text keys always serializes.
    let data = serde_json::to_string(&contents).unwrap_or_default();
    let script = format!("{}(\"index\",{data})\n", shard::CALL);
    shard::write(sink, "index", OutputKind::Page, script)?;
    if shelf.is_on() {
        shelf.keep(keys.into_iter().zip(counts).collect(), runs, &entries);
    }
    Ok(())
}

/// All but the list of files.
struct Made<'a> {
    /// How many records each unit has.
    counts: Vec<u32>,
    /// Files of records, in order.
    runs: Vec<shelf::Run>,
    /// The vocabulary.
    entries: Vec<Entry<'a>>,
}

/// Puts all units together.
fn anew(
    press: &Press<'_>,
    units: &[Unit<'_>],
    keys: &[Fingerprint],
    memo: &Memo<Found>,
    sink: &dyn Sink,
) -> Result<Made<'static>, Error> {
    let chunk = chunk(units);
    let runs = runs(units, chunk);
    let groups: Vec<_> = runs.chunks(runs.len().div_ceil(GROUPS).max(1)).collect();
    let made = each(&groups, |runs| {
        Group::of(press, runs, (keys, chunk), memo, sink)
    });
    let (mut counts, mut pages) = (Vec::with_capacity(units.len()), Vec::new());
    let mut runs = Vec::with_capacity(runs.len());
    for made in made {
        let made = made?;
        counts.extend(made.counts);
        pages.extend(made.words);
        runs.extend(made.runs);
    }
    Ok(Made {
        counts,
        runs,
        entries: index::merge(&pages, MOST, !keys.is_empty()),
    })
}

/// Puts in what changed since the build that left `stock`.
fn again<'s>(
    units: &[Unit<'_>],
    keys: &[Fingerprint],
    stock: &'s Stock<'_>,
    stayed: &[Option<usize>],
    sink: &dyn Sink,
) -> Result<Made<'s>, Error> {
    let chunk = chunk(units);
    let known = stock.runs();
    let runs = each(&runs(units, chunk), |run| {
        let key = run.key(keys, chunk).unwrap_or_default();
        if let Some(files) = known.get(&key)
            && shard::stay(sink, "r", files, key)?
        {
            return Ok((key, files.to_vec()));
        }
        let mut files = Files::new(sink, run.number, chunk, Some(key));
        for unit in run.units {
            unit.each(&mut |record| files.add(&|out| json(out, record)));
        }
        Ok((key, files.end()?))
    });
    let runs = runs.into_iter().collect::<Result<Vec<_>, Error>>()?;

    let new = stayed.iter().zip(units).enumerate();
    let new: Vec<(usize, &Unit<'_>)> = new
        .filter(|(_, (stayed, _))| stayed.is_none())
        .map(|(n, (_, unit))| (n, unit))
        .collect();
    let new = each(&new, |(n, unit)| {
        let mut words = Maker::default();
        unit.each(&mut |record| words.add(record));
        (*n, words.finish())
    });
    let mut counts: Vec<u32> = stayed
        .iter()
        .map(|page| page.map_or(0, |page| stock.records(page)))
        .collect();
    for (n, words) in &new {
        if let Some(count) = counts.get_mut(*n) {
            *count = words.records;
        }
    }
    let entries = stock.words(stayed, &counts, &new, MOST);
    Ok(Made {
        counts,
        runs,
        entries,
    })
}

/// All records in the order of their numbers: what tests rank by hand.
pub fn records(press: &Press<'_>) -> Vec<Record> {
    let mut out = Vec::new();
    for unit in units(press) {
        unit.each(&mut |record| out.push(record.clone()));
    }
    out
}

/// The words of the theme that the dialog shows.
fn dialog_words<'a>(press: &Press<'a>) -> std::collections::BTreeMap<&'a str, &'a str> {
    let kinds = Kind::ALL.map(Kind::word);
    let shown = |key: &&str| key.starts_with("search") || kinds.contains(key);
    let keys = WORDS.iter().map(|(key, _)| *key).filter(shown);
    keys.map(|key| (key, press.strings.word(key))).collect()
}

/// Units that share files, numbered.
fn runs<'a, 'b>(units: &'b [Unit<'a>], chunk: usize) -> Vec<Run<'a, 'b>> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (n, unit) in units.iter().enumerate() {
        size += unit.size() + 256;
        if size >= chunk || n + 1 == units.len() {
            out.push(Run {
                number: out.len(),
                start,
                units: units.get(start..=n).unwrap_or_default(),
            });
            (start, size) = (n + 1, 0);
        }
    }
    out
}

/// Neighbors whose records share files.
struct Run<'a, 'b> {
    number: usize,
    /// The number of the first unit.
    start: usize,
    units: &'b [Unit<'a>],
}

impl Run<'_, '_> {
    /// Of all that its files are made of, if units have keys.
    fn key(&self, keys: &[Fingerprint], chunk: usize) -> Option<Fingerprint> {
        let keys = keys.get(self.start..self.start + self.units.len())?;
        let mut key = KeyHasher::default();
        key.number(self.number as u64);
        key.number(chunk as u64);
        keys.iter().for_each(|k| key.print(*k));
        Some(key.finish())
    }
}

/// Runs are worked on in so many groups: enough for many processors, few enough that the words of a group are mostly met
/// before.
const GROUPS: usize = 64;

/// What was made of some runs that follow one another.
#[derive(Default)]
struct Group {
    /// How many records each unit has.
    counts: Vec<u32>,
    /// The words of each page; of all together where none is kept.
    words: Vec<Arc<PageWords>>,
    /// Files by run.
    runs: Vec<shelf::Run>,
}

impl Group {
    /// Writes the records of each run, in one file unless they are long.
    fn of(
        press: &Press<'_>,
        runs: &[Run<'_, '_>],
        (keys, chunk): (&[Fingerprint], usize),
        memo: &Memo<Found>,
        sink: &dyn Sink,
    ) -> Result<Self, Error> {
        let mut out = Self::default();
        let mut words = Maker::default();
        for run in runs {
            let key = run.key(keys, chunk);
            let mut files = Files::new(sink, run.number, chunk, key);
            for unit in run.units {
                let before = files.records;
                if memo.keeps() {
                    let found = found(press, unit, memo);
                    let records = found.records.iter();
                    records.for_each(|r| files.add(&|out| out.push_str(r)));
                    out.words.push(Arc::clone(&found.words));
                } else {
                    unit.each(&mut |record| {
                        words.add(record);
                        files.add(&|out| json(out, record));
                    });
                }
                out.counts.push(files.records - before);
            }
            out.runs.push((key.unwrap_or_default(), files.end()?));
        }
        if !memo.keeps() {
            out.words.push(Arc::new(words.finish()));
        }
        Ok(out)
    }
}

/// The files of a run.
struct Files<'a> {
    sink: &'a dyn Sink,
    run: usize,
    chunk: usize,
    key: Option<Fingerprint>,
    now: Option<(Script, u32)>,
    /// How many records have been added.
    records: u32,
    done: Result<Vec<(String, u32)>, Error>,
}

impl<'a> Files<'a> {
    fn new(sink: &'a dyn Sink, run: usize, chunk: usize, key: Option<Fingerprint>) -> Self {
        Self {
            sink,
            run,
            chunk,
            key,
            now: None,
            records: 0,
            done: Ok(Vec::new()),
        }
    }

    fn add(&mut self, write: &dyn Fn(&mut String)) {
        let (script, count) = self.now.get_or_insert_with(|| {
            let stem = match self.done.as_ref().map_or(0, Vec::len) {
                0 => self.run.to_string(),
                part => format!("{}-{part}", self.run),
            };
            (Script::new("r", stem, self.chunk + self.chunk / 2), 0)
        });
        script.text.push(if *count == 0 { '[' } else { ',' });
        write(&mut script.text);
        *count += 1;
        self.records += 1;
        if script.size() > 2 * self.chunk {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some((mut script, count)) = self.now.take() else {
            return;
        };
        script.text.push(']');
        if let Ok(done) = &mut self.done {
            match script.put(self.sink, self.key) {
                Ok(name) => done.push((name, count)),
                Err(error) => self.done = Err(error),
            }
        }
    }

    fn end(mut self) -> Result<Vec<(String, u32)>, Error> {
        self.close();
        self.done
    }
}

fn found(press: &Press<'_>, unit: &Unit<'_>, memo: &Memo<Found>) -> Arc<Found> {
    let compute = || {
        let mut words = Maker::default();
        let mut records = Vec::new();
        unit.each(&mut |record| {
            words.add(record);
            let mut out = String::with_capacity(record.text.len() + 128);
            json(&mut out, record);
            records.push(out);
        });
        Found {
            words: Arc::new(words.finish()),
            records,
        }
    };
    match unit {
        Unit::Article(..) if memo.keeps() => memo.get(key(unit), press.generation, compute),
        _ => Arc::new(compute()),
    }
}

/// Of all that the records of a unit are made of.
fn key(unit: &Unit<'_>) -> Fingerprint {
    let mut key = KeyHasher::default();
    match unit {
        Unit::Article(article, route) => {
            key.text(route);
            key.text(&article.title);
            key.text(article.nav_title.as_deref().unwrap_or_default());
            key.text(article.description.as_deref().unwrap_or_default());
            key.print(article.body.print);
            key.print(article.outline.print());
        }
        Unit::Records(records) => key.value(records),
    }
    key.finish()
}

/// Adds a record as a list: title, heading, address, text; of a role, its letters and hue.
fn json(out: &mut String, record: &Record) {
    let parts = [&record.title, &record.heading, &record.url, &record.text];
    for (n, part) in parts.into_iter().enumerate() {
        out.push(if n == 0 { '[' } else { ',' });
        json_into(out, part);
    }
    if let Some((letters, hue)) = &record.mark {
        out.push(',');
        json_into(out, letters);
        out.push_str(&format!(",{hue}"));
    }
    out.push(']');
}

/// The numbers of the first records of all kinds but the first.
fn firsts(units: &[Unit<'_>], counts: &[u32]) -> Vec<u32> {
    let count = |kind: Kind| -> u32 {
        let of = units.iter().zip(counts).filter(|(u, _)| u.kind() < kind);
        of.map(|(_, n)| n).sum()
    };
    Kind::ALL.iter().skip(1).map(|k| count(*k)).collect()
}
