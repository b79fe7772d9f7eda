//! The words of all pages in one vocabulary: each word with the records that have it, best ones only where it is very common.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use super::page::{PARTS, PageWords, unpack};
use super::score::{rarity, step};
use crate::memo::{each, sort_by};

/// A word and the records that have it, as the browser reads them.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The word, or the key of a whole name.
    pub word: Cow<'a, str>,
    /// See `encode`.
    pub postings: Cow<'a, str>,
    /// All records that have it, and how much it says about each (`all_of`); empty if nobody asks for it again.
    pub all: Cow<'a, [u8]>,
}

impl Entry<'_> {
    /// Of records in order and how much the word says about each, `found` of `total` records; with `keeps`, all of them
    /// stand beside it for the next build.
    pub fn new<I: Iterator<Item = (u32, u8)>>(
        word: &str,
        list: impl Fn() -> I,
        (found, total): (usize, usize),
        most: usize,
        keeps: bool,
    ) -> Self {
        let rarity = rarity(found, total);
        let steps = || list().map(|(record, impact)| (record, step(impact, rarity)));
        let mut best = Best::of(steps().map(|(_, step)| step), found, most);
        let postings = encode(
            steps().filter(|(_, step)| best.takes(*step)),
            found.min(most),
        );
        let all = match keeps {
            true => all(list(), found),
            false => Vec::new(),
        };
        Self {
            word: word.to_owned().into(),
            postings: postings.into(),
            all: all.into(),
        }
    }
}

/// The vocabulary in the order in which a browser compares. A word keeps its best `most` records; with `keeps`, all of them
/// stand beside it for the next build.
pub fn merge(pages: &[Arc<PageWords>], most: usize, keeps: bool) -> Vec<Entry<'static>> {
    let mut total = 0;
    let mut firsts = Vec::with_capacity(pages.len());
    for page in pages {
        firsts.push(total);
        total += page.records;
    }
    let parts: Vec<usize> = (0..PARTS).collect();
    let made = each(&parts, |n| {
        part(pages, &firsts, *n, total as usize, (most, keeps))
    });
    let mut all: Vec<Entry<'_>> = made.into_iter().flatten().collect();
    sort_by(&mut all, |a, b| order(&a.word, &b.word));
    all
}

/// As JavaScript compares: by units of UTF-16.
pub fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        return a.cmp(b);
    }
    a.encode_utf16().cmp(b.encode_utf16())
}

/// A word whose hash is known.
#[derive(PartialEq, Eq)]
struct Key<'a> {
    hash: u64,
    word: &'a str,
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Hands on the hash that a key has.
#[derive(Default)]
struct Known(u64);

