//! The files of the index: small scripts that hand their data to one function, so that they work wherever a page does.
//!
//! `search/t/…` holds words with their records, `search/v/…` words alone (for typing errors), `search/r/…` what a hit shows,
//! `search/index.js` which of them there are. All but the last carry the hash of their data in their names.

use serde::Serialize;

use super::index::Entry;
use crate::diag::Error;
use crate::memo::{Fingerprint, each};
use crate::output::{OutputFile, OutputKind, OutputPath, Sink};

/// About how many bytes a file of words with their records has: a question of four words fetches four of them.
const SIZE: usize = 10 << 10;

/// About how many bytes a file of words alone has.
const WORDS: usize = 24 << 10;

/// The function that every file calls.
pub const CALL: &str = "rolebookSearch";

/// A file of words: the first of them, and its name without `.js`.
#[derive(Debug, Serialize)]
pub struct Shard(pub String, pub String);

/// A file in the making: its data is put where it will stand, between the call and its end, and is not copied again.
pub struct Script {
    /// What has been written so far; data is added at the end.
    pub text: String,
    folder: &'static str,
    stem: String,
    /// Where the data begins.
    start: usize,
}

/// Stands for a hash that is not known yet.
const UNKNOWN: &str = "00000000";

impl Script {
    /// One without data, with room for so many bytes of it.
    pub fn new(folder: &'static str, stem: String, room: usize) -> Self {
        let mut text = String::with_capacity(room + stem.len() + 40);
        text.push_str(CALL);
        text.extend(["(\"", folder, "/", &stem, ".", UNKNOWN, "\","]);
        Self {
            start: text.len(),
            text,
            folder,
            stem,
        }
    }

    /// How many bytes of data it has.
    pub fn size(&self) -> usize {
        self.text.len() - self.start
    }

    /// Writes it; its name comes back. `key` stands for all that it was made of, if somebody will ask (`stay`).
    pub fn put(mut self, sink: &dyn Sink, key: Option<Fingerprint>) -> Result<String, Error> {
        let data = self.text.as_bytes().get(self.start..).unwrap_or_default();
        let hash = Fingerprint::of(data).hex();
        let hash = hash.get(..UNKNOWN.len()).unwrap_or_default();
        let at = self.start - UNKNOWN.len() - 2;
        self.text.replace_range(at..at + UNKNOWN.len(), hash);
        self.text.push_str(")\n");
        let name = format!("{}.{hash}", self.stem);
        if let (Some(key), Some(path)) = (key, path(self.folder, &name)) {
            // It is made already; this tells the sink what of.
            sink.made(&path, key);
        }
        let path = format!("{}/{name}", self.folder);
        write(sink, &path, OutputKind::Search, self.text)?;
        Ok(name)
    }
}

/// Whether files made of what `key` stands for lie there, so that they stay.
pub fn stay(
    sink: &dyn Sink,
    folder: &str,
    names: &[(String, u32)],
    key: Fingerprint,
) -> Result<bool, Error> {
    let path = |(name, _): &(String, u32)| path(folder, name);
    let Some(paths) = names.iter().map(path).collect::<Option<Vec<_>>>() else {
        return Ok(false);
    };
    let prints = paths.iter().map(|path| sink.made(path, key));
    let Some(prints) = prints.collect::<Option<Vec<_>>>() else {
        return Ok(false);
    };
    for (path, print) in paths.iter().zip(prints) {
        sink.put(path, OutputKind::Search, &[], OutputFile::Known(print))?;
    }
    Ok(true)
}

fn path(folder: &str, name: &str) -> Option<OutputPath> {
    OutputPath::new(&format!("search/{folder}/{name}.js")).ok()
}

/// Writes `search/<name>.js`.
pub fn write(sink: &dyn Sink, name: &str, kind: OutputKind, script: String) -> Result<(), Error> {
    match OutputPath::new(&format!("search/{name}.js")) {
        Ok(path) => sink.put(&path, kind, &[], OutputFile::Bytes(script.into_bytes())),
        Err(_) => Ok(()),
    }
}

