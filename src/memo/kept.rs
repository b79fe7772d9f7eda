//! Results of an earlier build by their keys, as bytes until somebody asks for one; and what this build leaves for the next.
//!
//! The one door to postcard. What is in here has to be whole and of this program: `disk::cache` sees to that.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Uniform};

/// A value as bytes; `None` if it cannot be.
pub fn encode(value: &impl Serialize) -> Option<Vec<u8>> {
    postcard::to_stdvec(value).ok()
}

/// What `encode` made bytes of.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// Results of one kind. What is neither asked for nor added is not handed on.
#[derive(Default)]
pub struct Kept {
    on: bool,
    earlier: Vec<u8>,
    places: HashMap<Fingerprint, Range<usize>, BuildHasherDefault<Uniform>>,
    now: Mutex<Vec<(Fingerprint, Part)>>,
}

enum Part {
    Earlier(Range<usize>),
    New(Vec<u8>),
}

/// A key and a length.
const ROW: usize = 32 + 4;

impl Kept {
    /// What `into_bytes` gave an earlier build, or nothing so far.
    pub fn since(earlier: Option<Vec<u8>>) -> Self {
        let earlier = earlier.unwrap_or_default();
        Self {
            on: true,
            places: places(&earlier).unwrap_or_default(),
            earlier,
            now: Mutex::default(),
        }
    }

    /// Whether anything is kept: if not, nobody need work out a key.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// The result with this key.
    pub fn get<T: DeserializeOwned>(&self, key: Fingerprint) -> Option<T> {
        let place = self.places.get(&key)?;
        let value = decode(self.earlier.get(place.clone())?)?;
        self.note(key, Part::Earlier(place.clone()));
        Some(value)
    }

    /// Adds a result for the next build.
    pub fn put(&self, key: Fingerprint, value: &impl Serialize) {
        if self.on
            && let Some(bytes) = encode(value)
        {
            self.note(key, Part::New(bytes));
        }
    }

    /// How many results this build had to add.
    pub fn added(&self) -> usize {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.iter()
            .filter(|(_, p)| matches!(p, Part::New(_)))
            .count()
    }

    /// What this build asked for or added: how many results, each one's key and length, then all of them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = now.iter().map(|(_, p)| self.bytes(p).len() + ROW).sum();
        let mut out = Vec::with_capacity(all + 8);
        out.extend((now.len() as u64).to_le_bytes());
        for (key, part) in now.iter() {
            out.extend(key.0);
            // Shorter than a file of 16 MiB.
            out.extend((self.bytes(part).len() as u32).to_le_bytes());
        }
        now.iter()
            .for_each(|(_, part)| out.extend(self.bytes(part)));
        out
    }

    fn bytes<'a>(&'a self, part: &'a Part) -> &'a [u8] {
        match part {
            Part::Earlier(place) => self.earlier.get(place.clone()).unwrap_or_default(),
            Part::New(bytes) => bytes,
        }
    }

    fn note(&self, key: Fingerprint, part: Part) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.push((key, part));
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.places.len())
    }
}

/// Where each result stands.
fn places(bytes: &[u8]) -> Option<HashMap<Fingerprint, Range<usize>, BuildHasherDefault<Uniform>>> {
    let count = u64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
    let count = usize::try_from(count).ok()?;
    let rows = bytes.get(8..8 + count.checked_mul(ROW)?)?;
    let mut start = 8 + rows.len();
    let mut out = HashMap::with_capacity_and_hasher(count, Default::default());
    for row in rows.chunks_exact(ROW) {
        let (key, len) = row.split_at_checked(32)?;
        let len = u32::from_le_bytes(len.try_into().ok()?) as usize;
        out.insert(Fingerprint(key.try_into().ok()?), start..start + len);
        start += len;
    }
    (start == bytes.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_or_added_is_there_the_next_time() {
        let key = |n: u8| Fingerprint::of(&[n]);
        let first = Kept::since(None);
        assert_eq!(first.get::<String>(key(1)), None);
        (1..4).for_each(|n| first.put(key(n), &format!("text {n}")));
        let second = Kept::since(Some(first.to_bytes()));
        assert_eq!(second.get(key(3)), Some("text 3".to_owned()));
        second.put(key(4), &"text 4");
        assert_eq!(second.added(), 1);
        let third = Kept::since(Some(second.to_bytes()));
        assert_eq!(third.get(key(3)), Some("text 3".to_owned()));
        assert_eq!(third.get(key(4)), Some("text 4".to_owned()));
        assert_eq!(third.get::<String>(key(1)), None);
    }

    #[test]
    fn bytes_that_mean_nothing_hold_nothing() {
        for bytes in [vec![], vec![1; 7], vec![1; 8], vec![255; 90]] {
            let kept = Kept::since(Some(bytes));
            assert_eq!(kept.get::<String>(Fingerprint([1; 32])), None);
        }
    }
}
