//! The loop: wait for a change, look, prepare, show; and tell what the background found.

use std::cmp::Ordering;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::background::{Background, End, Job, Pass};
use super::follow::Edits;
use super::http::{Server, Shown};
use super::reload::Problems;
use super::view::View;
use super::{Control, Host, OUR_FAULT, Preview, Signal};
use crate::diag::{Diagnostics, Error, Severity};
use crate::disk::watch::{Changes, Watcher};
use crate::pipeline::{self, Memos, Options};
use crate::source::SourceTree;

/// How soon everything is looked at again where events are missing or something could not be read.
const SOON: Duration = Duration::from_millis(500);

/// How often everything is looked at anyway: the day changes, and an event may be lost.
const SOMETIMES: Duration = Duration::from_secs(60);

/// Looking again and again may take one part in so many of the time.
const SHARE: u32 = 20;

/// What goes on from round to round.
pub struct Rounds<'a> {
    server: Server,
    root: PathBuf,
    options: Options,
    host: &'a mut dyn Host,
    watcher: Watcher,
    background: Background,
    memos: Arc<Memos>,
    /// The last snapshot that could be read.
    source: Option<SourceTree>,
    /// Why the last look failed.
    failed: Option<String>,
    /// A name was seen that editors make and take away.
    doubt: bool,
    /// How long the last look at everything took.
    look: Duration,
    number: u64,
    told_polling: bool,
    /// Whether open pages leave for the one that is edited.
    follow: bool,
}

impl<'a> Rounds<'a> {
    /// Nothing is read yet.
    pub(super) fn new(
        server: Server,
        preview: Preview<'a>,
        send: Sender<Signal>,
    ) -> Result<Self, Error> {
        let bell = send.clone();
        let watcher = Watcher::new(&preview.root, move |changes, since| {
            let _ = bell.send(Signal::Changed(changes, since));
        });
        let background = Background::start(server.clone(), move |pass| {
            let _ = send.send(Signal::Rendered(pass));
        })?;
        Ok(Self {
            server,
            root: preview.root,
            options: preview.options,
            host: preview.host,
            watcher,
            background,
            memos: Arc::new(Memos::keeping()),
            source: None,
            failed: None,
            doubt: false,
            look: Duration::ZERO,
            number: 0,
            told_polling: false,
            follow: preview.follow,
        })
    }

    /// Until it is told to stop.
    pub(super) fn run(
        mut self,
        signals: &Receiver<Signal>,
        address: &SocketAddr,
        control: &Control,
    ) -> Result<(), Error> {
        self.round(None, Instant::now(), false);
        let shown = self.server.current();
        let base = shown.view.as_deref().map_or("/", View::base);
        self.host
            .ready(&format!("http://{address}{base}"), control.clone());
        loop {
            self.keep_watch();
            let first = match signals.recv_timeout(self.patience()) {
                Ok(signal) => signal,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {
                    self.doubt = false;
                    self.round(None, Instant::now(), false);
                    continue;
                }
            };
            // What came while there was work is one change.
            let queue: Vec<Signal> = std::iter::once(first).chain(signals.try_iter()).collect();
            if !self.hear(queue) {
                return Ok(());
            }
        }
    }

    /// Does what the signals ask for; false if that is to stop.
    fn hear(&mut self, queue: Vec<Signal>) -> bool {
        let (mut paths, mut all, mut anew) = (Vec::new(), false, false);
        let mut since = None;
        for signal in queue {
            match signal {
                Signal::Stop => return false,
                Signal::Rendered(pass) => self.rendered(pass),
                Signal::Rebuild => anew = true,
                Signal::Changed(changes, at) => {
                    since.get_or_insert(at);
                    match changes {
                        Changes::Rescan => all = true,
                        Changes::Changed(more) => paths.extend(more),
                    }
                }
            }
        }
        let since = since.unwrap_or_else(Instant::now);
        if anew {
            self.memos = Arc::new(Memos::keeping());
        }
        if anew || all {
            self.round(None, since, anew);
        } else if !paths.is_empty() {
            paths.sort();
            paths.dedup();
            self.changed(paths, since);
        }
        true
    }

