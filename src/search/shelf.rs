//! What the search of a build leaves for the next: each word with all that pages say about it. Then only words of pages that
//! changed are put together anew, and files of records whose pages are as they were stay.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize, Serializer};

use super::index::{self, Entry, order};
use super::page::{PARTS, PageWords, unpack};
use crate::memo::{Fingerprint, decode, each, encode};

/// Words are kept in so many pieces, each of which is brought up to date by itself.
const PIECES: usize = 64;

/// The searches of the build before and of this one.
#[derive(Debug, Default)]
pub struct Shelf {
    on: bool,
    earlier: Vec<u8>,
    now: Mutex<Vec<u8>>,
}

impl Shelf {
    /// What `to_bytes` gave an earlier build, or nothing so far.
    pub fn since(earlier: Option<Vec<u8>>) -> Self {
        Self {
            on: true,
            earlier: earlier.unwrap_or_default(),
            now: Mutex::default(),
        }
    }

    /// Whether anything is left for another build.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// What to leave for the next build; asked for once.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut now)
    }

    /// What the build before left.
    pub(super) fn stock(&self) -> Option<Stock<'_>> {
        decode(&self.earlier)
    }

    /// Keeps a finished search.
    pub(super) fn keep(&self, pages: Vec<Page>, runs: Vec<Run>, entries: &[Entry<'_>]) {
        let length = entries.len().div_ceil(PIECES).max(1);
        let pieces: Vec<&[Entry<'_>]> = entries.chunks(length).collect();
        let pieces = each(&pieces, |entries| {
            let size = |e: &Entry<'_>| e.word.len() + e.postings.len() + e.all.len() + 9;
            let mut bytes = Vec::with_capacity(entries.iter().map(size).sum());
            entries.iter().for_each(|e| e.write(&mut bytes));
            Bytes(bytes.into())
        });
        let stock = Stock {
            pages,
            runs,
            pieces,
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = encode(&stock).unwrap_or_default();
    }
}

/// A page: its key, and how many records it has.
pub type Page = (Fingerprint, u32);

/// Files of records that belong together: what they were made of, their names, and how many records each has.
pub type Run = (Fingerprint, Vec<(String, u32)>);

/// A search on the shelf.
#[derive(Serialize, Deserialize)]
pub(super) struct Stock<'a> {
    pages: Vec<Page>,
    runs: Vec<Run>,
    #[serde(borrow)]
    pieces: Vec<Bytes<'a>>,
}

#[derive(Deserialize)]
struct Bytes<'a>(#[serde(borrow)] Cow<'a, [u8]>);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bytes(&self.0)
    }
}

impl Stock<'_> {
    /// Files of records by what they were made of.
    pub(super) fn runs(&self) -> HashMap<Fingerprint, &[(String, u32)]> {
        self.runs.iter().map(|(k, files)| (*k, &**files)).collect()
    }

    /// Which page of then each page is, if the order of those that stayed is the same and most of them did.
    pub(super) fn stayed(&self, keys: &[Fingerprint]) -> Option<Vec<Option<usize>>> {
        let numbers: HashMap<Fingerprint, usize> =
            self.pages.iter().map(|(k, _)| *k).zip(0..).collect();
        let stayed: Vec<Option<usize>> = keys.iter().map(|k| numbers.get(k).copied()).collect();
        let known: Vec<usize> = stayed.iter().flatten().copied().collect();
        let in_order = known.windows(2).all(|w| w[0] < w[1]);
        (in_order && known.len() * 2 > keys.len()).then_some(stayed)
    }

    /// How many records a page of then has.
    pub(super) fn records(&self, page: usize) -> u32 {
        self.pages.get(page).map_or(0, |(_, records)| *records)
    }

    /// The vocabulary of now: what `index::merge` gives for all pages. `counts` are the records of each page, `new` the words
    /// of those that are not in `stayed`.
    pub(super) fn words<'s>(
        &'s self,
        stayed: &[Option<usize>],
        counts: &[u32],
        new: &[(usize, PageWords)],
        most: usize,
    ) -> Vec<Entry<'s>> {
        let moves = self.moves(stayed, counts);
        let firsts = firsts(counts);
        let added = added(new, &firsts);
        let total = counts.iter().map(|n| *n as usize).sum();
        let before: usize = self.pages.iter().map(|(_, n)| *n as usize).sum();
        let change = Change {
            keeps_scores: total == before && moves.iter().all(Move::stays),
            moves,
            total,
            most,
        };
        let work = self.work(&added);
        let made = each(&work, |(piece, added)| change.piece(piece, added));
        made.into_iter().flatten().collect()
    }

    /// Pieces with what comes into each: words up to the first one of the next piece.
    fn work<'w>(&self, mut added: &'w [Added]) -> Vec<(&[u8], &'w [Added])> {
        let mut out = Vec::with_capacity(self.pieces.len().max(1));
        for (n, piece) in self.pieces.iter().enumerate() {
            let next = self.pieces.get(n + 1).and_then(|p| first_word(&p.0));
            let here = match next {
                Some(next) => added.partition_point(|a| order(&a.0, next) == Ordering::Less),
                None => added.len(),
            };
            let (now, rest) = added.split_at(here);
            out.push((&*piece.0, now));
            added = rest;
        }
        if out.is_empty() {
            out.push((&[], added));
        }
        out
    }

    /// Where runs of records are now.
    fn moves(&self, stayed: &[Option<usize>], counts: &[u32]) -> Vec<Move> {
        let news = firsts(counts);
        let olds = firsts(&self.pages.iter().map(|(_, n)| *n).collect::<Vec<_>>());
        let mut to: Vec<Option<u32>> = vec![None; self.pages.len()];
        for (new, old) in stayed.iter().enumerate() {
            if let Some(slot) = old.and_then(|old| to.get_mut(old)) {
                *slot = news.get(new).copied();
            }
        }
        let mut out: Vec<Move> = Vec::new();
        for (page, to) in to.into_iter().enumerate() {
            let from = olds.get(page).copied().unwrap_or_default();
            let end = from + self.records(page);
            match out.last_mut() {
                Some(last) if last.continues(from, to) => last.end = end,
                _ => out.push(Move { from, end, to }),
            }
        }
        out
    }
}

