//! The words of records, each with what it says about them: computed from the records alone, so that those of a page are a
//! memo like any other. A build that keeps none takes many pages at once: most of their words are the same.

use super::Record;
use super::score::{Field, impact};
use super::words;

/// Words are spread over so many parts by their hash, each of which is put together by itself.
pub const PARTS: usize = 16;

/// What the index keeps of a page, or of several that follow one another.
#[derive(Debug, Default)]
pub struct PageWords {
    /// How many records there are.
    pub records: u32,
    text: String,
    /// By part.
    words: Vec<Word>,
    /// Where each part begins in `words`.
    parts: Vec<u32>,
    /// By word, then record.
    entries: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    hash: u64,
    start: u32,
    end: u32,
    /// Its first entry; the next word's is the end.
    entries: u32,
}

/// A record's number among these, and how much a word says about it.
pub fn unpack(entry: u32) -> (u32, u8) {
    (entry >> 8, (entry & 0xff) as u8)
}

impl PageWords {
    /// The words of a part: hash, word, entries.
    pub fn part(&self, part: usize) -> impl Iterator<Item = (u64, &str, &[u32])> {
        let at = |n: usize| self.parts.get(n).map_or(0, |p| *p as usize);
        (at(part)..at(part + 1)).filter_map(|n| {
            let word = self.words.get(n)?;
            let end = self.words.get(n + 1).map(|w| w.entries as usize);
            let end = end.unwrap_or(self.entries.len());
            let text = self.text.get(word.start as usize..word.end as usize)?;
            Some((
                word.hash,
                text,
                self.entries.get(word.entries as usize..end)?,
            ))
        })
    }
}

/// Takes records one after another: of one page, or of many.
///
/// Numbers of words by what they are, and their weights in the present record.
#[derive(Default)]
pub struct Maker {
    /// How many records it has taken.
    records: u32,
    text: String,
    words: Vec<Found>,
    /// Numbers of words plus one, by hash; open addressing, never more than half full.
    slots: Vec<u32>,
    weights: Vec<f32>,
    touched: Vec<u32>,
    /// Word, record and impact.
    entries: Vec<(u32, u32)>,
    numbers: Vec<u32>,
    buffer: String,
}

struct Found {
    hash: u64,
    start: u32,
    end: u32,
}

/// Words of more records than have numbers in an entry are not kept.
const MOST_RECORDS: u32 = 1 << 24;

impl Maker {
    /// The next record.
    pub fn add(&mut self, record: &Record) {
        if self.records < MOST_RECORDS {
            self.record(self.records, record);
        }
        self.records += 1;
    }

    fn record(&mut self, n: u32, record: &Record) {
        let name = if record.heading.is_empty() {
            Field::Name
        } else {
            Field::Within
        };
        self.field(name, &record.title);
        self.field(Field::Heading, &record.heading);
        for label in record.names.iter().chain(&record.labels) {
            self.field(Field::Labels, label);
        }
        self.field(Field::Text, &record.text);
        let mut touched = std::mem::take(&mut self.touched);
        for word in touched.drain(..) {
            if let Some(weight) = self.weights.get_mut(word as usize) {
                let entry = n << 8 | u32::from(impact(std::mem::take(weight), record.kind.share()));
                self.entries.push((word, entry));
            }
        }
        self.touched = touched;
        self.names(n, record);
    }

    /// Whole names as keys of their own.
    fn names(&mut self, n: u32, record: &Record) {
        let mut keys = Vec::new();
        if record.heading.is_empty() {
            let names = std::iter::once(&record.title).chain(&record.names);
            keys.extend(names.map(|name| words::key(name, '=')));
        } else {
            keys.push(words::key(&record.heading, '#'));
        }
        if !record.roles.is_empty() {
            let roles = record.roles.iter().map(|r| format!("@{r}"));
            keys.push(format!("{}=", roles.collect::<String>()));
        }
        keys.sort_unstable();
        keys.dedup();
        for key in keys.iter().filter(|k| !k.is_empty()) {
            let number = self.number(key);
            self.entries.push((number, n << 8 | 0xff));
        }
    }

    fn field(&mut self, field: Field, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut numbers = std::mem::take(&mut self.numbers);
        let mut buffer = std::mem::take(&mut self.buffer);
        words::each(text, &mut buffer, &mut |word| {
            numbers.push(self.number(word))
        });
        let weight = field.weight(numbers.len());
        for word in numbers.drain(..) {
            if let Some(sum) = self.weights.get_mut(word as usize) {
                if *sum == 0.0 {
                    self.touched.push(word);
                }
                *sum += weight;
            }
        }
        self.numbers = numbers;
        self.buffer = buffer;
    }

