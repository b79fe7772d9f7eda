//! Ranking by looking at every record for every question: slow, and short enough to be seen right.

use std::collections::{BTreeMap, BTreeSet};

use rolebook::search::score::{Field, impact, rarity, step, value};
use rolebook::search::words::{is_unspaced, key, list};
use rolebook::search::{Kind, Record};

/// Scores of all words in all records.
pub struct Ranker {
    /// Word → record → score.
    scores: BTreeMap<Vec<u16>, BTreeMap<u32, u32>>,
    /// Whole name → records.
    names: BTreeMap<String, BTreeSet<u32>>,
    /// Roles → their comparison.
    comparisons: BTreeMap<BTreeSet<u32>, u32>,
    /// How many records are roles.
    roles: u32,
}

/// A word as a browser compares it.
fn units(word: &str) -> Vec<u16> {
    word.encode_utf16().collect()
}

impl Ranker {
    pub fn new(records: Vec<Record>) -> Self {
        let total = records.len();
        let mut impacts: BTreeMap<String, Vec<(u32, u8)>> = BTreeMap::new();
        let mut names: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut comparisons = BTreeMap::new();
        for (n, record) in (0..).zip(&records) {
            let mut sums: BTreeMap<String, f32> = BTreeMap::new();
            for (field, text) in fields(record) {
                let found = list(text);
                let weight = field.weight(found.len());
                for word in found {
                    *sums.entry(word).or_default() += weight;
                }
            }
            for (word, sum) in sums {
                impacts
                    .entry(word)
                    .or_default()
                    .push((n, impact(sum, record.kind.share())));
            }
            if record.heading.is_empty() {
                for name in record.names.iter().chain([&record.title]) {
                    names.entry(key(name, '=')).or_default().insert(n);
                }
            } else {
                names
                    .entry(key(&record.heading, '#'))
                    .or_default()
                    .insert(n);
            }
            if !record.roles.is_empty() {
                comparisons.insert(record.roles.iter().copied().collect(), n);
            }
        }
        let scored = impacts.into_iter().map(|(word, list)| {
            let rarity = rarity(list.len(), total);
            let scores = list.iter().map(|(n, i)| (*n, value(step(*i, rarity))));
            (units(&word), scores.collect())
        });
        Self {
            scores: scored.collect(),
            names,
            comparisons,
            roles: (0..)
                .zip(&records)
                .filter(|(_, r)| r.kind == Kind::Role)
                .count() as u32,
        }
    }

    /// The first ten.
    pub fn rank(&self, query: &str) -> Vec<u32> {
        let words = asked(query);
        let letters = query.trim().encode_utf16().count();
        if words.is_empty() || letters < 2 && !query.chars().any(is_unspaced) {
            return Vec::new();
        }
        let later = |i: usize| words[i + 1..].iter().any(|o| o.0 == words[i].0);
        let mut once: Vec<&(String, String)> = (0..words.len())
            .filter(|i| !later(*i))
            .map(|i| &words[i])
            .collect();
        once = once.split_off(once.len().saturating_sub(12));
        let mut sums: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for (i, word) in once.iter().enumerate() {
            let mut best: BTreeMap<u32, u64> = BTreeMap::new();
            for (matched, counts) in self.matches(word, i + 1 == once.len()) {
                for (record, score) in &self.scores[&matched] {
                    let now = best.entry(*record).or_default();
                    *now = (*now).max(u64::from(*score) * counts);
                }
            }
            for (record, score) in best {
                let sum = sums.entry(record).or_default();
                *sum = (sum.0 + score, sum.1 + 1);
            }
        }
        let none = BTreeSet::new();
        let find = |mark| self.names.get(&key(query, mark)).unwrap_or(&none);
        let mut named = find('=').clone();
        named.extend(self.comparison(&words));
        let mut hits: Vec<u32> = sums.keys().copied().collect();
        hits.extend(named.iter().filter(|n| !sums.contains_key(n)));
        let (last, before) = words.split_last().unwrap();
        let mut start = String::new();
        before
            .iter()
            .for_each(|w| start.push_str(&format!("{}_", w.0)));
        start.push_str(&last.1);
        let begin = self.names.iter().filter(|(name, _)| {
            name.starts_with(&start)
                && name.ends_with('=')
                && start.encode_utf16().count() > 1
                && name.matches('_').count() == before.len()
        });
        let mut headed = find('#').clone();
        headed.extend(begin.flat_map(|(_, records)| records));
        let total = |n: &u32| match named.contains(n) {
            true => u64::MAX,
            false => {
                let twice = if headed.contains(n) { 2 } else { 1 };
                sums.get(n).map_or(0, |(sum, count)| sum * count * twice)
            }
        };
        hits.sort_by_key(|n| (std::cmp::Reverse(total(n)), *n));
        hits.truncate(10);
        hits
    }