/// Records from `from` to before `end` begin at `to` now, or are gone.
struct Move {
    from: u32,
    end: u32,
    to: Option<u32>,
}

impl Move {
    fn continues(&self, from: u32, to: Option<u32>) -> bool {
        self.end == from && self.to.map(|t| t + (self.end - self.from)) == to
    }

    fn stays(&self) -> bool {
        self.to.is_none_or(|to| to == self.from)
    }
}

/// A word and what new pages say about it: records and impacts.
type Added = (String, Vec<(u32, u8)>);

/// The words of new pages in order, records as they are numbered now.
fn added(new: &[(usize, PageWords)], firsts: &[u32]) -> Vec<Added> {
    let mut words: BTreeMap<&str, Vec<(u32, u8)>> = BTreeMap::new();
    for (page, found) in new {
        let first = firsts.get(*page).copied().unwrap_or_default();
        for part in 0..PARTS {
            for (_, word, entries) in found.part(part) {
                let entries = entries.iter().map(|e| unpack(*e));
                let list = words.entry(word).or_default();
                list.extend(entries.map(|(record, impact)| (first + record, impact)));
            }
        }
    }
    let mut out: Vec<Added> = words
        .into_iter()
        .map(|(word, list)| (word.to_owned(), list))
        .collect();
    out.sort_by(|a, b| order(&a.0, &b.0));
    out
}

fn firsts(counts: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    let first = |n: &u32| {
        sum += n;
        sum - n
    };
    counts.iter().map(first).collect()
}

/// What is other than it was.
struct Change {
    moves: Vec<Move>,
    /// No record has another number, and there are as many as there were: a word that no changed page has stays as it is.
    keeps_scores: bool,
    total: usize,
    most: usize,
}

impl Change {
    fn piece<'s>(&self, mut bytes: &'s [u8], mut added: &[Added]) -> Vec<Entry<'s>> {
        let mut out = Vec::new();
        while let Some((entry, rest)) = Entry::read(bytes) {
            bytes = rest;
            let here = added.partition_point(|a| order(&a.0, &entry.word) == Ordering::Less);
            let (before, rest) = added.split_at(here);
            out.extend(before.iter().map(|a| self.entry(&a.0, &a.1)));
            let mut new: &[(u32, u8)] = &[];
            added = rest;
            if let Some((first, rest)) = rest.split_first()
                && first.0 == entry.word
            {
                new = &first.1;
                added = rest;
            }
            out.extend(self.changed(entry, new));
        }
        out.extend(added.iter().map(|a| self.entry(&a.0, &a.1)));
        out
    }

    /// An entry as it is now; `None` if nothing has the word any more.
    fn changed<'s>(&self, entry: Entry<'s>, new: &[(u32, u8)]) -> Option<Entry<'s>> {
        if self.keeps_scores && self.gone(&entry.all) == new {
            return Some(entry);
        }
        let mut list = Vec::with_capacity(entry.all.len() / 2 + new.len());
        let mut moves = self.moves.iter().peekable();
        let mut new = new.iter().copied().peekable();
        for (record, impact) in index::all_of(&entry.all) {
            while moves.next_if(|m| m.end <= record).is_some() {}
            let moved = moves.peek().and_then(|m| Some(m.to? + (record - m.from)));
            let Some(record) = moved else {
                continue;
            };
            while let Some(before) = new.next_if(|(n, _)| *n < record) {
                list.push(before);
            }
            list.push((record, impact));
        }
        list.extend(new);
        (!list.is_empty()).then(|| self.entry(&entry.word, &list))
    }

    /// What pages that are gone said of a word.
    fn gone(&self, all: &[u8]) -> Vec<(u32, u8)> {
        let mut out = Vec::new();
        let mut gone = self.moves.iter().filter(|m| m.to.is_none()).peekable();
        for (record, impact) in index::all_of(all) {
            while gone.next_if(|m| m.end <= record).is_some() {}
            match gone.peek() {
                Some(m) if m.from <= record => out.push((record, impact)),
                Some(_) => {}
                None => break,
            }
        }
        out
    }

    fn entry<'s>(&self, word: &str, list: &[(u32, u8)]) -> Entry<'s> {
        let counts = (list.len(), self.total);
        Entry::new(word, || list.iter().copied(), counts, self.most, true)
    }
}

