//! Ctrl-C and the polite signal to end: for the preview, and for a build that has something to put away first.

/// What told the process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// `kill`, a container that stops.
    Terminate,
}

impl Signal {
    /// The exit code that shells expect: 128 and the signal's number.
    pub fn exit_code(self) -> i32 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// From now on a signal to end calls `then`, once, in a thread of its own, instead of ending the process. Where signals
/// cannot be had they end it as before.
pub fn on_end(then: impl FnOnce(Signal) + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let Ok(runtime) = runtime else { return };
    // Signals are caught from here on, not from when the thread begins.
    let come = {
        let _inside = runtime.enter();
        come()
    };
    std::thread::spawn(move || then(runtime.block_on(come)));
}

/// Waits for a signal, which is caught from the call on.
#[cfg(unix)]
pub(super) fn come() -> impl Future<Output = Signal> + Send {
    use tokio::signal::unix::{SignalKind, signal};
    let caught = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok());
    let [mut interrupt, mut terminate] = caught;
    async move {
        let wait = async |signal: &mut Option<tokio::signal::unix::Signal>| match signal {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        };
        tokio::select! {
            () = wait(&mut interrupt) => Signal::Interrupt,
            () = wait(&mut terminate) => Signal::Terminate,
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(super) fn come() -> impl Future<Output = Signal> + Send {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
