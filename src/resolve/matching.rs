//! Which words of a text name a term: all of them at once, in a copy of the text that is folded and joined.
//!
//! One automaton for the site. What it finds is a word only if its ends and its letters are right (`boundary`, `forms`);
//! of those that are, the leftmost and then the longest counts, and hides what stands inside it.

pub mod boundary;
pub mod forms;
pub mod joined;
mod nesting;
pub mod off;
pub mod rules;
#[cfg(test)]
pub(crate) mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::markdown::Document;
use crate::memo::{Fingerprint, KeyHasher};
use crate::model::glossary::Glossary;
use crate::model::{Id, Mention};
use boundary::Habits;
use joined::{At, Joined, Reach};
use nesting::Nesting;
use rules::{Letters, Rule};

/// Raised when the rules in this folder change what is found.
const VERSION: u64 = 1;

/// The compiled rules of a site.
pub struct Matcher {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
    keys: Vec<Id>,
    habits: Habits,
    print: Fingerprint,
}

/// What a folded word may stand for.
#[derive(Default)]
struct Pattern {
    /// The first whose letters fit counts.
    meanings: Vec<Meaning>,
    /// Entries that are not meant inside these words.
    bans: Vec<u32>,
}

struct Meaning {
    key: u32,
    letters: Letters,
    /// As written, for `Letters::Exact`.
    label: Box<str>,
}

/// Words that were found: bytes of the joined text.
#[derive(Clone, Copy, Debug)]
struct Hit {
    start: usize,
    end: usize,
    key: u32,
}

/// Words of a text and the entry they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where they begin.
    pub from: At,
    /// Where they end.
    pub to: At,
    /// The entry.
    pub term: Id,
}

impl Matcher {
    /// The rules of a glossary, in the language of the site.
    pub fn new(glossary: &Glossary, language: &str) -> Self {
        Self::of(rules::rules(glossary, language), glossary, language)
    }

    /// Only the words that people should not use.
    pub fn of_avoided(glossary: &Glossary, language: &str) -> Self {
        let mut rules = rules::rules(glossary, language);
        rules.retain(|r| glossary.term(&r.key).is_some_and(|t| t.is_avoided()));
        Self::of(rules, glossary, language)
    }

    /// Of everything that decides what is found.
    pub fn print(&self) -> Fingerprint {
        self.print
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.automaton.is_none()
    }

    fn of(rules: Vec<Rule>, glossary: &Glossary, language: &str) -> Self {
        let habits = Habits::of(language);
        let mut keys: Vec<Id> = rules.iter().map(|r| Id::clone(&r.key)).collect();
        keys.sort();
        keys.dedup();
        let number = |key: &Id| {
            keys.binary_search(key)
                .ok()
                .and_then(|n| u32::try_from(n).ok())
        };
        let mut words: BTreeMap<String, Pattern> = BTreeMap::new();
        let mut print = KeyHasher::default();
        print.number(VERSION);
        print.text(&format!("{habits:?}"));
        // What was written comes before what was made, exact letters before others.
        let mut ordered: Vec<&Rule> = rules.iter().collect();
        ordered.sort_by_key(|r| (r.made, r.letters));
        for rule in ordered {
            print.text(&format!(
                "{:?} {} {} {}",
                rule.letters, rule.made, rule.key, rule.label
            ));
            let Some(key) = number(&rule.key) else {
                continue;
            };
            // A text may write an accent as a character of its own.
            for label in forms::unicode_forms(&rule.label) {
                let pattern = words.entry(folded(&label)).or_default();
                pattern.meanings.push(Meaning {
                    key,
                    letters: rule.letters,
                    label: label.into(),
                });
            }
        }
        for term in &glossary.terms {
            for phrase in &term.not_in {
                print.text(&format!("not in {} {phrase}", term.id));
                let Some(key) = number(&term.id) else {
                    continue;
                };
                words
                    .entry(folded(&forms::plain(phrase)))
                    .or_default()
                    .bans
                    .push(key);
            }
        }
        words.remove("");
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words.keys());
        let automaton = automaton.ok().filter(|_| !words.is_empty());
        let patterns = words.into_values().collect();
        Self {
            automaton,
            patterns,
            keys,
            habits,
            print: print.finish(),
        }
    }

    /// All words in `text` that are right at their ends and in their letters, and the phrases that forbid some.
    fn candidates(&self, text: &Joined) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let (mut hits, mut banned) = (Vec::new(), Vec::new());
        for found in automaton.find_overlapping_iter(&text.folded) {
            let (start, end) = (found.start(), found.end());
            if is_inside_word(text.folded.as_bytes(), start, end)
                || !boundary::is_word(&text.plain, start, end, self.habits)
            {
                continue;
            }
            let Some(pattern) = self.patterns.get(found.pattern().as_usize()) else {
                continue;
            };
            let written = text.plain.get(start..end).unwrap_or_default();
            let fits = |m: &&Meaning| match m.letters {
                Letters::Exact => *m.label == *written,
                Letters::Smart => forms::is_smart_case(written),
                Letters::Any => true,
            };
            hits.extend(pattern.meanings.iter().filter(fits).map(|m| Hit {
                start,
                end,
                key: m.key,
            }));
            banned.extend(pattern.bans.iter().map(|key| Hit {
                start,
                end,
                key: *key,
            }));
        }
        if !banned.is_empty() {
            let covers = |h: &Hit, b: &Hit| b.key == h.key && b.start <= h.start && h.end <= b.end;
            hits.retain(|h| !banned.iter().any(|b| covers(h, b)));
        }
        // Stable: of equal words the first meaning stays first.
        hits.sort_by_key(|h| (h.start, Reverse(h.end)));
        hits
    }

    fn key(&self, hit: &Hit) -> Option<&Id> {
        self.keys.get(hit.key as usize)
    }
}

