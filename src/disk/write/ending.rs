//! What a build does when it is told to end in the middle: nothing waits in a hidden folder afterwards.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

use super::remove_tree;

/// Whether the stage is in use. Who writes into it holds it for reading, so that nothing is added while it is removed.
pub(super) type Gate = Arc<RwLock<bool>>;

/// A handle on the stage of a `DiskSink` for the time when a signal comes.
pub struct Ending {
    stage: PathBuf,
    gate: Gate,
}

impl Ending {
    pub(super) fn new(stage: PathBuf, gate: &Gate) -> Self {
        Self {
            stage,
            gate: Arc::clone(gate),
        }
    }

    /// Waits until no file is being written, but not longer than `patience`; removes the stage, calls `then` and lets
    /// nobody write any more. A publication that takes longer stays for the next build, which completes it.
    pub fn end(&self, patience: Duration, then: impl FnOnce()) {
        let until = Instant::now() + patience;
        let held = loop {
            match self.gate.try_write() {
                Ok(held) => break Some(held),
                Err(TryLockError::Poisoned(held)) => break Some(held.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Err(TryLockError::WouldBlock) => break None,
            }
        };
        if held.as_deref() == Some(&true) {
            // The next build removes what this cannot.
            let _ = remove_tree(&self.stage);
        }
        then();
        drop(held);
    }
}

/// The stage is not ours any more: it was moved into place or removed.
pub(super) fn leave(gate: &Gate) {
    *gate.write().unwrap_or_else(PoisonError::into_inner) = false;
}
