//! Results by what they were computed from: forgotten when nobody asks, never invalidated.
//!
//! A key is the fingerprint of *every* value that the computation reads. If a key misses one, a warm build differs from a
//! cold one, and the property test in `tests/suite/incremental.rs` fails: that test is what keeps this file honest.

mod kept;
mod later;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

pub use kept::{Kept, decode, encode};
pub use later::Later;

/// 256 bits that stand for a value. Equal values have equal fingerprints; unequal ones differ for all that we will ever see.
#[derive(
    Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Fingerprint(pub [u8; 32]);

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        state.write_u64(u64::from_le_bytes(first));
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex()[..12])
    }
}

impl Fingerprint {
    /// Of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Of several values, in order, each with its length, so that `ab` + `c` is not `a` + `bc`.
    pub fn of_all(parts: &[&[u8]]) -> Self {
        let mut hasher = KeyHasher::default();
        parts.iter().for_each(|p| hasher.bytes(p));
        hasher.finish()
    }

    /// Of a value by its serialized form.
    pub fn of_value(value: &impl serde::Serialize) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        // A view is plain data: strings, numbers, lists and maps with text keys always serialize.
        if serde_json::to_writer(&mut bytes, value).is_err() {
            bytes.clear();
        }
        Self::of(&bytes)
    }

    /// 64 lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |n: u8| char::from(DIGITS[usize::from(n)]);
        let digits = self.0.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]);
        let mut out = String::with_capacity(64);
        out.extend(digits);
        out
    }

    /// Reads `hex` back.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut out = [0; 32];
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Self(out))
    }
}

/// The fingerprint of bytes that come in pieces: the same as `Fingerprint::of` them all.
#[derive(Default)]
pub struct ByteHasher(blake3::Hasher);

impl ByteHasher {
    /// The next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Of all bytes so far.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint(*self.0.finalize().as_bytes())
    }
}

/// The fingerprint of a value that comes part by part.
#[derive(Default)]
pub struct KeyHasher(blake3::Hasher);

impl KeyHasher {
    /// One part: its length, then its bytes.
    pub fn bytes(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// One part of text.
    pub fn text(&mut self, part: &str) {
        self.bytes(part.as_bytes());
    }

    /// A number.
    pub fn number(&mut self, n: u64) {
        self.0.update(&n.to_le_bytes());
    }

    /// Another fingerprint.
    pub fn print(&mut self, f: Fingerprint) {
        self.0.update(&f.0);
    }

    /// All that tells a value from others, within this process.
    pub fn value(&mut self, value: &impl Hash) {
        let mut bytes = HashBytes::default();
        value.hash(&mut bytes);
        self.bytes(bytes.as_slice());
    }

    /// The key.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint(*self.0.finalize().as_bytes())
    }
}

/// The bytes of values that can be hashed, one behind the other: many small parts of a key at once. No two different values of
/// a type give the same bytes, and the same value gives the same bytes in every process.
#[derive(Default)]
pub struct HashBytes(Vec<u8>);

impl HashBytes {
    /// All bytes so far.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl Hasher for HashBytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Nothing: these are bytes to be hashed, not a hash.
    fn finish(&self) -> u64 {
        0
    }
}

/// The key of a memo: every value that the computation reads, each by the name of the edge from it to the results.
///
/// No part comes in without a name, and the names are what `tests/suite/incremental/edges.rs` goes through: it leaves out
/// one after the other, and something has to go stale.
pub struct Key {
    memo: &'static str,
    hasher: KeyHasher,
}

impl Key {
    /// Of the memo with this name.
    pub fn of(memo: &'static str) -> Self {
        Self {
            memo,
            hasher: KeyHasher::default(),
        }
    }

    /// A text.
    pub fn text(&mut self, part: &'static str, text: &str) {
        self.add(part, |h| h.text(text));
    }

    /// A number.
    pub fn number(&mut self, part: &'static str, n: u64) {
        self.add(part, |h| h.number(n));
    }

    /// Another fingerprint.
    pub fn print(&mut self, part: &'static str, f: Fingerprint) {
        self.add(part, |h| h.print(f));
    }

    /// The key.
    pub fn finish(&self) -> Fingerprint {
        self.hasher.finish()
    }

    fn add(&mut self, part: &'static str, add: impl FnOnce(&mut KeyHasher)) {
        if !left_out(self.memo, part) {
            add(&mut self.hasher);
        }
    }
}

#[cfg(debug_assertions)]
thread_local! {
    static LEFT_OUT: std::cell::Cell<Option<(&'static str, &'static str)>> = const { std::cell::Cell::new(None) };
}