/// Writes words with their records.
pub fn put_words(sink: &dyn Sink, entries: &[Entry<'_>]) -> Result<Vec<Shard>, Error> {
    let size = |e: &Entry<'_>| e.word.len() + e.postings.len() + 2;
    let ranges = cut(entries, SIZE, &|e| &e.word, &size);
    let made = each(&ranges, |range| {
        let entries = entries.get(range.clone()).unwrap_or_default();
        let first = entries.first().map_or("", |e| &e.word);
        let mut script = Script::new("t", stem(first), SIZE + SIZE / 2);
        for entry in entries {
            script.text.push(if script.size() == 0 { '"' } else { ' ' });
            script.text.extend([&*entry.word, "!", &entry.postings]);
        }
        script.text.push('"');
        Ok(Shard(first.to_owned(), script.put(sink, None)?))
    });
    made.into_iter().collect()
}

/// Writes words alone, those that a typing error may hide.
pub fn put_vocabulary(sink: &dyn Sink, entries: &[Entry<'_>]) -> Result<Vec<Shard>, Error> {
    let words: Vec<&str> = entries
        .iter()
        .map(|e| &*e.word)
        .filter(|w| is_mistyped(w))
        .collect();
    let ranges = cut(&words, WORDS, &|w| w, &|w| w.len() + 1);
    let made = each(&ranges, |range| {
        let words = words.get(range.clone()).unwrap_or_default();
        let first = words.first().copied().unwrap_or_default();
        let mut script = Script::new("v", stem(first), WORDS);
        script.text.extend(["\"", &words.join(" "), "\""]);
        Ok(Shard(first.to_owned(), script.put(sink, None)?))
    });
    made.into_iter().collect()
}

/// Whether a word of four letters may be meant by it: not the key of a name, and not too short.
pub fn is_mistyped(word: &str) -> bool {
    !word.ends_with(['=', '#']) && word.encode_utf16().count() > 2
}

/// The first two letters, as every disk can write them.
fn stem(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars().take(2) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("-{:x}", u32::from(c)));
        }
    }
    out
}

/// Cuts a sorted list into runs of at most `most` bytes, between words that differ in an early letter.
fn cut<T>(
    list: &[T],
    most: usize,
    word: &dyn Fn(&T) -> &str,
    size: &dyn Fn(&T) -> usize,
) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    let mut todo = vec![(0..list.len(), 0)];
    while let Some((range, depth)) = todo.pop() {
        let items = list.get(range.clone()).unwrap_or_default();
        let bytes: usize = items.iter().map(size).sum();
        if items.is_empty() {
            continue;
        }
        if bytes > most && items.len() > 1 {
            let letter = |t: &T| word(t).chars().nth(depth);
            let mut at = range.start;
            let groups = items.chunk_by(|a, b| letter(a) == letter(b)).map(|group| {
                at += group.len();
                (at - group.len()..at, depth + 1)
            });
            let groups: Vec<_> = groups.collect();
            todo.extend(groups.into_iter().rev());
            continue;
        }
        match out.last_mut() {
            Some((last, sum)) if *sum + bytes <= most => {
                last.end = range.end;
                *sum += bytes;
            }
            _ => out.push((range, bytes)),
        }
    }
    out.into_iter().map(|(range, _)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_into_runs_that_follow_one_another() {
        let words: Vec<String> = (0..20_000).map(|n| format!("{n:05}")).collect();
        let ranges = cut(&words, SIZE, &|w| w, &|w| w.len() + 1);
        assert_eq!(ranges.first().map(|r| r.start), Some(0));
        assert_eq!(ranges.last().map(|r| r.end), Some(words.len()));
        assert!(ranges.windows(2).all(|r| r[0].end == r[1].start));
        assert!(ranges.iter().all(|r| r.len() * 6 <= SIZE), "{ranges:?}");
        assert!(ranges.len() < 30, "{}", ranges.len());
    }

    #[test]
    fn a_word_that_is_too_long_for_a_file_stands_alone() {
        let words = ["a".repeat(3 * SIZE), "b".to_owned()];
        assert_eq!(cut(&words, SIZE, &|w| w, &|w| w.len()), [0..1, 1..2]);
    }

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(stem("release"), "re");
        assert_eq!(stem("決定"), "-6c7a-5b9a");
        assert_eq!(stem("c="), "c-3d");
    }
}