/// The words of `document` that may become links, in reading order. Each nests properly (`Mention`).
pub fn mentions(document: &Document, matcher: &Matcher) -> Vec<Mention> {
    if matcher.is_empty() {
        return Vec::new();
    }
    let text = Joined::of(document, Reach::Linkable);
    let mut nesting = Nesting::new(document);
    let mut out = Vec::new();
    let mut free = 0;
    for hit in matcher.candidates(&text) {
        if hit.start < free {
            continue;
        }
        let Some((from, to)) = ends(document, &text, &hit) else {
            continue;
        };
        let mention = matcher
            .key(&hit)
            .and_then(|key| nesting.mention(from, to, key));
        if let Some(mention) = mention {
            free = hit.end;
            out.push(mention);
        }
    }
    out
}

/// The words of `document` wherever a reader sees them, headings and links too.
pub fn everywhere(document: &Document, matcher: &Matcher) -> Vec<Found> {
    if matcher.is_empty() {
        return Vec::new();
    }
    let text = Joined::of(document, Reach::Everywhere);
    longest(matcher.candidates(&text))
        .filter_map(|hit| {
            let (from, to) = ends(document, &text, &hit)?;
            Some(Found {
                from,
                to,
                term: Id::clone(matcher.key(&hit)?),
            })
        })
        .collect()
}

/// The words of a plain text: byte ranges of it.
pub fn in_text(text: &str, matcher: &Matcher) -> Vec<(std::ops::Range<usize>, Id)> {
    if matcher.is_empty() {
        return Vec::new();
    }
    let joined = Joined::of_text(text);
    longest(matcher.candidates(&joined))
        .filter_map(|hit| {
            let (from, to) = (joined.at(hit.start)?, joined.end(hit.end, |_| text)?);
            Some((
                from.byte as usize..to.byte as usize,
                Id::clone(matcher.key(&hit)?),
            ))
        })
        .collect()
}

/// The leftmost, then longest; none overlaps another.
fn longest(hits: Vec<Hit>) -> impl Iterator<Item = Hit> {
    let mut free = 0;
    hits.into_iter().filter(move |hit| {
        let stays = hit.start >= free;
        if stays {
            free = hit.end;
        }
        stays
    })
}

fn ends(document: &Document, text: &Joined, hit: &Hit) -> Option<(At, At)> {
    let of = |node| match document.get(node).map(|n| &n.kind) {
        Some(crate::markdown::Kind::Text(s)) => document.str(*s),
        _ => "",
    };
    Some((text.at(hit.start)?, text.end(hit.end, of)?))
}

/// The common case, decided by two bytes: a letter right before or behind.
fn is_inside_word(text: &[u8], start: usize, end: usize) -> bool {
    let alnum = |i: usize| text.get(i).is_some_and(u8::is_ascii_alphanumeric);
    (start > 0 && alnum(start - 1) && alnum(start)) || (end > 0 && alnum(end - 1) && alnum(end))
}

fn folded(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    forms::fold_into(&mut out, plain);
    out
}
