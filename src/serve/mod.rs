//! The preview: a short loop around the pipeline, and a server over what it made.
//!
//! It decides nothing about correctness: each round looks at what changed, prepares, and shows the result at once; pages are
//! made when they are asked for (`view.rs`), the rest in the background (`background.rs`). With mistakes the last good
//! pages stay, and the messages lie over them.

pub mod background;
pub mod editor;
mod follow;
mod guard;
pub mod http;
mod listen;
mod overlay;
pub mod reload;
mod round;
pub mod signal;
mod types;
pub mod view;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use crate::diag::{Diagnostics, Error};
use crate::disk::watch::Changes;
use crate::pipeline::Options;
use crate::source::SourceTree;
use background::Pass;
use guard::Hosts;
use http::Server;
pub use listen::{PORT, Where, listen};
use reload::Problems;
use round::Rounds;

/// What is told when we break.
const OUR_FAULT: &str = "this is a fault of Rolebook, not of yours: the work ended early. Please report what you changed.";

/// Work that is under way when the preview is told to end may go on for so long.
const GRACE: Duration = Duration::from_millis(600);

/// What the loop needs from who started it: the project, and someone to tell.
pub trait Host {
    /// The snapshot of now, everything looked at.
    ///
    /// # Errors
    /// What cannot be read.
    fn read(&mut self) -> Result<SourceTree, Error>;

    /// The snapshot of now, if nothing but `changed` differs from `old`.
    ///
    /// # Errors
    /// What cannot be read.
    fn refresh(&mut self, old: &SourceTree, changed: &[PathBuf]) -> Result<SourceTree, Error>;

    /// The folders to watch, as of the last `read`.
    fn folders(&self) -> Arc<BTreeSet<PathBuf>>;

    /// Prints messages, and gives them as they lie over a page.
    fn tell(&self, source: &SourceTree, told: &Diagnostics) -> Problems;

    /// A line about what happened.
    fn say(&self, line: &str);

    /// The address answers, and the site was read once.
    fn ready(&self, address: &str, control: Control);

    /// Ends the process: the loop is busy and was told to end.
    fn leave(&self) -> fn();
}

/// What the loop is asked for.
pub struct Preview<'a> {
    /// The project's folder.
    pub root: PathBuf,
    /// What the pipeline is asked for.
    pub options: Options,
    /// Whether open pages leave for the one that is edited.
    pub follow: bool,
    /// Who started it.
    pub host: &'a mut dyn Host,
}

/// What wakes the loop.
enum Signal {
    /// Something changed, at that time.
    Changed(Changes, Instant),
    /// The background is done with a state.
    Rendered(Pass),
    /// Everything has to be made anew.
    Rebuild,
    /// It is over.
    Stop,
}

/// For who sits at the terminal.
#[derive(Clone)]
pub struct Control(Sender<Signal>);

impl Control {
    /// Reads and makes everything anew.
    pub fn rebuild(&self) {
        let _ = self.0.send(Signal::Rebuild);
    }

    /// Ends the preview.
    pub fn stop(&self) {
        let _ = self.0.send(Signal::Stop);
    }
}

/// Serves until the process is told to end.
///
/// # Errors
/// The runtime cannot start.
pub fn run(listener: TcpListener, at: &Where, preview: Preview<'_>) -> Result<(), Error> {
    let cannot = |e| Error::with("cannot start the server", e);
    let address = listener.local_addr().map_err(cannot)?;
    listener.set_nonblocking(true).map_err(cannot)?;
    let server = Server::new(Hosts::new(&at.host, address.ip().is_loopback()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(8)
        .thread_stack_size(16 << 20)
        .enable_all()
        .build()
        .map_err(cannot)?;
    runtime.spawn(listen::answer(listener, server.clone().router()));
    let (send, signals) = channel();
    let control = Control(send.clone());
    let leave = preview.host.leave();
    let ending = control.clone();
    runtime.spawn(async move {
        signal::come().await;
        ending.stop();
        tokio::time::sleep(GRACE).await;
        leave();
    });
    let rounds = Rounds::new(server, preview, send)?;
    let out = rounds.run(&signals, &address, &control);
    runtime.shutdown_background();
    out
}