    /// The number of a word.
    fn number(&mut self, word: &str) -> u32 {
        if self.words.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word.as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.get(at).copied().unwrap_or_default();
            let Some(known) = (slot as usize)
                .checked_sub(1)
                .and_then(|n| self.words.get(n))
            else {
                break;
            };
            let text = self.text.as_bytes();
            if known.hash == hash
                && text.get(known.start as usize..known.end as usize) == Some(word.as_bytes())
            {
                return slot - 1;
            }
            at = (at + 1) & mask;
        }
        let start = self.text.len() as u32;
        self.text.push_str(word);
        self.words.push(Found {
            hash,
            start,
            end: self.text.len() as u32,
        });
        self.weights.push(0.0);
        let number = self.words.len() as u32;
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = number;
        }
        number - 1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let mask = size - 1;
        let mut slots = vec![0; size];
        for (n, word) in self.words.iter().enumerate() {
            let mut at = word.hash as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = n as u32 + 1;
        }
        self.slots = slots;
    }

    /// Brings words in the order of their parts and entries in that of their words: two counting sorts.
    pub fn finish(self) -> PageWords {
        let part = |w: &Found| (w.hash >> 60) as usize;
        let mut parts = vec![0_u32; PARTS + 1];
        self.words.iter().for_each(|w| parts[part(w) + 1] += 1);
        sums(&mut parts);
        let mut next = parts.clone();
        let place: Vec<u32> = self
            .words
            .iter()
            .map(|w| take(&mut next, part(w)))
            .collect();

        let mut starts = vec![0_u32; self.words.len() + 1];
        let placed = |word: u32| place.get(word as usize).map_or(0, |p| *p as usize);
        self.entries
            .iter()
            .for_each(|(w, _)| starts[placed(*w) + 1] += 1);
        sums(&mut starts);
        let mut next = starts.clone();
        let mut entries = vec![0; self.entries.len()];
        for (word, entry) in &self.entries {
            entries[take(&mut next, placed(*word)) as usize] = *entry;
        }
        let none = Word {
            hash: 0,
            start: 0,
            end: 0,
            entries: 0,
        };
        let mut words = vec![none; self.words.len()];
        for (found, place) in self.words.iter().zip(&place) {
            words[*place as usize] = Word {
                hash: found.hash,
                start: found.start,
                end: found.end,
                entries: starts[*place as usize],
            };
        }
        // Words that are asked for together stand together: the index goes through all pages for each part.
        let mut text = String::with_capacity(self.text.len());
        for word in &mut words {
            let start = text.len() as u32;
            text.push_str(&self.text[word.start as usize..word.end as usize]);
            (word.start, word.end) = (start, text.len() as u32);
        }
        PageWords {
            records: self.records,
            text,
            words,
            parts,
            entries,
        }
    }
}

/// Counts become where each begins.
fn sums(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

/// The next place of a group.
fn take(next: &mut [u32], group: usize) -> u32 {
    let place = next[group];
    next[group] += 1;
    place
}

/// FNV-1a, eight bytes at a time, mixed once more so that the highest bits are good ones.
fn hash(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    let last = rest.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b));
    let more = (!rest.is_empty()).then_some(last);
    for word in chunks.iter().map(|c| u64::from_le_bytes(*c)).chain(more) {
        hash = (hash ^ word).wrapping_mul(PRIME);
        hash ^= hash >> 29;
    }
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_record_is_there_once() {
        let record = |title: &str, heading: &str, text: &str| Record {
            title: title.to_owned(),
            heading: heading.to_owned(),
            text: text.to_owned(),
            ..Record::default()
        };
        let records = [
            record(
                "Handing over",
                "",
                "The owner hands over. Owners hand over.",
            ),
            record("Handing over", "What an owner needs", "time"),
        ];
        let mut maker = Maker::default();
        records.iter().for_each(|record| maker.add(record));
        let page = maker.finish();
        let mut all: Vec<String> = Vec::new();
        for part in 0..PARTS {
            for (_, word, entries) in page.part(part) {
                let of: Vec<u32> = entries.iter().map(|e| unpack(*e).0).collect();
                all.push(format!("{word}{of:?}"));
            }
        }
        all.sort();
        assert_eq!(
            all.join(" "),
            "an[1] hand[0] handing[0, 1] handing_over=[0] need[1] over[0, 1] owner[0, 1] the[0] time[1] what[1] what_an_owner_need#[1]"
        );
    }
}
