//! The doorbell: tells that something changed. What changed is decided by reading again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::Watcher as _;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};

use crate::diag::Error;

/// Silence that ends a burst of events.
const QUIET: Duration = Duration::from_millis(2);

/// A burst that does not end is told after this.
const LONGEST: Duration = Duration::from_millis(25);

/// How often a folder is looked at where the system does not tell.
const POLL: Duration = Duration::from_millis(500);

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These paths, sorted; a folder means anything below it.
    Changed(Vec<PathBuf>),
    /// Unknown: look at everything.
    Rescan,
}

/// Watches a folder with all below it.
pub struct Watcher {
    events: Receiver<notify::Result<Event>>,
    relevant: Box<dyn Fn(&Path) -> bool + Send>,
    polling: Option<String>,
    _inner: Box<dyn notify::Watcher + Send>,
}

impl Watcher {
    /// Begins to watch `root`, and the folder of `far`, a file outside of it: before they are first read, so that no
    /// change is lost. Changes of paths that are not `relevant` (the output) and of our own and git's folders ring no bell.
    ///
    /// # Errors
    /// The folder cannot be watched at all.
    pub fn new(
        root: &Path,
        far: Option<&Path>,
        relevant: Box<dyn Fn(&Path) -> bool + Send>,
    ) -> Result<Self, Error> {
        // The folder, because editors put a new file in the place of the old one.
        let far = far.and_then(Path::parent);
        let (send, events) = channel();
        let again = send.clone();
        let native = RecommendedWatcher::new(
            // Nothing is done here but sending, else the system's queue overflows.
            move |e| {
                let _ = send.send(e);
            },
            Config::default(),
        );
        let native = native.and_then(|mut w| {
            begin(&mut w, root, far)?;
            Ok(w)
        });
        let (inner, polling): (Box<dyn notify::Watcher + Send>, _) = match native {
            Ok(watcher) => (Box::new(watcher), None),
            Err(why) => {
                let watcher = poll(root, far, again);
                let watcher = watcher
                    .map_err(|e| Error::with(format!("cannot watch `{}`", root.display()), e))?;
                let said = format!("polling twice a second: the system does not watch ({why})");
                (Box::new(watcher), Some(said))
            }
        };
        Ok(Self {
            events,
            relevant,
            polling,
            _inner: inner,
        })
    }

    /// What to tell if the system does not watch for us.
    pub fn message(&self) -> Option<&str> {
        self.polling.as_deref()
    }

    /// Waits for the next burst of changes.
    ///
    /// # Errors
    /// Watching ended.
    pub fn wait(&self) -> Result<Changes, Error> {
        loop {
            let ended = |_| Error::new("watching ended");
            let first = self.events.recv().map_err(ended)?;
            if let Some(changes) = self.burst(first) {
                return Ok(changes);
            }
        }
    }

    /// As `wait`, but not longer than `patience`; `None` if nothing happened.
    ///
    /// # Errors
    /// Watching ended.
    pub fn wait_for(&self, patience: Duration) -> Result<Option<Changes>, Error> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(first) => {
                    if let Some(changes) = self.burst(first) {
                        return Ok(Some(changes));
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(Error::new("watching ended")),
            }
        }
    }

    /// Everything that follows `first` without a pause, if any of it matters.
    fn burst(&self, first: notify::Result<Event>) -> Option<Changes> {
        let mut paths = Vec::new();
        let mut rescan = false;
        let mut take = |event: notify::Result<Event>| match event {
            Ok(e) if e.need_rescan() => rescan = true,
            Ok(e) if matters(&e.kind) => {
                paths.extend(e.paths.into_iter().filter(|p| self.is_relevant(p)));
            }
            Ok(_) => {}
            // What was lost is unknown.
            Err(_) => rescan = true,
        };
        let started = Instant::now();
        take(first);
        while started.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => take(event),
                Err(_) => break,
            }
        }
        if rescan {
            return Some(Changes::Rescan);
        }
        paths.sort();
        paths.dedup();
        (!paths.is_empty()).then_some(Changes::Changed(paths))
    }

    fn is_relevant(&self, path: &Path) -> bool {
        let own = |part: std::path::Component<'_>| {
            let name = part.as_os_str().to_string_lossy();
            name == ".git" || name.starts_with(".rolebook")
        };
        !path.components().any(own) && (self.relevant)(path)
    }
}

/// Reading makes events, too: of accesses only the end of writing counts, else the watcher would feed itself.
fn matters(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Other => false,
        _ => true,
    }
}

fn poll(
    root: &Path,
    far: Option<&Path>,
    send: std::sync::mpsc::Sender<notify::Result<Event>>,
) -> notify::Result<PollWatcher> {
    let config = Config::default().with_poll_interval(POLL);
    let mut watcher = PollWatcher::new(
        move |e| {
            let _ = send.send(e);
        },
        config,
    )?;
    begin(&mut watcher, root, far)?;
    Ok(watcher)
}

fn begin(watcher: &mut dyn notify::Watcher, root: &Path, far: Option<&Path>) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::Recursive)?;
    match far {
        Some(folder) if !folder.starts_with(root) => {
            watcher.watch(folder, RecursiveMode::NonRecursive)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_rings_and_reading_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        std::fs::write(&file, "x").unwrap();
        let output = dir.path().join("public");
        let watcher =
            Watcher::new(dir.path(), None, Box::new(move |p| !p.starts_with(&output))).unwrap();
        let short = Duration::from_millis(100);
        std::fs::read(&file).unwrap();
        std::fs::create_dir(dir.path().join("public")).unwrap();
        std::fs::write(dir.path().join("public/x"), "x").unwrap();
        std::fs::write(dir.path().join(".rolebook-x"), "x").unwrap();
        assert_eq!(watcher.wait_for(short).unwrap(), None);
        std::fs::write(&file, "y").unwrap();
        let told = watcher.wait_for(Duration::from_secs(5)).unwrap();
        assert_eq!(told, Some(Changes::Changed(vec![file])));
    }

    #[test]
    fn a_file_beside_the_folder_rings_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (root, far) = (dir.path().join("book"), dir.path().join("far.toml"));
        std::fs::create_dir(&root).unwrap();
        let named = far.clone();
        let relevant = Box::new(move |p: &Path| p == named);
        let watcher = Watcher::new(&root, Some(&far), relevant).unwrap();
        std::fs::write(dir.path().join("other.toml"), "x").unwrap();
        let short = Duration::from_millis(100);
        assert_eq!(watcher.wait_for(short).unwrap(), None);
        std::fs::write(&far, "x").unwrap();
        let told = watcher.wait_for(Duration::from_secs(5)).unwrap();
        assert_eq!(told, Some(Changes::Changed(vec![far])));
    }
}