impl Hasher for Known {
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A word with what each page has of it: the number of the page's first record, and its entries.
type List<'a> = (&'a str, Vec<(u32, &'a [u32])>);

/// The words of one part. The map is for look-ups only.
fn part(
    pages: &[Arc<PageWords>],
    firsts: &[u32],
    part: usize,
    total: usize,
    (most, keeps): (usize, bool),
) -> Vec<Entry<'static>> {
    let mut numbers: HashMap<Key<'_>, usize, BuildHasherDefault<Known>> = HashMap::default();
    let mut lists: Vec<List<'_>> = Vec::new();
    for (page, first) in pages.iter().zip(firsts) {
        for (hash, word, entries) in page.part(part) {
            let number = match numbers.entry(Key { hash, word }) {
                Slot::Occupied(slot) => *slot.get(),
                Slot::Vacant(slot) => {
                    lists.push((word, Vec::new()));
                    *slot.insert(lists.len() - 1)
                }
            };
            if let Some((_, list)) = lists.get_mut(number) {
                list.push((*first, entries));
            }
        }
    }
    let made = lists.iter().map(|(word, list)| {
        let found = list.iter().map(|(_, entries)| entries.len()).sum();
        let records = || {
            list.iter().flat_map(|(first, entries)| {
                entries.iter().map(move |e| {
                    let (record, impact) = unpack(*e);
                    (first + record, impact)
                })
            })
        };
        Entry::new(word, records, (found, total), most, keeps)
    });
    made.collect()
}

/// For each record how far it is from the one before, and how much the word says about it.
fn all(list: impl Iterator<Item = (u32, u8)>, about: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(about * 2 + 8);
    let mut last = 0;
    for (record, impact) in list {
        number_into(&mut out, record - last);
        out.push(impact);
        last = record;
    }
    out
}

/// The records of `Entry::all`, and how much its word says about each.
pub fn all_of(mut bytes: &[u8]) -> impl Iterator<Item = (u32, u8)> {
    let mut last = 0;
    std::iter::from_fn(move || {
        let (gap, rest) = number(bytes)?;
        let (impact, rest) = rest.split_first()?;
        bytes = rest;
        last += gap;
        Some((last, *impact))
    })
}

/// Adds a number: seven bits a byte, the lowest first, all but the last raised by 128.
pub fn number_into(out: &mut Vec<u8>, mut n: u32) {
    while n >= 128 {
        out.push(n as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

/// The number at the start, and what is behind it.
pub fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first < 128 {
        return Some((u32::from(*first), rest));
    }
    let length = bytes.iter().take(5).position(|b| *b < 128)?;
    let (digits, rest) = bytes.split_at_checked(length + 1)?;
    let n = digits
        .iter()
        .rev()
        .fold(0, |n, b| n << 7 | u64::from(b & 127));
    Some((u32::try_from(n).ok()?, rest))
}

/// Which records of a word are kept: the best, and the earlier of equals.
struct Best {
    /// The lowest step that is kept.
    least: u8,
    /// How many of that step.
    room: usize,
}

impl Best {
    /// The best `most` of `found`.
    fn of(steps: impl Iterator<Item = u8>, found: usize, most: usize) -> Self {
        if found <= most {
            return Self {
                least: 0,
                room: found,
            };
        }
        let mut counts = [0_usize; 256];
        steps.for_each(|step| counts[usize::from(step)] += 1);
        let mut room = most;
        let mut least = 255_u8;
        while least > 0 && counts[usize::from(least)] <= room {
            room -= counts[usize::from(least)];
            least -= 1;
        }
        Self { least, room }
    }

    /// Whether the next record is kept, by its step.
    fn takes(&mut self, step: u8) -> bool {
        match step.cmp(&self.least) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => {
                let keep = self.room > 0;
                self.room = self.room.saturating_sub(1);
                keep
            }
        }
    }
}

/// Ninety characters that need no escape in a script's string.
fn digit(n: u32) -> char {
    let byte = 0x23 + (n % 90) as u8;
    char::from(if byte > 0x5b { byte + 1 } else { byte })
}

/// For each record how far it is from the one before, in digits of base 45, the lowest first, all but the last raised by
/// 45; then the step of its score.
fn encode(list: impl Iterator<Item = (u32, u8)>, about: usize) -> String {
    let mut out = String::with_capacity(about * 3);
    let mut last = 0;
    for (record, step) in list {
        let mut gap = record - last;
        last = record;
        while gap >= 45 {
            out.push(digit(45 + gap % 45));
            gap /= 45;
        }
        out.push(digit(gap));
        out.push(digit(u32::from(step)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_and_of_equals_the_earlier() {
        let kept = |steps: &[u8], most| {
            let mut best = Best::of(steps.iter().copied(), steps.len(), most);
            let taken = (0..).zip(steps).filter(|(_, step)| best.takes(**step));
            taken.map(|(n, _)| n).collect::<Vec<usize>>()
        };
        assert_eq!(kept(&[3, 9, 3, 7, 3], 3), [0, 1, 3]);
        assert_eq!(kept(&[3, 9, 7], 3), [0, 1, 2]);
        assert_eq!(kept(&[0, 0], 1), [0]);
    }

    #[test]
    fn what_is_written_needs_no_escape() {
        for n in 0..90 {
            let c = digit(n);
            assert!(
                c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '!' | ' '),
                "{c}"
            );
        }
        assert_eq!(
            encode([(0, 0), (44, 89), (45 + 44 + 3, 1)].into_iter(), 3),
            "##O}S#$".replace("S#", &format!("{}{}", digit(45 + 3), digit(1)))
        );
    }

    #[test]
    fn words_are_in_the_order_of_a_browser() {
        assert_eq!(order("\u{ff66}", "\u{20000}"), Ordering::Greater);
        assert_eq!(order("a", "b"), Ordering::Less);
    }
}