    /// Watches what there is to watch now; what begins to be watched is looked at again.
    fn keep_watch(&mut self) {
        // Each look may find folders that came meanwhile; that has an end, or the next event goes on.
        for _ in 0..8 {
            let folders = match self.host.folders() {
                none if none.is_empty() => Arc::new([self.root.clone()].into()),
                folders => folders,
            };
            if !self.watcher.follow(&folders) {
                break;
            }
            self.round(None, Instant::now(), false);
        }
        if let Some(why) = self.watcher.why_not().filter(|_| !self.told_polling) {
            let line = format!(
                "polling: the system does not watch files ({why}), so all are looked at twice a second"
            );
            self.host.say(&line);
            self.told_polling = true;
        }
    }

    fn patience(&self) -> Duration {
        if self.watcher.why_not().is_some() || self.failed.is_some() || self.doubt {
            SOON.max(self.look * SHARE)
        } else {
            SOMETIMES
        }
    }

    fn changed(&mut self, mut paths: Vec<PathBuf>, since: Instant) {
        let count = paths.len();
        paths.retain(|p| !is_passing(p));
        self.doubt |= paths.len() < count;
        let is_gits = |p: &PathBuf| p.components().any(|c| c.as_os_str() == ".git");
        let is_commit = |p: &PathBuf| is_gits(p) && p.file_name().is_some_and(|n| n == "HEAD");
        if paths.iter().any(is_commit) {
            // Another commit: the facts are others, too.
            self.round(None, since, false);
            return;
        }
        paths.retain(|p| !is_gits(p));
        if !paths.is_empty() {
            self.round(Some(paths), since, false);
        }
    }

    /// Looks at these paths, or at everything, and shows what came of it if it differs.
    fn round(&mut self, paths: Option<Vec<PathBuf>>, since: Instant, anew: bool) {
        let done = catch_unwind(AssertUnwindSafe(|| self.try_round(paths, since, anew)));
        if done.is_err() {
            self.host.say(OUR_FAULT);
            self.show_problems(Problems::text(OUR_FAULT));
        }
    }

    fn try_round(&mut self, paths: Option<Vec<PathBuf>>, since: Instant, anew: bool) {
        let old = self.source.clone();
        let started = Instant::now();
        let read = match (&old, &paths) {
            (Some(old), Some(paths)) if self.failed.is_none() => self.host.refresh(old, paths),
            _ => self.host.read(),
        };
        if paths.is_none() {
            self.look = started.elapsed();
        }
        let source = match read {
            Ok(source) => source,
            Err(error) => return self.unreadable(error.to_string()),
        };
        let healed = self.failed.take().is_some();
        let is_same = old.as_ref().is_some_and(|old| old.is_same(&source));
        self.source = Some(source.clone());
        if is_same && !healed && !anew {
            return;
        }
        let label = match anew {
            true => "all: ".to_owned(),
            false => self.label(old.as_ref(), &source),
        };
        let paths = paths.filter(|_| self.follow).unwrap_or_default();
        self.prepare(&source, label, since, paths);
    }

    fn unreadable(&mut self, why: String) {
        if self.failed.as_ref() != Some(&why) {
            self.host.say(&format!("error: {why}"));
            self.show_problems(Problems::text(&why));
            self.failed = Some(why);
        }
    }