    /// The comparison of the roles that are named one after another, with as many other words at most.
    fn comparison(&self, words: &[(String, String)]) -> Option<u32> {
        let (mut roles, mut others, mut from) = (BTreeSet::new(), 0, 0);
        while from < words.len() {
            let longest = (from + 6).min(words.len());
            let role = (from + 1..=longest).rev().find_map(|to| {
                let stems: Vec<&str> = words[from..to].iter().map(|w| w.0.as_str()).collect();
                let named = self.names.get(&format!("{}=", stems.join("_")))?;
                Some((*named.iter().find(|n| **n < self.roles)?, to))
            });
            match role {
                Some((role, to)) => {
                    roles.insert(role);
                    from = to;
                }
                None => {
                    others += 1;
                    from += 1;
                }
            }
        }
        let asked = roles.len() > 1 && others <= roles.len();
        self.comparisons.get(&roles).copied().filter(|_| asked)
    }

    /// Words that a word of a question (stem, as written) matches, and how much each counts.
    fn matches(&self, (stem, raw): &(String, String), last: bool) -> Vec<(Vec<u16>, u64)> {
        let (stem, raw) = (units(stem), units(raw));
        let mut out = Vec::new();
        if self.scores.contains_key(&stem) {
            out.push((stem.clone(), 8));
        }
        let one = char::decode_utf16(raw.iter().copied())
            .flatten()
            .any(is_unspaced);
        if last && (raw.len() > 1 || one) {
            let begin = self
                .scores
                .keys()
                .filter(|w| w.starts_with(&raw) && **w != stem);
            out.extend(begin.map(|w| (w.clone(), 6)));
        }
        if out.is_empty() && raw.len() > 3 {
            let most = if raw.len() > 7 { 2 } else { 1 };
            let first = &stem[..stem.len().min(2)];
            out = self.meant(&stem, most, last, &|w| first.contains(&w[0]));
            if out.is_empty() {
                out = self.meant(&stem, most, last, &|_| true);
            }
        }
        out
    }

    fn meant(
        &self,
        stem: &[u16],
        most: usize,
        open: bool,
        may: &dyn Fn(&[u16]) -> bool,
    ) -> Vec<(Vec<u16>, u64)> {
        let all = self.scores.keys().filter(|w| w.len() > 2 && may(w));
        let mut near: Vec<(usize, &Vec<u16>)> = all
            .map(|w| (slips(stem, w, open), w))
            .filter(|(n, _)| *n <= most)
            .collect();
        near.sort();
        let least = near.first().map_or(0, |n| n.0);
        let counts = if least > 1 { 3 } else { 4 };
        let best = near.into_iter().filter(|(n, _)| *n == least).take(16);
        best.map(|(_, w)| (w.clone(), counts)).collect()
    }
}

fn fields(record: &Record) -> Vec<(Field, &str)> {
    let title = match record.heading.is_empty() {
        true => Field::Name,
        false => Field::Within,
    };
    let mut out = vec![
        (title, record.title.as_str()),
        (Field::Heading, &record.heading),
    ];
    let labels = record.names.iter().chain(&record.labels);
    out.extend(labels.map(|l| (Field::Labels, l.as_str())));
    out.push((Field::Text, &record.text));
    out
}

/// The words of a question: as the index has them, and as they were written.
fn asked(query: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut before = ' ';
    for run in query.split_inclusive(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        let word = run.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
        let possessive = word == "s" && matches!(before, '\'' | '’');
        before = run.chars().last().unwrap_or(' ');
        if possessive {
            continue;
        }
        // `zzz` behind a word makes it one that has no ending to lose.
        let raws = list(&format!("{word}zzz"));
        for (stem, raw) in list(word).into_iter().zip(raws) {
            let raw = match stem.chars().any(is_unspaced) {
                true => stem.clone(),
                false => raw.trim_end_matches("zzz").to_owned(),
            };
            out.push((stem, raw));
        }
    }
    out
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Insertions, deletions, changes and swaps that make one word the other; with `open`, a beginning of the other.
fn slips(a: &[u16], b: &[u16], open: bool) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let change = usize::from(a[i - 1] != b[j - 1]);
                    let mut n = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + change);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        n = n.min(table[i - 2][j - 2] + 1);
                    }
                    n
                }
            };
        }
    }
    match open {
        true => *table[a.len()].iter().min().unwrap(),
        false => table[a.len()][b.len()],
    }
}
