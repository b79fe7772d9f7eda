//! The doorbell: tells that something changed. What changed is decided by reading again.
//!
//! Folders are watched one by one, as the last look at the project found them, so that nothing else costs a watch and a
//! watch that cannot be had is noticed. Where the system does not watch, the reader has to look by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
};

/// Silence that ends a burst of events; and when the burst takes longer than this, it is told all the same.
const QUIET: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(25));

/// The same after a name went away: editors bring it back at once.
const GONE: (Duration, Duration) = (Duration::from_millis(12), Duration::from_millis(50));

/// The same for a burst of many paths, as of a checkout.
const CROWD: (Duration, Duration) = (Duration::from_millis(25), Duration::from_millis(300));

/// So many paths are many.
const MANY: usize = 40;

/// A file that is being written is looked at after this, though nobody closed it.
const UNCLOSED: Duration = Duration::from_millis(300);

/// Whether the system says when a file that was written is closed, and watches single folders.
const TELLS_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These paths, sorted; a folder means anything below it.
    Changed(Vec<PathBuf>),
    /// Unknown: look at everything.
    Rescan,
}

/// Watches folders.
pub struct Watcher {
    root: PathBuf,
    /// `None`: the system does not watch.
    inner: Option<RecommendedWatcher>,
    why_not: Option<String>,
    folders: Arc<BTreeSet<PathBuf>>,
    /// Names that came, went or were given anew since the last `follow`: watches on them may be lost.
    renamed: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Watcher {
    /// Nothing is watched yet. `ring` is called, from another thread, after each burst of changes, with the time at which it
    /// began.
    pub fn new(root: &Path, ring: impl Fn(Changes, Instant) + Send + 'static) -> Self {
        let (send, events) = channel();
        let inner = RecommendedWatcher::new(
            // Nothing is done here but sending, else the system's queue overflows.
            move |event: notify::Result<Event>| {
                if event.as_ref().map_or(true, matters) {
                    let _ = send.send(event);
                }
            },
            Config::default(),
        );
        let renamed = Arc::default();
        let mut out = Self {
            root: root.to_owned(),
            inner: None,
            why_not: None,
            folders: Arc::default(),
            renamed: Arc::clone(&renamed),
        };
        let bell = Bell {
            events,
            renamed,
            unclosed: BTreeMap::new(),
        };
        let started = inner.map_err(|e| e.to_string()).and_then(|inner| {
            let thread = std::thread::Builder::new().name("bell".to_owned());
            let thread = thread.spawn(move || bell.run(&ring));
            thread.map(|_| inner).map_err(|e| e.to_string())
        });
        match started {
            Ok(inner) => out.inner = Some(inner),
            Err(why) => out.why_not = Some(why),
        }
        out
    }

    /// Watches these folders and no others. True if one of them is watched from now on: what happened in it before is
    /// unknown, so everything has to be looked at again.
    pub fn follow(&mut self, folders: &Arc<BTreeSet<PathBuf>>) -> bool {
        let renamed = std::mem::take(&mut *held(&self.renamed));
        if Arc::ptr_eq(folders, &self.folders) && renamed.is_empty() {
            return false;
        }
        let is_stale = |f: &&PathBuf| f.ancestors().any(|a| renamed.contains(a));
        let stale: BTreeSet<PathBuf> = self.folders.iter().filter(is_stale).cloned().collect();
        let before = std::mem::replace(&mut self.folders, Arc::clone(folders));
        let kept = |f: &&PathBuf| before.contains(*f) && !stale.contains(*f);
        // First those that go: a folder that got another name is the same to the system.
        for folder in before
            .iter()
            .filter(|f| stale.contains(*f) || !folders.contains(*f))
        {
            if let Some(inner) = &mut self.inner
                && TELLS_CLOSING
            {
                let _ = inner.unwatch(folder);
            }
        }
        let mut is_new = false;
        for folder in folders.iter().filter(|f| !kept(f)) {
            is_new |= self.watch(folder);
        }
        is_new
    }

    /// Why the system does not watch, if it does not.
    pub fn why_not(&self) -> Option<&str> {
        self.why_not.as_deref()
    }

    fn watch(&mut self, folder: &Path) -> bool {
        let Some(inner) = &mut self.inner else {
            return false;
        };
        let inside = folder.starts_with(&self.root);
        let watched = match TELLS_CLOSING {
            true => inner.watch(folder, RecursiveMode::NonRecursive),
            // These systems watch whole trees, and know no others.
            false if folder == self.root => inner.watch(folder, RecursiveMode::Recursive),
            false if inside => return false,
            false => inner.watch(folder, RecursiveMode::NonRecursive),
        };
        match watched {
            Ok(()) => true,
            // It went away meanwhile, which its parent will tell.
            Err(e) if is_gone(&e) => false,
            Err(mut e) => {
                e.paths.clear();
                self.why_not = Some(e.to_string());
                self.inner = None;
                true
            }
        }
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(e) => e.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Reading makes events, too: of accesses only the end of writing counts, else the watcher would feed itself.
fn matters(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Other => event.need_rescan(),
        _ => true,
    }
}

/// Gathers events into bursts.
struct Bell {
    events: Receiver<notify::Result<Event>>,
    renamed: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// Files that are being written, and when they will have been waited for long enough.
    unclosed: BTreeMap<PathBuf, Instant>,
}

/// What is known of the present burst.
#[derive(Default)]
struct Burst {
    paths: BTreeSet<PathBuf>,
    gone: BTreeSet<PathBuf>,
    rescan: bool,
}

impl Bell {
    /// Until the watcher ends.
    fn run(mut self, ring: &dyn Fn(Changes, Instant)) {
        loop {
            let first = match self.unclosed.values().min() {
                None => self
                    .events
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    self.events.recv_timeout(left)
                }
            };
            let since = Instant::now();
            let burst = match first {
                Ok(first) => self.burst(first, since),
                Err(RecvTimeoutError::Timeout) => self.overdue(since),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if burst.rescan {
                ring(Changes::Rescan, since);
            } else if !burst.paths.is_empty() {
                ring(Changes::Changed(burst.paths.into_iter().collect()), since);
            }
        }
    }

    /// Everything that follows `first` without a pause.
    fn burst(&mut self, first: notify::Result<Event>, since: Instant) -> Burst {
        let mut burst = Burst::default();
        self.take(first, &mut burst);
        loop {
            let (quiet, longest) = if burst.paths.len() > MANY {
                CROWD
            } else if burst.gone.is_empty() {
                QUIET
            } else {
                GONE
            };
            if since.elapsed() >= longest {
                return burst;
            }
            match self.events.recv_timeout(quiet) {
                Ok(event) => self.take(event, &mut burst),
                Err(_) => return burst,
            }
        }
    }

    fn take(&mut self, event: notify::Result<Event>, burst: &mut Burst) {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // What was lost is unknown.
            _ => {
                burst.rescan = true;
                return;
            }
        };
        match event.kind {
            EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(CreateKind::File)
                if TELLS_CLOSING =>
            {
                let until = Instant::now() + UNCLOSED;
                for path in event.paths {
                    self.unclosed.entry(path).or_insert(until);
                }
                return;
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {
                if let Some(from) = event.paths.first() {
                    burst.gone.remove(from);
                }
                return;
            }
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                burst.gone.extend(event.paths.iter().cloned());
                held(&self.renamed).extend(event.paths.iter().cloned());
            }
            EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                burst.gone.retain(|p| !event.paths.contains(p));
                held(&self.renamed).extend(event.paths.iter().cloned());
            }
            _ => burst.gone.retain(|p| !event.paths.contains(p)),
        }
        for path in event.paths {
            self.unclosed.remove(&path);
            burst.paths.insert(path);
        }
    }