    fn prepare(
        &mut self,
        source: &SourceTree,
        label: String,
        since: Instant,
        edited: Vec<PathBuf>,
    ) {
        self.background.stop();
        let computed = self.memos.pages.computed();
        let prepared = pipeline::prepare(source, &self.options, &self.memos);
        let is_sound = !prepared.diagnostics.has_errors();
        let before = self.server.current();
        let memos = Arc::clone(&self.memos);
        let view = Arc::new(View::new(
            &self.root,
            prepared,
            memos,
            before.view.as_deref(),
        ));
        let told = &view.prepared.diagnostics;
        let problems = self.host.tell(source, told);
        let shown = match is_sound {
            true => Some(Arc::clone(&view)),
            false => before.view.clone(),
        };
        let root = self.root.clone();
        let edits = Edits {
            root,
            paths: edited,
        };
        let follow = edits.address(&view.prepared).filter(|_| is_sound);
        let shown = Shown {
            view: shown,
            problems,
        };
        let old = self.server.publish(shown, follow);
        drop(before);
        self.background.bury(old);
        let took = since.elapsed();
        if !is_sound {
            self.say_broken(&label, told, took);
        }
        self.number += 1;
        let job = Job {
            number: self.number,
            view,
            label,
            took,
            is_sound,
        };
        self.background.make(job, computed);
    }

    /// The background is done with a state.
    fn rendered(&mut self, pass: Pass) {
        let Pass { job, rendered, end } = pass;
        let is_now = job.number == self.number;
        let faults = match end {
            End::Panic if is_now => {
                self.host.say(OUR_FAULT);
                return self.show_problems(Problems::text(OUR_FAULT));
            }
            End::Done(faults) if is_now => faults,
            _ => Vec::new(),
        };
        let prepared = &job.view.prepared;
        if !faults.is_empty() {
            let mut told = prepared.diagnostics.clone();
            told.extend(prepared.judge(faults));
            told.sort_by_file(|f| f.0);
            if told.has_errors() {
                let problems = self.host.tell(&prepared.source, &told);
                self.say_broken(&job.label, &told, job.took);
                let view = self
                    .server
                    .good()
                    .or_else(|| self.server.current().view.clone());
                let old = self.server.publish(Shown { view, problems }, None);
                self.background.bury(old);
                return;
            }
        }
        if !job.is_sound {
            self.background.bury(job.view);
            return;
        }
        let pages = if rendered == 1 { "page" } else { "pages" };
        let took = job.took.as_millis();
        let line = format!("{}{rendered} {pages} rendered · {took} ms", job.label);
        self.host.say(&line);
        let old = match is_now {
            true => self.server.set_good(job.view),
            false => Some(job.view),
        };
        self.background.bury(old);
    }

    fn say_broken(&self, label: &str, told: &Diagnostics, took: Duration) {
        let errors = told.count(Severity::Error);
        let errors = match errors {
            1 => "1 error".to_owned(),
            n => format!("{n} errors"),
        };
        let line = format!("{label}not shown: {errors} · {} ms", took.as_millis());
        self.host.say(&line);
    }

    /// The last good pages with a message over them.
    fn show_problems(&self, problems: Problems) {
        let view = self.server.current().view.clone();
        let old = self.server.publish(Shown { view, problems }, None);
        self.background.bury(old);
    }

    /// What changed, in words.
    fn label(&self, old: Option<&SourceTree>, new: &SourceTree) -> String {
        let Some(old) = old else {
            return String::new();
        };
        let mut names = changed_names(old, new);
        match (names.next(), names.count()) {
            (None, _) => String::new(),
            (Some(one), 0) => format!("{one}: "),
            (Some(first), n) => format!("{first} and {n} more: "),
        }
    }
}

/// Paths that are not the same in both, in order: one walk along two sorted lists.
fn changed_names<'a>(
    old: &'a SourceTree,
    new: &'a SourceTree,
) -> impl Iterator<Item = &'a str> + 'a {
    let mut old = old.files().map(|(_, f)| f).peekable();
    let mut new = new.files().map(|(_, f)| f).peekable();
    let next = move || {
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => a.path.cmp(&b.path),
            };
            let before = old.next_if(|_| order.is_le());
            let now = new.next_if(|_| order.is_ge());
            if before.map(|f| f.print) != now.map(|f| f.print) {
                return now.or(before).map(|f| f.path.as_str());
            }
        }
    };
    std::iter::from_fn(next)
}

/// Names that editors make and take away within moments: vim's trial of a folder, JetBrains' of a file.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "4913" || name.starts_with("___jb_")
}
