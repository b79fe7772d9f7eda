//! One build at a time holds a folder: a lock on the folder itself leaves no file behind.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a second build waits for the first.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Holds a folder against other builds until dropped.
pub struct Lock(#[allow(dead_code, reason = "the lock lives as long as the handle")] Option<File>);

/// What came of trying.
pub enum Held {
    /// It is ours. Where folders cannot be locked, it is held in name only.
    Ours(Lock),
    /// Another build has it.
    Busy,
}

/// Tries to lock `folder`, once.
pub fn try_hold(folder: &Path) -> Held {
    let Ok(handle) = File::open(folder) else {
        return Held::Ours(Lock(None));
    };
    loop {
        match handle.try_lock() {
            Ok(()) => return Held::Ours(Lock(Some(handle))),
            Err(TryLockError::WouldBlock) => return Held::Busy,
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return Held::Ours(Lock(None)),
        }
    }
}

/// Waits a little between two tries; whether it is worth trying again.
pub fn waits(since: Instant) -> bool {
    let is_early = since.elapsed() < PATIENCE;
    if is_early {
        std::thread::sleep(Duration::from_millis(20));
    }
    is_early
}