    /// Files that nobody closes.
    fn overdue(&mut self, now: Instant) -> Burst {
        let (overdue, open) = std::mem::take(&mut self.unclosed)
            .into_iter()
            .partition(|(_, until)| *until <= now);
        self.unclosed = open;
        let overdue: BTreeMap<PathBuf, Instant> = overdue;
        Burst {
            paths: overdue.into_keys().collect(),
            ..Burst::default()
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Watches the folders; what rings.
    fn watch(folders: &[&Path]) -> (Watcher, Receiver<Changes>) {
        let (send, bell) = channel();
        let root = folders.first().unwrap();
        let mut watcher = Watcher::new(root, move |c, _| drop(send.send(c)));
        let all: BTreeSet<PathBuf> = folders.iter().map(|f| (*f).to_owned()).collect();
        assert!(watcher.follow(&Arc::new(all)));
        (watcher, bell)
    }

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(5);

    #[test]
    fn writing_rings_and_reading_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        std::fs::write(&file, "x").unwrap();
        std::fs::create_dir(dir.path().join("public")).unwrap();
        let (_watcher, bell) = watch(&[dir.path()]);
        std::fs::read(&file).unwrap();
        std::fs::write(dir.path().join("public/x"), "x").unwrap();
        assert!(bell.recv_timeout(SHORT).is_err());
        std::fs::write(&file, "y").unwrap();
        let told = bell.recv_timeout(LONG).unwrap();
        assert_eq!(told, Changes::Changed(vec![file]));
    }

    #[test]
    fn a_folder_with_a_new_name_is_watched_under_it() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        std::fs::create_dir(&old).unwrap();
        let (mut watcher, bell) = watch(&[dir.path(), &old]);
        std::fs::rename(&old, &new).unwrap();
        assert!(bell.recv_timeout(LONG).is_ok());
        let folders = [dir.path().to_owned(), new.clone()];
        assert!(watcher.follow(&Arc::new(folders.into())));
        while bell.recv_timeout(SHORT).is_ok() {}
        std::fs::write(new.join("a.md"), "x").unwrap();
        let told = bell.recv_timeout(LONG).unwrap();
        assert_eq!(told, Changes::Changed(vec![new.join("a.md")]));
    }
}