impl Entry<'_> {
    /// Its parts, each behind its length.
    fn write(&self, out: &mut Vec<u8>) {
        for part in [self.word.as_bytes(), self.postings.as_bytes(), &self.all] {
            index::number_into(out, part.len() as u32);
            out.extend_from_slice(part);
        }
    }
}

impl<'s> Entry<'s> {
    /// The first entry, and what is behind it.
    fn read(bytes: &'s [u8]) -> Option<(Self, &'s [u8])> {
        let (word, bytes) = part(bytes)?;
        let (postings, bytes) = part(bytes)?;
        let (all, bytes) = part(bytes)?;
        let entry = Entry {
            word: std::str::from_utf8(word).ok()?.into(),
            postings: std::str::from_utf8(postings).ok()?.into(),
            all: all.into(),
        };
        Some((entry, bytes))
    }
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, bytes) = index::number(bytes)?;
    bytes.split_at_checked(length as usize)
}

fn first_word(piece: &[u8]) -> Option<&str> {
    std::str::from_utf8(part(piece)?.0).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Record;
    use super::super::page::Maker;
    use super::*;

    /// Pages by their texts; each block of a text is a record.
    fn pages(texts: &[&str]) -> Vec<PageWords> {
        let record = |text: &str| Record {
            title: text.to_owned(),
            text: text.to_owned(),
            ..Record::default()
        };
        let page = |text: &&str| {
            let mut maker = Maker::default();
            text.split('|').for_each(|part| maker.add(&record(part)));
            maker.finish()
        };
        texts.iter().map(page).collect()
    }

    fn keys(texts: &[&str]) -> Vec<Fingerprint> {
        texts
            .iter()
            .map(|t| Fingerprint::of(t.as_bytes()))
            .collect()
    }

    fn whole(texts: &[&str], most: usize) -> Vec<Entry<'static>> {
        let pages: Vec<Arc<PageWords>> = pages(texts).into_iter().map(Arc::new).collect();
        index::merge(&pages, most, true)
    }

    fn kept(texts: &[&str], most: usize) -> Shelf {
        let shelf = Shelf::since(None);
        let counts = pages(texts).into_iter().map(|p| p.records);
        let pages = keys(texts).into_iter().zip(counts).collect();
        shelf.keep(pages, Vec::new(), &whole(texts, most));
        Shelf::since(Some(shelf.to_bytes()))
    }

    #[test]
    fn what_changed_pages_bring_and_take_gives_what_all_pages_give() {
        let first = ["a b c", "b c|d é", "c d|x y|e", "z a", "a 決定権", "q"];
        let edits: &[&[&str]] = &[
            &first,
            &["a b c", "b c|d ef", "c d|x y|e", "z a", "a 決定権", "q"],
            &["a b c", "b c", "c d|x y|e", "z a", "a 決定権", "q"],
            &["a b c", "n|b c|d é", "b c|d é", "c d|x y|e", "z a", "q"],
            &["c d|x y|e", "z a", "a 決定権", "q", "0|ﾊﾟ|𠀀"],
            &[
                "a b c",
                "b c|d é",
                "c d|x y|e",
                "z a",
                "a 決定権",
                "aa zz|c",
            ],
        ];
        for most in [2, 1000] {
            let shelf = kept(&first, most);
            let stock = shelf.stock().unwrap();
            for texts in edits {
                let stayed = stock.stayed(&keys(texts)).unwrap();
                let all = pages(texts);
                let counts: Vec<u32> = all.iter().map(|p| p.records).collect();
                let new = all.into_iter().enumerate();
                let new: Vec<_> = new.filter(|(n, _)| stayed[*n].is_none()).collect();
                let words = stock.words(&stayed, &counts, &new, most);
                assert_eq!(words, whole(texts, most), "{texts:?}");
            }
        }
    }

    #[test]
    fn pages_in_another_order_or_mostly_others_are_put_together_anew() {
        let shelf = kept(&["a", "b", "c"], 9);
        let stock = shelf.stock().unwrap();
        assert!(stock.stayed(&keys(&["b", "a", "c"])).is_none());
        assert!(stock.stayed(&keys(&["a", "x", "y"])).is_none());
        assert!(stock.stayed(&keys(&["a", "c"])).is_some());
        assert!(Shelf::default().stock().is_none());
    }
}