/// From now on this thread's keys lack that part of that memo: for the test that shows what comes of it. There is nothing
/// of it in a release.
#[cfg(debug_assertions)]
pub fn leave_out(edge: Option<(&'static str, &'static str)>) {
    LEFT_OUT.set(edge);
}

#[cfg(debug_assertions)]
fn left_out(memo: &'static str, part: &'static str) -> bool {
    LEFT_OUT.get() == Some((memo, part))
}

#[cfg(not(debug_assertions))]
fn left_out(_: &'static str, _: &'static str) -> bool {
    false
}

const SHARDS: usize = 16;

type Shard<V> = HashMap<Fingerprint, Entry<V>, BuildHasherDefault<Uniform>>;

/// A fingerprint is a hash already: its first bytes are the hash of a table.
#[derive(Default)]
struct Uniform(u64);

impl Hasher for Uniform {
    fn write(&mut self, bytes: &[u8]) {
        for (i, byte) in bytes.iter().take(8).enumerate() {
            self.0 ^= u64::from(*byte) << (8 * i);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The results of one computation by the fingerprint of its inputs. Shared by threads; ageing is by generation.
pub struct Memo<V> {
    shards: Vec<Mutex<Shard<V>>>,
    computed: AtomicU64,
    keeps: bool,
}

struct Entry<V> {
    value: Arc<V>,
    used: u64,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self::new(true)
    }
}

impl<V> Memo<V> {
    /// A memo; with `keeps` false it computes each time and stores nothing (a single build asks for each page once).
    pub fn new(keeps: bool) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::new(Shard::default())).collect();
        Self {
            shards,
            computed: AtomicU64::new(0),
            keeps,
        }
    }

    /// Whether results are kept at all: if not, a caller need not work out a key.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// The result for `key`, computed if it is not there. `generation` is the present prepare's number.
    ///
    /// Two threads may compute the same key at once; both get equal values, and one is kept.
    pub fn get(&self, key: Fingerprint, generation: u64, compute: impl FnOnce() -> V) -> Arc<V> {
        if self.keeps
            && let Some(entry) = self.shard(key).get_mut(&key)
        {
            entry.used = generation;
            return Arc::clone(&entry.value);
        }
        self.computed.fetch_add(1, Ordering::Relaxed);
        let value = Arc::new(compute());
        if self.keeps {
            let entry = Entry {
                value: Arc::clone(&value),
                used: generation,
            };
            self.shard(key).insert(key, entry);
        }
        value
    }

    /// Forgets what was last used before generation `oldest`.
    pub fn forget_before(&self, oldest: u64) {
        for shard in &self.shards {
            shard
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|_, e| e.used >= oldest);
        }
    }

    /// How often something was computed since the memo was made: what tests count.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// How many results are kept.
    pub fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|s| s.lock().unwrap_or_else(PoisonError::into_inner).len())
            .sum()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, key: Fingerprint) -> std::sync::MutexGuard<'_, Shard<V>> {
        let index = usize::from(key.0[31]) % SHARDS;
        self.shards[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// `f` of every item, in parallel, in order.
pub fn each<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    items.par_iter().map(f).collect()
}

/// `f` of every item in its place, in parallel; what came of each, in order.
pub fn each_mut<T: Send, R: Send>(
    items: &mut [T],
    f: impl Fn(&mut T) -> R + Sync + Send,
) -> Vec<R> {
    items.par_iter_mut().map(f).collect()
}

/// Both, side by side.
pub fn both<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(a, b)
}

/// Sorts in parallel; equal items may change places.
pub fn sort_by<T: Send>(items: &mut [T], by: impl Fn(&T, &T) -> std::cmp::Ordering + Sync) {
    items.par_sort_unstable_by(by);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_computed_once_and_forgotten_when_unused() {
        let memo = Memo::default();
        let key = Fingerprint::of(b"a");
        for generation in 1..4 {
            assert_eq!(*memo.get(key, generation, || 7), 7);
        }
        assert_eq!(memo.computed(), 1);
        memo.forget_before(3);
        assert_eq!(memo.len(), 1);
        memo.forget_before(4);
        assert!(memo.is_empty());
    }

    #[test]
    fn hex_reads_back_and_parts_do_not_run_together() {
        let f = Fingerprint::of(b"x");
        assert_eq!(Fingerprint::from_hex(&f.hex()), Some(f));
        assert_eq!(Fingerprint::from_hex("+1"), None);
        assert_ne!(
            Fingerprint::of_all(&[b"ab", b"c"]),
            Fingerprint::of_all(&[b"a", b"bc"])
        );
    }
}
