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
use gather::{Unit, units};
use page::PageWords;
pub use record::{Kind, Record};
use shard::Shard;

/// A word that more records have keeps the best of them.
pub const MOST: usize = 1024;

/// About how many bytes a file of records has: a first answer fetches some eight of them.
const CHUNK: usize = 8 << 10;

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
    let runs = runs(&units);
    let made = each(&runs, |(n, units)| run(press, *n, units, memo, sink));

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
pub fn records(press: &Press<'_>) -> Vec<(Kind, Record)> {
    let with_kind = |u: &Unit<'_>| {
        let kind = u.kind();
        let records = u.records().into_owned();
        records.into_iter().map(move |r| (kind, r))
    };
    units(press).iter().flat_map(with_kind).collect()
}

/// The words of the theme that the dialog shows.
fn dialog_words<'a>(press: &Press<'a>) -> std::collections::BTreeMap<&'a str, &'a str> {
    let kinds = Kind::ALL.map(Kind::word);
    let shown = |key: &&str| key.starts_with("search") || kinds.contains(key);
    let keys = WORDS.iter().map(|(key, _)| *key).filter(shown);
    keys.map(|key| (key, press.strings.word(key))).collect()
}

/// Units that share files, numbered.
fn runs<'a, 'b>(units: &'b [Unit<'a>]) -> Vec<(usize, &'b [Unit<'a>])> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (n, unit) in units.iter().enumerate() {
        size += unit.size() + 256;
        if size >= CHUNK || n + 1 == units.len() {
            out.push((out.len(), units.get(start..=n).unwrap_or_default()));
            (start, size) = (n + 1, 0);
        }
    }
    out
}

#[derive(Default)]
struct Run {
    pages: Vec<Arc<PageWords>>,
    /// Names of files, and how many records each has.
    files: Vec<(String, u32)>,
}

/// The words of some units; their records are written.
fn run(
    press: &Press<'_>,
    number: usize,
    units: &[Unit<'_>],
    memo: &Memo<Found>,
    sink: &dyn Sink,
) -> Result<Run, Error> {
    let mut out = Run::default();
    let mut data = String::new();
    let mut count = 0;
    for (n, unit) in units.iter().enumerate() {
        let found = found(press, unit, memo);
        out.pages.push(Arc::clone(&found.words));
        for (m, record) in found.records.iter().enumerate() {
            data.push(if data.is_empty() { '[' } else { ',' });
            data.push_str(record);
            count += 1;
            let last = n + 1 == units.len() && m + 1 == found.records.len();
            if last || data.len() > 2 * CHUNK {
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
    }
    Ok(out)
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
    let base = (&record.title, &record.heading, &record.url, &record.text);
    let made = match &record.mark {
        None => serde_json::to_string(&base),
        Some((letters, hue)) => {
            serde_json::to_string(&(base.0, base.1, base.2, base.3, letters, hue))
        }
    };
    // Plain data always serializes.
    made.unwrap_or_default()
}

/// The numbers of the first records of all kinds but the first.
fn firsts(units: &[Unit<'_>], pages: &[Arc<PageWords>]) -> Vec<u32> {
    let count = |kind: Kind| -> u32 {
        let of = units.iter().zip(pages).filter(|(u, _)| u.kind() < kind);
        of.map(|(_, p)| p.records).sum()
    };
    Kind::ALL.iter().skip(1).map(|k| count(*k)).collect()
}
