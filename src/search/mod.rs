//! The search: everything that can be found, as an index of small files that a browser fetches as it needs them.
//!
//! Records (`gather.rs`, `record.rs`) → the words of each page (`page.rs`, a memo) → one vocabulary with scores
//! (`index.rs`) → files (`shard.rs`). What a word is says `words.rs`, what it counts `score.rs`; the script of the theme
//! that reads the files and answers is `static/search.js`, and it adds whole numbers only, so that both agree.

pub mod gather;
pub mod index;
pub mod page;
pub mod record;
pub mod score;
mod shard;
pub mod words;

use std::sync::Arc;

use serde::Serialize;

use crate::diag::Error;
use crate::memo::{KeyHasher, Memo, each};
use crate::output::{OutputKind, Sink};
use crate::render::page::Press;
use crate::render::strings::WORDS;
use crate::text::json_into;
use gather::{Unit, units};
use page::PageWords;
pub use record::{Kind, Record};
use shard::Shard;

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

/// Writes the index, if the site has a search.
pub fn write(press: &Press<'_>, memo: &Memo<Found>, sink: &dyn Sink) -> Result<(), Error> {
    if !press.site.config.search {
        return Ok(());
    }
    let units = units(press);
    let chunk = chunk(&units);
    let runs = runs(&units, chunk);
    let made = each(&runs, |(n, units)| {
        let run = Run::of(press, units, memo);
        run.write(*n, chunk, sink)
    });

    let mut pages = Vec::with_capacity(units.len());
    let (mut r, mut n) = (Vec::new(), Vec::new());
    for made in made {
        let made = made?;
        pages.extend(made.pages);
        for (name, count) in made.files {
            r.push(name);
            n.push(count);
        }
    }
    let kinds = firsts(&units, &pages);
    let entries = index::merge(&pages, MOST);
    drop(pages);
    let contents = Contents {
        kinds,
        t: shard::put_words(sink, &entries)?,
        v: shard::put_vocabulary(sink, &entries)?,
        r,
        n,
        files: press.site.config.relative_links,
        words: dialog_words(press),
    };
    // Plain data with text keys always serializes.
    let data = serde_json::to_string(&contents).unwrap_or_default();
    let script = format!("rolebookSearch(\"index\",{data})\n");
    shard::write(sink, "index", OutputKind::Page, script)
}

/// All records in the order of their numbers: what tests rank by hand.
pub fn records(press: &Press<'_>) -> Vec<Record> {
    let units = units(press);
    units
        .iter()
        .flat_map(|u| u.records().into_owned())
        .collect()
}

/// The words of the theme that the dialog shows.
fn dialog_words<'a>(press: &Press<'a>) -> std::collections::BTreeMap<&'a str, &'a str> {
    let kinds = Kind::ALL.map(Kind::word);
    let shown = |key: &&str| key.starts_with("search") || kinds.contains(key);
    let keys = WORDS.iter().map(|(key, _)| *key).filter(shown);
    keys.map(|key| (key, press.strings.word(key))).collect()
}

/// Units that share files, numbered.
fn runs<'a, 'b>(units: &'b [Unit<'a>], chunk: usize) -> Vec<(usize, &'b [Unit<'a>])> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (n, unit) in units.iter().enumerate() {
        size += unit.size() + 256;
        if size >= chunk || n + 1 == units.len() {
            out.push((out.len(), units.get(start..=n).unwrap_or_default()));
            (start, size) = (n + 1, 0);
        }
    }
    out
}

/// What was found in some units.
struct Run(Vec<Arc<Found>>);

#[derive(Default)]
struct Written {
    pages: Vec<Arc<PageWords>>,
    /// Names of files, and how many records each has.
    files: Vec<(String, u32)>,
}

impl Run {
    fn of(press: &Press<'_>, units: &[Unit<'_>], memo: &Memo<Found>) -> Self {
        Self(units.iter().map(|unit| found(press, unit, memo)).collect())
    }

    /// Writes the records, in one file unless they are long.
    fn write(self, number: usize, chunk: usize, sink: &dyn Sink) -> Result<Written, Error> {
        let mut out = Written::default();
        let mut records = self.0.iter().flat_map(|f| &f.records).peekable();
        let (mut data, mut count) = (String::new(), 0);
        while let Some(record) = records.next() {
            data.push(if data.is_empty() { '[' } else { ',' });
            data.push_str(record);
            count += 1;
            if records.peek().is_none() || data.len() > 2 * chunk {
                data.push(']');
                let stem = match out.files.len() {
                    0 => number.to_string(),
                    part => format!("{number}-{part}"),
                };
                out.files
                    .push((shard::put(sink, "r", &stem, &data)?, count));
                data.clear();
                count = 0;
            }
        }
        out.pages = self.0.iter().map(|f| Arc::clone(&f.words)).collect();
        Ok(out)
    }
}

fn found(press: &Press<'_>, unit: &Unit<'_>, memo: &Memo<Found>) -> Arc<Found> {
    let compute = || {
        let records = unit.records();
        Found {
            words: Arc::new(PageWords::new(&records)),
            records: records.iter().map(json).collect(),
        }
    };
    let Unit::Article(article, route) = unit else {
        return Arc::new(compute());
    };
    if !memo.keeps() {
        return Arc::new(compute());
    }
    let mut key = KeyHasher::default();
    key.text(route);
    key.text(&article.title);
    key.text(article.nav_title.as_deref().unwrap_or_default());
    key.text(article.description.as_deref().unwrap_or_default());
    key.print(article.body.print);
    key.print(article.outline.print());
    memo.get(key.finish(), press.generation, compute)
}

/// A record as a list: title, heading, address, text; of a role, its letters and hue.
fn json(record: &Record) -> String {
    let parts = [&record.title, &record.heading, &record.url, &record.text];
    let mut out = String::with_capacity(parts.iter().map(|p| p.len() + 8).sum());
    for part in parts {
        out.push(if out.is_empty() { '[' } else { ',' });
        json_into(&mut out, part);
    }
    if let Some((letters, hue)) = &record.mark {
        out.push(',');
        json_into(&mut out, letters);
        out.push_str(&format!(",{hue}"));
    }
    out.push(']');
    out
}

/// The numbers of the first records of all kinds but the first.
fn firsts(units: &[Unit<'_>], pages: &[Arc<PageWords>]) -> Vec<u32> {
    let count = |kind: Kind| -> u32 {
        let of = units.iter().zip(pages).filter(|(u, _)| u.kind() < kind);
        of.map(|(_, p)| p.records).sum()
    };
    Kind::ALL.iter().skip(1).map(|k| count(*k)).collect()
}
