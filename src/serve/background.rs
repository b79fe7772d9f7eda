//! What nobody has asked for yet is made in the background: what is open in a browser first, so that it is there when it
//! is wanted, and everything once, so that mistakes in templates are told. It makes way for requests and the next change.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::http::Server;
use super::view::{Missing, View};
use crate::diag::{Diagnostic, Error};

/// The stack that templates need.
const STACK: usize = 16 << 20;

/// How long a request is made way for.
const YIELD: Duration = Duration::from_micros(300);

/// A state of the site whose pages are to be made.
pub struct Job {
    /// Its number; the newest is worked on.
    pub number: u64,
    /// The state.
    pub view: Arc<View>,
    /// What changed, to begin a line with.
    pub label: String,
    /// From the change until it was shown.
    pub took: Duration,
    /// Whether it is shown: nothing in its sources is wrong.
    pub is_sound: bool,
}

/// What came of a job.
pub struct Pass {
    /// The job.
    pub job: Job,
    /// How many pages were rendered since the state was made, by whomever.
    pub rendered: u64,
    /// How it ended.
    pub end: End,
}

/// How a job ended.
pub enum End {
    /// Everything was made; what templates had to say.
    Done(Vec<Diagnostic>),
    /// Something newer came first.
    Overtaken,
    /// A fault of ours.
    Panic,
}

/// The worker, seen from outside.
pub struct Background {
    newest: Arc<AtomicU64>,
    work: Sender<Work>,
}

enum Work {
    Make(Job, u64),
    /// To be dropped where nobody waits.
    Old(Box<dyn Send>),
}

impl Background {
    /// Starts the worker; `done` is called with what came of each job.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start(server: Server, done: impl Fn(Pass) + Send + 'static) -> Result<Self, Error> {
        let newest = Arc::new(AtomicU64::new(0));
        let (work, jobs) = channel();
        let number = Arc::clone(&newest);
        let thread = std::thread::Builder::new().name("background".to_owned());
        thread
            .stack_size(STACK)
            .spawn(move || run(&server, &jobs, &number, &done))
            .map_err(|e| Error::with("cannot start a thread", e))?;
        Ok(Self { newest, work })
    }

    /// Leaves what it does and begins with this; `computed` is how many pages had been rendered before the change.
    pub fn make(&self, job: Job, computed: u64) {
        self.newest.store(job.number, Ordering::Relaxed);
        let _ = self.work.send(Work::Make(job, computed));
    }

    /// Leaves what it does: something newer is coming.
    pub fn stop(&self) {
        self.newest.store(u64::MAX, Ordering::Relaxed);
    }

    /// Takes what is shown no longer: letting go of a large site takes a moment.
    pub fn bury(&self, old: impl Send + 'static) {
        let _ = self.work.send(Work::Old(Box::new(old)));
    }
}

fn run(server: &Server, jobs: &Receiver<Work>, newest: &AtomicU64, done: &dyn Fn(Pass)) {
    while let Ok(work) = jobs.recv() {
        let (job, computed) = match work {
            Work::Make(job, computed) => (job, computed),
            Work::Old(old) => {
                drop(old);
                continue;
            }
        };
        let is_newest = || newest.load(Ordering::Relaxed) == job.number;
        let made = catch_unwind(AssertUnwindSafe(|| make(server, &job.view, &is_newest)));
        let memos = &job.view.memos;
        let end = match made {
            Ok(Some(faults)) => {
                memos.rendered(&job.view.prepared);
                End::Done(faults)
            }
            Ok(None) => {
                // Change after change overtook it: what piles up meanwhile is let go.
                memos.shed(&job.view.prepared);
                End::Overtaken
            }
            Err(_) => End::Panic,
        };
        done(Pass {
            rendered: memos.pages.computed().saturating_sub(computed),
            job,
            end,
        });
    }
}

/// Makes every page; `None` if something newer came first.
fn make(server: &Server, view: &View, is_newest: &dyn Fn() -> bool) -> Option<Vec<Diagnostic>> {
    let base = view.base();
    let wanted = server.wanted().into_iter().filter_map(|path| {
        let path = path
            .strip_prefix(base)
            .unwrap_or(&path)
            .trim_start_matches('/');
        match path.is_empty() || path.ends_with('/') {
            true => view.number(&format!("{path}index.html")),
            false => view.number(path),
        }
    });
    let first: BTreeSet<usize> = wanted.collect();
    let rest = (0..view.count()).filter(|i| !first.contains(i));
    let mut faults = Vec::new();
    for i in first.iter().copied().chain(rest) {
        if !is_newest() {
            return None;
        }
        if view.is_made(i) {
            continue;
        }
        if server.is_busy() {
            std::thread::sleep(YIELD);
        }
        if let Err(Missing::Fault(fault)) = view.nth(i) {
            faults.push(*fault);
        }
    }
    is_newest().then_some(faults)
}
